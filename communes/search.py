"""Finding: entries that follow their records, and what a person finds by words."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from threading import local

from django.db import transaction
from django.db.models import Case, Count, F, Q, Value, When
from django_scopes import scopes_disabled

from communes.models.finding import SOURCES, SearchEntry, Source
from kit.search import Query, findable, numbers
from kit.vietnamese import letter_key

AT_ONCE = 500
KEPT = ("commune_id", "title", "numbers", "words", "sort_key", "day")


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found, as its reader may see it."""

    label: str
    icon: str
    title: str
    context: str
    url: str


@dataclass
class Written:
    """What making entries anew came to: how many were written, how many removed, whose title changed."""

    stored: int
    removed: int
    retitled: set[int]


class _Touched(local):
    """The records of which something was recorded in this thread and not yet committed."""

    def __init__(self):
        self.keys: set[tuple[str, int]] = set()


_touched = _Touched()


def offer(source: Source) -> None:
    """Let one kind of record be found; apps do so when they start."""
    SOURCES[source.kind] = source


def touch(*records) -> None:
    """Make the entries of records anew once the transaction is committed, all of one transaction together.

    What is left over from a transaction taken back is made anew with the next one, which changes nothing.
    """
    watched = {source.about for source in SOURCES.values()}
    watched |= {label for source in SOURCES.values() for label, _ in (*source.follows, *source.made_with)}
    keys = {(each._meta.label_lower, each.pk) for each in records if each._meta.label_lower in watched}
    if keys:
        _touched.keys |= keys
        transaction.on_commit(_flush, robust=True)


def touch_with_root(record, root) -> None:
    """Touch a record of which something was recorded, and its root unless the root's entry never follows it."""
    about, part = root._meta.label_lower, record._meta.label_lower
    unmoved = any(part in source.unmoved_by for source in SOURCES.values() if source.about == about)
    touch(record, *(() if unmoved else (root,)))


def _flush() -> None:
    """Make anew what was touched; the first call after a commit does it for all."""
    keys, _touched.keys = _touched.keys, set()
    if keys:
        follow(keys)


def follow(keys: Iterable[tuple[str, int]]) -> None:
    """Make anew the entries of records, given as (label of the model, key), and of those that name them."""
    ids: dict[str, set[int]] = {}
    for label, key in keys:
        ids.setdefault(label, set()).add(key)
    retitled: dict[str, set[int]] = {}
    with scopes_disabled():
        for source in SOURCES.values():
            own = set(ids.get(source.about, ()))
            own |= _reached(source, source.follows, retitled) | _reached(source, source.made_with, ids)
            retitled[source.about] = _write(source, own).retitled


def _reached(source: Source, paths: tuple[tuple[str, str], ...], ids: dict[str, set[int]]) -> set[int]:
    """Return the keys of the source's rows from which a path leads to one of the records."""
    leads = [Q(**{f"{path}__in": ids[label]}) for label, path in paths if ids.get(label)]
    if not leads:
        return set()
    wanted = Q()
    for lead in leads:
        wanted |= lead
    return set(source.model._base_manager.filter(wanted).values_list("pk", flat=True))


def rebuild() -> Written:
    """Make every entry of every commune anew; write only what differs, remove what has no record."""
    done = Written(0, 0, set())
    with scopes_disabled():
        for source in SOURCES.values():
            entries = SearchEntry._base_manager.filter(kind=source.kind)
            keys = set(source.model._base_manager.filter(source.among).values_list("pk", flat=True))
            written = _write(source, keys | set(entries.values_list("record_id", flat=True)))
            done.stored += written.stored
            done.removed += written.removed
        done.removed += SearchEntry._base_manager.exclude(kind__in=SOURCES).delete()[0]
    return done


