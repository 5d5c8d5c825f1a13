"""Biên bản họp bình xét của đơn vị (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9)."""

import re

from django.utils import timezone

from awards.models import UnitReview
from communes.access import Can
from kit.vietnamese import begun, long_date, small_count
from reports.documents import fields
from reports.documents.blocks import (
    Column,
    Letterhead,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
    narrative,
)
from reports.documents.common import OF_THE_COMMITTEE, body_name, numbered, share, stopped, unit_symbol
from reports.documents.inspection_minutes import BEFORE_NAME, NAME
from reports.documents.kinds import Kind
from reports.documents.nominees import award_of, name_of, rounds_of
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text
from reports.documents.words import BLANK

KEY = "review-minutes"
FIELDS = {"tên phong trào": fields.CAMPAIGN["tên phong trào"], **fields.COMMITTEE, **fields.UNIT}
TEXTS = (
    Text(
        "closing",
        "Câu kết",
        "Cuộc họp kết thúc lúc {thời điểm kết thúc}.",
        FIELDS | {"thời điểm kết thúc": "10 giờ 15 phút, ngày 05 tháng 12 năm 2026"},
    ),
    Text("recipients", "Nơi nhận", "Hồ sơ khen thưởng\nLưu: VT", FIELDS, fields.LINES),
)
UNKNOWN_MOMENT = f"{BLANK}giờ{BLANK}phút, ngày{BLANK}tháng{BLANK}năm{BLANK}"

PIECES = re.compile(r"[,;:()]|\s[-–]\s")
COLUMNS = (
    Column("TT", 1, "center"),
    Column("Tập thể, cá nhân được bình xét", 5),
    Column("Đề nghị tặng", 3),
    Column("Tán thành", 2, "center"),
    Column("Không tán thành", 2, "center"),
    Column("Không có ý kiến", 2, "center"),
    Column("Tỷ lệ", 2, "center"),
)


def at_the_hour(moment) -> str:
    """Write a moment as minutes do: 08 giờ 30 phút, ngày 05 tháng 12 năm 2025."""
    local = timezone.localtime(moment)
    return f"{local.hour:02} giờ {local.minute:02} phút, {long_date(local.date())}"


def build(review: UnitReview) -> Paper:
    """Set a unit's review meeting in words: who was there, how each nominee fared, what was concluded."""
    unit, commune = review.unit, review.unit.commune
    votes = list(
        review.votes.select_related(
            "nomination__person", "nomination__collective__commune", "nomination__commune", "nomination__round"
        ).order_by("pk")
    )
    rounds = rounds_of(each.nomination for each in votes)
    superior = "\n".join(commune.issuing_body) if unit.kind in OF_THE_COMMITTEE else ""
    absent = review.members_total - review.members_present
    parts = [
        (
            "Thời gian, địa điểm, thành phần",
            [
                Paragraph(f"Thời gian bắt đầu: {at_the_hour(review.held_at)}."),
                Paragraph(f"Địa điểm: {stopped(review.place)}"),
                Paragraph(f"Chủ trì: {review.chaired_by}. Thư ký: {review.secretary}."),
                Paragraph(
                    f"Tổng số {small_count(review.members_total)} người; có mặt {small_count(review.members_present)}; "
                    f"vắng mặt {small_count(absent)}"
                    + (f": {stopped(review.absent_words)}" if review.absent_words else ".")
                ),
            ],
        ),
        ("Nội dung thảo luận", list(narrative(review.discussion))),
        ("Kết quả bình xét", [_table(votes)] if votes else []),
        ("Kết luận", list(narrative(review.conclusion))),
    ]
    filled = [(title, content) for title, content in parts if content]
    facts = fields.of_campaign(review.campaign) | fields.of_unit(unit)
    words = CommuneWords(commune, KEY, TEXTS, facts, at=review.concluded_at)
    ended = at_the_hour(review.ended_at) if review.ended_at else UNKNOWN_MOMENT
    return Paper(
        f"Biên bản họp bình xét – {unit}",
        (
            Letterhead.of((body_name(unit),), unit_symbol("BB", unit), superior=superior),
            Title(
                "BIÊN BẢN",
                f"Họp bình xét khen thưởng phong trào thi đua “{review.campaign.name}”"
                + (f" ({rounds})" if rounds else ""),
            ),
            *numbered(filled),
            *words.blocks("closing", thoi_diem_ket_thuc=ended),
            TextEnd(),
            TwoSignatures(
                Signature(("THƯ KÝ",), _name(review.secretary)), Signature(("CHỦ TỌA",), _name(review.chaired_by))
            ),
            Recipients(words.lines("recipients")),
        ),
        draft=review.concluded_at is None,
    )


def _name(words: str) -> str:
    """Return whom words name, without the office typed beside the name: "Ngô Đình Kiên, Trưởng thôn".

    A name is the piece whose every word begins with a capital; where none does, the words stay as they are.
    """
    pieces = (BEFORE_NAME.sub("", piece.strip()) for piece in PIECES.split(words))
    named = (piece for piece in pieces if NAME.fullmatch(piece) and all(word[0].isupper() for word in piece.split()))
    return next(named, words)


def _table(votes) -> Table:
    """Return the votes on each nominee."""
    rows = []
    for place, each in enumerate(votes, 1):
        cast = each.votes_for + each.votes_against + each.votes_blank
        counts = map(small_count, (each.votes_for, each.votes_against, each.votes_blank))
        whom, award = name_of(each.nomination), begun(award_of(each.nomination))
        rows.append((str(place), whom, award, *counts, share(each.votes_for, cast)))
    return Table(COLUMNS, tuple(rows))


KIND = Kind(
    key=KEY,
    title="Biên bản họp bình xét",
    can=Can.SEE_NOMINATIONS,
    model=UnitReview,
    records=lambda: UnitReview.objects.select_related("campaign__commune", "unit__commune"),
    build=build,
    campaign_of=lambda review: review.campaign,
    unit_of=lambda review: review.unit,
    confidential=True,
    texts=TEXTS,
)
