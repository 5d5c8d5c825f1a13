"""Plans read from Word, PDF or pasted text, until a person has confirmed every section and a draft stands."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.plans import Campaign
from communes.access import Can
from communes.models import Commune, ScopedQuerySet
from kit.saving import Saved
from kit.workflow import Move, Workflow

LEFTOVERS = "leftovers"


class PlanReadingQuerySet(ScopedQuerySet):
    """Readings of the open commune; they belong to no unit."""

    unit_path = None


class PlanReading(models.Model):
    """One plan as it was read: source text, proposed draft as plain values, where each row was read, what is confirmed.

    `notes`: by address of a row (`deadlines/bao-cao`) source lines, source words, warnings; `leftovers`: what was not
    understood; `confirmed`: by section who confirmed it and when.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Đang đối chiếu"
        DRAFTED = "drafted", "Đã lập dự thảo"
        DISCARDED = "discarded", "Đã bỏ"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="plan_readings")
    name = models.CharField("tên tệp", max_length=200)
    text = models.TextField("nguyên văn")
    document = models.JSONField("nội dung hiểu được", default=dict)
    notes = models.JSONField("nguồn của từng dòng", default=dict)
    leftovers = models.JSONField("phần chưa hiểu", default=list)
    warnings = models.JSONField("lưu ý chung", default=list)
    confirmed = models.JSONField("các phần đã xác nhận", default=dict)
    revision = models.PositiveIntegerField("lần lưu", default=1)
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.OPEN)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="read_from")
    created_at = models.DateTimeField("đọc lúc")
    created_by = models.CharField("người đưa vào", max_length=160)

    objects = PlanReadingQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("draft", "Lập dự thảo kế hoạch", ("open",), "drafted", Can.PLAN_CAMPAIGNS,
                 done="Lập dự thảo từ văn bản đã đối chiếu", tone="primary"),
            Move("discard", "Bỏ bản đọc này", ("open",), "discarded", Can.PLAN_CAMPAIGNS, needs_reason=True,
                 done="Bỏ bản đọc", tone="danger"),
        ]
    )  # fmt: skip

    class Meta:
        verbose_name = "bản đọc kế hoạch"
        verbose_name_plural = "bản đọc kế hoạch"
        constraints = [
            models.CheckConstraint(
                name="drafted_reading_has_campaign",
                condition=~Q(status="drafted") | Q(campaign__isnull=False),
                violation_error_message="Bản đọc đã lập dự thảo phải gắn với phong trào.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("campaigns:plan-reading", args=[self.commune.slug, self.pk])

    @property
    def last_confirmed(self) -> Saved | None:
        """Return who confirmed a section last, and when."""
        last = max(self.confirmed.values(), key=lambda each: each["at"], default=None)
        return Saved(last["by"], datetime.fromisoformat(last["at"])) if last else None

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self

    @property
    def sections(self) -> list[str]:
        """The sections to be confirmed: those with something read, the head and the signature always, then the rest."""
        found = [name for name in self.document if name not in ("facts", "signature")]
        return ["facts", *found, "signature", *([LEFTOVERS] if self.leftovers else [])]

    @property
    def unconfirmed(self) -> list[str]:
        """The sections that nobody has confirmed yet."""
        return [name for name in self.sections if name not in self.confirmed]

    def blockers_to_draft(self) -> list[str]:
        """Return why no draft plan can be made yet, in the user's words."""
        reasons = []
        if count := len(self.unconfirmed):
            reasons.append(f"Còn {count:02} phần chưa xác nhận.")
        if not self.document.get("facts", {}).get("ends_on"):
            reasons.append("Chưa có ngày kết thúc phong trào: nhập ở phần “Thông tin chung”.")
        return reasons
