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


def before(day: date, days: int) -> date:
    """Return the day some days earlier; a Saturday or Sunday becomes the Friday."""
    earlier = day - timedelta(days=days)
    return earlier - timedelta(days=max(0, earlier.weekday() - 4))


class Timeline:
    """Acts with their day and hour."""

    def __init__(self):
        """Begin with nothing."""
        self._acts: list[tuple[date, int, int, Act]] = []

    def at(self, day: date, act: Act, *, hour: int = 9) -> None:
        """Enter an act; acts of one hour follow each other in the order they were entered."""
        self._acts.append((day, hour, len(self._acts), act))

    def play(self) -> None:
        """Do everything, the earliest first, the acts of one hour two minutes apart."""
        same, minute = None, 0
        for day, hour, _, act in sorted(self._acts, key=lambda each: each[:3]):
            minute = min(minute + 2, 59) if (day, hour) == same else 3
            same = (day, hour)
            act(moment(day, hour, minute))
