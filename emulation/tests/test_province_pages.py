"""Every page of a province: WCAG 2.2 A and AA, narrow screens; a list of communes on the way from file to passwords."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from emulation.tests.journeys.office import heading
from emulation.tests.looking import faults, told
from province.models import CommuneSheet
from province.services import communes, sheets
from province.tests.factories import AT, make_member, make_province, make_year, take_in, visitor_of
from province.tests.test_sheets import GOOD, opened, upload_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def manager(cast):
    """Who administers a province over xã Đồng Tâm, which worked a year."""
    province = make_province()
    take_in(province, cast.commune)
    make_year(cast)
    return make_member(province, "administrator")


def sit(office, member):
    """Let somebody of a province sign in at a desk."""
    client, page = Client(), office.stranger()
    client.force_login(member.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": office.address}])
    page.goto(f"{office.address}/")
    expect(heading(page, "Tổng quan")).to_be_visible()
    return page


def test_every_page_of_a_province_can_be_read_by_everybody_on_every_screen(office, manager):
    province, by = manager.province, visitor_of(manager)
    make_member(province)
    sheet = sheets.receive(province, opened(upload_of(GOOD, ("thôn", *GOOD[1:]))), by=by, at=AT)
    told_of = {"kind": "xa", "name": "Phú Bình", "place_name": "", "administrator": "Lò Thị Mai"}
    new = communes.create(province, slug="phu-binh", **told_of, by=by, at=AT)
    page, found = sit(office, manager), []
    names = (
        "home",
        "communes",
        "papers",
        "roll-up",
        "members",
        "member-add",
        "commune-add",
        "sheets",
        "hand-over",
        "sign-in-policy",
    )

    for name, *key in (*((each,) for each in names), ("acts",), ("commune", new.pk), ("sheet", sheet.pk)):
        page.goto(office.address + reverse(f"province:{name}", args=[province.slug, *key]) + "?year=2026")
        expect(page.locator("h1")).to_be_visible()
        found += faults(page, name)

    told(found)


def test_a_list_of_communes_becomes_communes_and_a_sheet_of_passwords(office, manager):
    page = sit(office, manager)
    page.get_by_role("link", name="Lập từ Excel").click()
    file = upload_of(GOOD)

    page.get_by_label("Tệp Excel đã ghi").set_input_files(
        {"name": "xa.xlsx", "mimeType": "application/octet-stream", "buffer": file.read()}
    )
    page.get_by_role("button", name="Tải lên và kiểm tra").click()
    page.get_by_role("button", name="Lập các địa phương").click()
    expect(heading(page, "Phiếu giao tài khoản")).to_be_visible()
    page.get_by_role("button", name="Cấp mật khẩu và hiện phiếu").click()

    expect(page.get_by_role("heading", name="xã Bàn Đạt")).to_be_visible()
    expect(page.get_by_text("mai.lt")).to_be_visible()
    assert CommuneSheet.objects.get().status == "applied"
