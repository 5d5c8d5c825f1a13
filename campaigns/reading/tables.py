"""Tables: rows with what stands above their columns, also where a file has set every cell on a line of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from campaigns.reading.lines import Line
from kit.vietnamese import fold

_NUMBERED = re.compile(r"^(?:stt|tt|so tt|so thu tu)\.?$")
_CAPTION = re.compile(r"^(?:bang|bieu|phu luc)\b")
_COLUMNS = (
    ("number", r"^(?:stt|tt|so tt|so thu tu)\b"),
    ("points", r"\bdiem\b"),
    ("limit", r"^(?:thoi han|thoi gian|han |thoi diem|ngay)"),
    ("to", r"^(?:noi nhan|gui ve|co quan nhan|don vi nhan|noi tiep nhan)"),
    ("sender", r"^(?:noi gui|don vi gui|co quan gui|nguoi gui|don vi thuc hien|don vi bao cao)"),
    ("paper", r"^(?:loai (?:van ban|bao cao|ho so)|ten (?:van ban|bao cao)|van ban|bao cao)"),
    ("collective", r"^(?:so luong )?tap the\b"),
    ("individual", r"^(?:so luong )?ca nhan\b"),
    ("household", r"^(?:so luong )?(?:ho|gia dinh|ho gia dinh)\b"),
    ("form", r"^(?:hinh thuc|danh hieu|cap khen|giai)"),
    ("count", r"^(?:so luong|so giai|chi tieu khen|toi da|co cau|so)"),
    ("subject", r"^(?:doi tuong|nhom|khoi)"),
    ("value", r"^(?:muc|ti le|ty le|chi tieu|ke hoach|phan dau|dang ky)"),
    ("criterion", r"^(?:tieu chi|noi dung|khoan|linh vuc|nhiem vu|ten|hang muc|phan viec)"),
    ("note", r"^(?:ghi chu|don vi tinh|don vi|khu vuc|trach nhiem|du toan)"),
)
_WIDTH = 110


def kind_of_column(words: str) -> str:
    """Return what a column holds by the words above it, empty for none that is known."""
    folded = fold(words).strip(" .:*")
    return next((kind for kind, form in _COLUMNS if re.search(form, folded)), "")


def columns(cells: Sequence[str], header: Sequence[str]) -> Mapping[str, str]:
    """Return the cells of a row by the kind of their column; without a header of as many cells nothing is known."""
    if len(cells) != len(header):
        return {}
    found: dict[str, str] = {}
    for cell, above in zip(cells, header, strict=True):
        found.setdefault(kind_of_column(above), cell)
    return found


def rebuild(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with tables put together: rows under their header, cells of one row on one line again."""
    return _headed(_gathered(lines))


def _headed(lines: Sequence[Line]) -> list[Line]:
    """Mark the header of every run of rows and give it to the rows below."""
    done: list[Line] = []
    header: tuple[str, ...] = ()
    for place, line in enumerate(lines):
        if not line.cells:
            header = ()
        elif not header and not line.header and not line.heads and _names_columns(line.cells):
            if place + 1 < len(lines) and lines[place + 1].cells:
                header = line.cells
                line = replace(line, heads=True)
        elif header:
            line = replace(line, header=header)
        done.append(line)
    return done


def _names_columns(cells: Sequence[str]) -> bool:
    """Say whether cells are the names of columns: short words without figures, most of them known."""
    known = sum(bool(kind_of_column(cell)) for cell in cells)
    return len(cells) > 1 and known * 2 > len(cells) and not any(re.search(r"^\d+[.,\d]*$", cell) for cell in cells)


def _gathered(lines: Sequence[Line]) -> list[Line]:
    """Put the cells of tables that lost their grid on one line for each row."""
    done: list[Line] = []
    place = 0
    while place < len(lines):
        rows, after = _numbered(lines, place) or _captioned(lines, place) or ([], place)
        if rows:
            done += rows
            place = after
        else:
            done.append(lines[place])
            place += 1
    return done


