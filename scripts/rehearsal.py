"""Rehearse an upgrade: python -m scripts.rehearsal. Everything is restarted in turn while people work.

A throwaway PostgreSQL and Redis, two web servers, two workers for papers, one for the rest, the beat. Visitors read
pages and ask for papers without a pause, each request passed on as nginx passes it on: to the other server only where
the first one took nothing of it, or does not know a static file. Meanwhile the preparation runs twice at once, and
every program ends and starts again. The first web server that does finds a new static file, as in a new release, and
visitors ask for it at once. Its socket stays open, as systemd keeps it; that of the second one goes with it, as in a
container. Ends with 1 where a request failed, a paper was lost, or one had to be made twice.
"""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from scripts.processes import Problem, end, free_port, spawn, wait_for
from scripts.throwaway import postgres, redis

ROOT = Path(__file__).resolve().parent.parent
CAMPAIGNS, READERS = 100, 4
# Papers are asked for in handfuls, so that workers that are told to end are in the middle of some.
HANDFUL, BETWEEN = 4, 5
PAUSE, CALM, PATIENCE = 0.1, 3, 120
STATIC, NEW = "/static/", "tap-duot.css"
WORKERS = {"papers-1": "papers", "papers-2": "papers", "other": "clock,mail,imports"}


class Ground:
    """What visitors need: a session, pages to read, campaigns whose plan can be asked for as a paper."""

    def __init__(self, told: dict):
        self.cookie = f"sessionid={told['session']}; csrftoken={told['token']}"
        self.token, self.reads, self.asks = told["token"], told["reads"], told["asks"]


def lay_out() -> dict:
    """Make a commune with its campaigns in the empty database; return what visitors need."""
    import django

    django.setup()
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client
    from django_scopes import scope

    from campaigns.tests.factories import make_campaign
    from communes.addresses import here
    from communes.tests.factories import Cast, make_commune

    cast = Cast(make_commune())
    with scope(commune=cast.commune):
        officer = cast.actor("officer")
        made = [make_campaign(cast, key=f"tap-duot-{number}") for number in range(CAMPAIGNS)]
        names = ("campaigns:campaigns", "reports:documents", "communes:people")
        reads = [here(officer, name) for name in names] + [made[0].get_absolute_url()]
        asks = [here(officer, "reports:document-request", "campaign-plan", each.pk) for each in made]
    client = Client()
    client.force_login(officer.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"session": session, "token": _get_new_csrf_string(), "reads": reads, "asks": asks}


def stand() -> dict:
    """Return how the papers stand: how many in each status, and the most attempts that one took."""
    import django

    django.setup()
    from django_scopes import scopes_disabled

    from reports.models import Document

    with scopes_disabled():
        rows = list(Document.objects.values_list("status", "attempt"))
    return {"status": Counter(status for status, _ in rows), "attempts": max((each for _, each in rows), default=0)}


class Installation:
    """The programs of one installation, and how each of them starts."""

    def __init__(self, folder: Path, env: dict[str, str]):
        self.folder, self.env = folder, env
        self.ports = [free_port(), free_port()]
        self.kept = socket.create_server(("127.0.0.1", self.ports[0]), backlog=1024)
        self.running: dict[str, subprocess.Popen] = {}

    def run(self, *words: str) -> str:
        """Run a module to its end; return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", *words], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Problem(f"{' '.join(words)}: {done.stderr[-2000:]}")
        return done.stdout

    def start(self, name: str) -> None:
        """Start a program and wait until it serves."""
        log = self.folder / f"{name}.log"
        said = log.stat().st_size if log.exists() else 0
        with log.open("ab") as written:
            child = self.running[name] = self._launch(name, stdout=written, stderr=written)
        if name.startswith("web"):
            port = self.ports[int(name[-1]) - 1]
            there = wait_for(lambda: answered(port), child, PATIENCE)
        elif name == "beat":
            there = child.poll() is None
        else:
            there = wait_for(lambda: b"ready." in log.read_bytes()[said:], child, PATIENCE)
        if not there:
            raise Problem(f"{name}: {log.read_text(errors='replace')[-2000:]}")

    def _launch(self, name: str, **files) -> subprocess.Popen:
        celery = [sys.executable, "-m", "celery", "-A", "emulation"]
        options = {"env": self.env, "cwd": ROOT, **files}
        if name in WORKERS:
            command = [*celery, "worker", "-n", f"{name}@%h", "-Q", WORKERS[name], "--concurrency", "1", "-l", "INFO"]
            return spawn(command, **options)
        if name == "beat":
            return spawn([*celery, "beat", "--pidfile=", "-l", "INFO"], **options)
        serve = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "emulation.wsgi"]
        options["env"] = self.env | {"PORT": str(self.ports[int(name[-1]) - 1])}
        if name == "web-1":
            number = self.kept.fileno()
            handed = ["sh", "-c", f'export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@" 3<&{number}', "sh", *serve]
            return spawn(handed, pass_fds=[number], **options)
        return spawn(serve, **options)

    def restart(self, name: str) -> float:
        """Let a program finish what it does and start it again; return the seconds that took."""
        began = time.monotonic()
        end(self.running[name], patience=PATIENCE)
        self.start(name)
        return time.monotonic() - began

    def stop(self) -> None:
        """End every program."""
        for child in self.running.values():
            end(child, patience=20)
        self.kept.close()


def answered(port: int) -> bool:
    """Say whether a web server answers."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        link.request("GET", "/song/")
        return link.getresponse().status == 200
    return False


