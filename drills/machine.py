"""A whole installation for drills: PostgreSQL, Redis, two web servers, two workers and a beat, each of which may die.

Whatever dies is started again after a while, as systemd would; `kill` says how long that takes.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from redis import Redis

from scripts.processes import answers, end, free_port, packaged_redis, spawn, spawn_redis, wait_for
from scripts.throwaway import programs

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120
PYTHON = sys.executable
CELERY = [PYTHON, "-m", "celery", "-A", "emulation"]
OURS = (
    "DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "HTTPS", "PROXIES", "DEBUG", "ALLOWED_HOSTS", "PAPER_FONT_DIR",
    "EMAIL_HOST", "CLAMAV_SOCKET",
)  # fmt: skip
# As a server is set up: every commit is on the disk before it is answered.
DURABLE = ["max_connections=100", "jit=off", "listen_addresses=127.0.0.1", "unix_socket_directories="]


@dataclass
class Part:
    """One program of the installation: how it is started, whether it ought to run, when it may start again."""

    name: str
    launch: Callable[[], subprocess.Popen]
    child: subprocess.Popen | None = None
    wanted: bool = True
    not_before: float = 0
    starts: int = 0


@dataclass
class Machine:
    """One installation in one folder; `stop` ends everything it runs."""

    folder: Path
    servers: int = 2
    workers: int = 2
    extra: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)

    def __post_init__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        self.database_port, self.broker_port = free_port(), free_port()
        self.web_ports = [free_port() for _ in range(self.servers)]
        self.media = self.folder / "media"
        self.media.mkdir(exist_ok=True)
        self.url = f"postgres://tests@127.0.0.1:{self.database_port}/postgres"
        redis = f"redis://127.0.0.1:{self.broker_port}"
        self.env = {name: value for name, value in os.environ.items() if name not in OURS} | {
            "DATABASE_URL": self.url,
            "REDIS_URL": f"{redis}/1",
            "CELERY_BROKER_URL": f"{redis}/0",
            "STATE_DIR": str(self.folder),
            "MEDIA_ROOT": str(self.media),
            "SECRET_KEY": "for drills only",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "emulation.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
            "REAUTH_MINUTES": "600",
            "LOG_LEVEL": "INFO",
            **self.extra,
        }
        self._watching: threading.Thread | None = None
        self._ended = threading.Event()
        self._lock = threading.RLock()

    def log(self, name: str) -> Path:
        """Return where a part writes."""
        return self.folder / f"{name}.log"

    def run(self, *words: str, **options) -> str:
        """Run a Python module to its end in this installation; return what it says."""
        done = subprocess.run(
            [PYTHON, "-m", *words], env=self.env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, **options
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(words[:2])} ended with {done.returncode}.")
        return done.stdout

    # Starting

    def start_database(self) -> None:
        """Make and start PostgreSQL with the settings of a server."""
        data = self.folder / "postgres"
        data.mkdir(exist_ok=True)
        drop = []
        if os.getuid() == 0:
            shutil.chown(data, "postgres", "postgres")
            drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=INT"]
            drop.append("--reset-env")
        init = [*drop, programs() / "initdb", "--auth=trust", "--username=tests", "--encoding=UTF8", "--no-sync"]
        subprocess.run([*init, "--locale=C.UTF-8", "-D", data], stdout=subprocess.DEVNULL, cwd="/", check=True)
        options = [word for option in DURABLE for word in ("-c", option)]
        command = [*drop, programs() / "postgres", "-D", data, "-p", str(self.database_port), *options]
        self._add("postgres", lambda: self._spawn("postgres", command, cwd="/"))
        self._await("postgres", self.database_answers)

    def start_broker(self) -> None:
        """Start an empty Redis that keeps nothing over its death: the worst that an operator may have."""

        def launch():
            folder = self.folder / f"redis-{time.monotonic_ns()}"
            folder.mkdir()
            with self.log("redis").open("ab") as log:
                return spawn_redis(
                    packaged_redis(), port=self.broker_port, folder=folder, durable=False, stdout=log, stderr=log
                )

        self._add("redis", launch)
        self._await("redis", lambda: answers(self.broker_port))

    def start_web(self) -> None:
        """Start the web servers, each with two processes."""
        for number, port in enumerate(self.web_ports, 1):
            env = self.env | {"PORT": str(port), "HOST": "127.0.0.1", "WEB_WORKERS": "2"}
            command = [PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "emulation.wsgi"]
            name = f"web{number}"
            self._add(name, lambda name=name, command=command, env=env: self._spawn(name, command, env=env))
        for number, port in enumerate(self.web_ports, 1):
            self._await(f"web{number}", lambda port=port: answers(port))

    def start_workers(self) -> None:
        """Start the workers and wait until they listen."""
        for number in range(1, self.workers + 1):
            name = f"worker{number}"
            command = [*CELERY, "worker", "--concurrency", "1", "-l", "INFO", "-n", f"{name}@%h"]
            self._add(name, lambda name=name, command=command: self._spawn(name, command))
        for number in range(1, self.workers + 1):
            name = f"worker{number}"
            self._await(name, lambda name=name: "ready." in self.log(name).read_text(errors="replace"))

    def start_beat(self, name: str = "beat") -> None:
        """Start a beat with a schedule file of its own."""
        command = [*CELERY, "beat", "--pidfile=", "-s", str(self.folder / f"{name}-schedule"), "-l", "INFO"]
        self._add(name, lambda: self._spawn(name, command))

    def start(self) -> None:
        """Start everything, the database's tables included; whatever dies from now on is started again."""
        self.start_database()
        self.start_broker()
        for words in (("migrate", "-v", "0"), ("createcachetable",), ("collectstatic", "--noinput", "-v", "0")):
            subprocess.run([PYTHON, "manage.py", *words], env=self.env, cwd=ROOT, check=True)

    def start_programs(self) -> None:
        """Start what serves people, and watch over it."""
        self.start_web()
        self.start_workers()
        self.start_beat()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def _spawn(self, name: str, command: list, **options) -> subprocess.Popen:
        given = {"env": self.env, "cwd": ROOT} | options
        with self.log(name).open("ab") as log:
            return spawn(command, stdout=log, stderr=log, **given)

    def _add(self, name: str, launch: Callable[[], subprocess.Popen]) -> None:
        with self._lock:
            part = self.parts.get(name) or Part(name, launch)
            part.child, part.starts = launch(), part.starts + 1
            self.parts[name] = part

    def _await(self, name: str, ready: Callable[[], bool]) -> None:
        if not wait_for(ready, self.parts[name].child, PATIENCE):
            raise SystemExit(f"{name}: {self.log(name).read_text(errors='replace')[-3000:]}")

    # Dying

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            with self._lock:
                for part in self.parts.values():
                    if part.wanted and part.child.poll() is not None and time.monotonic() >= part.not_before:
                        end(part.child, patience=0)
                        part.child, part.starts = part.launch(), part.starts + 1
                        part.not_before = time.monotonic() + 1

    def kill(self, name: str, *, away: float = 1) -> None:
        """Kill a part's first process without a word; it comes back after `away` seconds."""
        with self._lock:
            part = self.parts[name]
            part.not_before = time.monotonic() + away
            with contextlib.suppress(ProcessLookupError):
                os.kill(part.child.pid, signal.SIGKILL)

    def kill_child(self, name: str, choose: Callable[[list[int]], int]) -> bool:
        """Kill one process that a part started; say whether there was one."""
        with self._lock:
            found = children_of(self.parts[name].child.pid)
        if not found:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(choose(found), signal.SIGKILL)
        return True

    def freeze(self, name: str) -> Callable[[], None]:
        """Stop a part with all its children where they stand; return what lets them go on."""
        child = self.parts[name].child

        def everybody(sign: int) -> None:
            for pid in [child.pid, *children_of(child.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sign)

        everybody(signal.SIGSTOP)
        return lambda: everybody(signal.SIGCONT)

    def retire(self, name: str) -> None:
        """End a part for good."""
        with self._lock:
            part = self.parts.pop(name)
            part.wanted = False
        end(part.child)

    def stop(self) -> None:
        """End everything; the database last."""
        self._ended.set()
        if self._watching:
            self._watching.join()
        for name in sorted(self.parts, key=lambda name: name in ("postgres", "redis")):
            child = self.parts[name].child
            for pid in [child.pid, *children_of(child.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
            end(child, sign=signal.SIGINT if name == "postgres" else signal.SIGTERM)

    # Asking

    def database_answers(self) -> bool:
        """Say whether the database takes questions."""
        with contextlib.suppress(psycopg2.Error):
            self.ask("SELECT 1")
            return True
        return False

    def ask(self, statement: str, *given) -> list[tuple]:
        """Ask the database."""
        with contextlib.closing(psycopg2.connect(self.url, connect_timeout=5)) as link:
            link.autocommit = True
            cursor = link.cursor()
            cursor.execute(statement, given)
            return cursor.fetchall() if cursor.description else []

    def redis(self) -> Redis:
        """Return a link to the broker."""
        return Redis(port=self.broker_port)

    def send(self, task: str, times: int) -> None:
        """Send the workers a message so many times, as the beat would; the sender is a process of its own."""
        words = "import sys; from emulation.celery import app\nfor _ in range(int(sys.argv[2])):"
        self._spawn("sender", [PYTHON, "-c", f"{words} app.send_task(sys.argv[1])", task, str(times)])


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found
