"""Restoring: the same rows, the same files, whole or not at all."""

from pathlib import Path

import pytest
from django.conf import settings as now
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from communes.models import HistoryEntry, Unit
from communes.services import audit
from communes.tests.factories import make_commune, make_unit
from operations.models import Backup
from operations.services import loading, restoring
from operations.services.problems import Damaged, Stopped
from operations.services.sealing import Key, Lock
from operations.services.tables import read, tables
from operations.tests.conftest import AT, BOTH, kept
from operations.tests.factories import backed_up, make_work

OPEN = Key()
# What Django itself adds after every migration.
MADE_BY_MIGRATING = {"auth.Permission", "contenttypes.ContentType"}


@pytest.fixture
def archive(office, tmp_path, at):
    """The archive of an office that worked a little, with its rows and files beside it."""
    make_work(office, at)
    path = Path(backed_up(tmp_path / "backups", at).path)
    return path, rows(), kept(Path(now.MEDIA_ROOT))


def rows():
    """Return every row of every table."""
    return {table.label: [row for batch in read(table, using="default") for row in batch] for table in tables()}


def tables_there():
    """Return the tables of the database."""
    return connection.introspection.table_names()


@BOTH
def test_an_archive_gives_the_same_rows_and_the_same_files(archive, office, elsewhere, quick_shape, kind):
    path, told, files = archive
    last_unit = Unit.objects.latest("pk").pk

    with elsewhere(kind) as folder:
        manifest = restoring.restore(path, OPEN)

        assert kept(folder) == files
        for table in tables():
            assert loading.summed(table, "default")["sums"] == manifest["tables"][table.label]["sums"], table.label
        if kind == "sqlite":
            assert rows() == told
        assert not Backup.objects.exists()
        chain = audit.verify(office.commune)
        assert (chain.wrong, chain.unsealed, chain.number) == (None, 0, manifest["seals"]["dong-tam"]["number"])
        # A unit came and went: its key is never given again.
        assert Unit._base_manager.create(commune_id=1, name="Tổ mới", kind_order=1).pk == last_unit + 2
        with pytest.raises(DatabaseError), transaction.atomic():
            HistoryEntry._base_manager.update(label="Khác")


def test_only_an_empty_database_and_an_empty_folder_are_filled(archive, elsewhere, quick_shape):
    path, _, _ = archive
    with elsewhere("sqlite") as folder:
        loading.shape([])
        make_commune("dai-son", "Đại Sơn")
        with pytest.raises(Stopped, match="đang có dữ liệu"):
            restoring.restore(path, OPEN)
        assert Unit._base_manager.count() == 0
    with elsewhere("sqlite") as folder:
        folder.mkdir()
        (folder / "mine.pdf").write_bytes(b"mine")
        with pytest.raises(Stopped, match=str(folder)):
            restoring.restore(path, OPEN)
        assert (kept(folder), tables_there()) == ({"mine.pdf": b"mine"}, [])


def test_a_database_that_was_only_prepared_counts_as_empty(archive, elsewhere, quick_shape):
    path, told, _ = archive
    with elsewhere("sqlite"):
        loading.shape([])

        restoring.restore(path, OPEN)

        assert rows() == told


@BOTH
@pytest.mark.parametrize("when", ["load", "compare", "forward"])
def test_what_fails_leaves_everything_empty(archive, elsewhere, quick_shape, monkeypatch, kind, when):
    path, _, _ = archive
    if when == "compare":
        monkeypatch.setattr(restoring.sequences, "set_last_keys", lambda *_: Unit._base_manager.update(folded="khác"))
    elif when == "load":
        monkeypatch.setattr(restoring, "_write_file", _full)
    else:
        monkeypatch.setattr(loading, "forward", _full)

    with elsewhere(kind) as folder:
        with pytest.raises(Stopped) as told:
            restoring.restore(path, OPEN)

        assert (tables_there(), kept(folder) if folder.exists() else {}) == ([], {})
    assert ("communes.Unit, cột" if when == "compare" else "đĩa đã đầy") in str(told.value)


def _full(*_):
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


