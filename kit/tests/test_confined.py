"""Reading what strangers sent: fenced in, stopped at its limits, and the next job is served all the same."""

import _socket
import json
import os
import socket
import threading
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from kit import confined

SECRET = Path(__file__).resolve().parent.parent.parent / "README.md"


def look_around(source, own: str, server: str) -> dict:
    """Try what a taken-over reader would try; say how each attempt ended."""
    found = {"environment": sorted(os.environ)}
    for name, attempt in {
        "other file": lambda: Path(own).read_text(),
        "accounts": lambda: Path("/etc/passwd").read_text(),
        "write": lambda: Path("/tmp/confined-was-here").write_text("x"),  # noqa: S108
        "network": lambda: _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM).connect(("127.0.0.1", 9)),
        "server": lambda: _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM).connect(server),
        "messages": lambda: _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_DGRAM),
        "program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - it must not start
        "source": lambda: source.read().decode(),
    }.items():
        try:
            found[name] = str(attempt())
        except OSError as problem:
            found[name] = f"refused: {type(problem).__name__}"
    return found


def take_for_ever(source) -> None:
    """Read without end."""
    while True:
        pass


def take_all_memory(source) -> int:
    """Ask for more memory than there is for a file."""
    return len(bytearray(2**34))


def fall(source) -> None:
    """Break as a library written in C would."""
    os.abort()


def stumble(source) -> None:
    """Raise what a library raises over a broken file."""
    raise RuntimeError("broken table")


def measure(source, target) -> int:
    """Write the length of the source."""
    return target.write(str(len(source.read())).encode())


@contextmanager
def _socket_of(place: Path):
    """Give the name of a socket on which a server waits, as a database does."""
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.bind(str(place))
        waiting.listen()
        yield str(place)


def test_a_reader_sees_its_file_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    with _socket_of(tmp_path / "server") as server:
        found = confined.run(look_around, b"words", own=str(SECRET), server=server)

    assert found.pop("environment") == ["LANG", "PATH", "TZ"]
    assert found.pop("source") == "words"
    assert {name: said.startswith("refused") for name, said in found.items()} == dict.fromkeys(
        ("other file", "accounts", "write", "network", "server", "messages", "program"), True
    )


@pytest.mark.parametrize("greedy", [take_for_ever, take_all_memory, fall], ids=["time", "memory", "crash"])
def test_what_goes_too_far_is_stopped_and_the_next_one_served(greedy):
    with pytest.raises(confined.Overrun, match="quá nhiều thời gian hoặc bộ nhớ"):
        confined.run(greedy, b"", seconds=1)

    assert served(b"four") == "4"


def served(content: bytes) -> str:
    """Return what an honest reader makes of a file."""
    with confined.scratch() as target:
        confined.run(measure, BytesIO(content), target)
        target.seek(0)
        return target.read().decode()


def test_a_stumbling_reader_is_told_from_a_refusing_one():
    with pytest.raises(confined.Failed, match="broken table"):
        confined.run(stumble, b"")


def test_a_helper_that_fell_is_begun_again():
    served(b"")
    confined._helper.program.kill()
    confined._helper.program.wait()

    assert served(b"abc") == "3"


def test_several_threads_are_served_at_once():
    found = []
    threads = [threading.Thread(target=lambda n=n: found.append(served(b"x" * n))) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(found) == [str(n) for n in range(8)]


def pair(source) -> str:
    """Say something through a pair of sockets of one's own."""
    here, there = socket.socketpair()
    here.send(b"self")
    return there.recv(9).decode()


def test_what_wakes_itself_by_a_pair_of_sockets_still_can():
    assert confined.run(pair, b"") == "self"


def test_a_missing_fence_is_logged_once_and_the_file_is_read(monkeypatch, caplog):
    monkeypatch.setattr(confined._helper, "told", set())
    said = json.dumps({"answer": 1, "missing": ["files"]}).encode()

    assert [confined._answer(said, "pdf") for _ in range(2)] == [1, 1]
    assert [line.message for line in caplog.records if "fence" in line.message] == [
        "Files are read without this fence, which the kernel does not give: files."
    ]


def test_a_helper_that_cannot_begin_asks_for_patience():
    with pytest.raises(confined.Unavailable, match="ít phút"):
        confined.run("kit.no_such_module:read", b"")
