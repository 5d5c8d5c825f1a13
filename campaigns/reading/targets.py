"""The figures that units have to reach, with their units and directions: từ 95% trở lên, ít nhất 02 mô hình."""

import re
from collections.abc import Iterable, Iterator

from campaigns.reading.findings import Finding, find
from campaigns.reading.outline import Node
from campaigns.reading.parts import sentences
from campaigns.reading.tables import columns

_NUMERIC = r"(?P<value>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
_BOUND = r"từ|trên|ít nhất|tối thiểu|không dưới|không thấp hơn|tối đa|không quá|không vượt quá|vượt quá|quá|dưới"
_CUE = (
    r"(?P<cue>(?:đạt\s+|phấn đấu\s+|có\s+|từ\s+)*"
    rf"(?:{_BOUND}|đạt|phấn đấu|bảo đảm|đảm bảo|xây dựng|vận động|hoàn thành|có|giảm|tăng|duy trì|trồng|hỗ trợ"
    r"|huy động|thành lập|tổ chức)(?:\s+(?:thêm|mới|được|ít nhất|tối thiểu|tỷ lệ|trên|từ))*\s+)"
)
_MORE = r"(?P<more>\s*(?:trở lên|trở xuống))?"
_UNITS = (
    r"(?:triệu đồng|tỷ đồng|nghìn đồng|đồng|km|m2|m²|ha|mét)(?:/\w+(?:/\w+)?)?|mô hình|sáng kiến|giải pháp|thôn|xóm|bản"
    r"|khu phố|hộ gia đình|hộ nghèo|hộ|căn nhà|căn|nhà tạm|nhà|công trình|tuyến đường|tuyến|cây xanh|cây|buổi|lớp|cuộc"
    r"|lượt|người|tin, bài|tin bài|bài|hồ sơ|điểm đen|điểm|tiêu chí|sản phẩm|câu lạc bộ|đợt|lần(?:/\w+)?|cá nhân"
    r"|tập thể|ngày công|suất quà|suất|học sinh|cầu, cống|cống|cầu|tổ tự quản|tổ|vụ|xe|trường hợp|doanh nghiệp"
    r"|hợp tác xã|máy|camera|biển báo|phần việc|thủ tục|nhiệm vụ|đoàn|cơ sở|lao động|đám|con|chỉ tiêu|trường|em"
    r"|tủ sách|tủ|đội|điển hình|khu|nhóm|ngày làm việc|ngày lương|việc làm|việc"
)
_PERCENT = re.compile(rf"(?:{_CUE})?{_NUMERIC}\s*%{_MORE}", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?:{_CUE})?{_NUMERIC}\s*(?P<unit>{_UNITS})\b(?P<named>[^,.;]{{0,40}}?(?=\s+trở)){_MORE}", re.IGNORECASE
)
_PLAIN_COUNT = re.compile(rf"(?:{_CUE})?{_NUMERIC}\s*(?P<unit>{_UNITS})\b{_MORE}", re.IGNORECASE)
_RANGE = re.compile(rf"\btừ\s+{_NUMERIC}\s*(?:đến|-|–)\s*\d+\s*(?P<unit>{_UNITS})\b", re.IGNORECASE)
_SPELT = re.compile(
    rf"(?P<cue>(?:mỗi\s+\w+(?:\s+\w+)?\s+(?:có\s+)?|{_BOUND}|có|duy trì|xây dựng)\s*(?:ít nhất\s+|tối thiểu\s+)?)"
    rf"\b(?P<value>một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+(?P<unit>{_UNITS})\b(?!\s+cửa)",
    re.IGNORECASE,
)
_PADDED = re.compile(
    rf"(?:{_CUE})?\b(?P<value>0[1-9])\s+(?!tháng|năm|giờ|quý|đợt|lần|bộ\b|bản\b|ngày\s+\d)(?P<unit>[^\W\d]+(?:\s+[^\W\d]+)?)",
    re.IGNORECASE,
)
_BOUNDED = re.compile(
    rf"(?P<cue>ít nhất|tối thiểu|không dưới|tối đa|không quá)\s+{_NUMERIC}\s+"
    r"(?!tháng|năm|giờ|quý|đợt|bộ\b|bản\b|ngày\b|phút)"
    r"(?P<unit>[^\W\d]+(?:\s+[^\W\d]+)?)",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?P<cue>giảm|tăng|ít nhất|trên)\s+(?:ít nhất\s+)?một nửa", re.IGNORECASE)
