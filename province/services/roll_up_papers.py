"""Asking for the report of a year."""

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from kombu.exceptions import OperationalError

from province.access import Visitor
from province.models import RollUpPaper
from province.models.roll_ups import GIVEN_UP
from province.services import acts
from province.tasks import make_roll_up

logger = logging.getLogger(__name__)

BUSY = "Một báo cáo tổng hợp khác của tỉnh đang được tạo. Hãy đợi xong rồi tạo tiếp."
LOST = "Máy xử lý bị ngắt giữa chừng. Hãy tạo lại."


@transaction.atomic
def request(year: int, content: dict[str, Any], *, by: Visitor, at: datetime) -> RollUpPaper:
    """Freeze the words of a report and queue its making; one at a time for each province.

    One that nobody makes any more is failed first. Of one that still waits a worker is told anew, for the first
    message may be lost; whichever comes first makes it.
    """
    mine = RollUpPaper.objects.filter(province=by.province)
    began = mine.filter(status=RollUpPaper.Status.RUNNING).annotate(began=Coalesce("finished_at", "requested_at"))
    began.filter(began__lt=at - GIVEN_UP).update(status=RollUpPaper.Status.FAILED, cause=LOST, finished_at=at)
    if waiting := mine.filter(status=RollUpPaper.Status.QUEUED).first():
        _send(waiting)
        raise ValidationError(BUSY)
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
    """Tell a worker; when it cannot be told, the next request tells it again."""
    try:
        make_roll_up.delay(paper.pk)
    except OperationalError:
        logger.warning("The roll-up %s waits: the broker does not answer.", paper.pk)
