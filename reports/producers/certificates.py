"""Certificates as one PDF."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from reports.rendering.certificates import write_pdf
from reports.rendering.pdf import PaperFailed


def produce(content: dict[str, Any], place: Callable[[str], Path], tell: Callable[[int], None]) -> int:
    """Print the certificates; return their number."""
    return write_pdf(content, place("pdf"), emblem=_emblem(content["sheet"]["emblem"]), tell=tell)


def _emblem(told: dict[str, str] | None) -> Path | None:
    """Return the picture that the content names, if it still is what it was."""
    if told is None:
        return None
    folder = (Path(settings.MEDIA_ROOT) / "emblems").resolve()
    path = (Path(settings.MEDIA_ROOT) / told["path"]).resolve()
    if not (path.is_relative_to(folder) and path.is_file()) or _hash(path) != told["sha256"]:
        raise PaperFailed("Không in được giấy khen: ảnh Quốc huy của phôi không còn. Hãy tải ảnh lên rồi tạo tệp mới.")
    return path


def _hash(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
