"""What is done in a province besides reading pages: forms sent, lists taken out, many users at once, many writers."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from statistics import median, quantiles

from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from awards.models import Ballot, Council, Nomination
from awards.services import ballots
from awards.tests.ballot_cases import make_member
from awards.tests.factories import COUNCIL, RULE, SESSION_AT, make_council, make_session
from benchmarks import floor, machine, workbooks
from benchmarks.award_seeding import RUNNING_YEAR
from benchmarks.province_seeding import Made
from campaigns.models import Obligation
from communes.models import Role, User
from communes.tests.factories import make_membership, make_person, make_user

SENT, MEMBERS, TAKEN_OUT = 25, 25, 5_000
# Users at once: for so many seconds each; who uses the product clicks every so many seconds (speed of people).
USERS, LOAD_SECONDS, PEOPLE_SECONDS, PAUSE = 200, 20, 60, 10
# Eight who ask for one page again and again, and for how long.
FEW, FEW_SECONDS = 8, 10
WRITERS = 8
# What only frames the questions of a transaction.
FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")
TEXT = "Đơn vị đã quán triệt kế hoạch, phân công người phụ trách từng phần việc. "


def head_of(unit) -> User:
    """Return the head of a unit, made with an account where there is none yet."""
    name = f"{unit.commune.slug}.truong-{unit.pk}"
    if user := User.objects.filter(username=name).first():
        return user
    user = make_user(name)
    make_membership(make_person(unit.commune, f"Trưởng {unit.name}", user=user, unit=unit), Role.UNIT_HEAD, unit)
    return user


def signed_in(user: User) -> Client:
    """Return a browser in which somebody is signed in, its middlewares loaded as in a server that runs."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    client.handler.load_middleware()
    return client


def forms_sent(made: Made) -> dict[str, dict]:
    """Send each form again and again, each time by turns with F; processor time in floors, and queries."""
    commune = made.cast.commune
    bare = signed_in(made.cast.actor("officer").user)
    floor.use_plain_chain(bare)
    base = lambda: bare.get(f"/{floor.PATH}")  # noqa: E731 - what every sending goes by turns with
    found = {}
    with scope(commune=commune):
        for name, sendings in (
            ("report saved", _reports_saved(made)),
            ("report handed in", _reports_handed_in(made)),
            ("nomination saved", _nominations_saved(made)),
            ("vote posted", _votes(made)),
        ):
            found[name] = _by_turns(sendings, base)
    return found


def _asked(queries: CaptureQueriesContext) -> list[str]:
    """Return the statements that were sent."""
    return [query["sql"] for query in queries.captured_queries]


def _by_turns(sendings: Iterator[Callable], base: Callable) -> dict:
    """Do each sending by turns with F; the first, which loads what a process keeps, is left out."""
    own, floors, wall, statements = [], [], [], []
    for send in sendings:
        with CaptureQueriesContext(connection) as queries:
            started, worked = time.perf_counter(), time.process_time()
            answer = send()
            own.append(time.process_time() - worked)
            wall.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 302:
            raise SystemExit(f"{answer.request['PATH_INFO']}: {answer.status_code}")
        statements.append([sql for sql in _asked(queries) if not sql.startswith(FRAMES)])
        worked = time.process_time()
        base()
        floors.append(time.process_time() - worked)
    own, floors, wall, statements = own[1:], floors[1:], wall[1:], statements[1:]
    return {
        "queries": max(map(len, statements)),
        "repeated": max(len(each) - len(set(each)) for each in statements),
        "floors": median(own) / median(floors),
        "p50": median(wall),
        "p95": quantiles(wall, n=20)[-1],
    }


def _report(made: Made, unit=None) -> Obligation:
    """Return a report of the running year that nobody has handed in."""
    rows = made.campaign.obligations.filter(unit=unit) if unit else made.campaign.obligations.all()
    report = rows.select_related("unit__commune").order_by("-late_from", "pk").first()
    Obligation.objects.filter(pk=report.pk).update(status="draft", submitted_at=None, late=False, on_behalf=False)
    return report


def _reports_saved(made: Made) -> Iterator[Callable]:
    """Yield one saving of the general part of a report after the other."""
    report = _report(made)
    client = signed_in(head_of(report.unit))
    for number in range(report.revision, report.revision + SENT):
        sheet = {"version": number, "overview": f"{TEXT}{number}"}
        yield lambda sheet=sheet: client.post(f"{report.get_absolute_url()}edit/general/", sheet)


def _reports_handed_in(made: Made) -> Iterator[Callable]:
    """Yield one handing in of a complete report after the other, each report its own."""
    rows = made.campaign.obligations.exclude(overview="").select_related("unit__commune", "campaign__commune")
    chosen = list(rows.order_by("unit", "pk")[:SENT])
    units = {each.unit_id: each.unit for each in chosen}
    clients = {key: signed_in(head_of(unit)) for key, unit in units.items()}
    facts = {"status": "draft", "submitted_at": None, "late": False, "missing_reason": "Chưa có số liệu."}
    Obligation.objects.filter(pk__in=[each.pk for each in chosen]).update(**facts)
    for each in chosen:
        sheet = {"version": each.revision, "declared": "on"}
        yield lambda each=each, sheet=sheet: clients[each.unit_id].post(f"{each.get_absolute_url()}submit/", sheet)


