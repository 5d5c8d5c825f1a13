"""Digitally signed PDFs of issued papers: received or made, verified offline, kept; a later one takes the place."""

import base64
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError

from campaigns.services import upload_checks, uploads
from communes import history
from communes.access import Actor, Can
from kit import confined, storing
from kit.forms import clean_text
from reports.models import Document, SignedPaper
from reports.models.signed_papers import signed_path

logger = logging.getLogger(__name__)

# Named, not imported: pyHanko is loaded where it is used, not in every web process.
VERIFY, SIGN, LINES, CERTIFICATES = (f"kit.signatures:{name}" for name in ("verify", "sign", "lines", "certificates"))
ROOTS = (".pem", ".crt", ".cer", ".der")
MOST_LINES = 20
KEYS_LIMIT = 2**16
LONGEST_REASON = 500
MEANWHILE = "Vừa có bản ký số khác được đưa lên. Hãy tải lại trang rồi xem bản đó trước khi thay."
MILLIMETRE = 72 / 25.4
# Below the signature block of the last page nothing is printed: a strip at its lower edge holds what is seen.
VISIBLE = (-1, round(20 * MILLIMETRE), round(8 * MILLIMETRE), round(110 * MILLIMETRE), round(18 * MILLIMETRE))


def may_bear(document: Document) -> bool:
    """Say whether a paper is issued and printed, so that a signed PDF of it can be kept; none of a training ground."""
    issued = document.official and document.status == Document.Status.OFFICIAL and "pdf" in document.files
    return issued and not document.commune.is_training


def in_force(document: Document) -> SignedPaper | None:
    """Return the signed PDF of a paper that stands now."""
    return SignedPaper.objects.filter(document=document, replaced_at=None).select_related("commune").first()


def earlier(document: Document) -> list[SignedPaper]:
    """Return the signed PDFs of a paper that were replaced, the last first."""
    found = SignedPaper.objects.filter(document=document).exclude(replaced_at=None).select_related("commune")
    return list(found.order_by("-replaced_at", "-pk"))


def receive(document: Document, upload: UploadedFile, *, reason: str = "", by: Actor, at: datetime) -> SignedPaper:
    """Keep the signed PDF that somebody sends; refuse one without a signature, or the same once more."""
    present = _ensure_may(document, reason, by=by)
    found = uploads.check(upload, kept=0, kinds=("pdf",))
    upload.seek(0)
    return _keep(document, found.name, upload.read(), present, reason=reason, label="Tải lên bản ký số", by=by, at=at)