_NOT_TARGET = re.compile(r"(?:thời gian|ngày|tháng|năm|khoản|điều|số|mục|tiêu chuẩn|điểm)\s*$", re.IGNORECASE)
_MEASURED = re.compile(r"(?:chiều dài|chiều rộng|cao|rộng|dài|tuổi)\s*$", re.IGNORECASE)
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_REACHED = re.compile(
    r"đạt|phấn đấu|vận động|huy động|trồng|xây dựng|thành lập|hoàn thành|tổ chức|duy trì|hỗ trợ|bảo đảm|đảm bảo|có\b"
)
_UNCLEAR = "Kế hoạch không nói “từ … trở lên” hay đúng bằng."


def targets(nodes: Iterable[Node]) -> Iterator[Finding]:
    """Yield every figure that units have to reach, with its unit and direction."""
    for node in nodes:
        if node.paragraph.cells:
            yield from _row(node)
            continue
        for sentence in sentences(node.text):
            yield from _figures(sentence, node)


def _figures(sentence: str, node: Node) -> Iterator[Finding]:
    """Yield the figures of one sentence; each word is read once."""
    taken: list[tuple[int, int]] = []
    for form in (_RANGE, _PERCENT, _COUNT, _PLAIN_COUNT, _SPELT, _PADDED, _BOUNDED):
        for match in form.finditer(sentence):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            facts, before = match.groupdict(), sentence[: match.start()]
            if not facts.get("cue") and _NOT_TARGET.search(before) or _MEASURED.search(before):
                continue
            taken.append(match.span())
            yield _target(facts, sentence, node, ranged=form is _RANGE)
    if _HALF.search(sentence):
        value = {"value": 50, "unit": "%", "comparator": "at_least", "words": sentence}
        yield find("targets", value, node, words=sentence, warnings=("“Một nửa” được hiểu là 50%.",))


def _target(facts: dict, sentence: str, node: Node, *, ranged: bool) -> Finding:
    """Return one figure; without words for a direction a person is asked, save for all of something."""
    cue, more = (facts.get("cue") or "").lower(), (facts.get("more") or "").lower()
    most = "quá" in cue or "tối đa" in cue or "dưới" in cue.replace("không dưới", "") or "xuống" in more
    least = (
        ranged
        or "lên" in more
        or any(word in cue for word in ("từ", "trên", "ít nhất", "tối thiểu", "không dưới", "không thấp"))
    )
    reached = bool(_REACHED.search(cue))
    value = _WORDS.get(facts["value"].lower()) or _number(facts["value"])
    unit = facts.get("unit") or "%"
    doubts = [] if most or least or reached or value == 100 else [_UNCLEAR]
    if ranged:
        doubts.append("Kế hoạch ghi một khoảng; đang lấy số nhỏ.")
    comparator = "at_most" if most else "at_least" if least or reached and value != 100 else "exactly"
    told = {"value": value, "unit": unit, "comparator": comparator, "words": sentence}
    return find("targets", told, node, warnings=doubts, words=sentence)


def _number(words: str) -> int | float:
    """Return a number written the Vietnamese way: 1.850 is a whole one, 0,5 is not."""
    plain = words.replace(".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)


def _row(node: Node) -> Iterator[Finding]:
    """Yield the figure of a row of a table whose column of targets is known."""
    known = columns(node.paragraph.cells, node.paragraph.header)
    wanted = known.get("value", "").strip(" %")
    if not re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?", wanted):
        told = list(_figures(known.get("value", ""), node))
        yield from told or [find("notes", node.text, node, doubtful=True)]
        return
    above = " ".join(node.paragraph.header)
    unit = "%" if "%" in above or "%" in known["value"] else known.get("note", "")
    value = {"value": _number(wanted), "unit": unit, "comparator": "exactly", "words": node.text}
    yield find("targets", value, node, words=node.text, warnings=("Đọc từ bảng; kiểm tra lại cột.",))
