"""When a campaign runs: from its own part, from a sentence, or from the years in its title."""

import re
from collections.abc import Iterator
from datetime import date

from campaigns.reading.dates import month_end, real_day
from campaigns.reading.findings import Finding, find
from campaigns.reading.outline import Node
from campaigns.reading.parts import Parts, sentences

TERM_CUE = re.compile(
    r"bắt đầu từ|kéo dài (?:đến|tới|từ)|thời gian(?:\s+\w+){0,4}?\s+(?:thi đua|thực hiện"
    r"|tổ chức|triển khai|phát động)|^thời gian\s*:|được\s+tính\s+từ|được\s+(?:triển khai|thực hiện|tổ chức"
    r"|phát động)[^.]{0,60}\btừ\b|(?:phong trào|đợt)(?:\s+thi đua)?[^.]{0,60}(?:diễn ra"
    r"|bắt đầu|kéo dài)",
    re.IGNORECASE,
)
_POINT = (
    r"(?:ngày\s+)?\d{{1,2}}\s*(?:/|-|\.|\s+tháng\s+)\s*\d{{1,2}}\s*(?:/|-|\."
    r"|\s+năm\s+)\s*\d{{4}}|(?:đầu\s+|hết\s+|cuối\s+)?tháng\s+\d{{1,2}}\s*(?:/|-"
    r"|\s+năm\s+)?\s*(?:\d{{4}})?|quý\s+\w+(?:\s*(?:/|năm)\s*\d{{4}})?"
    r"|năm\s+(?:học\s+)?\d{{4}}|(?:ngày|khi|thời điểm|lúc)\s+[^,.;()]{{3,90}}?"
)
FROM_TO = re.compile(
    r"\btừ\s+(?P<start>"
    + _POINT.format()
    + r"|nay)\s*(?:,|–|-)?\s*(?:và\s+)?(?:cho|kéo dài|kết thúc)?\s*(?:đến|tới|(?<=kết thúc)"
    r"|vào)\s*(?:hết\s+|hết\s+ngày\s+)?(?P<end>"
    + _POINT.format().replace("{3,90}?", "{3,90}")
    + r")(?=\s*[,.;()]|$|\s+\w)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:đến|tới)\s+(?:hết\s+)?(?P<end>" + _POINT.format().replace("{3,90}?", "{3,90}") + r")", re.IGNORECASE
)
_YEAR = re.compile(r"(?:trong|cả|hết)\s+năm\s+(?P<year>\d{4})|(?:^|:)\s*năm\s+(?P<only>\d{4})", re.IGNORECASE)
_SCHOOL = re.compile(r"năm học\s+(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)
_SPAN = re.compile(
    r"giai đoạn\s+(?:\d\s+năm\s*,?\s*)?\(?(\d{4})\s*[-–]\s*(\d{4})"
    r"|từ\s+năm\s+(\d{4})\s+đến\s+(?:hết\s+)?năm\s+(\d{4})",
    re.IGNORECASE,
)
_FULL = re.compile(r"(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*(\d{4})")
_BARE_DAY = re.compile(r"(?:ngày\s+)?(\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"tháng\s+(\d{1,2})(?:(?:\s*[/-]\s*|\s+năm\s+)(\d{4}))?", re.IGNORECASE)


def term(parts: Parts, *, year: int | None, abstract: Finding | None = None) -> Iterator[Finding]:
    """Yield the period of the campaign: from its own part, else from a sentence or the title that names it."""
    found = list(_term_sentences(parts))
    told = [finding for node, sentence in found if (finding := _period(node, sentence, year))]
    if told:
        told.sort(
            key=lambda each: (
                -sum(each.value.get(name) is not None for name in ("starts_on", "ends_on", "start_event", "end_event"))
            )
        )
        yield told[0]
        return
    if abstract and (told := _years(abstract.value)):
        first, last, words = told
        yield Finding(
            "term",
            {
                "starts_on": first.isoformat(),
                "ends_on": last.isoformat(),
                "start_event": None,
                "end_event": None,
                "words": words,
            },
            abstract.lines,
            abstract.value,
            warnings=("Kế hoạch không có mục thời gian; suy từ trích yếu.",),
        )


def _years(abstract: str) -> tuple[date, date, str] | None:
    """Return the period that a title names: giai đoạn 2026 - 2030, 6 tháng cuối năm 2025, năm 2026."""
    if match := _SPAN.search(abstract):
        first, last = (int(each) for each in match.groups() if each)
        return date(first, 1, 1), date(last, 12, 31), match[0]
    if match := re.search(r"(6 tháng (?:đầu|cuối) )?năm\s+(\d{4})", abstract, re.IGNORECASE):
        year, half = int(match[2]), (match[1] or "").lower()
        return (
            date(year, 7 if "cuối" in half else 1, 1),
            date(year, 6 if "đầu" in half else 12, 30 if "đầu" in half else 31),
            match[0],
        )
    return None


def _term_sentences(parts: Parts) -> Iterator[tuple[Node, str]]:
    """Yield the sentences that may name the period, those of the part about time first."""
    for node in parts.root.below():
        if parts.kind(node) == "term":
            yield node, node.text
    for node in parts.root.below():
        if parts.kind(node) not in ("term", "objectives", "goal"):
            for sentence in sentences(node.text):
                if TERM_CUE.search(sentence) and not re.search(
                    r"hồ sơ|tiếp nhận|nộp|báo cáo|đăng ký", sentence, re.IGNORECASE
                ):
                    yield node, sentence


def _period(node: Node, sentence: str, year: int | None) -> Finding | None:
    """Read one period; what has no day of the calendar is an event."""
    warnings: list[str] = []
    start = end = start_event = end_event = None
    if match := FROM_TO.search(sentence):
        end, end_event = _point(match["end"], year, last=True, warnings=warnings)
        if (bare := _BARE_DAY.fullmatch(match["start"].strip())) and end:
            start = real_day(end.year, end.month, int(bare[1]))
        else:
            start, start_event = _point(match["start"], year, last=False, warnings=warnings)
        if start is None and start_event is None:
            start_event = match["start"]
    elif match := _SCHOOL.search(sentence):
        end_event = match[0]
        warnings.append("Kế hoạch tính theo năm học; cần nhập ngày bắt đầu và kết thúc.")
    elif match := _SPAN.search(sentence):
        first, last = (int(each) for each in match.groups() if each)
        start, end = date(first, 1, 1), date(last, 12, 31)
    elif match := _YEAR.search(sentence):
        named = int(match["year"] or match["only"])
        start, end = date(named, 1, 1), date(named, 12, 31)
    elif match := _ENDS.search(sentence):
        end, end_event = _point(match["end"], year, last=True, warnings=warnings)
        warnings.append("Kế hoạch không ghi ngày bắt đầu.")
    else:
        return None
    if start and end and end < start:
        warnings.append("Ngày kết thúc trước ngày bắt đầu.")
    if end is None:
        warnings.append("Thời gian kết thúc theo một sự việc; cần người nhập ngày kết thúc.")
    value = {
        "starts_on": start.isoformat() if start else None,
        "ends_on": end.isoformat() if end else None,
        "start_event": start_event,
        "end_event": end_event,
        "words": sentence,
    }
    return find("term", value, node, words=sentence, warnings=warnings)


def _point(words: str, year: int | None, *, last: bool, warnings: list[str]) -> tuple[date | None, str | None]:
    """Return the day that words name, or the event: tháng 7/2025 begins on the 1st and ends on the 31st."""
    if full := _FULL.search(words):
        day = real_day(int(full[3]), int(full[2]), int(full[1]))
        if day is None:
            warnings.append(f"Không có ngày {full[0]}.")
        return day, None
    if (month := _MONTH.search(words)) and 1 <= int(month[1]) <= 12:
        named = int(month[2]) if month[2] else year
        if not month[2]:
            warnings.append("Kế hoạch không ghi năm của tháng này.")
        if named is None:
            return None, words.strip()
        return (month_end(named, int(month[1])) if last else date(named, int(month[1]), 1)), None
    if only := re.fullmatch(r"\s*năm\s+(\d{4})\s*", words, re.IGNORECASE):
        return date(int(only[1]), 12 if last else 1, 31 if last else 1), None
    if re.search(r"ban hành|ký|phát động", words, re.IGNORECASE) and not last:
        return None, "ban hành"
    return None, words.strip()
