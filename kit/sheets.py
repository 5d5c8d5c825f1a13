"""Tables as Excel workbooks – a head in words, typed columns, rows written one by one in constant memory – and as CSV.

Text stays text. A cell that begins with = + - @, a tab or a line end is written as a string in a cell formatted as
text and marked with Excel's own quote prefix, so that it is no formula on opening, on editing or on saving again. The
words themselves are not changed: a CSV saved from the workbook holds them as they are, and is to be imported with its
columns set to text. In the CSV that is written here an apostrophe stands before such signs wherever a program might
see a new cell in them: at the start, and after a semicolon, a tab or a line end.
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from io import BytesIO, TextIOWrapper
from math import isfinite
from pathlib import Path
from textwrap import wrap
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from kit.forms import clean_text
from kit.vietnamese import vn_date, vn_datetime

MOST_ROWS = 1_000_000
MOST_UNITS = 32_767
MOST_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)
NARROWEST, WIDEST = 8, 60
HEAD_WIDTH = 120
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
TEXT = {"num_format": "@", "text_wrap": True, "quote_prefix": True}
BORDER = {"border": 1, "border_color": "#BFBFBF"}
BOLD = {**FONT, **BORDER, **TEXT, "bold": True, "align": "center", "bg_color": "#E7EEF7"}
NO_LETTERS = str.maketrans("", "", "\ufffe\uffff")
CUT = "Ghi chú: {number} ô dài hơn mức Excel chứa được (32.767 ký tự) nên đã cắt bớt; chỗ cắt ghi dấu “…”."


class Kind(Enum):
    """What a column holds, and how its cells are formatted: the Vietnamese way by the locale 42A of the format."""

    TEXT = "@"
    DATE = r"[$-42A]dd\/mm\/yyyy"
    DATETIME = r"[$-42A]dd\/mm\/yyyy hh:mm"
    YEAR = "0"
    INTEGER = "[$-42A]#,##0"
    DECIMAL = "[$-42A]#,##0.###"
    MONEY = '[$-42A]#,##0" đ"'
    PERCENT = "[$-42A]0.0%"


# Where a spreadsheet would begin a formula in a CSV, whichever sign it takes for the end of a cell.
FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r\n])")
TYPICAL = {Kind.DATE: 11, Kind.DATETIME: 17, Kind.MONEY: 15}


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column: its words and what it holds; percent is given in points of a hundred."""

    label: str
    kind: Kind = Kind.TEXT


