"""Where somebody may go after signing in besides communes: apps above this one add their ways in when they start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from communes.models import User


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: its words and its address."""

    label: str
    url: str


_WAYS: list[Callable[[User, date], list[Door]]] = []


def register(ways: Callable[[User, date], list[Door]]) -> None:
    """Let a function say which doors are open to a user on a date."""
    _WAYS.append(ways)


def doors(user: User, on: date) -> list[Door]:
    """Return the doors that are open to a user on a date."""
    return [door for ways in _WAYS for door in ways(user, on)]
