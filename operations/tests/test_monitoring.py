"""What monitoring is told: ready or not to everybody, details and measures to the token's holder alone."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import Error
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAway

from operations.models import Backup
from operations.services import brokers, health
from province.models import RollUpPaper
from province.tests.factories import make_province
from reports import workers
from reports.tests.cases import queued

TOKEN = {"HTTP_AUTHORIZATION": "Bearer ma-theo-doi"}
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _token(settings):
    """Set the token of this installation."""
    settings.METRICS_TOKEN = "ma-theo-doi"


@pytest.fixture
def well(db, monkeypatch):
    """An installation on which everything runs."""
    monkeypatch.setattr(brokers, "messages", lambda: dict.fromkeys(workers.QUEUES, 2))
    for queue in workers.QUEUES:
        workers.note_alive(queue, at=timezone.now())


def backed_up(at) -> Backup:
    """Make the row of a good backup."""
    return Backup.objects.create(started_at=at, finished_at=at, status="good", path="/srv/a.tar", sha256="a" * 64)


def samples(answer) -> dict[str, float]:
    """Return every value of a page of measures by its name and labels."""
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def no_broker():
    """Answer as a broker out of reach."""
    raise brokers.NoAnswer


def no_database():
    """Answer as a database out of reach."""
    raise Error("could not connect to server: password of the person Trần Văn Bình")


def test_where_everything_runs_the_installation_is_ready_and_the_token_alone_tells_more(client, well):
    plain, told = client.get("/san-sang/"), client.get("/san-sang/", **TOKEN)

    assert (plain.status_code, plain.content.decode()) == (200, "sẵn sàng\n")
    lines = told.content.decode().splitlines()
    assert (told.status_code, lines[:3]) == (200, ["sẵn sàng", "Cơ sở dữ liệu: trả lời", "Hàng đợi: trả lời"])
    assert lines[3:5] == ["Máy tạo văn bản: đang chạy", "Bộ hẹn giờ và máy xử lý: đang chạy"]


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (lambda patch: patch.setattr(brokers, "messages", no_broker), "Hàng đợi: không trả lời"),
        (lambda patch: patch.setattr(health.connection, "cursor", no_database), "Cơ sở dữ liệu: không trả lời"),
        (lambda patch: workers.note_alive(workers.PAPERS, at=timezone.now() - timedelta(minutes=4, seconds=5)),
         "Máy tạo văn bản: im lặng đã 4 phút"),
        (lambda patch: workers.note_alive(workers.CLOCK, at=timezone.now() - timedelta(minutes=16, seconds=5)),
         "Bộ hẹn giờ và máy xử lý: im lặng đã 16 phút"),
        (lambda patch: caches["default"].clear(), "Máy tạo văn bản: chưa nghe thấy"),
        (lambda patch: patch.setattr(shutil, "disk_usage", lambda path: Usage(2**40, 0, 2**29)),
         "Ổ đĩa: còn trống 0,5 GB"),
    ],
    ids=["broker", "database", "papers", "clock", "never", "disk"],
)  # fmt: skip
def test_what_is_not_well_is_told_in_words_and_answered_503(client, well, monkeypatch, fault, line):
    with monkeypatch.context() as patch:
        fault(patch)
        plain, told = client.get("/san-sang/"), client.get("/san-sang/", **TOKEN)

    assert (plain.status_code, plain.content.decode()) == (503, "chưa sẵn sàng\n")
    assert line in told.content.decode().splitlines()
    assert "Bình" not in told.content.decode()


def test_readiness_is_looked_at_once_in_a_while_however_often_it_is_asked_for(client, well, monkeypatch):
    client.get("/san-sang/")
    monkeypatch.setattr(brokers, "messages", no_broker)

    assert client.get("/san-sang/").status_code == 200


@pytest.mark.parametrize("given", [{}, {"HTTP_AUTHORIZATION": "Bearer khac"}, {"HTTP_AUTHORIZATION": "Bearer "}])
@pytest.mark.parametrize("token", ["", "ma-theo-doi"])
def test_measures_are_not_there_without_the_token(client, db, settings, given, token):
    settings.METRICS_TOKEN = token

    assert client.get("/do-luong/", **given).status_code == 404


def test_measures_count_requests_by_route_and_what_waits_and_name_nobody(client, well, cast, officer, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    queued(cast)
    backed_up(timezone.now() - timedelta(hours=2))
    client.force_login(officer.user)
    before = samples(client.get("/do-luong/", **TOKEN))
    client.get("/dong-tam/people/?q=Bình")

    answer = client.get("/do-luong/", **TOKEN)
    page, after = answer.content.decode(), samples(answer)

    for counted in (
        'emulation_requests_total{route="communes:people",status="200"}',
        'emulation_request_seconds_bucket{le="+Inf",route="communes:people"}',
    ):
        assert after[counted] - before.get(counted, 0) == 1
    assert 'emulation_jobs{kind="campaign-plan",queue="papers",state="queued"} 1.0' in page
    assert 'emulation_broker_messages{queue="papers"} 2.0' in page
    assert 'emulation_disk_free_bytes{place="media"}' in page
    assert 7200 <= after["emulation_backup_age_seconds"] < 7300
    assert not any(word in page for word in ("Bình", "dong-tam", officer.user.username))


def test_a_roll_up_that_waits_or_failed_is_measured_as_a_paper(client, well):
    province, asked = make_province(), timezone.now() - timedelta(hours=1)
    facts = {"province": province, "year": 2026, "content": {}, "requested_name": "Lan", "requested_at": asked}
    RollUpPaper.objects.create(**facts)
    RollUpPaper.objects.create(status="failed", finished_at=asked, **facts)
    RollUpPaper.objects.create(status="failed", finished_at=asked - timedelta(days=2), **facts)

    found = samples(client.get("/do-luong/", **TOKEN))

    assert found['emulation_jobs{kind="roll-up",queue="papers",state="queued"}'] == 1
    assert found['emulation_jobs{kind="any",queue="papers",state="failed_today"}'] == 1
    assert 3600 <= found['emulation_oldest_waiting_seconds{queue="papers"}'] < 3700


@pytest.mark.parametrize(("ahead", "age"), [(72, 50), (30, 0)])
def test_the_age_of_the_last_backup_is_that_of_the_one_of_which_the_page_tells(client, well, ahead, age):
    for hours in (-50, ahead):
        backed_up(timezone.now() + timedelta(hours=hours))

    found = samples(client.get("/do-luong/", **TOKEN))["emulation_backup_age_seconds"]
    assert age * 3600 <= found < age * 3600 + 60


def test_while_redis_is_away_the_measures_say_so_and_tell_the_rest(client, well, monkeypatch):
    def no_cache(*_, **__):
        raise RedisAway("connection refused")

    monkeypatch.setattr(brokers, "messages", no_broker)
    for word in ("get", "set", "get_many", "add"):
        monkeypatch.setattr(type(caches["default"]), word, no_cache)

    answer = client.get("/do-luong/", **TOKEN)

    found = samples(answer)
    assert (answer.status_code, found["emulation_broker_up"]) == (200, 0)
    assert {'emulation_disk_free_bytes{place="media"}', "emulation_sessions"} <= {*found}
    assert not any(name.startswith("emulation_worker_silent_seconds") for name in found)


def test_one_worker_for_everything_may_be_at_a_long_job(client, well):
    for queue in (workers.PAPERS, workers.CLOCK):
        workers.note_alive(queue, at=timezone.now() - timedelta(minutes=10))

    assert client.get("/san-sang/").status_code == 200


def test_measures_cost_the_same_however_much_there_is(client, well, cast):
    def cost():
        with CaptureQueriesContext(health.connection) as asked:
            client.get("/do-luong/", **TOKEN)
        return len(asked)

    few = cost()
    for _ in range(3):
        backed_up(timezone.now())
    queued(cast)

    assert cost() == few <= 10
