"""When a campaign runs and what does not tell it; to whom papers go where a sentence speaks of several."""

import time

import pytest

from campaigns.reading.reader import read

PLAN = """UBND XÃ TÂN HÒA
Số: 15/KH-UBND
Tân Hòa, ngày 01 tháng 3 năm 2026
KẾ HOẠCH
Phát động phong trào thi đua “Sạch nhà”
I. {title}
{words}
"""
PERIODS = [
    ("Từ 00 giờ 00 ngày 22/5/2026 đến 24 giờ 00 ngày 19/8/2026.", "2026-05-22", "2026-08-19"),
    ("Bắt đầu từ ngày 08/3 đến ngày 20/10/2026.", "2026-03-08", "2026-10-20"),
    ("Từ ngày 15/4/2026 - 30/9/2026.", "2026-04-15", "2026-09-30"),
    ("Từ Quý II/2026 đến hết Quý IV/2027.", "2026-04-01", "2027-12-31"),
    ("Phong trào được thực hiện trong 03 năm (2026 - 2028).", "2026-01-01", "2028-12-31"),
]
GUESSED = [
    ("Từ ngày 15/12 đến ngày 30/01/2027.", "2026-12-15", "đang lấy năm trước năm kết thúc"),
    ("Từ 29/02 đến ngày 30/6/2025.", None, "Không có ngày 29/02 trong năm 2025."),
    ("Từ ngày 31 đến ngày 30/6/2026.", None, "Không có ngày 31 trong tháng 6 năm 2026."),
]
STAGES = [
    "- Đợt 1: từ ngày 15/3/2026 đến 30/6/2026, phát động, đăng ký.\n- Đợt 2: từ 01/7/2026 đến 15/12/2026, bình xét.",
    "1. Giai đoạn I (từ 15/3 đến 30/6/2026): phát động.\n2. Giai đoạn II (từ 01/7 đến 15/12/2026): tổng kết.",
    "1. Giai đoạn 1\n- Từ ngày 15/3/2026 đến ngày 30/6/2026.\n2. Giai đoạn 2\n- Từ ngày 01/7/2026 đến ngày 15/12/2026.",
]
BY_STAGES = "Kế hoạch ghi thời gian theo từng đợt, giai đoạn; lấy từ ngày đầu của đợt đầu đến ngày cuối của đợt cuối."
UNREAD = [
    ("Định kỳ hằng tháng, các thôn báo cáo về UBND xã.", "Có việc báo cáo định kỳ nhưng chưa đọc được ngày."),
    ("Các thôn gửi số liệu vào thứ Năm hằng tuần.", "Có việc báo cáo định kỳ nhưng chưa đọc được ngày."),
    ("Các thôn báo cáo kết quả trước kỳ họp cuối năm.", "Có nói đến thời hạn nhưng chưa đọc được ngày."),
    ("UBND xã tổ chức ra quân trong dịp 20/10.", "Có ngày, tháng nhưng chưa rõ là thời hạn của việc gì."),
]


def due(words, title="TỔ CHỨC THỰC HIỆN"):
    """Return the deadlines read from some words."""
    return read(PLAN.format(title=title, words=words)).of("deadlines")


@pytest.mark.parametrize(("words", "first", "last"), PERIODS)
def test_a_period_is_read_in_every_wording(words, first, last):
    (term,) = read(PLAN.format(title="THỜI GIAN", words=words)).of("term")
    assert (term.value["starts_on"], term.value["ends_on"], term.warnings) == (first, last, ())


@pytest.mark.parametrize(("words", "first", "doubt"), GUESSED)
def test_a_first_day_that_is_guessed_or_in_no_calendar_is_asked_about(words, first, doubt):
    (term,) = read(PLAN.format(title="THỜI GIAN", words=words)).of("term")
    assert term.value["starts_on"] == first
    assert [doubt in each for each in term.warnings] == [True]


def test_each_day_of_a_sentence_takes_the_paper_that_is_named_for_it():
    words = "Các thôn gửi báo cáo tổng kết trước ngày 15/11/2026, hồ sơ khen thưởng trước ngày 20/11/2026 về UBND xã."
    assert [(each.value["paper"], each.value["on"]) for each in due(words)] == [
        ("unit_report", "2026-11-15"),
        ("dossier", "2026-11-20"),
    ]


