"""Every address of the product, sent what nobody should type: python -m drills fuzz.

Each address (drills/fuzz_places.py) is asked by somebody who may: its forms with hostile words in some fields, forms of
other pages that lead to it, every name that the code reads from a query or a form though no form declares it
(drills/fuzz_names.py), queries, bodies and addresses as no browser writes them. Whatever comes, no page may fail: it
takes the words or refuses them, and where it shows the form again it says something. What fails is made smaller and
written down (drills/found.py).
"""

import json
import os
import random
import time
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from communes.tests.factories import Cast, make_commune
from communes.tests.issuer import CLIENT, SECRET, serving
from conftest import ScopelessClient
from drills import found, fuzz_names
from drills.fuzz_places import LAWFUL, NOW, READY, TOKEN, Place, Stage, places
from drills.fuzz_words import BODIES, FILES, GONE, HOSTILE, IN_PATHS, KEPT, NASTY, QUERIES, SINGLE
from reports.tasks import take_turn

SEED = int(os.environ.get("FUZZ_SEED", "1"))
MINUTES = float(os.environ.get("FUZZ_MINUTES", "5"))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "12"))
TOLD = os.environ.get("FUZZ_TOLD", "")
# So many letters stand under each name where all names are sent at once.
FOR_ALL = 1000
# So many of the words in NASTY are tried before anything else.
WORST = 4
PLACES = places()
random.Random(SEED).shuffle(PLACES)  # noqa: S311 - where a short run looks first
tried = {"addresses": 0, "posts": 0, "gets": 0, "forms": 0, "left out for want of time": 0}


