"""Moving the database: both sides agree, or nothing stands on the other one."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from communes.access import Actor
from communes.history import record
from communes.models import HistoryEntry, Unit
from communes.services import audit
from operations.services import loading, moving
from operations.services.connecting import working_on
from operations.services.problems import Stopped
from operations.services.tables import tables
from operations.tests.conftest import AT, BOTH, build
from operations.tests.factories import make_work


@BOTH
def test_a_moved_database_holds_the_same(office, empty, quick_shape, kind):
    make_work(office, AT)
    here = {table.label: loading.summed(table, "default") for table in tables()}

    with empty(kind) as target:
        told = moving.move(target)

        with working_on(target):
            assert {table.label: loading.summed(table, "default") for table in tables()} == here
            assert audit.verify(office.commune).wrong is None
        assert {table["label"]: table["rows"] for table in told} == {
            label: sums["rows"] for label, sums in here.items()
        }
    assert connection.vendor == "sqlite"


@BOTH
def test_what_is_written_meanwhile_makes_the_copy_worthless(office, empty, quick_shape, monkeypatch, kind):
    make_work(office, AT)
    begun = loading.compare
    source = working_on(connection.settings_dict)

    def compare(*facts):
        """Let somebody write while the copy is compared."""
        begun(*facts)
        with source:
            record("unit.open", Unit.objects.first(), by=Actor.of_product(office.commune), at=AT, label="Thành lập")

    monkeypatch.setattr(loading, "compare", compare)
    with empty(kind) as target:
        with pytest.raises(Stopped, match="Có người ghi"):
            moving.move(target)

        with working_on(target):
            assert connection.introspection.table_names() == []


@BOTH
def test_a_database_with_people_in_it_is_not_written_over(office, empty, quick_shape, kind):
    with empty(kind) as target:
        moving.move(target)

        with pytest.raises(Stopped, match="đang có dữ liệu"):
            moving.move(target)

        with working_on(target):
            assert HistoryEntry._base_manager.count() == HistoryEntry.objects.count()


def test_a_line_that_comes_late_under_an_earlier_key_is_seen(office):
    make_work(office, AT)
    line = HistoryEntry.objects.latest("pk")
    line.read_key = None
    newest = line.pk
    for ahead in (10, 5):
        before = moving._newest("default")
        line.pk = newest + ahead
        line.save(force_insert=True)

        assert moving._newest("default") != before


@BOTH
def test_a_database_with_tables_of_others_is_left_alone(office, empty, quick_shape, kind):
    with empty(kind) as target:
        with working_on(target):
            build()
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE ke_toan (id integer)")

        with pytest.raises(Stopped, match="đang có dữ liệu"):
            moving.move(target)

        with working_on(target):
            assert "ke_toan" in connection.introspection.table_names()


@pytest.mark.parametrize(
    ("address", "words"),
    [("mysql://may/khac", "--to"), ("postgres://u@may:abc/ten", "cổng"), ("tam-bay", "--to")],
)
def test_an_address_that_is_none_is_told_in_words(address, words):
    with pytest.raises(CommandError, match=words):
        call_command("move_database", to=address)


def test_the_command_prints_each_table_with_rows_and_totals(office, quick_shape, tmp_path, capsys):
    make_work(office, AT)

    call_command("move_database", to=f"sqlite:///{tmp_path}/moved.sqlite3")

    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["communes.Unit", "2"] in [line[:2] for line in said]
    assert {line[-1] for line in said[1:-1]} == {"khớp"}
