"""Lists of acts as people read them: the same act of the same person again and again is one line with its count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

WITHIN = timedelta(hours=1)
# What has to be the same in every line of a run: whatever a list shows of an act, but its time.
SAME = (
    "action", "text", "label", "who", "actor_name", "acting_as", "reason", "record_type", "record_id", "record_title",
    "unit_id", "from_status", "to_status",
)  # fmt: skip


@dataclass(slots=True)
class Run:
    """The latest of some lines that tell the same, how many they are, and when the first of them was written."""

    line: object
    count: int
    since: datetime | None
    until: datetime | None

    @property
    def times(self) -> str:
        """How often and from when to when, "7 lần, 08:10–08:42"; nothing for an act done once."""
        if self.count < 2:
            return ""
        first, last = f"{self.since:%H:%M}", f"{self.until:%H:%M}"
        return f"{self.count} lần, {first}–{last}" if first != last else f"{self.count} lần, {last}"


def told(line, name: str):
    """Return what a line, a dictionary or a record, tells under a name."""
    return line.get(name) if isinstance(line, dict) else getattr(line, name, None)


def runs(lines: Iterable) -> list[Run]:
    """Return lines, the latest first, with runs of the same act within an hour of one day gathered; none is lost."""
    found: list[Run] = []
    for line in lines:
        at = told(line, "at") or told(line, "when")
        at = timezone.localtime(at) if at and timezone.is_aware(at) else at
        last = found[-1] if found else None
        if last and at and last.until and _near(at, last.until) and _same(line, last.line):
            last.count, last.since = last.count + 1, at
        else:
            found.append(Run(line, 1, at, at))
    return found


def _near(at: datetime, until: datetime) -> bool:
    """Say whether a moment lies within the hour before the latest of a run, on the same day."""
    return at.date() == until.date() and timedelta(0) <= until - at <= WITHIN


def _same(one, other) -> bool:
    """Say whether two lines tell the same act of the same person on the same record, with the same changes."""
    facts, others = told(one, "facts") or {}, told(other, "facts") or {}
    same_changes = facts.get("changes") == others.get("changes")
    return same_changes and all(told(one, name) == told(other, name) for name in SAME)
