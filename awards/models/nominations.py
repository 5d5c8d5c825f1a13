"""Nominations: who is proposed for what, with the dossier, the verdicts and the way through the council."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from awards.rules import dossier, kinds
from awards.rules.kinds import Award, AwardBasis, AwardKind
from campaigns.models import AwardRound, Campaign, PlanVersion
from campaigns.planfile.schema import Node, PlanDocument, Round, Standard
from campaigns.planfile.words import Authority, Part, RoundKind, Subject
from communes.access import Can
from communes.models import Commune, Person, ScopedQuerySet, Unit
from kit.workflow import Move, Workflow


class NominationQuerySet(ScopedQuerySet):
    """Nominations in the open commune."""

    def for_list(self):
        """Return nominations with what a list shows, in one query."""
        return self.select_related("campaign__commune", "round", "unit", "person", "collective")

    def without_words(self):
        """Return nominations without their long texts, which lists do not show."""
        return self.defer("report", "citation", "summary", "rules_kept", "return_items")

    def live(self):
        """Return the nominations that still stand or were awarded."""
        return self.exclude(status__in=Nomination.OUT)

    def within(self, actor):
        """Return the nominations the actor may see: what a unit has not handed in is its own affair."""
        rows = super().within(actor)
        if actor.sees_all_units and not actor.may(Can.APPRAISE):
            return rows.exclude(status="draft")
        return rows


class Nomination(models.Model):
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
    QUALIFIED = ("eligible", "on_agenda", "recommended", "deferred", "reserve", "awarded", "forwarded_up")
    # What the council and the chair make of a dossier: told to the unit only when the decision is published.
    UNANNOUNCED = (
        "on_agenda", "recommended", "not_recommended", "deferred", "reserve", "awarded", "forwarded_up",
        "not_awarded", "award_revoked",
    )  # fmt: skip
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
    return_due_on = models.DateField("bổ sung trước hết ngày", null=True, blank=True)
    verdict = models.CharField("kết luận", max_length=600, blank=True)
    provisional = models.BooleanField("còn căn cứ tạm tính", default=False)
    rank = models.PositiveSmallIntegerField("thứ tự xét", null=True, blank=True)
    rank_steps = models.JSONField("căn cứ xếp thứ tự", default=list, blank=True)

    objects = NominationQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("submit", "Nộp hồ sơ", ("draft",), "submitted", Can.SUBMIT_NOMINATIONS, own_unit=True,
                 guard="blockers_to_submit", done="Nộp hồ sơ đề nghị", tone="primary"),
            Move("enter", "Nộp hồ sơ do cơ quan thường trực lập", ("draft",), "submitted", Can.APPRAISE,
                 part=Part.APPRAISES, guard="blockers_to_enter", done="Nộp hồ sơ do cơ quan thường trực lập",
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
            Move("forward_up", "Trình cấp trên", ("recommended", "reserve"), "forwarded_up", Can.PREPARE_DECISIONS,
                 guard="blockers_to_forward_up", done="Trình cấp trên khen thưởng", tone="primary"),
            Move("not_award", "Không khen thưởng", ("recommended", "reserve"), "not_awarded", Can.DECIDE_AWARDS,
                 needs_reason=True, done="Không khen thưởng", tone="warning"),
            Move("revoke", "Thu hồi", ("awarded",), "award_revoked", Can.ISSUE_PAPERS, guard="blockers_to_revoke",
                 done="Thu hồi khen thưởng", tone="danger"),
        ]
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
                    violation_error_message="Đã có hồ sơ đề nghị cùng hình thức cho đối tượng này trong đợt.",
                )
                for subject in ("person", "collective")
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "status"]),
            models.Index(fields=["unit", "status"]),
            models.Index(fields=["commune", "status"]),
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
    def status_tone(self) -> str:
        """How the status is coloured."""
        return {
            "draft": "secondary", "submitted": "primary", "under_appraisal": "info", "returned": "warning",
            "withdrawn": "muted", "eligible": "success", "ineligible": "warning", "on_agenda": "primary",
            "recommended": "success", "not_recommended": "warning", "deferred": "warning", "reserve": "info",
            "awarded": "success", "forwarded_up": "primary", "not_awarded": "muted", "award_revoked": "danger",
        }[self.status]  # fmt: skip

    def announced(self) -> bool:
        """Whether its result was published: in a decision, or by its end without one."""
        if self.status in ("awarded", "award_revoked"):
            return self.lines.filter(about=None, decision__published_at__isnull=False).exists()
        return self.status not in self.UNANNOUNCED

    def shown_status(self, actor) -> tuple[str, str]:
        """Return (label, tone) of the status as the actor may know it: units learn results from published decisions."""
        if actor.may(Can.SEE_UNANNOUNCED) or self.announced():
            return self.get_status_display(), self.status_tone
        return "Đang xem xét", "info"

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
        """The papers a complete dossier holds: the plan's, else the commune's own default in force."""
        if self.plan.dossier:
            return self.plan.dossier
        on = self.received_on or timezone.localdate(self.created_at)
        return self.default_parts(on)

    def default_parts(self, on) -> tuple:
        """Return the parts of the commune's own list for this award on a day; empty where it has none."""
        rule = self.commune.dossier_rules.for_award(self.award, on)
        return rule.as_parts() if rule else ()

    def holders_of(self, part: str) -> frozenset[int]:
        """Return the units that hold a duty in the campaign."""
        return self.campaign.holders_of(part)

    def typed(self) -> dict:
        """Say, for each paper the product makes, whether what it is made from is there."""
        required = [each for each in dossier.SECTIONS[Subject(self.subject)] if each.required]
        empty = [each.title for each in required if not str(self.report.get(each.key, "")).strip()]
        voted = self.review_votes.filter(review__concluded_at__isnull=False).exists()
        return {
            dossier.Maker.ACHIEVEMENT_REPORT: (
                not empty and bool(self.citation.strip()),
                "Chưa ghi: " + ", ".join(empty) if empty else "" if self.citation else "Chưa ghi nội dung khen thưởng",
            ),
            dossier.Maker.REVIEW_MINUTES: (voted, "" if voted else "Chưa có cuộc họp bình xét đã kết luận"),
            dossier.Maker.SUBMISSION: (
                bool(self.summary.strip()), "" if self.summary.strip() else "Chưa ghi tóm tắt thành tích"
            ),
        }  # fmt: skip

    def checklist(self) -> list[dossier.PartState]:
        """Return each part of the dossier with what is there (KP-05)."""
        uploaded = set(self.files.filter(removed_at=None).exclude(part_key="").values_list("part_key", flat=True))
        return dossier.checklist(self.parts, typed=self.typed(), uploaded=uploaded)

    def blockers_to_submit(self) -> list[str]:
        """Say what the dossier lacks, by name (KP-05)."""
        lacking = dossier.missing(self.checklist())
        if not self.citation.strip():
            lacking.append("Chưa ghi nội dung khen thưởng (in trên quyết định và giấy khen).")
        if self.basis == AwardBasis.AD_HOC and not self.deed.strip():
            lacking.append("Chưa ghi việc làm, thành tích đột xuất.")
        return lacking

    def blockers_to_enter(self) -> list[str]:
        """Say why the agency cannot hand a dossier in: for a unit's own it needs the scan of the unit's paper."""
        lacking = self.blockers_to_submit()
        if not self.by_agency and not self.files.filter(removed_at=None, is_scan=True).exists():
            lacking.append("Nhập hộ đơn vị: chưa đính kèm bản chụp hồ sơ giấy của đơn vị.")
        return lacking

    def blockers_to_resubmit(self) -> list[str]:
        """Say what a returned dossier still lacks."""
        lacking = self.blockers_to_submit()
        if not self.change_note.strip():
            lacking.append("Hồ sơ bị trả lại: hãy ghi “nội dung đã sửa”.")
        return lacking

    def blockers_to_withdraw(self) -> list[str]:
        """Say why it cannot be taken back: the vote has opened."""
        if self.agenda_items.filter(ballot_items__ballot__status__in=["open", "closed"]).exists():
            return ["Hội đồng đang biểu quyết hồ sơ này; không rút được nữa."]
        return []

    def _appraisal_blockers(self, verdict: str, words: str) -> list[str]:
        """Say why the appraisal cannot be concluded one way: verdicts lacking, or saying something else."""
        appraisals = list(self.appraisals.filter(set_aside_at=None))
        given = [each for each in appraisals if each.verdict]
        if not given:
            return ["Chưa có kết luận của người thẩm định."]
        if len(given) < len(appraisals):
            return ["Người thẩm định thứ hai chưa cho kết luận."]
        if any(each.verdict != verdict for each in given):
            return [f"Không phải mọi người thẩm định đều kết luận {words}; hãy thống nhất trước khi xác nhận."]
        return []

    def blockers_to_find_eligible(self) -> list[str]:
        """Say why it cannot be found eligible yet."""
        return self._appraisal_blockers("eligible", "đủ điều kiện")

    def blockers_to_find_ineligible(self) -> list[str]:
        """Say why it cannot be found ineligible yet."""
        return self._appraisal_blockers("ineligible", "không đủ điều kiện")

    def blockers_before_council(self) -> list[str]:
        """Say why it cannot reach the council: public posting and the opinions asked for come first."""
        return [*self._posting_blockers(), *self._opinion_blockers()]

    def _posting_blockers(self) -> list[str]:
        """Say what public posting leaves open."""
        lacking = []
        posted = self.postings.filter(closed_at=None).first()
        if posted:
            lacking.append(f"Đang công khai lấy ý kiến đến hết ngày {posted.ends_on:%d/%m/%Y}.")
        if self.posting_remarks.filter(settled_at=None).exists():
            lacking.append("Còn ý kiến phản ánh trong thời gian công khai chưa được giải quyết.")
        return lacking

    def _opinion_blockers(self) -> list[str]:
        """Say whose opinion is still awaited."""
        return [f"Chờ ý kiến hiệp y của {each.body}." for each in self.opinions.filter(answer="")]

    def _result_blockers(self, adopted: bool) -> list[str]:
        """Say why a result cannot be written: it comes from a confirmed ballot, never from a hand (L-05)."""
        found = self.agenda_items.filter(
            ballot_items__ballot__status__in=["confirmed", "announced"], ballot_items__adopted=adopted, result=""
        )
        return [] if found.exists() else ["Chưa có kết quả biểu quyết được xác nhận cho hồ sơ này."]

    def blockers_to_recommend(self) -> list[str]:
        """Say why the council's assent cannot be written."""
        return self._result_blockers(True)

    def blockers_to_not_recommend(self) -> list[str]:
        """Say why the council's refusal cannot be written."""
        return self._result_blockers(False)

    def blockers_to_defer(self) -> list[str]:
        """Say why it cannot be deferred: only a sitting session defers."""
        sitting = self.agenda_items.filter(session__status="in_session", result="")
        if not sitting.exists():
            return ["Hồ sơ chỉ được hoãn xét trong phiên họp đang diễn ra."]
        return self.blockers_to_withdraw()

    def blockers_to_reserve(self) -> list[str]:
        """Say why it cannot be put in reserve: its place was not ranked."""
        return [] if self.rank else ["Chưa xếp thứ tự xét."]

    def _minutes_blockers(self) -> list[str]:
        """Say why nothing can be decided: no decision without signed minutes (L-13)."""
        signed = self.agenda_items.filter(
            result="recommended", session__status__in=["minutes_signed", "closed"]
        )  # fmt: skip
        return [] if signed.exists() else ["Biên bản họp Hội đồng về hồ sơ này chưa được ký."]

    def blockers_to_award(self) -> list[str]:
        """Say why it cannot be awarded: authority, minutes, a line in an issued decision (L-12, L-13)."""
        lacking = [] if self.decided_here else ["Chủ tịch UBND xã không có thẩm quyền; chỉ được trình cấp trên."]
        if not self.lines.filter(decision__status="issued", decision__kind="award").exists():
            lacking.append("Chưa có quyết định khen thưởng đã ban hành ghi tên.")
        return lacking + self._minutes_blockers()

    def blockers_to_forward_up(self) -> list[str]:
        """Say why it cannot be sent upward."""
        lacking = ["Chủ tịch UBND xã có thẩm quyền quyết định; không cần trình cấp trên."] if self.decided_here else []
        if not self.proposal_lines.filter(proposal__status__in=["sent", "answered"]).exists():
            lacking.append("Chưa có tờ trình cấp trên đã gửi.")
        return lacking + self._minutes_blockers()

    def blockers_to_revoke(self) -> list[str]:
        """Say why an award cannot be revoked: only a later decision revokes (L-09)."""
        revoked = self.lines.filter(decision__kind="revocation", decision__status="issued").exists()
        return [] if revoked else ["Chưa có quyết định thu hồi đã ban hành."]


