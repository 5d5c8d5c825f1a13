"""What breaks a page at its edges: a slow connection, and a name longer than a line."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.services import unit_reports
from campaigns.tests.factories import report_of
from emulation.tests.journeys.office import PHONE, exactly, press
from emulation.tests.journeys.situations import under_way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_report_saved_while_its_words_are_still_on_the_way_meets_no_second_writer(office):
    campaign = under_way(office.cast)
    report = report_of(campaign, office.cast.unit("economy"))
    unit_reports.begin(report, by=office.cast.actor("head"), at=timezone.now())
    page = office.sit("head", PHONE)
    page.goto(office.url("campaigns:report-section", report.pk, "whole"))
    held = []
    page.route(re.compile("/save/whole/"), lambda route: held.append(route))

    with page.expect_request(re.compile("/save/whole/")):
        page.get_by_label(exactly("Kết quả thực hiện")).first.fill("Xong trước hạn.")
    press(page, "Lưu")
    page.get_by_label(exactly("Kết quả thực hiện")).first.fill("Xong trước hạn mười ngày.")
    # Longer than typing waits before it is saved by itself.
    page.wait_for_timeout(1500)
    held[0].continue_()

    expect(page.get_by_text("Đã lưu lúc").first).to_be_visible()
    expect(page.get_by_text("Hai người cùng sửa")).to_have_count(0)
    report.refresh_from_db()
    assert report.lines.get(text="Xong trước hạn mười ngày.")
    assert len(held) == 1


def test_a_name_without_a_space_stays_inside_its_page(office):
    person = office.cast.commune.people.create(full_name="W" * 120, position="M" * 160)
    page = office.sit("administrator")

    page.goto(office.url("communes:person", person.pk))

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
