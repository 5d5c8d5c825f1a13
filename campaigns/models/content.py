"""What a campaign is about, as rows that keep their identity through all versions of the plan."""

from django.db import models
from django.db.models import Q

from campaigns.models.plans import Campaign, OfCampaignQuerySet
from campaigns.planfile.words import Comparator, TargetKind
from communes.models import ScopedQuerySet, Unit


class ContentArea(models.Model):
    """A content area; retired when an amendment drops it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="areas")
    key = models.CharField("tên ngắn", max_length=80)
    number = models.CharField("số thứ tự", max_length=20, blank=True)
    title = models.TextField("lĩnh vực nội dung")
    clause = models.CharField("mục", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    retired_at = models.DateTimeField("bỏ từ", null=True, blank=True)

    objects = OfCampaignQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lĩnh vực nội dung"
        verbose_name_plural = "lĩnh vực nội dung"
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="area_key_once_in_campaign")]

    def __str__(self):
        return self.title


class ContentItemQuerySet(ScopedQuerySet):
    """Items of the open commune's campaigns."""

    commune_path = "area__campaign__commune"
    unit_path = None


class ContentItem(models.Model):
    """One line of content on which units report."""

    area = models.ForeignKey(ContentArea, models.PROTECT, related_name="items")
    key = models.CharField("tên ngắn", max_length=80)
    number = models.CharField("số thứ tự", max_length=20, blank=True)
    text = models.TextField("nội dung")
    clause = models.CharField("mục", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    retired_at = models.DateTimeField("bỏ từ", null=True, blank=True)

    objects = ContentItemQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "nội dung"
        verbose_name_plural = "nội dung"
        constraints = [models.UniqueConstraint(fields=["area", "key"], name="item_key_once_in_area")]

    def __str__(self):
        return self.text


class TargetQuerySet(ScopedQuerySet):
    """Targets of the plan (no unit) and of the units."""

    commune_path = "campaign__commune"

    def within(self, actor):
        """Return the plan's targets and those of the units that the actor may see."""
        return self if actor.sees_all_units else self.filter(Q(unit=None) | Q(unit__in=actor.unit_ids))

    def binding(self, unit):
        """Return the targets on which a unit reports: the plan's and its own, those of launched drives, in order."""
        bound = self.filter(Q(unit=None) | Q(unit=unit), retired_at=None)
        return bound.exclude(drive__status="draft").order_by("position", "pk")


class Target(models.Model):
    """A target: the plan's own (no unit), or one that a unit set itself (cụ thể hóa), perhaps in a peak drive."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets")
    item = models.ForeignKey(ContentItem, models.PROTECT, null=True, blank=True, related_name="targets",
                             verbose_name="thuộc nội dung")  # fmt: skip
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="targets")
    drive = models.ForeignKey(
        "campaigns.PeakDrive",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name="đợt cao điểm",
    )
    key = models.CharField("tên ngắn", max_length=80, blank=True)
    text = models.TextField("chỉ tiêu")
    kind = models.CharField("loại", max_length=20, choices=TargetKind)
    comparator = models.CharField("so sánh", max_length=20, choices=Comparator, default=Comparator.AT_LEAST)
    value = models.DecimalField("mức phải đạt", max_digits=16, decimal_places=3, null=True, blank=True)
    unit_label = models.CharField("đơn vị tính", max_length=60, blank=True)
    scale = models.JSONField("các mức từ thấp đến cao", default=list, blank=True)
    grade = models.CharField("mức xếp loại phải đạt", max_length=60, blank=True)
    reference = models.CharField("theo kế hoạch số", max_length=160, blank=True)
    due_on = models.DateField("hoàn thành chậm nhất ngày", null=True, blank=True)
    clause = models.CharField("mục", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    retired_at = models.DateTimeField("bỏ từ", null=True, blank=True)

    objects = TargetQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "key"], condition=Q(unit=None), name="plan_target_key_once_in_campaign"
            ),
            models.CheckConstraint(
                name="counted_target_has_value",
                condition=~Q(kind__in=["number", "percent"]) | Q(value__isnull=False),
                violation_error_message="Chỉ tiêu bằng số phải có mức phải đạt.",
            ),
            models.CheckConstraint(
                name="graded_target_has_grade",
                condition=~Q(kind="grade") | ~Q(grade=""),
                violation_error_message="Chỉ tiêu xếp loại phải có mức phải đạt.",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign


class Indicator(models.Model):
    """An outside index that the commune follows against last year."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="indicators")
    key = models.CharField("tên ngắn", max_length=80)
    name = models.CharField("chỉ số", max_length=200)
    unit_label = models.CharField("đơn vị tính", max_length=60, blank=True)
    higher_is_better = models.BooleanField("càng cao càng tốt", default=True)
    clause = models.CharField("mục", max_length=60, blank=True)
    retired_at = models.DateTimeField("bỏ từ", null=True, blank=True)

    objects = OfCampaignQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "chỉ số theo dõi"
        verbose_name_plural = "chỉ số theo dõi"
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="indicator_key_once_in_campaign")]

    def __str__(self):
        return self.name

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign


class IndicatorValueQuerySet(ScopedQuerySet):
    """Values of the open commune's indicators."""

    commune_path = "indicator__campaign__commune"
    unit_path = None


class IndicatorValue(models.Model):
    """What an index showed in one year, with its rank and where it was published."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("giá trị", max_digits=12, decimal_places=3, null=True, blank=True)
    rank = models.PositiveIntegerField("thứ hạng", null=True, blank=True)
    source = models.CharField("nguồn công bố", max_length=200, blank=True)

    objects = IndicatorValueQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "giá trị chỉ số"
        verbose_name_plural = "giá trị chỉ số"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="indicator_value_once_a_year",
                violation_error_message="Chỉ số này đã có giá trị của năm đó.",
            )
        ]

    def __str__(self):
        return f"{self.indicator} {self.year}"
