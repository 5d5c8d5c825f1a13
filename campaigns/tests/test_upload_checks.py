"""Files and the virus scanner: what waits, what is told beside a file, what is closed, here and in bundles."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from campaigns.models import UploadCheck
from campaigns.services import evidence, upload_checks, uploads
from campaigns.tasks import scan_uploads
from campaigns.tests.factories import make_upload
from communes.addresses import here
from kit import clamav
from kit.clamav import CLEAN, INFECTED, UNSCANNED, Verdict

ADDRESS = "127.0.0.1:1"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty place for uploads, and a scanner that is named."""
    settings.MEDIA_ROOT, settings.CLAMAV, settings.CLAMAV_REQUIRED = tmp_path, ADDRESS, False


@pytest.fixture
def file(report, member, now):
    """A file that a unit has just sent."""
    return evidence.attach(report, make_upload("anh.png"), by=member, at=now)


@pytest.fixture
def says(monkeypatch):
    """Let the scanner say one thing of every file, and note what it was sent."""
    sent = []

    def say(outcome: str, words: str = "", *, answered: bool = True, meanwhile=lambda: None) -> list[bytes]:
        def scan(stored, address, *, seconds):
            sent.append(stored.read())
            meanwhile()
            return Verdict(outcome, words, answered)

        monkeypatch.setattr(clamav, "scan", scan)
        return sent

    return say


def opened(client, actor, file, name="campaigns:evidence"):
    """Return the answer to opening a file."""
    client.force_login(actor.user)
    return client.get(here(actor, name, file.pk))


def test_a_file_waits_is_scanned_by_the_worker_and_says_so(file, says, member, report, go):
    assert "Chờ quét vi-rút" in go(member, "report-section", report.pk, "general").content.decode()

    sent = says(CLEAN)
    scan_uploads()

    assert sent == [default_storage.open(file.file.name).read()]
    assert "Đã quét, không có vi-rút" in go(member, "report-section", report.pk, "general").content.decode()


@pytest.mark.parametrize("name", ["campaigns:evidence", "campaigns:evidence-preview"])
def test_an_infected_file_is_never_handed_out_even_without_the_scanner(client, file, says, member, now, settings, name):
    says(INFECTED, "Win.Test.EICAR_HDB-1")
    upload_checks.scan_waiting(at=now)
    settings.CLAMAV = ""

    answer = opened(client, member, file, name)

    assert (answer.status_code, "phát hiện vi-rút trong tệp này" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize(
    ("outcome", "required", "status", "words"),
    [
        (None, False, 200, ""),
        (None, True, 403, "đang chờ quét vi-rút"),
        (UNSCANNED, False, 200, ""),
        (UNSCANNED, True, 403, "chưa quét vi-rút được"),
        (CLEAN, True, 200, ""),
    ],
)
def test_what_is_not_scanned_is_open_unless_scanning_is_required(
    client, file, says, member, now, settings, outcome, required, status, words
):
    settings.CLAMAV_REQUIRED = required
    if outcome:
        says(outcome)
        upload_checks.scan_waiting(at=now)

    answer = opened(client, member, file)

    assert answer.status_code == status
    assert words in (answer.content.decode() if status == 403 else "")


def test_a_silent_scanner_is_asked_again_later_and_left_alone_meanwhile(report, member, now, says):
    for number in range(5):
        evidence.attach(report, make_upload(f"{number}.png"), by=member, at=now)
    sent = says(UNSCANNED, "timed out")

    upload_checks.scan_waiting(at=now)
    assert len(sent) == upload_checks.SILENT
    says(CLEAN)
    assert upload_checks.scan_waiting(at=now + upload_checks.AGAIN * 2) == 5
    assert set(UploadCheck.objects.values_list("outcome", flat=True)) == {"clean"}


@pytest.mark.parametrize(("answered", "tries"), [(True, 1), (False, 0)], ids=["could not tell", "not reached"])
def test_only_what_the_scanner_answered_counts_as_a_try(file, now, says, answered, tries):
    says(UNSCANNED, "Connection refused", answered=answered)

    upload_checks.scan_waiting(at=now)

    assert UploadCheck.objects.get().tries == tries


def test_what_was_found_infected_meanwhile_stays_so(file, now, says):
    found = UploadCheck.objects.filter(path=file.file.name)
    says(UNSCANNED, "timed out", answered=False, meanwhile=lambda: found.update(outcome="infected"))

    upload_checks.scan_waiting(at=now)

    assert found.get().outcome == "infected"


def test_one_turn_runs_at_a_time_and_a_hanging_scanner_ends_it(report, member, now, says, monkeypatch):
    for number in range(2):
        evidence.attach(report, make_upload(f"{number}.png"), by=member, at=now)
    monkeypatch.setattr(upload_checks, "SECONDS", -1)
    sent = says(UNSCANNED, "timed out", answered=False, meanwhile=lambda: upload_checks.scan_waiting(at=now))

    upload_checks.scan_waiting(at=now)

    assert len(sent) == 1


def test_a_file_that_came_with_too_many_others_is_told_so():
    sent = make_upload("anh.png")
    sent.crowded = True

    with pytest.raises(ValidationError, match="gửi cùng một lần vượt 110 MB"):
        uploads.check(sent, kept=0)


def test_without_a_scanner_nothing_waits_and_no_list_asks(report, member, now, settings, django_assert_num_queries):
    settings.CLAMAV = ""
    evidence.attach(report, make_upload("anh.png"), by=member, at=now)

    with django_assert_num_queries(0):
        assert upload_checks.states(["evidence/1/a.png"]) == {}
    assert UploadCheck.objects.count() == 0
