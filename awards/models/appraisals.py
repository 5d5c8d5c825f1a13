"""Appraisal: who judges which criterion how, public posting, and what other bodies say."""

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.urls import reverse

from awards.models.nominations import Nomination, OfNominationQuerySet
from campaigns.rules.results import MET, UNKNOWN, UNMET
from communes.access import Can
from communes.models import Commune, Person, ScopedQuerySet


class Verdict(models.TextChoices):
    """What is said about one criterion."""

    MET = MET, "Đạt"
    UNMET = UNMET, "Không đạt"
    UNKNOWN = UNKNOWN, "Chưa rõ"


class OfAppraisalQuerySet(OfNominationQuerySet):
    """What appraisers write: for the agency and the council alone."""

    def within(self, actor):
        """Return nothing to those who may not know results before they are announced."""
        return self if actor.may(Can.SEE_UNANNOUNCED) else self.none()


class AppraisalQuerySet(OfAppraisalQuerySet):
    """Appraisals: whoever has still to conclude sees nobody else's."""

    def live(self):
        """Return the appraisals of the present round, which count."""
        return self.filter(set_aside_at=None)

    def owed_by(self, actor):
        """Return the appraisals in which the actor has still to conclude."""
        return self.live().filter(appraiser=actor.person, verdict="") if actor.person else self.none()

    def within(self, actor):
        """Return the appraisals the actor may see: on a dossier that still waits for the actor's word, only the own."""
        return super().within(actor).filter(_in_sight(actor))

    def for_sheet(self, actor):
        """Return appraisals in their order with the appraiser, each marked as `seen` or not by the actor."""
        told = _in_sight(actor) if actor.may(Can.SEE_UNANNOUNCED) else Q(pk=None)
        rows = self.select_related("appraiser").annotate(seen=ExpressionWrapper(told, BooleanField()))
        return rows.order_by("order", "pk")


def _in_sight(actor) -> Q:
    """Return the condition that an appraisal is the actor's own, or on a dossier that does not wait for that one."""
    return Q(appraiser=actor.person) | ~Q(nomination__in=Appraisal.objects.owed_by(actor).values("nomination"))


class JudgementQuerySet(OfNominationQuerySet):
    """Judgements: the unit's own for the unit; an appraiser's for others once that appraiser has concluded."""

    def of_the_unit(self):
        """Return what units say of themselves."""
        return self.filter(appraisal=None)

    def settled(self):
        """Return what counts: the judgements of dossiers on which every appraiser of the present round concluded."""
        waiting = Appraisal.objects.live().filter(verdict="").values("nomination")
        return self.filter(appraisal__isnull=False, appraisal__set_aside_at=None).exclude(nomination__in=waiting)

    def within(self, actor):
        """Return the judgements the actor may see; an appraiser who has still to conclude sees no colleague's."""
        rows = super().within(actor)
        if not actor.may(Can.SEE_UNANNOUNCED):
            return rows.of_the_unit()
        owed = Appraisal.objects.owed_by(actor).values("nomination")
        concluded = ~Q(appraisal__verdict="") & ~Q(nomination__in=owed)
        return rows.filter(Q(appraisal=None) | Q(appraisal__appraiser=actor.person) | concluded)


class Appraisal(models.Model):
    """One appraiser's work on a dossier; the second gives a verdict before seeing the first."""

    class Conclusion(models.TextChoices):
        ELIGIBLE = "eligible", "Đủ điều kiện"
        INELIGIBLE = "ineligible", "Không đủ điều kiện"

    class Ended(models.TextChoices):
        RETURNED = "returned", "Hồ sơ trả lại bổ sung"
        RELEASED = "released", "Thôi thẩm định"
        APPEALED = "appealed", "Đơn vị đề nghị xem xét lại"
        REAPPRAISED = "reappraised", "Đưa về thẩm định lại"

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="appraisals")
    order = models.PositiveSmallIntegerField("người thẩm định thứ", default=1)
    appraiser = models.ForeignKey(Person, models.PROTECT, related_name="appraisals", verbose_name="người thẩm định")
    own_unit = models.BooleanField("thẩm định hồ sơ của chính đơn vị mình", default=False)
    began_at = models.DateTimeField("nhận lúc")
    verdict = models.CharField("kết luận", max_length=12, choices=Conclusion, blank=True)
    note = models.TextField("nhận xét", blank=True)
    given_at = models.DateTimeField("kết luận lúc", null=True, blank=True)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    confirmed_by = models.CharField("người xác nhận", max_length=160, blank=True)
    confirmed_alone = models.BooleanField("người xác nhận cũng là người thẩm định duy nhất", default=False)
    set_aside_at = models.DateTimeField("không còn dùng từ", null=True, blank=True)
    set_aside_for = models.CharField("lý do không còn dùng", max_length=12, choices=Ended, blank=True)

    objects = AppraisalQuerySet.as_scoped_manager()

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
            models.CheckConstraint(
                name="appraisal_ineligible_has_note",
                condition=~Q(verdict="ineligible") | ~Q(note=""),
                violation_error_message="Kết luận không đủ điều kiện phải ghi nhận xét.",
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

    objects = JudgementQuerySet.as_scoped_manager()

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

    def within(self, actor):
        """Return nothing to a unit: the list hangs in public, the remarks on it are the agency's affair."""
        return self if actor.may(Can.SEE_UNANNOUNCED) else self.none()

    def open(self):
        """Return the postings that still wait for remarks or for their outcome."""
        return self.filter(closed_at=None)


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

    def get_absolute_url(self):
        return reverse("awards:posting", args=[self.campaign.commune.slug, self.pk])

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign."""
        return self.campaign.holders_of(part)

    def blockers_to_close(self, on) -> list[str]:
        """Say why it cannot end on a day: time still to run, remarks without an answer."""
        lacking = []
        if on <= self.ends_on:
            lacking.append(f"Thời gian công khai đến hết ngày {self.ends_on:%d/%m/%Y}.")
        if waiting := self.remarks.filter(settled_at=None).count():
            lacking.append(f"Còn {waiting:02d} ý kiến phản ánh chưa ghi kết quả xem xét.")
        return lacking


class PostingRemark(models.Model):
    """What somebody said about a posted nominee, and what was made of it."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="remarks")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="posting_remarks")
    received_on = models.DateField("nhận ngày")
    sender = models.CharField("người phản ánh", max_length=200)
    contact = models.CharField("liên hệ", max_length=200, blank=True)
    from_public = models.BooleanField("gửi qua trang công khai", default=False)
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
