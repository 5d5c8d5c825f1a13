"""Reminders: what was planned, sent or dropped for each thing owed; and how a commune reminds."""

from django.db import models
from django.db.models import Q

from campaigns.models import Campaign
from communes.access import Can
from communes.models import Commune, Person, ScopedQuerySet, Unit
from kit.workflow import Tones
from reports.rules import reminding


class ReminderTermsQuerySet(ScopedQuerySet):
    """How the open commune reminds."""

    unit_path = None


class ReminderTerms(models.Model):
    """How a commune reminds, and whether it does so by e-mail as well; without a row the defaults hold."""

    commune = models.OneToOneField(Commune, models.PROTECT, related_name="reminder_terms", verbose_name="địa phương")
    days_before = models.PositiveSmallIntegerField("nhắc trước hạn, số ngày", default=5)
    every = models.PositiveSmallIntegerField("sau hạn, nhắc lại mỗi, số ngày", default=3)
    times = models.PositiveSmallIntegerField("sau hạn, nhắc nhiều nhất, số lần", default=5)
    mail_on = models.BooleanField("gửi thư điện tử", default=False)
    looked_over = models.BooleanField("chỉ gửi thư sau khi cán bộ đã xem và cho gửi", default=False)
    sender = models.EmailField("địa chỉ gửi", blank=True)

    objects = ReminderTermsQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "cách nhắc việc"
        verbose_name_plural = "cách nhắc việc"
        constraints = [
            models.CheckConstraint(
                name="reminder_terms_within_reason",
                condition=Q(days_before__lte=30, every__lte=30, times__lte=20),
                violation_error_message="Nhắc trước và nhắc lại nhiều nhất 30 ngày, nhiều nhất 20 lần.",
            ),
            models.CheckConstraint(
                name="mail_has_a_sender",
                condition=Q(mail_on=False) | ~Q(sender=""),
                violation_error_message="Muốn gửi thư điện tử thì phải có địa chỉ gửi.",
            ),
        ]

    def __str__(self):
        return f"Cách nhắc việc của {self.commune}"

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.commune

    @property
    def numbers(self) -> reminding.Terms:
        """The numbers that the rule asks for."""
        return reminding.Terms(before=self.days_before, every=self.every, times=self.times)


class ReminderQuerySet(ScopedQuerySet):
    """Reminders of the open commune."""

    def within(self, actor):
        """Return the reminders that the actor may see: those of dossiers and of the council in confidence alone."""
        rows = super().within(actor)
        if not actor.may(Can.APPRAISE):
            rows = rows.exclude(about=Reminder.About.DOSSIER)
        return rows if actor.may(Can.SEE_SESSIONS) else rows.exclude(about=Reminder.About.OPINION)

    def for_list(self):
        """Return reminders with what a list shows."""
        return self.select_related("campaign", "unit", "person")


class Reminder(models.Model):
    """One reminder of one thing owed: for which day, on which day it leaves or left, or why it was dropped.

    `record_id` is the key of the report, the dossier or the ballot; `person` the one who owes, where it is not a unit.
    """

    class About(models.TextChoices):
        REPORT = "report", "Báo cáo của đơn vị"
        DOSSIER = "dossier", "Hồ sơ khen thưởng phải bổ sung"
        OPINION = "opinion", "Ý kiến bằng văn bản của Hội đồng"

    class Kind(models.TextChoices):
        BEFORE = "before", "Trước hạn"
        ON = "on", "Ngày cuối"
        AFTER = "after", "Quá hạn"

    class Status(models.TextChoices):
        PLANNED = "planned", "Sắp nhắc"
        SENT = "sent", "Đã nhắc"
        DROPPED = "dropped", "Không nhắc"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="reminders")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name="phong trào"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="reminders_owed", verbose_name="người được nhắc"
    )
    about = models.CharField("việc", max_length=10, choices=About)
    record_id = models.BigIntegerField()
    title = models.CharField("nội dung", max_length=400)
    last_day = models.DateField("hạn cuối")
    kind = models.CharField("lúc nhắc", max_length=8, choices=Kind)
    day = models.DateField("nhắc cho ngày")
    leaves_on = models.DateField("ngày gửi")
    status = models.CharField("trạng thái", max_length=8, choices=Status, default=Status.PLANNED)
    reason = models.CharField("lý do không nhắc", max_length=200, blank=True)
    planned_at = models.DateTimeField("lập lúc")
    settled_at = models.DateTimeField("gửi hoặc bỏ lúc", null=True, blank=True)

    objects = ReminderQuerySet.as_scoped_manager()
    status_tone = Tones(planned="info", sent="success", dropped="muted")

    class Meta:
        verbose_name = "lần nhắc"
        verbose_name_plural = "lần nhắc"
        constraints = [
            models.UniqueConstraint(
                fields=["about", "record_id", "kind", "day"], condition=Q(person=None), name="reminder_once_for_a_unit"
            ),
            models.UniqueConstraint(
                fields=["about", "record_id", "person", "kind", "day"],
                condition=Q(person__isnull=False),
                name="reminder_once_for_a_person",
            ),
            models.CheckConstraint(name="dropped_reminder_has_reason", condition=~Q(status="dropped") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["commune", "status"]),
            models.Index(fields=["about", "record_id"]),
            models.Index(fields=["campaign", "leaves_on"]),
        ]

    def __str__(self):
        return f"{self.title} – {self.whom}"

    @property
    def kind_tone(self) -> str:
        """How the kind is coloured."""
        return {"before": "plain", "on": "warning", "after": "danger"}[self.kind]

    @property
    def whom(self) -> str:
        """Who is reminded: a unit, or one person."""
        return str(self.person or self.unit)

    @property
    def key(self) -> tuple[str, int, int | None]:
        """What it is about: the sort, the record, the person who owes it where that is not a unit."""
        return self.about, self.record_id, self.person_id
