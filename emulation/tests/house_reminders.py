"""Records of the calendar of days off and of reminders for the tests of the house."""

from datetime import date
from functools import cached_property

from communes.models import DayOff
from communes.services import days_off
from reports.models import Mailing, Notice, Reminder
from reports.tests.cases import AT

# What stands in each address; a new address joins here.
RECORDS = {
    "campaign": "reports:reminder-text",
    "day_off": "communes:day-off-edit communes:day-off-remove",
    "notice": "reports:notice-open reports:notice-read",
    "mailing": "reports:mailing reports:mailing-edit reports:mailing-act",
}
OTHERS = {"reports:mailing-act": {"action": "hold"}, "communes:days-off-propose": {"year": 2026}}


class RemindersWorld:
    """A day off, a notice and a letter that tells of it."""

    @cached_property
    def day_off(self) -> DayOff:
        """A day off."""
        return days_off.add(day=date(2026, 4, 27), kind="made_up", name="Nghỉ bù Giỗ Tổ Hùng Vương", **self.who)

    @cached_property
    def reminder(self) -> Reminder:
        """A reminder of the report of Phòng Kinh tế that left."""
        facts = {"status": "sent", "planned_at": AT, "settled_at": AT, "record_id": self.report.pk}
        return Reminder.objects.create(
            commune=self.cast.commune, campaign=self.campaign, unit=self.unit, about="report", kind="before",
            title="Nộp báo cáo", last_day=date(2026, 11, 30), day=date(2026, 11, 25), leaves_on=date(2026, 11, 25),
            **facts,
        )  # fmt: skip

    @cached_property
    def notice(self) -> Notice:
        """A notice of somebody of Phòng Kinh tế."""
        return Notice.objects.create(
            commune=self.cast.commune, person=self.person, reminder=self.reminder,
            text="Nộp báo cáo: còn 5 ngày, hạn 30/11/2026.", action="Nộp báo cáo", due_on=date(2026, 11, 30),
            link=self.report.get_absolute_url(), at=AT,
        )  # fmt: skip

    @cached_property
    def mailing(self) -> Mailing:
        """A letter that waits."""
        letter = Mailing.objects.create(
            commune=self.cast.commune, person=self.person, address="en@example.org", day=AT.date(),
            subject="Nộp báo cáo – hạn 30/11/2026", body="Ông/bà có việc đến hạn.", made_at=AT, try_at=AT,
        )  # fmt: skip
        letter.notices.set([self.notice])
        return letter
