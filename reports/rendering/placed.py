"""Blocks as both renderers place them: lines broken, rules measured, numbers given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from reports.documents.blocks import Column, Recipients, Signature, Table
from reports.rendering import charts
from reports.rendering.charts import Drawing

ROWS_KEPT_TOGETHER = 4
# About how many letters of a table's size stand side by side on a portrait page.
LETTERS_ACROSS, LINES_KEPT_TOGETHER = 75, 8
CELL_EDGES = 9
MOST_LINES_LOWERED = 4


@dataclass(frozen=True)
class Lines:
    """Centred lines, already broken, and the length in points of the rule under them."""

    lines: tuple[str, ...]
    rule: float = 0

    @property
    def rule_in_pixels(self) -> str:
        """The length of the rule in CSS pixels, as an attribute of HTML."""
        return f"{self.rule * 96 / 72:.2f}"


@dataclass(frozen=True)
class Head:
    """The letterhead as placed: issuing body left, national name right, number and date below."""

    superior: Lines
    issuer: Lines
    motto: Lines
    number_line: str
    date_line: str
    subject: Lines = Lines(())


@dataclass(frozen=True)
class TitleLines:
    """The title as placed: kind of paper and abstract."""

    kind: Lines
    abstract: Lines


@dataclass(frozen=True)
class HeadingLines:
    """A heading as placed, with its rank in the outline."""

    rank: int
    lines: tuple[str, ...]

    @property
    def tag(self) -> str:
        """The HTML element of the heading; the title is h1."""
        return f"h{self.rank + 1}"


def _lines_taken(cell: str, letters: float) -> float:
    """Return about how many lines a cell takes where so many letters stand side by side."""
    return sum(max(len(line) / letters, 1) for line in cell.split("\n"))


@dataclass(frozen=True)
class Grid:
    """A table as placed, and the width in points that it fills."""

    table: Table
    room: float

    @property
    def caption(self) -> str:
        """The line above the table."""
        return self.table.caption

    @property
    def small(self) -> bool:
        """Whether the table stays whole on one page: few rows, and by a rough guess not many lines in them."""
        if len(self.table.rows) > ROWS_KEPT_TOGETHER:
            return False
        whole = sum(column.share for column in self.columns)
        rooms = [LETTERS_ACROSS * column.share / whole for column in self.columns]
        heights = (max(map(_lines_taken, row, rooms)) for row in self.table.rows)
        return sum(heights) <= LINES_KEPT_TOGETHER

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns with their headings."""
        return self.table.columns

    @property
    def rooms(self) -> tuple[float, ...]:
        """The points that each column leaves for words."""
        whole = sum(column.share for column in self.columns)
        return tuple(self.room * column.share / whole - CELL_EDGES for column in self.columns)

    @property
    def shares(self) -> tuple[str, ...]:
        """The widths of the columns in percent."""
        whole = sum(column.share for column in self.columns)
        return tuple(f"{column.share / whole:.4%}" for column in self.columns)

    @property
    def printed_rows(self) -> Iterator[dict]:
        """The rows, each with its cells, their sides and rooms; whether it is bold, and stands with the row below:
        the row of a group does, and the row above the total."""
        sides, bold, last = [column.align for column in self.columns], self.table.bold_rows, len(self.table.rows) - 1
        for place, row in enumerate(self.table.rows):
            cells = list(zip(sides, row, self.rooms, strict=True))
            heads = place < last and (place in bold or place + 1 == last and last in bold)
            yield {"cells": cells, "bold": place in bold, "heads": heads}


@dataclass(frozen=True)
class Figure:
    """A chart as placed: its pictures, and its figures as a table."""

    caption: str
    drawings: tuple[Drawing, ...]
    figures: Grid | None

    @property
    def pictures(self) -> Iterator[SafeString]:
        """The drawings as SVG."""
        return map(charts.svg, self.drawings)


@dataclass(frozen=True)
class Closing:
    """The end of a paper: recipients left, level with the signature in the right half."""

    recipients: Recipients | None
    left: Signature | None
    right: Signature | None

    @property
    def lowered(self) -> tuple[int, ...]:
        """By how many lines the name of each side stands lower, so that two names stand level."""
        if self.left is None or self.right is None:
            return 0, 0
        lines = len(self.left.lines), len(self.right.lines)
        return tuple(min(max(lines) - each, MOST_LINES_LOWERED) for each in lines)


@dataclass(frozen=True)
class AnnexHead:
    """The heading of an annex: its number, its title, and the paper it belongs to."""

    number: str
    title: Lines
    attached: Lines


@dataclass(frozen=True)
class Piece:
    """One thing to place, and the name of its look."""

    kind: str
    block: Any

    @property
    def template(self) -> str:
        """The template that prints it."""
        return f"documents/blocks/{self.kind}.html"


@dataclass(frozen=True)
class Sheet:
    """Pieces that share a page numbering: the paper itself, or one annex; a poster lies on A3."""

    pieces: tuple[Piece, ...]
    annex: bool = False
    landscape: bool = False

    @property
    def poster(self) -> bool:
        """Whether this is a poster."""
        return any(piece.kind == "poster" for piece in self.pieces)
