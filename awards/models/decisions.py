"""Decisions of the chair: awards, corrections and revocations, line by line."""

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from awards.models.nominations import Nomination
from awards.rules.kinds import Award
from campaigns.models import Campaign
from campaigns.planfile.words import Subject
from communes.access import Can
from communes.models import Commune, ScopedQuerySet
from kit.vietnamese import paper_number, small_count
from kit.workflow import Move, Tones, Workflow


class DecisionQuerySet(ScopedQuerySet):
    """Decisions of the open commune."""

    unit_path = None

    def within(self, actor):
        """Return the decisions the actor may see: before publication only those concerned with making them."""
        return self if actor.may(Can.SEE_UNANNOUNCED) else self.exclude(published_at=None)

    def for_list(self):
        """Return decisions with what a list shows: the campaign, how many lines, how much money."""
        return self.select_related("commune", "campaign", "amends").annotate(
            line_count=Count("lines"), money=Coalesce(Sum("lines__prize"), 0)
        )


class Decision(models.Model):
    """One decision of the commune's chair. Issued, it is never edited or deleted; a later one corrects or revokes."""

    class Kind(models.TextChoices):
        AWARD = "award", "Khen thưởng"
        CORRECTION = "correction", "Đính chính"
        REVOCATION = "revocation", "Thu hồi"

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        CHECKED = "checked", "Đã kiểm tra"
        AWAITING_SIGNATURE = "awaiting_signature", "Trình ký"
        ISSUED = "issued", "Đã ban hành"
        PUBLISHED = "published", "Đã công bố"
        SUPERSEDED = "superseded", "Đã đính chính"
        PARTLY_REVOKED = "partly_revoked", "Thu hồi một phần"
        REVOKED = "revoked", "Đã thu hồi"
        CANCELLED = "cancelled", "Đã bỏ dự thảo"

    IN_THE_MAKING = ("draft", "checked", "awaiting_signature")
    OUT = ("issued", "published", "superseded", "partly_revoked", "revoked")
    AMENDED = ("superseded", "partly_revoked", "revoked")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="decisions", verbose_name="địa phương")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="decisions", verbose_name="phong trào")
    kind = models.CharField("loại", max_length=12, choices=Kind, default=Kind.AWARD)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amended_by", verbose_name="về quyết định"
    )
    title = models.CharField("trích yếu", max_length=300)
    grounds = models.JSONField("căn cứ", default=list)
    merit = models.CharField("thành tích ghi tại Điều 1", max_length=400, blank=True)
    reason = models.TextField("lý do đính chính, thu hồi", blank=True)
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    drafted_on = models.DateField("ngày lập dự thảo")
    drafted_by = models.CharField("người lập", max_length=160)
    drafted_by_user = models.ForeignKey(
        "communes.User", models.PROTECT, null=True, blank=True, related_name="drafted_decisions"
    )
    base_salary = models.DecimalField("mức lương cơ sở khi lập", max_digits=12, decimal_places=0, null=True, blank=True)
    checked_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)
    checked_by = models.CharField("người kiểm tra", max_length=160, blank=True)
    check_note = models.TextField("kết quả kiểm tra", blank=True)
    sent_at = models.DateTimeField("trình ký lúc", null=True, blank=True)
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True)
    signer_name = models.CharField("người ký", max_length=160, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, default="QĐ-UBND")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    revision = models.PositiveIntegerField("lần lưu", default=0)

    objects = DecisionQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("check", "Xác nhận đã kiểm tra", ("draft",), "checked", Can.CHECK_DECISIONS,
                 guard="blockers_to_check", done="Kiểm tra dự thảo quyết định", tone="primary"),
            Move("reopen", "Đưa về dự thảo", ("checked",), "draft", Can.PREPARE_DECISIONS, needs_reason=True,
                 done="Đưa quyết định về dự thảo"),
            Move("send", "Trình ký", ("checked",), "awaiting_signature", Can.PREPARE_DECISIONS,
                 done="Trình ký quyết định", tone="primary"),
            Move("sign", "Ký quyết định", ("awaiting_signature",), "awaiting_signature", Can.DECIDE_AWARDS,
                 guard="blockers_to_sign", done="Ký quyết định", tone="success"),
            Move("return", "Trả lại để sửa", ("awaiting_signature",), "draft", Can.DECIDE_AWARDS,
                 needs_reason=True, done="Trả lại quyết định để sửa", tone="warning"),
            Move("issue", "Ban hành", ("awaiting_signature",), "issued", Can.ISSUE_PAPERS,
                 guard="blockers_to_issue", done="Ban hành quyết định", tone="primary"),
            Move("publish", "Công bố", ("issued",), "published", Can.PUBLISH_DECISIONS,
                 done="Công bố quyết định", tone="success"),
            Move("supersede", "Đính chính", ("issued", "published"), "superseded", Can.ISSUE_PAPERS,
                 guard="blockers_to_annul", done="Đã có quyết định đính chính"),
            Move("revoke_part", "Thu hồi một phần", ("issued", "published", "superseded", "partly_revoked"),
                 "partly_revoked", Can.ISSUE_PAPERS, guard="blockers_to_annul", done="Thu hồi một phần"),
            Move("revoke", "Thu hồi", ("issued", "published", "superseded", "partly_revoked"), "revoked",
                 Can.ISSUE_PAPERS, guard="blockers_to_annul", done="Thu hồi quyết định"),
            Move("cancel", "Bỏ dự thảo", ("draft", "checked"), "cancelled", Can.PREPARE_DECISIONS,
                 needs_reason=True, done="Bỏ dự thảo quyết định", tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        draft="secondary", checked="info", awaiting_signature="warning", issued="primary", published="success",
        superseded="muted", partly_revoked="warning", revoked="danger", cancelled="muted",
    )  # fmt: skip

    class Meta:
        verbose_name = "quyết định"
        verbose_name_plural = "quyết định"
        constraints = [
            models.CheckConstraint(
                name="decision_issued_has_number_date_signer",
                condition=Q(status__in=["draft", "checked", "awaiting_signature", "cancelled"])
                | (Q(number__isnull=False, issued_on__isnull=False) & ~Q(signer_name="")),
                violation_error_message="Quyết định đã ban hành phải có số, ngày và người ký.",
            ),
            models.CheckConstraint(
                name="decision_published_has_moment", condition=~Q(status="published") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="amending_decision_names_the_other_and_why",
                condition=Q(kind="award", amends=None) | (~Q(kind="award") & Q(amends__isnull=False) & ~Q(reason="")),
                violation_error_message="Quyết định đính chính, thu hồi phải ghi quyết định liên quan và lý do.",
            ),
        ]
        indexes = [models.Index(fields=["commune", "status"]), models.Index(fields=["campaign", "status"])]

    def __str__(self):
        return f"Quyết định số {self.number_words}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("awards:decision", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """The decision itself."""
        return self

    def shown_status(self, actor) -> tuple[str, str]:
        """Return (label, tone) of the status as the actor may know it: an amendment tells when it is published."""
        if self.awaits_number:
            return "Đã ký, chờ ban hành", "primary"
        if actor.may(Can.SEE_UNANNOUNCED) or self.status not in self.AMENDED:
            return self.get_status_display(), self.status_tone
        if self.amended_by.filter(status__in=self.OUT, published_at=None).exists():
            return self.Status.PUBLISHED.label, "success"
        return self.get_status_display(), self.status_tone

    @property
    def number_words(self) -> str:
        """The number as papers cite it, e.g. "05/QĐ-UBND"."""
        return paper_number(self.number, self.symbol, blank=f"…/{self.symbol}")

    @property
    def awaits_number(self) -> bool:
        """Whether it is signed and waits for its number."""
        return self.status == self.Status.AWAITING_SIGNATURE and self.signed_at is not None

    @property
    def editable(self) -> bool:
        """Whether lines and words may be changed."""
        return self.status == self.Status.DRAFT

    def blockers_to_check(self) -> list[str]:
        """Say what a draft lacks in itself."""
        lacking = [] if self.lines.exists() else ["Quyết định chưa có dòng nào."]
        if not self.grounds:
            lacking.append("Chưa ghi căn cứ pháp lý.")
        if self.kind == self.Kind.AWARD and not self.merit.strip():
            lacking.append("Chưa ghi thành tích tại Điều 1.")
        return lacking

    def blockers_to_sign(self) -> list[str]:
        """Say why the chair cannot sign."""
        return ["Quyết định đã được ký."] if self.signed_at else []

    def blockers_to_issue(self) -> list[str]:
        """Say why the clerk cannot issue."""
        return [] if self.signed_at else ["Quyết định chưa được ký."]

    def blockers_to_annul(self) -> list[str]:
        """Say why it cannot be changed by another: no later decision about it was issued (L-09)."""
        later = self.amended_by.filter(status__in=["issued", "published"])
        return [] if later.exists() else ["Chưa có quyết định đính chính hoặc thu hồi đã ban hành."]


class DecisionLineQuerySet(ScopedQuerySet):
    """Lines of the open commune's decisions."""

    commune_path = "decision__commune"
    unit_path = "nomination__unit"

    def in_the_book(self):
        """Return the lines of issued decisions: the award book."""
        return self.filter(decision__status__in=Decision.OUT)

    def paid(self):
        """Return the lines that bring money: given by an issued decision and not revoked."""
        return self.in_the_book().filter(about=None).exclude(standing=DecisionLine.Standing.REVOKED)

    def in_year(self, year):
        """Return the lines of decisions dated in a year."""
        return self.filter(decision__issued_on__year=year)

    def total(self) -> int:
        """Return the sum of the prizes."""
        return self.aggregate(total=Sum("prize"))["total"] or 0

    def within(self, actor):
        """Return the lines the actor may see: before publication only those concerned with making them."""
        return self if actor.may(Can.SEE_UNANNOUNCED) else self.exclude(decision__published_at=None)


