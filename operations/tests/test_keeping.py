"""Which archives stay."""

from datetime import UTC, datetime, timedelta

import pytest

from operations.rules.keeping import Keep, to_remove

NIGHT = datetime(2026, 5, 14, 2, 0, tzinfo=UTC)


def nights(number, step=1):
    """Return archives of so many nights by how many days ago they were made."""
    return {back: NIGHT - timedelta(days=back) for back in range(0, number * step, step)}


@pytest.mark.parametrize(
    ("archives", "keep", "stay"),
    [
        (nights(3), Keep(7, 4, 12), {0, 1, 2}),
        (nights(10), Keep(7, 0, 0), set(range(7))),
        # 14/5/2026 is a Thursday: the newest of its week, then the Sundays before.
        (nights(30), Keep(0, 4, 0), {0, 4, 11, 18}),
        # Of May the 14th, of April the 30th, of March the 31st.
        (nights(60), Keep(0, 0, 3), {0, 14, 44}),
        (nights(60), Keep(2, 2, 2), {0, 1, 4, 14}),
        # A machine that was off loses nothing: days without an archive do not count.
        (nights(4, step=40), Keep(3, 0, 0), {0, 40, 80}),
        ({}, Keep(7, 4, 12), set()),
    ],
)
def test_the_newest_of_each_of_the_last_periods_stays(archives, keep, stay):
    assert set(archives) - set(to_remove(archives, keep)) == stay


def test_of_one_day_the_last_archive_stays_and_the_oldest_go_first():
    archives = {1: NIGHT, 2: NIGHT + timedelta(hours=9), 3: NIGHT - timedelta(days=1)}

    assert to_remove(archives, Keep(1, 0, 0)) == [3, 1]


@pytest.mark.parametrize("words", ["", "7", "7,4", "7,4,12,1", "0,0,0", "-1,4,12", "bảy,4,12", "7,x,1"])
def test_a_rule_that_is_none_is_refused(words):
    with pytest.raises(ValueError, match="phải là ba số"):
        Keep.read(words)


def test_a_rule_is_read_as_days_weeks_months():
    assert Keep.read("7, 4,12") == Keep(7, 4, 12)
