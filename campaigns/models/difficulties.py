"""Difficulties that units raise, and who answers them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.plans import Campaign, OfUnitQuerySet
from campaigns.planfile.words import Part
from communes.access import Can
from communes.models import Person, Unit
from kit.workflow import Move, Tones, Workflow


class Difficulty(models.Model):
    """A difficulty on its way: unit, standing agency, leader, answer."""

    class Status(models.TextChoices):
        RAISED = "raised", "Mới phản ánh"
        TAKEN = "taken", "Cơ quan thường trực xử lý"
        FORWARDED = "forwarded", "Trình lãnh đạo"
        ANSWERED = "answered", "Đã trả lời"
        CLOSED = "closed", "Đã giải quyết xong"

    OPEN = ("raised", "taken", "forwarded")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="difficulties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="difficulties", verbose_name="đơn vị phản ánh")
    title = models.CharField("vướng mắc", max_length=300)
    text = models.TextField("nội dung cụ thể")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.RAISED)
    raised_by = models.CharField("người phản ánh", max_length=160)
    raised_at = models.DateTimeField("phản ánh lúc")
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="owned_difficulties", verbose_name="người phụ trách"
    )
    answer = models.TextField("trả lời", blank=True)
    answered_by = models.CharField("người trả lời", max_length=160, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    objects = OfUnitQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("take", "Nhận xử lý", ("raised",), "taken", Can.HANDLE_DIFFICULTIES, part=Part.TRACKS,
                 done="Nhận xử lý vướng mắc", tone="primary"),
            Move("forward", "Trình lãnh đạo", ("taken",), "forwarded", Can.HANDLE_DIFFICULTIES, part=Part.TRACKS,
                 done="Trình lãnh đạo xem xét"),
            Move("answer", "Trả lời", ("taken",), "answered", Can.HANDLE_DIFFICULTIES, part=Part.TRACKS,
                 done="Trả lời vướng mắc", tone="primary"),
            Move("decide", "Cho ý kiến giải quyết", ("forwarded",), "answered", Can.ANSWER_DIFFICULTIES,
                 done="Lãnh đạo cho ý kiến giải quyết", tone="primary"),
            Move("close", "Xác nhận đã giải quyết", ("answered",), "closed", Can.RAISE_DIFFICULTIES, own_unit=True,
                 done="Xác nhận đã giải quyết", tone="primary"),
            Move("reopen", "Chưa giải quyết được", ("answered", "closed"), "taken", Can.RAISE_DIFFICULTIES,
                 own_unit=True, needs_reason=True, done="Phản ánh lại"),
        ]
    )  # fmt: skip
    status_tone = Tones(raised="warning", taken="info", forwarded="primary", answered="success", closed="muted")

    class Meta:
        verbose_name = "khó khăn, vướng mắc"
        verbose_name_plural = "khó khăn, vướng mắc"
        constraints = [
            models.CheckConstraint(
                name="answered_difficulty_has_answer",
                condition=~Q(status__in=["answered", "closed"]) | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message="Hãy ghi nội dung trả lời.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("campaigns:difficulty", args=[self.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign."""
        return self.campaign.holders_of(part)