class Door:
    """What nginx does: by turns to both servers; on to the other one where the first took nothing of the request."""

    def __init__(self, ports: list[int], ground: Ground):
        self.ports, self.ground = ports, ground
        self.turn, self.counts, self.slowest, self.failures = 0, Counter(), 0.0, []
        self._lock = threading.Lock()

    def ask(self, method: str, path: str) -> bool:
        """Pass one request on; note how it ended."""
        with self._lock:
            self.turn += 1
            first = self.turn
        began = time.monotonic()
        for number in (first, first + 1):
            sent, word = self._try(method, path, self.ports[number % 2])
            unknown = word == "404" and path.startswith(STATIC)
            if (word.isdecimal() and not unknown) or (sent and method == "POST"):
                break
            with self._lock:
                self.counts["passed on"] += 1
        good = word == {"GET": "200", "POST": "302"}[method]
        with self._lock:
            self.counts[method] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
            if not good:
                self.failures.append(f"{method} {path}: {word}")
        return good

    def _try(self, method: str, path: str, port: int) -> tuple[bool, str]:
        """Ask one server; return whether it could have taken anything, and the status or what went wrong."""
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=75)
        headers = {"Cookie": self.ground.cookie, "X-CSRFToken": self.ground.token, "Connection": "close"}
        sent = False
        try:
            link.connect()
            sent = True
            link.request(method, path, headers=headers)
            answer = link.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as problem:
            return sent, repr(problem)
        finally:
            link.close()
        return sent, str(answer.status)


def visit(door: Door, over: threading.Event, prepared: threading.Event) -> list[threading.Thread]:
    """Let visitors come until it is over: readers, and one who asks for papers once everything is prepared."""

    def read(place: int) -> None:
        while not over.is_set():
            door.ask("GET", door.ground.reads[place % len(door.ground.reads)])
            place += 1
            time.sleep(PAUSE)

    def ask() -> None:
        prepared.wait()
        for first in range(0, CAMPAIGNS, HANDFUL):
            for path in door.ground.asks[first : first + HANDFUL]:
                door.ask("POST", path)
            if over.wait(BETWEEN):
                return

    threads = [threading.Thread(target=read, args=[place]) for place in range(READERS)]
    threads.append(threading.Thread(target=ask))
    for each in threads:
        each.start()
    return threads


def rehearse(place: Installation) -> list[str]:
    """Do what an upgrade does while people work; print what happened, and return what was wrong."""
    place.run("scripts.prepare")
    ground = Ground(json.loads(place.run("scripts.rehearsal", "--lay-out")))
    names = ("web-1", "web-2", *WORKERS, "beat")
    for name in names:
        place.start(name)
    door, over, prepared = Door(place.ports, ground), threading.Event(), threading.Event()
    threads = visit(door, over, prepared)
    try:
        time.sleep(CALM)
        began = time.monotonic()
        twice = [threading.Thread(target=place.run, args=["scripts.prepare"]) for _ in range(2)]
        for each in twice:
            each.start()
        for each in twice:
            each.join()
        print(f"two preparations at once: {time.monotonic() - began:.1f} s")
        prepared.set()
        (place.folder / "static" / NEW).write_text("p { color: #123 }")
        for name in names:
            print(f"{name} restarted: {place.restart(name):.1f} s")
            if name == "web-1":
                ground.reads.append(STATIC + NEW)
        time.sleep(CALM)
    finally:
        over.set()
        prepared.set()
        for each in threads:
            each.join()
    asked = door.counts["POST"]
    last = time.monotonic() + PATIENCE
    while (found := json.loads(place.run("scripts.rehearsal", "--stand")))["status"].get("ready", 0) < asked:
        if time.monotonic() > last:
            break
        time.sleep(1)
    print(f"requests: {door.counts['GET']} read, {asked} asked for a paper, {door.counts['passed on']} passed on, "
          f"{len(door.failures)} failed; the slowest took {door.slowest:.1f} s")  # fmt: skip
    print(f"papers: {found['status']}, at most {found['attempts']} attempts")
    wrong = door.failures[:10]
    if found["status"] != {"ready": asked} or found["attempts"] > 1:
        wrong.append(f"{asked} papers were asked for, now {found}")
    return wrong


def main() -> int:
    """Rehearse on servers of our own; return how it ended."""
    with tempfile.TemporaryDirectory(prefix="emulation-rehearsal-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postgres(folder) as database_url, redis(folder) as redis_url:
            surroundings = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
            env = surroundings | {
                "DATABASE_URL": database_url, "REDIS_URL": redis_url, "STATE_DIR": name, "SECRET_KEY": "a rehearsal",
                "ALLOWED_HOSTS": "127.0.0.1,testserver", "DEMO": "0", "GRACEFUL_SECONDS": "45", "WEB_WORKERS": "2",
                "DJANGO_SETTINGS_MODULE": "emulation.settings",
            }  # fmt: skip
            place = Installation(folder, env)
            try:
                wrong = rehearse(place)
            except Problem as problem:
                wrong = [str(problem)]
            finally:
                place.stop()
    for each in wrong:
        print(f"wrong: {each}", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    if sys.argv[1:] == ["--lay-out"]:
        print(json.dumps(lay_out()))
    elif sys.argv[1:] == ["--stand"]:
        print(json.dumps(stand()))
    else:
        sys.exit(main())
