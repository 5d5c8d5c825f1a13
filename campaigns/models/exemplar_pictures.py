"""Pictures that tell of an exemplar, made anew on upload so that nothing else of the file is kept."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.exemplars import Exemplar
from communes.models import ScopedQuerySet


def picture_path(picture, original_name: str) -> str:
    """Return where a picture is stored: a folder per commune, a random name."""
    return f"exemplars/{picture.exemplar.campaign.commune_id}/{uuid4().hex}.jpg"


class ExemplarPictureQuerySet(ScopedQuerySet):
    """Pictures of the open commune's exemplars."""

    commune_path = "exemplar__campaign__commune"
    unit_path = "exemplar__unit"

    def within(self, actor):
        """Return the pictures the actor may see: the own units', and those of exemplars made known."""
        if actor.sees_all_units:
            return self
        return self.filter(Q(exemplar__unit__in=actor.unit_ids) | Q(exemplar__status="published"))

    def present(self):
        """Return the pictures that were not removed, in their order."""
        return self.filter(removed_at=None).order_by("pk")


class ExemplarPicture(models.Model):
    """One picture of an exemplar with the words that stand for it."""

    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="pictures")
    file = models.FileField("ảnh", upload_to=picture_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    caption = models.CharField("chú thích", max_length=200)
    width = models.PositiveIntegerField("bề ngang")
    height = models.PositiveIntegerField("bề cao")
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField("mã băm", max_length=64)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.CharField("người tải lên", max_length=160)
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = ExemplarPictureQuerySet.as_scoped_manager()
    kind = "jpg"

    class Meta:
        verbose_name = "ảnh điển hình"
        verbose_name_plural = "ảnh điển hình"

    def __str__(self):
        return self.caption

    def get_absolute_url(self):
        return reverse("campaigns:exemplar-picture", args=[self.exemplar.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.exemplar.campaign
