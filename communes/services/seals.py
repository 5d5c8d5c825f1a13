"""Sealing history: each line of a commune gets its number in the chain, and a seal tied to the one before."""

from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django_scopes import scope, scopes_disabled

from communes.models import Commune, HistoryEntry, HistorySeal
from communes.rules import chain

AT_ONCE = 500
# How far back the minutely look goes behind the last sealed line of a commune: a line written in a long transaction
# comes to light after younger ones were sealed. What lies further back is found by the nightly look, by each export
# and each check.
BEHIND = 500


def last_seal(commune: Commune) -> HistorySeal | None:
    """Return the last seal of a commune's chain."""
    return HistorySeal.objects.filter(commune=commune).order_by("-number").first()


def seal(commune: Commune, *, at: datetime, beyond: int = 0) -> HistorySeal | None:
    """Seal every unsealed line of a commune with a key beyond one, in the order of keys; return the last seal made.

    Batches are atomic, with three queries each whatever they hold, save that SQLite takes large inserts in parts.
    """
    last = None
    while made := _seal_some(commune, at, beyond):
        last = made[-1]
        if len(made) < AT_ONCE:
            break
        beyond = last.entry_id
    return last


@transaction.atomic
def _seal_some(commune: Commune, at: datetime, beyond: int) -> list[HistorySeal]:
    """Seal the next lines. The lock lets one sealer at a time in and stops nobody who writes."""
    Commune.objects.select_for_update(no_key=True).only("pk").get(pk=commune.pk)
    newest = HistorySeal.objects.filter(commune=commune).order_by("-number")
    waiting = HistoryEntry.objects.filter(commune=commune, seal=None, pk__gt=beyond).order_by("pk")
    waiting = waiting.annotate(
        last_number=Subquery(newest.values("number")[:1]), last_digest=Subquery(newest.values("digest")[:1])
    )
    seals, number, previous = [], 0, ""
    rows = waiting.values_list("pk", "digest", "last_number", "last_digest")[:AT_ONCE]
    for key, digest, last_number, last_digest in rows:
        if not seals:
            number, previous = last_number or 0, last_digest or ""
        number += 1
        link = chain.seal_of(previous=previous, number=number, entry=digest, sealed_at=at)
        facts = {"number": number, "previous": previous, "digest": link, "sealed_at": at}
        seals.append(HistorySeal(commune=commune, entry_id=key, **facts))
        previous = link
    HistorySeal.objects.bulk_create(seals)
    return seals


def seal_everywhere(*, at: datetime, whole: bool = False) -> None:
    """Seal what is unsealed in every commune, as far back as BEHIND or the whole; one query where nothing is."""
    with scopes_disabled():
        communes = list(_unsealed(whole))
    for commune in communes:
        with scope(commune=commune):
            seal(commune, at=at, beyond=commune.floor)


def _unsealed(whole: bool):
    """Return the communes with unsealed lines, each with the key beyond which to look for them."""
    newest = HistorySeal.objects.filter(commune=OuterRef("pk")).order_by("-number").values("entry_id")[:1]
    floor = Value(0) if whole else Coalesce(Subquery(newest, output_field=BigIntegerField()), 0) - BEHIND
    waiting = HistoryEntry.objects.filter(commune=OuterRef("pk"), seal=None, pk__gt=OuterRef("floor"))
    return Commune.objects.annotate(floor=floor).filter(Exists(waiting)).order_by("pk")
