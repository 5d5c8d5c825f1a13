"""What awards cost: python -m benchmarks.awards award_pages|eligibility|council. Answers with JSON.

Runs on the database of `benchmarks.pages`; the eligibility of a thousand dossiers reads what the pages left there.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope  # noqa: E402

from awards.models import Ballot, BallotItem, Choice, Nomination, Session  # noqa: E402
from awards.services import ballots, eligibility  # noqa: E402
from awards.tests.ballot_cases import make_member  # noqa: E402
from awards.tests.factories import COUNCIL, RULE, SESSION_AT, make_council, make_session  # noqa: E402
from benchmarks import floor, machine  # noqa: E402
from benchmarks.award_seeding import LOOKED_AT, RUNNING_YEAR, seed  # noqa: E402
from benchmarks.pages import fetch, measure, signed_in  # noqa: E402
from benchmarks.seeding import Seeded  # noqa: E402
from communes.access import Actor  # noqa: E402
from communes.models import Commune  # noqa: E402
from communes.tests.factories import Cast, make_commune  # noqa: E402

# Two years of a unit's own dossier and those of its people: 20 × (1 + 4) × 2, 250 × (1 + 9) × 2.
SIZES = {200: (20, 4), 5000: (250, 9)}
PAGES = {
    "nominations, 20 a page": "{base}/nominations/",
    "nominations, 50 a page": "{base}/nominations/?size=50",
    "quota board": "{base}/award-board/",
    "awards of the campaign": "{campaign}/awards/",
}
READ = (100, 1000)
ROUNDS = 3
MEMBERS, DOSSIERS = 25, 100


def pages() -> dict:
    """Seed and measure one number of dossiers after the other."""
    found = {}
    for dossiers, (units, people) in SIZES.items():
        started = time.perf_counter()
        seeded = _seeded(f"awards-{dossiers}", units=units, people=people)
        machine.settle()
        sys.stderr.write(f"{dossiers} dossiers seeded in {time.perf_counter() - started:.0f} s\n")
        found[dossiers] = measure(seeded, PAGES)
    return found


def _seeded(slug: str, **size) -> Seeded:
    cast = Cast(make_commune(slug, slug.replace("-", " ").title()))
    with transaction.atomic(), scope(commune=cast.commune):
        campaign = seed(cast, **size)
    return Seeded(cast.commune, campaign, cast.actor("officer").user)


def counted(work: Callable) -> list[str]:
    """Return the statements that something sends to the database."""
    with CaptureQueriesContext(connection) as queries:
        work()
    return [query["sql"] for query in queries.captured_queries]


def timed(work: Callable) -> tuple[float, float]:
    """Return the milliseconds of wall and of processor that something takes."""
    started, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000


def check_eligibility() -> dict:
    """Look at a hundred and at a thousand dossiers as before a decision: best of three, memory, then the queries."""
    found = {}
    with scope(commune=Commune.objects.get(slug=f"awards-{max(SIZES)}")):
        handed_in = Nomination.objects.filter(round__year=RUNNING_YEAR).exclude(submitted_at=None)
        rows = list(handed_in.order_by("pk").only("pk"))
        eligibility.read_many(rows[:1], LOOKED_AT, stage="decision")
        for count in READ:
            read = partial(eligibility.read_many, rows[:count], LOOKED_AT, stage="decision")
            before = machine.peak_memory()
            wall, cpu = (min(figures) for figures in zip(*(timed(read) for _ in range(ROUNDS)), strict=True))
            found[count] = {
                "wall": wall / 1000,
                "cpu": cpu / 1000,
                "memory_before_mb": before,
                "memory_peak_mb": machine.peak_memory(),
            }
        for count in READ:
            read = partial(eligibility.read_many, rows[:count], LOOKED_AT, stage="decision")
            found[count]["queries"] = len(counted(read))
    return found


class Meeting:
    """One session of the council: what its members and its secretary do, in order, each act once."""

    def __init__(self, session: Session, actors: list[Actor], campaign):
        self.session, self.actors = session, actors
        self.chair, _, self.secretary = actors[:3]
        self.base = f"/{campaign.commune.slug}"
        self.seeded = Seeded(campaign.commune, campaign, actors[-1].user)
        self.bare, self.member = signed_in(self.seeded), signed_in(self.seeded)
        floor.use_plain_chain(self.bare)

    @property
    def ballot(self) -> Ballot:
        """The session's ballot, read anew as every request does."""
        return Ballot.objects.for_page().get(session=self.session)

    def prepare(self) -> None:
        """Prepare one secret ballot on the whole agenda."""
        items = ballots.open_items_of(self.session)
        ballots.prepare(self.session, items, "secret", by=self.secretary, at=SESSION_AT)

    def by_secretary(self, act: Callable) -> Callable:
        """Return an act of the secretary on the ballot."""
        ballot = self.ballot
        return lambda: act(ballot, by=self.secretary, at=SESSION_AT)

    def confirm(self) -> Callable:
        """Return the chair's confirmation."""
        ballot = self.ballot
        return lambda: ballots.confirm(ballot, by=self.chair, at=SESSION_AT)

    def cast(self, actor: Actor, rows: list[int]) -> Callable:
        """Return one member's vote, eight in ten in favour."""
        ballot = self.ballot
        choices = {row: Choice.FOR if (row + actor.person.pk) % 5 else Choice.AGAINST for row in rows}
        return lambda: ballots.cast(ballot, choices, by=actor, at=SESSION_AT)

    def post(self, rows: list[int]) -> Callable:
        """Return the last member's sheet, handed in through the page."""
        address, sheet = f"{self.base}/ballots/{self.ballot.pk}/vote/", {f"item_{row}": "for" for row in rows}

        def ask() -> None:
            answer = self.member.post(address, sheet)
            if answer.status_code != 302:
                raise SystemExit(f"{address}: {answer.status_code}")

        return ask

    def steps(self):
        """Yield (what is done, the work) one after the other; the work has to be done before the next is asked for."""
        bare = fetch(self.bare, f"/{floor.PATH}")
        for _ in range(12):
            yield "floor F", bare
        yield "prepare", self.prepare
        yield "open", self.by_secretary(ballots.open_ballot)
        place = f"{self.base}/ballots/{self.ballot.pk}/"
        for _ in range(3):
            yield "the sheet of a member, page", fetch(self.member, f"{place}vote/")
            yield "the ballot while it is open, page", fetch(self.member, place)
        rows = list(BallotItem.objects.filter(ballot=self.ballot).order_by("pk").values_list("pk", flat=True))
        for actor in self.actors[:-1]:
            yield "one member's vote, service", self.cast(actor, rows)
        yield "one member's vote, posted", self.post(rows)
        yield "close and count", self.by_secretary(ballots.close)
        yield "confirm", self.confirm()


