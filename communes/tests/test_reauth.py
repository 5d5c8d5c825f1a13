"""The password asked again before acts that cannot be taken back."""

import re
from html import unescape

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.http import require_safe

from communes.addresses import here
from communes.models import User
from communes.reauth import confirmed_to_open
from communes.tests.sign_in_cases import PASSWORD, code_of, give_password, let_pass, set_up_totp, sign_in

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ASKED = "Xác nhận là chính bạn"
REASON = "Nghỉ việc từ “01/12”\r\n& đã bàn giao <đủ>"


@pytest.fixture
def lock(client, administrator, head):
    """Lock an account as an administrator who signed in sixteen minutes ago; more fields may be sent."""
    give_password(administrator.user)
    sign_in(client, administrator.user)
    let_pass(client, minutes=16)
    address = here(administrator, "communes:account-lock", head.person.pk)

    def send(**more):
        return client.post(address, {"reason": REASON, **more})

    return send


def is_open(actor) -> bool:
    """Say whether an account is open."""
    return User.objects.get(pk=actor.user.pk).is_active


def test_whoever_signed_in_lately_is_not_asked(client, lock, head):
    let_pass(client, minutes=14)

    assert lock().status_code == 302
    assert not is_open(head)


def test_after_a_while_the_act_waits_for_the_password_and_keeps_what_was_typed(client, lock, head):
    asked = lock(_sent="abc")

    assert ASKED in asked.text
    assert is_open(head)
    kept = {name: unescape(value) for name, value in HIDDEN.findall(asked.text) if name != "csrfmiddlewaretoken"}
    assert kept == {"reason": REASON, "_sent": "abc"}
    wrong = client.post(asked.wsgi_request.path, {**kept, "_secret": "sai"})
    assert "Mật khẩu hoặc mã xác thực không đúng." in wrong.text
    assert dict(HIDDEN.findall(wrong.text))["reason"]
    assert "sai" not in re.findall(r'name="_secret"[^>]*', wrong.text)[0]
    assert is_open(head)

    assert client.post(asked.wsgi_request.path, {**kept, "_secret": PASSWORD}).status_code == 302
    assert not is_open(head)


def test_once_given_it_is_not_asked_for_again(client, lock, administrator, head):
    lock(_secret=PASSWORD)

    answer = client.post(here(administrator, "communes:account-reset", head.person.pk))

    assert "Mật khẩu lần đầu" in answer.text


def test_a_code_of_the_second_step_will_do(lock, administrator, head):
    secret = set_up_totp(administrator.user)

    assert ASKED in lock(_secret="000000").text
    assert lock(_secret=code_of(secret)).status_code == 302
    assert not is_open(head)


def test_a_recovery_code_will_do_once(client, lock, administrator, head):
    set_up_totp(administrator.user)
    codes = RecoveryCodes.activate(administrator.user)
    code = codes.get_unused_codes()[0]

    assert lock(_secret=code).status_code == 302
    let_pass(client, minutes=16)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()

    assert ASKED in lock(_secret=code).text


def test_guessing_here_meets_the_same_limit_as_signing_in(lock, head):
    for _ in range(5):
        lock(_secret="sai")

    assert "Đăng nhập sai quá nhiều lần" in lock(_secret=PASSWORD).text
    assert is_open(head)


def test_a_page_that_is_opened_with_the_password_is_not_shown_before(client, administrator):
    give_password(administrator.user)
    sign_in(client, administrator.user)
    page = require_safe(confirmed_to_open(lambda request: HttpResponse("bên trong")))

    def open_page():
        request = RequestFactory().get("/dong-tam/so/?nam=2026")
        request.user, request.session = administrator.user, client.session
        request.session.load()
        return page(request)

    assert open_page().text == "bên trong"
    let_pass(client, minutes=16)
    asked = open_page()
    assert asked.url == "/tai-khoan/reauthenticate/?next=%2Fdong-tam%2Fso%2F%3Fnam%3D2026"
    assert "Mật khẩu không đúng" in client.post(asked.url, {"password": "sai"}).text
    assert client.post(asked.url, {"password": PASSWORD}).url == "/dong-tam/so/?nam=2026"
    assert open_page().text == "bên trong"
