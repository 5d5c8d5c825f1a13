"""Outside indices against last year: what changed, and whether for the better (DT-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

BETTER, WORSE, SAME, UNKNOWN = "better", "worse", "same", "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an index showed in one year; rank 1 is the best."""

    value: Decimal | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a year stands against the year before; `rank_change` counts places gained, negative ones lost."""

    value_change: Decimal | None
    value_verdict: str
    rank_change: int | None
    rank_verdict: str

    @property
    def verdict(self) -> str:
        """The verdict on the whole: the value's, or the rank's where no value can be compared."""
        return self.value_verdict if self.value_verdict != UNKNOWN else self.rank_verdict


def comparison(readings: Mapping[int, Reading], year: int, *, higher_is_better: bool = True) -> Comparison:
    """Compare an index's year with the year before; what one of the two lacks is unknown, never zero."""
    this, last = readings.get(year, Reading()), readings.get(year - 1, Reading())
    value_change = None if this.value is None or last.value is None else this.value - last.value
    rank_change = None if this.rank is None or last.rank is None else last.rank - this.rank
    return Comparison(
        value_change=value_change,
        value_verdict=_verdict(value_change, higher_is_better),
        rank_change=rank_change,
        rank_verdict=_verdict(rank_change, True),
    )


def _verdict(change: Decimal | int | None, more_is_better: bool) -> str:
    """Say whether a change is for the better."""
    if change is None:
        return UNKNOWN
    if change == 0:
        return SAME
    return BETTER if (change > 0) == more_is_better else WORSE
