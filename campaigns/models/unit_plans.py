"""A unit's own plan for a campaign and its peak drives."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models.plans import Campaign, OfUnitQuerySet
from campaigns.rules import readiness
from communes.access import Can
from communes.models import Unit
from kit.workflow import Move, Tones, Workflow


class UnitPlan(models.Model):
    """How a unit carries a campaign out, possibly merged with other campaigns."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        ADOPTED = "adopted", "Đã ban hành"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="unit_plans")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="unit_plans", verbose_name="đơn vị")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    purpose = models.TextField("mục đích, yêu cầu", blank=True)
    audience = models.TextField("đối tượng thi đua của đơn vị", blank=True)
    measures = models.TextField("nhiệm vụ, giải pháp", blank=True)
    assignment = models.TextField("phân công thực hiện", blank=True)
    merged_with = models.TextField("lồng ghép với phong trào khác", blank=True)
    number = models.CharField("số, ký hiệu của đơn vị", max_length=60, blank=True)
    adopted_on = models.DateField("ngày ban hành", null=True, blank=True)
    adopted_by = models.CharField("người ban hành", max_length=160, blank=True)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.CharField("người lưu", max_length=160, blank=True)

    objects = OfUnitQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("adopt", "Ban hành kế hoạch của đơn vị", ("draft",), "adopted", Can.ADOPT_UNIT_PLAN, own_unit=True,
                 guard="blockers_to_adopt", done="Ban hành kế hoạch của đơn vị", tone="primary"),
            Move("revise", "Sửa kế hoạch", ("adopted",), "draft", Can.ADOPT_UNIT_PLAN, own_unit=True,
                 needs_reason=True, done="Mở lại kế hoạch của đơn vị để sửa"),
        ]
    )  # fmt: skip
    status_tone = Tones(draft="info", adopted="success")

    class Meta:
        verbose_name = "kế hoạch của đơn vị"
        verbose_name_plural = "kế hoạch của các đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="one_plan_per_unit_and_campaign"),
            models.CheckConstraint(
                name="adopted_plan_has_date", condition=~Q(status="adopted") | Q(adopted_on__isnull=False)
            ),
        ]

    def __str__(self):
        return f"Kế hoạch của {self.unit}"

    def get_absolute_url(self):
        return reverse("campaigns:unit-plan", args=[self.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    def blockers_to_adopt(self) -> list[str]:
        """Say what the unit's plan still lacks: its parts, and a target for each content area."""
        covered = set(
            self.campaign.targets.filter(unit=self.unit, retired_at=None).values_list("item__area_id", flat=True)
        )
        bare = [area.title for area in self.campaign.areas.filter(retired_at=None).order_by("position")
                if area.pk not in covered]  # fmt: skip
        return readiness.blockers_to_adopt(purpose=self.purpose, measures=self.measures, areas_without_target=bare)


class PeakDrive(models.Model):
    """A short drive (đợt cao điểm) that a unit launches inside the campaign's dates, with targets of its own."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        LAUNCHED = "launched", "Đã phát động"
        ENDED = "ended", "Đã kết thúc"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="drives")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="drives", verbose_name="đơn vị")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    name = models.CharField("tên đợt cao điểm", max_length=300)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    content = models.TextField("nội dung", blank=True)
    result = models.TextField("kết quả", blank=True)

    objects = OfUnitQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("launch", "Phát động", ("draft",), "launched", Can.ADOPT_UNIT_PLAN, own_unit=True,
                 guard="blockers_to_launch", done="Phát động đợt cao điểm", tone="primary"),
            Move("end", "Kết thúc đợt", ("launched",), "ended", Can.ADOPT_UNIT_PLAN, own_unit=True,
                 guard="blockers_to_end", done="Kết thúc đợt cao điểm", tone="primary"),
            Move("resume", "Mở lại", ("ended",), "launched", Can.ADOPT_UNIT_PLAN, own_unit=True, needs_reason=True,
                 done="Mở lại đợt cao điểm"),
        ]
    )  # fmt: skip
    status_tone = Tones(draft="info", launched="primary", ended="success")

    class Meta:
        verbose_name = "đợt thi đua cao điểm"
        verbose_name_plural = "đợt thi đua cao điểm"
        constraints = [
            models.CheckConstraint(
                name="drive_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("campaigns:drive", args=[self.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    def blockers_to_launch(self) -> list[str]:
        """Say why the drive cannot be launched: outside the campaign's dates, or without a target."""
        return readiness.blockers_to_launch(
            drive=(self.starts_on, self.ends_on),
            campaign=(self.campaign.starts_on, self.campaign.ends_on),
            has_target=self.targets.filter(retired_at=None).exists(),
        )

    def blockers_to_end(self) -> list[str]:
        """Say why the drive cannot be ended."""
        return [] if self.result.strip() else ["Chưa ghi kết quả của đợt cao điểm."]
