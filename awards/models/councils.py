"""Councils, who sits in them between which dates, and by which rules they vote."""

from fractions import Fraction

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from awards.rules import voting
from awards.rules.kinds import Award
from communes.models import Commune, Person, ScopedQuerySet, Unit

# What a session copies of each rule.
KEPT = (
    "quorum", "threshold", "strict", "denominator", "method", "head_votes_on_unit", "written_counts", "source",
    "confirmed",
)  # fmt: skip
a_share = RegexValidator(r"^\d{1,3}/\d{1,3}$", "Hãy ghi phân số, ví dụ 2/3.")


def kept_rule(kept: dict) -> voting.Rule:
    """Return a rule that a session keeps as the counting knows it."""
    return voting.Rule(
        quorum=Fraction(kept["quorum"]),
        threshold=Fraction(kept["threshold"]),
        strict=kept["strict"],
        denominator=kept["denominator"],
        method=kept["method"],
        head_votes_on_unit=kept["head_votes_on_unit"],
        written_counts=kept["written_counts"],
    )


class CouncilQuerySet(ScopedQuerySet):
    """Councils of the open commune."""

    unit_path = None

    def valid_on(self, on):
        """Return the councils that exist on a date."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Council(models.Model):
    """The commune's emulation and commendation council between two dates; it advises the chair (Luật TĐKT, Điều 90)."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="councils", verbose_name="địa phương")
    name = models.CharField("tên Hội đồng", max_length=200)
    decision_number = models.CharField("quyết định thành lập số", max_length=60)
    decision_on = models.DateField("ngày quyết định")
    standing_agency = models.ForeignKey(
        Unit, models.PROTECT, related_name="standing_for", verbose_name="cơ quan thường trực"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = CouncilQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "Hội đồng Thi đua - Khen thưởng"
        verbose_name_plural = "Hội đồng Thi đua - Khen thưởng"
        constraints = [
            models.UniqueConstraint(fields=["commune", "valid_from"], name="council_once_per_commune_and_day"),
            models.CheckConstraint(
                name="council_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("awards:council", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """The council itself."""
        return self


class SeatQuerySet(ScopedQuerySet):
    """Seats of the councils of the open commune."""

    commune_path = "council__commune"
    unit_path = None

    def held_on(self, on):
        """Return the seats held on a date."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Seat(models.Model):
    """Who sits in a council as what, between two dates."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chủ tịch Hội đồng"
        VICE_CHAIR = "vice_chair", "Phó Chủ tịch Hội đồng"
        MEMBER = "member", "Ủy viên"
        SECRETARY = "secretary", "Thư ký"

    council = models.ForeignKey(Council, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats", verbose_name="người")
    role = models.CharField("chức danh", max_length=12, choices=Role, default=Role.MEMBER)
    votes = models.BooleanField("có quyền biểu quyết", default=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    ended_reason = models.CharField("lý do thôi tham gia", max_length=200, blank=True)

    objects = SeatQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "thành viên Hội đồng"
        verbose_name_plural = "thành viên Hội đồng"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person"],
                condition=Q(valid_to=None),
                name="seat_once_per_person",
                violation_error_message="Người này đang là thành viên Hội đồng.",
            ),
            models.CheckConstraint(
                name="seat_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.person}"

    @property
    def history_root(self):
        """The council whose history this belongs to."""
        return self.council


class VotingRuleQuerySet(models.QuerySet):
    """Working rules: those shipped with the product, and the communes' own."""

    def known_to(self, commune):
        """Return the shipped rules and the commune's own."""
        return self.filter(Q(commune=None) | Q(commune=commune))


class VotingRule(models.Model):
    """How a council votes on one award (or, with no award, on all others), from a day on, with the source (L-05).

    Without a commune it is shipped with the product; a commune's own row takes its place. Shares are fractions in
    words ("2/3"); `strict` means more than the share, not at least.
    """

    class Denominator(models.TextChoices):
        TOTAL = "total", "Tổng số thành viên Hội đồng"
        PRESENT = "present", "Số thành viên có mặt được biểu quyết"

    class Method(models.TextChoices):
        SECRET = "secret", "Bỏ phiếu kín"
        OPEN = "open", "Biểu quyết công khai"
        EITHER = "either", "Bỏ phiếu kín hoặc biểu quyết"

    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="voting_rules", verbose_name="địa phương"
    )
    award = models.CharField("hình thức, danh hiệu", max_length=40, choices=Award, blank=True)
    quorum = models.CharField("tỷ lệ thành viên phải có mặt", max_length=9, validators=[a_share])
    threshold = models.CharField("tỷ lệ tán thành", max_length=9, validators=[a_share])
    strict = models.BooleanField("phải quá tỷ lệ này", default=False)
    denominator = models.CharField("tính trên", max_length=8, choices=Denominator, default=Denominator.TOTAL)
    method = models.CharField("cách biểu quyết", max_length=8, choices=Method, default=Method.EITHER)
    head_votes_on_unit = models.BooleanField("thủ trưởng được biểu quyết về đơn vị mình", default=True)
    written_counts = models.BooleanField("tính ý kiến bằng văn bản của người vắng", default=True)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=300)
    confirmed = models.BooleanField("đã xác nhận", default=False)

    objects = VotingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy tắc biểu quyết"
        verbose_name_plural = "quy tắc biểu quyết"
        constraints = [
            models.UniqueConstraint(fields=["commune", "award", "valid_from"], name="voting_rule_once_per_day"),
            models.UniqueConstraint(
                fields=["award", "valid_from"], condition=Q(commune=None), name="voting_rule_shipped_once_per_day"
            ),
            models.CheckConstraint(
                name="voting_rule_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self):
        return f"{self.get_award_display() if self.award else 'Các hình thức khác'} từ {self.valid_from:%d/%m/%Y}"

    def as_kept(self) -> dict:
        """Return the rule in plain values, as a session keeps it when it is convened."""
        return {name: getattr(self, name) for name in KEPT}

    def as_rule(self) -> voting.Rule:
        """Return the rule as the counting knows it."""
        return kept_rule(self.as_kept())
