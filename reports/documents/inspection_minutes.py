"""Biên bản kiểm tra một đơn vị (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9)."""

import re

from campaigns.models import Finding, Inspection
from communes.access import Can
from kit.vietnamese import long_date, vn_date
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
from reports.documents.common import body_letterhead, counted, numbered, plan_cited
from reports.documents.kinds import Kind
from reports.documents.paper import Paper
from reports.documents.wording import CommuneWords, Text
from reports.documents.words import BLANK

KEY = "inspection-minutes"
SAMPLES = {
    "căn cứ": "Quyết định số 41/QĐ-UBND ngày 20 tháng 8 năm 2026",
    "loại kiểm tra": "định kỳ",
    "đơn vị": "Phòng Kinh tế",
    "tên phong trào": "Đẩy mạnh cải cách hành chính năm 2026",
    "ngày kiểm tra": "ngày 10 tháng 9 năm 2026",
}
TEXTS = (
    Text(
        "opening",
        "Đoạn mở đầu",
        "Thực hiện {căn cứ}, {ngày kiểm tra}, Đoàn kiểm tra tiến hành kiểm tra {loại kiểm tra} việc thực hiện phong "
        "trào thi đua của {đơn vị}.",
        SAMPLES,
    ),
    Text(
        "closing",
        "Đoạn kết",
        "Biên bản đã được đọc lại cho các bên cùng nghe, lập thành 02 bản có nội dung như nhau, mỗi bên giữ 01 bản.",
        SAMPLES,
    ),
)
COLUMNS = (
    Column("TT", 3, "center"),
    Column("Nội dung", 11),
    Column("Đơn vị báo cáo", 9),
    Column("Kết quả kiểm tra", 11),
    Column("So với báo cáo", 6, "center"),
)
MENDING = (
    Column("TT", 3, "center"),
    Column("Nội dung", 13),
    Column("Kiến nghị", 16),
    Column("Thực hiện xong trước hết ngày", 8, "center"),
)
FOR_THE_PEN = "." * 118
LEADS, KEEPS_MINUTES = "trưởng đoàn", "thư ký"
BEFORE_NAME = re.compile(r"^(\d+[.)]\s*)?((ông|bà|đồng chí|đ/c|đc)\b[.:]?\s*)?", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,6}")


def build(inspection: Inspection) -> Paper:
    """Set the minutes of an inspection: who, when and where, what was found and how it differs, what to mend, and the
    conclusion; no place and date line (N-12)."""
    campaign, unit = inspection.campaign, inspection.unit
    words = CommuneWords(campaign.commune, KEY, TEXTS, at=inspection.concluded_at)
    facts = {
        "can_cu": inspection.decision or plan_cited(campaign).partition(" về ")[0],
        "loai_kiem_tra": inspection.get_kind_display().lower(),
        "don_vi": unit.name,
        "ten_phong_trao": campaign.name,
        "ngay_kiem_tra": long_date(inspection.inspected_on),
    }
    findings = list(
        inspection.findings.select_related("item__area").order_by("item__area__position", "item__position", "pk")
    )
    parts: list[tuple[str, list[Block]]] = [
        ("Thời gian, địa điểm, thành phần", _presence(inspection)),
        ("Kết quả kiểm tra", _found(findings)),
        ("Kiến nghị", _to_mend(findings)),
        ("Kết luận", list(narrative(inspection.conclusion))),
        ("Ý kiến của đơn vị được kiểm tra", [Paragraph(FOR_THE_PEN), Paragraph(FOR_THE_PEN)]),
    ]
    filled = [(title, content) for title, content in parts if content]
    return Paper(
        f"Biên bản kiểm tra – {unit}, ngày {vn_date(inspection.inspected_on)}",
        (
            body_letterhead("Đoàn kiểm tra", campaign.commune, "BB-ĐKT"),
            Title("BIÊN BẢN", f"Kiểm tra việc thực hiện phong trào thi đua “{campaign.name}” của {unit}"),
            *narrative(words.of("opening", **facts)),
            *numbered(filled),
            Paragraph(f"Cuộc kiểm tra kết thúc lúc{BLANK}giờ{BLANK}phút cùng ngày."),
            *narrative(words.of("closing", **facts)),
            TextEnd(),
            TwoSignatures(
                Signature(("THƯ KÝ ĐOÀN KIỂM TRA",), member_who(inspection.team, KEEPS_MINUTES)),
                Signature(("TRƯỞNG ĐOÀN KIỂM TRA",), member_who(inspection.team, LEADS)),
            ),
            TwoSignatures(Signature(("ĐẠI DIỆN", "ĐƠN VỊ ĐƯỢC KIỂM TRA")), Signature(())),
            Recipients((unit.name, "Cơ quan thường trực phong trào", "Lưu: VT, hồ sơ kiểm tra")),
        ),
        draft=inspection.status != Inspection.Status.CONCLUDED,
    )


