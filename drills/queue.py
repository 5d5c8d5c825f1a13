"""A long queue: thousands of papers of several communes wait, and one more of another commune comes in the middle."""

import tempfile
import time
from pathlib import Path

from drills import telling
from drills.machine import Machine

COMMUNES = 4
NOT_DELAYED = 60
# So many seconds nothing may end before the queue counts as stuck.
STUCK = 600


def play(*, papers: int) -> dict:
    """Let two workers make so many papers; return how they ended and how long the one in the middle waited."""
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name:
        machine = Machine(Path(name), servers=0)
        try:
            machine.start()
            telling.say(f"{papers} papers …")
            laid = telling.read(machine.run("drills.pile", "lay", str(COMMUNES), str(papers)))
            started = time.monotonic()
            machine.start_programs()
            half = _wait(machine, laid // 2, started)
            one = telling.read(machine.run("drills.pile", "ask"))
            waited = _wait_for(machine, one)
            _wait(machine, 0, started)
            took = time.monotonic() - started
            found = telling.read(machine.run("drills.pile", "tell"))
            faults = {"papers": found["faults"]}
            faults["the one in the middle"] = [] if waited < NOT_DELAYED else [f"waited {waited:.0f} s behind others"]
            return {
                "papers": laid + 1, "took s": round(took), "papers a minute": round(laid / took * 60),
                "half done after s": round(half), "one of another commune in the middle waited s": round(waited, 1),
                "ended": found["ended"], "longest s": found["longest s"], "faults": faults,
            }  # fmt: skip
        finally:
            machine.stop()


def _wait(machine: Machine, left: int, started: float) -> float:
    """Wait until no more than so many papers are left, or none ends; return how many seconds after the start."""
    moved, before = time.monotonic(), None
    while (now := _waiting(machine)) > left and time.monotonic() - moved < STUCK:
        if now != before:
            moved, before = time.monotonic(), now
        time.sleep(0.5)
    return time.monotonic() - started


def _waiting(machine: Machine) -> int:
    """Return how many papers wait or are being made."""
    return machine.ask("SELECT count(*) FROM reports_document WHERE status IN ('queued', 'running')")[0][0]


def _wait_for(machine: Machine, pk: int) -> float:
    """Wait until a paper has ended; return the seconds from asking to the end, infinite where it never does."""
    told, began = (
        "SELECT extract(epoch FROM finished_at - requested_at) FROM reports_document WHERE id = %s",
        time.monotonic(),
    )
    while (found := machine.ask(told, pk)[0][0]) is None:
        if time.monotonic() - began > STUCK:
            return float("inf")
        time.sleep(0.2)
    return float(found)
