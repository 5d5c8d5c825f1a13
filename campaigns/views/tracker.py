"""Who is late, who has not begun, what waits for whom; and a unit's own page."""

from datetime import datetime

from django.db.models import Count, F, Q
from django.shortcuts import render
from django.utils import timezone

from campaigns.forms.tracker import STATES, TrackerFilter, in_state
from campaigns.models import Difficulty, Obligation, Participation, PeakDrive, UnitPlan
from campaigns.rules import calendar
from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Actor, Can, requires
from communes.addresses import here
from communes.models import Unit
from kit.charts import Row
from kit.vietnamese import days_between
from kit.views import filtered, paginate, sort

SIGNS = {
    "not_started": "circle",
    "draft": "pencil",
    "submitted": "send",
    "received": "inbox",
    "returned": "arrow-return-left",
    "accepted": "check-circle-fill",
    "waived": "slash-circle",
}
LOOKS = {
    "accepted": "text-success",
    "submitted": "text-primary",
    "received": "text-primary",
    "returned": "text-danger",
}
WAITS_FOR = {
    "not_started": "đơn vị",
    "draft": "đơn vị",
    "returned": "đơn vị",
    "submitted": "cơ quan theo dõi tiếp nhận",
    "received": "cơ quan theo dõi duyệt",
}


SORTS = {
    "unit": ["unit__kind_order", "unit__position", "unit__name"],
    "late": ["late", "unit__kind_order", "unit__position"],
}


def listed(request, campaign):
    """Return the filters of the tracker and its units, in the order of the commune unless another is asked for."""
    rows = Participation.objects.within(request.actor).filter(campaign=campaign).select_related("unit")
    found = filtered(request, TrackerFilter, rows)
    rows = found.qs
    if request.GET.get("sort", "").removeprefix("-") == "late":
        overdue = Obligation.objects.filter(campaign=campaign).overdue(timezone.now())
        rows = rows.annotate(late=Count("unit__obligations", filter=Q(unit__obligations__in=overdue)))
    return found, sort(request, rows, allowed=SORTS, default="unit")


def deadlines_of(campaign) -> list:
    """Return the dates by which units of the campaign owe something, in order."""
    return list(
        campaign.deadlines.filter(retired_at=None, obligations__isnull=False)
        .distinct()
        .order_by(F("late_from").asc(nulls_last=True), "pk")
    )


def lines(request, campaign, rows, deadlines, now) -> list[dict]:
    """Return units with the state of what they owe by each date, and for whom their work waits."""
    reports: dict[tuple[int, int], Obligation] = {}
    for report in Obligation.objects.within(request.actor).filter(
        campaign=campaign, unit__in=[row.unit_id for row in rows]
    ):
        reports[report.unit_id, report.deadline_id] = report
    return [
        {
            "row": row,
            "cells": [_cell(request, reports.get((row.unit_id, deadline.pk)), now) for deadline in deadlines],
            "waits": _waits([reports.get((row.unit_id, deadline.pk)) for deadline in deadlines], now),
        }
        for row in rows
    ]


@requires(Can.SEE_ALL_UNITS)
def tracker(request, pk):
    """Show units × reports of a campaign: each one's state, who is late, what waits for whom."""
    campaign = fetch_campaign(request, pk)
    now = timezone.now()
    found, rows = listed(request, campaign)
    page = paginate(request, rows)
    deadlines = deadlines_of(campaign)
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "page": page,
        "filter": found,
        "deadlines": deadlines,
        "lines": lines(request, campaign, page.object_list, deadlines, now),
        **_counts(request, campaign, deadlines, now),
    }
    return render(request, "campaigns/tracker.html", context)


def _counts(request, campaign, deadlines, now) -> dict:
    """Return the counts of the whole campaign and the bars of each deadline."""
    reports = Obligation.objects.within(request.actor).filter(campaign=campaign).order_by()
    counted = reports.aggregate(
        owed=Count("pk", filter=~Q(status="waived")),
        waived=Count("pk", filter=Q(status="waived")),
        **{state: Count("pk", filter=in_state(state, now)) for state in STATES},
    )
    per_deadline: dict[int, dict[str, int]] = {}
    for row in reports.values("deadline", "status").annotate(found=Count("pk")):
        per_deadline.setdefault(row["deadline"], {})[row["status"]] = row["found"]
    statuses = [status for status in Obligation.Status if status != Obligation.Status.WAIVED]
    base = here(request.actor, "campaigns:tracker", campaign.pk)
    waived = counted["waived"]
    return {
        "counted": counted,
        "owed_hint": f"{counted['owed']:02d} báo cáo phải nộp"
        + (f", ngoài {waived:02d} báo cáo được miễn" if waived else ""),
        "links": {state: f"{base}?state={state}" for state in STATES},
        "names": [status.label for status in statuses],
        "bars": [
            Row(str(deadline), tuple(per_deadline.get(deadline.pk, {}).get(status, 0) for status in statuses))
            for deadline in deadlines
        ],
    }


