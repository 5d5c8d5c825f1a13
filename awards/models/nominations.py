"""Nominations: who is proposed for what, with the dossier, the verdicts and the way through the council."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from awards.models.nomination_guards import NominationGuards
from awards.models.nomination_telling import NominationTelling
from awards.rules import kinds
from awards.rules.kinds import Award, AwardBasis, AwardKind
from campaigns.models import AwardRound, Campaign, PlanVersion
from campaigns.planfile.schema import Node, PlanDocument, Round, Standard
from campaigns.planfile.words import Authority, Part, RoundKind, Subject
from communes.access import Can
from communes.models import Commune, Person, ScopedQuerySet, Unit
from kit.workflow import Move, Tones, Workflow

TWICE = "Đã có hồ sơ đề nghị cùng hình thức cho đối tượng này trong đợt."


class NominationQuerySet(ScopedQuerySet):
    """Nominations in the open commune."""

    def for_list(self):
        """Return nominations with what a list shows, in one query."""
        rows = self.select_related("commune", "campaign__commune", "round", "unit", "person__unit", "collective")
        lines = Nomination._meta.get_field("lines").related_model._base_manager
        told = lines.filter(nomination=models.OuterRef("pk"), decision__published_at__isnull=False)
        return rows.annotate(
            award_told=models.Exists(told.filter(about=None)),
            revocation_told=models.Exists(told.filter(decision__kind="revocation")),
            end_told=models.ExpressionWrapper(Nomination.round_told(), models.BooleanField()),
            answer_told=Nomination.answered(models.OuterRef("pk")),
        )

    def for_page(self):
        """Return nominations with what their own page names; their commune is the reader's own."""
        return self.select_related("campaign", "round", "unit", "person__unit", "collective", "plan_version")

    def for_rows(self):
        """Return nominations with the little that a row of a list shows; their commune is the reader's own."""
        others = {
            "campaign": ("name", "status"), "round": ("title", "year"), "unit": ("name",), "collective": ("name",),
            "person": ("full_name", "gender", "position", "unit__name"),
        }  # fmt: skip
        own = ("commune", "status", "award", "authority", "subject", "basis", "deed_on", "submitted_at", "late")
        shown = [f"{other}__{name}" for other, names in others.items() for name in names]
        rows = self.for_list().select_related(None).select_related(*others, "person__unit")
        return rows.only(*own, *others, "person__unit", *shown)

    def told_as(self, status):
        """Return, of the rows of `for_list`, those that a unit knows by a status; "in_review": not told yet."""
        awarded = Q(status__in=("awarded", "award_revoked"), award_told=True)
        revoked = awarded & Q(status="award_revoked", revocation_told=True)
        over = Q(round=None) | Q(campaign__status="closed") | Q(end_told=True)
        ended = over & Q(status__in=Nomination.TOLD_AT_THE_END)
        answered = Q(status="forwarded_up", answer_told=True)
        if status == "in_review":
            return self.filter(Q(status__in=Nomination.UNANNOUNCED) & ~awarded & ~ended & ~answered)
        if status in ("awarded", "award_revoked"):
            return self.filter(revoked if status == "award_revoked" else awarded & ~revoked)
        if status in Nomination.UNANNOUNCED:
            return self.filter(ended | answered, status=status)
        return self.filter(status=status)

    def without_words(self):
        """Return nominations without their long texts, which lists do not show."""
        return self.defer("report", "citation", "summary", "rules_kept", "return_items")

    def live(self):
        """Return the nominations that still stand or were awarded."""
        return self.exclude(status__in=Nomination.OUT)

    def within(self, actor):
        """Return the nominations the actor may see: what lies with a unit is its own and the agency's affair."""
        rows = super().within(actor)
        if actor.sees_all_units and not actor.may(Can.APPRAISE):
            with_the_unit = Q(status__in=Nomination.WITH_THE_UNIT) | Q(status="withdrawn", submitted_at=None)
            return rows.filter(~with_the_unit | Q(unit__in=actor.unit_ids))
        return rows


