"""What waits for an actor besides reports: difficulties being handled, dates left open, unit plans, drives, advice."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from campaigns.models import Deadline, Difficulty, Finding, PeakDrive, UnitPlan
from campaigns.services.deadlines import SETTABLE
from communes.access import Actor, Can
from communes.addresses import here
from kit.vietnamese import vn_date
from reports.waiting.campaigns import LIVE, tracked
from reports.waiting.since import since
from reports.waiting.tasks import Found, Source, Task, by_the_day

OF_CAMPAIGN = ("campaign__commune", "unit")


def _in_hand(actor: Actor, at: datetime) -> Found:
    """Return the difficulties that the actor took on and has neither answered nor put before the leader."""
    rows = Difficulty.objects.within(actor).filter(status="taken", owner=actor.person).select_related(*OF_CAMPAIGN)
    return rows.order_by("raised_at", "pk"), lambda row: Task(
        title=f"Trả lời vướng mắc: {row.title}",
        action="Trả lời",
        url=row.get_absolute_url(),
        meta=f"{row.unit} · {row.campaign}",
        due=since("Phản ánh", row.raised_at),
    )


def _answered(actor: Actor, at: datetime) -> Found:
    """Return the difficulties of the actor's units that were answered and not confirmed as settled."""
    rows = Difficulty.objects.own(actor).filter(status="answered").select_related(*OF_CAMPAIGN)
    return rows.order_by("answered_at", "pk"), lambda row: Task(
        title=f"Xác nhận đã giải quyết: {row.title}",
        action="Xác nhận",
        url=row.get_absolute_url(),
        meta=f"{row.unit} · {row.campaign}",
        due=since("Trả lời", row.answered_at),
    )


def _undated(actor: Actor, at: datetime) -> Found:
    """Return the dates that plans leave to the agency and that nobody has set yet."""
    rows = Deadline.objects.filter(late_from=None, retired_at=None, kind__in=SETTABLE, campaign__in=tracked(actor))
    return rows.select_related("campaign__commune").order_by("campaign", "pk"), lambda row: Task(
        title=f"Ấn định ngày: {row}",
        action="Ấn định",
        url=here(actor, "campaigns:deadline-set", row.pk),
        meta=str(row.campaign),
        due=f"Kế hoạch ban hành {vn_date(row.campaign.issued_on)}",
    )


def _unit_plans(actor: Actor, at: datetime) -> Found:
    """Return the plans of the actor's units that are written and not adopted."""
    rows = UnitPlan.objects.own(actor).filter(status="draft", campaign__status__in=LIVE).select_related(*OF_CAMPAIGN)
    return rows.order_by(F("saved_at").asc(nulls_last=True), "pk"), lambda row: Task(
        title=f"Ban hành {str(row)[0].lower()}{str(row)[1:]}",
        action="Mở",
        url=row.get_absolute_url(),
        meta=str(row.campaign),
        due=since("Lưu", row.saved_at),
    )


def _drives_to_end(actor: Actor, at: datetime) -> Found:
    """Return the launched peak drives of the actor's units whose last day is over."""
    over = PeakDrive.objects.own(actor).filter(status="launched", ends_on__lt=timezone.localdate(at))
    return over.select_related(*OF_CAMPAIGN).order_by("ends_on", "pk"), lambda row: Task(
        title=f"Ghi kết quả, kết thúc đợt cao điểm: {row}",
        action="Kết thúc đợt",
        url=row.get_absolute_url(),
        meta=f"{row.unit} · {row.campaign}",
        due=f"Hết ngày {vn_date(row.ends_on)}",
        tone="danger",
        last_day=row.ends_on,
    )


def _advice(actor: Actor, at: datetime) -> Found:
    """Return what concluded inspections advised the actor's units to do and nobody has found done."""
    rows = Finding.objects.own(actor).filter(inspection__status="concluded", done_on=None).exclude(recommendation="")
    rows = rows.select_related("inspection__campaign__commune", "inspection__unit", "item")
    today = timezone.localdate(at)
    return rows.order_by("due_on", "pk"), lambda row: Task(
        title=f"Thực hiện kiến nghị kiểm tra: {row.recommendation}",
        action="Xem kiến nghị",
        url=here(actor, "campaigns:inspection", row.inspection_id),
        meta=f"{row.inspection.unit} · {row.inspection.campaign}",
        due=by_the_day(row.due_on, today),
        tone="danger" if row.due_on < today else "plain",
        last_day=row.due_on,
    )


SOURCES: tuple[Source, ...] = (
    Source(Can.HANDLE_DIFFICULTIES, "Vướng mắc đang xử lý", _in_hand, "campaigns:campaigns"),
    Source(Can.RAISE_DIFFICULTIES, "Vướng mắc đã được trả lời", _answered, "campaigns:my-unit"),
    Source(Can.RECEIVE_REPORTS, "Thời hạn chưa ấn định ngày", _undated, "campaigns:campaigns"),
    Source(Can.ADOPT_UNIT_PLAN, "Kế hoạch của đơn vị chờ ban hành", _unit_plans, "campaigns:my-unit"),
    Source(Can.ADOPT_UNIT_PLAN, "Đợt cao điểm đã hết ngày", _drives_to_end, "campaigns:my-unit"),
    Source(Can.REPORT_RESULTS, "Kiến nghị sau kiểm tra", _advice, "campaigns:my-unit"),
)
