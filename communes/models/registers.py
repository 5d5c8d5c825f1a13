"""The register of outgoing papers: a number is given once."""

from django.db import models

from communes.models.places import Commune
from communes.models.scoping import ScopedQuerySet
from kit.vietnamese import paper_number

UNTOLD = "Văn bản chưa công bố"


class RegisteredNumberQuerySet(ScopedQuerySet):
    """Numbers given in the open commune."""

    unit_path = None

    def told_to(self, may_know: bool):
        """Return the numbers with their titles as the reader may know them: a veiled paper keeps its own."""
        if may_know:
            return self.annotate(told=models.F("title"))
        veil = models.Case(models.When(veiled=True, then=models.Value(UNTOLD)), default=models.F("title"))
        return self.annotate(told=veil)


class RegisteredNumber(models.Model):
    """A number of the outgoing register, once per commune, year and kind of paper (NĐ 30/2020, Điều 15)."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="numbers", verbose_name="địa phương")
    year = models.PositiveSmallIntegerField("năm")
    symbol = models.CharField("ký hiệu", max_length=40)
    number = models.PositiveIntegerField("số")
    title = models.CharField("trích yếu", max_length=400)
    dated = models.DateField("ngày văn bản")
    veiled = models.BooleanField("chưa công bố", default=False)
    taken_by = models.CharField("người cấp số", max_length=160)
    taken_at = models.DateTimeField("cấp lúc")

    objects = RegisteredNumberQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "số văn bản đi"
        verbose_name_plural = "số văn bản đi"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "year", "symbol", "number"],
                name="number_once_per_commune_year_symbol",
                violation_error_message="Số này đã cấp cho văn bản khác trong năm.",
            )
        ]

    def __str__(self):
        return paper_number(self.number, self.symbol)
