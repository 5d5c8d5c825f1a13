"""The lines above a title put right: what a narrow column or a web page cut apart is joined, what it added is known."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.reading.letters import pattern
from campaigns.reading.lines import Line
from kit.vietnamese import fold

_ADDED = pattern(
    r"^(?:số hiệu|loại văn bản|nơi ban hành|cơ quan ban hành|người ký|ngày (?:ban hành|có hiệu lực|hiệu lực|công báo"
    r"|hết hiệu lực|đăng)|số công báo|tình trạng|lĩnh vực|hiệu lực|đang tải|từ khóa|từ khoá|đăng nhập|tải về"
    r"|thuộc tính|lược đồ|hệ thống pháp luật|thời gian ký|ký bởi|ký số bởi|e-?mail\s*:|cơ quan\s*:)",
    re.IGNORECASE,
)
_PHRASES = ("uy ban nhan dan", "cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc")
_DATE_OPEN = re.compile(r"(?:ngày|tháng|năm)\s*[….]*$")
_DATE_REST = re.compile(r"(?:tháng|năm|\d)")
_DATE_PARTED = re.compile(r"(?:ngày|tháng)\s*\d{1,2}$")
_NEXT_PART = re.compile(r"(?:tháng|năm)\b")
_PLACE_REST = pattern(r"^[«A»][«a»'’]+(?:\s[«A»][«a»'’]+)?\s*,\s*ngày\b")
_PLACE_OPEN = pattern(r"^(?:[«A»][«a»'’]+)(?:\s[«A»][«a»'’]+)?$")
_NUMBER_OPEN = re.compile(r"^số\s*:?$", re.IGNORECASE)
_NUMBER_REST = re.compile(r"^(?:\d+\s*)?[/-]\s*[A-ZĐ]|^\d+\s*$")
_LETTER_LOST = re.compile(r"\s[BCDĐGHKLMNPQRSTVX]$")


def added(text: str) -> bool:
    """Say whether a line was added by a page that holds the paper: Số hiệu, Người ký, Tình trạng."""
    return bool(_ADDED.match(text))


def unbroken(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a head, those joined that belong together: “Số:” / “15/KH-UBND”, “ỦY” / “BAN NHÂN DÂN”."""
    done: list[Line] = []
    for line in lines:
        before = done[-1] if done else None
        if (
            before
            and not added(before.text)
            and (gap := _gap(before.text.strip(" |"), line.text.strip(" |"))) is not None
        ):
            done[-1] = replace(before, text=f"{before.text.strip(' |')}{gap}{line.text}", last=line.end)
        else:
            done.append(line)
    return done


def _gap(before: str, text: str) -> str | None:
    """Return what stands between two lines that are one, None where they are two."""
    if _DATE_OPEN.search(before) and _DATE_REST.match(text):
        return " "
    if _DATE_PARTED.search(before) and _NEXT_PART.match(text):
        return " "
    if _NUMBER_OPEN.match(before) and _NUMBER_REST.match(text) or _PLACE_OPEN.match(before) and _PLACE_REST.match(text):
        return " "
    if before.isupper() and text.isupper() and len(text) <= 3 and _LETTER_LOST.search(before):
        return ""
    return " " if _goes_on(fold(before), fold(text)) else None


def _goes_on(before: str, text: str) -> bool:
    """Say whether two lines are the beginning and the rest of one of the fixed phrases of a head."""
    whole = f"{before} {text} "
    return any(
        phrase.startswith(f"{before} ") and (whole.startswith(f"{phrase} ") or f"{phrase} ".startswith(whole))
        for phrase in _PHRASES
    )
