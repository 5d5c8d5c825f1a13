"""Plain functions that make small campaigns for tests, through the services that the product itself uses."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pikepdf import Pdf
from PIL import Image

from campaigns.models import Campaign, ContentItem, Obligation, Target
from campaigns.planfile import words as w
from campaigns.planfile.schema import (
    Area,
    AudienceGroup,
    Facts,
    Item,
    PlanDeadline,
    PlanDocument,
    PlanTarget,
    Responsibility,
    Scale,
    Signature,
    Statement,
)
from campaigns.services import evidence, plans, unit_reports
from communes.access import Actor
from communes.models import Commune, Person, Unit
from communes.tests.factories import UNITS, Cast
from communes.tests.remembering import remembered

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUED_ON = date(2026, 1, 15)
ISSUED_AT = datetime(2026, 1, 15, 8, 0, tzinfo=HERE)
DUE_ON = date(2026, 11, 30)
REPORTED_AT = datetime(2026, 5, 10, 10, 0, tzinfo=HERE)
# Which units of the cast hold which duty in the small plan.
HOLDERS = {
    w.Part.LEADS: {"culture"},
    w.Part.TRACKS: {"culture"},
    w.Part.APPRAISES: {"culture"},
    w.Part.PUBLICISES: {"culture"},
    w.Part.INSPECTS: {"culture", "front"},
}
PARTICIPANTS = ("economy", "service")


def plan_document(*, key: str = "cai-cach-2026", units=None, due_on: date = DUE_ON, inclusive: bool = True, **changes):
    """Return a small plan: 2 areas, 3 items, 3 targets (percentage, yes/no, grade), one report deadline."""
    names = tuple(unit.name for unit in units) if units is not None else tuple(UNITS[each][1] for each in PARTICIPANTS)
    plan = PlanDocument(
        facts=Facts(
            key=key,
            name="Đẩy mạnh cải cách hành chính năm 2026",
            abstract="Phát động phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”",
            ends_on=date(2026, 12, 31),
        ),
        objectives=(Statement(text="Nâng cao chất lượng phục vụ người dân.", clause="I.1"),),
        audience=(AudienceGroup(text="Các đơn vị thuộc xã.", subject=w.Subject.COLLECTIVE, units=names, clause="II"),),
        content=(
            Area(
                key="thu-tuc",
                number="1",
                title="Cải cách thủ tục hành chính",
                clause="III.1",
                items=(
                    Item(
                        key="dung-han",
                        number="a",
                        text="Giải quyết hồ sơ đúng hạn.",
                        clause="III.1.a",
                        targets=(
                            PlanTarget(
                                key="ty-le-dung-han",
                                text="Tỷ lệ hồ sơ giải quyết đúng hạn",
                                kind=w.TargetKind.PERCENT,
                                value=Decimal(95),
                                unit_label="%",
                                clause="III.1.a",
                            ),
                        ),
                    ),
                    Item(
                        key="niem-yet",
                        number="b",
                        text="Niêm yết công khai thủ tục.",
                        clause="III.1.b",
                        targets=(
                            PlanTarget(
                                key="da-niem-yet",
                                text="Niêm yết đầy đủ tại trụ sở",
                                kind=w.TargetKind.YES_NO,
                                clause="III.1.b",
                            ),
                        ),
                    ),
                ),
            ),
            Area(
                key="cong-vu",
                number="2",
                title="Cải cách chế độ công vụ",
                clause="III.2",
                items=(
                    Item(
                        key="xep-loai",
                        number="a",
                        text="Nâng xếp loại cải cách hành chính.",
                        clause="III.2.a",
                        targets=(
                            PlanTarget(
                                key="xep-loai-tot",
                                text="Xếp loại cải cách hành chính của đơn vị",
                                kind=w.TargetKind.GRADE,
                                scale="muc",
                                grade="Tốt",
                                clause="III.2.a",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        scales=(Scale(key="muc", name="Mức xếp loại", levels=("Trung bình", "Khá", "Tốt", "Xuất sắc")),),
        deadlines=(
            PlanDeadline(
                key="bao-cao",
                paper=w.Paper.UNIT_REPORT,
                title="Báo cáo kết quả phong trào",
                kind=w.DeadlineKind.ON_DATE,
                on=due_on,
                inclusive=inclusive,
                to="UBND xã",
                through="Phòng Văn hóa - Xã hội",
                words=f"gửi báo cáo {'chậm nhất ngày' if inclusive else 'trước ngày'} {due_on:%d/%m/%Y}",
                clause="VI.2",
            ),
        ),
        responsibilities=tuple(
            Responsibility(
                heading=UNITS[unit][1],
                units=(UNITS[unit][1],),
                parts=tuple(part for part, holders in HOLDERS.items() if unit in holders),
                clause="VI.1",
            )
            for unit in ("culture", "front")
        ),
        signature=Signature(lines=("CHỦ TỊCH",), name="Trần Quốc Bảo"),
    )
    return replace(plan, **changes)


def make_campaign(
    where: Cast | Commune,
    *,
    status: str = "issued",
    units: list[Unit] | None = None,
    document: PlanDocument | None = None,
    number: int | None = None,
    **plan_facts,
) -> Campaign:
    """Make a small campaign and lead it to a status; `plan_facts` go to plan_document.

    Pass the cast, so that the units of the plan are the cast's own and hold their duties (HOLDERS). With a commune
    only the units that exist already are known; without any, Phòng Kinh tế and TT Phục vụ hành chính công are made.
    The reports owed are there afterwards: `report_of(campaign, unit)`.
    """
    commune = _ready(where, units)
    if units is None and isinstance(where, Commune) and not _named(commune, PARTICIPANTS):
        units = list(Unit.objects.all())
    document = document or plan_document(units=units, **plan_facts)
    key = "campaign", commune.pk, status, number, repr(document)
    pk = remembered(key, lambda: _lead(document, status, number, Actor.of_product(commune)))
    return Campaign.objects.select_related("commune").get(pk=pk)


def _lead(document: PlanDocument, status: str, number: int | None, by: Actor) -> int:
    """Lead a new campaign to a status through the services; return its key."""
    campaign = plans.draft(document, by=by, at=ISSUED_AT)
    steps = {
        "in_review": lambda: plans.submit(campaign, by=by, at=ISSUED_AT),
        "approved": lambda: plans.approve(campaign, by=by, at=ISSUED_AT),
        "issued": lambda: plans.issue(
            campaign, number=number or 10 + Campaign.objects.count(), issued_on=ISSUED_ON, by=by, at=ISSUED_AT
        ),
        "summing_up": lambda: plans.start_summary(campaign, by=by, at=ISSUED_AT),
        "closed": lambda: _close(campaign, by),
    }
    if status == "cancelled":
        plans.cancel(campaign, reason="Không còn phù hợp.", by=by, at=ISSUED_AT)
    else:
        order = ["draft", *steps]
        for step in order[1 : order.index(status) + 1]:
            steps[step]()
    return campaign.pk


def _close(campaign: Campaign, by: Actor) -> None:
    """Close a campaign whose final summary was issued."""
    plans.note_summary(campaign, issued_on=date(2026, 12, 31))
    plans.close(campaign, by=by, at=ISSUED_AT)


def _ready(where: Cast | Commune, units) -> Commune:
    """Return the commune, with the units that the small plan names."""
    if isinstance(where, Commune):
        if units is None and not Unit.objects.exists():
            for key in PARTICIPANTS:
                Cast(where).unit(key)
        return where
    for key in ("culture", "front", *PARTICIPANTS):
        where.unit(key)
    return where.commune


def _named(commune: Commune, keys) -> bool:
    """Say whether the commune has any of the cast's units by name."""
    return Unit.objects.filter(commune=commune, name__in=[UNITS[key][1] for key in keys]).exists()


