"""What is known of people and units year by year: ratings, grades, ranks, years that count, earlier awards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.models import Assessment, EarlierAward, Nomination
from awards.rules.eligibility import leaf_nodes
from awards.services.examinations import (
    change_discipline,
    clear_examination,
    ensure_keeper,
    record_discipline,
    record_examination,
)
from awards.services.initiatives import (
    change_initiative,
    recognise,
    record_initiative,
    refuse_initiative,
)
from awards.services.local_rules import confirm_dossier_rule, set_dossier_rule, set_threshold, thresholds_asked
from campaigns.models import Campaign
from campaigns.planfile.words import LeafKind
from communes import history
from communes.access import Actor
from communes.models import Person, Unit
from communes.services import changes
from kit.vietnamese import nfc

__all__ = [
    "Line", "Measure", "change_assessment", "change_discipline", "change_earlier_award", "change_initiative",
    "clear_assessment", "clear_examination", "confirm_dossier_rule", "make_official", "measures", "recognise",
    "record_assessment", "record_discipline", "record_earlier_award", "record_examination", "record_initiative",
    "record_sheet", "refuse_initiative", "resting_on", "set_dossier_rule", "set_threshold", "thresholds_asked",
]  # fmt: skip

Kind = Assessment.Kind
KIND_OF_LEAF = {
    LeafKind.RATING: Kind.RATING,
    LeafKind.GRADE: Kind.GRADE,
    LeafKind.RANK: Kind.RANK,
    LeafKind.YEARS: Kind.YEAR,
}
RATING_LEVELS = ("Không hoàn thành", "Hoàn thành", "Hoàn thành tốt", "Hoàn thành xuất sắc")
YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Measure:
    """What plans ask to be measured: its kind, its words (none for the yearly rating), the levels it knows."""

    kind: str
    words: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What a sheet says about one person or unit."""

    person: Person | None = None
    unit: Unit | None = None
    level: str = ""
    position: int | None = None
    months_worked: int | None = None
    maternity_months: int = 0
    provisional: bool = False
    document: str = ""


def measures() -> list[Measure]:
    """Return what the plans of the commune's campaigns ask to be measured, the yearly rating first."""
    found: dict[tuple[str, str], list[str]] = {(Kind.RATING, ""): []}
    campaigns = Campaign.objects.exclude(status=Campaign.Status.CANCELLED).prefetch_related("versions").order_by("pk")
    for campaign in campaigns:
        plan = campaign.plan
        rules = (standard.rule for each in plan.rounds for standard in each.standards)
        for node in (node for rule in rules for _, node in leaf_nodes(rule)):
            if node.leaf not in KIND_OF_LEAF or node.change:
                continue
            kind = KIND_OF_LEAF[node.leaf]
            scale = plan.scale(node.scale)
            levels = found.setdefault((kind, "" if kind == Kind.RATING else node.of), [])
            levels += [level for level in (scale.levels if scale else ()) if level not in levels]
    found[Kind.RATING, ""] = found[Kind.RATING, ""] or list(RATING_LEVELS)
    return [Measure(str(kind), words, tuple(levels)) for (kind, words), levels in found.items()]


def _checked(kind: str, measure: str, year: int) -> str:
    """Return the words of what is measured; refuse a year out of reach and a measure that is not named."""
    if year not in YEARS:
        raise ValidationError("Nhập năm gồm bốn chữ số, ví dụ 2026.")
    measure = nfc(" ".join(measure.split()))
    if kind == Kind.RATING:
        return ""
    if not measure:
        raise ValidationError("Hãy chọn nội dung đánh giá theo kế hoạch.")
    return measure


