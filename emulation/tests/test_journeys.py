"""Whole stories in a browser: each walks one piece of work through the hands that it passes."""

import pytest
from playwright.sync_api import expect

from emulation.tests.journeys.office import Office, heading, history_may_be_emptied, press, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

FIRST, OWN = "cay-da-ben-song-12", "vuon-che-dau-nui-34"


@pytest.fixture(scope="module", autouse=True)
def _history_may_be_emptied(request):
    """Let each journey leave an empty house."""
    with history_may_be_emptied(migrated=not request.config.getoption("nomigrations")):
        yield


@pytest.fixture
def office(new_context, live_server, cast):
    """The office of xã Đồng Tâm; at the end no browser may have complained or asked elsewhere."""
    office = Office(new_context, live_server.url, cast)
    yield office
    assert office.complaints == []


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
    said(theirs, "mật khẩu")
    theirs.goto(office.address)
    expect(heading(theirs, "Việc của tôi")).to_be_visible()
