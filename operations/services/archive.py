"""The archive: a tar with a part for each table, the files of the media folder, and the manifest that names them all.

Parts stand in the order in which they are written, the manifest after them, its digest last. Everything is written and
read as a stream; one part is as much as lies beside it on the disk while it is written.
"""

import gzip
import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterator
from io import SEEK_END
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from operations.services.problems import Damaged
from operations.services.tables import BATCH, Row

FORMAT = 1
MANIFEST, DIGEST = "manifest.json", "manifest.sha256"
TABLES, FILES, SECRET = "tables/", "files/", "secret_key"
CHUNK = 2**20


class Hashed:
    """A file to read whose bytes are summed while they pass; a part of an archive may end too early."""

    def __init__(self, file: BinaryIO, name: str = ""):
        self.file, self.name, self.size, self._digest = file, name, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        try:
            data = self.file.read(size)
        except tarfile.TarError as problem:
            raise Damaged(_cut(self.name)) from problem
        self.size += len(data)
        self._digest.update(data)
        return data

    def drain(self) -> None:
        """Read what is left."""
        while self.read(CHUNK):
            pass

    @property
    def told(self) -> dict[str, Any]:
        """What the manifest says of the part."""
        return {"size": self.size, "sha256": self._digest.hexdigest()}


class _Forward:
    """A stream to write to that knows how far it is; one that was given up writes nothing more."""

    def __init__(self, stream: BinaryIO):
        self.stream, self.place = stream, 0

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        self.stream.write(data)
        self.place += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self.place


class Writer:
    """An archive being written into a stream; `scratch` is the folder for what has to be measured before."""

    def __init__(self, stream: BinaryIO, scratch: Path):
        self.scratch = scratch
        self.parts: dict[str, dict[str, Any]] = {}
        self._tar = tarfile.TarFile(fileobj=_Forward(stream), mode="w", format=tarfile.PAX_FORMAT)

    def table(self, label: str, batches: Iterator[list[Row]]) -> str:
        """Add the rows of a table, a line of JSON each; return the name of the part."""
        name = f"{TABLES}{label}.jsonl.gz"
        with tempfile.TemporaryFile(dir=self.scratch) as kept:
            with gzip.GzipFile(fileobj=kept, mode="wb", compresslevel=6, mtime=0) as packed:
                for batch in batches:
                    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in batch)
                    packed.write("".join(f"{line}\n" for line in lines).encode())
            size = kept.tell()
            kept.seek(0)
            self._add(name, kept, size)
        return name

    def file(self, name: str, file: BinaryIO) -> dict[str, Any]:
        """Add a stored file; return its size and digest."""
        size = file.seek(0, SEEK_END)
        file.seek(0)
        return self._add(f"{FILES}{name}", file, size)

    def words(self, name: str, text: str) -> None:
        """Add a short text."""
        data = text.encode()
        with tempfile.SpooledTemporaryFile(max_size=CHUNK, dir=self.scratch) as kept:
            kept.write(data)
            kept.seek(0)
            self._add(name, kept, len(data))

    def finish(self, manifest: dict[str, Any]) -> None:
        """Add the manifest, which names every part, and its digest; end the archive."""
        whole = json.dumps({**manifest, "parts": self.parts}, ensure_ascii=False, indent=1)
        self.words(MANIFEST, whole)
        self.words(DIGEST, hashlib.sha256(whole.encode()).hexdigest())
        self._tar.close()

    def _add(self, name: str, file: BinaryIO, size: int) -> dict[str, Any]:
        """Add one part."""
        info, hashed = tarfile.TarInfo(name), Hashed(file)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, hashed)
        self._tar.members.clear()
        self.parts[name] = hashed.told
        return hashed.told


def parts(stream: BinaryIO) -> Iterator[tuple[str, Hashed]]:
    """Yield the parts of an archive in their order, each to be read before the next; what is left is passed over."""
    last = ""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            while (info := tar.next()) is not None:
                last, hashed = info.name, Hashed(tar.extractfile(info), info.name)
                yield info.name, hashed
                hashed.drain()
                tar.members.clear()
        while stream.read(CHUNK):
            pass
    except (tarfile.TarError, EOFError, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno is not None:
            raise
        raise Damaged(_cut(last)) from problem


def _cut(last: str) -> str:
    """Say from where on an archive cannot be read."""
    return (
        f"Bản sao lưu bị đứt hoặc hỏng ở phần “{last}”." if last else "Đây không phải là tệp sao lưu, hoặc tệp đã hỏng."
    )


def rows(part: Hashed) -> Iterator[list[Row]]:
    """Yield the rows of a table's part in batches."""
    with gzip.GzipFile(fileobj=part, mode="rb") as packed:
        while lines := list(islice(packed, BATCH)):
            yield [tuple(json.loads(line)) for line in lines]


def verified(stream: BinaryIO) -> dict[str, Any]:
    """Read an archive whole and return its manifest; raise Damaged with the part that is broken or missing."""
    found: dict[str, dict[str, Any]] = {}
    manifest, digest = "", ""
    for name, part in parts(stream):
        if name in (MANIFEST, DIGEST):
            words = part.read().decode(errors="replace")
            manifest, digest = (words, digest) if name == MANIFEST else (manifest, words)
        else:
            part.drain()
            found[name] = part.told
    if not manifest or not digest:
        raise Damaged(_cut(next(reversed(found), "")))
    if hashlib.sha256(manifest.encode()).hexdigest() != digest:
        raise Damaged(f"Phần “{MANIFEST}” của bản sao lưu đã hỏng.")
    told = json.loads(manifest)
    if told.get("format") != FORMAT:
        raise Damaged("Bản sao lưu có dạng mà bản phần mềm này chưa biết; hãy dùng bản phần mềm mới hơn.")
    for name in [*told["parts"], *found]:
        if name not in found:
            raise Damaged(f"Bản sao lưu thiếu phần “{name}”.")
        if found[name] != told["parts"].get(name):
            raise Damaged(f"Phần “{name}” của bản sao lưu đã hỏng: mã băm không khớp.")
    return told
