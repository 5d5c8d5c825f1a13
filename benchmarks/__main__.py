"""Measure pages and papers, print one table, keep the figures under var/benchmarks: python -m benchmarks

SQLite in a temporary folder, or with DATABASE_URL=postgres://… a database of its own on that server, dropped
afterwards. Fails when a list page asks the database more with 5,000 reports than with 200, or the same twice.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
SUMMARY_UNITS = (30, 300)


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"emulation_benchmarks_{os.getpid()}"
    _tell(server, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(server: str, statement: str) -> None:
    with contextlib.closing(psycopg2.connect(server)) as link:
        link.autocommit = True
        link.cursor().execute(statement)


def child(env: dict[str, str], *words: str) -> dict:
    """Run one measurement in a process of its own; return what it found."""
    done = subprocess.run(
        [sys.executable, "-m", *words], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed.")
    return json.loads(done.stdout)


def measure() -> dict:
    """Measure everything, one thing after the other."""
    with tempfile.TemporaryDirectory(prefix="emulation-benchmarks-") as name, database(Path(name)) as address:
        env = {key: word for key, word in os.environ.items() if key not in ("REDIS_URL", "DEBUG", "HTTPS", "PROXIES")}
        env |= {
            "DATABASE_URL": address,
            "STATE_DIR": name,
            "MEDIA_ROOT": f"{name}/media",
            "SECRET_KEY": "for benchmarks only",
            "DJANGO_SETTINGS_MODULE": "emulation.settings",
            "CELERY_BROKER_URL": "memory://",
            "LOG_LEVEL": "WARNING",
        }
        found = child(env, "benchmarks.pages")
        found["papers"] = {units: child(env, "benchmarks.papers", str(units)) for units in SUMMARY_UNITS}
    return found


def table(found: dict) -> Iterator[str]:
    """Set the figures as a Markdown table."""
    it = found["machine"]
    yield (
        f"{it['date']}: {it['processor']}, {it['cores']} cores, {it['memory_gb']} GB; Python {it['python']}, "
        f"Django {it['django']}, {it['database']}; load {it['load']} at the start"
    )
    yield ""
    yield "| list page | unit reports | queries | repeated | kB | median ms | p95 ms | CPU ms | × F |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for reports, pages in found["pages"].items():
        for name, page in pages.items():
            yield (
                f"| {name} | {int(reports):,} | {page['queries']} | {page['repeated']} | {page['bytes'] / 1000:.1f} "
                f"| {page['median']:.1f} | {page['p95']:.1f} | {page['cpu']:.1f} | {page['floors']:.1f} |"
            )
    yield ""
    heads = "pages | gather + build s | PDF s | DOCX s | all s (CPU s) | peak MB (before) | PDF + DOCX kB"
    yield f"| summary report | {heads} |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for units, paper in found["papers"].items():
        wall = paper["wall"]
        yield (
            f"| {units} units | {paper['pages']} | {wall['gather'] + wall['build']:.2f} | {wall['pdf']:.1f} "
            f"| {wall['docx']:.1f} | {sum(wall.values()):.1f} ({sum(paper['cpu'].values()):.1f}) "
            f"| {paper['memory_peak_mb']} ({paper['memory_before_mb']}) "
            f"| {paper['pdf_bytes'] / 1000:.0f} + {paper['docx_bytes'] / 1000:.0f} |"
        )


def faults(found: dict) -> list[str]:
    """Name the pages that ask more where there is more, or ask the same twice."""
    few, many = found["pages"].values()
    grown = [f"{name}: {few[name]['queries']} queries grew to {many[name]['queries']}"
             for name in few if many[name]["queries"] > few[name]["queries"]]  # fmt: skip
    twice = [f"{name}: {page['repeated']} statements repeated" for name, page in many.items() if page["repeated"]]
    return grown + twice


def main() -> int:
    """Measure, print, keep; return 1 when a page grew."""
    found = measure()
    sys.stdout.write("\n".join(table(found)) + "\n")
    folder = Path(os.environ.get("STATE_DIR") or ROOT / "var") / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{datetime.now():%Y%m%d-%H%M%S}.json"  # noqa: DTZ005 - the machine's own clock
    kept.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    sys.stdout.write(f"\n{kept}\n")
    problems = faults(found)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
