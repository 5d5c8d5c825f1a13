"""The life of a paper's job: claimed once, finished whole or failed with a cause, never left hanging."""

import errno
import hashlib
import resource
import signal
from datetime import timedelta
from pathlib import Path
from time import process_time

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from kombu.exceptions import OperationalError

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from reports import making, tasks
from reports.documents.registry import KINDS
from reports.models import Document
from reports.rendering.failing import PaperFailed
from reports.services import documents
from reports.tests.cases import AT, laid_out_once, made, product, queued


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    """Keep every file of these tests in a folder of their own; the same words are laid out once."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(making.PRODUCERS, "paper", laid_out_once)
    return tmp_path


def files_in(folder: Path) -> list[str]:
    """Return the names of all files below a folder."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_worker_makes_both_files_and_the_row_keeps_their_hashes(cast, media):
    document = made(cast)

    assert (document.status, document.progress, document.attempt) == ("ready", 100, 1)
    for name in ("pdf", "docx"):
        file = document.files[name]
        data = (media / file["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (file["sha256"], file["size"])
    assert files_in(media) == [f"{document.pk}-1.docx", f"{document.pk}-1.pdf"]


def test_a_repeated_message_finds_nothing_to_do(cast):
    document = made(cast)

    assert making.claim(document.pk, worker="máy khác", at=AT) is None
    tasks.take_turn()

    document.refresh_from_db()
    assert document.attempt == 1


def test_two_workers_cannot_hold_one_paper(cast):
    document = queued(cast)

    first = making.claim(document.pk, worker="một", at=AT)
    second = making.claim(document.pk, worker="hai", at=AT)

    assert (first.attempt, second) == (1, None)


def test_the_words_are_frozen_when_the_paper_is_asked_for(cast):
    document = queued(cast)
    Campaign.objects.filter(pk=document.campaign_id).update(signed_by="Người khác")

    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert "Người khác" not in str(document.content)
    assert document.status == "ready"


def test_asking_twice_for_the_same_words_makes_one_job(cast):
    document = queued(cast)
    campaign = Campaign.objects.get(pk=document.campaign_id)

    again = documents.request(KINDS["campaign-plan"], campaign, by=product(cast), at=AT)

    assert again.pk == document.pk
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Ổ đĩa của máy chủ đã đầy."),
        (OSError(errno.EACCES, "Permission denied"), "Máy chủ không ghi được tệp."),
        (MemoryError(), "Văn bản quá lớn"),
        (SoftTimeLimitExceeded(), "Văn bản quá dài nên tạo chưa xong trong thời gian cho phép."),
        (RuntimeError("boom"), "Phần mềm gặp lỗi khi tạo văn bản."),
        (PaperFailed("Thiếu phông chữ Tinos."), "Thiếu phông chữ Tinos."),
    ],
)
def test_a_failure_is_told_in_words_and_leaves_no_file(cast, media, monkeypatch, problem, cause):
    document = queued(cast)

    def fail(content, place, tell):
        place("pdf").write_bytes(b"%PDF")
        raise problem

    monkeypatch.setitem(making.PRODUCERS, "paper", fail)
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert document.status == "failed"
    assert document.cause.startswith(cause)
    assert "Traceback" in document.trace
    assert files_in(media) == []


@pytest.mark.parametrize("megabytes", [100, 256], ids=["seen by a look", "refused at once"])
def test_a_paper_that_takes_too_much_memory_fails_with_words_and_its_worker_lives_on(
    cast, settings, monkeypatch, megabytes
):
    document, process = queued(cast), (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF))

    def swell(content, place, tell):
        taken, end = bytearray(megabytes * 2**20), process_time() + 10
        while process_time() < end:
            pass
        return len(taken)

    for producer, limit, status, cause in (
        (swell, 64, "failed", "Văn bản quá lớn"),
        (laid_out_once, 1024, "ready", ""),
    ):
        settings.PAPER_MEMORY_MB = limit
        monkeypatch.setitem(making.PRODUCERS, "paper", producer)
        Document.objects.update(status="queued")
        making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

        document.refresh_from_db()
        assert (document.status, document.cause.partition(":")[0]) == (status, cause)
        assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)) == process


def test_what_breaks_after_a_paper_was_finished_takes_no_file_of_it_away(cast, media, monkeypatch):
    document, conclude = queued(cast), making.conclude

    def break_off(*given, **facts):
        conclude(*given, **facts)
        raise MemoryError

    monkeypatch.setattr(making, "conclude", break_off)
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert document.status == "ready"
    assert len(files_in(media)) == len(document.files) == 2


def test_a_disk_that_fills_up_between_the_two_files_leaves_neither(cast, media, monkeypatch):
    document = queued(cast)
    write = Path.write_bytes

    def write_only_pdf(path, data):
        if ".docx" in path.suffixes:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_only_pdf)
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert document.status == "failed"
    assert files_in(media) == []


