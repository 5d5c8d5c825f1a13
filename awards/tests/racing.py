"""A process with Django loaded, from which everybody of a race sets out in a process of their own."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from scripts.processes import end, spawn

# Everybody begins where this process is: with Django loaded, without a connection.
FORK = multiprocessing.get_context("fork")
PATIENCE = 120


def wait_for_the_turn(connection) -> None:
    """However busy the machine is, whoever writes waits for the turn."""
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = PATIENCE


def set_out(do: Callable, parts: Sequence) -> list:
    """Let everybody do a part in a process of their own; return what each returned, in the order of the parts.

    `do` takes a barrier, at which all can wait for each other, and the words of its part.
    """
    start, told = FORK.Barrier(len(parts)), FORK.SimpleQueue()
    people = [FORK.Process(target=_part, args=(do, place, part, start, told)) for place, part in enumerate(parts)]
    for each in people:
        each.start()
    for each in people:
        each.join(PATIENCE)
    if any(each.exitcode != 0 for each in people):
        for each in people:
            each.kill()
        sys.exit("Somebody fell.")
    return [words for _, words in sorted((told.get() for _ in people), key=lambda answer: answer[0])]


def _part(do: Callable, place: int, part: Sequence, start, told) -> None:
    told.put((place, do(start, *part)))


def answer(run: Callable) -> None:
    """Run each line of JSON that comes in; answer with a line of JSON."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


class Stable:
    """Runs a module that answers each line of JSON with a line of JSON, on a database of its own."""

    def __init__(self, module: str, address: str, folder: Path) -> None:
        self.module = module
        self.env = os.environ | {
            "DATABASE_URL": address,
            "STATE_DIR": str(folder),
            "SECRET_KEY": "for races only",
            "DJANGO_SETTINGS_MODULE": "emulation.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.problems = folder / "problems"
        self.process = self._start()

    def _start(self) -> subprocess.Popen:
        with self.problems.open("wb") as problems:
            return spawn(
                [sys.executable, "-m", self.module],
                env=self.env, cwd=settings.BASE_DIR, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=problems,
            )  # fmt: skip

    def ask(self, what):
        """Have something done; return what is told of it. What fell in an earlier race stands up again."""
        if self.process.poll() is not None:
            self.process = self._start()
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if not told:
            self.close()
            raise AssertionError(self.problems.read_text())
        return json.loads(told)

    def close(self) -> None:
        """End the process with all that set out from it."""
        end(self.process)
