"""Whole stories of awards in a browser: from the nomination to the award book."""

import re

import pytest
from playwright.sync_api import expect

from awards.models import BoxCount, NamedVote, Nomination, Session
from awards.tests.factories import make_nomination
from emulation.tests.journeys import council
from emulation.tests.journeys.contests import FIFTH, council_of_five, proven, rate, recommended_pair, round_open
from emulation.tests.journeys.office import (
    PHONE,
    about,
    card,
    exactly,
    heading,
    in_days,
    menu,
    press,
    said,
    typed,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

REPORT = {
    "Báo cáo thành tích: Sơ lược tập thể": "Phòng có 12 người, 02 tổ chuyên môn.",
    "Báo cáo thành tích: Thành tích đạt được": "Giải quyết 1.240 hồ sơ, 99% đúng hạn.",
    "Báo cáo thành tích: Kết quả trong phong trào thi đua": "Rút ngắn một nửa thời gian chờ của người dân.",
}


def nominate_the_unit(head):
    """Let the head of a unit nominate it and write the dossier, autosaved on the way."""
    menu(head, "Hồ sơ đề nghị")
    head.get_by_role("link", name="Lập hồ sơ đề nghị").click()
    head.get_by_role("link", name=about("Chọn", "Đẩy mạnh cải cách")).click()
    head.get_by_label("Đợt và hình thức khen thưởng").select_option(index=1)
    head.get_by_label(exactly("Tập thể")).select_option(label="Phòng Kinh tế")
    press(head, "Lập hồ sơ")
    said(head, "Đã lập hồ sơ đề nghị.")
    head.get_by_role("link", name=about("Mở", "Nội dung đề nghị khen thưởng")).click()
    head.get_by_label(exactly("Nội dung khen thưởng")).fill("Đã có thành tích xuất sắc trong cải cách hành chính")
    expect(head.get_by_role("status").filter(has_text=re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    head.get_by_label("Tóm tắt thành tích").fill("Dẫn đầu về giải quyết hồ sơ đúng hạn.")
    for title, words in REPORT.items():
        press(head, "Lưu và sang phần tiếp theo")
        expect(heading(head, title)).to_be_visible()
        head.get_by_label(title.partition(": ")[2]).fill(words)
    press(head, "Lưu")
    said(head, "Đã lưu lúc")
    head.get_by_role("link", name="Các phần của hồ sơ").click()


def hold_the_review(head):
    """Let the head record the unit's review meeting, coming from the check of the answers."""
    head.get_by_role("link", name="Nộp hồ sơ").click()
    expect(head.get_by_text("Thiếu: Biên bản họp của đơn vị.")).to_be_visible()
    expect(head.get_by_role("button", name="Nộp hồ sơ")).to_be_disabled()
    head.get_by_role("link", name="Thiếu: Biên bản họp của đơn vị.").click()
    head.get_by_role("link", name="Ghi cuộc họp").click()
    head.get_by_label(exactly("Ngày họp")).fill(typed(in_days(-1)))
    head.get_by_label("Bắt đầu lúc").fill("08:00")
    head.get_by_label("Địa điểm").fill("Phòng họp số 2")
    head.get_by_label("Chủ trì").fill("Phạm Văn Dũng")
    head.get_by_label(exactly("Thư ký")).fill("Vũ Thị Én")
    head.get_by_label("Tổng số người của đơn vị").fill("12")
    head.get_by_label("Số người có mặt").fill("12")
    press(head, "Lưu cuộc họp")
    head.get_by_label(exactly("Tán thành")).fill("11")
    press(head, "Lưu kết quả")
    expect(head.get_by_role("alert")).to_contain_text("tổng số phiếu phải bằng số người có mặt (12), hiện là 11")
    head.get_by_label("Không có ý kiến").fill("1")
    press(head, "Lưu kết quả")
    said(head, "Đã ghi kết quả bình xét.")
    head.get_by_label("Kết luận của cuộc họp").fill("Nhất trí đề nghị tặng Giấy khen.")
    press(head, "Kết luận, khóa cuộc họp")
    said(head, "Đã kết luận")


def hand_in(head, button):
    """Let the head check the answers, declare and hand the dossier in."""
    head.get_by_role("link", name=button).click()
    head.get_by_label("Tôi cam đoan").check()
    press(head, button)
    expect(heading(head, "Đã nộp hồ sơ")).to_be_visible()


def judge(officer, verdict, conclusion=None):
    """Let the appraiser judge the one standard that a person judges, and conclude where told to."""
    officer.get_by_role("group", name="Đánh giá: Thành tích tiêu biểu").get_by_label(verdict, exact=True).check()
    if conclusion:
        officer.get_by_role("group", name="Kết luận chung").get_by_label(conclusion, exact=True).check()


def test_a_unit_is_nominated_on_a_phone_returned_mended_and_found_eligible(office):
    campaign = round_open(office.cast)
    other = make_nomination(campaign, unit=office.cast.unit("service"), status="submitted")
    rate(other)
    head = office.sit("head", PHONE)
    nominate_the_unit(head)
    nomination = Nomination.objects.get(unit=office.cast.unit("economy"))
    rate(nomination)
    hold_the_review(head)
    head.get_by_role("row").filter(has_text="Phòng Kinh tế").get_by_role("link").click()
    hand_in(head, "Nộp hồ sơ")
    expect(head.get_by_text("Hồ sơ nộp đúng hạn")).to_be_visible()
    head.goto(office.url("awards:campaign-awards", campaign.pk))
    expect(head.locator(".tabs").get_by_role("link", name="Khen thưởng")).to_be_in_viewport()

    officer = office.sit("officer")
    menu(officer, "Thẩm định")
    officer.get_by_role("link", name="Trung tâm Phục vụ hành chính công").click()
    expect(officer.get_by_text("Hồ sơ 1/2").first).to_be_visible()
    judge(officer, "Đạt", "Đủ điều kiện")
    press(officer, "Lưu và sang hồ sơ tiếp theo")
    expect(heading(officer, "Phòng Kinh tế")).to_be_visible()
    said(officer, "Đã lưu thẩm định.")
    judge(officer, "Chưa rõ")
    press(officer, "Lưu")
    officer.get_by_role("link", name="Trả lại bổ sung").click()
    officer.get_by_label("Lý do").fill("Số liệu chưa so với năm trước.")
    officer.get_by_label("Nội dung cần bổ sung").fill("Ghi số hồ sơ năm trước.\nNêu cách làm.")
    officer.get_by_label("Bổ sung chậm nhất ngày").fill(typed(in_days(7)))
    press(officer, "Trả lại hồ sơ")
    said(officer, "Đã trả lại hồ sơ")

    head.goto(office.url("reports:home"))
    head.get_by_role("link", name=about("Bổ sung")).click()
    expect(head.get_by_text("Số liệu chưa so với năm trước.")).to_be_visible()
    expect(head.get_by_role("listitem").filter(has_text="Nêu cách làm.")).to_be_visible()
    head.get_by_text("Phần đã xong, phần không bắt buộc").click()
    head.get_by_role("link", name=about("Mở", "Báo cáo thành tích: Thành tích đạt được")).click()
    head.get_by_label("Thành tích đạt được").fill("Giải quyết 1.240 hồ sơ, năm trước 980; đúng hạn 99%.")
    press(head, "Lưu")
    head.get_by_role("link", name="Các phần của hồ sơ").click()
    head.get_by_role("link", name=about("Mở", "Nội dung đã sửa, giải trình")).click()
    head.get_by_label("Nội dung đã sửa").fill("Đã ghi số hồ sơ năm trước.")
    press(head, "Lưu")
    head.get_by_role("link", name="Các phần của hồ sơ").click()
    hand_in(head, "Nộp lại hồ sơ")

    officer.goto(office.url("reports:home"))
    officer.get_by_role("link", name=re.compile(r"^Nhận thẩm định\s*:.*Phòng Kinh tế")).click()
    expect(officer.get_by_text("Nội dung đã sửa: Đã ghi số hồ sơ năm trước.")).to_be_visible()
    expect(card(officer, "Đã sửa sau khi trả lại")).to_contain_text("năm trước 980")
    judge(officer, "Đạt", "Đủ điều kiện")
    press(officer, "Lưu")
    said(officer, "Đã lưu thẩm định.")
    press(officer, "Xác nhận đủ điều kiện", agree=True)
    said(officer, "Đã xác nhận kết quả thẩm định.")

    head.goto(office.url("awards:nomination", nomination.pk))
    expect(head.locator(".page-header")).to_contain_text("Đủ điều kiện")
    nomination.refresh_from_db()
    other.refresh_from_db()
    assert (nomination.status, nomination.versions.count(), other.status) == ("eligible", 2, "under_appraisal")
    assert nomination.report["achievement"] == "Giải quyết 1.240 hồ sơ, năm trước 980; đúng hạn 99%."


def test_a_council_of_five_sits_from_the_agenda_to_the_signed_minutes(office):
    campaign = round_open(office.cast)
    _, fifth = council_of_five(office.cast)
    unit, person = office.cast.unit("economy"), fifth.person
    collective = proven(campaign, office.cast, unit=unit, status="eligible")
    proven(campaign, office.cast, unit=unit, subject="individual", person=person, status="eligible")
    secretary, chair, vice, councillor = (office.sit(key) for key in ("secretary", "chair", "vice", "councillor"))
    member = office.welcome(fifth, PHONE)

    sitting = council.convene(secretary, ["Phòng Kinh tế", FIFTH])
    menu(councillor, "Phiên họp Hội đồng")
    expect(councillor.get_by_text("Chưa có phiên họp nào.")).to_be_visible()
    press(secretary, "Triệu tập", agree=True)
    said(secretary, "Đã triệu tập phiên họp")
    menu(member, "Phiên họp Hội đồng")
    member.get_by_role("link", name=council.TITLE).click()
    expect(member.get_by_text("Đồng chí không biểu quyết")).to_be_visible()
    member.get_by_role("link", name="Phòng Kinh tế").click()
    expect(card(member, "Đề nghị")).to_contain_text("Dẫn đầu về giải quyết hồ sơ đúng hạn.")
    chair.goto(sitting)
    expect(chair.get_by_role("button", name="Khai mạc")).to_be_disabled()
    expect(chair.get_by_text("Chưa ghi đủ có mặt, vắng mặt của các thành viên.")).to_be_visible()
    council.all_present(secretary)
    chair.reload()
    press(chair, "Khai mạc")
    said(chair, "Đã khai mạc phiên họp.")

    secretary.reload()
    council.open_ballot(secretary)
    ballot = secretary.url
    wall = office.sit("officer")
    wall.goto(sitting)
    wall.get_by_role("link", name="Màn hình chiếu").click()
    expect(wall.locator("#projector")).to_contain_text("0/5")
    for page in (chair, vice, councillor, member):
        page.goto(office.url("reports:home"))
    both = {"Phòng Kinh tế": "Tán thành", FIFTH: "Tán thành"}
    council.cast(chair, both, twice=True)
    second_tab = vice.context.new_page()
    second_tab.goto(f"{ballot}vote/")
    council.choose(second_tab, both)
    council.cast(vice, {"Phòng Kinh tế": "Tán thành", FIFTH: "Không có ý kiến"})
    council.read_over(second_tab)
    said(second_tab, "Đồng chí đã bỏ phiếu trong lượt này; lần gửi sau không được tính.")
    expect(wall.locator("#projector")).to_contain_text("2/5")
    for page in (chair, secretary):
        page.goto(ballot)
    for page in (wall, chair, secretary):
        council.knows_no_totals(page)
    expect(chair.get_by_text("Chưa bỏ phiếu:")).to_contain_text(FIFTH)
    council.cast(secretary, {"Phòng Kinh tế": "Không tán thành", FIFTH: "Tán thành"})
    council.cast(councillor, both)
    member.get_by_role("link", name=council.VOTE).click()
    aside = member.get_by_role("group", name=FIFTH)
    expect(aside).to_contain_text("không biểu quyết về chính mình")
    expect(aside.get_by_role("radio")).to_have_count(0)
    council.read_over(member)
    expect(member.get_by_role("alert")).to_contain_text("Hãy chọn một ý kiến.")
    council.choose(member, {"Phòng Kinh tế": "Tán thành"})
    council.send_sheet(member)
    expect(heading(member, "Đồng chí đã bỏ phiếu")).to_be_visible()
    expect(wall.locator("#projector")).to_contain_text("5/5")
    council.knows_no_totals(wall)

    secretary.goto(ballot)
    press(secretary, "Đóng bỏ phiếu", agree=True)
    said(secretary, "Đã đóng bỏ phiếu; kết quả chờ chủ trì xác nhận.")
    expect(wall.locator("#projector")).to_contain_text("Đã đóng bỏ phiếu, kết quả chờ công bố")
    council.knows_no_totals(wall)
    chair.goto(ballot)
    expect(chair.get_by_role("row").filter(has_text="1. Phòng Kinh tế")).to_contain_text("4/5 phiếu (80%), cần 3/5")
    expect(chair.get_by_role("row").filter(has_text=f"2. {FIFTH}")).to_contain_text("3/5 phiếu (60%), cần 3/5")
    press(chair, "Xác nhận kết quả", agree=True)
    said(chair, "Đã xác nhận; kết quả đã ghi vào hồ sơ.")
    press(chair, "Công bố tại phiên họp")
    expect(wall.locator("#projector")).to_contain_text("4/5 phiếu (80%)")
    head = office.sit("head")
    head.goto(office.url("awards:nomination", collective.pk))
    expect(head.locator(".page-header")).to_contain_text("Đang xem xét")
    assert head.goto(sitting).status == 403
    assert head.goto(ballot).status == 403

    secretary.goto(sitting)
    press(secretary, "Kết thúc biểu quyết", agree=True)
    press(secretary, "Lập biên bản")
    said(secretary, "Đã lập dự thảo biên bản từ số liệu phiên họp.")
    secretary.get_by_role("link", name="Soạn biên bản").click()
    secretary.get_by_label("Số biên bản").fill("15/BB-HĐTĐKT")
    expect(secretary.get_by_role("status").filter(has_text=re.compile(r"Đã lưu lúc \d\d:\d\d"))).to_be_visible()
    press(secretary, "Lưu")
    councillor.goto(sitting)
    expect(card(councillor, "Biên bản")).to_have_count(0)
    chair.goto(sitting)
    chair.get_by_role("link", name="Biên bản họp").click()
    expect(chair.get_by_role("button", name="Chủ trì ký biên bản")).to_be_disabled()
    expect(chair.get_by_text("Thư ký chưa ký biên bản.").first).to_be_visible()
    press(secretary, "Thư ký ký biên bản", agree=True)
    said(secretary, "Đã ký biên bản với tư cách thư ký; chờ chủ trì ký.")
    chair.reload()
    press(chair, "Chủ trì ký biên bản", agree=True)
    said(chair, "Đã ký biên bản; biên bản được khóa.")
    expect(chair.get_by_role("link", name="Soạn biên bản")).to_have_count(0)
    secretary.goto(sitting)
    press(secretary, "Kết thúc phiên họp", agree=True)
    said(secretary, "Đã kết thúc phiên họp.")
    councillor.reload()
    card(councillor, "Biên bản").get_by_role("link", name="Biên bản họp").click()
    expect(councillor.get_by_text("04/05 phiếu (80%)").first).to_be_visible()

    session = Session.objects.get()
    found = session.ballots.get()
    assert session.status == "closed"
    assert [each.status for each in Nomination.objects.order_by("pk")] == ["recommended", "recommended"]
    totals = found.items.order_by("item__position").values_list("votes_for", "votes_against", "votes_blank")
    assert list(totals) == [(4, 1, 0), (3, 0, 1)]
    assert list(found.voters.values_list("voted", flat=True)) == [True] * 5
    assert not BoxCount.objects.exists() and not NamedVote.objects.exists()


def test_a_decision_is_checked_signed_issued_and_only_then_told(office):
    campaign = round_open(office.cast)
    sitting, _ = council_of_five(office.cast)
    collective, _ = recommended_pair(campaign, office.cast, sitting)
    told = office.url("awards:nomination", collective.pk)
    head = office.sit("head")
    head.goto(told)
    expect(head.locator(".page-header")).to_contain_text("Đang xem xét")

    officer = office.sit("officer")
    menu(officer, "Quyết định")
    officer.get_by_role("link", name="Lập dự thảo").click()
    expect(officer.get_by_role("checkbox", checked=True)).to_have_count(2)
    press(officer, "Lập dự thảo")
    said(officer, "Đã lập dự thảo quyết định.")
    expect(officer.get_by_role("row").filter(has_text="Trịnh Thị Ân")).to_contain_text("Giấy khen")
    expect(officer.get_by_role("button", name="Xác nhận đã kiểm tra")).to_be_disabled()
    expect(officer.get_by_text("cần người thứ hai").first).to_be_visible()

    clerk = office.sit("clerk")
    clerk.get_by_role("link", name=about("Kiểm tra")).click()
    clerk.get_by_role("link", name="Xác nhận đã kiểm tra").click()
    clerk.get_by_label("Kết quả kiểm tra").fill("Đã đối chiếu hồ sơ, số lượng, căn cứ.")
    press(clerk, "Xác nhận đã kiểm tra")
    said(clerk, "Đã xác nhận kiểm tra dự thảo quyết định.")
    officer.reload()
    press(officer, "Trình ký", agree=True)
    said(officer, "Đã trình ký quyết định.")
    leader = office.sit("leader")
    leader.get_by_role("link", name=about("Ký")).click()
    press(leader, "Ký quyết định", agree=True)
    said(leader, "Đã ký quyết định; văn thư cho số và ban hành.")

    clerk.goto(office.url("reports:home"))
    clerk.get_by_role("link", name=about("Cấp số, ban hành")).click()
    clerk.get_by_role("link", name="Ban hành", exact=True).click()
    clerk.get_by_label(exactly("Số")).fill("88")
    clerk.get_by_label("Ngày ban hành").fill(typed(in_days(0)))
    press(clerk, "Ban hành", agree=True)
    said(clerk, "Đã ban hành quyết định số 88/QĐ-UBND; chưa công bố.")
    menu(clerk, "Sổ khen thưởng")
    expect(clerk.get_by_role("row").filter(has_text="Chưa công bố")).to_have_count(2)

    head.reload()
    expect(head.locator(".page-header")).to_contain_text("Đang xem xét")
    expect(head.get_by_text("88/QĐ-UBND")).to_have_count(0)
    menu(head, "Hồ sơ đề nghị")
    expect(head.get_by_role("row").filter(has_text="Đang xem xét")).to_have_count(2)
    menu(head, "Sổ khen thưởng")
    expect(head.get_by_text("Sổ khen thưởng chưa có dòng nào.")).to_be_visible()
    menu(head, "Quyết định")
    expect(head.get_by_text("Chưa có quyết định nào.")).to_be_visible()
    reader = office.sit("reader")
    menu(reader, "Sổ khen thưởng")
    expect(reader.get_by_text("Sổ khen thưởng chưa có dòng nào.")).to_be_visible()

    officer.goto(office.url("reports:home"))
    officer.get_by_role("link", name=about("Công bố")).click()
    press(officer, "Công bố", agree=True)
    said(officer, "Đã công bố quyết định")
    head.goto(told)
    expect(head.locator(".page-header")).to_contain_text("Được khen thưởng")
    menu(head, "Sổ khen thưởng")
    expect(head.get_by_role("row").filter(has_text="Phòng Kinh tế").first).to_contain_text("88/QĐ-UBND")
    reader.reload()
    expect(reader.get_by_role("row").filter(has_text="Trịnh Thị Ân")).to_contain_text("88/QĐ-UBND")
    collective.refresh_from_db()
    assert collective.status == "awarded"
