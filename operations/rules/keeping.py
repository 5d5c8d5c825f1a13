"""Which archives stay: the newest of each of the last days, weeks and months."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months with an archive are kept, the present ones counted."""

    days: int
    weeks: int
    months: int

    @classmethod
    def read(cls, words: str) -> "Keep":
        """Read "7,4,12" as days, weeks, months; raise ValueError for anything else, or where nothing would be kept."""
        given = [word.strip() for word in words.split(",")]
        numbers = [int(word) for word in given if word.isascii() and word.isdigit()]
        if len(given) != 3 or len(numbers) != 3 or not any(numbers):
            raise ValueError("Số bản giữ lại (BACKUP_KEEP, --keep) phải là ba số ngày, tuần, tháng, ví dụ 7,4,12.")
        return cls(*numbers)


def to_remove(archives: Mapping[int, datetime], keep: Keep) -> list[int]:
    """Return the keys of the archives that need not stay, the oldest first; moments are local.

    Of each of the last `days` calendar days on which there is an archive its newest stays, likewise for ISO weeks and
    months. Days without an archive count for nothing, so a machine that was off for a month loses nothing by it.
    """
    newest_first = sorted(archives, key=lambda key: (archives[key], key), reverse=True)
    kept = (
        _newest_of_each(newest_first, keep.days, lambda key: archives[key].date())
        | _newest_of_each(newest_first, keep.weeks, lambda key: archives[key].isocalendar()[:2])
        | _newest_of_each(newest_first, keep.months, lambda key: (archives[key].year, archives[key].month))
    )
    return [key for key in reversed(newest_first) if key not in kept]


def _newest_of_each(newest_first: Iterable[int], number: int, period) -> set[int]:
    """Return the newest key of each of the last periods that have one."""
    found: dict[object, int] = {}
    for key in newest_first:
        if period(key) not in found and len(found) < number:
            found[period(key)] = key
    return set(found.values())
