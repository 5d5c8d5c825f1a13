"""The last key that each table gave, so that the key of a removed record is never given again after a restoration."""

from django.db import connections

from operations.services.tables import Table

POSTGRESQL_SEQUENCE = "SELECT pg_get_serial_sequence(%s, %s)"


def last_keys(using: str, tables: list[Table]) -> dict[str, int]:
    """Return the last key given in each table that counts its keys."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            return {name: int(last) for name, last in cursor.fetchall()}
        found = {}
        for table in tables:
            if sequence := _sequence(cursor, table):
                cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
                last, is_called = cursor.fetchone()
                found[table.name] = last if is_called else 0
        return found


def set_last_keys(using: str, tables: list[Table], last: dict[str, int]) -> None:
    """Let each table go on counting behind the last key that it once gave."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in tables:
            number = last.get(table.name, 0)
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
                if number:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, number])
            elif sequence := _sequence(cursor, table):
                cursor.execute("SELECT setval(%s::regclass, %s, %s)", [sequence, max(number, 1), number > 0])


def _sequence(cursor, table: Table) -> str | None:
    """Return the sequence that counts the keys of a table of PostgreSQL; None where it counts none."""
    cursor.execute(POSTGRESQL_SEQUENCE, [table.name, table.key])
    return cursor.fetchone()[0]
