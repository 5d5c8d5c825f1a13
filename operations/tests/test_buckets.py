"""Backing up and restoring where the files lie in a bucket."""

from pathlib import Path

import pytest

from communes.models import Unit
from operations.services import loading, restoring
from operations.services.problems import Stopped
from operations.services.sealing import Key
from operations.tests.factories import backed_up, make_paper, make_work


def emptied(bucket) -> dict[str, bytes]:
    """Take everything out of a bucket and return it."""
    found = {name: bucket.open(name).read() for name in bucket.keys("")}
    for name in found:
        bucket.delete(name)
    return found


def test_an_archive_of_a_bucket_gives_the_same_files_again(office, bucket, elsewhere, quick_shape, tmp_path, at):
    make_work(office, at)
    make_paper(office, at, path="documents/1/2-1.pdf")
    bucket.delete("documents/1/2-1.pdf")
    made = backed_up(tmp_path / "backups", at)
    files = emptied(bucket)

    with elsewhere("sqlite"):
        restoring.restore(Path(made.path), Key())

        assert {name: bucket.open(name).read() for name in bucket.keys("")} == files
        assert Unit._base_manager.exists()
    assert (made.status, made.files, made.lost, "documents/1/1-1.pdf" in files) == ("good", 2, 1, True)


def test_only_an_empty_bucket_is_filled_and_what_fails_leaves_it_empty(
    office, bucket, elsewhere, quick_shape, tmp_path, at, monkeypatch
):
    def full():
        raise OSError(28, "No space left on device")

    make_work(office, at)
    path = Path(backed_up(tmp_path / "backups", at).path)
    with elsewhere("sqlite"), pytest.raises(Stopped, match="s3://thi-dua đang có tệp"):
        restoring.restore(path, Key())
    emptied(bucket)
    monkeypatch.setattr(loading, "forward", full)

    with elsewhere("sqlite"), pytest.raises(Stopped, match="đĩa đã đầy"):
        restoring.restore(path, Key())

    assert bucket.keys("") == []
