"""What a virus scanner said of stored files, by the path under which they lie."""

from django.db import models

from communes.models import Commune, ScopedQuerySet


class UploadCheckQuerySet(ScopedQuerySet):
    """Checks of files of the open commune; they belong to no unit."""

    unit_path = None


class UploadCheck(models.Model):
    """One stored file that waits for the scanner or was seen by it; without a scanner there is no row."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Chờ quét vi-rút"
        CLEAN = "clean", "Đã quét, không có vi-rút"
        INFECTED = "infected", "Có vi-rút, không mở được"
        UNSCANNED = "unscanned", "Chưa quét được"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="upload_checks")
    path = models.CharField("nơi lưu", max_length=200, unique=True)
    outcome = models.CharField("kết quả", max_length=12, choices=Outcome, default=Outcome.WAITING)
    finding = models.CharField("phần mềm quét trả lời", max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField("số lần quét", default=0)
    asked_at = models.DateTimeField("tải lên lúc")
    checked_at = models.DateTimeField("quét lúc", null=True, blank=True)

    objects = UploadCheckQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "kết quả quét vi-rút"
        verbose_name_plural = "kết quả quét vi-rút"
        indexes = [models.Index(fields=["outcome", "checked_at"])]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.path}"

    @property
    def tone(self) -> str:
        """How the outcome is coloured."""
        return {"waiting": "info", "clean": "success", "infected": "danger", "unscanned": "warning"}[self.outcome]
