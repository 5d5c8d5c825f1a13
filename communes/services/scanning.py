"""Files that are read and not handed out – tables, plans: sent to the virus scanner before anybody reads them."""

import logging
from typing import BinaryIO

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError

from kit import clamav

logger = logging.getLogger(__name__)

SECONDS = 10
SILENT, LEFT_ALONE = "scanner-silent", 60
INFECTED = "phần mềm quét phát hiện vi-rút trong tệp này nên tệp không được đọc. Hãy quét vi-rút máy đang dùng."
UNSCANNED = "chưa quét vi-rút được nên tệp chưa được đọc. Hãy thử lại sau ít phút hoặc báo quản trị viên."


def ensure_clean(file: BinaryIO, name: str) -> None:
    """Refuse a file in which the scanner, where one is named, finds a virus; the file is left at its beginning.

    What the scanner cannot tell of is refused only where the installation asks for scanning (CLAMAV_REQUIRED). One
    that stays silent is left alone for a minute, so that several files do not wait for it one by one.
    """
    if not settings.CLAMAV:
        return
    verdict = _asked(file)
    file.seek(0)
    if verdict.outcome == clamav.INFECTED:
        logger.warning("Infected upload refused before it was read: %s.", verdict.words)
        raise ValidationError(f"“{name}”: {INFECTED}")
    if verdict.outcome == clamav.UNSCANNED and settings.CLAMAV_REQUIRED:
        raise ValidationError(f"“{name}”: {UNSCANNED}")


def _asked(file: BinaryIO) -> clamav.Verdict:
    """Return what the scanner says of a file."""
    if cache.get(SILENT):
        return clamav.Verdict(clamav.UNSCANNED, answered=False)
    verdict = clamav.scan(file, settings.CLAMAV, seconds=SECONDS)
    if not verdict.answered:
        logger.warning("The virus scanner does not answer: %s.", verdict.words)
        cache.set(SILENT, True, LEFT_ALONE)
    return verdict
