"""Targets that a unit sets itself: for its plan, or for a peak drive (VT-01, VT-02, DT-04)."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from campaigns.models import Campaign, ContentItem, PeakDrive, Target, UnitPlan
from campaigns.planfile.words import Comparator, TargetKind
from campaigns.services.field_work import ensure_takes_part, ensure_underway
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Unit
from kit.vietnamese import vn_number

COUNTED = (TargetKind.NUMBER, TargetKind.PERCENT)


def problems(*, kind: str, value: Decimal | None, scale: list[str], grade: str, reference: str) -> dict[str, str]:
    """Say, by field, what a target of a kind still lacks."""
    if kind in COUNTED and value is None:
        return {"value": "Chỉ tiêu bằng số phải có mức phải đạt."}
    if kind in COUNTED and value < 0:
        return {"value": "Mức phải đạt không được âm."}
    if kind == TargetKind.GRADE and grade not in scale:
        return {"grade": "Chỉ tiêu xếp loại phải chọn mức phải đạt trong thang xếp loại của kế hoạch."}
    if kind == TargetKind.REFERENCE and not reference.strip():
        return {"reference": "Chỉ tiêu theo kế hoạch khác phải ghi số, ký hiệu kế hoạch đó."}
    return {}


@transaction.atomic
def add(
    campaign: Campaign,
    unit: Unit,
    item: ContentItem,
    *,
    drive: PeakDrive | None = None,
    by: Actor,
    at: datetime,
    **facts,
) -> Target:
    """Set a target on a content item for a unit's plan, or for one of its peak drives; facts as in `change`."""
    target = Target(campaign=campaign, unit=unit, drive=drive)
    _ensure_open(target, by)
    ensure_takes_part(campaign, unit)
    last = Target.objects.filter(campaign=campaign, unit=unit).aggregate(last=Max("position"))["last"]
    target.position = 1000 if last is None else last + 1
    _fill(target, item, **facts)
    target.save()
    history.record("target.add", target.drive or _plan_of(target), by=by, at=at, label=_label("Thêm", target))
    return target


@transaction.atomic
def change(target: Target, item: ContentItem, *, by: Actor, at: datetime, **facts) -> None:
    """Set a target differently: text, kind, comparator, value, unit_label, scale and grade, reference, due_on."""
    _ensure_open(target, by)
    _fill(target, item, **facts)
    target.save()
    history.record("target.change", target.drive or _plan_of(target), by=by, at=at, label=_label("Sửa", target))


@transaction.atomic
def drop(target: Target, *, by: Actor, at: datetime) -> None:
    """Give a target up; results already reported on it stay."""
    _ensure_open(target, by)
    target.retired_at = at
    target.save(update_fields=["retired_at"])
    history.record("target.drop", target.drive or _plan_of(target), by=by, at=at, label=_label("Bỏ", target))


def _label(verb: str, target: Target) -> str:
    """Return the line of history about a target."""
    return f"{verb} chỉ tiêu: {target.text}"[:160]


def _plan_of(target: Target) -> UnitPlan:
    """Return the plan of the target's unit."""
    return UnitPlan.objects.get(campaign=target.campaign, unit=target.unit)


def _ensure_open(target: Target, by: Actor) -> None:
    """Refuse targets of others, and targets whose plan or drive is not being drafted."""
    demand(Can.PLAN_UNIT, target, by=by, own_unit=True)
    ensure_underway(target.campaign)
    if target.unit_id is None:
        raise ValidationError("Chỉ tiêu của kế hoạch xã chỉ thay đổi khi điều chỉnh kế hoạch.")
    if target.retired_at:
        raise ValidationError("Chỉ tiêu này đã được bỏ.")
    if target.drive:
        if target.drive.unit_id != target.unit_id or target.drive.campaign_id != target.campaign_id:
            raise ValidationError("Đợt cao điểm không phải của đơn vị này.")
        if target.drive.status != PeakDrive.Status.DRAFT:
            raise ValidationError("Đợt cao điểm đã phát động nên không thay đổi chỉ tiêu được.")
        return
    plan = UnitPlan.objects.filter(campaign=target.campaign, unit=target.unit).first()
    if plan is None or plan.status != UnitPlan.Status.DRAFT:
        raise ValidationError("Chỉ thay đổi chỉ tiêu khi kế hoạch của đơn vị đang soạn.")


def _fill(
    target: Target,
    item: ContentItem,
    *,
    text: str,
    kind: str,
    comparator: str = Comparator.AT_LEAST,
    value: Decimal | None = None,
    unit_label: str = "",
    scale: list[str] | None = None,
    grade: str = "",
    reference: str = "",
    due_on: date | None = None,
) -> None:
    """Put checked facts on a target, leaving out what its kind does not use."""
    scale = list(scale or [])
    lacking = problems(kind=kind, value=value, scale=scale, grade=grade, reference=reference)
    if not text.strip():
        lacking["text"] = "Chưa ghi chỉ tiêu."
    if item.area.campaign_id != target.campaign_id:
        lacking["item"] = "Nội dung này không thuộc phong trào."
    first, last = _term(target)
    if due_on and not first <= due_on <= last:
        lacking["due_on"] = f"Hạn hoàn thành phải từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}."
    if lacking:
        raise ValidationError(list(lacking.values()))
    counted, graded = kind in COUNTED, kind == TargetKind.GRADE
    target.item, target.text, target.kind, target.due_on = item, text.strip(), kind, due_on
    target.comparator = comparator if counted or graded else Comparator.AT_LEAST
    target.value = value if counted else None
    target.unit_label = "%" if kind == TargetKind.PERCENT else unit_label.strip() if counted else ""
    target.scale, target.grade = (scale, grade) if graded else ([], "")
    target.reference = reference.strip()


def _term(target: Target) -> tuple[date, date]:
    """Return the dates between which a target can be due."""
    term = target.drive or target.campaign
    return term.starts_on, term.ends_on


def goal_in_words(target: Target) -> str:
    """Say what a target asks for: "từ 95% trở lên", "Có", "từ Tốt trở lên", "theo Kế hoạch số 148/KH-UBND"."""
    words = Comparator(target.comparator).label
    if target.kind in COUNTED and target.value is not None:
        label = "%" if target.kind == TargetKind.PERCENT else f" {target.unit_label}" if target.unit_label else ""
        return words.replace("…", f"{vn_number(target.value)}{label}")
    if target.kind == TargetKind.GRADE:
        return words.replace("…", target.grade)
    if target.kind == TargetKind.YES_NO:
        return "Có"
    return f"theo {target.reference}" if target.reference else ""