def _nominations_saved(made: Made) -> Iterator[Callable]:
    """Yield one saving of a dossier's first section after the other."""
    rows = Nomination.objects.filter(subject="collective", round__year=RUNNING_YEAR).select_related("unit__commune")
    nomination = rows.order_by("pk").first()
    Nomination.objects.filter(pk=nomination.pk).update(status="draft", submitted_at=None, late=False)
    client = signed_in(head_of(nomination.unit))
    for number in range(nomination.revision, nomination.revision + SENT):
        sheet = {"version": number, "citation": f"Đã có thành tích {number}", "summary": TEXT}
        yield lambda sheet=sheet: client.post(f"{nomination.get_absolute_url()}sections/citation/", sheet)


def _votes(made: Made) -> Iterator[Callable]:
    """Yield the sheet of one member after the other, in a secret ballot on fifty dossiers."""
    council = Council.objects.first() or make_council(made.cast)
    actors = [made.cast.actor(part) for part in COUNCIL]
    actors += [make_member(council, number) for number in range(MEMBERS - len(actors))]
    waiting = list(Nomination.objects.filter(agenda_items=None).exclude(submitted_at=None).order_by("-pk")[:50])
    Nomination.objects.filter(pk__in=[each.pk for each in waiting]).update(status="on_agenda")
    rules = {"quorum_needed": -(-MEMBERS * 2 // 3), "by_award": {"giay_khen": RULE}}
    session = make_session(council, waiting, status="in_session", rules=rules)
    secretary = made.cast.actor("secretary")
    ballots.prepare(session, ballots.open_items_of(session), "secret", by=secretary, at=SESSION_AT)
    ballot = Ballot.objects.for_page().get(session=session)
    ballots.open_ballot(ballot, by=secretary, at=SESSION_AT)
    sheet = {f"item_{row.pk}": "for" for row in ballot.items.all()}
    for actor in actors:
        client = signed_in(actor.user)
        yield lambda client=client: client.post(f"{ballot.get_absolute_url()}vote/", sheet)


def taken_out(base_ms: float, *, csv: bool) -> dict:
    """Write the list of 5,000 people in a process of its own; queries, processor time in floors, MiB that it adds."""
    found = machine.child(os.environ, "benchmarks.workbooks", str(TAKEN_OUT), *(["csv"] if csv else []))
    return {
        "queries": found["queries"],
        "floors": found["cpu"] * 1000 / base_ms,
        "s": found["wall"],
        "added_mib": found["memory_peak_mb"] - found["memory_before_mb"],
    }


def at_once(ask: Callable, paths: list[str], *, users: int = USERS, seconds: int, pause: float = 0) -> dict:
    """Let many users ask for pages, one after the other each; `ask` takes a path and gives (ms, status, content).

    Each user waits half to one and a half times the pause, in seconds, before every page.
    """
    taken: list[float] = []
    failed = count()
    ends = time.perf_counter() + seconds

    def user(number: int) -> None:
        chance = Random(number)
        for step in count(number):
            time.sleep(pause * chance.uniform(0.5, 1.5))
            if time.perf_counter() > ends:
                return
            try:
                spent, status, _ = ask(paths[step % len(paths)])
            except OSError:
                status = 0
            if status == 200:
                taken.append(spent)
            else:
                next(failed)

    threads = [threading.Thread(target=user, args=(number,)) for number in range(users)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return {
        "users": users, "seconds": seconds, "pause": pause, "answers": len(taken), "a_second": len(taken) / seconds,
        "failed": next(failed), "p50": median(taken), "p95": quantiles(taken, n=20)[-1],
    }  # fmt: skip


def writers(made: Made, seconds: int) -> dict:
    """Let eight unit heads save their reports as fast as they can; every answer but the expected is an error."""
    with scope(commune=made.cast.commune):
        units = [each.unit for each in made.campaign.participations.select_related("unit__commune")[:WRITERS]]
        own = [(_report(made, unit), signed_in(head_of(unit))) for unit in units]
    saved, failed = count(), count()
    ends = time.perf_counter() + seconds

    def write(report: Obligation, client: Client) -> None:
        revision = report.revision
        while time.perf_counter() < ends:
            sheet = {"version": revision, "overview": f"{TEXT}{revision}"}
            try:
                answer = client.post(f"{report.get_absolute_url()}edit/general/", sheet)
            except (DatabaseError, ValueError):
                next(failed)
                continue
            if answer.status_code == 302:
                revision += 1
                next(saved)
            else:
                next(failed)
        connection.close()

    threads = [threading.Thread(target=write, args=each) for each in own]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return {"writers": len(own), "seconds": seconds, "saved": next(saved), "failed": next(failed)}


def listed(rows: int) -> tuple[str, User]:
    """Return the address of a list of so many people, and who reads it."""
    commune = workbooks.seed(rows)
    user = User.objects.filter(username=f"{commune.slug}.can-bo").first()
    if user is None:
        user = make_user(f"{commune.slug}.can-bo")
        make_membership(make_person(commune, "Nguyễn Thị Hạnh", user=user), Role.OFFICER)
    return f"/{commune.slug}/people/?size=50", user
