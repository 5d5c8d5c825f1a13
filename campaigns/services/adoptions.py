"""Exemplars taken over by other units: begun, followed by their result, ended (nhân rộng điển hình)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.models import Adoption, Exemplar
from campaigns.services.field_work import require_text
from communes import history
from communes.access import Actor, Can
from communes.models import Unit
from kit.forms import clean_text
from kit.vietnamese import vn_date

ENDED = "Đơn vị đã kết thúc áp dụng điển hình này."


def may_write(unit_id: int | None, by: Actor) -> bool:
    """Say whether an actor may note what a unit takes over: the unit itself, or the agency for any unit."""
    return by.may_in_own_unit(Can.REPORT_RESULTS, unit_id) or by.may(Can.PUBLISH_EXEMPLARS, unit_id)


def adopting_units(exemplar: Exemplar, by: Actor, *, on: date):
    """Return the units for which the actor may note that they take over an exemplar: not its own, nor twice."""
    units = Unit.objects.valid_on(on).exclude(pk=exemplar.unit_id).exclude(kind=Unit.Kind.OUTSIDE)
    units = units.exclude(pk__in=Adoption.objects.running().filter(exemplar=exemplar).values("unit"))
    return (units if by.may(Can.PUBLISH_EXEMPLARS) else units.own(by)).for_list()


@transaction.atomic
def adopt(exemplar: Exemplar, unit: Unit, *, started_on: date, way: str = "", by: Actor, at: datetime) -> Adoption:
    """Note that a unit works by an exemplar of another unit from a day on."""
    if not may_write(unit.pk, by):
        raise PermissionDenied
    if exemplar.status != Exemplar.Status.PUBLISHED:
        raise ValidationError("Chỉ nhân rộng điển hình đã tuyên truyền.")
    if unit.pk == exemplar.unit_id:
        raise ValidationError("Điển hình này là của chính đơn vị.")
    found_on = timezone.localdate(exemplar.found_at)
    if not found_on <= started_on <= timezone.localdate(at):
        raise ValidationError(f"Ngày áp dụng phải từ ngày phát hiện điển hình ({vn_date(found_on)}) đến hôm nay.")
    try:
        with transaction.atomic():
            adoption = Adoption.objects.create(
                exemplar=exemplar, unit=unit, started_on=started_on, way=_clean(way), recorded_at=at,
                recorded_by=by.name,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError(f"{unit} đang áp dụng điển hình này.") from None
    _record(adoption, "begin", "Bắt đầu áp dụng điển hình", by=by, at=at)
    return adoption


def _clean(text: str) -> str:
    """Return a text as it is stored."""
    return clean_text(text or "").strip()


def _record(adoption: Adoption, act: str, label: str, *, by: Actor, at: datetime, **facts) -> None:
    """Write a line of history for the adoption, and one for the exemplar."""
    history.record(f"adoption.{act}", adoption, by=by, at=at, label=label, **facts)
    history.record(f"exemplar.adoption_{act}", adoption.exemplar, by=by, at=at, label=f"{label}: {adoption.unit}"[:160])


def _ensure_running(adoption: Adoption, by: Actor) -> None:
    """Refuse who may not write for the unit, and an adoption that has ended."""
    if not may_write(adoption.unit_id, by):
        raise PermissionDenied
    if not Adoption.objects.running().filter(pk=adoption.pk).exists():
        raise ValidationError(ENDED)


@transaction.atomic
def note_result(adoption: Adoption, *, result: str, result_on: date, by: Actor, at: datetime) -> None:
    """Write what the adoption brought by a day; the history keeps what stood before."""
    _ensure_running(adoption, by)
    require_text(result=(result, "kết quả"))
    _ensure_within(adoption, result_on, at, "Ngày tính kết quả")
    before = adoption.result
    adoption.result, adoption.result_on = _clean(result), result_on
    adoption.save(update_fields=["result", "result_on"])
    _record(adoption, "result", "Ghi kết quả áp dụng", by=by, at=at, before=before, on=result_on.isoformat())


@transaction.atomic
def end(adoption: Adoption, *, ended_on: date, reason: str, by: Actor, at: datetime) -> None:
    """Note on which day a unit stopped working by the exemplar, and why."""
    _ensure_running(adoption, by)
    require_text(reason=(reason, "lý do kết thúc"))
    _ensure_within(adoption, ended_on, at, "Ngày kết thúc")
    facts = {"ended_on": ended_on, "end_reason": _clean(reason)}
    if not Adoption.objects.running().filter(pk=adoption.pk).update(**facts):
        raise ValidationError(ENDED)
    for name, value in facts.items():
        setattr(adoption, name, value)
    _record(adoption, "end", "Kết thúc áp dụng điển hình", by=by, at=at, reason=adoption.end_reason)


def _ensure_within(adoption: Adoption, on: date, at: datetime, label: str) -> None:
    """Refuse a day before the adoption began or after today."""
    if not adoption.started_on <= on <= timezone.localdate(at):
        raise ValidationError(f"{label} phải từ ngày bắt đầu áp dụng ({vn_date(adoption.started_on)}) đến hôm nay.")
