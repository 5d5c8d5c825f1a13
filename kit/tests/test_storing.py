"""Files in a folder and in a bucket: the same words, the same answers."""

from io import BytesIO

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kit import storing

pytestmark = pytest.mark.once


@pytest.fixture(params=["folder", "bucket"])
def store(request, settings, tmp_path):
    """An empty store of either kind."""
    if request.param == "bucket":
        return request.getfixturevalue("bucket")
    settings.MEDIA_ROOT = tmp_path / "media"
    return default_storage


def put(name: str, data: bytes) -> dict:
    """Write a file beside its place and keep it."""
    with storing.workplace(name.rpartition("/")[0]) as folder:
        part = folder / "a.part"
        part.write_bytes(data)
        return storing.keep(part, name)


def test_what_is_kept_is_opened_fetched_named_and_erased(store, tmp_path):
    assert storing.is_empty()
    told = put("documents/1/5-1.pdf", b"mot")
    put("documents/1/5-2.pdf", b"hai")
    put("documents/1/51-1.pdf", b"ba")

    with storing.opened("documents/1/5-1.pdf") as file:
        assert file.read() == b"mot"
    assert storing.fetched("documents/1/5-2.pdf", tmp_path).read_bytes() == b"hai"
    assert (told["path"], told["size"], told["sha256"][:8]) == ("documents/1/5-1.pdf", 3, "01459f1a")
    assert sorted(storing.names("documents/1", "5-")) == ["documents/1/5-1.pdf", "documents/1/5-2.pdf"]

    storing.erase("documents/1/5-1.pdf")
    storing.erase("documents/1/5-1.pdf")

    assert storing.names("documents/1", "5-") == ["documents/1/5-2.pdf"]
    assert not storing.is_empty()
    storing.clear()
    assert storing.is_empty()


@pytest.mark.parametrize("name", ["gone.pdf", "../outside.pdf", "/etc/hostname", "", "documents/../../outside.pdf"])
def test_what_is_gone_or_leads_out_is_a_file_not_found(store, tmp_path, name):
    (tmp_path / "outside.pdf").write_bytes(b"not ours")

    with pytest.raises(FileNotFoundError):
        storing.opened(name)
    with pytest.raises(FileNotFoundError):
        storing.fetched(name, tmp_path)


def test_a_name_that_leads_out_is_never_written(store):
    with pytest.raises(ValueError, match="outside"):
        storing.add("../outside.pdf", BytesIO(b"x"))

    assert storing.is_empty()


def test_a_large_file_passes_whole(store):
    data = bytes(range(256)) * 40_000

    storing.add("documents/1/lon.zip", BytesIO(data))

    with storing.opened("documents/1/lon.zip") as file:
        assert file.read() == data


def test_a_second_file_of_one_name_gets_a_name_of_its_own(store):
    first = default_storage.save("evidence/1/a.pdf", ContentFile(b"mot"))

    second = default_storage.save("evidence/1/a.pdf", ContentFile(b"hai"))

    assert (first, second != first, default_storage.open(first).read()) == ("evidence/1/a.pdf", True, b"mot")


def test_a_file_of_a_bucket_can_be_opened_again_and_has_no_address(bucket):
    name = default_storage.save("evidence/1/a.pdf", ContentFile(b"mot"))
    file = default_storage.open(name)
    with file:
        assert file.read() == b"mot"

    with file.open("rb") as again:
        assert again.read() == b"mot"
    with pytest.raises(ValueError, match="no address"):
        default_storage.url(name)


def test_a_store_that_is_away_is_a_disk_that_cannot_be_read_not_a_file_that_is_gone(bucket, monkeypatch):
    def away(*_, **__):
        raise EndpointConnectionError(endpoint_url="https://kho")

    put("documents/1/5-1.pdf", b"mot")
    monkeypatch.setattr(bucket.connection.meta.client, "_make_api_call", away)

    for act in (
        lambda: storing.opened("documents/1/5-1.pdf"), lambda: storing.names("documents/1", "5"),
        lambda: storing.erase("documents/1/5-1.pdf"), lambda: put("documents/1/6-1.pdf", b"hai"),
    ):  # fmt: skip
        with pytest.raises(OSError, match="kho") as told:
            act()
        assert not isinstance(told.value, FileNotFoundError)
