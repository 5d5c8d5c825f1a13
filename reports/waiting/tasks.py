"""A task of the home page, and where tasks come from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Model, QuerySet

from communes.access import Actor, Can
from kit.vietnamese import vn_date

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: verb and object, what it is about, the last day in words, where to do it.

    `last_day` is the day by which it has to be done, where there is one; `waits_for` names who does it, where that is
    somebody else. `url` shows the record; the work is done at `work_url` where it has a page of its own, and begun by a
    press that `act_url` takes, where it asks nothing and leads on to the work.
    """

    title: str
    action: str
    url: str
    meta: str = ""
    due: str = ""
    tone: str = "plain"
    last_day: date | None = None
    waits_for: str = ""
    work_url: str = ""
    act_url: str = ""

    @property
    def about(self) -> str:
        """What it is about, and who is awaited."""
        return " · ".join(filter(None, [f"Chờ {self.waits_for}" if self.waits_for else "", self.meta]))


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one sort, the most pressing first, with how many there are in all and the page that lists them."""

    title: str
    tasks: tuple[Task, ...]
    total: int
    page: str = ""


# The rows that wait, the most pressing first, and the task that each of them is.
Found = tuple[QuerySet, Callable[[Model], Task]]


class Source(NamedTuple):
    """Who is asked, under which heading, what finds the rows, and the entry of the menu that counts them."""

    can: Can
    title: str
    find: Callable[[Actor, datetime], Found]
    page: str = ""


def by_the_day(due_on: date, today: date) -> str:
    """Say by which day something has to be done, or which day has passed."""
    return f"Quá hạn từ {vn_date(due_on)}" if due_on < today else f"Chậm nhất {vn_date(due_on)}"


def open_to(actor: Actor, sources: Iterable[Source]) -> Iterator[Source]:
    """Yield the sources of whose capabilities the actor holds one, each once."""
    seen = set()
    for source in sources:
        if source.find not in seen and actor.may(source.can):
            seen.add(source.find)
            yield source
