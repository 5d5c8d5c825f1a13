"""Alarm clocks of the beat: the reminders of the night, and the letters whose time has come."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone
from django_scopes import scope

from communes.access import Actor
from communes.models import Commune
from communes.services import training
from reports.services import mailings, reminders

logger = logging.getLogger(__name__)


@shared_task
def remind() -> None:
    """Do in every commune what is due tonight."""
    _in_every_commune(lambda by: reminders.remind(by=by, at=timezone.now()))


@shared_task
def send_mailings() -> None:
    """Send in every commune the letters whose time has come."""
    _in_every_commune(
        lambda by: mailings.send_due(terms=reminders.terms_of(by.commune), by=by, at=timezone.now())
    )  # fmt: skip


@shared_task
def free_parts() -> None:
    """Give back every night the parts that are played in training grounds."""
    training.give_all_back()


def _in_every_commune(work: Callable[[Actor], object]) -> None:
    """Work in one commune after the other; where one fails, the others still get theirs.

    Nothing happens by itself in a training ground.
    """
    for commune in Commune.objects.filter(training_for=None).order_by("pk"):
        try:
            with scope(commune=commune):
                work(Actor.of_product(commune))
        except Exception:
            logger.exception("The alarm clock failed in %s.", commune.slug)