def _numbered(lines: Sequence[Line], start: int) -> tuple[list[Line], int] | None:
    """Read a flattened table whose first column counts its rows; return its rows and the place after it."""
    if not _NUMBERED.match(fold(lines[start].text)) or lines[start].cells:
        return None
    first = next((place for place in range(start + 1, min(start + 14, len(lines))) if _counts(lines[place], 1)), None)
    if first is None or first - start < 2 or not all(_cell(line) for line in lines[start:first]):
        return None
    header = _cells(lines[start:first], 0)
    rows = [_row(lines[start:first], header, heads=True)]
    place, number = first, 1
    while place < len(lines) and _counts(lines[place], number):
        after = _row_end(lines, place, number, len(header))
        rows.append(_row(lines[place:after], _cells(lines[place:after], len(header)), header))
        place, number = after, number + 1
    if number == 1:
        return None
    if place < len(lines) and re.match(r"^(?:tong|cong)\b", fold(lines[place].text)) and _cell(lines[place]):
        after = place + 1
        while after < len(lines) and re.match(r"^[\d.,%]+$", lines[after].text):
            after += 1
        if after > place + 1:
            rows.append(_row(lines[place:after], tuple(line.text for line in lines[place:after])))
            place = after
    return rows, place


def _row_end(lines: Sequence[Line], start: int, number: int, width: int) -> int:
    """Return the place after a row: where the next number stands, best at the width of the header."""
    if start + width < len(lines) and _counts(lines[start + width], number + 1):
        return start + width
    limit = min(start + 3 * width + 1, len(lines))
    following = next((place for place in range(start + 2, limit) if _counts(lines[place], number + 1)), None)
    stop = following if following is not None else min(start + width, len(lines))
    if following is None:
        while stop < limit and _cell(lines[stop]) and lines[stop].text[:1].islower():
            stop += 1
    broken = next((place for place in range(start + 1, stop) if not _cell(lines[place])), None)
    return broken if broken is not None else stop


def _captioned(lines: Sequence[Line], start: int) -> tuple[list[Line], int] | None:
    """Read a flattened table under a caption without numbers: known names of columns, then rows of as many cells."""
    if not start or not _CAPTION.match(fold(lines[start - 1].text)) or not _cell(lines[start]):
        return None
    stop = start
    while stop < len(lines) and stop - start < 9 and _cell(lines[stop]) and kind_of_column(lines[stop].text):
        stop += 1
    end = start
    while end < len(lines) and _cell(lines[end]) and not _CAPTION.match(fold(lines[end].text)):
        end += 1
    fitting = [width for width in range(3, stop - start + 1) if (end - start) % width == 0 and end - start >= 2 * width]
    if not fitting:
        return None
    width = max(fitting)
    header = tuple(line.text for line in lines[start : start + width])
    rows = [_row(lines[start : start + width], header, heads=True)]
    for place in range(start + width, end, width):
        rows.append(
            _row(lines[place : place + width], tuple(line.text for line in lines[place : place + width]), header)
        )
    return rows, end


def _counts(line: Line, number: int) -> bool:
    """Say whether a line is nothing but this number."""
    return bool(re.match(rf"^0?{number}\.?$", line.text)) and not line.cells


def _cell(line: Line) -> bool:
    """Say whether a line may be a cell: short, without the sign of a list or the end of a sentence."""
    text = line.text
    return (
        not line.cells and len(text) <= _WIDTH and not re.match(r"^[-+]\s", text) and not text.endswith((".", ";", ":"))
    )


def _cells(lines: Sequence[Line], width: int) -> tuple[str, ...]:
    """Return the cells of lines; where there are too many, those that go on with the one before are joined."""
    cells = [line.text for line in lines]
    while width and len(cells) > width:
        going = next((place for place in range(1, len(cells)) if cells[place][:1].islower()), None)
        if going is None:
            break
        cells[going - 1 : going + 1] = [f"{cells[going - 1]} {cells[going]}"]
    return tuple(cells)


def _row(lines: Sequence[Line], cells: tuple[str, ...], header: tuple[str, ...] = (), *, heads: bool = False) -> Line:
    """Return one line for the cells of a row."""
    first = lines[0]
    return replace(first, text=" ".join(cells), cells=cells, gaps=(), last=lines[-1].number, header=header, heads=heads)
