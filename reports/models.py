"""Papers with their files, and the summaries that people edit before issue."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.planfile.words import Part, ReviewKind
from communes.access import Can
from communes.models import Commune, ScopedQuerySet, Unit, User
from kit.workflow import Move, Workflow


class DocumentQuerySet(ScopedQuerySet):
    """Papers of the open commune; a paper without a unit is the commune's own."""

    def within(self, actor):
        """Return the papers that the actor may see: all, or the own units' and the plans that the actor asked for.

        Papers of nominations, sessions and decisions are for those who may know unannounced results, and the unit.
        """
        if actor.sees_all_units:
            return self if actor.may(Can.SEE_UNANNOUNCED) else self.exclude(kind__in=Document.IN_CONFIDENCE)
        asked_for = Q(unit=None, kind=Document.OPEN_TO_UNITS, requested_by=actor.user)
        return self.filter(Q(unit__in=actor.unit_ids) | asked_for)

    def for_list(self):
        """Return papers with what a list shows, without their words."""
        return self.select_related("commune", "unit", "campaign").defer("paper", "trace")

    def waiting(self):
        """Return the papers that a worker still has to make."""
        return self.filter(status__in=Document.UNFINISHED)


class Document(models.Model):
    """One paper: the frozen words it is made of, where the making stands, and its files.

    The row is the truth about the job. A worker claims it by one conditional update that raises `attempt`; only
    the holder of the present attempt may finish it.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "Chờ tạo"
        RUNNING = "running", "Đang tạo"
        READY = "ready", "Đã tạo xong"
        OFFICIAL = "official", "Bản chính thức"
        FAILED = "failed", "Không tạo được"
        CANCELLED = "cancelled", "Đã hủy"
        EXPIRED = "expired", "Đã hết hạn lưu"

    UNFINISHED = ("queued", "running")
    FINISHED = ("ready", "official")
    MAX_ATTEMPTS = 3
    OPEN_TO_UNITS = "campaign-plan"
    IN_CONFIDENCE = (
        "achievement-report", "nomination-submission", "review-minutes", "appraisal-note", "council-notice",
        "council-minutes", "award-decision", "prize-receipts",
    )  # fmt: skip

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="documents")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="documents")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField("loại văn bản", max_length=40)
    subject_id = models.BigIntegerField("về hồ sơ")
    title = models.CharField("tên văn bản", max_length=400)
    file_stem = models.CharField("tên tệp", max_length=120)
    paper = models.JSONField("lời văn")
    official = models.BooleanField("là bản chính thức", default=False)
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.QUEUED)
    progress = models.PositiveSmallIntegerField("tiến độ", default=0)
    attempt = models.PositiveIntegerField("lần thử", default=0)
    attempts_before = models.PositiveIntegerField("số lần thử của các yêu cầu trước", default=0)
    worker = models.CharField("máy xử lý", max_length=120, blank=True)
    heartbeat_at = models.DateTimeField("nhịp cuối", null=True, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="documents")
    requested_name = models.CharField("người yêu cầu", max_length=160)
    requested_at = models.DateTimeField("yêu cầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    pdf = models.CharField("tệp PDF", max_length=200, blank=True)
    docx = models.CharField("tệp Word", max_length=200, blank=True)
    pdf_size = models.PositiveBigIntegerField("dung lượng PDF", null=True, blank=True)
    docx_size = models.PositiveBigIntegerField("dung lượng Word", null=True, blank=True)
    pdf_sha256 = models.CharField("mã băm PDF", max_length=64, blank=True)
    docx_sha256 = models.CharField("mã băm Word", max_length=64, blank=True)
    cause = models.TextField("nguyên nhân", blank=True)
    trace = models.TextField("chi tiết cho quản trị", blank=True)

    objects = DocumentQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("start", "Bắt đầu tạo", ("queued",), "running", None),
            Move("finish", "Tạo xong", ("running",), "ready", None),
            Move("finish_official", "Tạo xong bản chính thức", ("running",), "official", None),
            Move("requeue", "Xếp lại hàng chờ", ("running",), "queued", None),
            Move("fail", "Không tạo được", ("queued", "running"), "failed", None),
            Move("cancel", "Hủy", ("queued", "running"), "cancelled", Can.MAKE_PAPERS, done="Hủy tạo văn bản"),
            Move("retry", "Tạo lại", ("failed", "cancelled"), "queued", Can.MAKE_PAPERS, done="Tạo lại văn bản",
                 tone="primary"),
            Move("expire", "Hết hạn lưu", ("ready",), "expired", None),
        ]
    )  # fmt: skip

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        constraints = [
            models.CheckConstraint(
                name="finished_document_has_files",
                condition=~Q(status__in=["ready", "official"])
                | (~Q(pdf="") & ~Q(docx="") & ~Q(pdf_sha256="") & ~Q(docx_sha256="")),
            ),
            models.CheckConstraint(name="failed_document_says_why", condition=~Q(status="failed") | ~Q(cause="")),
            models.CheckConstraint(name="only_official_document_is_pinned",
                                   condition=~Q(status="official") | Q(official=True)),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["status", "heartbeat_at"]),
            models.Index(fields=["commune", "kind", "subject_id"]),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:document", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to: the campaign's, but a paper in confidence keeps its own."""
        return self if self.kind in self.IN_CONFIDENCE else self.campaign

    @property
    def status_tone(self) -> str:
        """How the status is coloured."""
        return {"queued": "secondary", "running": "info", "ready": "success", "official": "success",
                "failed": "danger", "cancelled": "muted", "expired": "muted"}[self.status]  # fmt: skip

    @property
    def finished(self) -> bool:
        """Whether the files are there to be fetched."""
        return self.status in self.FINISHED

    @property
    def unfinished(self) -> bool:
        """Whether a worker still has to make the files."""
        return self.status in self.UNFINISHED


