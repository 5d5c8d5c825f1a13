"""Whole stories in a browser: each walks one piece of work through the hands that it passes."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Campaign
from campaigns.tests.factories import make_report, pdf_of, report_of
from emulation.tests.journeys.office import PHONE, about, exactly, heading, in_days, press, said, send, typed
from emulation.tests.journeys.situations import under_way
from reports import making
from reports.models import Document
from reports.tasks import take_turn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def open_section(page, name):
    """Open a section of the plan from the list beside the form."""
    page.get_by_role("listitem").get_by_role("link", name=name, exact=True).click()
    expect(heading(page, name)).to_be_visible()


def row(page, place):
    """Return a new row of a section's list by its place."""
    return page.get_by_role("group", name="Dòng mới").nth(place)


def test_a_plan_goes_from_the_officer_to_the_leader_to_the_clerk_to_the_units(office):
    for unit in ("culture", "economy", "service"):
        office.cast.unit(unit)
    officer = office.sit("officer")
    officer.get_by_role("navigation", name="Danh mục chính").get_by_role("link", name="Phong trào").click()
    officer.get_by_role("link", name="Lập phong trào mới").first.click()
    officer.get_by_label("Tên phong trào").fill("Chung tay xây dựng nông thôn mới")
    officer.get_by_label("Trích yếu").fill("Phát động phong trào thi đua “Chung tay xây dựng nông thôn mới”")
    officer.get_by_label("Kết thúc ngày").fill("31-31")
    press(officer, "Lập dự thảo")
    expect(officer.get_by_role("alert")).to_contain_text("Nhập ngày theo mẫu 05/12/2025.")
    expect(officer.get_by_label("Tên phong trào")).to_have_value("Chung tay xây dựng nông thôn mới")
    officer.get_by_label("Kết thúc ngày").fill(typed(in_days(200)))
    press(officer, "Lập dự thảo")
    said(officer, "Đã lập dự thảo")

    officer.get_by_role("link", name=about("Sửa", "Mục đích")).click()
    row(officer, 0).get_by_label("Nội dung").fill("Nâng cao đời sống nhân dân.")
    press(officer, "Thêm dòng")
    expect(row(officer, 1).get_by_label("Nội dung")).to_be_focused()
    row(officer, 1).get_by_label("Nội dung").fill("Giữ gìn cảnh quan thôn, xóm.")
    press(officer, "Lưu")
    said(officer, "Đã lưu phần “Mục đích”.")
    open_section(officer, "Đối tượng thi đua")
    row(officer, 0).get_by_label("Đối tượng").fill("Các phòng thuộc xã")
    row(officer, 0).get_by_label(exactly("Là")).select_option(label="Tập thể")
    row(officer, 0).get_by_label("Đơn vị nêu tên").select_option(["Phòng Kinh tế"])
    press(officer, "Lưu")
    open_section(officer, "Nội dung thi đua")
    row(officer, 0).get_by_label("Lĩnh vực nội dung").fill("Môi trường")
    press(officer, "Lưu")
    officer.get_by_role("link", name="Nội dung cụ thể (0)").click()
    row(officer, 0).get_by_label("Nội dung").fill("Thu gom rác thải tại nguồn.")
    press(officer, "Lưu")
    said(officer, "Đã lưu phần")
    open_section(officer, "Thời hạn")
    row(officer, 0).get_by_label(exactly("Nộp")).select_option(label="Báo cáo kết quả phong trào")
    row(officer, 0).get_by_label("Tên gọi").fill("Báo cáo kết quả phong trào")
    row(officer, 0).get_by_label("Loại thời hạn").select_option(label="Ngày ấn định")
    row(officer, 0).get_by_label(exactly("Ngày")).fill(typed(in_days(21)))
    press(officer, "Lưu")
    said(officer, "Đã lưu phần “Thời hạn”.")
    open_section(officer, "Tổ chức thực hiện")
    row(officer, 0).get_by_label("Giao cho").fill("Phòng Văn hóa - Xã hội")
    row(officer, 0).get_by_label(exactly("Đơn vị")).select_option(["Phòng Văn hóa - Xã hội"])
    row(officer, 0).get_by_label("Theo dõi, đôn đốc").check()
    press(officer, "Lưu")
    said(officer, "Đã lưu phần “Tổ chức thực hiện”.")
    officer.get_by_role("navigation", name="Đường dẫn").get_by_role("link", name="Chung tay").click()
    press(officer, "Trình duyệt")
    said(officer, "Đã trình duyệt kế hoạch.")

    leader = office.sit("leader")
    leader.get_by_role("link", name=about("Mở", "Duyệt kế hoạch")).click()
    press(leader, "Duyệt")
    said(leader, "Đã duyệt kế hoạch.")

    clerk = office.sit("clerk")
    clerk.get_by_role("link", name=about("Mở", "Ban hành kế hoạch")).click()
    clerk.get_by_role("link", name="Ban hành", exact=True).click()
    clerk.get_by_label(exactly("Số")).fill("45")
    clerk.get_by_label("Ngày ban hành").fill(typed(in_days(0)))
    press(clerk, "Ban hành", agree=True)
    said(clerk, "Đã ban hành kế hoạch số 45/KH-UBND.")

    head = office.sit("head")
    expect(head.get_by_text("Bắt đầu báo cáo kết quả phong trào").first).to_be_visible()
    expect(head.get_by_text(f"Hạn cuối {typed(in_days(21))}")).to_be_visible()
    campaign = Campaign.objects.get()
    assert (campaign.status, campaign.number) == ("issued", 45)
    assert [each.text for each in campaign.plan.objectives] == [
        "Nâng cao đời sống nhân dân.",
        "Giữ gìn cảnh quan thôn, xóm.",
    ]


