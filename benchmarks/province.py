"""A province over HTTP, beside the floor: python -m benchmarks.province COMMUNES|alone. Answers with JSON.

Real gunicorn, two processes for the product and two for the floor and the bare pages, on this machine; first one
commune alone, then the same among the others. Each round asks for every page by turns with the floor; the best round
counts. Then what `province_acts` does. `alone` measures one commune, and eight who write at once. Runs on an empty
database of its own.
"""

import contextlib
import http.client
import json
import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from awards.models import Nomination  # noqa: E402
from awards.tests.factories import make_ballot, make_council, make_session  # noqa: E402
from benchmarks import floor, machine, province_acts  # noqa: E402
from benchmarks.award_seeding import LOOKED_AT  # noqa: E402
from benchmarks.province_seeding import Made, seed, sizes  # noqa: E402
from communes.models import PublicPage  # noqa: E402
from scripts.processes import answers, end, free_port, spawn, wait_for  # noqa: E402

ROUNDS, PER_ROUND, WARM = 3, 25, 4
FLOOR, LIST, DETAIL = "floor F", "bare list of 50", "bare detail"
GROWN = (3, 200, 5_000)
WRITE_SECONDS = 60
# What a browser sends with a form to show that the form was its own.
TOKEN = "t" * 32
# How often each list is taken out before the memory of the processes is read.
TAKEN_OUT = 6
# What eight ask for at once: pages of the product, and beside each the bare one.
EIGHT = ("nominations, 50 a page", LIST, "a dossier", DETAIL)
# Pages that somebody else than the officer opens.
READERS = {"home of a leader": "leader"}


def pages(made: Made) -> dict[str, str]:
    """Return the pages of a commune by name; its council votes on fifty dossiers, and on two hundred and fifty."""
    base = f"/{made.cast.commune.slug}"
    with scope(commune=made.cast.commune):
        opened = {"is_open": True, "changed_at": LOOKED_AT, "changed_by": "Người mở"}
        for key in PublicPage.Key:
            PublicPage.objects.create(commune=made.cast.commune, key=key, **opened)
        council, rows = make_council(made.cast), Nomination.objects.order_by("pk")
        few, many = (
            make_ballot(make_session(council, list(some), status="in_session"), status="open")
            for some in (rows[:50], rows[50:300])
        )
        dossier = Nomination.objects.filter(status="eligible").order_by("pk").first()
        # One that no form is sent to.
        report = made.campaign.obligations.order_by("-pk").first()
    return {
        FLOOR: f"/{floor.PATH}",
        LIST: f"/{floor.PATH}{made.cast.commune.slug}/",
        DETAIL: f"/{floor.PATH}{made.cast.commune.slug}/{dossier.pk}/",
        "nominations, 50 a page": f"{base}/nominations/?size=50",
        "unit reports, 50 a page": f"{base}/campaigns/{made.campaign.pk}/reports/?size=50",
        "people, 50 a page": f"{base}/people/?size=50",
        "a dossier": dossier.get_absolute_url(),
        "a unit report": report.get_absolute_url(),
        "council: a ballot on 50": few.get_absolute_url(),
        "council: a ballot on 250": many.get_absolute_url(),
        "home": f"{base}/",
        "home of a leader": f"{base}/",
        "form of a new dossier": f"{base}/campaigns/{made.campaign.pk}/nominate/",
        "public page": f"{base}/cong-khai/",
    }


