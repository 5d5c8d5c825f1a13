"""Appraisal: who judges which criterion how, public posting, and what other bodies say."""

from django.db import models
from django.db.models import F, Q

from awards.models.nominations import Nomination, OfNominationQuerySet
from campaigns.rules.results import MET, UNKNOWN, UNMET
from communes.models import Commune, Person, ScopedQuerySet


class Verdict(models.TextChoices):
    """What is said about one criterion."""

    MET = MET, "Đạt"
    UNMET = UNMET, "Không đạt"
    UNKNOWN = UNKNOWN, "Chưa rõ"


class OfAppraisalQuerySet(OfNominationQuerySet):
    """What appraisers write: for the agency and the council alone."""

    def within(self, actor):
        """Return nothing to a unit: the agency's working papers are not its own."""
        return self if actor.sees_all_units else self.none()


class Appraisal(models.Model):
    """One appraiser's work on a dossier; the second gives a verdict before seeing the first."""

    class Conclusion(models.TextChoices):
        ELIGIBLE = "eligible", "Đủ điều kiện"
        INELIGIBLE = "ineligible", "Không đủ điều kiện"

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="appraisals")
    order = models.PositiveSmallIntegerField("người thẩm định thứ", default=1)
    appraiser = models.ForeignKey(Person, models.PROTECT, related_name="appraisals", verbose_name="người thẩm định")
    own_unit = models.BooleanField("thẩm định hồ sơ của chính đơn vị mình", default=False)
    began_at = models.DateTimeField("nhận lúc")
    verdict = models.CharField("kết luận", max_length=12, choices=Conclusion, blank=True)
    note = models.TextField("nhận xét", blank=True)
    given_at = models.DateTimeField("kết luận lúc", null=True, blank=True)
    set_aside_at = models.DateTimeField("không còn dùng từ", null=True, blank=True)

    objects = OfAppraisalQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "thẩm định"
        verbose_name_plural = "thẩm định"
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "order"], condition=Q(set_aside_at=None), name="appraisal_order_once"
            ),
            models.UniqueConstraint(
                fields=["nomination", "appraiser"], condition=Q(set_aside_at=None), name="appraiser_once_per_nomination"
            ),
            models.CheckConstraint(
                name="appraisal_verdict_has_moment", condition=Q(verdict="") | Q(given_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"Thẩm định lần {self.order}: {self.nomination}"

    @property
    def history_root(self):
        """The nomination whose history this belongs to."""
        return self.nomination


class Judgement(models.Model):
    """What the unit itself (`appraisal` empty) or an appraiser says about one criterion, by its path in the tree."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="judgements")
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, null=True, blank=True, related_name="judgements")
    path = models.CharField("tiêu chuẩn", max_length=300)
    verdict = models.CharField("đánh giá", max_length=10, choices=Verdict, default=Verdict.UNKNOWN)
    note = models.TextField("căn cứ, nhận xét", blank=True)
    by = models.CharField("người đánh giá", max_length=160)
    at = models.DateTimeField("đánh giá lúc")

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đánh giá tiêu chuẩn"
        verbose_name_plural = "đánh giá tiêu chuẩn"
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "path"], condition=Q(appraisal=None), name="self_judgement_once"
            ),
            models.UniqueConstraint(
                fields=["appraisal", "path"], condition=Q(appraisal__isnull=False), name="appraiser_judgement_once"
            ),
        ]

    def __str__(self):
        return f"{self.path}: {self.get_verdict_display()}"


class PostingQuerySet(ScopedQuerySet):
    """Public postings of the open commune."""

    unit_path = None


class Posting(models.Model):
    """A list of nominees posted in public for remarks before the council sits (Luật TĐKT, Điều 84.5)."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="postings")
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="postings")
    starts_on = models.DateField("công khai từ ngày")
    ends_on = models.DateField("đến hết ngày")
    place = models.CharField("nơi công khai", max_length=300)
    nominations = models.ManyToManyField(Nomination, related_name="postings", verbose_name="hồ sơ công khai")
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    outcome = models.TextField("kết quả công khai", blank=True)
    posted_by = models.CharField("người thực hiện", max_length=160)

    objects = PostingQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đợt công khai"
        verbose_name_plural = "đợt công khai"
        constraints = [
            models.CheckConstraint(
                name="posting_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc công khai phải từ ngày bắt đầu trở đi.",
            )
        ]

    def __str__(self):
        return f"Công khai từ {self.starts_on:%d/%m/%Y} đến {self.ends_on:%d/%m/%Y}"


class PostingRemark(models.Model):
    """What somebody said about a posted nominee, and what was made of it."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="remarks")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="posting_remarks")
    received_on = models.DateField("nhận ngày")
    sender = models.CharField("người phản ánh", max_length=200)
    text = models.TextField("nội dung phản ánh")
    settlement = models.TextField("kết quả xem xét", blank=True)
    settled_at = models.DateTimeField("giải quyết lúc", null=True, blank=True)
    settled_by = models.CharField("người giải quyết", max_length=160, blank=True)

    objects = OfAppraisalQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "ý kiến phản ánh"
        verbose_name_plural = "ý kiến phản ánh"
        constraints = [
            models.CheckConstraint(
                name="posting_remark_settled_with_words", condition=Q(settled_at=None) | ~Q(settlement="")
            )
        ]

    def __str__(self):
        return f"Phản ánh về {self.nomination}"

    @property
    def history_root(self):
        """The nomination whose history this belongs to."""
        return self.nomination


class Opinion(models.Model):
    """What another body answered when asked about a nominee (hiệp y)."""

    class Answer(models.TextChoices):
        AGREES = "agrees", "Nhất trí"
        OBJECTS = "objects", "Không nhất trí"
        REMARKS = "remarks", "Có ý kiến khác"

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="opinions")
    body = models.CharField("cơ quan được hỏi", max_length=200)
    asked_on = models.DateField("hỏi ngày")
    request_number = models.CharField("văn bản hỏi", max_length=80, blank=True)
    answer = models.CharField("trả lời", max_length=10, choices=Answer, blank=True)
    answered_on = models.DateField("trả lời ngày", null=True, blank=True)
    answer_number = models.CharField("văn bản trả lời", max_length=80, blank=True)
    text = models.TextField("nội dung trả lời", blank=True)
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = OfAppraisalQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "ý kiến hiệp y"
        verbose_name_plural = "ý kiến hiệp y"
        constraints = [
            models.CheckConstraint(
                name="opinion_answered_on_a_day", condition=Q(answer="") | Q(answered_on__isnull=False)
            )
        ]

    def __str__(self):
        return f"Hiệp y {self.body}: {self.nomination}"

    @property
    def history_root(self):
        """The nomination whose history this belongs to."""
        return self.nomination
