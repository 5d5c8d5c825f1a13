"""One summary report in a process of its own: python -m benchmarks.papers UNITS. Answers with JSON."""

import json
import sys
import time

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


def main(units: int) -> dict:
    """Make the paper step by step, as the request and its worker do; seconds of wall and of processor, MB."""
    steps: dict[str, tuple[float, float]] = {}

    def timed(name: str, work, *given):
        started, worked = time.perf_counter(), time.process_time()
        made = work(*given)
        steps[name] = (time.perf_counter() - started, time.process_time() - worked)
        return made

    before = machine.peak_memory()
    with scope(commune=Commune.objects.get(slug=f"summary-{units}")):
        summary = Summary.objects.select_related("campaign__commune").get()
        summary.figures = timed("gather", lambda: gather(summary.campaign, at=SUMMED_UP_AT).to_json())
        paper = timed("build", lambda: KINDS["summary-report"].build(summary).to_json())
    paper = Paper.from_json(paper)
    pdf = timed("pdf", render_pdf, paper)
    docx = timed("docx", render_docx, paper)
    return {
        "wall": {name: wall for name, (wall, _) in steps.items()},
        "cpu": {name: cpu for name, (_, cpu) in steps.items()},
        "pages": pdf.pages,
        "pdf_bytes": len(pdf.data),
        "docx_bytes": len(docx),
        "memory_before_mb": before,
        "memory_peak_mb": machine.peak_memory(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
