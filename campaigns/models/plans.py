"""Campaigns, the versions of their plans, and what follows from a plan as rows."""

from collections.abc import Callable
from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.planfile.reading import read_stored
from campaigns.planfile.schema import PlanDocument
from campaigns.planfile.words import CampaignKind, Part, RemarkCode, Severity
from campaigns.rules import readiness
from communes.access import Can
from communes.models import Commune, ScopedQuerySet, Unit
from kit.workflow import Move, Tones, Workflow

# Who holds a duty where the plan does not name a holder for it.
STAND_INS = {
    Part.PLANS: (Part.LEADS,),
    Part.TRACKS: (Part.LEADS,),
    Part.INSPECTS: (Part.LEADS, Part.TRACKS),
    Part.APPRAISES: (Part.LEADS, Part.TRACKS),
    Part.PUBLICISES: (Part.LEADS,),
}

# What apps above this one have against an act on a campaign, by action; they add their question when they start.
OBJECTIONS: dict[str, list[Callable[["Campaign"], list[str]]]] = {"close": [], "cancel": []}


def objecting(action: str, question: Callable[["Campaign"], list[str]]) -> None:
    """Ask a question, which returns reasons against, before a campaign is closed or cancelled."""
    OBJECTIONS[action].append(question)


class CampaignQuerySet(ScopedQuerySet):
    """Campaigns of the open commune."""

    unit_path = None

    def running(self, on):
        """Return the issued campaigns whose term covers a date."""
        return self.filter(status=Campaign.Status.ISSUED, starts_on__lte=on, ends_on__gte=on)

    def within(self, actor):
        """Return the campaigns the actor may see: plans never issued are for the commune's staff alone."""
        if actor.sees_all_units:
            return self
        return self.exclude(status__in=Campaign.IN_THE_MAKING).exclude(issued_on=None)


