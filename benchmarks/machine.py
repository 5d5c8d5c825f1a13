"""What the figures were measured on, and measurements in processes of their own."""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def child(env: Mapping[str, str], *words: str) -> dict:
    """Run one measurement in a process of its own; return what it found."""
    done = subprocess.run(
        [sys.executable, "-m", *words], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed ({done.returncode}).")
    return json.loads(done.stdout)


def facts() -> dict:
    """Name the machine and its software."""
    memory = Path("/proc/meminfo").read_text().split("MemTotal:")[1].split()[0]
    if connection.vendor == "sqlite":
        database = f"SQLite {'.'.join(map(str, connection.get_database_version()))}"
    else:
        database = f"PostgreSQL {connection.get_database_version()[0]}"
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day on this machine's wall
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory) / 2**20),
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": database,
        "load": round(os.getloadavg()[0], 1),
    }


def processor() -> str:
    """Return the processor's name."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith(("model name", "Model")):
            return line.partition(":")[2].strip()
    return platform.machine()


def peak_memory() -> int:
    """Return the most memory, in MB, that this process ever held.

    getrusage would not do: it carries the parent's peak over to a child.
    """
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024


def gain(processes: int = 2, seconds: float = 5) -> float:
    """Return how many times as much several processes do at once as one alone, whatever they run on shares.

    Two virtual processors of one core, or neighbours on the same machine, give less than two.
    """
    with ProcessPoolExecutor(processes) as pool:
        (alone,) = pool.map(_done, [seconds])
        return sum(pool.map(_done, [seconds] * processes)) / alone


def _done(seconds: float) -> int:
    """Return how often a piece of plain work was done."""
    ends, done = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        rows = [{"number": number, "words": f"Đơn vị {number * 7919 % 1009}"} for number in range(2_000)]
        rows.sort(key=lambda row: row["words"])
        ",".join(row["words"] for row in rows).upper()
        done += 1
    return done


def settle() -> None:
    """Let the database count its rows, as it does by itself after a while in service."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
