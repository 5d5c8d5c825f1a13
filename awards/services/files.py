"""Files of dossiers, sessions, decisions and proposals: checked and stored as all uploads are."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from awards.models import AwardFile, Decision, Nomination, Proposal, Session
from awards.models.dossiers import random_path
from awards.rules import eligibility
from awards.services import writing
from campaigns.services import upload_checks, uploads
from communes import history
from communes.access import Actor, Can

Owner = Nomination | Session | Decision | Proposal
COLUMNS = {Nomination: "nomination", Session: "session", Decision: "decision", Proposal: "proposal"}
KEEPERS = {
    Session: (Can.RUN_COUNCIL,),
    Decision: (Can.PREPARE_DECISIONS, Can.ISSUE_PAPERS),
    Proposal: (Can.PREPARE_DECISIONS, Can.ISSUE_PAPERS),
}
SETTLED = {
    Session: ("minutes_signed", "closed", "cancelled"),
    Decision: (*Decision.OUT, Decision.Status.CANCELLED),
    Proposal: ("sent", "answered", "cancelled"),
}


def may_attach(owner: Owner, by: Actor, *, is_scan: bool = False) -> bool:
    """Say whether the actor may add a file to a record now; entering for a unit begins with the scan."""
    if isinstance(owner, Nomination):
        role = writing.writer(owner, by)
        return role == "unit" or (role == "agency" and (is_scan or not owner.blockers_to_write_on_behalf()))
    return owner.status != "cancelled" and any(by.may(can) for can in KEEPERS[type(owner)])


def may_remove(file: AwardFile, by: Actor) -> bool:
    """Say whether the actor may take a file out: what belongs to a finished paper stays."""
    owner = file.owner
    return may_attach(owner, by) and owner.status not in SETTLED.get(type(owner), ())


def attach(
    owner: Owner,
    upload: UploadedFile,
    *,
    part_key: str = "",
    criterion: str = "",
    is_scan: bool = False,
    by: Actor,
    at: datetime,
) -> AwardFile:
    """Check and store one file: a part of a dossier, the proof of a standard, the scan of a signed paper.

    A refused, half-written or rolled-back file leaves neither a row nor bytes behind.
    """
    if not may_attach(owner, by, is_scan=is_scan):
        raise PermissionDenied
    if isinstance(owner, Nomination):
        _ensure_belongs(owner, part_key, criterion)
    kept = owner.files.present().aggregate(total=Sum("size"))["total"] or 0
    found = uploads.check(upload, kept=kept)
    file = AwardFile(
        commune=by.commune,
        unit_id=getattr(owner, "unit_id", None),
        part_key=part_key,
        criterion=criterion,
        name=found.name,
        kind=found.kind,
        size=found.size,
        sha256=found.sha256,
        is_scan=is_scan,
        uploaded_at=at,
        uploaded_by=by.name,
        **{COLUMNS[type(owner)]: owner},
    )
    path = random_path(file, f"tep.{found.kind}")
    with uploads.storing(path, found.name):
        same = owner.files.present().filter(sha256=found.sha256, part_key=part_key, criterion=criterion)
        if same.exists():
            raise ValidationError(f"“{found.name}”: tệp này đã được đính kèm ở đây rồi.")
        file.file.name = uploads.store(path, upload)
        file.save()
        upload_checks.expect(by.commune, file.file.name, at=at)
        label = f"Đính kèm tệp: {found.name}"[:160]
        history.record("awardfile.attach", owner, by=by, at=at, label=label, sha256=found.sha256, is_scan=is_scan)
    return file


def _ensure_belongs(nomination: Nomination, part_key: str, criterion: str) -> None:
    """Refuse a file for a part or a standard that the dossier does not have."""
    if part_key and part_key not in {part.key for part in nomination.parts}:
        raise ValidationError("Hồ sơ không có thành phần này. Hãy tải lại trang.")
    if criterion and criterion not in dict(eligibility.leaf_nodes(nomination.rule) if nomination.rule else ()):
        raise ValidationError("Kế hoạch không có tiêu chuẩn này. Hãy tải lại trang.")


@transaction.atomic
def remove(file: AwardFile, *, by: Actor, at: datetime) -> None:
    """Take a file out of its record; row and bytes stay for what names it."""
    if not may_remove(file, by):
        raise PermissionDenied
    if not AwardFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
        raise ValidationError("Tệp này đã được bỏ rồi.")
    file.removed_at = at
    history.record("awardfile.remove", file.owner, by=by, at=at, label=f"Bỏ tệp: {file.name}"[:160])


def may_open(file: AwardFile) -> bool:
    """Say whether a file can still be opened: a removed one only where a dossier was handed in with it."""
    if file.removed_at is None:
        return True
    return (
        file.nomination is not None
        and file.nomination.versions.filter(
            submitted_at__gte=file.uploaded_at, submitted_at__lte=file.removed_at
        ).exists()
    )
