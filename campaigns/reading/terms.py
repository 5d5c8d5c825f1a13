"""When a campaign runs: from its own part, from a sentence, or from the years in its title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
_HOUR = r"(?:\d{{1,2}}\s*(?:giờ|h|g)\s*(?:\d{{1,2}}\s*(?:phút)?)?\s*,?\s*)?"
_POINT = (
    _HOUR + r"(?:ngày\s+)?\d{{1,2}}\s*(?:/|-|\.|\s+tháng\s+)\s*\d{{1,2}}\s*(?:/|-|\."
    r"|\s+năm\s+)\s*\d{{4}}|" + _HOUR + r"(?:ngày\s+)?\d{{1,2}}\s*(?:/|\s+tháng\s+)\s*\d{{1,2}}(?!\s*[/.\d])"
    r"|(?:đầu\s+|hết\s+|cuối\s+)?tháng\s+\d{{1,2}}\s*(?:/|-"
    r"|\s+năm\s+)?\s*(?:\d{{4}})?|quý\s+\w+(?:\s*(?:/|năm)\s*\d{{4}})?"
    r"|năm\s+(?:học\s+)?\d{{4}}|(?:ngày|khi|thời điểm|lúc)\s+[^,.;()]{{3,90}}?"
)
FROM_TO = re.compile(
    r"\btừ\s+(?P<start>"
    + _POINT.format()
    + r"|nay)\s*(?:,|–|-)?\s*(?:và\s+)?(?:cho|kéo dài|kết thúc)?\s*(?:đến|tới|(?<=kết thúc)"
    r"|vào|(?<=\d)\s*[-–](?=\s*(?:hết\s+)?(?:ngày\s+)?\d))\s*(?:hết\s+|hết\s+ngày\s+)?(?P<end>"
    + _POINT.format().replace("{3,90}?", "{3,90}")
    + r")(?=\s*[,.;:()]|$|\s+\w)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:đến|tới)\s+(?:hết\s+)?(?P<end>" + _POINT.format().replace("{3,90}?", "{3,90}") + r")", re.IGNORECASE
)
_YEAR = re.compile(r"(?:trong|cả|hết)\s+năm\s+(?P<year>\d{4})|(?:^|:)\s*năm\s+(?P<only>\d{4})", re.IGNORECASE)
_SCHOOL = re.compile(r"năm học\s+(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:giai đoạn\s+(?:\d\s+năm\s*,?\s*)?\(?|\b\d{1,2}\s+năm\s*,?\s*\()(\d{4})\s*[-–]\s*(\d{4})"
    r"|từ\s+năm\s+(\d{4})\s+đến\s+(?:hết\s+)?năm\s+(\d{4})",
    re.IGNORECASE,
)
_FULL = re.compile(r"(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*(\d{4})")
_BARE_DAY = re.compile(r"(?:ngày\s+)?(\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"tháng\s+(\d{1,2})(?:(?:\s*[/-]\s*|\s+năm\s+)(\d{4}))?", re.IGNORECASE)
_SHORT_DAY = re.compile(r"(?:ngày\s+)?(\d{1,2})\s*(?:/|\s+tháng\s+)\s*(\d{1,2})(?!\s*[/.\d])", re.IGNORECASE)
_STAGE = re.compile(
    r"^(?:đợt|giai đoạn|chặng)(?:\s+thi đua)?\s+(?:thứ\s+)?(?:\d{1,2}|[IVX]{1,4}|một|hai|ba|bốn|nhất|nhì|tư)\b",
    re.IGNORECASE,
)
_CONTEST = re.compile(
    r"hội (?:thi|thao|diễn|trại|khỏe|nghị|chợ)\b|cuộc thi\b|thi (?:tìm hiểu|trực tuyến|đấu)\b|tổ chức thi\b"
    r"|giải (?:bóng|thể thao|việt dã|cầu|chạy|đua|vô địch)|liên hoan|ngày hội|tập huấn|tọa đàm|diễn đàn|triển lãm"
    r"|vòng (?:sơ|chung|bán)|(?:sơ|chung) khảo|\blễ\s",
    re.IGNORECASE,
)
_HANDED = re.compile(r"nhận|nộp|gửi|hồ sơ", re.IGNORECASE)
_QUARTER = re.compile(r"quý\s+(IV|I{1,3}|[1-4])(?:\s*(?:/|-|,?\s*năm)\s*(\d{4}))", re.IGNORECASE)
_NO_STAGES = (
    "deadlines", "filing", "dossier", "awarding", "quotas", "standards", "principles", "priorities", "reviews",
)  # fmt: skip
_BY_STAGES = "Kế hoạch ghi thời gian theo từng đợt, giai đoạn; lấy từ ngày đầu của đợt đầu đến ngày cuối của đợt cuối."
_OTHER_STAGES = "Thời gian chung không khớp với các đợt, giai đoạn ghi trong kế hoạch."
_ELSEWHERE = "Đọc từ câu ngoài mục thời gian; kiểm tra có đúng là thời gian thi đua không."


def term(parts: Parts, *, year: int | None, abstract: Finding | None = None) -> Iterator[Finding]:
    """Yield the period of the campaign: from its own part, else from a sentence or the title that names it."""
    parted = list(stages(parts))
    itself = bool(abstract) and bool(_CONTEST.search(abstract.value))
    told = [
        _doubted(finding, node, sentence, parts)
        for node, sentence in _term_sentences(parts)
        if not _staged(node)
        and (itself or not _of_contest(node, sentence))
        and (finding := _period(node, sentence, year))
    ]
    told.sort(key=lambda each: -_known(each))
    whole = _of_stages(parted, year)
    if whole and (not told or _known(told[0]) < 2):
        yield whole
        return
    if told:
        first = told[0]
        days = ("starts_on", "ends_on")
        if (
            whole
            and all(first.value[day] for day in days)
            and any(first.value[day] != whole.value[day] for day in days)
        ):
            first = replace(first, warnings=(*first.warnings, _OTHER_STAGES))
        yield first
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


def _known(finding: Finding) -> int:
    """Return how much of beginning and end a period says."""
    return sum(finding.value.get(name) is not None for name in ("starts_on", "ends_on", "start_event", "end_event"))


def _of_contest(node: Node, sentence: str) -> bool:
    """Say whether a sentence tells when something within the campaign is held: a contest, a meeting, a course."""
    period = FROM_TO.search(sentence) or _ENDS.search(sentence)
    above = [node.parent] if node.parent and node.parent.style != "root" and len(node.parent.text.split()) < 25 else []
    around = [sentence[: period.start()] if period else sentence, *(each.text for each in above)]
    return any(_CONTEST.search(words) for words in (*around, node.text.partition(sentence)[0]))


def _doubted(finding: Finding, node: Node, sentence: str, parts: Parts) -> Finding:
    """Return a period with the doubt about a sentence that stands elsewhere and names no campaign."""
    if parts.kind(node) != "term" and not re.search(r"phong trào|thi đua|kế hoạch", sentence, re.IGNORECASE):
        return replace(finding, warnings=(*finding.warnings, _ELSEWHERE))
    return finding


def _staged(node: Node) -> bool:
    """Say whether a paragraph tells a stage: its own label says so, or that above it, and its words begin with time."""
    if _STAGE.match(node.text):
        return True
    above = node.parent is not None and node.parent.style != "root" and _STAGE.match(node.parent.text)
    return bool(above and re.match(r"(?:thời gian|từ)\b", node.text, re.IGNORECASE))


def stages(parts: Parts) -> Iterator[tuple[Node, str]]:
    """Yield the paragraphs that tell one stage of the campaign, with the sentence of its period: “Đợt 1: từ … đến …”.

    A stage in which something is handed in is none: its days are last days.
    """
    for node in parts.root.below():
        if parts.kind(node) in _NO_STAGES or node.paragraph.cells:
            continue
        if not _staged(node):
            continue
        label = _STAGE.match(node.text)
        for sentence in sentences(node.text)[:1]:
            period = FROM_TO.search(sentence)
            if period and not _HANDED.search(sentence[label.end() if label else 0 : period.start()]):
                yield node, sentence


def _of_stages(parted: Sequence[tuple[Node, str]], year: int | None) -> Finding | None:
    """Return the period from the first day of the first stage to the last day of the last, None without two stages."""
    found = [each for node, sentence in parted if (each := _period(node, sentence, year))]
    firsts = [each.value["starts_on"] for each in found if each.value["starts_on"]]
    lasts = [each.value["ends_on"] for each in found if each.value["ends_on"]]
    if len(found) < 2 or not firsts or not lasts:
        return None
    value = {
        "starts_on": min(firsts),
        "ends_on": max(lasts),
        "start_event": None,
        "end_event": None,
        "words": " ".join(each.value["words"] for each in found),
    }
    doubts = dict.fromkeys((_BY_STAGES, *(words for each in found for words in each.warnings)))
    span = (found[0].lines[0], found[-1].lines[1])
    return Finding("term", value, span, value["words"], found[0].clause, tuple(doubts))


def period_words(sentence: str) -> str:
    """Return of a sentence that tells a period the words that do so."""
    found = [match[0] for form in (FROM_TO, _SCHOOL, _SPAN, _YEAR) for match in form.finditer(sentence)]
    return " ".join(found or [match[0] for match in _ENDS.finditer(sentence)])


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
            if start is None:
                warnings.append(f"Không có ngày {bare[1]} trong tháng {end.month} năm {end.year}.")
        elif end and not _FULL.search(match["start"]) and (short := _SHORT_DAY.search(match["start"])):
            start = real_day(end.year, int(short[2]), int(short[1]))
            if start is None:
                warnings.append(f"Không có ngày {short[1]}/{short[2]} trong năm {end.year}.")
            elif start > end:
                start = real_day(end.year - 1, start.month, start.day)
                warnings.append("Kế hoạch không ghi năm của ngày bắt đầu; đang lấy năm trước năm kết thúc.")
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
    if short := _SHORT_DAY.search(words):
        day = real_day(year, int(short[2]), int(short[1])) if year else None
        warnings.append("Kế hoạch không ghi năm của ngày này.")
        return day, None if day else words.strip()
    if (month := _MONTH.search(words)) and 1 <= int(month[1]) <= 12:
        named = int(month[2]) if month[2] else year
        if not month[2]:
            warnings.append("Kế hoạch không ghi năm của tháng này.")
        if named is None:
            return None, words.strip()
        return (month_end(named, int(month[1])) if last else date(named, int(month[1]), 1)), None
    if quarter := _QUARTER.search(words):
        third = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(quarter[1].upper()) or int(quarter[1])
        months = (3 * third - 2, 3 * third)
        return (month_end(int(quarter[2]), months[1]) if last else date(int(quarter[2]), months[0], 1)), None
    if only := re.fullmatch(r"\s*năm\s+(\d{4})\s*", words, re.IGNORECASE):
        return date(int(only[1]), 12 if last else 1, 31 if last else 1), None
    if re.search(r"ban hành|ký|phát động", words, re.IGNORECASE) and not last:
        return None, "ban hành"
    return None, words.strip()
