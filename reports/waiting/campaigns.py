"""What waits for an actor in campaigns: plans, reports, difficulties, exemplars, inspections, summaries."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from campaigns.models import Campaign, Difficulty, Duty, Exemplar, Inspection, Obligation
from campaigns.models.plans import STAND_INS
from campaigns.planfile.words import Part
from communes.access import Actor, Can
from communes.addresses import here
from kit.vietnamese import vn_date
from reports.models import Summary
from reports.waiting.since import moved_on, since
from reports.waiting.tasks import Found, Source, Task

LIVE = ("issued", "summing_up")


def _own_reports(actor: Actor, at: datetime) -> Found:
    """Return the reports that the actor's units have begun or owe within a year, the earliest due first."""
    rows = (
        Obligation.objects.own(actor)
        .filter(status__in=Obligation.WITH_THE_UNIT, campaign__status__in=["issued", "summing_up"])
        .exclude(status=Obligation.Status.NOT_STARTED, late_from__gt=at + Obligation.IN_SIGHT)
        .for_list()
        .order_by(F("late_from").asc(nulls_last=True), "pk")
    )
    return rows, lambda row: Task(
        title=f"{row.NEXT_STEP[row.status]} {row.in_a_sentence}",
        action=row.NEXT_STEP[row.status],
        url=row.get_absolute_url(),
        work_url=here(actor, "campaigns:report-edit", row.pk) if row.editable else "",
        act_url=here(actor, "campaigns:report-begin", row.pk) if row.status == Obligation.Status.NOT_STARTED else "",
        meta=f"{row.campaign} · {row.unit}",
        due=f"Hạn cuối {vn_date(row.last_day)}" if row.last_day else "",
        tone=_urgency(row, at),
        last_day=row.last_day,
    )


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
        .filter(status__in=Obligation.WITH_THE_AGENCY, campaign__in=tracked(actor).values("pk"))
        .for_list()
        .order_by("submitted_at", "pk")
    )
    verbs = {"submitted": "Tiếp nhận", "received": "Duyệt"}
    return rows, lambda row: Task(
        title=f"{verbs[row.status]} {row.in_a_sentence}",
        action=verbs[row.status],
        url=row.get_absolute_url(),
        meta=f"{row.unit} · {row.campaign}",
        due=f"Nộp {vn_date(timezone.localdate(row.submitted_at))}" + (" (trễ hạn)" if row.late else ""),
        tone="warning" if row.late else "plain",
    )


def tracked(actor: Actor):
    """Return the live campaigns whose tracking duty the actor's offices hold, or nobody holds."""
    return Campaign.objects.filter(_held(actor, (Part.TRACKS, *STAND_INS[Part.TRACKS])), status__in=LIVE)


def _held(actor: Actor, parts: tuple[str, ...]) -> Q:
    """Return the condition that the actor's offices hold the first of some duties that anybody holds."""
    first, *rest = (Duty.objects.filter(campaign=OuterRef("pk"), part=part) for part in parts)
    mine = Q(Exists(first.filter(unit__in=actor.office_ids)))
    return mine | Q(~Exists(first)) & (_held(actor, parts[1:]) if rest else Q())


def _to_approve(actor: Actor, at: datetime) -> Found:
    """Return plans that wait for the leader."""
    return _plans("Duyệt kế hoạch", Campaign.Status.IN_REVIEW)


def _summaries_to_approve(actor: Actor, at: datetime) -> Found:
    """Return summaries that wait for the leader."""
    return _summaries("Duyệt báo cáo", Summary.Status.IN_REVIEW)


def _to_issue(actor: Actor, at: datetime) -> Found:
    """Return plans that wait for the clerk."""
    return _plans("Ban hành kế hoạch", Campaign.Status.APPROVED)


def _summaries_to_issue(actor: Actor, at: datetime) -> Found:
    """Return summaries that wait for the clerk."""
    return _summaries("Ban hành báo cáo", Summary.Status.APPROVED)


def _to_close(actor: Actor, at: datetime) -> Found:
    """Return the campaigns whose final summary is issued: the leader closes them, or reads what stands against it."""
    rows = Campaign.objects.filter(status=Campaign.Status.SUMMING_UP, summary_issued_on__isnull=False)
    return rows.select_related("commune").order_by("summary_issued_on", "pk"), lambda row: Task(
        title=f"Kết thúc phong trào: {row}",
        action="Mở",
        url=row.get_absolute_url(),
        due=f"Ban hành báo cáo tổng kết {vn_date(row.summary_issued_on)}",
    )