def test_a_file_that_cannot_get_its_name_leaves_nothing(cast, media, monkeypatch):
    document = queued(cast)

    def fail(self, target):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)

    document.refresh_from_db()
    assert document.status == "failed"
    assert files_in(media) == []


def test_a_cancelled_paper_is_thrown_away_by_its_worker(cast, media):
    document = queued(cast)
    held = making.claim(document.pk, worker="máy thử", at=AT)
    document.refresh_from_db()

    documents.cancel(document, by=cast.actor("officer"), at=AT)
    making.produce(held, now=lambda: AT)

    document.refresh_from_db()
    assert document.status == "cancelled"
    assert files_in(media) == []


def test_the_sweep_takes_a_paper_from_a_silent_worker_and_another_finishes_it(cast):
    document = queued(cast)
    dead = making.claim(document.pk, worker="máy chết", at=AT)
    later = AT + making.STALE + timedelta(seconds=1)

    assert making.sweep(at=later) == [document.pk]
    making.produce(making.claim(document.pk, worker="máy sống", at=later), now=lambda: later)

    document.refresh_from_db()
    assert (document.status, document.attempt, document.worker) == ("ready", 2, "máy sống")
    with pytest.raises(making.GivenUp):
        making.beat(dead, at=later)


def test_a_worker_that_comes_back_to_life_cannot_overwrite_the_result(cast, media):
    document = queued(cast)
    zombie = making.claim(document.pk, worker="máy treo", at=AT)
    later = AT + making.STALE + timedelta(seconds=1)
    making.sweep(at=later)
    making.produce(making.claim(document.pk, worker="máy sống", at=later), now=lambda: later)
    document.refresh_from_db()
    kept = document.files

    making.produce(zombie, now=lambda: later)

    document.refresh_from_db()
    assert (document.status, document.attempt, document.files) == ("ready", 2, kept)
    assert files_in(media) == [f"{document.pk}-2.docx", f"{document.pk}-2.pdf"]


def test_while_the_store_is_away_the_sweep_still_queues_every_paper_of_a_dead_worker(cast, monkeypatch):
    def away(*_):
        raise OSError(errno.EIO, "Input/output error")

    other = documents.request(KINDS["campaign-plan"], make_campaign(cast, key="khac"), by=product(cast), at=AT)
    papers = [queued(cast), other]
    for each in papers:
        making.claim(each.pk, worker="máy chết", at=AT)
    monkeypatch.setattr(making.storing, "names", away)

    assert sorted(making.sweep(at=AT + making.STALE + timedelta(seconds=1))) == sorted(each.pk for each in papers)


def test_a_living_worker_is_left_alone(cast):
    document = queued(cast)
    held = making.claim(document.pk, worker="máy thử", at=AT)
    later = AT + making.STALE + timedelta(seconds=1)
    making.beat(held, at=later - timedelta(seconds=10))

    assert making.sweep(at=later) == []
    document.refresh_from_db()
    assert document.status == "running"


def test_after_three_broken_attempts_the_paper_fails_and_says_so(cast):
    document = queued(cast)
    moment = AT
    for _ in range(making.MAX_ATTEMPTS):
        assert making.claim(document.pk, worker="máy chết", at=moment) is not None
        moment += making.STALE + timedelta(seconds=1)
        making.sweep(at=moment)

    document.refresh_from_db()
    assert (document.status, document.cause) == ("failed", making.BROKEN_OFF)

    documents.retry(document, by=cast.actor("officer"), at=moment)
    held = making.claim(document.pk, worker="máy sống", at=moment)
    making.produce(held, now=lambda: moment)

    document.refresh_from_db()
    assert (document.status, document.attempt) == ("ready", 4)


def test_a_lost_message_is_sent_again_but_not_at_every_sweep(cast):
    document = queued(cast)

    assert making.sweep(at=AT + timedelta(seconds=10)) == []
    assert making.sweep(at=AT + making.LOST_MESSAGE + timedelta(seconds=1)) == [document.pk]
    assert making.sweep(at=AT + making.LOST_MESSAGE + timedelta(seconds=2)) == []


def test_without_a_broker_the_request_is_kept(cast, monkeypatch, django_capture_on_commit_callbacks):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.take_turn, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        document = queued(cast)

    document.refresh_from_db()
    assert document.status == "queued"


def test_an_official_paper_ends_pinned_and_cannot_be_cancelled_or_made_again(cast):
    document = made(cast, official=True)

    assert document.status == "official"
    with pytest.raises(Exception, match="không hủy được|không thực hiện được"):
        documents.cancel(document, by=cast.actor("officer"), at=AT)
    with pytest.raises(Exception, match="không thực hiện được"):
        documents.retry(document, by=cast.actor("officer"), at=AT)
