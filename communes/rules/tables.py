"""A table that somebody filled in: where its head is, what its rows say, and what is wrong with them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kit import cells
from kit.cells import Cell, Unclear
from kit.vietnamese import fold

HEAD_WITHIN = 30
ADD, CHANGE, KEEP, SKIP, WRONG, ASK = "add", "change", "keep", "skip", "wrong", "ask"
DOES = {
    ADD: "Thêm mới",
    CHANGE: "Cập nhật",
    KEEP: "Không có gì mới",
    SKIP: "Bỏ dòng này",
    WRONG: "Có lỗi",
    ASK: "Chờ chọn",
}
OPEN = (WRONG, ASK)
LEAVE_OUT = ("skip", "Bỏ dòng này")


class NoTable(ValueError):
    """Sheets in which the wanted table does not stand; the reason in words for whoever sent them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a table may have: its heading, how its cells are read, and what its template says of it."""

    key: str
    label: str
    read: Callable[[Cell], Any] = cells.words
    required: bool = False
    aliases: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    width: int = 18


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as it was typed: its number as Excel shows it, its cells by the key of their column."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below a head; `unknown` are headings that no column answers to."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one cell, or with a row where no column is named."""

    reason: str
    column: str = ""

    def told(self, row: int) -> str:
        """Say where and what: Dòng 7, cột “Năm sinh”: …"""
        place = f"Dòng {row}, cột “{self.column}”" if self.column else f"Dòng {row}"
        return f"{place}: {self.reason}{'' if self.reason.endswith(('.', '?')) else '.'}"


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row: its words, what it does, what is wrong, what is asked, and the values it holds."""

    row: int
    words: tuple[str, ...]
    does: str
    findings: tuple[Finding, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    question: str = ""
    options: tuple[tuple[str, str], ...] = ()
    suggested: str = ""
    chosen: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def stored(self) -> dict:
        """Return the line as plain values, without what it would write."""
        return {
            "row": self.row,
            "words": list(self.words),
            "does": self.does,
            "findings": [each.told(self.row) for each in self.findings],
            "changes": [list(each) for each in self.changes],
            "notes": list(self.notes),
            "question": self.question,
            "options": [list(each) for each in self.options],
            "suggested": self.suggested,
            "chosen": self.chosen,
        }


def heading_key(text: str) -> str:
    """Return a heading without marks, stars, notes in brackets and points: "Họ và tên (*)" is "ho va ten"."""
    bare = text.partition("(")[0].translate(str.maketrans("*:.,;–-_/", " " * 9))
    return fold(bare)


def find_table(sheets: Sequence[Sequence[tuple[int, Sequence[Cell]]]], columns: Sequence[Column]) -> Table:
    """Return the table with those columns, whichever sheet and row its head is in; raise NoTable."""
    known = {heading_key(name): each.key for each in columns for name in (each.label, *each.aliases)}
    needed = [each for each in columns if each.required]
    nearest: list[str] = []
    for rows in sheets:
        for place, (_, values) in enumerate(rows[:HEAD_WITHIN]):
            headings = [cells.shown(value) for value in values]
            keys = [known.get(heading_key(text)) if text else None for text in headings]
            found = [key for key in keys if key]
            lacking = [each.label for each in needed if each.key not in found]
            if len(set(found)) >= min(2, len(columns)) and lacking and (not nearest or len(lacking) < len(nearest)):
                nearest = lacking
            if lacking or not found:
                continue
            if doubled := {text for text, key in zip(headings, keys, strict=True) if key and found.count(key) > 1}:
                raise NoTable(f"Có nhiều cột cùng nội dung: {', '.join(sorted(doubled))}. Hãy để lại một cột.")
            return _below(rows[place + 1 :], headings, keys)
    if nearest:
        raise NoTable(f"Thiếu cột bắt buộc: {', '.join(nearest)}. Hãy dùng đúng tên cột của mẫu.")
    labels = ", ".join(each.label for each in needed)
    raise NoTable(f"Không tìm thấy dòng tiêu đề có các cột: {labels}. Hãy dùng mẫu tải từ phần mềm.")


def _below(rows, headings: list[str], keys: list[str | None]) -> Table:
    """Return the rows below a head that hold something in a known column."""
    found = []
    for number, values in rows:
        named = {key: value for key, value in zip(keys, values, strict=False) if key}
        if not all(cells.is_empty(value) for value in named.values()):
            found.append(Row(number, named))
    if not found:
        raise NoTable("Dưới dòng tiêu đề chưa có dòng dữ liệu nào.")
    return Table(tuple(found), tuple(text for text, key in zip(headings, keys, strict=True) if text and not key))


def values_of(row: Row, columns: Iterable[Column]) -> tuple[dict[str, Any], list[Finding]]:
    """Read the cells of a row; return the values by column, and what could not be read or is missing."""
    values, findings = {}, []
    for column in columns:
        cell = row.cells.get(column.key)
        try:
            values[column.key] = column.read(cell)
        except Unclear as problem:
            values[column.key] = None
            findings.append(Finding(str(problem), column.label))
            continue
        if column.required and values[column.key] in (None, ""):
            findings.append(Finding("không được để trống", column.label))
    return values, findings


def words_of(row: Row, columns: Iterable[Column]) -> tuple[str, ...]:
    """Return the cells of a row as a reader sees them, in the order of the columns."""
    return tuple(cells.shown(row.cells.get(column.key))[:500] for column in columns)


def settled(line: Line, choice: str) -> Line:
    """Return a line with a choice made: left out where that is chosen; a choice that is not offered is forgotten."""
    if line.findings and not line.options:
        line = replace(line, does=WRONG, options=(LEAVE_OUT,))
    if choice == LEAVE_OUT[0] and any(value == choice for value, _ in line.options):
        return replace(line, does=SKIP, chosen=choice)
    if line.findings:
        return replace(line, does=WRONG)
    return line


def pack(row: Row) -> list:
    """Return a row as plain values that JSON keeps."""
    return [row.number, {key: _packed(value) for key, value in row.cells.items()}]


def unpack(kept: list) -> Row:
    """Return a row that was kept by `pack`."""
    number, named = kept
    return Row(number, {key: _unpacked(value) for key, value in named.items()})


def _packed(value: Cell):
    """Return a cell as JSON keeps it; numbers that JSON does not know become words."""
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return cells.shown(value)
    if isinstance(value, str):
        return cells.lines_of(value)
    return value


def _unpacked(value) -> Cell:
    """Return a cell that JSON kept."""
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value
