"""Rules that no single app can keep alone: each walks every address of the product."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.access import GRANTS
from communes.navigation import menu
from communes.tests.factories import PEOPLE
from emulation.tests.house import (
    OTHERS,
    OUTSIDE_COMMUNES,
    PUBLIC,
    RECORD_OF,
    SHARED,
    World,
    addresses,
    parameters,
)

ALL = addresses()
BELOW = [each for each in ALL if each.below_commune]
WITH_RECORD = [each for each in BELOW if each.parameters]
OPEN_FOR_GET = [each for each in BELOW if not each.post_only]
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b(?!.*\bdjango_session\b)", re.IGNORECASE | re.DOTALL)
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


@pytest.fixture
def world(cast, settings, tmp_path):
    """One record of each kind in xã Đồng Tâm, and everybody of the cast."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return World(cast)


def named(each):
    """Return the name of an address for the test's id."""
    return each.name


def holders(address):
    """Return those of the cast whose role grants one of the capabilities that an address asks for."""
    return [part for part, (_, role, _, _) in PEOPLE.items() if GRANTS[role] & set(address.needs)]


def ask(client, address, url):
    """Send an empty request of the kind that an address answers."""
    return client.post(url) if address.post_only else client.get(url)


def test_every_view_below_a_commune_declares_a_capability():
    assert [each.name for each in BELOW if not each.needs] == []


def test_no_address_stands_outside_the_communes_but_the_known_ones():
    assert {each.name for each in ALL if not each.below_commune} == OUTSIDE_COMMUNES


def test_only_the_known_pages_are_open_without_signing_in(client, commune):
    open_pages = set()
    for each in ALL:
        others = dict.fromkeys(each.parameters, 1)
        commune_part = {"commune": "dong-tam"} if each.below_commune else {}
        answer = client.get(reverse(each.name, kwargs=commune_part | others))
        if answer.status_code != 302 or not answer.url.startswith("/tai-khoan/"):
            open_pages.add(each.name)

    assert open_pages == PUBLIC


def test_every_address_with_a_record_is_in_the_table_and_no_other():
    needed = {each.name: set(each.parameters) for each in WITH_RECORD}
    known = {name: {"pk", *OTHERS.get(name, ())} for name in RECORD_OF}

    assert known == needed


@pytest.mark.parametrize("address", WITH_RECORD, ids=named)
def test_a_neighbour_with_the_same_right_finds_nothing(client, world, neighbour, address):
    given = parameters(address, world)
    stranger = neighbour(holders(address)[0])
    client.force_login(stranger.user)

    ours = address.url("dong-tam", **given)
    assert (client.get(ours).status_code, client.post(ours).status_code) == (404, 404)
    if address.name not in SHARED:
        theirs = address.url("dai-son", **given)
        for method in address.methods or ("GET", "POST"):
            assert client.generic(method, theirs).status_code == 404


@pytest.mark.parametrize("address", WITH_RECORD, ids=named)
def test_somebody_of_the_commune_with_the_right_finds_the_record(client, world, address):
    url = address.url("dong-tam", **parameters(address, world))
    answers = {}
    for part in holders(address):
        client.force_login(world.cast.actor(part).user)
        answers[part] = ask(client, address, url).status_code
        if answers[part] in (200, 302):
            return

    pytest.fail(f"{url}: {answers}")


@pytest.mark.parametrize("part", PEOPLE)
def test_every_page_answers_each_role_as_its_rights_say_and_a_get_writes_nothing(client, world, part):
    client.force_login(world.cast.actor(part).user)
    urls = [(each, each.url("dong-tam", **parameters(each, world))) for each in BELOW]
    faults = []
    for each, url in urls:
        with CaptureQueriesContext(connection) as asked:
            status = client.get(url).status_code
        if each.post_only:
            expected = {405}
        elif part in holders(each):
            expected = {200, 302, 403, 404}
        else:
            expected = {403}
        if status not in expected:
            faults.append((url, status))
        faults += [(url, query["sql"][:120]) for query in asked if WRITES.match(query["sql"])]

    assert faults == []


@pytest.mark.parametrize("part", PEOPLE)
def test_the_menu_holds_no_dead_link(client, world, part):
    actor = world.cast.actor(part)
    client.force_login(actor.user)

    links = [item["url"] for group in menu(actor, "/") for item in group["items"]]

    assert links
    assert [(link, status) for link in links if (status := client.get(link).status_code) != 200] == []


@pytest.mark.parametrize("part", PEOPLE)
def test_no_page_shows_a_link_or_a_button_that_its_reader_may_not_use(client, world, part):
    client.force_login(world.cast.actor(part).user)
    seen = {each.url("dong-tam", **parameters(each, world)): "" for each in OPEN_FOR_GET}
    offered = {}
    for url in seen:
        answer = client.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            offered |= {unescape(link): url for link in LINK.findall(answer.content.decode())}

    dead = {}
    for link, url in offered.items():
        if link.startswith(("/static/", "/tai-khoan/")) or link == "/":
            continue
        status = client.get(link).status_code
        if status not in (200, 302, 405):
            dead[link] = (status, f"on {url}")

    assert dead == {}