class OfNominationQuerySet(ScopedQuerySet):
    """Rows that belong to a nomination."""

    commune_path = "nomination__commune"
    unit_path = "nomination__unit"


class EligibilityRun(models.Model):
    """One evaluation of a dossier with everything it was based on; kept as it was."""

    class Stage(models.TextChoices):
        SUBMISSION = "submission", "Khi nộp"
        APPRAISAL = "appraisal", "Khi thẩm định"
        COUNCIL = "council", "Trước khi đưa ra Hội đồng"
        DECISION = "decision", "Trước khi quyết định"

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="runs")
    stage = models.CharField("lúc", max_length=12, choices=Stage)
    state = models.CharField("kết quả", max_length=10)
    sentence = models.CharField("kết luận", max_length=600)
    provisional = models.BooleanField("còn căn cứ tạm tính", default=False)
    tree = models.JSONField("tiêu chuẩn", default=dict)
    checks = models.JSONField("điều kiện chung", default=list)
    at = models.DateTimeField("lúc")
    by = models.CharField("người thực hiện", max_length=160)

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lần xét điều kiện"
        verbose_name_plural = "lần xét điều kiện"
        indexes = [models.Index(fields=["nomination", "stage"])]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.sentence}"


class Exemption(models.Model):
    """A lawful exception from one general condition, granted by a leader with a reason."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="exemptions")
    check_key = models.CharField("điều kiện", max_length=40)
    title = models.CharField("tên điều kiện", max_length=200)
    reason = models.TextField("lý do và căn cứ")
    leader_name = models.CharField("người cho phép", max_length=160)
    granted_at = models.DateTimeField("cho phép lúc")

    objects = OfNominationQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "trường hợp ngoại lệ"
        verbose_name_plural = "trường hợp ngoại lệ"
        constraints = [
            models.UniqueConstraint(fields=["nomination", "check_key"], name="exemption_once_per_check"),
            models.CheckConstraint(name="exemption_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.title}: {self.reason}"

    @property
    def history_root(self):
        """The nomination whose history this belongs to."""
        return self.nomination