def sign(
    document: Document,
    keys: UploadedFile | None,
    *,
    passphrase: str = "",
    visible: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> SignedPaper:
    """Sign our own PDF with the PKCS#12 file that is sent, or that of the installation; the file sent is not kept."""
    present = _ensure_may(document, reason, by=by)
    content, passphrase = _keys(keys, passphrase)
    try:
        source = _printed(document)
    except OSError:
        raise ValidationError("Máy chủ không còn tệp PDF của văn bản này. Hãy báo quản trị viên.") from None
    facts = {"keys": base64.b64encode(content).decode(), "passphrase": passphrase,
             "reason": f"Ban hành văn bản số {document.number_words}".strip(),
             "visible": list(VISIBLE) if visible else None}  # fmt: skip
    with confined.scratch() as target:
        _asked(lambda: confined.run(SIGN, source, target, **facts), "Không ký được văn bản")
        target.seek(0)
        made = target.read()
    name = f"{document.file_stem} (ký số).pdf"
    return _keep(document, name, made, present, reason=reason, label="Ký số bằng chứng thư tệp", by=by, at=at)


def installation_keys() -> Path | None:
    """Return where the installation's PKCS#12 file lies, if it names one."""
    return Path(settings.SIGNING_PKCS12) if settings.SIGNING_PKCS12 else None


def _keys(sent: UploadedFile | None, passphrase: str) -> tuple[bytes, str]:
    """Return the PKCS#12 file to sign with, and its passphrase."""
    if sent is not None:
        if not sent.size or sent.size > KEYS_LIMIT or not (sent.name or "").lower().endswith((".p12", ".pfx")):
            raise ValidationError("Tệp chứng thư số phải là tệp .p12 hoặc .pfx, không quá 64 KB.")
        sent.seek(0)
        return sent.read(), passphrase
    place = installation_keys()
    if place is None:
        raise ValidationError("Hãy chọn tệp chứng thư số (.p12, .pfx).")
    try:
        return place.read_bytes(), Path(settings.SIGNING_PASSPHRASE_FILE).read_text().rstrip("\n")
    except OSError:
        raise ValidationError("Máy chủ không đọc được tệp chứng thư số. Hãy báo quản trị viên.") from None


def _printed(document: Document) -> bytes:
    """Return our own PDF of a paper."""
    with storing.opened(document.files["pdf"]["path"]) as stored:
        return stored.read()


def _ensure_may(document: Document, reason: str, *, by: Actor) -> SignedPaper | None:
    """Let in who issues papers, and return the signed PDF that stands now; another one needs a reason."""
    if not by.may(Can.ISSUE_PAPERS):
        raise PermissionDenied
    if not may_bear(document):
        raise ValidationError("Chỉ văn bản đã ban hành và đã tạo xong mới có bản ký số.")
    present = in_force(document)
    if present and not clean_text(reason).strip():
        raise ValidationError("Văn bản này đã có bản ký số. Hãy ghi lý do thay bản khác.")
    return present


def _keep(
    document: Document,
    name: str,
    content: bytes,
    present: SignedPaper | None,
    *,
    reason: str,
    label: str,
    by: Actor,
    at: datetime,
) -> SignedPaper:
    """Verify a signed PDF, compare it with our paper, and keep it in the place of the one that stood before.

    Where another one came meanwhile it is refused: the reason was given for that of before.
    """
    roots = trusted_roots()
    found = _asked(lambda: confined.run(VERIFY, content, roots=roots, at=at.isoformat()), f"“{name}”")
    paper = SignedPaper(
        commune=document.commune, document=document, name=name, size=len(content),
        sha256=uploads.digest_of(content), signatures=found, differences=_compared(document, content),
        reason=clean_text(reason).strip()[:LONGEST_REASON], uploaded_at=at, uploaded_by=by.name,
    )  # fmt: skip
    path = signed_path(paper, name)
    with uploads.storing(path, name):
        Document.objects.filter(pk=document.pk).select_for_update().values_list("pk").get()
        if SignedPaper.objects.filter(document=document, sha256=paper.sha256, replaced_at=None).exists():
            raise ValidationError(f"“{name}”: đúng tệp này đang là bản ký số của văn bản rồi.")
        if in_force(document) != present:
            raise ValidationError(MEANWHILE)
        SignedPaper.objects.filter(document=document, replaced_at=None).update(replaced_at=at)
        paper.file.name = uploads.store(path, ContentFile(content))
        try:
            paper.save()
        except IntegrityError:
            raise ValidationError(MEANWHILE) from None
        upload_checks.expect(document.commune, paper.file.name, at=at)
        history.record(
            "document.signed", document, by=by, at=at, label=label, reason=paper.reason, sha256=paper.sha256,
            signers=[each["signer"] for each in found], intact=paper.intact,
        )  # fmt: skip
    return paper


def _compared(document: Document, content: bytes) -> dict:
    """Return how the text of a signed PDF differs from that of our paper; {} where it could not be read."""
    try:
        return differences(*(confined.run(LINES, each, seconds=60) for each in (_printed(document), content)))
    except (confined.Refused, confined.Failed, OSError):
        logger.warning("The signed PDF of document %s could not be compared.", document.pk, exc_info=True)
        return {}


def _asked(work: Callable, what: str):
    """Return what a reader answers; what it refuses, in the words of the page."""
    try:
        return work()
    except confined.Refused as problem:
        raise ValidationError(f"{what}: {problem}") from None
    except confined.Failed:
        raise ValidationError(f"{what}: tệp hỏng, không đọc được.") from None


def differences(ours: list[str], theirs: list[str]) -> dict:
    """Return which lines of our paper the signed one lacks, and which it has besides; a short list of each.

    A signed file without any line was printed and scanned: then nothing can be compared.
    """
    lacking, added = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    return {
        "compared": bool(theirs),
        "lacking": [line[:200] for line in lacking][:MOST_LINES] if theirs else [],
        "added": [line[:200] for line in added][:MOST_LINES],
    }


def trusted_roots() -> list[str]:
    """Return the root certificates that the installation trusts, as base64; a file that is none is logged and left."""
    if not settings.SIGNING_ROOTS:
        return []
    found = []
    try:
        for each in sorted(each for each in Path(settings.SIGNING_ROOTS).iterdir() if each.suffix.lower() in ROOTS):
            try:
                found += confined.run(CERTIFICATES, each.read_bytes())
            except (confined.Refused, confined.Failed) as problem:
                logger.error("The root certificate %s cannot be read: %s", each, problem)
    except OSError:
        logger.exception("The folder of root certificates %s cannot be read.", settings.SIGNING_ROOTS)
    return found
