"""Serve everything on this machine: broker, web, worker, beat; end all of it together."""

import contextlib
import errno
import fcntl
import os
import secrets
import signal
import socket
import sys
import time
from dataclasses import dataclass, field

from scripts import prepare
from scripts.prepare import STATE, say
from scripts.processes import (
    Problem,
    answers,
    embedded_redis,
    end,
    free_port,
    packaged_redis,
    spawn,
    spawn_redis,
    wait_for,
)

RESTARTS, WITHIN = 5, 60
BROKERS = ("CELERY_BROKER_URL", "CELERY_BROKER_URL_FILE", "REDIS_URL", "REDIS_URL_FILE")
LOG_LIMIT = 10 * 2**20
PYTHON = sys.executable


class Stop(BaseException):
    """Somebody asked us to end."""


@dataclass
class Service:
    """One child: how it starts, when it started again, how long it may take to end."""

    name: str
    launch: object
    patience: float = 8
    child: object = None
    starts: list[float] = field(default_factory=list)

    def start(self):
        """Launch the child with its log file behind it."""
        self.starts = [moment for moment in self.starts if moment > time.monotonic() - WITHIN] + [time.monotonic()]
        path = STATE / "log" / f"{self.name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            self.child = self.launch(stdout=log, stderr=log)

    def died(self) -> bool:
        """Say whether the child is gone."""
        return self.child is not None and self.child.poll() is not None

    @property
    def exhausted(self) -> bool:
        """Say whether it fell too often to be started again."""
        return len(self.starts) > RESTARTS


def only_one() -> object:
    """Hold the lock of the state folder; refuse to run beside another start."""
    lock = (STATE / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        raise Problem(
            f"Phần mềm đang chạy với thư mục {STATE}. Hãy dừng lần chạy trước (Ctrl-C) rồi chạy lại."
        ) from problem
    return lock


def see_port(host: str, port: str) -> int:
    """Return the port as a number if it can be had."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Problem(f"PORT={port} không phải số cổng. Hãy chọn số từ 1024 đến 65535, ví dụ: PORT=8080 ./start")
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((host, int(port)))
    except OSError as problem:
        why = {
            errno.EADDRINUSE: f"Cổng {port} đang có chương trình khác dùng.",
            errno.EACCES: f"Không được phép mở cổng {port}.",
        }.get(problem.errno, f"Không mở được địa chỉ {host}:{port}.")
        raise Problem(f"{why} Hãy chọn cổng khác, ví dụ: PORT=8080 ./start") from problem
    return int(port)


def broker() -> Service | None:
    """Return the embedded broker and name it in the environment; none where a broker is set."""
    if any(os.environ.get(name) for name in BROKERS):
        return None
    server = embedded_redis() or packaged_redis()
    if server is None:
        raise Problem("Không có máy chủ hàng đợi cho máy này. Hãy cài: sudo apt install redis-tools")
    port, password = free_port(), secrets.token_urlsafe(24)
    os.environ["CELERY_BROKER_URL"] = f"redis://:{password}@127.0.0.1:{port}/0"

    def launch(**files):
        child = spawn_redis(server, port=port, folder=STATE / "broker", password=password, **files)
        if not wait_for(lambda: answers(port), child, 10):
            end(child)
            raise Problem(f"Hàng đợi không chạy được. Xem {STATE / 'log' / 'broker.log'}")
        return child

    return Service("broker", launch)


def services() -> tuple[Service, list[Service]]:
    """Return the web service and those that work behind it."""
    celery = [PYTHON, "-m", "celery", "-A", "emulation"]
    concurrency = os.environ.get("JOBS", "1")
    commands = {
        "web": [PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "emulation.wsgi"],
        "worker": [
            *celery,
            "worker",
            "--concurrency",
            concurrency,
            "--without-gossip",
            "--without-mingle",
            "-l",
            "INFO",
        ],
        "beat": [*celery, "beat", "--pidfile=", "-l", "INFO"],
    }
    made = {
        name: Service(name, lambda command=command, **files: spawn(command, **files))
        for name, command in commands.items()
    }
    return made["web"], [made["worker"], made["beat"]]


def greet(host: str, port: int) -> None:
    """Print the address and the sign-ins of the demo."""
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host
    say(f"\nĐang chạy tại http://{shown}:{port}/   (Ctrl-C để dừng; nhật ký trong {STATE / 'log'})")
    rows = prepare.accounts()
    if rows:
        say("\nTài khoản mẫu, mỗi vai trò một tài khoản:")
        rows = [
            ["Vai trò", "Tên đăng nhập", "Mật khẩu", "Địa phương"],
            *([row[1], row[2], row[3], row[0]] for row in rows),
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            say("  " + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())


def watch(running: list[Service], *, pause: float = 0.5) -> None:
    """Start a fallen child again, until it falls too often."""
    while True:
        time.sleep(pause)
        for service in running:
            if not service.died():
                continue
            end(service.child)
            log = STATE / "log" / f"{service.name}.log"
            if service.exhausted:
                raise Problem(f"Dịch vụ {service.name} dừng quá nhiều lần nên phần mềm phải dừng. Xem {log}")
            say(f"Dịch vụ {service.name} vừa dừng đột ngột, đang chạy lại. Xem {log}")
            service.start()


def run() -> None:
    """Prepare, start every child, and stay until somebody asks to end."""
    host = os.environ.setdefault("HOST", "127.0.0.1")
    port = see_port(host, os.environ.setdefault("PORT", "8000"))
    prepare.folders()
    lock = only_one()
    prepare.everything()
    running: list[Service] = []

    def begin(service: Service) -> None:
        running.append(service)
        service.start()

    try:
        if embedded := broker():
            begin(embedded)
        web, behind = services()
        begin(web)
        if not wait_for(lambda: answers(port, host), web.child, 60):
            raise Problem(f"Trang web không chạy được. Xem {STATE / 'log' / 'web.log'}")
        for service in behind:
            begin(service)
        greet(host, port)
        watch(running)
    finally:
        finish(running)
        lock.close()


def finish(running: list[Service]) -> None:
    """End every child: all are told at once, the broker goes last; a second Ctrl-C only makes it quicker."""
    last = [service for service in running if service.name == "broker"]
    for service in [service for service in reversed(running) if service not in last]:
        if service.child and service.child.poll() is None:
            service.child.terminate()
    for service in [*reversed([service for service in running if service not in last]), *last]:
        if service.child is None:
            continue
        try:
            end(service.child, patience=service.patience)
        except (Stop, KeyboardInterrupt):
            end(service.child, sign=signal.SIGKILL, patience=1)


def main() -> int:
    """Run; answer a problem with its one sentence."""

    def stop(number, frame):
        raise Stop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        run()
    except Problem as problem:
        print(f"Lỗi: {problem}", file=sys.stderr, flush=True)
        return 1
    except OSError as problem:
        why = f"không đọc hoặc ghi được {problem.filename} ({prepare.reason(problem)})"
        print(f"Lỗi: {why}. Hãy kiểm tra dung lượng đĩa và quyền ghi.", file=sys.stderr, flush=True)
        return 1
    except Stop:
        with contextlib.suppress(OSError):
            say("\nĐã dừng.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
