"""The words of a paper: frozen blocks of finished text that go through JSON unchanged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from kit.vietnamese import letter, listed, vn_number
from reports.documents import words
from reports.documents.base import Block, Run, clean, plain, runs

TEXT_END = "./."


def _trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    """Strip the dash before and the stop after each line; drop what is then empty."""
    bare = (re.sub(r"(\./\.|[;,.\s])+$", "", re.sub(r"^\s*[-–+]\s+", "", line)).strip() for line in lines)
    return tuple(line for line in bare if line)


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else tuple(line.upper() for line in value)


@dataclass(frozen=True)
class Letterhead(Block):
    """The issuing body, national name and motto, number and date (NĐ 30/2020, Annex I, II.1–4).

    A letter without a title of its kind bears its `subject` under the number, “V/v …” (II.5b).
    """

    issuer: tuple[str, ...]
    number_line: str
    date_line: str = ""
    superior: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("issuer", _upper((self.issuer,) if isinstance(self.issuer, str) else self.issuer))
        self._set("superior", _upper(self.superior))

    @classmethod
    def of(
        cls,
        issuer: Sequence[str],
        symbol: str,
        *,
        number: int | str | None = None,
        place: str = "",
        on: date | None = None,
        year: int | None = None,
        superior: str = "",
        subject: str = "",
    ) -> Self:
        """Set a letterhead from its facts; without a place there is no date line, as in minutes."""
        date_line = words.place_and_date(place, on, year=year) if place else ""
        return cls(tuple(issuer), words.document_number(number, symbol), date_line, superior, subject)


@dataclass(frozen=True)
class Title(Block):
    """The kind of paper in capitals and its abstract (II.5a)."""

    kind: str
    abstract: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("kind", _upper(self.kind))


@dataclass(frozen=True)
class Addressees(Block):
    """“Kính gửi” of a submission, a report to a superior or a letter (II.9a)."""

    names: tuple[str, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("names", _trimmed(self.names))

    @property
    def lines(self) -> tuple[str, ...]:
        """The printed lines: one addressee beside the words, several each after a dash."""
        if len(self.names) == 1:
            return (f"Kính gửi: {self.names[0]}",)
        return ("Kính gửi:", *listed(f"- {name}" for name in self.names))


@dataclass(frozen=True)
class Grounds(Block):
    """The legal grounds, one a line, closed by “;” and the last by “.” (II.6)."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("items", _trimmed(self.items))

    @property
    def lines(self) -> tuple[str, ...]:
        """The printed lines with their stops."""
        return listed(self.items)


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph of the body; `centred` for lines such as “QUYẾT ĐỊNH:”. A colon at its end keeps it with the next."""

    text: tuple[Run, ...]
    centred: bool = False
    keep_with_next: bool = False

    def __post_init__(self) -> None:
        self._set("text", runs(self.text))
        super().__post_init__()
        if plain(self.text).rstrip().endswith(":"):
            self._set("keep_with_next", True)


RANKS = PART, ROMAN, NUMBER, DECIMAL, LETTER = "part", "roman", "number", "decimal", "letter"


@dataclass(frozen=True)
class Heading(Block):
    """A heading: phần (centred), “I.”, “1.”, “1.1.” or “a)”; the first two in capitals (II.6)."""

    level: str
    number: str
    text: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.level not in RANKS:
            raise ValueError(self.level)
        if self.level in (PART, ROMAN):
            self._set("text", _upper(self.text))

    @property
    def lines(self) -> tuple[str, ...]:
        """The printed lines: a phần has its number on a line of its own."""
        return (self.number, self.text) if self.level == PART else (f"{self.number} {self.text}",)


@dataclass(frozen=True)
class Listing(Block):
    """Items, each behind the mark its kind gives to its place."""

    items: tuple[tuple[Run, ...], ...]

    def __post_init__(self) -> None:
        self._set("items", tuple(runs(item) for item in self.items))
        super().__post_init__()

    @property
    def marked(self) -> tuple[tuple[Run, ...], ...]:
        """The items as printed, each behind its mark."""
        return tuple((Run(f"{self.mark(place)} "), *item) for place, item in enumerate(self.items))


@dataclass(frozen=True)
class Clauses(Listing):
    """Khoản: 1., 2., 3. …"""

    start: int = 1

    def mark(self, place: int) -> str:
        return f"{self.start + place}."


@dataclass(frozen=True)
class Points(Listing):
    """Điểm: a), b), c), d), đ), e), g) …"""

    start: int = 1

    def mark(self, place: int) -> str:
        return f"{letter(self.start + place)})"


@dataclass(frozen=True)
class Dashes(Listing):
    """Lines after a dash, or after a plus at the second level."""

    sign: str = "-"

    def mark(self, place: int) -> str:
        return self.sign


@dataclass(frozen=True)
class Column(Block):
    """A column of a table: heading, share of the width, and `left`, `center` or `right`."""

    title: str
    share: int = 1
    align: str = "left"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.align not in ("left", "center", "right") or self.share < 1:
            raise ValueError(f"{self.share}, {self.align}")


@dataclass(frozen=True)
class Table(Block):
    """A ruled table whose heading is printed again on every page; rows named in `bold_rows` are totals."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    bold_rows: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("Each row of a table has one cell for each column.")