def council() -> dict:
    """Let a council of 25 vote on 100 dossiers: once to count queries and bytes, three times for the time."""
    cast = Cast(make_commune("awards-council", "Awards Council"))
    with transaction.atomic(), scope(commune=cast.commune):
        campaign = seed(cast, units=(ROUNDS + 1) * DOSSIERS // 10, people=9, running={"on_agenda": 1})
        actors, sessions = _sitting(cast)
    machine.settle()
    facts: dict[str, dict] = {}
    times: dict[str, list[tuple[float, float]]] = {}
    with scope(commune=cast.commune):
        for name, work in Meeting(sessions[0], actors, campaign).steps():
            given = []
            statements = counted(lambda work=work, given=given: given.append(work()))
            facts[name] = {
                "queries": max(len(statements), facts.get(name, {}).get("queries", 0)),
                "repeated": len(statements) - len(set(statements)),
                "bytes": len(given[0]) if isinstance(given[0], bytes) else 0,
            }
        for session in sessions[1:]:
            for name, work in Meeting(session, actors, campaign).steps():
                times.setdefault(name, []).append(timed(work))
    floor_cpu = median(cpu for _, cpu in times["floor F"])
    for name, fact in facts.items():
        wall, cpu = zip(*times[name], strict=True)
        fact |= {"times": len(wall) // ROUNDS, "median": median(wall), "most": max(wall), "cpu": median(cpu)}
        fact["floors"] = fact["cpu"] / floor_cpu
    return facts


def _sitting(cast: Cast) -> tuple[list[Actor], list[Session]]:
    """Return a council of 25, and sessions under way with 100 dossiers each on the agenda."""
    found = make_council(cast)
    actors = [cast.actor(part) for part in COUNCIL]
    actors += [make_member(found, number) for number in range(MEMBERS - len(actors))]
    rules = {"quorum_needed": -(-MEMBERS * 2 // 3), "by_award": {"giay_khen": RULE}}
    waiting = list(Nomination.objects.filter(status="on_agenda").order_by("pk"))
    return actors, [
        make_session(found, waiting[first : first + DOSSIERS], status="in_session", rules=rules)
        for first in range(0, len(waiting), DOSSIERS)
    ]


MEASURES = {"award_pages": pages, "eligibility": check_eligibility, "council": council}


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="benchmarks.floor"):
        sys.stdout.write(json.dumps(MEASURES[sys.argv[1]]()))
