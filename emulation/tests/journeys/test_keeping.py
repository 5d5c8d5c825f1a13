"""Nothing typed is lost: lost connections, ended sessions, another account, two people on one text."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Exemplar
from campaigns.services import unit_plans
from campaigns.tests.factories import pdf_of
from communes.models import UserSession
from emulation.tests.journeys.office import exactly, heading, press, said
from emulation.tests.journeys.situations import ready_report, under_way
from emulation.tests.journeys.test_mishaps import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

OWN = "vuon-che-dau-nui-34"
OFFER = re.compile(r"Máy này còn giữ phần chưa lưu, nhập lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}\.")
STORY = "Ba tháng liền không hồ sơ nào trễ hẹn."


def with_password(office, part):
    """Return one of the cast, able to sign in by typing."""
    actor = office.cast.actor(part)
    actor.user.set_password(OWN)
    actor.user.must_change_password = False
    actor.user.save()
    return actor


def write_exemplar(page):
    """Type a new exemplar without sending it."""
    page.get_by_label(exactly("Tên gọi")).fill("Ngày thứ Năm không chờ")
    page.get_by_label(exactly("Nội dung, hiệu quả")).fill(STORY)


def test_words_typed_without_a_connection_outlive_the_tab_and_are_offered_again(office):
    campaign = under_way(office.cast)
    head = office.sit("head")
    page = office.url("campaigns:exemplar-find", campaign.pk)
    head.goto(page)
    head.context.set_offline(True)

    write_exemplar(head)
    press(head, "Giới thiệu")
    expect(head.get_by_role("alert")).to_contain_text("Mất kết nối mạng nên chưa gửi được.")
    expect(head.get_by_label(exactly("Nội dung, hiệu quả"))).to_have_value(STORY)
    browser = head.context
    head.close()
    browser.set_offline(False)

    later = browser.new_page()
    later.goto(page)
    expect(later.get_by_role("alert")).to_contain_text(OFFER)
    expect(later.get_by_label(exactly("Nội dung, hiệu quả"))).to_have_value("")
    press(later, "Dùng lại phần đang giữ")
    expect(later.get_by_label(exactly("Nội dung, hiệu quả"))).to_have_value(STORY)
    press(later, "Giới thiệu")
    said(later, "Đã giới thiệu điển hình.")
    later.goto(page)
    expect(later.get_by_label(exactly("Nội dung, hiệu quả"))).to_have_value("")
    expect(later.get_by_text("Máy này còn giữ")).to_have_count(0)
    assert Exemplar.objects.get().story == STORY


def test_a_form_sent_after_the_session_ended_waits_for_its_writer_and_for_nobody_else(office):
    campaign = under_way(office.cast)
    head, member = with_password(office, "head"), with_password(office, "member")
    desk = office.sit("head")
    desk.goto(office.url("campaigns:exemplar-find", campaign.pk))
    desk.context.clear_cookies(name="sessionid")

    write_exemplar(desk)
    press(desk, "Giới thiệu")
    sign_in(desk, member.user.username, OWN)
    expect(heading(desk, "Giới thiệu điển hình")).to_be_visible()
    expect(desk.get_by_text("Máy này còn giữ")).to_have_count(0)
    desk.get_by_role("button", name="mở danh mục tài khoản").click()
    desk.get_by_role("button", name="Đăng xuất").click()
    expect(heading(desk, "Đăng nhập")).to_be_visible()

    desk.goto(office.url("campaigns:exemplar-find", campaign.pk))
    sign_in(desk, head.user.username, OWN)
    expect(desk.get_by_role("alert")).to_contain_text(OFFER)
    press(desk, "Bỏ đi")
    desk.reload()
    expect(desk.get_by_text("Máy này còn giữ")).to_have_count(0)
    assert Exemplar.objects.count() == 0


def test_words_on_offer_stand_by_while_others_are_typed(office):
    head = office.sit("head")
    head.on("dialog", lambda dialog: dialog.accept())
    head.goto(office.url("campaigns:exemplar-find", under_way(office.cast).pk))
    story = head.get_by_label(exactly("Nội dung, hiệu quả"))
    for words in ("Lời thứ nhất.", "Lời thứ hai."):
        story.fill(words)
        head.reload()
        expect(head.get_by_role("alert")).to_contain_text(f"“{words}”")

    press(head, "Bỏ đi")
    expect(head.get_by_role("alert")).to_contain_text("“Lời thứ nhất.”")
    press(head, "Dùng lại phần đang giữ")

    expect(story).to_have_value("Lời thứ nhất.")
    head.reload()
    expect(head.get_by_role("alert")).to_have_count(1)
    expect(head.get_by_role("alert")).to_contain_text("“Lời thứ nhất.”")


def test_whoever_signs_out_is_told_that_unsaved_words_go_with_it(office):
    campaign = under_way(office.cast)
    head = office.sit("head")
    page = office.url("campaigns:exemplar-find", campaign.pk)
    head.goto(page)
    write_exemplar(head)

    head.get_by_role("button", name="mở danh mục tài khoản").click()
    head.get_by_role("button", name="Đăng xuất").click()
    expect(head.get_by_role("dialog")).to_contain_text("Máy này còn giữ nội dung chưa lưu ở “")
    head.get_by_role("dialog").get_by_role("button", name="Đăng xuất").click()

    expect(heading(head, "Đăng nhập")).to_be_visible()
    assert head.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('nhap:'))") == []


def test_a_session_about_to_end_is_made_longer_by_one_button(office):
    head = office.sit("head")
    UserSession.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    head.reload()
    expect(head.get_by_role("alert")).to_contain_text("Phiên làm việc sắp hết, vào lúc")

    press(head, "Tiếp tục làm việc")

    expect(head.get_by_text("Phiên làm việc sắp hết")).to_have_count(0)
    expect(head.locator("#live")).to_have_text("Đã kéo dài phiên làm việc.")
    assert UserSession.objects.get().expire_date > timezone.now() + timedelta(hours=11)


def test_whoever_signs_in_again_in_another_tab_goes_on_in_the_first(office):
    campaign = under_way(office.cast)
    head = with_password(office, "head")
    first = office.sit("head")
    page = office.url("campaigns:exemplar-find", campaign.pk)
    first.goto(page)
    write_exemplar(first)
    first.context.clear_cookies(name="sessionid")
    other = first.context.new_page()
    other.goto(office.address)
    sign_in(other, head.user.username, OWN)
    expect(heading(other, "Việc của tôi")).to_be_visible()

    press(first, "Giới thiệu")

    said(first, "Đã giới thiệu điển hình.")
    assert Exemplar.objects.get().story == STORY


def test_two_who_write_one_plan_see_both_texts_and_the_second_decides(office):
    campaign = under_way(office.cast)
    cast = office.cast
    plan = unit_plans.start(campaign, cast.unit("economy"), by=cast.actor("head"), at=timezone.now())
    head, member = office.sit("head"), office.sit("member")
    page = office.url("campaigns:unit-plan-edit", plan.pk)
    for desk in (head, member):
        desk.goto(page)
    purpose = re.compile(r"^\s*Mục đích")

    head.get_by_label(purpose).fill("Rút ngắn thời gian chờ.")
    expect(head.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    member.get_by_label(purpose).fill("Phục vụ tận nhà.")
    expect(member.get_by_text("Phạm Văn Dũng đã lưu kế hoạch này")).to_be_visible()
    press(member, "Lưu và xem kế hoạch")
    row = member.get_by_role("row").filter(has_text="Mục đích")
    expect(row).to_contain_text("Phục vụ tận nhà.")
    expect(row).to_contain_text("Rút ngắn thời gian chờ.")
    press(member, "Lưu và xem kế hoạch")

    said(member, "Đã lưu kế hoạch của đơn vị.")
    plan.refresh_from_db()
    assert plan.purpose == "Phục vụ tận nhà."


def test_a_connection_that_breaks_while_a_file_is_sent_leaves_the_file_and_the_words_on_the_page(office, tmp_path):
    report = ready_report(office.cast, under_way(office.cast))
    paper = tmp_path / "bien-ban.pdf"
    paper.write_bytes(pdf_of("Minh chứng"))
    head = office.sit("head")
    page = office.url("campaigns:report-section", report.pk, "general")
    head.goto(page)
    head.get_by_label("Khó khăn, vướng mắc; nguyên nhân").fill("Mưa lũ kéo dài ba tuần.")
    head.locator("#files input[type=file]").set_input_files(paper)
    head.route(page, lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    head.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(head.get_by_role("alert")).to_contain_text("Kết nối bị ngắt nên chưa gửi được.")
    office.forgive("net::ERR_FAILED")
    expect(head.get_by_label("Khó khăn, vướng mắc; nguyên nhân")).to_have_value("Mưa lũ kéo dài ba tuần.")
    head.unroute(page)
    head.get_by_role("button", name="Lưu", exact=True).last.click()

    said(head, "Đã đính kèm “bien-ban.pdf”.")
    report.refresh_from_db()
    assert report.difficulties == "Mưa lũ kéo dài ba tuần."
    assert report.evidence.filter(name="bien-ban.pdf").count() == 1
