"""On SQLite nothing takes the place of an act of a province or of its seal, as in communes/0009."""

from importlib import import_module

from django.db import migrations

communes = import_module("communes.migrations.0009_history_is_not_replaced")

ACT, SEAL = "province_provinceact", "province_provinceseal"
GUARDS = [
    communes.guard(ACT, "replace", "id = NEW.id", communes.TWICE),
    communes.above_nought(ACT),
    *communes.of_seals(SEAL, "province_id"),
]
FORBID = {"sqlite": GUARDS, "postgresql": []}
ALLOW = {"sqlite": communes.take_down(GUARDS), "postgresql": []}


def forbid(apps, schema_editor):
    """Put up the triggers."""
    communes.first.run(schema_editor.connection, FORBID)


def allow(apps, schema_editor):
    """Take the triggers down."""
    communes.first.run(schema_editor.connection, ALLOW)


class Migration(migrations.Migration):
    dependencies = [("province", "0004_roll_ups_are_jobs"), ("communes", "0009_history_is_not_replaced")]

    operations = [migrations.RunPython(forbid, allow)]
