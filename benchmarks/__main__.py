"""Measure pages and papers, print one table, keep the figures under var/benchmarks: python -m benchmarks

`python -m benchmarks weights` weighs the pages alone; `python -m benchmarks province` asks for the main pages of a
province of 124 communes over HTTP, on a throwaway PostgreSQL of its own; `province --communes 3` of a small one;
`python -m benchmarks workers` has the same papers made by one worker and by two.

SQLite in a temporary folder, or with DATABASE_URL=postgres://… a database of its own on that server, dropped
afterwards. Fails when a page asks the database more with 5,000 reports or dossiers than with 200, or the same twice.
"""

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks import province_tables, workers
from benchmarks.machine import ROOT, child
from benchmarks.province_tables import COMMUNES, grown
from scripts.throwaway import postgres

SUMMARY_UNITS = (30, 100, 300)
DECISION_LINES = (50, 500)
WORKBOOK_ROWS = (1_000, 20_000)
BUNDLES = ("10", "50", "100", "scan")
AWARDS = ("award_pages", "eligibility", "council")
CERTIFICATES, WAYS = (100, 1000), ("product", "weasyprint", "word")
# How much faster than the other ways the certificates of a large decision must be made.
FASTER = {"weasyprint": 6, "word": 5}
# What a page may weigh on the wire: with everything that it names, and when the browser has kept the rest.
LIGHT = {"first": 200_000, "next": 30_000}
HEAVIEST = 12


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


@contextlib.contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """Give the environment of the measurements: production settings, an empty database, a folder of their own."""
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
        yield env


def measure() -> dict:
    """Measure everything, one thing after the other."""
    with surroundings() as env:
        found = child(env, "benchmarks.pages")
        for what in AWARDS:
            found[what] = child(env, "benchmarks.awards", what)
        found["papers"] = {units: child(env, "benchmarks.papers", str(units)) for units in SUMMARY_UNITS}
        found["decisions"] = {lines: child(env, "benchmarks.decisions", str(lines)) for lines in DECISION_LINES}
        found["certificates"] = {
            count: {way: child(env, "benchmarks.certificates", way, str(count)) for way in WAYS}
            for count in CERTIFICATES
        }
        found["bundles"] = {files: child(env, "benchmarks.bundles", files) for files in BUNDLES}
        found["workbooks"] = {rows: child(env, "benchmarks.workbooks", str(rows)) for rows in WORKBOOK_ROWS}
        found["weights"] = child(env, "benchmarks.weights")
    return found


def weigh() -> dict:
    """Weigh the pages alone."""
    with surroundings() as env:
        return child(env, "benchmarks.weights")


def _ready(server: str) -> str:
    """Return the address of a server that listens, once it takes questions too."""
    for _ in range(100):
        with contextlib.suppress(psycopg2.OperationalError):
            _tell(server, "SELECT 1")
            return server
        time.sleep(0.1)
    raise SystemExit(f"{server} does not answer.")


def span(communes: int) -> dict:
    """Measure a province, on a PostgreSQL of its own where the environment names none; one commune on SQLite too."""
    outside = os.environ.pop("DATABASE_URL", "")
    with surroundings() as env:
        light = child(env, "benchmarks.province", "alone")
    with tempfile.TemporaryDirectory(prefix="emulation-servers-") as name, contextlib.ExitStack() as stack:
        if not outside.startswith("postgres"):
            Path(name).chmod(0o755)
            outside = _ready(stack.enter_context(postgres(Path(name))))
        os.environ["DATABASE_URL"] = outside
        env = stack.enter_context(surroundings())
        return child(env, "benchmarks.province", str(communes)) | {"sqlite": light}


