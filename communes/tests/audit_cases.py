"""Lines of history, and a hand that changes them behind the product's back."""

from contextlib import contextmanager
from importlib import import_module

from django.db import connection
from django_scopes.state import state

from communes import history, tasks

MIGRATIONS = [
    import_module(f"communes.migrations.{name}")
    for name in ("0002_history_is_append_only", "0006_history_seals", "0009_history_is_not_replaced")
]


def write(unit, *labels: str, by, at) -> list:
    """Write one line for each label."""
    return [history.record("unit.seen", unit, by=by, at=at, label=label, reason="thử", part=0.5) for label in labels]


def tamper(*statements: tuple[str, list]) -> None:
    """Take the triggers down as the owner of a database can, and run statements; foreign keys are looked at never."""
    with connection.cursor() as cursor:
        for each in MIGRATIONS:
            MIGRATIONS[0].run(connection, each.ALLOW)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for statement, values in statements:
            cursor.execute(statement, values)


@contextmanager
def in_service():
    """Put the test's open scope aside: an alarm clock finds none."""
    token = state.set({})
    try:
        yield
    finally:
        state.reset(token)


def check_history() -> None:
    """Let the alarm clock check what was asked for, as in service."""
    with in_service():
        tasks.check_history()
