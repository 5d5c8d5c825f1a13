"""The work of an administrator: accounts, passwords, locks, roles."""

import re
from datetime import date

import pytest
from django.urls import reverse

from communes import throttle
from communes.addresses import here
from communes.models import Membership, Role, User
from communes.tests.factories import make_membership, make_person

pytestmark = pytest.mark.django_db


def shown_password(answer):
    """Return the password that a page shows."""
    return re.findall(r"<code>([^<]+)</code>", answer.text)[1]


def sign_in(client, username, password):
    """Try to sign in through the page."""
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_a_new_account_signs_in_with_the_password_shown_once(client, administrator, cast):
    person = make_person(administrator.commune, "Lê Thị Dung")
    make_membership(person, Role.UNIT_HEAD, cast.unit("economy"))
    client.force_login(administrator.user)

    answer = client.post(here(administrator, "communes:account-create", person.pk), {"username": "dung.lt"})

    assert "no-store" in answer["Cache-Control"]
    password = shown_password(answer)
    assert password not in client.get(here(administrator, "communes:person", person.pk)).text
    client.logout()
    sign_in(client, "dung.lt", password)
    assert client.get(here(administrator, "communes:units")).url == reverse("account_change_password")
    chosen = {"oldpassword": password, "password1": "cay-tre-xanh-77", "password2": "cay-tre-xanh-77"}
    assert client.post(reverse("account_change_password"), chosen).url == reverse("start")
    assert not User.objects.get(username="dung.lt").must_change_password
    assert client.get(here(administrator, "communes:units")).status_code == 200
    again = {"oldpassword": "cay-tre-xanh-77", "password1": "cay-da-gieng-99", "password2": "cay-da-gieng-99"}
    assert client.post(reverse("account_change_password"), again).url == reverse("account_change_password")


def test_a_user_name_with_diacritics_is_refused(client, administrator):
    person = make_person(administrator.commune)
    client.force_login(administrator.user)

    answer = client.post(here(administrator, "communes:account-create", person.pk), {"username": "đào"})

    assert "chỉ gồm chữ không dấu" in answer.text


def test_a_reset_ends_the_open_session_and_shows_the_new_password_once(client, administrator, head):
    head.user.set_password("mat-khau-cu-99")
    head.user.save()
    theirs = type(client)()
    theirs.force_login(head.user)
    client.force_login(administrator.user)

    answer = client.post(here(head, "communes:account-reset", head.person.pk))

    assert User.objects.get(pk=head.user.pk).check_password(shown_password(answer))
    assert theirs.get(here(head, "communes:units")).url.startswith(reverse("account_login"))


def test_a_locked_account_cannot_sign_in_until_it_is_unlocked(client, administrator, head):
    head.user.set_password("mat-khau-moi-99")
    head.user.save()
    client.force_login(administrator.user)
    client.post(here(head, "communes:account-lock", head.person.pk), {"reason": "Nghỉ việc"})
    theirs = type(client)()

    sign_in(theirs, head.user.username, "mat-khau-moi-99")
    assert theirs.get("/").url.startswith(reverse("account_login"))

    client.post(here(head, "communes:account-unlock", head.person.pk))
    sign_in(theirs, head.user.username, "mat-khau-moi-99")
    assert theirs.get(here(head, "communes:units")).status_code == 200


def test_too_many_wrong_passwords_close_the_door_until_an_administrator_opens_it(client, administrator, head):
    head.user.set_password("mat-khau-moi-99")
    head.user.save()
    theirs = type(client)()
    for _ in range(5):
        assert "không đúng" in sign_in(theirs, head.user.username, "sai").text
    refused = sign_in(theirs, head.user.username.upper(), "mat-khau-moi-99")
    assert "Đăng nhập sai quá nhiều lần" in refused.text
    assert throttle.waiting([head.user.username, "khac"]) == {head.user.username}

    client.force_login(administrator.user)
    assert "Tạm chặn vì nhập sai nhiều lần" in client.get(here(administrator, "communes:accounts")).text
    client.post(here(head, "communes:account-lift-throttle", head.person.pk))

    assert throttle.waiting([head.user.username]) == set()
    assert sign_in(theirs, head.user.username, "mat-khau-moi-99").status_code == 302


def test_an_administrator_grants_and_ends_a_role(client, administrator, cast, head):
    client.force_login(administrator.user)
    address = here(head, "communes:role-create", head.person.pk)

    refused = client.post(address, {"role": "unit_member", "unit": ""})
    assert "Vai trò này phải ghi rõ đơn vị." in refused.text
    client.post(address, {"role": "unit_member", "unit": cast.unit("service").pk, "starts_on": "01/01/2026"})
    held = Membership.objects.get(role="unit_member")
    client.post(here(head, "communes:role-end", held.pk), {"on": "31/12/2026"})

    held.refresh_from_db()
    assert (held.person, held.unit, held.starts_on, held.ends_on) == (
        head.person,
        cast.unit("service"),
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
