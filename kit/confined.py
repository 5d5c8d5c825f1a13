"""Reading what strangers sent, away from this process: limits of time, memory and size, no network, no other files.

One helper for each process that asks, begun with the first job and gone with its process; it keeps the readers loaded
and forks for each job (`confined_helper`). Why a helper and no plain fork: docs/decisions/0024-uploads.md.
"""

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any, BinaryIO

logger = logging.getLogger(__name__)

BASE = Path(__file__).resolve().parent.parent
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath, "TZ": "Asia/Ho_Chi_Minh"}
SECONDS = 20
MEMORY = 1536 * 2**20
WRITTEN = 64 * 2**20
SAID = 64 * 2**20
CHUNK = 2**20
TOO_MUCH = "Tệp cần quá nhiều thời gian hoặc bộ nhớ để đọc nên không nhận. Hãy tách nhỏ hoặc lưu lại tệp rồi gửi."
BUSY = "Máy chủ chưa kiểm tra được tệp. Hãy thử lại sau ít phút; nếu vẫn lỗi, báo quản trị viên."


class Refused(ValueError):
    """What a reader refuses, in words for whoever sent the file; readers raise their own kinds of it."""


class Overrun(Refused):
    """A job that came to its limit of time, memory or size, or broke its reader."""


class Failed(Exception):
    """A reader that stumbled over the file; the message is for the log."""


class Unavailable(Refused):
    """No helper could be begun."""


class _Helper:
    """The helper of one process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner = 0
        self.program: subprocess.Popen | None = None
        self.line: socket.socket | None = None
        self.told: set[str] = set()

    def send(self, job: bytes, fds: list[int]) -> None:
        """Hand a job to the helper; begin one where there is none, or the last one fell."""
        with self.lock:
            if self.owner != os.getpid() or self.program is None or self.program.poll() is not None:
                self._begin()
            try:
                socket.send_fds(self.line, [job], fds)
            except OSError:
                self._begin()
                socket.send_fds(self.line, [job], fds)

    def tell_of(self, missing: list[str]) -> None:
        """Log once for each fence that this machine does not give."""
        for name in set(missing) - self.told:
            logger.warning("Files are read without this fence, which the kernel does not give: %s.", name)
        self.told |= set(missing)

    def _begin(self) -> None:
        """Start a helper that inherits nothing but its line to us."""
        if self.line is not None:
            self.line.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        program = [sys.executable, "-I", "-X", "utf8", str(BASE / "kit" / "confined_helper.py"), str(BASE)]
        self.program = subprocess.Popen(  # noqa: S603 - our own program
            [*program, str(theirs.fileno())], env=ENVIRONMENT, cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()], start_new_session=True,
        )  # fmt: skip
        theirs.close()
        self.owner, self.line = os.getpid(), ours


_helper = _Helper()


def run(
    reader: Callable | str,
    source: BinaryIO | bytes,
    target: BinaryIO | None = None,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    **facts,
) -> Any:
    """Let a function read a file elsewhere; return what it answers, as JSON carries it.

    It gets the source, the target to write where one is given, and the facts. It may be named as `module:function`
    where loading its module here would cost too much. Raises Refused with its words, Overrun past a limit, Failed where
    the reader stumbled, OSError on a full disk, Unavailable where nothing could be begun.
    """
    module, function = reader.split(":") if isinstance(reader, str) else (reader.__module__, reader.__name__)
    job = {"module": module, "function": function, "seconds": seconds, "memory": memory,
            "written": WRITTEN if target is None else 16 * WRITTEN}  # fmt: skip
    ours, theirs = socket.socketpair()
    with ours:
        try:
            with theirs, _on_disk(source) as read:
                fds = [theirs.fileno(), read.fileno(), *([] if target is None else [target.fileno()])]
                _helper.send(json.dumps(job).encode(), fds)
            ours.settimeout(seconds)
            ours.sendall(json.dumps(facts).encode())
            ours.shutdown(socket.SHUT_WR)
        except OSError as problem:
            logger.exception("No helper for %s.", function)
            raise Unavailable(BUSY) from problem
        said = _heard(ours, seconds + 5)
    return _answer(said, function)


def scratch() -> BinaryIO:
    """Return an empty file that has no name, to be written to and read."""
    return os.fdopen(os.memfd_create("scratch"), "w+b")


def _on_disk(source: BinaryIO | bytes) -> BinaryIO:
    """Return a source as an open file of this kernel that can only be read, at its beginning."""
    with suppress(AttributeError, OSError, ValueError):
        source.flush()
        return open(f"/proc/self/fd/{source.fileno()}", "rb")  # noqa: SIM115, PTH123 - for the caller to close
    kept = scratch()
    if isinstance(source, bytes):
        kept.write(source)
    else:
        source.seek(0)
        while chunk := source.read(CHUNK):
            kept.write(chunk)
        source.seek(0)
    kept.flush()
    kept.seek(0)
    return kept


def _heard(line: socket.socket, seconds: float) -> bytes:
    """Return what is said until the line ends; nothing once the time or the room is over."""
    parts, size, end = [], 0, time.monotonic() + seconds
    try:
        while True:
            line.settimeout(max(0.01, end - time.monotonic()))
            part = line.recv(CHUNK)
            if not part:
                return b"".join(parts)
            parts.append(part)
            size += len(part)
            if size > SAID:
                return b""
    except (TimeoutError, ConnectionError):
        return b""


def _answer(said: bytes, name: str) -> Any:
    """Return an answer, or raise what stands in its place."""
    try:
        told = json.loads(said) if said else {"problem": "silence"}
    except ValueError:
        told = {"problem": "silence"}
    if "answer" in told:
        _helper.tell_of(told["missing"])
        return told["answer"]
    if told["problem"] == "refused":
        raise Refused(told["words"])
    if told["problem"] == "failed":
        if told["errno"] in (ENOSPC, EDQUOT):
            raise OSError(told["errno"], told["words"])
        raise Failed(f"{told['kind']}: {told['words']}")
    if told["problem"] == "unavailable":
        logger.error("The helper could not begin %s.", name)
        raise Unavailable(BUSY)
    logger.warning("%s came to its limits: %s.", name, told["problem"])
    raise Overrun(TOO_MUCH)
