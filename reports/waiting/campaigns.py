"""What waits for an actor in campaigns: plans, reports, difficulties, exemplars, inspections, summaries."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from campaigns.models import Campaign, Difficulty, Exemplar, Inspection, Obligation
from campaigns.planfile.words import Part
from communes.access import Actor, Can
from kit.vietnamese import vn_date
from reports.models import Summary
from reports.waiting.tasks import SHOWN, Source, Task

AHEAD = timedelta(days=366)


def _own_reports(actor: Actor, at: datetime):
    """Return the reports that the actor's units have begun or owe within a year, the earliest due first."""
    rows = (
        Obligation.objects.own(actor)
        .filter(status__in=Obligation.WITH_THE_UNIT, campaign__status__in=["issued", "summing_up"])
        .exclude(status=Obligation.Status.NOT_STARTED, late_from__gt=at + AHEAD)
        .for_list()
        .order_by(F("late_from").asc(nulls_last=True), "pk")
    )
    verbs = {"not_started": "Bắt đầu", "draft": "Soạn tiếp", "returned": "Bổ sung"}
    return (
        Task(
            title=f"{verbs[row.status]} {row.deadline}",
            action=verbs[row.status],
            url=row.get_absolute_url(),
            meta=f"{row.campaign} · {row.unit}",
            due=f"Hạn cuối {vn_date(row.last_day)}" if row.last_day else "",
            tone=_urgency(row, at),
        )
        for row in rows[:SHOWN]
    ), rows.count()


def _urgency(row: Obligation, at: datetime) -> str:
    """Colour a report by how near its end it is."""
    if row.late_from and row.late_from <= at:
        return "danger"
    near = row.late_from and (row.late_from - at).days < 7
    return "warning" if near or row.status == Obligation.Status.RETURNED else "plain"


def _to_receive(actor: Actor, at: datetime):
    """Return the reports that wait for the standing agency, where the actor's office is the one that tracks."""
    rows = (
        Obligation.objects.within(actor)
        .filter(status__in=Obligation.WITH_THE_AGENCY, campaign__in=_tracked(actor))
        .for_list()
        .order_by("submitted_at", "pk")
    )
    verbs = {"submitted": "Tiếp nhận", "received": "Duyệt"}
    return (
        Task(
            title=f"{verbs[row.status]} {row.deadline}",
            action=verbs[row.status],
            url=row.get_absolute_url(),
            meta=f"{row.unit} · {row.campaign}",
            due=f"Nộp {vn_date(timezone.localdate(row.submitted_at))}" + (" (trễ hạn)" if row.late else ""),
            tone="warning" if row.late else "plain",
        )
        for row in rows[:SHOWN]
    ), rows.count()


def _tracked(actor: Actor):
    """Return the ids of live campaigns whose tracking duty the actor's offices hold, or nobody holds."""
    live = Campaign.objects.filter(status__in=["issued", "summing_up"]).prefetch_related("duties")
    holders = {campaign.pk: campaign.holders_of(Part.TRACKS) for campaign in live}
    return [pk for pk, units in holders.items() if not units or units & actor.office_ids]


def _to_approve(actor: Actor, at: datetime):
    """Return plans and summaries that wait for the leader."""
    return _two_sources(
        Campaign.objects.filter(status=Campaign.Status.IN_REVIEW), "Duyệt kế hoạch",
        Summary.objects.filter(status=Summary.Status.IN_REVIEW), "Duyệt báo cáo",
    )  # fmt: skip


def _to_issue(actor: Actor, at: datetime):
    """Return plans and summaries that wait for the clerk."""
    return _two_sources(
        Campaign.objects.filter(status=Campaign.Status.APPROVED), "Ban hành kế hoạch",
        Summary.objects.filter(status=Summary.Status.APPROVED), "Ban hành báo cáo",
    )  # fmt: skip


def _two_sources(campaigns, campaign_verb: str, summaries, summary_verb: str):
    """Return tasks over campaigns and summaries."""
    plans = campaigns.select_related("commune").order_by("pk")[:SHOWN]
    reviews = summaries.select_related("campaign__commune").defer("sections", "figures").order_by("pk")[:SHOWN]
    tasks = [
        *(Task(title=f"{campaign_verb}: {row}", action="Mở", url=row.get_absolute_url()) for row in plans),
        *(Task(title=f"{summary_verb}: {row}", action="Mở", url=row.get_absolute_url()) for row in reviews),
    ]
    return iter(tasks[:SHOWN]), campaigns.count() + summaries.count()


def _to_answer(actor: Actor, at: datetime):
    """Return difficulties that were put before the leader."""
    return _difficulties(actor, Difficulty.Status.FORWARDED, "Cho ý kiến")


def _to_take(actor: Actor, at: datetime):
    """Return difficulties that nobody has taken yet."""
    return _difficulties(actor, Difficulty.Status.RAISED, "Nhận xử lý")


def _difficulties(actor: Actor, status: str, verb: str):
    """Return difficulties of one state."""
    rows = Difficulty.objects.within(actor).filter(status=status).select_related("campaign__commune", "unit")
    return (
        Task(
            title=f"{verb}: {row.title}",
            action=verb,
            url=row.get_absolute_url(),
            meta=f"{row.unit} · {row.campaign}",
            due=f"Phản ánh {vn_date(timezone.localdate(row.raised_at))}",
        )
        for row in rows.order_by("raised_at", "pk")[:SHOWN]
    ), rows.count()


def _to_register(actor: Actor, at: datetime):
    """Return exemplars that units found."""
    rows = Exemplar.objects.within(actor).filter(status=Exemplar.Status.FOUND)
    shown = rows.select_related("campaign__commune", "unit").order_by("found_at", "pk")[:SHOWN]
    return (
        Task(
            title=f"Ghi nhận điển hình: {row.title}",
            action="Ghi nhận",
            url=row.get_absolute_url(),
            meta=f"{row.unit} · {row.campaign}",
            due=f"Phát hiện {vn_date(timezone.localdate(row.found_at))}",
        )
        for row in shown
    ), rows.count()


def _to_inspect(actor: Actor, at: datetime):
    """Return inspections that are planned and not concluded."""
    rows = Inspection.objects.within(actor).filter(status=Inspection.Status.PLANNED)
    shown = rows.select_related("campaign__commune", "unit").order_by("inspected_on", "pk")[:SHOWN]
    return (
        Task(title=str(row), action="Mở", url=row.get_absolute_url(), meta=str(row.campaign),
             due=f"Ngày {vn_date(row.inspected_on)}")
        for row in shown
    ), rows.count()  # fmt: skip


SOURCES: tuple[Source, ...] = (
    (Can.REPORT_RESULTS, "Báo cáo của đơn vị", _own_reports),
    (Can.APPROVE_CAMPAIGNS, "Chờ duyệt", _to_approve),
    (Can.ISSUE_PAPERS, "Chờ cấp số, ban hành", _to_issue),
    (Can.RECEIVE_REPORTS, "Báo cáo chờ xử lý", _to_receive),
    (Can.ANSWER_DIFFICULTIES, "Vướng mắc chờ ý kiến lãnh đạo", _to_answer),
    (Can.HANDLE_DIFFICULTIES, "Vướng mắc mới phản ánh", _to_take),
    (Can.PUBLISH_EXEMPLARS, "Điển hình chờ ghi nhận", _to_register),
    (Can.INSPECT, "Kiểm tra sắp tới", _to_inspect),
)
