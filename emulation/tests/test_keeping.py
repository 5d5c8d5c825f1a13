"""What was typed is not lost: the way back after signing in, the mark of a stored form, forms from another session."""

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from campaigns.models import Exemplar
from campaigns.tests.factories import make_campaign
from communes.addresses import here

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
NAME = {"name": "Trạm Y tế xã", "kind": "service", "position": 1}


@pytest.fixture
def new_unit(administrator):
    """The address of the form that adds a unit."""
    return here(administrator, "communes:unit-create")


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        (f"{HOST}/dong-tam/reports/7/edit/?part=2#files", "/dong-tam/reports/7/edit/%3Fpart%3D2"),
        ("", "/dong-tam/units/create/"),
        ("https://noi-khac.example/dong-tam/", "/dong-tam/units/create/"),
        ("/dong-tam/", "/dong-tam/units/create/"),
        ("javascript:alert(1)", "/dong-tam/units/create/"),
    ],
)
def test_who_sent_a_form_after_the_session_ended_comes_back_to_its_page(client, new_unit, came_from, back):
    answer = client.post(new_unit, NAME | {"_sent": "abc"}, headers={"referer": came_from})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tai-khoan/login/?next={back}")
    assert "da-luu" not in answer.cookies


def test_a_stored_form_gets_its_mark_back_and_a_refused_one_does_not(client, administrator, new_unit):
    client.force_login(administrator.user)

    refused = client.post(new_unit, NAME | {"name": "", "_sent": "abc12"})
    stored = client.post(new_unit, NAME | {"_sent": "abc12"})

    assert (refused.status_code, "da-luu" in refused.cookies) == (200, False)
    assert (stored.status_code, stored.cookies["da-luu"].value) == (302, "abc12")
    assert stored.cookies["da-luu"]["samesite"] == "Lax"


def test_a_form_that_a_service_refused_does_not_get_its_mark_back(client, cast, leader):
    campaign = make_campaign(cast, status="in_review")
    client.force_login(leader.user)

    answer = client.post(
        here(leader, "campaigns:campaign-act", campaign.pk, "return"), {"reason": "", "_sent": "abc12"}
    )

    assert (answer.status_code, "da-luu" in answer.cookies) == (302, False)


@pytest.mark.parametrize("mark", ["", "ABC", "a;b", "x" * 21, "đã"])
def test_a_mark_that_no_page_of_ours_makes_is_not_repeated(client, administrator, new_unit, mark):
    client.force_login(administrator.user)

    assert "da-luu" not in client.post(new_unit, NAME | {"_sent": mark}).cookies


def test_a_page_that_sends_files_by_itself_is_told_which_page_follows(client, administrator, new_unit):
    client.force_login(administrator.user)

    answer = client.post(new_unit, NAME | {"_sent": "abc"}, headers={"x-redirect": "tell"})

    assert (answer.status_code, answer.has_header("Location")) == (200, False)
    assert client.get(answer.headers["X-Location"]).status_code == 200
    assert answer.cookies["da-luu"].value == "abc"


def test_a_form_from_another_session_is_answered_with_the_way_back(administrator, new_unit):
    theirs = Client(enforce_csrf_checks=True)
    theirs.force_login(administrator.user)

    answer = theirs.post(new_unit, NAME, headers={"referer": HOST + new_unit})

    assert answer.status_code == 403
    assert f'<a class="btn btn-primary" href="{new_unit}">Mở lại trang vừa rồi</a>' in answer.text
    assert f"<strong>{administrator.user.username}</strong>" in answer.text


def test_a_form_from_another_session_of_somebody_signed_out_leads_through_the_way_in(commune, new_unit):
    answer = Client(enforce_csrf_checks=True).post(new_unit, NAME, headers={"referer": HOST + new_unit})

    assert answer.status_code == 403
    way = f"{reverse('account_login')}?next=%2Fdong-tam%2Funits%2Fcreate%2F"
    assert f'<a class="btn btn-primary" href="{way}">Đăng nhập</a>' in answer.text


@pytest.mark.parametrize("page", ["awards/vote.html", "awards/vote_review.html", "awards/ballot_count.html"])
def test_ballots_are_never_kept_in_the_browser(page):
    [form] = [line for line in get_template(page).template.source.splitlines() if "<form" in line]

    assert " data-secret>" in form


def test_of_two_who_mend_the_words_of_an_exemplar_the_second_sees_both_texts(client, cast, member, head, now):
    exemplar = Exemplar.objects.create(
        campaign=make_campaign(cast), unit=cast.unit("economy"), kind="good_practice", title="Ngày thứ Năm không chờ",
        story="Giảm nửa thời gian chờ.", found_at=now,
    )  # fmt: skip
    page = here(member, "campaigns:exemplar-edit", exemplar.pk)
    client.force_login(member.user)
    opened = client.get(page).context["form"]["seen"].value()
    Exemplar.objects.filter(pk=exemplar.pk).update(story="Giảm ba phần tư thời gian chờ.")
    typed = {"kind": "good_practice", "title": exemplar.title, "story": "Giảm một phần ba.", "seen": opened}

    refused = client.post(page, typed)

    assert "Nội dung này đã được người khác sửa" in refused.text
    assert "<td>Giảm một phần ba.</td><td>Giảm ba phần tư thời gian chờ.</td>" in refused.text
    assert client.post(page, typed | {"seen": refused.context["form"]["seen"].value()}).status_code == 302
    exemplar.refresh_from_db()
    assert exemplar.story == "Giảm một phần ba."
