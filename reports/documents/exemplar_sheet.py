"""Phiếu giới thiệu điển hình, mô hình, cách làm hay: một trang cho mỗi điển hình (không có mẫu quy định)."""

from django.utils import timezone

from campaigns.models import Adoption, Exemplar
from communes.access import Can
from communes.models import Unit
from kit.vietnamese import long_date
from reports.documents.base import Run
from reports.documents.blocks import Block, Clauses, Paragraph, Recipients, TextEnd, Title, narrative
from reports.documents.common import (
    body_name,
    counted,
    file_copy,
    numbered,
    stopped,
    unit_letterhead,
    without_number,
)
from reports.documents.kinds import Kind
from reports.documents.nominees import agency_of, signature_by_post
from reports.documents.paper import Paper

KEY = "exemplar-sheet"


def build(exemplar: Exemplar) -> Paper:
    """Set the sheet of an exemplar: what it is and whose, its story, where it was made known, who works by it."""
    campaign = exemplar.campaign
    agency = agency_of(campaign)
    parts: list[tuple[str, list[Block]]] = [
        ("Thông tin chung", [_facts(exemplar)]),
        ("Nội dung, hiệu quả", list(narrative(exemplar.story))),
        ("Tuyên truyền, nhân rộng", _spread(exemplar)),
    ]
    return Paper(
        f"Phiếu giới thiệu điển hình – {exemplar.title}",
        (
            without_number(
                unit_letterhead(
                    agency, symbol="", on=exemplar.published_on, year=timezone.localdate(exemplar.found_at).year
                )
            ),
            Title("PHIẾU GIỚI THIỆU ĐIỂN HÌNH", exemplar.title),
            Paragraph(f"Phong trào thi đua “{campaign.name}”."),
            *numbered([(title, blocks) for title, blocks in parts if blocks]),
            TextEnd(),
            signature_by_post(agency),
            Recipients((*_told(exemplar, agency), "Các đơn vị tham gia phong trào", file_copy(agency))),
        ),
        draft=exemplar.status != Exemplar.Status.PUBLISHED,
    )


def _told(exemplar: Exemplar, agency: Unit) -> tuple[str, ...]:
    """Return the exemplar's unit as a recipient, unless it is the one that sends the sheet."""
    return () if exemplar.unit == agency else (body_name(exemplar.unit),)


def _facts(exemplar: Exemplar) -> Clauses:
    """Return what the exemplar is, of which unit, of whom, and when it was found."""
    told = [
        ("Loại: ", exemplar.get_kind_display()),
        ("Đơn vị: ", body_name(exemplar.unit)),
        ("Cá nhân tiêu biểu: ", exemplar.person.full_name if exemplar.person else ""),
        ("Phát hiện: ", long_date(timezone.localdate(exemplar.found_at))),
    ]
    return Clauses(tuple((Run(name, bold=True), Run(stopped(words))) for name, words in told if words))


def _spread(exemplar: Exemplar) -> list[Block]:
    """Return where it was made known and which units work by it."""
    said: list[Block] = []
    if exemplar.published_on:
        on = long_date(exemplar.published_on)
        said.append(Paragraph(stopped(f"Đã tuyên truyền {on}: {exemplar.published_where}")))
    rows = Adoption.objects.running().filter(exemplar=exemplar).select_related("unit__commune")
    names = [body_name(each.unit) for each in rows.order_by("started_on", "pk")]
    if names:
        said.append(Paragraph(stopped(f"{counted(len(names), 'đơn vị')} đang áp dụng: {'; '.join(names)}")))
    return said


KIND = Kind(
    key=KEY,
    title="Phiếu giới thiệu điển hình",
    can=Can.SEE_CAMPAIGNS,
    model=Exemplar,
    records=lambda: Exemplar.objects.filter(status__in=Exemplar.COUNTED).select_related(
        "campaign__commune", "unit__commune", "person"
    ),
    build=build,
    campaign_of=lambda exemplar: exemplar.campaign,
    unit_of=lambda exemplar: exemplar.unit,
)
