"""Who plays a part in a campaign: the units with a duty by its plan, and those that take part."""

from django.db import models

from campaigns.models.plans import Campaign, OfCampaignQuerySet, OfUnitQuerySet
from campaigns.planfile.words import Part
from communes.models import Unit


class Duty(models.Model):
    """A part that a unit plays in a campaign, by the plan."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    part = models.CharField("phần việc", max_length=20, choices=Part)
    clause = models.CharField("mục", max_length=60, blank=True)

    objects = OfCampaignQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "phần việc"
        verbose_name_plural = "phần việc"
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "part"], name="duty_once_per_unit_and_part")]

    def __str__(self):
        return f"{self.unit}: {self.get_part_display()}"


class Participation(models.Model):
    """A unit that takes part in a campaign and therefore owes its reports."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="participations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    joined_on = models.DateField("tham gia từ ngày")
    left_on = models.DateField("thôi tham gia ngày", null=True, blank=True)

    objects = OfUnitQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đơn vị tham gia"
        verbose_name_plural = "đơn vị tham gia"
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="unit_takes_part_once")]

    def __str__(self):
        return f"{self.unit} – {self.campaign}"
