"""On SQLite nothing takes the place of a line or a seal: INSERT OR REPLACE removes a row without asking the triggers of DELETE.

PostgreSQL knows no such statement.
"""

from importlib import import_module

from django.db import migrations

first = import_module("communes.migrations.0002_history_is_append_only")

ENTRY, SEAL = "communes_historyentry", "communes_historyseal"
TWICE = f"RAISE(ABORT, '{first.REFUSAL}')"


def guard(table: str, name: str, known: str, answer: str) -> str:
    """Return the trigger of a table that answers a row of which a stored one has what `known` compares."""
    return (
        f"CREATE TRIGGER {table}_no_{name} BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {known}) BEGIN SELECT {answer}; END"
    )


def above_nought(table: str) -> str:
    """Return the trigger that refuses a key below 1: a row without a key has −1 for the triggers above."""
    return (
        f"CREATE TRIGGER {table}_key_counts AFTER INSERT ON {table} WHEN NEW.id < 1 "
        "BEGIN SELECT RAISE(ABORT, 'Lịch sử chỉ nhận khóa từ 1 trở lên.'); END"
    )


def take_down(guards: list[str]) -> list[str]:
    """Return the statements that take triggers down again."""
    return [f"DROP TRIGGER IF EXISTS {each.split()[2]}" for each in guards]


def of_seals(table: str, holder: str) -> list[str]:
    """Return the triggers of a table of seals: by key, by the line sealed, by the number in the holder's chain."""
    return [
        guard(table, "replace", "id = NEW.id", TWICE),
        guard(table, "second_seal", "entry_id = NEW.entry_id", TWICE),
        guard(table, "second_number", f"{holder} = NEW.{holder} AND number = NEW.number", TWICE),
        above_nought(table),
    ]


# A look of the same hour is told once: where two requests write it at once, the first line stays and nobody is refused.
GUARDS = [
    guard(ENTRY, "replace", "id = NEW.id", TWICE),
    above_nought(ENTRY),
    guard(ENTRY, "second_read", "NEW.read_key IS NOT NULL AND read_key = NEW.read_key", "RAISE(IGNORE)"),
    *of_seals(SEAL, "commune_id"),
]
FORBID = {"sqlite": GUARDS, "postgresql": []}
ALLOW = {"sqlite": take_down(GUARDS), "postgresql": []}


def forbid(apps, schema_editor):
    """Put up the triggers."""
    first.run(schema_editor.connection, FORBID)


def allow(apps, schema_editor):
    """Take the triggers down."""
    first.run(schema_editor.connection, ALLOW)


class Migration(migrations.Migration):
    dependencies = [("communes", "0008_retention_term")]

    operations = [migrations.RunPython(forbid, allow)]
