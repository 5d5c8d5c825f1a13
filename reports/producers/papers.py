"""A paper as PDF and as Word, both from the same blocks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reports.documents.paper import Paper
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf


def produce(content: dict[str, Any], place: Callable[[str], Path], tell: Callable[[int], None]) -> int:
    """Write both files of a paper; return the number of pages of the PDF."""
    paper = Paper.from_json(content)
    tell(10)
    pdf = render_pdf(paper, progress=lambda page: tell(min(10 + page, 65)))
    tell(70)
    place("pdf").write_bytes(pdf.data)
    docx = render_docx(paper)
    tell(90)
    place("docx").write_bytes(docx)
    return pdf.pages