class DecisionLine(models.Model):
    """One line of a decision. `position` is the số sổ vàng; names, merit and money are frozen on issue.

    A line of a correcting or revoking decision names in `about` the line it changes.
    """

    class Standing(models.TextChoices):
        IN_FORCE = "in_force", "Có hiệu lực"
        CORRECTED = "corrected", "Đã đính chính"
        REVOKED = "revoked", "Đã thu hồi"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField("số sổ vàng")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="lines")
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="changed_by", verbose_name="về dòng"
    )
    award = models.CharField("hình thức, danh hiệu", max_length=40, choices=Award)
    subject = models.CharField("đối tượng", max_length=12, choices=Subject)
    nominee_name = models.CharField("họ và tên, tên tập thể", max_length=200)
    nominee_place = models.CharField("chức vụ, đơn vị", max_length=400, blank=True)
    gender = models.CharField("giới tính", max_length=10, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    citation = models.CharField("thành tích", max_length=400)
    prize = models.PositiveIntegerField("tiền thưởng (đồng)", default=0)
    prize_words = models.CharField("cách tính", max_length=300, blank=True)
    standing = models.CharField("hiệu lực", max_length=10, choices=Standing, default=Standing.IN_FORCE)
    released_at = models.DateTimeField("không còn dùng từ", null=True, blank=True)
    received_on = models.DateField("ký nhận tiền ngày", null=True, blank=True)
    folded = models.CharField(max_length=240, editable=False, default="")

    objects = DecisionLineQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "dòng quyết định"
        verbose_name_plural = "dòng quyết định"
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "position"],
                name="line_position_once_per_decision",
                violation_error_message="Số sổ vàng trùng trong quyết định.",
            ),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(about=None, released_at=None),
                name="nomination_awarded_once",
                violation_error_message="Hồ sơ này đã có trong một quyết định khen thưởng.",
            ),
            models.CheckConstraint(name="line_is_not_about_itself", condition=Q(about=None) | ~Q(about=F("pk"))),
        ]
        indexes = [models.Index(fields=["standing"])]

    def __str__(self):
        return f"{self.get_award_display()} – {self.nominee_name}"

    @property
    def given(self):
        """The line that gave the award which this one is about: a correction keeps its decision and its number."""
        line = self
        while line.about_id:
            line = line.about
        return line

    @property
    def roll(self) -> str:
        """The số sổ vàng of the award as every page and paper writes it, with two digits at least."""
        return small_count(self.given.position)

    @property
    def history_root(self):
        """The decision whose history this belongs to."""
        return self.decision
