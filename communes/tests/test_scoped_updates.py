"""A condition of an update holds when its turn comes, even where the commune lies behind a join."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Membership, Person


def test_rows_behind_a_join_are_locked_and_asked_before_they_are_written(commune, head):
    held = Membership.objects.filter(person=head.person, ends_on=None)

    with CaptureQueriesContext(connection) as asked:
        first = held.update(ends_on=date(2026, 5, 1))
        second = held.update(ends_on=date(2026, 6, 1))

    select, update, again = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert (first, second) == (1, 0)
    assert ("FOR UPDATE" in select) is connection.features.has_select_for_update
    assert "JOIN" in select
    assert "JOIN" not in update
    assert again.startswith("SELECT")
    assert Membership.objects.get(person=head.person).ends_on == date(2026, 5, 1)


def test_rows_with_a_commune_of_their_own_are_written_at_once(commune, head):
    with CaptureQueriesContext(connection) as asked:
        changed = Person.objects.filter(pk=head.person.pk, position=head.person.position).update(position="Phó phòng")

    assert changed == 1
    assert [query["sql"].split()[0] for query in asked] == ["UPDATE"]
