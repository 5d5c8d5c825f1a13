"""The database of the first release, kept as plain rows: what its own migrations, demo and services left on SQLite.

That release is 895051e of 2026-11-21, where a plan first goes all the way to its summary and the award book by
migrations that never changed again. Its demo filled five communes; then its services played a day more, which adds what
the demo lacks: an earlier award, a discipline, an examination, a dossier's file and the list of its papers, an opinion
asked for, priorities, a session with a conflict and a secret ballot on which two of five have voted, two papers asked
for and not made.

To take it out anew, with DATABASE_URL naming such a database:
`manage.py shell -c "from operations.tests import first_release; first_release.take()"`.
Nobody can sign in with its passwords; who really signed the plans has an invented name; files are rows without bytes.
"""

import json
import lzma
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kit.vietnamese import fold
from operations.services import loading, sequences
from operations.services.tables import Table, read, tables

KEPT = Path(__file__).with_name("first_release.json.xz")
SIGNERS = ("Hà Văn Mẫu", "Lý Thị Mẫu", "Ma Văn Mẫu")


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of that day: for each table's label its rows as columns with portable values."""
    return {
        label: [dict(zip(told["columns"], row, strict=True)) for row in told["rows"]]
        for label, told in _kept()["tables"].items()
    }


def load() -> list[Table]:
    """Make the tables of that day in an empty database and fill them; return them."""
    kept = _kept()
    found = loading.shape(kept["migrations"])
    with loading.filling(found):
        for table in found:
            told = kept["tables"][table.label]
            assert told["columns"] == [column.name for column in table.columns], table.label
            loading.load(table, iter([[tuple(row) for row in told["rows"]]]))
        sequences.set_last_keys("default", found, kept["last_keys"])
    return found


def _kept() -> dict[str, Any]:
    return json.loads(lzma.decompress(KEPT.read_bytes()))


def take() -> None:
    """Write every row of the product's database into the file, one row a line, always in the same order."""
    loader = MigrationExecutor(connection).loader
    applied = sorted(node for node in loader.applied_migrations if node in loader.graph.nodes)
    found = tables(loader.project_state(applied).apps)
    lines = ["{", f'"migrations": {json.dumps(applied)},']
    lines += [f'"last_keys": {json.dumps(sequences.last_keys("default", found))},', '"tables": {']
    for table in found:
        columns = [column.name for column in table.columns]
        lines.append(f'"{table.label}": {{"columns": {json.dumps(columns)}, "rows": [')
        lines += [_line(columns, row) for batch in read(table, using="default") for row in batch]
        lines[-1] = lines[-1].removesuffix(",")
        lines.append("]},")
    lines[-1] = "]}}}"
    words = "\n".join(lines) + "\n"
    for real, invented in zip(_signers(), SIGNERS, strict=True):
        for way in (str, str.upper, fold):
            words = words.replace(way(real), way(invented))
    KEPT.write_bytes(lzma.compress(words.encode(), preset=9))


def _line(columns: list[str], row: tuple) -> str:
    """Return a row as a line of JSON, a password as one that nobody has."""
    values = [UNUSABLE_PASSWORD_PREFIX if name == "password" else value
              for name, value in zip(columns, row, strict=True)]  # fmt: skip
    return f"{json.dumps(values, ensure_ascii=False)},"


def _signers() -> list[str]:
    """Return who signed the plans that the product brings along."""
    plans = [yaml.safe_load(path.read_text())["plan"] for path in sorted((settings.BASE_DIR / "plans").glob("*.yaml"))]
    return [plan["signature"]["name"] for plan in plans if "name" in plan["signature"]]
