"""What a produced PDF really shows: lines with their place, face and size, and drawn rules."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO

import pdfplumber

from reports.rendering.pdf import render_pdf
from reports.tests.paper_samples import PAPERS

MM = 72 / 25.4
LEFT, RIGHT, A4 = 30 * MM, 190 * MM, (210 * MM, 297 * MM)
TINOS = {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}
COLUMN_GAP = 18


def bare(text: str) -> str:
    """Return the letters of a text without any space, in NFC."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", "", text))


@dataclass(frozen=True)
class Line:
    """A line of text within one column."""

    page: int
    text: str
    x0: float
    x1: float
    base: float
    sizes: frozenset
    faces: frozenset

    @property
    def width(self) -> float:
        """The width in points."""
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        """The horizontal middle."""
        return (self.x0 + self.x1) / 2


class Measured:
    """A PDF taken apart."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pdfplumber.open(BytesIO(data))
        self.pages = self.pdf.pages

    @cached_property
    def chars(self) -> list[list[dict]]:
        """The characters of each page."""
        return [page.chars for page in self.pages]

    @cached_property
    def lines(self) -> list[Line]:
        """Every line in reading order."""
        return [
            line for number, chars in enumerate(self.chars) for line in _lines(number, chars, self.pages[number].height)
        ]

    def on(self, page: int) -> list[Line]:
        """The lines of a page, counted from 0."""
        return [line for line in self.lines if line.page == page]

    def line(self, start: str) -> Line:
        """The first line that begins with these words."""
        return next(line for line in self.lines if line.text.startswith(start))

    def rules(self, page: int) -> list[dict]:
        """The free horizontal rules of a page, from the top."""
        thin = [rect for rect in self.pages[page].rects if rect["height"] < 1 and rect["width"] > 4]
        return sorted(thin, key=lambda rect: rect["top"])

    def rule_below(self, line: Line) -> dict:
        """The rule just below a line."""
        return next(
            rule
            for rule in self.rules(line.page)
            if -1 < rule["top"] - line.base < 8 and rule["x0"] < line.middle < rule["x1"]
        )


def _lines(number: int, chars: list[dict], top: float) -> Iterator[Line]:
    rows: dict[float, list[dict]] = {}
    for char in chars:
        if char["upright"]:
            base = round(top - char["matrix"][5], 1)
            rows.setdefault(base, []).append(char)
    for base in sorted(rows):
        row = sorted(rows[base], key=lambda char: char["x0"])
        part = [row[0]]
        for char in row[1:]:
            if char["x0"] - part[-1]["x1"] > COLUMN_GAP:
                yield from _line(number, base, part)
                part = []
            part.append(char)
        yield from _line(number, base, part)


def _line(number: int, base: float, chars: list[dict]) -> Iterator[Line]:
    while chars and chars[0]["text"].isspace():
        chars = chars[1:]
    while chars and chars[-1]["text"].isspace():
        chars = chars[:-1]
    if chars:
        text = "".join(char["text"] for char in chars)
        sizes = frozenset(round(char["size"], 1) for char in chars)
        faces = frozenset(char["fontname"].partition("+")[2] for char in chars)
        yield Line(number, text, chars[0]["x0"], chars[-1]["x1"], base, sizes, faces)


@cache
def printed(name: str) -> Measured:
    """Return a sample paper, printed once in a test run and taken apart."""
    return Measured(render_pdf(PAPERS[name]()).data)
