"""Files in a bucket of an S3-compatible store: private, fetched whole, its troubles told as those of a disk.

Loaded only where MEDIA_BUCKET names one: the library behind it is large.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EIO, ENOENT, ENOSPC
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

from kit.storing import StoreAway

IN_MEMORY = 2**20
# What the answers of a store mean on a disk; every other one is a disk that cannot be read.
AS_ON_DISK = {403: EACCES, 404: ENOENT, 507: ENOSPC}
AWAY = (EACCES, EIO)


@contextmanager
def told_as_disk(name: str) -> Iterator[None]:
    """Turn what a store answers, or that it does not, into the OSError that a disk would give."""
    try:
        yield
    except ClientError as problem:
        status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        number = AS_ON_DISK.get(status, EIO)
        raise (StoreAway if number in AWAY else OSError)(number, str(problem), name) from problem
    except (BotoCoreError, Boto3Error, RetriesExceededError) as problem:
        raise StoreAway(EIO, str(problem), name) from problem


class Fetched(File):
    """An object that was fetched whole, so that nothing fails while it is read; opened again, it is fetched again."""

    def __init__(self, bucket: "Bucket", name: str):
        super().__init__(bucket.fetch(name), name)
        self._bucket = bucket

    def open(self, mode: str | None = None) -> "Fetched":
        """Stand at the first byte again."""
        if self.closed:
            self.file = self._bucket.fetch(self.name)
        else:
            self.seek(0)
        return self


class Bucket(S3Storage):
    """The media folder in a bucket; nothing in it has an address of its own: views hand files out after checking."""

    def __init__(self, *, addressing_style: str = "auto", **options):
        patience = {"connect_timeout": 5, "read_timeout": 30, "retries": {"total_max_attempts": 3, "mode": "standard"}}
        super().__init__(
            **options,
            file_overwrite=False,
            default_acl=None,
            transfer_config=TransferConfig(use_threads=False),
            # Checksums that only one maker's store knows are not asked for: others refuse them.
            client_config=Config(
                s3={"addressing_style": addressing_style},
                signature_version="s3v4",
                **patience,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    @property
    def bucket(self):
        """The bucket as this thread speaks to it: the library's objects must not be shared between threads."""
        return self.connection.Bucket(self.bucket_name)

    def _open(self, name: str, mode: str = "rb") -> Fetched:
        return Fetched(self, name)

    def fetch(self, name: str) -> BinaryIO:
        """Return the bytes of an object, in memory or, where they are many, in a temporary file."""
        held = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who reads it
        try:
            with told_as_disk(name):
                self.bucket.Object(self._normalize_name(name)).download_fileobj(held, Config=self.transfer_config)
        except BaseException:
            held.close()
            raise
        held.seek(0)
        return held

    def _save(self, name: str, content: File) -> str:
        with told_as_disk(name):
            return super()._save(name, content)

    def put(self, name: str, file: BinaryIO) -> None:
        """Store a file under a name, in the place of whatever is there."""
        self._save(name, File(file, name))

    def keys(self, start: str, most: int | None = None) -> list[str]:
        """Return the names that begin so."""
        with told_as_disk(start):
            return [each.key for each in islice(self.bucket.objects.filter(Prefix=start), most)]

    def delete(self, name: str) -> None:
        """Remove an object that may be gone already."""
        with told_as_disk(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Say whether there is such an object."""
        with told_as_disk(name):
            return super().exists(name)

    def size(self, name: str) -> int:
        """Return how many bytes an object has."""
        with told_as_disk(name):
            return super().size(name)

    def url(self, name: str, *args, **kwargs) -> str:
        """Refuse to give an address: none of these files is public."""
        raise ValueError("Stored files have no address.")
