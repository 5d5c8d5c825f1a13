"""What nobody should type, and files that were whole once: each for some minutes, on SQLite and on PostgreSQL."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from drills import found, telling
from scripts.processes import Problem
from scripts.throwaway import postgres

ROOT = Path(__file__).resolve().parent.parent
OURS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "SECRET_KEY", "DEBUG", "HTTPS", "PROXIES", "MEDIA_ROOT")
DATABASES = ("sqlite", "postgresql")
SHARES = (("pages", 0.6), ("files", 0.25), ("signed", 0.15))


@contextlib.contextmanager
def _address_of(database: str) -> Iterator[dict[str, str]]:
    """Give what names a database to the tests: nothing for SQLite, which they make themselves."""
    if database == "sqlite":
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name:
        Path(name).chmod(0o755)
        try:
            with postgres(Path(name)) as address:
                yield {"DATABASE_URL": address}
        except Problem as problem:
            raise SystemExit(str(problem)) from problem


def play(*, minutes: float, seed: int, examples: int, databases: Iterable[str] = DATABASES) -> dict:
    """Fuzz pages for most of the time, then readers and signed papers, on each database for its share of the time.

    Return what was tried and what failed; each fault is one line of var/drills/found.jsonl as well.
    """
    databases = tuple(databases)
    told: dict = {"minutes": minutes, "seed": seed, "faults": {}}
    for database in databases:
        with _address_of(database) as address:
            for name, share in SHARES:
                telling.say(f"{name} on {database} …")
                figures, faults = _one(name, minutes * share / len(databases), seed, examples, address)
                told[f"{name}, {database}"], told["faults"][f"{name}, {database}"] = figures, faults
    if any(told["faults"].values()):
        telling.say(f"Each fault with what was sent: {found.LINES}; those worth keeping go into {found.CORPUS}.")
    return told


def _one(name: str, minutes: float, seed: int, examples: int, address: dict[str, str]) -> tuple[dict, list[str]]:
    """Run one file of fuzzing; return its figures and its faults."""
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as folder:
        figures = Path(folder) / "told.json"
        env = {key: word for key, word in os.environ.items() if key not in OURS} | address | {
            "FUZZ_SEED": str(seed), "FUZZ_MINUTES": str(minutes), "FUZZ_EXAMPLES": str(examples),
            "FUZZ_TOLD": str(figures), "STATE_DIR": folder, "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-migrations", "--tb=short",
                 "-rf", "-p", "no:randomly", f"drills/fuzz_{name}.py"]  # fmt: skip
        done = subprocess.run(words, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        sys.stderr.write(done.stdout)
        failed = re.findall(r"^(?:FAILED|ERROR) (.*)$", done.stdout, re.MULTILINE)
        faults = failed or ([f"pytest ended with {done.returncode}"] if done.returncode else [])
        return json.loads(figures.read_text()) if figures.exists() else {}, faults
