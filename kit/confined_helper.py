"""A small program that reads what strangers sent: each job in a process of its own, with limits and without network.

Started by `kit.confined`, never imported by it. It holds no settings, no secrets and no database; what it reads reaches
it as open files. It keeps the readers loaded, forks for each job, and ends when whoever started it ends.
"""

import ctypes
import json
import os
import platform
import resource
import signal
import socket
import struct
import sys
import sysconfig
from contextlib import suppress
from importlib import import_module
from pathlib import Path

NEW_USER, NEW_NET = 0x10000000, 0x40000000
NO_NEW_PRIVILEGES = 38
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
EVERY_FILE_ACT, READ, READ_AND_LIST, BIND_AND_CONNECT = 0x1FFF, 0b100, 0b1101, 0b11
CHANCE = "/dev/urandom"
NET_SINCE = 4
CODE = ("kit", "campaigns", "communes", "reports", "awards")
MEMORY, REFUSED, FAILED, UNAVAILABLE = "memory", "refused", "failed", "unavailable"
SET_SECCOMP, FILTER = 22, 2
ALLOW, REFUSE, STREAM = 0x7FFF0000, 0x00050001, 1
# Of each kind of machine its sign, its call for a pair of sockets, and the calls that lead out of a job: socket,
# connect, execve, kill, ptrace, process_vm_readv and _writev, execveat, then those numbered alike everywhere.
EVERYWHERE = (424, 425, 434, 438)  # pidfd_send_signal, io_uring_setup, pidfd_open, pidfd_getfd
MACHINES = {
    "x86_64": (0xC000003E, 53, (41, 42, 59, 62, 101, 310, 311, 322, *EVERYWHERE)),
    "aarch64": (0xC00000B7, 199, (198, 203, 221, 129, 117, 270, 271, 281, *EVERYWHERE)),
}


def cut_off() -> bool:
    """Leave the network, where the kernel lets an ordinary process do so; say whether it did."""
    libc = ctypes.CDLL(None, use_errno=True)
    return not libc.unshare(NEW_NET) or not libc.unshare(NEW_USER | NEW_NET)


