"""What waits for an actor, computed from states: the tasks of the home page."""

from datetime import datetime

from communes.access import Actor
from reports.waiting import awards, campaigns, council, decisions, field_work, letters, offices
from reports.waiting.kept import totals
from reports.waiting.results import lately_told
from reports.waiting.tasks import SHOWN, Group, Source, Task, open_to

__all__ = ["SOURCES", "Group", "Task", "gathered", "groups", "lately_told", "register", "sources"]

SOURCES = (
    *council.VOTING, *campaigns.SOURCES, *awards.SOURCES, *council.SOURCES, *decisions.SOURCES, *letters.SOURCES,
    *field_work.SOURCES, *offices.SOURCES,
)  # fmt: skip
# What apps above this one add when they are ready.
_ABOVE: list[Source] = []


def register(source: Source) -> None:
    """Let an app above this one add what waits for somebody."""
    _ABOVE.append(source)


def sources() -> tuple[Source, ...]:
    """Return every source, those of the apps above last."""
    return (*SOURCES, *_ABOVE)


def groups(actor: Actor, *, at: datetime) -> list[Group]:
    """Return what waits for the actor now, for each capability held."""
    return gathered(sources(), actor, at=at)


def gathered(sources: tuple[Source, ...], actor: Actor, *, at: datetime) -> list[Group]:
    """Return the tasks of some sources for each capability held, those of one heading together."""
    found: dict[str, Group] = {}
    asked = [(source, *source.find(actor, at)) for source in open_to(actor, sources)]
    for (source, rows, task), total in zip(asked, totals(actor, [rows for _, rows, _ in asked]), strict=True):
        if total:
            tasks = [task(row) for row in rows[:SHOWN]]
            known = found.get(source.title, Group(source.title, (), 0, source.page))
            found[source.title] = Group(
                source.title, (*known.tasks, *tasks)[:SHOWN], known.total + total, source.page
            )  # fmt: skip
    return list(found.values())
