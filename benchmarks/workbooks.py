"""A long list as a workbook or as CSV, in a process of its own: python -m benchmarks.workbooks ROWS [csv].

Answers with JSON.

The rows are made first where the database, which has its tables already, does not hold them yet.
"""

import gc
import json
import sys
import tempfile
import time
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope  # noqa: E402

from benchmarks import machine  # noqa: E402
from communes.access import Actor  # noqa: E402
from communes.models import Commune, Person  # noqa: E402
from communes.tests.factories import make_commune, make_unit  # noqa: E402
from kit.vietnamese import fold, sort_key  # noqa: E402
from reports.exports.base import CHUNK, LISTS, Asked  # noqa: E402
from reports.producers.workbooks import fill, plain  # noqa: E402


def seed(rows: int) -> Commune:
    """Make a commune with that many people in one unit."""
    slug = f"workbook-{rows}"
    if found := Commune.objects.filter(slug=slug).first():
        return found
    commune = make_commune(slug, f"Bảng Tính {rows}")
    unit = make_unit(commune, "Phòng Kinh tế")
    names = (f"Nguyễn Thị Người {number}" for number in range(rows))
    people = (
        Person(commune=commune, unit=unit, full_name=name, folded=fold(name), sort_key=sort_key(name),
               position="Công chức văn hóa – xã hội", category="civil_servant", birth_year=1980)
        for name in names
    )  # fmt: skip
    with scope(commune=commune):
        Person.objects.bulk_create(people, batch_size=1_000)
    return commune


def main(rows: int, *, csv: bool = False) -> dict:
    """Write the list of people as the product does; seconds of wall and of processor, queries, MB, bytes."""
    commune, listed = seed(rows), LISTS["people"]
    asked = Asked(Actor.of_product(commune), QueryDict(""))
    gc.collect()
    before = machine.peak_memory()
    with tempfile.TemporaryDirectory() as folder, scope(commune=commune), CaptureQueriesContext(connection) as asking:
        started, worked = time.perf_counter(), time.process_time()
        path = Path(folder) / "list"
        found = listed.find(asked)
        number = found.number
        if csv:
            path.write_bytes(made := plain(listed, asked, found))
            written = made.count(b"\r\n") - 1
        else:
            written = fill(path, listed, asked, found)
        wall, cpu = time.perf_counter() - started, time.process_time() - worked
        size = path.stat().st_size
    # Whoever reads the list stands in it too, where somebody does.
    if not number == written >= rows:
        raise SystemExit(f"{written} of {number} rows written, at least {rows} expected.")
    return {
        "rows": written,
        "chunk": CHUNK,
        "wall": wall,
        "cpu": cpu,
        "queries": len(asking),
        "bytes": size,
        "memory_before_mb": before,
        "memory_peak_mb": machine.peak_memory(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), csv=sys.argv[2:] == ["csv"])))
