"""Errands of the worker for provinces."""

from celery import shared_task
from django.utils import timezone

from province import making


@shared_task
def make_roll_up(key: int) -> None:
    """Make the files of a roll-up."""
    making.make(key, at=timezone.now())