def test_an_archive_of_a_newer_product_is_refused_in_words(archive, elsewhere, monkeypatch):
    path, _, _ = archive
    manifest = restoring.check(path, OPEN)
    manifest["migrations"].append(["reports", "0999_of_next_year"])
    monkeypatch.setattr(restoring, "check", lambda *_: manifest)

    with elsewhere("sqlite"):
        with pytest.raises(Stopped, match="reports.0999_of_next_year"):
            restoring.restore(path, OPEN)

        assert tables_there() == []


def test_tables_of_another_shape_are_refused(archive, elsewhere, quick_shape, monkeypatch):
    path, _, _ = archive
    manifest = restoring.check(path, OPEN)
    manifest["tables"]["communes.Unit"]["columns"].pop()
    monkeypatch.setattr(restoring, "check", lambda *_: manifest)

    with elsewhere("sqlite"), pytest.raises(Stopped, match=r"communes\.Unit"):
        restoring.restore(path, OPEN)


def test_a_file_that_leads_out_of_the_folder_is_not_written(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"

    with pytest.raises(Damaged, match="dẫn ra ngoài"):
        restoring._write_file("../outside.pdf", None)


def test_the_commands_back_up_check_and_restore(office, elsewhere, quick_shape, tmp_path, capsys, settings):
    make_work(office, AT)
    secret, folder = tmp_path / "cụm", tmp_path / "backups"
    secret.write_text("# của ai\ncụm mật khẩu dài\n", encoding="utf-8")
    settings.BACKUP_RECIPIENT = ""
    call_command("backup", to=str(folder), passphrase_file=str(secret), with_secret_key=True, keep="7,4,12")
    path = Backup.objects.get().path

    call_command("restore", path, check=True, passphrase_file=str(secret))
    with pytest.raises(CommandError, match="đang có dữ liệu"):
        call_command("restore", path, passphrase_file=str(secret))
    settings.KEPT_SECRET = tmp_path / "state" / "secret_key"
    with elsewhere("sqlite"):
        call_command("restore", path, passphrase_file=str(secret))

        assert HistoryEntry._base_manager.exists()
    said = capsys.readouterr().out
    assert "nguyên vẹn" in said and "Đã khôi phục" in said and "verify_audit --commune dong-tam --noted" in said
    assert settings.KEPT_SECRET.read_text() == settings.SECRET_KEY
    assert settings.KEPT_SECRET.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("facts", "why"),
    [({"recipient": "age1sai"}, "age1"), ({"keep": "bảy"}, "invalid literal|BACKUP_KEEP"),
     ({"passphrase_file": "/no/such/file"}, "không có tệp"), ({"with_secret_key": True}, "mã hóa")],
)  # fmt: skip
def test_the_command_says_what_it_cannot_use(installation, tmp_path, settings, facts, why):
    settings.BACKUP_RECIPIENT = ""

    with pytest.raises(CommandError, match=why):
        call_command("backup", to=str(tmp_path / "backups"), **facts)

    assert not Backup.objects.exists()


@pytest.mark.slow
def test_an_empty_machine_gets_everything_through_every_migration(office, elsewhere, tmp_path, request):
    if request.config.getoption("nomigrations"):
        pytest.skip("the migrations are what is tried")
    make_work(office, AT)
    path = Path(backed_up(tmp_path / "backups", AT, lock=Lock(passphrase="cụm")).path)
    told, files = rows(), kept(Path(now.MEDIA_ROOT))

    with elsewhere("sqlite") as folder:
        restoring.restore(path, Key(passphrase="cụm"))

        found = rows()
        assert kept(folder) == files
        for label in told.keys() - MADE_BY_MIGRATING:
            assert found[label] == told[label], label
        assert audit.verify(office.commune).wrong is None
        with pytest.raises(DatabaseError), transaction.atomic():
            HistoryEntry._base_manager.all().delete()
        assert make_unit(make_commune("dai-son", "Đại Sơn")).pk


def test_a_database_out_of_reach_is_told_in_words(archive, monkeypatch):
    def unreachable():
        """Fail as a server that is not there."""
        raise DatabaseError

    monkeypatch.setattr(loading, "in_use", unreachable)

    with pytest.raises(CommandError, match=r"cơ sở dữ liệu báo lỗi: DatabaseError"):
        call_command("restore", str(archive[0]))
