"""Receipt of prize money: who signed for it and when, line by line."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import Decision, DecisionLine
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.vietnamese import vn_date


def payable(decision: Decision) -> list[DecisionLine]:
    """Return the lines of an issued decision that bring money, in their order."""
    rows = decision.lines.paid().filter(prize__gt=0)
    return list(rows.select_related("nomination").order_by("position"))


@transaction.atomic
def record(
    decision: Decision, lines: Iterable[DecisionLine], *, received_on: date, by: Actor, at: datetime
) -> list[DecisionLine]:
    """Note the day on which some honoured signed for their prize; a wrong day is put right by noting it again."""
    demand(Can.PREPARE_DECISIONS if by.may(Can.PREPARE_DECISIONS) else Can.KEEP_CERTIFICATES, decision, by=by)
    chosen = {each.pk for each in lines}
    rows = [each for each in payable(decision) if each.pk in chosen]
    if not rows:
        raise ValidationError("Hãy chọn ít nhất một dòng có tiền thưởng của quyết định đã ban hành.")
    if not decision.issued_on <= received_on <= timezone.localdate(at):
        raise ValidationError(
            f"Ngày ký nhận phải từ ngày ban hành quyết định ({vn_date(decision.issued_on)}) đến hôm nay."
        )
    decision.lines.filter(pk__in=[each.pk for each in rows]).update(received_on=received_on)
    for each in rows:
        before = f" (trước ghi {vn_date(each.received_on)})" if each.received_on else ""
        each.received_on = received_on
        history.record(
            "decision.receipt", decision, by=by, at=at, line=each.position,
            label=f"Ghi ký nhận tiền thưởng ngày {vn_date(received_on)}{before}: {each.nominee_name}"[:160],
        )  # fmt: skip
    return rows
