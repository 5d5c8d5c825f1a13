"""The award fund of a year."""

from django.db import models
from django.db.models import Q

from communes.models import Commune, ScopedQuerySet


class AwardFundQuerySet(ScopedQuerySet):
    """Award funds of the open commune."""

    unit_path = None


class AwardFund(models.Model):
    """How much money the commune has for awards in a year, and by which paper (DS-09)."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="award_funds", verbose_name="địa phương")
    year = models.PositiveSmallIntegerField("năm")
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    source = models.CharField("căn cứ", max_length=300)
    set_at = models.DateTimeField("ghi lúc")
    set_by = models.CharField("người ghi", max_length=160)

    objects = AwardFundQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "quỹ khen thưởng"
        verbose_name_plural = "quỹ khen thưởng"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "year"],
                name="fund_once_per_year",
                violation_error_message="Năm này đã ghi quỹ khen thưởng.",
            ),
            models.CheckConstraint(
                name="fund_names_its_source",
                condition=~Q(source=""),
                violation_error_message="Hãy ghi căn cứ của quỹ khen thưởng.",
            ),
        ]

    def __str__(self):
        return f"Quỹ khen thưởng năm {self.year}"
