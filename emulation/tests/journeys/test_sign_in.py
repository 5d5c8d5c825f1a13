"""Passkeys, with a security key that Chromium plays; the password asked again; pages of signing in for every eye."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns.tests.factories import make_campaign
from communes.models import HistoryEntry, Role, UserSession
from communes.services import signing_in
from communes.tests.sign_in_cases import PASSWORD, give_password
from emulation.tests.journeys.office import exactly, heading, press, said
from emulation.tests.journeys.test_mishaps import sign_in
from emulation.tests.looking import faults, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
HOME = "Việc của tôi"


@pytest.fixture
def leader(office, now) -> Page:
    """The browser of the leader, with a security key in it, on the sign-in page; leaders need a second step."""
    actor = office.cast.actor("leader")
    give_password(actor.user)
    administrator = office.cast.actor("administrator")
    signing_in.demand_second_step(office.cast.commune, [Role.LEADER], by=administrator, at=now)
    page = office.stranger()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})
    page.goto(office.address)
    return page


def leave(page: Page) -> None:
    """Sign out."""
    page.get_by_role("button", name="mở danh mục tài khoản").click()
    press(page, "Đăng xuất")
    expect(heading(page, "Đăng nhập")).to_be_visible()


def test_a_passkey_is_added_opens_the_door_alone_or_after_the_password_and_is_removed(office, leader):
    user = office.cast.actor("leader").user
    sign_in(leader, user.username, PASSWORD)
    expect(leader.get_by_text("Địa phương yêu cầu xác thực hai bước")).to_be_visible()
    leader.get_by_role("link", name="Thêm khóa truy cập").click()
    leader.get_by_label(exactly("Tên khóa")).fill("Máy ở cơ quan")
    leader.get_by_label("Dùng khóa này thay cho cả mật khẩu").check()
    press(leader, "Thêm khóa")
    expect(leader.locator(".messages")).to_contain_text("Đã thêm khóa truy cập.")
    leader.goto(office.address)
    expect(heading(leader, HOME)).to_be_visible()

    leave(leader)
    press(leader, "Dùng khóa truy cập")
    expect(heading(leader, HOME)).to_be_visible()

    leave(leader)
    sign_in(leader, user.username, PASSWORD)
    expect(heading(leader, "Xác thực bước hai")).to_be_visible()
    press(leader, "Dùng khóa truy cập")
    expect(heading(leader, HOME)).to_be_visible()

    leader.goto(f"{office.address}/tai-khoan/2fa/webauthn/")
    expect(leader.get_by_role("row", name="Máy ở cơ quan")).to_be_visible()
    leader.get_by_role("link", name="Gỡ", exact=True).click()
    press(leader, "Gỡ khóa")
    expect(leader.locator(".messages")).to_contain_text("Đã gỡ khóa truy cập.")
    leader.goto(office.address)
    expect(leader.get_by_text("Địa phương yêu cầu xác thực hai bước")).to_be_visible()
    assert not Authenticator.objects.exists()
    lines = HistoryEntry.objects.with_scopes_disabled().filter(action__startswith="second_step.").order_by("pk")
    labels = list(lines.values_list("label", flat=True))
    assert [each for each in labels if "khóa" in each] == ["Thêm khóa truy cập", "Gỡ khóa truy cập"]


def test_a_clerk_back_from_lunch_gives_the_password_once_and_types_nothing_twice(office):
    campaign = make_campaign(office.cast, status="approved")
    give_password(office.cast.actor("clerk").user)
    page = office.sit("clerk")
    page.goto(office.url("campaigns:campaign-issue", campaign.pk))
    page.get_by_label(exactly("Số")).fill("27")
    UserSession.objects.update(started_at=timezone.now() - timedelta(hours=2))
    press(page, "Ban hành", agree=True)

    expect(heading(page, "Xác nhận là chính bạn")).to_be_visible()
    found = faults(page, "asked for the password")
    page.get_by_label(exactly("Mật khẩu")).fill("khong-phai")
    press(page, "Xác nhận")
    expect(page.get_by_role("alert")).to_contain_text("Mật khẩu hoặc mã xác thực không đúng.")
    found += faults(page, "asked again")
    page.get_by_label(exactly("Mật khẩu")).fill(PASSWORD)
    press(page, "Xác nhận")

    said(page, "Đã ban hành kế hoạch số 27/")
    told(found)


def test_the_pages_of_signing_in_can_be_read_by_everybody(office, settings, now):
    settings.OIDC_ISSUER, settings.OIDC_NAME = "https://sso.example", "Cổng của tỉnh"
    leader = office.cast.actor("leader")
    give_password(leader.user)
    page = office.stranger()
    page.goto(office.address)
    expect(page.get_by_role("link", name="Đăng nhập qua Cổng của tỉnh")).to_be_visible()
    found = faults(page, "sign-in with the province")
    administrator = office.cast.actor("administrator")
    sign_in(page, leader.user.username, PASSWORD)
    expect(heading(page, HOME)).to_be_visible()
    signing_in.demand_second_step(office.cast.commune, [Role.LEADER], by=administrator, at=now)
    page.goto(office.address)
    found += faults(page, "second step demanded")
    for path in ("2fa/totp/activate/", "2fa/webauthn/add/", "2fa/webauthn/", "phien/"):
        page.goto(f"{office.address}/tai-khoan/{path}")
        found += faults(page, path)

    told(found)
