"""What a process keeps of what it found for an actor, until something is recorded in the commune.

Putting such questions together takes as long as a page. Kept at most for KEPT seconds, and never past midnight; for
BRIEFLY while the newest act is young: a database gives keys before it commits, so an older act may still appear.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from django.core.cache import caches
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone

from communes.access import Actor
from communes.models import Commune, HistoryEntry
from kit.counting import CountOf
from kit.prepared import prepared
from reports.models import Document, Letter, Notice

KEPT, BRIEFLY = 60, 3
Found = TypeVar("Found")


class Standing(NamedTuple):
    """How far the records of a commune are: its newest act with its moment, when a paper of a letter last was made."""

    act: int | None
    at: datetime | None
    paper: datetime | None


def totals(actor: Actor, found: Sequence[QuerySet]) -> list[int]:
    """Return how many rows each of some queries finds; one query."""
    asked = {f"waiting_{place}": CountOf(rows) for place, rows in enumerate(found)}
    if not asked:
        return []
    return list(Commune.objects.filter(pk=actor.commune.pk).annotate(**asked).values_list(*asked).get())


@prepared(commune=IntegerField(), person=IntegerField())
def _told(commune: int, person: int):
    """Return of a commune what a Standing holds, and how many notices a person has not read.

    A paper that is made leaves no line in the history.
    """
    acts = HistoryEntry.objects.filter(commune=commune).acts().order_by("-pk")
    made = Document.objects.filter(commune=commune, kind__in=Letter.PAPERS.values(), finished_at__isnull=False)
    unread = Notice.objects.filter(commune=commune, person=person).unread()
    return Commune.objects.filter(pk=commune).values_list(
        Subquery(acts.values("pk")[:1]),
        Subquery(acts.values("at")[:1]),
        Subquery(made.order_by("-finished_at").values("finished_at")[:1]),
        CountOf(unread),
    )


def newest(actor: Actor) -> Standing:
    """Return how far the records of the actor's commune are; one query."""
    return standing(actor)[0]


def standing(actor: Actor) -> tuple[Standing, int]:
    """Return how far the records are, and how many notices the actor has not read; one query for a page."""
    if actor.asked and "standing" in actor.asked:
        return actor.asked["standing"]
    ((*found, unread),) = _told(commune=actor.commune.pk, person=actor.person.pk if actor.person else None)
    if actor.asked is not None:
        actor.asked["standing"] = Standing(*found), unread
    return Standing(*found), unread


def kept(what: str, actor: Actor, newest: Standing, now: datetime, find: Callable[[], Found]) -> Found:
    """Return what was found for the actor at the same standing on the same day, or find it now."""
    held = ",".join(str(each.pk) for each in actor.memberships)
    key = f"{what}:{actor.commune.pk}:{actor.person.pk}:{held}"
    state = (newest, timezone.localdate(now))
    known = caches["process"].get(key)
    if known is not None and known[0] == state:
        return known[1]
    found = find()
    young = newest.at is not None and now - newest.at < timedelta(seconds=KEPT)
    caches["process"].set(key, (state, found), BRIEFLY if young else KEPT)
    return found
