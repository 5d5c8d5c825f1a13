"""How many things wait for an actor behind each entry of the menu, asked of the database at once."""

from datetime import datetime

from django.utils import timezone

from communes.access import Actor
from reports.waiting import sources
from reports.waiting.kept import kept, standing, totals
from reports.waiting.tasks import open_to

HOME, NOTICES = "reports:home", "reports:notices"


def by_page(actor: Actor) -> dict[str, int]:
    """Return how many things wait behind each entry of the menu, and in all at home; two queries, whatever waits."""
    now = timezone.now()
    newest, unread = standing(actor)
    waiting = kept("waiting", actor, newest, now, lambda: _counted(actor, now))
    return waiting | {NOTICES: unread} if unread else waiting


def _counted(actor: Actor, now: datetime) -> dict[str, int]:
    """Ask the database what waits for an actor; one query."""
    asked = list(open_to(actor, sources()))
    found: dict[str, int] = {}
    for source, number in zip(asked, totals(actor, [each.find(actor, now)[0] for each in asked]), strict=True):
        for page in {source.page, HOME}:
            found[page] = found.get(page, 0) + number
    return found
