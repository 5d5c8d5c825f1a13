"""What waits for an actor, computed from states: the tasks of the home page."""

from datetime import datetime

from communes.access import Actor
from reports.waiting import awards, campaigns, council, decisions, letters
from reports.waiting.results import lately_told
from reports.waiting.tasks import Group, Task

__all__ = ["Group", "Task", "groups", "lately_told"]

SOURCES = (*council.VOTING, *campaigns.SOURCES, *awards.SOURCES, *council.SOURCES, *decisions.SOURCES, *letters.SOURCES)


def groups(actor: Actor, *, at: datetime) -> list[Group]:
    """Return what waits for the actor now, for each capability held."""
    found = []
    for can, title, source in SOURCES:
        if actor.may(can):
            tasks, total = source(actor, at)
            if total:
                found.append(Group(title, tuple(tasks), total))
    return found
