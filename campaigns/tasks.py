"""Alarm clock of this app: uploads sent to the virus scanner."""

from celery import shared_task
from django.utils import timezone
from django_scopes import scopes_disabled

from campaigns.services import upload_checks


@shared_task
def scan_uploads() -> None:
    """Send what waits to the virus scanner."""
    with scopes_disabled():
        upload_checks.scan_waiting(at=timezone.now())