def table(found: dict) -> Iterator[str]:
    """Set the figures as a Markdown table."""
    it = found["machine"]
    yield (
        f"{it['date']}: {it['processor']}, {it['cores']} cores, {it['memory_gb']} GB; Python {it['python']}, "
        f"Django {it['django']}, {it['database']}; load {it['load']} at the start"
    )
    yield ""
    yield from page_table("list page", "unit reports", found["pages"])
    yield ""
    yield from paper_table("summary report", "units", found["papers"])
    yield ""
    yield from paper_table("decision with its list", "lines", found["decisions"])
    yield ""
    yield from page_table("page of awards", "dossiers", found["award_pages"])
    yield ""
    yield "| eligibility before a decision | queries | all s (CPU s) | ms a dossier | peak MB (before) |"
    yield "|---|---:|---:|---:|---:|"
    for dossiers, it in found["eligibility"].items():
        yield (
            f"| {int(dossiers):,} dossiers | {it['queries']} | {it['wall']:.2f} ({it['cpu']:.2f}) "
            f"| {it['wall'] * 1000 / int(dossiers):.1f} | {it['memory_peak_mb']} ({it['memory_before_mb']}) |"
        )
    yield ""
    yield "| council of 25 on 100 dossiers | times | queries | kB | median ms | slowest ms | CPU ms | × F |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, step in found["council"].items():
        size = f"{step['bytes'] / 1000:.1f}" if step["bytes"] else ""
        yield (
            f"| {name} | {step['times']} | {step['queries']} | {size} | {step['median']:.1f} | {step['most']:.1f} "
            f"| {step['cpu']:.1f} | {step['floors']:.1f} |"
        )
    yield ""
    yield from certificate_table(found["certificates"])
    yield ""
    yield from bundle_table(found["bundles"])
    yield ""
    yield "| workbook of a list | queries | all s (CPU s) | ms for 100 rows | peak MB (before) | kB |"
    yield "|---|---:|---:|---:|---:|---:|"
    for rows, it in found["workbooks"].items():
        yield (
            f"| {int(rows):,} rows | {it['queries']} | {it['wall']:.1f} ({it['cpu']:.1f}) "
            f"| {it['wall'] * 100_000 / int(rows):.1f} | {it['memory_peak_mb']} ({it['memory_before_mb']}) "
            f"| {it['bytes'] / 1000:.0f} |"
        )
    yield ""
    yield from weight_table(found["weights"])


def weight_table(found: dict) -> Iterator[str]:
    """Set what the pages of each role weigh at most, then the heaviest of all."""
    yield "| role | pages | first visit kB, at most | next kB, at most | next kB, median | queries, at most | there |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for part, pages in found["roles"].items():
        first, later = (sorted(page[what] for page in pages.values()) for what in ("first", "next"))
        asking = max(pages, key=lambda name: pages[name]["queries"])
        yield (
            f"| {part} | {len(pages)} | {first[-1] / 1000:.0f} | {later[-1] / 1000:.1f} "
            f"| {later[len(later) // 2] / 1000:.1f} | {pages[asking]['queries']} | {asking} |"
        )
    yield ""
    yield "| heaviest pages | role | unpacked kB | first visit kB | next kB | queries |"
    yield "|---|---|---:|---:|---:|---:|"
    heaviest: dict[str, tuple[str, dict]] = {}
    for part, pages in found["roles"].items():
        for name, page in pages.items():
            if name not in heaviest or page["next"] > heaviest[name][1]["next"]:
                heaviest[name] = (part, page)
    for name, (part, page) in sorted(heaviest.items(), key=lambda each: -each[1][1]["next"])[:HEAVIEST]:
        yield (
            f"| {name} | {part} | {page['plain'] / 1000:.0f} | {page['first'] / 1000:.0f} "
            f"| {page['next'] / 1000:.1f} | {page['queries']} |"
        )


def paper_table(head: str, noun: str, found: dict) -> Iterator[str]:
    """Set what a paper costs as it grows, and how many times the smallest it takes."""
    heads = "pages | gather + build s | PDF s | DOCX s | all s (CPU s) | growth | peak MB (before) | PDF + DOCX kB"
    yield f"| {head} | {heads} |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    least = min(sum(paper["wall"].values()) for paper in found.values())
    for number, paper in found.items():
        wall, cpu = paper["wall"], sum(paper["cpu"].values())
        before = sum(spent for step, spent in wall.items() if step not in ("pdf", "docx"))
        yield (
            f"| {number} {noun} | {paper['pages']} | {before:.2f} | {wall['pdf']:.1f} "
            f"| {wall['docx']:.1f} | {sum(wall.values()):.1f} ({cpu:.1f}) | × {sum(wall.values()) / least:.1f} "
            f"| {paper['memory_peak_mb']} ({paper['memory_before_mb']}) "
            f"| {paper['pdf_bytes'] / 1000:.0f} + {paper['docx_bytes'] / 1000:.0f} |"
        )


def certificate_table(found: dict) -> Iterator[str]:
    """Set the three ways to make certificates side by side."""
    yield "| certificates | way | all s (CPU s) | ms each | times the product's | peak MB | kB |"
    yield "|---:|---|---:|---:|---:|---:|---:|"
    for count, ways in found.items():
        for way, it in ways.items():
            if it is None:
                yield f"| {int(count):,} | {way} | LibreOffice is not installed | | | | |"
                continue
            yield (
                f"| {int(count):,} | {way} | {it['wall']:.1f} ({it['cpu']:.1f}) | {it['wall'] * 1000 / int(count):.1f} "
                f"| {it['wall'] / ways['product']['wall']:.1f} | {it['memory_peak_mb']} | {it['bytes'] / 1000:.0f} |"
            )


