"""Giấy mời họp Hội đồng và chương trình, danh sách hồ sơ (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.10)."""

from datetime import date

from django.utils import timezone

from awards.models import Seat, Session
from awards.services.minutes_words import about_words
from awards.services.sessions import notice_words
from communes.access import Can
from reports.documents import fields
from reports.documents.blocks import (
    Annex,
    Block,
    Column,
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
    Text("recipients", "Nơi nhận", "Như trên\nLưu: VT, hồ sơ Hội đồng", FIELDS, fields.LINES),
)

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
    facts = fields.of_committee(commune)
    facts |= {"tên phiên họp": session.title, "tên Hội đồng": session.council.name}
    words = CommuneWords(commune, KEY, TEXTS, facts)
    on = timezone.localdate(at)
    return Paper(
        f"Giấy mời họp – {session}",
        (
            body_letterhead(session.council.name, commune, SYMBOL, place=commune.place_name, year=on.year),
            Title("GIẤY MỜI", _about(session)),
            *_invited(session),
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


def _invited(session: Session) -> list[Block]:
    """Return the words of the invitation; guests stand behind the members, an invitation has no “Kính gửi” (N-10)."""
    first, *others = narrative(session.notice.strip() or notice_words(session))
    guests = [line.strip(" -–+.;") for line in session.guests.splitlines() if line.strip(" -–+.;")]
    return [first, *([Paragraph(f"Khách mời: {'; '.join(guests)}.")] if guests else []), *others]


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
