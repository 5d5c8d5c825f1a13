"""Working days: weekends, days off, weekend days worked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.workdays import Workdays

NEW_YEAR = date(2026, 1, 1)
MADE_UP = date(2026, 1, 10)
CALENDAR = Workdays(off=frozenset({NEW_YEAR, date(2026, 1, 2)}), worked=frozenset({MADE_UP}))
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    lambda off, worked: Workdays(off=off, worked=worked), st.frozensets(DAYS, max_size=20), st.frozensets(DAYS)
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 12, 31), True),  # thứ Tư
        (NEW_YEAR, False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 3), False),  # thứ Bảy
        (date(2026, 1, 4), False),  # Chủ nhật
        (date(2026, 1, 5), True),
        (MADE_UP, True),  # thứ Bảy làm bù
    ],
)
def test_a_day_is_worked_unless_it_is_a_weekend_or_off(day, working):
    assert CALENDAR.is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 5)),
        (date(2026, 1, 4), date(2025, 12, 31), date(2026, 1, 5)),
        (NEW_YEAR, date(2025, 12, 31), date(2026, 1, 5)),
        (date(2026, 1, 11), MADE_UP, date(2026, 1, 12)),
    ],
)
def test_the_working_day_before_and_after_are_found_across_days_off(day, before, after):
    assert (CALENDAR.on_or_before(day), CALENDAR.on_or_after(day)) == (before, after)


@given(DAYS, CALENDARS)
def test_nothing_between_a_day_and_its_working_day_is_worked(day, calendar):
    before, after = calendar.on_or_before(day), calendar.on_or_after(day)

    assert before <= day <= after
    assert calendar.is_working_day(before)
    assert calendar.is_working_day(after)
    skipped = [before + timedelta(days=each) for each in range(1, (after - before).days)]
    assert not any(calendar.is_working_day(each) for each in skipped)