@dataclass(frozen=True)
class Series(Block):
    """One measure of a chart, a value for each label, kept as decimal text."""

    name: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        self._set("values", tuple(str(Decimal(value)) for value in self.values))
        super().__post_init__()


@dataclass(frozen=True)
class Chart(Block):
    """Bars, side by side or stacked, and the table of the same figures unless one stands beside it."""

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    stacked: bool = False
    figures: bool = True
    label_title: str = "Nội dung"

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError("Each series of a chart has one value for each label.")

    def table(self) -> Table:
        """Return the figures of the chart as a table."""
        unit = f" ({self.unit})" if self.unit else ""
        measures = (Column(one.name + unit, 2, "right") for one in self.series)
        shown = [[vn_number(value) for value in one.values] for one in self.series]
        rows = tuple((label, *cells) for label, *cells in zip(self.labels, *shown, strict=True))
        return Table((Column(self.label_title, 4), *measures), rows, caption=f"Số liệu: {self.caption}")


@dataclass(frozen=True)
class Note(Block):
    """A remark in italics, under a table or chart."""

    text: str


@dataclass(frozen=True)
class TextEnd(Block):
    """The mark “./.” set once, at the end of the text before it."""


@dataclass(frozen=True)
class Signature(Block):
    """Authority and position in capitals, room for the signature, the name (II.7); one side of minutes."""

    lines: tuple[str, ...]
    name: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("lines", _upper(self.lines))


@dataclass(frozen=True)
class TwoSignatures(Block):
    """Two signatures side by side: in minutes secretary left, chair right (Annex III, form 1.9)."""

    left: Signature
    right: Signature


@dataclass(frozen=True)
class Recipients(Block):
    """“Nơi nhận”, each after a dash, the copy kept on file last (II.9b)."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        items = _trimmed(self.items)
        filed = [item for item in items if item.startswith("Lưu")] or ["Lưu: VT"]
        self._set("items", (*(item for item in items if not item.startswith("Lưu")), *filed[:1]))

    @property
    def lines(self) -> tuple[str, ...]:
        """The printed lines below the heading."""
        return listed(f"- {item}" for item in self.items)


@dataclass(frozen=True)
class Annex(Block):
    """An annex with its own pages and numbering; `attached` is the line “(Kèm theo …)” (Annex I, III)."""

    title: str
    attached: str
    blocks: tuple[Block, ...]
    landscape: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("title", _upper(self.title))

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the annex; only the paper itself carries the end mark."""
        return tuple(block for block in self.blocks if not isinstance(block, TextEnd))


@dataclass(frozen=True)
class Box(Block):
    """One part of a poster: its title and its lines, each a day, what falls on it and what that is about."""

    title: str
    lines: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Poster(Block):
    """A sheet for the wall: a large title, a line below it, boxes in rows of so many, a remark at the foot."""

    title: str
    subtitle: str
    boxes: tuple[Box, ...]
    note: str = ""
    across: int = 6

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set("title", _upper(self.title))


def narrative(text: str) -> tuple[Block, ...]:
    """Turn what a person typed into paragraphs, one a line; lines after “-” or “+” become lists."""
    blocks: list[Block] = []
    for line in filter(None, (line.strip() for line in clean(text).split("\n"))):
        sign, _, rest = line.partition(" ")
        if sign not in ("-", "–", "+") or not rest:
            blocks.append(Paragraph(line))
            continue
        sign = "+" if sign == "+" else "-"
        last = blocks[-1] if blocks else None
        if isinstance(last, Dashes) and last.sign == sign:
            blocks[-1] = replace(last, items=(*last.items, rest))
        else:
            blocks.append(Dashes((rest,), sign))
    return tuple(blocks)
