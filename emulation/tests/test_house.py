"""Rules that no single app can keep alone: each walks every address of the product."""

import re
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import connection, transaction
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
    RECORDS,
    World,
    addresses,
    parameters,
)

ALL = addresses()
BELOW = [each for each in ALL if each.below_commune]
WITH_RECORD = [each for each in BELOW if "pk" in each.parameters]
# Found: shown, done, or refused because an empty form says too little.
FOUND = {200, 302, 422}
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b(?!.*\bcommunes_usersession\b)", re.IGNORECASE | re.DOTALL)
# What a look may leave: one line that says so, which carries the key of a look.
NOTED = re.compile(r'^INSERT .*"communes_historyentry" .*\b\d+:[a-z.]+:\d+:[a-z_.]+:\d{10}\b', re.DOTALL)
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


@pytest.fixture
def world(cast, settings, tmp_path):
    """One record of each kind in xã Đồng Tâm, and everybody of the cast."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return World(cast)


class _Undo(Exception):
    """Takes back what a request did."""


@contextmanager
def undone():
    """Take back whatever the database is told inside."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        return


def of_record(record):
    """Return the addresses in which the key of a record stands."""
    return [each for each in WITH_RECORD if RECORD_OF.get(each.name) == record]


def holders(address):
    """Return those of the cast whose role grants one of the capabilities that an address asks for."""
    return [part for part, (_, role, _, _) in PEOPLE.items() if GRANTS[role] & set(address.needs)]


def lawful(address, part):
    """Return the answers to a GET that a role may get from an address."""
    if address.post_only:
        return {405}
    return {200, 302, 403, 404} if part in holders(address) else {403}


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


@pytest.mark.parametrize("record", RECORDS)
def test_a_neighbour_with_the_same_right_finds_nothing(client, world, neighbour, record):
    for address in of_record(record):
        client.force_login(neighbour(holders(address)[0]).user)
        given = parameters(address, world)
        ours = address.url("dong-tam", **given)

        assert (client.get(ours).status_code, client.post(ours).status_code) == (404, 404), ours
        theirs = address.url("dai-son", **given)
        for method in address.methods or ("GET", "POST"):
            assert client.generic(method, theirs).status_code == 404, theirs


@pytest.mark.parametrize("record", RECORDS)
def test_somebody_of_the_commune_with_the_right_finds_the_record(client, world, record):
    for address in of_record(record):
        url = address.url("dong-tam", **parameters(address, world))
        answers = {}
        for part in holders(address):
            actor = world.cast.actor(part)
            with undone():
                client.force_login(actor.user)
                answers[part] = (client.post(url) if address.post_only else client.get(url)).status_code
            if answers[part] in FOUND:
                break

        assert FOUND & set(answers.values()), f"{url}: {answers}"


@pytest.mark.parametrize("part", PEOPLE)
def test_the_menu_holds_no_dead_link(client, world, part):
    actor = world.cast.actor(part)
    client.force_login(actor.user)

    links = [item["url"] for group in menu(actor, "/") for item in group["items"]]

    assert links
    assert [(link, status) for link in links if (status := client.get(link).status_code) != 200] == []


@pytest.mark.parametrize("part", PEOPLE)
def test_each_role_gets_what_its_rights_say_writes_nothing_by_looking_and_meets_no_dead_link(client, world, part):
    client.force_login(world.cast.actor(part).user)
    pages = {each.url("dong-tam", **parameters(each, world)): each for each in BELOW}
    answered, offered, faults = {}, {}, []
    for url, each in pages.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
        answered[url] = answer.status_code
        if answer.status_code not in lawful(each, part):
            faults.append((url, answer.status_code))
        faults += [
            (url, query["sql"][:120]) for query in asked if WRITES.match(query["sql"]) and not NOTED.match(query["sql"])
        ]
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            offered |= {unescape(link): url for link in LINK.findall(answer.content.decode())}

    for link, url in offered.items():
        if link == "/" or link.startswith(("/static/", "/tai-khoan/")):
            continue
        status = answered[link] if link in answered else client.get(link).status_code
        if status not in (200, 302, 405):
            faults.append((link, status, f"offered on {url}"))

    assert faults == []
