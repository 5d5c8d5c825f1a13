"""The head of a plan: who issues it, number, place and date, title, bases, the lead
sentence (NĐ 30/2020, Annex I)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from campaigns.reading.bases import BASIS, CITED, ON
from campaigns.reading.dates import real_day
from campaigns.reading.findings import Finding, Leftover
from campaigns.reading.letterhead import added, unbroken
from campaigns.reading.letters import pattern
from campaigns.reading.lines import Line

_TITLE = pattern(r"^(?:\(?dự thảo\)?\s*)?k\s?ế\s+h\s?o\s?ạ\s?c\s?h\b[\s:.]*(?P<rest>.*)$", re.IGNORECASE)
_NUMBER = pattern(
    r"\bsố\s*:?\s*(?P<number>[\d.…_\s]*?)\s*/\s*(?:\d{4}\s*/\s*)?(?P<symbol>[A-ZĐ][A-ZĐ\d]*(?:\.[A-ZĐ]+)?"
    r"(?:\s*-\s*[A-ZĐ]+[A-ZĐ&\-]*)?(?:\([A-ZĐ\d]{1,8}\))?)",
    re.IGNORECASE,
)
_PARTY_NUMBER = pattern(r"\bsố\s*:?\s*(?P<number>\d[\d.…_]*)\s*-\s*(?P<symbol>[A-ZĐ]{2,}/[A-ZĐ]{2,})\b", re.IGNORECASE)
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
    r"^(?:Hội|Đảng|UBND|Ủy|Uỷ|Mặt|Phòng|Văn|Ban|Công|Chủ|Trung|Đoàn|Các|Là|Thực|NTM|ĐBKK|HĐND"
    r"|MTTQ|TDP|Thi|Nông|VT|Việt Nam)\b"
)
_BODY = pattern(
    r"^(?:căn cứ|thực hiện\s+(?:công điện|kết luận|quyết định|kế hoạch|nghị quyết|chỉ thị"
    r"|công văn|hướng dẫn|chương trình|thông báo|văn bản|ý kiến|luật|nhiệm vụ|chủ trương|chỉ đạo"
    r"|sự chỉ đạo|lời dạy|lời kêu gọi)"
    r"|xét đề nghị|theo đề nghị|nhằm\b|để\b|ủy ban nhân dân|uỷ ban nhân dân|ubnd"
    r"|hội đồng thi đua|chủ tịch|hưởng ứng|phát huy|tiếp tục|trên cơ sở|thi hành"
    r"|triển khai (?:quyết định|kế hoạch|nghị quyết|chỉ thị)"
    r"|phần\s|mục\s|[IVX]+\s*[.)/]|a\s*\.\s|1\s*[.)])",
    re.IGNORECASE,
)
_ISSUED_WITH = pattern(r"^\(?\s*(?:(?:được\s+)?ban hành\s+)?kèm theo\s+quyết định", re.IGNORECASE)
_ADDRESS = pattern(r"^\s*kính gửi\b", re.IGNORECASE)
_ABOUT = pattern(r"^(?:v/v|về việc)\s*:?\s*", re.IGNORECASE)
_KIND = pattern(r"^(?:QUYẾT ĐỊNH|HƯỚNG DẪN|CHƯƠNG TRÌNH|THÔNG BÁO|CHỈ THỊ|THỂ LỆ|PHƯƠNG ÁN|LỜI KÊU GỌI)\s*[.:]?$")
_OFFICE = pattern(r"^(?:CHỦ TỊCH|HỘI ĐỒNG|BAN CHỈ ĐẠO|THƯỜNG TRỰC|QUYẾT ĐỊNH)\b[^«a»]*$")
_LETTERHEAD = pattern(r"^(?:(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|XÃ|PHƯỜNG|ĐẶC KHU|THỊ TRẤN|TỈNH|HUYỆN|THÀNH PHỐ|PHỤ LỤC)\b")
_CAMPAIGN = pattern(r"(?:phong trào|đợt)(?:\s+thi đua)?\s+[“\"«]\s*([^“”\"«»]{3,200}?)\s*[”\"»]", re.IGNORECASE)
_QUOTED = pattern(r"[“\"«]\s*([^“”\"«»]{1,400}?)\s*[”\"»]")
_UNQUOTED = pattern(r"(?:phong trào|đợt)\s+thi đua\s*:?\s*(?:cao điểm\s+)?(.+)", re.IGNORECASE | re.DOTALL)
_PLACED = pattern(r"([«A»][^,:;\d/]{1,40}?)\s*,\s*$")
_TOLD_TWICE = "Phần đầu văn bản ghi hai lần, không giống nhau."
KINDS = {"xã": "xa", "phường": "phuong", "đặc khu": "dac_khu", "thị trấn": "thi_tran"}
FROM_THE_WORDS = "Tên cơ quan lấy từ câu chữ trong văn bản vì phần đầu không ghi rõ. Hãy so với bản gốc."


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
    title = next((place for place, line in enumerate(lines[:60]) if is_title(line.text)), None)
    if title is None:
        return read_untitled(lines)
    head.titled = True
    _above(head, lines[:title])
    _once(head)
    head.body_from = _title(head, lines, title)
    if not head.year:
        head.year = _any_year(" ".join(line.text for line in lines[title : title + 12]))
    return head


def read_untitled(lines: Sequence[Line]) -> Head:
    """Return what stands above the first basis of a paper that is called no plan: a letter, a decision, guidance."""
    head = Head()
    begins = next((place for place, line in enumerate(lines[:40]) if _begins_body(line.text)), None)
    if not begins or not any(_tells_head(line.text) for line in lines[:begins]):
        return head
    above, subject = _subject_apart(lines[:begins])
    _above(head, above)
    if subject:
        words = " ".join(line.text for line in subject)
        abstract = _ABOUT.sub("", " ".join(words.split()))
        span = (subject[0].number, subject[-1].end)
        head.findings += [Finding("abstract", abstract, span, words), _name(abstract, span)]
    head.body_from = _addressed(head, lines, begins)
    return head


def _begins_body(text: str) -> bool:
    """Say whether a line is the first below a head: to whom a letter goes, a basis, a numbered heading."""
    return bool(_ADDRESS.match(text) or re.match(r"^(?:I|A|1)\s*[.)/]\s*\S", text)) or (
        bool(BASIS.match(text)) and not text.isupper()
    )


def _tells_head(text: str) -> bool:
    """Say whether a line belongs to the head of an official paper."""
    return bool(_MOTTO.search(text) or _NUMBER.search(text) or _DATED.search(text))


def _head_only(text: str) -> bool:
    """Say whether a line is nothing but a part of the head: it begins with a number or a place and day."""
    return bool(_MOTTO.search(text) or re.match(r"số\s*:", text, re.IGNORECASE) or _DATED.match(text))


def letterhead(text: str) -> bool:
    """Say whether a line stands in a head: the body that issues, national name and motto, number, place and day."""
    return _head_only(text) or text.isupper() and bool(_LETTERHEAD.match(text))


def _subject_apart(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of a head without those that say what the paper is about, and those lines."""
    above: list[Line] = []
    subject: list[Line] = []
    telling = False
    for line in lines:
        if _ABOUT.match(line.text):
            telling = True
            subject.append(line)
        elif _KIND.match(line.text):
            telling = True
            above.append(line)
        elif telling and not (letterhead(line.text) or _OFFICE.match(line.text)):
            subject.append(line)
        else:
            telling = telling and not subject
            above.append(line)
    return above, subject


