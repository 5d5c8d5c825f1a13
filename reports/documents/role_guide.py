"""Hướng dẫn sử dụng theo vai trò: cùng một nội dung với trang hướng dẫn (không có mẫu quy định)."""

from dataclasses import replace

from communes.access import Can
from communes.models import Commune, Membership
from reports.documents.blocks import NUMBER, Block, Clauses, Column, Note, Paragraph, Run, Table, Title
from reports.documents.common import letterhead_of, numbered
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.guides import Guide, guide_for

KEY = "role-guide"
YEAR = (Column("Khi nào", 4), Column("Làm gì", 16))
TROUBLE = (Column("Khi gặp", 6), Column("Cách xử lý", 14))


def build(held: Membership) -> Paper:
    """Set the guide of a role that somebody holds."""
    return paper_of(guide_for(held.role), held.person.commune)


def paper_of(guide: Guide, commune: Commune) -> Paper:
    """Set a guide on at most two pages: the year, the steps, the mishaps, whom to ask."""
    steps: list[tuple[str, list[Block]]] = [(part.title, [Clauses(part.steps)]) for part in guide.parts]
    return Paper(
        f"Hướng dẫn sử dụng: {guide.title}",
        (
            replace(letterhead_of(commune, symbol=""), number_line="", date_line=""),
            Title("HƯỚNG DẪN SỬ DỤNG", f"Dành cho: {guide.title}"),
            Paragraph(guide.lead),
            *numbered([
                ("Trong một năm", [Table(YEAR, guide.year)]),
                *steps,
                ("Khi gặp trục trặc", [Table(TROUBLE, guide.trouble)]),
            ], NUMBER),
            Paragraph((Run("Hỏi ai: ", bold=True), guide.ask)),
            Note(f"Bản in từ phần mềm cho {commune.committee}."),
        ),
    )  # fmt: skip


KIND = Kind(
    key=KEY,
    title="Hướng dẫn sử dụng theo vai trò",
    can=Can.ENTER,
    model=Membership,
    records=lambda: Membership.objects.select_related("person__commune", "unit"),
    build=build,
    campaign_of=lambda held: None,
)
