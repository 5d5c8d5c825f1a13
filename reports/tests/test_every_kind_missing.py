"""Whatever optional data the records lack, every kind of paper is still made, or says in words what is missing."""

from itertools import islice
from random import Random

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.models import Document
from reports.rendering import layout
from reports.tests.every_kind import APPS, KEPT_MODELS, PAPERS, records

# Bundles are put together of these, and list what their builders refuse.
MADE_OF_RECORDS = [key for key, kind in KINDS.items() if kind.form != Document.Form.BUNDLE]
COMBINATIONS = 8

# The mark lets the test database be made; the records lie in a transaction of the module.
pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("papers")]
# What a paper must never show where something is missing.
# The outcome of a ballot, which closing writes whole: whether it is closed is its status.
TOLD = {"votes_for", "votes_against", "votes_blank", "votes_invalid", "base", "needed", "adopted"}
EMPTIED = (models.CharField, models.TextField, models.JSONField)
GAPS = ("None", "()", "“”", " ,", " ;", "  ", "{", "}", "số  ngày")


def optional(model) -> list[models.Field]:
    """Return the fields of a model that may stay empty."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in TOLD
        and not field.primary_key
        and (field.null or field.blank and isinstance(field, EMPTIED))
    ]


def nothing(field: models.Field):
    """Return what an empty field holds."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def blank(model, names, **where) -> None:
    """Empty fields of the rows; a row that the database does not let be so stays as it is."""
    rows = model._base_manager.filter(**where)
    for field in optional(model):
        if field.name in names and not _emptied(rows, field):
            for pk in rows.values_list("pk", flat=True):
                _emptied(rows.filter(pk=pk), field)


def _emptied(rows, field: models.Field) -> bool:
    """Empty a field of all rows, or of none; say whether the database let it be so."""
    try:
        with transaction.atomic():
            rows.update(**{field.attname: nothing(field)})
    except IntegrityError:
        return False
    return True


def is_made(key: str) -> None:
    """Build a kind of two records; what is refused is refused in a sentence, what is made has no gaps."""
    for record in islice(records(key), 2):
        content, refused = _asked(key, record)
        assert all(words[0].isupper() and words.endswith(".") and " " in words for words in refused)
        if content and key in PAPERS:
            words = layout.paper_words(Paper.from_json(content))
            assert [text for text in words if any(gap in text.strip() for gap in GAPS)] == []


def _asked(key: str, record) -> tuple[dict | None, list[str]]:
    """Return the content of a paper, or in which words it is refused."""
    try:
        return KINDS[key].build(record).to_json(), []
    except ValidationError as refused:
        return None, refused.messages


@pytest.mark.parametrize("key", MADE_OF_RECORDS)
def test_each_optional_field_of_the_record_may_be_missing(key, changing):
    model = KINDS[key].model
    for field in optional(model):
        with transaction.atomic():
            blank(model, {field.name})
            is_made(key)
            transaction.set_rollback(True)


@pytest.mark.parametrize("number", range(COMBINATIONS))
def test_any_optional_data_of_any_record_may_be_missing_together(number, changing):
    chance = Random(number)  # noqa: S311 - the same combinations in every run
    share = (number + 1) / COMBINATIONS
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model.__name__ not in KEPT_MODELS:
                blank(model, {field.name for field in optional(model) if chance.random() < share})
    for key in PAPERS:
        is_made(key)
