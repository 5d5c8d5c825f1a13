"""The report of a year by a worker: its words, one at a time, what fails, who fetches it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from kombu.exceptions import OperationalError

from province import making, tasks
from province.documents import roll_up as paper
from province.models import RollUpPaper
from province.services import roll_up, roll_up_papers
from province.tests.factories import AT, make_member, make_province, visitor_of
from reports.making import BROKEN_OFF, MAX_ATTEMPTS, STALE, claim, sweep


@pytest.fixture
def content(province, viewer, year):
    """The words of the report of 2026."""
    return paper.build(roll_up.of_year(visitor_of(viewer), 2026)).to_json()


@pytest.fixture
def asked(viewer, content, monkeypatch):
    """Return what asks for the report; no worker takes it."""
    monkeypatch.setattr(roll_up_papers.make_roll_up, "delay", lambda key: None)
    return lambda at=AT: roll_up_papers.request(2026, content, by=visitor_of(viewer), at=at)


def test_the_words_are_those_of_an_official_report_with_blanks_for_the_hand(content):
    blocks = {each["block"]: each for each in content["blocks"]}

    assert blocks["Letterhead"]["issuer"] == ["SỞ NỘI VỤ"]
    assert blocks["Letterhead"]["superior"] == "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"
    assert blocks["Letterhead"]["number_line"].startswith("Số:") and "BC-SNV" in blocks["Letterhead"]["number_line"]
    assert blocks["Signature"] == {"block": "Signature", "lines": ["GIÁM ĐỐC"]}
    told = str(content)
    assert "Tổng số phong trào: 01 phong trào" in told and "Tổng số khen thưởng: 02 trường hợp" in told
    assert "Lao động tiên tiến: 00" not in told and paper.DOUBT in told


def held(row, at=AT):
    """Let a worker take a roll-up."""
    return claim(row.pk, worker="máy thử", at=at, model=RollUpPaper)


def files_in(folder) -> list[str]:
    """Return the names of all files below a folder."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_worker_makes_both_files_once(asked, client, viewer, province, settings, tmp_path, year_end):
    settings.MEDIA_ROOT = tmp_path
    row = asked()

    making.produce(held(row), now=lambda: AT)
    assert held(row) is None
    tasks.make_roll_up(row.pk)

    row.refresh_from_db()
    assert (row.finished_at, row.attempt, row.progress) == (AT, 1, 100)
    assert row.status == "ready" and row.pdf.read().startswith(b"%PDF") and row.docx.read().startswith(b"PK")
    client.force_login(viewer.user)
    address = reverse("province:roll-up-file", args=[province.slug, row.pk, "pdf"])
    assert address in client.get(reverse("province:roll-up", args=[province.slug])).content.decode()
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    abroad = make_member(make_province("hai-phong", "thành phố Hải Phòng"), "administrator")
    client.force_login(abroad.user)
    assert client.get(reverse("province:roll-up-file", args=["hai-phong", row.pk, "pdf"])).status_code == 404


def test_one_is_made_at_a_time(asked):
    row = asked()
    held(row)

    with pytest.raises(ValidationError, match="đang được tạo"):
        asked(AT + timedelta(minutes=70))
    assert RollUpPaper.objects.get() == row


