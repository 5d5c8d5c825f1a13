"""Scoring annexes: rows of criteria with points, in a table or with its cells one below the other."""

import re
from collections.abc import Iterator, Sequence

from campaigns.reading.findings import Finding
from campaigns.reading.lines import Line

_POINTS = re.compile(r"^(?:tối đa\s+)?(?P<points>\d{1,3}(?:[.,]\d+)?)(?:\s*điểm)?$", re.IGNORECASE)
_INLINE = re.compile(r"^(?P<text>.{8,}?)[\s:(–-]+(?:tối đa\s+)?(?P<points>\d{1,3})\s*điểm\)?\s*[;.]?$", re.IGNORECASE)
_TOTAL = re.compile(r"^(?:tổng|cộng|tổng cộng|tổng số|tổng điểm)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:phụ lục|bảng|bộ tiêu chí|biểu|stt|tt|nội dung|tiêu chí|điểm|điểm chuẩn|điểm tối đa|thang điểm)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(r"^\d{1,2}\.?$")
_GROUP = re.compile(r"^(?:[IVX]+|[A-Z])\.?$")
_NUMBER = re.compile(r"^(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]?$")


def read_annex(lines: Sequence[Line]) -> Iterator[Finding]:
    """Yield the rows of a scoring table; every other line of an annex becomes a note."""
    pending: list[Line] = []
    ranked = any(_ORDER.match(line.cells[0]) for line in lines if len(line.cells) > 1)
    for line in lines:
        if line.heads:
            yield Finding("notes", line.text, (line.number, line.end), line.text)
            continue
        cells = [cell for cell in (line.cells or line.gaps or ()) if cell]
        if len(cells) >= 2:
            yield from _flush(pending)
            pending = []
            yield _row(line, cells, ranked)
        elif found := _INLINE.match(line.text):
            yield from _flush(pending)
            pending = []
            yield _scored(found["text"], found["points"], (line.number, line.number), line.text)
        elif (found := _POINTS.match(line.text)) and any(len(each.text.split()) > 2 for each in pending):
            words = " ".join(each.text for each in pending if not _NUMBER.match(each.text))
            yield _scored(words, found["points"], (pending[0].number, line.number), words)
            pending = []
        else:
            if pending and _TITLE.match(line.text):
                yield from _flush(pending)
                pending = []
            pending.append(line)
    yield from _flush(pending)


def _row(line: Line, cells: list[str], ranked: bool) -> Finding:
    """Read a row: the longest cell is the criterion, the last number its points; a row that sums others up is none."""
    span = (line.number, line.end)
    if ranked and _GROUP.match(cells[0]):
        return Finding("notes", line.text, span, line.text)
    points = [found["points"] for cell in cells if (found := _POINTS.match(cell.strip()))]
    words = max(cells, key=len)
    if not points or _NUMBER.match(words) or _TITLE.match(words) and len(words.split()) < 5:
        return Finding("notes", line.text, span, line.text)
    return _scored(words, points[-1], span, line.text)


def _scored(words: str, points: str, span: tuple[int, int], source: str) -> Finding:
    """Return one criterion with its points; a total is a note."""
    words = re.sub(r"^(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s+", "", words.strip())
    if _TOTAL.match(words):
        return Finding("notes", f"{words}: {points}", span, source)
    number = float(points.replace(",", "."))
    value = {"text": words, "points": int(number) if number.is_integer() else number}
    return Finding(
        "scoring", value, span, source, warnings=("Phần mềm giữ thang điểm để đối chiếu, chưa tự chấm điểm.",)
    )


def _flush(pending: list[Line]) -> Iterator[Finding]:
    """Yield lines of an annex that carry no points."""
    for line in pending:
        yield Finding("notes", line.text, (line.number, line.number), line.text, doubtful=not _TITLE.match(line.text))
