"""What is odd about a plan's own text: other communes, abolished bodies, words lost
or doubled, days and sums that clash."""

import re
from collections.abc import Iterator
from datetime import date

from campaigns.reading.dates import real_day
from campaigns.reading.findings import Finding, Reading, find
from campaigns.reading.head import NOT_PLACE, proper
from campaigns.reading.letters import pattern
from campaigns.reading.outline import Node
from kit.vietnamese import fold

_PLACE = pattern(r"\b(?:xã|phường|đặc khu|thị trấn)\s+((?:[«A»][\w'’]*)(?:[ \-](?:[«A»][\w'’]*))*)")
_ABOLISHED = pattern(
    r"\b(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch|Phòng Nội vụ|Huyện ủy|Thị ủy"
    r"|HĐND)\s*(?:UBND\s+|Ủy ban nhân dân\s+)?(?:huyện|thị xã|quận)\b|\bPhòng Nội vụ\b"
    r"|\b(?:cấp huyện|toàn huyện|toàn thị xã|Huyện ủy)\b"
)
_DOUBLED = pattern(r"\b((?:\w+\s+){0,3}\w+)\s+\1\b", re.IGNORECASE)
_REDUPLICATED = re.compile(
    r"(?:luôn|thường|ngày|đời|dần|nhà|người|từng|xanh|mãi|song|lâu|đêm|nơi|cao|rất|gần|khu|vừa|chỉ|đâu|ai|càng|tháng"
    r"|năm|hết|tới|đó|bản|thôn|xóm|ấp|ngành|lớp)",
    re.IGNORECASE,
)
_CUT = pattern(
    r"\b(?:của|và|các|cho|với|theo|để|trong|về|những|bằng|là|do|tại|từ|đến|cùng|hoặc|như)\s*$", re.IGNORECASE
)
_YEARS = pattern(r"(\d{1,2})\s+năm\s*,?\s*\(?(?:từ\s+)?(20\d{2})\s*(?:-|–|đến)\s*(20\d{2})", re.IGNORECASE)
_PARTS_OF = pattern(r"từ ngày\s+(\S+)\s+đến(?:\s+hết)?\s+ngày\s+(\d\S+)", re.IGNORECASE)
_DAY = pattern(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](20\d{2})")
_CITED_ON = pattern(r"\bsố\s*:?\s*\d[^\s,;]*\s*,?\s*ngày\s+(\d{1,2})[/.\-](\d{1,2})[/.\-](20\d{2})", re.IGNORECASE)
_PROVINCE = pattern(r"\b(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND)\s+tỉnh\b|\bTỉnh ủy\b|\bTỉnh uỷ\b")
_CITY = pattern(
    r"\b(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND)\s+(?:thành phố|Thành phố)\b|\bThành ủy\b|\bThành uỷ\b"
)
_OWN_AWARDS = pattern(
    r"(?:bình xét|xem xét|biểu dương|lựa chọn|tổ chức)[^.;]{0,40}khen thưởng[^.;]{0,30}theo thẩm quyền", re.IGNORECASE
)
_CHAIR = pattern(r"chủ tịch|ủy ban nhân dân|uỷ ban nhân dân|\bubnd\b|cấp có thẩm quyền", re.IGNORECASE)
_FAR_ABOVE = pattern(r"\b(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:tỉnh|[Tt]hành phố)\b|Chính phủ|Trung ương")
_VAGUE = pattern(r"nhiều năm(?: liền| liên tục)?|thứ hạng cao|vượt bậc|nhiều lần", re.IGNORECASE)
_BODIES = pattern(
    r"\b(\d{1,3})\s+(thôn, buôn|thôn, làng|thôn, bản|thôn|xóm|bản|ấp|khu phố|khóm|buôn|tổ dân phố|TDP|khu vực)\b",
    re.IGNORECASE,
)
_RUN_TOGETHER = 4000
_DISTRICTS_UNTIL = "2025-06-30"


