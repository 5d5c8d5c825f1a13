"""Công văn đôn đốc, giấy mời họp, thông báo (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.4, 1.5, 1.10)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from django.utils import timezone

from communes.access import Can
from communes.models import Unit
from kit.vietnamese import begun_small, listed, long_date, vn_date
from reports.documents import fields
from reports.documents.blocks import (
    Addressees,
    Block,
    Column,
    Dashes,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.common import AS_ABOVE, COMMITTEE, body_name, letterhead_of
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.wording import Text
from reports.documents.words import signing_lines
from reports.models import Letter

TEXTS = {
    Letter.Kind.URGING: (
        Text("subject", "Trích yếu", "đôn đốc gửi {tên báo cáo} phong trào thi đua “{tên phong trào}”",
             fields.CAMPAIGN | {"tên báo cáo": "báo cáo kết quả"}),
        Text(
            "body",
            "Lời dẫn trước bảng",
            "Thực hiện {kế hoạch phát động} về phong trào thi đua “{tên phong trào}”, các cơ quan, đơn vị gửi báo "
            "cáo theo thời hạn quy định. Tính đến ngày {ngày}, còn {số báo cáo} chưa được gửi, cụ thể như sau:",
            fields.CAMPAIGN | {"ngày": "05/12/2026", "số báo cáo": "03 báo cáo"},
        ),
        Text(
            "closing",
            "Yêu cầu sau bảng",
            "{tên Ủy ban} đề nghị {đơn vị gửi chậm} hoàn thành, gửi báo cáo về {nơi nhận báo cáo} trong thời gian "
            "sớm nhất; nêu rõ lý do gửi chậm.\n"
            "Đề nghị quan tâm, thực hiện nghiêm túc.",
            fields.COMMITTEE
            | {
                "nơi nhận báo cáo": "Phòng Văn hóa - Xã hội",
                "đơn vị gửi chậm": "các cơ quan, đơn vị có tên trong bảng",
            },
        ),
    ),
    Letter.Kind.INVITATION: (
        Text("subject", "Trích yếu", "Họp về phong trào thi đua “{tên phong trào}”", fields.CAMPAIGN),
        Text("body", "Lời mời", "{tên Ủy ban} trân trọng kính mời:", fields.COMMITTEE),
        Text("closing", "Lời kết", "Đề nghị các đại biểu tham dự đầy đủ, đúng thành phần và thời gian.",
             fields.COMMITTEE),
    ),
    Letter.Kind.NOTICE: (
        Text("subject", "Trích yếu", "Về phong trào thi đua “{tên phong trào}”", fields.CAMPAIGN),
        Text("body", "Lời dẫn",
             "Thực hiện {kế hoạch phát động} về phong trào thi đua “{tên phong trào}”, {tên Ủy ban} thông báo như sau:",
             fields.CAMPAIGN),
        Text("closing", "Lời kết", "{tên Ủy ban} thông báo để các cơ quan, đơn vị biết, thực hiện.",
             fields.COMMITTEE),
    ),
}  # fmt: skip
COLUMNS = (
    Column("TT", 1, "center"),
    Column("Đơn vị", 5),
    Column("Báo cáo chưa gửi", 6),
    Column("Hạn gửi theo kế hoạch", 4, "center"),
    Column("Quá hạn (ngày)", 2, "center"),
)
# The heading over days of which some were set by another paper than the plan.
DUE = {"Hạn gửi theo kế hoạch": "Hạn gửi"}
# Units by rank: those above the commune, the Party, the People's Council, the Front, then the committee's own.
RANKS = (
    Unit.Kind.OUTSIDE, Unit.Kind.PARTY, Unit.Kind.COMMITTEE, Unit.Kind.FRONT, Unit.Kind.OFFICE, Unit.Kind.SERVICE,
    Unit.Kind.RESIDENTIAL,
)  # fmt: skip
MEETINGS = ("họp", "hội nghị", "cuộc", "buổi", "lễ", "phiên")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def build(letter: Letter) -> Paper:
    """Set a letter as a draft, its number and date blank; one that was issued is the paper that the clerk issued."""
    if letter.document:
        return Paper.from_json(letter.document.content)
    body = {"urging": _urging, "invitation": _invitation, "notice": _notice}[letter.kind]
    head = letterhead_of(letter.commune, symbol=letter.symbol, year=timezone.localtime(letter.made_at).year)
    if letter.kind == Letter.Kind.URGING:
        head = replace(head, subject=f"V/v {letter.subject.removeprefix('V/v ').strip()}")
    whom = addressees(letter)
    blocks = (
        head,
        *body(letter, whom),
        *narrative(letter.closing),
        TextEnd(),
        Signature(signing(letter), letter.signer),
        _recipients(letter, whom),
    )
    return Paper(str(letter), blocks, draft=True)


def addressees(letter: Letter) -> list[str]:
    """Return whom it is addressed to, units by their full names; an invitation or notice names them by rank."""
    units = [each.unit for each in letter.addressed.select_related("unit__commune").order_by("position", "pk")]
    if letter.kind != Letter.Kind.URGING:
        units.sort(key=lambda unit: RANKS.index(unit.kind))
    return [*map(body_name, units), *(line.strip() for line in letter.others.splitlines() if line.strip())]


def late_units(units: Iterable[Unit]) -> str:
    """Name inside a sentence those whom a reminder's table names: a single one by its name."""
    kinds = {unit.pk: unit for unit in units}
    if len(kinds) == 1:
        return body_name(*kinds.values())
    villages = all(unit.kind == Unit.Kind.RESIDENTIAL for unit in kinds.values())
    return f"các {'' if villages else 'cơ quan, '}đơn vị có tên trong bảng"


