"""Encryption of archives in the format of age, as a stream: memory stays the same whatever their size.

For a recipient (`age1…`) the file is one age file. A passphrase locks a key made for this archive alone: the file is a
tar of `key.age`, that key locked by the passphrase, and `archive.tar.age`, so that the age command opens it as well:
`tar -xf FILE; age -d -i key.age archive.tar.age`.
"""

import io
import os
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import passphrase as locks

from operations.services.problems import Damaged, Stopped

MARK = b"age-encryption.org/"
LOCKED_KEY, CONTENT = "key.age", "archive.tar.age"
WRONG = "Khóa hoặc cụm mật khẩu không mở được bản sao lưu này."
BROKEN = "Phần mã hóa của bản sao lưu đã hỏng."
SLOW = (
    "Chưa mở được bản sao lưu bằng cụm mật khẩu: máy này đang quá bận, hoặc chậm hơn hẳn máy đã tạo bản sao lưu. "
    "Hãy dừng bớt việc trên máy rồi chạy lại, hoặc khôi phục trên máy khác."
)
# How often a passphrase is tried before the machine counts as too slow, and the seconds between two tries.
TRIES, PAUSE = 20, 0.5


@dataclass(frozen=True, slots=True)
class Lock:
    """For whom an archive is encrypted: a recipient, or whoever knows a passphrase; one of them, or nobody."""

    recipient: str = ""
    passphrase: str = ""

    def __bool__(self) -> bool:
        return bool(self.recipient or self.passphrase)


@dataclass(frozen=True, slots=True)
class Key:
    """What opens an archive: an identity (`AGE-SECRET-KEY-1…`) or a passphrase."""

    identity: str = ""
    passphrase: str = ""


class _Part:
    """A part of a file, as a file to read."""

    def __init__(self, file: BinaryIO, size: int):
        self.file, self.left = file, size

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the part."""
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data


class _Target:
    """A file to write to that remembers why it could not be written: the encrypting library passes on words alone."""

    def __init__(self, file: BinaryIO):
        self.file, self.problem = file, None

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        try:
            return self.file.write(data)
        except OSError as problem:
            self.problem = problem
            raise

    def flush(self) -> None:
        """Leave it to the file itself when it writes what it holds back."""


def checked(recipient: str) -> str:
    """Return a recipient; raise Stopped where it is none."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as problem:
        raise Stopped("Khóa công khai để mã hóa không đúng dạng (age1…).") from problem
    return recipient


@contextmanager
def sealed(target: BinaryIO, lock: Lock) -> Iterator[BinaryIO]:
    """Give a file to write an archive into; what reaches the target is encrypted for the lock."""
    if not lock:
        yield target
    elif lock.recipient:
        with _encrypting(target, checked(lock.recipient)) as stream:
            yield stream
    else:
        key = pyrage.x25519.Identity.generate()
        _header(target, LOCKED_KEY, locked := locks.encrypt(f"{key}\n".encode(), lock.passphrase))
        target.write(locked + _filling(len(locked)))
        at = target.tell()
        _header(target, CONTENT, b"")
        begun = target.tell()
        with _encrypting(target, str(key.to_public())) as stream:
            yield stream
        size = target.tell() - begun
        target.write(_filling(size) + bytes(2 * tarfile.BLOCKSIZE))
        target.seek(at)
        _header(target, CONTENT, size)


