"""What waits for an actor, computed from states: the tasks of the home page."""

from datetime import datetime

from communes.access import Actor
from reports.waiting import awards, campaigns, council, decisions, field_work, letters, offices
from reports.waiting.results import lately_told
from reports.waiting.tasks import SHOWN, Group, Source, Task, open_to

__all__ = ["SOURCES", "Group", "Task", "gathered", "groups", "lately_told"]

SOURCES = (
    *council.VOTING, *campaigns.SOURCES, *awards.SOURCES, *council.SOURCES, *decisions.SOURCES, *letters.SOURCES,
    *field_work.SOURCES, *offices.SOURCES,
)  # fmt: skip


def groups(actor: Actor, *, at: datetime) -> list[Group]:
    """Return what waits for the actor now, for each capability held."""
    return gathered(SOURCES, actor, at=at)


def gathered(sources: tuple[Source, ...], actor: Actor, *, at: datetime) -> list[Group]:
    """Return the tasks of some sources for each capability held, those of one heading together."""
    found: dict[str, Group] = {}
    for source in open_to(actor, sources):
        rows, task = source.find(actor, at)
        if total := rows.count():
            tasks = [task(row) for row in rows[:SHOWN]]
            known = found.get(source.title, Group(source.title, (), 0, source.page))
            found[source.title] = Group(
                source.title, (*known.tasks, *tasks)[:SHOWN], known.total + total, source.page
            )  # fmt: skip
    return list(found.values())
