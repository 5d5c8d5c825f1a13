"""Outgoing letters: a reminder to late units, an invitation, a notice; drafted, then issued as a numbered paper."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from campaigns.models import Campaign
from communes.access import Can
from communes.models import Commune, ScopedQuerySet, Unit
from kit.workflow import Move, Tones, Workflow
from reports.models.documents import Document


class LetterQuerySet(ScopedQuerySet):
    """Letters of the open commune."""

    unit_path = None

    def within(self, actor):
        """Return the letters that the actor may see: the office all, a unit those issued that are addressed to it."""
        return self if actor.sees_all_units else self.own(actor)

    def own(self, actor):
        """Return the issued letters that are addressed to the actor's own units."""
        addressed = LetterUnit.objects.filter(letter=OuterRef("pk"), unit__in=actor.unit_ids)
        return self.filter(Exists(addressed), status=Letter.Status.ISSUED)

    def for_list(self):
        """Return letters with what a list shows, without their text."""
        return self.select_related("commune", "campaign", "document").defer(
            "body", "closing", "rows", "document__content", "document__trace"
        )


class Letter(models.Model):
    """One outgoing letter. `rows` are the late reports that a reminder names, as they stood on `counted_on`.

    Its number and date are those of `document`, the paper that the clerk issued.
    """

    class Kind(models.TextChoices):
        URGING = "urging", "Công văn đôn đốc"
        INVITATION = "invitation", "Giấy mời họp"
        NOTICE = "notice", "Thông báo"

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        ISSUED = "issued", "Đã ban hành"
        CANCELLED = "cancelled", "Đã hủy"

    class Authority(models.TextChoices):
        """In whose name it is signed (NĐ 30/2020/NĐ-CP, Phụ lục I, II.7)."""

        CHAIR = "chair", "TM. Ủy ban nhân dân – Chủ tịch"
        DEPUTY = "deputy", "TM. Ủy ban nhân dân – KT. Chủ tịch – Phó Chủ tịch"
        ORDER = "order", "TL. Chủ tịch – theo chức vụ người ký"
        DELEGATED = "delegated", "TUQ. Chủ tịch – theo chức vụ người ký"

    BY_POSITION = (Authority.ORDER, Authority.DELEGATED)
    PAPERS = {Kind.URGING: "urging-letter", Kind.INVITATION: "meeting-invitation", Kind.NOTICE: "notice"}

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="letters")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name="phong trào"
    )
    kind = models.CharField("loại", max_length=12, choices=Kind)
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.DRAFT)
    subject = models.CharField("trích yếu", max_length=500)
    body = models.TextField("nội dung", blank=True)
    closing = models.TextField("lời kết", blank=True)
    rows = models.JSONField("báo cáo chưa nộp", default=list, blank=True)
    counted_on = models.DateField("tính đến ngày", null=True, blank=True)
    units = models.ManyToManyField(Unit, through="LetterUnit", related_name="letters", verbose_name="đơn vị nhận")
    others = models.TextField("nơi nhận khác, mỗi dòng một nơi", blank=True)
    meets_at = models.DateTimeField("thời gian họp", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=300, blank=True)
    chaired_by = models.CharField("chủ trì", max_length=200, blank=True)
    agenda = models.TextField("nội dung cuộc họp, mỗi dòng một việc", blank=True)
    to_bring = models.TextField("chuẩn bị, mỗi dòng một việc", blank=True)
    drafted_in = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="drafted_letters", verbose_name="đơn vị soạn thảo"
    )
    authority = models.CharField("thẩm quyền ký", max_length=12, choices=Authority, default=Authority.CHAIR)
    position = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signer = models.CharField("họ và tên người ký", max_length=160, blank=True)
    recipients = models.TextField("nơi nhận, mỗi dòng một nơi", blank=True)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="letter", verbose_name="bản chính thức"
    )
    revision = models.PositiveIntegerField("lần lưu", default=0)
    made_at = models.DateTimeField("lập lúc")
    made_by = models.CharField("người lập", max_length=160)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.CharField("người lưu", max_length=160, blank=True)

    objects = LetterQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("issue", "Cấp số, ban hành", ("draft",), "issued", Can.ISSUE_PAPERS, guard="blockers_to_issue",
                 done="Ban hành", tone="primary"),
            Move("cancel", "Hủy dự thảo", ("draft",), "cancelled", Can.PLAN_CAMPAIGNS, needs_reason=True,
                 done="Hủy dự thảo", tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(draft="info", issued="success", cancelled="muted")

    class Meta:
        verbose_name = "công văn, giấy mời, thông báo"
        verbose_name_plural = "công văn, giấy mời, thông báo"
        constraints = [
            models.CheckConstraint(
                name="issued_letter_has_its_paper",
                condition=Q(status="issued", document__isnull=False) | ~Q(status="issued") & Q(document=None),
            ),
            models.CheckConstraint(
                name="urging_letter_is_about_a_campaign", condition=~Q(kind="urging") | Q(campaign__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["commune", "status"])]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subject}"

    def get_absolute_url(self):
        return reverse("reports:letter", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign or self

    @property
    def of_kind(self) -> str:
        """The kind of paper that it becomes."""
        return self.PAPERS[self.kind]

    @property
    def symbol(self) -> str:
        """The symbol after its number; a công văn has no sign of its kind, but the drafting unit's (NĐ 30, II.3)."""
        if self.kind == self.Kind.URGING:
            return f"UBND-{self.drafted_in.symbol}" if self.drafted_in and self.drafted_in.symbol else "UBND"
        return {"invitation": "GM-UBND", "notice": "TB-UBND"}[self.kind]

    @property
    def named(self) -> set[tuple[int, int]]:
        """The unit and the report of each line of a reminder."""
        return {(row["unit"], row["report"]) for row in self.rows}

    def blockers_to_issue(self) -> list[str]:
        """Say what the letter still lacks."""
        lacking = []
        if self.kind != self.Kind.NOTICE and not (self.others.strip() or self.addressed.exists()):
            lacking.append("Chưa chọn nơi nhận ở mục Kính gửi, Kính mời.")
        if self.kind == self.Kind.URGING and not self.rows:
            lacking.append("Không có báo cáo nào quá hạn để đôn đốc.")
        if self.kind == self.Kind.INVITATION and not (self.meets_at and self.place):
            lacking.append("Chưa ghi đủ thời gian, địa điểm họp.")
        if self.kind == self.Kind.NOTICE and not self.body.strip():
            lacking.append("Chưa có nội dung thông báo.")
        if self.authority in self.BY_POSITION and not self.position:
            lacking.append("Chưa ghi chức vụ người ký.")
        return lacking


class LetterUnitQuerySet(ScopedQuerySet):
    """Units to which letters of the open commune are addressed."""

    commune_path = "letter__commune"


class LetterUnit(models.Model):
    """A unit to which a letter is addressed, and its place among the others."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="addressed")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letter_addresses", verbose_name="đơn vị")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = LetterUnitQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đơn vị nhận công văn"
        verbose_name_plural = "đơn vị nhận công văn"
        constraints = [models.UniqueConstraint(fields=["letter", "unit"], name="letter_addresses_unit_once")]

    def __str__(self):
        return str(self.unit)
