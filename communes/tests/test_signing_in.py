"""At the door: the limit on failures, the second step and who must have one, sessions and how they end."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from communes import navigation, tasks, throttle
from communes.adapters import AccountAdapter
from communes.addresses import here
from communes.models import HistoryEntry, Person, Role, User, UserSession
from communes.rules import browsers
from communes.services import accounts, signing_in, training
from communes.tests.audit_cases import in_service
from communes.tests.factories import make_commune, make_membership, make_person, make_user
from communes.tests.sign_in_cases import (
    CHROME,
    PASSWORD,
    code_of,
    give_password,
    let_pass,
    set_up_totp,
    sign_in,
    told,
)

pytestmark = pytest.mark.django_db
TOO_OFTEN = "Đăng nhập sai quá nhiều lần"
SETUP = "/tai-khoan/2fa/?dia-phuong=dong-tam"


def browser(client):
    """Return another browser."""
    return type(client)()


def test_the_limit_of_an_account_holds_from_every_address_and_is_told_once(client, head, member):
    give_password(head.user)
    give_password(member.user)
    for last in range(7):
        sign_in(browser(client), head.user, "sai", REMOTE_ADDR=f"10.0.0.{last}")

    assert TOO_OFTEN in sign_in(client, head.user, REMOTE_ADDR="10.0.0.99").text
    assert sign_in(browser(client), member.user, REMOTE_ADDR="10.0.0.99").status_code == 302
    assert told("account.kept_out") == [head.person.full_name]
    line = HistoryEntry.objects.get(action="account.kept_out")
    assert (line.actor_name, line.facts) == ("Hệ thống", {"address": "10.0.0.4"})


def test_the_limit_of_an_address_holds_for_every_account_and_stands_in_the_log(client, head, caplog):
    give_password(head.user)
    fail_forty_times(client)

    assert TOO_OFTEN in sign_in(client, head.user, REMOTE_ADDR="10.0.0.7").text
    assert "from 10.0.0.7" in caplog.text
    assert sign_in(browser(client), head.user, REMOTE_ADDR="10.0.0.8").status_code == 302
    assert told("account.kept_out") == []


def fail_forty_times(client):
    """Let one address fail with names that nobody bears, as often as it may."""
    for number in range(40):
        sign_in(client, User(username=f"khong-co-{number}"), "sai", REMOTE_ADDR="10.0.0.7")


def test_who_is_let_try_again_gets_in_from_an_address_that_stays_closed_to_others(client, administrator, head, member):
    for each in (head, member):
        give_password(each.user)
    fail_forty_times(client)
    assert TOO_OFTEN in sign_in(client, head.user, REMOTE_ADDR="10.0.0.7").text

    away = browser(client)
    away.force_login(administrator.user)
    assert "Cho đăng nhập lại ngay" in away.get(head.person.get_absolute_url()).text
    away.post(here(administrator, "communes:account-lift-throttle", head.person.pk))

    assert TOO_OFTEN in sign_in(browser(client), member.user, REMOTE_ADDR="10.0.0.7").text
    assert sign_in(browser(client), head.user, REMOTE_ADDR="10.0.0.7").status_code == 302


def test_an_address_that_is_closed_stays_so_whatever_names_are_tried_there(client, head):
    """The cache is a table where there is no Redis, and forgets the first keys when it is full."""
    give_password(head.user)
    fail_forty_times(client)
    for number in range(30):
        sign_in(client, User(username=f"ai-do-{number}"), "sai", REMOTE_ADDR="10.0.0.7")

    assert TOO_OFTEN in sign_in(client, head.user, REMOTE_ADDR="10.0.0.7").text
    assert throttle.waiting([head.user.username]) == set()


def test_wrong_codes_of_the_second_step_count_for_the_address(client, head, rf):
    give_password(head.user)
    set_up_totp(head.user)
    sign_in(client, head.user, REMOTE_ADDR="10.0.0.9")
    asked = rf.post("/", REMOTE_ADDR="10.0.0.9")
    for _ in range(36):
        throttle.count_failure(asked)
    for _ in range(3):
        client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR="10.0.0.9")
    assert not throttle.address_closed(asked, "ai-do")

    client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR="10.0.0.9")

    assert throttle.address_closed(asked, "ai-do")


def test_who_is_still_being_let_in_keeps_nobody_else_out(client, rf):
    """Sixty at once behind one address, none of them refused while the others' passwords are being compared."""
    adapter = AccountAdapter()
    for number in range(60):
        adapter.pre_authenticate(rf.post("/", REMOTE_ADDR="10.0.0.7"), username=f"nguoi-{number}", password="x")

    assert not throttle.address_closed(rf.post("/", REMOTE_ADDR="10.0.0.7"), "nguoi-61")


