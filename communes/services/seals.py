"""Sealing history: each line of a holder gets its number in the chain, and a seal tied to the one before.

A holder is a commune, or what an app above registered with its own lines and seals (`communes.models.chains`).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, Exists, Model, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django_scopes import scope, scopes_disabled

from communes.models.chains import CHAINS, Chain, chain_of
from communes.rules import chain as links

AT_ONCE = 500
# How far back the minutely look goes behind the last sealed line of a holder: a line written in a long transaction
# comes to light after younger ones were sealed. What lies further back is found by the nightly look, by each export
# and each check.
BEHIND = 500


def last_seal(holder: Model):
    """Return the last seal of a holder's chain; None before the first."""
    chain = chain_of(holder)
    return chain.seals.objects.filter(**{chain.holder: holder}).order_by("-number").first()


def seal(holder: Model, *, at: datetime, beyond: int = 0):
    """Seal every unsealed line of a holder with a key beyond one, in the order of keys; return the last seal made.

    Batches are atomic, with three queries each whatever they hold, save that SQLite takes large inserts in parts.
    """
    last = None
    while made := _seal_some(holder, chain_of(holder), at, beyond):
        last = made[-1]
        if len(made) < AT_ONCE:
            break
        beyond = last.entry_id
    return last


@transaction.atomic
def _seal_some(holder: Model, chain: Chain, at: datetime, beyond: int) -> list[Model]:
    """Seal the next lines. The lock lets one sealer at a time in and stops nobody who writes."""
    chain.holders.objects.select_for_update(no_key=True).only("pk").get(pk=holder.pk)
    its = {chain.holder: holder}
    newest = chain.seals.objects.filter(**its).order_by("-number")
    waiting = chain.lines.objects.filter(**its, seal=None, pk__gt=beyond).order_by("pk")
    waiting = waiting.annotate(
        last_number=Subquery(newest.values("number")[:1]), last_digest=Subquery(newest.values("digest")[:1])
    )
    seals, number, previous = [], 0, ""
    rows = list(waiting.values_list("pk", "digest", "last_number", "last_digest")[:AT_ONCE])
    made = _digests_of(chain, [key for key, digest, *_ in rows if not digest])
    for key, digest, last_number, last_digest in rows:
        if not seals:
            number, previous = last_number or 0, last_digest or ""
        number += 1
        link = links.seal_of(previous=previous, number=number, entry=digest or made[key], sealed_at=at)
        facts = {"number": number, "previous": previous, "digest": link, "sealed_at": at}
        seals.append(chain.seals(**its, entry_id=key, **facts))
        previous = link
    chain.seals.objects.bulk_create(seals)
    return seals


def _digests_of(chain: Chain, keys: list[int]) -> dict[int, str]:
    """Return on what the seals of lines rest that have no digest written, by their keys."""
    return {line.pk: line.told_digest for line in chain.lines.objects.filter(pk__in=keys)} if keys else {}


def seal_everywhere(*, at: datetime, whole: bool = False) -> None:
    """Seal what is unsealed everywhere, as far back as BEHIND or the whole; where nothing is, one query a chain."""
    for chain in CHAINS.values():
        with scopes_disabled():
            holders = list(_unsealed(chain, whole))
        for holder in holders:
            with scope(**{chain.holder: holder}):
                seal(holder, at=at, beyond=holder.floor)


def _unsealed(chain: Chain, whole: bool):
    """Return the holders with unsealed lines, each with the key beyond which to look for them."""
    its = {chain.holder: OuterRef("pk")}
    newest = chain.seals.objects.filter(**its).order_by("-number").values("entry_id")[:1]
    floor = Value(0) if whole else Coalesce(Subquery(newest, output_field=BigIntegerField()), 0) - BEHIND
    waiting = chain.lines.objects.filter(**its, seal=None, pk__gt=OuterRef("floor"))
    return chain.holders.objects.annotate(floor=floor).filter(Exists(waiting)).order_by("pk")
