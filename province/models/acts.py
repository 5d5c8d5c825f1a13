"""What was done in a province: it has no commune, so its lines stand apart from the history of communes."""

from django.db import models

from communes.models import User
from province.models.places import Province


class ProvinceAct(models.Model):
    """One act in a province: who, when, what. No service changes or removes a line."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="acts")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField("người thực hiện", max_length=160)
    acting_as = models.CharField("với tư cách", max_length=200, blank=True)
    at = models.DateTimeField("lúc")
    action = models.CharField(max_length=60)
    label = models.CharField("việc", max_length=200)
    about = models.CharField("về", max_length=300, blank=True)

    class Meta:
        verbose_name = "việc của tỉnh"
        verbose_name_plural = "việc của tỉnh"
        indexes = [models.Index(fields=["province", "at"])]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.actor_name}: {self.label}"
