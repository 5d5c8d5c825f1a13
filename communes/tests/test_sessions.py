"""Sessions: when they end, what every page knows of it, how they last longer."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from communes.addresses import here
from communes.models import UserSession
from communes.sessions import SessionStore

pytestmark = pytest.mark.django_db
LENGTH = 12 * 3600


def shorten(client, seconds):
    """Let the session of a browser end in so many seconds."""
    UserSession.objects.filter(pk=client.session.session_key).update(
        expire_date=timezone.now() + timedelta(seconds=seconds)
    )


def test_a_session_knows_when_it_ends_without_a_query_of_its_own(clock, django_assert_num_queries):
    kept = SessionStore()
    kept["word"] = "x"
    kept.create()
    read = SessionStore(kept.session_key)

    with django_assert_num_queries(1):
        assert (read["word"], read.seconds_left) == ("x", LENGTH)
    assert kept.seconds_left == LENGTH


def test_a_session_that_is_gone_or_was_never_stored_has_no_time_left(clock):
    assert SessionStore().seconds_left == 0
    gone = SessionStore("khong-co-phien-nay")
    assert (gone.get("word"), gone.seconds_left) == (None, 0)


def test_every_page_tells_the_browser_who_reads_it_and_how_long_the_session_lasts(client, officer, clock, settings):
    settings.SESSION_WARNING = 300
    client.force_login(officer.user)
    shorten(client, 900)

    page = client.get(here(officer, "communes:units")).text

    told = dict(re.findall(r' data-([a-z-]+)="([^"]*)"', page.partition("<body")[2].partition(">")[0]))
    assert abs(float(told.pop("served")) - time.time()) < 60
    assert told == {
        "user": str(officer.user.pk),
        "session": "900",
        "session-warning": "300",
        "session-extend": "/phien/",
        "sign-in": "/tai-khoan/login/",
    }


def test_the_way_in_names_nobody(client, commune):
    assert "data-user" not in client.get("/tai-khoan/login/").text


def test_a_session_about_to_end_lasts_its_full_time_again(client, officer, clock):
    client.force_login(officer.user)
    shorten(client, 60)

    answer = client.post("/phien/")

    assert (answer.status_code, answer.json()) == (200, {"seconds": LENGTH})
    assert UserSession.objects.get().expire_date == timezone.now() + timedelta(seconds=LENGTH)


def test_a_session_that_ended_is_not_brought_back(client, officer, clock):
    client.force_login(officer.user)
    shorten(client, -1)

    answer = client.post("/phien/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/tai-khoan/login/?next=/phien/")


def test_looking_does_not_make_a_session_longer(client, officer, clock):
    client.force_login(officer.user)

    assert client.get("/phien/").status_code == 405
