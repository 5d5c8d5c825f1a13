"""The sheets of a workbook as plain cells: run by `kit.confined`, never in the process that serves people."""

import re
import warnings
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kit.cells import Cell, is_empty
from kit.vietnamese import vn_number
from kit.workbooks import BROKEN, NOT_READ, Sheet, Unreadable, look_inside

MOST_SHEETS = 20
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST = 40_000
LITERAL = re.compile(r'"[^"]*"|\\.')


def plain_sheets(source: BinaryIO) -> list:
    """Return the sheets of an xlsx file as JSON carries them."""
    return [
        (each.name, each.hidden, [(number, [_to_plain(cell) for cell in cells]) for number, cells in each.rows])
        for each in read(source.read())
    ]


def _to_plain(cell: Cell) -> Any:
    """Return a cell as JSON carries it."""
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def read(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of an xlsx file: formulas as their last values, percentages as “95%”; raise Unreadable."""
    look_inside(content)
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
    except (*BROKEN, InvalidFileException):
        raise Unreadable(NOT_READ) from None
    if not any(each.rows for each in sheets):
        raise Unreadable("Tệp không có dòng nào.")
    return sheets


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
