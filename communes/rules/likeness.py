"""Whether two entries of a name mean the same person or unit."""

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from kit.vietnamese import fold

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class Likeness(IntEnum):
    """How much speaks for one and the same person."""

    NONE = 0
    NAMESAKE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says of a person; empty where it says nothing."""

    name: str
    birth_year: int | None = None
    unit: int | None = None
    gender: str = ""


def spelling(text: str) -> str:
    """Return a text as it sounds: "Hòa" and "Hoà", composed or not, in capitals or not, are spelled alike."""
    return " ".join(_syllable(each) for each in unicodedata.normalize("NFD", text.casefold()).split())


def _syllable(letters: str) -> str:
    """Return the letters of a syllable, its tones behind them."""
    return "".join(each for each in letters if each not in _TONES) + "".join(
        sorted(each for each in letters if each in _TONES)
    )


def alike(one: Entry, other: Entry) -> Likeness:
    """Say how likely two entries are one person: by name without marks, then by birth year, unit and gender.

    A birth year or a gender that differs leaves a namesake; nobody is ever the same without being asked about.
    """
    if not fold(one.name) or fold(one.name) != fold(other.name):
        return Likeness.NONE
    if _differ(one.birth_year, other.birth_year) or _differ(one.gender, other.gender):
        return Likeness.NAMESAKE
    years, units = _agree(one.birth_year, other.birth_year), _agree(one.unit, other.unit)
    if years and units and spelling(one.name) == spelling(other.name):
        return Likeness.SURE
    return Likeness.LIKELY if years or units else Likeness.NAMESAKE


def _differ(one, other) -> bool:
    """Say whether both are known and not the same."""
    return bool(one and other and one != other)


def _agree(one, other) -> bool:
    """Say whether both are known and the same."""
    return bool(one and other and one == other)


def nearest(name: str, names: dict[str, str]) -> str:
    """Return the name (of folded → name) that somebody may have meant; "" where none is near."""
    found = get_close_matches(fold(name)[:200], list(names), n=1, cutoff=0.75)
    return names[found[0]] if found else ""
