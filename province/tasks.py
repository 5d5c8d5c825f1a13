"""Errands of the worker for provinces: the making of a roll-up, and the sweep that leaves none behind."""

import socket

from celery import shared_task
from django.utils import timezone

from province import making
from province.models import RollUpPaper
from reports.making import claim, sweep
from reports.tasks import TURN_EXPIRES, heartbeat


@shared_task
def make_roll_up(key: int) -> None:
    """Make the files of a roll-up that still waits."""
    held = claim(key, worker=socket.gethostname(), at=timezone.now(), model=RollUpPaper)
    if held is not None:
        with heartbeat(held):
            making.produce(held, now=timezone.now)


@shared_task
def sweep_roll_ups() -> None:
    """Put right what dead workers and lost messages left behind, and tell the workers of what waits."""
    for key in sweep(at=timezone.now(), model=RollUpPaper):
        make_roll_up.apply_async((key,), expires=TURN_EXPIRES)
