"""Tests of the addresses that belong to no app."""

import pytest


def test_a_monitor_needs_no_account(client, db):
    answer = client.get("/song/")

    assert (answer.status_code, answer.content.decode()) == (200, "song")


@pytest.mark.parametrize(
    "page",
    ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/reset/", "password/set/", "login/code/"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_makes_an_account_or_resets_a_password_by_mail(client, db, page, method):
    assert getattr(client, method)(f"/tai-khoan/{page}").status_code == 404


def test_the_way_in_is_open_and_everything_else_is_closed(client, db):
    assert client.get("/tai-khoan/login/").status_code == 200
    assert client.get("/dong-tam/").headers["Location"] == "/tai-khoan/login/?next=/dong-tam/"
