"""A whole small installation for drills: database, files, broker, workers and beat in one folder, on loopback."""

import contextlib
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from redis import Redis

from scripts.processes import (
    answers,
    embedded_redis,
    end,
    free_port,
    packaged_redis,
    spawn,
    spawn_redis,
    wait_for,
)

PATIENCE = 120
LONG_AGO = "2025-01-01 00:00:00"
CELERY = [sys.executable, "-m", "celery", "-A", "emulation"]
OURS = ("DATABASE_URL", "REDIS_URL", "HTTPS", "PROXIES", "DEBUG", "ALLOWED_HOSTS", "PAPER_FONT_DIR")


class Machine:
    """One installation; what it runs is ended by `stop`, however the drill ends."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder = folder
        self.database = folder / "db.sqlite3"
        self.media = folder / "media"
        self.port = free_port()
        self.running: list[subprocess.Popen] = []
        self.media.mkdir(parents=True)
        with (
            contextlib.closing(sqlite3.connect(template)) as source,
            contextlib.closing(sqlite3.connect(self.database)) as copy,
        ):
            source.backup(copy)
        self.env = {name: value for name, value in os.environ.items() if name not in OURS} | {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "STATE_DIR": str(folder),
            "MEDIA_ROOT": str(self.media),
            "SECRET_KEY": "for drills only",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{self.port}/0",
            "DJANGO_SETTINGS_MODULE": "reports.tests.drill_settings",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def act(self, verb: str, *numbers: int):
        """Have a person do something (drill_acts) in a process of its own; return what it tells."""
        words = [sys.executable, "-m", "reports.tests.drill_acts", verb, *map(str, numbers)]
        done = subprocess.run(
            words, env=self.env, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start_broker(self) -> subprocess.Popen:
        """Start an empty broker on this machine's port."""
        server = embedded_redis() or packaged_redis()
        assert server, "The broker's server is missing."
        folder = self.folder / f"broker-{time.monotonic_ns()}"
        folder.mkdir()
        with (self.folder / "broker.log").open("ab") as log:
            broker = spawn_redis(server, port=self.port, folder=folder, durable=False, stdout=log, stderr=log)
        self.running.append(broker)
        assert wait_for(lambda: answers(self.port), broker, PATIENCE)
        return broker

    def flush_broker(self) -> int:
        """Empty the broker; return how many messages were lost."""
        with Redis(port=self.port) as redis:
            lost = redis.llen("papers")
            redis.flushall()
            return lost

    def freeze(self, worker: subprocess.Popen) -> None:
        """Let a worker stand still, and wait until the broker would hand it nothing any more."""
        os.killpg(worker.pid, signal.SIGSTOP)
        with Redis(port=self.port) as redis:
            assert wait_for(lambda: redis.info("clients")["blocked_clients"] == 0, worker, PATIENCE)

    def start_worker(self, name: str = "worker") -> subprocess.Popen:
        """Start a worker with one process for its jobs, and wait until it listens."""
        command = ["worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "-l", "INFO"]
        worker = self._celery(name, [*command, "-n", f"{name}@drill"])
        assert wait_for(lambda: "ready." in self.log(name), worker, PATIENCE), self.log(name)
        return worker

    def start_beat(self) -> subprocess.Popen:
        """Start the beat."""
        return self._celery("beat", ["beat", "--pidfile="])

    def _celery(self, name: str, command: list[str]) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("wb") as log:
            child = spawn([*CELERY, *command], env=self.env, cwd=settings.BASE_DIR, stdout=log, stderr=log)
        self.running.append(child)
        return child

    def log(self, name: str) -> str:
        """Return what a child wrote."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def stop(self) -> None:
        """End everything that runs here, the last one started first."""
        for child in reversed(self.running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGCONT)
            end(child)

    def row(self, pk: int) -> dict:
        """Return the row of a paper as it stands now."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as db:
            db.row_factory = sqlite3.Row
            row = dict(db.execute("SELECT * FROM reports_document WHERE id = ?", [pk]).fetchone())
        return row | {"files": json.loads(row["files"])}

    def let_time_pass(self) -> None:
        """Set back every unfinished paper's clock, as if it had waited for long without a sign of life."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as db, db:
            db.execute(
                "UPDATE reports_document SET requested_at = ?1,"
                " heartbeat_at = CASE WHEN heartbeat_at IS NULL THEN NULL ELSE ?1 END"
                " WHERE status IN ('queued', 'running')",
                [LONG_AGO],
            )

    def wait(self, pk: int, condition: Callable[[dict], bool]) -> dict:
        """Watch a paper until a condition holds; return its row."""
        deadline = time.monotonic() + PATIENCE
        while not condition(row := self.row(pk)):
            told = {name: row[name] for name in ("status", "progress", "attempt", "cause", "trace")}
            assert time.monotonic() < deadline, (told, self.log("worker")[-4000:])
            time.sleep(0.02)
        return row

    def wait_until_half_made(self, pk: int) -> None:
        """Watch a paper until its pages are being laid out."""
        self.wait(pk, lambda row: row["status"] == "running" and row["progress"] > 10)

    def wait_for_end(self, pk: int) -> dict:
        """Watch a paper until nobody works on it any more; return its row."""
        return self.wait(pk, lambda row: row["status"] not in ("queued", "running"))

    def files(self) -> set[str]:
        """Return every file of papers, with its path in the folder of files."""
        return {str(path.relative_to(self.media)) for path in self.media.rglob("*") if not path.is_dir()}

    def kept_whole(self, row: dict) -> set[str]:
        """Return the two files of a paper once they proved to be what its row says."""
        files = row["files"]
        for file in files.values():
            data = (self.media / file["path"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])
        assert (self.media / files["pdf"]["path"]).read_bytes().startswith(b"%PDF-")
        return {files["pdf"]["path"], files["docx"]["path"]}


def children_of(process: subprocess.Popen) -> list[int]:
    """Return the processes that a process started."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@contextlib.contextmanager
def full_disk(folder: Path, *, expected: str) -> Iterator[Callable[[], None]]:
    """Keep a folder on a full disk; give what makes room.

    A tiny file system of its own where mounting is allowed; elsewhere the one file that is expected leads to
    the device that is always full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mounted = _mount("-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder))
    if not mounted:
        (folder / expected).symlink_to("/dev/full")

    def make_room() -> None:
        if mounted:
            assert _mount("-o", "remount,size=32m", str(folder))

    try:
        yield make_room
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*words: str) -> bool:
    try:
        return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