def again(report: Obligation) -> Obligation:
    """Read a report anew, as another request would."""
    return Obligation.objects.for_list().get(pk=report.pk)


def report_of(campaign: Campaign, unit: Unit) -> Obligation:
    """Return the first report that a unit owes in a campaign."""
    return Obligation.objects.for_list().filter(campaign=campaign, unit=unit).order_by("pk")[0]


def fill_report(obligation: Obligation, *, by: Actor | None = None, at: datetime = REPORTED_AT, met: bool = True):
    """Write every result of a report and attach one file, so that it can be handed in."""
    by = by or Actor.of_product(obligation.campaign.commune)
    lines = [
        unit_reports.LineInput(item_id=item.pk, text=f"Đã thực hiện: {item.text}")
        for item in ContentItem.objects.filter(area__campaign=obligation.campaign_id, retired_at=None)
    ]
    for target in Target.objects.filter(campaign=obligation.campaign_id).binding(obligation.unit_id):
        worse = target.value - 1 if target.value is not None else None
        lines.append(
            unit_reports.LineInput(
                target_id=target.pk,
                value=target.value if met else worse,
                yes=met,
                grade=(target.grade if met else target.scale[0]) if target.scale else "",
                text="Theo kết quả của đơn vị.",
                judged="met" if met else "unmet",
            )
        )
    unit_reports.save(
        obligation, revision=obligation.revision, lines=lines, overview="Đã quán triệt đến từng người.", by=by, at=at
    )
    if not obligation.evidence.present().exists():
        evidence.attach(obligation, make_upload(f"{obligation.unit.name}.pdf"), by=by, at=at)
    return obligation


