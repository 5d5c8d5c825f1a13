"""Questions to the database that are put together once a process, and then only filled in.

Django takes longer to put a question of several tables together than the database to answer it. Where one question is
asked on every page, and is the same but for a few values, its words are kept and the values put where blanks stood.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from types import SimpleNamespace

from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django_scopes import scopes_disabled


class Blank(Expression):
    """The place of a value that each asking fills in; the field says how the database is told such a value."""

    def __init__(self, name: str, field: Field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        """Leave the blank itself where the value will stand."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Question:
    """A query with its words and what stands in their places: values that never change, and blanks."""

    rows: QuerySet
    compiler: SQLCompiler
    words: str
    places: tuple

    @classmethod
    def put(cls, rows: QuerySet) -> "_Question":
        """Put a query together."""
        compiler = rows.query.get_compiler(rows.db)
        return cls(rows, compiler, *compiler.as_sql())

    def ask(self, values: dict) -> list:
        """Return the rows, read as the query itself would read them; rows are held in a transaction only."""
        connection = connections[self.rows.db]
        holds = self.rows.query.select_for_update and connection.features.has_select_for_update
        if holds and connection.get_autocommit():
            raise TransactionManagementError("Rows are held by a lock within a transaction only.")
        compiler = copy(self.compiler)
        compiler.connection = connection
        filled = tuple(
            each.output_field.get_db_prep_value(values[each.name], connection) if isinstance(each, Blank) else each
            for each in self.places
        )
        compiler.as_sql = lambda: (self.words, filled)
        query = copy(self.rows.query)
        query.get_compiler = lambda using: compiler
        asking = SimpleNamespace(db=self.rows.db, model=self.rows.model, query=query, _known_related_objects={})
        return list(self.rows._iterable_class(asking))


def prepared(**blanks: Field):
    """Let a function that builds a query from values be asked with values, and return the list of rows.

    It is called once, with blanks instead of values, outside every commune's scope: the query names its commune, or a
    record that was fetched within it. Of the values it may only compare; rows of `prefetch_related` are not fetched.
    """

    def decorate(build: Callable[..., QuerySet]) -> Callable[..., list]:
        kept: list[_Question] = []

        @wraps(build)
        def ask(**values) -> list:
            if not kept:
                with scopes_disabled():
                    kept.append(_Question.put(build(**{name: Blank(name, field) for name, field in blanks.items()})))
            return kept[0].ask(values)

        return ask

    return decorate
