"""What pages weigh on the wire, and how often they ask the database: python -m benchmarks.weights

Every page of every role's menu, and the heaviest pages behind them, as a browser fetches them: compressed, with the
style sheets, scripts and pictures that they name on a first visit, without those that it may keep on the next.
Runs on an empty database of its own; answers with JSON.
"""

import json
import re
import sys
from collections.abc import Iterator
from html import unescape

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope  # noqa: E402

from awards.models import Nomination  # noqa: E402
from awards.tests.factories import make_ballot, make_council, make_session  # noqa: E402
from benchmarks import machine  # noqa: E402
from benchmarks.award_seeding import seed  # noqa: E402
from benchmarks.seeding import SUMMED_UP_AT  # noqa: E402
from campaigns.services import plans  # noqa: E402
from communes.access import Actor  # noqa: E402
from communes.models import Role, Unit  # noqa: E402
from communes.navigation import menu  # noqa: E402
from communes.tests.factories import PEOPLE, Cast, make_commune, make_membership  # noqa: E402

UNITS, STAFF, AGENDA = 100, 4, 100
NAMED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
INSIDE = re.compile(r"url\([\"']?([^\"')]+)")
KEPT_FOR_A_YEAR = re.compile(r"max-age=(\d{8,})")


def prepare() -> tuple[Cast, dict[str, str]]:
    """Make a commune of a hundred units in its second year; return its people and the pages behind the menu."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    cast = Cast(make_commune("weights", "Weights"))
    with transaction.atomic(), scope(commune=cast.commune):
        campaign = seed(cast, units=UNITS, people=STAFF, running={"on_agenda": 1, "eligible": 1})
        unit = Unit.objects.filter(kind=Unit.Kind.RESIDENTIAL).order_by("position").first()
        for part, role in (("head", Role.UNIT_HEAD), ("member", Role.UNIT_MEMBER)):
            make_membership(cast.actor(part).person, role, unit)
        council = make_council(cast)
        waiting = list(Nomination.objects.filter(status="on_agenda").order_by("pk")[:AGENDA])
        ballot = make_ballot(make_session(council, waiting, status="in_session"), status="open")
        plans.start_summary(campaign, by=Actor.of_product(cast.commune), at=SUMMED_UP_AT)
        report = campaign.obligations.filter(unit=unit).first()
        at = f"/weights/campaigns/{campaign.pk}"
        behind = {
            "campaign": f"{at}/",
            "tracker, 50 a page": f"{at}/tracker/?size=50",
            "reports, 50 a page": f"{at}/reports/?size=50",
            "awards of the campaign": f"{at}/awards/",
            "nominations, 100 a page": "/weights/nominations/?size=100",
            "people, 100 a page": "/weights/people/?size=100",
            "a report": report.get_absolute_url(),
            "a dossier": waiting[0].get_absolute_url(),
            "a ballot on 100 dossiers": ballot.get_absolute_url(),
            "its sheet": f"{ballot.get_absolute_url()}vote/",
            "year calendar": f"/weights/calendar/{SUMMED_UP_AT.year}/",
            "search": "/weights/search/?q=bao+cao&size=100",
        }
    machine.settle()
    return cast, behind


def sent(answer) -> tuple[int, bytes]:
    """Return how many bytes an answer takes on the wire, its head among them, and what they hold unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = sum(len(name) + len(value) + 4 for name, value in answer.items())
    return head + len(body), body


class Static:
    """The files beside the pages, each fetched once: what it weighs, and what it names in turn."""

    def __init__(self):
        self.client = Client(SERVER_NAME="localhost")
        self.weights: dict[str, int] = {}
        self.faults: list[str] = []

    def weigh(self, addresses: set[str]) -> int:
        """Return what files weigh together, with those that they name."""
        waiting, seen = set(addresses), set()
        while waiting:
            address = waiting.pop()
            seen.add(address)
            waiting |= self._named_by(address) - seen
        return sum(self.weights[each] for each in seen)

    def _named_by(self, address: str) -> set[str]:
        answer = self.client.get(address, headers={"accept-encoding": "gzip"})
        if address not in self.weights:
            self.weights[address], _ = sent(answer)
            if answer.status_code != 200:
                self.faults.append(f"{address}: {answer.status_code}")
            if not KEPT_FOR_A_YEAR.search(answer.get("Cache-Control", "")):
                self.faults.append(f"{address} is not kept by browsers")
        if not address.endswith(".css"):
            return set()
        text = self.client.get(address, headers={"accept-encoding": "identity"})
        names = INSIDE.findall(sent(text)[1].decode())
        folder = address.rpartition("/")[0]
        return {f"{folder}/{name}" for name in names if not name.startswith(("data:", "#", "/"))}


def pages_of(actor: Actor, behind: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and address of the pages that somebody may open: those of the menu, then those behind."""
    with scope(commune=actor.commune):
        yield from ((item["label"], item["url"]) for group in menu(actor, "/") for item in group["items"])
    yield from behind.items()


def weigh(actor: Actor, behind: dict[str, str], static: Static) -> dict[str, dict]:
    """Weigh the pages of one person; what the person may not open is left out."""
    client, found = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"}), {}
    client.force_login(actor.user)
    for name, address in pages_of(actor, behind):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, follow=True)
        asked = len(queries.captured_queries)
        if answer.status_code in (403, 404):
            continue
        if answer.status_code != 200 or answer.get("Content-Encoding") != "gzip":
            raise SystemExit(f"{address}: {answer.status_code}, {answer.get('Content-Encoding')}")
        weight, _ = sent(answer)
        plain = client.get(address, headers={"accept-encoding": "identity"}, follow=True).content
        beside = static.weigh({unescape(each).partition("#")[0] for each in NAMED.findall(plain.decode())})
        found[name] = {
            "first": weight + beside,
            "next": weight,
            "plain": len(plain),
            "queries": asked,
        }
    return found


def main() -> dict:
    """Weigh the pages of every role."""
    cast, behind = prepare()
    static = Static()
    roles = {part: weigh(cast.actor(part), behind, static) for part in PEOPLE if part != "other_head"}
    return {"machine": machine.facts(), "roles": roles, "static": static.weights, "faults": static.faults}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
