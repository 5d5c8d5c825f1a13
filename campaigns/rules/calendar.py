"""Deadlines of a plan into moments: when something becomes late (Asia/Ho_Chi_Minh)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaigns.planfile.schema import PlanDeadline, PlanDocument
from campaigns.planfile.words import DeadlineKind

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Due:
    """One dated (or still undated) obligation of a campaign: its deadline, the year it stands for, its moment."""

    deadline: PlanDeadline
    year: int | None
    late_from: datetime | None


def late_from(day: date, *, inclusive: bool) -> datetime:
    """Return the first late moment: the start of the day itself ("trước ngày"), or of the next ("chậm nhất ngày")."""
    return datetime.combine(day + timedelta(days=1) if inclusive else day, time.min, HERE)


def last_day(moment: datetime) -> date:
    """Return the last day that is in time before a late moment."""
    return (moment - timedelta(microseconds=1)).astimezone(HERE).date()


def is_late(at: datetime, first_late_moment: datetime | None) -> bool:
    """Say whether a moment is late; without a date nothing is."""
    return first_late_moment is not None and at >= first_late_moment


def dues(plan: PlanDocument, *, starts_on: date, ends_on: date) -> list[Due]:
    """Return every due date of a plan's term: one for each year of a yearly deadline that falls inside it."""
    return [due for deadline in plan.deadlines for due in _dues_of(deadline, starts_on, ends_on)]


def _dues_of(deadline: PlanDeadline, starts_on: date, ends_on: date) -> list[Due]:
    """Return the due dates of one deadline."""
    if deadline.kind == DeadlineKind.YEARLY:
        days = [date(year, deadline.month, deadline.day) for year in range(starts_on.year, ends_on.year + 1)]
        return [
            Due(deadline, day.year, late_from(day, inclusive=deadline.inclusive))
            for day in days
            if starts_on <= day <= ends_on
        ]
    if deadline.kind == DeadlineKind.ON_DATE:
        return [Due(deadline, None, late_from(deadline.on, inclusive=deadline.inclusive))]
    if deadline.kind == DeadlineKind.END_OF_CAMPAIGN:
        return [Due(deadline, None, late_from(ends_on, inclusive=True))]
    return [Due(deadline, None, None)]
