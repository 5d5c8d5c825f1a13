"""Who may do what: roles, their reach, their terms."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django_scopes import ScopeError

from communes.access import GRANTS, Actor, Can, requires
from communes.models import Membership, Person, Role, Unit
from communes.tests.factories import make_commune, make_membership, make_person, make_unit, make_user

TODAY = date(2026, 5, 14)


@pytest.mark.parametrize(
    ("part", "may", "may_not"),
    [
        ("administrator", Can.MANAGE_ACCOUNTS, Can.APPROVE_CAMPAIGNS),
        ("officer", Can.RECEIVE_REPORTS, Can.RELAX_REPORTS),
        ("leader", Can.APPROVE_CAMPAIGNS, Can.MANAGE_ACCOUNTS),
        ("clerk", Can.ISSUE_PAPERS, Can.APPROVE_CAMPAIGNS),
        ("head", Can.SUBMIT_REPORTS, Can.SEE_ALL_UNITS),
        ("member", Can.REPORT_RESULTS, Can.SUBMIT_REPORTS),
        ("inspector", Can.INSPECT, Can.RECEIVE_REPORTS),
        ("reader", Can.SEE_ALL_UNITS, Can.SEE_HISTORY),
        ("chair", Can.SIT_IN_COUNCIL, Can.APPROVE_CAMPAIGNS),
        ("vice", Can.SIT_IN_COUNCIL, Can.PLAN_CAMPAIGNS),
        ("secretary", Can.SIT_IN_COUNCIL, Can.SUM_UP),
        ("councillor", Can.SIT_IN_COUNCIL, Can.ISSUE_PAPERS),
    ],
)
def test_a_role_allows_its_own_work_and_no_other(cast, part, may, may_not):
    actor = cast.actor(part)

    assert (actor.may(may), actor.may(may_not)) == (True, False)


def test_every_role_has_its_line_in_the_table():
    assert set(GRANTS) == set(Role.values)


def test_every_capability_is_granted_to_somebody():
    assert set(Can) == set().union(*GRANTS.values())


def test_two_roles_add_up(cast, head):
    clerk_too = make_membership(head.person, Role.CLERK)

    both = replace(head, memberships=(*head.memberships, clerk_too))

    assert both.may(Can.ISSUE_PAPERS) and both.may(Can.SUBMIT_REPORTS)


def test_a_units_own_role_reaches_only_its_unit(cast, head):
    own, other = cast.unit("economy").pk, cast.unit("service").pk

    assert head.may(Can.SUBMIT_REPORTS, own)
    assert not head.may(Can.SUBMIT_REPORTS, other)
    assert head.may_in_own_unit(Can.SUBMIT_REPORTS, own)
    assert not head.may_in_own_unit(Can.SUBMIT_REPORTS, other)
    assert not head.may_in_own_unit(Can.SUBMIT_REPORTS, None)


def test_a_role_of_the_commune_reaches_every_unit_but_owns_none(cast, officer):
    assert officer.may(Can.RECEIVE_REPORTS, cast.unit("service").pk)
    assert not officer.may_in_own_unit(Can.RECEIVE_REPORTS, cast.unit("culture").pk)
    assert officer.unit_ids == frozenset()
    assert officer.office_ids == {cast.unit("culture").pk}


def test_the_product_itself_may_do_everything(commune):
    actor = Actor.of_product(commune)

    assert actor.may(Can.APPROVE_CAMPAIGNS) and actor.may_in_own_unit(Can.SUBMIT_REPORTS, 1)
    assert (actor.name, actor.acting_as) == ("Hệ thống", "")


def test_history_names_a_person_by_position_or_else_by_roles(commune, head):
    user = make_user("x")
    plain = make_person(commune, "Tô Văn Kỳ", user=user)
    held = make_membership(plain, Role.READER)

    assert (head.name, head.acting_as) == ("Phạm Văn Dũng", "Trưởng phòng Kinh tế")
    assert Actor(user, commune, plain, (held,)).acting_as == "Người xem"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "held"),
    [
        (None, None, True),
        (date(2026, 5, 14), None, True),
        (date(2026, 5, 15), None, False),
        (None, date(2026, 5, 14), True),
        (None, date(2026, 5, 13), False),
    ],
)
def test_a_role_is_held_from_its_first_to_its_last_day(commune, starts_on, ends_on, held):
    user = make_user("an")
    make_membership(make_person(commune, user=user), Role.READER, starts_on=starts_on, ends_on=ends_on)

    assert (Actor.of_user(user, commune, on=TODAY) is not None) == held


def test_who_has_left_holds_no_role_any_more(commune):
    user = make_user("an")
    make_membership(make_person(commune, user=user, left_on=TODAY), Role.READER)

    assert Actor.of_user(user, commune, on=date(2026, 5, 13)) is not None
    assert Actor.of_user(user, commune, on=TODAY) is None


def test_a_district_offices_own_roles_end_with_it_on_30_june_2025(commune):
    office = make_unit(commune, "Phòng Nội vụ huyện", Unit.Kind.OUTSIDE, valid_to=date(2025, 6, 30))
    user = make_user("an")
    make_membership(make_person(commune, user=user), Role.UNIT_HEAD, office, starts_on=None)

    assert Actor.of_user(user, commune, on=date(2025, 6, 30)).unit_ids == {office.pk}
    assert Actor.of_user(user, commune, on=date(2025, 7, 1)) is None


def test_roles_of_one_commune_count_in_no_other(officer):
    assert Actor.of_user(officer.user, make_commune("hoa-phong", "Hòa Phong"), on=TODAY) is None


def test_finding_the_actor_takes_one_query(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor = Actor.of_user(officer.user, officer.commune, on=TODAY)
        assert (actor.name, actor.person.commune, actor.memberships[0].unit.name) == (
            "Nguyễn Thị Hạnh",
            officer.commune,
            "Phòng Văn hóa - Xã hội",
        )


@requires(Can.SEE_HISTORY, Can.MANAGE_PEOPLE)
def view(request):
    """Answer with a word."""
    return "in"


def test_a_view_lets_in_who_holds_one_of_its_capabilities(leader, reader):
    request = RequestFactory().get("/")

    request.actor = leader
    assert view(request) == "in"
    for outsider in (reader, None):
        request.actor = outsider
        with pytest.raises(PermissionDenied):
            view(request)
    assert view.needs == (Can.SEE_HISTORY, Can.MANAGE_PEOPLE)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Unit, Person, Membership])
def test_rows_of_a_commune_refuse_to_answer_outside_its_scope(model):
    with pytest.raises(ScopeError):
        model.objects.count()


def test_the_open_scope_hides_the_neighbours(commune, officer, neighbour):
    neighbour("officer")

    assert list(Person.objects.values_list("full_name", "commune__slug")) == [("Nguyễn Thị Hạnh", "dong-tam")]


def test_a_unit_sees_its_own_rows_and_the_commune_all(cast, head, officer):
    cast.unit("service")

    assert [str(unit) for unit in Unit.objects.within(head)] == ["Phòng Kinh tế"]
    assert Unit.objects.within(officer).count() == 3
    assert list(Unit.objects.own(officer)) == []