@transaction.atomic
def record_assessment(
    *,
    kind: str,
    year: int,
    unit: Unit | None = None,
    person: Person | None = None,
    measure: str = "",
    level: str = "",
    position: int | None = None,
    months_worked: int = 12,
    maternity_months: int = 0,
    provisional: bool = False,
    document: str = "",
    by: Actor,
    at: datetime,
) -> Assessment:
    """Record one yearly result of a person, or of a unit as a body; a person's counts under the unit of that day."""
    ensure_keeper(by)
    if person is None and unit is None:
        raise ValidationError("Hãy chọn người hoặc đơn vị.")
    row = Assessment(
        commune=by.commune, kind=kind, measure=_checked(kind, measure, year), year=year, person=person,
        unit=person.unit if person else unit, level=level.strip(), position=position, months_worked=months_worked,
        maternity_months=maternity_months, provisional=provisional, document=document.strip(), recorded_at=at,
        recorded_by=by.name,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record("assessment.record", row, by=by, at=at, label="Ghi kết quả đánh giá", result=row.result)
    return row


@transaction.atomic
def change_assessment(assessment: Assessment, *, by: Actor, at: datetime, **values) -> bool:
    """Correct a result; say whether anything changed."""
    ensure_keeper(by)
    changed = changes.apply(assessment, values)
    if changed:
        history.record("assessment.change", assessment, by=by, at=at, label="Sửa kết quả đánh giá", changes=changed)
    return bool(changed)


@transaction.atomic
def make_official(
    assessment: Assessment, *, document: str, level: str = "", position: int | None = None, by: Actor, at: datetime
) -> None:
    """Replace a provisional result by the official one, which may differ, with its paper (DS-18)."""
    ensure_keeper(by)
    if not document.strip():
        raise ValidationError("Hãy ghi văn bản công nhận kết quả chính thức.")
    before, was = assessment.result, assessment.provisional
    facts = {"provisional": False, "document": document.strip()}
    if level.strip():
        facts["level"] = level.strip()
    if position:
        facts["position"] = position
    if not was or not Assessment.objects.filter(pk=assessment.pk, provisional=True).update(**facts):
        raise ValidationError("Kết quả này đã là chính thức.")
    assessment.refresh_from_db()
    history.record(
        "assessment.official", assessment, by=by, at=at, label="Ghi kết quả chính thức", before=before,
        after=assessment.result, reason=facts["document"],
    )  # fmt: skip


@transaction.atomic
def clear_assessment(assessment: Assessment, *, reason: str, by: Actor, at: datetime) -> None:
    """Take out a result that was entered by mistake; history keeps what it said."""
    ensure_keeper(by)
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do bỏ kết quả.")
    history.record(
        "assessment.clear", assessment, by=by, at=at, label="Bỏ kết quả đánh giá", reason=reason.strip(),
        result=assessment.result, document=assessment.document,
    )  # fmt: skip
    assessment.delete()


@transaction.atomic
def record_sheet(
    *, kind: str, year: int, lines: Sequence[Line], measure: str = "", by: Actor, at: datetime
) -> tuple[int, int]:
    """Record a whole list at once; return how many results were added and how many changed. Empty lines say nothing."""
    ensure_keeper(by)
    measure = _checked(kind, measure, year)
    stored = Assessment.objects.filter(kind=kind, year=year, measure=measure).select_related("person", "unit")
    known = {("person", row.person_id) if row.person_id else ("unit", row.unit_id): row for row in stored}
    added = changed = 0
    for line in lines:
        if not _says_something(line, kind):
            continue
        facts = {"provisional": line.provisional, "document": line.document.strip()}
        if kind == Kind.RANK:
            facts["position"] = line.position
        elif kind == Kind.YEAR:
            facts |= {"months_worked": line.months_worked, "maternity_months": line.maternity_months}
        else:
            facts["level"] = line.level.strip()
        row = known.get(("person", line.person.pk) if line.person else ("unit", line.unit.pk))
        if row is None:
            record_assessment(
                kind=kind, year=year, measure=measure, person=line.person, unit=line.unit, by=by, at=at, **facts
            )
            added += 1
        else:
            changed += change_assessment(row, by=by, at=at, **facts)
    return added, changed


def _says_something(line: Line, kind: str) -> bool:
    """Say whether a line of a sheet was filled in."""
    if kind == Kind.RANK:
        return line.position is not None
    return line.months_worked is not None if kind == Kind.YEAR else bool(line.level.strip())


def resting_on(assessment: Assessment) -> Iterable[Nomination]:
    """Return the live nominations of the subject whose verdict still rests on something provisional (DS-18)."""
    who = {"person": assessment.person_id} if assessment.person_id else {"collective": assessment.unit_id}
    return Nomination.objects.live().filter(provisional=True, **who).for_list().order_by("pk")


@transaction.atomic
def record_earlier_award(
    *,
    title: str,
    authority: str,
    decision_number: str,
    decision_on: date,
    unit: Unit | None = None,
    person: Person | None = None,
    award: str = "",
    merit: str = "",
    source: str = "",
    by: Actor,
    at: datetime,
) -> EarlierAward:
    """Record an award that was given before the commune kept its book here, or by another authority.

    `source` says from which old book it was read in; empty for one typed by hand.
    """
    ensure_keeper(by)
    row = EarlierAward(
        commune=by.commune, person=person, unit=person.unit if person else unit, award=award, title=title.strip(),
        merit=merit.strip(), authority=authority.strip(), decision_number=decision_number.strip(),
        decision_on=decision_on, source=source, recorded_at=at, recorded_by=by.name,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record("earlieraward.record", row, by=by, at=at, label="Ghi khen thưởng đã nhận")
    return row


@transaction.atomic
def change_earlier_award(earlier: EarlierAward, *, by: Actor, at: datetime, **values) -> None:
    """Correct an award that was recorded by hand."""
    ensure_keeper(by)
    if changed := changes.apply(earlier, values):
        history.record("earlieraward.change", earlier, by=by, at=at, label="Sửa khen thưởng đã nhận", changes=changed)
