"""Alarm clock of the beat: the backup of the night."""

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from operations.models import Backup
from operations.rules.keeping import Keep
from operations.services import backups
from operations.services.problems import Busy, Stopped
from operations.services.sealing import Lock

logger = logging.getLogger(__name__)

LIMIT = 6 * 3600


# Acknowledged before it begins: it may last longer than a message is waited for, and the next night makes another.
@shared_task(time_limit=LIMIT, soft_time_limit=LIMIT - 60, acks_late=False, reject_on_worker_lost=False)
def back_up() -> None:
    """Make tonight's archive; where it is good, remove those that need not stay. One that cannot begin leaves a row."""
    folder, lock = Path(settings.BACKUP_DIR).resolve(), Lock(recipient=settings.BACKUP_RECIPIENT)
    try:
        made = backups.make(folder=folder, lock=lock, at=timezone.now())
    except Busy as problem:
        logger.warning("No backup: %s", problem)
        return
    except Stopped as problem:
        logger.error("No backup: %s", problem)
        backups.refused(folder, problem, at=timezone.now())
        return
    if made.status == Backup.Status.GOOD:
        backups.rotate(folder=folder, keep=Keep.read(settings.BACKUP_KEEP))
