"""A task of the home page, and where tasks come from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from communes.access import Actor, Can

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: verb and object, what it is about, the last day, where to do it."""

    title: str
    action: str
    url: str
    meta: str = ""
    due: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one sort, the most pressing first, with how many there are in all."""

    title: str
    tasks: tuple[Task, ...]
    total: int


# Who is asked, under which heading, and what finds (the first tasks, how many there are).
Source = tuple[Can, str, Callable[[Actor, datetime], tuple[Iterator[Task], int]]]
