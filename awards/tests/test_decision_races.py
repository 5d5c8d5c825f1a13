"""Races of real processes: two clerks who issue at once never exceed a quota and never share a number."""

import contextlib
from uuid import uuid4

import pytest
from django.db import connection

from awards.tests.racing import Stable
from kit.testing.databases import keep_copy

# The mark has the database made of which theirs is a copy.
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.xdist_group("races")]
TURNS = 2


class Arena:
    """A database of its own, of the kind that the tests use, and people who act on it in processes of their own."""

    def __init__(self, address: str, folder) -> None:
        self.people = Stable("awards.tests.decision_race_acts", address, folder)

    def act(self, verb: str, *numbers: int):
        """Have one person do something; return what is told."""
        [told] = self.race((verb, *numbers))
        return told

    def race(self, *acts: tuple) -> list:
        """Let several people act at the same moment; return what each is told."""
        return self.people.ask(acts)


@contextlib.contextmanager
def another_database(folder):
    """Give the address of a copy of the tests' database: a file of SQLite, or a database of the same server."""
    if connection.vendor == "sqlite":
        keep_copy(folder / "race.sqlite3")
        yield f"sqlite:///{folder / 'race.sqlite3'}"
        return
    given, name = connection.settings_dict, f"race_{uuid4().hex}"
    owner = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    # Only what nobody is connected to can be copied.
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE {name} TEMPLATE "{given["NAME"]}"')
    try:
        yield f"postgres://{owner}@{given['HOST']}:{given['PORT']}/{name}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def arena(tmp_path_factory, django_db_setup, django_db_blocker):
    """A prepared database and the people who race on it."""
    folder = tmp_path_factory.mktemp("race")
    with django_db_blocker.unblock(), another_database(folder) as address:
        arena = Arena(address, folder)
        try:
            arena.act("prepare")
            yield arena
        finally:
            arena.people.close()


@pytest.mark.rule("KP-04")
@pytest.mark.parametrize("turn", range(TURNS))
def test_two_clerks_issuing_at_once_never_exceed_the_quota(arena, turn):
    first, second = arena.act("contested", turn)
    number = 100 + 2 * turn

    told = arena.race(("issue", first, number), ("issue", second, number + 1))

    assert sorted(map(len, told)) == [0, 1], told
    [refusal] = [words for words in told if words]
    assert refusal[0].endswith("Vượt số lượng khen thưởng: 02 tập thể, kế hoạch cho 01.")
    found = arena.act("outcome", first, second)
    assert (found["issued"], found["awarded"], found["certificates"], len(found["numbers"])) == (1, 1, 1, 1)


@pytest.mark.parametrize("turn", range(TURNS))
def test_two_clerks_never_share_a_number(arena, turn):
    first, second = arena.act("apart", turn)
    before = arena.act("outcome")["register"]
    number = 200 + 2 * turn

    told = arena.race(("issue", first, number), ("issue", second, number))

    assert sorted(map(len, told)) == [0, 1], told
    [refusal] = [words for words in told if words]
    assert refusal == [f"Số {number}/QĐ-UBND năm 2026 đã cấp cho văn bản khác. Số tiếp theo còn trống là {number + 1}."]
    found = arena.act("outcome", first, second)
    assert (found["issued"], found["awarded"], found["numbers"]) == (1, 1, [number])
    assert found["register"] == before + 1


def test_one_decision_issued_twice_at_once_is_issued_once(arena):
    decision, _ = arena.act("contested", TURNS)
    before = arena.act("outcome")["register"]

    told = arena.race(*(("issue", decision, 300 + each) for each in range(4)))

    assert sorted(map(len, told)) == [0, 1, 1, 1], told
    found = arena.act("outcome", decision)
    assert (found["issued"], found["awarded"], found["certificates"]) == (1, 1, 1)
    assert found["register"] == before + 1
