"""The alarm clock of this app: once a day the index of the search is compared with the records."""

import logging

from celery import shared_task

from communes import search

logger = logging.getLogger(__name__)


@shared_task
def renew_search() -> None:
    """Mend the entries that were lost, as when a machine stops between a commit and what follows it."""
    done = search.rebuild()
    if done.stored or done.removed:
        logger.warning("Search: %s entries written anew, %s removed.", done.stored, done.removed)
