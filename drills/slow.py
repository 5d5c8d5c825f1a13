"""Slow disks: people work while the disks of files and of the database do a few writes and reads a second."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from drills import day
from drills.machine import Machine

DISKS = {"media": "512M", "postgres": "1500M"}
# The kernel's brake on block devices: of the first version of control groups alone it also holds for the whole machine.
BRAKE = Path("/sys/fs/cgroup/blkio")
KINDS = ("write", "read")


class SlowDisks:
    """The mishap of this drill: for the middle third of the time each disk does so many operations a second."""

    def __init__(self, devices: list[str], speed: int):
        self.devices, self.speed = devices, speed
        self.done: Counter[str] = Counter()
        self.moments: list[tuple[float, float, str]] = []

    def run(self, until: float) -> None:
        """Let disks be slow for a third of the time; nothing that a page answers then is excused."""
        third = (until - time.monotonic()) / 3
        time.sleep(third)
        self.brake(self.speed)
        self.done[f"disks of {self.speed} operations a second, s"] = round(third)
        time.sleep(third)
        self.brake(0)
        time.sleep(third)

    def brake(self, speed: int) -> None:
        """Let the disks do so many operations a second; 0 for as many as they can."""
        for device in self.devices:
            for kind in KINDS:
                (BRAKE / f"blkio.throttle.{kind}_iops_device").write_text(f"{device} {speed}")


def play(*, minutes: float, users: int, seed: int, speed: int) -> dict:
    """Play a day on disks of their own; return what a day returns."""
    if os.getuid():
        raise SystemExit("Disks of their own are mounted by root alone.")
    if not (BRAKE / "blkio.throttle.write_iops_device").exists():
        raise SystemExit(f"This machine has no brake on disks ({BRAKE}).")
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name, contextlib.ExitStack() as mounted:
        machine = Machine(Path(name) / "state")
        Path(name).chmod(0o755)
        devices = [mount(machine.folder / folder, size, mounted) for folder, size in DISKS.items()]
        slow = SlowDisks(devices, speed)
        mounted.callback(slow.brake, 0)
        mounted.callback(machine.stop)
        return day.course(machine, slow, minutes=minutes, users=users, seed=seed)


def mount(folder: Path, size: str, mounted: contextlib.ExitStack) -> str:
    """Mount a disk of its own at a folder, from a file beside it; return the number of its device."""
    folder.mkdir(exist_ok=True)
    image = folder.parent.parent / f"{folder.name}.img"
    subprocess.run(["truncate", "-s", size, str(image)], check=True)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    loop = subprocess.run(["losetup", "-f", "--show", str(image)], check=True, stdout=subprocess.PIPE, text=True)
    device = loop.stdout.strip()
    mounted.callback(subprocess.run, ["losetup", "-d", device], check=True)
    subprocess.run(["mount", device, str(folder)], check=True)
    mounted.callback(subprocess.run, ["umount", str(folder)], check=True)
    (folder / "lost+found").rmdir()
    number = Path(device).stat().st_rdev
    return f"{os.major(number)}:{os.minor(number)}"
