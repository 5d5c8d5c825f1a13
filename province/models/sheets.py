"""Lists of communes from Excel that a province sent in."""

from django.db import models
from django.urls import reverse

from kit.workflow import Tones
from province.models.places import Province


class CommuneSheet(models.Model):
    """The rows of one list as they were typed, until they are made communes or put aside."""

    class Status(models.TextChoices):
        CHECKED = "checked", "Chờ lập"
        APPLIED = "applied", "Đã lập"
        DISCARDED = "discarded", "Đã bỏ"

    province = models.ForeignKey(Province, models.PROTECT, related_name="sheets")
    name = models.CharField("tệp", max_length=200)
    rows = models.JSONField("các dòng")
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.CHECKED)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.CharField("người tải lên", max_length=160)
    settled_at = models.DateTimeField("xử lý lúc", null=True, blank=True)

    status_tone = Tones(checked="warning", applied="success", discarded="muted")

    class Meta:
        verbose_name = "danh sách địa phương"
        verbose_name_plural = "danh sách địa phương"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("province:sheet", args=[self.province.slug, self.pk])
