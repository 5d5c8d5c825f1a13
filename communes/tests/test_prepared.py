"""A question that is put together once answers as the query itself does, whoever asked first."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import Count, DateField, DateTimeField, F, IntegerField
from django_scopes import scope

from communes.models import HistoryEntry, Membership, Role
from communes.tests.factories import make_commune, make_membership, make_person
from kit.prepared import prepared

built = []


@prepared(commune=IntegerField(), on=DateField())
def _held(commune, on):
    """Return the roles that began by a day, each with how many its person holds; note that this was asked for."""
    built.append(commune)
    rows = Membership.objects.filter(person__commune=commune, starts_on__lte=on).select_related("person__unit")
    return rows.annotate(together=Count("person__memberships")).order_by("pk")


@prepared(commune=IntegerField(), since=DateTimeField())
def _done(commune, since):
    """Return when each act of a commune since a moment was done, and what it was."""
    rows = HistoryEntry.objects.filter(commune=commune, at__gte=since).order_by("pk")
    return rows.annotate(what=F("action")).values("at", "what")


@prepared(role=IntegerField())
def _stored(role):
    """Return a role, its row held."""
    return Membership.objects.select_for_update().filter(pk=role)


@pytest.fixture
def elsewhere(db):
    """A role held in another commune since August."""
    other = make_commune("an-phu", "An Phú")
    with scope(commune=other):
        return make_membership(make_person(other, "Tạ Thị Lành"), Role.CLERK, starts_on=date(2025, 8, 1))


def test_it_is_put_together_once_and_filled_in_for_whoever_asks(cast, elsewhere):
    there = elsewhere.person.commune
    own = [cast.actor("officer").memberships[0], cast.actor("head").memberships[0]]
    built.clear()

    found = _held(commune=cast.commune.pk, on=date(2025, 8, 1))

    assert found == own
    assert [(each.person.unit, each.together) for each in found] == [(each.unit, 1) for each in own]
    with scope(commune=cast.commune):
        assert _held(commune=there.pk, on=date(2025, 8, 1)) == [elsewhere]
    assert _held(commune=there.pk, on=date(2025, 7, 31)) == []
    assert len(built) <= 1


def test_it_asks_the_database_once(cast, elsewhere, django_assert_num_queries):
    with django_assert_num_queries(1):
        (found,) = _held(commune=elsewhere.person.commune.pk, on=date(2025, 8, 1))
        assert found.person.full_name == "Tạ Thị Lành"


def test_what_is_no_record_comes_as_the_query_gives_it(cast):
    at = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    HistoryEntry.objects.create(
        commune=cast.commune, record_type="communes.person", record_id=1, root_type="communes.person", root_id=1,
        record_title="", action="person.change", label="Sửa", actor_name="", acting_as="", at=at,
    )  # fmt: skip

    assert _done(commune=cast.commune.pk, since=at) == [{"at": at, "what": "person.change"}]
    assert _done(commune=None, since=at) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_row_is_held_in_a_transaction_only(elsewhere):
    with transaction.atomic():
        assert _stored(role=elsewhere.pk) == [elsewhere]

    if connection.features.has_select_for_update:
        with pytest.raises(transaction.TransactionManagementError):
            _stored(role=elsewhere.pk)
