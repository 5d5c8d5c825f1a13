"""What decides between nominees with equal votes: the plan's priorities that apply, and the chair's choice."""

from django.db import models
from django.db.models import Q

from awards.models.nominations import Nomination, OfNominationQuerySet


class PriorityClaim(models.Model):
    """One priority of the plan that applies to a nomination, with the agency's word why (DS-10)."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="priority_claims")
    statement = models.CharField("diện ưu tiên", max_length=500)
    clause = models.CharField("mục", max_length=60, blank=True)
    note = models.CharField("căn cứ", max_length=300)
    stated_at = models.DateTimeField("ghi lúc")
    stated_by = models.CharField("người ghi", max_length=160)

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "diện ưu tiên"
        verbose_name_plural = "diện ưu tiên"
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "statement"],
                name="priority_once_per_nomination",
                violation_error_message="Diện ưu tiên này đã được ghi cho hồ sơ.",
            ),
            models.CheckConstraint(
                name="priority_says_why",
                condition=~Q(note=""),
                violation_error_message="Hãy ghi căn cứ của diện ưu tiên.",
            ),
        ]

    def __str__(self):
        return self.statement

    @property
    def history_root(self):
        """The nomination whose history this belongs to."""
        return self.nomination


class TieChoice(models.Model):
    """Which place the chair gave a nominee among equals; it holds among those the chair looked at, and no others."""

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="tie_choice")
    place = models.PositiveSmallIntegerField("thứ tự được chọn")
    among = models.JSONField("trong các hồ sơ")
    reason = models.TextField("lý do")
    chosen_at = models.DateTimeField("chọn lúc")
    chosen_by = models.CharField("người chọn", max_length=160)

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lựa chọn của Chủ tịch Hội đồng"
        verbose_name_plural = "lựa chọn của Chủ tịch Hội đồng"
        constraints = [
            models.CheckConstraint(
                name="tie_choice_says_why",
                condition=~Q(reason="") & Q(place__gte=1),
                violation_error_message="Hãy ghi lý do chọn.",
            )
        ]

    def __str__(self):
        return f"{self.nomination}: thứ {self.place}"

    @property
    def history_root(self):
        """The nomination whose history this belongs to."""
        return self.nomination
