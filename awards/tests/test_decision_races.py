"""Races of real processes: two clerks who issue at once never exceed a quota and never share a number."""

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from scripts.processes import end, spawn

pytestmark = pytest.mark.slow
ACTS = [sys.executable, "-m", "awards.tests.decision_race_acts"]
PATIENCE = 120
TURNS = 2


class Arena:
    """A database of its own, of the kind that the tests use, and people who act on it in processes of their own."""

    def __init__(self, address: str, folder) -> None:
        self.env = os.environ | {
            "DATABASE_URL": address,
            "STATE_DIR": str(folder),
            "SECRET_KEY": "for races only",
            "DJANGO_SETTINGS_MODULE": "emulation.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def act(self, verb: str, *numbers: int):
        """Have one person do something; return what is told."""
        done = subprocess.run(
            [*ACTS, verb, *map(str, numbers)], env=self.env, cwd=settings.BASE_DIR, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def race(self, *acts: tuple) -> list:
        """Let several people act at the same moment; return what each is told."""
        runners = [
            spawn(
                [*ACTS, verb, *map(str, numbers)],
                env=self.env,
                cwd=settings.BASE_DIR,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )  # fmt: skip
            for verb, *numbers in acts
        ]
        try:
            assert [each.stdout.readline() for each in runners] == ["ready\n"] * len(runners)
            for each in runners:
                each.stdin.write("go\n")
                each.stdin.flush()
            answers = [each.communicate(timeout=PATIENCE) for each in runners]
        finally:
            for each in runners:
                end(each)
        assert [each.returncode for each in runners] == [0] * len(runners), answers
        return [json.loads(out) for out, _ in answers]


@pytest.fixture(scope="module")
def arena(tmp_path_factory, django_db_setup, django_db_blocker):
    """A prepared database: a file of SQLite, or a database of the server on which the tests run."""
    folder = tmp_path_factory.mktemp("race")
    if connection.vendor == "sqlite":
        arena = Arena(f"sqlite:///{folder / 'race.sqlite3'}", folder)
        arena.act("prepare")
        yield arena
        return
    given, name = connection.settings_dict, f"race_{uuid4().hex}"
    owner = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        arena = Arena(f"postgres://{owner}@{given['HOST']}:{given['PORT']}/{name}", folder)
        arena.act("prepare")
        yield arena
    finally:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
