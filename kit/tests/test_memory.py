"""How much memory a piece of work may take: what happens at its end."""

import contextlib
import signal
from time import process_time

import pytest

from kit import memory


def compute(seconds: float) -> None:
    """Let so much time of the processor go by."""
    end = process_time() + seconds
    while process_time() < end:
        pass


def test_what_swallowed_the_refusal_is_refused_at_its_end():
    """As a library that prints on without a picture for which there was no memory."""

    def print_on():
        taken = bytearray(100 * 2**20)
        with contextlib.suppress(MemoryError):
            compute(10)
        return len(taken)

    with pytest.raises(MemoryError), memory.at_most(64 * 2**20):
        print_on()


def test_a_signal_that_comes_as_the_work_ends_starts_nothing_again(monkeypatch):
    """The last look is asked for while the limits are taken back; nobody looks, and nobody is killed, afterwards."""
    put_back, heard = memory.resource.setrlimit, []
    monkeypatch.setattr(
        memory.resource,
        "setrlimit",
        lambda *given: (put_back(*given), heard.append(signal.raise_signal(signal.SIGPROF))),
    )

    with memory.at_most(2**30):
        heard.clear()

    assert heard
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
