"""Workbooks that people send: opened with care, read as plain cells; what cannot be read is refused in words."""

import re
import struct
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kit import confined
from kit.cells import Cell, is_empty
from kit.vietnamese import vn_number

FILE_LIMIT = 5 * 2**20
UNPACKED_LIMIT = 60 * 2**20
MOST_PARTS = 500
MOST_SHEETS = 20
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST = 40_000
LITERAL = re.compile(r'"[^"]*"|\\.')
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, IndexError, InvalidFileException, KeyError,
    NotImplementedError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
NOT_READ = "Tệp bị hỏng hoặc không phải là tệp Excel (.xlsx). Hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi."
OLD = "Tệp Excel đời cũ (.xls) hoặc đặt mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu dạng .xlsx rồi gửi."
MACROS = "Tệp có chứa macro nên không nhận. Hãy lưu lại dạng “Sổ làm việc Excel (.xlsx)” rồi gửi."
SWOLLEN = "Tệp chứa quá nhiều dữ liệu. Hãy bỏ các trang, dòng, cột không dùng rồi gửi lại."


class Unreadable(confined.Refused):
    """A file that is no workbook, or not one to be read; the reason in words for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its rows that hold something, each with its number as Excel shows it."""

    name: str
    hidden: bool
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_apart(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx file, read in a process of its own within limits; raise Unreadable."""
    if len(content) > FILE_LIMIT:
        _look_inside(content)
    try:
        told = confined.run(plain_sheets, content)
    except confined.Refused as problem:
        raise Unreadable(str(problem)) from None
    except confined.Failed:
        raise Unreadable(NOT_READ) from None
    return tuple(
        Sheet(name, hidden, tuple((number, tuple(map(_from_plain, cells))) for number, cells in rows))
        for name, hidden, rows in told
    )


def plain_sheets(source: BinaryIO) -> list:
    """Return the sheets of an xlsx file as JSON carries them."""
    return [
        (each.name, each.hidden, [(number, [_to_plain(cell) for cell in cells]) for number, cells in each.rows])
        for each in read(source.read())
    ]


def _to_plain(cell: Cell) -> Any:
    """Return a cell as JSON carries it."""
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _from_plain(cell: Any) -> Cell:
    """Return a cell that JSON carried."""
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


def read(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx file: formulas as their last values, percentages as “95%”; raise Unreadable."""
    _look_inside(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                sheets = tuple(_sheet(each) for each in book.worksheets[:MOST_SHEETS])
            finally:
                book.close()
    except Unreadable:
        raise
    except BROKEN:
        raise Unreadable(NOT_READ) from None
    if not any(each.rows for each in sheets):
        raise Unreadable("Tệp không có dòng nào.")
    return sheets


def _look_inside(content: bytes) -> None:
    """Refuse by the parts of the archive what is too large, old, locked, armed or no workbook at all."""
    if not content:
        raise Unreadable("Tệp rỗng (0 byte).")
    if len(content) > FILE_LIMIT:
        raise Unreadable(f"Tệp lớn hơn {vn_number(FILE_LIMIT // 2**20)} MB. Hãy bỏ hình ảnh, trang không dùng.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(OLD)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                raise Unreadable(SWOLLEN)
            if "xl/workbook.xml" not in names:
                raise Unreadable(NOT_READ)
            if any(name.lower().endswith(("vbaproject.bin", ".xlm")) for name in names):
                raise Unreadable(MACROS)
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise Unreadable(MACROS)
            for part in parts:
                # No office program declares entities; whoever does wants the reader to swell or to fetch.
                if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise Unreadable(NOT_READ)
    except Unreadable:
        raise
    except BROKEN:
        raise Unreadable(NOT_READ) from None


def _declares(part: bytes) -> bool:
    """Say whether an XML part declares a document type, in whatever letters."""
    return any("<!DOCTYPE".encode(coding) in part for coding in ("utf-8", "utf-16-le", "utf-16-be"))


def _sheet(page) -> Sheet:
    """Return the rows of one sheet that hold something."""
    rows = []
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
        values = tuple(_value(each) for each in cells)
        if all(is_empty(value) for value in values):
            continue
        if len(rows) == MOST_ROWS:
            raise Unreadable(f"Trang “{page.title}” có hơn {vn_number(MOST_ROWS)} dòng. Hãy tách thành nhiều tệp.")
        rows.append((number, values))
    return Sheet(page.title, page.sheet_state != "visible", tuple(rows))


def _value(cell) -> Cell:
    """Return what a cell holds as plain value; a percentage in words, as its typist sees it."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        is_share = "%" in LITERAL.sub("", getattr(cell, "number_format", "") or "")
        return f"{value * 100:.12g}%".replace(".", ",") if is_share else value
    if value is None or isinstance(value, (bool, date)):
        return value
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value)[:LONGEST]
