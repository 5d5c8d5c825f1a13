"""Sealing: every line once, in order, a chain for each commune, nobody waits."""

from datetime import timedelta
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django_scopes import scope, scopes_disabled

from communes import tasks
from communes.models import HistoryEntry, HistorySeal
from communes.models.chains import CHAINS
from communes.rules import chain
from communes.services import seals
from communes.tests.audit_cases import MIGRATIONS, tamper, write
from communes.tests.factories import Cast, make_commune

SAVEPOINT = 2


@pytest.fixture
def lines(cast, officer, now):
    """Five lines about a unit."""
    return write(cast.unit("economy"), *"abcde", by=officer, at=now)


def links(commune):
    """Return number and line of every seal of a commune."""
    return list(HistorySeal.objects.filter(commune=commune).order_by("number").values_list("number", "entry_id"))


def test_every_line_gets_its_number_in_the_order_of_writing(commune, lines, now):
    last = seals.seal(commune, at=now)

    assert links(commune) == list(enumerate(HistoryEntry.objects.order_by("pk").values_list("pk", flat=True), start=1))
    assert last == seals.last_seal(commune)


def test_a_seal_rests_on_the_seal_before(commune, lines, now):
    seals.seal(commune, at=now)

    first, second = HistorySeal.objects.order_by("number")[:2]
    assert (first.previous, second.previous, second.sealed_at) == ("", first.digest, now)
    assert second.digest == chain.seal_of(
        previous=first.digest, number=2, entry=second.entry.digest, sealed_at=now
    )  # fmt: skip


def test_sealing_in_batches_makes_the_chain_that_one_batch_makes(commune, lines, now, monkeypatch):
    seals.seal(commune, at=now)
    whole = list(HistorySeal.objects.order_by("number").values_list("number", "entry_id", "digest"))
    with scopes_disabled():
        other = make_commune("dai-son", "Đại Sơn")
    monkeypatch.setattr(seals, "AT_ONCE", 2)

    with scope(commune=other):
        actor = Cast(other).actor("officer")
        added = write(Cast(other).unit("economy"), *"vwxyz", by=actor, at=now)
        seals.seal(other, at=now)
        found = links(other)

    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert [key for _, key in found][-5:] == [line.pk for line in added]
    assert list(HistorySeal.objects.order_by("number").values_list("number", "entry_id", "digest")) == whole


def test_a_batch_takes_the_same_queries_whatever_it_holds(
    commune, cast, officer, now, lines, django_assert_num_queries
):
    with django_assert_num_queries(3 + SAVEPOINT):
        seals.seal(commune, at=now)
    write(cast.unit("economy"), "f", by=officer, at=now)
    with django_assert_num_queries(3 + SAVEPOINT):
        seals.seal(commune, at=now)
    with django_assert_num_queries(2 + SAVEPOINT):
        assert seals.seal(commune, at=now) is None


def test_where_nothing_is_unsealed_the_alarm_clock_asks_once_a_chain(commune, lines, now, django_assert_num_queries):
    tasks.seal_history()
    assert HistoryEntry.objects.filter(seal=None).count() == 0

    with django_assert_num_queries(len(CHAINS)):
        tasks.seal_history()


def test_the_alarm_clock_seals_every_commune_in_a_chain_of_its_own(commune, lines, neighbour, now):
    other = neighbour("officer").commune
    with scope(commune=other):
        write(Cast(other).unit("economy"), "x", by=neighbour("officer"), at=now)

    tasks.seal_history()

    with scopes_disabled():
        assert HistoryEntry.objects.filter(seal=None).count() == 0
        assert HistorySeal.objects.filter(number=1, previous="").count() == 2


def test_a_line_that_came_to_light_late_is_sealed_at_its_turn(commune, lines, now):
    seals.seal(commune, at=now, beyond=lines[1].pk)

    seals.seal_everywhere(at=now + timedelta(minutes=1))

    late = [key for _, key in links(commune)][-2:]
    assert late == [line.pk for line in lines[:2]]


def test_what_lies_far_behind_is_left_to_the_nightly_look(commune, lines, now, monkeypatch):
    monkeypatch.setattr(seals, "BEHIND", 0)
    seals.seal(commune, at=now, beyond=lines[3].pk)

    tasks.seal_history()
    assert [key for _, key in links(commune)] == [lines[4].pk]

    tasks.seal_history(whole=True)
    assert HistoryEntry.objects.filter(seal=None).count() == 0


def test_the_database_seals_a_line_and_gives_a_number_once(commune, lines, now):
    seals.seal(commune, at=now)
    last = seals.last_seal(commune)
    again = {"commune": commune, "previous": "", "digest": "x", "sealed_at": now}

    for facts in ({"entry": lines[0], "number": last.number + 1}, {"entry": lines[0], "number": last.number}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HistorySeal.objects.create(**again, **facts)


def test_the_database_refuses_to_change_or_remove_a_seal(commune, lines, now, request):
    if request.config.getoption("nomigrations"):
        pytest.skip("The triggers come with the migrations.")
    seals.seal(commune, at=now)
    acts = [lambda: HistorySeal.objects.update(digest="x"), lambda: HistorySeal.objects.all().delete()]
    if connection.vendor == "postgresql":
        truncate = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE communes_historyseal"
        acts.append(lambda: connection.cursor().execute(truncate))

    for act in acts:
        with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
            act()


def test_lines_from_before_there_were_digests_get_theirs(lines, monkeypatch):
    upgrade = MIGRATIONS[1]
    monkeypatch.setattr(upgrade, "AT_ONCE", 2)
    given = list(HistoryEntry.objects.order_by("pk").values_list("digest", flat=True))
    tamper(("UPDATE communes_historyentry SET digest = ''", []))

    upgrade.give_digests(apps, SimpleNamespace(connection=connection))

    assert list(HistoryEntry.objects.order_by("pk").values_list("digest", flat=True)) == given


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sealers_at_once_make_one_chain(commune, lines, now, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time by itself.")
    monkeypatch.setattr(seals, "AT_ONCE", 2)
    ready, failed = Barrier(3), []

    def work():
        try:
            ready.wait(20)
            with scope(commune=commune):
                seals.seal(commune, at=now)
        except Exception as problem:  # noqa: BLE001 - told below
            failed.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)

    total = HistoryEntry.objects.count()
    assert failed == []
    assert [number for number, _ in links(commune)] == list(range(1, total + 1))
    assert len({key for _, key in links(commune)}) == total
