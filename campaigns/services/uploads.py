"""Uploaded files whatever they belong to: checked by content, measured, hashed, stored whole or not at all."""

import hashlib
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from PIL import Image

from kit.forms import clean_text
from kit.vietnamese import vn_number

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


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known about an upload that was let in."""

    name: str
    kind: str
    size: int
    sha256: str


def check(upload: UploadedFile, *, kept: int) -> Checked:
    """Let an upload in, or refuse it: its kind, its own size, and with `kept` bytes that of all files of its record."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise ValidationError(f"“{name}”: tệp rỗng (0 byte).")
    if upload.size > FILE_LIMIT:
        raise ValidationError(f"“{name}”: tệp lớn hơn {_megabytes(FILE_LIMIT)}. Hãy giảm dung lượng rồi gửi lại.")
    if kept + upload.size > RECORD_LIMIT:
        raise ValidationError(
            f"“{name}”: tổng dung lượng tệp vượt {_megabytes(RECORD_LIMIT)} (đã có {_megabytes(kept)})."
        )
    return Checked(name, kind_of(upload, name), upload.size, _hash(upload))


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
