"""The shapes of the demo's awards: who is proposed for what, when the council sits, what is decided."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Nominee(NamedTuple):
    """One nomination. `who` of a person: the head of the unit, or one of its workers; of a household: who lives there.

    `ending` says how far it comes: draft, refused, recalled, withdrawn, submitted, returned, given_up, mended,
    ineligible, eligible, differing (two appraisers conclude otherwise, and it stays with them), or council for whatever
    the session makes of it. `against` is how many members vote against it; `failing` names the criteria that are
    judged unmet (by the second appraiser alone where they differ), `lacking` those whose records are not there; `note`
    is the appraiser's. `profile` and `merits` replace what the achievement report says of other nominees.
    """

    key: str
    unit: str
    subject: str
    on: date
    summary: str
    citation: str
    who: str = "worker"
    round: str = ""
    year: int | None = None
    award: str = "giay_khen"
    authority: str = "commune"
    ending: str = "council"
    against: int = 0
    failing: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    provisional: bool = False
    direct: bool = False
    women_share: int | None = None
    deed: str = ""
    deed_on: date | None = None
    initiatives: tuple[str, ...] = ()
    note: str = ""
    profile: str = ""
    merits: str = "Hoàn thành các chỉ tiêu được giao, không để hồ sơ quá hạn kéo dài."


class Sitting(NamedTuple):
    """A session of the council: its agenda by nominee, the way of voting, who was deferred and why.

    `state` convened leaves it before its opening. `away` holds who was absent, with state and reason; `on_paper` those
    nominees on whom the council votes with paper ballots, whatever the way of the others.
    """

    on: date
    title: str
    place: str
    nominees: tuple[str, ...]
    convened: date
    method: str = "secret"
    on_paper: tuple[str, ...] = ()
    deferred: dict[str, str] = {}  # noqa: RUF012 - a default that nobody changes
    away: dict[str, tuple[str, str]] = {}  # noqa: RUF012 - a default that nobody changes
    opinions: dict[str, str] = {}  # noqa: RUF012 - a default that nobody changes
    state: str = "closed"


class Ruling(NamedTuple):
    """A decision: the nominees on its list, its number, its days; `state` draft leaves it to be checked."""

    nominees: tuple[str, ...]
    drafted: date
    issued: date
    published: date
    number: int
    state: str = "published"


class Ranking(NamedTuple):
    """The order in which a quota is filled, settled on a day."""

    on: date
    round: str
    year: int | None
    quota: str


class Correcting(NamedTuple):
    """A decision that corrects what an earlier one says of a nominee's achievement."""

    nominee: str
    on: date
    number: int
    citation: str
    reason: str


class Revoking(NamedTuple):
    """A decision that takes an award back."""

    nominee: str
    on: date
    number: int
    reason: str


class Upward(NamedTuple):
    """A proposal to a higher authority and what came of it."""

    nominees: tuple[str, ...]
    authority: str
    to: str
    on: date
    number: int
    outcome: str = ""
    outcome_on: date | None = None
    outcome_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Awards:
    """The awards of one campaign. `refused` holds nominations that the product turns away, each with its key."""

    nominees: tuple[Nominee, ...]
    appraised: date
    sittings: tuple[Sitting, ...]
    rankings: tuple[Ranking, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    correctings: tuple[Correcting, ...] = ()
    revokings: tuple[Revoking, ...] = ()
    upward: tuple[Upward, ...] = ()
    not_awarded: tuple[tuple[str, date, str], ...] = ()
    thresholds: tuple[tuple[str, str, int], ...] = ()
    readings: tuple[tuple[str, str, str], ...] = ()
    posted: tuple[date, date] | None = None


@dataclass(frozen=True, kw_only=True)
class CouncilFacts:
    """The council of a commune, and the fund of each year: amount, paper, the day on which it was entered."""

    number: str
    on: date
    agency: str
    fund: tuple[tuple[int, int, str, date], ...] = ()
