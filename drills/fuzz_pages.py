"""Every form and every list of the product, filled with what nobody should type: python -m drills fuzz.

Each address is opened by somebody who may; the forms that its page shows, and those of other pages that lead to it,
are sent with hostile words in some fields. Whatever comes, no page may fail: it takes the words or refuses them, and
where it shows the form again it says something.
"""

import json
import os
import random
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lxml import html

from communes.access import GRANTS
from communes.tests.factories import PEOPLE
from emulation.tests.house import World, addresses, parameters
from kit.tests import hostile
from reports.tasks import take_turn

SEED = int(os.environ.get("FUZZ_SEED", "1"))
UNTIL = time.monotonic() + 60 * float(os.environ.get("FUZZ_MINUTES", "5"))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "12"))
TOLD = os.environ.get("FUZZ_TOLD", "")
# The house's record there is an ordinary paper, which no file of certificates is.
NOT_TRUE_TO_LIFE = {"reports:certificates-printed"}
OPEN = [each for each in addresses() if each.below_commune and each.needs and each.name not in NOT_TRUE_TO_LIFE]
random.Random(SEED).shuffle(OPEN)  # noqa: S311 - where a short run looks first
KEPT, GONE = object(), object()
# What acts take where no page of theirs shows a form.
USUAL = ("reason", "number", "issued_on", "note", "revision", "version", "unit", "person", "nominations", "c")
QUERY = ("q", "page", "size", "sort", "status", "unit", "campaign", "kind", "year", "from", "to", "subject", "round")
WORDS = [
    "", " ", "\n\n", "\x00", "a\x00b", "\ud800", "\u202e\u200b", "𝕏" * 50, "Ế" * 30_000, "<script>alert(1)</script>",
    "{{ 7|add:7 }}", "'; DROP TABLE x; --", "../../etc/passwd", "%00", "=1+1", "None", "null", "[]", "{}", "true",
]  # fmt: skip
NUMBERS = [
    "0", "-1", "-0", "1e400", "1e9", "NaN", "Infinity", "-Infinity", "9" * 19, "9" * 400, "2147483648", "1.5", "1,5",
    "1.000.000,5", "0x10", "١٢٣", "½", "1_000", " 7 ", "+7", "999999999999999999999999",
]  # fmt: skip
DAYS = [
    "31/02/2026", "01/01/0001", "31/12/9999", "00/00/0000", "2026-05-14", "14/05/2026", "14/5/26", "29/02/2025",
    "14/05/2026 25:61", "99/99/99999", "1/1/10000", "14.05.2026", "hôm nay",
]  # fmt: skip
HOSTILE = st.one_of(
    st.just(KEPT), st.just(KEPT), st.just(KEPT), st.just(GONE), st.sampled_from(WORDS), st.sampled_from(NUMBERS),
    st.sampled_from(DAYS), st.text(max_size=60), st.lists(st.sampled_from([*NUMBERS, *WORDS]), min_size=2, max_size=4),
)  # fmt: skip
FILES = [
    ("a.pdf", hostile.pdf()), ("a.pdf", b""), ("a.docx", hostile.office()), ("a.xlsx", hostile.office(kind="xlsx")),
    ("a.jpg", hostile.picture()), ("ế" * 300 + ".pdf", b"%PDF-"), ("\u202egpj.exe", b"MZ"), ("a", b"\x00" * 10),
]  # fmt: skip
tried = {"posts": 0, "gets": 0, "addresses": 0, "left out": 0}


@pytest.fixture(autouse=True)
def _in_time():
    if time.monotonic() > UNTIL:
        tried["left out"] += 1
        pytest.skip("no time left")


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr(take_turn, "delay", lambda: None)


@pytest.fixture(scope="module", autouse=True)
def _tell():
    yield
    if TOLD:
        Path(TOLD).write_text(json.dumps(tried), encoding="utf-8")


