"""Mục lục hồ sơ: the sheet before the parts of a bundle, with the pages on which each lies."""

from collections.abc import Iterable
from dataclasses import dataclass

from kit.vietnamese import roman
from reports.documents.blocks import Column, Note, Table, Title
from reports.documents.paper import Paper

COLUMNS = (
    Column("TT", 2, "center"),
    Column("Tên thành phần", 16),
    Column("Trang", 3, "center"),
    Column("Ghi chú", 7),
)
WHERE = "Bản gốc của mọi tệp nằm trong tệp nén của bộ hồ sơ."
ATTACHED = "Tệp Word, Excel được đính kèm trong tệp PDF này; bản gốc của mọi tệp nằm trong tệp nén của bộ hồ sơ."


@dataclass(frozen=True, slots=True)
class Row:
    """A part as the sheet lists it; without pages it lies elsewhere, as the note says."""

    group: str
    title: str
    pages: int
    note: str = ""
    attached: bool = False


def contents(title: str, rows: Iterable[Row], *, first: int) -> Paper:
    """Set the sheet; the first part begins on page `first`."""
    rows = tuple(rows)
    printed: list[tuple[str, ...]] = []
    groups: list[str] = []
    heads: list[int] = []
    for number, row in enumerate(rows, 1):
        if not groups or groups[-1] != row.group:
            groups.append(row.group)
            heads.append(len(printed))
            printed.append((roman(len(groups)), row.group, "", ""))
        printed.append((str(number), row.title, _span(first, row.pages), row.note))
        first += row.pages
    table = Table(COLUMNS, tuple(printed), bold_rows=tuple(heads))
    where = ATTACHED if any(row.attached for row in rows) else WHERE
    return Paper(f"Mục lục – {title}", (Title("MỤC LỤC HỒ SƠ", title), table, Note(where)))


def _span(first: int, pages: int) -> str:
    """Write the pages of a part: 5, or 5–7."""
    if not pages:
        return "–"
    return str(first) if pages == 1 else f"{first}–{first + pages - 1}"
