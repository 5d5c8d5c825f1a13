"""Alarm clocks of this app: the index of the search compared with the records, history sealed and checked."""

import logging

from celery import shared_task
from django.utils import timezone

from communes import search
from communes.services import audit, seals, signing_in

logger = logging.getLogger(__name__)


@shared_task
def renew_search() -> None:
    """Mend the entries that were lost, as when a machine stops between a commit and what follows it."""
    done = search.rebuild()
    if done.stored or done.removed:
        logger.warning("Search: %s entries written anew, %s removed.", done.stored, done.removed)


@shared_task
def seal_history(whole: bool = False) -> None:
    """Seal what history has got since the last turn; with `whole`, what was left behind long ago as well."""
    seals.seal_everywhere(at=timezone.now(), whole=whole)


@shared_task
def forget_sessions() -> None:
    """Remove every night the sessions that have ended."""
    signing_in.forget_ended_sessions(at=timezone.now())


@shared_task
def check_history() -> None:
    """Check the history of one commune where somebody asked for it; the others have their turn a minute later."""
    audit.check_one_asked(clock=timezone.now)
