"""Tests of the addresses that belong to no app."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError
from redis.exceptions import ConnectionError as RedisAway

from emulation import views


def test_a_monitor_needs_no_account(client, db):
    answer = client.get("/song/")

    assert (answer.status_code, answer.content.decode()) == (200, "song")


@pytest.mark.parametrize(("fault", "state"), [(OperationalError, 503), (RedisAway, 503), (ValueError, 500)])
def test_a_server_that_is_away_is_told_apart_from_a_fault(client, db, monkeypatch, fault, state):
    def fail():
        raise fault("word of the machine")

    monkeypatch.setattr(views, "connection", SimpleNamespace(cursor=fail))
    client.raise_request_exception = False

    answer = client.get("/song/")

    assert (answer.status_code, answer.headers.get("Retry-After")) == (state, "30" if state == 503 else None)
    assert ("Máy chủ đang tạm ngừng" in answer.text) is (state == 503)
    assert "word of the machine" not in answer.text


@pytest.mark.parametrize(
    "page",
    ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/reset/", "password/set/", "login/code/"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_makes_an_account_or_resets_a_password_by_mail(client, db, page, method):
    assert getattr(client, method)(f"/tai-khoan/{page}").status_code == 404


def test_the_way_in_is_open_and_everything_else_is_closed(client, db):
    assert client.get("/tai-khoan/login/").status_code == 200
    assert client.get("/static/ban-sau.1f2e3d4c5b6a.css").status_code == 404  # nginx asks the other server then
    assert client.get("/dong-tam/").headers["Location"] == "/tai-khoan/login/?next=/dong-tam/"
