"""Rules with dates: which value holds on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything that holds from a day until the end of another, or without end."""

    valid_from: date
    valid_to: date | None


Value = TypeVar("Value", bound=Dated)


def in_force(values: Iterable[Value], on: date) -> Value | None:
    """Return the value in force on a day: of those that cover it, the one that began last."""
    covering = [
        value for value in values if value.valid_from <= on and (value.valid_to is None or on <= value.valid_to)
    ]
    return max(covering, key=lambda value: value.valid_from, default=None)
