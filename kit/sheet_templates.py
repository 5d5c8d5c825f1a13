"""Workbooks to be filled in: headings that stay in sight, cells that take what belongs there, instructions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import xlsxwriter
from django.utils import timezone
from xlsxwriter.utility import xl_col_to_name

from kit.sheets import BORDER, FONT, sheet_name

ROWS_TO_FILL = 1_000
HEAD = {**FONT, **BORDER, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "locked": True}
NEEDED, WISHED = "#FBE3C8", "#E7EEF7"
LISTS = "Danh mục"
GUIDE = "Hướng dẫn"


@dataclass(frozen=True, slots=True)
class Field:
    """One column to fill in: its heading, whether it must be filled, what to write, an example, values to choose."""

    label: str
    required: bool = False
    hint: str = ""
    example: str = ""
    options: tuple[str, ...] = ()
    width: int = 18
    as_text: bool = True


def write_template(
    target: IO[bytes],
    *,
    name: str,
    title: str,
    author: str,
    made_at: datetime,
    fields: Sequence[Field],
    guide: Sequence[str] = (),
) -> None:
    """Write an empty table with its instructions into a workbook; long lists of values stand on a hidden page."""
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    moment = timezone.localtime(made_at).replace(tzinfo=None) if timezone.is_aware(made_at) else made_at
    book.set_properties({"title": title, "author": author, "created": moment})
    page = book.add_worksheet(sheet_name(name))
    explained = book.add_worksheet(GUIDE)
    lists = book.add_worksheet(LISTS)
    lists.hide()
    _fill_table(book, page, title, fields)
    for place, each in enumerate(fields):
        _restrict(page, lists, place, each)
    _explain(book, explained, title, fields, guide)
    book.close()


def _fill_table(book, page, title: str, fields: Sequence[Field]) -> None:
    """Write title and headings; what must be filled has a colour and a star."""
    page.write_string(0, 0, title, book.add_format({**FONT, "bold": True, "font_size": 14}))
    page.write_string(
        1, 0, f"Cột có dấu * bắt buộc ghi. Cách ghi từng cột: xem trang “{GUIDE}”.",
        book.add_format({**FONT, "italic": True}),
    )  # fmt: skip
    needed, wished = (book.add_format({**HEAD, "bg_color": colour}) for colour in (NEEDED, WISHED))
    words = book.add_format({**FONT, "num_format": "@", "text_wrap": True})
    plain = book.add_format({**FONT, "num_format": "dd/mm/yyyy"})
    for place, each in enumerate(fields):
        page.write_string(2, place, f"{each.label} *" if each.required else each.label,
                          needed if each.required else wished)  # fmt: skip
        page.set_column(place, place, each.width, words if each.as_text else plain)
    page.set_row(2, 34)
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)


def _restrict(page, lists, place: int, each: Field) -> None:
    """Let a column offer its values, and say what to write where a cell is entered."""
    told = {"input_title": each.label[:32], "input_message": each.hint[:255]} if each.hint else {}
    where = (3, place, 2 + ROWS_TO_FILL, place)
    if each.options:
        for row, option in enumerate(each.options):
            lists.write_string(row, place, option)
        column = xl_col_to_name(place, col_abs=True)
        source = f"='{LISTS}'!{column}$1:{column}${len(each.options)}"
        # A warning, not a bar: what is pasted from elsewhere is checked when the file is read.
        page.data_validation(*where, {
            "validate": "list", "source": source, "error_type": "warning", "error_title": "Không có trong danh sách",
            "error_message": "Chọn một giá trị trong danh sách của ô.", **told,
        })  # fmt: skip
    elif told:
        page.data_validation(*where, {"validate": "any", **told})


def _explain(book, page, title: str, fields: Sequence[Field], guide: Sequence[str]) -> None:
    """Write the page of instructions: what to mind, then each column."""
    bold, head = book.add_format({**FONT, "bold": True, "font_size": 14}), book.add_format({**HEAD, "bg_color": WISHED})
    plain = book.add_format({**FONT, "text_wrap": True})
    cell = book.add_format({**FONT, **BORDER, "text_wrap": True, "num_format": "@"})
    page.write_string(0, 0, f"Cách ghi: {title}", bold)
    row = 2
    for number, line in enumerate(guide, start=1):
        page.merge_range(row, 0, row, 4, f"{number}. {line}", plain)
        page.set_row(row, 18 * (1 + len(line) // 95))
        row += 1
    row += 1
    for place, label in enumerate(("Cột", "Bắt buộc", "Cách ghi", "Ví dụ", "Giá trị chọn")):
        page.write_string(row, place, label, head)
    for each in fields:
        row += 1
        chosen = "; ".join(each.options[:8]) + ("; …" if len(each.options) > 8 else "")
        for place, text in enumerate((each.label, "Có" if each.required else "", each.hint, each.example, chosen)):
            page.write_string(row, place, text, cell)
    for place, width in enumerate((24, 10, 46, 26, 46)):
        page.set_column(place, place, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