class Server:
    """Gunicorn with two processes, as it runs in service."""

    def __init__(self, application: str, door: str):
        self.port = free_port()
        words = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", application]
        env = os.environ | {"PORT": str(self.port), "HOST": "127.0.0.1", "WEB_WORKERS": "2"}
        started = time.perf_counter()
        self.child = spawn(words, env=env, cwd=settings.BASE_DIR, stdout=sys.stderr)
        if not wait_for(lambda: answers(self.port), self.child, 60):
            raise SystemExit(f"{application} does not answer.")
        _, status, _ = self.ask(door, "")
        self.first_answer_s = time.perf_counter() - started
        if status >= 400:
            raise SystemExit(f"{application} answers {status} at {door}.")

    def ask(self, path: str, cookie: str, sent: str | None = None) -> tuple[float, int, bytes]:
        """Ask for a page, or send a form; return milliseconds, status and what came."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(link):
            started = time.perf_counter()
            headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Host": f"localhost:{self.port}"}
            if sent is not None:
                headers |= {
                    "Cookie": f"{cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN,
                    "Content-Type": "application/x-www-form-urlencoded",
                }  # fmt: skip
            link.request("GET" if sent is None else "POST", path, body=sent, headers=headers)
            answer = link.getresponse()
            content = answer.read()
            return (time.perf_counter() - started) * 1000, answer.status, content

    def memory(self) -> list[dict[str, int]]:
        """Return the MiB of each process: `whole` with what it shares, `part` with its share of that."""
        tasks = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text().split()
        told = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in tasks]
        return [
            {
                name: int(each.split(f"\n{word}:")[1].split()[0]) // 1024
                for name, word in (("whole", "Rss"), ("part", "Pss"))
            }
            for each in told
        ]


@contextlib.contextmanager
def serving() -> Iterator[tuple[Server, Server]]:
    """Serve the product and, beside it, the floor."""
    connections.close_all()
    found: list[Server] = []
    try:
        doors = {"emulation.wsgi": reverse("account_login"), "benchmarks.bare:application": f"/{floor.PATH}"}
        for application, door in doors.items():
            found.append(Server(application, door))
        yield found[0], found[1]
    finally:
        for server in found:
            end(server.child)


def measure(made: Made, addresses: dict[str, str]) -> dict:
    """Measure every page by turns with the floor, as its reader."""
    clients = {name: signed_in(made, READERS.get(name, "officer")) for name in addresses}
    cookies = {name: f"sessionid={client.cookies['sessionid'].value}" for name, client in clients.items()}
    own = [name for name in addresses if name not in (FLOOR, LIST, DETAIL)]
    facts = {name: counted(clients[name], addresses[name]) for name in own}
    with serving() as (product, bare):
        asks = {
            name: partial((product if name in own else bare).ask, path, cookies[name])
            for name, path in addresses.items()
        }
        for name, ask in asks.items():
            for _ in range(WARM):
                _, status, content = ask()
                if status != 200:
                    raise SystemExit(f"{addresses[name]}: {status}")
            facts.setdefault(name, {})["sent"] = len(content)
        rounds = [one_round(asks) for _ in range(ROUNDS)]
    for name, fact in facts.items():
        best = min(rounds, key=lambda found, name=name: median(found[name][0]) / median(found[name][1]))
        taken, base = best[name]
        fact |= {"p50": median(taken), "p95": quantiles(taken, n=20)[-1], "floors": median(taken) / median(base)}
        fact["tail"] = fact["p95"] / fact["p50"]
    return {"pages": facts}


def signed_in(made: Made, part: str) -> Client:
    """Return a browser in which one of the cast is signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(made.cast.actor(part).user)
    return client


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


def one_round(asks: dict) -> dict:
    """Ask for each page and, right after it, for the floor; return the milliseconds of both."""
    found: dict[str, tuple[list[float], list[float]]] = {}
    for name, ask in asks.items():
        own, base = found.setdefault(name, ([], []))
        for _ in range(PER_ROUND):
            own.append(ask()[0])
            base.append(asks[FLOOR]()[0])
    return found


