"""Proposals to a higher authority, followed to their outcome (DS-11, HP-12, VT-07)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models.nominations import Nomination
from campaigns.models import Campaign
from campaigns.planfile.words import Authority
from communes.access import Can
from communes.models import Commune, ScopedQuerySet
from kit.vietnamese import paper_number
from kit.workflow import Move, Tones, Workflow


class ProposalQuerySet(ScopedQuerySet):
    """Proposals of the open commune: for those concerned with making them."""

    unit_path = None

    def within(self, actor):
        """Return the proposals the actor may see."""
        return self if actor.may(Can.SEE_UNANNOUNCED) else self.none()


class Proposal(models.Model):
    """A submission (tờ trình) to a higher authority about one or more nominations."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        SENT = "sent", "Đã gửi"
        ANSWERED = "answered", "Đã có kết quả"
        CANCELLED = "cancelled", "Đã bỏ"

    AWAY = ("sent", "answered")

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="proposals", verbose_name="địa phương")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="proposals", verbose_name="phong trào")
    authority = models.CharField("cấp quyết định", max_length=10, choices=Authority)
    to_body = models.CharField("kính gửi", max_length=300)
    title = models.CharField("trích yếu", max_length=300)
    reason = models.TextField("nội dung đề nghị", blank=True)
    status = models.CharField("trạng thái", max_length=10, choices=Status, default=Status.DRAFT)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40, default="TTr-UBND")
    sent_on = models.DateField("gửi ngày", null=True, blank=True)
    signer_name = models.CharField("người ký", max_length=160, blank=True)
    drafted_at = models.DateTimeField("lập lúc")
    drafted_by = models.CharField("người lập", max_length=160)

    objects = ProposalQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("send", "Ghi đã gửi", ("draft",), "sent", Can.ISSUE_PAPERS, guard="blockers_to_send",
                 done="Gửi tờ trình cấp trên", tone="primary"),
            Move("answer", "Ghi đã có kết quả", ("sent",), "answered", Can.PREPARE_DECISIONS,
                 guard="blockers_to_answer", done="Nhận kết quả của cấp trên", tone="success"),
            Move("cancel", "Bỏ dự thảo", ("draft",), "cancelled", Can.PREPARE_DECISIONS, needs_reason=True,
                 done="Bỏ dự thảo tờ trình", tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(draft="secondary", sent="primary", answered="success", cancelled="muted")

    class Meta:
        verbose_name = "tờ trình cấp trên"
        verbose_name_plural = "tờ trình cấp trên"
        constraints = [
            models.CheckConstraint(
                name="proposal_sent_has_number_and_date",
                condition=Q(status__in=["draft", "cancelled"]) | Q(number__isnull=False, sent_on__isnull=False),
                violation_error_message="Tờ trình đã gửi phải có số và ngày.",
            )
        ]
        indexes = [models.Index(fields=["commune", "status"])]

    def __str__(self):
        return f"Tờ trình số {self.number_words}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("awards:proposal", args=[self.commune.slug, self.pk])

    @property
    def history_root(self):
        """The proposal itself."""
        return self

    @property
    def number_words(self) -> str:
        """The number as papers cite it."""
        return paper_number(self.number, self.symbol, blank=f"…/{self.symbol}")

    @property
    def editable(self) -> bool:
        """Whether its words and cases may be changed."""
        return self.status == self.Status.DRAFT

    def blockers_to_send(self) -> list[str]:
        """Say what the proposal lacks."""
        return [] if self.lines.exists() else ["Tờ trình chưa có trường hợp nào."]

    def blockers_to_answer(self) -> list[str]:
        """Say whose outcome is not known yet."""
        waiting = self.lines.filter(outcome="").select_related("nomination__person", "nomination__collective")
        return [f"Chưa ghi kết quả của {each.nomination.nominee}." for each in waiting.order_by("pk")]


class ProposalLineQuerySet(ScopedQuerySet):
    """Lines of proposals."""

    commune_path = "proposal__commune"
    unit_path = "nomination__unit"

    def sent(self):
        """Return the lines of proposals that left the commune."""
        return self.filter(proposal__status__in=Proposal.AWAY)

    def open(self):
        """Return the lines whose outcome is still awaited, of drafts as well."""
        return self.filter(outcome="").exclude(proposal__status="cancelled")

    def within(self, actor):
        """Return the lines the actor may see: others learn of awards given, a unit of each outcome about its own."""
        if actor.may(Can.SEE_UNANNOUNCED):
            return self
        known = self.sent().exclude(outcome="")
        return known.filter(Q(outcome="awarded") | Q(nomination__unit__in=actor.unit_ids))


class ProposalLine(models.Model):
    """One nomination in a proposal and what the higher authority decided."""

    class Outcome(models.TextChoices):
        AWARDED = "awarded", "Được khen thưởng"
        REFUSED = "refused", "Không được khen thưởng"
        RETURNED = "returned", "Trả lại"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="lines")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="proposal_lines")
    outcome = models.CharField("kết quả", max_length=10, choices=Outcome, blank=True)
    outcome_number = models.CharField("số quyết định", max_length=60, blank=True)
    outcome_on = models.DateField("ngày", null=True, blank=True)
    outcome_words = models.TextField("nội dung trả lời", blank=True)

    objects = ProposalLineQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "trường hợp trình cấp trên"
        verbose_name_plural = "trường hợp trình cấp trên"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "nomination"], name="nomination_once_per_proposal"),
            models.CheckConstraint(
                name="proposal_outcome_on_a_day",
                condition=Q(outcome="") | Q(outcome_on__isnull=False),
                violation_error_message="Hãy ghi ngày có kết quả.",
            ),
            models.CheckConstraint(
                name="proposal_awarded_by_a_decision",
                condition=~Q(outcome="awarded") | ~Q(outcome_number=""),
                violation_error_message="Hãy ghi số quyết định khen thưởng của cấp trên.",
            ),
        ]

    def __str__(self):
        return str(self.nomination)

    @property
    def history_root(self):
        """The proposal whose history this belongs to."""
        return self.proposal

    @property
    def known(self) -> bool:
        """Whether the higher authority has answered; from then on the unit may know it."""
        return bool(self.outcome)

    @property
    def outcome_label(self) -> str:
        """The outcome in words, also while it is awaited."""
        return self.get_outcome_display() or "Chờ cấp trên trả lời"

    @property
    def outcome_tone(self) -> str:
        """How the outcome is coloured."""
        return {"": "info", "awarded": "success", "refused": "muted", "returned": "warning"}[self.outcome]

    @property
    def decision_words(self) -> str:
        """The higher authority's paper as others cite it."""
        return f"số {self.outcome_number} ngày {self.outcome_on:%d/%m/%Y}" if self.outcome_number else ""
