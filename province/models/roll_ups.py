"""Roll-up reports as papers: the frozen words, where the making stands, the files."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models

from communes.models import User
from province.models.places import Province

# Longer than a worker may take for one task: whoever died over it can be told by then.
GIVEN_UP = timedelta(minutes=15)


def paper_path(paper: "RollUpPaper", name: str) -> str:
    """Return where a file is stored: a folder per province, a random name."""
    return f"provinces/{paper.province_id}/{uuid4().hex}.{name.rpartition('.')[2]}"


class RollUpPaper(models.Model):
    """One report of a province's year, as its figures stood when it was asked for.

    While it is being made, `finished_at` holds when the making began: how long it takes counts from there.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "Chờ tạo"
        RUNNING = "running", "Đang tạo"
        READY = "ready", "Đã tạo xong"
        FAILED = "failed", "Không tạo được"

    UNFINISHED = ("queued", "running")

    province = models.ForeignKey(Province, models.PROTECT, related_name="roll_ups")
    year = models.PositiveSmallIntegerField("năm")
    content = models.JSONField("nội dung đã chốt")
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.QUEUED)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    requested_name = models.CharField("người yêu cầu", max_length=160)
    requested_at = models.DateTimeField("yêu cầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    pdf = models.FileField("PDF", upload_to=paper_path, max_length=200, blank=True)
    docx = models.FileField("Word", upload_to=paper_path, max_length=200, blank=True)
    cause = models.TextField("nguyên nhân", blank=True)

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        constraints = [
            models.UniqueConstraint(
                fields=["province"],
                condition=models.Q(status__in=["queued", "running"]),
                name="one_roll_up_in_the_making_per_province",
                violation_error_message="Một báo cáo tổng hợp khác của tỉnh đang được tạo.",
            )
        ]

    def __str__(self):
        return f"Báo cáo tổng hợp năm {self.year}"

    @property
    def status_tone(self) -> str:
        """How the status is coloured."""
        return {"queued": "secondary", "running": "info", "ready": "success", "failed": "danger"}[self.status]

    def is_given_up(self, at: datetime) -> bool:
        """Say whether a worker began it and is not at it any more; one that waits for its turn is never given up."""
        began = self.finished_at or self.requested_at
        return self.status == self.Status.RUNNING and began < at - GIVEN_UP
