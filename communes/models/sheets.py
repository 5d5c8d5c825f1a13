"""Excel tables that were sent in: what was read, what is wrong, what was chosen, and what became of them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from communes.models.people import User
from communes.models.places import Commune, Unit
from communes.models.scoping import ScopedQuerySet
from kit.workflow import Move, Tones, Workflow

# Who may see and settle the readings of each kind; the kinds enter theirs when the apps start.
ADMITTED: dict[str, tuple] = {}


def sheet_path(reading, name: str) -> str:
    """Return where the file of a reading is stored: a folder per commune, a random name."""
    return f"sheets/{reading.commune_id}/{uuid4().hex}.xlsx"


class SheetReadingQuerySet(ScopedQuerySet):
    """Readings of the open commune."""

    def within(self, actor):
        """Return the readings of the kinds that the actor may read in, a unit's people those of their unit."""
        kinds = [kind for kind, cans in ADMITTED.items() if any(actor.may(can) for can in cans)]
        return super().within(actor).filter(kind__in=kinds)

    def for_list(self):
        """Return readings with what a list shows, without their rows."""
        return self.select_related("commune", "unit").defer("rows", "lines", "choices")


class SheetReading(models.Model):
    """One uploaded table: `rows` as typed, `lines` as they were last checked, `choices` by row, `facts` of its kind.

    `subject_id` is the record that the table is about, where its kind has one.
    """

    class Status(models.TextChoices):
        CHECKED = "checked", "Đã đọc, chờ nhập"
        APPLIED = "applied", "Đã nhập"
        DISCARDED = "discarded", "Đã bỏ"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="sheet_readings")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="sheet_readings", verbose_name="đơn vị"
    )
    kind = models.CharField("loại bảng", max_length=30)
    subject_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField("nội dung", max_length=300)
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.CHECKED)
    file = models.FileField("tệp", upload_to=sheet_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField("mã băm", max_length=64)
    rows = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    unknown = models.JSONField(default=list)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.CharField("người tải lên", max_length=160)
    uploader = models.ForeignKey(User, models.PROTECT, null=True, related_name="sheet_readings")
    settled_at = models.DateTimeField("xử lý lúc", null=True, blank=True)
    settled_by = models.CharField("người xử lý", max_length=160, blank=True)

    objects = SheetReadingQuerySet.as_scoped_manager()
    # Who may is for the kind of table to say: see `admits` in the service.
    flow = Workflow(
        [
            Move("apply", "Nhập vào hệ thống", ("checked",), "applied", None, guard="blockers_to_apply",
                 done="Nhập từ tệp Excel", tone="primary"),
            Move("discard", "Bỏ tệp này", ("checked",), "discarded", None, done="Bỏ tệp Excel"),
        ]
    )  # fmt: skip
    status_tone = Tones(checked="info", applied="success", discarded="muted")
    moved_by = "who may keep what the table holds"

    class Meta:
        verbose_name = "bảng Excel gửi vào"
        verbose_name_plural = "bảng Excel gửi vào"
        constraints = [
            models.CheckConstraint(
                name="sheet_reading_settled_with_moment",
                condition=Q(status="checked") | Q(settled_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["commune", "kind", "status"])]

    def __str__(self):
        return f"{self.title}: {self.name}"

    def get_absolute_url(self):
        return reverse("communes:sheet", args=[self.commune.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it waits to be read in."""
        return self.status == self.Status.CHECKED

    def blockers_to_apply(self) -> list[str]:
        """Say what still stands against reading the table in: rows with errors, open questions, nothing to do."""
        wrong, asked = self.counts.get("wrong", 0), self.counts.get("ask", 0)
        found = []
        if wrong:
            found.append(f"Còn {wrong} dòng có lỗi: sửa trong tệp rồi tải lên lại, hoặc chọn bỏ từng dòng.")
        if asked:
            found.append(f"Còn {asked} dòng chưa chọn cách xử lý.")
        if not found and not self.counts.get("add", 0) + self.counts.get("change", 0):
            found.append("Không có dòng nào mới hoặc thay đổi để nhập.")
        return found
