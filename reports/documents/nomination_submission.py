"""Tờ trình đề nghị khen thưởng của đơn vị (Nghị định 152/2025/NĐ-CP, phụ lục, mẫu 01)."""

from awards.models import Nomination
from communes.access import Can
from kit.vietnamese import small_count
from reports.documents import fields
from reports.documents.blocks import (
    Addressees,
    Block,
    Clauses,
    Column,
    Grounds,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
)
from reports.documents.common import AS_ABOVE, unit_letterhead, unit_symbol
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text

KEY = "nomination-submission"
FIELDS = (
    fields.CAMPAIGN
    | fields.UNIT
    | {"hình thức khen thưởng": "Giấy khen", "loại đối tượng": "cá nhân", "tên đối tượng": "Nguyễn Văn An"}
)
TEXTS = (
    Text(
        "grounds",
        "Căn cứ",
        "Căn cứ Luật Thi đua, khen thưởng\n"
        "Căn cứ {kế hoạch phát động} của {tên Ủy ban} về phong trào thi đua “{tên phong trào}”",
        FIELDS,
        fields.ONE_GROUND,
    ),
    Text(
        "opening",
        "Câu đề nghị",
        "{tên đơn vị} kính trình xem xét, tặng {hình thức khen thưởng} cho 01 {loại đối tượng} đã có thành tích trong "
        "phong trào thi đua “{tên phong trào}”:",
        FIELDS,
    ),
    Text(
        "votes",
        "Kết quả bình xét",
        "Kết quả bình xét tại đơn vị: {số tán thành}/{số phiếu} người tán thành "
        "({số dự họp}/{tổng số người} người dự họp).",
        FIELDS | {"số tán thành": "12", "số phiếu": "13", "số dự họp": "13", "tổng số người": "15"},
    ),
    Text("attached", "Câu nêu hồ sơ kèm theo", "Hồ sơ kèm theo gồm:", FIELDS),
    Text("closing", "Câu kết", "Kính trình Chủ tịch {tên Ủy ban} xem xét, quyết định.", FIELDS),
    Text("recipients", "Nơi nhận", f"{AS_ABOVE}\nLưu: VT", FIELDS, fields.LINES),
)

COLUMNS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 4),
    Column("Chức vụ, đơn vị", 4),
    Column("Tóm tắt thành tích", 6),
    Column("Đề nghị tặng", 3),
)


def build(nomination: Nomination) -> Paper:
    """Set a unit's proposal in words: grounds, the nominee in a table, the review's votes, what is attached."""
    unit, commune = nomination.unit, nomination.commune
    words = _words(nomination)
    row = (
        "1", nomination.nominee, nomination.nominee_place or str(nomination.unit), nomination.summary,
        nomination.get_award_display(),
    )  # fmt: skip
    attached = [state.part.title for state in nomination.checklist() if "tờ trình" not in state.part.title.lower()]
    return Paper(
        f"Tờ trình đề nghị khen thưởng – {nomination.nominee}",
        (
            unit_letterhead(unit, symbol=unit_symbol("TTr", unit), year=nomination.year),
            Title("TỜ TRÌNH", f"Đề nghị tặng {nomination.get_award_display()}"),
            Addressees((f"Chủ tịch {commune.committee}", f"Hội đồng Thi đua - Khen thưởng {commune}")),
            Grounds(words.lines("grounds")),
            *words.blocks("opening"),
            Table(COLUMNS, (row,)),
            *_votes(nomination, words),
            *((*words.blocks("attached"), Clauses(tuple(attached))) if attached else ()),
            *words.blocks("closing"),
            TextEnd(),
            Signature(("THỦ TRƯỞNG ĐƠN VỊ",), nomination.submitted_by if not nomination.by_agency else ""),
            Recipients(words.lines("recipients")),
        ),
        draft=nomination.status == Nomination.Status.DRAFT,
    )


def _words(nomination: Nomination) -> CommuneWords:
    """Return the commune's words with the facts of a dossier; laws are cited without number."""
    facts = fields.of_campaign(nomination.campaign) | fields.of_unit(nomination.unit)
    facts |= {
        "hình thức khen thưởng": str(nomination.get_award_display()),
        "loại đối tượng": str(nomination.get_subject_display()).lower(),
        "tên đối tượng": nomination.nominee,
    }
    return CommuneWords(nomination.commune, KEY, TEXTS, facts, at=nomination.submitted_at)


def _votes(nomination: Nomination, words: CommuneWords) -> tuple[Block, ...]:
    """Return the outcome of the unit's review, where one was held."""
    vote = nomination.review_votes.filter(review__concluded_at__isnull=False).select_related("review").first()
    if vote is None:
        return ()
    cast = vote.votes_for + vote.votes_against + vote.votes_blank
    return words.blocks(
        "votes", so_tan_thanh=small_count(vote.votes_for), so_phieu=small_count(cast),
        so_du_hop=small_count(vote.review.members_present), tong_so_nguoi=small_count(vote.review.members_total),
    )  # fmt: skip


KIND = Kind(
    key=KEY,
    title="Tờ trình đề nghị khen thưởng",
    can=Can.SEE_NOMINATIONS,
    model=Nomination,
    records=lambda: Nomination.objects.select_related(
        "campaign__commune", "commune", "unit__commune", "person__unit", "collective", "round"
    ),
    build=build,
    campaign_of=lambda nomination: nomination.campaign,
    unit_of=lambda nomination: nomination.unit,
    confidential=True,
    texts=TEXTS,
)