def test_the_end_of_a_drive_is_no_last_day_for_what_is_handed_in_later():
    words = "Đợt cao điểm từ 19/5 đến 02/9/2026 gửi báo cáo trước 10/9 về UBND xã."
    assert [(each.value["paper"], each.value["on"]) for each in due(words)] == [("unit_report", "2026-09-10")]


def test_a_span_in_which_papers_are_taken_in_ends_with_a_last_day():
    words = "Nhận hồ sơ từ ngày 01/10 đến ngày 15/10/2026, gửi danh sách về UBND tỉnh trước ngày 20/10/2026."
    assert ("dossier", "2026-10-15") in [(each.value["paper"], each.value["on"]) for each in due(words)]


@pytest.mark.parametrize("words", STAGES)
def test_a_period_told_in_stages_runs_from_the_first_to_the_last_and_is_asked_about(words):
    reading = read(PLAN.format(title="THỜI GIAN", words=words))
    (term,) = reading.of("term")
    assert (term.value["starts_on"], term.value["ends_on"]) == ("2026-03-15", "2026-12-15")
    assert term.warnings == (BY_STAGES,)
    assert (reading.of("deadlines"), reading.leftovers) == ([], [])


def test_one_stage_alone_is_no_period():
    reading = read(PLAN.format(title="THỜI GIAN", words="- Đợt 1: từ 15/3/2026 đến 30/6/2026.\n- Đợt 2: sau đó."))
    assert reading.of("term") == []
    assert reading.leftovers[0].why == "Có ngày, tháng nhưng chưa rõ là thời hạn của việc gì."


def test_stages_that_do_not_fill_the_period_are_told():
    words = "Phong trào được thực hiện từ ngày 01/3/2026 đến ngày 31/12/2026.\n"
    (term,) = read(PLAN.format(title="THỜI GIAN", words=words + STAGES[0])).of("term")
    assert (term.value["starts_on"], term.value["ends_on"]) == ("2026-03-01", "2026-12-31")
    assert term.warnings == ("Thời gian chung không khớp với các đợt, giai đoạn ghi trong kế hoạch.",)


@pytest.mark.parametrize("what", ["Hội thao xã", "Lễ phát động", "Lớp tập huấn cho các thôn", "Giải bóng chuyền nữ"])
def test_the_time_of_something_within_the_campaign_is_not_its_period(what):
    words = f"1. Tổ chức {what}; thời gian tổ chức từ ngày 15/5/2026 đến ngày 07/6/2026."
    reading = read(PLAN.format(title="NỘI DUNG THI ĐUA", words=words))
    assert reading.of("term") == []
    assert [each.why for each in reading.leftovers] == ["Có ngày, tháng nhưng chưa rõ là thời hạn của việc gì."]


def test_a_last_day_behind_a_period_in_one_sentence_is_kept():
    words = (
        "1. Hội thi: thời gian tổ chức từ ngày 15/5/2026 đến ngày 07/6/2026, danh sách gửi về Phòng Kinh tế trước ngày "
        "30/4/2026."
    )
    (found,) = due(words, title="NỘI DUNG THI ĐUA")
    assert (found.value["on"], found.value["to"], found.confidence) == ("2026-04-30", "Phòng Kinh tế", "check")


def test_each_day_of_a_sentence_goes_where_its_own_words_say():
    first, second = due(
        "1. Hồ sơ gửi Công an tỉnh (qua PX03) trước ngày 12/8/2026 và gửi UBND xã (qua Phòng Kinh tế) chậm nhất ngày "
        "14/8/2026."
    )
    assert (first.value["to"], first.value["through"]) == ("Công an tỉnh", "PX03")
    assert (second.value["to"], second.value["through"]) == ("UBND xã", "Phòng Kinh tế")


def test_two_days_before_their_subject_are_both_read():
    found = due("1. Trước 30/6 và 30/12 các đơn vị gửi báo cáo về UBND xã.")
    assert [(each.value["on"], each.value["to"]) for each in found] == [
        ("2026-06-30", "UBND xã"),
        ("2026-12-30", "UBND xã"),
    ]


