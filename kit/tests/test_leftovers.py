"""A folder stays while its process or a child of it lives, and is removed by the next one who makes a folder."""

import fcntl
import os
import signal
import tempfile
from errno import EBADF

import pytest

from kit.leftovers import folder_of_process


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    """Where temporary folders lie."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _child(work) -> int:
    """Let a child work and live on; return its number once the work is done."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        work()
        os.write(writes, str(os.getpid()).encode())
        signal.pause()
    return int(os.read(reads, 20))


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_what_a_killed_process_left_is_removed_and_what_lives_stays(place):
    own = folder_of_process("papers-")
    child = _child(lambda: (folder_of_process("papers-") / "font").touch())
    (others,) = set(place.iterdir()) - {own}
    second = folder_of_process("papers-")
    assert set(place.iterdir()) == {own, others, second}
    _end(child)

    third = folder_of_process("papers-")

    assert set(place.iterdir()) == {own, second, third}


def test_a_folder_is_held_by_a_child_of_its_process_too(place):
    child = os.fork()
    if child == 0:
        folder_of_process("papers-")
        (place / "child").write_text(str(_child(lambda: None)))
        os._exit(0)
    os.waitpid(child, 0)
    below = int((place / "child").read_text())
    (folder,) = place.glob("papers-*")

    second = folder_of_process("papers-")
    assert folder.exists()
    os.kill(below, signal.SIGKILL)
    while folder.exists():
        folder_of_process("papers-")

    assert second.exists()


def test_what_bears_another_name_or_is_a_link_is_left_alone(place):
    (place / "other").mkdir()
    (place / "papers-link").symlink_to(place / "other")

    folder_of_process("papers-")

    assert (place / "other").is_dir()
    assert (place / "papers-link").is_symlink()


def test_where_nothing_can_be_held_every_folder_stays(place, monkeypatch):
    def refuse(held, how):
        raise OSError(EBADF, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)

    folders = {folder_of_process("papers-"), folder_of_process("papers-")}

    assert set(place.iterdir()) == folders and len(folders) == 2
