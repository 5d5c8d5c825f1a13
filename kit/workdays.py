"""Working days: the week, what is off beside its ends, and the weekend days on which one works; pure functions only."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """The days off beside Saturdays and Sundays, and the days worked although they would be off."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Say whether one works on a day."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def on_or_before(self, day: date) -> date:
        """Return the day itself if one works on it, else the last working day before."""
        while not self.is_working_day(day):
            day -= DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Return the day itself if one works on it, else the next working day."""
        while not self.is_working_day(day):
            day += DAY
        return day
