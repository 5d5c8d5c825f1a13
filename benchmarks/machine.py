"""What the figures were measured on."""

import os
import platform
from datetime import date
from pathlib import Path

import django
from django.db import connection


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


def settle() -> None:
    """Let the database count its rows, as it does by itself after a while in service."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