def _urging(letter: Letter, addressees: Sequence[str]) -> Iterable[Block]:
    """Return “Kính gửi”, the words before the table, and the late reports as they were frozen."""
    rows = tuple(
        (str(place), row["name"], row["what"], _due(row), str(row["days"])) for place, row in enumerate(letter.rows, 1)
    )
    counted = f" (tính đến ngày {vn_date(letter.counted_on)})" if letter.counted_on else ""
    planned = all(row["clause"] for row in letter.rows)
    columns = COLUMNS if planned else tuple(replace(each, title=DUE.get(each.title, each.title)) for each in COLUMNS)
    table = (Table(columns, rows, caption=f"Báo cáo quá hạn chưa gửi{counted}"),) if rows else ()
    return (Addressees(tuple(addressees)), *narrative(letter.body), *table)


def _due(row: dict) -> str:
    """Return the last day in time with the plan's clause that sets it."""
    return f"{row['due']} (mục\u00a0{row['clause']})" if row["clause"] else row["due"]


def _invitation(letter: Letter, addressees: Sequence[str]) -> Iterable[Block]:
    """Return who is invited to what, who presides, when and where (mẫu 1.10)."""
    yield Title("Giấy mời", letter.subject)
    lead = list(narrative(letter.body))
    if lead and isinstance(lead[-1], Paragraph) and len(addressees) == 1:
        yield from lead[:-1]
        yield Paragraph((*lead[-1].text, f" {addressees[0]}."))
    else:
        yield from lead
        if addressees:
            yield Dashes(listed(addressees))
    held = begun_small(letter.subject.rstrip(" ."))
    yield Paragraph(f"Tới dự {held if held.startswith(MEETINGS) else f'cuộc họp {held}'}.")
    yield from _told("Nội dung", letter.agenda)
    if letter.chaired_by:
        yield Paragraph(f"Chủ trì: {letter.chaired_by}.")
    if letter.meets_at:
        moment = timezone.localtime(letter.meets_at)
        day = f"{WEEKDAYS[moment.weekday()]}, {long_date(moment.date())}"
        yield Paragraph(f"Thời gian: {moment:%H} giờ {moment:%M} phút, {day}.")
    if letter.place:
        yield Paragraph(f"Địa điểm: {letter.place}.")
    yield from _told("Đề nghị chuẩn bị", letter.to_bring)


def _told(name: str, text: str) -> Iterable[Block]:
    """Return one thing beside its name, or several below it after dashes."""
    lines = [line.strip().lstrip("-–+ ").rstrip(".; ") for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        yield Paragraph(f"{name}: {lines[0]}.")
    elif lines:
        yield Paragraph(f"{name}:")
        yield Dashes(listed(lines))


def _notice(letter: Letter, _addressees: Sequence[str]) -> Iterable[Block]:
    """Return the title and what is made known."""
    return (Title("Thông báo", letter.subject), *narrative(letter.body))


def signing(letter: Letter) -> tuple[str, ...]:
    """Return the lines above the signature, by the authority in which it is signed (N-09)."""
    match letter.authority:
        case Letter.Authority.DEPUTY:
            return signing_lines("Phó Chủ tịch", collective=COMMITTEE, deputy_of="Chủ tịch")
        case Letter.Authority.ORDER:
            return signing_lines(letter.position, by_order_of="Chủ tịch")
        case Letter.Authority.DELEGATED:
            return signing_lines(letter.position, delegated_by="Chủ tịch")
    return signing_lines("Chủ tịch", collective=COMMITTEE)


def _recipients(letter: Letter, addressees: Sequence[str]) -> Recipients:
    """Return whom copies go to: those addressed first, “Như trên” where the letter itself names them (II.9b)."""
    first = addressees if letter.kind == Letter.Kind.NOTICE else [AS_ABOVE]
    once = dict.fromkeys(line.strip(" -–;.") for line in (*first, *letter.recipients.splitlines()))
    return Recipients(tuple(once))


def _kind(kind: str, key: str, title: str, symbol: str) -> Kind:
    """Return a kind of letter as a kind of paper; the symbol printed is the letter's own."""
    return Kind(
        key=key,
        title=title,
        can=Can.SEE_ALL_UNITS,
        model=Letter,
        records=partial(_records, kind),
        build=build,
        campaign_of=lambda letter: letter.campaign,
        symbol=symbol,
        texts=TEXTS[kind],
    )


def _records(kind: str):
    """Return the letters of a kind."""
    return Letter.objects.filter(kind=kind).select_related("commune", "campaign", "drafted_in", "document")


URGING = _kind(Letter.Kind.URGING, "urging-letter", "Công văn đôn đốc", "UBND")
INVITATION = _kind(Letter.Kind.INVITATION, "meeting-invitation", "Giấy mời họp", "GM-UBND")
NOTICE = _kind(Letter.Kind.NOTICE, "notice", "Thông báo", "TB-UBND")
