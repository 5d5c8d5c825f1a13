"""The interim and final summaries that people edit before issue."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.planfile.words import Part, ReviewKind
from communes.access import Can
from communes.models import ScopedQuerySet
from kit.vietnamese import paper_number
from kit.workflow import Move, Tones, Workflow
from reports.models.documents import Document


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
        CANCELLED = "cancelled", "Đã bỏ dự thảo"

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
            Move("cancel", "Bỏ dự thảo", ("draft", "in_review"), "cancelled", Can.SUM_UP, part=Part.TRACKS,
                 needs_reason=True, done="Bỏ dự thảo báo cáo", tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        draft="info", in_review="warning", approved="primary", issued="success", superseded="muted",
        cancelled="muted",
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
    def number_words(self) -> str:
        """The number and the symbol; nothing while it has none."""
        return paper_number(self.number, self.symbol)

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

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
