"""What must not go by unread: days, last days and numbers of awards that no finding took are handed to a person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from campaigns.reading.findings import Leftover, Reading
from campaigns.reading.outline import Node
from campaigns.reading.paragraphs import Paragraph
from campaigns.reading.parts import Parts, sentences
from campaigns.reading.sections import heading_of
from campaigns.reading.terms import period_words

_CITED = re.compile(
    r"(?:số\s*:?\s*)?\d+[-/](?:\d{4}/)?[^\W\d][\w\-/&.]*\s*,?\s*"
    r"(?:ngày\s+\d{1,2}\s*(?:/|-|\.|\s+tháng\s+)\s*\d{1,2}\s*(?:/|-|\.|\s+năm\s+)\s*\d{4})?"
    r"|(?:luật|nghị định|nghị quyết|quyết định|thông tư|chỉ thị|kế hoạch)[^.;]{0,80}?"
    r"\s(?:số\s*\d+\s*,?\s*)?ngày\s+\d{1,2}\s*(?:/|-|\.|\s+tháng\s+)\s*\d{1,2}\s*(?:/|-|\.|\s+năm\s+)\s*\d{4}",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b\d{1,2}\s*(?:/|-|\.)\s*\d{1,2}\s*(?:/|-|\.)\s*\d{4}\b"
    r"|\bngày\s+\d{1,2}(?:\s*/\s*\d{1,2}|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)?"
    r"(?!\s*(?:tháng|/|-\s*\d|làm việc|công|lần))"
    r"|(?<=đến )\d{1,2}/\d{1,2}(?![/\d])|(?<=trước )\d{1,2}/\d{1,2}(?![/\d])|(?<=hết )\d{1,2}/\d{1,2}(?![/\d])"
    r"|(?<=từ )\d{1,2}/\d{1,2}(?![/\d])|(?<=dịp )\d{1,2}/\d{1,2}(?![/\d])|(?<=vào )\d{1,2}/\d{1,2}(?![/\d])"
    r"|(?<=\d và )\d{1,2}/\d{1,2}(?![/\d])"
    r"|\btháng\s+\d{1,2}(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?|\bquý\s+(?:IV|I{1,3}|[1-4])\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\(?\s*(?P<day>\d{1,2}\s*[/.-]\s*\d{1,2})\s*[/.-]\s*\d{4}\s*[-–]\s*(?P=day)\s*[/.-]\s*\d{4}\s*\)?")
_FROM = re.compile(
    r"(?P<first>từ\s+(?:ngày\s+)?\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?)\s*(?P<last>(?:đến|tới)(?:\s+hết)?\s+(?:ngày\s+)?"
    r"\d{1,2}[/.]\d{1,2}[/.]\d{4})",
    re.IGNORECASE,
)
_CELEBRATED = re.compile(r"(?:kỷ niệm|kỉ niệm|chào mừng|nhân dịp|hướng tới|lập thành tích)\b", re.IGNORECASE)
_DUE = re.compile(
    r"\b(?:trước|chậm nhất|muộn nhất|hết|hạn|gửi|nộp|báo cáo|từ|vào|đến|trong|xong|hoàn thành)\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"(?<!đúng )(?<!trước )(?<!quá )(?<!đủ )(?:thời hạn|hạn (?:nộp|gửi|chót|cuối|trình|đăng ký|báo cáo))"
    r"|(?:chậm|muộn|trễ) nhất",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:hằng|hàng|mỗi|từng)\s+(?:tuần|tháng|quý)\b|\bđịnh kỳ\b|\b\d+\s+tháng\s+(?:một|1|01)\s+lần"
    r"|\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b[^.;]{0,20}\btuần\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"\b(?:báo cáo|gửi|nộp)\b(?! viên)", re.IGNORECASE)
_AWARD_NUMBER = re.compile(
    r"\b(?P<count>\d{1,3})\s*(?:\([^)]{2,12}\)\s*)?"
    r"(?P<noun>tập thể|cá nhân|hộ|gia đình|giấy khen|bằng khen|trường hợp|giải|suất|mô hình)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"(?<![\d/])\d{1,2}\s*/\s*\d{1,2}\s+(?:tổng\s+)?(?:số\s+)?(?=[^\W\d])(?!năm|tháng)", re.IGNORECASE
)
_SPAN = re.compile(r"\b20\d{2}\s*(?:[-–]|đến)\s*(?:năm\s+)?20\d{2}\b")
_EVENT = re.compile(r"\b(?:trước|sau)\s+(?:kỳ họp|hội nghị|cuộc họp|phiên họp|ngày họp|ngày tổng kết)\b", re.IGNORECASE)
_AWARDED_SHARE = re.compile(r"(?P<count>\d{1,3}(?:,\d+)?)\s*%[^.;]{0,40}(?:khen|tập thể|cá nhân)", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"(?<![\d.,/%-])\b\d{1,3}\b(?![\d./%]|,\d|\s*(?:năm|tháng|ngày|quý|lần|bộ|bản|giờ|đợt|trang))"
)
_LAW = re.compile(
    r"(?:điều|khoản|điểm|mục|số|năm|tháng|ngày|quý|luật|giai đoạn|phần|đợt|lần thứ|phụ lục)\s*$", re.IGNORECASE
)
_AWARDS = ("quotas", "awarding")
_LIMITED = ("deadlines", "filing", "dossier", "awarding", "quotas", "duties", "")
MOST = 2000
_ENDLESS = "Câu quá dài nên phần này chưa đọc; hãy tách câu, xuống dòng rồi đọc lại, hoặc tự nhập."
_UNREAD_DAY = "Có ngày, tháng nhưng chưa rõ là thời hạn của việc gì."
_UNREAD_LIMIT = "Có nói đến thời hạn nhưng chưa đọc được ngày."
_UNREAD_AGAIN = "Có việc báo cáo định kỳ nhưng chưa đọc được ngày."
_UNREAD_NUMBER = "Có số lượng nhưng chưa rõ có phải số lượng khen thưởng không."
_UNREAD_CELL = "Có số trong phần khen thưởng chưa hiểu, có thể là ô của một bảng."


def without_endless(paragraphs: Iterable[Paragraph]) -> tuple[list[Paragraph], list[Leftover]]:
    """Return paragraphs none of whose sentences is longer than MOST, and what was cut off: nobody writes such ones.

    The time that a sentence takes grows with the square of its length; real plans stay below a fifth of MOST.
    """
    kept, cut = [], []
    for each in paragraphs:
        text, rests = each.text, []
        for sentence in sentences(text):
            if len(sentence) > MOST:
                short = sentence[:MOST].rpartition(" ")[0] or sentence[:MOST]
                text = text.replace(sentence, short, 1)
                rests.append(sentence[len(short) :].strip())
        cells = tuple(cell[:MOST] for cell in each.cells)
        kept.append(replace(each, text=text, cells=cells) if rests or cells != each.cells else each)
        rests += [cell[MOST:] for cell in each.cells if not rests and len(cell) > MOST]
        cut += [Leftover((each.first, each.last), rest, _ENDLESS) for rest in rests]
    return kept, cut


def unread(reading: Reading, parts: Parts, nodes: list[Node]) -> Iterator[Leftover]:
    """Yield sentences with a day, a last day or a number of awards that no finding accounts for."""
    days = _words(reading, "deadlines", "reviews")
    period = " ".join(each.value["words"] for each in reading.of("term"))
    numbers = _numbers(reading)
    for node in nodes:
        span = (node.paragraph.first, node.paragraph.last)
        kind = parts.kind(node)
        for sentence in sentences(node.text):
            known = period_words(sentence) if sentence.strip(" .;") in period else ""
            if why := _day_unread(sentence, node, days, kind, known) or _number_unread(sentence, node, numbers, kind):
                yield Leftover(span, sentence, why)


def _words(reading: Reading, *names: str) -> dict[str, list[str]]:
    """Return the words that findings were read from, by their sentence."""
    found: dict[str, list[str]] = {}
    for name in names:
        for each in reading.of(name):
            words = each.source if name == "reviews" and not each.value["when"] else each.value["words"]
            found.setdefault(each.source, []).append(words)
    return found


def _numbers(reading: Reading) -> dict[str, set[str]]:
    """Return the figures that findings took, by their sentence."""
    found: dict[str, set[str]] = {}
    for name in ("quotas", "targets", "scoring"):
        for each in reading.of(name):
            taken = found.setdefault(each.source, set())
            for key in ("count", "percent", "value", "points"):
                if (value := each.value.get(key)) is not None:
                    taken.add(f"{float(value):g}")
            taken |= {f"{int(figure):g}" for figure in re.findall(r"\d+", " ".join(each.warnings))}
    return found


def _day_unread(sentence: str, node: Node, days: dict[str, list[str]], kind: str, period: str) -> str:
    """Return why the days of a sentence have to be looked at, empty where all of them were read or cited.

    `period`: the words of it that tell when the campaign runs.
    """
    bare = _PAIR.sub("", _CITED.sub("", sentence))
    told = " ".join([period, *days.get(sentence, []), *days.get(node.text, []), *days.get(node.paragraph.text, [])])
    for match in _FROM.finditer(bare):
        if match["last"] in told:
            bare = bare.replace(match["first"], " ")
    if any(match[0] not in told and not _feast(bare, match) for match in _DAY.finditer(bare)):
        return _UNREAD_DAY
    if _LIMIT.search(bare) and not told and kind in _LIMITED and heading_of(node) != node.text:
        return _UNREAD_LIMIT
    if kind == "term" and _SPAN.search(bare) and not told:
        return _UNREAD_LIMIT
    if _EVENT.search(bare) and _REPORTS.search(bare) and not told and kind in _LIMITED:
        return _UNREAD_LIMIT
    if _AGAIN.search(bare) and _REPORTS.search(bare) and not told and kind in _LIMITED and not node.heading:
        return _UNREAD_AGAIN
    return ""


def _feast(sentence: str, match: re.Match) -> bool:
    """Say whether a day is only celebrated: chào mừng Ngày Nhà giáo Việt Nam 20/11."""
    before = re.split(r"[;:]", sentence[: match.start()])[-1]
    found = _CELEBRATED.search(before)
    return bool(found) and not _DUE.search(before[found.end() :])


def _number_unread(sentence: str, node: Node, numbers: dict[str, set[str]], kind: str) -> str:
    """Return why the numbers of a sentence have to be looked at, empty where all of them were read."""
    taken = numbers.get(sentence, set()) | numbers.get(node.text, set()) | numbers.get(node.paragraph.text, set())
    if node.text.strip(" .").isdigit() and kind in (*_AWARDS, "standards"):
        return _UNREAD_CELL
    if node.paragraph.cells and _BARE_NUMBER.fullmatch(node.paragraph.cells[0].strip(" .")):
        sentence = " ".join(node.paragraph.cells[1:])
    for form in (_AWARD_NUMBER, _AWARDED_SHARE):
        for match in form.finditer(sentence):
            if f"{float(match['count'].replace(',', '.')):g}" not in taken and kind != "standards":
                return _UNREAD_NUMBER
    if kind in _AWARDS and _FRACTION.search(_CITED.sub("", sentence)):
        return _UNREAD_NUMBER
    if kind in _AWARDS and not node.heading and not node.paragraph.cells:
        for match in _BARE_NUMBER.finditer(_CITED.sub("", sentence)):
            before = _CITED.sub("", sentence)[: match.start()]
            if f"{int(match[0]):g}" not in taken and not _LAW.search(before):
                return _UNREAD_NUMBER
    return ""
