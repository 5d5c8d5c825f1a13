"""Races with real processes, on PostgreSQL and on a file of SQLite: no vote lost, none counted twice, one winner."""

import contextlib
import sqlite3
from collections import Counter
from urllib.parse import quote

import pytest
from django.db import connection

from awards.models import Ballot, BoxCount, CountEntry, Voter
from awards.services import ballots
from awards.tests.ballot_cases import give, make_nominees, make_sitting, open_now, totals
from awards.tests.racing import Stable
from communes.models import HistoryEntry
from kit.testing.databases import keep_copy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("ballot races"),
]

CHOICES = ("for", "against", "blank")


class Arena:
    """The database of a test as other processes reach it: its own on PostgreSQL, a copy in a file on SQLite."""

    def __init__(self, folder):
        self.file = folder / "race.sqlite3"
        address = f"sqlite:///{self.file}"
        if connection.vendor == "postgresql":
            given = {key: quote(str(connection.settings_dict[key]), safe="") for key in ("USER", "PASSWORD", "HOST")}
            place = f"{given['HOST']}:{connection.settings_dict['PORT']}"
            address = f"postgres://{given['USER']}:{given['PASSWORD']}@{place}/{connection.settings_dict['NAME']}"
        self.racers = Stable("awards.tests.ballot_racers", address, folder)

    def race(self, *teams: tuple[str, list]) -> Counter:
        """Let every team – (verb, turns) – take its turns in a process of its own, all at once; say how they ended."""
        with self._on_file():
            return Counter(self.racers.ask(teams))

    @contextlib.contextmanager
    def _on_file(self):
        """Hand the test's database to the racers, and take back what they made of it."""
        if connection.vendor == "postgresql":
            yield
            return
        keep_copy(self.file)
        yield
        with contextlib.closing(sqlite3.connect(self.file)) as copy:
            copy.backup(connection.connection)


@pytest.fixture(scope="module")
def arena(tmp_path_factory, django_db_setup):
    """Where processes race."""
    arena = Arena(tmp_path_factory.mktemp("race"))
    yield arena
    arena.racers.close()


def sheets(ballot, number: int) -> dict[int, str]:
    """Return the choices of a member by number, so that the totals are known beforehand."""
    rows = ballot.items.order_by("item__position").values_list("pk", flat=True)
    return {row: CHOICES[(number + place) % 3] for place, row in enumerate(rows)}


def expected(voters: int) -> list[tuple[int, int, int]]:
    """Return the totals of two nominees when so many members have voted by `sheets`."""
    found = [Counter((number + place) % 3 for number in range(voters)) for place in range(2)]
    return [(each[0], each[1], each[2]) for each in found]


def test_two_hundred_members_who_vote_twice_at_once_are_counted_once_each(arena, cast, campaign, secretary, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, 2), members=200)
    ballot = open_now(session, by=secretary, at=now)
    teams = [("cast", []) for _ in range(4)]
    for number, actor in enumerate(actors):
        for device in (0, 1):
            teams[(number + device) % 4][1].append([actor.person.pk, ballot.pk, sheets(ballot, number)])

    ended = arena.race(*teams)

    assert ended == {"done": 200, ballots.ALREADY: 200}
    assert Voter.objects.filter(voted=True).count() == 200
    assert HistoryEntry.objects.filter(action="ballot.cast").count() == 200
    ballots.close(ballot, by=secretary, at=now)
    assert [row[:3] for row in totals(ballot)] == expected(200) == [(67, 67, 66), (66, 67, 67)]


def test_a_named_vote_keeps_one_word_of_each_member(arena, cast, campaign, secretary, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, 2), members=40)
    ballot = open_now(session, "named", by=secretary, at=now)
    teams = [("cast", []) for _ in range(4)]
    for number, actor in enumerate(actors):
        for device in (0, 1):
            teams[(number + device) % 4][1].append([actor.person.pk, ballot.pk, sheets(ballot, number)])

    ended = arena.race(*teams)

    assert ended == {"done": 40, ballots.ALREADY: 40}
    ballots.close(ballot, by=secretary, at=now)
    assert [row[:3] for row in totals(ballot)] == expected(40)


def test_a_ballot_closed_amid_votes_counts_those_it_took_and_refuses_the_rest(arena, cast, campaign, secretary, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, 2), members=60)
    ballot = open_now(session, by=secretary, at=now)
    teams = [("cast", []) for _ in range(4)]
    for number, actor in enumerate(actors):
        teams[number % 4][1].append([actor.person.pk, ballot.pk, sheets(ballot, number)])

    ended = arena.race(*teams, ("close", [[secretary.person.pk, ballot.pk, 40]]))

    voted = Voter.objects.filter(voted=True).count()
    ballot.refresh_from_db()
    assert ballot.status == "closed" and BoxCount.objects.count() == 0
    assert ended == {"done": voted + 1, **({ballots.NOT_OPEN: 60 - voted} if voted < 60 else {})}
    assert [sum(row[:3]) for row in totals(ballot)] == [voted, voted]


def test_clicks_in_several_tabs_and_devices_are_one_vote(arena, cast, campaign, secretary, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, 2), members=5)
    ballot = open_now(session, by=secretary, at=now)
    turns = [[actor.person.pk, ballot.pk, sheets(ballot, number)] for number, actor in enumerate(actors)]

    ended = arena.race(*[("post", turns)] * 4)

    assert ended == {"done": 20}
    ballots.close(ballot, by=secretary, at=now)
    assert [row[:3] for row in totals(ballot)] == expected(5)


def test_of_two_ballots_opened_at_once_one_is_open(arena, cast, campaign, secretary, now):
    session, _ = make_sitting(cast, make_nominees(cast, campaign, 2))
    pks = [ballots.prepare(session, [item], "hands", by=secretary, at=now).pk for item in session.agenda.all()]

    ended = arena.race(*[("open", [[secretary.person.pk, pk, None]]) for pk in pks])

    assert ended == {"done": 1, "Đang có lượt bỏ phiếu khác mở.": 1}
    assert sorted(Ballot.objects.values_list("status", flat=True)) == ["open", "prepared"]


def test_a_result_confirmed_twice_at_once_is_applied_once(arena, cast, campaign, secretary, chair, vice, now):
    nominees = make_nominees(cast, campaign, 2)
    session, actors = make_sitting(cast, nominees)
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors, *[("for", "for")] * 4, at=now)
    ballots.close(ballot, by=secretary, at=now)

    ended = arena.race(*[("confirm", [[actor.person.pk, ballot.pk, None]]) for actor in (chair, vice)])

    assert (ended["done"], ended.total()) == (1, 2)
    assert HistoryEntry.objects.filter(action="nomination.recommend").count() == 2
    assert set(session.agenda.values_list("result", flat=True)) == {"recommended"}


def test_of_four_who_count_at_once_two_are_tellers(arena, cast, campaign, secretary, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, 2))
    ballot = open_now(session, "paper", by=secretary, at=now)
    figures = {row: [3, 1, 0, 0] for row in ballot.items.values_list("pk", flat=True)}

    ended = arena.race(*[("count", [[actor.person.pk, ballot.pk, figures]]) for actor in actors])

    assert (ended["done"], ended.total()) == (2, 4)
    assert CountEntry.objects.values("counter").distinct().count() == 2
