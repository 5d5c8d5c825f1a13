"""A unit head's report from a phone: how many taps it takes beyond typing."""

from functools import partial
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from campaigns.tests.factories import report_of
from emulation.tests.journeys.office import PHONE, about, exactly, heading
from emulation.tests.journeys.situations import under_way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


class Thumb:
    """Taps a phone's screen and counts; typing brings its own field into focus and is not counted."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, control) -> None:
        """Tap a control."""
        self.taps += 1
        control.tap()

    def write(self, label: str, *texts: str) -> None:
        """Type texts into the fields of a label, one after the other."""
        for place, text in enumerate(texts):
            self.page.get_by_label(exactly(label)).nth(place).tap()
            self.page.keyboard.type(text)


def photo(name: str) -> dict:
    """Return a photo as the phone's own picker hands it over."""
    picture = BytesIO()
    Image.effect_noise((640, 480), 60 + len(name)).convert("RGB").save(picture, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture.getvalue()}


@pytest.fixture
def thumb(office):
    """The head of Phòng Kinh tế with a phone in hand, a report of whose unit is due."""
    under_way(office.cast)
    office.new_context = partial(office.new_context, has_touch=True, is_mobile=True)
    return Thumb(office.sit("head", PHONE))


def test_a_report_with_two_photos_leaves_a_phone_in_eight_taps(office, thumb):
    page = thumb.page
    thumb.tap(page.get_by_role("button", name=about("Bắt đầu")))
    thumb.tap(page.get_by_role("link", name="Soạn trên một trang"))
    thumb.write("Kết quả (%)", "97,5")
    thumb.tap(page.get_by_role("group", name="Niêm yết đầy đủ tại trụ sở").get_by_label("Có", exact=True))
    thumb.tap(page.get_by_role("group", name="Xếp loại cải cách hành chính").get_by_label("Tốt", exact=True))
    thumb.write("Kết quả thực hiện", "Trả đúng hạn 412 hồ sơ.", "Niêm yết tại trụ sở.", "Được xếp loại tốt.")
    thumb.write("Công tác lãnh đạo, chỉ đạo", "Đã phân công từng người.")
    with page.expect_file_chooser() as chooser:
        thumb.tap(page.get_by_label("Thêm minh chứng cho cả báo cáo"))
    chooser.value.set_files([photo("Bàn tiếp dân.jpg"), photo("Bảng niêm yết.jpg")])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    thumb.tap(page.get_by_role("button", name="Lưu, kiểm tra và nộp"))
    expect(heading(page, "Kiểm tra trước khi nộp")).to_be_visible()
    thumb.tap(page.get_by_label("Tôi cam đoan"))
    thumb.tap(page.get_by_role("button", name="Nộp báo cáo"))

    expect(heading(page, "Đã nộp báo cáo")).to_be_visible()
    report = report_of(office.cast.commune.campaigns.get(), office.cast.unit("economy"))
    assert (report.status, report.targets_met, report.targets_total) == ("submitted", 3, 3)
    assert [each.name for each in report.evidence.order_by("pk")] == ["Bàn tiếp dân.jpg", "Bảng niêm yết.jpg"]
    assert thumb.taps == 8


def test_all_that_a_cell_of_a_list_says_stands_beside_its_label(office, thumb):
    thumb.page.goto(f"{office.address}/tai-khoan/phien/")

    words = thumb.page.get_by_text("Phiên này")
    cell = words.locator("xpath=ancestor::td")
    left, right = (each.bounding_box() for each in (cell, words))
    assert right["x"] >= left["x"] + 100
    assert right["width"] < 120
