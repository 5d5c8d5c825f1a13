"""Finding something from the keyboard, and acting on several records at once, in a browser."""

import pytest
from playwright.sync_api import expect

from campaigns.tests.factories import make_campaign, make_report
from communes import search
from communes.tests.factories import make_person
from emulation.tests.journeys.office import PHONE, heading, said
from emulation.tests.test_accessibility import faults, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_somebody_finds_a_person_from_the_keyboard_and_opens_the_page(office):
    office.cast.unit("economy")
    make_person(office.cast.commune, "Nguyễn Thị Hoà", unit=office.cast.unit("economy"))
    page = office.sit("officer")
    search.rebuild()
    page.goto(office.url("communes:units"))

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Từ cần tìm")).to_be_focused()
    page.keyboard.type("hoa nguyen/")
    page.keyboard.press("Enter")

    expect(heading(page, "Tìm kiếm")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("hoa nguyen/")
    found = faults(page, "hits")
    page.get_by_role("link", name="Nguyễn Thị Hoà").click()
    expect(heading(page, "Nguyễn Thị Hoà")).to_be_visible()
    page.goto(office.url("communes:search"))
    told(found + faults(page, "how to find"))


def test_on_a_phone_a_link_leads_to_the_search(office):
    page = office.sit("head")
    page.set_viewport_size(PHONE)

    page.get_by_role("link", name="Tìm kiếm").click()
    page.get_by_role("searchbox").fill("kinh te")
    page.get_by_role("button", name="Tìm").click()

    expect(page.get_by_text("Không tìm thấy mục nào.")).to_be_visible()


def test_the_officer_receives_all_reports_that_were_handed_in_at_once(office):
    campaign = make_campaign(office.cast)
    for unit in ("economy", "service"):
        make_report(campaign, office.cast.unit(unit), status="submitted")
    page = office.sit("officer")
    page.goto(office.url("campaigns:reports", campaign.pk))

    page.get_by_label("Chọn mọi báo cáo đã nộp trên trang này").check()
    expect(page.get_by_label("Chọn báo cáo của Phòng Kinh tế")).to_be_checked()
    page.get_by_role("button", name="Tiếp nhận các báo cáo đã chọn").click()
    expect(page.get_by_text("Sẽ xử lý 2 báo cáo:")).to_be_visible()
    found = faults(page, "several reports")
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()

    said(page, "Đã tiếp nhận 02 báo cáo.")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    told(found)