def doubts(reading: Reading, nodes: list[Node]) -> Iterator[Finding]:
    """Yield one remark for each odd place of the text."""
    yield from _places(reading, nodes)
    yield from _words(nodes)
    yield from _bodies(reading, nodes)
    yield from _days(reading)
    yield from _sums(reading)
    yield from _years(nodes)
    yield from _levels(reading, nodes)
    yield from _unclear(reading)
    yield from _bodies_counted(reading, nodes)


def bad_copy(text: str) -> Iterator[str]:
    """Yield what is wrong with a copy as a whole: letters without marks, all words on a line or two."""
    letters = sum(sign.isalpha() for sign in text)
    marked = sum(sign.isalpha() and not sign.isascii() for sign in text)
    if letters > 400 and marked < 0.05 * letters:
        yield "Văn bản mất dấu tiếng Việt (có thể từ bản quét); cần dùng bản có dấu."
    if max(len(line) for line in text.split("\n")) > _RUN_TOGETHER:
        yield "Có dòng quá dài: văn bản có thể đã mất chỗ xuống dòng khi chép; cần dán lại từ bản gốc."


def _remark(node: Node, code: str, excerpt: str, message: str) -> Finding:
    """Return a remark about a place of the text."""
    return find("remarks", {"code": code, "excerpt": excerpt, "message": message}, node, warnings=(message,))


def _places(reading: Reading, nodes: list[Node]) -> Iterator[Finding]:
    """Yield names of communes other than the one that issues the plan."""
    issuer = reading.one("issuer")
    own = fold(issuer["name"]) if issuer else ""
    if not own:
        named = _PLACE.search(reading.one("abstract") or "") or _PLACE.search(reading.one("lead") or "")
        own = fold(proper(named[1])) if named else ""
    if not own:
        return
    for node in nodes:
        for found in _PLACE.finditer(node.text):
            name = fold(found[1])
            if not NOT_PLACE.match(found[1]) and not name.startswith(own) and not own.startswith(name):
                yield _remark(
                    node, "name_variant", found[0], f"Có tên địa phương khác ({found[0]}); có thể còn sót từ bản mẫu."
                )


def _words(nodes: list[Node]) -> Iterator[Finding]:
    """Yield words that come twice in a row and sentences that break off."""
    for node in nodes:
        for found in _DOUBLED.finditer(node.text):
            if not _REDUPLICATED.fullmatch(found[1]) and not found[1].isdigit() and len(found[1]) > 1:
                yield _remark(node, "duplicate_word", found[0], f"Lặp từ “{found[1]}”.")
        if _CUT.search(node.text):
            yield _remark(node, "lost_word", node.text[-80:], "Câu bị cắt, thiếu phần cuối.")


def _bodies(reading: Reading, nodes: list[Node]) -> Iterator[Finding]:
    """Yield bodies of districts, which ended on 30/6/2025 (Luật Tổ chức chính quyền địa phương 2025)."""
    dated = reading.one("dated") or ""
    later = dated[:7] > _DISTRICTS_UNTIL[:7] or dated[:4] > "2025"
    message = "Cấp huyện đã kết thúc hoạt động từ 01/7/2025." if later else "Cơ quan cấp huyện; từ 01/7/2025 không còn."
    for node in nodes:
        if found := _ABOLISHED.search(node.text):
            yield _remark(node, "abolished_body", found[0], message)
    for each in reading.of("recipients"):
        if found := _ABOLISHED.search(str(each.value)):
            yield Finding(
                "remarks",
                {"code": "abolished_body", "excerpt": str(each.value), "message": message},
                each.lines,
                str(each.value),
                warnings=(message,),
            )


