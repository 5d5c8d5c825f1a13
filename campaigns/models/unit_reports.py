"""What each unit owes, and the report with which it pays."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import IntegerField, Q
from django.urls import reverse
from django.utils import timezone

from campaigns.models.content import ContentItem, Target
from campaigns.models.deadlines import Deadline
from campaigns.models.plans import Campaign, OfUnitQuerySet
from campaigns.planfile.words import Part
from campaigns.rules import calendar, readiness
from communes.access import Can
from communes.models import Person, ScopedQuerySet, Unit
from kit.prepared import prepared
from kit.vietnamese import begun_small
from kit.workflow import Move, Tones, Workflow


class Rows(NamedTuple):
    """What a report says line by line, the targets on which its unit reports, and the files that stand for it."""

    lines: list["ReportLine"]
    targets: list[Target]
    files: list[models.Model]


class ObligationQuerySet(OfUnitQuerySet):
    """What the units of the open commune owe."""

    def for_list(self):
        """Return obligations with what a list shows, in one query."""
        return self.select_related("campaign__commune", "unit", "deadline", "received_by")

    def without_words(self):
        """Return obligations without their long texts, which lists do not show."""
        return self.defer("overview", "difficulties", "proposals", "missing_reason", "change_note")

    def overdue(self, at):
        """Return what is late and not handed in."""
        return self.filter(status__in=Obligation.WITH_THE_UNIT, late_from__lte=at)


class Obligation(models.Model):
    """A unit's report on a campaign that is due by a fixed moment, and where it stands.

    `late_from` is the unit's own: an extension moves it for this unit alone.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Chưa bắt đầu"
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã nộp"
        RECEIVED = "received", "Đã tiếp nhận"
        RETURNED = "returned", "Trả lại bổ sung"
        ACCEPTED = "accepted", "Đã duyệt"
        WAIVED = "waived", "Được miễn"

    WITH_THE_UNIT = ("not_started", "draft", "returned")
    # What a unit does next with a report that it owes.
    NEXT_STEP = {"not_started": "Bắt đầu", "draft": "Soạn tiếp", "returned": "Bổ sung"}
    WITH_THE_AGENCY = ("submitted", "received")
    # How far ahead a report is work: what falls due later is not offered to be begun.
    IN_SIGHT = timedelta(days=366)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="obligations")
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations", verbose_name="đơn vị")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.NOT_STARTED)
    late_from = models.DateTimeField("trễ hạn kể từ", null=True, blank=True)
    extension_reason = models.TextField("lý do gia hạn", blank=True)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    overview = models.TextField("công tác lãnh đạo, chỉ đạo", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc; nguyên nhân", blank=True)
    proposals = models.TextField("đề xuất, kiến nghị", blank=True)
    missing_reason = models.TextField("lý do chưa có đủ số liệu, minh chứng", blank=True)
    change_note = models.TextField("nội dung đã sửa", blank=True)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.CharField("người lưu", max_length=160, blank=True)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.CharField("người nộp", max_length=160, blank=True)
    late = models.BooleanField("nộp trễ hạn", default=False)
    on_behalf = models.BooleanField("cơ quan thường trực nhập hộ", default=False)
    received_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    received_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_reports",
        verbose_name="người tiếp nhận",
    )
    return_reason = models.TextField("lý do trả lại", blank=True)
    return_items = models.JSONField("nội dung cần bổ sung", default=list, blank=True)
    accepted_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    accepted_late_reason = models.TextField("lý do nhận báo cáo trễ hạn", blank=True)
    waive_reason = models.TextField("lý do miễn", blank=True)
    targets_total = models.PositiveSmallIntegerField("số chỉ tiêu", default=0)
    targets_met = models.PositiveSmallIntegerField("số chỉ tiêu đạt", default=0)

    objects = ObligationQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("begin", "Bắt đầu soạn", ("not_started",), "draft", Can.REPORT_RESULTS, own_unit=True,
                 done="Bắt đầu soạn báo cáo", tone="primary"),
            Move("submit", "Nộp báo cáo", ("draft",), "submitted", Can.SUBMIT_REPORTS, own_unit=True,
                 guard="blockers_to_submit", done="Nộp báo cáo", tone="primary"),
            Move("recall", "Rút lại để sửa", ("submitted",), "draft", Can.SUBMIT_REPORTS, own_unit=True,
                 done="Rút lại báo cáo"),
            Move("receive", "Tiếp nhận", ("submitted",), "received", Can.RECEIVE_REPORTS, part=Part.TRACKS,
                 done="Tiếp nhận báo cáo", tone="primary"),
            Move("return", "Trả lại bổ sung", ("received",), "returned", Can.RECEIVE_REPORTS,
                 part=Part.TRACKS, needs_reason=True, done="Trả lại báo cáo để bổ sung", tone="warning"),
            Move("resume", "Sửa báo cáo", ("returned",), "draft", Can.REPORT_RESULTS, own_unit=True,
                 done="Sửa báo cáo bị trả lại", tone="primary"),
            Move("accept", "Duyệt báo cáo", ("received",), "accepted", Can.RECEIVE_REPORTS, part=Part.TRACKS,
                 guard="blockers_to_accept", done="Duyệt báo cáo", tone="success"),
            Move("accept_late", "Nhận báo cáo trễ hạn", ("received",), "accepted", Can.RECEIVE_REPORTS,
                 part=Part.TRACKS, needs_reason=True, guard="blockers_to_accept_late",
                 done="Nhận báo cáo trễ hạn", tone="warning"),
            Move("enter_on_behalf", "Nhập hộ đơn vị", ("not_started", "draft", "returned"), "submitted",
                 Can.RECEIVE_REPORTS, part=Part.TRACKS, needs_reason=True,
                 guard="blockers_to_enter_on_behalf", done="Nhập hộ báo cáo của đơn vị"),
            Move("reopen", "Mở lại báo cáo đã duyệt", ("accepted",), "received", Can.RELAX_REPORTS,
                 needs_reason=True, done="Mở lại báo cáo đã duyệt"),
            Move("waive", "Miễn báo cáo", ("not_started", "draft", "submitted", "received", "returned"),
                 "waived", Can.RELAX_REPORTS, needs_reason=True, done="Miễn báo cáo"),
            Move("restore", "Bỏ miễn", ("waived",), "not_started", Can.RELAX_REPORTS, needs_reason=True,
                 done="Bỏ miễn báo cáo"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        not_started="secondary", draft="info", submitted="primary", received="primary", returned="warning",
        accepted="success", waived="muted",
    )  # fmt: skip

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["deadline", "unit"], name="one_obligation_per_deadline_and_unit"),
            models.CheckConstraint(
                name="returned_report_has_reason", condition=~Q(status="returned") | ~Q(return_reason="")
            ),
            models.CheckConstraint(
                name="waived_report_has_reason", condition=~Q(status="waived") | ~Q(waive_reason="")
            ),
            models.CheckConstraint(
                name="submitted_report_has_moment",
                condition=~Q(status__in=["submitted", "received", "accepted"]) | Q(submitted_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "status"]),
            models.Index(fields=["unit", "status"]),
            models.Index(fields=["late_from"]),
        ]

    def __str__(self):
        return f"{self.deadline} – {self.unit}"

    def get_absolute_url(self):
        return reverse("campaigns:report", args=[self.campaign.commune.slug, self.pk])

    @property
    def in_a_sentence(self) -> str:
        """What is owed, as the middle of a sentence names it: “báo cáo kết quả phong trào”."""
        return begun_small(str(self.deadline))

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    @property
    def last_day(self):
        """The last day that is still in time for this unit."""
        return calendar.last_day(self.late_from) if self.late_from else None

    def lateness(self, at: datetime) -> int:
        """Return how many days after its last day the report came or, at a moment, has still not come."""
        if self.late_from is None or self.status == self.Status.WAIVED:
            return 0
        if self.handed_in and not self.late:
            return 0
        moment = self.submitted_at if self.handed_in else at
        return max((timezone.localdate(moment) - self.last_day).days, 0)

    @property
    def editable(self) -> bool:
        """Whether the unit is writing the report."""
        return self.status == self.Status.DRAFT

    @property
    def handed_in(self) -> bool:
        """Whether the report lies with the agency or was accepted."""
        return self.status in (*self.WITH_THE_AGENCY, self.Status.ACCEPTED)

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign."""
        return self.campaign.holders_of(part)

    def rows(self) -> Rows:
        """Read what the report says, on what it must report, and its files."""
        return Rows(
            _lines_of(report=self.pk),
            _targets_binding(campaign=self.campaign_id, unit=self.unit_id),
            list(self.evidence.present().select_related("commune").order_by("pk")),
        )

    def missing(self, rows: Rows | None = None) -> list[str]:
        """Name the targets without a result and the evidence that is lacking; `rows` where they were read already."""
        lines, targets, files = rows or self.rows()
        answered = {line.target_id for line in lines if line.target_id and line.outcome != "unknown"}
        lacking = [f"Chưa có kết quả: {target.text}" for target in targets if target.pk not in answered]
        if not answered and not any(line.text for line in lines):
            lacking.append("Chưa ghi kết quả cho nội dung nào.")
        if not files:
            lacking.append("Chưa đính kèm minh chứng nào.")
        return lacking

    def blockers_to_submit(self, rows: Rows | None = None) -> list[str]:
        """Say what the report still lacks, or has no reason for, and what a returned one must add."""
        return readiness.blockers_to_submit(
            missing=self.missing(rows),
            missing_reason=self.missing_reason,
            was_returned=bool(self.return_reason),
            change_note=self.change_note,
        )

    def blockers_to_accept(self) -> list[str]:
        """Say why the report cannot simply be accepted."""
        return ["Báo cáo nộp trễ hạn: dùng “Nhận báo cáo trễ hạn” và ghi lý do."] if self.late else []

    def blockers_to_accept_late(self) -> list[str]:
        """Say why accepting as late does not fit."""
        return [] if self.late else ["Báo cáo nộp đúng hạn: dùng “Duyệt báo cáo”."]

    def blockers_to_enter_on_behalf(self) -> list[str]:
        """Say what entering for the unit still needs."""
        if self.evidence.filter(is_scan=True, removed_at=None).exists():
            return []
        return ["Chưa đính kèm bản chụp báo cáo giấy của đơn vị."]


class OfObligationQuerySet(ScopedQuerySet):
    """Rows that belong to a unit's report."""

    commune_path = "obligation__campaign__commune"
    unit_path = "obligation__unit"