def growth() -> dict:
    """Ask for the list of people in communes of more and more of them, by turns with the floor."""
    found = {}
    for rows in GROWN:
        address, user = province_acts.listed(rows)
        client, bare = province_acts.signed_in(user), province_acts.signed_in(user)
        floor.use_plain_chain(bare)
        own, base = [], []
        facts = counted(client, address)
        for _ in range(PER_ROUND):
            for asking, path, taken in ((client, address, own), (bare, f"/{floor.PATH}", base)):
                worked = time.process_time()
                asking.get(path)
                taken.append(time.process_time() - worked)
        found[rows] = facts | {"floors": median(own) / median(base), "floor_ms": median(base) * 1000}
    return found


def crowd(made: Made, addresses: dict[str, str]) -> dict:
    """Let two hundred use the pages, at the speed of people and without a pause, and eight a list and a dossier.

    Returns that, the memory of each process after lists were taken out besides, and how long the product took from its
    start to the first answer.
    """
    cookie = f"sessionid={signed_in(made, 'officer').cookies['sessionid'].value}"
    paths = [addresses[name] for name in addresses if name not in (FLOOR, LIST, DETAIL)]
    with serving() as (product, bare):
        ask, ask_bare = (lambda path, server=each: server.ask(path, cookie) for each in (product, bare))
        eight = {
            name: province_acts.at_once(
                ask_bare if name in (LIST, DETAIL) else ask, [addresses[name]],
                users=province_acts.FEW, seconds=province_acts.FEW_SECONDS,
            )
            for name in EIGHT
        }  # fmt: skip
        people = province_acts.at_once(ask, paths, seconds=province_acts.PEOPLE_SECONDS, pause=province_acts.PAUSE)
        load = province_acts.at_once(ask, paths, seconds=province_acts.LOAD_SECONDS)
        take_out(product, made, cookie)
        return {
            "eight at once": eight, "at once": [people, load], "memory_mib": product.memory(),
            "first_answer_s": product.first_answer_s,
        }  # fmt: skip


def take_out(product: Server, made: Made, cookie: str) -> None:
    """Let the servers make, again and again, the CSV of 5,000 people and the workbook of a commune's dossiers."""
    address, user = province_acts.listed(GROWN[-1])
    reader = f"sessionid={province_acts.signed_in(user).cookies['sessionid'].value}"
    people = f"/{address.split('/')[1]}/exports/people/"
    dossiers = f"/{made.cast.commune.slug}/exports/nominations/"
    for _ in range(TAKEN_OUT):
        for path, who, sent in ((people, reader, "form=csv"), (dossiers, cookie, "form=xlsx")):
            _, status, _ = product.ask(path, who, sent)
            if status != 200:
                raise SystemExit(f"{path} answers {status}.")


def main(communes: str) -> dict:
    """Seed and measure one commune, then the province around it."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    found: dict = {"machine": machine.facts()}
    first = seed(1)
    addresses = pages(first)
    machine.settle()
    found["one commune"] = measure(first, addresses)
    if communes == "alone":
        return found["one commune"] | {"writers": province_acts.writers(first, WRITE_SECONDS)}
    found["forms alone"] = province_acts.forms_sent(first)
    started, worked = time.perf_counter(), time.process_time()
    if int(communes) < 2:
        raise SystemExit("A province has two communes at least.")
    second, *_ = [seed(number) for number in range(2, int(communes) + 1)]
    machine.settle()
    found |= {"seeded_s": time.perf_counter() - started, "seeded_cpu_s": time.process_time() - worked}
    sys.stderr.write(f"the province seeded in {found['seeded_s']:.0f} s\n")
    with scopes_disabled():
        found["sizes"] = sizes()
    found["province"] = measure(first, addresses)
    found |= crowd(first, addresses)
    found["growth"] = growth()
    base = found["growth"][GROWN[0]]["floor_ms"]
    found["taken out"] = {form: province_acts.taken_out(base, csv=form == "CSV") for form in ("CSV", "workbook")}
    found["forms"] = province_acts.forms_sent(second)
    return found


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="benchmarks.floor"):
        sys.stdout.write(json.dumps(main(sys.argv[1])))
