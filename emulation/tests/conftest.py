"""The office of the browser journeys, and the eyes that look at every page."""

from threading import Lock

import pytest
from django.core.handlers.wsgi import WSGIHandler

from emulation.tests.journeys.office import Office
from emulation.tests.window import Eyes


@pytest.fixture
def _one_request_at_a_time(monkeypatch):
    """Answer the browsers one after the other.

    SQLite in memory refuses at once to read a table that another connection writes, where a file of SQLite waits.
    """
    turn, answer = Lock(), WSGIHandler.__call__

    def answer_in_turn(self, environ, start_response):
        with turn:
            return answer(self, environ, start_response)

    monkeypatch.setattr(WSGIHandler, "__call__", answer_in_turn)


@pytest.fixture
def office(new_context, live_server, cast, _one_request_at_a_time):
    """The office of xã Đồng Tâm; at the end no browser may have complained or asked elsewhere."""
    office = Office(new_context, live_server.url, cast)
    yield office
    assert office.complaints == []


@pytest.fixture(scope="session")
def known_shapes():
    """The kinds of elements that this run has looked at: in frames of pages, in their main parts."""
    return set(), set()


@pytest.fixture
def eyes(new_context, known_shapes):
    """Eyes for every page, which are shown no kind of element twice in a run."""
    return Eyes(new_context, known_shapes)
