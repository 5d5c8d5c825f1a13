"""The product with its files in a bucket: uploads, papers, bundles, signing, scanning; and when the store is away."""

from io import BytesIO

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from campaigns.models import Evidence
from campaigns.services import evidence, upload_checks
from campaigns.tests.factories import bytes_of, make_campaign, make_upload, report_of
from communes.addresses import here
from kit import clamav
from reports import making
from reports.documents.registry import KINDS
from reports.models import Document
from reports.producers import certificates
from reports.rendering.failing import PaperFailed
from reports.services import documents, signed_papers
from reports.tests.bundle_samples import Made, words_pdf
from reports.tests.cases import AT, made, product, queued


@pytest.fixture
def report(cast):
    """The report that Phòng Kinh tế owes."""
    return report_of(make_campaign(cast), cast.unit("economy"))


@pytest.fixture
def away(bucket, monkeypatch):
    """Return what takes the store away: nobody answers, or a state does."""

    def away(state=None):
        def refuse(*_, **__):
            if state:
                raise ClientError({"ResponseMetadata": {"HTTPStatusCode": state}}, "GetObject")
            raise EndpointConnectionError(endpoint_url="https://kho")

        monkeypatch.setattr(bucket.connection.meta.client, "_make_api_call", refuse)

    return away


def answered(client, actor, name, *args):
    """Return the answer to one of the cast."""
    client.force_login(actor.user)
    return client.get(here(actor, name, *args))


def test_evidence_is_stored_handed_out_scanned_and_not_found_once_gone(
    bucket, client, report, member, other_head, now, settings, monkeypatch
):
    settings.CLAMAV = "127.0.0.1:1"
    monkeypatch.setattr(
        clamav, "scan", lambda stored, *_, **__: clamav.Verdict(clamav.INFECTED, stored.read()[:4].hex())
    )
    file = evidence.attach(report, make_upload("Số liệu.pdf"), by=member, at=now)

    answer = answered(client, member, "campaigns:evidence", file.pk)
    assert b"".join(answer.streaming_content) == bytes_of("Số liệu.pdf")
    assert answer["Content-Length"] == str(len(bytes_of("Số liệu.pdf")))
    assert bucket.keys("") == [file.file.name]
    assert answered(client, other_head, "campaigns:evidence", file.pk).status_code == 404

    upload_checks.scan_waiting(at=now)
    assert "phần mềm quét phát hiện vi-rút" in upload_checks.against(file.file.name)

    settings.CLAMAV = ""
    gone = evidence.attach(report, make_upload("khac.pdf"), by=member, at=now)
    bucket.delete(gone.file.name)
    assert answered(client, member, "campaigns:evidence", gone.pk).status_code == 404


def test_a_paper_is_made_handed_out_read_for_signing_and_not_found_once_gone(bucket, cast, client, clerk):
    document = made(cast)

    names = {format: each["path"] for format, each in document.files.items()}
    assert document.status == "ready"
    assert {*bucket.keys("")} == {*names.values()}
    answer = answered(client, clerk, "reports:document-download", document.pk, "pdf")
    data = b"".join(answer.streaming_content)
    assert (data[:5], len(data)) == (b"%PDF-", document.files["pdf"]["size"])
    assert signed_papers._printed(document) == data
    bucket.delete(names["pdf"])
    assert answered(client, clerk, "reports:document-download", document.pk, "pdf").status_code == 404


def test_what_an_earlier_attempt_left_in_the_bucket_goes(bucket, cast):
    document = queued(cast)
    left = f"documents/{cast.commune.pk}/{document.pk}-1.pdf"
    bucket.put(left, BytesIO(b"half"))
    Document.objects.filter(pk=document.pk).update(attempt=1)

    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    assert sorted(bucket.keys("")) == [left.replace("-1.", "-2.").replace("pdf", each) for each in ("docx", "pdf")]


def test_a_bundle_fetches_its_files_and_names_those_that_are_gone(bucket, tmp_path):
    data = words_pdf("Trang trong kho")
    name = bucket.save("evidence/1/a.pdf", ContentFile(data))
    there = {"group": "Hồ sơ", "title": "Minh chứng", "kind": "file", "path": name, "name": "a.pdf", "type": "pdf",
             "sha256": upload_digest(data)}  # fmt: skip

    bound = Made(tmp_path / "made", [there, {**there, "title": "Đã mất", "path": "evidence/1/b.pdf"}])

    assert "Trang trong kho" in bound.text(2)
    assert bound.note("Đã mất") == "Không có: tệp không còn trong kho lưu"


def test_the_emblem_of_a_certificate_is_fetched(bucket, tmp_path):
    name = bucket.save("emblems/1/quoc-huy.png", ContentFile(bytes_of("a.png")))
    told = {"path": name, "sha256": upload_digest(bytes_of("a.png"))}

    assert certificates._emblem(told, tmp_path).read_bytes() == bytes_of("a.png")
    for wrong in ({**told, "sha256": "0"}, {**told, "path": "emblems/1/khac.png"}, {**told, "path": "evidence/a.png"}):
        with pytest.raises(PaperFailed, match="ảnh Quốc huy của phôi không còn"):
            certificates._emblem(wrong, tmp_path)


def test_while_the_store_is_away_nothing_is_half_done_and_people_are_told(away, report, cast, member, now):
    asked = {"by": product(cast), "at": AT}
    document = documents.request(KINDS["campaign-plan"], report.campaign, **asked)
    away()

    with pytest.raises(ValidationError, match="máy chủ không ghi được tệp"):
        evidence.attach(report, make_upload(), by=member, at=now)
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert not Evidence.objects.exists()
    assert (document.status, document.cause[:31]) == ("failed", "Máy chủ không ghi được tệp. Hãy")


@pytest.mark.parametrize("state", [None, 403, 503])
def test_a_download_while_the_store_is_away_says_so(away, client, cast, clerk, report, member, now, state):
    asked = {"by": product(cast), "at": AT}
    document = documents.request(KINDS["campaign-plan"], report.campaign, **asked)
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)
    file = evidence.attach(report, make_upload(), by=member, at=now)
    away(state)
    client.raise_request_exception = False

    for actor, name, *args in (
        (clerk, "reports:document-download", document.pk, "pdf"),
        (member, "campaigns:evidence", file.pk),
    ):
        answer = answered(client, actor, name, *args)
        assert (answer.status_code, "Máy chủ đang tạm ngừng" in answer.text) == (503, True)


def upload_digest(data: bytes) -> str:
    """Return the digest that a row keeps of a file."""
    return evidence.uploads.digest_of(data)
