"""Minutes of a session, and the further minutes that correct them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models.sessions import OfSessionQuerySet, Session
from communes.access import Can
from communes.models import Person


class MinutesQuerySet(OfSessionQuerySet):
    """Minutes: a draft is for the secretary and the chair, signed ones for all who may see the session."""

    def within(self, actor):
        """Return the minutes that the actor may read."""
        rows = super().within(actor)
        if actor.may(Can.RUN_COUNCIL) or actor.may(Can.CHAIR_COUNCIL):
            return rows
        return rows.filter(chair_signed_at__isnull=False)


class Minutes(models.Model):
    """The minutes of a session; a signed one is corrected only by a further one that names it (L-13)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField("lần", default=1)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="đính chính biên bản"
    )
    correction_reason = models.TextField("lý do đính chính", blank=True)
    paper_number = models.CharField("số biên bản", max_length=40, blank=True)
    figures = models.JSONField("số liệu phiên họp", default=dict)
    opening = models.TextField("khai mạc, thành phần", blank=True)
    discussion = models.TextField("nội dung thảo luận", blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    secretary = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="minutes_written", verbose_name="thư ký"
    )
    secretary_signed_at = models.DateTimeField("thư ký ký lúc", null=True, blank=True)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="minutes_chaired", verbose_name="chủ trì"
    )
    chair_signed_at = models.DateTimeField("chủ trì ký lúc", null=True, blank=True)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.CharField("người lưu", max_length=160, blank=True)

    objects = MinutesQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "biên bản họp Hội đồng"
        verbose_name_plural = "biên bản họp Hội đồng"
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="minutes_number_once_per_session"),
            models.CheckConstraint(
                name="correcting_minutes_say_why",
                condition=Q(number=1, corrects=None)
                | (Q(number__gt=1, corrects__isnull=False) & ~Q(correction_reason="")),
            ),
        ]

    def __str__(self):
        return f"Biên bản {self.session}" if self.number == 1 else f"Biên bản đính chính {self.session}"

    def get_absolute_url(self):
        return reverse("awards:minutes", args=[self.session.council.commune.slug, self.pk])

    @property
    def history_root(self):
        """The session whose history this belongs to."""
        return self.session

    @property
    def locked(self) -> bool:
        """Whether both have signed."""
        return self.chair_signed_at is not None