def test_an_account_of_two_communes_tells_both_and_no_training_ground(client, head, administrator, now):
    other = make_commune("dai-son", "Đại Sơn")
    with scope(commune=other):
        make_membership(make_person(other, "Phạm Văn Dũng", user=head.user), Role.READER)
    ground = training.found(head.commune, at=now)
    with scope(commune=ground):
        make_membership(make_person(ground, "Người tập", user=head.user), Role.READER)

    signing_in.tell(head.user, "account.x", "Việc", at=now)

    lines = HistoryEntry.objects.with_scopes_disabled().filter(action="account.x")
    assert sorted(lines.values_list("commune__slug", flat=True)) == ["dai-son", "dong-tam"]


def test_an_app_is_set_up_with_codes_for_its_loss_and_asked_for_at_the_door(
    client, head, django_capture_on_commit_callbacks
):
    give_password(head.user)
    sign_in(client, head.user)
    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r'id="secret" value="([^"]+)"', page).group(1)

    assert "Mã không đúng" in client.post(reverse("mfa_activate_totp"), {"code": "000000"}).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    codes = re.findall(r"<li>(\d{8})</li>", client.get(reverse("mfa_view_recovery_codes")).text)
    assert len(codes) == 10
    assert told("second_step.set") == [head.person.full_name]
    away = browser(client)
    assert sign_in(away, head.user).url == reverse("mfa_authenticate")
    assert away.get(here(head, "communes:units")).url.startswith(reverse("account_login"))
    assert "Mã không đúng" in away.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    assert "Chưa đọc được khóa truy cập" in away.post(reverse("mfa_authenticate"), {"credential": ""}).text
    assert away.post(reverse("mfa_authenticate"), {"code": code_of(secret, step=1)}).status_code == 302
    assert away.get(here(head, "communes:units")).status_code == 200
    lost = browser(client)
    sign_in(lost, head.user)
    lost.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert lost.get(here(head, "communes:units")).status_code == 200
    again = browser(client)
    sign_in(again, head.user)
    assert "Mã không đúng" in again.post(reverse("mfa_authenticate"), {"code": codes[0]}).text


