"""Phiếu giao chỉ tiêu cho một đơn vị tham gia phong trào (không có mẫu quy định)."""

from collections.abc import Iterable

from django.utils import timezone

from campaigns.models import Campaign, ContentItem, Obligation, Participation, ReportLine, Target
from campaigns.planfile.words import TargetKind
from communes.access import Can
from communes.models import Unit
from kit.vietnamese import roman, small_count, vn_date
from reports.documents.blocks import (
    Block,
    Column,
    Dashes,
    Paragraph,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    TwoSignatures,
    narrative,
)
from reports.documents.common import (
    OF_THE_COMMITTEE,
    appointed_head,
    body_name,
    committee_signature,
    head_signature,
    letterhead_of,
    plan_cited,
    stopped,
)
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.targets import PERCENT, goal_in_words, result_in_words
from reports.documents.wording import CommuneWords, Text

KEY = "target-sheet"
SAMPLES = {
    "kế hoạch": "Kế hoạch số 05/KH-UBND ngày 15 tháng 01 năm 2026 của UBND xã Đồng Tâm về phong trào thi đua “Đẩy mạnh "
    "cải cách hành chính năm 2026”",
    "tên phong trào": "Đẩy mạnh cải cách hành chính năm 2026",
    "địa phương": "xã Đồng Tâm",
    "đơn vị": "Phòng Kinh tế",
    "số chỉ tiêu": "05",
}
ASKED = {"đơn vị": "Đảng ủy xã Đồng Tâm"}
TEXTS = (
    Text(
        "opening",
        "Đoạn mở đầu",
        "Căn cứ {kế hoạch}, Ủy ban nhân dân {địa phương} giao {số chỉ tiêu} chỉ tiêu thi đua cho {đơn vị} như sau:",
        SAMPLES,
    ),
    Text(
        "opening-tasks",
        "Đoạn mở đầu khi kế hoạch không đặt chỉ tiêu",
        "Căn cứ {kế hoạch}, Ủy ban nhân dân {địa phương} giao cho {đơn vị} thực hiện các nội dung thi đua sau đây:",
        SAMPLES,
    ),
    Text(
        "opening-asked",
        "Đoạn mở đầu gửi cơ quan không thuộc Ủy ban nhân dân",
        "Căn cứ {kế hoạch}, Ủy ban nhân dân {địa phương} đề nghị {đơn vị} phối hợp thực hiện {số chỉ tiêu} chỉ tiêu "
        "thi đua sau đây:",
        SAMPLES | ASKED,
    ),
    Text(
        "opening-tasks-asked",
        "Đoạn mở đầu gửi cơ quan không thuộc Ủy ban nhân dân, khi kế hoạch không đặt chỉ tiêu",
        "Căn cứ {kế hoạch}, Ủy ban nhân dân {địa phương} đề nghị {đơn vị} phối hợp thực hiện các nội dung thi đua sau "
        "đây:",
        SAMPLES | ASKED,
    ),
    Text(
        "closing",
        "Đoạn kết",
        "{đơn vị} có trách nhiệm tổ chức thực hiện, tự theo dõi và báo cáo kết quả theo thời hạn của kế hoạch. Phiếu "
        "này lập thành 02 bản, mỗi bên giữ 01 bản.",
        SAMPLES,
    ),
    Text(
        "closing-asked",
        "Đoạn kết gửi cơ quan không thuộc Ủy ban nhân dân",
        "Đề nghị {đơn vị} quan tâm phối hợp, thông tin kết quả thực hiện theo thời hạn của kế hoạch. Phiếu này lập "
        "thành 02 bản, mỗi bên giữ 01 bản.",
        SAMPLES | ASKED,
    ),
)
CHARGING, ASKING = "PHIẾU GIAO CHỈ TIÊU", "PHIẾU ĐỀ NGHỊ THỰC HIỆN CHỈ TIÊU"
OTHER_TARGETS = "Chỉ tiêu khác"
MEASURES = {TargetKind.GRADE: "Xếp loại", TargetKind.YES_NO: "Có/không"}
HANDED_IN = (Obligation.Status.SUBMITTED, Obligation.Status.RECEIVED, Obligation.Status.ACCEPTED)
NONE = "–"


