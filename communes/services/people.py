"""Writing the people of a commune."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from communes import history
from communes.access import Actor
from communes.models import Membership, Person
from communes.services import accounts, changes
from kit.vietnamese import fold, nfc, sort_key


@transaction.atomic
def add(*, full_name: str, by: Actor, at: datetime, **values) -> Person:
    """Add a person, without an account, to the actor's commune."""
    person = Person(commune=by.commune, full_name=_clean_name(full_name), **values)
    _complete(person)
    person.full_clean()
    person.save()
    history.record("person.added", person, by=by, at=at, label="Thêm người")
    return person


@transaction.atomic
def change(person: Person, *, by: Actor, at: datetime, **values) -> list:
    """Change a person; return the changes in words."""
    if "full_name" in values:
        values["full_name"] = person.full_name = _clean_name(values["full_name"])
        _complete(person)
    changed = changes.apply(person, values)
    if changed:
        history.record("person.changed", person, by=by, at=at, label="Sửa thông tin người", changes=changed)
    return changed


@transaction.atomic
def end(person: Person, *, on: date, by: Actor, at: datetime, reason: str = "") -> None:
    """Let a person leave on a date; from that date the person's roles lapse."""
    if person.left_on and person.left_on <= on:
        raise ValidationError(f"{person} đã thôi công tác từ ngày {person.left_on:%d/%m/%Y}.")
    if person.pk == getattr(by.person, "pk", None):
        raise ValidationError("Không tự ghi thôi công tác cho chính mình.")
    accounts.ensure_manager_remains(Membership.objects.filter(person=person))
    changes.apply(person, {"left_on": on})
    history.record(
        "person.left",
        person,
        by=by,
        at=at,
        label="Thôi công tác",
        reason=reason.strip(),
        left_on=on.isoformat(),
    )


def _clean_name(full_name: str) -> str:
    """Return a name with composed letters and single spaces."""
    return nfc(" ".join(full_name.split()))


def _complete(person: Person) -> None:
    """Fill the columns that lists search and sort by."""
    person.folded = fold(person.full_name)[:160]
    person.sort_key = sort_key(person.full_name)[:400]