def forms_of(page: bytes, path: str) -> list[dict[str, list[str]]]:
    """Return the fields of each form of a page that is sent to an address, with what stands in them."""
    found = []
    for form in html.fromstring(page.decode() or "<html/>").xpath("//form"):
        if form.get("method", "").lower() == "post" and (form.get("action") or path).split("?")[0] == path:
            fields: dict[str, list[str]] = {}
            for each in form.xpath(".//input|.//select|.//textarea"):
                if each.name and each.name != "csrfmiddlewaretoken":
                    fields.setdefault(each.name, [])
            for name, value in form.form_values():
                if name in fields:
                    fields[name].append(value)
            kinds = {each.name for each in form.xpath(".//input[@type='file']")}
            found.append({name: ["file"] if name in kinds else values for name, values in fields.items()})
    return found


def written(fields: dict[str, list[str]], chosen: dict[str, object], upload) -> dict:
    """Return what is sent: each field as it stood, left out, or with hostile words."""
    data = {}
    for name, values in fields.items():
        what = chosen.get(name, KEPT)
        if values == ["file"]:
            data[name] = what if isinstance(what, str) and what else SimpleUploadedFile(*upload)
        elif what is KEPT:
            data[name] = values
        elif what is not GONE:
            data[name] = what
    # As from a browser: with the token nothing that is sent is empty.
    return {"csrfmiddlewaretoken": "x"} | {name: _sendable(value) for name, value in data.items()}


def _sendable(value):
    """Return words as bytes on the wire may carry them: lone halves of letters become what a browser sends."""
    if isinstance(value, list):
        return [_sendable(each) for each in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def ask(client, method: str, url: str, data: dict, *, own: bool = False) -> None:
    """Ask in a transaction that is taken back; fail where the page fails or refuses without a word.

    `own`: the page shows forms that are sent to itself, so that showing one again means that it was refused.
    """
    tried["posts" if method == "post" else "gets"] += 1
    with transaction.atomic():
        answer = getattr(client, method)(url, data)
        content = b"" if answer.streaming else answer.content
        transaction.set_rollback(True)
    assert answer.status_code < 500, f"{answer.status_code} at {url}"
    if own and answer.status_code == 200 and b"<html" in content and forms_of(content, url):
        said = (b"invalid-feedback", b"is-invalid", b"alert", b"notice", b"review")
        page = content.partition(b"<main")[2]
        assert any(each in page for each in said), f"{url} shows the form again and says nothing"


@pytest.mark.parametrize("address", OPEN, ids=[each.name for each in OPEN])
@pytest.mark.django_db
def test_nothing_that_is_typed_makes_a_page_fail(address, client, cast, clock):
    world = World(cast)
    url = address.url("dong-tam", **parameters(address, world))
    part = next(part for part, (_, role, _, _) in PEOPLE.items() if GRANTS[role] & set(address.needs))
    client.force_login(cast.actor(part).user)
    tried["addresses"] += 1
    shown: list[dict[str, list[str]]] = []
    if not address.post_only:
        page = client.get(url)
        if page.status_code == 200 and not page.streaming and b"<html" in page.content:
            shown = forms_of(page.content, url)
    forms = shown or [{name: ["1"] for name in USUAL}]

    @seed(SEED)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        fields=st.sampled_from(forms),
        chosen=st.fixed_dictionaries({name: HOSTILE for form in forms for name in form}),
        upload=st.sampled_from(FILES),
        query=st.dictionaries(st.sampled_from(QUERY), st.sampled_from([*WORDS, *NUMBERS, *DAYS]), max_size=4),
    )
    def type_anything(fields, chosen, upload, query):
        if address.methods != ("GET", "HEAD"):
            ask(client, "post", url, written(fields, chosen, upload), own=bool(shown))
        if not address.post_only:
            ask(client, "get", url, {name: _sendable(value) for name, value in query.items()})

    type_anything()
