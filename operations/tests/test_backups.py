"""Making archives: consistent while people work, checked by hashes, encrypted on request, never half."""

import errno
import fcntl
import io
import json
import os
import tarfile
import threading
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.db import DatabaseError, connection, transaction

from communes import history
from communes.access import Actor
from communes.models import HistoryEntry, HistorySeal, Unit
from communes.models.chains import CHAINS, chain_of
from communes.services import seals
from communes.tests.factories import make_commune, make_unit
from operations.alarms import back_up
from operations.models import Backup
from operations.rules.keeping import Keep
from operations.services import backups, restoring, sealing
from operations.services.archive import MANIFEST
from operations.services.problems import Damaged, Stopped
from operations.services.sealing import Key, Lock, is_encrypted
from operations.services.tables import tables
from operations.tests.factories import backed_up, make_paper, make_work
from province.tests.factories import make_province

OPEN = Key()


@pytest.fixture
def folder(tmp_path):
    """Where archives lie."""
    return tmp_path / "backups"


@pytest.fixture
def archive(office, folder, at):
    """The archive of an office that worked a little."""
    make_work(office, at)
    return Path(backed_up(folder, at).path)


def names(path):
    """Return the parts of an archive that is not encrypted."""
    with tarfile.open(path) as tar:
        return tar.getnames()


def test_an_archive_holds_every_table_every_named_file_and_how_far_history_is_sealed(archive, installation, at):
    (installation / "left-over.pdf").write_bytes(b"no row names this")

    manifest = restoring.check(archive, OPEN)

    told = {label: table["rows"] for label, table in manifest["tables"].items()}
    assert set(told) == {table.label for table in tables()}
    assert (told["communes.Commune"], told["communes.Unit"], told["reports.Document"]) == (1, 2, 1)
    files = {name for name in manifest["parts"] if name.startswith("files/")}
    assert "files/documents/1/1-1.pdf" in files and len(files) == 2 and manifest["lost"] == []
    seal = HistorySeal.objects.order_by("-number").first()
    assert manifest["seals"] == {"dong-tam": {"number": seal.number, "digest": seal.digest}}
    assert seal.number == HistoryEntry.objects.count()
    assert manifest["at"] == at.isoformat()
    row = Backup.objects.get()
    assert (row.status, row.files, row.lost, row.size) == ("good", 2, 0, archive.stat().st_size)
    assert row.rows == sum(told.values())
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_flipped_byte_is_named_by_its_part(archive):
    data = bytearray(archive.read_bytes())
    with tarfile.open(archive) as tar:
        wanted = {name: tar.getmember(name) for name in ("tables/communes.Unit.jsonl.gz", "files/documents/1/1-1.pdf")}
    for name, member in wanted.items():
        place = member.offset_data + member.size // 2
        data[place] ^= 1
        archive.write_bytes(data)

        with pytest.raises(Damaged, match=name):
            restoring.check(archive, OPEN)
        data[place] ^= 1


def test_a_manifest_that_was_written_over_is_known(archive):
    data = archive.read_bytes()
    archive.write_bytes(data.replace(b'"rows": 2,', b'"rows": 3,', 1))

    with pytest.raises(Damaged, match=MANIFEST):
        restoring.check(archive, OPEN)


def test_a_missing_part_and_one_too_many_are_named(archive, tmp_path):
    def copied(change):
        """Return a copy of the archive with its members changed."""
        other = tmp_path / "other.tar"
        with tarfile.open(archive) as old, tarfile.open(other, "w", format=tarfile.PAX_FORMAT) as new:
            for member in old:
                change(new, member, old.extractfile(member))
        return other

    def without(new, member, file):
        if member.name != "files/documents/1/1-1.pdf":
            new.addfile(member, file)

    def with_more(new, member, file):
        if member.name == MANIFEST:
            new.addfile(tarfile.TarInfo("files/extra.pdf"), io.BytesIO())
        new.addfile(member, file)

    for change, name in ((without, "files/documents/1/1-1.pdf"), (with_more, "files/extra.pdf")):
        with pytest.raises(Damaged, match=name):
            restoring.check(copied(change), OPEN)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_an_archive_that_was_cut_off_is_no_archive(archive, share):
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(Damaged):
        restoring.check(archive, OPEN)


@pytest.mark.parametrize("kind", ["recipient", "passphrase"])
def test_an_encrypted_archive_opens_with_its_key_alone(office, folder, at, kind):
    make_work(office, at)
    holder, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    lock = {"recipient": Lock(recipient=str(holder.to_public())), "passphrase": Lock(passphrase="đúng cụm")}[kind]
    keys = {
        "recipient": (Key(identity=str(holder)), Key(identity=str(other))),
        "passphrase": (Key(passphrase="đúng cụm"), Key(passphrase="sai cụm")),
    }

    path = Path(backed_up(folder, at, lock=lock, with_secret_key=True).path)

    right, wrong = keys[kind]
    assert (is_encrypted(path), b"L\xc3\xb2 Th\xe1\xbb\x8b Mai" in path.read_bytes()) == (kind, False)
    assert restoring.check(path, right)["tables"]["communes.Unit"]["rows"] == 2
    for key in (wrong, OPEN):
        with pytest.raises(Stopped):
            restoring.check(path, key)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(Damaged):
        restoring.check(path, right)


