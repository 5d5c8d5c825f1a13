"""Paragraphs from lines: hard-wrapped lines are joined again, markers and list signs begin anew."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from campaigns.reading.letters import pattern
from campaigns.reading.lines import Line

_ENDS = (".", ";", ":", "!", "?", "./.", "…")
_CLOSERS = "”\"')]»’"
_ROMAN = re.compile(r"^(?:phần\s+|mục\s+)?([IVXLivxl]+)\s*[.)/:-]\s*\S|^(?:PHẦN|Phần|MỤC|Mục)\s+[IVXL]+\b")
_NUMBER = pattern(
    r"^(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.):]?\s+\S|^(\d{1,2})\s*[.):/]\s*(?=[^\W\d]|[“\"(])|^(\d{1,2})[-–]\s+(?=[«A»“]|\d{1,3}\s*%)"
    r"|^(\d{1,2})[.)]\s+(?=\d{1,3}\s*%)"
)
_LETTER = pattern(
    r"^(?![đĐ]/[cC]\b)([a-hk-zđA-HK-ZĐ])\s*[).,/]\s*(?=[^\W\d]|[“\"(*])|^([a-hk-zđ])[-–]\s+(?=[«A»“])"
    r"|^([a-hk-zđ])\)\s*(?=\d)"
)
_COUNTS = re.compile(r"\b(?:số|ngày|tháng|khoản|điều|(?<!hằng )(?<!hàng )năm)$", re.IGNORECASE)
_HANGS = re.compile(
    r"(?:\b(?:số|ngày|(?<!hằng )(?<!hàng )(?<!mỗi )(?<!trong )(?:năm|tháng)|của|và|các|những|cho|với|về|tại|theo"
    r"|từ|đến|là|được|do|bằng|hoặc|không|quá|nhất|mỗi|khoản|điều|gồm|đối với|trên|dưới|trong|một)|,|[–-])$",
    re.IGNORECASE,
)
_NUMBER_CUT = re.compile(r"\bsố\s*:?\s*\d{1,5}\s*[-/]?$", re.IGNORECASE)
_SYMBOL = re.compile(r"[-/]?\s*[A-ZĐ]{2,}(?:-[A-ZĐ]+)?/|[A-ZĐ]{2,}-[A-ZĐ]{2,}")
_BULLET = re.compile(r"^[-+]\s*(?=\S)")
_OPENERS = re.compile(
    r"^(?:căn cứ|thực hiện (?:quyết định|kế hoạch|nghị quyết|chỉ thị|công văn|hướng dẫn"
    r"|chương trình|thông báo|văn bản|ý kiến|luật)"
    r"|xét đề nghị|theo đề nghị|nơi nhận|kế hoạch$|tm\.|kt\.|tl\.|tuq\.|chủ tịch$"
    r"|phó chủ tịch$|phụ lục|đối với (?:tập thể|cá nhân|hộ)"
    r"|trên đây là|nhận được kế hoạch|kế hoạch này|trong quá trình|đ/c\s)",
    re.IGNORECASE,
)
_SCRATCH = 0.86


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: first and last line number in the source, its words, whether bold; cells and header of a row."""

    first: int
    last: int
    text: str
    bold: bool = False
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out: the width of its full lines (0 where lines are not wrapped), what blank lines mean."""

    width: int
    blank_parts: bool
    closed_items: bool
    inset: bool = False
    flowing: bool = False


def layout(lines: Sequence[Line]) -> Layout:
    """Return how lines were broken: hard-wrapped lines crowd below one width, free ones do not."""
    lengths = [len(line.text) for line in lines if not line.cells]
    if len(lengths) < 8:
        return Layout(0, True, False)
    inset = sum(line.indented for line in lines) / len(lines)
    small = sum(line.text[:1].islower() and not begins_anew(line.text) for line in lines) / len(lines)
    full = quantiles(lengths, n=20)[17]
    crowded = sum(1 for length in lengths if 0.8 * full <= length <= 1.2 * full)
    wrapped = full <= 125 and crowded >= 0.3 * len(lengths) and max(lengths) <= 1.5 * full
    blanks = sum(line.after_blank for line in lines[1:]) / (len(lines) - 1)
    return Layout(
        round(full) if wrapped else 0,
        blanks < 0.55 or not wrapped,
        _closes_items(lines),
        inset=wrapped and 0.12 <= inset <= 0.75,
        flowing=small >= 0.2 and max(lengths) <= 160,
    )


def _closes_items(lines: Sequence[Line]) -> bool:
    """Say whether the items of lists end with a sign: those that another item follows."""
    ends: list[bool] = []
    listing = False
    for before, line in pairwise(lines):
        if _BULLET.match(line.text):
            if listing:
                ends.append(ended(before.text))
            listing = True
        elif begins_anew(line.text):
            listing = False
    return bool(ends) and sum(ends) >= 0.75 * len(ends)


def begins_anew(text: str) -> bool:
    """Say whether a line carries a marker that begins a paragraph."""
    return bool(
        _ROMAN.match(text) and _roman_like(text) or _NUMBER.match(text) or _LETTER.match(text) or _BULLET.match(text)
    )


def _roman_like(text: str) -> bool:
    """Say whether what looks like a Roman numeral numbers something: capital letters, then words that begin large."""
    found = _ROMAN.match(text)
    if not found or not found[1]:
        return bool(found)
    rest = text[found.end(1) :].lstrip(" .)/:-")
    return found[1].isupper() and rest[:1].isupper()


def ended(text: str) -> bool:
    """Say whether a text ends as a sentence or an item of a list does."""
    return text.rstrip(_CLOSERS + " ").endswith(_ENDS) or text.rstrip().endswith(_ENDS)


def join(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs of lines; a table row stays a paragraph of its own."""
    how = layout(lines)
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _continues(paragraphs[-1], line, how):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_paragraph(group) for group in paragraphs]


