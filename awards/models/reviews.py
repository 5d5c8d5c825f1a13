"""The unit's own review meeting (bình xét): who was there, and how it voted on each nominee."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from awards.models.nominations import Nomination
from campaigns.models import Campaign
from campaigns.models.plans import OfUnitQuerySet
from communes.models import ScopedQuerySet, Unit


class UnitReview(models.Model):
    """One review meeting of a unit about its nominees in a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reviews")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reviews", verbose_name="đơn vị")
    held_at = models.DateTimeField("họp lúc")
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200)
    chaired_by = models.CharField("chủ trì", max_length=160)
    secretary = models.CharField("thư ký", max_length=160)
    members_total = models.PositiveSmallIntegerField("tổng số người của đơn vị")
    members_present = models.PositiveSmallIntegerField("số người có mặt")
    absent_words = models.CharField("vắng mặt, lý do", max_length=400, blank=True)
    discussion = models.TextField("nội dung thảo luận", blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    concluded_at = models.DateTimeField("kết luận lúc", null=True, blank=True)
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = OfUnitQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "cuộc họp bình xét"
        verbose_name_plural = "cuộc họp bình xét"
        constraints = [
            models.CheckConstraint(
                name="review_present_within_total",
                condition=Q(members_present__lte=F("members_total")),
                violation_error_message="Số người có mặt không thể nhiều hơn tổng số.",
            ),
            models.CheckConstraint(
                name="review_concluded_with_words",
                condition=Q(concluded_at=None) | ~Q(conclusion=""),
                violation_error_message="Hãy ghi kết luận của cuộc họp.",
            ),
        ]

    def __str__(self):
        return f"Họp bình xét ngày {self.held_at:%d/%m/%Y} – {self.unit}"

    def get_absolute_url(self):
        return reverse("awards:review", args=[self.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """The meeting itself."""
        return self


class ReviewVoteQuerySet(ScopedQuerySet):
    """Votes of review meetings."""

    commune_path = "review__campaign__commune"
    unit_path = "review__unit"


class ReviewVote(models.Model):
    """How a review meeting voted on one nomination."""

    review = models.ForeignKey(UnitReview, models.CASCADE, related_name="votes")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="review_votes")
    votes_for = models.PositiveSmallIntegerField("tán thành", default=0)
    votes_against = models.PositiveSmallIntegerField("không tán thành", default=0)
    votes_blank = models.PositiveSmallIntegerField("không có ý kiến", default=0)
    remark = models.CharField("ghi chú", max_length=300, blank=True)

    objects = ReviewVoteQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "kết quả bình xét"
        verbose_name_plural = "kết quả bình xét"
        constraints = [models.UniqueConstraint(fields=["review", "nomination"], name="review_votes_once_on_each")]

    def __str__(self):
        return f"{self.nomination}: {self.votes_for}/{self.votes_for + self.votes_against + self.votes_blank}"