@pytest.mark.parametrize(
    ("hiccups", "passphrase", "told"),
    [(0, "cụm", ""), (19, "cụm", ""), (19, "sai", "không mở được"), (20, "cụm", "quá bận, hoặc chậm hơn hẳn")],
)
def test_a_passphrase_is_tried_again_where_the_machine_seemed_too_slow(monkeypatch, hiccups, passphrase, told):
    refusals = iter(range(hiccups))

    def decrypt(locked, word):
        if next(refusals, None) is not None:
            raise pyrage.DecryptError("Excessive work parameter for passphrase.")
        if word != "cụm":
            raise pyrage.DecryptError("Decryption failed")
        return locked

    monkeypatch.setattr(sealing.locks, "decrypt", decrypt)
    monkeypatch.setattr(sealing.time, "sleep", lambda seconds: None)

    if told:
        with pytest.raises(Stopped, match=told):
            sealing.unlocked(b"AGE-SECRET-KEY-1\n", passphrase)
    else:
        assert sealing.unlocked(b"AGE-SECRET-KEY-1\n", passphrase) == "AGE-SECRET-KEY-1"


def test_what_a_passphrase_locks_opens_with_the_tools_of_age_too(office, folder, at):
    path = Path(backed_up(folder, at, lock=Lock(passphrase="cụm")).path)

    with tarfile.open(path) as tar:
        key = sealing.unlocked(tar.extractfile("key.age").read(), "cụm")
        plain = pyrage.decrypt(tar.extractfile("archive.tar.age").read(), [pyrage.x25519.Identity.from_str(key)])

    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        assert json.load(tar.extractfile(MANIFEST))["format"] == 1


def test_the_secret_key_leaves_only_encrypted(installation, folder, at, settings):
    with pytest.raises(Stopped, match="mã hóa"):
        backed_up(folder, at, with_secret_key=True)
    assert "secret_key" not in names(backed_up(folder, at).path)
    assert not Backup.objects.filter(encrypted=True).exists()


def test_people_who_write_meanwhile_leave_the_archive_whole(office, folder, at):
    by, ended, begun, problems = Actor.of_product(office.commune), threading.Event(), threading.Event(), []

    def write():
        """Make a unit and its line of history together, over and over."""
        try:
            number = 0
            while not ended.is_set() or number < 5:
                with transaction.atomic():
                    unit = Unit._base_manager.create(commune=office.commune, name=f"Tổ {number}", kind_order=1)
                    history.record("unit.open", unit, by=by, at=at, label="Thành lập")
                number += 1
                begun.set()
        except DatabaseError as problem:
            problems.append(problem)
            begun.set()
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait(60)
    made = backed_up(folder, at)
    ended.set()
    thread.join()

    told = restoring.check(Path(made.path), OPEN)["tables"]
    units, lines = told["communes.Unit"]["rows"], told["communes.HistoryEntry"]["rows"]
    assert (problems, made.status) == ([], "good")
    assert 0 < units == lines < Unit.objects.count()
    assert told["communes.HistorySeal"]["rows"] <= lines


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_full_disk_is_told_and_leaves_nothing_behind(office, folder, at, monkeypatch, encrypted):
    make_work(office, at)
    lock = Lock(recipient=str(pyrage.x25519.Identity.generate().to_public())) if encrypted else Lock()

    class Full(io.BufferedRandom):
        """A file on a disk with room for 20,000 bytes."""

        def write(self, data):
            if self.tell() + len(data) > 20_000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    opened = os.fdopen
    monkeypatch.setattr(
        backups.os, "fdopen",
        lambda given, mode, **more: Full(io.FileIO(given, "w+")) if mode == "w+b" else opened(given, mode, **more),
    )  # fmt: skip

    made = backed_up(folder, at, lock=lock)

    monkeypatch.undo()
    assert (made.status, made.reason) == ("failed", "đĩa đã đầy")
    assert [path.name for path in folder.iterdir()] == [".lock"]
    assert backed_up(folder, at).status == "good"


def test_a_lost_or_changed_file_is_counted_and_named_but_stops_nothing(office, folder, installation, at):
    make_paper(office, at)
    make_paper(office, at, path="documents/1/2-1.pdf")
    make_paper(office, at, path="documents/1/3-1.pdf", status="expired")
    for number in (1, 3):
        (installation / f"documents/1/{number}-1.pdf").unlink()
    (installation / "documents/1/2-1.pdf").write_bytes(b"changed by hand")

    made = backed_up(folder, at)

    lost = restoring.check(Path(made.path), OPEN)["lost"]
    assert (made.status, made.lost, lost) == ("good", 2, ["documents/1/1-1.pdf", "documents/1/2-1.pdf"])


