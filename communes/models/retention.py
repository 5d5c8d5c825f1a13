"""Terms of keeping that a commune has set for itself."""

from django.db import models

from communes.models.places import Commune
from communes.models.scoping import ScopedQuerySet
from communes.rules import retention


class RetentionTermQuerySet(ScopedQuerySet):
    """Terms of the open commune."""

    unit_path = None


class RetentionTerm(models.Model):
    """How long a commune keeps one category of personal data, and on what ground; without a row the default holds."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="retention_terms", verbose_name="địa phương")
    sweep = models.CharField("loại dữ liệu", max_length=30)
    months = models.PositiveSmallIntegerField("thời hạn, số tháng")
    source = models.CharField("căn cứ", max_length=300)
    set_by = models.CharField("người ghi", max_length=160)
    set_at = models.DateTimeField("ghi lúc")

    objects = RetentionTermQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "thời hạn lưu giữ"
        verbose_name_plural = "thời hạn lưu giữ"
        constraints = [
            models.UniqueConstraint(fields=["commune", "sweep"], name="retention_term_once_per_commune"),
            models.CheckConstraint(
                name="retention_term_within_reason",
                condition=models.Q(months__gte=retention.SHORTEST, months__lte=retention.LONGEST),
                violation_error_message="Thời hạn từ 1 đến 840 tháng.",
            ),
        ]

    def __str__(self):
        return f"{self.sweep}: {retention.in_words(self.months)}"

    @property
    def history_root(self):
        """The commune, whose history this belongs to."""
        return self.commune