def _addressed(head: Head, lines: Sequence[Line], begins: int) -> int:
    """Keep to whom a letter goes as notes; return where its words begin."""
    if not _ADDRESS.match(lines[begins].text):
        return begins
    place = begins
    while place < len(lines) and place - begins < 25:
        line = lines[place]
        if place > begins and not re.match(r"^[-+]\s", line.text) and (line.after_blank or BASIS.match(line.text)):
            break
        head.findings.append(Finding("notes", line.text, (line.number, line.end), line.text))
        place += 1
    return place


def is_title(text: str) -> bool:
    """Say whether a line is the title KẾ HOẠCH, alone or with words in capitals."""
    found = _TITLE.match(text)
    return (
        bool(found)
        and text[:1].isupper()
        and text.split(maxsplit=1)[0].isupper()
        and (
            not found["rest"]
            or found["rest"].isupper()
            or "phong trào" in text.lower()
            or bool(_ABOUT.match(found["rest"]))
        )
    )


def _above(head: Head, lines: Sequence[Line]) -> None:
    """Read issuer, number, place and date, each wherever it stands above the title."""
    for line in unbroken(lines):
        text = " ".join(line.text.split())
        rest = _MOTTO_END.sub("", _MOTTO.sub(" ", text))
        span = (line.number, line.end)
        if found := _PARTY_NUMBER.search(rest) or _NUMBER.search(rest) or _BARE_NUMBER.match(rest.strip()):
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
        rest = re.sub(r"[\s\-_–|]+$|^[\s\-_–|]+", "", rest)
        issuers = list(_ISSUER.finditer(rest))
        if issuers:
            issuer = {"kind": KINDS[issuers[-1]["kind"].lower()], "name": proper(issuers[-1]["name"])}
            if any(each.field == "issuer" and each.value == issuer for each in head.findings):
                head.silent.append(Leftover(span, text))
            else:
                head.findings.append(Finding("issuer", issuer, span, text))
        elif (
            not rest
            or added(rest)
            or _KIND.match(rest)
            or re.search(
                r"ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng|tỉnh|thành phố|huyện|thị xã|dự thảo|^kế hoạch\b"
                r"|đảng cộng sản|đảng bộ|^(?:phòng|sở|trường|công đoàn|ban)\b",
                rest,
                re.IGNORECASE,
            )
        ):
            head.silent.append(Leftover(span, text))
        else:
            head.leftovers.append(Leftover(span, text))


