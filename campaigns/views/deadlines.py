"""Deadlines of a campaign and the units that take part in it."""

from django.contrib import messages
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.deadlines import JoinForm, ParticipantFilter, RequestReportForm, SetDateForm
from campaigns.models import Campaign, Deadline, Obligation, Participation
from campaigns.planfile.words import DeadlineKind, Part
from campaigns.rules import calendar
from campaigns.services import deadlines, participants
from campaigns.views.plan_words import deadline_words, unset_words
from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Actor, Can, requires
from communes.acting import may_make
from communes.addresses import here
from communes.models import Unit
from kit.vietnamese import days_between, vn_date
from kit.views import attempt, filtered, paginate, refusals, sort
from kit.workflow import Move

IN_ORDER = ("unit__kind_order", "unit__position", "unit__name")
PARTICIPANT_SORTS = {"taking_part": ["gone", *IN_ORDER], "unit": IN_ORDER, "joined": ["joined_on", *IN_ORDER]}
RUNNING = (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP)


def _may_track(campaign: Campaign, actor: Actor) -> bool:
    """Say whether the actor may set dates, request reports, and enter units now."""
    wish = Move(action="", label="", sources=(), target="", who=Can.RECEIVE_REPORTS, part=Part.TRACKS)
    return campaign.status in RUNNING and may_make(wish, campaign, actor)


def listed(request, campaign):
    """Return the dates of a campaign with how many of the reports that the actor sees came in, in order of time."""
    actor = request.actor
    seen = Q() if actor.sees_all_units else Q(obligations__unit__in=actor.unit_ids)
    return (
        Deadline.objects.within(actor)
        .filter(campaign=campaign, retired_at=None)
        .annotate(
            owed=Count("obligations", filter=seen & ~Q(obligations__status="waived")),
            handed_in=Count(
                "obligations", filter=seen & Q(obligations__status__in=("submitted", "received", "accepted"))
            ),
        )
        .order_by(F("late_from").asc(nulls_last=True), "year", "pk")
    )


@requires(Can.SEE_CAMPAIGNS)
def listing(request, pk):
    """Show every date of the campaign, also those that nobody has set yet."""
    campaign = fetch_campaign(request, pk)
    actor, now = request.actor, timezone.now()
    planned = [(each, deadline_words(each, campaign.plan.facts.ends_on)) for each in campaign.plan.deadlines]
    made = campaign.status not in Campaign.IN_THE_MAKING
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "rows": [line(row, now) for row in listed(request, campaign)],
        "planned": [] if made else planned,
        "may_track": _may_track(campaign, actor),
    }
    return render(request, "campaigns/deadlines.html", context)


def line(row: Deadline, now) -> dict:
    """Return one date ready to be shown: the last day in time, or why there is none."""
    last = row.last_day
    return {
        "row": row,
        "last": last,
        "late_on": timezone.localtime(row.late_from).date() if row.late_from else None,
        "unset": "" if last else unset_words(row.kind),
        "left": days_between(timezone.localdate(now), last) if last else "",
        "past": calendar.is_late(now, row.late_from),
        "settable": row.kind in deadlines.SETTABLE,
    }


@requires(Can.RECEIVE_REPORTS)
def set_date(request, pk):
    """Set a date that the plan leaves to a later plan or does not state."""
    rows = Deadline.objects.within(request.actor).filter(retired_at=None).select_related("campaign__commune")
    deadline = get_object_or_404(rows, pk=pk)
    campaign = deadline.campaign
    back = here(request.actor, "campaigns:deadlines", campaign.pk)
    if deadline.kind not in deadlines.SETTABLE:
        messages.error(request, "Thời hạn này do kế hoạch quy định; muốn thay đổi phải điều chỉnh kế hoạch.")
        return redirect(back)
    form = SetDateForm(request.POST or None, initial={"last_day": deadline.last_day, "reason": deadline.set_reason})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = deadlines.set_date(deadline, **form.cleaned_data, by=request.actor, at=timezone.now())
            owed = f" {made:02d} báo cáo của đơn vị được tạo." if made else ""
            messages.success(request, f"Đã ấn định hạn đến hết ngày {vn_date(form.cleaned_data['last_day'])}.{owed}")
            return redirect(back)
    context = {
        "campaign": campaign,
        "deadline": deadline,
        "form": form,
        "back": back,
        "why": unset_words(deadline.kind),
        "later": deadline.kind == DeadlineKind.LATER_PLAN,
    }
    return render(request, "campaigns/deadline_set.html", context)


