"""Log lines as JSON: which request or job, and never what people typed."""

import json
import logging
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

from emulation import celery as house
from emulation.logs import JsonFormatter, around
from reports import workers
from reports.tasks import take_turn

NAME = "Nguyễn Thị Bí Mật"


@pytest.fixture
def lines(settings):
    """Return the lines written so far, as a file would hold them."""
    settings.LOG_FORMAT = "json"
    told = []

    class Kept(logging.Handler):
        def emit(self, record):
            told.append(self.format(record))

    handler = Kept()
    handler.setFormatter(JsonFormatter())
    logging.root.addHandler(handler)
    yield told
    logging.root.removeHandler(handler)


def record(name, message, *args, exc_info=None):
    """Return one record as a logger makes it."""
    return logging.LogRecord(name, logging.WARNING, "/srv/x.py", 7, message, args, exc_info)


@pytest.mark.parametrize(
    ("name", "message", "args", "told"),
    [
        ("reports.making", "Document %s could not be made.", (4,), "Document 4 could not be made."),
        ("communes.adapters", "Single sign-on failed: %s", (ValueError(NAME),), "Single sign-on failed: ValueError"),
        ("django.request", "%s: %s", ("Not Found", f"/{NAME}/"), "…: …"),
        ("gunicorn.error", "WORKER TIMEOUT (pid:%s)", (31,), "WORKER TIMEOUT (pid:31)"),
        ("pdfminer", f"strange words: {NAME}", (), "…"),
        ("other", "%d pages", (NAME,), "%d pages"),
        ("celery.app.trace", "Task %(name)s[%(id)s] raised: %(exc)s",
         ({"name": "reports.tasks.take_turn", "id": "a1", "exc": NAME},), "Task reports.tasks.take_turn[a1] raised: …"),
    ],
)  # fmt: skip
def test_a_line_says_what_is_our_own_and_withholds_the_rest(name, message, args, told):
    line = JsonFormatter().format(record(name, message, *args))

    assert json.loads(line) | {"message": told, "logger": name, "level": "WARNING", "where": "x:7"} == json.loads(line)
    assert "\n" not in line


def test_of_an_exception_its_kind_and_way_are_told_not_its_words():
    try:
        try:
            int(NAME)
        except ValueError as problem:
            raise RuntimeError(NAME) from problem
    except RuntimeError:
        line = JsonFormatter().format(record("reports", "Failed.", exc_info=sys.exc_info()))

    problems = json.loads(line)["problems"]
    assert [each["kind"] for each in problems] == ["RuntimeError", "ValueError"]
    assert "test_logs.py" in problems[0]["way"][0]
    assert NAME not in json.loads(line.replace("\\\\u", "\\u")).__repr__()


def test_a_request_leaves_one_line_with_its_id_route_commune_and_user_and_not_what_was_looked_for(
    client, officer, lines, counted_menu
):
    client.force_login(officer.user)

    answer = client.get("/dong-tam/people/", {"q": NAME}, headers={"X-Request-ID": "proxy-0001"})

    assert (answer.status_code, answer.headers["X-Request-ID"]) == (200, "proxy-0001")
    [line] = [each for each in map(json.loads, lines) if each["logger"] == "emulation.watching"]
    expected = {"request_id": "proxy-0001", "route": "communes:people", "commune": "dong-tam", "status": 200,
                "user": officer.user.pk, "message": "Request: GET."}  # fmt: skip
    assert line | expected == line


@pytest.mark.parametrize("given", ["", "x", f"{NAME}", "a b c d e f g h", "x" * 65])
def test_an_id_that_is_not_sane_is_replaced(client, db, given):
    answer = client.get("/song/", headers={"X-Request-ID": given.encode().decode("latin-1")} if given else {})

    assert len(answer.headers["X-Request-ID"]) == 32


def test_no_name_that_is_typed_anywhere_reaches_a_line(client, administrator, lines):
    client.force_login(administrator.user)
    client.raise_request_exception = False
    search = reverse("communes:search", args=["dong-tam"])
    for method, url, data in (
        ("get", search, {"q": NAME}),
        ("get", f"/{NAME}/", {}),
        ("get", "/dong-tam/people/", {"q": NAME, "page": NAME}),
        ("post", "/dong-tam/people/new/", {"name": NAME, "username": NAME}),
        ("post", "/tai-khoan/login/", {"login": NAME, "password": NAME}),
    ):
        getattr(client, method)(url, data)

    told = [json.loads(line) for line in lines]
    assert len([each for each in told if each["logger"] == "emulation.watching"]) == 5
    assert not [each for each in told if "Bí Mật" in repr(each) or "B%C3%AD" in repr(each)]


def test_a_task_carries_the_id_of_the_request_that_queued_it_and_shows_that_its_queue_lives(db, lines):
    headers = {}
    token = around.set(lambda: {"request_id": "proxy-0001", "route": "reports:document"})
    house.carry_request(headers=headers)
    around.reset(token)
    assert headers == {"request_id": "proxy-0001"}

    take_turn.push_request(id="a1", is_eager=False, delivery_info={"routing_key": "papers"}, **headers)
    try:
        house.begin("a1", take_turn)
        logging.getLogger("reports.tasks").info("Working.")
    finally:
        house.end(take_turn)
        take_turn.pop_request()

    assert json.loads(lines[-1]) | {"job": take_turn.name, "job_id": "a1", "request_id": "proxy-0001"} == json.loads(
        lines[-1]
    )
    assert workers.silent_for(at=timezone.now()) is None
    assert around.get() is None
