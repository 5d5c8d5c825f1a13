"""What happens when: acts are entered in any order and played in the order of their moments."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
Act = Callable[[datetime], object]


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day."""
    return datetime.combine(day, time(hour, minute), HERE)


def after(day: date, days: int) -> date:
    """Return the day some days later; a Saturday or Sunday becomes the Monday."""
    later = day + timedelta(days=days)
    return later + timedelta(days=max(0, 7 - later.weekday()) if later.weekday() > 4 else 0)


class Timeline:
    """Acts with their moments."""

    def __init__(self):
        """Begin with nothing."""
        self._acts: list[tuple[datetime, int, Act]] = []

    def at(self, day: date, act: Act, *, hour: int = 9) -> None:
        """Enter an act; acts of one hour follow each other some minutes apart in the order they were entered."""
        place = len(self._acts)
        self._acts.append((moment(day, hour, place * 7 % 60), place, act))

    def play(self) -> None:
        """Do everything, the earliest first."""
        for when, _, act in sorted(self._acts, key=lambda each: each[:2]):
            act(when)
