"""Discipline and matters under examination: kept by the standing agency, never shown to units (L-03)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import Discipline, Examination
from communes import history
from communes.access import Actor, Can
from communes.models import Person, Unit
from communes.services import changes


def ensure_keeper(by: Actor) -> None:
    """Raise PermissionDenied unless the actor keeps the standing of people and units."""
    if not by.may(Can.KEEP_STANDING):
        raise PermissionDenied


def _not_to_come(day: date, at: datetime, words: str) -> None:
    """Refuse a day that lies ahead."""
    if day > timezone.localdate(at):
        raise ValidationError(f"{words} không được sau hôm nay.")


@transaction.atomic
def record_discipline(
    person: Person,
    *,
    kind: str,
    decided_on: date,
    document: str,
    ended_on: date | None = None,
    unit: Unit | None = None,
    by: Actor,
    at: datetime,
) -> Discipline:
    """Record a disciplinary measure of a person, under the unit where it happened."""
    ensure_keeper(by)
    _not_to_come(decided_on, at, "Ngày quyết định")
    row = Discipline(
        commune=by.commune, person=person, unit=unit or person.unit, kind=kind, decided_on=decided_on,
        ended_on=ended_on, document=document.strip(), recorded_at=at, recorded_by=by.name,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record("discipline.record", row, by=by, at=at, label="Ghi kỷ luật")
    return row


@transaction.atomic
def change_discipline(discipline: Discipline, *, by: Actor, at: datetime, **values) -> None:
    """Correct a disciplinary measure, or record the day on which it ended."""
    ensure_keeper(by)
    if changed := changes.apply(discipline, values):
        history.record("discipline.change", discipline, by=by, at=at, label="Sửa kỷ luật", changes=changed)


@transaction.atomic
def record_examination(
    *,
    kind: str,
    since: date,
    source: str,
    unit: Unit | None = None,
    person: Person | None = None,
    by: Actor,
    at: datetime,
) -> Examination:
    """Record a matter under examination; until it is cleared whom it concerns is not proposed or awarded."""
    ensure_keeper(by)
    _not_to_come(since, at, "Ngày bắt đầu")
    row = Examination(
        commune=by.commune, unit=unit or (person.unit if person else None), person=person, kind=kind, since=since,
        source=source.strip(), recorded_at=at, recorded_by=by.name,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record("examination.record", row, by=by, at=at, label="Ghi việc đang xem xét")
    return row


@transaction.atomic
def clear_examination(examination: Examination, *, cleared_on: date, conclusion: str, by: Actor, at: datetime) -> None:
    """Record how an examination ended; the dossiers of whom it concerned go on."""
    ensure_keeper(by)
    if not conclusion.strip():
        raise ValidationError("Hãy ghi kết luận.")
    if cleared_on < examination.since:
        raise ValidationError("Ngày kết luận phải từ ngày bắt đầu trở đi.")
    _not_to_come(cleared_on, at, "Ngày kết luận")
    facts = {"cleared_on": cleared_on, "conclusion": conclusion.strip()}
    if not Examination.objects.filter(pk=examination.pk, cleared_on=None).update(**facts):
        raise ValidationError("Việc này đã có kết luận.")
    examination.refresh_from_db()
    history.record(
        "examination.clear", examination, by=by, at=at, label="Ghi kết luận việc xem xét", reason=facts["conclusion"]
    )
