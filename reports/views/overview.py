"""The home page: what waits for me, and the campaigns at a glance; and the commune at a glance."""

from django import forms
from django.shortcuts import render
from django.utils import timezone

from campaigns.models import Campaign
from communes.access import Can, requires
from communes.addresses import here
from kit.forms import KitForm
from kit.vietnamese import small_count
from reports import glance as figures
from reports.dates import Entry, next_entry
from reports.waiting.home import Home
from reports.waiting.home import home as waiting_for
from reports.waiting.kept import kept, newest

LEADING = (Can.APPROVE_CAMPAIGNS, Can.CHAIR_COUNCIL)
AT_HOME, AT_A_GLANCE = 10, 30


class CampaignChoice(KitForm):
    """The campaign whose charts are shown."""

    campaign = forms.ModelChoiceField(label="Phong trào", queryset=None, required=False, empty_label="Gần hạn nhất")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        field, rows = self.fields["campaign"], Campaign.objects.within(actor).select_related("commune")
        field.queryset = rows.filter(status__in=(*figures.LIVE, "closed")).order_by("-starts_on", "name", "pk")
        self.offered = list(field.queryset)
        field.choices = [("", field.empty_label), *((row.pk, row.choice_label) for row in self.offered)]


@requires(Can.ENTER)
def home(request):
    """Show what waits for the actor, what is due soon, who else is awaited, what was done, and the campaigns."""
    actor, now = request.actor, timezone.now()
    found, campaigns, following = kept("home", actor, newest(actor), now, lambda: _found(actor, now))
    leads = any(actor.may(can) for can in LEADING)
    facts = {
        "home": found,
        "subtitle": f"{actor.name} · {small_count(found.waiting)} việc đang chờ" if found.waiting else actor.name,
        "more": _with_pages(actor, found.more),
        "more_of_others": _with_pages(actor, found.more_of_others),
        "next": following,
        "campaigns": campaigns,
        "leads": leads,
        **(_charts(request) if leads else {}),
    }
    return render(request, "reports/home.html", facts)


def _found(actor, now) -> tuple[Home, list[Campaign], Entry | None]:
    """Return what waits for the actor, the campaigns under way, and what comes next where nothing waits."""
    found = waiting_for(actor, at=now)
    following = next_entry(actor, on=timezone.localdate(now)) if found.first_empty else None
    return found, list(figures.campaigns(actor, at=now)[:AT_HOME]), following


@requires(Can.SEE_ALL_UNITS)
def glance(request):
    """Show how the campaigns under way stand, with the charts of one of them and of the awards."""
    facts = {"campaigns": figures.campaigns(request.actor, at=timezone.now())[:AT_A_GLANCE], **_charts(request)}
    return render(request, "reports/glance.html", facts)


def _with_pages(actor, more) -> list[tuple[str, int, str]]:
    """Return (title, number, address) of what is not shown."""
    return [(each.title, each.number, here(actor, each.page)) for each in more if each.page]


def _charts(request) -> dict:
    """Return the figures of the charts: reports by day, targets by area, awards by unit."""
    actor, now = request.actor, timezone.now()
    today = timezone.localdate(now)
    form = CampaignChoice(request.GET or None, actor=actor)
    campaign = form.cleaned_data["campaign"] if form.is_valid() else None
    campaign = campaign or _nearest([row for row in form.offered if row.status in figures.LIVE], today)
    deadline = figures.nearest_deadline(campaign, on=today) if campaign else None
    return {
        "choice": form,
        "chosen": campaign,
        "arrivals": figures.arrivals(deadline, actor, at=now) if deadline else None,
        "areas": figures.targets_by_area(campaign, actor) if campaign else [],
        "outcomes": list(figures.OUTCOMES.values()),
        "honours": figures.awards_by_unit(actor, on=today),
    }


def _nearest(running: list[Campaign], today) -> Campaign | None:
    """Return the campaign under way one of whose reports falls due nearest to a day, else the one that ends first."""
    figures.load_deadlines(running)

    def distance(campaign) -> tuple:
        days = [each.last_day for each in campaign.deadlines.all() if each.last_day and not each.retired_at]
        return min((abs((day - today).days) for day in days), default=10_000), campaign.ends_on, campaign.pk

    return min(running, key=distance, default=None)
