"""Pages that once asked the database the same question twice."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_campaign


@pytest.mark.parametrize("part", ["officer", "leader", "administrator"])
@pytest.mark.parametrize("page", ["", "campaigns/{campaign}/", "voting-rules/", "reminders/terms/"])
def test_a_page_asks_nothing_twice(client, cast, part, page):
    address = f"/dong-tam/{page.format(campaign=make_campaign(cast.commune).pk)}"
    client.force_login(cast.actor(part).user)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)

    asked = Counter(query["sql"] for query in queries.captured_queries)
    assert answer.status_code in (200, 403) and asked.most_common(1)[0][1] == 1
