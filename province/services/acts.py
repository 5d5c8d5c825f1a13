"""Lines about what was done in a province; what concerns a commune stands in that commune's history too."""

from collections.abc import Iterator
from datetime import datetime

from django_scopes import scope

from communes import history
from communes.models import Commune
from communes.services import audit_export, reads
from province.access import Visitor
from province.models import ProvinceAct


def record(action: str, *, by: Visitor, at: datetime, label: str, about: str = "") -> ProvinceAct:
    """Write one line into the province's own history."""
    act = ProvinceAct(
        province=by.province, user=by.user, actor_name=by.name, acting_as=by.acting_as[:200], at=at, action=action,
        label=label[:200], about=about[:300],
    )  # fmt: skip
    act.digest = act.own_digest
    act.save(force_insert=True)
    return act


def take_out(*, by: Visitor, at: datetime) -> Iterator[str]:
    """Note who takes the history of the province out, and return the lines of the file."""
    record(audit_export.TAKEN, by=by, at=at, label=audit_export.TAKEN_LABEL)
    return audit_export.lines(by.province, name=by.name, at=at, known=lambda act: True)


def tell_commune(action: str, commune: Commune, *, by: Visitor, at: datetime, label: str) -> None:
    """Write a line into the history of a commune about what the province did that concerns it."""
    with scope(commune=commune):
        history.record(action, commune, by=by.towards(commune), at=at, label=label[:160])


def note_read(record, commune: Commune, *, by: Visitor, at: datetime, label: str) -> None:
    """Write into the history of a commune that somebody of the province fetched one of its papers; once an hour."""
    with scope(commune=commune):
        reads.note("province.read", record, by=by.towards(commune), at=at, label=label)
