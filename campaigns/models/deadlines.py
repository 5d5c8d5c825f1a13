"""Deadlines of a campaign, one row for each date on which something is due."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.plans import Campaign, OfCampaignQuerySet
from campaigns.planfile.words import DeadlineKind, Paper
from campaigns.rules import calendar


class Deadline(models.Model):
    """One date of the campaign's calendar. `late_from` is the first moment that is late; empty: not set yet."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="deadlines")
    key = models.CharField("tên ngắn", max_length=80)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    paper = models.CharField("nộp", max_length=30, choices=Paper)
    kind = models.CharField("loại thời hạn", max_length=20, choices=DeadlineKind)
    title = models.CharField("tên gọi", max_length=300)
    round_key = models.CharField("thuộc đợt khen thưởng", max_length=80, blank=True)
    late_from = models.DateTimeField("trễ hạn kể từ", null=True, blank=True)
    words = models.TextField("lời văn trong kế hoạch", blank=True)
    clause = models.CharField("mục", max_length=60, blank=True)
    to = models.CharField("gửi đến", max_length=200, blank=True)
    through = models.CharField("qua", max_length=200, blank=True)
    set_by_hand = models.BooleanField("do cơ quan thường trực ấn định", default=False)
    set_reason = models.TextField("căn cứ ấn định", blank=True)
    retired_at = models.DateTimeField("bỏ từ", null=True, blank=True)

    objects = OfCampaignQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "thời hạn"
        verbose_name_plural = "thời hạn"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key", "year"], name="deadline_once_per_campaign_and_year"),
            models.UniqueConstraint(
                fields=["campaign", "key"], condition=Q(year=None), name="deadline_once_per_campaign_without_year"
            ),
        ]

    def __str__(self):
        named = self.year is None or str(self.year) in self.title
        return self.title if named else f"{self.title} năm {self.year}"

    def get_absolute_url(self):
        return reverse("campaigns:deadlines", args=[self.campaign.commune.slug, self.campaign_id])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    @property
    def last_day(self) -> date | None:
        """The last day that is still in time."""
        return calendar.last_day(self.late_from) if self.late_from else None