def _presence(inspection: Inspection) -> list[Block]:
    """Return when and where it was, and who took part on either side."""
    team = [line.strip(" -–+;.") for line in inspection.team.split("\n")]
    return [
        Paragraph(f"Thời gian bắt đầu:{BLANK}giờ{BLANK}phút, {long_date(inspection.inspected_on)}."),
        Paragraph(f"Địa điểm: nơi làm việc của {inspection.unit}."),
        Paragraph("Thành phần đoàn kiểm tra:"),
        Dashes(tuple(f"{line}." for line in team if line)),
        Paragraph("Đại diện đơn vị được kiểm tra:"),
        Paragraph(FOR_THE_PEN),
    ]


def _found(findings: list[Finding]) -> list[Block]:
    """Return how much agrees with the report, and each item with what was reported and what was found."""
    if not findings:
        return []
    differing = sum(each.verdict != Finding.Verdict.AGREES for each in findings)
    told = f"Kiểm tra {counted(len(findings), 'nội dung')}"
    told += f", {counted(differing, 'nội dung')} khác với báo cáo hoặc đơn vị chưa báo cáo." if differing else (
        ", đều đúng như đơn vị báo cáo."
    )  # fmt: skip
    rows = tuple(
        (str(place), each.item.text, each.reported or "Chưa báo cáo", each.found, each.get_verdict_display())
        for place, each in enumerate(findings, 1)
    )
    return [Paragraph(told), Table(COLUMNS, rows)]


def _to_mend(findings: list[Finding]) -> list[Block]:
    """Return what the unit has to mend, and until when."""
    asked = [each for each in findings if each.recommendation]
    rows = tuple(
        (str(place), each.item.text, each.recommendation, vn_date(each.due_on)) for place, each in enumerate(asked, 1)
    )
    return [Table(MENDING, rows)] if rows else []


def member_who(team: str, part: str) -> str:
    """Return the member of a team, typed one a line or between semicolons, who plays a part; blank where unsure."""
    for line in re.split(r"[\n;]", team):
        said = line.lower()
        if part not in said or f"phó {part}" in said:
            continue
        pieces = (BEFORE_NAME.sub("", piece.strip(" .")) for piece in re.split(r"[,:()–]|\s-\s|^\s*-\s", line))
        named = [piece for piece in pieces if piece and part not in piece.lower() and NAME.fullmatch(piece)]
        return named[0] if named else ""
    return ""


KIND = Kind(
    key=KEY,
    title="Biên bản kiểm tra",
    can=Can.SEE_CAMPAIGNS,
    model=Inspection,
    records=lambda: Inspection.objects.select_related("campaign__commune", "unit__commune").filter(
        status=Inspection.Status.CONCLUDED
    ),
    build=build,
    campaign_of=lambda inspection: inspection.campaign,
    unit_of=lambda inspection: inspection.unit,
    texts=TEXTS,
)
