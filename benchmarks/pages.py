"""The heaviest list pages beside the floor, with 200 and with 5,000 unit reports: python -m benchmarks.pages

Runs on an empty database of its own; answers with JSON.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope  # noqa: E402

from benchmarks import floor, machine  # noqa: E402
from benchmarks.seeding import Seeded, seed, summary_of  # noqa: E402

SIZES = {200: (50, 4), 5000: (1250, 4)}
SUMMARY_UNITS = (30, 100, 300)
ROUNDS, PER_ROUND = 5, 12
PAGES = {
    "reports, 20 a page": "{campaign}/reports/",
    "reports, 50 a page": "{campaign}/reports/?size=50",
    "tracker, 20 a page": "{campaign}/tracker/",
    "tracker, 50 a page": "{campaign}/tracker/?size=50",
}


def prepare() -> None:
    """Make tables, static files and the communes of the summaries."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for units in SUMMARY_UNITS:
        with transaction.atomic():
            seeded = seed(f"summary-{units}", units=units, deadlines=1)
            with scope(commune=seeded.commune):
                summary_of(seeded.campaign)


def signed_in(seeded: Seeded) -> Client:
    """Return a browser in which the officer is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(seeded.officer)
    return client


def fetch(client: Client, address: str) -> Callable[[], bytes]:
    """Return what asks for a page once and gives its bytes."""

    def ask() -> bytes:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return answer.content

    return ask


def measure(seeded: Seeded, pages: dict[str, str]) -> dict[str, dict]:
    """Measure every page and the floor by turns; times in milliseconds."""
    base, campaign = f"/{seeded.commune.slug}", f"/{seeded.commune.slug}/campaigns/{seeded.campaign.pk}"
    client, bare = signed_in(seeded), signed_in(seeded)
    floor.use_plain_chain(bare)
    asks = {"floor F": fetch(bare, f"/{floor.PATH}")}
    asks |= {name: fetch(client, address.format(base=base, campaign=campaign)) for name, address in pages.items()}
    facts = {}
    for name, ask in asks.items():
        ask()
        with CaptureQueriesContext(connection) as queries:
            content = ask()
        statements = [query["sql"] for query in queries.captured_queries]
        facts[name] = {
            "queries": len(statements),
            "repeated": len(statements) - len(set(statements)),
            "bytes": len(content),
        }
    gc.collect()
    gc.freeze()
    wall: dict[str, list[float]] = {name: [] for name in asks}
    cpu: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(ROUNDS):
        for name, ask in asks.items():
            for _ in range(PER_ROUND):
                started, worked = time.perf_counter(), time.process_time()
                ask()
                wall[name].append((time.perf_counter() - started) * 1000)
                cpu[name].append((time.process_time() - worked) * 1000)
    for name, fact in facts.items():
        fact |= {
            "median": median(wall[name]),
            "p95": quantiles(wall[name], n=20)[-1],
            "cpu": median(cpu[name]),
            "floors": median(cpu[name]) / median(cpu["floor F"]),
        }
    return facts


def main() -> dict:
    """Seed and measure one size after the other."""
    prepare()
    found = {"machine": machine.facts(), "pages": {}}
    for reports, (units, deadlines) in SIZES.items():
        started = time.perf_counter()
        with transaction.atomic():
            seeded = seed(f"list-{reports}", units=units, deadlines=deadlines)
        machine.settle()
        sys.stderr.write(f"{reports} reports seeded in {time.perf_counter() - started:.0f} s\n")
        found["pages"][reports] = measure(seeded, PAGES)
    return found


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="benchmarks.floor"):
        sys.stdout.write(json.dumps(main()))
