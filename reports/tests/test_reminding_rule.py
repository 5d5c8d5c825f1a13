"""The law of reminding: who is reminded on which day, over tables of cases and over all histories."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.workdays import Workdays
from reports.rules.reminding import AHEAD, CATCH_UP, MOVED, PASSED, Due, Kind, Known, Terms, night, schedule

DAY = timedelta(days=1)
PLAIN = Workdays()
DEADLINE = date(2026, 11, 30)  # thứ Hai
TERMS = Terms(before=5, every=3, times=2)


def day(number, month=11):
    """Return a day of 2026."""
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("last_day", "terms", "workdays", "leaving"),
    [
        (DEADLINE, TERMS, PLAIN, ["25/11 before", "30/11 on", "03/12 after", "04/12 after"]),
        # Chủ nhật 29/11: nhắc vào thứ Sáu 27/11; sau hạn 02/12, 05/12 (thứ Bảy) nhắc 04/12.
        (day(29), TERMS, PLAIN, ["24/11 before", "27/11 on", "02/12 after", "04/12 after"]),
        (DEADLINE, Terms(0, 3, 1), PLAIN, ["30/11 on", "03/12 after"]),
        (DEADLINE, Terms(5, 0, 9), PLAIN, ["25/11 before", "30/11 on"]),
        (DEADLINE, Terms(5, 3, 0), PLAIN, ["25/11 before", "30/11 on"]),
        # Thứ Sáu 27/11 hết hạn: ngày kế tiếp là cuối tuần, lần nhắc quá hạn không đi sớm vào ngày cuối.
        (day(27), Terms(0, 1, 3), PLAIN, ["27/11 on", "30/11 after"]),
        # Một ngày chỉ một lần: nhắc trước và nhắc ngày cuối cùng rơi vào kỳ nghỉ thì còn lần sau.
        (DEADLINE, TERMS, Workdays(off=frozenset(day(each) for each in range(24, 31))),
         ["23/11 on", "03/12 after", "04/12 after"]),
        # Thứ Bảy làm bù 28/11 là ngày làm việc.
        (day(28), Terms(0, 0, 0), Workdays(worked=frozenset({day(28)})), ["28/11 on"]),
    ],
)  # fmt: skip
def test_a_last_day_has_its_reminders_on_working_days(last_day, terms, workdays, leaving):
    found = schedule(last_day, terms=terms, workdays=workdays)

    assert [f"{each.leaves_on:%d/%m} {each.kind}" for each in found] == leaving


def tonight(today, known=None, *, closed="", last_day=DEADLINE, terms=TERMS, workdays=PLAIN):
    """Return what happens on a day."""
    return night(last_day, known or {}, closed=closed, today=today, terms=terms, workdays=workdays)


BEFORE, ON = (Kind.BEFORE, day(25)), (Kind.ON, DEADLINE)


def test_the_next_reminder_alone_is_planned():
    assert tonight(day(20)).plan == Due(day(25), Kind.BEFORE, day(25))
    assert tonight(day(25), {BEFORE: Known("sent", day(25))}).plan == Due(DEADLINE, Kind.ON, DEADLINE)
    assert tonight(DEADLINE - AHEAD - 6 * DAY).plan is None


def test_a_planned_reminder_is_planned_once_and_moves_with_the_days_off():
    known = {ON: Known("planned", DEADLINE), BEFORE: Known("sent", day(25))}

    assert tonight(day(26), known).plan is None
    moved = tonight(day(26), known, workdays=Workdays(off=frozenset({DEADLINE})))
    assert (moved.plan, moved.drop) == (Due(day(27), Kind.ON, DEADLINE), ())


def test_a_reminder_leaves_on_its_day_and_not_again():
    assert tonight(day(25), {BEFORE: Known("planned", day(25))}).send == Due(day(25), Kind.BEFORE, day(25))
    assert tonight(day(25), {BEFORE: Known("sent", day(25))}).send is None
    assert tonight(day(26), {BEFORE: Known("sent", day(25))}).send is None


def test_what_is_done_waived_or_closed_is_dropped_with_its_reason():
    known = {ON: Known("planned", DEADLINE), BEFORE: Known("sent", day(25))}

    found = tonight(DEADLINE, known, closed="Đã nộp ngày 29/11/2026.")

    assert (found.send, found.plan, found.drop) == (None, None, ((ON, "Đã nộp ngày 29/11/2026."),))


def test_a_new_last_day_drops_what_was_planned_for_the_old_one():
    found = tonight(day(26), {ON: Known("planned", DEADLINE)}, last_day=day(11, 12))

    assert found.drop == ((ON, MOVED),)
    assert found.plan == Due(day(4, 12), Kind.BEFORE, day(6, 12))


def test_without_a_last_day_nothing_is_planned():
    found = tonight(day(26), {ON: Known("planned", DEADLINE)}, last_day=None)

    assert (found.send, found.plan, found.drop) == (None, None, ((ON, MOVED),))


def test_a_night_without_power_is_made_up_by_the_latest_reminder_alone():
    known = {BEFORE: Known("planned", day(25))}

    assert tonight(day(27), known).send == Due(day(25), Kind.BEFORE, day(25))
    late = tonight(DEADLINE, known)
    assert (late.send, late.drop) == (Due(DEADLINE, Kind.ON, DEADLINE), ((BEFORE, PASSED),))
    assert tonight(day(1, 12), {}).send is None
    assert tonight(day(4, 12) + CATCH_UP, {}).send.kind == Kind.AFTER
    assert tonight(day(4, 12) + CATCH_UP + 3 * DAY, {}).send is None


def test_on_a_day_off_nothing_leaves_and_what_was_missed_waits():
    known = {BEFORE: Known("planned", day(25))}
    off = Workdays(off=frozenset({day(26)}))

    found = tonight(day(26), known, workdays=off)

    assert (found.send, found.drop) == (None, ())
    assert tonight(day(27), known, workdays=off).send == Due(day(25), Kind.BEFORE, day(25))


def test_what_was_dropped_when_it_was_handed_in_is_planned_again_when_it_was_taken_back():
    known = {ON: Known("dropped", DEADLINE), BEFORE: Known("sent", day(25))}

    assert tonight(day(27), known).plan == Due(DEADLINE, Kind.ON, DEADLINE)
    assert tonight(DEADLINE, known).send == Due(DEADLINE, Kind.ON, DEADLINE)


# Any history: each day the machine runs or not, the thing is owed or not, its last day and the days off may change.
STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["", "", "", "Đã nộp."]), st.integers(-3, 25), st.booleans()),
    min_size=1,
    max_size=60,
)
ALL_TERMS = st.builds(Terms, before=st.integers(0, 10), every=st.integers(0, 5), times=st.integers(0, 6))


@given(STEPS, ALL_TERMS)
def test_in_every_history_the_law_holds(steps, terms):
    known, sent, off = {}, [], set()
    start = date(2026, 1, 26)
    for place, (runs, closed, ahead, is_off) in enumerate(steps):
        today = start + place * DAY
        last_day = start + timedelta(days=ahead + place // 7)
        if is_off:
            off.add(today)
        if not runs:
            continue
        workdays = Workdays(off=frozenset(off))
        found = night(last_day, known, closed=closed, today=today, terms=terms, workdays=workdays)
        planned = {key for key, each in known.items() if each.status == "planned"}

        dropped = {key for key, _ in found.drop}
        assert dropped <= planned
        assert all(reason for _, reason in found.drop)
        if found.send:
            assert not closed
            assert workdays.is_working_day(today)
            assert (found.send.kind == Kind.AFTER) is (today > last_day)
            sent.append((*found.send.key, today))
        if found.plan:
            assert not closed
            assert found.plan.leaves_on > today
        for key in dropped:
            known[key] = Known("dropped", known[key].leaves_on)
        for due, status in ((found.plan, "planned"), (found.send, "sent")):
            if due:
                assert status == "sent" or known.get(due.key, Known("", today)).status != "sent"
                known[due.key] = Known(status, today if status == "sent" else due.leaves_on)
        again = night(last_day, known, closed=closed, today=today, terms=terms, workdays=workdays)
        assert (again.send, again.plan, again.drop) == (None, None, ())

    assert max(Counter(key[:2] for key in sent).values(), default=1) == 1
    assert max(Counter(key[2] for key in sent).values(), default=1) == 1