def _days(reading: Reading) -> Iterator[Finding]:
    """Yield days before the plan's own, and days outside the years of its period."""
    dated, term = reading.one("dated") or "", reading.one("term") or {}
    ends = term.get("ends_on")
    whole_year = (term.get("starts_on") or "").endswith("-01-01") and not re.search(r"/|tháng", term.get("words") or "")
    if term.get("starts_on") and len(dated) == 10 and term["starts_on"] < dated and not whole_year:
        first = reading.of("term")[0]
        yield _repeat(first, "starts_before_issue", "Phong trào bắt đầu trước ngày ban hành kế hoạch.")
    cited = max((day.isoformat() for day in _cited(reading)), default="")
    if term.get("starts_on") and len(dated) < 10 and term["starts_on"] < cited:
        day = f"{cited[8:]}/{cited[5:7]}/{cited[:4]}"
        told = f"Phong trào bắt đầu trước khi ban hành kế hoạch: kế hoạch dẫn văn bản ngày {day}."
        yield _repeat(reading.of("term")[0], "starts_before_issue", told)
    for each in reading.of("deadlines"):
        on = each.value.get("on")
        if each.value["kind"] == "yearly" and _one_year(term):
            yield _repeat(each, "period_conflict", "Hạn nhắc lại hằng năm trong khi phong trào chỉ kéo dài một năm.")
        if on and len(dated) >= 7 and on[: len(dated)] < dated:
            yield _repeat(each, "period_conflict", "Thời hạn trước ngày ban hành kế hoạch.")
        elif on and ends and on[:4] > str(int(ends[:4]) + 1):
            yield _repeat(each, "period_conflict", "Thời hạn sau khi phong trào kết thúc hơn một năm.")
        elif on and each.value["paper"] == "dossier" and (term.get("end_event") or ends and on > ends):
            yield _repeat(
                each, "period_conflict", "Hạn hồ sơ không khớp với thời gian kết thúc phong trào; cần xem lại."
            )


def _one_year(term: dict) -> bool:
    """Say whether a period ends within the year or school year in which it begins."""
    first, last = term.get("starts_on"), term.get("ends_on")
    if first and last:
        return first[:4] == last[:4]
    return bool(re.search(r"năm học\s+\d{4}", term.get("words") or "", re.IGNORECASE))


def _repeat(finding: Finding, code: str, message: str) -> Finding:
    """Return a remark about what a finding was read from."""
    value = {"code": code, "excerpt": finding.source, "message": message}
    return Finding("remarks", value, finding.lines, finding.source, finding.clause, (message,))


def _sums(reading: Reading) -> Iterator[Finding]:
    """Yield a scoring table whose rows do not add up to the total it names."""
    rows = reading.of("scoring")
    if not rows:
        return
    total = sum(each.value["points"] for each in rows)
    named = [
        int(found[1])
        for each in reading.of("notes")
        if (found := re.search(r"(?:tổng|cộng|thang điểm)[^\d]{0,40}(\d{2,3})", each.source, re.IGNORECASE))
    ]
    if (wanted := named[-1] if named else 100) != total:
        message = f"Các dòng cộng lại được {total:g} điểm, không phải {wanted} điểm."
        span = (rows[0].lines[0], rows[-1].lines[1])
        words = next(
            (each.source for each in reading.of("notes") if re.search(r"tổng|cộng", each.source, re.IGNORECASE)),
            rows[-1].source,
        )
        yield Finding(
            "remarks",
            {"code": "period_conflict", "excerpt": words, "message": message},
            span,
            words,
            warnings=(message,),
        )


def _cited(reading: Reading) -> Iterator[date]:
    """Yield the days of the papers that a plan cites."""
    texts = [node.text for node in reading.nodes] + [each.source for each in reading.of("bases")]
    for text in texts:
        for found in _CITED_ON.finditer(text):
            if day := real_day(int(found[3]), int(found[2]), int(found[1])):
                yield day


