"""An upgrade while the release before still serves: what a migration may do to tables that older code goes on using."""

from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import migrations, models

pytestmark = pytest.mark.once

# What stood before upgrades went on without a pause (docs/operations.md).
BEFORE = {"communes": 7, "campaigns": 5, "awards": 6, "reports": 6, "operations": 1, "province": 0}
TAKES_AWAY = (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel,
              migrations.AlterModelTable)  # fmt: skip


def against(operation) -> str:
    """Say why older code could not go on beside an operation; "" where it can."""
    if isinstance(operation, TAKES_AWAY):
        return "takes away what older code reads: first a release that does not use it, then this"
    if isinstance(operation, migrations.AddField):
        field = operation.field
        filled = field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED
        return "" if filled else "older code inserts rows without this column: give it null or db_default"
    return ""


def newer() -> list[migrations.Migration]:
    """Return the migrations that run while an older release serves; one that cannot has `needs_a_pause`."""
    found = []
    for app, last in BEFORE.items():
        names = sorted(path.stem for path in (Path(settings.BASE_DIR) / app / "migrations").glob("0*.py"))
        made = [import_module(f"{app}.migrations.{name}").Migration(name, app) for name in names]
        found += [each for each in made if int(each.name[:4]) > last and not getattr(each, "needs_a_pause", False)]
    return found


def test_older_code_goes_on_beside_every_newer_migration():
    problems = [
        f"{migration.app_label}.{migration.name}, {operation.describe()}: {words}"
        for migration in newer()
        for operation in migration.operations
        if not migration.initial and (words := against(operation))
    ]

    assert problems == []


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.RemoveField("Unit", "name"), "takes away"),
        (migrations.RenameField("Unit", "name", "title"), "takes away"),
        (migrations.AddField("Unit", "kept", models.BooleanField(default=True)), "db_default"),
        (migrations.AddField("Unit", "kept", models.BooleanField(db_default=True)), ""),
        (migrations.AddField("Unit", "kept_on", models.DateField(null=True)), ""),
    ],
    ids=["removed", "renamed", "filled by code", "filled by the database", "may be empty"],
)
def test_what_older_code_cannot_bear_is_found(operation, words):
    assert words in against(operation)
    assert bool(words) == bool(against(operation))
