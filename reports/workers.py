"""Whether workers are alive, by what their papers and their sweeps leave behind."""

from datetime import datetime, timedelta

from django.core.cache import cache

KEY = "reports:worker-alive"
QUIET = timedelta(seconds=90)
KEPT_SECONDS = 7 * 24 * 3600


def note_alive(*, at: datetime) -> None:
    """Note that a worker just ran."""
    cache.set(KEY, at, KEPT_SECONDS)


def silent_for(*, at: datetime) -> timedelta | None:
    """Return how long no worker was heard of, or None while one was heard of lately."""
    last = cache.get(KEY)
    if last is None:
        return timedelta(days=7)
    return at - last if at - last > QUIET else None
