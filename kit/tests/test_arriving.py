"""Uploads that are too large are dropped while they arrive; the form keeps what else was typed."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from kit import arriving

HANDLERS = ["kit.arriving.MeasuredUploadHandler", "django.core.files.uploadhandler.TemporaryFileUploadHandler"]


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch):
    """Small limits, and every file on the disk."""
    settings.FILE_UPLOAD_HANDLERS = HANDLERS
    monkeypatch.setattr(arriving, "LARGEST_FILE", 100_000)
    monkeypatch.setattr(arriving, "LARGEST_REQUEST", 250_000)
    monkeypatch.setattr(arriving, "HOPELESS", 1_000_000)


def sent(*sizes: int):
    """Return a request with files of these sizes and a line of words."""
    files = [SimpleUploadedFile(f"{number}.pdf", b"x" * size) for number, size in enumerate(sizes)]
    return RequestFactory().post("/", {"words": "đã gõ", "files": files})


def test_a_file_that_is_too_large_keeps_its_size_and_loses_its_content():
    request = sent(90_000, 300_000)
    small, large = request.FILES.getlist("files")

    assert (request.POST["words"], small.size, len(small.read())) == ("đã gõ", 90_000, 90_000)
    assert (large.name, large.size, large.read()) == ("1.pdf", 300_000, b"")


def test_many_files_together_are_dropped_past_the_limit_of_a_request():
    files = sent(90_000, 90_000, 90_000).FILES.getlist("files")

    assert [(each.size, len(each.read())) for each in files] == [(90_000, 90_000), (90_000, 90_000), (90_000, 0)]
    assert files[2].crowded


def test_a_request_far_beyond_is_not_read_at_all():
    with pytest.raises(RequestDataTooBig):
        sent(1_100_000).FILES  # noqa: B018 - asked for, it is read
