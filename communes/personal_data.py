"""Personal data: what each app keeps about people, what it tells about one of them, what it erases after a term.

Every app enters its part when it starts; the pages, the command and the tests read what was entered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils import timezone

from communes.access import Actor, Can
from communes.models import Person
from kit.vietnamese import vn_date, vn_datetime

OTHERS_KNOW = "Phần này chỉ người có quyền xem được; hãy hỏi cơ quan thường trực."


@dataclass(frozen=True, slots=True)
class Holding:
    """One category of personal data: which fields, why, on what ground, how long, what happens at the end.

    `fields` name columns ("communes.Person.gender") or whole models ("communes.Membership"). Where a `sweep` ends it,
    the commune sets the term; otherwise `term` says it. `doubtful`: the ground or the term has still to be confirmed.
    """

    title: str
    fields: tuple[str, ...]
    purpose: str
    basis: str
    end: str
    term: str = ""
    sweep: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what is kept about a person: what it is, what it says, of when."""

    what: str
    told: str = ""
    when: date | datetime | None = None

    @property
    def when_words(self) -> str:
        """The day or the moment in words."""
        if isinstance(self.when, datetime):
            return vn_datetime(timezone.localtime(self.when))
        return vn_date(self.when)


@dataclass(frozen=True, slots=True)
class Part:
    """What one app tells about a person, for whoever holds the capability; with `own` for the person as well.

    `rows` takes the person and the reader, whose rights it asks as any page does.
    """

    title: str
    rows: Callable[[Person, Actor], Iterable[Row]]
    can: Can = Can.ENTER
    own: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as a page shows it; `closed` says why it shows nothing, `more` that there is more in the file."""

    title: str
    rows: tuple[Row, ...] = ()
    closed: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is erased after a term of so many months, unless the commune has set its own.

    `due` takes a day and returns the rows of the open commune whose term had begun before; `erase` takes such rows,
    the actor and the time, and ends with none of them due. `name` says which row it is.
    """

    key: str
    title: str
    erases: str
    keeps: str
    months: int
    basis: str
    due: Callable
    erase: Callable[..., None]
    name: Callable = str


HOLDINGS: list[Holding] = []
PARTS: list[Part] = []
SWEEPS: dict[str, Sweep] = {}
# Relations of a person that are no record worth keeping a name for: who is named by these alone can be forgotten.
PASSING: set[str] = set()
# What returns the accounts that an app above still needs, although their people left the communes before a day.
KEPT_ACCOUNTS: list[Callable] = []


def register(*entries: Holding | Part | Sweep) -> None:
    """Enter what an app keeps, tells and erases, once the apps are ready."""
    for each in entries:
        if isinstance(each, Sweep):
            SWEEPS[each.key] = each
        else:
            (HOLDINGS if isinstance(each, Holding) else PARTS).append(each)


def pass_by(*labels: str) -> None:
    """Say of which models ("communes.Membership") a row naming a person is no reason to keep the name."""
    PASSING.update(labels)


def keep_accounts(of: Callable) -> None:
    """Let an app above name accounts that are still in use; `of` takes a day and returns a query of their keys."""
    KEPT_ACCOUNTS.append(of)


def told(person: Person, actor: Actor, *, most: int | None = None) -> list[Shown]:
    """Return every part about a person as the actor may know it, at most so many rows of each."""
    return [_shown(part, person, actor, most) for part in PARTS]


def _shown(part: Part, person: Person, actor: Actor, most: int | None) -> Shown:
    """Return one part, or why it is closed; whether there is anything in a closed one is not told either."""
    if not actor.may(part.can) and not (part.own and person == actor.person):
        return Shown(part.title, closed=OTHERS_KNOW)
    rows = tuple(islice(part.rows(person, actor), None if most is None else most + 1))
    return Shown(part.title, rows[:most], more=most is not None and len(rows) > most)
