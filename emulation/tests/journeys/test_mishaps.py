"""What goes wrong at a desk: forgotten passwords, double clicks, sessions that end, a mouse that is missing."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Obligation
from campaigns.tests.factories import make_report, report_of
from emulation.tests.journeys import keyboard
from emulation.tests.journeys.office import about, heading, press
from emulation.tests.journeys.situations import ready_report, under_way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

FIRST, OWN = "cay-da-ben-song-12", "vuon-che-dau-nui-34"


def sign_in(page, username, password):
    """Fill the sign-in page and send it."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    press(page, "Đăng nhập")


def test_too_many_wrong_passwords_close_the_door_until_the_administrator_opens_it(office):
    head = office.cast.actor("head")
    head.user.set_password(FIRST)
    head.user.must_change_password = True
    head.user.save()
    theirs = office.stranger()
    theirs.goto(office.address)

    for _ in range(5):
        sign_in(theirs, head.user.username, "nham-roi")
        expect(theirs.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng.")
    sign_in(theirs, head.user.username, FIRST)
    expect(theirs.get_by_role("alert")).to_contain_text("Đăng nhập sai quá nhiều lần.")

    admin = office.sit("administrator")
    admin.goto(office.url("communes:accounts"))
    admin.get_by_role("link", name="Phạm Văn Dũng").click()
    press(admin, "Cho đăng nhập lại ngay")
    expect(admin.get_by_text("Tạm chặn vì nhập sai nhiều lần")).to_have_count(0)

    sign_in(theirs, head.user.username, FIRST)
    expect(heading(theirs, "Đổi mật khẩu")).to_be_visible()
    theirs.goto(office.url("reports:home"))
    expect(heading(theirs, "Đổi mật khẩu")).to_be_visible()
    theirs.get_by_label("Mật khẩu hiện tại").fill(FIRST)
    theirs.get_by_label("Mật khẩu mới", exact=True).fill(OWN)
    theirs.get_by_label("Nhập lại mật khẩu mới").fill(OWN)
    press(theirs, "Đổi mật khẩu")
    theirs.goto(office.address)
    expect(heading(theirs, "Việc của tôi")).to_be_visible()


def test_a_double_click_hands_a_report_in_once(office):
    campaign = under_way(office.cast)
    report = ready_report(office.cast, campaign)
    head = office.sit("head")
    head.goto(office.url("campaigns:report-check", report.pk))
    head.get_by_label("Tôi cam đoan").check()
    sent = []
    head.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)

    head.get_by_role("button", name="Nộp báo cáo").dblclick()

    expect(heading(head, "Đã nộp báo cáo")).to_be_visible()
    assert len(sent) == 1
    assert report.versions.count() == 1
    assert Obligation.objects.get(pk=report.pk).status == "submitted"


def test_what_was_typed_survives_the_end_of_the_session(office):
    campaign = under_way(office.cast)
    report = ready_report(office.cast, campaign)
    head_user = office.cast.actor("head").user
    head_user.set_password(OWN)
    head_user.must_change_password = False
    head_user.save()
    head = office.sit("head")
    page = office.url("campaigns:report-section", report.pk, "general")
    head.goto(page)
    head.context.clear_cookies(name="sessionid")

    head.get_by_label("Khó khăn, vướng mắc; nguyên nhân").fill("Mưa lũ kéo dài ba tuần.")
    expect(head.get_by_role("status").filter(has_text="đang giữ trong máy này")).to_be_visible()
    office.forgive("net::ERR_FAILED")
    head.once("dialog", lambda dialog: dialog.accept())
    head.goto(page)
    sign_in(head, head_user.username, OWN)
    expect(head.get_by_role("alert")).to_contain_text("Máy này còn giữ phần chưa lưu")
    press(head, "Dùng lại phần đang giữ")

    expect(head.get_by_label("Khó khăn, vướng mắc; nguyên nhân")).to_have_value("Mưa lũ kéo dài ba tuần.")
    expect(head.get_by_role("status").filter(has_text=re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    report.refresh_from_db()
    assert report.difficulties == "Mưa lũ kéo dài ba tuần."


def test_signing_in_and_opening_the_first_task_needs_no_mouse(office):
    campaign = under_way(office.cast)
    head = office.cast.actor("head").user
    head.set_password(OWN)
    head.must_change_password = False
    head.save()
    page = office.stranger()
    page.goto(office.address)

    def tab_to(locator, most=40):
        for _ in range(most):
            if locator.evaluate("field => field === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key does not reach {locator}.")

    tab_to(page.get_by_label("Tên đăng nhập"))
    page.keyboard.type(head.username)
    tab_to(page.get_by_label("Mật khẩu"))
    page.keyboard.type(OWN)
    page.keyboard.press("Enter")
    expect(heading(page, "Việc của tôi")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page.get_by_role("button", name=about("Bắt đầu")), most=5)
    page.keyboard.press("Enter")
    expect(heading(page, "Soạn báo cáo")).to_be_visible()
    assert report_of(campaign, office.cast.unit("economy")).status == "draft"


def test_after_skipping_the_menu_a_mistake_still_takes_the_focus_to_its_summary(office):
    make_report(under_way(office.cast), office.cast.unit("economy"), status="received", at=timezone.now())
    page = office.sit("officer")

    keyboard.to_content(page)
    expect(page.locator("#page")).to_be_focused()
    keyboard.follow(page, "Duyệt", "Duyệt báo cáo")
    keyboard.to_content(page)
    keyboard.follow(page, "Trả lại bổ sung")
    keyboard.to_content(page)
    keyboard.press(page, "Trả lại bổ sung")

    expect(page.locator("#error-summary")).to_be_focused()
