"""Several records at once: why a move cannot happen on one of those that somebody chose."""

from django.core.exceptions import ValidationError

from communes.access import Actor
from communes.acting import blockers, may_make
from kit.bulk import NO_RIGHT


def reasons(record, action: str, *, by: Actor) -> tuple[str, ...]:
    """Return why the actor cannot make a move on a record: its status, the actor's rights, its blockers."""
    flow = type(record).flow
    try:
        move = flow.lawful(record, action)
    except ValidationError as problem:
        return tuple(problem.messages)
    if not may_make(move, record, by):
        return (NO_RIGHT,)
    return tuple(blockers(move, record))
