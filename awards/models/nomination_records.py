"""What is kept of a nomination as it was: evaluations, exceptions, the words of each hand-in."""

from django.db import models
from django.db.models import Q

from awards.models.nominations import Nomination, OfNominationQuerySet


class EligibilityRun(models.Model):
    """One evaluation of a dossier with everything it was based on; kept as it was.

    `told` holds what some conditions said as far as results of other dossiers were announced then.
    """

    class Stage(models.TextChoices):
        SUBMISSION = "submission", "Khi nộp"
        APPRAISAL = "appraisal", "Khi thẩm định"
        COUNCIL = "council", "Trước khi đưa ra Hội đồng"
        DECISION = "decision", "Trước khi quyết định"

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="runs")
    stage = models.CharField("lúc", max_length=12, choices=Stage)
    state = models.CharField("kết quả", max_length=10)
    sentence = models.CharField("kết luận", max_length=600)
    provisional = models.BooleanField("còn căn cứ tạm tính", default=False)
    tree = models.JSONField("tiêu chuẩn", default=dict)
    checks = models.JSONField("điều kiện chung", default=list)
    told = models.JSONField("điều kiện chung theo kết quả đã công bố", default=list)
    at = models.DateTimeField("lúc")
    by = models.CharField("người thực hiện", max_length=160)

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lần xét điều kiện"
        verbose_name_plural = "lần xét điều kiện"
        indexes = [models.Index(fields=["nomination", "stage"])]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.sentence}"


class Exemption(models.Model):
    """A lawful exception from one general condition, granted by a leader with a reason.

    It passes only the `conflicts` for which it was granted, by their references; `granted_for` says them in words.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="exemptions")
    check_key = models.CharField("điều kiện", max_length=40)
    title = models.CharField("tên điều kiện", max_length=200)
    conflicts = models.JSONField("vướng mắc được bỏ qua", default=list)
    granted_for = models.TextField("cho phép đối với", blank=True)
    reason = models.TextField("lý do và căn cứ")
    leader_name = models.CharField("người cho phép", max_length=160)
    granted_at = models.DateTimeField("cho phép lúc")

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "trường hợp ngoại lệ"
        verbose_name_plural = "trường hợp ngoại lệ"
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "check_key", "conflicts"], name="exemption_once_per_conflict"
            ),
            models.CheckConstraint(name="exemption_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.title}: {self.reason}"

    @property
    def history_root(self):
        """The nomination whose history this belongs to."""
        return self.nomination


class NominationVersion(models.Model):
    """A dossier as it was handed in: frozen words, so that what changed after a return can be shown."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("lần nộp")
    content = models.JSONField("nội dung")
    change_note = models.TextField("nội dung đã sửa", blank=True)
    submitted_at = models.DateTimeField("nộp lúc")
    submitted_by = models.CharField("người nộp", max_length=160)

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lần nộp hồ sơ"
        verbose_name_plural = "lần nộp hồ sơ"
        constraints = [models.UniqueConstraint(fields=["nomination", "number"], name="nomination_version_number_once")]

    def __str__(self):
        return f"{self.nomination} – lần {self.number}"
