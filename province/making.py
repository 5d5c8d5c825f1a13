"""The making of a claimed roll-up by a worker: the job of a paper, with files of its own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from province.models import RollUpPaper
from reports.making import Claim, Placing, beat, carry_out, conclude, make_files
from reports.models import Document
from reports.producers import PRODUCERS


def produce(held: Claim, *, now: Callable[[], datetime]) -> None:
    """Make both files of a claimed roll-up and finish the row; a failure is recorded, never raised."""
    paper = RollUpPaper.objects.get(pk=held.key)

    def make(place: Placing, unfinished: dict[str, Path]) -> None:
        PRODUCERS[Document.Form.PAPER](paper.content, place, lambda percent: beat(held, at=now(), progress=percent))

    def work(written: list[str]) -> None:
        _, files = make_files(paper, held, written, make, now=now)
        names = {format: told["path"] for format, told in files.items()}
        conclude(paper, held, "finish", finished_at=now(), progress=100, cause="", trace="", **names)

    carry_out(paper, held, work, now=now)
