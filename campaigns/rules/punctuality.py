"""Reports complete and on time, computed from a unit's own record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.rules.results import MET, UNKNOWN, UNMET

HANDED_IN = ("submitted", "received", "accepted")


@dataclass(frozen=True, slots=True)
class Due:
    """One obligation of a unit: its status, when it becomes late, whether it was handed in late."""

    status: str
    late_from: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A unit's record: how many reports were owed, handed in on time, late, and not at all."""

    owed: int
    on_time: int
    late: int
    missing: int

    @property
    def outcome(self) -> str:
        """Whether reports were complete and on time; unknown while nothing was handed in or missed."""
        if self.late or self.missing:
            return UNMET
        return MET if self.on_time else UNKNOWN


def record_of(dues: Sequence[Due], at: datetime) -> Record:
    """Count a unit's obligations at a moment; waived ones are not owed, a returned one is not handed in (HP-06)."""
    owed = [due for due in dues if due.status != "waived"]
    handed_in = [due for due in owed if due.status in HANDED_IN]
    still_out = [due for due in owed if due.status not in HANDED_IN]
    return Record(
        owed=len(owed),
        on_time=sum(not due.late for due in handed_in),
        late=sum(due.late for due in handed_in),
        missing=sum(due.late_from is not None and due.late_from <= at for due in still_out),
    )


def stays_late(*, late_now: bool, was_returned: bool, was_late: bool) -> bool:
    """Say whether a report counts as late: one that first came late stays so when it comes back mended."""
    return late_now or (was_returned and was_late)