@pytest.fixture(scope="module", autouse=True)
def _tell():
    yield
    if TOLD:
        Path(TOLD).write_text(json.dumps(tried), encoding="utf-8")


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory):
    """Every record and everybody, the forms of all pages by the address to which they are sent, and an end."""
    media = tmp_path_factory.mktemp("media")
    with serving() as issuer, django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        patch.setattr(take_turn, "delay", lambda: None)
        app = {"provider_id": "tinh", "name": "Cổng của tỉnh", "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": issuer.address, "oauth_pkce_enabled": True}
        facts = {"MEDIA_ROOT": media, "CELERY_TASK_ALWAYS_EAGER": False, "METRICS_TOKEN": TOKEN,
                 "OIDC_ISSUER": issuer.address, "OIDC_NAME": "Cổng của tỉnh", "OIDC_CLAIM": "preferred_username",
                 "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app]}}}  # fmt: skip
        with override_settings(**facts), transaction.atomic():
            commune = make_commune()
            with scope(commune=commune):
                built = Stage(Cast(commune))
                built.make_everybody()
                built.forms = _forms(built)
                fuzz_names.everywhere()
                built.until, built.left = time.monotonic() + 60 * MINUTES, len(PLACES)
                yield built
            transaction.set_rollback(True)


def _forms(stage: Stage) -> dict[str, list[dict]]:
    """Return the forms of every page that somebody may open, by the address to which they are sent."""
    forms: dict[str, list[dict]] = {}
    below = [each for each in places() if each.below_commune and each.name not in READY]
    # The records are made in this order, that of the tests of the house.
    parameters = {each.route: stage.parameters(each, None) for each in below}
    for place in below:
        if place.post_only:
            continue
        client = ScopelessClient()
        stage.sit(client, place, lambda parts: parts[0])
        url = found.url_of({"address": place.name}, parameters[place.route])
        for action, fields in found.shown(client, url).items():
            forms.setdefault(action, []).extend(fields[:4])
    return forms


class Asker:
    """Whoever asks one address: sends cases while there is time, makes those that fail smaller, tells them."""

    def __init__(self, stage: Stage, place: Place, client):
        self.stage, self.place, self.client, self.known = stage, place, client, {}
        self.who = stage.sit(client, place, random.Random(f"{SEED}{place.name}").choice)  # noqa: S311
        self.parameters = stage.parameters(place, client)
        self.cookies = {name: cookie.value for name, cookie in client.cookies.items()}
        self.until = time.monotonic() + max(0.0, (stage.until - time.monotonic()) / max(1, stage.left))
        stage.left -= 1
        self.url = found.url_of({"address": place.name}, self.parameters)
        self.shown = [] if place.post_only else found.shown(client, self.url).get(self.url, [])

    @property
    def in_time(self) -> bool:
        """Whether this address may still be asked."""
        return time.monotonic() < self.until

    def fault(self, case: dict) -> str:
        """Send a case as a browser would that kept its cookies; return what is wrong."""
        self.client.cookies = SimpleCookie(self.cookies)
        tried["posts" if case["method"] == "post" else "gets"] += 1
        lawful = LAWFUL.get(self.place.name, frozenset())
        return found.fault_of(self.client, case, self.parameters, self.shown, lawful=lawful)

    def ask(self, case: dict) -> None:
        """Send a case; keep the smallest of those that fail in one place."""
        fault = self.fault(case)
        if not fault or _short(fault) in self.known:
            return
        self.known[_short(fault)] = fault
        for part in ("query", "fields", "path"):
            for name in sorted(case.get(part, {})):
                less = case | {part: {each: value for each, value in case[part].items() if each != name}}
                if _short(self.fault(less)) == _short(fault):
                    case = less
        told = {"database": connection.vendor, "route": self.place.route, "who": self.who, "fault": fault}
        found.tell(**told, **{name: value for name, value in case.items() if value not in ({}, None)})


def _short(fault: str) -> str:
    """Return the kind and the place of a fault."""
    return fault.partition(": ")[0]


def planned(place: Place, shown: list[dict], led: list[dict], chance: random.Random) -> list[dict]:
    """Return what is tried at an address before chance chooses: what its own module reads with the worst words first.

    Then every name of the product at once, each field of its forms, addresses, queries and bodies no browser writes.
    """
    own, every = fuzz_names.of_view(place.view), fuzz_names.everywhere()
    gets, posts = not place.post_only, place.methods != ("GET", "HEAD")
    base, first, later = {"address": place.name}, [], []
    forms = [{"form": number} for number in range(len(shown))][:2] or [{"fields": fields} for fields in led][:2] or [{}]
    for number, value in enumerate(NASTY):
        cases = first if number < WORST else later
        if gets:
            cases.append(base | {"method": "get", "query": dict.fromkeys(every["GET"], value[:FOR_ALL])})
            cases += [base | {"method": "get", "query": {name: value}} for name in own["GET"]]
        for form in forms if posts else ():
            post, fields = base | form | {"method": "post"}, form.get("fields", {})
            cases.append(post | {"fields": fields | dict.fromkeys(every["POST"], value[:FOR_ALL])})
            cases += [post | {"fields": fields | {name: value}} for name in own["POST"]]
            later += [post | {"fields": fields | {name: value}} for name in _fields(form, shown)]
    method = "get" if gets else "post"
    paths = [{name: value} for name, kind in place.converters for value in IN_PATHS.get(kind, ())]
    later += [base | {"method": method, "path": path} for path in paths]
    later += [base | {"method": method, "behind": words} for words in QUERIES]
    later += [base | {"method": "post", "raw": [kind, body.decode("latin-1")]} for kind, body in BODIES if posts]
    chance.shuffle(first)
    chance.shuffle(later)
    return first + later


def _fields(form: dict, shown: list[dict]) -> list[str]:
    """Return the names of the fields of a form: one that the page shows, or one of another page."""
    return list(shown[form["form"]] if "form" in form else form.get("fields", {}))


def by_chance(asker: Asker, shown: list[dict], led: list[dict]) -> None:
    """Fill the forms of an address, and its query, as chance has it, until its time is over."""
    place, every = asker.place, fuzz_names.everywhere()
    own = fuzz_names.of_view(place.view)
    forms = [({"form": number}, fields) for number, fields in enumerate(shown)] + [({}, fields) for fields in led]
    names = sorted({name for _, fields in forms for name in fields} | {*own["POST"]})
    queries = st.dictionaries(st.sampled_from([*own["GET"] * 3, *every["GET"]]), SINGLE, max_size=4)

    def anything(form, chosen, upload, query):
        if not asker.in_time:
            return
        base = {"address": place.name, "query": query}
        if place.methods != ("GET", "HEAD"):
            which, fields = form
            what = {} if "form" in which else {name: fields[name] for name in fields if fields[name] != ["file"]}
            for name in [*fields, *own["POST"]]:
                value = chosen[name]
                if fields.get(name) == ["file"] and not (isinstance(value, str) and value):
                    value = found.file_of(*upload)
                if value is not KEPT:
                    what[name] = None if value is GONE else value
            asker.ask(base | which | {"method": "post", "fields": what})
        if not place.post_only:
            asker.ask(base | {"method": "get"})

    number = 0
    while asker.in_time and number * 12 < EXAMPLES:
        one_round = settings(max_examples=min(12, EXAMPLES), deadline=None, database=None, phases=(Phase.generate,),
                             suppress_health_check=list(HealthCheck))  # fmt: skip
        every_form = given(
            form=st.sampled_from(forms or [({}, {})]), chosen=st.fixed_dictionaries(dict.fromkeys(names, HOSTILE)),
            upload=st.sampled_from(FILES), query=queries,
        )  # fmt: skip
        seed(SEED * 10_000 + number)(one_round(every_form(anything)))()
        number += 1


@pytest.mark.parametrize("place", PLACES, ids=[each.name for each in PLACES])
@pytest.mark.django_db
def test_nothing_that_is_sent_makes_a_page_fail(stage, place, db):
    client = ScopelessClient(headers={"authorization": f"Bearer {TOKEN}"} if place.name == "metrics" else None)
    asker = Asker(stage, place, client)
    led = stage.forms.get(asker.url, []) if not asker.shown else []
    tried["addresses"] += 1
    tried["forms"] += len(asker.shown) + len(led)
    chance = random.Random(f"{SEED}{place.route}")  # noqa: S311 - what a short run tries first
    cases = planned(place, asker.shown, led, chance)
    start, third = time.monotonic(), max(0.0, asker.until - time.monotonic()) * 2 / 3
    for number, case in enumerate(cases):
        if number and time.monotonic() > start + third:
            tried["left out for want of time"] += len(cases) - number
            break
        asker.ask(case)
    by_chance(asker, asker.shown, led)
    assert not asker.known, "; ".join(asker.known.values())
