"""What waits for an actor, computed from states: the tasks of the home page."""

from datetime import datetime

from communes.access import Actor
from reports.waiting import awards, campaigns
from reports.waiting.tasks import Group, Task

__all__ = ["Group", "Task", "groups"]


def groups(actor: Actor, *, at: datetime) -> list[Group]:
    """Return what waits for the actor now, for each capability held."""
    found = []
    for can, title, source in (*awards.VOTING, *campaigns.SOURCES, *awards.SOURCES):
        if actor.may(can):
            tasks, total = source(actor, at)
            if total:
                found.append(Group(title, tuple(tasks), total))
    return found
