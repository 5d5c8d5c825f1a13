"""The table of rights: what each address asks for and how far it reaches, written down by hand in `rights.txt`.

Lines of the table: `[reach]` begins a part; `capability, capability: address address …` says which capabilities open
these addresses, one of them being enough. Of what follows a `+` one is asked besides, by what the address names: the
kind of a list, the act, the state of the record that the tests put there. An address that stands in no line, or in one
that says otherwise than its view, fails the tests of the house.
"""

from dataclasses import dataclass
from pathlib import Path

from communes.access import GRANTS, Can
from communes.models import UNIT_ROLES

TABLE = Path(__file__).with_name("rights.txt")
# How far an address reaches, for whoever holds one of its capabilities.
COMMUNE, UNIT, HOME, HANDED, TOLD, PERSON = "commune", "unit", "home", "handed", "told", "person"
REACHES = {
    COMMUNE: "the whole commune: whoever holds a capability finds the record, of whatever unit it is",
    UNIT: "head and member of a unit find records of their unit alone; every other holder finds those of all units",
    HOME: "head and member of the unit alone: nobody else, whatever the role",
    HANDED: "the own unit and the standing agency; leaders, clerk and council only once it was handed on",
    TOLD: "until the result is announced only those who may see unannounced results; to others it is not there",
    PERSON: "the person's own: to everybody else it is not there",
}
# Addresses outside the communes, where no capability of a role is asked.
OUTSIDE = {
    "anybody": "open without signing in; a public page answers 404 until the commune opens it",
    "bearer": "whoever brings the secret that the operator or the owner made; to others it is not there",
    "signed in": "everybody with an account, about oneself",
    "operator": "accounts of the operator of this machine",
    "province": "members of the province, see `province/access.py`; its own tests walk these addresses",
}


@dataclass(frozen=True, slots=True)
class Right:
    """What an address asks for: one of these capabilities, and how far they reach."""

    reach: str
    needs: frozenset[Can]
    besides: frozenset[Can] = frozenset()

    def held_by(self, role: str) -> bool:
        """Say whether a role grants one of the capabilities."""
        return bool(GRANTS[role] & self.needs)

    def finds(self, role: str, *, own_unit: bool, own: bool = False) -> bool:
        """Say whether a role finds a record there: one of the own unit or of another, one's own or not."""
        if not self.held_by(role) or (self.besides and not GRANTS[role] & self.besides):
            return False
        of_unit = own_unit or role not in UNIT_ROLES
        return {
            COMMUNE: True,
            UNIT: of_unit,
            HANDED: of_unit and (role in UNIT_ROLES or Can.APPRAISE in GRANTS[role]),
            HOME: own_unit and role in UNIT_ROLES,
            TOLD: Can.SEE_UNANNOUNCED in GRANTS[role],
            PERSON: own,
        }[self.reach]


def table(words: str | None = None) -> dict[str, Right]:
    """Return what each address asks for, by its name, as the table says."""
    found: dict[str, Right] = {}
    reach, needs, besides = "", frozenset(), frozenset()
    for line in (TABLE.read_text(encoding="utf-8") if words is None else words).splitlines():
        if line.startswith("["):
            reach, needs, besides = line.strip("[]"), frozenset(), frozenset()
        elif line and not line.startswith("#"):
            before, colon, names = f"{line} ".rpartition(": ")
            if colon:
                needs, besides = (_capabilities(words) for words in (before + " + ").split(" + ")[:2])
            for name in names.split():
                if name in found:
                    raise ValueError(f"{name} stands twice in {TABLE.name}.")
                found[name] = Right(reach, needs, besides)
    return found


def _capabilities(words: str) -> frozenset[Can]:
    """Return the capabilities that a line names, parted by commas."""
    return frozenset(Can(each) for each in words.split(", ") if each)
