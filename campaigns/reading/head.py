"""The head of a plan: who issues it, number, place and date, title, bases, the lead
sentence (NĐ 30/2020, Annex I)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from campaigns.reading.dates import real_day
from campaigns.reading.findings import Finding, Leftover
from campaigns.reading.letters import pattern
from campaigns.reading.lines import Line
from campaigns.reading.paragraphs import Paragraph

_TITLE = pattern(r"^(?:\(?dự thảo\)?\s*)?k\s?ế\s+h\s?o\s?ạ\s?c\s?h\b[\s:.]*(?P<rest>.*)$", re.IGNORECASE)
_NUMBER = pattern(
    r"\bsố\s*:?\s*(?P<number>[\d.…_\s]*?)\s*/\s*(?P<symbol>[A-ZĐ][A-ZĐ\d]*(?:\s*-\s*[A-ZĐ]+[A-ZĐ&\-]*)?)", re.IGNORECASE
)
_BARE_NUMBER = pattern(r"^số\s*:?\s*(?P<number>\d*)\s*$", re.IGNORECASE)
_DATED = pattern(
    r"(?P<place>[«A»][^,:;\d/]{1,40}?)\s*,\s*ngày\s*(?P<day>[\d.…_]*)\s*tháng\s*(?P<month>[\d.…_]*)\s*năm\s*(?P<year>[\d.…_]*)",
    re.IGNORECASE,
)
_MOTTO_END = re.compile(r"\s*\bVIỆT NAM$")
_MOTTO = pattern(
    r"c[ộo]ng\s+h[òo]a\s+x[ãa]\s+h[ộo]i\s+ch[ủu]\s+ngh[ĩi]a\s+vi[ệe]t\s+nam"
    r"|c[ộo]ng\s+ho[àa]\s+x[ãa]\s+h[ộo]i\s+ch[ủu]\s+ngh[ĩi]a\s+vi[ệe]t\s+nam"
    r"|độc\s+lập\s*[-–]\s*tự\s+do\s*[-–]\s*hạnh\s+phúc",
    re.IGNORECASE,
)
_ISSUER = pattern(
    r"\b(?P<kind>(?i:xã|phường|đặc khu|thị trấn))\s+"
    r"(?P<name>(?!(?:HỘI|Hội|NĂM|GIAI)\b)(?:[«A»][\w'’]*|\d{1,2}\b)"
    r"(?:[ \-](?!(?:NĂM|GIAI|LẦN|THÁNG|QUÝ|VÀ|TỔ|TRONG|NHIỆM)\b)[«A»][\w'’]*){0,3})"
)
NOT_PLACE = pattern(
    r"^(?:Hội|Đảng|UBND|Ủy|Uỷ|Mặt|Phòng|Văn|Ban|Công|Chủ|Trung|Đoàn|Các|Là|Thực|HĐND|MTTQ|TDP|Thi|Nông|VT|Việt Nam)\b"
)
_BODY = pattern(
    r"^(?:căn cứ|thực hiện\s+(?:công điện|kết luận|quyết định|kế hoạch|nghị quyết|chỉ thị"
    r"|công văn|hướng dẫn|chương trình|thông báo|văn bản|ý kiến|luật|nhiệm vụ|chủ trương"
    r"|sự chỉ đạo|lời dạy|lời kêu gọi)"
    r"|xét đề nghị|theo đề nghị|nhằm\b|để\b|ủy ban nhân dân|uỷ ban nhân dân|ubnd"
    r"|hội đồng thi đua|chủ tịch|hưởng ứng|phát huy|tiếp tục|trên cơ sở|thi hành"
    r"|triển khai (?:quyết định|kế hoạch|nghị quyết|chỉ thị)"
    r"|phần\s|mục\s|[IVX]+\s*[.)/]|a\s*\.\s|1\s*[.)])",
    re.IGNORECASE,
)
_BASIS = pattern(
    r"^(?P<cue>căn cứ(?:\s+vào)?|thực hiện|triển khai(?:\s+thực hiện)?|thi hành"
    r"|xét đề nghị|theo đề nghị|hưởng ứng|tiếp tục thực hiện)\s+",
    re.IGNORECASE,
)
_CITED = pattern(
    r"\b(?:luật|nghị định|nghị quyết|quyết định|kế hoạch|chỉ thị|công văn|thông tư"
    r"|hướng dẫn|chương trình|thông báo|đề án|văn bản|phong trào|lời|tờ trình|đề nghị"
    r"|công điện|kết luận)\b",
    re.IGNORECASE,
)
_CITED_NUMBER = pattern(
    r"\bsố\s*:?\s*(\d{1,5}\s*[-/](?:[\d]{4}/)?[A-ZĐ][\w\-ĐÔƯƠ&/.]*|\d{1,5}-[A-ZĐ]{2}/[A-ZĐ]{2,}\w*)", re.IGNORECASE
)
_ON = pattern(
    r"ngày\s+(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\."
    r"|\s+năm\s+)\s*(\d{4})",
    re.IGNORECASE,
)
_ANOTHER = pattern(
    r"(?:;|,|\s+và)\s+(?=(?:căn cứ|thực hiện|theo|xét)\s)|(?:;|,|\s+và)\s+(?=(?:kế hoạch"
    r"|nghị quyết|quyết định|chỉ thị|công văn|hướng dẫn|thông báo(?: kết luận)?"
    r"|chương trình|nghị định|thông tư|kết luận)\s+(?:số\s*)?\d)",
    re.IGNORECASE,
)
_LEAD = pattern(r"(?:như sau|sau đây|nội dung(?:\s+cụ thể)?(?:\s+như)?\s+sau|cụ thể)\s*:?\s*$", re.IGNORECASE)
_SUBJECT = pattern(r",\s*(?=(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|chủ tịch|hội đồng)\s)", re.IGNORECASE)
_QUOTED = pattern(r"[“\"«]\s*([^“”\"«»]{1,400}?)\s*[”\"»]")
_UNQUOTED = pattern(r"(?:phong trào|đợt)\s+thi đua\s*:?\s*(?:cao điểm\s+)?(.+)", re.IGNORECASE | re.DOTALL)
_PLACED = pattern(r"([«A»][^,:;\d/]{1,40}?)\s*,\s*$")
KINDS = {"xã": "xa", "phường": "phuong", "đặc khu": "dac_khu", "thị trấn": "thi_tran"}


@dataclass(slots=True)
class Head:
    """What stands above the first section, and at which line the body begins."""

    findings: list[Finding] = field(default_factory=list)
    silent: list[Leftover] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    body_from: int = 0
    year: int | None = None
    titled: bool = False


def read_head(lines: Sequence[Line]) -> Head:
    """Return what the lines above the bases say; `body_from` counts places in `lines`."""
    head = Head()
    title = next((place for place, line in enumerate(lines[:60]) if _is_title(line.text)), None)
    if title is None:
        return head
    head.titled = True
    _above(head, lines[:title])
    head.body_from = _title(head, lines, title)
    if not head.year:
        head.year = _any_year(" ".join(line.text for line in lines[title : title + 12]))
    return head


def _is_title(text: str) -> bool:
    """Say whether a line is the title KẾ HOẠCH, alone or with words in capitals."""
    found = _TITLE.match(text)
    return (
        bool(found)
        and text[:1].isupper()
        and text.split(maxsplit=1)[0].isupper()
        and (not found["rest"] or found["rest"].isupper() or "phong trào" in text.lower())
    )


def _above(head: Head, lines: Sequence[Line]) -> None:
    """Read issuer, number, place and date, each wherever it stands above the title."""
    for line in _unbroken(lines):
        text = " ".join(line.text.split())
        rest = _MOTTO_END.sub("", _MOTTO.sub(" ", text))
        span = (line.number, line.end)
        if found := _NUMBER.search(rest) or _BARE_NUMBER.match(rest.strip()):
            digits = re.sub(r"\D", "", found["number"] or "")
            blank = () if digits else ("Bản gốc để trống số văn bản.",)
            head.findings.append(Finding("number", digits or None, span, text, warnings=blank))
            if symbol := found.groupdict().get("symbol"):
                head.findings.append(Finding("symbol", re.sub(r"\s*-\s*", "-", symbol).upper(), span, text))
            rest = rest.replace(found[0], " ")
            rest = _short_date(head, rest, span, text, alone=True)
        elif not _DATED.search(rest):
            rest = _short_date(head, rest, span, text, alone=False)
        if found := _DATED.search(rest):
            _place_and_date(head, found, span, text)
            rest = rest.replace(found[0], " ")
        rest = re.sub(r"[\s\-_–]+$|^[\s\-_–]+", "", rest)
        issuers = list(_ISSUER.finditer(rest))
        if issuers:
            kind, name = issuers[-1]["kind"].lower(), issuers[-1]["name"]
            head.findings.append(Finding("issuer", {"kind": KINDS[kind], "name": proper(name)}, span, text))
        elif not rest or re.search(
            r"ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng|tỉnh|thành phố|huyện|thị xã|dự thảo", rest, re.IGNORECASE
        ):
            head.silent.append(Leftover(span, text))
        else:
            head.leftovers.append(Leftover(span, text))


def _unbroken(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those joined that part a date: “Đình Khê, ngày 09 / tháng 3 năm 2026”."""
    done: list[Line] = []
    for line in lines:
        before = done[-1] if done else None
        if (
            before
            and re.search(r"(?:ngày|tháng|năm)\s*[\d….]*$", before.text)
            and re.match(r"(?:tháng|năm|\d)", line.text)
        ):
            done[-1] = replace(before, text=f"{before.text} {line.text}", last=line.end)
        else:
            done.append(line)
    return done