def _cell(request, report: Obligation | None, now: datetime) -> dict | None:
    """Return one report as a cell: word, sign and colour of its state, and whether it is late."""
    if report is None:
        return None
    overdue = report.status in Obligation.WITH_THE_UNIT and calendar.is_late(now, report.late_from)
    return {
        "report": report,
        "url": here(request.actor, "campaigns:report", report.pk),
        "sign": SIGNS[report.status],
        "look": "text-danger" if overdue else LOOKS.get(report.status, "text-body-secondary"),
        "note": "quá hạn" if overdue else "nộp trễ" if report.late else "",
        "extended": report.last_day if report.extension_reason else None,
    }


def _waits(reports: list[Obligation | None], now: datetime) -> str:
    """Say for whom a unit's unfinished reports wait: first what is overdue, then the agency, then the unit."""
    waiting = next((report for report in reports if report and report.status in Obligation.WITH_THE_AGENCY), None)
    due = next((report for report in reports if report and report.status in Obligation.WITH_THE_UNIT), None)
    if due and calendar.is_late(now, due.late_from):
        return "Chờ đơn vị nộp – đã quá hạn"
    if waiting:
        return f"Chờ {WAITS_FOR[waiting.status]}"
    if due:
        return f"Chờ {WAITS_FOR[due.status]}"
    return "Không còn việc chờ"


@requires(Can.REPORT_RESULTS)
def my_unit(request):
    """Show a unit's own work across campaigns: what is due and when, its plans, its difficulties."""
    actor, now = request.actor, timezone.now()
    reports = Obligation.objects.own(actor).for_list()
    due = reports.filter(status__in=Obligation.WITH_THE_UNIT, campaign__status__in=("issued", "summing_up"))
    page = paginate(request, due.order_by(F("late_from").asc(nulls_last=True), "pk"))
    running = Participation.objects.own(actor).filter(left_on=None, campaign__status__in=("issued", "summing_up"))
    planned = {
        (plan.campaign_id, plan.unit_id): plan
        for plan in UnitPlan.objects.own(actor).select_related("campaign__commune", "unit")
    }
    units = Unit.objects.filter(pk__in=actor.unit_ids).for_list()
    context = {
        "unit_names": "; ".join(unit.name for unit in units),
        "reports_url": here(actor, "campaigns:my-reports"),
        "page": page,
        "tasks": [_task(report, actor, now) for report in page],
        "with_agency": reports.filter(status__in=Obligation.WITH_THE_AGENCY).order_by("submitted_at", "pk")[:20],
        "campaigns": [
            (row, planned.get((row.campaign_id, row.unit_id)))
            for row in running.select_related("campaign__commune", "unit").order_by("campaign__ends_on", "pk")
        ],
        "drives": PeakDrive.objects.own(actor).exclude(status="ended").select_related("campaign__commune", "unit"),
        "difficulties": Difficulty.objects.own(actor).select_related("campaign__commune", "unit").order_by("-pk")[:10],
        "accepted": reports.filter(status="accepted").count(),
        "overdue": due.overdue(now).count(),
    }
    return render(request, "campaigns/tracker_my_unit.html", context)


def _task(report: Obligation, actor: Actor, now: datetime) -> dict:
    """Return one owed report as a task: what to do, until when, and how pressing it is.

    What is due within a year is begun by one press; what is further off shows its page first.
    """
    last = report.last_day
    late = calendar.is_late(now, report.late_from)
    today = timezone.localdate(now)
    begins = report.status == "not_started" and not (last and last > today + report.IN_SIGHT)
    return {
        "report": report,
        "title": f"{report.NEXT_STEP[report.status]}: {report.deadline}",
        "meta": f"{report.campaign.name} – {report.unit}",
        "action": report.NEXT_STEP[report.status],
        "url": report.get_absolute_url(),
        "work_url": here(actor, "campaigns:report-edit", report.pk) if report.editable else "",
        "act_url": here(actor, "campaigns:report-begin", report.pk) if begins else "",
        "due": f"hạn hết ngày {last:%d/%m/%Y} ({days_between(today, last)})" if last else "chưa ấn định ngày",
        "tone": "danger" if late else "warning" if last and (last - today).days <= 7 else "plain",
    }