def _header(target: BinaryIO, name: str, content: bytes | int) -> None:
    """Write the header of a member of a tar."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = content if isinstance(content, int) else len(content), 0o600
    target.write(info.tobuf(tarfile.GNU_FORMAT))


def _filling(size: int) -> bytes:
    """Return what fills the last block of a member of a tar."""
    return bytes(-size % tarfile.BLOCKSIZE)


@contextmanager
def _encrypting(target: BinaryIO, recipient: str) -> Iterator[BinaryIO]:
    """Give a pipe whose words are encrypted on their way into the target."""
    out, into = os.pipe()
    failed: list[Exception] = []
    receiver, encrypted = pyrage.x25519.Recipient.from_str(recipient), _Target(target)
    with os.fdopen(out, "rb") as reading:
        thread = _in_thread(lambda: pyrage.encrypt_io(reading, encrypted, [receiver]), reading, failed)
        with _ended(thread, failed, encrypted), os.fdopen(into, "wb", buffering=2**20) as stream:
            yield stream


@contextmanager
def opened(path: Path, key: Key) -> Iterator[BinaryIO]:
    """Give an archive to read from its first byte on, decrypted where it is encrypted."""
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        head = file.read(len(MARK))
        file.seek(0)
        if head == MARK:
            if not key.identity:
                raise Stopped("Bản sao lưu này đã mã hóa; hãy đưa tệp khóa để mở.")
            yield stack.enter_context(_decrypting(file, key.identity))
        elif found := _locked(file):
            locked, size = found
            if not key.passphrase:
                raise Stopped("Bản sao lưu này đã mã hóa; hãy đưa cụm mật khẩu để mở.")
            yield stack.enter_context(_decrypting(_Part(file, size), unlocked(locked, key.passphrase)))
        else:
            yield file


def unlocked(locked: bytes, passphrase: str) -> str:
    """Return the identity that a passphrase locks.

    age measures the machine for some milliseconds and refuses work that it would find far too long: on a busy machine
    a hiccup in those milliseconds is enough, so the refusal is believed only when it repeats itself.
    """
    for _ in range(TRIES):
        try:
            return locks.decrypt(locked, passphrase).decode().strip()
        except pyrage.DecryptError as problem:
            if "excessive work" not in str(problem).lower():
                raise Stopped(WRONG) from problem
            time.sleep(PAUSE)
    raise Stopped(SLOW)


def is_encrypted(path: Path) -> str:
    """Say how an archive is encrypted: "recipient", "passphrase", or "" for not at all."""
    with path.open("rb") as file:
        if file.read(len(MARK)) == MARK:
            return "recipient"
        file.seek(0)
        return "passphrase" if _locked(file) else ""


def _locked(file: BinaryIO) -> tuple[bytes, int] | None:
    """Return the locked key at the start of a file and the size of what follows, where the file begins so."""
    try:
        first = tarfile.TarInfo.frombuf(file.read(tarfile.BLOCKSIZE), "utf-8", "strict")
        if first.name == LOCKED_KEY:
            locked = file.read(first.size)
            file.seek(len(_filling(first.size)), os.SEEK_CUR)
            second = tarfile.TarInfo.frombuf(file.read(tarfile.BLOCKSIZE), "utf-8", "strict")
            return locked, second.size
    except (tarfile.TarError, UnicodeDecodeError):
        pass
    file.seek(0)
    return None


@contextmanager
def _decrypting(source: BinaryIO, identity: str) -> Iterator[BinaryIO]:
    """Give a pipe with the decrypted words of a source."""
    try:
        holder = pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError as problem:
        raise Stopped("Tệp khóa không đúng dạng (AGE-SECRET-KEY-1…).") from problem
    out, into = os.pipe()
    failed: list[Exception] = []
    with os.fdopen(out, "rb", buffering=2**20) as stream:
        writing = os.fdopen(into, "wb", buffering=2**20)
        thread = _in_thread(lambda: pyrage.decrypt_io(source, writing, [holder]), writing, failed)
        try:
            yield stream
        except Exception as problem:
            stream.close()
            thread.join()
            _tell(failed, problem)
            raise
        stream.close()
        thread.join()
        _tell(failed, None)


def _in_thread(work: Callable[[], None], pipe: io.IOBase, failed: list[Exception]) -> threading.Thread:
    """Begin work that ends by closing its end of a pipe; note why it failed."""

    def run() -> None:
        try:
            with pipe:
                work()
        except Exception as problem:  # noqa: BLE001 - told to the thread that waits
            failed.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


@contextmanager
def _ended(thread: threading.Thread, failed: list[Exception], target: _Target) -> Iterator[None]:
    """Wait for the thread whatever happened; what stopped it is the reason, not the broken pipe that followed."""
    try:
        yield
    except BrokenPipeError:
        thread.join()
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise target.problem or failed[0]


def _tell(failed: list[Exception], seen: Exception | None) -> None:
    """Raise what decrypting failed of, in words; a pipe closed on purpose is no failure."""
    for problem in failed:
        if isinstance(problem, pyrage.DecryptError):
            raise (Stopped(WRONG) if "matching" in str(problem).lower() else Damaged(BROKEN)) from problem
        if isinstance(problem, OSError) and problem.errno is None:
            raise Damaged(f"{BROKEN} {seen}" if isinstance(seen, Damaged) else BROKEN) from problem
        if not isinstance(problem, BrokenPipeError) and seen is None:
            raise problem
