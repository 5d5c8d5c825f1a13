"""Certificates as one PDF."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kit import storing
from reports.rendering.certificates import write_pdf
from reports.rendering.failing import PaperFailed

EMBLEMS = "emblems/"


def produce(content: dict[str, Any], place: Callable[[str], Path], tell: Callable[[int], None]) -> int:
    """Print the certificates; return their number."""
    with TemporaryDirectory(prefix="quoc-huy-") as scratch:
        emblem = _emblem(content["sheet"]["emblem"], Path(scratch))
        return write_pdf(content, place("pdf"), emblem=emblem, tell=tell)


def _emblem(told: dict[str, str] | None, scratch: Path) -> Path | None:
    """Return the picture that the content names, if it still is what it was."""
    if told is None:
        return None
    try:
        path = storing.fetched(told["path"], scratch) if told["path"].startswith(EMBLEMS) else None
    except FileNotFoundError:
        path = None
    if path is None or _hash(path) != told["sha256"]:
        raise PaperFailed("Không in được giấy khen: ảnh Quốc huy của phôi không còn. Hãy tải ảnh lên rồi tạo tệp mới.")
    return path


def _hash(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
