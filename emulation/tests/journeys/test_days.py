"""A day's work of each role by the keyboard alone; whoever does the same work shares a day."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from awards.models import Session
from awards.tests.factories import make_ballot, make_session
from campaigns.models import Inspection
from campaigns.services import difficulties
from campaigns.tests.factories import make_campaign, make_report, report_of
from communes.access import Actor
from communes.models import Person
from emulation.tests.journeys.contests import council_of_five, proven, round_open
from emulation.tests.journeys.keyboard import (
    choose,
    fill,
    follow,
    menu,
    open_by_enter,
    pick,
    press,
    reach,
    send,
    tick,
    to_content,
)
from emulation.tests.journeys.office import heading, in_days, said, typed
from emulation.tests.journeys.situations import ready_report, under_way

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def raised(cast, campaign):
    """Return a difficulty that Phòng Kinh tế raised."""
    by = {"by": Actor.of_product(cast.commune), "at": timezone.now()}
    return difficulties.report(campaign, cast.unit("economy"), title="Thiếu máy quét", text="Chỉ có một máy.", **by)


def test_the_officer_takes_a_report_over_accepts_it_and_looks_after_a_difficulty(office):
    campaign = under_way(office.cast)
    report = make_report(campaign, office.cast.unit("economy"), status="submitted", at=timezone.now())
    trouble = raised(office.cast, campaign)
    page = office.sit("officer")

    to_content(page)
    follow(page, "Tiếp nhận", "Tiếp nhận báo cáo")
    press(page, "Tiếp nhận")
    said(page, "Đã tiếp nhận báo cáo.")
    press(page, "Duyệt báo cáo")
    said(page, "Đã duyệt báo cáo.")
    menu(page, "Việc của tôi")
    to_content(page)
    follow(page, "Nhận xử lý", "Nhận xử lý: Thiếu máy quét")
    press(page, "Nhận xử lý")
    press(page, "Trình lãnh đạo")
    page.keyboard.press("/")
    page.keyboard.type("may quet")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name="Thiếu máy quét").first).to_be_visible()

    report.refresh_from_db()
    trouble.refresh_from_db()
    assert (report.status, trouble.status) == ("accepted", "forwarded")


def test_the_head_of_a_unit_finishes_the_report_hands_it_in_and_raises_a_difficulty(office):
    campaign = under_way(office.cast)
    report = ready_report(office.cast, campaign)
    page = office.sit("head")

    to_content(page)
    follow(page, "Soạn tiếp", "Soạn tiếp báo cáo")
    follow(page, "Soạn trên một trang")
    fill(page, "Kết quả (%)", "98,5")
    choose(page, "Xếp loại cải cách hành chính của đơn vị", "Xuất sắc")
    fill(page, "Khó khăn, vướng mắc; nguyên nhân", "Mưa lũ kéo dài ba tuần.")
    press(page, "Lưu, kiểm tra và nộp")
    expect(heading(page, "Kiểm tra trước khi nộp")).to_be_visible()
    tick(page, "Tôi cam đoan")
    press(page, "Nộp báo cáo")
    expect(heading(page, "Đã nộp báo cáo")).to_be_visible()
    page.goto(office.url("campaigns:difficulties", campaign.pk))
    to_content(page)
    follow(page, "Phản ánh vướng mắc")
    fill(page, "Vướng mắc", "Thiếu máy quét hồ sơ")
    fill(page, "Nội dung cụ thể", "Bộ phận một cửa chỉ có một máy, thường hỏng.")
    send(page)
    expect(heading(page, "Thiếu máy quét hồ sơ")).to_be_visible()

    report.refresh_from_db()
    assert (report.status, report.difficulties) == ("submitted", "Mưa lũ kéo dài ba tuần.")


def test_the_clerk_issues_a_plan_under_its_number(office):
    campaign = make_campaign(office.cast, status="approved", due_on=in_days(21))
    page = office.sit("clerk")

    to_content(page)
    follow(page, "Mở", "Ban hành kế hoạch")
    follow(page, "Ban hành")
    fill(page, "Số", "45")
    fill(page, "Ngày ban hành", typed(in_days(0)))
    press(page, "Ban hành", agree=True)
    said(page, "Đã ban hành kế hoạch số 45/KH-UBND.")
    menu(page, "Sổ văn bản đi")
    expect(page.get_by_role("main").get_by_role("row").filter(has_text="45").first).to_be_visible()

    campaign.refresh_from_db()
    assert (campaign.status, campaign.number) == ("issued", 45)


def test_the_leader_approves_a_plan_and_answers_a_difficulty(office):
    campaign = make_campaign(office.cast, status="in_review", key="cho-duyet")
    trouble = raised(office.cast, under_way(office.cast))
    by = {"by": Actor.of_product(office.cast.commune), "at": timezone.now()}
    difficulties.take(trouble, **by)
    difficulties.forward(trouble, **by)
    page = office.sit("leader")

    to_content(page)
    follow(page, "Mở", "Duyệt kế hoạch")
    press(page, "Duyệt")
    said(page, "Đã duyệt kế hoạch.")
    menu(page, "Việc của tôi")
    to_content(page)
    follow(page, "Cho ý kiến", "Cho ý kiến: Thiếu máy quét")
    follow(page, "Cho ý kiến giải quyết")
    fill(page, "Nội dung trả lời", "Văn phòng trang bị thêm một máy quét.")
    send(page)
    expect(heading(page, "Thiếu máy quét")).to_be_visible()

    campaign.refresh_from_db()
    trouble.refresh_from_db()
    assert (campaign.status, trouble.answer) == ("approved", "Văn phòng trang bị thêm một máy quét.")


def test_the_inspector_plans_a_visit_writes_what_was_found_and_concludes(office):
    campaign = under_way(office.cast)
    make_report(campaign, office.cast.unit("economy"), status="submitted", at=timezone.now())
    page = office.sit("inspector")

    page.goto(office.url("campaigns:inspections", campaign.pk))
    to_content(page)
    follow(page, "Lập cuộc kiểm tra")
    pick(page, "Đơn vị", "Phòng Kinh tế")
    pick(page, "Loại kiểm tra", "Đột xuất")
    fill(page, "Ngày kiểm tra", typed(in_days(0)))
    fill(page, "Thành phần đoàn", "Bùi Đức Thọ, Trưởng đoàn")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kiểm tra đột xuất")
    follow(page, "Ghi kết quả", "Giải quyết hồ sơ đúng hạn.")
    fill(page, "Kết quả kiểm tra", "Sổ theo dõi ghi 91% hồ sơ đúng hạn.")
    pick(page, "So với báo cáo của đơn vị", "Khác với báo cáo")
    send(page)
    follow(page, "Sửa thông tin, ghi kết luận")
    fill(page, "Kết luận", "Đơn vị thực hiện nghiêm túc.")
    send(page)
    press(page, "Kết luận", agree=True)
    expect(page.get_by_text("Kết luận lúc")).to_be_visible()

    visit = Inspection.objects.get()
    assert (visit.status, [each.verdict for each in visit.findings.all()]) == ("concluded", ["differs"])


def test_the_administrator_adds_a_unit_and_a_person_and_gives_an_account(office):
    page = office.sit("administrator")

    menu(page, "Đơn vị")
    to_content(page)
    follow(page, "Thêm đơn vị")
    fill(page, "Tên", "Trạm Y tế xã")
    pick(page, "Loại", "Trung tâm, đơn vị sự nghiệp")
    press(page, "Lưu đơn vị")
    menu(page, "Con người")
    to_content(page)
    follow(page, "Thêm người")
    fill(page, "Họ và tên", "Lò Thị Mai")
    press(page, "Lưu thông tin")
    follow(page, "Lập tài khoản")
    press(page, "Lập tài khoản")
    expect(heading(page, "Mật khẩu lần đầu")).to_be_visible()

    assert Person.objects.get(full_name="Lò Thị Mai").user is not None


def test_the_secretary_prepares_a_session_and_convenes_it(office):
    campaign = round_open(office.cast)
    council_of_five(office.cast)
    proven(campaign, office.cast, unit=office.cast.unit("economy"), status="eligible")
    page = office.sit("secretary")

    menu(page, "Phiên họp Hội đồng")
    to_content(page)
    follow(page, "Lập phiên họp")
    fill(page, "Nội dung phiên họp", "Xét khen thưởng cuối năm")
    fill(page, "Ngày họp", typed(in_days(3)))
    fill(page, "Giờ họp", "08:00")
    fill(page, "Địa điểm", "Phòng họp UBND xã")
    press(page, "Lập phiên họp")
    said(page, "Đã lập phiên họp.")
    follow(page, "Chọn hồ sơ vào chương trình")
    tick(page, "Phòng Kinh tế")
    press(page, "Xem trước")
    press(page, "Đưa vào chương trình")
    said(page, "Đã đưa 1 hồ sơ vào chương trình.")
    press(page, "Triệu tập", agree=True)
    said(page, "Đã triệu tập phiên họp")

    assert Session.objects.get().status == "convened"


def test_a_member_of_the_council_votes(office):
    campaign = round_open(office.cast)
    sitting, _ = council_of_five(office.cast)
    nominated = proven(campaign, office.cast, unit=office.cast.unit("economy"), status="on_agenda")
    ballot = make_ballot(make_session(sitting, [nominated], status="in_session"), status="open")
    page = office.sit("councillor")

    to_content(page)
    follow(page, "Bỏ phiếu", "Bỏ phiếu")
    choose(page, "Phòng Kinh tế", "Không tán thành")
    press(page, "Xem lại và gửi")
    press(page, "Gửi phiếu")
    expect(heading(page, "Đồng chí đã bỏ phiếu")).to_be_visible()
    reach(page, page.get_by_role("button", name="Mai Thị Oanh"), back=True)
    page.keyboard.press("Enter")
    open_by_enter(page, page.get_by_role("button", name="Đăng xuất"))
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()

    assert ballot.voters.get(person=office.cast.actor("councillor").person).voted


def test_a_reader_finds_what_was_reported(office):
    campaign = under_way(office.cast)
    report = report_of(campaign, office.cast.unit("economy"))
    make_report(campaign, office.cast.unit("economy"), at=timezone.now())
    page = office.sit("reader")

    menu(page, "Phong trào")
    to_content(page)
    follow(page, campaign.name)
    tabs = page.get_by_role("navigation", name="Các phần của phong trào")
    open_by_enter(page, tabs.get_by_role("link", name="Báo cáo").first)
    follow(page, "Phòng Kinh tế")

    expect(page).to_have_url(office.url("campaigns:report", report.pk))
