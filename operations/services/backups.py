"""Making an archive of the whole installation while people work, and removing those that need not stay."""

import contextlib
import fcntl
import hashlib
import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone

from communes.models import Commune
from communes.models.chains import CHAINS, Chain
from communes.services import seals
from kit import storing
from kit.workflow import Overtaken
from operations.models import Backup
from operations.rules.keeping import Keep, to_remove
from operations.services import media, sequences
from operations.services.archive import FILES, FORMAT, SECRET, Writer
from operations.services.connecting import snapshot
from operations.services.problems import Busy, Stopped, in_words
from operations.services.sealing import Lock, sealed
from operations.services.sums import TableSums
from operations.services.tables import read, tables

logger = logging.getLogger(__name__)

NAME = "sao-luu-{:%Y-%m-%d-%H%M%S}.tar"
MACHINE_STOPPED = "Máy dừng giữa lúc sao lưu."


def make(*, folder: Path, lock: Lock, at: datetime, with_secret_key: bool = False) -> Backup:
    """Make one archive in a folder and return its row, good or failed; raise Stopped where it cannot begin.

    The archive gets its name once it is whole and on the disk; of one that failed nothing is left but its row.
    """
    if with_secret_key and not lock:
        raise Stopped("Khóa bí mật chỉ được đưa vào bản sao lưu có mã hóa.")
    _ready(folder)
    with _alone(folder):
        _settle_broken_off(folder, at)
        seals.seal_everywhere(at=at, whole=True)
        path = folder / (NAME.format(timezone.localtime(at)) + (".age" if lock.recipient else ""))
        if path.exists():
            raise Stopped(f"Đã có tệp {path}. Hãy chạy lại sau ít giây.")
        backup = Backup.objects.create(started_at=at, path=str(path), encrypted=bool(lock))
        try:
            facts = _write(path, lock, at, settings.SECRET_KEY if with_secret_key else "")
        except Exception as problem:
            logger.exception("The backup %s failed.", path)
            _remove(_unfinished(path))
            with contextlib.suppress(Overtaken):
                Backup.flow.move(backup, "fail", reason=in_words(problem), finished_at=timezone.now())
        else:
            Backup.flow.move(backup, "finish", finished_at=timezone.now(), **facts)
    return backup


def refused(folder: Path, problem: Stopped, *, at: datetime) -> Backup:
    """Return a failed row for a backup that could not even begin, with the reason, so that people see it."""
    backup = Backup.objects.create(started_at=at, path=str(folder))
    Backup.flow.move(backup, "fail", reason=str(problem), finished_at=at)
    return backup


def _settle_broken_off(folder: Path, at: datetime) -> None:
    """Fail what a stopped machine left running in a folder that is held now, and remove what it had written.

    A backup into another folder may be alive: it holds that one.
    """
    for left in Backup.objects.filter(status=Backup.Status.RUNNING):
        if Path(left.path).parent == folder:
            with contextlib.suppress(Overtaken):
                Backup.flow.move(left, "fail", reason=MACHINE_STOPPED, finished_at=at)
            _remove(_unfinished(Path(left.path)))


def _ready(folder: Path) -> None:
    """Make the folder where it is missing; only its owner reads it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise Stopped(f"Không mở được thư mục sao lưu ({in_words(problem)}).") from problem


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one backup at a time; the hold ends with the process, however that ends."""
    try:
        held = (folder / ".lock").open("w")
    except OSError as problem:
        raise Stopped(f"Không ghi được vào thư mục sao lưu ({in_words(problem)}).") from problem
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise Busy("Đang có một lần sao lưu khác chạy. Hãy đợi lần đó xong.") from problem
        yield


def _unfinished(path: Path) -> Path:
    """Return the name under which an archive is written."""
    return path.with_name(f"{path.name}.part")


