"""Run a command beside a throwaway PostgreSQL and Redis: python -m scripts.throwaway COMMAND…

Both listen on free ports of this machine and keep their files in a temporary folder; both are gone whatever
happens.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

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

QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50", "jit=off"]


def programs() -> Path:
    """Return the folder of the newest PostgreSQL on this machine."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    if folders:
        return folders[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise Problem("Không thấy PostgreSQL. Hãy cài: sudo apt install postgresql")


@contextlib.contextmanager
def postgres(folder: Path):
    """Keep a fresh PostgreSQL running; give its address."""
    bin_folder, port, data = programs(), free_port(), folder / "postgres"
    data.mkdir()
    drop = []
    if os.getuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        drop = [
            "setpriv",
            "--reuid=postgres",
            "--regid=postgres",
            "--init-groups",
            "--pdeathsig=INT",
            "--reset-env",
        ]
    init = [*drop, bin_folder / "initdb", "--auth=trust", "--username=tests", "--encoding=UTF8", "--no-sync"]
    done = subprocess.run([*init, "--locale=C.UTF-8", "-D", data], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise Problem(f"initdb: {done.stderr.strip()}")
    options = [
        word for option in [*QUICK, "listen_addresses=127.0.0.1", "unix_socket_directories="] for word in ("-c", option)
    ]
    with (folder / "postgres.log").open("wb") as log:
        server = spawn(
            [*drop, bin_folder / "postgres", "-D", data, "-p", str(port), *options],
            stdout=log,
            stderr=log,
            cwd="/",
        )
    try:
        if not wait_for(lambda: answers(port), server, 20):
            raise Problem(f"PostgreSQL: {(folder / 'postgres.log').read_text()}")
        yield f"postgres://tests@127.0.0.1:{port}/postgres"
    finally:
        end(server, sign=signal.SIGINT)


@contextlib.contextmanager
def redis(folder: Path):
    """Keep an empty Redis running; give its address."""
    server = packaged_redis() or embedded_redis()
    if server is None:
        raise Problem("Không thấy Redis. Hãy cài: sudo apt install redis-tools")
    port, files = free_port(), folder / "redis"
    files.mkdir()
    with (folder / "redis.log").open("wb") as log:
        child = spawn_redis(server, port=port, folder=files, durable=False, stdout=log, stderr=log)
    try:
        if not wait_for(lambda: answers(port), child, 10):
            raise Problem(f"Redis: {(folder / 'redis.log').read_text()}")
        yield f"redis://127.0.0.1:{port}"
    finally:
        end(child)


def main(command: list[str]) -> int:
    """Run the command with both addresses in its environment; return how it ended."""

    def stop(number, frame):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, stop)
    try:
        with tempfile.TemporaryDirectory(prefix="emulation-servers-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            with postgres(folder) as database_url, redis(folder) as redis_url:
                addresses = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
                child = spawn(command, env={**os.environ, **addresses})
                try:
                    return child.wait()
                finally:
                    end(child)
    except Problem as problem:
        print(f"Lỗi: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
