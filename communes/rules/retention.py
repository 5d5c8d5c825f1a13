"""Terms after which personal data are erased: days counted in months, and what stands for a set of rows."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

SHORTEST, LONGEST = 1, 840


def day_before(on: date, months: int) -> date:
    """Return the day so many months before another; in a shorter month its last day."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def mark_of(key: str, rows: Iterable[int]) -> str:
    """Return what stands for rows that were shown, so that no others are erased in their place."""
    return sha256(f"{key}:{','.join(map(str, sorted(rows)))}".encode()).hexdigest()[:24]


def in_words(months: int) -> str:
    """Write a term: "18 tháng", "10 năm"."""
    return f"{months // 12} năm" if months % 12 == 0 else f"{months} tháng"
