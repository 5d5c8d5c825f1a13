"""Each line of history gets the digest of its words, and a table of seals chains the lines of a commune.

Schema and data go together here: in between, history would stand without its triggers.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from communes.rules.chain import WORDS, digest_of

first = import_module("communes.migrations.0002_history_is_append_only")

TABLE = "communes_historyseal"
AT_ONCE = 2_000

FORBID = {kind: [each.replace(first.TABLE, TABLE) for each in statements] for kind, statements in first.FORBID.items()}
ALLOW = {kind: [each.replace(first.TABLE, TABLE) for each in statements] for kind, statements in first.ALLOW.items()}


def forbid(apps, schema_editor):
    """Put up the triggers of both tables."""
    for statements in (first.FORBID, FORBID):
        first.run(schema_editor.connection, statements)


def allow(apps, schema_editor):
    """Take the triggers of both tables down."""
    for statements in (first.ALLOW, ALLOW):
        first.run(schema_editor.connection, statements)


def give_digests(apps, schema_editor):
    """Write the digest of every line that has none, a batch at a time."""
    entries = apps.get_model("communes", "HistoryEntry").objects.filter(digest="").order_by("pk")
    last = 0
    while rows := list(entries.filter(pk__gt=last).values("pk", *WORDS)[:AT_ONCE]):
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {first.TABLE} SET digest = %s WHERE id = %s", [(digest_of(row), row["pk"]) for row in rows]
            )
        last = rows[-1]["pk"]


class Migration(migrations.Migration):
    """Digests, keys of reads, seals, and the triggers of both tables."""

    dependencies = [("communes", "0005_training")]

    operations = [
        migrations.RunPython(first.allow, first.forbid),
        migrations.AddField(
            model_name="historyentry",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historyentry",
            name="read_key",
            field=models.CharField(editable=False, max_length=160, null=True),
        ),
        migrations.AddConstraint(
            model_name="historyentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("read_key__isnull", False)),
                fields=("read_key",),
                name="history_notes_a_read_once",
            ),
        ),
        migrations.CreateModel(
            name="HistorySeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history_seals",
                        to="communes.commune",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="communes.historyentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "dấu niêm phong lịch sử",
                "verbose_name_plural": "dấu niêm phong lịch sử",
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "number"), name="history_seal_number_once_in_commune")
                ],
            },
        ),
        migrations.RunPython(give_digests, migrations.RunPython.noop),
        migrations.RunPython(forbid, allow),
    ]
