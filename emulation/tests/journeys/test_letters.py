"""A reminder on its way: the office writes it, the clerk numbers it, the head of the late unit reads it on a phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.tests.factories import make_campaign
from emulation.tests.journeys.office import PHONE, about, heading, in_days, menu, press, said, typed
from reports import making
from reports.models import Document, Letter
from reports.tasks import take_turn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def make(document: Document) -> None:
    """Let a worker make the files of a queued paper."""
    making.produce(making.claim(document.pk, worker="máy thử", at=timezone.now()), now=timezone.now)


def test_a_reminder_is_written_numbered_once_and_read_by_the_late_unit_alone(office, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(take_turn, "delay", lambda: None)
    campaign = make_campaign(office.cast, due_on=in_days(-3))
    officer = office.sit("officer")
    officer.goto(office.url("campaigns:tracker", campaign.pk))
    officer.get_by_role("row").filter(has_text="Phòng Kinh tế").get_by_role("button", name="Đôn đốc").dblclick()
    said(officer, "Đã soạn sẵn văn bản.")
    officer.get_by_label("Họ và tên người ký").fill("Trần Văn Bình")
    press(officer, "Lưu")
    expect(officer.get_by_text("Đủ nội dung để cấp số.")).to_be_visible()
    press(officer, "Tạo bản dự thảo (PDF, Word)")
    expect(officer.locator("#document-progress")).to_be_visible()
    letter = Letter.objects.get()
    make(Document.objects.get(kind="urging-letter"))

    clerk = office.sit("clerk")
    clerk.get_by_role("link", name=about("Cấp số", "Cấp số: Công văn đôn đốc")).click()
    clerk.get_by_role("link", name="Cấp số và ban hành").click()
    clerk.get_by_label("Ngày ban hành").fill(typed(in_days(1)))
    press(clerk, "Cấp số và ban hành")
    expect(clerk.get_by_role("alert")).to_contain_text("không được sau hôm nay")
    clerk.get_by_label("Ngày ban hành").fill(typed(in_days(0)))
    clerk.get_by_role("button", name="Cấp số và ban hành").dblclick()
    expect(clerk.get_by_text("Bản chính thức").first).to_be_visible()
    official = Document.objects.get(official=True)
    assert (official.number, official.symbol) == (1, "UBND-VHXH")
    make(official)

    head = office.sit("head", PHONE)
    head.get_by_role("link", name=about("Đọc", "Công văn mới đến: Công văn đôn đốc")).click()
    expect(heading(head, "Đôn đốc gửi báo cáo kết quả phong trào")).to_be_visible()
    expect(head.get_by_role("cell", name="Phòng Kinh tế")).to_be_visible()
    assert head.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with head.expect_download() as fetched:
        head.get_by_role("link", name="Tải PDF").click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF")
    menu(head, "Công văn đến đơn vị")
    expect(head.get_by_role("main").get_by_role("link", name="đôn đốc gửi báo cáo kết quả")).to_be_visible()

    other = office.sit("other_head", PHONE)
    menu(other, "Công văn đến đơn vị")
    expect(other.get_by_text("Chưa có văn bản nào.")).to_be_visible()
    assert other.request.get(office.url("reports:letter", letter.pk)).status == 404
    assert other.request.get(office.url("reports:letter-download", letter.pk, "pdf")).status == 404