@pytest.mark.parametrize("name", ["../outside.pdf", "/etc/hostname", "documents/link.pdf"])
def test_a_name_that_leads_out_of_the_media_folder_takes_nothing_along(office, folder, installation, at, name):
    (installation.parent / "outside.pdf").write_bytes(b"not ours")
    make_paper(office, at).save()
    (installation / "documents/link.pdf").symlink_to(installation.parent / "outside.pdf")
    paper = type(make_paper(office, at, path="documents/1/2-1.pdf")).objects.get(files__pdf__path="documents/1/2-1.pdf")
    paper.files["pdf"]["path"] = name
    paper.save()

    made = backed_up(folder, at)

    assert [each for each in names(made.path) if each.startswith("files/")] == ["files/documents/1/1-1.pdf"]
    assert made.lost == 1


def test_two_at_once_are_refused_and_one_that_the_machine_broke_off_is_settled(installation, folder, at):
    left = Backup.objects.create(started_at=at, path=str(folder / "sao-luu-cu.tar"))
    folder.mkdir()
    (folder / "sao-luu-cu.tar.part").write_bytes(b"half")
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Stopped, match="khác"):
            backed_up(folder, at)

    made = backed_up(folder, at)

    left.refresh_from_db()
    assert (left.status, left.reason, made.status) == ("failed", backups.MACHINE_STOPPED, "good")
    assert sorted(path.name for path in folder.iterdir()) == [".lock", made.file_name]


def test_a_backup_into_another_folder_is_left_alone(installation, folder, at):
    other = folder.parent / "usb"
    other.mkdir()
    (other / "sao-luu-dang-chay.tar.part").write_bytes(b"half")
    running = Backup.objects.create(started_at=at, path=str(other / "sao-luu-dang-chay.tar"))

    assert backed_up(folder, at).status == "good"

    running.refresh_from_db()
    assert (running.status, (other / "sao-luu-dang-chay.tar.part").exists()) == ("running", True)


def test_a_night_that_cannot_begin_leaves_a_failed_row_that_says_why(installation, folder, settings):
    folder.write_bytes(b"a file in the way")
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENT = folder, ""

    back_up()

    row = Backup.objects.get()
    assert (row.status, row.reason.startswith("Không mở được thư mục sao lưu")) == ("failed", True)


def test_a_night_is_not_sent_again_while_it_lasts():
    assert (back_up.acks_late, back_up.reject_on_worker_lost) == (False, False)


def test_rotation_removes_the_old_ones_that_it_knows_and_nothing_else(installation, folder, at):
    made = [backed_up(folder, at - timedelta(days=back)) for back in range(3)]
    foreign, gone = folder / "sao-luu-2020-01-01-020000.tar", Path(made[2].path)
    foreign.write_bytes(b"somebody else's")
    gone.unlink()
    elsewhere = backed_up(folder.parent / "other", at - timedelta(days=9))

    removed = backups.rotate(folder=folder, keep=Keep(1, 0, 0))

    assert [each.pk for each in removed] == [made[2].pk, made[1].pk]
    assert sorted(path.name for path in folder.iterdir()) == [".lock", foreign.name, made[0].file_name]
    assert dict(Backup.objects.values_list("pk", "status")) == {
        made[0].pk: "good", made[1].pk: "removed", made[2].pk: "removed", elsewhere.pk: "good",
    }  # fmt: skip


def test_every_night_one_is_made_and_the_old_ones_go(installation, folder, at, settings):
    settings.BACKUP_DIR, settings.BACKUP_KEEP, settings.BACKUP_RECIPIENT = folder, "1,0,0", ""
    old = backed_up(folder, at - timedelta(days=3))

    back_up()

    old.refresh_from_db()
    newest = Backup.objects.latest("pk")
    assert (old.status, newest.status, Path(newest.path).exists()) == ("removed", "good", True)


def test_a_second_commune_is_in_the_same_archive(office, folder, at):
    make_unit(make_commune("dai-son", "Đại Sơn"))

    manifest = restoring.check(Path(backed_up(folder, at).path), OPEN)

    assert manifest["tables"]["communes.Commune"]["rows"] == 2


def test_an_archive_tells_the_last_seal_of_a_province_beside_those_of_communes(db, at):
    province = make_province()
    last = seals.seal(province, at=at)
    chain = chain_of(province)

    assert backups.last_seals("default", chain) == {province.slug: {"number": 1, "digest": last.digest}}
    assert [backups.seals_of(each) for each in CHAINS.values()] == ["seals", "seals_of_province"]
