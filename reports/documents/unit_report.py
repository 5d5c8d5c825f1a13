"""Báo cáo kết quả phong trào của một đơn vị (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.4)."""

from django.utils import timezone

from campaigns.models import Obligation, ReportLine
from communes.access import Can
from reports.documents import fields
from reports.documents.blocks import (
    NUMBER,
    Addressees,
    Block,
    Column,
    Dashes,
    Heading,
    Recipients,
    Signature,
    Table,
    TextEnd,
    Title,
    narrative,
)
from reports.documents.common import (
    AS_ABOVE,
    counted,
    head_signature,
    named_in_full,
    numbered,
    share,
    unit_letterhead,
    unit_symbol,
)
from reports.documents.kinds import Kind
from reports.documents.nominees import signature_by_post
from reports.documents.paper import Paper
from reports.documents.targets import goal_in_words, result_in_words
from reports.documents.wording import CommuneWords, Text

KEY = "unit-report"
FIELDS = fields.CAMPAIGN | fields.UNIT
TEXTS = (
    Text(
        "opening",
        "Câu mở đầu",
        "Thực hiện {kế hoạch phát động} của {tên Ủy ban} về phong trào thi đua “{tên phong trào}”, {tên đơn vị} báo "
        "cáo kết quả như sau:",
        FIELDS,
    ),
    Text(
        "outcome",
        "Câu nêu kết quả chung",
        "Đạt {số chỉ tiêu đạt} trên tổng số {tổng số chỉ tiêu} ({tỷ lệ đạt}).",
        FIELDS | {"số chỉ tiêu đạt": "08 chỉ tiêu", "tổng số chỉ tiêu": "10 chỉ tiêu", "tỷ lệ đạt": "80%"},
    ),
    Text("closing", "Câu kết", "Trên đây là báo cáo của {tên đơn vị}.", FIELDS),
    Text("recipients", "Nơi nhận", f"{AS_ABOVE}\nLưu: VT", FIELDS, fields.LINES),
)

COLUMNS = (
    Column("TT", 1, "center"),
    Column("Chỉ tiêu", 6),
    Column("Mức phải đạt", 3, "center"),
    Column("Kết quả", 3, "center"),
    Column("Đánh giá", 2, "center"),
)


def build(obligation: Obligation) -> Paper:
    """Set a unit's report in words: leadership, results by content, exemplars, difficulties, proposals."""
    campaign, unit, deadline = obligation.campaign, obligation.unit, obligation.deadline
    facts = fields.of_campaign(campaign) | fields.of_unit(unit)
    settled = obligation.submitted_at if obligation.handed_in else None
    words = CommuneWords(campaign.commune, KEY, TEXTS, facts, at=settled)
    lines = list(
        obligation.lines.select_related("item", "target__item").order_by("target__position", "item__position", "pk")
    )
    sections: list[tuple[str, list[Block]]] = [
        ("Công tác lãnh đạo, chỉ đạo", list(narrative(obligation.overview))),
        ("Kết quả thực hiện", _results(campaign, lines, words)),
        ("Điển hình, mô hình, sáng kiến", _exemplars(obligation)),
        ("Khó khăn, vướng mắc", list(narrative(obligation.difficulties))),
        ("Đề xuất, kiến nghị", list(narrative(obligation.proposals))),
    ]
    filled = [(title, content) for title, content in sections if content]
    to = named_in_full(deadline.to.strip() or campaign.commune.committee, campaign.commune)
    on = timezone.localdate(obligation.submitted_at) if obligation.submitted_at else None
    return Paper(
        f"{deadline} – {unit}",
        (
            unit_letterhead(unit, symbol=unit_symbol("BC", unit), on=on, year=timezone.localdate().year),
            Title("BÁO CÁO", f"Kết quả thực hiện phong trào thi đua “{campaign.name}”{_of_the_year(obligation)}"),
            Addressees((f"{to} (qua {deadline.through})" if deadline.through else to,)),
            *words.blocks("opening"),
            *numbered(filled),
            *words.blocks("closing"),
            TextEnd(),
            _signed_by(obligation),
            Recipients(words.lines("recipients")),
        ),
        draft=obligation.status in Obligation.WITH_THE_UNIT,
    )


def _signed_by(obligation: Obligation) -> Signature:
    """Return the signature of who handed in, or of the unit's head where it was entered on the unit's behalf."""
    if obligation.on_behalf or not obligation.submitted_by:
        return signature_by_post(obligation.unit)
    return head_signature(obligation.unit, obligation.submitted_by)


def _of_the_year(obligation: Obligation) -> str:
    """Return the year of a yearly report, unless the campaign's name says it."""
    year = obligation.deadline.year
    return f" năm {year}" if year and f"năm {year}" not in obligation.campaign.name.lower() else ""


def _results(campaign, lines: list[ReportLine], words: CommuneWords) -> list[Block]:
    """Return results by content area: words first, then the targets in a table."""
    blocks: list[Block] = []
    judged = [line for line in lines if line.target_id]
    if judged:
        met = sum(line.outcome == ReportLine.Outcome.MET for line in judged)
        blocks += words.blocks(
            "outcome", so_chi_tieu_dat=counted(met, "chỉ tiêu"), tong_so_chi_tieu=counted(len(judged), "chỉ tiêu"),
            ty_le_dat=share(met, len(judged)),
        )  # fmt: skip
    by_area: dict[int | None, list[ReportLine]] = {}
    for line in lines:
        item = line.item or (line.target.item if line.target else None)
        by_area.setdefault(item.area_id if item else None, []).append(line)
    place = 0
    for area in campaign.areas.filter(pk__in=[key for key in by_area if key]).order_by("position"):
        place += 1
        blocks.append(Heading(NUMBER, f"{place}.", area.title))
        blocks += _lines(by_area[area.pk])
    if None in by_area:
        blocks.append(Heading(NUMBER, f"{place + 1}.", "Chỉ tiêu khác"))
        blocks += _lines(by_area[None])
    return blocks


def _lines(lines: list[ReportLine]) -> list[Block]:
    """Return one area's results."""
    blocks: list[Block] = []
    said = [line for line in lines if line.item_id and not line.target_id and line.text]
    if said:
        blocks.append(Dashes(tuple(f"{line.item.text.rstrip('.;:, ')}: {line.text}" for line in said)))
    judged = [line for line in lines if line.target_id]
    if judged:
        rows = tuple(
            (
                str(place),
                line.target.text,
                goal_in_words(line.target),
                _with_remark(line),
                line.get_outcome_display(),
            )
            for place, line in enumerate(judged, 1)
        )
        blocks.append(Table(COLUMNS, rows))
    return blocks


def _with_remark(line: ReportLine) -> str:
    """Return the result with its remark."""
    return f"{result_in_words(line)} ({line.remark})" if line.remark else result_in_words(line)


def _exemplars(obligation: Obligation) -> list[Block]:
    """Return the exemplars that the report names."""
    found = [f"{each.get_kind_display()}: {each.title}. {each.story}" for each in obligation.exemplars.order_by("pk")]
    return [Dashes(tuple(found))] if found else []


KIND = Kind(
    key=KEY,
    title="Báo cáo của đơn vị",
    can=Can.SEE_CAMPAIGNS,
    model=Obligation,
    records=lambda: Obligation.objects.select_related("campaign__commune", "unit__commune", "deadline").exclude(
        status__in=["not_started", "waived"]
    ),
    build=build,
    campaign_of=lambda obligation: obligation.campaign,
    unit_of=lambda obligation: obligation.unit,
    texts=TEXTS,
)
