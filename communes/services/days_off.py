"""Writing the calendar of days off."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from communes import history
from communes.access import Actor, Can
from communes.models import DayOff
from communes.rules.holidays import Proposal
from communes.services import changes
from kit.vietnamese import nfc, vn_date
from kit.workdays import SATURDAY


@transaction.atomic
def add(*, day: date, kind: str, name: str, source: str = "", by: Actor, at: datetime) -> DayOff:
    """Put a day into the commune's calendar."""
    _demand(by)
    _check(day, kind)
    row = DayOff(
        commune=by.commune, day=day, kind=kind, name=_clean(name), source=_clean(source), confirmed_by=by.name,
        confirmed_at=at,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record("dayoff.added", row, by=by, at=at, label=f"Thêm {row.get_kind_display().lower()} {vn_date(day)}")
    return row


@transaction.atomic
def change(row: DayOff, *, by: Actor, at: datetime, **values) -> list:
    """Change a day of the calendar; return the changes in words."""
    _demand(by)
    for name in {"name", "source"} & set(values):
        values[name] = _clean(values[name])
    _check(values.get("day", row.day), values.get("kind", row.kind))
    before = vn_date(DayOff.objects.get(pk=row.pk).day)
    changed = changes.apply(row, values)
    if changed:
        changes.apply(row, {"confirmed_by": by.name, "confirmed_at": at})
        history.record("dayoff.changed", row, by=by, at=at, label=f"Sửa ngày {before} trong lịch", changes=changed)
    return changed


@transaction.atomic
def remove(row: DayOff, *, by: Actor, at: datetime) -> None:
    """Take a day out of the calendar; history keeps what it was."""
    _demand(by)
    history.record(
        "dayoff.removed", row, by=by, at=at, label=f"Bỏ {row.get_kind_display().lower()} {vn_date(row.day)}",
        name=row.name,
    )  # fmt: skip
    row.delete()


@transaction.atomic
def confirm(chosen: Iterable[Proposal], *, by: Actor, at: datetime) -> list[DayOff]:
    """Store the proposed days that a person confirmed; those known already stay as they are."""
    known = set(DayOff.objects.filter(commune=by.commune).values_list("day", flat=True))
    return [
        add(
            day=each.day, kind=DayOff.Kind.MADE_UP if each.made_up else DayOff.Kind.HOLIDAY, name=each.name,
            source=each.source, by=by, at=at,
        )
        for each in chosen
        if each.day not in known
    ]  # fmt: skip


def _demand(by: Actor) -> None:
    """Refuse whoever may not keep the calendar."""
    if not by.may(Can.KEEP_DAYS_OFF):
        raise PermissionDenied


def _check(day: date, kind: str) -> None:
    """Refuse a kind that says nothing on its day: one works on weekdays, and weekends are off, without being told."""
    if kind == DayOff.Kind.WORKED and day.weekday() < SATURDAY:
        raise ValidationError("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.")
    if kind == DayOff.Kind.MADE_UP and day.weekday() >= SATURDAY:
        raise ValidationError("Ngày nghỉ bù phải là ngày làm việc, từ thứ Hai đến thứ Sáu.")


def _clean(words: str) -> str:
    """Return words with composed letters and single spaces."""
    return nfc(" ".join(words.split()))
