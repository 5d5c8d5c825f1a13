"""Backups: one row for each archive that was begun on this installation."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.vietnamese import vn_datetime
from kit.workflow import Move, Tones, Workflow

# A backup is made every night; one that failed or took long is forgiven for half a day.
LATE = timedelta(hours=36)


class BackupQuerySet(models.QuerySet):
    """Backups of this installation."""

    def good(self, *, at: datetime):
        """Return the good ones, the last first; one dated further ahead than a clock may stray is no proof of any."""
        return self.filter(status=Backup.Status.GOOD, finished_at__lte=at + LATE).order_by("-finished_at")


class Backup(models.Model):
    """One archive of the whole installation: when, where, how large, and how it ended. It belongs to no commune."""

    class Status(models.TextChoices):
        RUNNING = "running", "Đang sao lưu"
        GOOD = "good", "Tốt"
        FAILED = "failed", "Hỏng"
        REMOVED = "removed", "Đã xóa theo hạn lưu"

    started_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    status = models.CharField("tình trạng", max_length=8, choices=Status, default=Status.RUNNING)
    path = models.CharField("tệp", max_length=500)
    size = models.PositiveBigIntegerField("dung lượng", null=True, blank=True)
    rows = models.PositiveBigIntegerField("số dòng dữ liệu", null=True, blank=True)
    files = models.PositiveIntegerField("số tệp", null=True, blank=True)
    lost = models.PositiveIntegerField("số tệp không còn hoặc khác nội dung", default=0)
    sha256 = models.CharField("mã băm", max_length=64, blank=True)
    encrypted = models.BooleanField("đã mã hóa", default=False)
    reason = models.TextField("lý do hỏng", blank=True)

    objects = BackupQuerySet.as_manager()
    flow = Workflow(
        [
            Move("finish", "Sao lưu xong", ("running",), "good", None),
            Move("fail", "Sao lưu hỏng", ("running",), "failed", None),
            Move("remove", "Xóa theo hạn lưu", ("good",), "removed", None),
        ]
    )
    status_tone = Tones(running="info", good="success", failed="danger", removed="muted")

    class Meta:
        verbose_name = "bản sao lưu"
        verbose_name_plural = "bản sao lưu"
        constraints = [
            models.CheckConstraint(
                name="good_backup_has_its_digest",
                condition=~Q(status__in=["good", "removed"]) | ~Q(sha256="") & Q(finished_at__isnull=False),
            ),
            models.CheckConstraint(name="failed_backup_says_why", condition=~Q(status="failed") | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["status", "finished_at"])]

    def __str__(self):
        return f"Bản sao lưu lúc {vn_datetime(timezone.localtime(self.started_at))}"

    def get_absolute_url(self):
        return reverse("backup", args=[self.pk])

    @property
    def file_name(self) -> str:
        """The name of the archive without its folder."""
        return Path(self.path).name
