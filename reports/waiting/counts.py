"""How many things wait for an actor behind each entry of the menu, asked of the database at once."""

from django.db.models import IntegerField, Subquery
from django.utils import timezone

from communes.access import Actor
from communes.models import Commune
from reports.waiting import SOURCES
from reports.waiting.tasks import open_to

HOME = "reports:home"


class CountOf(Subquery):
    """The number of rows of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def by_page(actor: Actor) -> dict[str, int]:
    """Return how many things wait behind each entry of the menu, and in all at home; one query, whatever waits."""
    now = timezone.now()
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
