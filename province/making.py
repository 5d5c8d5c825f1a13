"""The making of a queued roll-up by a worker: finished or failed, never raised."""

import logging
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File

from province.models import RollUpPaper
from reports.making import cause_of
from reports.producers import papers

logger = logging.getLogger(__name__)
Status = RollUpPaper.Status


def make(key: int, *, at: datetime) -> None:
    """Make both files of a queued roll-up; a repeated message finds nothing to do."""
    waiting = RollUpPaper.objects.filter(pk=key, status=Status.QUEUED)
    if not waiting.update(status=Status.RUNNING):
        return
    paper = RollUpPaper.objects.get(pk=key)
    try:
        _produce(paper)
        paper.status, paper.cause = Status.READY, ""
    except Exception as problem:
        logger.exception("The roll-up %s could not be made.", key)
        paper.status, paper.cause = Status.FAILED, cause_of(problem)
    paper.finished_at = at
    paper.save(update_fields=["status", "cause", "finished_at", "pdf", "docx"])


def _produce(paper: RollUpPaper) -> None:
    """Write both files and store them."""
    with TemporaryDirectory(prefix="tong-hop-") as name:
        folder = Path(name)
        papers.produce(paper.content, lambda format: folder / f"a.{format}", lambda percent: None)
        for format in ("pdf", "docx"):
            with (folder / f"a.{format}").open("rb") as made:
                getattr(paper, format).save(f"a.{format}", File(made), save=False)
