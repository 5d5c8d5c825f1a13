"""Full disks: people work while the disk of files, then the disk of the database, has no room left."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from drills import day, judging
from drills.machine import Machine

ROOM = {"media": "64m", "postgres": "600m"}
BLOCK = b"\0" * 2**16
# What a paper says that found no room, and may be made again.
SAID = "Ổ đĩa của máy chủ đã đầy."


class FullDisks:
    """The mishap of this drill: one disk after the other is filled to its last byte, and given room again."""

    def __init__(self, machine: Machine):
        self.machine = machine
        self.done: Counter[str] = Counter()
        self.moments: list[tuple[float, float, str]] = []

    def run(self, until: float) -> None:
        """Fill each disk for a third of the time; between them there is room."""
        third = (until - time.monotonic()) / 3
        time.sleep(third / 3)
        for name in ROOM:
            began = time.monotonic()
            ballast = self.fill(self.machine.folder / name)
            time.sleep(third)
            ballast.unlink()
            self.done[f"full disk of {name}"] += 1
            if name == "postgres":
                self.moments.append((began, time.monotonic(), name))
            time.sleep(third / 3)

    @staticmethod
    def fill(folder: Path) -> Path:
        """Write a file until no byte fits any more; return it."""
        ballast = folder / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(BLOCK):
                pass
        return ballast


def play(*, minutes: float, users: int, seed: int) -> dict:
    """Play a day on disks of their own; return what a day returns."""
    if os.getuid():
        raise SystemExit("Disks of their own are mounted by root alone.")
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name, contextlib.ExitStack() as mounted:
        machine = Machine(Path(name))
        for folder, size in ROOM.items():
            (machine.folder / folder).mkdir(exist_ok=True)
            words = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(machine.folder / folder)]
            subprocess.run(words, check=True)
            mounted.callback(subprocess.run, ["umount", "--lazy", str(machine.folder / folder)], check=True)
        try:
            found = day.course(machine, FullDisks(machine), minutes=minutes, users=users, seed=seed)
        finally:
            machine.stop()
    found["faults"]["papers"] = judging.not_told(found["faults"]["papers"], SAID)
    return found
