"""The upgrade of a whole database, killed again and again, ends as the undisturbed one does."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from drills import telling
from drills.machine import PYTHON, ROOT, Machine
from scripts.processes import spawn

MIGRATE = [PYTHON, "manage.py", "migrate", "--noinput", "-v", "0"]


def play(*, rounds: int, kills: int, seed: int) -> dict:
    """Upgrade on SQLite and on PostgreSQL, `rounds` times each with so many kills; return what was found."""
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="emulation-drill-") as name:
        machine = Machine(Path(name))
        try:
            machine.start_database()
            figures, faults = {}, {}
            for kind, copy in (("SQLite", _sqlite(machine)), ("PostgreSQL", _postgresql(machine))):
                telling.say(f"{kind}: the first release …")
                figures[kind], faults[kind] = _rounds(machine, copy, rounds, kills, chance)
            return {"rounds": rounds, **figures, "faults": faults}
        finally:
            machine.stop()


def _sqlite(machine: Machine) -> Callable[[str], str]:
    """Return what copies the database called "first"; it gives the address of the copy."""

    def copy(name: str) -> str:
        path = machine.folder / f"{name}.sqlite3"
        if name != "first":
            shutil.copy(machine.folder / "first.sqlite3", path)
        return f"sqlite:///{path}"

    return copy


def _postgresql(machine: Machine) -> Callable[[str], str]:
    def copy(name: str) -> str:
        template = "" if name == "first" else ' TEMPLATE "first"'
        machine.ask(f'CREATE DATABASE "{name}"{template}')
        return machine.url.rpartition("/")[0] + f"/{name}"

    return copy


def _rounds(machine: Machine, copy: Callable[[str], str], rounds: int, kills: int, chance) -> tuple[dict, list[str]]:
    machine.env["DATABASE_URL"] = copy("first")
    machine.run("drills.upgrading", "prepare")
    machine.env["DATABASE_URL"] = copy("undisturbed")
    started = time.monotonic()
    subprocess.run(MIGRATE, env=machine.env, cwd=ROOT, check=True)
    takes = time.monotonic() - started
    expected = telling.read(machine.run("drills.upgrading", "tell"))
    faults, done = [], 0
    for number in range(1, rounds + 1):
        machine.env["DATABASE_URL"] = copy(f"killed{number}")
        for _ in range(kills):
            done += _killed(machine.env, after=chance.uniform(0.2, 0.8) * takes)
        last = subprocess.run(MIGRATE, env=machine.env, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
        if last.returncode:
            faults.append(f"round {number}: {last.stderr.strip().splitlines()[-1]}")
            continue
        found = telling.read(machine.run("drills.upgrading", "tell"))
        faults += [
            f"round {number}: {table} is {found.get(table)}, undisturbed {expected.get(table)}"
            for table in sorted(set(found) | set(expected))
            if found.get(table) != expected.get(table)
        ]
    rows = sum(count for _, count, _ in expected.values())
    return {"undisturbed s": round(takes, 1), "kills": done, "tables": len(expected), "rows": rows}, faults


def _killed(env: dict[str, str], *, after: float) -> bool:
    """Run migrate and kill it after some seconds; say whether it still ran."""
    child = spawn(MIGRATE, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        child.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return True
    return False
