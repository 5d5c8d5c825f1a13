"""No line of history and no seal is replaced: SQLite does it without asking the triggers of DELETE."""

import pytest
from django.db import IntegrityError, connection, transaction

from communes.models import HistoryEntry
from communes.models.chains import CHAINS
from communes.services import reads, seals
from communes.tests.audit_cases import write
from operations.tests import append_only
from province.tests.factories import make_province


@pytest.fixture
def holders(commune, cast, officer, now, request):
    """A commune and a province whose history is sealed, with the triggers up."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE.")
    if request.config.getoption("nomigrations"):
        append_only.forbid(connection)
    write(cast.unit("economy"), *"ab", by=officer, at=now)
    found = {type(holder): holder for holder in (commune, make_province())}
    for holder in found.values():
        seals.seal(holder, at=now)
    return found


def put_instead(row, kept: str, others: tuple[str, ...] = ()) -> None:
    """Write a copy of a row with one key of it and no other, as whoever wants the row gone can."""
    columns = [field.column for field in row._meta.concrete_fields if kept == "id" or not field.primary_key]
    told = [f"-1 - {name}" if name in others else name for name in columns]
    table, into = row._meta.db_table, ", ".join(columns)
    copy = f"SELECT {', '.join(told)} FROM {table} WHERE id = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} ({into}) {copy}", [row.pk])


def test_no_line_and_no_seal_takes_the_place_of_another(holders):
    assert set(holders) == set(CHAINS)
    for chain in CHAINS.values():
        line, seal = (model.objects.order_by("-pk").first() for model in (chain.lines, chain.seals))
        before = [list(model.objects.order_by("pk").values()) for model in (chain.lines, chain.seals)]
        tries = [(line, "id", ())]
        tries += [(seal, kept, tuple({"entry_id", "number"} - {kept})) for kept in ("id", "entry_id", "number")]

        for row, kept, others in tries:
            with pytest.raises(IntegrityError, match="chỉ được ghi thêm"):
                put_instead(row, kept, others)

        assert [list(model.objects.order_by("pk").values()) for model in (chain.lines, chain.seals)] == before


def test_a_look_that_was_noted_stays_as_it_was(holders, commune, cast, officer, now):
    assert reads.note("unit.seen", cast.unit("economy"), by=officer, at=now, label="Xem")
    line = HistoryEntry.objects.exclude(read_key=None).get()

    put_instead(line, "read_key")

    assert HistoryEntry.objects.exclude(read_key=None).get() == line
