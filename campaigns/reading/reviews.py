"""What a plan says of inspections and of interim and final reviews."""

import re
from collections.abc import Iterator

from campaigns.reading.dates import limits, real_day
from campaigns.reading.findings import Finding, find
from campaigns.reading.outline import Node
from campaigns.reading.parts import Parts, sentences

_INSPECT = re.compile(r"kiểm tra|giám sát|thẩm tra|phúc tra", re.IGNORECASE)
_AUDIT = re.compile(r"thanh tra, kiểm tra, kiểm toán", re.IGNORECASE)
_KINDS = (
    (
        "periodic",
        re.compile(r"định kỳ|(?:hằng|hàng|mỗi|từng) (?:quý|tháng|năm)|\d+ lần(?: trong|/|\s*mỗi)", re.IGNORECASE),
    ),
    ("unannounced", re.compile(r"đột xuất", re.IGNORECASE)),
)
_INSPECTED_IN = ("duties", "inspection", "deadlines", "reviews", "awarding", "methods", "dossier", "term", "filing", "")
_REVIEW = re.compile(r"sơ kết|tổng kết", re.IGNORECASE)
_NAMED_ONLY = re.compile(
    r"(?:báo cáo(?:\s+kết quả)?|khen(?: thưởng)?|kế hoạch|tiêu chuẩn|hồ sơ|hướng dẫn|đề nghị|biểu|số liệu)"
    r"(?:\s+(?:sơ kết|sơ)(?:\s*,|\s+(?:hoặc|và))?)*\s*$",
    re.IGNORECASE,
)
_NAMES_ANOTHER = re.compile(r"\s*(?:năm học|công tác năm|kinh nghiệm)", re.IGNORECASE)
_AWARDED = re.compile(r"tặng\s[^.;]*\btrong\s+(?:sơ|tổng)\s+kết", re.IGNORECASE)
LABELLED = re.compile(
    r"(?<!hội nghị )(?<!tổ chức )(?<!tiến hành )(?<!họp )(?:sơ kết|tổng kết)[^:,.;]{0,30}(?::\s*|\s)(?:gửi\s+|nộp\s+)?"
    r"(?:trước|chậm nhất|muộn nhất)",
    re.IGNORECASE,
)
_SHARED = re.compile(r"[\s,]*(?:(?:và|hoặc|,)\s*)?(?:tổ chức\s*)?$", re.IGNORECASE)
_YEARLY = re.compile(r"\b(?:hằng|hàng|mỗi)\s+năm\b", re.IGNORECASE)
_SPREAD = re.compile(r"\btừ\b[^.;]{0,12}\d[^.;]{0,24}\bđến\b", re.IGNORECASE)
_QUARTER = re.compile(r"quý\s+(IV|I{1,3}|[1-4])\b(?:\s*(?:/|-|,?\s+năm\s+)\s*(\d{4}))?", re.IGNORECASE)
_SENT = re.compile(r"gửi|nộp|hồ sơ", re.IGNORECASE)
_FULL = re.compile(r"(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*(\d{4})")
_MONTH = re.compile(r"tháng\s+(\d{1,2})(?:(?:\s*[/-]\s*|\s+năm\s+)(\d{4}))?", re.IGNORECASE)
_SHORT = re.compile(r"\((?:ngày\s+)?(\d{1,2})/(\d{1,2})\)|\bngày\s+(\d{1,2})/(\d{1,2})(?!/)", re.IGNORECASE)


def in_filing(parts: Parts, node: Node) -> bool:
    """Say whether a paragraph stands where a plan tells when dossiers are handed in."""
    filed = ("filing", "dossier", "deadlines")
    return parts.kind(node) in filed or bool(
        node.parent and node.parent.style != "root" and parts.kind(node.parent) in filed
    )


