"""The commune's days off and the weekend days on which it works."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.urls import reverse

from communes.models.places import Commune
from communes.models.scoping import ScopedQuerySet
from kit.vietnamese import vn_date
from kit.workdays import Workdays


class DayOffQuerySet(ScopedQuerySet):
    """Days off of the open commune."""

    unit_path = None

    def of_year(self, year: int):
        """Return the days of one year."""
        return self.filter(day__year=year)

    def workdays(self) -> Workdays:
        """Return the calendar that these rows make."""
        return workdays_of(self.values_list("day", "kind"))


class DayOff(models.Model):
    """A day on which the commune does not work, or works although it is a weekend; entered or confirmed by a person."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Nghỉ lễ"
        MADE_UP = "made_up", "Nghỉ bù"
        WORKED = "worked", "Ngày làm bù"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="days_off", verbose_name="địa phương")
    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=8, choices=Kind, default=Kind.HOLIDAY)
    name = models.CharField("tên gọi", max_length=160)
    source = models.CharField("căn cứ", max_length=200, blank=True)
    confirmed_by = models.CharField("người xác nhận", max_length=160)
    confirmed_at = models.DateTimeField("xác nhận lúc")

    objects = DayOffQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "day"],
                name="day_off_once_in_commune",
                violation_error_message="Ngày này đã có trong lịch.",
            )
        ]

    def __str__(self):
        return f"{vn_date(self.day)} – {self.name}"

    def get_absolute_url(self):
        return reverse("communes:day-off-edit", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.commune

    @property
    def kind_tone(self) -> str:
        """How the kind is coloured."""
        return {"holiday": "success", "made_up": "info", "worked": "warning"}[self.kind]


def workdays_of(rows: Iterable[tuple[date, str]]) -> Workdays:
    """Return the calendar of days with their kinds."""
    rows = tuple(rows)
    worked = frozenset(day for day, kind in rows if kind == DayOff.Kind.WORKED)
    return Workdays(off=frozenset(day for day, _ in rows) - worked, worked=worked)
