"""The office of the browser journeys."""

import pytest

from emulation.tests.journeys.office import Office, history_may_be_emptied


@pytest.fixture(scope="module")
def emptied_house(request):
    """Let each journey leave empty tables behind."""
    with history_may_be_emptied(migrated=not request.config.getoption("nomigrations")):
        yield


@pytest.fixture
def office(emptied_house, new_context, live_server, cast):
    """The office of xã Đồng Tâm; at the end no browser may have complained or asked elsewhere."""
    office = Office(new_context, live_server.url, cast)
    yield office
    assert office.complaints == []
