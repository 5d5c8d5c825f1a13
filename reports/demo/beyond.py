"""What apps above this one add to the demo; they enter it when they start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addition:
    """A piece of the demo: `fill` makes it over the communes of some addresses with the digest of the password and
    says what it made; `sign_ins` yields where, role and user name of its accounts, as far as it is there."""

    fill: Callable[[list[str], str], str]
    sign_ins: Callable[[], Iterator[tuple[str, str, str]]]


ADDITIONS: list[Addition] = []
