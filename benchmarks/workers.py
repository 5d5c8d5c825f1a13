"""The same papers made by one worker and by two: python -m benchmarks workers.

Each time PostgreSQL and Redis are new.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import machine
from drills import telling
from drills.machine import Machine

WORKERS, PAPERS, WARM = (1, 2), 100, 6
# How many times as many papers two workers must make.
GAIN = 1.8
PATIENCE = 1200
LEFT = "SELECT count(*) FROM reports_document WHERE status IN ('queued', 'running')"
SPAN = """SELECT extract(epoch FROM max(finished_at) - min(requested_at)) FROM reports_document
          WHERE id = ANY(%s) AND status = 'ready'"""


def measure() -> dict:
    """Return the seconds that each number of workers takes for the papers, from asking for them to the last."""
    found: dict = {}
    load, bare = round(os.getloadavg()[0], 1), machine.gain()
    for workers in WORKERS:
        with tempfile.TemporaryDirectory(prefix="emulation-workers-") as name:
            installation = Machine(Path(name), servers=0, workers=workers)
            try:
                installation.start()
                installation.start_workers()
                _made(installation, WARM)
                found[workers] = _made(installation, PAPERS)
            finally:
                installation.stop()
    return {
        "date": time.strftime("%Y-%m-%d"),
        "load": load,
        "papers": PAPERS,
        "seconds": found,
        "gain": found[1] / found[2],
        "bare": bare,
    }


def _made(installation: Machine, papers: int) -> float:
    """Have papers made; return the seconds."""
    keys = telling.read(installation.run("drills.pile", "plans", str(papers)))
    ends = time.monotonic() + PATIENCE
    while installation.ask(LEFT)[0][0]:
        if time.monotonic() > ends:
            raise SystemExit("The papers do not end.")
        time.sleep(0.1)
    return float(installation.ask(SPAN, keys)[0][0])


def table(found: dict) -> Iterator[str]:
    """Set the figures as a Markdown table."""
    yield f"{found['date']}: {machine.processor()}, {os.cpu_count()} cores; load {found['load']} at the start"
    yield ""
    yield f"| workers | {found['papers']} plans as PDF and Word, s | papers a minute |"
    yield "|---|---:|---:|"
    for workers, seconds in found["seconds"].items():
        yield f"| {workers} | {seconds:.1f} | {found['papers'] * 60 / seconds:.0f} |"
    yield f"| gain | × {found['gain']:.2f} (≥ {GAIN}) | |"
    yield f"| gain of two processes with plain work on this machine | × {found['bare']:.2f} | |"


def faults(found: dict) -> list[str]:
    """Say where two workers gain less than they must."""
    return [] if found["gain"] >= GAIN else [f"two workers make only {found['gain']:.2f} times as much as one"]