def _short_date(head: Head, rest: str, span: tuple[int, int], text: str, *, alone: bool) -> str:
    """Read a date in figures after a place, or alone after the number; return what is left of the line."""
    on = _ON.search(rest)
    if not on or _DATED.search(rest):
        return rest
    place = _PLACED.search(rest[: on.start()])
    if not place and not alone:
        return rest
    day = real_day(int(on[3]), int(on[2]), int(on[1]))
    doubts = () if day else (f"Không có ngày {on[1]}/{on[2]}/{on[3]}.",)
    head.year = int(on[3])
    head.findings.append(Finding("dated", day and day.isoformat(), span, text, warnings=doubts))
    if place:
        head.findings.append(Finding("place", place[1].strip(), span, text))
    return rest[: place.start() if place else on.start()] + rest[on.end() :]


def _place_and_date(head: Head, found: re.Match, span: tuple[int, int], text: str) -> None:
    """Read where and when, each part as far as it is filled in."""
    place = re.sub(r"^.*?(?:hạnh phúc|/[A-ZĐ\-]+)\s*", "", found["place"], flags=re.IGNORECASE).strip()
    head.findings.append(Finding("place", place, span, text))
    day, month, year = (re.sub(r"\D", "", found[name]) for name in ("day", "month", "year"))
    if year:
        head.year = int(year)
    value, warnings = None, ["Bản gốc chưa ghi đủ ngày, tháng ban hành."]
    if day and month and year and real_day(int(year), int(month), int(day)):
        value, warnings = real_day(int(year), int(month), int(day)).isoformat(), []
    elif month and year and 1 <= int(month) <= 12:
        value = f"{year}-{int(month):02}"
    elif year:
        value = year
    head.findings.append(Finding("dated", value, span, text, warnings=tuple(warnings)))


