"""Values with dates: which holds on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.dated import in_force


@dataclass(frozen=True)
class Value:
    """A value that holds between two days."""

    name: str
    valid_from: date
    valid_to: date | None = None


OLD = Value("old", date(2024, 7, 1), date(2026, 6, 30))
NEW = Value("new", date(2026, 7, 1))
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
VALUES = st.lists(
    st.builds(
        lambda start, length: Value("any", start, None if length is None else start + timedelta(days=length)),
        DAYS,
        st.none() | st.integers(0, 4000),
    ),
    max_size=6,
    unique_by=lambda value: value.valid_from,
)


@pytest.mark.rule("L-01")
@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2024, 6, 30), None),
        (date(2024, 7, 1), OLD),
        (date(2026, 6, 30), OLD),
        (date(2026, 7, 1), NEW),
        (date(2100, 1, 1), NEW),
    ],
)
@pytest.mark.parametrize("values", [[OLD, NEW], [NEW, OLD]])
def test_a_value_holds_from_its_first_day_to_the_end_of_its_last(values, day, found):
    assert in_force(values, day) is found


@pytest.mark.rule("L-01")
def test_of_two_that_cover_a_day_the_one_that_began_last_holds():
    special = Value("special", date(2026, 8, 1), date(2026, 8, 31))

    assert in_force([NEW, special], date(2026, 8, 31)) is special
    assert in_force([NEW, special], date(2026, 9, 1)) is NEW


@given(VALUES, DAYS)
def test_what_holds_covers_the_day_and_nothing_newer_does(values, day):
    found = in_force(values, day)
    covering = [each for each in values if each.valid_from <= day <= (each.valid_to or date.max)]

    assert (found is None) == (not covering)
    assert all(each.valid_from <= found.valid_from for each in covering)
