"""What was done in a province is written once, each line with the digest of its words, and a table of seals chains them.

Lines from before have no digest, nor have those that older code still writes: their words make it when they are sealed.
Schema and triggers go together: in between, seals would stand without them.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

first = import_module("communes.migrations.0002_history_is_append_only")

TABLES = ("province_provinceact", "province_provinceseal")


def _of(table: str, statements: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the statements that were written for the history of communes, for another table."""
    return {kind: [each.replace(first.TABLE, table) for each in lines] for kind, lines in statements.items()}


FORBID = [_of(table, first.FORBID) for table in TABLES]
ALLOW = [_of(table, first.ALLOW) for table in TABLES]


def forbid(apps, schema_editor):
    """Put up the triggers of both tables."""
    for statements in FORBID:
        first.run(schema_editor.connection, statements)


def allow(apps, schema_editor):
    """Take the triggers of both tables down."""
    for statements in ALLOW:
        first.run(schema_editor.connection, statements)


class Migration(migrations.Migration):
    dependencies = [("province", "0002_second_step"), ("communes", "0002_history_is_append_only")]

    operations = [
        migrations.AddField(
            model_name="provinceact",
            name="digest",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name="ProvinceSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="province.provinceact"
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seals", to="province.province"
                    ),
                ),
            ],
            options={
                "verbose_name": "dấu niêm phong việc của tỉnh",
                "verbose_name_plural": "dấu niêm phong việc của tỉnh",
                "constraints": [
                    models.UniqueConstraint(fields=("province", "number"), name="province_seal_number_once_in_province")
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