class SummaryQuerySet(ScopedQuerySet):
    """Summaries of the open commune's campaigns."""

    commune_path = "campaign__commune"
    unit_path = None


class Summary(models.Model):
    """An interim or final summary of a campaign: sections that people edit, figures that come from the records.

    On issue the figures are frozen with the words; later corrections of the records show as differences.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        IN_REVIEW = "in_review", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        ISSUED = "issued", "Đã ban hành"
        SUPERSEDED = "superseded", "Đã được thay thế"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="summaries", verbose_name="phong trào")
    kind = models.CharField("loại", max_length=10, choices=ReviewKind, default=ReviewKind.FINAL)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    sections = models.JSONField("các phần", default=dict)
    revision = models.PositiveIntegerField(default=0)
    figures = models.JSONField("số liệu đã chốt", null=True, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, default="BC-UBND")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signed_by = models.CharField("người ký", max_length=160, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="summaries", verbose_name="bản chính thức"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="thay cho"
    )
    made_at = models.DateTimeField("lập lúc")
    made_by = models.CharField("người lập", max_length=160)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.CharField("người lưu", max_length=160, blank=True)

    objects = SummaryQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("submit", "Trình duyệt", ("draft",), "in_review", Can.SUM_UP, part=Part.TRACKS,
                 guard="blockers_to_submit", done="Trình duyệt báo cáo", tone="primary"),
            Move("return", "Trả lại để sửa", ("in_review",), "draft", Can.APPROVE_CAMPAIGNS, needs_reason=True,
                 done="Trả lại báo cáo để sửa"),
            Move("approve", "Duyệt", ("in_review",), "approved", Can.APPROVE_CAMPAIGNS, done="Duyệt báo cáo",
                 tone="primary"),
            Move("reopen", "Mở lại để sửa", ("approved",), "draft", Can.APPROVE_CAMPAIGNS, needs_reason=True,
                 done="Mở lại báo cáo để sửa"),
            Move("issue", "Ban hành", ("approved",), "issued", Can.ISSUE_PAPERS, done="Ban hành báo cáo",
                 tone="primary"),
            Move("supersede", "Thay thế", ("issued",), "superseded", Can.ISSUE_PAPERS,
                 done="Thay bằng báo cáo mới"),
        ]
    )  # fmt: skip

    class Meta:
        verbose_name = "báo cáo sơ kết, tổng kết"
        verbose_name_plural = "báo cáo sơ kết, tổng kết"
        constraints = [
            models.CheckConstraint(
                name="issued_summary_has_number_date_figures",
                condition=~Q(status__in=["issued", "superseded"])
                | Q(number__isnull=False, issued_on__isnull=False, figures__isnull=False),
            ),
            models.CheckConstraint(name="summary_replaces_another", condition=Q(replaces=None) | ~Q(replaces=F("id"))),
        ]

    def __str__(self):
        period = f" năm {self.year}" if self.year else ""
        return f"Báo cáo {self.get_kind_display().lower()}{period}: {self.campaign}"

    def get_absolute_url(self):
        return reverse("reports:summary", args=[self.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    @property
    def status_tone(self) -> str:
        """How the status is coloured."""
        return {"draft": "info", "in_review": "warning", "approved": "primary", "issued": "success",
                "superseded": "muted"}[self.status]  # fmt: skip

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign."""
        return self.campaign.holders_of(part)

    def blockers_to_submit(self) -> list[str]:
        """Name the sections that are still empty."""
        empty = [title for key, title in SECTIONS.items() if not self.sections.get(key, "").strip()]
        return [f"Phần “{title}” chưa có nội dung." for title in empty]


# The outline of a summary; results, effect, limits, causes and lessons are what it must hold
# (Thông tư 01/2024/TT-BNV, Điều 3.3).
SECTIONS = {
    "situation": "Đặc điểm tình hình",
    "leadership": "Công tác lãnh đạo, chỉ đạo",
    "results": "Kết quả thực hiện theo từng nội dung",
    "awards": "Kết quả khen thưởng",
    "shortcomings": "Tồn tại, hạn chế và nguyên nhân",
    "lessons": "Bài học kinh nghiệm",
    "direction": "Phương hướng, nhiệm vụ",
    "proposals": "Kiến nghị, đề xuất",
}
