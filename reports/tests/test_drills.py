"""Drills with real processes: whatever breaks, a paper ends made whole or says why it was not."""

import os
import signal

import pytest

from kit.testing.databases import keep_copy
from reports.tests.drill_machine import Machine, children_of, full_disk
from scripts.processes import end

# The mark has the database made of which the machines have a copy.
pytestmark = [pytest.mark.once, pytest.mark.slow, pytest.mark.django_db, pytest.mark.xdist_group("drills")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker):
    """A database with a campaign that is being summed up."""
    folder = tmp_path_factory.mktemp("prepared")
    with django_db_blocker.unblock():
        keep_copy(folder / "empty.sqlite3")
    machine = Machine(folder / "machine", template=folder / "empty.sqlite3")
    machine.act("prepare")
    return machine.database


@pytest.fixture
def machine(prepared, tmp_path):
    """An installation on which nothing runs yet."""
    machine = Machine(tmp_path / "machine", template=prepared)
    yield machine
    machine.stop()


def kill_child(worker):
    """Kill the process that makes papers; its worker lives on."""
    [child] = children_of(worker)
    os.kill(child, signal.SIGKILL)


def kill_whole(worker):
    """Kill a worker with everything it started."""
    os.killpg(worker.pid, signal.SIGKILL)


@pytest.mark.parametrize("kill", [kill_child, kill_whole])
def test_a_paper_whose_maker_is_killed_is_made_by_another(machine, kill):
    machine.start_broker()
    worker = machine.start_worker()
    pk = machine.act("ask_summary")
    machine.wait_until_half_made(pk)
    half_written = machine.media / "documents" / "1" / f"{pk}-1.pdf.part"
    half_written.parent.mkdir(parents=True, exist_ok=True)
    half_written.write_bytes(b"%PDF-1.7 half")

    kill(worker)
    assert machine.row(pk)["status"] == "running"
    if kill is kill_whole:
        machine.start_worker()
    machine.start_beat()
    machine.let_time_pass()

    row = machine.wait_for_end(pk)
    assert (row["status"], row["attempt"], row["progress"], row["cause"]) == ("ready", 2, 100, "")
    assert machine.files() == machine.kept_whole(row)


def test_papers_outlive_a_broker_that_forgets_everything_dies_and_comes_back_empty(machine):
    broker = machine.start_broker()
    worker = machine.start_worker()
    machine.freeze(worker)

    waiting = machine.act("ask_reports", 0, 2)
    assert machine.flush_broker() == 2
    end(broker, sign=signal.SIGKILL)
    waiting += machine.act("ask_reports", 2, 2)
    assert [machine.row(pk)["status"] for pk in waiting] == ["queued"] * 4
    machine.start_broker()
    machine.start_beat()
    os.killpg(worker.pid, signal.SIGCONT)
    machine.let_time_pass()

    rows = [machine.wait_for_end(pk) for pk in waiting]
    assert [(row["status"], row["attempt"]) for row in rows] == [("ready", 1)] * 4
    assert machine.files() == set().union(*map(machine.kept_whole, rows))


def test_a_full_disk_fails_the_paper_with_its_cause_and_a_retry_succeeds_when_there_is_room(machine):
    machine.start_broker()
    folder = machine.media / "documents" / "1"
    with full_disk(folder, expected="1-1.pdf.part") as make_room:
        machine.start_worker()
        [pk] = machine.act("ask_reports", 0, 1)

        row = machine.wait_for_end(pk)
        assert (row["status"], row["files"]) == ("failed", {})
        assert row["cause"] == "Ổ đĩa của máy chủ đã đầy. Hãy báo quản trị dọn chỗ trống rồi tạo lại."
        assert "No space left on device" in row["trace"]
        assert machine.files() == set()

        make_room()
        machine.act("retry", pk)

        row = machine.wait_for_end(pk)
        assert (row["status"], row["attempt"], row["cause"]) == ("ready", 2, "")
        assert machine.files() == machine.kept_whole(row)


def test_two_workers_with_the_same_message_make_one_paper(machine):
    machine.start_broker()
    machine.start_worker("worker")
    machine.start_worker("other")
    pk = machine.act("ask_summary", 6)

    row = machine.wait_for_end(pk)
    machine.wait(pk, lambda row: all("succeeded" in machine.log(name) for name in ("worker", "other")))
    assert (row["status"], row["attempt"]) == ("ready", 1)
    assert machine.files() == machine.kept_whole(row)
