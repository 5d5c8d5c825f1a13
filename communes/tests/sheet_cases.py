"""What the tests of Excel tables share: small workbooks, and a table read in."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from communes.models import SheetReading
from communes.services import sheets

PEOPLE_HEAD = ("Họ và tên", "Giới tính", "Năm sinh", "Đơn vị", "Chức vụ", "Nhóm", "Công tác từ ngày")


def workbook_of(*rows, head=PEOPLE_HEAD, above=(("Danh sách",), ()), name="bang.xlsx") -> SimpleUploadedFile:
    """Return an upload: some lines above, a head, rows below."""
    book = Workbook()
    for values in (*above, head, *rows):
        book.active.append(list(values))
    made = BytesIO()
    book.save(made)
    return SimpleUploadedFile(name, made.getvalue())


def received(kind: str, upload: SimpleUploadedFile, by, at) -> SheetReading:
    """Read an upload in, as the page does."""
    return sheets.receive(sheets.KINDS[kind], sheets.opened(upload), by=by, at=at)


def told(reading: SheetReading) -> list[str]:
    """Return every finding of a reading."""
    return [finding for line in reading.lines for finding in line["findings"]]


def does(reading: SheetReading) -> dict[int, str]:
    """Return what becomes of each row."""
    return {line["row"]: line["does"] for line in reading.lines}
