"""Writing the commune's settings and its units."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from communes import history
from communes.access import Actor
from communes.models import Commune, Unit
from communes.services import changes
from kit.vietnamese import fold, nfc

KIND_ORDER = {kind: order for order, kind in enumerate(Unit.Kind.values)}


@transaction.atomic
def change_commune(commune: Commune, *, by: Actor, at: datetime, **values) -> list:
    """Change how the commune is named and how its papers name it; return the changes in words."""
    changed = changes.apply(commune, values)
    if changed:
        history.record("commune.changed", commune, by=by, at=at, label="Sửa thông tin địa phương", changes=changed)
    return changed


@transaction.atomic
def add_unit(*, name: str, kind: str, by: Actor, at: datetime, **values) -> Unit:
    """Add a unit to the actor's commune."""
    unit = Unit(commune=by.commune, name=_clean_name(name), kind=kind, **values)
    _complete(unit)
    unit.full_clean()
    unit.save()
    history.record("unit.added", unit, by=by, at=at, label="Thêm đơn vị", kind=unit.kind)
    return unit


def ensure_unit(*, name: str, kind: str, by: Actor, at: datetime, **values) -> Unit:
    """Return the unit of that name, added now if the commune has none; a known one stays as it is."""
    known = Unit.objects.filter(commune=by.commune, name=_clean_name(name)).first()
    return known or add_unit(name=name, kind=kind, by=by, at=at, **values)


@transaction.atomic
def change_unit(unit: Unit, *, by: Actor, at: datetime, **values) -> list:
    """Change a unit; return the changes in words."""
    if "name" in values:
        values["name"] = _clean_name(values["name"])
    if _is_under(values.get("parent"), unit):
        raise ValidationError("Đơn vị không thể trực thuộc chính mình hoặc đơn vị cấp dưới của mình.")
    for name, value in values.items():
        setattr(unit, name, value)
    _complete(unit)
    changed = changes.apply(unit, values)
    if changed:
        history.record("unit.changed", unit, by=by, at=at, label="Sửa thông tin đơn vị", changes=changed)
    return changed


@transaction.atomic
def end_unit(unit: Unit, *, on: date, by: Actor, at: datetime, reason: str = "") -> None:
    """Let a unit exist to the end of a date; the roles held in it lapse with it."""
    if unit.valid_to and unit.valid_to <= on:
        raise ValidationError(f"Đơn vị đã kết thúc ngày {unit.valid_to:%d/%m/%Y}.")
    changes.apply(unit, {"valid_to": on})
    history.record(
        "unit.ended",
        unit,
        by=by,
        at=at,
        label="Kết thúc hoạt động của đơn vị",
        reason=reason.strip(),
        valid_to=on.isoformat(),
    )


def _clean_name(name: str) -> str:
    """Return a name with composed letters and single spaces."""
    return nfc(" ".join(name.split()))


def _complete(unit: Unit) -> None:
    """Fill the columns that lists search and sort by."""
    unit.kind_order = KIND_ORDER.get(unit.kind, len(KIND_ORDER))
    unit.folded = fold(f"{unit.name} {unit.short_name}")[:260]


def _is_under(candidate: Unit | None, unit: Unit) -> bool:
    """Say whether a unit is the other one or lies below it."""
    while candidate is not None:
        if candidate.pk == unit.pk:
            return True
        candidate = candidate.parent
    return False
