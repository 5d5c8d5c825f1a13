"""Rules that no single app can keep alone: each walks every address of the product, as every role."""

import logging
import re
from contextlib import contextmanager
from html import unescape

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from communes.access import GRANTS, Can
from communes.models import Role
from communes.navigation import menu
from communes.tests.factories import PEOPLE, Cast, make_commune, make_user
from conftest import ScopelessClient
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
from operations import rights
from operations.management.commands import draw_rights

pytestmark = pytest.mark.xdist_group("house")

ALL = addresses()
BELOW = [each for each in ALL if each.below_commune]
WITH_RECORD = [each for each in BELOW if "pk" in each.parameters]
KNOWN = rights.table()
# Found: shown, done, or refused because an empty form says too little. Shut: not there, or not for this person.
FOUND, SHUT = {200, 302, 422}, {403, 404}
# Of whom the records are: of Phòng Kinh tế, where head and member work, but for these; and one person's own.
UNIT_OF, OTHER_UNIT = {"head": "economy", "member": "economy", "other_head": "service"}, {"adoption": "service"}
OWNER = "member"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b(?!.*\bcommunes_usersession\b)", re.IGNORECASE | re.DOTALL)
# What a look may leave: one line that says so, which carries the key of a look.
NOTED = re.compile(r'^INSERT .*"communes_historyentry" .*\b\d+:[a-z.]+:\d+:[a-z_.]+:\d{10}\b', re.DOTALL)
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
# What the policy of content forbids, so that no page relies on it; data for a script is no script.
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\b(?:src=|type=\"application/json\"))|<[^>]*\s(?:style|on[a-z]+)=", re.IGNORECASE
)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """One record of each kind in xã Đồng Tâm, everybody of its cast and of the neighbours', built once."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        commune, neighbours = make_commune(), Cast(make_commune("dai-son", "Đại Sơn"))
        with scope(commune=commune):
            world = World(Cast(commune))
            world.neighbours, world.urls = neighbours, {}
            for part in PEOPLE:
                world.cast.actor(part)
                neighbours.actor(part)
            for each in BELOW:
                world.urls[each.url("dong-tam", **parameters(each, world))] = each
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    """The records, with the commune's scope open; what a test changes in them is taken back."""
    logging.disable(logging.WARNING)
    with scope(commune=built.cast.commune):
        yield built
    logging.disable(logging.NOTSET)


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
    """Return the answers that somebody of the cast may get from an address, as the table of rights says."""
    right, role = KNOWN[address.name], PEOPLE[part][1]
    if not right.held_by(role):
        return {403}
    record = RECORD_OF.get(address.name)
    own_unit = UNIT_OF.get(part) == OTHER_UNIT.get(record, "economy")
    return FOUND if right.finds(role, own_unit=own_unit, own=part == OWNER) else SHUT


def test_every_address_stands_in_the_table_of_rights_with_what_its_view_asks():
    assert {each.name: set(KNOWN[each.name].needs) for each in ALL if each.name in KNOWN} == {
        each.name: set(each.needs) for each in ALL
    }
    assert set(KNOWN) == {each.name for each in ALL}
    assert {right.reach for right in KNOWN.values()} == {*rights.REACHES, *rights.OUTSIDE}


def test_the_table_says_which_addresses_stand_outside_the_communes():
    assert {name for name, right in KNOWN.items() if right.reach in rights.OUTSIDE} == OUTSIDE_COMMUNES
    assert {name for name, right in KNOWN.items() if right.reach in ("anybody", "bearer")} == PUBLIC


def test_the_page_of_rights_is_up_to_date_and_says_so_where_it_is_not(settings, tmp_path):
    call_command("draw_rights", check=True)
    settings.BASE_DIR = tmp_path

    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_rights", check=True)
    assert "| `/<slug:commune>/unit-reports/<int:pk>/submit/` | POST | submit reports | unit |" in draw_rights.page()


