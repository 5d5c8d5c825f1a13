"""Inspections of units and what they found beside what the unit reported."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.models.content import ContentItem
from campaigns.models.plans import Campaign, OfUnitQuerySet
from campaigns.planfile.words import InspectionKind, Part
from communes.access import Can
from communes.models import Membership, Role, ScopedQuerySet, Unit
from kit.workflow import Move, Tones, Workflow


class InspectionQuerySet(OfUnitQuerySet):
    """Inspections in the open commune."""

    def within(self, actor):
        """Return the inspections the actor may see; a unit learns of an unannounced one when it is concluded.

        That holds for the unit's people, too, who see all units by another role, as members of the council do.
        """
        rows = super().within(actor)
        if actor.may(Can.INSPECT) or actor.may(Can.APPROVE_CAMPAIGNS):
            return rows
        known = Q(kind=InspectionKind.PERIODIC) | Q(status=Inspection.Status.CONCLUDED)
        return rows.filter(known | ~Q(unit__in=actor.unit_ids))


class Inspection(models.Model):
    """One visit of an inspection team to one unit."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Dự kiến"
        CONCLUDED = "concluded", "Đã kết luận"
        CANCELLED = "cancelled", "Đã hủy"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="inspections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections", verbose_name="đơn vị được kiểm tra")
    kind = models.CharField("loại", max_length=20, choices=InspectionKind)
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.PLANNED)
    inspected_on = models.DateField("ngày kiểm tra")
    decision = models.CharField("theo quyết định, kế hoạch số", max_length=160, blank=True)
    team = models.TextField("thành phần đoàn")
    conclusion = models.TextField("kết luận", blank=True)
    concluded_at = models.DateTimeField("kết luận lúc", null=True, blank=True)

    objects = InspectionQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("conclude", "Kết luận", ("planned",), "concluded", Can.INSPECT, part=Part.INSPECTS,
                 guard="blockers_to_conclude", done="Kết luận kiểm tra", tone="primary"),
            Move("reopen", "Mở lại", ("concluded",), "planned", Can.APPROVE_CAMPAIGNS, needs_reason=True,
                 done="Mở lại cuộc kiểm tra"),
            Move("cancel", "Hủy", ("planned",), "cancelled", Can.INSPECT, part=Part.INSPECTS, needs_reason=True,
                 done="Hủy cuộc kiểm tra"),
        ]
    )  # fmt: skip
    status_tone = Tones(planned="info", concluded="success", cancelled="muted")

    class Meta:
        verbose_name = "cuộc kiểm tra"
        verbose_name_plural = "kiểm tra"
        indexes = [models.Index(fields=["campaign", "status"])]

    def __str__(self):
        return f"Kiểm tra {self.get_kind_display().lower()} {self.unit} ngày {self.inspected_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("campaigns:inspection", args=[self.campaign.commune.slug, self.pk])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign, and those of the members of inspection teams."""
        holders = self.campaign.holders_of(part)
        if not holders:
            return holders
        return holders | set(Membership.objects.filter(role=Role.INSPECTOR).values_list("unit_id", flat=True))

    def blockers_to_conclude(self) -> list[str]:
        """Say what the inspection still lacks."""
        lacking = []
        if not self.findings.exists():
            lacking.append("Chưa ghi kết quả kiểm tra nội dung nào.")
        if not self.conclusion.strip():
            lacking.append("Chưa ghi kết luận.")
        return lacking


class FindingQuerySet(ScopedQuerySet):
    """Findings in the open commune."""

    commune_path = "inspection__campaign__commune"
    unit_path = "inspection__unit"

    def within(self, actor):
        """Return the findings the actor may see; a unit reads them when the inspection is concluded."""
        rows = super().within(actor)
        return rows if actor.sees_all_units else rows.filter(inspection__status=Inspection.Status.CONCLUDED)


class Finding(models.Model):
    """What the team found on one item; `reported` keeps what the unit had reported at that time."""

    class Verdict(models.TextChoices):
        AGREES = "agrees", "Đúng như báo cáo"
        DIFFERS = "differs", "Khác với báo cáo"
        NOT_REPORTED = "not_reported", "Đơn vị chưa báo cáo"

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    item = models.ForeignKey(ContentItem, models.PROTECT, related_name="findings", verbose_name="nội dung")
    reported = models.TextField("đơn vị báo cáo", blank=True)
    found = models.TextField("kết quả kiểm tra")
    verdict = models.CharField("so với báo cáo", max_length=20, choices=Verdict)
    recommendation = models.TextField("kiến nghị", blank=True)
    due_on = models.DateField("thực hiện xong chậm nhất ngày", null=True, blank=True)
    done_on = models.DateField("đã thực hiện ngày", null=True, blank=True)

    objects = FindingQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "kết quả kiểm tra"
        verbose_name_plural = "kết quả kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "item"],
                name="one_finding_per_item",
                violation_error_message="Nội dung này đã có kết quả kiểm tra.",
            ),
            models.CheckConstraint(
                name="recommendation_has_date",
                condition=Q(recommendation="") | Q(due_on__isnull=False),
                violation_error_message="Kiến nghị phải có ngày thực hiện xong.",
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.get_verdict_display()}"

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.inspection.campaign

    @property
    def verdict_tone(self) -> str:
        """How the verdict is coloured."""
        return {"agrees": "success", "differs": "danger", "not_reported": "warning"}[self.verdict]