def make_report(
    campaign: Campaign,
    unit: Unit,
    *,
    status: str = "accepted",
    at: datetime = REPORTED_AT,
    met: bool = True,
    received_by: Person | None = None,
) -> Obligation:
    """Lead the report that a unit owes to a status; `at` after the deadline makes it late."""
    report = report_of(campaign, unit)
    by = Actor(user=None, commune=campaign.commune, person=received_by)
    facts = {"by": by, "at": at}
    why = "Có lý do chính đáng."
    if status == "not_started":
        return report
    if status == "waived":
        unit_reports.waive(report, reason=why, **facts)
        return report
    fill_report(report, met=met, **facts)
    if status == "draft":
        return report
    unit_reports.submit(report, **facts)
    if status in ("received", "returned", "accepted"):
        unit_reports.receive(report, **facts)
    if status == "returned":
        due = timezone.localdate(at) + timedelta(days=7)
        unit_reports.send_back(report, reason=why, items=["Bổ sung số liệu."], new_due_on=due, **facts)
    if status == "accepted":
        if report.late:
            unit_reports.accept_late(report, reason=why, **facts)
        else:
            unit_reports.accept(report, **facts)
    return report


def make_upload(name: str = "Báo cáo.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """Return an upload; without content, a small one of the kind that the name says, each name with its own bytes."""
    return SimpleUploadedFile(name, bytes_of(name) if content is None else content)


def bytes_of(name: str) -> bytes:
    """Return the smallest content that is of the kind of a file's name."""
    kind = name.rpartition(".")[2].lower()
    if kind in ("png", "jpg", "jpeg"):
        buffer = BytesIO()
        colour = tuple(name.encode()[:3])
        Image.new("RGB", (4, 4), colour).save(buffer, {"png": "PNG"}.get(kind, "JPEG"))
        return buffer.getvalue()
    if kind in ("docx", "xlsx"):
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr({"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind], name)
        return buffer.getvalue()
    return pdf_of(name)


def pdf_of(title: str) -> bytes:
    """Return a PDF of one empty page that bears a title."""
    made, buffer = Pdf.new(), BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = title
    made.save(buffer, deterministic_id=True)
    return buffer.getvalue()
