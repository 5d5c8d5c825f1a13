"""Tests of the sentences with which the start refuses, and of its children's end."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from scripts import prepare, serve
from scripts.processes import Problem, end, spawn


def test_a_taken_port_is_told_with_a_way_out():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        port = str(sock.getsockname()[1])

        with pytest.raises(Problem, match=f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác"):
            serve.see_port("127.0.0.1", port)


@pytest.mark.parametrize("port", ["abc", "0", "70000", ""])
def test_a_port_is_a_number_of_a_port(port):
    with pytest.raises(Problem, match="không phải số cổng"):
        serve.see_port("127.0.0.1", port)


def test_a_folder_that_cannot_be_made_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(prepare, "STATE", tmp_path / "file")

    with pytest.raises(Problem, match="Không ghi được vào thư mục .*file"):
        prepare.folders()


def test_missing_fonts_are_told_with_the_package_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PAPER_FONT_DIR", str(tmp_path))

    with pytest.raises(Problem, match="fonts-croscore"):
        prepare.libraries()


@pytest.mark.django_db
def test_one_preparation_works_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "STATE", tmp_path)

    def is_free() -> bool:
        """Say whether another preparation could begin."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s), pg_advisory_unlock(%s)", [prepare.LOCK, prepare.LOCK])
                return cursor.fetchone()[0]
        with (tmp_path / "prepare.lock").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    with prepare.alone():
        assert not is_free()
    assert is_free()


def test_the_secret_is_made_once_and_read_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "STATE", tmp_path)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept = tmp_path / "secret_key"

    prepare.secret()
    first = kept.read_text()
    prepare.secret()

    assert kept.read_text() == first
    assert len(first) > 50
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_second_start_on_the_same_state_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "STATE", tmp_path)
    lock = serve.only_one()

    with pytest.raises(Problem, match="đang chạy"):
        serve.only_one()

    lock.close()
    serve.only_one().close()


def test_a_database_out_of_reach_is_told_in_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "scripts.prepare"],
        env={**os.environ, "STATE_DIR": str(tmp_path), "DATABASE_URL": "postgres://x@127.0.0.1:1/thi_dua"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Lỗi: Không mở được cơ sở dữ liệu thi_dua")
    assert done.stderr.count("\n") == 1


def test_ending_a_child_ends_what_it_started():
    child = spawn(["sh", "-c", "trap '' TERM; sleep 60 & echo $!; wait; wait"], stdout=subprocess.PIPE, text=True)
    grandchild = int(child.stdout.readline())

    end(child, patience=0.2)

    assert child.returncode == -signal.SIGKILL
    assert not _alive(grandchild)


def test_a_child_that_keeps_falling_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "STATE", tmp_path)
    (tmp_path / "log").mkdir()
    service = serve.Service("worker", lambda **files: spawn(["false"], **files))
    service.start()

    with pytest.raises(Problem, match="worker dừng quá nhiều lần"):
        serve.watch([service], pause=0.01)

    assert len(service.starts) == serve.RESTARTS + 1


def _alive(pid: int) -> bool:
    """Say whether a process still runs; the kernel may need a moment to bury it."""
    for _ in range(50):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except FileNotFoundError:
            return False
        time.sleep(0.02)
    return True
