"""The days off that the law fixes (Bộ luật Lao động 2019, Điều 111, 112)."""

from datetime import date

import pytest

from communes.rules.holidays import beside_national_day, proposals


def told(year, *, beside=None, known=None):
    """Return the proposed days of a year as (day/month, name)."""
    found = proposals(year, beside=beside or beside_national_day(year)[0], known=known or {})
    return [(f"{each.day:%d/%m}", each.name) for each in found]


def test_the_fixed_days_are_proposed_with_the_chosen_day_beside_national_day():
    expected = [
        ("01/01", "Tết Dương lịch"),
        ("30/04", "Ngày Chiến thắng 30/4"),
        ("01/05", "Ngày Quốc tế lao động 01/5"),
    ]
    national = ("02/09", "Quốc khánh 02/9")

    assert told(2026) == [*expected, ("01/09", "Nghỉ liền kề Quốc khánh"), national]
    assert told(2026, beside=date(2026, 9, 3)) == [*expected, national, ("03/09", "Nghỉ liền kề Quốc khánh")]


def test_no_lunar_day_is_guessed():
    names = " ".join(name for _, name in told(2026))

    assert "Âm lịch" not in names
    assert "Giỗ Tổ" not in names


@pytest.mark.parametrize(
    ("year", "made_up"),
    [
        (2026, []),
        (2027, [("03/05", "Nghỉ bù Ngày Quốc tế lao động 01/5")]),  # 01/5/2027 là thứ Bảy
        # 01/01/2028 là thứ Bảy, 30/4 là Chủ nhật: ngày kế tiếp 01/5 đã nghỉ, nên nghỉ bù 02/5; 02/9 là thứ Bảy.
        (2028, [("03/01", "Nghỉ bù Tết Dương lịch"), ("02/05", "Nghỉ bù Ngày Chiến thắng 30/4"),
                ("04/09", "Nghỉ bù Quốc khánh 02/9")]),
        (2022, [("03/01", "Nghỉ bù Tết Dương lịch"), ("02/05", "Nghỉ bù Ngày Chiến thắng 30/4"),
                ("03/05", "Nghỉ bù Ngày Quốc tế lao động 01/5")]),
    ],
)  # fmt: skip
def test_a_holiday_on_a_weekend_moves_its_day_off_to_the_next_working_day(year, made_up):
    assert [each for each in told(year) if each[1].startswith("Nghỉ bù")] == made_up


def test_what_is_known_already_is_not_proposed_again_nor_moved_further():
    everything = proposals(2027, beside=date(2027, 9, 3), known={})

    assert told(2027, beside=date(2027, 9, 3), known={each.day: each.name for each in everything}) == []


def test_a_day_in_place_of_a_weekend_never_falls_on_a_day_off_entered_by_hand():
    found = told(2023, known={date(2023, 4, 29): "Giỗ Tổ Hùng Vương", date(2023, 5, 2): "Nghỉ bù Giỗ Tổ Hùng Vương"})

    assert ("03/05", "Nghỉ bù Ngày Chiến thắng 30/4") in found


def test_only_the_days_next_to_national_day_can_be_chosen():
    with pytest.raises(ValueError, match="beside"):
        proposals(2026, beside=date(2026, 9, 4), known={})