def _once(head: Head) -> None:
    """Keep what a torn head says twice once; what it says in two ways is to be looked at."""
    for name in ("number", "symbol", "place", "dated"):
        told = [each for each in head.findings if each.field == name]
        for each in told[1:]:
            if each.value == told[0].value:
                head.findings.remove(each)
                head.silent.append(Leftover(each.lines, each.source))
        if len({each.value for each in told}) > 1:
            head.findings = [
                replace(each, warnings=(*each.warnings, _TOLD_TWICE)) if each.field == name else each
                for each in head.findings
            ]


def _short_date(head: Head, rest: str, span: tuple[int, int], text: str, *, alone: bool) -> str:
    """Read a date in figures after a place, or alone after the number; return what is left of the line."""
    on = ON.search(rest)
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
    place, words = title + 1, [_ABOUT.sub("", _TITLE.match(first.text)["rest"])]
    while place < len(lines) and place - title <= 9:
        text = lines[place].text
        if words != [""] and _ends_title(text):
            break
        if len(" ".join(words)) > 60 and len(text) > 110 and not _ISSUED_WITH.match(text):
            break
        if _NUMBER.match(text) or _DATED.match(text) and not words[-1:]:
            _above(head, [lines[place]])
        elif issued := _ISSUED_WITH.match(text):
            place = _with_decision(head, lines, place, issued)
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


def _ends_title(text: str) -> bool:
    """Say whether a line under the title is the first of the text: a basis, a heading, a sentence."""
    if cue := BASIS.match(text):
        return not text.isupper() and bool(len(text) > 90 or CITED.match(text, cue.end()) or _BODY.match(text))
    return bool(_BODY.match(text))


def _with_decision(head: Head, lines: Sequence[Line], place: int, issued: re.Match) -> int:
    """Read the decision that a plan came with: its number and day are those of the plan; return its last line."""
    words, last = lines[place].text, place
    while ")" not in words and last + 1 < len(lines) and last - place < 3:
        last += 1
        words = f"{words} {lines[last].text}"
    span = (lines[place].number, lines[last].end)
    head.silent.append(Leftover(span, words))
    told = {each.field for each in head.findings}
    doubts = ("Lấy theo quyết định mà kế hoạch ban hành kèm theo.",)
    if "number" not in told and (number := _NUMBER.search(words)) and number["number"].strip():
        head.findings.append(Finding("number", number["number"].strip(), span, words, warnings=doubts))
        head.findings.append(Finding("symbol", number["symbol"].upper(), span, words, warnings=doubts))
    on = ON.search(words)
    if on and "dated" not in told and (day := real_day(int(on[3]), int(on[2]), int(on[1]))):
        head.year = day.year
        head.findings.append(Finding("dated", day.isoformat(), span, words, warnings=doubts))
    return last


def name_elsewhere(findings: Sequence[Finding]) -> list[Finding]:
    """Read the campaign's name out of the sentence that leads on to the plan, where no title names it."""
    for each in findings:
        if each.field == "lead" and (found := _CAMPAIGN.search(each.value)):
            doubts = ("Đọc từ đoạn mở đầu, không phải từ trích yếu.",)
            return [Finding("name", found[1].strip(), each.lines, each.source, warnings=doubts)]
    return []


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
    return Finding("issuer", value, span, source, warnings=(FROM_THE_WORDS,))
