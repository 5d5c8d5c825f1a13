"""Báo cáo thành tích đề nghị khen thưởng (tập thể, cá nhân, hộ gia đình; Nghị định 152/2025/NĐ-CP, phụ lục)."""

from awards.models import Nomination
from awards.rules.dossier import SECTIONS
from campaigns.planfile.words import Subject
from communes.access import Can
from kit.vietnamese import roman, vn_date
from reports.documents.blocks import (
    ROMAN,
    Block,
    Column,
    Heading,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
    narrative,
)
from reports.documents.common import unit_letterhead, unit_symbol
from reports.documents.kinds import Kind
from reports.documents.paper import Paper

INITIATIVE_COLUMNS = (
    Column("TT", 1, "center"),
    Column("Sáng kiến, giải pháp", 6),
    Column("Nơi công nhận", 3),
    Column("Số, ngày quyết định", 3, "center"),
    Column("Phạm vi", 2, "center"),
)


def build(nomination: Nomination) -> Paper:
    """Set a nominee's achievements in words, section by section as they were typed once."""
    unit = nomination.unit
    sections = [(section.title, _content(nomination, section.key)) for section in SECTIONS[Subject(nomination.subject)]]
    filled = [(title, content) for title, content in sections if content]
    return Paper(
        f"Báo cáo thành tích – {nomination.nominee}",
        (
            unit_letterhead(unit, symbol=unit_symbol("BC", unit), year=nomination.year),
            Title("BÁO CÁO THÀNH TÍCH", f"Đề nghị tặng {nomination.get_award_display()} cho {nomination.nominee}"),
            *_facts(nomination),
            *(
                block
                for place, (title, content) in enumerate(filled, 1)
                for block in (Heading(ROMAN, f"{roman(place)}.", title), *content)
            ),
            TextEnd(),
            _signatures(nomination),
            Recipients(("UBND xã", "Lưu: VT, hồ sơ khen thưởng")),
        ),
        draft=nomination.status == Nomination.Status.DRAFT,
    )


def _facts(nomination: Nomination) -> list[Block]:
    """Return what identifies the nominee: of a person the personal facts that the records hold."""
    facts = [("Phong trào", f"“{nomination.campaign.name}”"), ("Nội dung đề nghị", nomination.citation)]
    if nomination.subject != Subject.COLLECTIVE:
        person = nomination.person
        gender = person.get_gender_display() if person.gender else ""
        facts = [
            ("Họ và tên", person.full_name),
            ("Giới tính", gender),
            ("Năm sinh", str(person.birth_year or "")),
            ("Chức vụ, đơn vị", nomination.nominee_place),
            *facts,
        ]
    if nomination.deed:
        facts.append(("Việc làm, thành tích đột xuất", f"{nomination.deed} (ngày {vn_date(nomination.deed_on)})"))
    return [Paragraph(f"{label}: {value}") for label, value in facts if value]


def _content(nomination: Nomination, key: str) -> list[Block]:
    """Return one section: the words typed, and under the initiatives the table of those it claims."""
    blocks: list[Block] = list(narrative(str(nomination.report.get(key, ""))))
    if key == "initiatives":
        rows = tuple(
            (
                str(place),
                each.title,
                each.recognised_by or "chưa công nhận",
                f"{each.decision_number} ngày {vn_date(each.decision_on)}" if each.decision_on else "",
                each.get_scope_display(),
            )
            for place, each in enumerate(nomination.initiatives.order_by("pk"), 1)
        )
        blocks += [Table(INITIATIVE_COLUMNS, rows)] if rows else []
    return blocks


def _signatures(nomination: Nomination) -> Block:
    """Return who signs: the head for a collective; a person under the unit's confirmation."""
    head = Signature(("THỦ TRƯỞNG ĐƠN VỊ",), "")
    if nomination.subject == Subject.COLLECTIVE:
        return head
    return TwoSignatures(
        Signature(("XÁC NHẬN CỦA ĐƠN VỊ",), ""), Signature(("NGƯỜI BÁO CÁO",), nomination.person.full_name)
    )


KIND = Kind(
    key="achievement-report",
    title="Báo cáo thành tích",
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
