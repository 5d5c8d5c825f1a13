"""A process with Django loaded, from which everybody of a race sets out in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from scripts.processes import end, spawn


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
