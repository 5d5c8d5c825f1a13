"""The virus scanner's own words, answered by a small scanner on this machine."""

import socket
import threading
from contextlib import contextmanager
from io import BytesIO

import pytest

from kit import clamav
from kit.clamav import CLEAN, INFECTED, UNSCANNED, Verdict

HANG = object()


@contextmanager
def scanner(reply):
    """Serve one file as clamd would; yield its address and what it got."""
    got = bytearray()
    done = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        line, _ = server.accept()
        with line:
            while not (got.endswith(b"\0\0\0\0") and got.startswith(b"zINSTREAM\0") and len(got) > 13):
                if not (part := line.recv(65536)):
                    break
                got.extend(part)
            if reply is HANG:
                done.wait(10)
            else:
                line.sendall(reply)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}", got
    finally:
        done.set()
        server.close()
        thread.join(5)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (b"stream: OK\0", Verdict(CLEAN)),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Verdict(INFECTED, "Win.Test.EICAR_HDB-1")),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict(UNSCANNED, "INSTREAM size limit exceeded. ERROR")),
        (b"\xff\xfe\x00rubbish", Verdict(UNSCANNED, "\ufffd\ufffd")),
        (b"", Verdict(UNSCANNED, "no answer", answered=False)),
        (b"x" * 10_000, Verdict(UNSCANNED, "x" * 200)),
    ],
    ids=["clean", "infected", "too large", "garbage", "nothing", "endless"],
)
def test_answers_are_understood(reply, verdict):
    with scanner(reply) as (address, got):
        found = clamav.scan(BytesIO(b"a file"), address, seconds=5)

    assert found == verdict
    assert bytes(got) == b"zINSTREAM\0" + b"\0\0\0\x06a file" + bytes(4)


def test_a_hanging_scanner_is_left_when_the_time_is_over():
    with scanner(HANG) as (address, _):
        assert clamav.scan(BytesIO(b"a file"), address, seconds=0.3) == Verdict(UNSCANNED, "timed out", answered=False)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "localhost:many"])
def test_a_scanner_that_is_not_there_scans_nothing(address):
    assert clamav.scan(BytesIO(b"a file"), address, seconds=2).outcome == UNSCANNED
