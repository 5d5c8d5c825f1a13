"""The making of a queued roll-up by a worker: finished or failed, never raised."""

import logging
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from province.models import RollUpPaper
from reports.making import cause_of
from reports.producers import papers

logger = logging.getLogger(__name__)
Status = RollUpPaper.Status
FORMATS = ("pdf", "docx")


def make(key: int, *, at: datetime) -> None:
    """Make both files of a queued roll-up, begun at a time; a repeated message finds nothing to do.

    What was given up meanwhile stays failed, and the files made too late are removed.
    """
    waiting = RollUpPaper.objects.filter(pk=key, status=Status.QUEUED)
    if not waiting.update(status=Status.RUNNING, finished_at=at):
        return
    paper = RollUpPaper.objects.get(pk=key)
    try:
        _produce(paper)
        paper.status, paper.cause = Status.READY, ""
    except Exception as problem:
        logger.exception("The roll-up %s could not be made.", key)
        paper.status, paper.cause = Status.FAILED, cause_of(problem)
    made = {format: getattr(paper, format).name for format in FORMATS}
    running = RollUpPaper.objects.filter(pk=key, status=Status.RUNNING)
    if not running.update(status=paper.status, cause=paper.cause, finished_at=timezone.now(), **made):
        for stored in filter(None, made.values()):
            default_storage.delete(stored)


def _produce(paper: RollUpPaper) -> None:
    """Write both files and store them."""
    with TemporaryDirectory(prefix="tong-hop-") as name:
        folder = Path(name)
        papers.produce(paper.content, lambda format: folder / f"a.{format}", lambda percent: None)
        for format in FORMATS:
            with (folder / f"a.{format}").open("rb") as made:
                getattr(paper, format).save(f"a.{format}", File(made), save=False)
