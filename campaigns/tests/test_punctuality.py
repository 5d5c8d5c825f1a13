"""The record of reports complete and on time, and what counts as late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.rules.punctuality import Due, Record, record_of, stays_late
from campaigns.rules.results import MET, UNKNOWN, UNMET

AT = datetime(2026, 12, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PAST, AHEAD = AT - timedelta(days=1), AT + timedelta(days=1)


@pytest.mark.rule("HP-06")
@pytest.mark.parametrize(
    ("dues", "record", "outcome"),
    [
        ([("accepted", PAST, False), ("submitted", PAST, False)], Record(2, 2, 0, 0), MET),
        ([("accepted", PAST, False), ("accepted", PAST, True)], Record(2, 1, 1, 0), UNMET),
        ([("accepted", PAST, False), ("draft", PAST, False)], Record(2, 1, 0, 1), UNMET),
        ([("accepted", PAST, False), ("returned", PAST, False)], Record(2, 1, 0, 1), UNMET),
        ([("accepted", PAST, False), ("returned", AHEAD, False)], Record(2, 1, 0, 0), MET),
        ([("accepted", PAST, False), ("waived", PAST, False)], Record(1, 1, 0, 0), MET),
        ([("waived", PAST, False)], Record(0, 0, 0, 0), UNKNOWN),
        ([("not_started", AHEAD, False)], Record(1, 0, 0, 0), UNKNOWN),
        ([("not_started", None, False)], Record(1, 0, 0, 0), UNKNOWN),
        ([], Record(0, 0, 0, 0), UNKNOWN),
    ],
)
def test_the_record_counts_what_was_owed_in_time_late_and_missing(dues, record, outcome):
    found = record_of([Due(*due) for due in dues], AT)

    assert (found, found.outcome) == (record, outcome)


@pytest.mark.rule("HP-06")
def test_a_report_is_missing_from_the_first_late_moment_on():
    due = Due("draft", AT, False)

    assert record_of([due], AT - timedelta(microseconds=1)).missing == 0
    assert record_of([due], AT).missing == 1


@pytest.mark.parametrize(
    ("late_now", "was_returned", "was_late", "late"),
    [
        (False, False, False, False),
        (True, False, False, True),
        (False, True, True, True),
        (False, True, False, False),
        (False, False, True, False),
    ],
)
def test_a_report_that_first_came_late_stays_late_when_it_comes_back_mended(late_now, was_returned, was_late, late):
    assert stays_late(late_now=late_now, was_returned=was_returned, was_late=was_late) is late
