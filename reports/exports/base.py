"""What a list to take out is: who may, what about, which rows for which query, which columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partialmethod
from inspect import getattr_static
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from django.http import QueryDict

from campaigns.models import Campaign
from communes.access import Actor, Can
from communes.forms.filters import StateFilter
from kit.sheets import Heading, Kind
from kit.ui import chosen

CHUNK = 1_000


@dataclass(frozen=True)
class Asked:
    """What a list is asked for, where a page has its request: by whom, with which query, about which record."""

    actor: Actor
    GET: QueryDict
    record: Any = None


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a list and, in words, every filter that made them."""

    rows: QuerySet | Sequence
    words: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """How many rows there are."""
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def chunks(self) -> Iterator[list]:
        """Yield the rows in order, some at a time, each query's rows read once."""
        rows = self.rows
        each = iter(rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows)
        while chunk := list(islice(each, CHUNK)):
            yield chunk


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what a row holds in it, and the kind of its cells."""

    label: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT

    @property
    def heading(self) -> Heading:
        """The head of the column."""
        return Heading(self.label, self.kind)


@dataclass(frozen=True, slots=True)
class ExportList:
    """A list that can be taken out, with the rights, scope, filters and order of its page.

    `find` returns its rows; `lines` adds to some rows what a page adds to its own, in a few queries; `columns` are
    told by who asks. A list about a record has `records`, those the actor may see. A list in `confidence` keeps its
    papers and its history to those who may know unannounced results.
    """

    key: str
    title: str
    can: tuple[Can, ...]
    find: Callable[[Asked], Found]
    columns: Callable[[Asked], Sequence[Column]]
    lines: Callable[[Asked, list], Sequence] = field(default=lambda asked, rows: rows)
    records: Callable[[Actor], QuerySet] | None = None
    confidence: bool = False

    def allows(self, actor: Actor) -> bool:
        """Say whether the actor may open the page of the list and have papers made."""
        return actor.may(Can.MAKE_PAPERS) and any(actor.may(can) for can in self.can)

    def title_for(self, asked: Asked) -> str:
        """Return the title, with the record that the list is about."""
        return f"{self.title} – {asked.record}" if asked.record else self.title

    def values(self, asked: Asked, found: Found, columns: Sequence[Column]) -> Iterator[list]:
        """Yield the rows as values of the columns."""
        for chunk in found.chunks():
            for line in self.lines(asked, chunk):
                yield [column.value(line) for column in columns]


LISTS: dict[str, ExportList] = {}


def register(*lists: ExportList) -> None:
    """Enter lists, once the apps are ready."""
    LISTS.update({each.key: each for each in lists})


def filters_in_words(filter_set) -> tuple[str, ...]:
    """Say every filter that narrows the rows: those chosen, and the state that holds where none is chosen."""
    form = filter_set.form
    said = {bound.name: f"{bound.label}: {text}" if text else str(bound.label) for bound, text in chosen(form)}
    for name, given in filter_set.filters.items():
        if isinstance(given, StateFilter) and name not in said:
            said[name] = f"{given.label}: {given.field.choices[0][1]}"
    return tuple(said[name] for name in form.fields if name in said)


def narrowed(pair, *more: str) -> Found:
    """Return what a page's own `listed` gives – its filter set and its rows – with the filters in words."""
    filter_set, rows = pair
    return Found(rows, (*more, *filters_in_words(filter_set)))


def campaigns_seen(actor: Actor) -> QuerySet:
    """Return the campaigns whose lists an actor may open."""
    return Campaign.objects.within(actor).select_related("commune")


def always(*columns: Column) -> Callable[[Asked], Sequence[Column]]:
    """Return columns that are the same for everybody."""
    return lambda asked: columns


def display(name: str) -> Callable[[Any], str]:
    """Return what reads a choice of a record in words."""

    def read(row):
        words, value = _words(type(row), name), getattr(row, name)
        return str(getattr(row, f"get_{name}_display")()) if words is None else words.get(value, value)

    return read


@cache
def _words(model: type[Model], name: str) -> dict[Any, str] | None:
    """Return the words of the choices of a field, which Django would put together anew for each row.

    None where the model says them in its own way.
    """
    if not isinstance(getattr_static(model, f"get_{name}_display"), partialmethod):
        return None
    return {value: str(label) for value, label in model._meta.get_field(name).flatchoices}


def at(path: str) -> Callable[[Any], Any]:
    """Return what reads a path of a row ("unit.name"), through records and dictionaries; nothing where it ends."""

    def read(row):
        for name in path.split("."):
            if row is None:
                return None
            row = row.get(name) if isinstance(row, dict) else getattr(row, name)
        return row

    return read
