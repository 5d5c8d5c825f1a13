"""Units that take over an exemplar of another unit (nhân rộng điển hình)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.models.exemplars import Exemplar
from communes.models import ScopedQuerySet, Unit


class AdoptionQuerySet(ScopedQuerySet):
    """Adoptions of the open commune."""

    commune_path = "exemplar__campaign__commune"

    def within(self, actor):
        """Return the adoptions the actor may see: by the own units, or of their exemplars."""
        if actor.sees_all_units:
            return self
        return self.filter(Q(unit__in=actor.unit_ids) | Q(exemplar__unit__in=actor.unit_ids))

    def running(self):
        """Return the adoptions that have not ended."""
        return self.filter(ended_on=None)


class Adoption(models.Model):
    """One unit that works by an exemplar of another: since when, how, with what result, and when it ended."""

    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="adoptions", verbose_name="điển hình, mô hình")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adoptions", verbose_name="đơn vị áp dụng")
    started_on = models.DateField("áp dụng từ ngày")
    way = models.TextField("cách áp dụng", blank=True)
    result = models.TextField("kết quả", blank=True)
    result_on = models.DateField("kết quả tính đến ngày", null=True, blank=True)
    ended_on = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    end_reason = models.TextField("lý do kết thúc", blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = AdoptionQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lượt áp dụng điển hình"
        verbose_name_plural = "lượt áp dụng điển hình"
        constraints = [
            models.UniqueConstraint(
                fields=["exemplar", "unit"],
                condition=Q(ended_on=None),
                name="exemplar_adopted_once_at_a_time",
                violation_error_message="Đơn vị đang áp dụng điển hình này.",
            ),
            models.CheckConstraint(
                name="adoption_ends_after_start",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu áp dụng trở đi.",
            ),
            models.CheckConstraint(
                name="adoption_ended_with_reason",
                condition=Q(ended_on=None) | ~Q(end_reason=""),
                violation_error_message="Hãy ghi lý do kết thúc.",
            ),
            models.CheckConstraint(
                name="adoption_result_has_a_day",
                condition=Q(result="", result_on=None) | (~Q(result="") & Q(result_on__isnull=False)),
                violation_error_message="Hãy ghi kết quả và ngày tính kết quả.",
            ),
        ]

    def __str__(self):
        return f"{self.unit} áp dụng “{self.exemplar}”"

    def get_absolute_url(self):
        return reverse("campaigns:adoption", args=[self.exemplar.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.exemplar.campaign

    @property
    def state(self) -> str:
        """Whether it goes on, in words."""
        return "Đã kết thúc" if self.ended_on else "Đang áp dụng"

    @property
    def state_tone(self) -> str:
        """How the state is coloured."""
        return "muted" if self.ended_on else "success"
