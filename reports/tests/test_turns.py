"""Whose paper is made next: the commune served least, then single papers, then the oldest; decided from the rows."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled
from redis.exceptions import ConnectionError as RedisAway

from communes.tests.factories import make_commune
from reports import making, tasks, turns, workers
from reports.models import Document
from reports.tests.cases import AT, queued

BUNDLE = {"form": "bundle"}
BATCH = {"form": "certificates", "kind": "certificates"}
ONE = {"form": "certificates", "kind": "certificate"}


@pytest.fixture(autouse=True)
def _all_communes(db):
    """See the papers of every commune, as workers do."""
    with scopes_disabled():
        yield


@pytest.fixture
def places(db):
    """Two communes by a letter each."""
    return {"a": make_commune("xa-a", "A"), "b": make_commune("xa-b", "B")}


def ago(minutes: float):
    """Return the moment so many minutes before AT."""
    return AT - timedelta(minutes=minutes)


def paper(commune, *, asked: float = 5, **facts) -> Document:
    """Make a queued paper that was asked for some minutes ago."""
    facts = {"kind": "unit-report", "title": "Báo cáo", "file_stem": "bao-cao", "content": {}, **facts}
    return Document.objects.create(
        commune=commune, subject_id=1, requested_name="Lê Thị Hoa", requested_at=ago(asked), **facts
    )


def served(commune, minutes: float) -> Document:
    """Make a paper that was finished some minutes ago."""
    return paper(commune, asked=60, status="cancelled", finished_at=ago(minutes))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([("a", {"asked": 1}), ("a", {"asked": 9})], 1),
        ([("a", {"asked": 9, **BUNDLE}), ("a", {"asked": 1})], 1),
        ([("a", {"asked": 9, **BATCH}), ("a", {"asked": 1, **ONE})], 1),
        ([("a", {"asked": 9}), ("b", {"asked": 1}), ("a", {"status": "running"})], 1),
        ([("a", {"asked": 9}), ("b", {"asked": 1}), ("a", {"status": "ready", "files": {"pdf": {}}, "done": 2})], 1),
        ([("a", {"asked": 1}), ("b", {"asked": 9}), ("a", {"status": "failed", "cause": "Đĩa đầy.", "done": 3}),
          ("b", {"status": "failed", "cause": "Đĩa đầy.", "done": 2})], 0),
        ([("a", {"asked": 9, **BUNDLE}), ("b", {"status": "running", **BATCH})], None),
        ([("a", {"asked": 9, **BUNDLE}), ("a", {"asked": 1}), ("b", {"status": "running", **BUNDLE})], 1),
        ([("a", {"asked": 9, "heartbeat_at": AT + making.STANDS_OVER}), ("a", {"asked": 1})], 1),
        ([("a", {"asked": 9, "heartbeat_at": AT}), ("a", {"asked": 1})], 0),
    ],
    ids=["nothing", "the oldest", "a single paper before a bundle", "one certificate before a set of them",
         "a commune for which none is being made", "a commune never served", "the commune served longest ago",
         "no second bulk job", "a single paper beside a bulk job", "one that stands over for the scanner",
         "one whose turn was sent again just now"],
)  # fmt: skip
def test_who_is_next(places, rows, expected):
    made = [
        paper(places[letter], **{"finished_at": ago(facts.pop("done")) if "done" in facts else None, **facts})
        for letter, facts in ((letter, dict(facts)) for letter, facts in rows)
    ]

    assert turns.next_up(at=AT) == (None if expected is None else made[expected].pk)


def test_a_thousand_papers_of_one_commune_do_not_delay_the_single_paper_of_another(places):
    rows = [paper(places["a"], asked=60) for _ in range(3)]
    Document.objects.bulk_create(
        [Document(**{name: getattr(rows[0], name) for name in ("commune", "kind", "subject_id", "requested_at")},
                  title="Giấy khen", content={}) for _ in range(997)]
    )  # fmt: skip
    order = []
    for minute in range(4):
        held = turns.claim_next(worker="máy thử", at=AT + timedelta(minutes=minute))
        order.append(Document.objects.get(pk=held.key).commune.slug)
        Document.objects.filter(pk=held.key).update(
            status="failed", cause="Thử.", finished_at=AT + timedelta(minutes=minute, seconds=30)
        )
        if minute == 1:
            single = paper(places["b"], asked=-1.5)

    assert order == ["xa-a", "xa-a", "xa-b", "xa-a"]
    assert Document.objects.get(pk=single.pk).attempt == 1
    with CaptureQueriesContext(connection) as asked:
        turns.next_up(at=AT)
    assert len(asked) == 2


def test_who_was_beaten_to_a_paper_takes_the_one_after_it(places, monkeypatch):
    first, second = paper(places["a"], asked=9), paper(places["a"], asked=1)
    claim = making.claim

    def beaten(document_id, **facts):
        if document_id == first.pk and not first.attempt:
            first.attempt = claim(document_id, worker="máy khác", at=AT).attempt
        return claim(document_id, **facts)

    monkeypatch.setattr(making, "claim", beaten)

    assert turns.claim_next(worker="máy thử", at=AT) == making.Claim(second.pk, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time.")
def test_workers_who_turn_up_at_once_share_the_papers_and_none_is_made_twice():
    commune = make_commune("xa-a", "A")
    papers = {paper(commune).pk for _ in range(24)}

    def work(name):
        try:
            with scopes_disabled():
                return [held.key for held in iter(lambda: turns.claim_next(worker=name, at=AT), None)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = [key for keys in pool.map(work, ["một", "hai", "ba", "bốn"]) for key in keys]

    assert sorted(taken) == sorted(papers)
    assert set(Document.objects.values_list("attempt", flat=True)) == {1}


def test_one_turn_makes_every_paper_that_waits_and_a_turn_too_many_makes_none(cast, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    made = []
    monkeypatch.setitem(
        making.PRODUCERS, "paper", lambda content, place, tell: made.append(place("pdf").write_bytes(b"%PDF"))
    )
    document = queued(cast)
    paper(cast.commune)

    tasks.take_turn()
    tasks.take_turn()

    document.refresh_from_db()
    assert (document.status, len(made)) == ("ready", 2)


def test_a_paper_in_the_making_stays_alive_while_redis_is_away(db, monkeypatch):
    beats, enough = [], threading.Event()

    def no_cache(*_, **__):
        raise RedisAway("connection refused")

    def beat(held, *, at):
        beats.append(held)
        if len(beats) == 3:
            enough.set()

    monkeypatch.setattr(tasks, "HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(workers, "note_alive", no_cache)
    monkeypatch.setattr(making, "beat", beat)
    monkeypatch.setattr(tasks.connection, "close", lambda: None)

    with tasks.heartbeat(making.Claim(1, 1)):
        assert enough.wait(10)


def test_the_sweep_sends_few_turns_for_many_papers_and_one_for_none(places, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.take_turn, "apply_async", lambda **options: sent.append(options))

    tasks.sweep_documents()
    assert sent == [{"expires": tasks.TURN_EXPIRES}]

    Document.objects.bulk_create(
        Document(commune=places["a"], kind="unit-report", subject_id=1, title="Báo cáo", content={},
                 requested_at=AT - timedelta(days=400)) for _ in range(40)
    )  # fmt: skip
    tasks.sweep_documents()
    assert len(sent) == 1 + tasks.TURNS_OF_A_SWEEP


def test_a_queue_is_silent_until_it_is_heard_of(db, now):
    workers.note_alive(workers.CLOCK, at=now)

    heard = workers.last_heard(at=now + timedelta(seconds=100))

    assert (heard[workers.CLOCK], heard[workers.PAPERS]) == (timedelta(seconds=100), timedelta(days=7))
    assert workers.silent_for(at=now) == timedelta(days=7)
    workers.note_alive(workers.PAPERS, at=now)
    assert workers.silent_for(at=now + workers.QUIET) is None
