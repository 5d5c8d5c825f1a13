"""What a plan cites between its title and its first section, and the sentence that leads on to it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.reading.dates import real_day
from campaigns.reading.findings import Finding
from campaigns.reading.letters import pattern
from campaigns.reading.paragraphs import Paragraph

BASIS = pattern(
    r"^(?P<cue>căn cứ(?:\s+vào)?|thực hiện|triển khai(?:\s+thực hiện)?|thi hành"
    r"|xét đề nghị|theo đề nghị|hưởng ứng|tiếp tục thực hiện)\s+",
    re.IGNORECASE,
)
CITED = pattern(
    r"\b(?:luật|nghị định|nghị quyết|quyết định|kế hoạch|chỉ thị|công văn|thông tư"
    r"|hướng dẫn|chương trình|thông báo|đề án|văn bản|phong trào|lời|tờ trình|đề nghị"
    r"|công điện|kết luận)\b",
    re.IGNORECASE,
)
_CITED_NUMBER = pattern(
    r"\bsố\s*:?\s*(\d{1,5}\s*[-/](?:[\d]{4}/)?[A-ZĐ][\w\-ĐÔƯƠ&/.]*|\d{1,5}[-\s]+[A-ZĐ]{2}/[A-ZĐ]{2,}\w*)", re.IGNORECASE
)
ON = pattern(
    r"ngày\s+(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\."
    r"|\s+năm\s+)\s*(\d{4})",
    re.IGNORECASE,
)
_ANOTHER = pattern(
    r"(?:;|,|\s+và)\s+(?=(?:căn cứ|thực hiện|theo|xét)\s)|(?:;|,|\s+và)\s+(?=(?:kế hoạch"
    r"|nghị quyết|quyết định|chỉ thị|công văn|hướng dẫn|thông báo(?: kết luận)?"
    r"|chương trình|nghị định|thông tư|kết luận)\s+(?:số\s*:?\s*\d|\d+\s*[-/]))",
    re.IGNORECASE,
)
_LEAD = pattern(r"(?:như sau|sau đây|nội dung(?:\s+cụ thể)?(?:\s+như)?\s+sau|cụ thể)\s*:?\s*$", re.IGNORECASE)
_SUBJECT = pattern(
    r"[,.;]\s*(?=(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|chủ tịch|hội đồng|ban thường vụ"
    r"|ban chỉ đạo|(?:đảng|huyện|tỉnh|thành|thị) (?:ủy|uỷ)|thường trực|ủy ban mttq|ủy ban mặt trận|ubmttq)\s"
    r"|(?:công an|sở|phòng|trường|công đoàn|liên đoàn|hội|đoàn|trung tâm|ban)\s[^,;]{1,60}?\s"
    r"(?:xây dựng|ban hành|tổ chức|triển khai|phát động|lập)\s)",
    re.IGNORECASE,
)
_LEADS_ON = pattern(r"[;.]\s+(?=(?:để|nhằm|sau khi)\s)", re.IGNORECASE)
_CITES = pattern(r"[.;]\s+(?:căn cứ|thực hiện|theo|triển khai)\s[^.;]{0,60}?\bsố\s*:?\s*\d", re.IGNORECASE)
_MIXED = "Đoạn này lẫn cả văn bản dẫn ra và câu mở đầu; kiểm tra lại."


def read_bases(paragraphs: Sequence[Paragraph]) -> tuple[list[Finding], int]:
    """Return the bases and the lead sentence, and how many paragraphs they take up, down to the first section."""
    findings: list[Finding] = []
    for place, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if _section_begins(text):
            return findings, place
        findings += _basis_or_lead(paragraph)
        if _LEAD.search(text) and len(text) > 25:
            return findings, place + 1
        if place >= 14:
            return findings, place + 1
    return findings, len(paragraphs)


def _section_begins(text: str) -> bool:
    """Say whether a paragraph is the first section's heading."""
    return (
        bool(
            re.match(
                r"^(?:(?:phần|mục)\s+(?:thứ\s+)?[IVX\w]+|[IVX]+\s*[.)/]|[A-C]\s*[.)]|1\s*[.)])\s*", text, re.IGNORECASE
            )
        )
        and not BASIS.match(text)
        and (text.isupper() or bool(re.match(r"^(?:phần|[IVX]+\s*[.)/]|A\s*[.)]|1\s*[.)])", text, re.IGNORECASE)))
        or text.isupper()
        and len(text.split()) < 14
    )


def _basis_or_lead(paragraph: Paragraph) -> list[Finding]:
    """Read one paragraph between title and first section: bases, the lead, or both in one sentence."""
    text = re.sub(r"^[-+]\s*", "", paragraph.text)
    span = (paragraph.first, paragraph.last)
    cue = BASIS.match(text)
    if not cue or not CITED.search(text):
        doubts = ("Câu này đứng trước mục đầu tiên; kiểm tra thuộc phần nào.",) if text != paragraph.text else ()
        doubts += (_MIXED,) if _CITES.search(text) else ()
        return [Finding("lead", text, span, paragraph.text, warnings=doubts)]
    parts = _SUBJECT.split(text, maxsplit=1)
    if len(parts) == 2 and not _LEAD.search(text):
        parts = [text]
    if len(parts) == 2 and (aim := _LEADS_ON.search(parts[0])):
        parts = [parts[0][: aim.start()], text[aim.end() :]]
    found = []
    follows = cue["cue"]
    for piece in _ANOTHER.split(parts[0]):
        found.append(_basis(piece.rstrip(" ;,."), span, follows))
    if len(parts) == 1 and _LEAD.search(text):
        found = [replace(each, warnings=(*each.warnings, _MIXED)) for each in found]
    if len(parts) == 2:
        found.append(Finding("lead", parts[1], span, paragraph.text))
    return found


def _basis(words: str, span: tuple[int, int], follows: str) -> Finding:
    """Read one cited document; one without a word of its own follows that of its sentence."""
    cue = BASIS.match(words)
    begins = (cue["cue"] if cue else follows).lower()
    number = _CITED_NUMBER.search(words)
    on = ON.search(words)
    day = real_day(int(on[3]), int(on[2]), int(on[1])) if on else None
    warnings = [f"Không có ngày {on[1]}/{on[2]}/{on[3]}."] if on and not day else []
    if not on and number and re.search(r"\bngày\b", words[number.end() : number.end() + 14], re.IGNORECASE):
        warnings.append("Ngày của văn bản dẫn ra chưa ghi đủ.")
    return Finding(
        "bases",
        {
            "text": words,
            "implements": not begins.startswith(("căn cứ", "xét", "theo")),
            "number": number[1].rstrip(".,") if number else None,
            "issued_on": day.isoformat() if day else None,
        },
        span,
        words,
        warnings=tuple(warnings),
    )
