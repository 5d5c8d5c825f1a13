"""A bundle leaves out the file that the virus scanner stands against, and says so."""

from datetime import timedelta

import pytest

from campaigns.models import UploadCheck
from reports import making
from reports.documents.bundle_parts import FILE, LACKING, PAPER
from reports.models import Document
from reports.tests.cases import AT, queued


@pytest.mark.parametrize(("outcome", "kind"), [("infected", LACKING), ("clean", FILE), ("unscanned", FILE)])
def test_an_infected_file_is_listed_as_lacking_with_the_reason(cast, now, outcome, kind, django_assert_num_queries):
    UploadCheck.objects.create(commune=cast.commune, path="evidence/1/a.pdf", outcome=outcome, asked_at=now)
    parts = [{"kind": PAPER, "title": "Báo cáo"}, {"kind": FILE, "title": "Biên bản", "path": "evidence/1/a.pdf"}]

    with django_assert_num_queries(1):
        first, second, *_ = making._without_held([*parts, {**parts[1], "path": "evidence/1/b.pdf"}])

    assert (first, second["kind"]) == (parts[0], kind)
    assert ("phát hiện vi-rút" in second.get("reason", "")) == (kind == LACKING)


@pytest.mark.parametrize(("outcome", "status"), [("waiting", "queued"), ("unscanned", "failed")])
def test_a_bundle_waits_for_the_scanner_where_scanning_is_required(cast, now, settings, tmp_path, outcome, status):
    settings.CLAMAV, settings.CLAMAV_REQUIRED, settings.MEDIA_ROOT = "127.0.0.1:1", True, tmp_path
    UploadCheck.objects.create(commune=cast.commune, path="evidence/1/a.pdf", outcome=outcome, asked_at=now)
    document, parts = queued(cast), [{"kind": FILE, "title": "Biên bản", "path": "evidence/1/a.pdf"}]
    # Words of a bundle in a paper of another kind: what is made of them fails, what waits does not come so far.
    Document.objects.filter(pk=document.pk).update(content={"parts": parts})

    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert document.status == status
    assert (making.sweep(at=AT + timedelta(minutes=2)) == [document.pk]) == (status == "queued")