def _years(nodes: list[Node]) -> Iterator[Finding]:
    """Yield spans of years that do not last as long as is said, and spans of days that end before they begin."""
    for node in nodes:
        for found in _YEARS.finditer(node.text):
            lasts = int(found[3]) - int(found[2]) + 1
            if lasts != int(found[1]):
                message = f"“{found[0]}” kéo dài {lasts} năm, không phải {found[1]} năm."
                yield _remark(node, "period_conflict", found[0], message)
        for found in _PARTS_OF.finditer(node.text):
            first, last = (_day(words) for words in found.groups())
            if first and last and last < first:
                yield _remark(node, "period_conflict", found[0], "Ngày kết thúc trước ngày bắt đầu.")


def _day(words: str) -> date | None:
    """Return the day that words write in figures."""
    found = _DAY.match(words)
    return real_day(int(found[3]), int(found[2]), int(found[1])) if found else None


def _levels(reading: Reading, nodes: list[Node]) -> Iterator[Finding]:
    """Yield what does not fit the commune's level: both province and city above it, awards of its own units."""
    texts = [each.source for each in (*reading.of("bases"), *reading.of("lead"))]
    province = sum(len(_PROVINCE.findall(text)) for text in (*texts, *(node.text for node in nodes)))
    city = sum(len(_CITY.findall(text)) for text in (*texts, *(node.text for node in nodes)))
    rare = (_CITY if city <= province else _PROVINCE) if province and city else None
    for node in nodes:
        if rare and (found := rare.search(node.text)):
            message = f"“{found[0]}”: các chỗ khác ghi cấp trên là {'tỉnh' if rare is _CITY else 'thành phố'}."
            yield _remark(node, "name_variant", found[0], message)
        if (found := _OWN_AWARDS.search(node.text)) and not _CHAIR.search(_subject(node.text, found.start())):
            message = "Cơ quan, đơn vị thuộc xã không có thẩm quyền tặng Giấy khen; cần làm rõ “theo thẩm quyền”."
            yield _remark(node, "authority_doubt", found[0], message)
    issuer = reading.one("issuer")
    for each in reading.of("bases") if issuer else ():
        text = each.value["text"]
        if re.search(rf"trên địa bàn (?:xã|phường|đặc khu) {re.escape(issuer['name'])}", text) and (
            found := _FAR_ABOVE.search(text)
        ):
            message = f"Văn bản của {found[0]} lại ghi phạm vi là một xã; có thể bị thay nhầm tên."
            yield _repeat(each, "name_variant", message)


def _subject(text: str, place: int) -> str:
    """Return the words of a sentence before a place in it: who does what stands there."""
    return re.split(r"[.;:]", text[:place])[-1]


def _unclear(reading: Reading) -> Iterator[Finding]:
    """Yield standards whose words give no measure: nhiều năm liền, thứ hạng cao."""
    seen: set[tuple[int, str]] = set()
    for each in reading.of("standards"):
        for leaf in (*each.value["leaves"], *each.value["preconditions"]):
            found = _VAGUE.search(leaf)
            if found and (each.lines[0], found[0]) not in seen:
                seen.add((each.lines[0], found[0]))
                message = f"“{found[0]}” không có mức cụ thể để xét."
                value = {"code": "unexplained_term", "excerpt": leaf, "message": message}
                yield Finding("remarks", value, each.lines, leaf, each.clause, (message,))


def _bodies_counted(reading: Reading, nodes: list[Node]) -> Iterator[Finding]:
    """Yield numbers of the commune's own thôn, ấp, tổ dân phố where recipients and participants differ."""
    named: dict[str, str] = {}
    for each in reading.of("audience"):
        for found in _BODIES.finditer(str(each.value["text"])):
            named.setdefault(found[2].lower(), found[1])
    for each in reading.of("recipients"):
        for found in _BODIES.finditer(str(each.value)):
            other = named.get(found[2].lower())
            if other and int(other) != int(found[1]):
                message = f"Nơi nhận ghi {found[0]}, phần đối tượng ghi {other} {found[2]}."
                yield _repeat(each, "name_variant", message)
