"""Signing in through the province: only into accounts that exist, only with tokens that the issuer signed."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.urls import reverse

from communes.addresses import here
from communes.models import User
from communes.services import accounts
from communes.tests.factories import make_user
from communes.tests.issuer import CLIENT, SECRET, serving
from communes.tests.sign_in_cases import code_of, set_up_totp, told

pytestmark = pytest.mark.django_db
NAME = "Cổng của tỉnh"
FAILED = f"Không đăng nhập được qua {NAME}."
UNKNOWN = "ở đây chưa có tài khoản mang tên đó"


@pytest.fixture
def issuer(settings):
    """Let the product know a province that answers on loopback."""
    with serving() as issuer:
        app = {"provider_id": "tinh", "name": NAME, "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": issuer.address, "oauth_pkce_enabled": True}
        settings.OIDC_ISSUER, settings.OIDC_NAME, settings.OIDC_CLAIM = issuer.address, NAME, "preferred_username"
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield issuer


@pytest.fixture
def head(head):
    """The head of Phòng Kinh tế, whose name at the province was written down."""
    User.objects.filter(pk=head.user.pk).update(single_sign_on="dong-tam.head")
    head.user.refresh_from_db()
    return head


def come(client, issuer, *, state=None, **question):
    """Go to the province from the sign-in page, and come back as it sends people back."""
    sent = client.get(reverse("single-sign-on"), question)
    asked = parse_qs(urlsplit(sent.url).query)
    issuer.challenge = asked["code_challenge"][0]
    assert sent.url.startswith(f"{issuer.address}/authorize?")
    assert asked["redirect_uri"] == ["http://testserver/tai-khoan/oidc/tinh/login/callback/"]
    return client.get(reverse("single-sign-on-back"), {"code": "ma-1", "state": state or asked["state"][0]})


def is_in(client, actor) -> bool:
    """Say whether a browser has come in as somebody."""
    return client.session.get("_auth_user_id") == str(actor.user.pk)


def test_the_name_of_an_account_opens_it_and_nothing_is_stored_about_the_province(client, issuer, head):
    assert NAME in client.get(reverse("account_login")).text

    page = here(head, "communes:units")
    answer = come(client, issuer, next=page)

    assert (answer.status_code, answer.url) == (302, page)
    assert is_in(client, head)
    assert client.get(page).status_code == 200
    assert not SocialAccount.objects.exists()
    assert (User.objects.count(), "/keys" in issuer.asked) == (1, True)


def test_an_equal_user_name_that_nobody_wrote_down_opens_nothing(client, issuer, head):
    User.objects.update(single_sign_on="")

    assert UNKNOWN in come(client, issuer).text
    assert not is_in(client, head)


@pytest.mark.parametrize("spoilt", ["kid", "keys"])
def test_an_issuer_that_leaves_out_what_the_standard_asks_for_is_said_in_words(client, issuer, head, spoilt):
    issuer.spoilt = spoilt

    assert FAILED in come(client, issuer).text


def test_no_account_is_made_for_a_name_that_nobody_here_has(client, issuer, head):
    issuer.token = {"preferred_username": "nguoi.moi", "email": "nguoi.moi@tinh.vn", "email_verified": True}

    assert UNKNOWN in come(client, issuer).text
    assert User.objects.count() == 1
    assert "_auth_user_id" not in client.session


def test_a_closed_account_stays_out(client, issuer, head):
    User.objects.update(is_active=False)

    assert "Tài khoản ở đây đang bị khóa" in come(client, issuer).text
    assert "_auth_user_id" not in client.session


def test_an_account_of_an_operator_is_not_opened(client, issuer):
    make_user("van-hanh", is_superuser=True)
    issuer.token = {"preferred_username": "van-hanh"}

    assert UNKNOWN in come(client, issuer).text


def test_the_second_step_is_asked_for_here_too(client, issuer, head):
    secret = set_up_totp(head.user)

    assert come(client, issuer).url == reverse("mfa_authenticate")
    assert not is_in(client, head)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client, head)


LATER = {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200}


@pytest.mark.parametrize(
    "wrong",
    [{"aud": "khac"}, {"iss": "https://khac.example"}, LATER],
    ids=["for-another", "from-another", "expired"],
)
def test_a_token_that_is_not_for_us_is_refused(client, issuer, head, wrong):
    issuer.token |= wrong

    assert FAILED in come(client, issuer).text
    assert not is_in(client, head)


def test_a_token_signed_by_somebody_else_is_refused(client, issuer, head):
    issuer.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert FAILED in come(client, issuer).text
    assert not is_in(client, head)


def test_a_state_that_this_browser_did_not_ask_with_is_refused(client, issuer, head):
    assert FAILED in come(client, issuer, state="khac").text
    assert not is_in(client, head)


def test_userinfo_counts_only_where_it_speaks_of_the_same_person(client, issuer, head):
    issuer.token = {}
    issuer.userinfo = {"preferred_username": "dong-tam.head", "sub": "u-2"}
    assert UNKNOWN in come(client, issuer).text

    issuer.userinfo = {"preferred_username": "dong-tam.head"}
    assert come(client, issuer).status_code == 302
    assert is_in(client, head)


def test_whoever_turns_back_at_the_province_is_told_so(client, issuer):
    client.get(reverse("single-sign-on"))
    sent = client.get(reverse("single-sign-on"))
    state = parse_qs(urlsplit(sent.url).query)["state"][0]

    answer = client.get(reverse("single-sign-on-back"), {"error": "access_denied", "state": state})

    assert "đã được dừng lại" in answer.text


def test_a_province_that_does_not_answer_is_said_in_words(client, issuer, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"

    answer = client.get(reverse("single-sign-on"))

    assert (answer.status_code, FAILED in answer.text) == (502, True)


def test_where_none_is_configured_there_is_nothing(client, db):
    assert client.get(reverse("single-sign-on")).status_code == 404
    assert client.get(reverse("single-sign-on-back")).status_code == 404
    assert "Đăng nhập qua" not in client.get(reverse("account_login")).text


@pytest.mark.parametrize("path", ["3rdparty/", "3rdparty/signup/", "social/connections/", "oidc/khac/login/"])
def test_nothing_else_of_allauths_accounts_elsewhere_is_open(client, head, path):
    client.force_login(head.user)

    assert client.get(f"/tai-khoan/{path}").status_code == 404


def test_an_administrator_writes_down_another_name_and_the_own_one_no_longer_opens_it(
    client, issuer, administrator, head
):
    client.force_login(administrator.user)
    address = here(head, "communes:account-single-sign-on", head.person.pk)
    assert "của một tài khoản khác" in client.post(address, {"name": administrator.user.username}).text
    client.post(address, {"name": "Dung.PV@tinh"})
    assert "dung.pv@tinh" in client.get(here(head, "communes:person", head.person.pk)).text

    assert UNKNOWN in come(type(client)(), issuer).text
    issuer.token = {"preferred_username": "dung.pv@tinh"}
    theirs = type(client)()
    come(theirs, issuer)
    assert is_in(theirs, head)
    assert told("account.linked") == [head.person.full_name]


def test_a_new_account_cannot_take_a_name_that_is_written_down(administrator, head, member, now):
    accounts.link_single_sign_on(head.person, "dung.pv", by=administrator, at=now)
    member.person.user = None

    with pytest.raises(ValidationError, match="đã có người dùng"):
        accounts.create_account(member.person, username="Dung.PV", by=administrator, at=now)


@pytest.mark.parametrize(("issuer_url", "fault"), [("http://sso.tinh.vn", True), ("https://sso.tinh.vn", False)])
def test_the_province_is_spoken_to_encrypted(settings, issuer_url, fault):
    settings.OIDC_ISSUER = issuer_url

    assert ("communes.E002" in {each.id for each in run_checks()}) is fault
