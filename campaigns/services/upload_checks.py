"""Files and the virus scanner: who waits for it, what it said, and what may be handed out because of that."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db.models import F, Q

from campaigns.models import UploadCheck
from communes.models import Commune
from communes.services.forgetting import erase_file
from kit import clamav
from kit.moments import away

logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=10)
MOST_TRIES = 20
MOST = 100
SECONDS = 60
SILENT = 3
TURN, LONGEST_TURN = "upload-checks-turn", 600
INFECTED = "phần mềm quét phát hiện vi-rút trong tệp này nên không mở được. Hãy báo đơn vị gửi lại tệp sạch."
WAITING = "tệp đang chờ quét vi-rút. Hãy mở lại sau ít phút."
UNSCANNED = "tệp chưa quét vi-rút được nên chưa mở được. Hãy báo quản trị viên kiểm tra phần mềm quét."


def expect(commune: Commune, path: str, *, at: datetime) -> None:
    """Let a stored file wait for the scanner, where one is named."""
    if settings.CLAMAV:
        UploadCheck.objects.create(commune=commune, path=path, asked_at=at)


def scan_waiting(*, at: datetime) -> int:
    """Send what waits to the scanner, and again what it could not tell of; return how many were told of.

    One turn runs at a time. A scanner that stays silent for several files in a row, or for long, is left alone until
    the next one, and what it never answered counts as no try.
    """
    if not settings.CLAMAV or not cache.add(TURN, True, LONGEST_TURN):
        return 0
    try:
        return _scan_waiting(at)
    finally:
        cache.delete(TURN)


def _scan_waiting(at: datetime) -> int:
    """Do one turn of `scan_waiting`: first what was never sent, then what was sent longest ago."""
    again = Q(outcome=UploadCheck.Outcome.UNSCANNED, tries__lt=MOST_TRIES) & away("checked_at", AGAIN, at=at)
    due = Q(outcome=UploadCheck.Outcome.WAITING) | again
    told, silent, end = 0, 0, time.monotonic() + SECONDS
    for check in UploadCheck.objects.filter(due).order_by(F("checked_at").asc(nulls_first=True), "pk")[:MOST]:
        verdict = _scanned(check.path)
        if verdict.outcome == clamav.INFECTED:
            logger.warning("Infected upload %s: %s.", check.path, verdict.words)
        tries = check.tries + verdict.answered
        facts = {"outcome": verdict.outcome, "finding": verdict.words, "tries": tries, "checked_at": at}
        still = UploadCheck.objects.filter(pk=check.pk, tries=check.tries)
        still.exclude(outcome=UploadCheck.Outcome.INFECTED).update(**facts)
        if verdict.outcome == clamav.UNSCANNED:
            silent += 1
            if silent == SILENT or time.monotonic() > end:
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
    return _told_against(UploadCheck.objects.filter(path=path).first())


def against_each(paths: Iterable[str]) -> dict[str, str]:
    """Return what stands against each of several stored files, asked for at once."""
    found = {check.path: check for check in UploadCheck.objects.filter(path__in={*paths})}
    return {path: _told_against(found.get(path)) for path in paths}


def is_waited_for(paths: Iterable[str]) -> bool:
    """Say whether one of several stored files is closed only until the scanner has seen it, which is soon."""
    if not settings.CLAMAV or not settings.CLAMAV_REQUIRED:
        return False
    return UploadCheck.objects.filter(path__in={*paths}, outcome=UploadCheck.Outcome.WAITING).exists()


def erase(paths: Iterable[str]) -> None:
    """Forget uploads that no row names any more: what was said of them now, their files after the commit."""
    paths = [*paths]
    UploadCheck.objects.filter(path__in=paths).delete()
    for path in paths:
        erase_file(path)


def _told_against(check: UploadCheck | None) -> str:
    """Say what the state of a file stands for."""
    if check is None or check.outcome == UploadCheck.Outcome.CLEAN:
        return ""
    if check.outcome == UploadCheck.Outcome.INFECTED:
        return INFECTED
    if not settings.CLAMAV_REQUIRED:
        return ""
    return WAITING if check.outcome == UploadCheck.Outcome.WAITING else UNSCANNED