def inspections(parts: Parts) -> Iterator[Finding]:
    """Yield sentences that ask for inspections, with their kinds: định kỳ, đột xuất."""
    for node in parts.root.below():
        if parts.kind(node) not in _INSPECTED_IN:
            continue
        for sentence in sentences(node.text):
            if _INSPECT.search(sentence) and not _AUDIT.search(sentence):
                kinds = [name for name, form in _KINDS if form.search(sentence)]
                yield find("inspection", {"kinds": kinds, "words": sentence}, node, words=sentence)


def reviews(parts: Parts, *, year: int | None) -> Iterator[Finding]:
    """Yield interim and final reviews with the month in which they are planned, where it is said."""
    for node in parts.root.below():
        if (
            parts.kind(node) in ("content", "goal", "standards", "quotas", "dossier", "principles")
            or node.text.isupper()
            or in_filing(parts, node)
            and LABELLED.search(node.text)
            or parts.kind(node) == "awarding"
            and _AWARDED.search(node.text)
        ):
            continue
        for sentence in sentences(node.text):
            yield from _reviews(node, sentence, year)


def _reviews(node, sentence: str, year: int | None) -> Iterator[Finding]:
    """Yield the reviews of one sentence; the name of a report or of an award round is none."""
    matches = list(_REVIEW.finditer(sentence))
    seen = set()
    dated = bool(_SENT.search(sentence) and limits(sentence, year=year))
    for place, match in enumerate(matches):
        following = next((each.start() for each in matches[place + 1 :] if each[0].lower() != match[0].lower()), None)
        before, after = sentence[max(match.start() - 90, 0) : match.start()], sentence[match.end() : following]
        if _NAMED_ONLY.search(before) or _NAMES_ANOTHER.match(after):
            continue
        held = _planned(before) or re.match(r"[^,.;]{0,50}?\s(?:vào|trong|tháng|ngày)\s", after)
        if dated and not held:
            continue
        kind = "interim" if match[0].lower() == "sơ kết" else "final"
        if kind in seen:
            continue
        seen.add(kind)
        when = _when(after, year)
        if when is None and _SHARED.fullmatch(after):
            after = sentence[match.end() : match.end() + 400]
            when = _when(after, year)
        warnings = () if when else ("Kế hoạch không ghi thời điểm tổ chức.",)
        if when and _YEARLY.search(sentence) and not re.search(r"20\d{2}", after):
            warnings = ("Việc này nhắc lại hằng năm; đang lấy năm của kế hoạch.",)
        if when and _SPREAD.search(after):
            warnings = ("Kế hoạch ghi một khoảng thời gian; đang lấy ngày đầu.",)
        if when is None and (when := _last_month(after, year)):
            warnings = ("Kế hoạch chỉ ghi quý; đang lấy tháng cuối quý.",)
        value = {"kind": kind, "when": when, "words": sentence}
        yield find("reviews", value, node, words=sentence, warnings=warnings)


def _planned(before: str) -> bool:
    """Say whether the words before a review say that it is held: tổ chức, dự kiến, tham mưu."""
    return bool(
        re.search(r"(?:tổ chức|dự kiến|tiến hành|hội nghị|tham mưu|được|sẽ)\s*(?:hội nghị\s*)?$", before, re.IGNORECASE)
    )


def _last_month(words: str, year: int | None) -> str | None:
    """Return the last month of the quarter that words name."""
    found = _QUARTER.search(words)
    if not found or not (found[2] or year):
        return None
    quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(found[1].upper()) or int(found[1])
    return f"{int(found[2] or year)}-{3 * quarter:02}"


def _when(words: str, year: int | None) -> str | None:
    """Return the day or month after a review's name."""
    if full := _FULL.search(words):
        day = real_day(int(full[3]), int(full[2]), int(full[1]))
        return day.isoformat() if day else None
    if (month := _MONTH.search(words)) and 1 <= int(month[1]) <= 12 and (month[2] or year):
        return f"{int(month[2] or year)}-{int(month[1]):02}"
    if (short := _SHORT.search(words)) and year:
        day = real_day(year, int(short[2] or short[4]), int(short[1] or short[3]))
        return day.isoformat() if day else None
    return None