def _title(head: Head, lines: Sequence[Line], title: int) -> int:
    """Read the words under KẾ HOẠCH and return where the body begins."""
    first = lines[title]
    place, words = title + 1, [_TITLE.match(first.text)["rest"]]
    while place < len(lines) and place - title <= 9:
        text = lines[place].text
        if words != [""] and (_BODY.match(text) or _BASIS.match(text) and len(text) > 90):
            break
        if len(" ".join(words)) > 60 and len(text) > 110:
            break
        if _NUMBER.match(text) or _DATED.match(text) and not words[-1:]:
            _above(head, [lines[place]])
        elif not re.fullmatch(r"[-–_*\s]+", text):
            words.append(text)
        place += 1
    abstract = re.sub(r"\s+([”,.])", r"\1", " ".join(" ".join(words).split())).rstrip(" -–_")
    abstract = re.sub(r"“\s+", "“", abstract)
    span = (first.number, lines[place - 1].number)
    if abstract:
        head.findings.append(Finding("abstract", abstract, span, f"{first.text} {abstract}".strip()))
        head.findings.append(_name(abstract, span))
    return place


def _name(abstract: str, span: tuple[int, int]) -> Finding:
    """Read the campaign's name out of the title: what stands in quotation marks, else what follows “thi đua”."""
    if found := _QUOTED.search(abstract):
        return Finding("name", found[1].strip(), span, abstract)
    found = _UNQUOTED.search(abstract)
    words = re.sub(
        r"\s+(?:trên địa bàn|tại)\s+(?:xã|phường|đặc khu).*$", "", found[1] if found else abstract, flags=re.IGNORECASE
    )
    return Finding("name", words.strip(" .:"), span, abstract, warnings=("Tên phong trào không đặt trong ngoặc kép.",))


