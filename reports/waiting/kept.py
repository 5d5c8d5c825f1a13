"""What a process keeps of what it found for an actor, until something is recorded in the commune.

Putting such questions together takes as long as a page. Kept at most for KEPT seconds, and never past midnight.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.core.cache import caches
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone

from communes.access import Actor
from communes.models import Commune, HistoryEntry
from reports.models import Notice

KEPT = 60
Found = TypeVar("Found")


class CountOf(Subquery):
    """The number of rows of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def totals(actor: Actor, found: Sequence[QuerySet]) -> list[int]:
    """Return how many rows each of some queries finds; one query."""
    asked = {f"waiting_{place}": CountOf(rows.order_by().values("pk")) for place, rows in enumerate(found)}
    if not asked:
        return []
    return list(Commune.objects.filter(pk=actor.commune.pk).annotate(**asked).values_list(*asked).get())


def newest_act(actor: Actor) -> int | None:
    """Return the key of the newest act recorded in the commune."""
    return _acts(actor).first()


def standing(actor: Actor) -> tuple[int | None, int]:
    """Return the key of the newest act recorded, and how many notices the actor has not read; one query."""
    unread = Notice.objects.within(actor).unread().order_by().values("pk")
    return Commune.objects.filter(pk=actor.commune.pk).values_list(Subquery(_acts(actor)[:1]), CountOf(unread)).get()


def _acts(actor: Actor) -> QuerySet:
    """Return the keys of the acts recorded in the commune, the newest first."""
    return HistoryEntry.objects.filter(commune=actor.commune).acts().order_by("-pk").values_list("pk", flat=True)


def kept(what: str, actor: Actor, newest: int | None, now: datetime, find: Callable[[], Found]) -> Found:
    """Return what was found for the actor since the newest act, or find it now."""
    held = ",".join(str(each.pk) for each in actor.memberships)
    key = f"{what}:{actor.commune.pk}:{actor.person.pk}:{held}:{newest}:{timezone.localdate(now)}"
    known = caches["process"].get(key)
    if known is None:
        known = find()
        caches["process"].set(key, known, KEPT)
    return known
