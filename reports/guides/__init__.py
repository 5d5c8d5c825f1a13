"""The guide of each role: what somebody does here in a year, in words that pages and papers share.

Each guide is a file of words beside this one, named for its first role. Words between “ ” are labels as the product
shows them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from communes.models import Role

QUOTED = re.compile(r"“([^”]+)”")
ORDER = (
    Role.OFFICER, Role.LEADER, Role.CLERK, Role.ADMINISTRATOR, Role.UNIT_HEAD, Role.COUNCIL_CHAIR,
    Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.INSPECTOR, Role.READER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of work, step by step."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide of the roles that do the same: `year` and `trouble` hold (when, what)."""

    roles: tuple[Role, ...]
    title: str
    lead: str
    year: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    trouble: tuple[tuple[str, str], ...]
    ask: str

    @property
    def key(self) -> str:
        """The role by which the guide is addressed."""
        return str(self.roles[0].value)

    @property
    def words(self) -> Iterator[str]:
        """Every sentence in reading order."""
        yield self.lead
        for row in self.year:
            yield from row
        for part in self.parts:
            yield part.title
            yield from part.steps
        for row in self.trouble:
            yield from row
        yield self.ask

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that the guide quotes, each once."""
        return tuple(dict.fromkeys(label for words in self.words for label in QUOTED.findall(words)))


def guide_for(role: str) -> Guide | None:
    """Return the guide of a role; None for a word that names no role."""
    return _OF_ROLE.get(role)


def guides_for(roles: Iterable[str]) -> tuple[Guide, ...]:
    """Return the guides of some roles in the order of all guides, each once."""
    wanted = {_OF_ROLE[role].key for role in roles}
    return tuple(guide for guide in GUIDES if guide.key in wanted)


def _read(role: Role) -> Guide:
    """Read the words of one guide; a part that is missing stops the start with its name."""
    told = yaml.safe_load((Path(__file__).parent / f"{role.value}.yaml").read_text(encoding="utf-8"))
    return Guide(
        roles=tuple(Role(each) for each in told["roles"]),
        title=told["title"],
        lead=told["lead"],
        year=_pairs(told["year"]),
        parts=tuple(Part(each["title"], tuple(each["steps"])) for each in told["parts"]),
        trouble=_pairs(told["trouble"]),
        ask=told["ask"],
    )


def _pairs(rows: list[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return rows as (when, what)."""
    return tuple((row["when"], row["what"]) for row in rows)


GUIDES: tuple[Guide, ...] = tuple(_read(role) for role in ORDER)
_OF_ROLE = {role: guide for guide in GUIDES for role in guide.roles}