def proper(name: str) -> str:
    """Return a name of a place in small letters with capitals: ĐỒNG TÂM is Đồng Tâm."""
    return (
        " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
        if name.isupper()
        else name
    )


def _any_year(text: str) -> int | None:
    """Return the first year named in a text."""
    found = re.search(r"\b(20\d{2})\b", text)
    return int(found[1]) if found else None


def issuer_elsewhere(head: Head, lines: Sequence[Line]) -> list[Finding]:
    """Read the commune out of the title or the sentences after it where the head is lost."""
    for each in head.findings:
        if each.field in ("abstract", "lead") and (found := _ISSUER.search(each.value)):
            return [_issuer(found, each.lines, each.source)]
    near = lines[head.body_from : head.body_from + 40]
    for place, line in enumerate(near):
        words = " ".join(each.text for each in near[place : place + 2])
        found = _ISSUER.search(words)
        if found and found.start() < len(line.text) and not NOT_PLACE.match(found["name"]):
            return [_issuer(found, (line.number, line.number), line.text)]
    return []


def _issuer(found: re.Match, span: tuple[int, int], source: str) -> Finding:
    """Return a commune that is named only in passing."""
    value = {"kind": KINDS[found["kind"].lower()], "name": proper(found["name"])}
    return Finding("issuer", value, span, source, warnings=("Đọc từ câu chữ, không phải từ phần đầu văn bản.",))


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
        and not _BASIS.match(text)
        and (text.isupper() or bool(re.match(r"^(?:phần|[IVX]+\s*[.)/]|A\s*[.)]|1\s*[.)])", text, re.IGNORECASE)))
        or text.isupper()
        and len(text.split()) < 14
    )


def _basis_or_lead(paragraph: Paragraph) -> list[Finding]:
    """Read one paragraph between title and first section: bases, the lead, or both in one sentence."""
    text = re.sub(r"^[-+]\s*", "", paragraph.text)
    span = (paragraph.first, paragraph.last)
    cue = _BASIS.match(text)
    if not cue or not _CITED.search(text):
        return [Finding("lead", text, span, paragraph.text)]
    parts = _SUBJECT.split(text, maxsplit=1)
    if len(parts) == 2 and not _LEAD.search(text):
        parts = [text]
    found = []
    follows = cue["cue"]
    for piece in _ANOTHER.split(parts[0]):
        found.append(_basis(piece.rstrip(" ;,."), span, follows))
    if len(parts) == 2:
        found.append(Finding("lead", parts[1], span, paragraph.text))
    return found


def _basis(words: str, span: tuple[int, int], follows: str) -> Finding:
    """Read one cited document; one without a word of its own follows that of its sentence."""
    cue = _BASIS.match(words)
    begins = (cue["cue"] if cue else follows).lower()
    number = _CITED_NUMBER.search(words)
    on = _ON.search(words)
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
