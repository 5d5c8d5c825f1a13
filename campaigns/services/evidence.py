"""Files that prove what is written: checked by content, stored under random names, known by their hash."""

import hashlib
import warnings
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.db.models import Sum
from PIL import Image

from campaigns.models import ContentItem, Evidence, Inspection, Obligation, UnitPlan
from campaigns.models.evidence import random_path
from campaigns.planfile.words import Part
from campaigns.services import unit_reports
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from kit.forms import clean_text
from kit.vietnamese import vn_date, vn_number

FILE_LIMIT = getattr(settings, "EVIDENCE_FILE_LIMIT", 20 * 2**20)
RECORD_LIMIT = getattr(settings, "EVIDENCE_RECORD_LIMIT", 100 * 2**20)
PIXEL_LIMIT = 60_000_000
UNPACKED_LIMIT = 500 * 2**20
NAME_LIMIT = 160
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
SHOWN_INLINE = ("jpg", "png")
EXTENSIONS = {"jpeg": "jpg"} | {kind: kind for kind in TYPES}
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)
ALLOWED_WORDS = "PDF, DOCX, XLSX, JPG hoặc PNG"

Owner = Obligation | UnitPlan | Inspection


def clean_name(name: str) -> str:
    """Return a file's name without folders and control characters, NFC, its extension kept."""
    bare = " ".join(clean_text(name.replace("\\", "/")).split()).rpartition("/")[2].strip(". ")
    path = PurePath(bare or "tep")
    return f"{path.stem[: NAME_LIMIT - len(path.suffix)]}{path.suffix}"


def kind_of(upload: UploadedFile, name: str) -> str:
    """Return the kind of an upload as its content shows; refuse what is not allowed or not as named."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in EXTENSIONS:
        raise ValidationError(f"“{name}”: chỉ nhận tệp {ALLOWED_WORDS}.")
    upload.seek(0)
    head = upload.read(8192)
    found = filetype.guess_extension(head)
    if head.startswith(b"PK\x03\x04"):
        found = _office_kind(upload)
    upload.seek(0)
    if found != EXTENSIONS[extension]:
        raise ValidationError(
            f"“{name}”: nội dung tệp không đúng với đuôi “.{extension}”. Hãy lưu lại đúng loại rồi gửi."
        )
    if found in SHOWN_INLINE:
        _check_picture(upload, name)
    return found


def _office_kind(upload: UploadedFile) -> str | None:
    """Tell Word and Excel files by what their archive lists; nothing is unpacked."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return None
    names = {member.filename for member in members}
    swollen = sum(member.file_size for member in members) > UNPACKED_LIMIT
    if swollen or "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
    return next((kind for kind, part in main.items() if part in names), None)


def _check_picture(upload: UploadedFile, name: str) -> None:
    """Refuse a picture that cannot be read or would swell in memory."""
    broken = ValidationError(f"“{name}”: tệp ảnh bị hỏng hoặc quá lớn, không đọc được.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > PIXEL_LIMIT:
                    raise broken
                picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise broken from None
    finally:
        upload.seek(0)


def _hash(upload: UploadedFile) -> str:
    """Return the sha256 of an upload."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


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
    name = clean_name(upload.name or "")
    kind, digest = _checked(owner, upload, name), _hash(upload)
    evidence = Evidence(
        commune=by.commune,
        unit_id=owner.unit_id,
        item=item,
        name=name,
        kind=kind,
        size=upload.size,
        sha256=digest,
        is_scan=is_scan,
        uploaded_at=at,
        uploaded_by=by.name,
        **{_owner_field(owner): owner},
    )
    path = random_path(evidence, f"tep.{kind}")
    try:
        with transaction.atomic():
            _begin(owner, by, at)
            if owner.evidence.present().filter(sha256=digest).exists():
                raise ValidationError(f"“{name}”: tệp này đã được đính kèm ở đây rồi.")
            evidence.file.name = default_storage.save(path, upload)
            evidence.save()
            label = f"Đính kèm tệp: {name}"[:160]
            history.record("evidence.attach", owner, by=by, at=at, label=label, sha256=digest, is_scan=is_scan)
    except (OSError, OperationalError):
        erase(path)
        raise ValidationError(
            f"“{name}”: máy chủ không ghi được tệp (có thể đã hết chỗ). Nội dung đã nhập vẫn còn; "
            "hãy thử lại sau hoặc báo quản trị viên."
        ) from None
    except BaseException:
        erase(path)
        raise
    return evidence


def _begin(owner: Owner, by: Actor, at: datetime) -> None:
    """Begin a report with whose first file the unit starts."""
    fresh = isinstance(owner, Obligation) and owner.status == "not_started"
    if fresh and unit_reports.writer(owner, by) == "unit":
        unit_reports.begin(owner, by=by, at=at)


def _checked(owner: Owner, upload: UploadedFile, name: str) -> str:
    """Return the kind of an upload that fits the limits."""
    if not upload.size:
        raise ValidationError(f"“{name}”: tệp rỗng (0 byte).")
    if upload.size > FILE_LIMIT:
        raise ValidationError(f"“{name}”: tệp lớn hơn {_megabytes(FILE_LIMIT)}. Hãy giảm dung lượng rồi gửi lại.")
    kept = owner.evidence.present().aggregate(total=Sum("size"))["total"] or 0
    if kept + upload.size > RECORD_LIMIT:
        raise ValidationError(
            f"“{name}”: tổng dung lượng tệp vượt {_megabytes(RECORD_LIMIT)} (đã có {_megabytes(kept)})."
        )
    return kind_of(upload, name)


def _megabytes(size: int) -> str:
    """Write a size in megabytes."""
    return f"{vn_number(round(size / 2**20, 1))} MB"


def erase(path: str) -> None:
    """Remove whatever was written at a path."""
    with suppress(OSError):
        default_storage.delete(path)


@transaction.atomic
def remove(evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """Take a file out of its record; row and bytes stay for the versions that name it."""
    if not may_change(evidence.owner, by):
        raise PermissionDenied
    if not Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=at):
        raise ValidationError("Tệp này đã được bỏ rồi.")
    evidence.removed_at = at
    history.record("evidence.remove", evidence.owner, by=by, at=at, label=f"Bỏ tệp: {evidence.name}"[:160])


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
    return (
        evidence.obligation is not None
        and evidence.obligation.versions.filter(
            submitted_at__gte=evidence.uploaded_at, submitted_at__lte=evidence.removed_at
        ).exists()
    )
