"""What is due when: every last day for a paper, with to whom and through whom, wherever in the plan it stands."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from campaigns.reading.dates import Limit, limits, real_day
from campaigns.reading.findings import Finding, find
from campaigns.reading.outline import Node
from campaigns.reading.papers import paper_in, papers_due, papers_in
from campaigns.reading.paragraphs import ended
from campaigns.reading.parts import Parts, sentences
from campaigns.reading.reviews import LABELLED, in_filing
from campaigns.reading.sections import heading_of
from campaigns.reading.tables import columns
from campaigns.reading.terms import FROM_TO, TERM_CUE
from campaigns.reading.ways import way

_DUE = re.compile(
    r"báo cáo|gửi|nộp|hồ sơ|đăng ký|trình|hoàn thành|ban hành|xây dựng|đề nghị|tổng hợp|tiếp nhận|lập|phản ánh|xong"
    r"|nhận (?:bài|tác phẩm|sản phẩm)",
    re.IGNORECASE,
)
_SENT = re.compile(r"báo cáo|gửi|nộp|hồ sơ|đăng ký|tiếp nhận|trình", re.IGNORECASE)
_HARD = re.compile(
    r"(?:khó khăn|vướng mắc|phát sinh)[^.]{0,160}?(?:phản ánh|báo cáo|báo về|báo cho|liên hệ|gửi ý kiến|trao đổi"
    r"|thông tin)[^.]*|(?:phản ánh|báo cáo|báo)\s[^.;]{0,40}(?:khó khăn|vướng mắc)[^.;]{0,30}\s(?:về|cho|với)\s[^.;]*",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"(?:báo cáo|thông báo|báo|thông tin)\s+ngay(?!\s+(?:từ|khi))|báo cáo kịp thời", re.IGNORECASE)
_PAPER = re.compile(r"báo cáo|gửi|hồ sơ|nộp", re.IGNORECASE)
_REVIEW = re.compile(r"sơ kết|tổng kết", re.IGNORECASE)
_PLEDGE = re.compile(r"^(?:tổ chức\s+)?đăng ký\s[^.;]{0,70}?\s(?:với|về|gửi|tại)\s", re.IGNORECASE)
_HANDED_IN = re.compile(r"\bgửi\b|\bnộp (?:về|cho|tại|hồ sơ|báo cáo)", re.IGNORECASE)
_NOT_OWED = ("content", "goal", "standards")
_NO_PLACE = "Kế hoạch không ghi nơi nhận."
_OF_COMMUNE = "Có thể là hạn của xã báo cáo cấp trên, không phải hạn của đơn vị."
_UPWARD = re.compile(
    r"\bđể\b[^.;]{0,60}\b(?:báo cáo|gửi|trình)\s+(?:(?:Chủ tịch\s+)?(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+)?"
    r"(?:tỉnh|thành phố|cấp trên|sở)\b",
    re.IGNORECASE,
)
_HANDED = re.compile(r"nhận|nộp|gửi|đăng ký|báo cáo", re.IGNORECASE)
_SPAN = re.compile(
    r"\btừ\s+(?:ngày\s+)?\d{1,2}(?:[/.]\d{1,2}){0,2}\s*(?:đến|tới|-|–)\s*(?:hết\s+)?(?:ngày\s+)?\d{1,2}[/.]\d{1,2}"
    r"(?:[/.]\d{4})?",
    re.IGNORECASE,
)
_TAKEN_AT = re.compile(r"^nơi\s+(?:nhận|gửi|nộp)\b", re.IGNORECASE)
_NO_DAY = "Kế hoạch không ghi ngày."
_BARE_DAY = re.compile(r"(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)
_ONLY_DAY = "Bảng chỉ ghi ngày, không ghi trước hay đến hết ngày đó; đang tính cả ngày đó."
_FROM_BESIDE = "Nơi nhận lấy theo câu bên cạnh; kiểm tra lại."
_PARTS_OF_DOSSIER = {"achievement_report", "dossier"}
_PLACED = ("dossier", "unit_report", "registration", "plan", "achievement_report")


@dataclass(frozen=True, slots=True)
class Way:
    """To whom and through whom something goes, and whether that was said of it or of something beside it."""

    to: str | None
    through: str | None
    beside: bool = False


def deadlines(parts: Parts, periods: Iterable[Node], *, year: int | None) -> Iterator[Finding]:
    """Yield every last day for something owed; `periods` are the nodes that tell when the campaign runs."""
    found = list(_all(parts, {id(node) for node in periods}, year))
    told = {each.value["paper"] for each in found if each.value["to"]}
    for each in found:
        if _NO_PLACE in each.warnings and each.value["paper"] in told:
            each = replace(each, warnings=tuple(words for words in each.warnings if words != _NO_PLACE))
        yield each


def _all(parts: Parts, periods: set[int], year: int | None) -> Iterator[Finding]:
    """Yield every last day, one by one; of a period only what is handed in after it."""
    for node in parts.root.below():
        if parts.kind(node) in ("objectives", "requirements"):
            continue
        if id(node) in periods:
            for sentence in sentences(node.text):
                period = FROM_TO.search(sentence)
                if _HANDED_IN.search(sentence[period.end() :] if period else sentence):
                    yield from _dated(node, sentence, "", parts, year)
            continue
        if node.paragraph.cells:
            yield from _row(node, year)
            continue
        prior = ""
        for sentence in sentences(node.text):
            yield from _dated(node, sentence, prior, parts, year)
            yield from _undated(node, sentence, parts, year)
            prior = f"{prior[-600:]} {sentence[-600:]};"


def _dated(node: Node, sentence: str, prior: str, parts: Parts, year: int | None) -> Iterator[Finding]:
    """Yield the deadlines of one sentence."""
    before = _above(node) + prior
    found = limits(sentence, year=year)
    for place, limit in enumerate(found):
        if not _DUE.search(sentence) and not _DUE.search(before):
            continue
        filed = in_filing(parts, node) and bool(LABELLED.search(sentence))
        following = found[place + 1] if place + 1 < len(found) else None
        if _in_period(sentence, limit, following) or not filed and _is_review(sentence, limit):
            continue
        lead = re.split(r";", sentence[: limit.span[0]])[-1]
        named = limit.words if limit.kind in ("on_date", "yearly") else ""
        around = (
            sentence[found[place - 1].span[1] if place else 0 : limit.span[0]],
            sentence[limit.span[1] : found[place + 1].span[0] if place + 1 < len(found) else None],
        )
        own = around[0] if place and paper_in(around[0], nearest_end=True) else lead
        for paper in papers_due(f"{own}{named}", sentence[limit.span[1] :], before):
            if parts.kind(node) in _NOT_OWED and not _HANDED_IN.search(sentence):
                continue
            where = _way(node, sentence, paper, around if len(found) > 1 else None)
            due = _deadline(node, sentence, paper, limit, where)
            upward = _UPWARD.search(lead) and not limits(lead[_UPWARD.search(lead).end() :], year=year)
            yield replace(due, warnings=(*due.warnings, _OF_COMMUNE)) if upward else due


def _deadline(node: Node, sentence: str, paper: str, limit: Limit, where: Way) -> Finding:
    """Return one deadline with what is doubtful about it."""
    doubts = list(limit.warnings)
    to, through = where.to, where.through
    if where.beside:
        doubts.append(_FROM_BESIDE)
    if paper == "other":
        doubts.append("Chưa rõ phải nộp gì.")
    elif paper in _PLACED and to is None and through is None:
        doubts.append(_NO_PLACE)
    value = {"paper": paper, **limit.facts(), "to": to, "through": through, "words": limit.words}
    return find("deadlines", value, node, words=sentence, warnings=doubts)


def _row(node: Node, year: int | None) -> Iterator[Finding]:
    """Yield the deadlines of a row of a table: the paper in one cell, the last day in another."""
    cells = node.paragraph.cells
    known = columns(cells, node.paragraph.header)
    sure = "limit" in known and node.paragraph.first == node.paragraph.last
    for cell in cells:
        others = "; ".join(each for each in cells if each is not cell)
        for limit in limits(cell, year=year) or _bare_day(cell, known):
            if not _SENT.search(node.text) and "limit" not in known:
                continue
            paper = papers_due(known.get("paper") or cells[0], cell, others)[0]
            to = known.get("to") or way(others)[0]
            finding = _deadline(node, node.text, paper, limit, Way(to, way(node.text)[1]))
            yield find(
                "deadlines",
                {**finding.value, "words": node.text},
                node,
                warnings=(*finding.warnings, *(() if sure else ("Đọc từ bảng; kiểm tra lại cột.",))),
            )


def _bare_day(cell: str, known: Mapping[str, str]) -> list[Limit]:
    """Return the day that stands alone in a column of last days, to be looked at: does that day still count?"""
    found = _BARE_DAY.fullmatch(cell.strip(" .")) if known.get("limit") == cell else None
    if not found or not _DUE.search(known.get("paper") or " ".join(known.values())):
        return []
    day = real_day(int(found[3]), int(found[2]), int(found[1]))
    doubts = (_ONLY_DAY,) if day else (f"Không có ngày {cell.strip()}.",)
    return [Limit("on_date", cell, (0, len(cell)), day, warnings=doubts)]


def _undated(node: Node, sentence: str, parts: Parts, year: int | None) -> Iterator[Finding]:
    """Yield what is owed without a day of the calendar: difficulties, dossiers, what is to be told at once."""
    if hard := _HARD.search(sentence):
        kind = "at_once" if re.search(r"kịp thời|ngay", sentence, re.IGNORECASE) else "unstated"
        value = {"paper": "difficulty", "kind": kind, **_owed(_way(node, sentence, "difficulty")), "words": hard[0]}
        yield find("deadlines", value, node, words=sentence)
        return
    if limits(sentence, year=year):
        return
    if (
        parts.kind(node) in ("deadlines", "filing")
        and heading_of(node) != node.text
        and re.search(r"hồ sơ[^.;]{0,120}(?:gửi|nộp)", sentence, re.IGNORECASE)
        and not limits(node.text, year=year)
        and not (node.text.endswith(":") and any(limits(each.text, year=year) for each in node.children))
    ):
        where = _way(node, sentence, "dossier")
        value = {"paper": "dossier", "kind": "unstated", **_owed(where), "words": sentence}
        doubts = ("Kế hoạch không ghi ngày nộp hồ sơ.", *([_FROM_BESIDE] if where.beside else []))
        yield find("deadlines", value, node, words=sentence, warnings=doubts)
    elif _AT_ONCE.search(sentence) and parts.kind(node) not in _NOT_OWED:
        value = {"paper": "other", "kind": "at_once", **_owed(_way(node, sentence, "other")), "words": sentence}
        yield find("deadlines", value, node, words=sentence, warnings=("Chưa rõ phải nộp gì.",))
    elif (
        _PLEDGE.search(sentence)
        and (where := _way(node, sentence, "registration")).to
        and parts.kind(node) in ("duties", "deadlines", "filing")
    ):
        value = {"paper": "registration", "kind": "unstated", **_owed(where), "words": sentence}
        yield find("deadlines", value, node, words=sentence, warnings=(_NO_DAY,))


def _above(node: Node) -> str:
    """Return the words of the heading above a node, which may name the paper; the item before a sentence is none."""
    parent = node.parent
    while node.style == "text" and parent and parent.style in ("number", "letter", "dash") and _item(parent):
        parent = parent.parent
    return f"{parent.text} " if parent and parent.style != "root" and len(parent.text.split()) < 30 else ""


def _item(node: Node) -> bool:
    """Say whether a node names one part of a dossier and heads nothing: “3. Báo cáo thành tích.”"""
    named = len(node.text.split()) <= 12 and bool(papers_in(node.text) & _PARTS_OF_DOSSIER)
    return named and ended(node.text) and not node.text.endswith(":")


def _owed(where: Way) -> dict:
    """Return where something without a day goes, as plain values."""
    return {"inclusive": True, "to": where.to, "through": where.through}


def _way(node: Node, sentence: str, paper: str, around: tuple[str, str] | None = None) -> Way:
    """Return to whom and through whom: as the sentence says, else its paragraph, else that before or after it.

    `around`: the words before and after a day, up to the other days of its sentence.
    """
    to, through, beside = _near(sentence, paper, around)
    if to and through:
        return Way(to, through, beside)
    if not to:
        for each in sentences(node.text):
            whole = way(each)
            if whole[0] and not _other_paper(each, paper):
                to, through = whole[0], through or whole[1]
                break
    if to is None and through is None and node.parent and node.parent.text.endswith(":"):
        to, through = way(node.parent.text)
    due = f"{_above(node)} {sentence}" if node.style in ("dash", "plus") else sentence
    if to is None and through is None and re.search(r"hồ sơ|báo cáo", due, re.IGNORECASE):
        siblings = node.parent.children if node.parent else [node]
        if told := next((each for each in siblings if _TAKEN_AT.match(each.text)), None):
            return Way(*way(f"gửi về {told.leads()[1]}"))
        place = siblings.index(node)
        for each in (*siblings[max(place - 1, 0) : place], *siblings[place + 1 : place + 2]):
            near = way(each.text)
            if near[0] and re.search(r"hồ sơ|báo cáo", each.text, re.IGNORECASE) and not _other_paper(each.text, paper):
                return Way(*near, beside=True)
    return Way(to, through, beside)


def _near(sentence: str, paper: str, around: tuple[str, str] | None) -> tuple[str | None, str | None, bool]:
    """Return the way that stands nearest a day of a sentence, and whether it may be that of another day."""
    if around is None:
        return (*way(sentence), False)
    before, after = (way(words) for words in around)
    if before[0]:
        return (*before, False)
    if after[0] and not _other_paper(around[1], paper):
        return (*after, False)
    whole = way(sentence)
    return (*whole, bool(whole[0]) and paper_in(around[0], nearest_end=True) is not None)


def _other_paper(words: str, paper: str) -> bool:
    """Say whether words speak of papers, but not of this one."""
    named = papers_in(words)
    same = {"dossier", "achievement_report"} if paper in ("dossier", "achievement_report") else {paper}
    return bool(named) and not named & same


def _in_period(sentence: str, limit: Limit, following: Limit | None) -> bool:
    """Say whether a day is the end of a period of the campaign and not a last day for a paper.

    `following`: the next last day of the sentence; what is handed in between the two belongs to that.
    """
    span = next((each for each in _SPAN.finditer(sentence) if each.start() <= limit.span[0] < each.end()), None)
    later = bool(span and following and _HANDED.search(sentence[span.end() : following.span[0]]))
    if later and not _HANDED.search(sentence[: span.start()]):
        return True
    if span and not _HANDED.search(sentence[: span.start()] + sentence[span.end() : span.end() + 60]):
        return True
    period = FROM_TO.search(sentence)
    if not period:
        return False
    inside = period.start() <= limit.span[0] < period.end()
    if TERM_CUE.search(sentence):
        return limit.span[0] < period.end() or not _HANDED_IN.search(sentence[period.end() : limit.span[0]])
    return inside and not _SENT.search(sentence)


def _is_review(sentence: str, limit: Limit) -> bool:
    """Say whether a day is when a review or an inspection is held and not when a paper is due."""
    near = sentence[max(limit.span[0] - 90, 0) : limit.span[0]]
    clause = re.split(r"[,;:]", near)[-1]
    if re.search(r"kiểm tra", clause, re.IGNORECASE) and not _PAPER.search(clause):
        return True
    return any(_REVIEW.search(words) and not _PAPER.search(words) for words in (near, clause))
