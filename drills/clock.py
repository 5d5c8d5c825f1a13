"""A clock that is set: people work while the clock of the programs jumps a day ahead, back, an hour back, and right.

PostgreSQL, Redis and the people keep the right time; Redis and the database are told moments by the programs.
"""

import mmap
import struct
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from drills import day, judging
from drills.machine import ROOT, Machine

HOUR = 3600
JUMPS = (24 * HOUR, 0, -HOUR, 0)
# The beat sends something each 30 seconds, and looks at its clock at least as often.
BEAT = "Scheduler: Sending due task"
PATIENCE = 75


class Jumps:
    """The mishap of this drill: the clock is set four times, and each time a worker dies over its paper before."""

    def __init__(self, machine: Machine, clock: mmap.mmap):
        self.machine, self.clock = machine, clock
        self.done: Counter[str] = Counter()
        self.moments: list[tuple[float, float, str]] = []
        self.beats: list[tuple[str, bool]] = []

    def run(self, until: float) -> None:
        """Set the clock at even intervals; at each time ring the reminders of the night again."""
        share = (until - time.monotonic()) / (len(JUMPS) + 1)
        for number in range(len(JUMPS) + 1):
            self.machine.send("reports.alarms.remind", 2)
            time.sleep(share)
            if number == len(JUMPS):
                break
            self.machine.kill(f"worker{number % self.machine.workers + 1}")
            self.clock[:] = struct.pack("q", JUMPS[number])
            what = f"clock set to {JUMPS[number] / HOUR:+g} h"
            self.done[what] += 1
            self.beats.append((what, self.goes_on()))

    def goes_on(self) -> bool:
        """Say whether the beat sends something after the clock was set."""
        log = self.machine.log("beat")
        said, end = log.stat().st_size, time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with log.open("rb") as file:
                file.seek(said)
                if BEAT.encode() in file.read():
                    return True
            time.sleep(1)
        return False


def play(*, minutes: float, users: int, seed: int) -> dict:
    """Play a day with a clock that jumps; return what a day returns."""
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name:
        folder = Path(name)
        (folder / "clock").write_bytes(struct.pack("q", 0))
        library = folder / "clock.so"
        words = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(ROOT / "drills" / "clock.c")]
        subprocess.run(words, check=True)
        machine = Machine(folder / "state", extra={"LD_PRELOAD": str(library), "FAKE_CLOCK": str(folder / "clock")})
        folder.chmod(0o755)
        with (folder / "clock").open("r+b") as file, mmap.mmap(file.fileno(), 8) as clock:
            jumps = Jumps(machine, clock)
            try:
                found = day.course(machine, jumps, minutes=minutes, users=users, seed=seed)
            finally:
                machine.stop()
    found["faults"]["the beat stood still"] = judging.stood_still(jumps.beats)
    return found
