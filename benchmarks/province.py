"""The main pages of a province over HTTP, beside the floor: python -m benchmarks.province. Answers with JSON.

Real gunicorn, two processes for the product and two for the floor and the bare pages, on this machine; first one
commune alone, then the same among 124. Each round asks for every page by turns with the floor; the best round counts.
Runs on an empty PostgreSQL database of its own.
"""

import contextlib
import http.client
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from awards.models import Nomination  # noqa: E402
from awards.tests.factories import make_ballot, make_council, make_session  # noqa: E402
from benchmarks import floor, machine  # noqa: E402
from benchmarks.award_seeding import LOOKED_AT  # noqa: E402
from benchmarks.province_seeding import COMMUNES, Made, seed, sizes  # noqa: E402
from communes.models import PublicPage  # noqa: E402
from scripts.processes import answers, end, free_port, spawn, wait_for  # noqa: E402

ROUNDS, PER_ROUND, WARM = 3, 25, 4
FLOOR, LIST, DETAIL = "floor F", "bare list of 50", "bare detail"


def pages(made: Made) -> dict[str, str]:
    """Return the pages of a commune by name; its council votes on fifty dossiers."""
    base = f"/{made.cast.commune.slug}"
    with scope(commune=made.cast.commune):
        opened = {"is_open": True, "changed_at": LOOKED_AT, "changed_by": "Người mở"}
        for key in PublicPage.Key:
            PublicPage.objects.create(commune=made.cast.commune, key=key, **opened)
        waiting = list(Nomination.objects.filter(status="on_agenda").order_by("pk")[:50])
        ballot = make_ballot(make_session(make_council(made.cast), waiting, status="in_session"), status="open")
        dossier = Nomination.objects.filter(status="eligible").order_by("pk").first()
        report = made.campaign.obligations.order_by("pk").first()
    return {
        FLOOR: f"/{floor.PATH}",
        LIST: f"/{floor.PATH}{made.cast.commune.slug}/",
        DETAIL: f"/{floor.PATH}{made.cast.commune.slug}/{dossier.pk}/",
        "nominations, 50 a page": f"{base}/nominations/?size=50",
        "unit reports, 50 a page": f"{base}/campaigns/{made.campaign.pk}/reports/?size=50",
        "people, 50 a page": f"{base}/people/?size=50",
        "a dossier": dossier.get_absolute_url(),
        "a unit report": report.get_absolute_url(),
        "council: a ballot": ballot.get_absolute_url(),
        "home": f"{base}/",
        "form of a new dossier": f"{base}/campaigns/{made.campaign.pk}/nominate/",
        "public page": f"{base}/cong-khai/",
    }


class Server:
    """Gunicorn with two processes, as it runs in service."""

    def __init__(self, application: str):
        self.port = free_port()
        words = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", application]
        env = os.environ | {"PORT": str(self.port), "HOST": "127.0.0.1", "WEB_WORKERS": "2"}
        self.child = spawn(words, env=env, cwd=settings.BASE_DIR, stdout=sys.stderr)
        if not wait_for(lambda: answers(self.port), self.child, 60):
            raise SystemExit(f"{application} does not answer.")

    def ask(self, path: str, cookie: str) -> tuple[float, int, bytes]:
        """Ask for a page; return milliseconds, status and what came."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(link):
            started = time.perf_counter()
            headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Host": f"localhost:{self.port}"}
            link.request("GET", path, headers=headers)
            answer = link.getresponse()
            content = answer.read()
            return (time.perf_counter() - started) * 1000, answer.status, content

    def memory(self) -> list[int]:
        """Return the MiB that each process holds, what is shared among them counted in every one."""
        tasks = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text().split()
        return [int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) // 1024 for pid in tasks]


@contextlib.contextmanager
def serving() -> Iterator[tuple[Server, Server]]:
    """Serve the product and, beside it, the floor."""
    connections.close_all()
    found: list[Server] = []
    try:
        for application in ("emulation.wsgi", "benchmarks.bare:application"):
            found.append(Server(application))
        yield found[0], found[1]
    finally:
        for server in found:
            end(server.child)


def measure(made: Made, addresses: dict[str, str]) -> dict:
    """Measure every page by turns with the floor."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(made.cast.actor("officer").user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    facts = {name: counted(client, path) for name, path in addresses.items() if name not in (FLOOR, LIST, DETAIL)}
    with serving() as (product, bare):
        servers = {name: bare if name in (FLOOR, LIST, DETAIL) else product for name in addresses}
        for name, path in addresses.items():
            for _ in range(WARM):
                _, status, content = servers[name].ask(path, cookie)
                if status != 200:
                    raise SystemExit(f"{path}: {status}")
            facts.setdefault(name, {})["sent"] = len(content)
        rounds = [one_round(servers, addresses, cookie) for _ in range(ROUNDS)]
        memory = product.memory()
    for name, fact in facts.items():
        best = min(rounds, key=lambda found, name=name: median(found[name][0]) / median(found[name][1]))
        own, base = best[name]
        fact |= {"p50": median(own), "p95": quantiles(own, n=20)[-1], "floors": median(own) / median(base)}
        fact["tail"] = fact["p95"] / fact["p50"]
    return {"pages": facts, "memory_mib": memory}


def counted(client: Client, path: str) -> dict:
    """Return how often a page asks the database, how often the same, and its bytes before compression."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    statements = [query["sql"] for query in queries.captured_queries]
    return {
        "queries": len(statements),
        "repeated": len(statements) - len(set(statements)),
        "bytes": len(answer.content),
    }


def one_round(servers: dict[str, Server], addresses: dict[str, str], cookie: str) -> dict:
    """Ask for each page and, right after it, for the floor; return the milliseconds of both."""
    found: dict[str, tuple[list[float], list[float]]] = {}
    for name, path in addresses.items():
        own, base = found.setdefault(name, ([], []))
        for _ in range(PER_ROUND):
            own.append(servers[name].ask(path, cookie)[0])
            base.append(servers[FLOOR].ask(addresses[FLOOR], cookie)[0])
    return found


def main() -> dict:
    """Seed and measure one commune, then the province around it."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    found: dict = {"machine": machine.facts()}
    first = seed(1)
    addresses = pages(first)
    machine.settle()
    found["one commune"] = measure(first, addresses)
    started = time.perf_counter()
    for number in range(2, COMMUNES + 1):
        seed(number)
    machine.settle()
    found["seeded_s"] = time.perf_counter() - started
    sys.stderr.write(f"the province seeded in {found['seeded_s']:.0f} s\n")
    with scopes_disabled():
        found["sizes"] = sizes()
    found["province"] = measure(first, addresses)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
