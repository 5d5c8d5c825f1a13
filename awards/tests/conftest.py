"""What most tests of awards begin with: a campaign with an award round, the law, a council, a way to ask for a page."""

import pytest

from awards.tests.factories import load_law, make_award_campaign, make_council
from communes.addresses import here


@pytest.fixture
def law(db):
    """The numbers of the law and the voting rules that the product ships."""
    load_law()


@pytest.fixture
def campaign(cast):
    """A small issued campaign with one award round, quotas 1 + 1."""
    return make_award_campaign(cast)


@pytest.fixture
def council(cast):
    """The council of the cast: four voting members."""
    return make_council(cast)


@pytest.fixture
def go(client):
    """Return a function that asks for a named page as one of the cast: GET, or POST where data is given."""

    def ask(actor, name, *args, post=None, query="", **extra):
        client.force_login(actor.user)
        url = here(actor, f"awards:{name}", *args) + query
        return client.get(url, **extra) if post is None else client.post(url, post, **extra)

    return ask
