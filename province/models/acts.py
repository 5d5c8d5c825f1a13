"""What was done in a province: it has no commune, so its lines and their seals stand apart from those of communes."""

from django.db import models

from communes.models import User
from communes.models.chains import Chain, ChainedLine, register
from province.models.places import Province


class ProvinceAct(ChainedLine, models.Model):
    """One act in a province: who, when, what. Database triggers refuse to change or delete a row."""

    # The digests of stored lines rest on these names: none is renamed.
    WORDS = ("province_id", "user_id", "actor_name", "acting_as", "at", "action", "label", "about")
    MAY_LACK_DIGEST = True

    province = models.ForeignKey(Province, models.PROTECT, related_name="acts")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField("người thực hiện", max_length=160)
    acting_as = models.CharField("với tư cách", max_length=200, blank=True)
    at = models.DateTimeField("lúc")
    action = models.CharField(max_length=60)
    label = models.CharField("việc", max_length=200)
    about = models.CharField("về", max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False, db_default="")

    class Meta:
        verbose_name = "việc của tỉnh"
        verbose_name_plural = "việc của tỉnh"
        indexes = [models.Index(fields=["province", "at"])]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.actor_name}: {self.label}"

    @property
    def record_title(self) -> str:
        """What the act was about, as a check of the chain names it."""
        return self.about


class ProvinceSeal(models.Model):
    """One link of a province's chain: the line it seals, its number, and what ties it to the seal before.

    Database triggers refuse to change or delete a row.
    """

    province = models.ForeignKey(Province, models.PROTECT, related_name="seals")
    number = models.PositiveBigIntegerField()
    entry = models.OneToOneField(ProvinceAct, models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = "dấu niêm phong việc của tỉnh"
        verbose_name_plural = "dấu niêm phong việc của tỉnh"
        constraints = [
            models.UniqueConstraint(fields=["province", "number"], name="province_seal_number_once_in_province")
        ]

    def __str__(self):
        return f"{self.number}"


register(Chain("province", Province, ProvinceAct, ProvinceSeal))