def fence_files(base: Path) -> bool:
    """Let this process read nothing but Python and our code from now on, and write nowhere (Landlock); say whether."""
    libc = ctypes.CDLL(None, use_errno=True)
    if platform.machine() not in ("x86_64", "aarch64"):
        return False
    version = libc.syscall(LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    wide = version >= NET_SINCE
    attributes = (ctypes.c_uint64 * 2)(EVERY_FILE_ACT, BIND_AND_CONNECT if wide else 0)
    rules = libc.syscall(LANDLOCK_CREATE, ctypes.byref(attributes), 16 if wide else 8, 0)
    if rules < 0:
        return False
    roots = {
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_path("purelib"),
        "/usr/lib",
        "/lib",
        "/lib64",
        "/usr/share/zoneinfo",
    }
    for root in (*roots, *(str(base / name) for name in CODE), CHANCE):
        if Path(root).exists():
            place, may = os.open(root, os.O_PATH), READ if root == CHANCE else READ_AND_LIST
            rule = ctypes.create_string_buffer(may.to_bytes(8, "little") + place.to_bytes(4, "little"))
            libc.syscall(LANDLOCK_ADD, rules, 1, rule, 0)
            os.close(place)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    held = libc.syscall(LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    return held


class Instructions(ctypes.Structure):
    """A filter as the kernel takes it (struct sock_fprog)."""

    _fields_ = (("length", ctypes.c_ushort), ("words", ctypes.c_char_p))


def fence_calls() -> bool:
    """Refuse from now on to make or join sockets, to start programs and to reach into other processes; say whether.

    A pair of stream sockets within the process stays: what its readers are built on wakes itself by one.
    """
    if platform.machine() not in MACHINES or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    sign, pair, refused = MACHINES[platform.machine()]
    load, equal, above, mask, end = 0x20, 0x15, 0x35, 0x54, 0x06
    steps = [(load, 0, 0, 4), (equal, 1, 0, sign), (end, 0, 0, REFUSE), (load, 0, 0, 0),
             (above, 0, 1, 0x40000000), (end, 0, 0, REFUSE)]  # fmt: skip
    for number in refused:
        steps += [(equal, 0, 1, number), (end, 0, 0, REFUSE)]
    steps += [(equal, 0, 4, pair), (load, 0, 0, 24), (mask, 0, 0, 0xF), (equal, 1, 0, STREAM), (end, 0, 0, REFUSE),
              (end, 0, 0, ALLOW)]  # fmt: skip
    words = b"".join(struct.pack("HBBI", *step) for step in steps)
    libc, made = ctypes.CDLL(None, use_errno=True), Instructions(len(steps), words)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return libc.prctl(SET_SECCOMP, ctypes.c_ulong(FILTER), ctypes.byref(made), 0, 0) == 0


def limit(job: dict) -> None:
    """Set what a job may use: memory, processor time, the clock, the size of what it writes; no process besides."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, job["seconds"])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for what, most in (
        (resource.RLIMIT_AS, job["memory"]), (resource.RLIMIT_CPU, int(job["seconds"]) + 1),
        (resource.RLIMIT_FSIZE, job["written"]), (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


class InnerSocket(socket.socket):
    """A socket between parts of this process; no other one is made."""

    def __init__(self, family=-1, *args, **kwargs):
        if family != socket.AF_UNIX:
            raise PermissionError("no network here")
        super().__init__(family, *args, **kwargs)


def work(job: dict, facts: dict, fds: list[int], base: Path, apart: bool) -> dict:
    """Do one job on the files that came with it; return its answer, or why there is none, and which fences are missing.

    `apart` says whether the network was left.
    """
    try:
        files = [os.fdopen(fd, mode) for fd, mode in zip(fds, ("rb", "wb"), strict=False)]
        function = getattr(import_module(job["module"]), job["function"])
        fences = {"files": fence_files(base), "calls": fence_calls(), "network": apart}
        missing = [name for name, stands in fences.items() if not stands]
        socket.socket = InnerSocket
        answer = function(*files, **facts)
        for file in files[1:]:
            file.flush()
        return {"answer": answer, "missing": missing}
    except MemoryError:
        return {"problem": MEMORY}
    except Exception as problem:  # noqa: BLE001 - whatever a reader stumbles over is the file's fault, and told as such
        names = {each.__name__ for each in type(problem).__mro__}
        return {"problem": REFUSED if "Refused" in names else FAILED, "words": str(problem)[:2000],
                "kind": type(problem).__name__, "errno": getattr(problem, "errno", None)}  # fmt: skip


def child(job: dict, fds: list[int], base: Path, apart: bool) -> None:
    """Answer one job through the socket that came with it, and end."""
    limit(job)
    with os.fdopen(fds[0], "rb", closefd=False) as asked:
        facts = json.loads(asked.read())
    said = json.dumps(work(job, facts, fds[1:], base, apart)).encode()
    with os.fdopen(fds[0], "wb") as answer:
        answer.write(said)


def main(base: str, control: int) -> None:
    """Take jobs until the other side is gone."""
    sys.path.insert(0, base)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    apart = cut_off()
    line = socket.socket(fileno=control)
    while True:
        said, fds, _, _ = socket.recv_fds(line, 2**16, 3)
        if not said:
            return
        job = json.loads(said)
        try:
            import_module(job["module"])
            forked = os.fork()
        except Exception as problem:  # noqa: BLE001 - the next job may fare better
            forked = -1
            sys.stderr.write(f"{job['module']}: {problem}\n")
            with suppress(OSError), os.fdopen(fds[0], "r+b", buffering=0, closefd=False) as line_of_job:
                # What is left unread would take the answer with it.
                line_of_job.readall()
                line_of_job.write(json.dumps({"problem": UNAVAILABLE}).encode())
        if forked == 0:
            status = 1
            try:
                line.close()
                child(job, fds, Path(base), apart)
                status = 0
            finally:
                os._exit(status)
        for fd in fds:
            os.close(fd)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
