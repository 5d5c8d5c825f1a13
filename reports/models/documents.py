"""Papers and other files that workers make: the frozen content, where the making stands, the files."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models import Campaign
from communes.access import Can
from communes.models import Commune, ScopedQuerySet, Unit, User
from kit.vietnamese import paper_number
from kit.workflow import Move, Tones, Workflow


class DocumentQuerySet(ScopedQuerySet):
    """Papers of the open commune; a paper without a unit is the commune's own."""

    def within(self, actor):
        """Return the papers that the actor may see: all, or the own units' and the open ones that the actor asked for.

        Papers in confidence are for those who may know unannounced results, and the unit; a workbook shows what its
        own asker may see, and is for nobody else, and so do the papers of the kinds made FOR_THE_ASKER.
        """
        found = self.exclude(~Q(requested_by=actor.user), form=Document.Form.WORKBOOK)
        found = found.exclude(~Q(requested_by=actor.user), kind__in=Document.FOR_THE_ASKER)
        if actor.sees_all_units:
            return found if actor.may(Can.SEE_UNANNOUNCED) else found.exclude(confidential=True)
        asked_for = Q(unit=None, kind__in=Document.OPEN_TO_UNITS) | Q(form=Document.Form.WORKBOOK)
        asked_for |= Q(kind__in=Document.FOR_THE_ASKER)
        return found.filter(Q(unit__in=actor.unit_ids) | asked_for & Q(requested_by=actor.user))

    def for_list(self):
        """Return papers with what a list shows, without their content."""
        return self.select_related("commune", "unit", "campaign").defer("content", "trace")

    def issued(self, kind: str, record_id: int) -> "Document | None":
        """Return the last paper of a kind about a record to which the clerk gave a number of the register."""
        found = self.filter(kind=kind, subject_id=record_id, issued_from__isnull=False)
        return found.order_by("-issued_on", "-number").first()

    def waiting(self):
        """Return the papers that a worker still has to make."""
        return self.filter(status__in=Document.UNFINISHED)


class Document(models.Model):
    """One paper or other file to fetch: the frozen content it is made of, where the making stands, and its files.

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

    class Form(models.TextChoices):
        """What a worker makes of the content, and in which files."""

        PAPER = "paper", "Văn bản"
        CERTIFICATES = "certificates", "Giấy khen"
        BUNDLE = "bundle", "Bộ hồ sơ"
        WORKBOOK = "workbook", "Bảng tính"

    UNFINISHED = ("queued", "running")
    FINISHED = ("ready", "official")
    OPEN_TO_UNITS = ("campaign-plan", "plan-amendment", "award-book-public")
    # Of these one makes many pages at once: nobody waits for it at the screen.
    BULK = Q(form="bundle") | Q(kind="certificates")
    FOR_THE_ASKER = ("role-guide", "handover", "calendar-poster")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="documents")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="documents")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField("loại văn bản", max_length=40)
    subject_id = models.BigIntegerField("về hồ sơ")
    title = models.CharField("tên văn bản", max_length=400)
    file_stem = models.CharField("tên tệp", max_length=120)
    form = models.CharField("hình thức", max_length=12, choices=Form, default=Form.PAPER)
    confidential = models.BooleanField("chưa công khai", default=False)
    content = models.JSONField("nội dung đã chốt")
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="issued_as", verbose_name="ban hành từ bản dự thảo"
    )
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
    # By format: {"pdf": {"path": below the media folder, "size": bytes, "sha256": hex}}.
    files = models.JSONField("các tệp", default=dict, blank=True)
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
    status_tone = Tones(
        queued="secondary", running="info", ready="success", official="success", failed="danger", cancelled="muted",
        expired="muted",
    )  # fmt: skip

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        constraints = [
            models.CheckConstraint(
                name="finished_document_has_files",
                condition=~Q(status__in=["ready", "official"]) | ~Q(files={}),
            ),
            models.CheckConstraint(name="failed_document_says_why", condition=~Q(status="failed") | ~Q(cause="")),
            models.CheckConstraint(name="only_official_document_is_pinned",
                                   condition=~Q(status="official") | Q(official=True)),
            models.CheckConstraint(name="document_has_number_with_date_or_neither",
                                   condition=Q(number=None, issued_on=None, symbol="")
                                   | Q(number__isnull=False, issued_on__isnull=False) & ~Q(symbol="")),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["status", "heartbeat_at"]),
            models.Index(fields=["commune", "kind", "subject_id"]),
            models.Index(fields=["commune", "finished_at"], name="document_served"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:document", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to: the campaign's, but a paper in confidence keeps its own."""
        return self if self.confidential or self.campaign is None else self.campaign

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"documents/{self.commune_id}"

    @property
    def tries(self) -> int:
        """How often a worker has begun what was asked for last."""
        return self.attempt - self.attempts_before

    @property
    def number_words(self) -> str:
        """The number and the symbol, as printed; nothing while it has none."""
        return paper_number(self.number, self.symbol)

    @property
    def finished(self) -> bool:
        """Whether the files are there to be fetched."""
        return self.status in self.FINISHED

    @property
    def unfinished(self) -> bool:
        """Whether a worker still has to make the files."""
        return self.status in self.UNFINISHED
