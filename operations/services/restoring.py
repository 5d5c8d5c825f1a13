"""Restoring an archive into an empty installation: checked first, then whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from kit import storing
from operations.services import archive, loading, sequences
from operations.services.archive import FILES, SECRET, TABLES, Hashed
from operations.services.problems import Damaged, Stopped, in_words
from operations.services.sealing import Key, opened
from operations.services.tables import Table

NOT_EMPTY = (
    "Cơ sở dữ liệu đang có dữ liệu. Chỉ khôi phục vào cơ sở dữ liệu trống: hãy tạo cơ sở dữ liệu mới "
    "và đặt DATABASE_URL đến đó."
)
FILES_THERE = (
    "{} đang có tệp. Chỉ khôi phục vào chỗ trống: hãy đặt MEDIA_ROOT đến thư mục mới, hoặc MEDIA_BUCKET đến kho mới."
)


def check(path: Path, key: Key) -> dict[str, Any]:
    """Read an archive whole, compare every part with its hash, and return the manifest; raise Stopped or Damaged."""
    try:
        with opened(path, key) as stream:
            return archive.verified(stream)
    except OSError as problem:
        raise Stopped(f"Không đọc được bản sao lưu ({in_words(problem)}).") from problem


def restore(path: Path, key: Key) -> dict[str, Any]:
    """Restore an archive into this empty installation and return its manifest.

    On any failure the database and the media folder are left empty.
    """
    manifest = check(path, key)
    if loading.in_use():
        raise Stopped(NOT_EMPTY)
    if not storing.is_empty():
        raise Stopped(FILES_THERE.format(storing.place_in_words()))
    with _files_undone(), loading.all_or_nothing():
        loading.clear()
        found = loading.shape(manifest["migrations"])
        _same_shape(found, manifest)
        with loading.filling(found):
            with opened(path, key) as stream:
                secret = _take(stream, {table.label: table for table in found})
            last_keys = {told["table"]: told["last_key"] for told in manifest["tables"].values()}
            sequences.set_last_keys("default", found, last_keys)
            loading.compare(found, manifest["tables"])
        loading.forward()
        if secret:
            _keep_secret(secret)
    return manifest


def _same_shape(found: list[Table], manifest: dict[str, Any]) -> None:
    """Raise Stopped unless the tables of the archive are those of its migrations."""
    here = {table.label: table.shape for table in found}
    there = {label: {name: told[name] for name in ("table", "columns")} for label, told in manifest["tables"].items()}
    if other := sorted(label for label in {*here, *there} if here.get(label) != there.get(label)):
        raise Stopped(f"Bảng {', '.join(other[:3])} trong bản sao lưu khác với bảng mà bản phần mềm này biết.")


def _take(stream, found: dict[str, Table]) -> str:
    """Load the tables of an archive and write its files; return its secret key, where it holds one."""
    secret = ""
    for name, part in archive.parts(stream):
        if name.startswith(TABLES):
            loading.load(found[name.removeprefix(TABLES).removesuffix(".jsonl.gz")], archive.rows(part))
        elif name.startswith(FILES):
            _write_file(name.removeprefix(FILES), part)
        elif name == SECRET:
            secret = part.read().decode()
    return secret


def _write_file(name: str, part: Hashed) -> None:
    """Write one file to where uploads and papers lie."""
    try:
        storing.add(name, part)
    except ValueError:
        raise Damaged(f"Tên tệp “{name}” trong bản sao lưu dẫn ra ngoài thư mục tệp.") from None


@contextlib.contextmanager
def _files_undone() -> Iterator[None]:
    """Leave no file behind where the work inside fails."""
    try:
        yield
    except BaseException:
        storing.clear()
        raise


def _keep_secret(secret: str) -> None:
    """Keep the secret key of the archive as this installation's own."""
    kept = Path(settings.KEPT_SECRET)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f"{kept.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    part.rename(kept)
