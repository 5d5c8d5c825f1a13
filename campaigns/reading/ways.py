"""To whom papers go and through whom: “gửi về UBND xã (qua Phòng Văn hóa - Xã hội)”."""

import re
from collections.abc import Iterator
from functools import lru_cache

from campaigns.reading.findings import Finding, find
from campaigns.reading.papers import papers_due
from campaigns.reading.parts import Parts, sentences

_OFFICE = (
    r"(?:Thường trực\s+)?(?:UBND|Ủy ban|Uỷ ban|UBMTTQ|Hội đồng|Hội|Phòng|Sở|Văn phòng|Ban|Bộ phận|Đảng ủy|Đảng uỷ"
    r"|Cơ quan|Trung tâm|Công an|Công chức|Tổ|Chủ tịch|Thường trực|Mặt trận|Đoàn|Thuế|Chi cục|Trạm"
    r"|cơ quan|bộ phận|phòng|văn phòng|công chức|đồng chí)\b"
)
_REST = r"[^,.;()]{0,70}?"
_STOP = (
    r"(?=\s*(?:[(),.;]|$)|\s+(?:trước|chậm|muộn|để|theo|qua|thông qua|vào|trong|tổng hợp|xem xét|thẩm định|định kỳ"
    r"|ngày|xong|hoàn|biết|chỉ đạo|giải quyết|hướng dẫn|bằng|kèm|khi|sau|hằng|hàng|mỗi|tham mưu|trình|làm|chủ trì)\b)"
)
_SENT = r"(?i:\b(?:gửi|nộp|báo cáo|báo|phản ánh|chuyển|đăng ký|liên hệ|trao đổi))"
_TO = re.compile(
    rf"{_SENT}\s+(?:[^.;]{{0,110}}?\s)??(?:về|đến|cho|tới|lên|tại|với)\s+(?:các\s+)?(?P<to>{_OFFICE}{_REST}){_STOP}"
    rf"|(?i:\b(?:gửi|nộp|chuyển|báo cáo))\s+(?P<straight>{_OFFICE}{_REST}){_STOP}"
    rf"|(?i:\bnhận (?:hồ sơ|báo cáo|bài))[^.;]{{0,110}}?\btại\s+(?P<at>{_OFFICE}{_REST}){_STOP}"
)
_LED = re.compile(rf"(?i:\btrình)\s+(?P<to>{_OFFICE}{_REST}){_STOP}")
_SOLVED = re.compile(
    r"\bđể\s+(?P<to>(?:UBND|Ủy ban|Uỷ ban|Chủ tịch)\b[^,.;()]{0,40}?)\s+(?:xem xét|giải quyết|chỉ đạo|tổng hợp)"
)
_HEADS = re.compile(r"(?:UBND|Ủy ban|Uỷ ban|Chủ tịch|Hội đồng|Thường trực)\b")
_THROUGH = re.compile(
    r"\(\s*(?i:(?:thông\s+)?qua)\s+(?P<within>[^\W\d][^()]{3,90}?)\s*\)|"
    rf"\(?\s*(?i:(?:thông\s+)?qua)\s+(?P<through>(?:{_OFFICE}|(?i:nhóm|hệ thống|phần mềm|trục|hộp thư|email"
    rf"|thư điện tử)\b){_REST}){_STOP}"
)
_PASSED_ON = re.compile(
    rf"\bđể\s+(?:tổng hợp|tập hợp)\s*,?\s*(?:và\s+)?(?:trình|báo cáo|tham mưu)\s+"
    rf"(?P<to>(?:UBND|Ủy ban|Uỷ ban|Chủ tịch|Hội đồng)\b(?!{_REST}\b(?:tỉnh|thành phố|huyện)\b){_REST}){_STOP}"
)
_HARD = re.compile(r"khó khăn|vướng mắc", re.IGNORECASE)


@lru_cache(maxsize=1024)
def way(sentence: str) -> tuple[str | None, str | None]:
    """Return to whom something is sent and through whom, None where not said."""
    to = None
    if found := _TO.search(sentence):
        to = found["to"] or found["straight"] or found["at"]
    elif found := _SOLVED.search(sentence) or _LED.search(sentence):
        to = found["to"]
    through = found["within"] or found["through"] if (found := _THROUGH.search(sentence)) else None
    if through is None and to and not _HEADS.match(to) and (found := _PASSED_ON.search(sentence)):
        to, through = found["to"], to
    return (to.strip() if to else None), (through.strip() if through else None)


def routes(parts: Parts) -> Iterator[Finding]:
    """Yield the ways of papers: from the units, through whom, to whom; that of difficulties included."""
    seen = set()
    for node in parts.root.below():
        for sentence in sentences(node.text):
            to, through = way(sentence)
            if not to or not through:
                continue
            paper = "difficulty" if _HARD.search(sentence) else papers_due(sentence, "", "")[0]
            if (paper, to, through) not in seen:
                seen.add((paper, to, through))
                yield find("routes", {"paper": paper, "steps": ["Cơ quan, đơn vị", through, to]}, node, words=sentence)
