"""What the commune knows about people and units year by year: ratings, grades, ranks, initiatives, discipline."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from awards.models.nominations import Nomination
from awards.rules.kinds import Award
from campaigns.models import Campaign
from campaigns.planfile.words import Subject
from communes.models import Commune, Person, ScopedQuerySet, Unit
from kit.workflow import Tones


class StandingQuerySet(ScopedQuerySet):
    """What is known about the people and units of the open commune."""

    def of_subject(self, *, person=None, unit=None):
        """Return what is known about a person, or about a unit as a body."""
        return self.filter(person=person) if person else self.filter(person=None, unit=unit)

    def for_list(self):
        """Return rows with what a list shows."""
        return self.select_related("unit", "person")


def one_subject(name: str) -> models.CheckConstraint:
    """Return the constraint that a row is about a person, or about a unit."""
    return models.CheckConstraint(
        name=name,
        condition=Q(person__isnull=False) | Q(unit__isnull=False),
        violation_error_message="Hãy chọn người hoặc đơn vị.",
    )


class Assessment(models.Model):
    """One yearly result of a person or unit: rating, grade on a scale, rank, or a year that counts.

    `measure` is what was measured in the words of the plan's standard (empty for the yearly rating). A year counts
    for an individual by the months worked; maternity leave counts as time worked (NĐ 152/2025, Điều 4.5; L-10).
    """

    class Kind(models.TextChoices):
        RATING = "rating", "Mức hoàn thành nhiệm vụ"
        GRADE = "grade", "Xếp loại"
        RANK = "rank", "Thứ hạng"
        YEAR = "year", "Năm được tính"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="assessments", verbose_name="người"
    )
    kind = models.CharField("loại", max_length=10, choices=Kind)
    measure = models.CharField("nội dung đánh giá", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("năm")
    level = models.CharField("mức", max_length=80, blank=True)
    position = models.PositiveSmallIntegerField("thứ hạng", null=True, blank=True)
    months_worked = models.PositiveSmallIntegerField("số tháng làm việc", default=12)
    maternity_months = models.PositiveSmallIntegerField("số tháng nghỉ thai sản", default=0)
    provisional = models.BooleanField("tạm tính, chưa có kết quả chính thức", default=False)
    document = models.CharField("văn bản chứng minh", max_length=300, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = StandingQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "kết quả đánh giá, xếp loại"
        verbose_name_plural = "kết quả đánh giá, xếp loại"
        constraints = [
            one_subject("assessment_has_subject"),
            models.UniqueConstraint(
                fields=["person", "kind", "measure", "year"],
                condition=Q(person__isnull=False),
                name="assessment_once_per_person_and_year",
                violation_error_message="Năm này đã ghi kết quả; hãy sửa dòng đã có.",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "measure", "year"],
                condition=Q(person=None),
                name="assessment_once_per_unit_and_year",
                violation_error_message="Năm này đã ghi kết quả; hãy sửa dòng đã có.",
            ),
            models.CheckConstraint(
                name="assessment_says_its_result",
                condition=Q(kind="rank", position__isnull=False)
                | Q(kind="year")
                | (Q(kind__in=["rating", "grade"]) & ~Q(level="")),
                violation_error_message="Hãy ghi mức xếp loại hoặc thứ hạng.",
            ),
            models.CheckConstraint(
                name="assessment_months_within_year",
                condition=Q(months_worked__lte=12, maternity_months__lte=12),
                violation_error_message="Số tháng trong một năm không quá 12.",
            ),
        ]
        indexes = [models.Index(fields=["commune", "year", "kind"])]

    def __str__(self):
        return f"{self.get_kind_display()} năm {self.year}: {self.person or self.unit}"

    @property
    def result(self) -> str:
        """The result in words."""
        if self.kind == self.Kind.RANK:
            return f"Thứ {self.position}"
        if self.kind == self.Kind.YEAR:
            leave = f", nghỉ thai sản {self.maternity_months:02d} tháng" if self.maternity_months else ""
            return f"{self.months_worked:02d} tháng{leave}"
        return self.level


class Initiative(models.Model):
    """An initiative, solution or model, whether it was recognised, and the one award that it supports (L-08)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Đã đăng ký"
        RECOGNISED = "recognised", "Đã công nhận"
        REFUSED = "refused", "Không công nhận"

    class Scope(models.TextChoices):
        GRASSROOTS = "grassroots", "Cơ sở"
        PROVINCE = "province", "Cấp tỉnh"
        NATION = "nation", "Toàn quốc"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="initiatives")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="initiatives", verbose_name="đơn vị")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name="tác giả"
    )
    title = models.CharField("tên sáng kiến, giải pháp", max_length=300)
    effect = models.TextField("hiệu quả áp dụng", blank=True)
    applied_on = models.DateField("áp dụng từ ngày")
    status = models.CharField("tình trạng", max_length=12, choices=Status, default=Status.PROPOSED)
    scope = models.CharField("phạm vi ảnh hưởng", max_length=12, choices=Scope, default=Scope.GRASSROOTS)
    recognised_by = models.CharField("nơi công nhận", max_length=200, blank=True)
    decision_number = models.CharField("số quyết định công nhận", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    used_in = models.ForeignKey(
        Nomination, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name="dùng cho hồ sơ"
    )
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.CharField("người ghi", max_length=160)
    folded = models.CharField(max_length=300, editable=False, default="")

    objects = StandingQuerySet.as_scoped_manager()
    status_tone = Tones(proposed="info", recognised="success", refused="muted")

    class Meta:
        verbose_name = "sáng kiến"
        verbose_name_plural = "sáng kiến"
        constraints = [
            models.CheckConstraint(
                name="initiative_recognised_by_a_decision",
                condition=~Q(status="recognised")
                | (Q(decision_on__isnull=False) & ~Q(decision_number="") & ~Q(recognised_by="")),
                violation_error_message="Sáng kiến đã công nhận phải ghi nơi công nhận, số và ngày quyết định.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "status"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("awards:initiative", args=[self.commune.slug, self.pk])


class Discipline(models.Model):
    """A disciplinary measure; achievements count again from the day it ended (NĐ 152/2025, Điều 4.4)."""

    class Kind(models.TextChoices):
        REPRIMAND = "reprimand", "Khiển trách"
        WARNING = "warning", "Cảnh cáo"
        DEMOTION = "demotion", "Giáng chức, hạ bậc lương"
        DISMISSAL = "dismissal", "Cách chức, buộc thôi việc"
        OTHER = "other", "Vi phạm kỷ cương khác"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="disciplines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="disciplines", verbose_name="người")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="disciplines", verbose_name="đơn vị khi vi phạm"
    )
    kind = models.CharField("hình thức", max_length=12, choices=Kind)
    decided_on = models.DateField("ngày quyết định")
    ended_on = models.DateField("chấm dứt hiệu lực ngày", null=True, blank=True)
    document = models.CharField("văn bản", max_length=300)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = StandingQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "kỷ luật"
        verbose_name_plural = "kỷ luật"
        constraints = [
            models.CheckConstraint(
                name="discipline_ends_after_start",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("decided_on")),
                violation_error_message="Ngày chấm dứt phải từ ngày quyết định trở đi.",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"


class Examination(models.Model):
    """A matter under examination: meanwhile nobody concerned is proposed or awarded (NĐ 152/2025, Điều 4.4; L-03)."""

    class Kind(models.TextChoices):
        DISCIPLINE = "discipline", "Đang xem xét kỷ luật"
        INSPECTION = "inspection", "Đang thanh tra, kiểm tra, điều tra"
        COMPLAINT = "complaint", "Đang giải quyết khiếu nại, tố cáo"
        PRESS = "press", "Báo chí nêu tham nhũng, tiêu cực, đang xác minh"

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="examinations")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="examinations", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="examinations", verbose_name="người"
    )
    kind = models.CharField("việc", max_length=12, choices=Kind)
    since = models.DateField("từ ngày")
    source = models.CharField("căn cứ", max_length=300)
    cleared_on = models.DateField("có kết luận ngày", null=True, blank=True)
    conclusion = models.CharField("kết luận", max_length=400, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = StandingQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "việc đang xem xét"
        verbose_name_plural = "việc đang xem xét"
        constraints = [
            one_subject("examination_has_subject"),
            models.CheckConstraint(
                name="examination_cleared_with_words",
                condition=Q(cleared_on=None) | ~Q(conclusion=""),
                violation_error_message="Hãy ghi kết luận.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person or self.unit}"


class EarlierAward(models.Model):
    """An award received before the commune kept its book here, or from another authority."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="earlier_awards")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="earlier_awards", verbose_name="đơn vị"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="earlier_awards", verbose_name="người"
    )
    award = models.CharField("hình thức, danh hiệu", max_length=40, choices=Award, blank=True)
    title = models.CharField("ghi trong quyết định", max_length=300)
    merit = models.CharField("thành tích", max_length=400, blank=True)
    authority = models.CharField("cấp quyết định", max_length=200)
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_on = models.DateField("ngày quyết định")
    source = models.CharField("nguồn", max_length=200, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.CharField("người ghi", max_length=160)

    objects = StandingQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "khen thưởng đã nhận"
        verbose_name_plural = "khen thưởng đã nhận"
        constraints = [one_subject("earlier_award_has_subject")]

    def __str__(self):
        return f"{self.title} (số {self.decision_number})"


class ThresholdQuerySet(ScopedQuerySet):
    """Thresholds of the open commune's campaigns."""

    commune_path = "campaign__commune"
    unit_path = None


class Threshold(models.Model):
    """A number that the plan leaves to the commune, for one criterion: what is a high rank, what is a leap (HP-05)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="thresholds")
    subject = models.CharField("đối tượng", max_length=12, choices=Subject)
    leaf_key = models.CharField("tiêu chuẩn", max_length=80)
    value = models.DecimalField("ngưỡng", max_digits=10, decimal_places=2)
    source = models.CharField("căn cứ", max_length=300)
    set_at = models.DateTimeField("đặt lúc")
    set_by = models.CharField("người đặt", max_length=160)

    objects = ThresholdQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "ngưỡng do địa phương đặt"
        verbose_name_plural = "ngưỡng do địa phương đặt"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "subject", "leaf_key"], name="threshold_once_per_criterion")
        ]

    def __str__(self):
        return f"{self.leaf_key}: {self.value}"

    @property
    def history_root(self):
        """The campaign whose history this belongs to."""
        return self.campaign
