"""What of this app can be found: units and people."""

from collections.abc import Iterable

from communes.access import Can
from communes.models import Person, Unit
from communes.models.finding import Sight, Source
from communes.search import offer


def _unit(unit: Unit) -> Sight:
    return Sight(unit.name, (unit.short_name, unit.get_kind_display()))


def _symbol(unit: Unit) -> Iterable[str]:
    return (unit.symbol,)


def _person(person: Person) -> Sight:
    return Sight(person.full_name, (person.position, person.unit.name if person.unit else ""))


offer(Source("unit", "Đơn vị", "diagram-3", Unit, (Can.ENTER,), _unit, body=_symbol))
offer(
    Source(
        "person", "Con người", "person", Person, (Can.ENTER,), _person,
        related=("commune", "unit"), follows=(("communes.unit", "unit"),),
    )
)  # fmt: skip