@dataclass
class _Sheet:
    """A worksheet being written: its formats, the widest content of each column, how many texts were cut."""

    page: Any
    formats: dict[Kind, Any]
    headings: Sequence[Heading]
    widths: list[int] = field(default_factory=list)
    cut: int = 0

    def put(self, row: int, column: int, value: Any) -> None:
        """Write one value as what its column holds, or as text where it cannot be that."""
        kind = self.headings[column].kind
        if value is None or value == "":
            self.page.write_blank(row, column, None, self.formats[kind])
        elif kind is Kind.TEXT or not self._put_measured(row, column, value, kind):
            text = self._shortened(_in_words(value))
            self.page.write_string(row, column, text, self.formats[Kind.TEXT])
            self._widen(column, max(map(len, text.split("\n"))) if "\n" in text else len(text))

    def _put_measured(self, row: int, column: int, value: Any, kind: Kind) -> bool:
        """Write a day, a moment or a number; say whether the value is one that Excel holds."""
        if kind is Kind.DATE and _is_day(value):
            self.page.write_datetime(row, column, value, self.formats[kind])
            self._widen(column, TYPICAL[kind])
            return True
        if kind is Kind.DATETIME and _is_moment(value):
            self.page.write_datetime(row, column, _local(value), self.formats[kind])
            self._widen(column, TYPICAL[kind])
            return True
        number = _number(value, kind)
        if number is None:
            return False
        kind = Kind.INTEGER if kind is Kind.DECIMAL and number == int(number) else kind
        self.page.write_number(row, column, number, self.formats[kind])
        self._widen(column, max(TYPICAL.get(kind, 0), len(f"{number:,.3f}".rstrip("0")) + 2))
        return True

    def _widen(self, column: int, width: int) -> None:
        self.widths[column] = max(self.widths[column], width)

    def _shortened(self, text: str) -> str:
        """Cut a text that no cell holds, counted as Excel counts."""
        if len(text) * 2 <= MOST_UNITS or len(text.encode("utf-16-le")) // 2 <= MOST_UNITS:
            return text
        self.cut += 1
        return text.encode("utf-16-le")[: (MOST_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"


def write(
    target: Path | IO[bytes],
    *,
    name: str,
    title: str,
    author: str,
    head: Sequence[str],
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Any]],
    made_at: datetime,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Write one table into a workbook and return its number of rows.

    `head` are the lines below the title; `tell` hears how many rows are written, a hundred at a time.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    facts = {"title": _one_line(title), "author": _one_line(author), "created": _local(made_at)}
    book.set_properties(facts)
    sheet = _Sheet(book.add_worksheet(sheet_name(name)), _formats(book), headings, [NARROWEST] * len(headings))
    top = _write_head(book, sheet.page, [title, *head])
    bold = book.add_format(BOLD)
    for column, heading in enumerate(headings):
        sheet.page.write_string(top, column, _one_line(heading.label), bold)
        sheet.widths[column] = max(NARROWEST, min(len(heading.label) + 3, 20))
    number = 0
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            sheet.put(top + number, column, value)
        if number % 100 == 0:
            tell(number)
    if sheet.cut:
        sheet.page.write_string(top + number + 2, 0, CUT.format(number=f"{sheet.cut:02d}"), book.add_format(FONT))
    _lay_out(sheet, top, number, title)
    book.close()
    return number


def as_csv(headings: Sequence[Heading], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV (RFC 4180) for other programs: UTF-8 with the mark by which Excel knows it.

    In columns of days, moments and numbers they are told by ISO 8601 and with a point; text keeps its words.
    """
    written = BytesIO()
    with TextIOWrapper(written, "utf-8-sig", newline="", write_through=True) as text:
        writer = csv.writer(text)
        writer.writerow([_plain(_one_line(each.label), Kind.TEXT) for each in headings])
        kinds = [each.kind for each in headings]
        writer.writerows([_plain(value, kind) for value, kind in zip(values, kinds, strict=True)] for values in rows)
        return written.getvalue()


def _plain(value: Any, kind: Kind) -> str:
    """Return a value as a cell of a CSV."""
    if value is None or value == "":
        return ""
    if kind is not Kind.TEXT and not isinstance(value, (str, bool)):
        if isinstance(value, datetime):
            return _local(value).isoformat(" ", "minutes")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, (int, float, Decimal, Fraction)):
            return str(round(float(value), 4) if isinstance(value, Fraction) else value)
    return FORMULA.sub(r"\1'", _cleaned(value))


def sheet_name(name: str) -> str:
    """Return a name that Excel takes for a sheet: at most 31 characters, none of []:*?/\\, no quote at an end."""
    kept = re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\]", " ", _one_line(name)))
    kept = kept.strip(" '")[:31].strip(" '")
    return kept if kept and kept.lower() != "history" else "Danh sách"


def _formats(book) -> dict[Kind, Any]:
    """Return the format of each kind of cell."""
    made = {}
    for kind in Kind:
        more = TEXT if kind is Kind.TEXT else {"num_format": kind.value}
        made[kind] = book.add_format({**FONT, **BORDER, **more})
    return made


def _write_head(book, page, lines: Sequence[str]) -> int:
    """Write the title and the lines below it, long ones over several rows; return the row of the headings."""
    heavy, plain = book.add_format({**FONT, "bold": True, "font_size": 14}), book.add_format(FONT)
    row = 0
    for place, line in enumerate(lines):
        for part in wrap(_one_line(line), HEAD_WIDTH) or [""]:
            page.write_string(row, 0, part, plain if place else heavy)
            row += 1
    return row + 1


def _lay_out(sheet: _Sheet, top: int, number: int, title: str) -> None:
    """Set filter, frozen rows, widths and the printed page: A4 across, the headings on each, pages counted."""
    page, last = sheet.page, len(sheet.headings) - 1
    page.autofilter(top, 0, top + number, last)
    page.freeze_panes(top + 1, 0)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, min(width + 2, WIDEST))
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&L{}&RTrang &P/&N".format(_one_line(title)[:150].replace("&", "&&")))


def _number(value: Any, kind: Kind) -> float | int | None:
    """Return a value as the number that Excel can hold exactly enough, or None where it is no number of that kind."""
    if kind not in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT, Kind.YEAR) or isinstance(value, bool):
        return None
    if not isinstance(value, (int, float, Decimal, Fraction)):
        return None
    if not isfinite(value) or abs(value) >= 10**MOST_DIGITS:
        return None
    if kind is Kind.PERCENT:
        return float(value / 100)
    return value if isinstance(value, int) else float(value)


def _is_day(value: Any) -> bool:
    """Say whether a value is a day that Excel counts right."""
    return isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_DAY


def _is_moment(value: Any) -> bool:
    """Say whether a value is a moment that Excel counts right."""
    return isinstance(value, datetime) and value.date() >= FIRST_DAY


def _local(moment: datetime) -> datetime:
    """Return a moment as the clock on the wall shows it."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _in_words(value: Any) -> str:
    """Return a value as text of a worksheet."""
    text = _cleaned(value)
    # In constant memory XlsxWriter takes such words for its own markup and would not escape them.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _cleaned(value: Any) -> str:
    """Return a value as clean text."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return vn_datetime(_local(value))
    if isinstance(value, date):
        return vn_date(value)
    text = clean_text(str(value))
    return text if text.isprintable() else text.translate(NO_LETTERS)


def _one_line(text: str) -> str:
    """Return clean text on one line."""
    return " ".join(clean_text(text).translate(NO_LETTERS).split())
