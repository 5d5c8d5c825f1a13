"""The plan's priorities that apply to a nomination, stated by the standing agency with a word why (DS-10)."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.models import Nomination, PriorityClaim
from campaigns.planfile.schema import Statement
from campaigns.planfile.words import Part
from communes import history
from communes.access import Actor, Can
from communes.acting import demand, may_make
from kit.workflow import Move

# From its receipt until it is decided; before that the dossier is the unit's, after it the order is past.
OPEN = ("submitted", "under_appraisal", "eligible", "on_agenda", "deferred", "recommended", "reserve")


def may_state(nomination: Nomination, actor: Actor) -> bool:
    """Say whether the actor belongs to the appraising body and the nomination is still to be decided."""
    wish = Move(action="", label="", sources=(), target="", who=Can.APPRAISE, part=Part.APPRAISES)
    return nomination.status in OPEN and may_make(wish, nomination, actor)


@transaction.atomic
def state(nomination: Nomination, notes: Mapping[int, str], *, by: Actor, at: datetime) -> None:
    """Set which of the plan's priorities apply to a nomination: by their place in the plan, each with its ground."""
    demand(Can.APPRAISE, nomination, by=by, part=Part.APPRAISES)
    if nomination.status not in OPEN:
        raise ValidationError(
            f"Hồ sơ đang ở trạng thái “{nomination.get_status_display()}”; không ghi diện ưu tiên được."
        )
    wanted = _wanted(nomination, notes)
    present = {each.statement: each for each in nomination.priority_claims.all()}
    for statement, claim in present.items():
        if statement not in wanted:
            claim.delete()
            _tell(nomination, "Bỏ diện ưu tiên", statement, claim.note, by, at)
    for text, (statement, note) in wanted.items():
        claim = present.get(text)
        if claim and claim.note == note:
            continue
        facts = {"clause": statement.clause, "note": note, "stated_at": at, "stated_by": by.name}
        PriorityClaim.objects.update_or_create(nomination=nomination, statement=text, defaults=facts)
        _tell(nomination, "Ghi diện ưu tiên", text, note, by, at)


def _wanted(nomination: Nomination, notes: Mapping[int, str]) -> dict[str, tuple[Statement, str]]:
    """Return the claimed statements of the plan with their grounds; refuse unknown ones and empty grounds."""
    known = nomination.plan.priorities
    if any(index not in range(len(known)) for index in notes):
        raise ValidationError("Kế hoạch không có diện ưu tiên này. Hãy tải lại trang.")
    if bare := [known[index].text for index, note in notes.items() if not note.strip()]:
        raise ValidationError([f"“{text}”: hãy ghi căn cứ." for text in bare])
    return {known[index].text[:500]: (known[index], note.strip()) for index, note in notes.items()}


def _tell(nomination: Nomination, label: str, statement: str, note: str, by: Actor, at: datetime) -> None:
    """Write one line into the nomination's history."""
    history.record("nomination.priority", nomination, by=by, at=at, label=label, statement=statement, note=note)
