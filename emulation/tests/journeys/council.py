"""What the members of a council do at their desks: the secretary prepares, everybody votes, the wall shows how far."""

import re

from playwright.sync_api import Page, expect

from emulation.tests.journeys.office import card, exactly, heading, in_days, menu, press, said, typed

TITLE = "Xét khen thưởng cuối năm"
SENT = "Gửi phiếu"
VOTE = re.compile(r"^Bỏ phiếu\s*(:|$)")
TOTALS = ("Tán thành", "Không tán thành")


def convene(secretary: Page, nominees: list[str]) -> str:
    """Let the secretary prepare a session of today with these nominees and convene it; return its address."""
    menu(secretary, "Phiên họp Hội đồng")
    secretary.get_by_role("link", name="Lập phiên họp").click()
    secretary.get_by_label("Nội dung phiên họp").fill(TITLE)
    press(secretary, "Lập phiên họp")
    said(secretary, "Đã lập phiên họp.")
    expect(secretary.get_by_role("button", name="Triệu tập")).to_be_disabled()
    expect(card(secretary, "Việc cần làm")).to_contain_text("Chưa có hồ sơ nào trong chương trình.")
    secretary.get_by_role("link", name="Sửa thông tin").click()
    secretary.get_by_label(exactly("Ngày họp")).fill(typed(in_days(0)))
    secretary.get_by_label("Giờ họp").fill("08:00")
    secretary.get_by_label("Địa điểm").fill("Phòng họp UBND xã")
    press(secretary, "Lưu")
    secretary.get_by_role("link", name="Chọn hồ sơ vào chương trình").click()
    for nominee in nominees:
        secretary.get_by_label(nominee, exact=True).check()
    press(secretary, "Xem trước")
    press(secretary, "Đưa vào chương trình")
    said(secretary, f"Đã đưa {len(nominees)} hồ sơ vào chương trình.")
    return secretary.url


def all_present(secretary: Page) -> None:
    """Let the secretary record that every member is there."""
    secretary.get_by_role("link", name="Điểm danh").click()
    states = secretary.get_by_label(re.compile("^Tham dự của"))
    expect(states.first).to_be_visible()
    for place in range(states.count()):
        states.nth(place).select_option(label="Có mặt")
    press(secretary, "Lưu điểm danh")
    said(secretary, "Đã lưu điểm danh.")


def open_ballot(secretary: Page) -> None:
    """Let the secretary prepare and open a secret ballot on the whole agenda."""
    secretary.get_by_role("link", name="Chuẩn bị lượt biểu quyết").click()
    expect(secretary.get_by_label("Bỏ phiếu kín trên máy")).to_be_checked()
    press(secretary, "Chuẩn bị")
    said(secretary, "Đã chuẩn bị lượt biểu quyết.")
    press(secretary, "Mở bỏ phiếu")
    said(secretary, "Đã mở bỏ phiếu.")


def choose(page: Page, sheet: dict[str, str]) -> None:
    """Mark a sheet, nominee by nominee."""
    for nominee, choice in sheet.items():
        page.get_by_role("group", name=nominee).get_by_label(choice, exact=True).check()


def cast(page: Page, sheet: dict[str, str], *, twice: bool = False) -> None:
    """Vote from the home page or the ballot's; `twice`: with the double click of an impatient hand."""
    page.get_by_role("link", name=VOTE).click()
    choose(page, sheet)
    send_sheet(page, twice=twice)
    expect(heading(page, "Đồng chí đã bỏ phiếu")).to_be_visible()
    for words in sheet.values():
        expect(page.get_by_role("main").get_by_text(words, exact=True)).to_have_count(0)


def read_over(page: Page) -> None:
    """Ask for the sheet to be read once more before it is sent."""
    press(page, "Xem lại và gửi")


def send_sheet(page: Page, *, twice: bool = False) -> None:
    """Read a sheet over and send it."""
    read_over(page)
    sure = page.get_by_role("button", name=SENT, exact=True)
    sure.dblclick() if twice else sure.click()


def knows_no_totals(page: Page) -> None:
    """Expect a page about a ballot to tell no result: neither as a column nor anywhere else."""
    for words in TOTALS:
        expect(page.get_by_role("main").get_by_text(words, exact=True)).to_have_count(0)
    expect(page.get_by_text(re.compile(r"\d+/\d+ phiếu \("))).to_have_count(0)
