"""Pages of campaigns and plans, through the client."""

import pytest

from campaigns.tests.factories import make_campaign
from communes.addresses import here

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "issued", "summing_up", "closed", "cancelled"])
@pytest.mark.parametrize("who", ["officer", "leader", "clerk", "reader"])
def test_every_page_of_a_campaign_opens_in_every_state(client, cast, status, who):
    campaign = make_campaign(cast, status=status)
    actor = cast.actor(who)
    client.force_login(actor.user)

    for name in ("campaign", "campaign-plan", "versions", "version-compare", "deadlines", "participants", "tracker"):
        answer = client.get(here(actor, f"campaigns:{name}", campaign.pk))
        assert answer.status_code == 200, name