def test_a_killed_attempt_goes_back_to_the_queue_and_another_worker_finishes_it(asked, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = asked()
    dead, later = held(row), AT + STALE + timedelta(seconds=1)
    (tmp_path / row.folder).mkdir(parents=True)
    (tmp_path / row.folder / f"{row.pk}-1.pdf.part").write_bytes(b"%PDF")

    assert sweep(at=AT + timedelta(seconds=80), model=RollUpPaper) == []
    assert sweep(at=later, model=RollUpPaper) == [row.pk]
    making.produce(held(row, later), now=lambda: later)
    making.produce(dead, now=lambda: later)

    row.refresh_from_db()
    assert (row.status, row.attempt) == ("ready", 2)
    assert files_in(tmp_path) == [f"{row.pk}-2.docx", f"{row.pk}-2.pdf"]


def test_after_three_broken_attempts_it_fails_in_words_and_another_can_be_asked_for(
    asked, client, viewer, province, settings, tmp_path, year_end
):
    settings.MEDIA_ROOT = tmp_path
    row, at = asked(), AT
    for _ in range(MAX_ATTEMPTS):
        held(row, at)
        at += STALE + timedelta(seconds=1)
        sweep(at=at, model=RollUpPaper)

    row.refresh_from_db()
    assert (row.status, row.cause) == ("failed", BROKEN_OFF)
    client.force_login(viewer.user)
    told = client.get(reverse("province:roll-up", args=[province.slug])).content.decode()
    assert "Không tạo được" in told and "bị ngắt giữa chừng nhiều lần" in told
    asked(at)


def test_one_that_a_release_without_heartbeats_began_is_taken_up_again(asked):
    row = asked()
    RollUpPaper.objects.update(status="running", finished_at=AT)

    assert sweep(at=AT + timedelta(minutes=10), model=RollUpPaper) == []
    assert sweep(at=AT + timedelta(minutes=16), model=RollUpPaper) == [row.pk]


@pytest.mark.parametrize("taken", [False, True], ids=["waiting", "taken"])
def test_one_that_was_asked_for_while_the_clock_was_ahead_is_made_and_blocks_no_other(asked, taken):
    ahead = AT + timedelta(days=1)
    row = asked(ahead)
    if taken:
        held(row, ahead)
        assert sweep(at=AT, model=RollUpPaper) == []

    assert sweep(at=AT + timedelta(minutes=2), model=RollUpPaper) == [row.pk]


def test_one_that_a_release_without_heartbeats_began_while_the_clock_was_ahead_is_taken_up_again(asked):
    row = asked(AT + timedelta(days=1))
    RollUpPaper.objects.update(status="running")

    assert sweep(at=AT, model=RollUpPaper) == [row.pk]


def test_the_sweep_tells_workers_again_of_what_waits(asked, monkeypatch, year_end):
    row, sent = asked(AT - timedelta(minutes=2)), []
    monkeypatch.setattr(tasks.make_roll_up, "apply_async", lambda given, **options: sent.append((given, options)))

    tasks.sweep_roll_ups()
    tasks.sweep_roll_ups()

    assert sent == [((row.pk,), {"expires": tasks.TURN_EXPIRES})]
    assert "province.tasks.sweep_roll_ups" in {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}


def test_without_a_broker_the_request_is_kept(asked, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(key):
        raise OperationalError("connection refused")

    monkeypatch.setattr(roll_up_papers.make_roll_up, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        row = asked()

    row.refresh_from_db()
    assert row.status == "queued"


@pytest.mark.parametrize(("problem", "cause"), [
    (ZeroDivisionError(), "Phần mềm gặp lỗi"), (OSError(28, "No space left on device"), "Ổ đĩa của máy chủ đã đầy."),
    (OSError(13, "Permission denied"), "Máy chủ không ghi được tệp."), (MemoryError(), "Văn bản quá lớn"),
], ids=["software", "disk", "folder", "memory"])  # fmt: skip
def test_what_cannot_be_made_says_why_and_leaves_no_file(asked, monkeypatch, settings, tmp_path, problem, cause):
    settings.MEDIA_ROOT = tmp_path
    row = asked()

    def fail(content, place, tell):
        place("pdf").write_bytes(b"%PDF")
        raise problem

    monkeypatch.setitem(making.PRODUCERS, "paper", fail)
    making.produce(held(row), now=lambda: AT)

    row.refresh_from_db()
    assert row.status == "failed" and row.cause.startswith(cause) and "Traceback" in row.trace
    assert "tạo lại" in row.cause and "“" not in row.cause + BROKEN_OFF  # no button: each page has its own
    assert files_in(tmp_path) == []


def test_the_page_asks_for_it_and_refuses_years_to_come(client, viewer, province, year, asked, year_end):
    client.force_login(viewer.user)

    done = client.post(reverse("province:roll-up-make", args=[province.slug, 2026]), follow=True).content.decode()
    again = client.post(reverse("province:roll-up-make", args=[province.slug, 2026]), follow=True).content.decode()

    assert "Đã xếp hàng tạo báo cáo" in done and "Chờ tạo" in done and "đang được tạo" in again
    assert client.post(reverse("province:roll-up-make", args=[province.slug, 2031])).status_code == 404
    assert province.acts.latest("pk").label == "Tạo báo cáo tổng hợp năm 2026"
