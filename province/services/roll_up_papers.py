"""Asking for the report of a year."""

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from province.access import Visitor
from province.models import RollUpPaper
from province.services import acts
from province.tasks import make_roll_up

logger = logging.getLogger(__name__)

BUSY = "Một báo cáo tổng hợp khác của tỉnh đang được tạo. Hãy đợi xong rồi tạo tiếp."


@transaction.atomic
def request(year: int, content: dict[str, Any], *, by: Visitor, at: datetime) -> RollUpPaper:
    """Freeze the words of a report and queue its making; one at a time for each province."""
    try:
        with transaction.atomic():
            paper = RollUpPaper.objects.create(
                province=by.province, year=year, content=content, requested_by=by.user, requested_name=by.name,
                requested_at=at,
            )  # fmt: skip
    except IntegrityError as problem:
        raise ValidationError(BUSY) from problem
    acts.record("roll_up.requested", by=by, at=at, label=f"Tạo báo cáo tổng hợp năm {year}")
    transaction.on_commit(lambda: _send(paper))
    return paper


def _send(paper: RollUpPaper) -> None:
    """Tell a worker; when it cannot be told, the sweep tells it again."""
    try:
        make_roll_up.delay(paper.pk)
    except OperationalError:
        logger.warning("The roll-up %s waits: the broker does not answer.", paper.pk)
