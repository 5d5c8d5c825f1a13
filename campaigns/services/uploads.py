"""Uploaded files whatever they belong to: checked by content, measured, hashed, stored whole or not at all."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction

from kit import inspection, pictures
from kit.arriving import LARGEST_REQUEST
from kit.inspection import EXTENSIONS, KINDS, clean_name
from kit.vietnamese import vn_number

FILE_LIMIT = getattr(settings, "EVIDENCE_FILE_LIMIT", 20 * 2**20)
RECORD_LIMIT = getattr(settings, "EVIDENCE_RECORD_LIMIT", 100 * 2**20)
SHOWN_INLINE = inspection.PICTURES
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)
ALLOWED_WORDS = "PDF, DOCX, XLSX, JPG hoặc PNG"


def _hash(upload: UploadedFile) -> str:
    """Return the sha256 of an upload."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def digest_of(content: bytes) -> str:
    """Return the sha256 of bytes."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known about an upload that was let in."""

    name: str
    kind: str
    size: int
    sha256: str


def check(upload: UploadedFile, *, kept: int, kinds: tuple[str, ...] = KINDS) -> Checked:
    """Let an upload in, or refuse it: its kind, its own size, and with `kept` bytes that of all files of its record."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise ValidationError(f"“{name}”: tệp rỗng (0 byte).")
    if upload.size > FILE_LIMIT:
        raise ValidationError(f"“{name}”: tệp lớn hơn {_megabytes(FILE_LIMIT)}. Hãy giảm dung lượng rồi gửi lại.")
    if getattr(upload, "crowded", False):
        raise ValidationError(f"“{name}”: các tệp gửi cùng một lần vượt {_megabytes(LARGEST_REQUEST)}. Hãy gửi ít hơn.")
    if kept + upload.size > RECORD_LIMIT:
        raise ValidationError(
            f"“{name}”: tổng dung lượng tệp vượt {_megabytes(RECORD_LIMIT)} (đã có {_megabytes(kept)})."
        )
    try:
        kind = inspection.judge(upload, name, kinds=kinds)
    except inspection.Refused as problem:
        raise ValidationError(f"“{name}”: {problem}") from None
    return Checked(name, kind, upload.size, _hash(upload))


def picture_anew(file: BinaryIO, name: str, *, longest: int, form: str = "JPEG") -> tuple[bytes, tuple[int, int]]:
    """Return a picture written anew, points only, and its measures; refuse what cannot be read, by its name."""
    try:
        return pictures.anew(file, longest=longest, form=form)
    except inspection.Refused as problem:
        raise ValidationError(f"“{name}”: {problem}") from None


def _megabytes(size: int) -> str:
    """Write a size in megabytes."""
    return f"{vn_number(round(size / 2**20, 1))} MB"


@contextmanager
def storing(path: str, name: str) -> Iterator[None]:
    """Hold together the row and the bytes of one file; a refusal, a full disk or a rollback leaves neither behind."""
    try:
        with transaction.atomic():
            yield
    except (OSError, OperationalError):
        erase(path)
        raise ValidationError(
            f"“{name}”: máy chủ không ghi được tệp (có thể đã hết chỗ). Nội dung đã nhập vẫn còn; "
            "hãy thử lại sau hoặc báo quản trị viên."
        ) from None
    except BaseException:
        erase(path)
        raise


def store(path: str, upload: UploadedFile) -> str:
    """Write the bytes of an upload at a path; return where they lie."""
    return default_storage.save(path, upload)


def erase(path: str) -> None:
    """Remove whatever was written at a path."""
    with suppress(OSError):
        default_storage.delete(path)
