"""What workers make of frozen content: one producer for each form, each writing whole files where it is told.

A producer takes the content, `place` – which says where the file of a format goes – and `tell`, which hears the
progress in percent and may raise to stop. It returns the number of pages, or None where there are none.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from reports.models import Document
from reports.producers import bundles, certificates, papers, workbooks

Place = Callable[[str], Path]
Tell = Callable[[int], None]
Producer = Callable[[dict[str, Any], Place, Tell], int | None]

PRODUCERS: dict[str, Producer] = {
    Document.Form.PAPER: papers.produce,
    Document.Form.CERTIFICATES: certificates.produce,
    Document.Form.WORKBOOK: workbooks.produce,
}
PRODUCERS[Document.Form.BUNDLE] = partial(bundles.produce, PRODUCERS)

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "zip": "ZIP"}
