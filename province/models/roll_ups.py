"""Roll-up reports as papers: the frozen words, where the making stands, the files."""

from uuid import uuid4

from django.db import models

from communes.models import User
from kit.workflow import Move, Tones, Workflow
from province.models.places import Province


def paper_path(paper: "RollUpPaper", name: str) -> str:
    """Return where a file given to a column itself would lie, in a folder per province.

    No file is: the worker names its files in `folder` and writes their names into the row. The columns and the first
    migration name this function, so it stays.
    """
    return f"provinces/{paper.province_id}/{uuid4().hex}.{name.rpartition('.')[2]}"


class RollUpPaper(models.Model):
    """One report of a province's year, as its figures stood when it was asked for; a job like a paper of a commune."""

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
    progress = models.PositiveSmallIntegerField("tiến độ", default=0, db_default=0)
    attempt = models.PositiveIntegerField("lần thử", default=0, db_default=0)
    worker = models.CharField("máy xử lý", max_length=120, blank=True, db_default="")
    heartbeat_at = models.DateTimeField("nhịp cuối", null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    pdf = models.FileField("PDF", upload_to=paper_path, max_length=200, blank=True)
    docx = models.FileField("Word", upload_to=paper_path, max_length=200, blank=True)
    cause = models.TextField("nguyên nhân", blank=True)
    trace = models.TextField("chi tiết cho quản trị", blank=True, db_default="")

    flow = Workflow(
        [
            Move("start", "Bắt đầu tạo", ("queued",), "running", None),
            Move("finish", "Tạo xong", ("running",), "ready", None),
            Move("requeue", "Xếp lại hàng chờ", ("running",), "queued", None),
            Move("fail", "Không tạo được", ("running",), "failed", None),
        ]
    )
    status_tone = Tones(queued="secondary", running="info", ready="success", failed="danger")

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
    def folder(self) -> str:
        """Where its files lie."""
        return f"provinces/{self.province_id}"

    @property
    def tries(self) -> int:
        """How often a worker has begun it."""
        return self.attempt