def test_switching_the_app_off_asks_for_the_password_after_a_while_and_is_told(client, head):
    give_password(head.user)
    secret = set_up_totp(head.user)
    sign_in(client, head.user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    let_pass(client, minutes=16)

    refused = client.post(reverse("mfa_deactivate_totp"))
    assert refused.url.startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.count() == 1
    client.post(refused.url, {"password": PASSWORD})

    assert Authenticator.objects.count() == 0
    assert told("second_step.removed") == [head.person.full_name]


@pytest.fixture
def demanding(commune, administrator, now):
    """Let xã Đồng Tâm demand a second step of its leaders."""
    signing_in.demand_second_step(commune, [Role.LEADER], by=administrator, at=now)
    return commune


def test_whoever_holds_such_a_role_sets_up_a_second_step_before_anything_else(client, demanding, leader, officer):
    client.force_login(leader.user)

    assert client.get(here(leader, "communes:units")).url == SETUP
    assert "Địa phương yêu cầu xác thực hai bước" in client.get(SETUP).text
    assert client.get("/tai-khoan/phien/").status_code == 200
    piece = client.get(here(leader, "communes:units"), headers={"hx-request": "true"})
    assert (piece.status_code, piece["HX-Redirect"]) == (200, SETUP)
    sent = client.post(here(leader, "communes:units"), {"_sent": "abc"})
    assert (sent.url, "da-luu" in sent.cookies) == (SETUP, False)
    away = browser(client)
    away.force_login(officer.user)
    assert away.get(here(officer, "communes:units")).status_code == 200

    set_up_totp(leader.user)
    assert client.get(here(leader, "communes:units")).status_code == 200
    Authenticator.objects.update(type=Authenticator.Type.RECOVERY_CODES)
    assert client.get(here(leader, "communes:units")).url == SETUP


def test_the_demand_costs_no_query(client, commune, administrator, leader, now):
    set_up_totp(leader.user)
    client.force_login(leader.user)
    page = here(leader, "communes:units")
    with CaptureQueriesContext(connection) as before:
        assert client.get(page).status_code == 200
    signing_in.demand_second_step(commune, [Role.LEADER], by=administrator, at=now)

    with CaptureQueriesContext(connection) as after:
        assert client.get(page).status_code == 200
    assert len(after) == len(before)


def test_an_administrator_says_which_roles_and_sees_who_lacks_it(client, administrator, leader, clerk):
    set_up_totp(clerk.user)
    client.force_login(administrator.user)
    address = here(administrator, "communes:sign-in-policy")

    page = client.get(address).text
    assert leader.person.full_name in page
    assert clerk.person.full_name not in page
    assert "không có trong danh sách" in client.post(address, {"roles": ["reader"]}).text
    assert client.post(address, {"roles": ["clerk", "leader"]}).url == address

    administrator.commune.refresh_from_db()
    assert administrator.commune.second_step_roles == ["leader", "clerk"]
    line = HistoryEntry.objects.get(action="commune.second_step")
    assert line.facts["changes"] == [
        ["Vai trò phải xác thực hai bước", "không vai trò nào", "Lãnh đạo duyệt, ký, Văn thư"]
    ]


def test_a_training_ground_demands_nothing(administrator, now):
    ground = training.found(administrator.commune, at=now)

    with pytest.raises(ValidationError, match="Khu tập huấn"):
        signing_in.demand_second_step(ground, [Role.LEADER], by=administrator, at=now)


def test_a_lost_phone_is_removed_by_the_administrator_and_its_sessions_end(client, administrator, head, now):
    set_up_totp(head.user)
    theirs = browser(client)
    theirs.force_login(head.user)
    client.force_login(administrator.user)

    client.post(here(head, "communes:account-remove-second-factor", head.person.pk))

    assert not head.user.authenticator_set.exists()
    assert theirs.get(here(head, "communes:units")).status_code == 302
    assert told("account.second_factor_removed") == [head.person.full_name]
    set_up_totp(administrator.user)
    with pytest.raises(ValidationError, match="tự gỡ"):
        accounts.remove_second_factor(administrator.person, by=administrator, at=now)


def test_a_session_says_where_it_is_open_and_is_noted_every_ten_minutes(client, head):
    give_password(head.user)
    sign_in(client, head.user, REMOTE_ADDR="10.1.2.3", headers={"user-agent": CHROME})
    row = UserSession.objects.get(user=head.user)
    assert (row.address, row.browser) == ("10.1.2.3", "Chrome trên Windows")
    page = here(head, "communes:units")

    def writes():
        with CaptureQueriesContext(connection) as asked:
            client.get(page, REMOTE_ADDR="10.9.9.9")
        return [each["sql"] for each in asked if each["sql"].startswith("UPDATE")]

    assert writes() == []
    let_pass(client, minutes=11)
    assert len(writes()) == 1
    assert writes() == []
    row.refresh_from_db()
    assert row.address == "10.9.9.9"
    assert timezone.now() - row.seen_at < timedelta(minutes=1)


def test_the_own_sessions_are_listed_and_ended_one_by_one_or_all_others(client, head, member):
    for agent in ("Firefox/140.0", CHROME, "Edg/140.0"):
        other = browser(client)
        give_password(head.user) if agent == "Firefox/140.0" else None
        sign_in(other, head.user, headers={"user-agent": agent})
    sign_in(client, head.user)
    theirs = browser(client)
    theirs.force_login(member.user)
    page = client.get(reverse("sessions")).text
    assert "Firefox" in page
    assert client.session.session_key not in page

    ended = UserSession.objects.get(browser="Firefox")
    client.post(reverse("session-end", args=[ended.handle]))
    assert not UserSession.objects.filter(pk=ended.pk).exists()
    foreign = UserSession.objects.get(user=member.user)
    client.post(reverse("session-end", args=[foreign.handle]))
    assert UserSession.objects.filter(pk=foreign.pk).exists()
    client.post(reverse("sessions-end-others"))

    assert list(UserSession.objects.filter(user=head.user)) == [UserSession.objects.get(pk=client.session.session_key)]
    assert theirs.get(reverse("sessions")).status_code == 200
    assert told("session.ended") == [head.person.full_name] * 2


@pytest.mark.parametrize("act", ["lock", "reset", "end-sessions"])
def test_locking_resetting_and_ending_close_every_session_of_an_account(client, administrator, head, act):
    theirs = browser(client)
    theirs.force_login(head.user)
    client.force_login(administrator.user)

    client.post(here(head, f"communes:account-{act}", head.person.pk), {"reason": "Nghỉ việc"})

    assert not UserSession.objects.filter(user=head.user).exists()
    assert theirs.get(here(head, "communes:units")).url.startswith(reverse("account_login"))


def test_an_administrator_does_these_to_others_alone(client, administrator, now):
    client.force_login(administrator.user)
    own = here(administrator, "communes:person", administrator.person.pk)

    assert "Đây là tài khoản của chính mình" in client.get(own).text
    for act, page in (("reset", "Đổi mật khẩu"), ("lock", "Không tự khóa"), ("end-sessions", "Phiên đang mở")):
        url = here(administrator, f"communes:account-{act}", administrator.person.pk)
        assert page in client.post(url, {"reason": "Thử"}, follow=True).text
    assert client.get(own).status_code == 200


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, head):
    give_password(head.user)
    other = browser(client)
    sign_in(other, head.user)
    sign_in(client, head.user)
    chosen = {"oldpassword": PASSWORD, "password1": "sao-bien-troi-xanh", "password2": "sao-bien-troi-xanh"}

    client.post(reverse("account_change_password"), chosen)

    assert User.objects.get(pk=head.user.pk).check_password("sao-bien-troi-xanh")
    assert client.get(here(head, "communes:units")).status_code == 200
    assert UserSession.objects.filter(user=head.user).count() == 1
    assert told("account.password_changed") == [head.person.full_name]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome trên Windows"),
        (f"{CHROME} Edg/141.0.0.0", "Edge trên Windows"),
        (f"{CHROME} coc_coc_browser/130.0", "Cốc Cốc trên Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox trên Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27.0 Chrome/125.0", "Samsung Internet trên Android"),
        ("curl/8.5.0", "Trình duyệt không rõ"),
        ("", "Trình duyệt không rõ"),
    ],
    ids=["chrome", "edge", "coc-coc", "firefox", "iphone", "samsung", "curl", "nothing"],
)  # fmt: skip
def test_a_browser_is_named_as_people_name_it(agent, words):
    assert browsers.in_words(agent) == words


