"""Notices: one line for one person, read or unread."""

from django.db import models

from communes.models import Commune, Person, ScopedQuerySet
from reports.models.reminders import Reminder


class NoticeQuerySet(ScopedQuerySet):
    """Notices of the open commune: each for its own person alone."""

    unit_path = None

    def within(self, actor):
        """Return the notices of the actor."""
        return self.filter(person=actor.person) if actor.person else self.none()

    def unread(self):
        """Return the notices that still stand and were not read yet."""
        return self.filter(read_at=None, over_at=None)


class Notice(models.Model):
    """One line for one person with the page on which it is done; `action` and `due_on` say it in a letter's subject.

    `over_at`: the thing was done, or a newer notice tells of it.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices", verbose_name="người nhận")
    reminder = models.ForeignKey(
        Reminder, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="lần nhắc"
    )
    text = models.CharField("nội dung", max_length=600)
    action = models.CharField("việc cần làm", max_length=200)
    due_on = models.DateField("hạn cuối", null=True, blank=True)
    link = models.CharField("trang thực hiện", max_length=300)
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    over_at = models.DateTimeField("hết hiệu lực lúc", null=True, blank=True)

    objects = NoticeQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "thông báo nhắc việc"
        verbose_name_plural = "thông báo nhắc việc"
        constraints = [
            models.UniqueConstraint(fields=["reminder", "person"], name="notice_once_per_reminder_and_person")
        ]
        indexes = [models.Index(fields=["person", "read_at"])]

    def __str__(self):
        return self.text

    @property
    def state(self) -> tuple[str, str]:
        """What became of it, in a word, and how that is coloured."""
        if self.read_at:
            return "Đã đọc", "muted"
        return ("Đã qua", "muted") if self.over_at else ("Chưa đọc", "info")
