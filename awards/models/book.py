"""The certificate register: who printed which sheet, who received it, what replaced it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.models.decisions import DecisionLine
from communes.access import Can
from communes.models import ScopedQuerySet
from kit.workflow import Move, Tones, Workflow


class CertificateQuerySet(ScopedQuerySet):
    """Certificates of the open commune."""

    commune_path = "line__decision__commune"
    unit_path = None

    def live(self):
        """Return the certificates that stand: neither replaced nor revoked."""
        return self.exclude(status__in=["replaced", "revoked"])

    def within(self, actor):
        """Return the certificates the actor may see: before publication only those concerned with making them."""
        return self if actor.may(Can.SEE_UNANNOUNCED) else self.exclude(line__decision__published_at=None)


class Certificate(models.Model):
    """The certificate of one line of an issued decision."""

    class Status(models.TextChoices):
        REGISTERED = "registered", "Đã vào sổ"
        PRINTED = "printed", "Đã in"
        HANDED_OVER = "handed_over", "Đã trao"
        REPLACED = "replaced", "Đã cấp đổi"
        REVOKED = "revoked", "Đã thu hồi"

    line = models.ForeignKey(DecisionLine, models.PROTECT, related_name="certificates")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="cấp đổi cho"
    )
    code = models.CharField("mã tra cứu", max_length=20, unique=True)
    status = models.CharField("trạng thái", max_length=12, choices=Status, default=Status.REGISTERED)
    registered_at = models.DateTimeField("vào sổ lúc")
    handed_on = models.DateField("trao ngày", null=True, blank=True)
    handed_to = models.CharField("người nhận", max_length=160, blank=True)
    replaced_reason = models.TextField("lý do cấp đổi", blank=True)

    objects = CertificateQuerySet.as_scoped_manager()
    flow = Workflow(
        [
            Move("print", "Ghi đã in", ("registered", "printed"), "printed", Can.KEEP_CERTIFICATES,
                 done="In giấy khen", tone="primary"),
            Move("hand_over", "Ghi đã trao", ("printed",), "handed_over", Can.KEEP_CERTIFICATES,
                 guard="blockers_to_hand_over", done="Trao giấy khen", tone="success"),
            Move("replace", "Cấp đổi", ("printed", "handed_over"), "replaced", Can.KEEP_CERTIFICATES,
                 needs_reason=True, done="Cấp đổi giấy khen"),
            Move("revoke", "Thu hồi", ("registered", "printed", "handed_over"), "revoked", Can.ISSUE_PAPERS,
                 guard="blockers_to_revoke", done="Thu hồi giấy khen", tone="danger"),
        ]
    )  # fmt: skip
    status_tone = Tones(
        registered="secondary", printed="info", handed_over="success", replaced="muted", revoked="danger",
    )  # fmt: skip

    class Meta:
        verbose_name = "giấy khen"
        verbose_name_plural = "giấy khen"
        constraints = [
            models.CheckConstraint(
                name="certificate_handed_over_to_somebody",
                condition=~Q(status="handed_over") | (Q(handed_on__isnull=False) & ~Q(handed_to="")),
                violation_error_message="Hãy ghi ngày trao và người nhận.",
            ),
            models.UniqueConstraint(
                fields=["line"], condition=~Q(status__in=["replaced", "revoked"]), name="one_live_certificate_per_line"
            ),
        ]

    def __str__(self):
        return f"Giấy khen {self.line.nominee_name}"

    def get_absolute_url(self):
        return reverse("awards:certificate", args=[self.line.decision.commune.slug, self.pk])

    @property
    def history_root(self):
        """The decision whose history this belongs to."""
        return self.line.decision

    def blockers_to_hand_over(self) -> list[str]:
        """Say why it cannot be handed over: nobody learns of an award before it is published."""
        published = self.line.decision.published_at
        return [] if published else ["Quyết định chưa công bố; công bố quyết định trước khi trao."]

    def blockers_to_revoke(self) -> list[str]:
        """Say why it cannot be revoked: its line stands, or the line that it corrects (L-09)."""
        lines = filter(None, [self.line, self.line.about])
        revoked = any(each.standing == DecisionLine.Standing.REVOKED for each in lines)
        return [] if revoked else ["Dòng quyết định chưa bị thu hồi."]


class CertificatePrintQuerySet(ScopedQuerySet):
    """Printings of the open commune's certificates."""

    commune_path = "certificate__line__decision__commune"
    unit_path = None


class CertificatePrint(models.Model):
    """One printing of a certificate: by whom, when, on which stock."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="prints")
    printed_at = models.DateTimeField("in lúc")
    printed_by = models.CharField("người in", max_length=160)
    stock = models.CharField("phôi", max_length=120)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = CertificatePrintQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "lần in"
        verbose_name_plural = "lần in"

    def __str__(self):
        return f"In {self.certificate} ngày {self.printed_at:%d/%m/%Y}"
