"""Whether workers are alive, by queue: what their tasks and their papers leave behind."""

from datetime import datetime, timedelta

from django.core.cache import cache

PAPERS, CLOCK, MAIL, IMPORTS = QUEUES = ("papers", "clock", "mail", "imports")
QUIET = timedelta(seconds=90)
# What is not known any more was a week ago at least.
NEVER = timedelta(days=7)


def note_alive(queue: str, *, at: datetime) -> None:
    """Note that a worker of a queue just ran."""
    cache.set(_key(queue), at, NEVER.total_seconds())


def last_heard(*, at: datetime) -> dict[str, timedelta]:
    """Return for each queue how long ago its workers were heard of; a week where nobody knows.

    Where that lies ahead the clock was set back: as far ahead counts as as long ago, until they are heard of again.
    """
    known = cache.get_many(_key(queue) for queue in QUEUES)
    return {queue: abs(at - known[_key(queue)]) if _key(queue) in known else NEVER for queue in QUEUES}


def silent_for(*, at: datetime) -> timedelta | None:
    """Return how long no maker of papers was heard of, or None while one was heard of lately."""
    ago = last_heard(at=at)[PAPERS]
    return ago if ago > QUIET else None


def _key(queue: str) -> str:
    """Return under which name the cache keeps the last sign of life of a queue."""
    return f"reports:worker-alive:{queue}"
