"""History: one line for each act, written once."""

import pytest
from django.db import DatabaseError, transaction

from communes import history
from communes.models import HistoryEntry, Role
from communes.services import accounts


@pytest.fixture
def entry(officer, cast, now):
    """A line about a unit."""
    return history.record("unit.seen", cast.unit("economy"), by=officer, at=now, label="Xem", reason="thử", pages=3)


def test_a_line_says_who_acting_as_what_when_on_what_and_why(entry, officer, cast, now):
    entry.refresh_from_db()

    assert (entry.actor_name, entry.acting_as, entry.user) == (
        "Nguyễn Thị Hạnh",
        "Chuyên viên Phòng Văn hóa - Xã hội",
        officer.user,
    )
    assert (entry.at, entry.record_title, entry.label, entry.reason, entry.facts) == (
        now,
        "Phòng Kinh tế",
        "Xem",
        "thử",
        {"pages": 3},
    )
    assert list(HistoryEntry.objects.about(cast.unit("economy"))) == [entry]


def test_the_parts_of_a_record_write_their_lines_under_it(administrator, head, cast, now):
    accounts.grant(head.person, Role.CLERK, by=administrator, at=now)

    assert [line.action for line in HistoryEntry.objects.under(head.person)] == ["role.granted"]
    assert list(HistoryEntry.objects.about(head.person)) == []


def test_the_database_refuses_to_change_or_delete_a_line(entry, request):
    if request.config.getoption("nomigrations"):
        entry.delete()
        return
    for act in (lambda: HistoryEntry.objects.update(label="khác"), entry.delete):
        with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
            act()

    assert [line.label for line in HistoryEntry.objects.all()] == ["Xem"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_tables_can_still_be_emptied_between_tests(entry):
    assert HistoryEntry.objects.count() == 1
