"""One summary report in a process of its own: python -m benchmarks.papers UNITS. Answers with JSON."""

import json
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django_scopes import scope  # noqa: E402

from benchmarks import machine  # noqa: E402
from benchmarks.seeding import SUMMED_UP_AT  # noqa: E402
from communes.models import Commune  # noqa: E402
from reports.documents.paper import Paper  # noqa: E402
from reports.documents.registry import KINDS  # noqa: E402
from reports.figures import gather  # noqa: E402
from reports.models import Summary  # noqa: E402
from reports.rendering.docx import render_docx  # noqa: E402
from reports.rendering.pdf import render_pdf  # noqa: E402


def made(steps: dict[str, Callable]) -> dict:
    """Make a paper step by step, each given what the one before returned, the last its content; then both files.

    Seconds of wall and of processor by step, MB, pages, bytes.
    """
    wall: dict[str, float] = {}
    cpu: dict[str, float] = {}

    def timed(name: str, work: Callable, given):
        started, worked = time.perf_counter(), time.process_time()
        done = work(given)
        wall[name], cpu[name] = time.perf_counter() - started, time.process_time() - worked
        return done

    before, content = machine.peak_memory(), None
    for name, work in steps.items():
        content = timed(name, work, content)
    paper = Paper.from_json(content)
    pdf = timed("pdf", render_pdf, paper)
    docx = timed("docx", render_docx, paper)
    return {
        "wall": wall,
        "cpu": cpu,
        "pages": pdf.pages,
        "pdf_bytes": len(pdf.data),
        "docx_bytes": len(docx),
        "memory_before_mb": before,
        "memory_peak_mb": machine.peak_memory(),
    }


def main(units: int) -> dict:
    """Make the summary of a campaign of that many units, as the request and its worker do."""
    with scope(commune=Commune.objects.get(slug=f"summary-{units}")):
        summary = Summary.objects.select_related("campaign__commune").get()

        def build(figures: dict) -> dict:
            summary.figures = figures
            return KINDS["summary-report"].build(summary).to_json()

        return made({"gather": lambda _: gather(summary.campaign, at=SUMMED_UP_AT).to_json(), "build": build})


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
