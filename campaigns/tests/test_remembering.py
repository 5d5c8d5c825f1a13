"""A campaign that is remembered stands in the database as one that is built, and only where nothing else differs."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_campaign, report_of
from communes import search
from communes.tests import remembering
from communes.tests.factories import Cast, make_unit

# A remembered campaign is put back by fewer statements than one is built with.
FEW = 60


class _Undo(Exception):
    """Takes back what was built."""


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch, clock):
    """Begin without memories, at an hour that does not end."""
    monkeypatch.setattr(remembering, "_known", {})


def rows() -> dict:
    """Return every row of the database by its table."""
    return {model._meta.label: sorted(map(repr, model._base_manager.values())) for model in apps.get_models()}


def tried(commune, *, before=lambda: None, **facts):
    """Make the head and a campaign after something else; return all rows then and the statements, and take it back."""
    try:
        with transaction.atomic():
            before()
            cast = Cast(commune)
            head = cast.actor("head")
            with CaptureQueriesContext(connection) as asked:
                campaign = make_campaign(cast, **facts)
            assert head.person.unit is cast.unit("economy")
            assert report_of(campaign, cast.unit("economy")).unit == cast.unit("economy")
            found = rows(), len(asked)
            raise _Undo
    except _Undo:
        return found


def test_what_is_remembered_is_what_was_built(commune):
    (built, many), (again, few) = tried(commune), tried(commune)

    assert again == built
    assert few < FEW < many


def test_another_row_plan_or_status_is_built(commune):
    tried(commune)

    others = [
        tried(commune, before=lambda: make_unit(commune)),
        tried(commune, due_on=date(2026, 12, 1)),
        tried(commune, status="summing_up"),
    ]

    assert all(statements > FEW for _, statements in others)


def test_what_a_test_changes_in_a_remembered_record_is_not_remembered(commune):
    unit = remembering.remembered("unit", lambda: make_unit(commune))
    unit.name = "Đổi tên"
    unit.delete()

    assert remembering.remembered("unit", lambda: None).name == "Trạm Y tế"


def test_a_builder_that_changes_rows_always_runs(commune):
    unit, runs = make_unit(commune), []

    def rename():
        runs.append(unit.name)
        type(unit).objects.filter(pk=unit.pk).update(name=f"Tên {len(runs)}")

    for _ in range(2):
        remembering.remembered("rename", rename)

    assert len(runs) == 2


def test_search_entries_of_what_is_remembered_wait_for_the_commit(commune, monkeypatch):
    tried(commune)
    monkeypatch.setattr(search._touched, "keys", set())

    tried(commune)

    assert {label for label, _ in search._touched.keys} == {"campaigns.campaign"}
