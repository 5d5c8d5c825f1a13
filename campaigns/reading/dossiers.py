"""Which papers a complete dossier holds: a list below a heading, or the parts of one sentence."""

import re
from collections.abc import Iterator

from campaigns.reading.dates import limits
from campaigns.reading.findings import Finding, find
from campaigns.reading.outline import Node
from campaigns.reading.parts import Parts
from campaigns.reading.sections import heading_of

_PAPER = (
    r"(?:\d{1,2}\s*(?:\(\w+\)\s*)?)?(?:bộ|bản|tờ trình|biên bản|trích biên bản|báo cáo|danh sách|văn bản|giấy|ảnh"
    r"|hình ảnh|phiếu|công văn|quyết định|tài liệu|minh chứng|đơn(?! vị)|bảng|xác nhận|ý kiến|hồ sơ minh chứng"
    r"|sáng kiến|tóm tắt|hóa đơn|hoá đơn|số liệu)"
)
_BEGINS = re.compile(rf"^(?:các\s+)?{_PAPER}\b", re.IGNORECASE)
_TOLD = re.compile(
    rf"(?:hồ sơ[^.:]{{0,220}}?(?:gồm|bao gồm)(?:\s+có)?\s*:?|^hồ sơ[^.:;]{{0,80}}:"
    rf"|(?:chậm nhất"
    rf"|trước "
    rf"ngày)[^.;:]{{4,60}},\s*gồm)\s*(?P<list>(?:\d{{1,2}}\s*\(?\w*\)?\s*bộ\s*:?\s*)?{_PAPER}.+)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\(\d{1,2}\)\s*")
_DUE = re.compile(r"[;,.]?\s*(?:\(?\s*(?:gửi|nộp|lập)\s|chậm nhất|trước ngày|hoàn thành trước).*$", re.IGNORECASE)
_PARTED = re.compile(
    rf"[;.]\s+(?:và\s+)?|,\s+(?:và\s+)?(?=(?:các\s+)?{_PAPER}\b)"
    rf"|\s+và\s+(?=(?:\d+\s+)?(?:báo cáo|biên bản|tờ trình|danh sách|bảng|bản|ảnh|phiếu)\b)",
    re.IGNORECASE,
)
_NO_PAPER = re.compile(r"(?:không|mỗi|các|riêng|trường hợp)\s", re.IGNORECASE)


def listed(parts: Parts, section: Node, closed: list[Node]) -> Iterator[Finding]:
    """Yield the papers of a list below the heading of a dossier; a line that is no paper becomes a note."""
    for node in (section, *parts.below(section)):
        text = node.text
        if (
            node is section
            or any(node is each for each in closed)
            or node.paragraph.cells
            or re.match(r"(?:bảng|biểu)\s+(?:số\s+)?\d", text, re.IGNORECASE)
            or text.rstrip().endswith(":")
            or heading_of(node) == text
            and node.children
            or _TOLD.search(_COUNTED.sub("", text))
        ):
            if text.rstrip().endswith(":") and not node.children:
                yield find("notes", text, node)
            continue
        if (
            _BEGINS.match(text)
            and not re.search(
                r"gửi về|nộp về|chậm nhất|trước ngày|(?:hằng|hàng) (?:tuần|tháng|quý)", text, re.IGNORECASE
            )
            and not any(each.kind in ("on_date", "yearly") for each in limits(text, year=None))
            and len(text.split()) < 45
        ):
            yield find("dossier", text.rstrip(" ;."), node)
        else:
            yield find("notes", text, node, doubtful=not limits(text, year=None))


def told(parts: Parts, nodes: list[Node]) -> Iterator[Finding]:
    """Yield the papers that a sentence lists after “hồ sơ gồm”."""
    for node in nodes:
        found = _TOLD.search(_COUNTED.sub("", node.text))
        if not found or parts.kind(node) in ("objectives", "requirements", "content"):
            continue
        listed: list[str] = []
        words = re.sub(r"^\d{1,2}\s*\(?\w*\)?\s*bộ\s*:\s*", "", found["list"])
        for piece in _PARTED.split(_DUE.sub("", words)):
            bare = piece.strip(" .;,-+")
            if not listed or _BEGINS.match(bare) or not _NO_PAPER.match(bare):
                listed += [bare] * bool(bare)
        for bare in listed:
            yield find("dossier", bare, node)
