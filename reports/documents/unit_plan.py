"""Kế hoạch thực hiện phong trào của một đơn vị (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.4)."""

from django.utils import timezone

from campaigns.models import UnitPlan
from communes.access import Can
from reports.documents import fields
from reports.documents.blocks import (
    Block,
    Column,
    Grounds,
    Recipients,
    Table,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.common import head_signature, numbered, unit_letterhead, unit_symbol
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.targets import goal_in_words
from reports.documents.wording import CommuneWords, Text, end_of

KEY = "unit-plan"
FIELDS = fields.CAMPAIGN | fields.UNIT
TEXTS = (
    Text(
        "grounds",
        "Căn cứ",
        "Thực hiện {kế hoạch phát động} của {tên Ủy ban} về phong trào thi đua “{tên phong trào}”",
        FIELDS,
        fields.ONE_GROUND,
    ),
    Text("closing", "Câu kết", "Trên đây là Kế hoạch thực hiện phong trào thi đua của {tên đơn vị}.", FIELDS),
    Text(
        "recipients",
        "Nơi nhận",
        "{tên Ủy ban} (để báo cáo)\nCác cá nhân thuộc đơn vị\nLưu: VT",
        FIELDS,
        fields.LINES,
    ),
)

COLUMNS = (
    Column("TT", 1, "center"),
    Column("Nội dung", 5),
    Column("Chỉ tiêu của đơn vị", 6),
    Column("Mức phải đạt", 3, "center"),
)


def build(unit_plan: UnitPlan) -> Paper:
    """Set a unit's plan in words: purpose, audience, its own targets, measures, who does what."""
    campaign, unit = unit_plan.campaign, unit_plan.unit
    facts = fields.of_campaign(campaign) | fields.of_unit(unit)
    words = CommuneWords(campaign.commune, KEY, TEXTS, facts, at=end_of(unit_plan.adopted_on))
    number, _, symbol = unit_plan.number.partition("/")
    sections: list[tuple[str, list[Block]]] = [
        ("Mục đích, yêu cầu", list(narrative(unit_plan.purpose))),
        ("Đối tượng thi đua", list(narrative(unit_plan.audience))),
        ("Chỉ tiêu thi đua", _targets(unit_plan)),
        ("Nhiệm vụ, giải pháp", list(narrative(unit_plan.measures))),
        ("Lồng ghép với phong trào khác", list(narrative(unit_plan.merged_with))),
        ("Tổ chức thực hiện", list(narrative(unit_plan.assignment))),
    ]
    filled = [(title, content) for title, content in sections if content]
    return Paper(
        f"Kế hoạch của {unit}: {campaign.name}",
        (
            unit_letterhead(unit, symbol=symbol or unit_symbol("KH", unit), number=number, on=unit_plan.adopted_on,
                            year=timezone.localdate().year),
            Title("KẾ HOẠCH", f"Thực hiện phong trào thi đua “{campaign.name}”"),
            Grounds(words.lines("grounds")),
            *numbered(filled),
            *words.blocks("closing"),
            TextEnd(),
            head_signature(unit, unit_plan.adopted_by),
            Recipients(words.lines("recipients")),
        ),
        draft=unit_plan.status == UnitPlan.Status.DRAFT,
    )  # fmt: skip


def _targets(unit_plan: UnitPlan) -> list[Block]:
    """Return the unit's own targets by content item."""
    targets = unit_plan.campaign.targets.filter(unit=unit_plan.unit, retired_at=None, drive=None)
    rows = tuple(
        (str(place), target.item.text if target.item else "", target.text, goal_in_words(target))
        for place, target in enumerate(targets.select_related("item").order_by("position", "pk"), 1)
    )
    return [Table(COLUMNS, rows)] if rows else []


KIND = Kind(
    key=KEY,
    title="Kế hoạch của đơn vị",
    can=Can.SEE_CAMPAIGNS,
    model=UnitPlan,
    records=lambda: UnitPlan.objects.select_related("campaign__commune", "unit__commune"),
    build=build,
    campaign_of=lambda unit_plan: unit_plan.campaign,
    unit_of=lambda unit_plan: unit_plan.unit,
    texts=TEXTS,
)
