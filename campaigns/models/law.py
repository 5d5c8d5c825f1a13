"""The law's numbers as dated data: coefficients, base salary, ratios."""

from django.db import models
from django.db.models import F, Q

from communes.models import Commune


class LegalValueQuerySet(models.QuerySet):
    """Numbers of the law: those shipped with the product, and those that communes keep themselves."""

    def known_to(self, commune):
        """Return the shipped numbers and the commune's own."""
        return self.filter(Q(commune=None) | Q(commune=commune))


class LegalValue(models.Model):
    """One number of the law with the dates between which it holds, its source, and whether it is confirmed.

    Without a commune it is shipped with the product and never changed there. A commune's own row stands, for that
    commune alone, in place of the shipped one of the same key and first day.
    """

    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="legal_values", verbose_name="địa phương"
    )
    key = models.CharField("tên", max_length=80)
    title = models.CharField("nội dung", max_length=300)
    value = models.DecimalField("giá trị", max_digits=16, decimal_places=4)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=300)
    confirmed = models.BooleanField("đã xác nhận", default=False)

    objects = LegalValueQuerySet.as_manager()

    class Meta:
        verbose_name = "mức theo quy định"
        verbose_name_plural = "mức theo quy định"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "key", "valid_from"], name="legal_value_once_per_commune_and_day"
            ),
            models.UniqueConstraint(
                fields=["key", "valid_from"], condition=Q(commune=None), name="legal_value_shipped_once_per_day"
            ),
            models.CheckConstraint(
                name="legal_value_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self):
        return f"{self.title} từ {self.valid_from:%d/%m/%Y}"
