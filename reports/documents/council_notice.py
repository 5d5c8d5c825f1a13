"""Giấy mời họp Hội đồng và chương trình, danh sách hồ sơ (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.10)."""

import re
from datetime import date

from django.utils import timezone

from awards.models import Seat, Session
from awards.services.minutes_words import about_words
from awards.services.sessions import notice_words
from communes.access import Can
from kit.vietnamese import fold, small_count
from reports.documents import fields
from reports.documents.blocks import (
    Annex,
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
from reports.documents.common import body_letterhead
from reports.documents.kinds import Kind
from reports.documents.nominees import place_of, unnumbered
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY, SYMBOL = "council-notice", "GM-HĐTĐKT"
FIELDS = {
    "tên phiên họp": "Phiên họp xét khen thưởng năm 2026",
    "tên Hội đồng": "Hội đồng Thi đua - Khen thưởng xã Đồng Tâm",
    **fields.COMMITTEE,
}
TEXTS = (
    Text("closing", "Câu kết khi họp", "Rất mong các đồng chí tham dự đầy đủ, đúng giờ.", FIELDS),
    Text(
        "closing_written",
        "Câu kết khi lấy ý kiến bằng văn bản",
        "Rất mong các đồng chí gửi ý kiến đầy đủ, đúng hạn.",
        FIELDS,
    ),
    Text(
        "agenda",
        "Chương trình họp",
        "Nêu lý do, giới thiệu thành phần, kiểm tra số thành viên dự họp\n"
        "Thư ký báo cáo kết quả thẩm định {số hồ sơ} hồ sơ đề nghị khen thưởng\n"
        "Thành viên Hội đồng thảo luận từng hồ sơ\n"
        "Biểu quyết, công bố kết quả\n"
        "Chủ trì kết luận, thông qua biên bản",
        FIELDS | {"số hồ sơ": "04"},
        fields.LINES,
    ),
    Text("recipients", "Nơi nhận", "Như trên\nLưu: VT, hồ sơ Hội đồng", FIELDS, fields.LINES),
)

# Lines that the secretary typed already, as `fold` writes them.
PRESIDES = re.compile(r"\W*chu tri\b[^:]*:")
AGENDA = re.compile(r"\W*chuong trinh( (hop|lam viec|phien hop))?\s*:")
COLUMNS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 5),
    Column("Chức vụ, đơn vị", 5),
    Column("Tóm tắt thành tích", 7),
    Column("Đề nghị tặng", 3),
)


def build(session: Session) -> Paper:
    """Set the invitation to a session with its list of dossiers."""
    commune = session.council.commune
    rows = tuple(
        (str(item.position), item.nomination.nominee, place_of(item.nomination),
         item.nomination.summary, item.nomination.get_award_display())
        for item in session.agenda.order_by("position").select_related(
            "nomination__person__unit__commune", "nomination__collective__commune", "nomination__unit__commune",
            "nomination__commune",
        )
    )  # fmt: skip
    at = session.convened_at or session.created_at
    facts = fields.of_committee(commune) | {
        "tên phiên họp": session.title, "tên Hội đồng": session.council.name, "số hồ sơ": small_count(len(rows)),
    }  # fmt: skip
    words = CommuneWords(commune, KEY, TEXTS, facts)
    on = timezone.localdate(at)
    return Paper(
        f"Giấy mời họp – {session}",
        (
            body_letterhead(session.council.name, commune, SYMBOL, place=commune.place_name, year=on.year),
            Title("GIẤY MỜI", _about(session)),
            *_invited(session, words, on),
            *words.blocks("closing_written" if session.mode == Session.Mode.WRITTEN else "closing"),
            TextEnd(),
            Signature(("TL. CHỦ TỊCH HỘI ĐỒNG", "THƯ KÝ"), _secretary(session, on)),
            Recipients(words.lines("recipients")),
            Annex(
                "DANH SÁCH HỒ SƠ XÉT KHEN THƯỞNG",
                f"(Kèm theo Giấy mời {unnumbered(SYMBOL, on.year)} của {session.council})",
                (Table(COLUMNS, rows),),
                landscape=True,
            ),
        ),
        draft=True,
    )


def _about(session: Session) -> str:
    """Return what the members are invited to."""
    about = about_words(session.title)
    return f"Cho ý kiến bằng văn bản về việc {about}" if session.mode == Session.Mode.WRITTEN else f"Họp {about}"


def _begins(typed: str, label: re.Pattern) -> bool:
    """Say whether a line of the typed words begins with a label."""
    return any(label.match(fold(line)) for line in typed.splitlines())


def _invited(session: Session, words: CommuneWords, on: date) -> list[Block]:
    """Return the words of the invitation, who presides and the agenda (NĐ 30/2020, Mẫu 1.10) unless they are typed.

    Guests stand behind the members; an invitation has no “Kính gửi” (N-10).
    """
    typed = session.notice.strip()
    first, *others = narrative(typed or notice_words(session))
    guests = [line.strip(" -–+.;") for line in session.guests.splitlines() if line.strip(" -–+.;")]
    presides, agenda = [], []
    if session.mode == Session.Mode.MEETING:
        presides = [] if _begins(typed, PRESIDES) else [_presiding(session, on)]
        agenda = [] if _begins(typed, AGENDA) else [f"{line}." for line in words.lines("agenda")]
    return [
        first,
        *([Paragraph(f"Khách mời: {'; '.join(guests)}.")] if guests else []),
        *(Paragraph(line) for line in presides if line),
        *others,
        *([Paragraph("Chương trình:"), Dashes(tuple(agenda))] if agenda else []),
    ]


def _presiding(session: Session, on: date) -> str:
    """Say who presides: who opened the session, else the council's chair; nothing where the seat is empty."""
    seats = session.council.seats.held_on(on).select_related("person")
    person = session.chaired_by
    seat = seats.filter(person=person).first() if person else seats.filter(role=Seat.Role.CHAIR).first()
    who = person or (seat and seat.person)
    return f"Chủ trì: đồng chí {who}{f', {_titled(seat)}' if seat else ''}." if who else ""


def _titled(seat: Seat) -> str:
    """Return what a member is in the council, named as the council's own officer."""
    role = seat.get_role_display()
    return role if "hội đồng" in role.lower() else f"{role} Hội đồng"


def _secretary(session: Session, on: date) -> str:
    """Return who is the council's secretary on a day; nobody's name where the seat is empty."""
    seat = session.council.seats.held_on(on).filter(role=Seat.Role.SECRETARY).select_related("person").first()
    return seat.person.full_name if seat else ""


KIND = Kind(
    key=KEY,
    title="Giấy mời họp Hội đồng",
    can=Can.SEE_SESSIONS,
    model=Session,
    records=lambda: Session.objects.select_related("council__commune"),
    build=build,
    campaign_of=lambda session: None,
    confidential=True,
    symbol=SYMBOL,
    texts=TEXTS,
)
