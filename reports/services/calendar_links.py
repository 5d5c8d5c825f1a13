"""Acts on personal calendar links: making, revoking, and finding one by its secret."""

import hashlib
import secrets
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django_scopes import scopes_disabled

from communes import history
from communes.access import Actor
from reports.models import CalendarLink

NOT_IN_TRAINING = "Khu tập huấn không có đường dẫn lịch."
NEEDS_A_PERSON = "Tài khoản chưa gắn với người nào của địa phương này."


@transaction.atomic
def make(*, by: Actor, at: datetime) -> str:
    """Make the actor's calendar link, revoking the one before; return its secret, which is kept nowhere."""
    if by.user is None or by.person is None:
        raise ValidationError(NEEDS_A_PERSON)
    if by.commune.is_training:
        raise ValidationError(NOT_IN_TRAINING)
    CalendarLink.objects.within(by).live().update(revoked_at=at)
    secret = secrets.token_urlsafe(32)
    CalendarLink.objects.create(commune=by.commune, user=by.user, digest=digest_of(secret), made_at=at)
    history.record("person.calendar_link", by.person, by=by, at=at, label="Lập đường dẫn lịch cá nhân")
    return secret


@transaction.atomic
def revoke(*, by: Actor, at: datetime) -> None:
    """Revoke the actor's calendar link."""
    if not CalendarLink.objects.within(by).live().update(revoked_at=at):
        raise ValidationError("Không có đường dẫn lịch nào đang dùng.")
    history.record("person.calendar_unlink", by.person, by=by, at=at, label="Thu hồi đường dẫn lịch cá nhân")


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def reader_of(secret: str, *, on: date) -> Actor | None:
    """Return whom a link belongs to, with the roles held on a date; None for a revoked or unknown one.

    A closed account and a person without a role any more read nothing.
    """
    with scopes_disabled():
        rows = CalendarLink.objects.live().filter(digest=digest_of(secret), user__is_active=True)
        rows = rows.filter(commune__training_for=None)
        link = rows.select_related("user", "commune").first()
    return Actor.of_user(link.user, link.commune, on=on) if link else None
