"""Mailings: one letter a day with a person's notices, in the words in which it leaves."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from communes.access import Can
from communes.models import Commune, Person, ScopedQuerySet
from kit.vietnamese import vn_date
from kit.workflow import Move, Tones, Workflow
from reports.models.notices import Notice


class MailingQuerySet(ScopedQuerySet):
    """Letters of the open commune."""

    unit_path = None

    def for_list(self):
        """Return letters with what a list shows."""
        return self.select_related("commune", "person")


class Mailing(models.Model):
    """The digest of one person on one day; the link is added when it leaves and cannot be edited away."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Chờ gửi"
        EDITED = "edited", "Chờ gửi, đã sửa"
        HELD = "held", "Giữ lại"
        SENDING = "sending", "Đang gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Gửi hỏng"
        DROPPED = "dropped", "Không gửi"

    LEAVING = ("waiting", "edited")
    OPEN = ("waiting", "edited", "held", "failed")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="mailings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="mailings", verbose_name="người nhận")
    address = models.EmailField("địa chỉ nhận")
    day = models.DateField("ngày")
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    notices = models.ManyToManyField(Notice, related_name="mailings", verbose_name="thông báo")
    status = models.CharField("trạng thái", max_length=8, choices=Status, default=Status.WAITING)
    written = models.BooleanField("đã sửa lời", default=False)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.CharField("người lưu", max_length=160, blank=True)
    made_at = models.DateTimeField("lập lúc")
    try_at = models.DateTimeField("gửi từ lúc")
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    problem = models.CharField("lý do chưa gửi được", max_length=300, blank=True)
    claimed_at = models.DateTimeField("bắt đầu gửi lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    objects = MailingQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("edit", "Sửa lời thư", ("waiting", "edited"), "edited", Can.SEND_REMINDERS, done="Sửa lời thư nhắc"),
            Move("edit", "Sửa lời thư", ("held",), "held", Can.SEND_REMINDERS, done="Sửa lời thư nhắc"),
            Move("hold", "Giữ lại", ("waiting", "edited", "failed"), "held", Can.SEND_REMINDERS,
                 done="Giữ thư nhắc lại", tone="warning"),
            Move("release", "Cho gửi", ("held",), "waiting", Can.SEND_REMINDERS, done="Cho gửi thư nhắc",
                 tone="primary"),
            Move("retry", "Gửi lại", ("failed",), "waiting", Can.SEND_REMINDERS, done="Gửi lại thư nhắc",
                 tone="primary"),
            Move("drop", "Không gửi", ("waiting", "edited", "held", "failed"), "dropped", Can.SEND_REMINDERS,
                 needs_reason=True, done="Không gửi thư nhắc", tone="danger"),
            Move("take", "Bắt đầu gửi", ("waiting", "edited"), "sending", None),
            Move("deliver", "Gửi xong", ("sending",), "sent", None, done="Gửi thư nhắc"),
            Move("put_back", "Chờ gửi lại", ("sending",), "waiting", None),
            Move("fail", "Gửi hỏng", ("sending",), "failed", None, done="Không gửi được thư nhắc"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        waiting="info", edited="info", held="warning", sending="accent", sent="success", failed="danger",
        dropped="muted",
    )  # fmt: skip

    class Meta:
        verbose_name = "thư nhắc việc"
        verbose_name_plural = "thư nhắc việc"
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_mailing_per_person_and_day"),
            models.CheckConstraint(
                name="sent_mailing_has_its_moment",
                condition=Q(status="sent", sent_at__isnull=False) | ~Q(status="sent") & Q(sent_at=None),
            ),
        ]
        indexes = [models.Index(fields=["commune", "status"]), models.Index(fields=["status", "try_at"])]

    def __str__(self):
        return f"Thư nhắc ngày {vn_date(self.day)}"

    def get_absolute_url(self):
        return reverse("reports:mailing", args=[self.commune.slug, self.pk])
