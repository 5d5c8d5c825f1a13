"""Which reminders of one thing owed are due: its state, its last day and today in, what is planned, sent, dropped out.

The law: nobody is reminded of what is done, waived or closed; nothing is sent twice for the same thing, kind and day;
of one thing at most one reminder leaves on a day; nothing leaves on a day off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kit.workdays import Workdays

# How long after its day a reminder still leaves where the machine was off on that day.
CATCH_UP = timedelta(days=7)
# How far ahead the next reminder is planned.
AHEAD = timedelta(days=31)

PASSED = "Đã qua ngày nhắc."
MOVED = "Thời hạn hoặc cách nhắc đã thay đổi."


class Kind(StrEnum):
    """When a reminder stands, seen from the last day."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a commune reminds: so many days before, then every so many days after, so many times; 0 for not at all."""

    before: int = 5
    every: int = 3
    times: int = 5


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One reminder: the day on which it leaves, its kind, the day for which it stands."""

    leaves_on: date
    kind: Kind
    day: date

    @property
    def key(self) -> tuple[Kind, date]:
        """What makes two reminders of one thing the same."""
        return self.kind, self.day


@dataclass(frozen=True, slots=True)
class Known:
    """A reminder that stands already: planned, sent or dropped, and when it left or leaves."""

    status: str
    leaves_on: date


@dataclass(frozen=True, slots=True)
class Night:
    """What one night does about one thing owed: plan the next reminder, send one, drop those planned with reasons."""

    plan: Due | None = None
    send: Due | None = None
    drop: tuple[tuple[tuple[Kind, date], str], ...] = ()


def schedule(last_day: date, *, terms: Terms, workdays: Workdays) -> list[Due]:
    """Return the reminders of a last day in the order in which they leave, no two of them on one day.

    What would leave on a day off leaves on the working day before. Of several that leave together the last one stands;
    one that tells of a day missed never leaves before that day is over.
    """
    days = [(Kind.BEFORE, last_day - timedelta(days=terms.before))] if terms.before else []
    days.append((Kind.ON, last_day))
    if terms.every:
        days += [(Kind.AFTER, last_day + timedelta(days=terms.every * count)) for count in range(1, terms.times + 1)]
    leaving: dict[date, Due] = {}
    for kind, day in days:
        leaves_on = workdays.on_or_before(day)
        if kind != Kind.AFTER or leaves_on > last_day:
            leaving[leaves_on] = Due(leaves_on, kind, day)
    return sorted(leaving.values())


def night(
    last_day: date | None, known: Mapping[tuple[Kind, date], Known], *, closed: str, today: date, terms: Terms,
    workdays: Workdays,
) -> Night:  # fmt: skip
    """Say what to do tonight about one thing; `closed` tells why it is owed no longer, empty while it is owed."""
    planned = {key for key, each in known.items() if each.status == "planned"}
    if closed or last_day is None:
        return Night(drop=tuple((key, closed or MOVED) for key in sorted(planned)))
    wanted = schedule(last_day, terms=terms, workdays=workdays)
    sent = {key for key, each in known.items() if each.status == "sent"}
    latest = _latest(wanted, last_day, today)
    free = workdays.is_working_day(today) and not _left_today(known, today)
    ahead = [each for each in wanted if today < each.leaves_on <= today + AHEAD and each.key not in sent]
    plan = ahead[0] if ahead else None
    kept = {each.key for each in (plan, latest) if each}
    passed = {each.key for each in wanted if each.leaves_on <= today}
    old = known.get(plan.key) if plan else None
    same = old is not None and (old.status, old.leaves_on) == ("planned", plan.leaves_on)
    return Night(
        plan=None if same else plan,
        send=latest if latest and free and latest.key not in sent else None,
        drop=tuple((key, PASSED if key in passed else MOVED) for key in sorted(planned - kept)),
    )


def _latest(wanted: list[Due], last_day: date, today: date) -> Due | None:
    """Return the reminder that stands today: the last whose day has come, while what it says is still true."""
    come = [each for each in wanted if each.leaves_on <= today]
    if not come or today - come[-1].leaves_on > CATCH_UP:
        return None
    latest = come[-1]
    return latest if latest.kind == Kind.AFTER or today <= last_day else None


def _left_today(known: Mapping[tuple[Kind, date], Known], today: date) -> bool:
    """Say whether a reminder of this thing has left today."""
    return any(each.status == "sent" and each.leaves_on == today for each in known.values())
