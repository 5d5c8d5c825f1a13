"""Exemplars and good practices that a campaign brings to light."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.plans import Campaign, OfUnitQuerySet
from campaigns.models.unit_reports import Obligation
from campaigns.planfile.words import Part
from communes.access import Can
from communes.models import Person, Unit
from kit.workflow import Move, Tones, Workflow


class ExemplarQuerySet(OfUnitQuerySet):
    """Exemplars of the open commune."""

    def told(self):
        """Return the exemplars that were made known: everybody in the commune reads them in the bulletin."""
        return self.filter(status="published")

    def open_to_public(self):
        """Return the exemplars made known whose people agreed to stand on the public page."""
        return self.told().exclude(consented_on=None)


class Exemplar(models.Model):
    """A role model, a new factor, a good practice or an initiative: found, registered, published."""

    class Kind(models.TextChoices):
        ROLE_MODEL = "role_model", "Điển hình tiên tiến"
        NEW_FACTOR = "new_factor", "Nhân tố mới"
        GOOD_PRACTICE = "good_practice", "Mô hình, cách làm hay"
        INITIATIVE = "initiative", "Sáng kiến, giải pháp"
        GOOD_DEED = "good_deed", "Người tốt, việc tốt"

    class Status(models.TextChoices):
        FOUND = "found", "Mới phát hiện"
        REGISTERED = "registered", "Đã ghi nhận"
        PUBLISHED = "published", "Đã tuyên truyền"
        DECLINED = "declined", "Không ghi nhận"

    COUNTED = ("registered", "published")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="exemplars")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exemplars", verbose_name="đơn vị giới thiệu")
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, null=True, blank=True, related_name="exemplars", verbose_name="nêu trong báo cáo"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind)
    title = models.CharField("tên gọi", max_length=300)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="exemplars", verbose_name="cá nhân tiêu biểu"
    )
    story = models.TextField("nội dung, hiệu quả")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.FOUND)
    found_at = models.DateTimeField("phát hiện lúc")
    published_on = models.DateField("tuyên truyền ngày", null=True, blank=True)
    published_where = models.CharField("hình thức tuyên truyền", max_length=300, blank=True)
    consented_on = models.DateField("đồng ý đăng công khai ngày", null=True, blank=True)
    consented_by = models.CharField("ai đồng ý, bằng cách nào", max_length=300, blank=True)

    objects = ExemplarQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("register", "Ghi nhận", ("found",), "registered", Can.PUBLISH_EXEMPLARS, done="Ghi nhận điển hình",
                 tone="primary"),
            Move("decline", "Không ghi nhận", ("found",), "declined", Can.PUBLISH_EXEMPLARS, needs_reason=True,
                 done="Không ghi nhận điển hình"),
            Move("publish", "Tuyên truyền", ("registered",), "published", Can.PUBLISH_EXEMPLARS,
                 part=Part.PUBLICISES, done="Tuyên truyền, nhân rộng điển hình", tone="primary"),
            Move("withdraw", "Thôi tuyên truyền", ("published",), "registered", Can.PUBLISH_EXEMPLARS,
                 part=Part.PUBLICISES, needs_reason=True, done="Thôi tuyên truyền điển hình"),
        ]
    )  # fmt: skip
    status_tone = Tones(found="info", registered="primary", published="success", declined="muted")

    class Meta:
        verbose_name = "điển hình, mô hình"
        verbose_name_plural = "điển hình, mô hình"
        constraints = [
            models.CheckConstraint(
                name="published_exemplar_has_date",
                condition=~Q(status="published") | Q(published_on__isnull=False),
                violation_error_message="Hãy ghi ngày tuyên truyền.",
            ),
            models.CheckConstraint(
                name="exemplar_consent_says_whose",
                condition=Q(consented_on=None) | ~Q(consented_by=""),
                violation_error_message="Hãy ghi ai đồng ý, bằng cách nào.",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "status"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("campaigns:exemplar", args=[self.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign."""
        return self.campaign.holders_of(part)