def test_a_unit_that_cannot_be_told_from_its_task_is_asked_about():
    words = "1. Đài truyền thanh phát thanh 02 buổi mỗi tuần.\n2. Các thôn nộp báo cáo."
    whole, parted = read(PLAN.format(title="TỔ CHỨC THỰC HIỆN", words=words)).of("responsibilities")
    assert whole.warnings == ("Chưa tách được đơn vị và việc giao; kiểm tra lại.",)
    assert (parted.value["unit"], parted.value["tasks"], parted.warnings) == ("Các thôn", ["nộp báo cáo."], ())


def test_a_plan_does_not_go_where_the_report_beside_it_goes():
    plan, report = due(
        "1. Các thôn xây dựng kế hoạch, hoàn thành trước ngày 30/4/2026; báo cáo về UBND xã (qua Phòng Kinh tế) trước "
        "ngày 20/6/2026."
    )
    assert (plan.value["paper"], plan.value["to"], plan.warnings) == ("plan", None, ("Kế hoạch không ghi nơi nhận.",))
    assert (report.value["to"], report.value["through"]) == ("UBND xã", "Phòng Kinh tế")


def test_a_place_taken_from_the_line_beside_is_asked_about():
    words = "- Hồ sơ gửi về Phòng Kinh tế.\n- Hồ sơ hoàn thành trước ngày 30/11/2026."
    *_, found = due(words, title="HỒ SƠ, THỜI HẠN")
    assert (found.value["to"], found.warnings) == (
        "Phòng Kinh tế",
        ("Nơi nhận lấy theo câu bên cạnh; kiểm tra lại.",),
    )


def test_a_bare_day_in_a_column_of_last_days_is_read_and_asked_about():
    table = (
        "Nội dung\tĐơn vị thực hiện\tThời hạn\nBáo cáo sơ kết\tCác thôn\t15/6/2026\nHọp xét khen\tHội đồng\t20/6/2026"
    )
    (found,) = due(table, title="TIẾN ĐỘ")
    assert (found.value["paper"], found.value["on"]) == ("unit_report", "2026-06-15")
    assert "Bảng chỉ ghi ngày, không ghi trước hay đến hết ngày đó; đang tính cả ngày đó." in found.warnings


@pytest.mark.parametrize(("words", "why"), UNREAD)
def test_what_has_to_be_done_at_a_time_that_no_rule_reads_is_handed_back(words, why):
    reading = read(PLAN.format(title="TỔ CHỨC THỰC HIỆN", words=f"1. {words}"))
    assert [each.why for each in reading.leftovers] == [why]


def test_a_review_in_a_quarter_has_its_own_time_and_not_that_of_the_next():
    words = "1. Phòng Kinh tế tham mưu sơ kết trong quý II/2026, tổng kết trong tháng 12/2026."
    interim, final = read(PLAN.format(title="TỔ CHỨC THỰC HIỆN", words=words)).of("reviews")
    assert (interim.value["when"], interim.warnings) == ("2026-06", ("Kế hoạch chỉ ghi quý; đang lấy tháng cuối quý.",))
    assert (final.value["when"], final.warnings) == ("2026-12", ())


def test_the_closing_words_are_known_with_a_number_before_them():
    words = "1. Các thôn phát động.\n2. Trong quá trình thực hiện có vướng mắc, báo cáo UBND xã."
    reading = read(PLAN.format(title="TỔ CHỨC THỰC HIỆN", words=words))
    assert [each.value["unit"] for each in reading.of("responsibilities")] == ["Các thôn"]
    assert reading.one("closing") == "Trong quá trình thực hiện có vướng mắc, báo cáo UBND xã."


def test_a_sentence_without_end_is_read_in_its_beginning_and_handed_back_for_the_rest():
    begun = time.monotonic()

    words = f"- Khen thưởng {'không quá 05 tập thể, 10 cá nhân, ' * 500}"
    reading = read(PLAN.format(title="KHEN THƯỞNG", words=words))

    assert time.monotonic() - begun < 4
    assert reading.of("quotas")
    assert [left.why for left in reading.leftovers if len(left.text) > 10_000] == [
        "Câu quá dài nên phần này chưa đọc; hãy tách câu, xuống dòng rồi đọc lại, hoặc tự nhập."
    ]
