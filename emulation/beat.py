"""The scheduler of the beat (setting CELERY_BEAT_SCHEDULER)."""

from datetime import timedelta

from celery.beat import PersistentScheduler
from celery.utils.log import get_logger

logger = get_logger(__name__)

# What two looks at one clock may differ by without anybody having set it.
SET_BACK = timedelta(seconds=2)


class Scheduler(PersistentScheduler):
    """Celery's own, which goes on when the machine's clock is set back.

    Celery counts from when an entry ran last. Where that lies ahead nothing would happen until the clock gets there
    again: such entries count from now. Entries of an hour of the day so run once on each day that is reached twice.
    """

    def tick(self, *given, **named):
        """Send what is due; return the seconds until the next look."""
        ahead = [entry for entry in self.schedule.values() if _ran(entry) > entry.default_now() + SET_BACK]
        if ahead:
            logger.warning("The clock was set back: %s entries count from now.", len(ahead))
            for entry in ahead:
                entry.last_run_at = entry.default_now()
            self._heap = None
        return super().tick(*given, **named)


def _ran(entry):
    """Return when an entry ran last, with its time zone."""
    return entry.schedule.maybe_make_aware(entry.last_run_at)
