"""Biên bản họp Hội đồng Thi đua - Khen thưởng (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9)."""

from django.utils import timezone

from awards.models import Minutes, Session
from awards.rules.voting import BASES
from awards.services.minutes import SYMBOL
from awards.services.minutes_words import OVER_QUOTA, about_words, inside, post_held
from communes.access import Can
from kit.vietnamese import begun_small, long_date, small_count
from reports.documents import fields
from reports.documents.blocks import (
    Block,
    Column,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
    narrative,
)
from reports.documents.common import body_letterhead, numbered, stopped
from reports.documents.kinds import Kind
from reports.documents.nominees import listed
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "council-minutes"
FIELDS = {
    "tên phiên họp": "Phiên họp xét khen thưởng năm 2026",
    "tên Hội đồng": "Hội đồng Thi đua - Khen thưởng xã Đồng Tâm",
    **fields.COMMITTEE,
}
TEXTS = (
    Text(
        "closing",
        "Câu kết",
        "Phiên họp kết thúc lúc {thời điểm kết thúc}; biên bản đã đọc lại cho các thành viên nghe.",
        FIELDS | {"thời điểm kết thúc": "10 giờ 15 phút, ngày 05 tháng 12 năm 2026"},
    ),
    Text(
        "closing_written",
        "Câu kết khi lấy ý kiến bằng văn bản",
        "Việc lấy ý kiến kết thúc lúc {thời điểm kết thúc}.",
        FIELDS | {"thời điểm kết thúc": "17 giờ 00 phút, ngày 05 tháng 12 năm 2026"},
    ),
    Text("recipients", "Nơi nhận", "Thành viên Hội đồng\nLưu: VT, hồ sơ Hội đồng", FIELDS, fields.LINES),
)

PRESENCE = (
    Column("TT", 3, "center"),
    Column("Họ và tên", 11),
    Column("Chức vụ", 11),
    Column("Chức danh trong Hội đồng", 8),
    Column("Tham dự", 10),
)
ANSWER = Column("Ý kiến", 10)
VOTES = (
    Column("TT", 4, "center"),
    Column("Họ và tên, tên tập thể", 12),
    Column("Đề nghị tặng", 7),
    Column("Tán thành", 7, "center"),
    Column("Không tán thành", 7, "center"),
    Column("Không có ý kiến", 7, "center"),
    Column("Kết quả", 17),
)
INVALID = Column("Không hợp lệ", 7, "center")


def build(minutes: Minutes) -> Paper:
    """Set a session's minutes: who was there, each nominee's votes with base and threshold, the conclusion (L-13)."""
    session, kept = minutes.session, minutes.figures
    council = session.council
    number = minutes.paper_number.partition("/")[0].strip()
    facts = fields.of_committee(council.commune) | {"tên phiên họp": session.title, "tên Hội đồng": council.name}
    words = CommuneWords(council.commune, KEY, TEXTS, facts, at=minutes.secretary_signed_at)
    consulted = session.mode == Session.Mode.WRITTEN
    parts = [
        (
            "Thời gian, thành phần" if consulted else "Thời gian, địa điểm, thành phần",
            [*_correcting(minutes), *narrative(minutes.opening), *_presence(kept)],
        ),
        ("Nội dung", list(narrative(minutes.discussion))),
        ("Kết quả biểu quyết", _results(kept)),
        ("Kết luận", list(narrative(minutes.conclusion))),
    ]
    return Paper(
        f"{minutes}",
        (
            body_letterhead(council.name, council.commune, SYMBOL, number=number or None),
            Title("BIÊN BẢN ĐÍNH CHÍNH" if minutes.corrects_id else "BIÊN BẢN", title_of(session)),
            *numbered(parts),
            *words.blocks(_closing(words, consulted), thoi_diem_ket_thuc=kept["ended"] or "…"),
            TextEnd(),
            TwoSignatures(
                Signature(("THƯ KÝ",), str(minutes.secretary or "")), Signature(("CHỦ TỌA",), _name(kept["chair"]))
            ),
            Recipients(words.lines("recipients")),
        ),
        draft=minutes.chair_signed_at is None,
    )  # fmt: skip


def _closing(words: CommuneWords, consulted: bool) -> str:
    """Return the key of the closing: of a consultation its own, unless the commune has worded the other alone."""
    worded = "closing" in words.own and "closing_written" not in words.own
    return "closing_written" if consulted and not worded else "closing"


def _correcting(minutes: Minutes) -> list[Block]:
    """Return which signed minutes these correct, and why."""
    signed = minutes.corrects
    if signed is None:
        return []
    day = long_date(timezone.localdate(signed.chair_signed_at))
    named = f"số {signed.paper_number}, " if signed.paper_number else ""
    return [
        Paragraph(f"Biên bản này đính chính Biên bản {named}ký {day}."),
        Paragraph(f"Lý do đính chính: {stopped(inside(minutes.correction_reason))}"),
    ]


def title_of(session: Session) -> str:
    """Return what papers about a session are about: the council met, or gave its opinion in writing."""
    about = about_words(session.title)
    if session.mode == Session.Mode.WRITTEN:
        return f"Lấy ý kiến bằng văn bản các thành viên {session.council} về việc {about}"
    return f"Họp {session.council} {about}"


