"""Deadlines of a plan into moments, to the minute, in the time zone of the office."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.planfile.schema import PlanDeadline
from campaigns.planfile.words import DeadlineKind, Paper
from campaigns.rules.calendar import HERE, dues, is_late, last_day, late_from
from campaigns.tests.factories import plan_document
from campaigns.tests.five_plans import plan

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def moments(document, starts_on, ends_on):
    """Return key, year and first late moment of each due date."""
    found = dues(document, starts_on=starts_on, ends_on=ends_on)
    return [(due.deadline.key, due.year, due.late_from) for due in found]


def planned(*deadlines):
    """Return a plan with these deadlines alone."""
    return replace(plan_document(), deadlines=deadlines)


def deadline(kind, **facts):
    """Return one deadline of a report."""
    return PlanDeadline(key="bao-cao", paper=Paper.UNIT_REPORT, title="Báo cáo", kind=kind, **facts)


@given(DAYS)
def test_the_last_day_in_time_is_the_named_one_or_the_one_before(day):
    assert last_day(late_from(day, inclusive=True)) == day
    assert last_day(late_from(day, inclusive=False)) == day - timedelta(days=1)


@given(DAYS, st.booleans())
def test_a_day_is_late_from_midnight_on_and_in_time_until_then(day, inclusive):
    moment = late_from(day, inclusive=inclusive)

    assert (moment.hour, moment.minute, moment.second, moment.tzinfo) == (0, 0, 0, HERE)
    assert is_late(moment, moment)
    assert not is_late(moment - timedelta(microseconds=1), moment)


@given(DAYS, st.integers(-3, 3))
def test_inclusive_gives_exactly_one_day_more(day, shift):
    other = day + timedelta(days=shift)

    assert late_from(day, inclusive=True) == late_from(day + timedelta(days=1), inclusive=False)
    assert (late_from(day, inclusive=True) <= late_from(other, inclusive=True)) == (day <= other)


@pytest.mark.rule("KP-06")
@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2025, 12, 5, 23, 59, 59, tzinfo=HERE), False),
        (datetime(2025, 12, 6, 0, 0, tzinfo=HERE), True),
        (datetime(2025, 12, 5, 16, 59, tzinfo=UTC), False),
        (datetime(2025, 12, 5, 17, 0, tzinfo=UTC), True),
    ],
)
def test_the_fifth_is_in_time_to_its_last_minute_and_the_sixth_is_late(at, late):
    assert is_late(at, late_from(date(2025, 12, 5), inclusive=True)) is late


def test_nothing_is_late_without_a_date():
    assert not is_late(datetime(2100, 1, 1, tzinfo=HERE), None)


@pytest.mark.rule("DS-02")
def test_dai_son_owes_a_report_before_the_twentieth_of_november_of_each_of_five_years():
    found = [
        (due.year, due.late_from)
        for due in dues(plan("DS"), starts_on=date(2026, 1, 1), ends_on=date(2030, 12, 31))
        if due.deadline.paper == Paper.UNIT_REPORT
    ]

    assert found == [(year, datetime(year, 11, 20, tzinfo=HERE)) for year in range(2026, 2031)]


@pytest.mark.rule("DT-05")
def test_a_report_at_the_end_of_the_campaign_is_in_time_on_its_last_day():
    found = moments(planned(deadline(DeadlineKind.END_OF_CAMPAIGN)), date(2025, 8, 1), date(2025, 12, 31))

    assert found == [("bao-cao", None, datetime(2026, 1, 1, tzinfo=HERE))]


@pytest.mark.rule("DS-12")
@pytest.mark.parametrize("kind", [DeadlineKind.LATER_PLAN, DeadlineKind.UNSTATED, DeadlineKind.AT_ONCE])
def test_a_date_that_the_plan_leaves_open_stays_open(kind):
    assert moments(planned(deadline(kind)), date(2026, 1, 1), date(2030, 12, 31)) == [("bao-cao", None, None)]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "years"),
    [
        (date(2026, 11, 20), date(2027, 11, 20), [2026, 2027]),
        (date(2026, 11, 21), date(2027, 11, 19), []),
        (date(2026, 11, 21), date(2028, 1, 1), [2027]),
    ],
)
def test_a_yearly_date_counts_in_the_years_in_which_it_lies_inside_the_term(starts_on, ends_on, years):
    yearly = planned(deadline(DeadlineKind.YEARLY, day=20, month=11, inclusive=False))

    assert [year for _, year, _ in moments(yearly, starts_on, ends_on)] == years