def _remove(path: Path) -> None:
    """Remove a file that may be gone already."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _write(path: Path, lock: Lock, at: datetime, secret_key: str) -> dict[str, Any]:
    """Write an archive under a name of its own, bring it to the disk, give it its name; return what its row says."""
    part = _unfinished(path)
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w+b") as target:
        with sealed(target, lock) as stream:
            facts = _fill(Writer(stream, path.parent), at, secret_key)
        target.flush()
        os.fsync(target.fileno())
    with part.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    part.rename(path)
    _sync_folder(path.parent)
    return {**facts, "size": path.stat().st_size, "sha256": digest}


def _sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fill(writer: Writer, at: datetime, secret_key: str) -> dict[str, Any]:
    """Write every table of one moment, then every file that its rows name; return what the backup's row says."""
    mentioned = media.Mentioned()
    manifest: dict[str, Any] = {"format": FORMAT, "at": at.isoformat(), "tables": {}}
    with snapshot() as using:
        manifest["database"] = connections[using].vendor
        manifest["migrations"] = applied(using)
        for chain in CHAINS.values():
            manifest[seals_of(chain)] = last_seals(using, chain)
        found = tables()
        last_keys = sequences.last_keys(using, found)
        for table in found:
            sums = TableSums(table)
            part = writer.table(table.label, sums.watch(mentioned.watch(table, read(table, using=using))))
            last_key = last_keys.get(table.name, 0)
            manifest["tables"][table.label] = {**table.shape, "part": part, "last_key": last_key, **sums.told()}
        needed = media.needed(using)
    manifest["lost"] = _add_files(writer, needed, mentioned.files)
    if secret_key:
        writer.words(SECRET, secret_key)
    writer.finish(manifest)
    return {
        "rows": sum(table["rows"] for table in manifest["tables"].values()),
        "files": sum(name.startswith(FILES) for name in writer.parts),
        "lost": len(manifest["lost"]),
    }


def applied(using: str) -> list[list[str]]:
    """Return the migrations that a database has seen, by which a restoration knows its shape."""
    return sorted([app, name] for app, name in MigrationRecorder(connections[using]).applied_migrations())


def seals_of(chain: Chain) -> str:
    """Return under which name an archive tells the last seals of a kind of holder; communes were the first."""
    return "seals" if chain.holders is Commune else f"seals_of_{chain.holder}"


def last_seals(using: str, chain: Chain) -> dict[str, dict[str, Any]]:
    """Return the last seal of each holder's history, by its slug."""
    rows = chain.seals._base_manager.using(using)
    newest = dict(rows.values(chain.holder).annotate(last=Max("number")).values_list(chain.holder, "last"))
    found = rows.filter(number__in=set(newest.values()))
    return {
        slug: {"number": number, "digest": digest}
        for key, number, digest, slug in found.values_list(chain.holder, "number", "digest", f"{chain.holder}__slug")
        if newest[key] == number
    }


def _add_files(writer: Writer, needed: dict[str, str], mentioned: dict[str, str]) -> list[str]:
    """Add the files that rows name; return those that a row promises and that are gone, or no longer what they were."""
    lost = []
    for name, digest in sorted({**mentioned, **needed}.items()):
        try:
            with storing.opened(name) as stored:
                told = writer.file(name, stored)
        except FileNotFoundError:
            lost += [name] if name in needed else []
            continue
        if name in needed and digest and told["sha256"] != digest:
            lost.append(name)
    return lost


def rotate(*, folder: Path, keep: Keep) -> list[Backup]:
    """Remove the good archives of a folder that need not stay, and say so in their rows; files of others stay."""
    rows = {row.pk: row for row in Backup.objects.filter(status=Backup.Status.GOOD) if Path(row.path).parent == folder}
    moments = {key: timezone.localtime(row.started_at) for key, row in rows.items()}
    removed = []
    for key in to_remove(moments, keep):
        try:
            Path(rows[key].path).unlink(missing_ok=True)
        except OSError:
            logger.exception("The archive %s could not be removed.", rows[key].path)
            continue
        Backup.flow.move(rows[key], "remove")
        removed.append(rows[key])
    return removed
