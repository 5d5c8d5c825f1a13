"""What most tests of campaigns begin with: a small campaign, a unit's report, a way to ask for a page."""

import pytest

from campaigns.tests.factories import make_campaign, report_of
from communes.addresses import here


@pytest.fixture
def campaign(cast):
    """A small issued campaign of the cast."""
    return make_campaign(cast)


@pytest.fixture
def report(campaign, cast):
    """The report that Phòng Kinh tế owes."""
    return report_of(campaign, cast.unit("economy"))


@pytest.fixture
def go(client):
    """Return a function that asks for a named page as one of the cast: GET, or POST where data is given."""

    def ask(actor, name, *args, post=None, query=""):
        client.force_login(actor.user)
        url = here(actor, f"campaigns:{name}", *args) + query
        return client.get(url) if post is None else client.post(url, post)

    return ask
