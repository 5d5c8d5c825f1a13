"""Files drawn in a process of its own: what the machine lacks is not blamed on the file."""

import errno
from pathlib import Path

import pytest

from kit import confined
from reports.producers import bundles
from reports.rendering import evidence_pages
from reports.tests.bundle_samples import words_pdf


@pytest.fixture
def sound(tmp_path):
    """A PDF with one page."""
    path = tmp_path / "a.pdf"
    path.write_bytes(words_pdf("a"))
    return path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_fills_up_stops_the_bundle(sound):
    with pytest.raises(OSError, match="No space left") as told:
        bundles._tried(lambda: evidence_pages.pdf_pages(sound, Path("/dev/full")), "tệp hỏng")

    assert told.value.errno == errno.ENOSPC


def test_a_helper_that_cannot_begin_stops_the_bundle(sound, tmp_path, monkeypatch):
    def none_left(job, fds):
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(confined._helper, "send", none_left)

    with pytest.raises(confined.Unavailable):
        bundles._tried(lambda: evidence_pages.pdf_pages(sound, tmp_path / "b.pdf"), "tệp hỏng")
