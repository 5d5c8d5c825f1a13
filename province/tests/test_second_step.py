"""The second step of roles of a province: demanded, set up before anything else, removed for a lost phone, told."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes import throttle
from communes.models import User, UserSession
from communes.services import signing_in
from communes.tests.sign_in_cases import PASSWORD, give_password, set_up_totp, sign_in
from province import urls_root
from province.models import ProvinceAct
from province.services import members
from province.tests.factories import AT, make_member, make_province, visitor_of

SETUP = "/tai-khoan/2fa/?tinh=thai-nguyen"


@pytest.fixture
def demanding(province, by):
    """Let the province demand a second step of those who follow communes."""
    members.demand_second_step(province, ["viewer"], by=by, at=AT)
    return province


def address(province, name, *args):
    """Return the address of a page of a province."""
    return reverse(f"province:{name}", args=[province.slug, *args])


def test_whoever_holds_such_a_role_sets_up_a_second_step_before_anything_else(client, demanding, viewer, manager):
    client.force_login(viewer.user)

    assert client.get(address(demanding, "home")).url == SETUP
    assert "Cơ quan cấp tỉnh yêu cầu xác thực hai bước" in client.get(SETUP).text
    piece = client.get(address(demanding, "communes"), headers={"hx-request": "true"})
    assert (piece.status_code, piece["HX-Redirect"]) == (200, SETUP)
    assert client.post(address(demanding, "roll-up-make", 2026)).url == SETUP
    assert client.get(address(demanding, "members")).url == SETUP

    set_up_totp(viewer.user)
    assert client.get(address(demanding, "home")).status_code == 200
    assert client.get(address(demanding, "members")).status_code == 403
    Authenticator.objects.update(type=Authenticator.Type.RECOVERY_CODES)
    assert client.get(address(demanding, "home")).url == SETUP
    client.force_login(manager.user)
    assert client.get(address(demanding, "home")).status_code == 200


@pytest.mark.parametrize("name", ["home", "papers", "acts", "sheets", "hand-over", "roll-up"])
def test_no_page_of_the_province_opens_without_it(client, province, manager, by, name):
    members.demand_second_step(province, ["administrator"], by=by, at=AT)
    client.force_login(manager.user)

    assert {each.name for each in urls_root.urlpatterns} > {name}
    assert client.get(address(province, name)).url == SETUP


def test_the_demand_costs_no_query(client, province, viewer, by):
    set_up_totp(viewer.user)
    client.force_login(viewer.user)
    with CaptureQueriesContext(connection) as before:
        assert client.get(address(province, "papers")).status_code == 200
    members.demand_second_step(province, ["viewer"], by=by, at=AT)

    with CaptureQueriesContext(connection) as after:
        assert client.get(address(province, "papers")).status_code == 200
    assert len(after) == len(before)


def test_an_administrator_says_which_roles_and_sees_who_lacks_it(client, province, manager, viewer):
    other = make_member(province, full_name="Đào Văn Có")
    set_up_totp(other.user)
    closed = make_member(province, full_name="Lý Văn Khóa")
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    client.force_login(manager.user)
    page = address(province, "sign-in-policy")

    told = client.get(page).text
    assert viewer.full_name in told and other.full_name not in told and closed.full_name not in told
    assert "không có trong danh sách" in client.post(page, {"roles": ["leader"]}).text
    assert client.post(page, {"roles": ["viewer"]}).url == page

    province.refresh_from_db()
    assert province.second_step_roles == ["viewer"]
    act = ProvinceAct.objects.latest("pk")
    assert (act.label, act.about) == (
        "Sửa quy định đăng nhập", "Vai trò phải xác thực hai bước: không vai trò nào → Người theo dõi",
    )  # fmt: skip


def test_the_policy_and_the_removal_ask_for_the_password_again(client, province, manager, viewer, settings):
    settings.REAUTH_MINUTES = 0
    set_up_totp(viewer.user)
    client.force_login(manager.user)

    for name, *key in (("sign-in-policy",), ("member-remove-second-step", viewer.pk), ("acts-export",)):
        assert "Xác nhận là chính bạn" in client.post(address(province, name, *key)).text, name
    assert Authenticator.objects.count() == 1


def test_a_lost_phone_is_removed_by_the_administrator_and_its_sessions_end(client, province, manager, viewer, by):
    set_up_totp(viewer.user)
    client.force_login(viewer.user)
    client.force_login(manager.user)
    assert "Gỡ xác thực hai bước" in client.get(address(province, "members")).text

    client.post(address(province, "member-remove-second-step", viewer.pk))

    assert not Authenticator.objects.exists()
    assert not UserSession.objects.filter(user=viewer.user).exists()
    act = ProvinceAct.objects.latest("pk")
    assert (act.label, act.about, act.actor_name) == ("Gỡ xác thực hai bước", viewer.full_name, "Hà Văn Minh")
    with pytest.raises(ValidationError, match="không bật"):
        members.remove_second_step(viewer, by=by, at=AT)
    with pytest.raises(ValidationError, match="chính mình"):
        members.remove_second_step(manager, by=visitor_of(manager), at=AT)
    assert "Gỡ xác thực hai bước" not in client.get(address(province, "members")).text


def test_whoever_mistyped_the_password_too_often_is_let_in_again_by_the_administrator(
    client, province, manager, viewer
):
    give_password(viewer.user)
    away = type(client)()
    for _ in range(5):
        sign_in(away, viewer.user, "sai")
    assert throttle.waiting([viewer.user.username]) == {viewer.user.username}
    client.force_login(manager.user)
    assert "Tạm chặn vì nhập sai nhiều lần" in client.get(address(province, "members")).text

    client.post(address(province, "member-lift-throttle", viewer.pk))

    assert throttle.waiting([viewer.user.username]) == set()
    assert sign_in(away, viewer.user, PASSWORD).status_code == 302
    act = ProvinceAct.objects.filter(action="member.throttle_lifted").get()
    assert (act.about, act.actor_name) == (viewer.full_name, "Hà Văn Minh")
    assert "Tạm chặn" not in client.get(address(province, "members")).text


def test_nothing_is_removed_from_an_account_whose_role_has_ended(viewer, by):
    set_up_totp(viewer.user)
    members.end(viewer, by=by, at=AT)

    with pytest.raises(ValidationError, match="đã thôi vai trò này"):
        members.remove_second_step(viewer, by=by, at=AT)
    assert Authenticator.objects.exists()


def test_what_happens_at_the_door_is_told_in_the_province_where_the_role_is_held(viewer, province):
    abroad = make_province("hai-phong", "thành phố Hải Phòng")
    signing_in.tell(viewer.user, "second_step.set", "Bật ứng dụng xác thực", at=AT)
    signing_in.kept_out(viewer.user.username, address="10.0.0.1", at=AT)

    told = province.acts.filter(about=viewer.full_name).order_by("pk").values_list("label", "actor_name")
    assert list(told) == [
        ("Bật ứng dụng xác thực", viewer.full_name),
        ("Tạm chặn đăng nhập vì nhập sai quá nhiều lần", "Hệ thống"),
    ]
    assert not abroad.acts.filter(action="second_step.set").exists()
