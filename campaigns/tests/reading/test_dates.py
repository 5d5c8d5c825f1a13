"""Last days in words: each wording with the day it asks for, whether that day still counts, and what is doubtful."""

import pytest

from campaigns.reading.dates import limits, real_day

DAYS = [
    ("gửi trước ngày 30/11/2025", "on_date", "2025-11-30", False, 0),
    ("gửi báo cáo trước ngày 25 tháng 11 năm 2026", "on_date", "2026-11-25", False, 0),
    ("chậm nhất ngày 05/12/2025", "on_date", "2025-12-05", True, 0),
    ("chậm nhất đến hết ngày 05/12/2026", "on_date", "2026-12-05", True, 0),
    ("muộn nhất ngày 01/12/2026", "on_date", "2026-12-01", True, 0),
    ("muộn nhất là ngày 01/12/2026", "on_date", "2026-12-01", True, 0),
    ("hạn cuối nhận hồ sơ: 10/12/2026", "on_date", "2026-12-10", True, 0),
    ("xong trước ngày 31/01/2026", "on_date", "2026-01-31", False, 0),
    ("trước 17 giờ, thứ Sáu, ngày 31/7/2026", "on_date", "2026-07-31", True, 1),
    ("trước 17 giờ 00 ngày 31/7/2026", "on_date", "2026-07-31", True, 1),
    ("chậm nhất trước ngày 01/12/2026", "on_date", "2026-12-01", False, 1),
    ("chậm nhất là 20/11", "on_date", "2026-11-20", True, 1),
    ("trước ngày 10 tháng 01 năm sau", "on_date", "2027-01-10", False, 1),
    ("báo cáo trong tháng 11", "on_date", "2026-11-30", True, 2),
    ("trong tháng 02 năm 2026", "on_date", "2026-02-28", True, 1),
    ("trước tháng 12/2026", "on_date", "2026-12-01", False, 1),
    ("trong quý III năm 2026", "on_date", "2026-09-30", True, 1),
    ("gửi trước ngày 31/6/2026", "on_date", None, False, 1),
    ("hạn cuối nộp hồ sơ: 17h00 ngày 30.11.2026", "on_date", "2026-11-30", True, 1),
    ("gửi trước ngày mùng 5 tháng 12 năm 2026", "on_date", "2026-12-05", False, 0),
    ("gửi trước cuối tháng 11/2026", "on_date", "2026-11-30", True, 1),
    ("hoàn thành trước quý III/2026", "on_date", "2026-07-01", False, 1),
]
RETURNING = [
    ("trước ngày 20/11 hàng năm", "yearly", 20, 11, False),
    ("trước ngày 15 tháng 11 hằng năm", "yearly", 15, 11, False),
    ("trước ngày 25 hằng tháng", "monthly", 25, None, False),
    ("định kỳ hằng tháng, trước ngày 20", "monthly", 20, None, False),
    ("trước ngày 05 của tháng sau", "monthly", 5, None, False),
    ("ngày 25 hằng tháng gửi báo cáo", "monthly", 25, None, True),
    ("trước ngày 15 của tháng cuối quý", "quarterly", 15, None, False),
]
AFTER = [
    ("chậm nhất 05 ngày sau khi kết thúc đợt thi đua", 5, 1),
    ("chậm nhất 05 ngày làm việc sau khi nghiệm thu", 5, 2),
    ("trong thời hạn 10 ngày kể từ ngày kết thúc đợt thi đua", 10, 1),
    ("trong thời hạn 07 ngày làm việc (kể từ ngày niêm yết)", 7, 2),
]
UNDATED = [
    ("gửi hồ sơ ngay sau khi lập được thành tích", "at_once"),
    ("kết thúc phong trào thi đua, các đơn vị gửi báo cáo", "end_of_campaign"),
    ("thời gian tiếp nhận hồ sơ thực hiện theo kế hoạch tổng kết phong trào của UBND xã", "later_plan"),
]
NONE = [
    "Kế hoạch số 15/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh",
    "hoàn thành trước khi vào mùa mưa",
    "hoàn thành 50/60 chỉ tiêu",
    "trước đây, trước mắt, trước hết",
    "kết thúc phong trào thi đua",
]


@pytest.mark.parametrize(("words", "kind", "on", "inclusive", "doubts"), DAYS)
def test_a_day_is_read_with_whether_it_still_counts(words, kind, on, inclusive, doubts):
    (limit,) = limits(words, year=2026)
    assert (limit.kind, limit.on and limit.on.isoformat(), limit.inclusive) == (kind, on, inclusive)
    assert len(limit.warnings) == doubts


@pytest.mark.parametrize(("words", "kind", "day", "month", "inclusive"), RETURNING)
def test_a_day_that_comes_again_keeps_its_parts(words, kind, day, month, inclusive):
    (limit,) = limits(words, year=2026)
    assert (limit.kind, limit.day, limit.month, limit.inclusive, limit.on) == (kind, day, month, inclusive, None)


@pytest.mark.parametrize(("words", "days", "doubts"), AFTER)
def test_days_after_an_event_ask_a_person_for_the_date(words, days, doubts):
    (limit,) = limits(words, year=2026)
    assert (limit.kind, limit.days_after, limit.inclusive, len(limit.warnings)) == ("after_event", days, True, doubts)


@pytest.mark.parametrize(("words", "kind"), UNDATED)
def test_what_names_no_day_keeps_its_kind(words, kind):
    (limit,) = limits(words, year=2026)
    assert (limit.kind, limit.on) == (kind, None)


@pytest.mark.parametrize("words", NONE)
def test_words_without_a_last_day_give_none(words):
    assert limits(words, year=2026) == []


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("trước ngày 20/6 và ngày 20/12 hằng năm", [("yearly", 20, 6, None), ("yearly", 20, 12, None)]),
        (
            "trước ngày 15/6 (6 tháng), 15/11/2027 (cả năm)",
            [("on_date", None, None, "2027-06-15"), ("on_date", None, None, "2027-11-15")],
        ),
        (
            "chậm nhất ngày 05/5/2026, 05/9/2026 và 05/12/2026",
            [("on_date", None, None, f"2026-{month}-05") for month in ("05", "09", "12")],
        ),
        ("trước ngày 10/3/2026, 02 cá nhân", [("on_date", None, None, "2026-03-10")]),
    ],
)
def test_days_that_share_one_word_are_each_a_last_day(words, wanted):
    found = limits(words, year=None)
    assert [(each.kind, each.day, each.month, each.on and each.on.isoformat()) for each in found] == wanted
    assert len({each.inclusive for each in found}) == 1


def test_two_days_of_one_sentence_stand_in_their_order():
    found = limits("báo cáo 6 tháng trước ngày 10/6/2026, báo cáo năm chậm nhất ngày 25/11/2026", year=2026)
    assert [each.on.isoformat() for each in found] == ["2026-06-10", "2026-11-25"]


def test_a_day_that_no_calendar_has_keeps_its_figures():
    (limit,) = limits("trước ngày 31/6/2026", year=2026)
    assert limit.facts() == {"kind": "on_date", "inclusive": False, "day": 31, "month": 6}
    assert limit.warnings == ("Không có ngày 31/6/2026.",)


def test_a_day_without_year_and_a_plan_without_date_stays_open():
    (limit,) = limits("trước ngày 20/11", year=None)
    assert (limit.on, limit.day, limit.month, limit.warnings) == (
        None,
        20,
        11,
        ("Kế hoạch không ghi năm của ngày này.",),
    )


def test_the_calendar_knows_leap_years():
    assert (real_day(2028, 2, 29).day, real_day(2026, 2, 29)) == (29, None)
