"""Files of evidence are erased after their term, of campaigns that are over; what they proved stays."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from campaigns.models import Campaign, Evidence, UploadCheck
from campaigns.services import evidence, upload_checks
from campaigns.tests.factories import make_upload
from communes.services import retention


@pytest.fixture
def file(report, member, now, settings, tmp_path):
    """A file that a unit has sent."""
    settings.MEDIA_ROOT, settings.CLAMAV = tmp_path, "127.0.0.1:1"
    return evidence.attach(report, make_upload("anh.png"), by=member, at=now)


def due(key, at):
    """Return the names that one sweep shows."""
    return retention.due_of(key, at=at)


@pytest.mark.parametrize(
    ("key", "status", "ends_on", "removed", "is_due"),
    [
        ("evidence", "closed", date(2015, 1, 1), None, True),
        ("evidence", "issued", date(2015, 1, 1), None, False),
        ("evidence", "closed", date(2025, 12, 31), None, False),
        ("removed-evidence", "closed", date(2025, 12, 31), 800, True),
        ("removed-evidence", "closed", date(2025, 12, 31), 100, False),
        ("removed-evidence", "issued", date(2025, 12, 31), 800, False),
        ("removed-evidence", "closed", date(2025, 12, 31), None, False),
    ],
)
def test_which_files_have_outlived_their_term(file, campaign, now, key, status, ends_on, removed, is_due):
    facts = {"status": status, "starts_on": date(2014, 1, 1), "ends_on": ends_on}
    Campaign.objects.filter(pk=campaign.pk).update(**facts)
    if removed:
        Evidence.objects.filter(pk=file.pk).update(removed_at=now - timedelta(days=removed))

    assert (due(key, now).number == 1) is is_due


def test_the_file_goes_and_its_name_and_digest_stay(
    file, campaign, administrator, officer, go, now, django_capture_on_commit_callbacks
):
    Campaign.objects.filter(pk=campaign.pk).update(
        status="closed", ends_on=date(2015, 1, 1), starts_on=date(2014, 1, 1)
    )
    assert upload_checks.states([file.file.name])
    path = file.file.name

    with django_capture_on_commit_callbacks(execute=True):
        retention.act({"evidence": due("evidence", now).mark}, by=administrator, at=now)

    kept = Evidence.objects.get(pk=file.pk)
    assert (kept.file.name, kept.name, kept.sha256) == ("", "anh.png", file.sha256)
    assert not default_storage.exists(path) and not UploadCheck.objects.filter(path=path).exists()
    assert [go(officer, name, file.pk).status_code for name in ("evidence", "evidence-preview")] == [404, 404]
    assert due("evidence", now).number == 0