def bundle_table(found: dict) -> Iterator[str]:
    """Set what bundles of more and more uploads cost."""
    yield "| bundle of 5 papers and uploads | MB uploaded | pages | all s (CPU s) | peak MB (before) | PDF + ZIP MB |"
    yield "|---|---:|---:|---:|---:|---:|"
    for files, it in found.items():
        name = "one scan of 200 pages" if files == "scan" else f"{files} files"
        yield (
            f"| {name} | {it['evidence_bytes'] / 1e6:.0f} | {it['pages']} | {it['wall']:.1f} ({it['cpu']:.1f}) "
            f"| {it['memory_peak_mb']} ({it['memory_before_mb']}) "
            f"| {it['pdf_bytes'] / 1e6:.0f} + {it['zip_bytes'] / 1e6:.0f} |"
        )


def page_table(head: str, rows: str, found: dict) -> Iterator[str]:
    """Set the figures of pages as a Markdown table."""
    yield f"| {head} | {rows} | queries | repeated | kB | median ms | p95 ms | CPU ms | × F |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for number, pages in found.items():
        for name, page in pages.items():
            yield (
                f"| {name} | {int(number):,} | {page['queries']} | {page['repeated']} | {page['bytes'] / 1000:.1f} "
                f"| {page['median']:.1f} | {page['p95']:.1f} | {page['cpu']:.1f} | {page['floors']:.1f} |"
            )


def faults(found: dict) -> list[str]:
    """Name what asks more where there is more, and the pages that ask the same twice."""
    problems = []
    for few, many in (found["pages"].values(), found["award_pages"].values()):
        problems += grown(few, many)
        problems += [
            f"{name}: {page['repeated']} statements repeated" for name, page in many.items() if page["repeated"]
        ]
    few, many = found["eligibility"].values()
    problems += grown({"eligibility": few}, {"eligibility": many})
    problems += slow_certificates(found["certificates"][max(found["certificates"], key=int)])
    return problems + too_heavy(found["weights"])


def too_heavy(found: dict) -> list[str]:
    """Name the pages that weigh too much, and the files beside them that browsers would not keep."""
    return found["faults"] + [
        f"{name} as {part}: {page[visit]:,} bytes on the {visit} visit, not {most:,}"
        for part, pages in found["roles"].items()
        for name, page in pages.items()
        for visit, most in LIGHT.items()
        if page[visit] > most
    ]


def slow_certificates(ways: dict) -> list[str]:
    """Name the other ways that the product does not leave far enough behind."""
    own = ways["product"]["wall"]
    return [
        f"certificates: only {ways[way]['wall'] / own:.1f} times faster than {way}, not {times}"
        for way, times in FASTER.items()
        if ways[way] and ways[way]["wall"] < times * own
    ]


def main() -> int:
    """Measure, print, keep; return 1 when a page grew or weighs too much."""
    if sys.argv[1:] == ["weights"]:
        found = weigh()
        sys.stdout.write("\n".join(weight_table(found)) + "\n")
        return told(too_heavy(found))
    if sys.argv[1:] == ["workers"]:
        found = workers.measure()
        sys.stdout.write("\n".join(workers.table(found)) + "\n")
        keep(found, "workers-")
        return told(workers.faults(found))
    if sys.argv[1:2] == ["province"]:
        asked = argparse.ArgumentParser(prog="python -m benchmarks province")
        asked.add_argument("--communes", type=int, default=COMMUNES)
        found = span(asked.parse_args(sys.argv[2:]).communes)
        sys.stdout.write("\n".join(province_tables.table(found)) + "\n")
        keep(found, "province-")
        return told(province_tables.faults(found))
    found = measure()
    sys.stdout.write("\n".join(table(found)) + "\n")
    keep(found)
    return told(faults(found))


def keep(found: dict, kind: str = "") -> None:
    """Keep the figures under var/benchmarks."""
    folder = Path(os.environ.get("STATE_DIR") or ROOT / "var") / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{kind}{datetime.now():%Y%m%d-%H%M%S}.json"  # noqa: DTZ005 - the machine's own clock
    kept.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    sys.stdout.write(f"\n{kept}\n")


def told(problems: list[str]) -> int:
    """Write down what is broken; return the exit code."""
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
