"""Connections beside the product's own: a snapshot to read from, a target to fill."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import connections, transaction

POSTGRESQL_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def _described(description: dict) -> dict:
    """Return the description of a database with every default of Django filled in."""
    return connections.configure_settings({"default": {}, "asked": description})["asked"]


@contextmanager
def snapshot(of: str = "default") -> Iterator[str]:
    """Open a connection of its own that sees one moment of a database and writes nothing; give its alias.

    SQLite in WAL keeps that moment while others write; the transaction is DEFERRED, since the product's own begin
    IMMEDIATE and would keep every writer out. PostgreSQL reads REPEATABLE READ.
    """
    alias, known = f"snapshot-{uuid4().hex}", connections[of].settings_dict
    options = {**known["OPTIONS"]}
    if connections[of].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    connections.settings[alias] = {**known, "OPTIONS": options, "CONN_MAX_AGE": 0}
    try:
        with transaction.atomic(using=alias):
            _fix_the_moment(alias)
            yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def _fix_the_moment(alias: str) -> None:
    """Make the open transaction see the database as it is now: the first thing that is read fixes it."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute(POSTGRESQL_SNAPSHOT)
            cursor.execute("SELECT 1 FROM pg_class LIMIT 1")
        else:
            cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1")
            cursor.fetchone()


@contextmanager
def working_on(description: dict) -> Iterator[None]:
    """Let another database be the product's own, in this thread, for a while.

    Data migrations and whatever else names no database write there; the former one cannot be met by mistake.
    """
    before, known = connections["default"], connections.settings["default"]
    connections.settings["default"] = _described(description)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = known
        connections["default"] = before
