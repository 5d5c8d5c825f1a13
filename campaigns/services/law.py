"""The law's numbers: which holds on a day in a commune, and a commune's adding or confirming one for itself."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from campaigns.models import LegalValue
from campaigns.rules.dated import in_force
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Commune
from kit.vietnamese import vn_date

SOURCE_MISSING = "Hãy ghi căn cứ: số, ký hiệu văn bản và điều, khoản."


def without_replaced(rows: Iterable[LegalValue]) -> list[LegalValue]:
    """Drop, from the rows known to one commune, the shipped ones in whose place a row of its own stands."""
    rows = list(rows)
    own = {(row.key, row.valid_from) for row in rows if row.commune_id is not None}
    return [row for row in rows if row.commune_id is not None or (row.key, row.valid_from) not in own]


def value(key: str, on: date, *, commune: Commune) -> LegalValue:
    """Return the number in force on a day in a commune; raise ValidationError where none is known (L-01)."""
    rows = without_replaced(LegalValue.objects.known_to(commune).filter(key=key))
    found = in_force(rows, on)
    if found is None:
        named = rows[0].title if rows else "mức theo quy định"
        raise ValidationError(f"Chưa có {named} áp dụng ngày {vn_date(on)}.")
    return found


def rules_on(on: date, *, commune: Commune) -> dict[str, LegalValue]:
    """Return every number in force on a day, by name: what a dossier received that day keeps (L-01)."""
    return holding(without_replaced(LegalValue.objects.known_to(commune)), on)


def holding(rows: Iterable[LegalValue], on: date) -> dict[str, LegalValue]:
    """Pick, for each name among the rows, the one in force on a day."""
    by_key: dict[str, list[LegalValue]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    held = {key: in_force(same, on) for key, same in sorted(by_key.items())}
    return {key: row for key, row in held.items() if row is not None}


@transaction.atomic
def change(
    key: str,
    *,
    value: Decimal,
    valid_from: date,
    source: str,
    valid_to: date | None = None,
    confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> LegalValue:
    """Add the commune's own number that holds from a day on; every other row stays as it is on record."""
    demand(Can.MANAGE_COMMUNE, by.commune, by=by)
    known = LegalValue.objects.known_to(by.commune).filter(key=key)
    before = known.order_by("-valid_from").first()
    if before is None:
        raise ValidationError("Chưa có mức nào mang tên này.")
    if value <= 0:
        raise ValidationError("Giá trị phải lớn hơn 0.")
    if not source.strip():
        raise ValidationError(SOURCE_MISSING)
    if known.filter(commune=by.commune, valid_from=valid_from).exists():
        raise ValidationError(f"Địa phương đã ghi mức áp dụng từ ngày {vn_date(valid_from)}.")
    row = LegalValue(
        commune=by.commune, key=key, title=before.title, value=value, valid_from=valid_from, valid_to=valid_to,
        source=source.strip(), confirmed=confirmed,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record(
        "legalvalue.change", row, by=by, at=at, label="Thêm mức theo quy định", value=str(row.value), source=row.source
    )
    return row


@transaction.atomic
def confirm(row: LegalValue, *, source: str, by: Actor, at: datetime) -> LegalValue:
    """Confirm a number after comparing it with the text of the law, which is named; return the confirmed row.

    A shipped number stays as it is: the commune gets a confirmed copy of its own.
    """
    demand(Can.MANAGE_COMMUNE, by.commune, by=by)
    if row.commune_id not in (None, by.commune.pk):
        raise PermissionDenied
    source = source.strip()
    if not source:
        raise ValidationError(SOURCE_MISSING)
    mine = _confirmed_copy(row, source, by.commune) if row.commune_id is None else _confirmed(row, source)
    history.record(
        "legalvalue.confirm", mine, by=by, at=at, label="Xác nhận mức theo quy định", value=str(mine.value),
        source=mine.source,
    )  # fmt: skip
    return mine


def _confirmed(row: LegalValue, source: str) -> LegalValue:
    """Confirm a commune's own row, once."""
    if not LegalValue.objects.filter(pk=row.pk, confirmed=False).update(confirmed=True, source=source):
        raise ValidationError("Mức này đã được xác nhận.")
    row.refresh_from_db()
    return row


def _confirmed_copy(row: LegalValue, source: str, commune: Commune) -> LegalValue:
    """Store a shipped row that waits for confirmation as the commune's own, confirmed."""
    if row.confirmed:
        raise ValidationError("Mức này đã được xác nhận.")
    copy, created = LegalValue.objects.get_or_create(
        commune=commune,
        key=row.key,
        valid_from=row.valid_from,
        defaults={
            "title": row.title,
            "value": row.value,
            "valid_to": row.valid_to,
            "source": source,
            "confirmed": True,
        },
    )
    if not created:
        raise ValidationError(f"Địa phương đã ghi mức áp dụng từ ngày {vn_date(copy.valid_from)}.")
    return copy
