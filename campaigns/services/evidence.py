"""Files that prove what is written: checked by content, stored under random names, known by their hash."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from campaigns.models import ContentItem, Evidence, Inspection, Obligation, UnitPlan
from campaigns.models.evidence import random_path
from campaigns.planfile.words import Part
from campaigns.services import unit_reports, upload_checks, uploads
from campaigns.services.uploads import ACCEPT, ALLOWED_WORDS, SHOWN_INLINE, TYPES, clean_name, erase
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.vietnamese import vn_date

__all__ = [
    "ACCEPT", "ALLOWED_WORDS", "SHOWN_INLINE", "TYPES", "attach", "clean_name", "erase", "may_change", "may_open",
    "remove", "seen_elsewhere", "shown",
]  # fmt: skip

LONGEST_SHOWN = 2000

Owner = Obligation | UnitPlan | Inspection


def _owner_field(owner: Owner) -> str:
    """Return the name of the column that holds the owner."""
    return {Obligation: "obligation", UnitPlan: "unit_plan", Inspection: "inspection"}[type(owner)]


def may_change(owner: Owner, by: Actor, *, is_scan: bool = False) -> bool:
    """Say whether the actor may add and remove files of a record now; entering for a unit begins with the scan."""
    if isinstance(owner, Obligation):
        role = unit_reports.writer(owner, by)
        return role == "unit" or (role == "agency" and (is_scan or not owner.blockers_to_enter_on_behalf()))
    if isinstance(owner, UnitPlan):
        return owner.status == "draft" and by.may_in_own_unit(Can.PLAN_UNIT, owner.unit_id)
    try:
        demand(Can.INSPECT, owner, by=by, part=Part.INSPECTS)
    except PermissionDenied:
        return False
    return owner.status == "planned"


def attach(
    owner: Owner,
    upload: UploadedFile,
    *,
    item: ContentItem | None = None,
    is_scan: bool = False,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Check and store one file of a report, a unit's plan or an inspection.

    A refused, half-written or rolled-back file leaves neither a row nor bytes behind.
    """
    if not may_change(owner, by, is_scan=is_scan):
        raise PermissionDenied
    kept = owner.evidence.present().aggregate(total=Sum("size"))["total"] or 0
    found = uploads.check(upload, kept=kept)
    evidence = Evidence(
        commune=by.commune,
        unit_id=owner.unit_id,
        item=item,
        name=found.name,
        kind=found.kind,
        size=found.size,
        sha256=found.sha256,
        is_scan=is_scan,
        uploaded_at=at,
        uploaded_by=by.name,
        **{_owner_field(owner): owner},
    )
    path = random_path(evidence, f"tep.{found.kind}")
    with uploads.storing(path, found.name):
        _begin(owner, by, at)
        if owner.evidence.present().filter(sha256=found.sha256).exists():
            raise ValidationError(f"“{found.name}”: tệp này đã được đính kèm ở đây rồi.")
        evidence.file.name = uploads.store(path, upload)
        evidence.save()
        upload_checks.expect(by.commune, evidence.file.name, at=at)
        label = f"Đính kèm tệp: {found.name}"[:160]
        history.record("evidence.attach", owner, by=by, at=at, label=label, sha256=found.sha256, is_scan=is_scan)
    return evidence


def _begin(owner: Owner, by: Actor, at: datetime) -> None:
    """Begin a report with whose first file the unit starts."""
    fresh = isinstance(owner, Obligation) and owner.status == "not_started"
    if fresh and unit_reports.writer(owner, by) == "unit":
        unit_reports.begin(owner, by=by, at=at)


@transaction.atomic
def remove(evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """Take a file out of its record; row and bytes stay for the versions that name it."""
    if not may_change(evidence.owner, by):
        raise PermissionDenied
    if not Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=at):
        raise ValidationError("Tệp này đã được bỏ rồi.")
    evidence.removed_at = at
    history.record("evidence.remove", evidence.owner, by=by, at=at, label=f"Bỏ tệp: {evidence.name}"[:160])


def shown(evidence: Evidence) -> bytes:
    """Return a picture as it is shown: written anew as JPEG; the file itself stays as it was sent, as proof."""
    with evidence.file.open("rb") as stored:
        return uploads.picture_anew(stored, evidence.name, longest=LONGEST_SHOWN)[0]


def seen_elsewhere(files: list[Evidence], by: Actor) -> dict[int, list[str]]:
    """Return, by file id, where else in the commune the same content is, as far as the actor may know."""
    others = (
        Evidence.objects.present()
        .filter(sha256__in={file.sha256 for file in files})
        .select_related("unit", "obligation__deadline", "obligation__unit", "unit_plan__unit", "inspection__unit")
        .order_by("pk")
    )
    by_hash: dict[str, list[Evidence]] = {}
    for other in others if files else ():
        by_hash.setdefault(other.sha256, []).append(other)
    places = {
        file.pk: [_place(other, by) for other in by_hash.get(file.sha256, []) if _owner_key(other) != _owner_key(file)]
        for file in files
    }
    return {pk: list(dict.fromkeys(found)) for pk, found in places.items() if found}


def _owner_key(file: Evidence) -> tuple:
    """Return what tells the owners of two files apart."""
    return (file.obligation_id, file.unit_plan_id, file.inspection_id)


def _place(file: Evidence, by: Actor) -> str:
    """Name where a file is attached; to another unit's people only that it is somewhere else."""
    if by.sees_all_units or file.unit_id in by.unit_ids:
        return f"{file.owner}, tải lên ngày {vn_date(file.uploaded_at.date())}"
    return "hồ sơ của một đơn vị khác trong xã"


def may_open(evidence: Evidence) -> bool:
    """Say whether a file can still be opened: a removed one only where a version names it."""
    if evidence.removed_at is None:
        return True
    if evidence.obligation is None:
        return False
    kept = evidence.obligation.versions.values_list("content__evidence", flat=True)
    return any(file["id"] == evidence.pk for files in kept for file in files or ())
