"""A sign that nobody can type and PostgreSQL does not store: left out of words, found in no address."""

import pytest

from communes.addresses import here
from communes.models import HistoryEntry, User

pytestmark = pytest.mark.django_db


def test_words_of_a_form_are_stored_without_it(client, cast):
    client.force_login(cast.actor("administrator").user)
    head = cast.actor("head")

    answer = client.post(
        here(head, "communes:account-lock", head.person.pk), {"reason": "Nghỉ\x00 việc", "_sent": "abc"}
    )

    assert answer.status_code == 302
    assert not User.objects.get(pk=head.user.pk).is_active
    assert HistoryEntry.objects.with_scopes_disabled().get(action="account.locked").reason == "Nghỉ việc"
    assert client.cookies["da-luu"].value == "abc"


def test_a_query_is_read_without_it(client, cast):
    client.force_login(cast.actor("officer").user)

    answer = client.get(here(cast.actor("officer"), "communes:units"), {"q": "Tổ\x00"})

    assert answer.status_code == 200
    assert "Tổ\x00" not in answer.text


def test_no_address_holds_it(client, cast):
    answer = client.get(f"/{cast.commune.slug}/cong-khai/kiem-tra/ab%00c/")

    assert answer.status_code == 404


def test_a_cookie_that_holds_it_is_none(client, cast):
    client.force_login(cast.actor("officer").user)
    client.cookies["sessionid"] = f"{client.cookies['sessionid'].value}\x00"

    answer = client.get(here(cast.actor("officer"), "communes:units"))

    assert answer.status_code == 302
    assert "/tai-khoan/login/" in answer.url
