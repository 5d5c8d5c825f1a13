"""What a dossier holds: the uploaded files, and the commune's own lists of parts."""

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from awards.models.nominations import Nomination
from awards.rules.kinds import Award
from campaigns.planfile.schema import DossierPart
from communes.access import Can
from communes.models import Commune, ScopedQuerySet, Unit


def random_path(file: "AwardFile", original_name: str) -> str:
    """Return where a file is stored: a folder per commune, a random name, the checked extension."""
    return f"awards/{file.commune_id}/{uuid4().hex}{PurePath(original_name).suffix.lower()}"


class AwardFileQuerySet(ScopedQuerySet):
    """Files of the awards of the open commune; a unit sees those of its own nominations alone."""

    def within(self, actor):
        """Return the files the actor may see; those of a dossier follow the dossier."""
        seen = Q(nomination__in=Nomination.objects.within(actor))
        return self.filter(seen | Q(nomination=None) if actor.may(Can.SEE_UNANNOUNCED) else seen)

    def present(self):
        """Return the files that were not removed."""
        return self.filter(removed_at=None)


class AwardFile(models.Model):
    """One uploaded file of a dossier, a council session, a decision or a proposal upward.

    `part_key` names the part of the dossier that it is; `criterion` the path of the criterion that it proves.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="award_files")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="award_files")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, blank=True, related_name="files")
    session = models.ForeignKey("awards.Session", models.PROTECT, null=True, blank=True, related_name="files")
    decision = models.ForeignKey("awards.Decision", models.PROTECT, null=True, blank=True, related_name="files")
    proposal = models.ForeignKey("awards.Proposal", models.PROTECT, null=True, blank=True, related_name="files")
    part_key = models.CharField("thành phần hồ sơ", max_length=80, blank=True)
    criterion = models.CharField("chứng minh tiêu chuẩn", max_length=300, blank=True)
    file = models.FileField("tệp", upload_to=random_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=10)
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField("mã băm", max_length=64)
    is_scan = models.BooleanField("bản chụp bản giấy đã ký", default=False)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.CharField("người tải lên", max_length=160)
    removed_at = models.DateTimeField("bỏ lúc", null=True, blank=True)

    objects = AwardFileQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "tệp hồ sơ"
        verbose_name_plural = "tệp hồ sơ"
        constraints = [
            models.CheckConstraint(
                name="award_file_belongs_to_one_record",
                condition=Q(nomination__isnull=False, session=None, decision=None, proposal=None)
                | Q(nomination=None, session__isnull=False, decision=None, proposal=None)
                | Q(nomination=None, session=None, decision__isnull=False, proposal=None)
                | Q(nomination=None, session=None, decision=None, proposal__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["commune", "sha256"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("awards:file", args=[self.commune.slug, self.pk])

    @property
    def owner(self):
        """The nomination, session, decision or proposal that the file belongs to."""
        return self.nomination or self.session or self.decision or self.proposal

    @property
    def history_root(self):
        """Whose history this belongs to."""
        return self.owner.history_root


class DossierRuleQuerySet(ScopedQuerySet):
    """The commune's own lists of dossier parts."""

    unit_path = None

    def for_award(self, award: str, on):
        """Return the list in force for an award on a day, or None."""
        covering = self.filter(award=award, valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))
        return covering.order_by("-valid_from").first()


class DossierRule(models.Model):
    """Which papers a dossier for one award holds where the plan does not say, from a day on, with the source.

    Each province sets the parts for Giấy khen and the commune's titles (NĐ 152/2025, Điều 6.2c).
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="dossier_rules", verbose_name="địa phương")
    award = models.CharField("hình thức, danh hiệu", max_length=40, choices=Award)
    parts = models.JSONField("thành phần hồ sơ", default=list)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=300)
    confirmed = models.BooleanField("đã xác nhận", default=False)

    objects = DossierRuleQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "thành phần hồ sơ theo quy định"
        verbose_name_plural = "thành phần hồ sơ theo quy định"
        constraints = [
            models.UniqueConstraint(fields=["commune", "award", "valid_from"], name="dossier_rule_once_per_day"),
            models.CheckConstraint(
                name="dossier_rule_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self):
        return f"{self.get_award_display()} từ {self.valid_from:%d/%m/%Y}"

    def as_parts(self) -> tuple[DossierPart, ...]:
        """Return the parts as a plan would hold them; each entry has key, title and made_here."""
        return tuple(
            DossierPart(key=each["key"], title=each["title"], made_here=each["made_here"], clause=self.source)
            for each in self.parts
        )
