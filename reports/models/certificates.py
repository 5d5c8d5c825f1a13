"""The sheets on which certificates are printed, and what each printer shifts them by."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.rules.kinds import Award
from communes.models import Commune, ScopedQuerySet
from reports.models import certificate_fields as fields


def emblem_path(stock, original_name: str) -> str:
    """Return where the emblem's picture is kept: a name of its own for each upload, since papers freeze it."""
    return f"emblems/{stock.commune_id}/{uuid4().hex}.png"


class CertificateStockQuerySet(ScopedQuerySet):
    """Stocks of the open commune."""

    unit_path = None

    def in_use(self):
        """Return the stocks that may be printed on."""
        return self.filter(retired=False)

    def for_award(self, award: str):
        """Return the stocks in use for an award, the preferred one first."""
        return self.in_use().filter(award=award).order_by("-preferred", "name", "pk")


class CertificateStock(models.Model):
    """A sheet on which certificates of one award are printed, with the place of each line in millimetres.

    On a full page everything is printed on white paper; over a pre-printed stock only what varies.
    """

    class Mode(models.TextChoices):
        FULL_PAGE = "full_page", "In trọn trang trên giấy trắng"
        OVERPRINT = "overprint", "In chữ lên phôi in sẵn"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="certificate_stocks")
    name = models.CharField("tên phôi", max_length=120)
    award = models.CharField("dùng cho", max_length=40, choices=Award, default=Award.GIAY_KHEN)
    mode = models.CharField("cách in", max_length=12, choices=Mode, default=Mode.FULL_PAGE)
    page_width = models.DecimalField("bề ngang tờ giấy (mm)", max_digits=5, decimal_places=1, default=fields.PAGE[0])
    page_height = models.DecimalField("bề cao tờ giấy (mm)", max_digits=5, decimal_places=1, default=fields.PAGE[1])
    # By key of the field: {"name": {"shown": true, "x": 28.5, "y": 101, "width": 240, "size": 24, …}}.
    layout = models.JSONField("vị trí các dòng", default=dict, blank=True)
    emblem = models.ImageField("ảnh Quốc huy", upload_to=emblem_path, max_length=200, blank=True)
    preferred = models.BooleanField("chọn sẵn khi in", default=False)
    retired = models.BooleanField("ngừng dùng", default=False)
    saved_at = models.DateTimeField("sửa lúc")
    saved_by = models.CharField("người sửa", max_length=160)

    objects = CertificateStockQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "phôi giấy khen"
        verbose_name_plural = "phôi giấy khen"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "name"],
                name="stock_name_once_in_commune",
                violation_error_message="Đã có phôi mang tên này.",
            ),
            models.CheckConstraint(
                name="full_page_certificate_is_a4_landscape",
                condition=~Q(mode="full_page") | Q(page_width=fields.PAGE[0], page_height=fields.PAGE[1]),
                violation_error_message="Giấy khen in trọn trang có khổ 297 × 210 mm.",
            ),
            models.CheckConstraint(
                name="stock_has_a_size", condition=Q(page_width__gte=100, page_height__gte=100)
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:certificate-stock", args=[self.commune.slug, self.pk])

    @property
    def overprint(self) -> bool:
        """Whether only the lines that vary are printed."""
        return self.mode == self.Mode.OVERPRINT

    @property
    def places(self) -> dict[str, dict]:
        """The place of every line that the sheet may bear."""
        return fields.settled(self.layout, overprint=self.overprint)

    @property
    def overlaps(self) -> list[str]:
        """Which lines lie upon each other, in words."""
        return fields.overlaps(self.places)


class PrinterOffsetQuerySet(ScopedQuerySet):
    """Offsets of the open commune's stocks."""

    commune_path = "stock__commune"
    unit_path = None


class PrinterOffset(models.Model):
    """What is added to every place of a stock on one printer: to the right and downwards, in millimetres."""

    stock = models.ForeignKey(CertificateStock, models.CASCADE, related_name="printers")
    printer = models.CharField("máy in", max_length=80)
    dx = models.DecimalField("dịch sang phải (mm)", max_digits=4, decimal_places=1, default=0)
    dy = models.DecimalField("dịch xuống dưới (mm)", max_digits=4, decimal_places=1, default=0)

    objects = PrinterOffsetQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "độ lệch của máy in"
        verbose_name_plural = "độ lệch của máy in"
        constraints = [
            models.UniqueConstraint(
                fields=["stock", "printer"],
                name="printer_once_per_stock",
                violation_error_message="Máy in này đã có trong danh sách.",
            ),
            models.CheckConstraint(
                name="printer_offset_within_fifty_mm",
                condition=Q(dx__gte=-50, dx__lte=50, dy__gte=-50, dy__lte=50),
                violation_error_message="Độ lệch trong khoảng từ -50 đến 50 mm.",
            ),
        ]

    def __str__(self):
        return self.printer

    @property
    def words(self) -> str:
        """The shift in words."""
        return fields.shift_words(self.dx, self.dy)
