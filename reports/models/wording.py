"""The words that a commune gives to the narrative texts of its papers, by version."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from communes.models import Commune, ScopedQuerySet


class WordingQuerySet(ScopedQuerySet):
    """Wordings of the open commune."""

    unit_path = None

    def in_force(self, commune: Commune, kind: str, *, at: datetime | None = None) -> dict[str, str]:
        """Return the words in force for a kind of paper now, or at a moment: {key of the text: words}."""
        found = self.filter(commune=commune, kind=kind)
        if at is not None:
            found = found.filter(made_at__lte=at)
        rows = found.order_by("text", "version").values_list("text", "words")
        return {text: words for text, words in dict(rows).items() if words}


class Wording(models.Model):
    """One version of a commune's own words for one text; empty words mean the product's own again.

    Papers freeze their words when they are asked for, so that a later version changes none of them.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="wordings")
    kind = models.CharField("loại văn bản", max_length=40)
    text = models.CharField("đoạn", max_length=40)
    version = models.PositiveIntegerField("lần sửa")
    words = models.TextField("lời văn", blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    made_at = models.DateTimeField("sửa lúc")
    made_by = models.CharField("người sửa", max_length=160)

    objects = WordingQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lời văn của văn bản"
        verbose_name_plural = "lời văn của văn bản"
        constraints = [
            models.UniqueConstraint(fields=["commune", "kind", "text", "version"], name="wording_version_once"),
            models.CheckConstraint(name="wording_versions_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self):
        return f"Lời văn của văn bản, lần sửa {self.version}"
