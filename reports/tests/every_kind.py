"""The papers of every kind, built of one commune's records: in usual, longest, shortest and hostile words.

`frozen()` returns their content by variant and key; `printed()` and `worded()` keep each PDF and Word file of a run.
A kind that finds no record to be made of is missing here, and the tests name it.
"""

import json
import socket
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django_scopes import scope

from communes.models import Commune
from communes.tests.factories import Cast, make_commune
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.models import Document
from reports.rendering.docx import render_docx
from reports.rendering.pdf import render_pdf
from reports.tests.every_record import make_every_record
from reports.tests.measuring import Measured

PAPERS = tuple(key for key, kind in KINDS.items() if kind.form == Document.Form.PAPER)
APPS = ("communes", "campaigns", "awards", "reports")
# Not written by people for people to read, or only read by the product.
KEPT_MODELS = {"User", "HistoryEntry", "Document", "PlanRemark", "LegalValue", "VotingRule", "Wording"}
KEPT_FIELDS = {"folded", "sort_key", "path", "criterion", "gender", "signer_title"}
NAMES_FROM = 100
NAME_LENGTH = 120
# In plans and figures kept as JSON: the keys that hold words, and the fields in which every text is a person's.
WORDED_KEYS = {"text", "title", "heading", "abstract", "name", "nominee", "place", "label"}
WORDED_FIELDS = {"report", "sections", "grounds", "return_items"}

SENTENCE = (
    "Các cơ quan, đơn vị và thôn tổ chức thực hiện nghiêm túc nội dung phong trào, gắn thi đua với nhiệm vụ chuyên môn,"
    " kịp thời phát hiện và nhân rộng cách làm hay, mô hình hiệu quả trong cải cách hành chính, chuyển đổi số ở cơ sở"
)
LONG_NAME = "Trung tâm Phục vụ hành chính công và Hỗ trợ chuyển đổi số liên xã Nguyễn Thượng Hiền"
HOSTILE = (
    '<script>alert(1)</script> {{ 7|add:"7" }} {% now "Y" %} <img src="http://thidua.example/x.png"> &amp; "</p>'
    " \u202etxe.cod\u202c \u200f\u2067abc\u2069 x\x07\x1by =HYPERLINK(1) ${7*7} \\input ]]>"
)


def longest(serial: int, room: int | None) -> str:
    """Return words that fill a field: 120 letters for a name, all the room of a title, three paragraphs of text."""
    if room is None:
        return "\n".join(f"{mark}{SENTENCE}." for mark in ("", "- ", "+ "))
    words = f"{LONG_NAME} {serial} " if room < 300 else f"{serial} {SENTENCE} "
    return (words * 4)[: NAME_LENGTH if room < 300 else room].rstrip().ljust(NAME_LENGTH, "m")


