"""How many standards of a list have to hold, and how one sentence parts into conditions and standards."""

import re
from dataclasses import dataclass

_COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8}
_THINGS = r"(?:nội dung|tiêu chuẩn|tiêu chí|điều kiện|yêu cầu|thành tích|trường hợp)"
_AT_LEAST = re.compile(
    r"(?:ít nhất|tối thiểu|từ|đạt|có|được)\s*(?P<k>\d{1,2}|hai|ba|bốn|năm|sáu)\s*(?:\(\w+\)\s*)?"
    r"(?:(?:/|trên|trong(?:\s+(?:số|tổng số))?)\s*(?P<n>\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám)\s*(?:\(\w+\)\s*)?)?"
    rf"(?:trong\s+(?:số\s+)?(?:các\s+)?)?{_THINGS}",
    re.IGNORECASE,
)
_ANY = re.compile(r"(?:ít nhất\s+)?một\s+trong\s+(?:các|những|số|hai|ba|bốn|\d+)", re.IGNORECASE)
_OR = re.compile(r"[;,]\s*hoặc\s", re.IGNORECASE)
_ALL = re.compile(
    r"tất cả|hội đủ|đồng thời\s+(?:đạt|đáp ứng|bảo đảm|đảm bảo|các)|đầy đủ các|đủ các"
    rf"|(?:đủ\s+)?cả\s+(?:hai|ba|bốn|năm|\d+)\s*(?:\(\w+\)\s*)?{_THINGS}"
    r"|(?:đạt|đáp ứng|bảo đảm|đảm bảo|có|thỏa mãn|thoả mãn)(?:\s+được)?\s+(?:đủ\s+)?(?:\d+\s+|cả\s+)?"
    r"(?:các\s+|những\s+)?(?:tiêu chuẩn|tiêu chí|điều kiện|yêu cầu)\s*(?:\w+\s+){0,3}sau",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(
    r"[,;]?\s*(?:và|đồng thời|mà)?\s*(?:phải\s+|cần\s+)?(?:đạt|có|đáp ứng|thuộc|thực hiện|bảo đảm|đảm bảo|thỏa mãn)?"
    r"\s*(?:được|tốt)?\s*(?:ít nhất|tối thiểu|từ)?\s*$",
    re.IGNORECASE,
)
_BEGINS = r"(?:có|không|được|đạt|hoàn thành|là|bảo đảm|đảm bảo|chấp hành|gương mẫu)\s"
_CLAUSE = re.compile(rf",\s+(?:và\s+)?(?={_BEGINS})|\s+và\s+(?={_BEGINS}|nộp\s|thực hiện\s|tự nguyện\s)", re.IGNORECASE)
_LAST = re.compile(rf"\s+và\s+(?={_BEGINS}|nộp\s|thực hiện\s|tự nguyện\s|tham gia\s)", re.IGNORECASE)
_WHEN_ONLY = re.compile(r"^.*(?:\s|^)(?:khi|nếu|phải)$", re.IGNORECASE)
_AWARDS_ONLY = re.compile(
    r"^(?:[^,;:]{0,40}?\s)?(?:được\s+)?(?:xét|tặng|xét tặng|bình xét|xem xét)\b[^,;:]{0,60}$", re.IGNORECASE
)
_REFERS = re.compile(
    r"\s*(?:đạt|đáp ứng|bảo đảm)\s+(?:đủ\s+)?cả\s+[^.;]{0,30}\s(?:trên|nêu trên|này)\s*\.?$", re.IGNORECASE
)
UNSTATED = "Kế hoạch không nói rõ phải đạt tất cả hay một trong số."


@dataclass(frozen=True, slots=True)
class Logic:
    """How many of the leaves have to hold: all, any, at_least (k), unstated."""

    name: str
    min_true: int | None = None
    doubts: tuple[str, ...] = ()


def logic_of(text: str, leaves: int) -> Logic:
    """Return what words say about the list after them; at least all of them is all."""
    if found := _AT_LEAST.search(text):
        k, n = number(found["k"]), number(found["n"])
        doubts = ()
        if n and leaves and n != leaves:
            doubts = (f"Kế hoạch ghi {n} tiêu chuẩn nhưng liệt kê {leaves}.",)
        if k > (leaves or k):
            doubts += (f"Cần đạt {k} nhưng chỉ liệt kê {leaves} tiêu chuẩn.",)
        return Logic("all" if k == (n or leaves) else "any" if k == 1 else "at_least", k, doubts)
    if _ANY.search(text) or _OR.search(text):
        return Logic("any")
    if _ALL.search(text):
        return Logic("all")
    return Logic("unstated", None, (UNSTATED,) if leaves != 1 else ())


def number(words: str | None) -> int:
    """Return a small number written in digits or letters, 0 for none."""
    return (_COUNTS.get(words.lower()) or int(words)) if words else 0


def states(text: str) -> bool:
    """Say whether words tell how many of a list have to hold."""
    return bool(_AT_LEAST.search(text) or _ANY.search(text) or _ALL.search(text))


def joins(text: str) -> bool:
    """Say whether a sentence joins its standards with “và”, so that all of them have to hold."""
    return bool(_LAST.search(text.rpartition(";")[2])) and not _OR.search(text)


def preconditions(text: str) -> list[str]:
    """Return what has to hold besides the list: the clauses before “và đạt một trong các …”."""
    return clauses(_before(text)) if states(text) else []


def parted(text: str) -> tuple[list[str], list[str]]:
    """Return conditions and standards of one sentence: those before “đạt một trong … :” and those after it."""
    bare = _REFERS.sub("", text)
    if bare != text or not states(text):
        return [], clauses(bare)
    opening = _opening(text)
    rest = text[opening.end() :]
    listed = rest.partition(":")[2] if ":" in rest[:60] else rest
    return preconditions(text), [_bare(piece) for piece in listed.split(";") if _bare(piece)]


def clauses(text: str) -> list[str]:
    """Return the clauses of a sentence: parted by semicolons, else where a comma or “và” begins a new demand."""
    if ";" not in text:
        return [_bare(piece) for piece in _CLAUSE.split(text) if _bare(piece)]
    pieces = [piece for piece in text.split(";") if _bare(piece)]
    if pieces and not _OR.search(text):
        pieces[-1:] = _LAST.split(pieces[-1])
    return [_bare(piece) for piece in pieces if _bare(piece)]


def _opening(text: str) -> re.Match:
    """Return the words that tell how many have to hold; those that stand last where there are several."""
    found = [match for match in (_ANY.search(text), _AT_LEAST.search(text), _ALL.search(text)) if match]
    return max(found[:2] if len(found) > 1 and _ALL.search(text) is found[-1] else found, key=lambda each: each.start())


def _before(text: str) -> str:
    """Return the words before those that tell how many have to hold, without what leads on to them."""
    before = text[: _opening(text).start()]
    before = before[: found.start()] if (found := _LEADS_ON.search(before)) else before
    before = re.sub(r"^[^:]{0,60}:\s*", "", before) if ":" in before else before
    return (
        ""
        if _AWARDS_ONLY.match(before.strip()) or _WHEN_ONLY.match(before.strip()) or len(before.split()) < 3
        else before
    )


def _bare(piece: str) -> str:
    """Return a clause without joining words and end signs."""
    return re.sub(r"^(?:và|hoặc|đồng thời)\s+", "", piece.strip(" .,;:"))
