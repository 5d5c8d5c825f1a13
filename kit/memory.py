"""How much memory a piece of work may take beyond what its process held before.

A limit of address space alone would not do: GLib, which sets the text of papers, ends the process where it gets none.
So the process looks at itself a few times in each second that it computes, and the limit, twice as wide, stops what
asks for very much at once.
"""

import os
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_AFTER = 0.2
# What was stopped needs time to let go of its memory before it is looked at again.
LOOK_AGAIN_AFTER = 10.0
SPACE = resource.RLIMIT_AS


def held() -> int:
    """Return how many bytes of address space this process has."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def at_most(more: int) -> Iterator[None]:
    """Raise MemoryError in the work inside once its process holds so many bytes more than before.

    Only a main thread hears what looks: in another one nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before, (own, top) = held(), resource.getrlimit(SPACE)
    working, over = True, False

    def look(signum, frame):
        nonlocal over
        # A signal that came while the work ended is heard after it.
        if not working:
            return
        now = held() > before + more
        signal.setitimer(signal.ITIMER_PROF, LOOK_AGAIN_AFTER if now else LOOK_AFTER)
        if now:
            over = True
            raise MemoryError

    heard = signal.signal(signal.SIGPROF, look)
    try:
        limits = [each for each in (own, before + 2 * more) if each != resource.RLIM_INFINITY]
        resource.setrlimit(SPACE, (min(limits), top))
        signal.setitimer(signal.ITIMER_PROF, LOOK_AFTER)
        yield
        # Libraries go on without a picture or a font for which there was no memory: that is not what was asked for.
        if over:
            raise MemoryError
    finally:
        working = False
        resource.setrlimit(SPACE, (own, top))
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, heard)
