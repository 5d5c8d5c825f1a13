"""What units register at the start to strive for."""

from django.db import models
from django.db.models import Q

from campaigns.models.plans import Campaign, OfUnitQuerySet
from communes.models import Unit


class Registration(models.Model):
    """What a unit says at the start it will strive for."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations")
    subject = models.CharField("cho", max_length=20, choices=[("collective", "Tập thể"), ("individual", "Cá nhân")])
    person = models.ForeignKey(
        "communes.Person", models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name="cá nhân"
    )
    aim = models.CharField("đăng ký phấn đấu đạt", max_length=300)
    registered_by = models.CharField("người đăng ký", max_length=160)
    registered_at = models.DateTimeField("đăng ký lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    objects = OfUnitQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đăng ký thi đua"
        verbose_name_plural = "đăng ký thi đua"
        constraints = [
            models.CheckConstraint(
                name="registration_of_individual_names_person",
                condition=Q(subject="collective", person=None) | Q(subject="individual", person__isnull=False),
                violation_error_message="Đăng ký cho cá nhân phải chọn người; đăng ký cho tập thể thì không.",
            )
        ]

    def __str__(self):
        return f"{self.person or self.unit}: {self.aim}"

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign
