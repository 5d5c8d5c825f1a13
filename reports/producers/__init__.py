"""What workers make of frozen content: one producer for each form, each writing whole files where it is told.

A producer takes the content, `place` – which says where the file of a format goes, a `Path` – and `tell`, which hears
the progress in percent and may raise to stop. It returns the number of pages, or None where there are none.
"""

from kit.late import Late
from reports.models import Document

PRODUCERS = {
    Document.Form.PAPER: Late("reports.producers.papers:produce"),
    Document.Form.CERTIFICATES: Late("reports.producers.certificates:produce"),
    Document.Form.WORKBOOK: Late("reports.producers.workbooks:produce"),
    Document.Form.BUNDLE: Late("reports.producers.bundles:produce"),
}

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "zip": "ZIP"}
