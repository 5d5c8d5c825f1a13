"""Files that prove what is written: kept under random names, outside the web root."""

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.content import ContentItem
from campaigns.models.inspections import Inspection
from campaigns.models.unit_plans import UnitPlan
from campaigns.models.unit_reports import Obligation
from communes.models import Commune, ScopedQuerySet, Unit


def random_path(evidence, original_name: str) -> str:
    """Return where a file is stored: a folder per commune, a random name, the checked extension."""
    return f"evidence/{evidence.commune_id}/{uuid4().hex}{PurePath(original_name).suffix.lower()}"


class EvidenceQuerySet(ScopedQuerySet):
    """Files of the open commune."""

    def within(self, actor):
        """Return the files the actor may see; those of an inspection follow the inspection."""
        rows = super().within(actor)
        if actor.sees_all_units:
            return rows
        return rows.filter(Q(inspection=None) | Q(inspection__in=Inspection.objects.within(actor)))

    def present(self):
        """Return the files that were not removed."""
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """One uploaded file of a report, of a unit's plan or of an inspection."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="evidence")
    unit_plan = models.ForeignKey(UnitPlan, models.PROTECT, null=True, blank=True, related_name="evidence")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="evidence")
    item = models.ForeignKey(
        ContentItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="minh chứng cho",
    )
    file = models.FileField("tệp", upload_to=random_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=10)
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField("mã băm", max_length=64)
    is_scan = models.BooleanField("bản chụp báo cáo giấy", default=False)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.CharField("người tải lên", max_length=160)
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = EvidenceQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        constraints = [
            models.CheckConstraint(
                name="evidence_belongs_to_one_record",
                condition=Q(obligation__isnull=False, unit_plan=None, inspection=None)
                | Q(obligation=None, unit_plan__isnull=False, inspection=None)
                | Q(obligation=None, unit_plan=None, inspection__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["commune", "sha256"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("campaigns:evidence", args=[self.commune.slug, self.pk])

    @property
    def owner(self):
        """The report, unit plan or inspection that the file belongs to."""
        return self.obligation or self.unit_plan or self.inspection

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.owner.campaign