def _paragraph(group: Sequence[Line]) -> Paragraph:
    """Return one paragraph of its lines, wide spaces closed and words that a line end parted joined again."""
    text = " ".join(" ".join(line.text.split()) for line in group)
    return Paragraph(
        group[0].number,
        group[-1].end,
        re.sub(r"\s+([,;:.!?)”])", r"\1", re.sub(r"([(“])\s+", r"\1", text)),
        all(line.bold for line in group),
        group[0].cells if len(group) == 1 else (),
        group[0].header,
        group[0].heads,
    )


def _continues(group: Sequence[Line], line: Line, how: Layout) -> bool:
    """Say whether a line goes on with the paragraph before it."""
    last = group[-1]
    if line.cells or last.cells:
        return False
    before, text = last.text, line.text
    whole = " ".join(each.text for each in group)
    if how.inset and line.indented:
        return False
    if _hangs(before, text) and not line.bold:
        return not (line.after_blank and how.blank_parts) or line.after_page
    forced = bool(how.width) and len(before) + 1 + len(text.split()[0]) >= _SCRATCH * how.width
    if _BULLET.match(text):
        return _dash_in_sentence(whole, before, text, forced, how)
    if begins_anew(text):
        return forced and not ended(before) and not _plausible(whole, text)
    if _OPENERS.match(text) and (
        ended(before) or text[:1].isupper() and not forced or line.after_blank and how.blank_parts
    ):
        return False
    if line.after_blank and how.blank_parts and not line.after_page:
        return forced and not ended(before) and not text[:1].isupper() and not text.isupper()
    if before.isupper() and text.isupper() and not ended(before):
        return bool(_ROMAN.match(group[0].text)) or forced
    if before.isupper() != text.isupper() and (before.isupper() or text.isupper()) and len(text) > 3:
        return forced and not before.isupper() and not ended(before)
    if line.bold != last.bold and not forced:
        return False
    if forced:
        return True
    if ended(before):
        return False
    if how.flowing and not how.width and not text.isupper() and _runs_on(before):
        return True
    return text[:1].islower() or text[:1] in ",;.)”" or (bool(how.width) and text[:1].isdigit() and not ended(before))


def _runs_on(before: str) -> bool:
    """Say whether a line is too long or too divided for a heading, so that the next one goes on with it."""
    return len(before.split()) > 9 or bool(re.search(r"[,:]\s", before))


def _hangs(before: str, text: str) -> bool:
    """Say whether a line cannot end where it does: after “của”, “và”, a comma; after “số” even before a figure."""
    if _NUMBER_CUT.search(before) and _SYMBOL.match(text):
        return True
    if ended(before) or before.isupper() or _BULLET.match(text) or not _HANGS.search(before):
        return False
    if text.isupper() and len(text.split()) > 1:
        return False
    return not begins_anew(text) or bool(_COUNTS.search(before) and re.match(r"\d{1,5}\s*[/-]", text))


def _dash_in_sentence(whole: str, before: str, text: str, forced: bool, how: Layout) -> bool:
    """Say whether a dash at the start of a line stands within a sentence (kinh tế / - xã hội) and opens no item."""
    if ended(before) or text[0] == "+":
        return False
    rest = text.lstrip("-+ ")
    if whole.count("“") > whole.count("”") and forced:
        return True
    if rest[:1].islower():
        return forced or bool(
            re.search(r"(?:kinh tế|chính trị|văn hóa|văn hoá|quốc phòng|thi đua)$", before, re.IGNORECASE)
        )
    return forced and how.closed_items


def _plausible(whole: str, text: str) -> bool:
    """Say whether a marker at a line's start can begin a paragraph although the line before it has no end."""
    if re.search(
        r"(?:số|khoản|điều|mục|điểm|ngày|tháng|năm|quý|lần thứ|khóa|khoá|và|đến|từ|phần)$", whole, re.IGNORECASE
    ):
        return False
    rest = re.sub(r"^[\dIVXL.a-zđ]+[).,:/]*\s*", "", text)
    return rest[:1].isupper() or rest[:1] in '“"'