def shortest(serial: int, room: int | None) -> str:
    """Return as few letters as there can be, no two the same."""
    return "Ô." if room is None else "ÔẢĐ"[serial % 3] + str(serial // 3)


def hostile(serial: int, room: int | None) -> str:
    """Return words in which everything that could be taken for a command stands, decomposed."""
    words = f"={serial} Ngu\u031bo\u031b\u0303ng {HOSTILE}"
    return words if room is None else words[: min(room, NAME_LENGTH)].rstrip()


Word = Callable[[int, int | None], str]
Contents = dict[str, list[dict[str, Any]] | Exception]
VARIANTS: dict[str, Word | None] = {"usual": None, "longest": longest, "shortest": shortest, "hostile": hostile}
# Of bundles only what is hostile says more than the papers in them.
PLAIN = ("usual", "longest", "shortest")


def reword(word: Word) -> None:
    """Let every field that holds people's words hold other words, in frozen plans and figures too."""
    known: dict[str, str] = {}
    tables = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    for model in tables:
        if model.__name__ in KEPT_MODELS:
            continue
        for row in model._base_manager.order_by("pk"):
            if changes := _reworded(row, word, known):
                model._base_manager.filter(pk=row.pk).update(**changes)
    for model in tables:
        fields = [f.name for f in model._meta.concrete_fields if isinstance(f, models.JSONField)]
        if model.__name__ in KEPT_MODELS or not fields:
            continue
        for row in model._base_manager.order_by("pk"):
            changes = {name: _in_field(getattr(row, name), word, known, name) for name in fields}
            model._base_manager.filter(pk=row.pk).update(**changes)


def _reworded(row: models.Model, word: Word, known: dict[str, str]) -> dict[str, str]:
    changes = {}
    for field in row._meta.concrete_fields:
        old = getattr(row, field.attname)
        if field.name in KEPT_FIELDS or field.choices or not isinstance(old, str) or not old:
            continue
        if isinstance(field, models.TextField):
            changes[field.name] = word(row.pk, None)
        elif type(field) is models.CharField and field.max_length >= NAMES_FROM:
            changes[field.name] = known.setdefault(old, word(len(known), field.max_length))[: field.max_length]
    return changes


def _in_field(value: Any, word: Word, known: dict[str, str], name: str) -> Any:
    if name in WORDED_FIELDS and isinstance(value, dict):
        return {key: word(len(known), None) if each else each for key, each in value.items()}
    return _in_json(value, word, known, name in WORDED_FIELDS)


def _in_json(value: Any, word: Word, known: dict[str, str], free: bool) -> Any:
    if isinstance(value, dict):
        return {key: _in_json(each, word, known, key in WORDED_KEYS) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_json(each, word, known, free) for each in value]
    if isinstance(value, str) and " " in value:
        return known.get(value) or (word(len(known), 300) if free else value)
    return value


def records(key: str) -> Iterator[Any]:
    """Yield the records that a kind is made of, at most five."""
    yield from KINDS[key].records().order_by("pk")[:5]


def _contents(commune: Commune, variant: str) -> Contents:
    """Build every kind of every record, as a request would; return what is frozen, or why a kind failed."""
    found: Contents = {}
    with scope(commune=Commune.objects.get(pk=commune.pk)):
        for key, kind in KINDS.items():
            if kind.form == Document.Form.BUNDLE and variant in PLAIN:
                continue
            try:
                found[key] = [kind.build(record).to_json() for record in records(key)]
            except Exception as problem:  # noqa: BLE001 - told by the tests of this kind
                found[key] = problem
    return found


def make_commune_of_records() -> Commune:
    """Put the commune with every record into the database."""
    commune = make_commune()
    with scope(commune=commune):
        return make_every_record(Cast(commune))


_frozen: dict[str, Contents] = {}


def frozen() -> dict[str, Contents]:
    """Return the content of every kind by variant, built once in a run; the database is left as it was."""
    if not _frozen:
        with transaction.atomic():
            commune = make_commune_of_records()
            for variant, word in VARIANTS.items():
                with transaction.atomic():
                    if word is not None:
                        Commune.objects.filter(pk=commune.pk).update(superior_body="Tỉnh Thái Nguyên")
                        reword(word)
                    _frozen[variant] = _contents(commune, variant)
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
    return _frozen


def contents(key: str, variant: str = "usual") -> list[dict[str, Any]]:
    """Return the content of a kind, one for each record; say so where there is none."""
    found = frozen()[variant][key]
    if isinstance(found, Exception):
        raise found
    assert found, f"no sample of kind {key}: let every_record.py make a record that it is made of"
    return found


@cache
def sample(key: str, variant: str) -> Paper:
    """Return the paper of a kind that says most."""
    return Paper.from_json(max(contents(key, variant), key=lambda content: len(json.dumps(content))))


@contextmanager
def unplugged() -> Iterator[None]:
    """Let nothing be fetched meanwhile: whoever opens a connection or an address fails the test."""

    def fetched(*given, **facts):
        raise AssertionError(f"something was fetched while rendering: {given}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", fetched)
        patch.setattr(socket, "create_connection", fetched)
        patch.setattr(socket, "getaddrinfo", fetched)
        patch.setattr(urllib.request.OpenerDirector, "open", fetched)
        yield


@cache
def printed(key: str, variant: str) -> Measured:
    """Return the PDF of a kind's sample, made without a network and taken apart."""
    with unplugged():
        return Measured(render_pdf(sample(key, variant)).data)


@cache
def worded(key: str, variant: str) -> bytes:
    """Return the Word file of a kind's sample, made without a network."""
    with unplugged():
        return render_docx(sample(key, variant))
