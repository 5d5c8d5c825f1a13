"""The handover pack as page and paper: for whom, about whom, at what cost."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.tests.factories import (
    make_award_campaign,
    make_decision,
    make_nomination,
)
from awards.tests.standing_cases import appraise
from campaigns.models import Difficulty, Obligation, PlanReading
from communes.models import Role
from communes.tests.factories import PEOPLE, make_membership, make_number, make_person, make_unit
from reports.documents.registry import KINDS
from reports.handover import pack, people
from reports.models import Document, Mailing
from reports.rendering import layout
from reports.services import documents
from reports.tests.handover_cases import READERS, address, section

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def contest(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.mark.parametrize("part", PEOPLE)
def test_the_page_is_for_the_standing_agency_the_leader_and_the_administrator(client, cast, part):
    client.force_login(cast.actor(part).user)

    assert client.get(address()).status_code == (200 if part in READERS else 403)


def test_a_long_list_is_cut_and_says_how_many_more_and_where(client, cast, officer, now, clock):
    for number in range(1, 24):
        make_number(cast.commune, symbol=f"A{number:02d}-UBND", number=1)
    client.force_login(officer.user)

    found = section(cast, "numbers", now)

    assert (len(found.lines), found.total, found.cut) == (20, 23, "Còn 03 dòng nữa, xem ở “Sổ văn bản đi”.")
    assert (
        f'<a href="{reverse("communes:numbers", args=["dong-tam"])}">{found.cut}</a>'
        in client.get(address()).content.decode()
    )


def test_somebody_is_chosen_and_shown(client, cast, officer, head):
    client.force_login(officer.user)

    answer = client.get(address(), {"person": head.person.pk})

    assert (answer.status_code, answer.url) == (302, address(head.person.pk))
    assert "Việc gắn với Phạm Văn Dũng" in client.get(answer.url).content.decode()


def test_neither_residents_nor_the_people_next_door_are_chosen(client, cast, officer, neighbour):
    resident, stranger = make_person(cast.commune), neighbour("officer").person
    client.force_login(officer.user)

    for person in (resident, stranger):
        answer = client.get(address(), {"person": person.pk})
        assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
        assert client.get(address(person.pk)).status_code == 404
    assert set(people()) == {officer.person}


def test_the_page_of_a_person_leads_to_what_the_person_hands_over(client, cast, administrator, head):
    client.force_login(administrator.user)

    assert address(head.person.pk) in client.get(head.person.get_absolute_url()).content.decode()


def test_the_paper_tells_what_its_asker_may_know_and_is_for_the_asker_alone(cast, contest, officer, administrator, now):
    row = make_nomination(contest, unit=cast.unit("economy"), status="recommended")

    theirs = documents.request(KINDS["handover"], officer.person, by=administrator, at=now)
    mine = documents.request(KINDS["handover"], officer.person, by=officer, at=now)

    assert [str(row) in str(each.content) for each in (theirs, mine)] == [False, True]
    assert list(Document.objects.within(administrator)) == [theirs]
    assert list(Document.objects.within(officer)) == [mine]
    assert list(Document.objects.within(cast.actor("leader"))) == []
    assert (mine.title, mine.confidential) == ("Bàn giao công việc – Nguyễn Thị Hạnh", False)


@pytest.mark.parametrize("part", ["clerk", "head", "secretary", "reader", "inspector"])
def test_nobody_else_has_the_paper_made(cast, officer, part, now):
    with pytest.raises(PermissionDenied):
        documents.request(KINDS["handover"], officer.person, by=cast.actor(part), at=now)


def test_the_paper_says_what_the_page_says(client, cast, contest, officer, now, clock):
    make_nomination(contest, unit=cast.unit("economy"), status="eligible")
    make_number(cast.commune)
    client.force_login(officer.user)

    words = layout.paper_words(KINDS["handover"].content(people().get(pk=officer.person.pk), officer))
    shown = " ".join(client.get(address()).content.decode().split())

    given = pack(officer.person, reader=officer, at=now)
    lines = [line for each in (given.own, *given.sections) for line in each.lines]
    assert [line.what for line in lines if line.what not in words] == []
    assert [line.what for line in lines if line.what not in shown] == []
    assert words[-1] == given.quiet
    assert {"NGƯỜI BÀN GIAO", "NGƯỜI NHẬN BÀN GIAO"} <= set(words)


def more_of_everything(cast, contest, number: int, now) -> None:
    """Put one more row into every section."""
    unit = make_unit(cast.commune, f"Thôn {number}", kind="residential")
    row = make_nomination(contest, unit=unit, status="under_appraisal")
    appraise(row, cast.actor("officer").person, given=False)
    make_decision(contest, status="awaiting_signature", title=f"Quyết định {number}", number=number)
    make_number(cast.commune, symbol=f"S{number}-UBND")
    Difficulty.objects.create(
        campaign=contest, unit=unit, title=f"Vướng {number}", text="…", raised_by="Vũ Thị Én", raised_at=now,
        status="taken", owner=cast.actor("officer").person,
    )  # fmt: skip
    person = make_person(cast.commune, f"Lò Thị {number}", unit=unit)
    make_membership(person, Role.INSPECTOR, unit)
    PlanReading.objects.create(
        commune=cast.commune, name=f"{number}.docx", text="…", created_at=now, created_by="Nguyễn Thị Hạnh"
    )
    Mailing.objects.create(
        commune=cast.commune, person=person, address="a@example.org", day=now.date(), subject="Nộp", body="…",
        made_at=now, try_at=now,
    )  # fmt: skip
    Obligation.objects.create(
        campaign=contest, unit=unit, deadline=contest.deadlines.order_by("pk").first(), late_from=now - DAY
    )


def test_the_pack_asks_the_same_number_of_queries_with_one_row_and_with_three(
    client, cast, contest, officer, now, clock
):
    counted, lines = [], []
    client.force_login(officer.user)
    for number in range(1, 4):
        more_of_everything(cast, contest, number, now)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address())
        counted.append(len(asked))
        given = answer.context["pack"]
        lines.append({each.key: each.total for each in (given.own, *given.sections)})

    grown = {key for key in lines[0] if lines[2][key] > lines[0][key] > 0}
    assert counted == [counted[0]] * 3
    assert grown >= {"duties", "open", "late", "dossiers", "papers", "numbers", "roles", "outbox", "readings"}