@pytest.mark.parametrize(
    ("reach", "found"),
    [
        ("commune", {"officer", "head", "other head", "chair"}),
        ("unit", {"officer", "head", "chair"}),
        ("handed", {"officer", "head"}),
        ("home", {"head"}),
        ("told", {"officer", "chair"}),
        ("person", set()),
    ],
)
def test_how_far_each_reach_goes(reach, found):
    right = rights.Right(reach, frozenset({Can.SEE_CAMPAIGNS}))
    asking = {
        "officer": (Role.OFFICER, False), "head": (Role.UNIT_HEAD, True), "other head": (Role.UNIT_HEAD, False),
        "chair": (Role.COUNCIL_CHAIR, False),
    }  # fmt: skip

    assert {who for who, (role, own) in asking.items() if right.finds(role, own_unit=own)} == found
    assert rights.Right(reach, frozenset({Can.SEE_CAMPAIGNS})).finds(Role.UNIT_HEAD, own_unit=True, own=True) is (
        reach != "told"
    )


def test_every_view_below_a_commune_declares_a_capability():
    assert [each.name for each in BELOW if not each.needs] == []


def test_no_address_stands_outside_the_communes_but_the_known_ones():
    assert {each.name for each in ALL if not each.below_commune} == OUTSIDE_COMMUNES


def test_only_the_known_pages_are_open_without_signing_in(client, world):
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
def test_a_neighbour_with_the_same_right_finds_nothing(client, world, record):
    for address in of_record(record):
        client.force_login(world.neighbours.actor(holders(address)[0]).user)
        theirs = address.url("dai-son", **parameters(address, world))
        for method in address.methods or ("GET", "POST"):
            assert client.generic(method, theirs).status_code == 404, theirs


@pytest.mark.parametrize("part", ["leader", "stranger"])
def test_nobody_enters_by_any_address_a_commune_in_which_they_hold_no_role(client, world, part):
    user = make_user("nguoi.la") if part == "stranger" else world.neighbours.actor(part).user
    client.force_login(user)

    entered = [
        (url, method)
        for url, each in world.urls.items()
        for method in each.methods or ("GET", "POST")
        if client.generic(method, url).status_code != 404
    ]

    assert entered == []


@pytest.mark.parametrize("part", PEOPLE)
def test_the_menu_holds_no_dead_link(client, world, part):
    actor = world.cast.actor(part)
    client.force_login(actor.user)

    links = [item["url"] for group in menu(actor, "/") for item in group["items"]]

    assert links
    assert [(link, status) for link in links if (status := client.get(link).status_code) != 200] == []


@pytest.mark.parametrize(
    "model", [each for each in apps.get_models() if hasattr(each, "status_tone")], ids=lambda model: model._meta.label
)
def test_a_status_that_a_newer_release_wrote_is_shown_without_a_colour(model):
    assert model(status="mới").status_tone == "muted"


@pytest.mark.once
@pytest.mark.parametrize("part", PEOPLE)
def test_each_role_gets_what_its_rights_say_writes_nothing_by_looking_and_meets_no_dead_link(client, world, part):
    client.force_login(world.cast.actor(part).user)
    stranger, answered, offered, faults = ScopelessClient(), {}, {}, []
    for url, each in world.urls.items():
        with undone(), CaptureQueriesContext(connection) as asked:
            answer = client.post(url) if each.post_only else client.get(url)
        answered[url] = 405 if each.post_only else answer.status_code
        if answer.status_code not in lawful(each, part):
            faults.append((url, answer.status_code))
        if not {"no-store", "private"} & set(re.split(r",\s*", answer.headers["Cache-Control"])):
            faults.append((url, "may be kept by what stands in between"))
        if each.post_only:
            continue
        faults += [
            (url, query["sql"][:120]) for query in asked if WRITES.match(query["sql"]) and not NOTED.match(query["sql"])
        ]
        if answer.status_code == 200 and stranger.get(url).status_code != 302:
            faults.append((url, "shown to whoever asks next"))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            words = answer.content.decode()
            faults += [(url, found) for found in INLINE.findall(words)]
            offered |= {unescape(link): url for link in LINK.findall(words)}

    for link, url in offered.items():
        if link == "/" or link.startswith(("/static/", "/tai-khoan/")):
            continue
        status = answered[link] if link in answered else client.get(link).status_code
        if status not in (200, 302, 405):
            faults.append((link, status, f"offered on {url}"))

    assert faults == []
