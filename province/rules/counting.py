"""Counting campaigns and awards of communes: by kind, by how long they last, by form and subject."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

# Campaigns are split by how long they last and by mode in reports on emulation; the bounds are those of a system in
# use, not read in the text of Thông tư 02/2023/TT-BNV (forms 0601, 0602.N/BNV-TĐKT): unconfirmed.
BANDS = (
    ("under_1", "Dưới 1 năm", 1),
    ("1_to_3", "Từ 1 đến dưới 3 năm", 3),
    ("3_to_5", "Từ 3 đến dưới 5 năm", 5),
    ("from_5", "Từ 5 năm trở lên", None),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A campaign that was held: where, of which kind, from the first to the last day."""

    commune: int
    kind: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Given:
    """So many awards of one form to one kind of subject in a commune."""

    commune: int
    award: str
    subject: str
    number: int


@dataclass(slots=True)
class Tally:
    """The figures of one commune, or of all together."""

    campaigns: int = 0
    by_kind: Counter = field(default_factory=Counter)
    by_band: Counter = field(default_factory=Counter)
    awards: int = 0
    by_award: Counter = field(default_factory=Counter)
    above: int = 0

    def add(self, other: "Tally") -> None:
        """Add the figures of another tally."""
        self.campaigns += other.campaigns
        self.awards += other.awards
        self.above += other.above
        self.by_kind += other.by_kind
        self.by_band += other.by_band
        self.by_award += other.by_award


def band_of(starts_on: date, ends_on: date) -> str:
    """Return how long a campaign lasts, both days counted: a whole calendar year is one year."""
    after = ends_on + timedelta(days=1)
    years = after.year - starts_on.year - ((after.month, after.day) < (starts_on.month, starts_on.day))
    return next(key for key, _, below in BANDS if below is None or years < below)


def tallied(
    communes: Iterable[int], held: Iterable[Held], given: Iterable[Given], above: Iterable[tuple[int, int]]
) -> dict[int, Tally]:
    """Return the figures of each commune; `above` are the awards of higher authorities by commune."""
    found = {each: Tally() for each in communes}
    for campaign in held:
        tally = found[campaign.commune]
        tally.campaigns += 1
        tally.by_kind[campaign.kind] += 1
        tally.by_band[band_of(campaign.starts_on, campaign.ends_on)] += 1
    for award in given:
        tally = found[award.commune]
        tally.awards += award.number
        tally.by_award[award.award, award.subject] += award.number
    for commune, number in above:
        found[commune].above += number
    return found


def total(tallies: Iterable[Tally]) -> Tally:
    """Return all figures together."""
    whole = Tally()
    for each in tallies:
        whole.add(each)
    return whole
