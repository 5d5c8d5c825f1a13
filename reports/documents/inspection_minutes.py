"""Biên bản kiểm tra một đơn vị (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9)."""

import re
from datetime import datetime, time

from django.utils import timezone

from campaigns.models import Finding, Inspection, Obligation
from communes.access import Can
from kit.vietnamese import begun_small, long_date, vn_date
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
    body_letterhead,
    body_name,
    counted,
    numbered,
    plan_cited,
    stopped,
)
from reports.documents.kinds import Kind
from reports.documents.nominees import agency_of
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
        "Hôm nay, {ngày kiểm tra}, thực hiện {căn cứ}, Đoàn kiểm tra tiến hành kiểm tra {loại kiểm tra} việc thực "
        "hiện phong trào thi đua của {đơn vị}.",
        SAMPLES,
    ),
    Text(
        "closing",
        "Đoạn kết",
        "Biên bản đã được đọc lại cho các bên cùng nghe, lập thành 02 bản có nội dung như nhau, mỗi bên giữ 01 bản.",
        SAMPLES,
    ),
)
NAMES = ("TT", "Nội dung", "Đơn vị báo cáo", "Kết quả kiểm tra", "So với báo cáo")
SIDES = ("center", "left", "left", "left", "center")
# What units report is long; where none has reported yet, what was found gets the room.
WIDTHS, WIDTHS_UNREPORTED = (2, 13, 11, 11, 5), (2, 14, 6, 14, 5)
NOT_DUE = "Chưa đến kỳ báo cáo"
MENDING = (
    Column("TT", 3, "center"),
    Column("Nội dung", 14),
    Column("Kiến nghị", 15),
    Column("Thực hiện xong chậm nhất ngày", 8, "center"),
)
FOR_THE_PEN = "." * 118
LEADS, KEEPS_MINUTES = "trưởng đoàn", "thư ký"
BEFORE_NAME = re.compile(r"^(\d+[.)]\s*)?((ông|bà|đồng chí|đ/c|đc)\b[.:]?\s*)?", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,6}")
# The form asks for a number alone; its symbol says what kind of paper it is.
KINDS_OF_ORDER = {"QĐ": "Quyết định", "KH": "Kế hoạch"}


def build(inspection: Inspection) -> Paper:
    """Set the minutes of an inspection: who, when and where, what was found and how it differs, what to mend, and the
    conclusion; no place and date line (N-12)."""
    campaign, unit = inspection.campaign, inspection.unit
    words = CommuneWords(campaign.commune, KEY, TEXTS, at=inspection.concluded_at)
    facts = {
        "can_cu": _cited(inspection.decision) or plan_cited(campaign).partition(" về ")[0],
        "loai_kiem_tra": inspection.get_kind_display().lower(),
        "don_vi": body_name(unit),
        "ten_phong_trao": campaign.name,
        "ngay_kiem_tra": long_date(inspection.inspected_on),
    }
    findings = list(
        inspection.findings.select_related("item__area").order_by("item__area__position", "item__position", "pk")
    )
    parts: list[tuple[str, list[Block]]] = [
        ("Thời gian, địa điểm, thành phần", _presence(inspection)),
        ("Kết quả kiểm tra", _found(findings, due=_report_was_due(inspection))),
        ("Kiến nghị", _to_mend(findings)),
        ("Kết luận", list(narrative(inspection.conclusion))),
        ("Ý kiến của đơn vị được kiểm tra", [Paragraph(FOR_THE_PEN), Paragraph(FOR_THE_PEN)]),
    ]
    filled = [(title, content) for title, content in parts if content]
    return Paper(
        f"Biên bản kiểm tra – {unit}, ngày {vn_date(inspection.inspected_on)}",
        (
            body_letterhead("Đoàn kiểm tra", campaign.commune, "BB-ĐKT"),
            Title("BIÊN BẢN", f"Kiểm tra việc thực hiện phong trào thi đua “{campaign.name}” của {body_name(unit)}"),
            *narrative(words.of("opening", **facts)),
            *numbered(filled),
            Paragraph(f"Cuộc kiểm tra kết thúc lúc{BLANK}giờ{BLANK}phút cùng ngày."),
            *narrative(words.of("closing", **facts)),
            TextEnd(),
            *_signatures(inspection.team),
            Recipients((*dict.fromkeys((body_name(unit), body_name(agency_of(campaign)))), "Lưu: VT, hồ sơ kiểm tra")),
        ),
        draft=inspection.status != Inspection.Status.CONCLUDED,
    )


