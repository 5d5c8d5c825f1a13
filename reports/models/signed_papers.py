"""Issued papers as they were digitally signed: the file, its digest, and what was found in it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from communes.models import Commune, ScopedQuerySet
from reports.models.documents import Document


def signed_path(paper: "SignedPaper", name: str) -> str:
    """Return where a signed file is stored: a folder per commune, a random name."""
    return f"signed/{paper.commune_id}/{uuid4().hex}.pdf"


class SignedPaperQuerySet(ScopedQuerySet):
    """Signed papers of the open commune; who sees the paper sees them."""

    unit_path = None

    def within(self, actor):
        """Return the signed files of the papers that the actor sees."""
        return self.filter(document__in=Document.objects.within(actor))


class SignedPaper(models.Model):
    """One signed PDF of an issued paper; a later one takes its place, nothing is removed.

    `signatures` is what was found when it came (`kit.signatures.verify`), `differences` how its text
    compares with ours.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="signed_papers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="signed_papers")
    file = models.FileField("tệp", upload_to=signed_path, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=10, default="pdf")
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField("mã băm", max_length=64)
    signatures = models.JSONField("chữ ký")
    differences = models.JSONField("khác với bản của phần mềm", default=dict)
    reason = models.TextField("lý do thay", blank=True)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.CharField("người tải lên", max_length=160)
    replaced_at = models.DateTimeField("được thay lúc", null=True, blank=True)

    objects = SignedPaperQuerySet.as_scoped_manager()

    class Meta:
        verbose_name = "bản ký số"
        verbose_name_plural = "bản ký số"
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(replaced_at=None),
                name="one_signed_paper_in_force",
                violation_error_message="Văn bản này đã có bản ký số. Hãy tải lại trang rồi thay bản đó.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:signed-paper", args=[self.commune.slug, self.pk])

    @property
    def intact(self) -> bool:
        """Whether nothing was changed since any of its signatures."""
        return all(each["intact"] for each in self.signatures)

    @property
    def differs(self) -> bool:
        """Whether its text lacks lines of our paper, or has others besides."""
        return bool(self.differences.get("lacking") or self.differences.get("added"))