def _plans(verb: str, status: str) -> Found:
    """Return tasks over plans of one state, with the day since when they wait."""
    rows = moved_on(Campaign.objects.filter(status=status), status).select_related("commune").order_by("pk")
    return rows, lambda row: _to_open(f"{verb}: {row}", row)


def _summaries(verb: str, status: str) -> Found:
    """Return tasks over summaries of one state, with the day since when they wait."""
    rows = moved_on(Summary.objects.filter(status=status), status).select_related("campaign__commune")
    return rows.defer("sections", "figures").order_by("pk"), lambda row: _to_open(f"{verb}: {row}", row)


def _to_open(title: str, row) -> Task:
    """Return the task to read a paper and decide about it."""
    return Task(title=title, action="Mở", url=row.get_absolute_url(), due=since("Trình", row.moved_at))


def _to_answer(actor: Actor, at: datetime):
    """Return difficulties that were put before the leader."""
    return _difficulties(actor, Difficulty.Status.FORWARDED, "Cho ý kiến")


def _to_take(actor: Actor, at: datetime):
    """Return difficulties that nobody has taken yet."""
    return _difficulties(actor, Difficulty.Status.RAISED, "Nhận xử lý")


def _difficulties(actor: Actor, status: str, verb: str):
    """Return difficulties of one state."""
    rows = Difficulty.objects.within(actor).filter(status=status).select_related("campaign__commune", "unit")
    return rows.order_by("raised_at", "pk"), lambda row: Task(
        title=f"{verb}: {row.title}",
        action=verb,
        url=row.get_absolute_url(),
        meta=f"{row.unit} · {row.campaign}",
        due=f"Phản ánh {vn_date(timezone.localdate(row.raised_at))}",
    )


def _to_register(actor: Actor, at: datetime):
    """Return exemplars that units found."""
    rows = Exemplar.objects.within(actor).filter(status=Exemplar.Status.FOUND)
    return rows.select_related("campaign__commune", "unit").order_by("found_at", "pk"), lambda row: Task(
        title=f"Ghi nhận điển hình: {row.title}",
        action="Ghi nhận",
        url=row.get_absolute_url(),
        meta=f"{row.unit} · {row.campaign}",
        due=f"Phát hiện {vn_date(timezone.localdate(row.found_at))}",
    )


def _to_inspect(actor: Actor, at: datetime):
    """Return inspections that are planned and not concluded."""
    rows = Inspection.objects.within(actor).filter(status=Inspection.Status.PLANNED)
    rows = rows.select_related("campaign__commune", "unit").order_by("inspected_on", "pk")
    return rows, lambda row: Task(
        title=str(row), action="Mở", url=row.get_absolute_url(), meta=str(row.campaign),
        due=f"Ngày {vn_date(row.inspected_on)}", last_day=row.inspected_on,
    )  # fmt: skip


SOURCES: tuple[Source, ...] = (
    Source(Can.REPORT_RESULTS, "Báo cáo của đơn vị", _own_reports, "campaigns:my-unit"),
    Source(Can.APPROVE_CAMPAIGNS, "Chờ duyệt", _to_approve, "campaigns:campaigns"),
    Source(Can.APPROVE_CAMPAIGNS, "Chờ duyệt", _summaries_to_approve, "campaigns:campaigns"),
    Source(Can.APPROVE_CAMPAIGNS, "Phong trào chờ kết thúc", _to_close, "campaigns:campaigns"),
    Source(Can.ISSUE_PAPERS, "Chờ cấp số, ban hành", _to_issue, "campaigns:campaigns"),
    Source(Can.ISSUE_PAPERS, "Chờ cấp số, ban hành", _summaries_to_issue, "campaigns:campaigns"),
    Source(Can.RECEIVE_REPORTS, "Báo cáo chờ xử lý", _to_receive, "campaigns:campaigns"),
    Source(Can.ANSWER_DIFFICULTIES, "Vướng mắc chờ ý kiến lãnh đạo", _to_answer, "campaigns:campaigns"),
    Source(Can.HANDLE_DIFFICULTIES, "Vướng mắc mới phản ánh", _to_take, "campaigns:campaigns"),
    Source(Can.PUBLISH_EXEMPLARS, "Điển hình chờ ghi nhận", _to_register, "campaigns:campaigns"),
    Source(Can.INSPECT, "Kiểm tra sắp tới", _to_inspect, "campaigns:campaigns"),
)