def _write(source: Source, keys: set[int]) -> Written:
    """Store the entries of some records where they differ from what is stored."""
    done, ordered = Written(0, 0, set()), sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        with transaction.atomic():
            wanted = [_entry(source, record) for record in source.everything().filter(pk__in=some)]
            rows = SearchEntry._base_manager.filter(kind=source.kind, record_id__in=some)
            stored = {each.record_id: each for each in rows}
            changed = [each for each in wanted if not _same(each, stored.get(each.record_id))]
            gone = stored.keys() - {each.record_id for each in wanted}
            SearchEntry._base_manager.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["kind", "record_id"],
                update_fields=["commune", "title", "numbers", "words", "sort_key", "day"],
            )
            rows.filter(record_id__in=gone).delete()
        done.stored += len(changed)
        done.removed += len(gone)
        done.retitled |= {each.record_id for each in changed if _renamed(each, stored.get(each.record_id))}
    return done


def _entry(source: Source, record) -> SearchEntry:
    """Return the entry of a record as it stands now."""
    seen = source.sight(record)
    return SearchEntry(
        commune_id=attrgetter(source.owner)(record),
        kind=source.kind,
        record_id=record.pk,
        title=findable(seen.title)[:700],
        numbers=numbers(seen.numbers)[:300],
        words=findable(seen.title, *seen.numbers, *seen.context, *source.body(record)),
        sort_key=letter_key(seen.title)[:240],
        day=seen.day,
    )


def _same(entry: SearchEntry, stored: SearchEntry | None) -> bool:
    return stored is not None and all(getattr(entry, name) == getattr(stored, name) for name in KEPT)


def _renamed(entry: SearchEntry, stored: SearchEntry | None) -> bool:
    return stored is not None and (entry.title, entry.numbers) != (stored.title, stored.numbers)


def find(query: Query, actor):
    """Return the entries that hold everything asked for, of records that the actor may see, the best first.

    A paper's very number comes before all, then titles that begin so, whole words, beginnings of words, other places.
    """
    found = SearchEntry.objects.within(actor)
    if not query:
        return found.none()
    for term in query.terms:
        found = found.filter(words__contains=term.needle)
    return found.annotate(rank=_rank(query)).order_by("rank", F("day").desc(nulls_first=True), "sort_key", "pk")


def _rank(query: Query) -> Case:
    """Return how well an entry fits, 0 the best."""
    begins = [When(numbers__contains=f"|{query.needle}", then=Value(1))] if query.begins_with_number else []
    return Case(
        When(numbers__contains=f"|{query.exact}|", then=Value(0)),
        *begins,
        When(title__startswith=query.needle, then=Value(2)),
        When(_each("title", (term.exact for term in query.terms)), then=Value(3)),
        When(_each("title", (term.needle for term in query.terms)), then=Value(4)),
        When(_each("words", (term.exact for term in query.terms)), then=Value(5)),
        default=Value(6),
    )


def _each(column: str, texts: Iterable[str]) -> Q:
    """Return the condition that a column holds each of the texts."""
    wanted = Q()
    for text in texts:
        wanted &= Q(**{f"{column}__contains": text})
    return wanted


def tally(found) -> list[tuple[Source, int]]:
    """Return the kinds among the entries found, each with how many, in the order of the page."""
    counts = dict(found.order_by().values_list("kind").annotate(number=Count("pk")))
    return [(source, counts[source.kind]) for source in SOURCES.values() if source.kind in counts]


def hits(entries: Iterable[SearchEntry], actor) -> list[Hit]:
    """Return what the actor sees of the records of some entries, in their order; one query for each kind."""
    entries = list(entries)
    seen = {}
    for kind in {each.kind for each in entries}:
        source = SOURCES[kind]
        keys = [each.record_id for each in entries if each.kind == kind]
        rows = source.rows(actor).filter(pk__in=keys).select_related(*source.related)
        seen |= {(kind, record.pk): _hit(source, record) for record in rows}
    return [seen[each.kind, each.record_id] for each in entries if (each.kind, each.record_id) in seen]


def _hit(source: Source, record) -> Hit:
    sight = source.sight(record)
    facts = filter(None, (*sight.numbers, *sight.context))
    return Hit(source.label, source.icon, sight.title, " · ".join(facts), record.get_absolute_url())