def build(participation: Participation) -> Paper:
    """Set what a unit is charged with: each target with last time's result, the goal, its measure and its day."""
    campaign, unit = participation.campaign, participation.unit
    targets = list(
        Target.objects.filter(campaign=campaign).binding(unit).select_related("item__area", "drive", "campaign")
    )
    words = CommuneWords(campaign.commune, KEY, TEXTS)
    facts = {
        "ke_hoach": plan_cited(campaign),
        "ten_phong_trao": campaign.name,
        "dia_phuong": str(campaign.commune),
        "don_vi": body_name(unit),
        "so_chi_tieu": small_count(len(targets)),
    }
    asked = "" if unit.kind in OF_THE_COMMITTEE else "-asked"
    opening = words.of(f"{'opening' if targets else 'opening-tasks'}{asked}", **facts)
    return Paper(
        f"Phiếu giao chỉ tiêu – {unit}: {campaign.name}",
        (
            letterhead_of(campaign.commune, symbol="PGCT-UBND", year=_year(campaign)),
            Title(ASKING if asked else CHARGING, f"Phong trào thi đua “{campaign.name}”"),
            Paragraph(f"Đơn vị {'phối hợp' if asked else 'nhận chỉ tiêu'}: {body_name(unit)}."),
            *narrative(opening),
            *(_table(campaign, unit, targets) if targets else _tasks(campaign)),
            *narrative(words.of(f"closing{asked}", **facts)),
            TextEnd(),
            TwoSignatures(
                _received_by(unit),
                committee_signature(campaign.plan, campaign.signed_by),
            ),
            Recipients((body_name(unit), "Lưu: VT, hồ sơ phong trào")),
        ),
    )


def _year(campaign: Campaign) -> int:
    """Return the year that the sheet leaves room for a day of: this one, but none after the campaign's end."""
    today = timezone.localdate()
    return min(today, campaign.ends_on or today).year


def _table(campaign, unit: Unit, targets: list[Target]) -> list[Block]:
    """Return the targets by content area, those of peak drives and without an area last."""
    before = _results_before(campaign, unit)
    columns = (
        Column("TT", 2, "center"),
        Column("Chỉ tiêu", 12),
        Column("Đơn vị tính", 4, "center"),
        *((Column("Kết quả lần trước", 5, "center"),) if before else ()),
        Column("Mức giao" if unit.kind in OF_THE_COMMITTEE else "Mức đề nghị", 6, "center"),
        Column("Hoàn thành chậm nhất ngày", 5, "center"),
    )
    rows: list[tuple[str, ...]] = []
    heads: list[int] = []
    number = 0
    for place, (name, found) in enumerate(_grouped(targets).items(), 1):
        heads.append(len(rows))
        rows.append((roman(place), name, *("" for _ in columns[2:])))
        for target in found:
            number += 1
            told = [before.get(target.key, NONE)] if before else []
            last_day = target.due_on or (target.drive.ends_on if target.drive else campaign.ends_on)
            rows.append(
                (str(number), target.text, _measure(target), *told, goal_in_words(target), vn_date(last_day))
            )  # fmt: skip
    return [Table(columns, tuple(rows), bold_rows=tuple(heads))]


def _grouped(targets: Iterable[Target]) -> dict[str, list[Target]]:
    """Return the targets under the names of their peak drives or content areas, in the order of the plan."""
    drives: dict[str, list[Target]] = {}
    areas: dict[tuple[int, str], list[Target]] = {}
    others: list[Target] = []
    for target in targets:
        if target.drive:
            drives.setdefault(f"Đợt cao điểm: {target.drive.name}", []).append(target)
        elif target.item:
            area = target.item.area
            areas.setdefault((area.position, area.title), []).append(target)
        else:
            others.append(target)
    named = {title: areas[position, title] for position, title in sorted(areas)}
    return named | ({OTHER_TARGETS: others} if others else {}) | drives


def _measure(target: Target) -> str:
    """Return in what a target is counted."""
    if target.kind == TargetKind.PERCENT:
        return PERCENT
    return target.unit_label or MEASURES.get(target.kind, NONE)


def _results_before(campaign, unit: Unit) -> dict[str, str]:
    """Return what the unit reported last on each target of the campaign from which this one was made, by key."""
    if campaign.cloned_from_id is None:
        return {}
    lines = ReportLine.objects.filter(
        obligation__campaign=campaign.cloned_from_id, obligation__unit=unit, obligation__status__in=HANDED_IN,
        target__isnull=False, target__unit=None, target__drive=None,
    ).exclude(target__key="")  # fmt: skip
    ordered = lines.select_related("target").order_by("obligation__submitted_at", "obligation_id", "pk")
    return {line.target.key: result_in_words(line) for line in ordered}


def _tasks(campaign) -> list[Block]:
    """Return the content items, where the plan asks for work but sets no target."""
    items = ContentItem.objects.filter(area__campaign=campaign, retired_at=None, area__retired_at=None)
    ordered = items.order_by("area__position", "position", "pk").values_list("text", flat=True)
    return [Dashes(tuple(stopped(text) for text in ordered))] if ordered else []


def _received_by(unit: Unit) -> Signature:
    """Return where the unit's head signs for the sheet."""
    head = head_signature(unit, person=appointed_head(unit))
    return Signature(("ĐẠI DIỆN ĐƠN VỊ NHẬN", *head.lines), head.name)


KIND = Kind(
    key=KEY,
    title="Phiếu giao chỉ tiêu",
    can=Can.SEE_CAMPAIGNS,
    model=Participation,
    records=lambda: Participation.objects.select_related("campaign__commune", "unit__commune"),
    build=build,
    campaign_of=lambda participation: participation.campaign,
    unit_of=lambda participation: participation.unit,
    texts=TEXTS,
)
