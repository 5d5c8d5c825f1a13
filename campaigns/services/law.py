"""The law's numbers: which holds on a day, and adding or confirming one."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import LegalValue
from campaigns.rules.dated import in_force
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.vietnamese import vn_date

SOURCE_MISSING = "Hãy ghi căn cứ: số, ký hiệu văn bản và điều, khoản."


def value(key: str, on: date) -> LegalValue:
    """Return the number of that name in force on a day; raise ValidationError where none is known (L-01)."""
    found = in_force(LegalValue.objects.filter(key=key), on)
    if found is None:
        named = LegalValue.objects.filter(key=key).first()
        raise ValidationError(f"Chưa có {named.title if named else 'mức theo quy định'} áp dụng ngày {vn_date(on)}.")
    return found


def rules_on(on: date) -> dict[str, LegalValue]:
    """Return every number in force on a day, by name: what a dossier received that day keeps (L-01)."""
    by_key: dict[str, list[LegalValue]] = {}
    for row in LegalValue.objects.all():
        by_key.setdefault(row.key, []).append(row)
    held = {key: in_force(rows, on) for key, rows in sorted(by_key.items())}
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
    """Add a number that holds from a day on; the one before it ends the day before and stays on record."""
    demand(Can.MANAGE_COMMUNE, by.commune, by=by)
    before = LegalValue.objects.filter(key=key).order_by("-valid_from").first()
    if before is None:
        raise ValidationError("Chưa có mức nào mang tên này.")
    if value <= 0:
        raise ValidationError("Giá trị phải lớn hơn 0.")
    if not source.strip():
        raise ValidationError(SOURCE_MISSING)
    if LegalValue.objects.filter(key=key, valid_from=valid_from).exists():
        raise ValidationError(f"Đã có mức áp dụng từ ngày {vn_date(valid_from)}.")
    LegalValue.objects.filter(key=key, valid_from__lt=valid_from).exclude(valid_to__lt=valid_from).update(
        valid_to=valid_from - timedelta(days=1)
    )
    row = LegalValue(
        key=key, title=before.title, value=value, valid_from=valid_from, valid_to=valid_to, source=source.strip(),
        confirmed=confirmed,
    )  # fmt: skip
    row.full_clean()
    row.save()
    history.record(
        "legalvalue.change", row, by=by, at=at, label="Thêm mức theo quy định", value=str(row.value), source=row.source
    )
    return row


@transaction.atomic
def confirm(row: LegalValue, *, source: str, by: Actor, at: datetime) -> None:
    """Confirm a number after comparing it with the text of the law, which is named."""
    demand(Can.MANAGE_COMMUNE, by.commune, by=by)
    if not source.strip():
        raise ValidationError(SOURCE_MISSING)
    if not LegalValue.objects.filter(pk=row.pk, confirmed=False).update(confirmed=True, source=source.strip()):
        raise ValidationError("Mức này đã được xác nhận.")
    row.refresh_from_db()
    history.record("legalvalue.confirm", row, by=by, at=at, label="Xác nhận mức theo quy định", source=row.source)
