"""The portable form: every table of every model, every value as it was."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.services.sums import TableSums, canonical
from operations.services.tables import KINDS, LEFT_OUT, read, tables, write
from operations.tests.conftest import BOTH, build

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
numbers = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none()
words = st.recursive(
    numbers | texts, lambda part: st.lists(part, max_size=3) | st.dictionaries(texts, part, max_size=3)
)
moments = st.integers(-(2**50), 2**52).map(
    lambda number: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=number)
)


def test_every_model_has_its_table_but_those_named_with_a_reason():
    stored = {model._meta.label for model in apps.get_models(include_auto_created=True) if model._meta.managed}

    assert {table.label for table in tables()} == stored - LEFT_OUT


def test_only_models_of_today_are_left_out():
    assert {model._meta.label for model in apps.get_models()} >= LEFT_OUT


def test_keys_are_numbers_so_that_both_databases_read_rows_in_the_same_order():
    kinds = {table.label: {each.name: each.kind for each in table.columns}[table.key] for table in tables()}

    assert set(kinds.values()) == {KINDS["AutoField"]}


@BOTH
def test_values_come_back_as_they_were(elsewhere, kind):
    with elsewhere(kind):
        build()
        table = next(each for each in tables() if each.label == "reports.Document")
        plain = {"attempt": 0, "attempts_before": 0, "progress": 0, "commune_id": 1, "status": "queued",
                 "symbol": "", "cause": "", "trace": "", "worker": "", "kind": "x", "requested_name": "",
                 "form": "paper", "official": False, "confidential": True, "file_stem": "", "title": "",
                 "files": "{}"}  # fmt: skip

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(content=words, title=texts, asked=moments, subject=st.integers(-(2**62), 2**62))
        def come_back(content, title, asked, subject):
            facts = {**plain, "id": 7, "content": json.dumps(content), "trace": title, "subject_id": subject,
                     "requested_at": asked.isoformat()}  # fmt: skip
            row = tuple(facts.get(column.name) for column in table.columns)
            told, found = TableSums(table), TableSums(table)
            with transaction.atomic():
                write(table, [row], using="default")
                ((again,),) = read(table, using="default")
                transaction.set_rollback(True)

            told.add([row])
            found.add([again])
            place = [column.name for column in table.columns].index("content")
            assert again[:place] + again[place + 1 :] == row[:place] + row[place + 1 :]
            assert canonical(again[place]) == canonical(row[place])
            assert found.told() == told.told()

        come_back()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}', True),
        ("[1.50, 1e2]", "[1.5, 100]", True),
        ("[-0.0]", "[0]", True),
        ('"\\u1ea4p"', '"Ấp"', True),
        ('"\u1ea4p"', '"A\u0302\u0301p"', False),
        ('{"a": null}', "{}", False),
        ('[1, "1"]', "[1, 1]", False),
        ("[0.1]", "[0.10000000000000001]", False),
        ("null", '""', False),
    ],
)
def test_json_is_the_same_by_what_it_says(one, other, same):
    assert (canonical(one) == canonical(other)) is same


def test_sums_tell_empty_from_nothing_and_add_numbers_exactly():
    table = next(each for each in tables() if each.label == "awards.Threshold")
    money = next(column.name for column in table.columns if column.kind == "decimal")
    sums = TableSums(table)
    for value in (Decimal("0.10"), Decimal("0.20"), None):
        sums.add(
            [tuple(str(value) if column.name == money and value is not None else None for column in table.columns)]
        )

    told = sums.told()

    assert (told["rows"], told["sums"][money]["filled"], told["sums"][money]["total"]) == (3, 2, "0.30")