def _name(person: dict | None) -> str:
    """Return a name, or nothing."""
    return person["name"] if person else ""


def _presence(kept: dict) -> list[Block]:
    """Return how many were there, whatever the words around say, and the roster with who was not and why (L-13)."""
    rows = tuple(
        (str(place), each["name"], post_held(each["position"], each["role"]), each["role"],
         each["words"] + (f" ({inside(each['reason'])})" if each["reason"] else ""))
        for place, each in enumerate(kept["presence"], 1)
    )  # fmt: skip
    members = {name: small_count(number) for name, number in kept["members"].items() if name != "words"}
    there = (
        f"trả lời bằng văn bản: {members['taking_part']}"
        if kept["mode"] == Session.Mode.WRITTEN
        else f"có mặt: {members['present']}; vắng mặt: {members['absent']}; "
        f"gửi ý kiến bằng văn bản: {members['written']}"
    )
    told = f"Tổng số thành viên: {members['total']}; {there}. {kept['members']['words']}"
    lines = [kept.get("other_day"), told]
    columns = (*PRESENCE[:-1], ANSWER) if kept["mode"] == Session.Mode.WRITTEN else PRESENCE
    return [*(Paragraph(line) for line in lines if line), Table(columns, rows)]


def _results(kept: dict) -> list[Block]:
    """Return the votes on each nominee, who waits in reserve, what was put off, who stood aside, which ballots were
    void; sheets can be invalid, hands cannot."""
    sheets = any(_on_sheets(each) for each in kept["items"])
    columns = (*VOTES[:-1], INVALID, VOTES[-1]) if sheets else VOTES
    rows = tuple(_row(each, sheets) for each in kept["items"])
    remarks = [
        *_bases(kept["items"]),
        *(f"{each['nominee']}: {line}" for each in kept["items"] for line in _aside(each)),
        *_in_writing(kept["items"]),
        *(f"Lượt biểu quyết {each['number']} ({each['method']}) bị hủy: {each['reason']}" for each in kept["voided"]),
        *(f"{each['nominee']}: {inside(each['reason'])}" for each in kept["items"] if each["reason"]),
        *(f"{each['nominee']}: {begun_small(OVER_QUOTA)}, xếp thứ {each['reserve']}"
          for each in kept["items"] if each.get("reserve")),
    ]  # fmt: skip
    return [Table(columns, rows), *([listed(remarks)] if remarks else [])]


def _on_sheets(item: dict) -> bool:
    """Say whether the votes on a nominee were given on sheets; minutes of before this was kept say so as well."""
    return item["vote"] is not None and item["vote"].get("sheets", True)


def _row(item: dict, sheets: bool) -> tuple[str, ...]:
    """Return one nominee's votes, blank and invalid ones apart (L-13)."""
    vote = item["vote"]
    who = (str(item["position"]), item["nominee"], item["award"])
    if vote is None:
        return (*who, *(["–"] * (4 if sheets else 3)), item["result_words"])
    counts = [small_count(vote[name]) for name in ("for", "against", "blank")]
    invalid = [small_count(vote["invalid"]) if _on_sheets(item) else "–"] if sheets else []
    return (*who, *counts, *invalid, f"{item['result_words']}: {vote['words']} ({vote['method'].lower()})")


def _bases(items: list[dict]) -> list[str]:
    """Say what the votes were measured against, on which nominees where that differs (L-05)."""
    found: dict[str, list[str]] = {}
    for each in items:
        if each["vote"]:
            found.setdefault(BASES[each["vote"]["rule"]["denominator"]], []).append(str(each["position"]))
    if len(found) == 1:
        return [f"Tỷ lệ tính trên {base}" for base in found]
    return [f"Tỷ lệ của hồ sơ số {', '.join(numbers)} tính trên {base}" for base, numbers in found.items()]


def _aside(item: dict) -> list[str]:
    """Return who stood aside and why (L-07)."""
    return [
        f"đồng chí {each['name']} {'không biểu quyết' if each['abstains'] else 'có biểu quyết'} "
        f"({each['kind'].lower()}{': ' + each['words'] if each['words'] else ''})"
        for each in item["conflicts"]
    ]


def _in_writing(items: list[dict]) -> list[str]:
    """Say once of each absent member on whom an opinion was sent, for or against unless the vote is secret (L-06)."""
    found: dict[str, dict[str, list[str]]] = {}
    for item in items:
        for each in item.get("written", [{"name": name, "choice": ""} for name in item["written_by"]]):
            found.setdefault(each["name"], {}).setdefault(each["choice"], []).append(str(item["position"]))
    told = {
        name: "; ".join(
            f"{choice or 'về'} hồ sơ số {', '.join(numbers)}" for choice, numbers in sorted(said.items(), reverse=True)
        )
        for name, said in found.items()
    }
    return [f"Ý kiến bằng văn bản của đồng chí {name}: {words}" for name, words in told.items()]


KIND = Kind(
    key=KEY,
    title="Biên bản họp Hội đồng",
    can=Can.SEE_SESSIONS,
    model=Minutes,
    records=lambda: Minutes.objects.select_related("session__council__commune", "secretary", "chair", "corrects"),
    build=build,
    campaign_of=lambda minutes: None,
    confidential=True,
    texts=TEXTS,
)