class Campaign(models.Model):
    """One emulation campaign of a commune, from its plan to its summary."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        IN_REVIEW = "in_review", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        ISSUED = "issued", "Đang thực hiện"
        SUMMING_UP = "summing_up", "Đang tổng kết"
        CLOSED = "closed", "Đã kết thúc"
        CANCELLED = "cancelled", "Đã hủy"

    IN_THE_MAKING = ("draft", "in_review", "approved")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="campaigns", verbose_name="địa phương")
    key = models.SlugField("tên ngắn", max_length=80)
    name = models.CharField("tên phong trào", max_length=400)
    kind = models.CharField("loại", max_length=20, choices=CampaignKind, default=CampaignKind.THEMATIC)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày")
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)
    number = models.PositiveIntegerField("số kế hoạch", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, default="KH-UBND")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signed_by = models.CharField("người ký", max_length=160, blank=True)
    summary_issued_on = models.DateField("ngày ban hành báo cáo tổng kết", null=True, blank=True)
    cloned_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="clones", verbose_name="lập theo mẫu của"
    )
    folded = models.CharField(max_length=400, editable=False, default="")
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)

    objects = CampaignQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("submit", "Trình duyệt", ("draft",), "in_review", Can.PLAN_CAMPAIGNS, part=Part.PLANS,
                 guard="blockers_to_submit", done="Trình duyệt kế hoạch", tone="primary"),
            Move("return", "Trả lại để sửa", ("in_review",), "draft", Can.APPROVE_CAMPAIGNS, needs_reason=True,
                 done="Trả lại kế hoạch để sửa"),
            Move("approve", "Duyệt", ("in_review",), "approved", Can.APPROVE_CAMPAIGNS,
                 guard="blockers_to_submit", done="Duyệt kế hoạch", tone="primary"),
            Move("reopen", "Mở lại dự thảo", ("approved",), "draft", Can.APPROVE_CAMPAIGNS, needs_reason=True,
                 done="Mở lại dự thảo kế hoạch"),
            Move("issue", "Ban hành", ("approved",), "issued", Can.ISSUE_PAPERS, guard="blockers_to_issue",
                 done="Ban hành kế hoạch", tone="primary"),
            Move("amend", "Ban hành điều chỉnh", ("issued",), "issued", Can.APPROVE_CAMPAIGNS, needs_reason=True,
                 guard="blockers_to_amend", done="Điều chỉnh kế hoạch"),
            Move("start_summary", "Bắt đầu tổng kết", ("issued",), "summing_up", Can.SUM_UP, part=Part.TRACKS,
                 done="Bắt đầu tổng kết", tone="primary"),
            Move("close", "Kết thúc phong trào", ("summing_up",), "closed", Can.APPROVE_CAMPAIGNS,
                 guard="blockers_to_close", done="Kết thúc phong trào", tone="primary"),
            Move("resume", "Mở lại để thực hiện tiếp", ("summing_up",), "issued", Can.APPROVE_CAMPAIGNS,
                 needs_reason=True, done="Mở lại để thực hiện tiếp"),
            Move("resume_summary", "Mở lại tổng kết", ("closed",), "summing_up", Can.APPROVE_CAMPAIGNS,
                 needs_reason=True, done="Mở lại tổng kết"),
            Move("cancel", "Hủy", ("draft", "in_review", "approved", "issued"), "cancelled",
                 Can.APPROVE_CAMPAIGNS, needs_reason=True, guard="blockers_to_cancel", done="Hủy phong trào",
                 tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        draft="secondary", in_review="warning", approved="info", issued="success", summing_up="primary",
        closed="muted", cancelled="danger",
    )  # fmt: skip

    class Meta:
        verbose_name = "phong trào thi đua"
        verbose_name_plural = "phong trào thi đua"
        constraints = [
            models.UniqueConstraint(fields=["commune", "key"], name="campaign_key_once_in_commune"),
            models.CheckConstraint(
                name="campaign_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="campaign_issued_has_number_and_date",
                condition=Q(status__in=["draft", "in_review", "approved", "cancelled"])
                | Q(number__isnull=False, issued_on__isnull=False, starts_on__isnull=False),
                violation_error_message="Kế hoạch đã ban hành phải có số và ngày.",
            ),
        ]
        indexes = [models.Index(fields=["commune", "status"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("campaigns:campaign", args=[self.commune.slug, self.pk])

    @property
    def choice_label(self) -> str:
        """The name with its years, by which campaigns of one name are told apart in a drop-down."""
        years = dict.fromkeys(str(each.year) for each in (self.starts_on, self.ends_on) if each)
        return self.name if all(each in self.name for each in years) else f"{self.name} ({'–'.join(years)})"

    @cached_property
    def version_in_force(self) -> "PlanVersion | None":
        """The newest issued version of the plan, or the draft before the first issue."""
        versions = sorted(self.versions.all(), key=lambda version: version.number)
        issued = [version for version in versions if version.issued_at]
        return (issued or versions or [None])[-1]

    @property
    def over_several_years(self) -> bool:
        """Whether an issued campaign lasts beyond the year in which it starts."""
        return self.starts_on.year != self.ends_on.year

    @property
    def plan(self) -> PlanDocument:
        """The plan in force (or the draft, before the first issue)."""
        return self.version_in_force.plan

    @property
    def draft_version(self) -> "PlanVersion | None":
        """The version being drafted, if there is one."""
        return next((version for version in self.versions.all() if not version.issued_at), None)

    def changes_nothing(self, draft: "PlanVersion") -> bool:
        """Say whether a draft holds the very plan that is in force."""
        return draft.plan == self.plan

    @cached_property
    def duty_holders(self) -> dict[str, frozenset[int]]:
        """The units that hold each duty by the plan."""
        holders: dict[str, set[int]] = {}
        for duty in self.duties.all():
            holders.setdefault(duty.part, set()).add(duty.unit_id)
        return {part: frozenset(ids) for part, ids in holders.items()}

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the ids of the units that hold a duty, or stand in for it where the plan names nobody."""
        for candidate in (part, *STAND_INS.get(part, ())):
            if candidate in self.duty_holders:
                return self.duty_holders[candidate]
        return frozenset()

    def blockers_to_submit(self) -> list[str]:
        """Say what the draft still lacks before it can be approved."""
        return readiness.blockers_to_approve(self.draft_version.plan if self.draft_version else self.plan)

    def blockers_to_issue(self) -> list[str]:
        """Say what stands in the way of issuing the approved plan."""
        return [] if self.draft_version else ["Không còn bản dự thảo để ban hành."]

    def blockers_to_amend(self) -> list[str]:
        """Say what stands in the way of issuing an amendment."""
        draft = self.draft_version
        if draft is None:
            return ["Chưa có bản điều chỉnh. Hãy soạn bản điều chỉnh trước."]
        if self.changes_nothing(draft):
            return ["Bản điều chỉnh chưa thay đổi gì. Người soạn bấm “Sửa từng phần” để ghi nội dung điều chỉnh."]
        return readiness.blockers_to_approve(draft.plan)

    def blockers_to_close(self) -> list[str]:
        """Say what stands in the way of closing: open reports, inspections the plan demands, the summary, awards."""
        own = readiness.blockers_to_close(
            open_reports=self.obligations.filter(status__in=["submitted", "received"]).count(),
            uninspected=self.uninspected_units(),
            summary_issued=self.summary_issued_on is not None,
        )
        return own + self._objections("close")

    def blockers_to_cancel(self) -> list[str]:
        """Say why the campaign cannot be cancelled: what was decided in it stands."""
        return self._objections("cancel")

    def _objections(self, action: str) -> list[str]:
        """Return what the apps above have against an act."""
        return [reason for question in OBJECTIONS[action] for reason in question(self)]

    def uninspected_units(self) -> list[str]:
        """Return the names of reporting units without a concluded inspection, where the plan demands one."""
        if not self.plan.inspection.required:
            return []
        inspected = self.inspections.filter(status="concluded").values("unit_id")
        reported = self.obligations.exclude(status="waived").values("unit_id")
        return list(
            Unit.objects.filter(pk__in=reported)
            .exclude(pk__in=inspected)
            .order_by("name")
            .values_list("name", flat=True)
        )


