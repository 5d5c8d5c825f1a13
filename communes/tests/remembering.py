"""What a builder of tests put into the database once, put there again as plain rows.

The first time a builder runs in a process, every table that it reads or writes is noted with what stood in it, and the
rows that it added. Asked for the same where those tables hold the same, the rows go in as they were, under the same
keys, without the services and queries that led to them. Where anything differs – another row, commune or hour – the
builder simply runs. PostgreSQL's sequences are past those keys, for the first run drew them.
"""

import re
from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django_scopes import get_scope

from communes import search

NAMED = re.compile(r'"(\w+)"')
# Tables with more rows take longer to compare than is spared; so many surroundings of one builder are kept in mind.
MANY_ROWS, MANY_MEMORIES = 300, 60
# Who builds hundreds of communes in one process sets this to False: each would be remembered for itself.
remembers = True


@dataclass(frozen=True, slots=True)
class Memory:
    """What puts the rows back that a builder added, whose search entries wait for the commit, what it returned."""

    statements: tuple[tuple[str, list], ...]
    touched: frozenset
    result: object


# By what is built: the tables that it touches, and a memory for each content of theirs.
_known: dict[Hashable, tuple[list[str], dict[tuple, Memory]]] = {}


def remembered(key: Hashable, build: Callable[[], object]):
    """Return what `build` returns: a plain value, or records; the rows that it adds stand in the database.

    The key names the builder and all that it goes by besides the database, the open scope and the hour. Records come
    without their relations: the caller links them. A test with real transactions always builds.
    """
    if not remembers or not connection.in_atomic_block:
        return build()
    scope = repr(sorted((name, getattr(value, "pk", value)) for name, value in get_scope().items()))
    key = key, scope, connection.settings_dict["NAME"], f"{timezone.now():%Y%m%d%H}"
    tables, memories = _known.get(key, ((), {}))
    found = _content(tables)
    if found in memories:
        return _put(memories[found])
    if len(memories) >= MANY_MEMORIES or any(len(rows) > MANY_ROWS for _, rows in found):
        return build()
    return _watch(key, build)


def _content(tables) -> tuple:
    """Return the columns and the rows of each table."""
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append((tuple(column[0] for column in cursor.description), tuple(cursor.fetchall())))
    return tuple(found)


def _watch(key: Hashable, build: Callable[[], object]):
    """Build, and keep in mind what came of it if rows were added and nothing else happened."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    before: dict[str, tuple] = {}

    def note(execute, sql, *facts):
        for table in ours & set(NAMED.findall(sql)) - before.keys():
            before[table] = ()
            before[table] = _content([table])[0]
        return execute(sql, *facts)

    hooks, waiting = len(connection.run_on_commit), search._touched.keys
    search._touched.keys = set()
    try:
        with connection.execute_wrapper(note):
            result = build()
    finally:
        touched = frozenset(search._touched.keys)
        search._touched.keys = waiting | touched
    later = {hook[1] for hook in connection.run_on_commit[hooks:]} - {search._flush}
    statements, gone = [], later
    for table, (columns, rows) in zip(before, _content(before), strict=True):
        known = set(before[table][1])
        gone |= known - set(rows)
        if added := [row for row in rows if row not in known]:
            statements.append(_statement(table, columns, added))
    if not gone:
        tables, memories = _known.get(key, ((), {}))
        if not before.keys() <= set(tables):
            tables, memories = sorted({*tables, *before}), {}
        # A table that this run did not touch holds now what it held before.
        found = tuple(before.get(table) or _content([table])[0] for table in tables)
        memories[found] = Memory(tuple(statements), touched, _kept(result))
        _known[key] = tables, memories
    return result


def _statement(table: str, columns: tuple, rows: list) -> tuple[str, list]:
    """Return the statement that puts rows into a table, with its values."""
    names = ", ".join(f'"{each}"' for each in columns)
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
    return f'INSERT INTO "{table}" ({names}) VALUES {places}', [value for row in rows for value in row]


def _kept(result):
    """Return a result in a form that no test can change: records as their model and values."""
    if isinstance(result, tuple):
        return tuple(_kept(each) for each in result)
    if isinstance(result, Model):
        return type(result), {field.attname: getattr(result, field.attname) for field in result._meta.concrete_fields}
    return result


def _fresh(kept):
    """Return the result that was kept, its records as new objects."""
    if not isinstance(kept, tuple):
        return kept
    if not (kept and isinstance(kept[0], type)):
        return tuple(_fresh(each) for each in kept)
    model, values = kept
    record = model(**deepcopy(values))
    record._state.adding, record._state.db = False, connection.alias
    return record


def _put(memory: Memory):
    """Put the rows back; return the result."""
    with connection.cursor() as cursor:
        for sql, values in memory.statements:
            cursor.execute(sql, values)
    if memory.touched:
        search._touched.keys |= memory.touched
        transaction.on_commit(search._flush, robust=True)
    return _fresh(memory.result)