class ReportLine(models.Model):
    """A result: on a target with its figure, or on a content item in words."""

    class Outcome(models.TextChoices):
        MET = "met", "Đạt"
        UNMET = "unmet", "Chưa đạt"
        UNKNOWN = "unknown", "Chưa rõ"

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="lines")
    item = models.ForeignKey(ContentItem, models.PROTECT, null=True, blank=True, related_name="lines")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="lines")
    value = models.DecimalField("kết quả", max_digits=16, decimal_places=3, null=True, blank=True)
    yes = models.BooleanField("có", null=True, blank=True)
    grade = models.CharField("xếp loại", max_length=60, blank=True)
    text = models.TextField("kết quả bằng lời", blank=True)
    remark = models.TextField("ghi chú", blank=True)
    outcome = models.CharField("đánh giá", max_length=10, choices=Outcome, default=Outcome.UNKNOWN)

    objects = OfObligationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "kết quả"
        verbose_name_plural = "kết quả"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "item"], name="one_line_per_item"),
            models.UniqueConstraint(fields=["obligation", "target"], name="one_line_per_target"),
            models.CheckConstraint(
                name="line_is_about_an_item_or_a_target",
                condition=Q(item__isnull=False, target=None) | Q(item=None, target__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.target or self.item}"


class ReportVersion(models.Model):
    """A report as it was handed in: frozen words and figures."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("lần nộp")
    content = models.JSONField("nội dung")
    change_note = models.TextField("nội dung đã sửa", blank=True)
    submitted_at = models.DateTimeField("nộp lúc")
    submitted_by = models.CharField("người nộp", max_length=160)
    late = models.BooleanField("nộp trễ hạn", default=False)

    objects = OfObligationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lần nộp báo cáo"
        verbose_name_plural = "lần nộp báo cáo"
        constraints = [models.UniqueConstraint(fields=["obligation", "number"], name="report_version_number_once")]

    def __str__(self):
        return f"{self.obligation} – lần {self.number}"


@prepared(report=IntegerField())
def _lines_of(report: int):
    """Return what a report says line by line."""
    return ReportLine.objects.filter(obligation=report)


@prepared(campaign=IntegerField(), unit=IntegerField())
def _targets_binding(campaign: int, unit: int):
    """Return the targets on which a unit reports in a campaign."""
    return Target.objects.filter(campaign=campaign).binding(unit)
