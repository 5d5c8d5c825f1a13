"""Who acts, in which commune; the menu; the tags that ask the actor."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django_scopes import ScopeError
from django_scopes.state import state

from communes import navigation
from communes.access import Can
from communes.middleware import ActorMiddleware
from communes.models import Role, Unit
from communes.sessions import SessionStore
from communes.tests.factories import make_membership, make_person

pytestmark = pytest.mark.django_db


def test_a_role_holder_enters_the_commune(client, head):
    client.force_login(head.user)

    answer = client.get("/dong-tam/units/")

    actor = answer.wsgi_request.actor
    assert (answer.status_code, actor.commune, actor.person, actor.unit_ids) == (
        200,
        head.commune,
        head.person,
        {head.memberships[0].unit_id},
    )


@pytest.mark.parametrize("address", ["/dong-tam/units/", "/dai-son/units/", "/khong-co/units/"])
def test_a_stranger_learns_nothing(client, commune, neighbour, stranger, address):
    neighbour("officer")
    client.force_login(stranger)

    assert client.get(address).status_code == 404


def test_the_neighbours_officer_is_a_stranger_here(client, commune, neighbour):
    client.force_login(neighbour("officer").user)

    assert client.get("/dai-son/units/").status_code == 200
    assert client.get("/dong-tam/units/").status_code == 404


def test_who_is_not_signed_in_is_asked_to_sign_in(client, commune):
    answer = client.get("/dong-tam/units/")

    assert answer.url == f"{reverse('account_login')}?next=/dong-tam/units/"


@pytest.mark.parametrize("address", ["/", "/dong-tam/units/"])
def test_a_first_password_is_changed_before_anything_else(client, head, address):
    head.user.must_change_password = True
    head.user.set_password("dong-ho-8421")
    head.user.save()
    client.force_login(head.user)

    assert client.get(address).url == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200


def test_a_locked_account_is_signed_out_at_once(client, head):
    client.force_login(head.user)
    head.user.is_active = False
    head.user.save()

    assert client.get("/dong-tam/units/").url.startswith(reverse("account_login"))


def test_the_scope_opens_and_closes_with_the_request(rf, commune, head):
    seen = []

    def answer(request):
        with pytest.raises(ScopeError):
            Unit.objects.count()
        middleware.process_view(request, None, (), {"commune": "dong-tam"})
        seen.append(Unit.objects.count())

    middleware = ActorMiddleware(answer)
    request = rf.get("/dong-tam/")
    request.user, request.session, request.htmx = head.user, SessionStore(), False
    token = state.set({})

    middleware(request)

    assert seen == [1]
    with pytest.raises(ScopeError):
        Unit.objects.count()
    state.reset(token)


def test_the_way_in_leads_to_the_only_commune(client, head):
    client.force_login(head.user)

    assert client.get("/").url == "/dong-tam/"


def test_the_way_in_offers_the_choice_between_several(client, head, neighbour):
    there = neighbour("officer").commune
    make_membership(make_person(there, user=head.user), Role.READER)
    client.force_login(head.user)

    answer = client.get("/")

    assert [str(commune) for commune in answer.context["communes"]] == ["xã Đại Sơn", "xã Đồng Tâm"]
    assert 'href="/dai-son/"' in answer.text


def test_an_account_without_a_role_is_told_so(client, stranger):
    client.force_login(stranger)

    assert "hiện không giữ vai trò nào" in client.get("/").text


def labels(actor, path="/dong-tam/"):
    """Return the entries of this app's groups in the actor's menu, without those that other apps add to them."""
    ours = {"Địa phương", "Quản trị"}
    added = {"Mức theo quy định", "Lời văn văn bản", "Sao lưu"}
    return {
        group["label"]: [item["label"] for item in group["items"] if item["label"] not in added]
        for group in navigation.menu(actor, path)
        if group["label"] in ours
    }


def test_the_menu_shows_what_the_actor_may_open(administrator, head):
    assert labels(head) == {"Địa phương": ["Đơn vị", "Con người", "Dữ liệu cá nhân"]}
    assert labels(administrator) == {
        "Địa phương": [
            "Đơn vị",
            "Con người",
            "Sổ văn bản đi",
            "Lịch nghỉ, làm bù",
            "Nhập từ Excel",
            "Dữ liệu cá nhân",
        ],
        "Quản trị": [
            "Tài khoản và vai trò",
            "Quy định đăng nhập",
            "Thông tin địa phương",
            "Cách nhắc việc",
            "Lịch sử",
            "Nhật ký hệ thống",
        ],
    }


def test_the_menu_marks_the_entry_that_the_page_lies_under(head):
    menu = navigation.menu(head, "/dong-tam/units/5/")

    assert [item["label"] for group in menu for item in group["items"] if item["current"]] == ["Đơn vị"]


def render(text, actor, **facts):
    """Render a template for an actor."""
    request = RequestFactory().get("/")
    request.actor = actor
    return Template("{% load communes %}" + text).render(Context({"request": request, **facts}))


def test_an_address_in_a_template_starts_with_the_commune(head):
    assert render("{% here 'communes:unit' 5 %}", head) == "/dong-tam/units/5/"
    with pytest.raises(NoReverseMatch):
        render("{% here 'communes:unit' 5 %}", None)


def test_a_template_asks_for_a_right_by_its_words(head, administrator):
    text = "{% if request.actor|may:'manage accounts' %}yes{% else %}no{% endif %}"

    assert (render(text, administrator), render(text, head), render(text, None)) == ("yes", "no", "no")
    assert Can("manage accounts") is Can.MANAGE_ACCOUNTS


def test_a_misspelt_right_is_an_error_even_for_nobody():
    with pytest.raises(ValueError, match="manage acounts"):
        render("{{ request.actor|may:'manage acounts' }}", None)
