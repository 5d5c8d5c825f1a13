"""The office of the browser journeys."""

import pytest

from emulation.tests.journeys.office import Office


@pytest.fixture
def office(new_context, live_server, cast):
    """The office of xã Đồng Tâm; at the end no browser may have complained or asked elsewhere."""
    office = Office(new_context, live_server.url, cast)
    yield office
    assert office.complaints == []
