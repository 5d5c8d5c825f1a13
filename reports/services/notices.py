"""Reading notices."""

from datetime import datetime

from communes.access import Actor
from reports.models import Notice


def unread(actor: Actor) -> int:
    """Return how many notices the actor has not read."""
    return Notice.objects.within(actor).unread().count()


def read(notice: Notice, *, at: datetime) -> None:
    """Mark a notice as read; when it was read first, it stays."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def read_all(*, by: Actor, at: datetime) -> int:
    """Mark every notice of the actor as read; return how many were not."""
    return Notice.objects.within(by).unread().update(read_at=at)