def test_a_report_is_written_on_a_phone_returned_mended_and_accepted(office):
    campaign = under_way(office.cast)
    report = report_of(campaign, office.cast.unit("economy"))
    head = office.sit("head", PHONE)
    head.get_by_role("button", name=about("Bắt đầu")).click()
    head.get_by_role("link", name=about("Mở", "Chỉ đạo, khó khăn, đề xuất")).click()
    head.get_by_label("Công tác lãnh đạo, chỉ đạo").fill("Đã ban hành kế hoạch riêng và phân công từng người.")
    expect(head.get_by_role("status").filter(has_text=re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    head.get_by_label("Đề xuất, kiến nghị").fill("Đề nghị cấp thêm máy quét.")
    head.get_by_label("Thêm minh chứng cho cả báo cáo").set_input_files(
        {"name": "Ảnh hội nghị.pdf", "mimeType": "application/pdf", "buffer": b"MZ not a pdf at all"}
    )
    press(head, "Lưu")
    expect(head.get_by_role("alert")).to_contain_text("Ảnh hội nghị.pdf")
    expect(head.get_by_label("Đề xuất, kiến nghị")).to_have_value("Đề nghị cấp thêm máy quét.")
    head.get_by_label("Thêm minh chứng cho cả báo cáo").set_input_files(
        {"name": "Biên bản.pdf", "mimeType": "application/pdf", "buffer": pdf_of("Biên bản")}
    )
    press(head, "Lưu và sang phần tiếp theo")
    expect(heading(head, "Cải cách thủ tục hành chính")).to_be_visible()
    said(head, "Đã đính kèm “Biên bản.pdf”.")
    head.get_by_label("Kết quả (%)").fill("97,5")
    head.get_by_role("group", name="Niêm yết đầy đủ tại trụ sở").get_by_label("Kết quả").select_option(label="Có")
    for place in range(2):
        head.get_by_label("Kết quả thực hiện").nth(place).fill("Đã giải quyết 412 hồ sơ, niêm yết tại trụ sở.")
    press(head, "Lưu và sang phần tiếp theo")
    expect(heading(head, "Cải cách chế độ công vụ")).to_be_visible()
    head.get_by_label(exactly("Xếp loại")).select_option(label="Tốt")
    head.get_by_label("Kết quả thực hiện").fill("Được xếp loại tốt.")
    press(head, "Lưu")
    head.get_by_role("link", name="Các phần của báo cáo").click()
    head.get_by_role("link", name="Kiểm tra và nộp").click()
    expect(head.get_by_text("97,5")).to_be_visible()
    head.get_by_label("Tôi cam đoan").check()
    press(head, "Nộp báo cáo")
    expect(heading(head, "Đã nộp báo cáo")).to_be_visible()

    officer = office.sit("officer")
    officer.get_by_role("link", name=about("Tiếp nhận")).click()
    press(officer, "Tiếp nhận")
    said(officer, "Đã tiếp nhận báo cáo.")
    officer.get_by_role("link", name="Trả lại bổ sung").click()
    officer.get_by_label("Lý do").fill("Số liệu chưa khớp với phần mềm một cửa.")
    officer.get_by_label("Nội dung cần bổ sung").fill("Đối chiếu số hồ sơ đúng hạn.\nKèm bảng kê.")
    officer.get_by_label("Hạn nộp lại").fill(typed(in_days(7)))
    press(officer, "Trả lại bổ sung")
    said(officer, "Đã trả lại báo cáo để đơn vị bổ sung.")

    head.goto(office.url("reports:home"))
    head.get_by_role("link", name=about("Bổ sung")).click()
    expect(head.get_by_text("Số liệu chưa khớp với phần mềm một cửa.").first).to_be_visible()
    expect(head.get_by_role("listitem").filter(has_text="Kèm bảng kê.").first).to_be_visible()
    press(head, "Sửa báo cáo")
    head.get_by_role("link", name="Cải cách thủ tục hành chính").click()
    head.get_by_label("Kết quả (%)").fill("96")
    press(head, "Lưu")
    head.get_by_role("link", name="Các phần của báo cáo").click()
    head.get_by_role("link", name=about("Mở", "Chỉ đạo, khó khăn, đề xuất")).click()
    head.get_by_label("Nội dung đã sửa").fill("Đã đối chiếu, tỷ lệ là 96%.")
    press(head, "Lưu")
    head.get_by_role("link", name="Các phần của báo cáo").click()
    head.get_by_role("link", name="Kiểm tra và nộp").click()
    head.get_by_label("Tôi cam đoan").check()
    press(head, "Nộp báo cáo")
    expect(heading(head, "Đã nộp báo cáo")).to_be_visible()

    officer.goto(office.url("reports:home"))
    officer.get_by_role("link", name=about("Tiếp nhận")).click()
    press(officer, "Tiếp nhận")
    officer.get_by_role("link", name=re.compile("^Lần 2")).click()
    expect(officer.get_by_role("definition").filter(has_text="tỷ lệ là 96%.")).to_be_visible()
    officer.get_by_role("link", name="Về báo cáo").click()
    press(officer, "Duyệt báo cáo")
    said(officer, "Đã duyệt báo cáo.")
    report.refresh_from_db()
    assert (report.status, report.targets_met, report.targets_total) == ("accepted", 3, 3)
    assert [file.name for file in report.evidence.present()] == ["Biên bản.pdf"]


def test_a_summary_is_drafted_approved_issued_and_printed(office, monkeypatch):
    monkeypatch.setattr(take_turn, "delay", lambda: None)
    campaign = under_way(office.cast)
    make_report(campaign, office.cast.unit("economy"))
    officer = office.sit("officer")
    officer.goto(office.url("campaigns:campaign", campaign.pk))
    press(officer, "Bắt đầu tổng kết", agree=True)
    said(officer, "Đã bắt đầu tổng kết.")
    officer.get_by_role("navigation", name="Các phần của phong trào").get_by_role("link", name="tổng kết").click()
    officer.get_by_label("Loại báo cáo").select_option(label="Tổng kết")
    press(officer, "Lập báo cáo")
    said(officer, "Đã soạn báo cáo từ số liệu.")
    officer.get_by_role("link", name="Sửa các phần").click()
    first = officer.get_by_role("textbox").first
    first.fill("Năm 2026, phong trào được triển khai đồng bộ ở các đơn vị.")
    expect(officer.get_by_role("status").filter(has_text="Đã lưu lúc")).to_be_visible()
    for empty in officer.get_by_role("textbox").all():
        if not empty.input_value():
            empty.fill("Không có.")
    press(officer, "Lưu")
    expect(officer.get_by_text("phong trào được triển khai đồng bộ")).to_be_visible()
    press(officer, "Trình duyệt")
    said(officer, "Đã trình báo cáo.")

    leader = office.sit("leader")
    leader.get_by_role("link", name=about("Mở", "Duyệt báo cáo")).click()
    press(leader, "Duyệt")
    said(leader, "Đã duyệt báo cáo.")

    clerk = office.sit("clerk")
    clerk.get_by_role("link", name=about("Mở", "Ban hành báo cáo")).click()
    clerk.get_by_role("link", name="Cấp số, ban hành").click()
    clerk.get_by_label(exactly("Số")).fill("98")
    press(clerk, "Ban hành")
    papers = clerk.locator("section").filter(has=clerk.get_by_role("heading", name="Văn bản", exact=True))
    papers.get_by_role("link").first.click()
    progress = clerk.locator("#document-progress")
    expect(progress).to_contain_text("Chờ tạo")
    document = Document.objects.get(kind="summary-report")
    held = making.claim(document.pk, worker="máy thử", at=timezone.now())
    making.produce(held, now=timezone.now)
    expect(progress.get_by_role("link", name="Tải PDF")).to_be_visible()
    with clerk.expect_download() as fetched:
        progress.get_by_role("link", name="Tải PDF").click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    assert fetched.value.path().read_bytes().startswith(b"%PDF")


def test_an_inspection_is_seen_by_the_unit_only_after_its_conclusion(office):
    campaign = under_way(office.cast)
    make_report(campaign, office.cast.unit("economy"), status="submitted")
    inspector = office.sit("inspector")
    inspector.goto(office.url("campaigns:inspections", campaign.pk))
    inspector.get_by_role("link", name="Lập cuộc kiểm tra").click()
    inspector.get_by_label("Đơn vị").select_option(label="Phòng Kinh tế")
    inspector.get_by_label("Loại kiểm tra").select_option(label="Đột xuất")
    inspector.get_by_label("Ngày kiểm tra").fill(typed(in_days(0)))
    inspector.get_by_label("Thành phần đoàn").fill("Bùi Đức Thọ, Trưởng đoàn")
    send(inspector)
    expect(inspector.get_by_role("heading", level=1)).to_contain_text("Kiểm tra đột xuất")
    head = office.sit("head")
    head.goto(office.url("campaigns:inspections", campaign.pk))
    expect(head.get_by_text("Chưa có cuộc kiểm tra nào.")).to_be_visible()

    line = inspector.get_by_role("row").filter(has_text="Giải quyết hồ sơ đúng hạn.")
    expect(line).to_contain_text("95")
    line.get_by_role("link", name="Ghi kết quả").click()
    inspector.get_by_label("Kết quả kiểm tra").fill("Sổ theo dõi ghi 91% hồ sơ đúng hạn.")
    inspector.get_by_label("So với báo cáo của đơn vị").select_option(index=1)
    inspector.get_by_label("Kiến nghị").fill("Rà soát lại số liệu.")
    inspector.get_by_label("Thực hiện xong chậm nhất ngày").fill(typed(in_days(30)))
    send(inspector)
    expect(line).to_contain_text("Sổ theo dõi ghi 91% hồ sơ đúng hạn.")
    inspector.get_by_role("link", name="Sửa thông tin, ghi kết luận").click()
    inspector.get_by_label("Kết luận").fill("Đơn vị thực hiện nghiêm túc, số liệu cần rà soát.")
    send(inspector)
    press(inspector, "Kết luận", agree=True)
    expect(inspector.get_by_text("Kết luận lúc")).to_be_visible()

    head.reload()
    head.get_by_role("row").filter(has_text="Phòng Kinh tế").get_by_role("link").click()
    expect(head.get_by_text("Sổ theo dõi ghi 91% hồ sơ đúng hạn.")).to_be_visible()
    expect(head.get_by_text("Đơn vị thực hiện nghiêm túc, số liệu cần rà soát.")).to_be_visible()


def test_a_difficulty_climbs_to_the_leader_and_comes_back_answered(office):
    campaign = under_way(office.cast)
    head = office.sit("head")
    head.goto(office.url("campaigns:difficulties", campaign.pk))
    head.get_by_role("link", name="Phản ánh vướng mắc").click()
    head.get_by_label("Vướng mắc").fill("Thiếu máy quét hồ sơ")
    head.get_by_label("Nội dung cụ thể").fill("Bộ phận một cửa chỉ có một máy quét, thường xuyên hỏng.")
    send(head)
    expect(heading(head, "Thiếu máy quét hồ sơ")).to_be_visible()

    officer = office.sit("officer")
    officer.get_by_role("link", name=about("Nhận xử lý", "Nhận xử lý: Thiếu máy quét hồ sơ")).click()
    press(officer, "Nhận xử lý")
    press(officer, "Trình lãnh đạo")
    leader = office.sit("leader")
    leader.get_by_role("link", name=about("Cho ý kiến", "Cho ý kiến: Thiếu máy quét hồ sơ")).click()
    leader.get_by_role("link", name="Cho ý kiến giải quyết").click()
    leader.get_by_label("Nội dung trả lời").fill("Văn phòng trang bị thêm một máy quét trong tháng này.")
    send(leader)
    expect(heading(leader, "Thiếu máy quét hồ sơ")).to_be_visible()

    head.reload()
    expect(head.get_by_text("Văn phòng trang bị thêm một máy quét trong tháng này.")).to_be_visible()
    press(head, "Xác nhận đã giải quyết")
    expect(head.get_by_role("button", name="Xác nhận đã giải quyết")).to_have_count(0)
    assert campaign.difficulties.get().status == "closed"
