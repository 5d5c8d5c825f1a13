"""The stocks of certificates: what is printed where, the emblem, what each printer shifts."""

import io
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns.services import uploads
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.late import Late
from reports.models import CertificateStock, PrinterOffset
from reports.models import certificate_fields as fields

write_test_sheet = Late("reports.rendering.certificates:write_test_sheet")
marked_pdf = Late("reports.rendering.marking:marked_pdf")

EMBLEM_PIXELS = 1200
EMBLEM_LIMIT = 5 * 2**20


@transaction.atomic
def create(*, by: Actor, at: datetime, **facts) -> CertificateStock:
    """Enter a stock of the actor's commune; its lines stand as on a full page until they are moved."""
    demand(Can.KEEP_CERTIFICATES, by.commune, by=by)
    stock = CertificateStock(commune=by.commune, **facts)
    _store(stock, by=by, at=at)
    history.record("stock.create", stock, by=by, at=at, label="Lập phôi giấy khen")
    return stock


@transaction.atomic
def change(stock: CertificateStock, *, by: Actor, at: datetime, **facts) -> None:
    """Change what a stock is: its name, award, way of printing and size, whether it is preferred or out of use."""
    demand(Can.KEEP_CERTIFICATES, stock, by=by)
    for name, value in facts.items():
        setattr(stock, name, value)
    _store(stock, by=by, at=at)
    history.record("stock.change", stock, by=by, at=at, label="Sửa phôi giấy khen")


def _store(stock: CertificateStock, *, by: Actor, at: datetime) -> None:
    """Write a stock that is whole: one preferred for an award, every line on the sheet."""
    stock.saved_at, stock.saved_by = at, by.name
    stock.full_clean(exclude=["layout", "emblem"])
    width, height = float(stock.page_width), float(stock.page_height)
    if problems := fields.problems(stock.places, width, height):
        raise ValidationError(problems)
    if stock.preferred:
        others = CertificateStock.objects.filter(commune=stock.commune, award=stock.award).exclude(pk=stock.pk)
        others.update(preferred=False)
    stock.save()


@transaction.atomic
def set_layout(stock: CertificateStock, layout: dict[str, dict[str, Any]], *, by: Actor, at: datetime) -> None:
    """Put the lines of a stock where they belong; a line outside the sheet is refused by its name."""
    demand(Can.KEEP_CERTIFICATES, stock, by=by)
    stock.layout = {key: place for key, place in layout.items() if key in fields.BY_KEY}
    _store(stock, by=by, at=at)
    history.record("stock.layout", stock, by=by, at=at, label="Sửa vị trí các dòng trên phôi")


@transaction.atomic
def set_emblem(stock: CertificateStock, upload: UploadedFile, *, by: Actor, at: datetime) -> None:
    """Keep the picture of the emblem that the commune supplies, as PNG of moderate size.

    Earlier pictures stay on the disk: sheets that were asked for with them are made of them.
    """
    demand(Can.KEEP_CERTIFICATES, stock, by=by)
    if upload.size > EMBLEM_LIMIT:
        raise ValidationError("Ảnh Quốc huy không quá 5 MB.")
    found = uploads.check(upload, kept=0, kinds=uploads.SHOWN_INLINE)
    drawn, _ = uploads.picture_anew(upload, found.name, longest=EMBLEM_PIXELS, form="PNG")
    stock.emblem.save("emblem.png", ContentFile(drawn), save=False)
    _store(stock, by=by, at=at)
    history.record("stock.emblem", stock, by=by, at=at, label="Tải ảnh Quốc huy", sha256=found.sha256)


@transaction.atomic
def set_offset(
    stock: CertificateStock, *, printer: str, dx: Decimal, dy: Decimal, by: Actor, at: datetime
) -> PrinterOffset:
    """Remember what a printer shifts this stock by; a printer that is known already gets the new measures."""
    demand(Can.KEEP_CERTIFICATES, stock, by=by)
    printer = " ".join(printer.split())
    asked = PrinterOffset(stock=stock, printer=printer, dx=dx, dy=dy)
    asked.clean_fields()
    asked.validate_constraints(exclude={"printer"})
    offset, _ = PrinterOffset.objects.update_or_create(stock=stock, printer=printer, defaults={"dx": dx, "dy": dy})
    history.record(
        "stock.offset", stock, by=by, at=at, label=f"Ghi độ lệch của máy in {printer}", dx=str(dx), dy=str(dy)
    )
    return offset


@transaction.atomic
def drop_offset(offset: PrinterOffset, *, by: Actor, at: datetime) -> None:
    """Forget a printer."""
    demand(Can.KEEP_CERTIFICATES, offset.stock, by=by)
    history.record("stock.offset_dropped", offset.stock, by=by, at=at, label=f"Bỏ máy in {offset.printer}")
    offset.delete()


def test_sheet(stock: CertificateStock, offset: PrinterOffset | None) -> bytes:
    """Return the test sheet of a stock for a printer as PDF, marked in a training ground."""
    made = io.BytesIO()
    title = f"Trang in thử: {stock.name}{f' – {offset.printer}' if offset else ''}"
    write_test_sheet(
        made, stock.places, width=float(stock.page_width), height=float(stock.page_height), title=title,
        dx=float(offset.dx) if offset else 0.0, dy=float(offset.dy) if offset else 0.0,
    )  # fmt: skip
    return marked_pdf(made.getvalue()) if stock.commune.is_training else made.getvalue()
