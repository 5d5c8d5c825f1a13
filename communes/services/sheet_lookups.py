"""What the rows of a table are held against: the commune's units and people, loaded once for a whole table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communes.models import Person, Unit
from communes.rules import likeness
from communes.rules.likeness import Entry, Likeness
from communes.rules.tables import Finding
from kit.vietnamese import fold

DEGREES = {
    Likeness.SURE: "trùng họ tên, năm sinh và đơn vị",
    Likeness.LIKELY: "trùng họ tên và năm sinh hoặc đơn vị",
    Likeness.NAMESAKE: "chỉ trùng họ tên",
}


class Units:
    """The units of the commune, found by name or short name, marks and capitals aside."""

    def __init__(self):
        self.all = list(Unit.objects.for_list())
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.all:
            for name in dict.fromkeys(filter(None, (fold(unit.name), fold(unit.short_name)))):
                self.by_name[name].append(unit)
        self.names = {fold(unit.name): unit.name for unit in self.all}

    def find(self, name: str, label: str) -> tuple[Unit | None, list[Finding]]:
        """Return the unit that a name means, or what is wrong with the name."""
        if not name:
            return None, []
        found = self.by_name.get(fold(name), [])
        exact = [unit for unit in found if likeness.spelling(unit.name) == likeness.spelling(name)]
        if len(exact or found) == 1:
            return (exact or found)[0], []
        if found:
            return None, [Finding(f"có nhiều đơn vị tên “{name}”; ghi đủ tên đơn vị", label)]
        near = likeness.nearest(name, self.names)
        hint = f"; có phải “{near}”?" if near else "; thêm đơn vị trước, hoặc chọn trong danh sách của mẫu"
        return None, [Finding(f"không có đơn vị “{name}”{hint}", label)]


def unit_names() -> tuple[str, ...]:
    """Return the names of the commune's units, for a list to choose from."""
    return tuple(unit.name for unit in Unit.objects.for_list())


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody known who may be meant by a row."""

    person: Person
    degree: Likeness

    @property
    def words(self) -> str:
        """Who that is, and what speaks for it."""
        return f"{person_words(self.person)} ({DEGREES[self.degree]})"


class People:
    """The people of the commune, found by name without marks."""

    def __init__(self):
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        self.by_pk: dict[int, Person] = {}
        for person in Person.objects.select_related("unit").order_by("sort_key", "pk"):
            self.by_name[fold(person.full_name)].append(person)
            self.by_pk[person.pk] = person

    def like(self, values: Mapping[str, Any], unit: Unit | None) -> list[Match]:
        """Return who may be meant, the likeliest first."""
        entry = entry_of(values, unit)
        matches = []
        for person in self.by_name.get(fold(entry.name), ()):
            known = Entry(person.full_name, person.birth_year, person.unit_id, person.gender)
            matches.append(Match(person, likeness.alike(entry, known)))
        return sorted(matches, key=lambda match: -match.degree)


def entry_of(values: Mapping[str, Any], unit: Unit | None) -> Entry:
    """Return what a row says of a person."""
    return Entry(values["full_name"] or "", values.get("birth_year"), unit.pk if unit else None,
                 values.get("gender") or "")  # fmt: skip


def person_words(person: Person) -> str:
    """Name a person so that namesakes are told apart."""
    known = (
        person.full_name,
        f"sinh năm {person.birth_year}" if person.birth_year else "",
        person.position,
        str(person.unit or ""),
        "đã thôi công tác" if person.left_on else "",
    )
    return ", ".join(filter(None, known))