class Nomination(NominationGuards, NominationTelling, models.Model):
    """One subject proposed for one award, with its dossier.

    `quota_key` names the line of the plan's quotas under which it counts. `rules_kept` holds the law's numbers and
    `plan_version` the plan in force on the day it was received (L-01).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã nộp"
        UNDER_APPRAISAL = "under_appraisal", "Đang thẩm định"
        RETURNED = "returned", "Trả lại bổ sung"
        WITHDRAWN = "withdrawn", "Đã rút"
        ELIGIBLE = "eligible", "Đủ điều kiện"
        INELIGIBLE = "ineligible", "Không đủ điều kiện"
        ON_AGENDA = "on_agenda", "Đưa ra Hội đồng"
        RECOMMENDED = "recommended", "Hội đồng tán thành"
        NOT_RECOMMENDED = "not_recommended", "Hội đồng không tán thành"
        DEFERRED = "deferred", "Hoãn xét"
        RESERVE = "reserve", "Dự bị"
        AWARDED = "awarded", "Được khen thưởng"
        FORWARDED_UP = "forwarded_up", "Đã trình cấp trên"
        NOT_AWARDED = "not_awarded", "Không khen thưởng"
        AWARD_REVOKED = "award_revoked", "Đã thu hồi"

    WITH_THE_UNIT = ("draft", "returned")
    OUT = ("withdrawn", "ineligible", "not_recommended", "not_awarded", "award_revoked")
    APPRAISED = (
        "eligible", "ineligible", "on_agenda", "recommended", "not_recommended", "deferred", "reserve", "awarded",
        "forwarded_up", "not_awarded", "award_revoked",
    )  # fmt: skip
    QUALIFIED = ("eligible", "on_agenda", "recommended", "deferred", "reserve", "awarded", "forwarded_up")
    # What the council and the chair make of a dossier: told to the unit only when the decision is published.
    UNANNOUNCED = (
        "on_agenda", "recommended", "not_recommended", "deferred", "reserve", "awarded", "forwarded_up",
        "not_awarded", "award_revoked",
    )  # fmt: skip
    # Ends without an award: told once the round's decision is published, or the campaign is closed.
    TOLD_AT_THE_END = ("not_recommended", "not_awarded")
    BEFORE_VOTE = ("draft", "submitted", "returned", "under_appraisal", "eligible", "on_agenda", "deferred")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="nominations", verbose_name="địa phương")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="nominations", verbose_name="phong trào")
    round = models.ForeignKey(
        AwardRound, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name="đợt khen thưởng"
    )
    basis = models.CharField("loại khen thưởng", max_length=10, choices=AwardBasis, default=AwardBasis.CAMPAIGN)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name="đơn vị đề nghị")
    subject = models.CharField("đối tượng", max_length=12, choices=Subject)
    collective = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="nominated", verbose_name="tập thể"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="nominated", verbose_name="cá nhân, chủ hộ"
    )
    award = models.CharField("đề nghị tặng", max_length=40, choices=Award)
    authority = models.CharField("cấp quyết định", max_length=10, choices=Authority, default=Authority.COMMUNE)
    quota_key = models.CharField("dòng số lượng", max_length=80, blank=True)
    deed = models.TextField("việc làm, thành tích đột xuất", blank=True)
    deed_on = models.DateField("ngày lập thành tích", null=True, blank=True)
    status = models.CharField("trạng thái", max_length=20, choices=Status, default=Status.DRAFT)

    report = models.JSONField("báo cáo thành tích", default=dict, blank=True)
    summary = models.TextField("tóm tắt thành tích", blank=True)
    citation = models.CharField("nội dung khen thưởng", max_length=400, blank=True)
    women_share = models.DecimalField("tỷ lệ nữ của tập thể (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    direct_worker = models.BooleanField("trực tiếp lao động, không giữ chức vụ lãnh đạo", default=False)
    revision = models.PositiveIntegerField("lần lưu", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.CharField("người lưu", max_length=160, blank=True)

    created_at = models.DateTimeField("lập lúc")
    created_by = models.CharField("người lập", max_length=160)
    by_agency = models.BooleanField("cơ quan thường trực lập", default=False)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    submitted_by = models.CharField("người nộp", max_length=160, blank=True)
    late = models.BooleanField("nộp trễ hạn", default=False)
    explanation = models.TextField("giải trình của đơn vị", blank=True)
    change_note = models.TextField("nội dung đã sửa", blank=True)
    received_on = models.DateField("ngày tiếp nhận", null=True, blank=True)
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name="bản kế hoạch"
    )
    rules_kept = models.JSONField("mức theo quy định khi tiếp nhận", default=dict, blank=True)
    return_reason = models.TextField("lý do trả lại", blank=True)
    return_items = models.JSONField("nội dung cần bổ sung", default=list, blank=True)
    return_due_on = models.DateField("bổ sung chậm nhất ngày", null=True, blank=True)
    verdict = models.CharField("kết luận", max_length=600, blank=True)
    provisional = models.BooleanField("còn căn cứ tạm tính", default=False)
    rank = models.PositiveSmallIntegerField("thứ tự xét", null=True, blank=True)
    rank_steps = models.JSONField("căn cứ xếp thứ tự", default=list, blank=True)

    objects = NominationQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("submit", "Nộp hồ sơ", ("draft",), "submitted", Can.SUBMIT_NOMINATIONS, own_unit=True,
                 guard="blockers_to_submit", done="Nộp hồ sơ đề nghị", tone="primary"),
            Move("enter", "Ghi nhận nộp hồ sơ", ("draft", "returned"), "submitted", Can.APPRAISE,
                 part=Part.APPRAISES, guard="blockers_to_enter", done="Cơ quan thường trực ghi nhận nộp hồ sơ",
                 tone="primary"),
            Move("recall", "Rút lại để sửa", ("submitted",), "draft", Can.SUBMIT_NOMINATIONS, own_unit=True,
                 done="Rút lại hồ sơ để sửa"),
            Move("withdraw", "Rút hồ sơ", BEFORE_VOTE, "withdrawn", Can.SUBMIT_NOMINATIONS, own_unit=True,
                 needs_reason=True, guard="blockers_to_withdraw", done="Rút hồ sơ đề nghị", tone="danger"),
            Move("take", "Nhận thẩm định", ("submitted",), "under_appraisal", Can.APPRAISE, part=Part.APPRAISES,
                 done="Nhận hồ sơ để thẩm định", tone="primary"),
            Move("return", "Trả lại bổ sung", ("under_appraisal",), "returned", Can.APPRAISE, part=Part.APPRAISES,
                 needs_reason=True, done="Trả lại hồ sơ để bổ sung", tone="warning"),
            Move("resubmit", "Nộp lại hồ sơ", ("returned",), "submitted", Can.SUBMIT_NOMINATIONS, own_unit=True,
                 guard="blockers_to_resubmit", done="Nộp lại hồ sơ đã bổ sung", tone="primary"),
            Move("find_eligible", "Xác nhận đủ điều kiện", ("under_appraisal",), "eligible", Can.CONFIRM_APPRAISAL,
                 part=Part.APPRAISES, guard="blockers_to_find_eligible", done="Xác nhận đủ điều kiện",
                 tone="success"),
            Move("find_ineligible", "Xác nhận không đủ điều kiện", ("under_appraisal",), "ineligible",
                 Can.CONFIRM_APPRAISAL, part=Part.APPRAISES, guard="blockers_to_find_ineligible",
                 done="Xác nhận không đủ điều kiện", tone="warning"),
            Move("appeal", "Đề nghị xem xét lại", ("ineligible",), "under_appraisal", Can.SUBMIT_NOMINATIONS,
                 own_unit=True, needs_reason=True, done="Đề nghị xem xét lại"),
            Move("reappraise", "Thẩm định lại", ("eligible", "deferred", "recommended", "reserve"),
                 "under_appraisal", Can.CONFIRM_APPRAISAL, part=Part.APPRAISES, needs_reason=True,
                 done="Đưa về thẩm định lại", tone="warning"),
            Move("place_on_agenda", "Đưa vào chương trình họp", ("eligible", "deferred"), "on_agenda",
                 Can.RUN_COUNCIL, guard="blockers_before_council", done="Đưa vào chương trình họp Hội đồng",
                 tone="primary"),
            Move("take_off_agenda", "Đưa ra khỏi chương trình họp", ("on_agenda",), "eligible", Can.RUN_COUNCIL,
                 needs_reason=True, guard="blockers_to_withdraw", done="Đưa ra khỏi chương trình họp"),
            Move("recommend", "Ghi kết quả tán thành", ("on_agenda",), "recommended", Can.CHAIR_COUNCIL,
                 guard="blockers_to_recommend", done="Hội đồng tán thành"),
            Move("not_recommend", "Ghi kết quả không tán thành", ("on_agenda",), "not_recommended",
                 Can.CHAIR_COUNCIL, guard="blockers_to_not_recommend", done="Hội đồng không tán thành"),
            Move("defer", "Hoãn xét", ("on_agenda",), "deferred", Can.CHAIR_COUNCIL, needs_reason=True,
                 guard="blockers_to_defer", done="Hội đồng hoãn xét", tone="warning"),
            Move("reserve", "Xếp vào danh sách dự bị", ("recommended",), "reserve", Can.RUN_COUNCIL,
                 guard="blockers_to_reserve", done="Xếp vào danh sách dự bị"),
            Move("promote", "Đưa từ dự bị lên", ("reserve",), "recommended", Can.RUN_COUNCIL, needs_reason=True,
                 done="Đưa từ danh sách dự bị lên"),
            Move("award", "Khen thưởng", ("recommended", "reserve"), "awarded", Can.ISSUE_PAPERS,
                 guard="blockers_to_award", done="Được khen thưởng"),
            Move("forward_up", "Trình cấp trên", ("recommended", "reserve"), "forwarded_up", Can.ISSUE_PAPERS,
                 guard="blockers_to_forward_up", done="Trình cấp trên khen thưởng", tone="primary"),
            Move("not_award", "Không khen thưởng", ("recommended", "reserve"), "not_awarded", Can.DECIDE_AWARDS,
                 needs_reason=True, done="Không khen thưởng", tone="warning"),
            Move("revoke", "Thu hồi", ("awarded",), "award_revoked", Can.ISSUE_PAPERS, guard="blockers_to_revoke",
                 done="Thu hồi khen thưởng", tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        draft="secondary", submitted="primary", under_appraisal="info", returned="warning", withdrawn="muted",
        eligible="success", ineligible="warning", on_agenda="primary", recommended="success",
        not_recommended="warning", deferred="warning", reserve="info", awarded="success", forwarded_up="primary",
        not_awarded="muted", award_revoked="danger",
    )  # fmt: skip

    class Meta:
        verbose_name = "hồ sơ đề nghị khen thưởng"
        verbose_name_plural = "hồ sơ đề nghị khen thưởng"
        constraints = [
            models.CheckConstraint(
                name="nomination_names_its_subject",
                condition=Q(subject="collective", collective__isnull=False, person=None)
                | Q(subject__in=["individual", "household"], collective=None, person__isnull=False),
                violation_error_message="Hãy chọn tập thể hoặc cá nhân được đề nghị.",
            ),
            models.CheckConstraint(
                name="nomination_in_a_round_or_ad_hoc",
                condition=Q(basis="ad_hoc", deed_on__isnull=False) | Q(round__isnull=False),
                violation_error_message="Hãy chọn đợt khen thưởng, hoặc ghi ngày lập thành tích đột xuất.",
            ),
            models.CheckConstraint(
                name="nomination_returned_has_reason", condition=~Q(status="returned") | ~Q(return_reason="")
            ),
            models.CheckConstraint(
                name="nomination_beyond_draft_was_received",
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, received_on__isnull=False, plan_version__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    fields=["round", "award", "authority", subject],
                    condition=Q(basis="campaign")
                    & ~Q(status__in=["withdrawn", "ineligible", "not_recommended", "not_awarded", "award_revoked"]),
                    name=f"nomination_once_per_round_award_and_{subject}",
                    violation_error_message=TWICE,
                )
                for subject in ("person", "collective")
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "status"]),
            models.Index(fields=["unit", "status"]),
            models.Index(fields=["commune", "status"]),
            models.Index(
                fields=["campaign", "round", "quota_key", "subject", "status"], name="nomination_counts_by_quota"
            ),
        ]

    def __str__(self):
        return f"{self.get_award_display()} – {self.nominee}"

    def get_absolute_url(self):
        return reverse("awards:nomination", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """The nomination itself: its lines stay with it, apart from the campaign's open history."""
        return self

    @property
    def nominee(self) -> str:
        """The name of the collective, the person, or the household."""
        if self.subject == Subject.COLLECTIVE:
            return str(self.collective)
        if self.subject == Subject.HOUSEHOLD:
            forms = {Person.Gender.FEMALE: "bà", Person.Gender.MALE: "ông"}
            return f"Hộ gia đình {forms.get(self.person.gender, 'ông (bà)')} {self.person}"
        return str(self.person)

    @property
    def nominee_place(self) -> str:
        """The position and unit of a person; nothing for a collective."""
        if self.subject == Subject.COLLECTIVE:
            return ""
        return ", ".join(filter(None, [self.person.position, str(self.person.unit or self.unit)]))

    @property
    def nominee_unit_id(self) -> int | None:
        """The unit that is nominated, or to which the person belongs."""
        return self.collective_id or (self.person.unit_id if self.person_id else None) or self.unit_id

    @property
    def kind(self) -> AwardKind:
        """What the award is."""
        return kinds.KINDS[Award(self.award)]

    @property
    def decided_here(self) -> bool:
        """Whether the commune's chair decides; else the nomination can only be forwarded upward (L-12)."""
        return kinds.decided_here(self.award, self.authority)

    @property
    def editable(self) -> bool:
        """Whether its words may be changed."""
        return self.status in self.WITH_THE_UNIT

    @property
    def year(self) -> int:
        """The year the achievement belongs to."""
        if self.round and self.round.year:
            return self.round.year
        return self.deed_on.year if self.deed_on else self.campaign.ends_on.year

    @cached_property
    def plan(self) -> PlanDocument:
        """The plan it is judged by: the one in force when it was received, before that the one in force now (L-01)."""
        return self.plan_version.plan if self.plan_version_id else self.campaign.plan

    @cached_property
    def plan_round(self) -> Round | None:
        """The round as the plan describes it; an ad-hoc nomination follows the plan's ad-hoc round if there is one."""
        if self.round_id:
            return next((each for each in self.plan.rounds if each.key == self.round.key), None)
        return next((each for each in self.plan.rounds if each.kind == RoundKind.AD_HOC), None)

    @property
    def standard(self) -> Standard | None:
        """The plan's award standard for this subject; None where the plan is silent."""
        if self.plan_round is None:
            return None
        return next((each for each in self.plan_round.standards if each.subject == self.subject), None)

    @property
    def rule(self) -> Node | None:
        """The criteria tree it is judged by."""
        return self.standard.rule if self.standard else None

    @property
    def parts(self) -> tuple:
        """The papers a complete dossier holds: the plan's, else the commune's list of the day it was received (L-01).

        What was not received yet follows the list in force today, which is the one that handing in asks for.
        """
        return self.plan.dossier or self.default_parts(self.received_on or timezone.localdate())

    def default_parts(self, on) -> tuple:
        """Return the parts of the commune's own list for this award on a day; empty where it has none."""
        if not getattr(self, "has_rules", True):
            return ()
        rule = self.commune.dossier_rules.for_award(self.award, on)
        return rule.as_parts() if rule else ()

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign."""
        return self.campaign.holders_of(part)


class OfNominationQuerySet(ScopedQuerySet):
    """Rows that belong to a nomination."""

    commune_path = "nomination__commune"
    unit_path = "nomination__unit"
