"""How many things wait for an actor behind each entry of the menu, asked of the database at once.

Putting the question together takes as long as a page, so a process keeps the answer until something is recorded in the
commune, at most for KEPT seconds.
"""

from datetime import datetime

from django.core.cache import caches
from django.db.models import IntegerField, Subquery
from django.utils import timezone

from communes.access import Actor
from communes.models import Commune, HistoryEntry
from reports.waiting import SOURCES
from reports.waiting.tasks import open_to

HOME = "reports:home"
KEPT = 60


class CountOf(Subquery):
    """The number of rows of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def by_page(actor: Actor) -> dict[str, int]:
    """Return how many things wait behind each entry of the menu, and in all at home; two queries, whatever waits."""
    now = timezone.now()
    newest = HistoryEntry.objects.filter(commune=actor.commune).order_by("-pk").values_list("pk", flat=True).first()
    held = ",".join(str(each.pk) for each in actor.memberships)
    key = f"waiting:{actor.commune.pk}:{actor.person.pk}:{held}:{newest}:{timezone.localdate(now)}"
    known = caches["process"].get(key)
    if known is None:
        known = _counted(actor, now)
        caches["process"].set(key, known, KEPT)
    return known


def _counted(actor: Actor, now: datetime) -> dict[str, int]:
    """Ask the database what waits for an actor; one query."""
    asked = {
        f"waiting_{place}": (source.page, CountOf(source.find(actor, now)[0].order_by().values("pk")))
        for place, source in enumerate(open_to(actor, SOURCES))
    }
    if not asked:
        return {}
    one = Commune.objects.filter(pk=actor.commune.pk).annotate(**{name: query for name, (_, query) in asked.items()})
    found: dict[str, int] = {}
    for name, number in one.values(*asked).get().items():
        for page in {asked[name][0], HOME}:
            found[page] = found.get(page, 0) + number
    return found
