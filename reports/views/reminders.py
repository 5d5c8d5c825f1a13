"""Reminders: who was reminded of what and when, how the commune reminds, a text to paste."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.shortcuts import redirect, render
from django.utils import timezone

from campaigns.models import Campaign, Obligation, Participation
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from communes.models import Unit
from kit.views import filtered, paginate, refusals, sort
from reports import urging
from reports.forms.reminders import PasteForm, ReminderFilter, TermsForm
from reports.models import Notice, Reminder
from reports.services import letters, mailings, reminders

SORTS = {"leaves": "leaves_on", "unit": ["unit__kind_order", "unit__name"], "due": "last_day", "kind": "kind",
         "status": "status", "title": "title"}  # fmt: skip


def listed(asked):
    """Return the filters of the list and its reminders in order, with whom each told."""
    found = filtered(asked, ReminderFilter, Reminder.objects.within(asked.actor).for_list())
    told = Prefetch("notices", Notice.objects.select_related("person").order_by("pk"))
    return found, sort(asked, found.qs, allowed=SORTS, default="-leaves").prefetch_related(told)


@requires(Can.SEND_REMINDERS)
def reminder_list(request):
    """List the reminders, the newest first, with the campaigns in which units are late."""
    found, rows = listed(request)
    facts = {
        "page": paginate(request, rows),
        "filter": found,
        "late": _late(request.actor),
        "terms": reminders.terms_of(request.actor.commune),
    }
    return render(request, "reports/reminder_list.html", facts)


def _late(actor) -> list[Campaign]:
    """Return the campaigns with late reports and how many units owe them, counted as a letter counts them."""
    now = timezone.now()
    today = timezone.localdate(now)
    left = Participation.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit"), left_on__lte=today)
    owing = (
        Obligation.objects.within(actor).overdue(now)
        .filter(deadline__retired_at=None, unit__in=Unit.objects.valid_on(today), campaign__status__in=letters.UNDERWAY)
        .exclude(Exists(left))
    )  # fmt: skip
    counts = dict(owing.order_by().values_list("campaign").annotate(units=Count("unit", distinct=True)))
    campaigns = list(Campaign.objects.within(actor).filter(pk__in=counts).order_by("name", "pk"))
    for campaign in campaigns:
        campaign.late_units = counts[campaign.pk]
    return campaigns


@requires(Can.SEND_REMINDERS, Can.MANAGE_COMMUNE)
def terms(request):
    """Change how the commune reminds, and whether by e-mail as well."""
    now = reminders.terms_of(request.actor.commune)
    against = mailings.ready(now)
    form = TermsForm(request.POST or None, instance=now)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            reminders.change_terms(request.actor.commune, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu cách nhắc việc.")
            return redirect(here(request.actor, "reports:reminder-terms"))
    facts = {"form": form, "against": against}
    return render(request, "reports/reminder_terms.html", facts)


@requires(Can.SEND_REMINDERS)
def paste(request, pk):
    """Show the plain text about the late units of a campaign, for one deadline or all."""
    campaign, now = fetch_campaign(request, pk), timezone.now()
    form = PasteForm(request.GET or None, campaign=campaign)
    late = letters.overdue(campaign, at=now).without_words()
    if form.is_bound and form.is_valid() and form.cleaned_data["deadline"]:
        late = late.filter(deadline=form.cleaned_data["deadline"])
    late = list(late.order_by("late_from", "deadline_id", "unit__kind_order", "unit__position", "unit__name", "pk"))
    link = request.build_absolute_uri(here(request.actor, "campaigns:my-unit"))
    facts = {
        "campaign": campaign,
        "form": form,
        "late": late,
        "text": urging.text(campaign, late, at=now, link=link),
        "crumbs": [("Nhắc việc", here(request.actor, "reports:reminders")), (campaign.name, "")],
    }
    return render(request, "reports/reminder_text.html", facts)
