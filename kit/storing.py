"""Where uploads and papers lie: one folder, or a bucket of an S3-compatible store; both are used through these words.

A name is the path of a file below the media folder, or the key of an object. In a folder a file is opened, renamed and
linked in its place; from a bucket it is fetched first, and put there once it is whole.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOENT
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import Any, BinaryIO
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage

CHUNK = 2**20


class StoreAway(OSError):
    """The store of a bucket does not answer, or refuses: a disk that cannot be read just now."""


def in_bucket() -> bool:
    """Say whether files lie in a bucket."""
    return bool(getattr(default_storage, "bucket_name", ""))


def place_in_words() -> str:
    """Return where files lie, as an operator knows it."""
    return f"s3://{default_storage.bucket_name}" if in_bucket() else str(settings.MEDIA_ROOT)


def below(folder: Path, name: str) -> Path | None:
    """Return where a file lies below a folder; None for a name that leads out of it."""
    pure = PurePosixPath(name)
    if not name or pure.is_absolute() or ".." in pure.parts:
        return None
    return folder / pure


def opened(name: str) -> BinaryIO:
    """Open a stored file to read; raise FileNotFoundError where it is gone or its name leads out of the store."""
    if not in_bucket():
        return _place(name).open("rb")
    if below(Path(), name) is None:
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), name)
    return default_storage.open(name, "rb").file


def fetched(name: str, folder: Path) -> Path:
    """Return where a stored file can be read: in its place, or fetched into a folder of the caller's."""
    if not in_bucket():
        return _place(name)
    target = folder / f"{uuid4().hex}{PurePosixPath(name).suffix}"
    with opened(name) as source, target.open("wb") as written:
        shutil.copyfileobj(source, written, CHUNK)
    return target


def _place(name: str) -> Path:
    """Return where a plain file of the media folder lies; raise FileNotFoundError for everything else."""
    media = Path(settings.MEDIA_ROOT)
    path = below(media, name)
    if path is None or not path.is_file() or not path.resolve().is_relative_to(media.resolve()):
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), name)
    return path


@contextmanager
def workplace(folder: str) -> Iterator[Path]:
    """Give the folder in which files are written before they are kept: their own, so that keeping is a renaming."""
    if in_bucket():
        with TemporaryDirectory(prefix="dang-tao-") as scratch:
            yield Path(scratch)
    else:
        path = Path(settings.MEDIA_ROOT) / folder
        path.mkdir(parents=True, exist_ok=True)
        yield path


def keep(part: Path, name: str) -> dict[str, Any]:
    """Keep a whole file under a name; return where it lies, its size and its hash."""
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        if in_bucket():
            file.seek(0)
            default_storage.put(name, file)
        else:
            os.fsync(file.fileno())
    if not in_bucket():
        part.replace(Path(settings.MEDIA_ROOT) / name)
    return {"path": name, "size": size, "sha256": digest}


def names(folder: str, start: str) -> list[str]:
    """Return the stored files of a folder whose names begin so."""
    if in_bucket():
        return default_storage.keys(f"{folder}/{start}")
    return [f"{folder}/{path.name}" for path in (Path(settings.MEDIA_ROOT) / folder).glob(f"{start}*")]


def erase(name: str) -> None:
    """Remove a stored file that may be gone already."""
    if in_bucket():
        default_storage.delete(name)
    else:
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)


def is_empty() -> bool:
    """Say whether nothing is stored."""
    if in_bucket():
        return not default_storage.keys("", most=1)
    folder = Path(settings.MEDIA_ROOT)
    return not folder.exists() or not any(each.is_file() for each in folder.rglob("*"))


def add(name: str, source: BinaryIO) -> None:
    """Write a new file from a stream, with the rights that uploads have; ValueError for a name that leads out."""
    path = below(Path(settings.MEDIA_ROOT), name)
    if path is None:
        raise ValueError(name)
    if in_bucket():
        with SpooledTemporaryFile(max_size=CHUNK) as held:
            shutil.copyfileobj(source, held, CHUNK)
            held.seek(0)
            default_storage.put(name, held)
        return
    path.parent.mkdir(mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS, parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(source, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def clear() -> None:
    """Remove everything that is stored; for a store that was found empty just before."""
    if in_bucket():
        for name in default_storage.keys(""):
            default_storage.delete(name)
        return
    folder = Path(settings.MEDIA_ROOT)
    for each in folder.iterdir() if folder.exists() else ():
        shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
