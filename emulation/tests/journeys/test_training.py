"""Learning by doing: the officer opens a training ground, a unit head takes a part there and goes to a lesson."""

import pytest
from playwright.sync_api import expect

from communes.models import Commune
from emulation.tests.journeys.office import PHONE, heading, menu, press, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_ground_is_opened_once_entered_by_a_part_and_left_again(office):
    officer = office.sit("officer")
    menu(officer, "Tập huấn")
    officer.get_by_role("button", name="Mở khu tập huấn").dblclick()
    said(officer, "Đã mở khu tập huấn.")
    assert Commune.objects.exclude(training_for=None).count() == 1

    head = office.sit("head", PHONE)
    menu(head, "Tập huấn")
    head.get_by_label("Vai").select_option(label="Văn thư – Vũ Thị Con Dấu")
    press(head, "Đóng vai và vào")
    said(head, "Đồng chí đang đóng vai Văn thư – Vũ Thị Con Dấu.")
    expect(heading(head, "Bài tập huấn")).to_be_visible()
    expect(head.get_by_label("Khu tập huấn")).to_contain_text("TẬP HUẤN – không phải số liệu thật.")
    assert head.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    press(head, "Đóng vai Thủ trưởng đơn vị và làm")
    said(head, "Đồng chí đang đóng vai Thủ trưởng đơn vị")
    expect(head.get_by_label("Khu tập huấn")).to_contain_text("Nguyễn Thị Tập Làm")

    head.get_by_role("link", name="Bài tập huấn, đổi vai").click()
    press(head, "Thôi đóng vai, về trang của địa phương")
    said(head, "Đã thôi đóng vai.")
    expect(head.get_by_label("Khu tập huấn")).to_have_count(0)