@requires(Can.RECEIVE_REPORTS)
def request_report(request, pk):
    """Ask every participating unit for a report that the plan does not foresee."""
    campaign = fetch_campaign(request, pk)
    form = RequestReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = deadlines.request_report(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            count = made.obligations.count()
            messages.success(request, f"Đã yêu cầu {count:02d} đơn vị nộp “{made.title}”.")
            return redirect(made)
    units = campaign.participations.filter(left_on=None).count()
    return render(request, "campaigns/deadline_request.html", {"campaign": campaign, "form": form, "units": units})


@requires(Can.SEE_CAMPAIGNS)
def listing_of_units(request, pk):
    """Show which units take part, since when, and what part each plays by the plan."""
    campaign = fetch_campaign(request, pk)
    return _participants(request, campaign, JoinForm(units=_newcomers(campaign)))


def _newcomers(campaign: Campaign):
    """Return the units that exist today and do not take part."""
    taking_part = campaign.participations.filter(left_on=None).values("unit_id")
    return Unit.objects.valid_on(timezone.localdate()).exclude(pk__in=taking_part).for_list()


def listed_participants(request, campaign: Campaign):
    """Return the filters of the list and the units that the actor sees, those first that have not left."""
    rows = Participation.objects.filter(campaign=campaign).within(request.actor).select_related("unit")
    gone = ExpressionWrapper(Q(left_on__isnull=False), BooleanField())
    found = filtered(request, ParticipantFilter, rows.annotate(gone=gone))
    return found, sort(request, found.qs, allowed=PARTICIPANT_SORTS, default="taking_part")


def parts_of(campaign: Campaign) -> dict[int, list]:
    """Return the duties that the plan gives, by unit."""
    parts: dict[int, list] = {}
    for duty in campaign.duties.order_by("pk"):
        parts.setdefault(duty.unit_id, []).append(duty)
    return parts


def _participants(request, campaign: Campaign, form: JoinForm, status: int = 200):
    """Render the page of participants."""
    found, rows = listed_participants(request, campaign)
    page = paginate(request, rows)
    parts = parts_of(campaign)
    shown = {row.unit_id for row in page}
    others = campaign.duties.exclude(unit_id__in=shown).select_related("unit").order_by("unit__kind_order", "pk")
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "page": page,
        "filter": found,
        "lines": [(row, parts.get(row.unit_id, [])) for row in page],
        "others": others if not (found.form.has_changed() or page.has_other_pages()) else [],
        "form": form,
        "may_track": _may_track(campaign, request.actor) and campaign.status == Campaign.Status.ISSUED,
    }
    return render(request, "campaigns/participants.html", context, status=status)


@require_POST
@requires(Can.RECEIVE_REPORTS)
def join(request, pk):
    """Take a unit into the campaign."""
    campaign = fetch_campaign(request, pk)
    form = JoinForm(request.POST, units=_newcomers(campaign))
    if not form.is_valid():
        return _participants(request, campaign, form, status=422)
    unit = form.cleaned_data["unit"]
    with attempt(request, success=f"Đã thêm {unit} vào phong trào."):
        participants.join(campaign, unit, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "campaigns:participants", campaign.pk))


@require_POST
@requires(Can.RECEIVE_REPORTS)
def leave(request, pk):
    """Let a unit leave the campaign, with a reason."""
    rows = Participation.objects.within(request.actor).select_related("campaign__commune", "unit")
    row = get_object_or_404(rows, pk=pk, left_on=None)
    owed = Obligation.objects.filter(campaign=row.campaign, unit=row.unit, status__in=Obligation.WITH_THE_UNIT).count()
    told = f" Còn {owed:02d} báo cáo chưa nộp: lãnh đạo quyết định miễn." if owed else ""
    with attempt(request, success=f"{row.unit} thôi tham gia phong trào.{told}"):
        participants.leave(row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "campaigns:participants", row.campaign_id))
