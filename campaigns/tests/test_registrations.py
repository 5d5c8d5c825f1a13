"""Registrations: what a unit or one of its people will strive for."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Registration
from campaigns.planfile import words as w
from campaigns.planfile.schema import AudienceGroup
from campaigns.services import registrations
from campaigns.tests.factories import make_campaign, plan_document
from campaigns.tests.field_cases import answer_to, neighbours_get
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry, Person
from communes.tests.factories import UNITS, make_person

AIM = "Giấy khen của Chủ tịch UBND xã"


@pytest.fixture
def campaign(cast):
    """A small campaign underway."""
    return make_campaign(cast)


@pytest.fixture
def make_registration(cast, campaign, now):
    """Return a maker of registrations of Phòng Kinh tế."""

    def make(person=None, **facts):
        unit = facts.pop("unit", None) or cast.unit("economy")
        return Registration.objects.create(
            campaign=campaign, unit=unit, subject="individual" if person else "collective", person=person,
            registered_by="Vũ Thị Én", registered_at=now, **{"aim": AIM, **facts},
        )  # fmt: skip

    return make


@pytest.mark.parametrize(("personal", "subject"), [(False, "collective"), (True, "individual")])
def test_a_unit_registers_for_itself_and_for_its_people(cast, campaign, member, now, personal, subject):
    person = member.person if personal else None

    registrations.register(campaign, cast.unit("economy"), aim=f" {AIM} ", person=person, by=member, at=now)

    found = Registration.objects.get()
    assert (found.subject, found.person, found.aim, found.registered_by, found.registered_at) == (
        subject,
        person,
        AIM,
        "Vũ Thị Én",
        now,
    )


def test_only_the_unit_itself_registers(cast, campaign, now):
    unit = cast.unit("economy")

    through = who_can(cast, lambda actor: registrations.register(campaign, unit, aim=AIM, by=actor, at=now))

    assert through == {"head", "member"}


def test_a_person_of_another_unit_is_refused(cast, campaign, member, other_head, now):
    with pytest.raises(ValidationError, match="Hoàng Văn Sáng không thuộc Phòng Kinh tế"):
        registrations.register(campaign, cast.unit("economy"), aim=AIM, person=other_head.person, by=member, at=now)

    assert Registration.objects.count() == 0


@pytest.mark.rule("DT-02")
@pytest.mark.parametrize(("category", "refused"), [("civil_servant", False), ("resident", True)])
def test_who_is_outside_the_plans_audience_does_not_register(cast, member, now, category, refused):
    people = AudienceGroup(
        text="Cán bộ, công chức.", subject=w.Subject.INDIVIDUAL, units=(UNITS["economy"][1],),
        categories=("civil_servant",), clause="II",
    )  # fmt: skip
    document = plan_document()
    campaign = make_campaign(cast, document=plan_document(audience=(*document.audience, people)))
    person = make_person(cast.commune, "Tô Thị Mận", unit=cast.unit("economy"), category=Person.Category(category))

    if refused:
        with pytest.raises(ValidationError, match="không thuộc đối tượng thi đua"):
            registrations.register(campaign, cast.unit("economy"), aim=AIM, person=person, by=member, at=now)
    else:
        registrations.register(campaign, cast.unit("economy"), aim=AIM, person=person, by=member, at=now)

    assert Registration.objects.count() == (0 if refused else 1)


def test_the_same_aim_is_registered_once_until_it_is_withdrawn(cast, campaign, make_registration, member, now):
    first = make_registration()

    with pytest.raises(ValidationError, match="Đã có đăng ký này"):
        registrations.register(campaign, cast.unit("economy"), aim=AIM, by=member, at=now)
    registrations.withdraw(first, reason="Đổi mức phấn đấu.", by=member, at=now)
    registrations.register(campaign, cast.unit("economy"), aim=AIM, by=member, at=now)

    assert Registration.objects.filter(withdrawn_at=None).count() == 1


def test_a_withdrawn_registration_stays_with_its_reason_in_history(make_registration, member, now):
    registration = make_registration()

    registrations.withdraw(registration, reason="Đổi mức phấn đấu.", by=member, at=now)

    registration.refresh_from_db()
    assert (registration.withdrawn_at, HistoryEntry.objects.about(registration)[0].reason) == (now, "Đổi mức phấn đấu.")
    with pytest.raises(ValidationError, match="đã được rút"):
        registrations.withdraw(registration, reason="Lần nữa.", by=member, at=now)


def test_only_the_unit_itself_withdraws(cast, make_registration, now):
    pk = make_registration().pk

    through = who_can(
        cast, lambda actor: registrations.withdraw(Registration.objects.get(pk=pk), reason="a", by=actor, at=now)
    )

    assert through == {"head", "member"}


def test_nothing_is_registered_when_the_campaign_is_closed(cast, head, now):
    campaign = make_campaign(cast, status="closed")

    with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện"):
        registrations.register(campaign, cast.unit("economy"), aim=AIM, by=head, at=now)


def test_a_registration_is_made_and_withdrawn_on_the_pages(client, cast, campaign, member):
    data = {"unit": cast.unit("economy").pk, "person": member.person.pk, "aim": AIM}

    answer_to(client, member, "campaigns:registration-new", campaign.pk, post=data)
    registration = Registration.objects.get()
    page = answer_to(client, member, "campaigns:registrations", campaign.pk).content.decode()
    answer_to(client, member, "campaigns:registration-withdraw", registration.pk, post={"reason": ""})
    registration.refresh_from_db()
    standing = registration.withdrawn_at
    answer_to(client, member, "campaigns:registration-withdraw", registration.pk, post={"reason": "Đổi."})
    registration.refresh_from_db()

    assert AIM in page and "Vũ Thị Én" in page and "Rút đăng ký" in page
    assert (standing, isinstance(registration.withdrawn_at, datetime)) == (None, True)


@pytest.mark.parametrize(
    ("query", "aims"),
    [
        ("", {"Một", "Hai"}),
        ("subject=individual", {"Hai"}),
        ("unit={unit}", {"Một"}),
        ("state=withdrawn", {"Ba"}),
        ("state=all", {"Một", "Hai", "Ba"}),
    ],
)
def test_the_list_is_narrowed_by_subject_unit_and_state(
    client, cast, campaign, make_registration, officer, member, now, query, aims
):
    make_registration(aim="Một", unit=cast.unit("service"))
    make_registration(member.person, aim="Hai")
    make_registration(aim="Ba", withdrawn_at=now)
    client.force_login(officer.user)

    query = query.format(unit=cast.unit("service").pk)
    answer = client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/registrations/?{query}")

    assert {row.aim for row in answer.context["page"]} == aims


def test_a_unit_sees_its_own_registrations_alone(client, campaign, make_registration, other_head):
    registration = make_registration()

    assert not answer_to(client, other_head, "campaigns:registrations", campaign.pk).context["page"].object_list
    answer = answer_to(client, other_head, "campaigns:registration-withdraw", registration.pk, post={"reason": "a"})
    assert answer.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client, campaign, make_registration, officer, member, rows, django_assert_num_queries
):
    for number in range(rows):
        make_registration(member.person, aim=f"Mức {number}")
    client.force_login(officer.user)

    with django_assert_num_queries(7):
        client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/registrations/")


@pytest.mark.parametrize("part", ["officer", "head"])
def test_neighbours_find_nothing_at_these_addresses(client, neighbour, campaign, make_registration, part):
    addresses = [("campaigns:registrations", [campaign.pk])]
    if part == "head":
        addresses += [
            ("campaigns:registration-new", [campaign.pk]),
            ("campaigns:registration-withdraw", [make_registration().pk]),
        ]

    found = neighbours_get(client, neighbour(part), addresses)

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found
