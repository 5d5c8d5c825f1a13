"""Files and the virus scanner: who waits for it, what it said, and what may be handed out because of that."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q

from campaigns.models import UploadCheck
from communes.models import Commune
from kit import clamav

logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=10)
MOST_TRIES = 20
MOST = 100
SECONDS = 60
SILENT = 3
INFECTED = "phần mềm quét phát hiện vi-rút trong tệp này nên không mở được. Hãy báo đơn vị gửi lại tệp sạch."
WAITING = "tệp đang chờ quét vi-rút. Hãy mở lại sau ít phút."
UNSCANNED = "tệp chưa quét vi-rút được nên chưa mở được. Hãy báo quản trị viên kiểm tra phần mềm quét."


def expect(commune: Commune, path: str, *, at: datetime) -> None:
    """Let a stored file wait for the scanner, where one is named."""
    if settings.CLAMAV:
        UploadCheck.objects.create(commune=commune, path=path, asked_at=at)


def scan_waiting(*, at: datetime) -> int:
    """Send what waits to the scanner, and again what it could not tell of; return how many were told of.

    A scanner that stays silent for several files in a row is left alone until the next turn.
    """
    due = Q(outcome=UploadCheck.Outcome.WAITING) | Q(
        outcome=UploadCheck.Outcome.UNSCANNED, tries__lt=MOST_TRIES, checked_at__lt=at - AGAIN
    )
    told = silent = 0
    for check in UploadCheck.objects.filter(due).order_by("tries", "pk")[:MOST] if settings.CLAMAV else ():
        verdict = _scanned(check.path)
        if verdict.outcome == clamav.INFECTED:
            logger.warning("Infected upload %s: %s.", check.path, verdict.words)
        facts = {"outcome": verdict.outcome, "finding": verdict.words, "tries": check.tries + 1, "checked_at": at}
        UploadCheck.objects.filter(pk=check.pk).update(**facts)
        if verdict.outcome == clamav.UNSCANNED:
            silent += 1
            if silent == SILENT:
                logger.warning("The virus scanner does not answer: %s.", verdict.words)
                break
        else:
            told, silent = told + 1, 0
    return told


def _scanned(path: str) -> clamav.Verdict:
    """Return what the scanner says of a stored file."""
    try:
        with default_storage.open(path, "rb") as stored:
            return clamav.scan(stored, settings.CLAMAV, seconds=SECONDS)
    except OSError as problem:
        return clamav.Verdict(clamav.UNSCANNED, str(problem)[:200])


def states(paths: Iterable[str]) -> dict[str, UploadCheck]:
    """Return what is known of stored files, by path; asks nothing where no scanner is named."""
    found = UploadCheck.objects.filter(path__in=[*paths]) if settings.CLAMAV else ()
    return {check.path: check for check in found}


def against(path: str) -> str:
    """Say why a stored file is not handed out, printed or bundled; "" where nothing stands against it.

    What was found infected stays closed even when the scanner is taken away. What waits or could not be scanned is
    closed where the installation asks for scanning (CLAMAV_REQUIRED); files from before the scanner are open.
    """
    check = UploadCheck.objects.filter(path=path).first()
    if check is None or check.outcome == UploadCheck.Outcome.CLEAN:
        return ""
    if check.outcome == UploadCheck.Outcome.INFECTED:
        return INFECTED
    if not settings.CLAMAV_REQUIRED:
        return ""
    return WAITING if check.outcome == UploadCheck.Outcome.WAITING else UNSCANNED
