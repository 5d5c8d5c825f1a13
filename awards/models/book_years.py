"""The years of the award book: each is opened by the first decision that bears a date in it."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from awards.models.decisions import Decision
from communes.access import Can
from communes.models import Commune, ScopedQuerySet


class AwardBookYearQuerySet(ScopedQuerySet):
    """The books of the open commune, one a year."""

    unit_path = None

    def published(self):
        """Return the books in which a published decision stands."""
        decisions = Decision.objects.filter(
            commune=OuterRef("commune"), issued_on__year=OuterRef("year"), published_at__isnull=False
        )
        return self.filter(Exists(decisions))

    def within(self, actor):
        """Return the books the actor may see: others learn of a book with its first published decision."""
        return self if actor.may(Can.SEE_UNANNOUNCED) else self.published()


class AwardBookYear(models.Model):
    """The award book of one year; its lines are those of the decisions dated in it."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="award_book_years", verbose_name="địa phương")
    year = models.PositiveSmallIntegerField("năm")
    opened_at = models.DateTimeField("mở sổ lúc")

    objects = AwardBookYearQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "sổ khen thưởng của năm"
        verbose_name_plural = "sổ khen thưởng của năm"
        constraints = [models.UniqueConstraint(fields=["commune", "year"], name="award_book_once_a_year")]

    def __str__(self):
        return f"Sổ khen thưởng năm {self.year}"

    def get_absolute_url(self):
        return reverse("awards:book-years", args=[self.commune.slug])
