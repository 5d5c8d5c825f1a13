"""Whole numbers as an address or a form sends them."""

from collections.abc import Iterable

# No key and no year has more digits; every database holds so many, and Python reads them at once.
LONGEST = 18


def number(text: str, otherwise: int | None = None) -> int | None:
    """Return the number that a text of digits is; `otherwise` for other texts and for more digits than a key has."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else otherwise


def year(text: str, known: range, present: int) -> int:
    """Return the year that a text names; the present one where it names none that is known."""
    asked = number(text)
    return asked if asked in known else present


def numbers(texts: Iterable[str]) -> list[int]:
    """Return the numbers among some texts, each once, in their order."""
    found = map(number, texts)
    return list(dict.fromkeys(each for each in found if each is not None))
