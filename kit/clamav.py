"""A virus scanner spoken to in its own words: clamd's INSTREAM, by socket or by host and port, within a time limit."""

import socket
import time
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 2**16
LONGEST_REPLY = 4096
CLEAN, INFECTED, UNSCANNED = "clean", "infected", "unscanned"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner said of a file: clean, infected with the name it gave, or unscanned with what went wrong.

    `answered` says whether it said anything at all.
    """

    outcome: str
    words: str = ""
    answered: bool = True


def scan(file: BinaryIO, address: str, *, seconds: float = 60) -> Verdict:
    """Send a file to the scanner at `/path/of/socket` or `host:port`; a silent or babbling one leaves it unscanned."""
    end = time.monotonic() + seconds
    try:
        with _line_to(address, end) as line:
            file.seek(0)
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                _within(line, end)
                line.sendall(len(chunk).to_bytes(4) + chunk)
            _within(line, end)
            line.sendall(bytes(4))
            return _understood(_reply(line, end))
    except (OSError, ValueError) as problem:
        return Verdict(UNSCANNED, str(problem)[:200] or type(problem).__name__, answered=False)


def _line_to(address: str, end: float) -> socket.socket:
    """Open a line to a scanner."""
    seconds = max(0.1, end - time.monotonic())
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(seconds)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]") or "127.0.0.1", int(port)), timeout=seconds)


def _within(line: socket.socket, end: float) -> None:
    """Give the line what is left of the time; raise once it is over."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    line.settimeout(left)


def _reply(line: socket.socket, end: float) -> bytes:
    """Return what the scanner answers, up to its zero."""
    said = b""
    while b"\0" not in said and len(said) < LONGEST_REPLY:
        _within(line, end)
        part = line.recv(LONGEST_REPLY)
        if not part:
            break
        said += part
    return said.partition(b"\0")[0]


def _understood(said: bytes) -> Verdict:
    """Read `stream: OK` and `stream: Name FOUND`; everything else is no verdict."""
    words = said.decode("utf-8", "replace").strip()
    if words == "stream: OK":
        return Verdict(CLEAN)
    if words.startswith("stream: ") and words.endswith(" FOUND"):
        return Verdict(INFECTED, words.removeprefix("stream: ").removesuffix(" FOUND")[:120])
    return Verdict(UNSCANNED, words[:200] or "no answer", answered=bool(words))
