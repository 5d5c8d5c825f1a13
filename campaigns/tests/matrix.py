"""Every state × action × role of a workflow, and who of the cast is let through: the ground of the flow tests.

The record under test belongs to Phòng Kinh tế ("economy") in a campaign made by `factories.make_campaign(cast)`.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.tests.factories import HOLDERS
from communes.access import GRANTS, Actor
from communes.models import UNIT_ROLES
from communes.tests.factories import PEOPLE, Cast
from kit.workflow import Move, Unlawful

UNIT = "economy"


def allowed(move: Move | None, part_of_cast: str, holders=HOLDERS) -> bool:
    """Say whether the table lets one of the cast make a move on a record of Phòng Kinh tế."""
    if move is None:
        return False
    _, role, unit, _ = PEOPLE[part_of_cast]
    if move.who not in GRANTS[role]:
        return False
    if role in UNIT_ROLES and unit != UNIT:
        return False
    if move.own_unit and role not in UNIT_ROLES:
        return False
    return move.part is None or unit in holders[move.part]


def flow_matrix(model, holders=HOLDERS) -> list[tuple[str, str, str, bool]]:
    """Return (status, action, role, allowed) for every status × action × part of the cast.

    `role` is a key of the cast (`cast.actor(role)`); "other_head" is the head of a unit that is not the record's.
    """
    actions = list(dict.fromkeys(move.action for move in model.flow.moves))
    return [
        (status, action, part, allowed(model.flow.find(status, action), part, holders))
        for status in model.Status.values
        for action in actions
        for part in PEOPLE
    ]


def flow_cases(model, holders=HOLDERS) -> list[tuple[str, str, frozenset[str]]]:
    """Return (status, action, those of the cast who are allowed): the same matrix, one line for all roles."""
    cases: dict[tuple[str, str], set[str]] = {}
    for status, action, part, let_through in flow_matrix(model, holders):
        cases.setdefault((status, action), set()).update({part} if let_through else ())
    return [(status, action, frozenset(parts)) for (status, action), parts in cases.items()]


class _Undo(Exception):
    """Takes back what one of the cast just did."""


def who_can(cast: Cast, perform: Callable[[Actor], object]) -> frozenset[str]:
    """Let each of the cast try and take it back at once; return those who were not refused.

    `perform` fetches the record anew and calls the service. A refusal is PermissionDenied or Unlawful; any other
    error (a guard that the test has not met) goes through.
    """
    through = set()
    for part in PEOPLE:
        actor = cast.actor(part)
        try:
            with transaction.atomic():
                perform(actor)
                raise _Undo
        except _Undo:
            through.add(part)
        except (PermissionDenied, Unlawful):
            continue
    return frozenset(through)
