"""A whole year of thirty units, night by night, counted against what a slow and simple reckoning expects."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaigns.models import Obligation
from campaigns.planfile import words as w
from campaigns.planfile.schema import PlanDeadline
from campaigns.rules import calendar
from campaigns.tests.factories import make_campaign, plan_document
from communes.models import DayOff, Role
from communes.tests.factories import make_membership, make_person, make_unit, make_user
from reports.models import Mailing, Notice, Reminder
from reports.tests.reminder_cases import at, hand_in, morning, night, sends_letters

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 16), date(2026, 12, 31)
# Báo cáo quý I (thứ Ba), 6 tháng (Chủ nhật), năm (thứ Hai), và một hạn ngay sau kỳ nghỉ Tết.
LAST_DAYS = (date(2026, 2, 22), date(2026, 3, 31), date(2026, 6, 28), date(2026, 11, 30))
OFF = [*(date(2026, 2, each) for each in range(16, 21)), date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1),
       date(2026, 9, 1), date(2026, 9, 2)]  # fmt: skip
WORKED = [date(2026, 2, 28), date(2026, 6, 27)]
EXTENDED = date(2026, 4, 10)


def end_of(unit: int, deadline: int) -> tuple[date | None, str]:
    """Return the day on which a unit's report is settled, and how; some never are."""
    if unit % 10 == 0:
        return None, ""
    if unit % 10 == 1:
        return LAST_DAYS[deadline] - 2 * DAY, "waived"
    return LAST_DAYS[deadline] + ((unit * 7 + deadline * 5) % 40 - 20) * DAY, "submitted"


def works(day: date) -> bool:
    """Say whether the commune works on a day, by hand."""
    return day in WORKED or (day not in OFF and day.isoweekday() <= 5)


def expected() -> tuple[Counter, int]:
    """Reckon slowly: each working day speaks for itself and for the days off that follow it.

    Returns how many reminders of each kind leave in the year, and how many letters: one for each unit and day.
    """
    kinds, letters = Counter(), set()
    for unit in range(30):
        for deadline, planned in enumerate(LAST_DAYS):
            settled, _ = end_of(unit, deadline)
            day = FIRST
            while day <= LAST:
                last_day = EXTENDED if (unit, deadline) == (10, 1) and day > date(2026, 3, 24) else planned
                said = None
                if works(day) and (settled is None or settled >= day):
                    spoken_for = [day]
                    while not works(spoken_for[-1] + DAY):
                        spoken_for.append(spoken_for[-1] + DAY)
                    for each in spoken_for:
                        gap = (each - last_day).days
                        if gap == -5:
                            said = "before"
                        if gap == 0:
                            said = "on"
                        if gap in (3, 6, 9, 12, 15) and day > last_day:
                            said = "after"
                if said:
                    kinds[said] += 1
                    letters.add((unit, day))
                day += DAY
    return kinds, len(letters)


@pytest.fixture
def campaign(cast):
    """A campaign of a year with thirty villages, the head of each with an address, and the days off of the year."""
    sends_letters(cast)
    units = [make_unit(cast.commune, f"Xóm {number:02}", "residential", position=number) for number in range(30)]
    for number, unit in enumerate(units):
        user = make_user(f"truong.xom.{number}", email=f"xom{number}@dongtam.example")
        make_membership(make_person(cast.commune, f"Trưởng xóm {number}", unit=unit, user=user), Role.UNIT_HEAD, unit)
    for day in (*OFF, *WORKED):
        kind = "worked" if day in WORKED else "holiday"
        facts = {"name": "Lịch năm 2026", "confirmed_by": "Nguyễn Thị Hạnh", "confirmed_at": at(FIRST)}
        DayOff.objects.create(commune=cast.commune, day=day, kind=kind, **facts)
    plan = plan_document(units=units)
    deadlines = tuple(
        PlanDeadline(key=f"bao-cao-{place}", paper=w.Paper.UNIT_REPORT, title=f"Báo cáo kỳ {place + 1}",
                     kind=w.DeadlineKind.ON_DATE, on=day, clause="VI.2")
        for place, day in enumerate(LAST_DAYS)
    )  # fmt: skip
    return make_campaign(cast, units=units, document=replace(plan, deadlines=deadlines))


@pytest.mark.slow
@pytest.mark.once
def test_in_a_year_of_thirty_units_exactly_the_expected_letters_leave(cast, campaign, settings, mailoutbox):
    settings.MAIL_READY = True
    reports = {
        (report.unit.position, LAST_DAYS.index(report.last_day)): report
        for report in Obligation.objects.filter(campaign=campaign).select_related("unit")
    }
    settled = {}
    for key, report in reports.items():
        settled.setdefault(end_of(*key)[0], []).append((report, end_of(*key)[1]))

    day = FIRST
    while day <= LAST:
        night(cast, day)
        morning(cast, day)
        for report, how in settled.get(day, ()):
            hand_in(report, day, how)
        if day == date(2026, 3, 24):
            moved = calendar.late_from(EXTENDED, inclusive=True)
            Obligation.objects.filter(pk=reports[10, 1].pk).update(late_from=moved)
        day += DAY

    kinds, letters = expected()
    sent = Reminder.objects.filter(status="sent")
    assert Counter(sent.values_list("kind", flat=True)) == kinds
    assert kinds == {"before": 63, "on": 68, "after": 189}
    assert len(mailoutbox) == Mailing.objects.filter(status="sent").count() == letters == 320
    assert Notice.objects.count() == sent.count()
    assert not [row for row in sent if not works(row.leaves_on)]
    assert not Reminder.objects.filter(status="planned").exists()
