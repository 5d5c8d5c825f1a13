"""Filling the product's own database with rows from elsewhere, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from communes.models import Commune, HistoryEntry, User
from operations.services.problems import Damaged, Stopped, first_line, in_words
from operations.services.sums import TableSums
from operations.services.tables import Row, Table, read, tables, write

CACHE = "cache_entries"
NEWER = (
    "Dữ liệu do bản phần mềm mới hơn ghi ra (bước {}). Hãy cài bản phần mềm đó, hoặc bản mới hơn, rồi chạy lại."
)  # fmt: skip


def in_use() -> bool:
    """Say whether anything stands in the database beyond what preparing it leaves: a commune, an account, a history.

    So does a table that is none of ours: whoever fills the database drops every table in it.
    """
    names = set(connection.introspection.table_names())
    if Commune._meta.db_table not in names:
        return bool(names)
    models = apps.get_models(include_auto_created=True, include_swapped=True)
    ours = {*(model._meta.db_table for model in models), MigrationRecorder.Migration._meta.db_table, CACHE}
    if names - ours:
        return True
    return any(model._base_manager.exists() for model in (Commune, User, HistoryEntry))


def clear() -> None:
    """Drop every table and function of the database, so that it is as on its first day."""
    quote = connection.ops.quote_name
    names = connection.introspection.table_names()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in names:
                cursor.execute(f"DROP TABLE {quote(name)}")
        else:
            for name in names:
                cursor.execute(f"DROP TABLE {quote(name)} CASCADE")
            cursor.execute(
                "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
                "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')"
            )
            for (function,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {function} CASCADE")


def shape(migrations: list[list[str]]) -> list[Table]:
    """Bring an empty database to the migrations that another one has seen; return the tables of that day.

    Raises Stopped where this product does not know one of them.
    """
    executor = MigrationExecutor(connection)
    graph, done = executor.loader.graph, {(app, name) for app, name in migrations}
    if unknown := sorted(done - set(graph.nodes)):
        raise Stopped(NEWER.format(", ".join(".".join(each) for each in unknown[:3])))
    last = [node for node in done if not any(child.key in done and child.key[0] == node[0]
                                             for child in graph.node_map[node].children)]  # fmt: skip
    executor.migrate(sorted(last))
    return tables(MigrationExecutor(connection).loader.project_state(sorted(last)).apps)


@contextmanager
def filling(found: list[Table]) -> Iterator[None]:
    """Empty some tables and keep a transaction open in which they are filled, triggers down, references asked last."""
    with transaction.atomic(), _without_triggers(found):
        with connection.cursor() as cursor:
            for table in found:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")
        yield
        connection.check_constraints()


@contextmanager
def _without_triggers(found: list[Table]) -> Iterator[None]:
    """Take the product's triggers down and put them up again as they were; nobody else sees them down."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        with connection.cursor() as cursor:
            for _, words in triggers:
                cursor.execute(words)
    else:
        _switch_triggers("DISABLE", found)
        yield
        _switch_triggers("ENABLE", found)


def _switch_triggers(verb: str, found: list[Table]) -> None:
    """Switch the triggers of tables of PostgreSQL that are no references."""
    with connection.cursor() as cursor:
        for table in found:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table.name)} {verb} TRIGGER USER")


def load(table: Table, batches: Iterator[list[Row]]) -> None:
    """Put the rows of a table into the database."""
    for batch in batches:
        try:
            write(table, batch, using="default")
        except (DatabaseError, ValueError) as problem:
            why = first_line(problem)
            raise Stopped(f"Bảng {table.label}: cơ sở dữ liệu đích không nhận một số dòng ({why}).") from problem


def compare(found: list[Table], told: dict[str, dict[str, Any]]) -> None:
    """Read every table back and raise Damaged with the first column that is not what the manifest says."""
    for table in found:
        here, there = summed(table, "default"), told[table.label]
        if here["rows"] != there["rows"]:
            raise Damaged(f"Bảng {table.label}: {here['rows']} dòng, phải là {there['rows']}.")
        for name, sums in there["sums"].items():
            if here["sums"][name] != sums:
                raise Damaged(f"Bảng {table.label}, cột {name}: nội dung đọc lại khác với nội dung gốc.")


def summed(table: Table, using: str) -> dict[str, Any]:
    """Return the sums of a table as it stands."""
    sums = TableSums(table)
    for _ in sums.watch(read(table, using=using)):
        pass
    return sums.told()


def forward() -> None:
    """Bring the filled database to this product's own migrations, and what search finds with it."""
    executor = MigrationExecutor(connections["default"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if waiting:
        call_command("reindex", verbosity=0)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Leave the database empty where the work inside fails, and say why in words."""
    try:
        yield
    except BaseException as problem:
        connection.close()
        clear()
        if isinstance(problem, DatabaseError | OSError):
            raise Stopped(f"Không nạp được dữ liệu ({in_words(problem)}). Cơ sở dữ liệu đích đã để trống.") from problem
        raise