def test_sessions_that_have_ended_are_forgotten_at_night_and_are_not_counted_as_ended(client, head, now):
    client.force_login(head.user)
    browser(client).force_login(head.user)
    gone = UserSession.objects.order_by("pk").first()
    UserSession.objects.filter(pk=gone.pk).update(expire_date=timezone.now() - timedelta(hours=1))

    assert signing_in.end_sessions(make_user("nguoi.khac")) == 0
    with in_service():
        tasks.forget_sessions()
    left = set(UserSession.objects.values_list("pk", flat=True))

    assert len(left) == 1 and gone.pk not in left
    UserSession.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    assert signing_in.end_sessions(head.user) == 0


def test_a_commune_that_somebody_left_hears_no_more_of_the_account(client, head, administrator, now):
    type(head.person).objects.filter(pk=head.person.pk).update(left_on=now.date() - timedelta(days=2))

    signing_in.tell(head.user, "account.password", "Đổi mật khẩu", at=now)

    assert not HistoryEntry.objects.filter(action="account.password").exists()


def test_opening_the_address_of_an_act_says_what_to_do(client, administrator, head, monkeypatch):
    monkeypatch.setattr(navigation, "_COUNTERS", [lambda actor: {"communes:people": Person.objects.count()}])
    client.force_login(administrator.user)

    page = client.get(here(administrator, "communes:account-lock", head.person.pk))

    assert page.status_code == 405
    assert "Hãy mở lại trang ấy và bấm nút lần nữa; chưa có gì thay đổi." in page.text
