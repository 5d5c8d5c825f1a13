"""Tờ trình đề nghị khen thưởng của đơn vị (Nghị định 152/2025/NĐ-CP, phụ lục, mẫu 01)."""

from awards.models import Nomination
from communes.access import Can
from kit.vietnamese import small_count
from reports.documents.blocks import (
    Addressees,
    Clauses,
    Column,
    Grounds,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
)
from reports.documents.common import AS_ABOVE, cited, unit_letterhead, unit_symbol
from reports.documents.kinds import Kind
from reports.documents.paper import Paper

COLUMNS = (
    Column("TT", 1, "center"),
    Column("Họ và tên, tên tập thể", 4),
    Column("Chức vụ, đơn vị", 4),
    Column("Tóm tắt thành tích", 6),
    Column("Đề nghị tặng", 3),
)


def build(nomination: Nomination) -> Paper:
    """Set a unit's proposal in words: grounds, the nominee in a table, the review's votes, what is attached."""
    unit, campaign = nomination.unit, nomination.campaign
    commune = nomination.commune
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
            Grounds(_grounds(nomination)),
            Paragraph(
                f"{unit} kính trình xem xét, tặng {nomination.get_award_display()} cho 01 "
                f"{nomination.get_subject_display().lower()} đã có thành tích trong phong trào thi đua "
                f"“{campaign.name}”:"
            ),
            Table(COLUMNS, (row,)),
            *_votes(nomination),
            *([Paragraph("Hồ sơ kèm theo gồm:"), Clauses(tuple(attached))] if attached else []),
            Paragraph(f"Kính trình Chủ tịch {commune.committee} xem xét, quyết định."),
            TextEnd(),
            Signature(("THỦ TRƯỞNG ĐƠN VỊ",), nomination.submitted_by if not nomination.by_agency else ""),
            Recipients((AS_ABOVE, "Lưu: VT")),
        ),
        draft=nomination.status == Nomination.Status.DRAFT,
    )


def _grounds(nomination: Nomination) -> tuple[str, ...]:
    """Return the grounds: the law without number, the plan with number and date."""
    campaign = nomination.campaign
    plan = cited(campaign.number, campaign.symbol, campaign.issued_on)
    return (
        "Căn cứ Luật Thi đua, khen thưởng",
        f"Căn cứ Kế hoạch số {plan} của {nomination.commune.committee} về phong trào thi đua “{campaign.name}”",
    )


def _votes(nomination: Nomination) -> list[Paragraph]:
    """Return the outcome of the unit's review, where one was held."""
    vote = nomination.review_votes.filter(review__concluded_at__isnull=False).select_related("review").first()
    if vote is None:
        return []
    cast = vote.votes_for + vote.votes_against + vote.votes_blank
    return [
        Paragraph(
            f"Kết quả bình xét tại đơn vị: {small_count(vote.votes_for)}/{small_count(cast)} người tán thành "
            f"({small_count(vote.review.members_present)}/{small_count(vote.review.members_total)} người dự họp)."
        )
    ]


KIND = Kind(
    key="nomination-submission",
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
)