class PlanVersionQuerySet(ScopedQuerySet):
    """Versions of plans of the open commune."""

    commune_path = "campaign__commune"
    unit_path = None


class PlanVersion(models.Model):
    """One version of a campaign's plan: a draft, or frozen words once it is issued."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("lần", default=1)
    document = models.JSONField("nội dung")
    revision = models.PositiveIntegerField(default=1, editable=False)
    reason = models.TextField("lý do điều chỉnh", blank=True)
    drafted_at = models.DateTimeField("soạn lúc")
    drafted_by = models.CharField("người soạn", max_length=160)
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    issued_on = models.DateField("ngày văn bản", null=True, blank=True)
    paper_number = models.PositiveIntegerField("số văn bản", null=True, blank=True)

    objects = PlanVersionQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "bản kế hoạch"
        verbose_name_plural = "bản kế hoạch"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="version_number_once_in_campaign"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(issued_at=None), name="one_draft_version_per_campaign"
            ),
        ]

    def __str__(self):
        return f"{self.campaign} – bản {self.number}"

    def get_absolute_url(self):
        return reverse("campaigns:version", args=[self.campaign.commune.slug, self.campaign_id, self.number])

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign

    @cached_property
    def plan(self) -> PlanDocument:
        """The plan that this version holds."""
        return read_stored(self.document)


class OfCampaignQuerySet(ScopedQuerySet):
    """Rows that belong to a campaign as a whole."""

    commune_path = "campaign__commune"
    unit_path = None


class OfUnitQuerySet(ScopedQuerySet):
    """Rows that belong to a unit in a campaign."""

    commune_path = "campaign__commune"
    unit_path = "unit"


class PlanRemark(models.Model):
    """A doubt about the plan's own text, open until a person settles it with a word why.

    `reading` keeps the answer where the doubt has one that computing needs (how a quota is to be read).
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="remarks")
    code = models.CharField("loại", max_length=30, choices=RemarkCode)
    severity = models.CharField("mức độ", max_length=10, choices=Severity, default=Severity.NOTICE)
    excerpt = models.TextField("trích", blank=True)
    message = models.TextField("vấn đề")
    suggestion = models.TextField("gợi ý", blank=True)
    about = models.CharField("liên quan đến", max_length=80, blank=True)
    clause = models.CharField("mục", max_length=60, blank=True)
    reading = models.CharField("cách hiểu đã chọn", max_length=60, blank=True)
    settlement = models.TextField("cách giải quyết", blank=True)
    settled_by = models.CharField("người giải quyết", max_length=160, blank=True)
    settled_at = models.DateTimeField("giải quyết lúc", null=True, blank=True)

    objects = OfCampaignQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "điểm cần làm rõ"
        verbose_name_plural = "điểm cần làm rõ"
        constraints = [
            models.CheckConstraint(
                name="remark_settled_with_a_word",
                condition=Q(settled_at=None) | ~Q(settlement=""),
                violation_error_message="Hãy ghi rõ cách giải quyết.",
            )
        ]

    def __str__(self):
        return self.message

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.campaign


class AwardRound(models.Model):
    """An award round of a campaign, one row for each year of an annual round."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds")
    key = models.CharField("tên ngắn", max_length=80)
    kind = models.CharField("loại", max_length=10)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    title = models.CharField("tên đợt", max_length=300)
    clause = models.CharField("mục", max_length=60, blank=True)
    retired_at = models.DateTimeField("bỏ từ", null=True, blank=True)

    objects = OfCampaignQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "đợt khen thưởng"
        verbose_name_plural = "đợt khen thưởng"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key", "year"], name="round_once_per_campaign_and_year"),
            models.UniqueConstraint(
                fields=["campaign", "key"], condition=Q(year=None), name="round_once_per_campaign_without_year"
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.year}" if self.year else self.title
