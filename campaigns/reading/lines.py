"""Lines of a text as they come out of a file: cleaned of residue, each with its number in the source."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from campaigns.reading.letters import pattern

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"), None)
_TAG = pattern(r"</?(?:b|i|u|strong|em|p|br|span|div|font|li|ul|ol|td|tr|table|sup|sub)\b[^>]*>", re.IGNORECASE)
_EMPHASIS = pattern(r"\*{1,3}|_{2,3}|(?<![\w/])_(?=\S)|(?<=\S)_(?![\w/])|`")
_WHOLE_BOLD = pattern(r"^\s*(?:[-+•]\s*)?(\*\*|__).+?(\*\*|__)?\s*:?\s*$")
_BULLET = pattern(r"^\s*(?:[•●○◦▪■□♦➢►✓✔\uf0b7\uf0a7\uf02d\uf0d8·∙]|[–—−‒](?=\s|\w)|o(?=\s+[«A»]))\s*")
_STACKED = pattern(r"^\s*-\s*([+-])(?=\s)")
_HEADING = pattern(r"^\s*#{1,6}\s+")
_RULE = pattern(r"^[\s\-_=*~.–—|:]{3,}$|^\|+$")
_PAGE = pattern(r"^(?:-\s*\d{1,3}\s*-|trang\s+\d+(?:\s*/\s*\d+)?|\d{1,3}\s*/\s*\d{1,3})$", re.IGNORECASE)
_BARE = pattern(r"^\d{1,3}$")
_CELLS = pattern(r"\s*(?:\t+|\s\|\s|\|)\s*")
_GAP = pattern(r"\s{3,}")
_CLOSE = 12
_INSET = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the source from 1, its words, and what stood around it.

    `after_blank` and `after_page`: an empty line or a page break came before it; `cells`: the parts of a table row;
    `gaps`: the parts between wide spaces, as where two columns were merged into one line; `last`: the number of the
    last line where a table row was put together of several; `header`: what stands above the cells; `heads`: whether
    the row is such a header itself; `indented`: it is set in from the margin.
    """

    number: int
    text: str
    bold: bool = False
    after_blank: bool = False
    after_page: bool = False
    cells: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    last: int = 0
    header: tuple[str, ...] = ()
    heads: bool = False
    indented: bool = False

    @property
    def end(self) -> int:
        """Return the number of its last line."""
        return self.last or self.number


@dataclass(frozen=True, slots=True)
class Noise:
    """A line that says nothing of the plan: a page number, a rule."""

    number: int
    text: str


def source_lines(text: str) -> list[str]:
    """Return the lines of a text as their numbers count them, signs of markup left out."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ").split("\n")
    return [clean(unicodedata.normalize("NFC", each))[0].strip() for each in raw]


def read_lines(text: str) -> tuple[list[Line], list[Noise], bool]:
    """Return the lines with words, those without meaning, and whether marks of some markup were removed."""
    lines: list[Line] = []
    noise: list[Noise] = []
    residue, blank, page = False, False, False
    breaks: set[int] = set()
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if "\f" in raw:
            page, raw = True, raw.replace("\f", " ")
            breaks.add(number)
        composed = unicodedata.normalize("NFC", raw)
        cleaned, bold, marked = clean(composed)
        if not cleaned.strip():
            if composed.strip():
                noise.append(Noise(number, composed.strip()))
            blank = True
            continue
        if _PAGE.match(cleaned.strip()) or _RULE.match(cleaned):
            noise.append(Noise(number, cleaned))
            page = page or bool(_PAGE.match(cleaned.strip()))
            continue
        residue = residue or marked
        parts = tuple(part for part in _CELLS.split(cleaned.strip("| ")) if part) if _is_row(cleaned) else ()
        gaps = tuple(_GAP.split(cleaned)) if _GAP.search(cleaned) else ()
        words = " ".join(cleaned.replace("\t", " ").split())
        inset = len(composed) - len(composed.lstrip(" \u00a0")) >= _INSET
        lines.append(Line(number, words, bold, blank, page, parts, gaps, indented=inset))
        blank = page = False
    pages = _pages(lines, breaks)
    noise += [Noise(line.number, line.text) for line in lines if line.number in pages]
    return _without(lines, pages), sorted(noise, key=lambda each: each.number), residue


def clean(raw: str) -> tuple[str, bool, bool]:
    """Return a line without markup (wide gaps and tabs kept), whether all of it was bold, whether markup was there."""
    text = html.unescape(raw) if "&" in raw else raw
    text = text.replace("\u00a0", " ").translate(_ZERO_WIDTH)
    bold = bool(_WHOLE_BOLD.match(text)) or bool(_HEADING.match(text))
    bare = _TAG.sub(" " if "<br" in text else "", text)
    bare = _HEADING.sub("", bare)
    bare = _EMPHASIS.sub("", bare) if not _RULE.match(bare) else bare
    marked = bare.strip() != raw.replace("\u00a0", " ").translate(_ZERO_WIDTH).strip()
    bare = _STACKED.sub(r"\1", bare)
    bare = _BULLET.sub("- ", bare)
    return bare.strip(" \n"), bold, marked


def _is_row(text: str) -> bool:
    """Say whether a line is a row of a table: cells between tabs or bars."""
    stripped = text.strip()
    return "\t" in stripped or stripped.count("|") >= 2 or " | " in stripped


def _pages(lines: Sequence[Line], breaks: set[int]) -> set[int]:
    """Return which lines are page numbers: bare figures at a page break, or alone in their neighbourhood and rising.

    Figures that crowd together are cells of a table that lost its grid, and mean something.
    """
    places = [place for place, line in enumerate(lines) if _BARE.match(line.text)]
    found: set[int] = set()
    before = 0
    for place in places:
        line = lines[place]
        following = lines[place + 1] if place + 1 < len(lines) else None
        broken = line.after_page or bool(following and following.after_page) or {line.number, line.number + 1} & breaks
        lonely = all(other == place or abs(other - place) > _CLOSE for other in places)
        if (broken or lonely and 0 < place < len(lines) - 1) and before < int(line.text) <= before + 3:
            found.add(line.number)
            before = int(line.text)
    return found


def _without(lines: Sequence[Line], pages: set[int]) -> list[Line]:
    """Return the lines without page numbers; the line after one stands after a page break."""
    kept: list[Line] = []
    page = False
    for line in lines:
        if line.number in pages:
            page = True
            continue
        if page and not line.after_page:
            line = replace(line, after_page=True)
        kept.append(line)
        page = False
    return kept