def _cited(decision: str) -> str:
    """Return the order of an inspection as a sentence names it: "45/QĐ-UBND" becomes "Quyết định số 45/QĐ-UBND"."""
    number = re.sub(r"^số\s*(?=\d)", "", decision, flags=re.IGNORECASE)
    if not number[:1].isdecimal():
        return decision
    symbol = re.match(r"\d+[/-](?:\d{4}/)?(\w+)", number)
    return f"{KINDS_OF_ORDER.get(symbol[1].upper() if symbol else '', 'văn bản')} số {number}"


def _signatures(team: str) -> list[Block]:
    """Return where they sign: the unit beside the head of the team, or below a secretary where one is known (N-12)."""
    inspected = Signature(("ĐẠI DIỆN", "ĐƠN VỊ ĐƯỢC KIỂM TRA"))
    leader = Signature(("TRƯỞNG ĐOÀN KIỂM TRA",), member_who(team, LEADS))
    if secretary := member_who(team, KEEPS_MINUTES):
        return [
            TwoSignatures(Signature(("THƯ KÝ ĐOÀN KIỂM TRA",), secretary), leader),
            TwoSignatures(inspected, Signature(())),
        ]
    return [TwoSignatures(inspected, leader)]


def _presence(inspection: Inspection) -> list[Block]:
    """Return when and where it was, and who took part on either side."""
    team = [line.strip(" -–+;.") for line in inspection.team.split("\n")]
    return [
        Paragraph(f"Thời gian bắt đầu:{BLANK}giờ{BLANK}phút, {long_date(inspection.inspected_on)}."),
        Paragraph(f"Địa điểm: nơi làm việc của {body_name(inspection.unit)}."),
        Paragraph("Thành phần đoàn kiểm tra:"),
        Dashes(tuple(f"{line}." for line in team if line)),
        Paragraph("Đại diện đơn vị được kiểm tra:"),
        Paragraph(FOR_THE_PEN),
    ]


def _report_was_due(inspection: Inspection) -> bool:
    """Say whether the unit owed a report by the day of the inspection."""
    end = timezone.make_aware(datetime.combine(inspection.inspected_on, time.max))
    owed = Obligation.objects.filter(campaign=inspection.campaign, unit=inspection.unit, deadline__retired_at=None)
    return owed.exclude(status=Obligation.Status.WAIVED).filter(late_from__lte=end).exists()


def _found(findings: list[Finding], *, due: bool) -> list[Block]:
    """Return how much agrees with the report, and each item with what was reported and what was found."""
    if not findings:
        return []
    unreported = "Chưa báo cáo" if due else NOT_DUE
    rows = tuple(
        (str(place), stopped(each.item.text), _sentences(each.reported) or unreported, _sentences(each.found),
         "–" if each.verdict == Finding.Verdict.NOT_REPORTED else each.get_verdict_display())
        for place, each in enumerate(findings, 1)
    )  # fmt: skip
    widths = WIDTHS if any(each.reported for each in findings) else WIDTHS_UNREPORTED
    columns = tuple(Column(*facts) for facts in zip(NAMES, widths, SIDES, strict=True))
    return [Paragraph(_in_sum(findings, unreported)), Table(columns, rows)]


def _in_sum(findings: list[Finding], unreported: str) -> str:
    """Say how many items agree with the report, differ from it, or are in no report."""
    words = {
        Finding.Verdict.AGREES: "đúng như đơn vị báo cáo",
        Finding.Verdict.DIFFERS: "khác với báo cáo của đơn vị",
        Finding.Verdict.NOT_REPORTED: unreported.replace("Chưa báo cáo", "đơn vị chưa báo cáo"),
    }
    counts = {told: sum(each.verdict == verdict for each in findings) for verdict, told in words.items()}
    there = [(begun_small(told), count) for told, count in counts.items() if count]
    checked = f"Kiểm tra {counted(len(findings), 'nội dung')}"
    if len(there) == 1:
        return f"{checked}, {there[0][0] if len(findings) == 1 else _all_of_them(there[0][0])}."
    parts = (f"{counted(count, 'nội dung')} {told}" for told, count in there)
    return f"{checked}: {'; '.join(parts)}."


def _all_of_them(told: str) -> str:
    """Return what is told of a single finding as told of all."""
    return told.replace("đơn vị", "đơn vị đều", 1) if told.startswith("đơn vị") else f"đều {told}"


def _sentences(text: str) -> str:
    """Return what was typed or reported line by line, each closed by a stop unless it is a bare figure or word."""
    lines = (line.strip() for line in text.splitlines() if line.strip())
    return "\n".join(stopped(line) if " " in line else line for line in lines)


def _to_mend(findings: list[Finding]) -> list[Block]:
    """Return what the unit has to mend, and until when."""
    asked = [each for each in findings if each.recommendation]
    rows = tuple(
        (str(place), stopped(each.item.text), _sentences(each.recommendation), vn_date(each.due_on))
        for place, each in enumerate(asked, 1)
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
