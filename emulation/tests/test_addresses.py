"""Addresses outside any commune: none may be mistaken for a commune's."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import URLResolver, get_resolver, reverse

from communes.models import Commune
from communes.rules.slugs import RESERVED
from communes.tests.factories import make_commune
from kit.addresses import addresses


def first_words(resolver, before: str = "") -> set[str]:
    """Return the first words of the addresses below a resolver, "" for one that begins with a parameter."""
    found = set()
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern).removeprefix("^")
        if "/" in route:
            found.add("" if route.startswith("<") else re.split(r"[/.]", route)[0])
        elif isinstance(entry, URLResolver):
            found |= first_words(entry, route)
    return found


def test_every_first_word_of_an_address_is_kept_from_communes():
    words = first_words(get_resolver()) - {""}

    assert "kiem-tra" in words
    assert words - RESERVED == set()


def test_what_servers_hand_out_themselves_is_kept_from_communes():
    assert {settings.STATIC_URL.strip("/"), "media", "favicon", "robots"} <= RESERVED


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_no_commune_gets_a_reserved_address(slug):
    with pytest.raises(ValidationError, match="địa chỉ riêng của phần mềm"):
        Commune(slug=slug, kind="xa", name="Đồng Tâm", place_name="Đồng Tâm").clean()


def test_a_commune_is_refused_when_it_is_checked_as_a_whole(db):
    commune = make_commune()
    commune.slug = "tra-cuu"

    with pytest.raises(ValidationError) as refused:
        commune.full_clean()

    assert refused.value.messages == ["“tra-cuu” là địa chỉ riêng của phần mềm; hãy đặt tên khác."]


def test_the_table_is_the_same_after_an_address_was_put_together():
    reverse("communes:units", kwargs={"commune": "dong-tam"})

    assert not {each.name: each.below_commune for each in addresses()}["sessions"]
