"""Acting on a record: right, duty, reason, blockers, status and history, in one place for every workflow."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from communes import history
from communes.access import Actor, Can
from kit.workflow import Move

# The tones of moves that lead a record on its way.
LEADS_ON = ("primary", "success")


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that an actor may make on a record, with the reasons why it cannot happen yet."""

    move: Move
    blockers: tuple[str, ...]

    def button(self, url: str, **more) -> dict:
        """Return the button of the move for a page; `more` adds to it or replaces what the move says."""
        return {
            "url": url,
            "label": self.move.label,
            "tone": self.move.tone,
            "reason": self.move.needs_reason,
            "blockers": self.blockers,
            **more,
        }


def may_make(move: Move, record, actor: Actor) -> bool:
    """Say whether the actor's roles, own unit and campaign duty allow a move on the record."""
    unit_id = getattr(record, "unit_id", None)
    if move.own_unit and not actor.may_in_own_unit(move.who, unit_id):
        return False
    if not move.own_unit and not actor.may(move.who, unit_id):
        return False
    if move.part is None or actor.user is None:
        return True
    holders = record.holders_of(move.part)
    return not holders or bool(holders & actor.office_ids)


def blockers(move: Move, record) -> list[str]:
    """Return why a move cannot happen yet, in the user's words."""
    return getattr(record, move.guard)() if move.guard else []


def offers(record, actor: Actor) -> list[Offer]:
    """Return the moves that the actor may make from the record's present status, for the page's buttons.

    Those that lead on come first, else they stand as in the table.
    """
    flow = type(record).flow
    moves = flow.moves_from(getattr(record, flow.field_name))
    return [
        Offer(move, tuple(blockers(move, record)))
        for move in sorted(moves, key=lambda move: move.tone not in LEADS_ON)
        if may_make(move, record, actor)
    ]


def act(
    record,
    action: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: dict | None = None,
    against: list[str] | None = None,
    **facts,
) -> Move:
    """Make a move on a record as an actor and write its line of history.

    `facts` are stored on the record with the status; `note` goes into history only; `against` is what the move's guard
    says, where the caller has asked it already. Raises PermissionDenied, or ValidationError with every reason against.
    """
    flow = type(record).flow
    move = flow.lawful(record, action)
    if not may_make(move, record, by):
        raise PermissionDenied
    reason = reason.strip()
    if move.needs_reason and not reason:
        raise ValidationError(f"{move.label}: hãy ghi rõ lý do.")
    if problems := blockers(move, record) if against is None else against:
        raise ValidationError(problems)
    old = getattr(record, flow.field_name)
    with transaction.atomic():
        flow.move(record, action, **facts)
        history.record(
            f"{record._meta.model_name}.{action}",
            record,
            by=by,
            at=at,
            label=move.done or move.label,
            reason=reason,
            from_status=old,
            to_status=move.target,
            **(note or {}),
        )
    return move


def demand(can: Can, record, *, by: Actor, part: str | None = None, own_unit: bool = False) -> None:
    """Raise PermissionDenied unless the actor may do something to a record that moves no status."""
    wish = Move(action="", label="", sources=(), target="", who=can, part=part, own_unit=own_unit)
    if not may_make(wish, record, by):
        raise PermissionDenied
