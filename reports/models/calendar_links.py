"""Personal links by which a calendar program reads somebody's dates without signing in."""

from django.db import models
from django.db.models import Q

from communes.models import Commune, ScopedQuerySet, User


class CalendarLinkQuerySet(ScopedQuerySet):
    """Calendar links of the open commune: each is its owner's own affair."""

    unit_path = None

    def within(self, actor):
        """Return the actor's own links."""
        return self.filter(user=actor.user)

    def live(self):
        """Return the links that were not revoked."""
        return self.filter(revoked_at=None)


class CalendarLink(models.Model):
    """One link; of its secret only the digest is kept, so that nobody reads it out of the database."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="calendar_links")
    user = models.ForeignKey(User, models.PROTECT, related_name="calendar_links")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("lập lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    objects = CalendarLinkQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đường dẫn lịch"
        verbose_name_plural = "đường dẫn lịch"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "user"], condition=Q(revoked_at=None), name="one_live_calendar_link_per_user"
            )
        ]

    def __str__(self):
        return f"Đường dẫn lịch của {self.user}"
