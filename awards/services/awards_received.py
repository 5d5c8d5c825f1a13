"""What a person or unit has been awarded: the commune's own decisions and awards from elsewhere or earlier."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from awards.models import DecisionLine, EarlierAward, Nomination
from awards.services import book
from communes.access import Actor
from communes.models import Person, Unit
from kit.vietnamese import vn_date


@dataclass(frozen=True, slots=True)
class PastAward:
    """One award received; `line` is its line in the commune's award book, None for one recorded by hand."""

    title: str
    merit: str
    authority: str
    decision: str
    on: date
    standing: str
    in_force: bool
    published: bool
    line: DecisionLine | None = None
    source: str = "Ghi từ hồ sơ cũ"


def award_history(nomination: Nomination, actor: Actor) -> list[PastAward]:
    """Return what the nominee has been awarded as far as the actor may know, the latest first."""
    found = awards_of(person=nomination.person, unit=nomination.collective, actor=actor)
    return [each for each in found if each.line is None or each.line.nomination_id != nomination.pk]


def awards_of(*, person: Person | None = None, unit: Unit | None = None, actor: Actor) -> list[PastAward]:
    """Return what a person, or a unit as a body, has been awarded as far as the actor may know, the latest first."""
    who = Q(nomination__person=person) if person else Q(nomination__collective=unit)
    lines = book.lines(actor).filter(who, about=None)
    recorded = EarlierAward.objects.of_subject(person=person, unit=unit)
    found = [*map(_from_line, lines), *map(_recorded, recorded)]
    return sorted(found, key=lambda each: (each.on, each.decision), reverse=True)


def _from_line(line: DecisionLine) -> PastAward:
    """Return a line of `book.lines`, standing as its reader may know it."""
    decision, standing = line.decision, book.standing_of(line)
    return PastAward(
        title=str(line.get_award_display()),
        merit=line.citation,
        authority=f"Chủ tịch {decision.commune.committee}",
        decision=f"Quyết định số {decision.number_words} ngày {vn_date(decision.issued_on)}",
        on=decision.issued_on,
        standing=str(DecisionLine.Standing(standing).label),
        in_force=standing != "revoked",
        published=decision.published_at is not None,
        line=line,
    )


def _recorded(row: EarlierAward) -> PastAward:
    """Return an award recorded by hand."""
    return PastAward(
        title=row.title,
        merit=row.merit,
        authority=row.authority,
        decision=f"Quyết định số {row.decision_number} ngày {vn_date(row.decision_on)}",
        on=row.decision_on,
        standing="",
        in_force=True,
        published=True,
        **({"source": row.source} if row.source else {}),
    )
