"""The clock of a machine was a day ahead and was set back: what was written meanwhile holds nothing up."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import schedule
from django.utils import timezone

from awards.models import EligibilityRun
from awards.services import eligibility
from awards.tests.factories import make_award_campaign, make_nomination
from campaigns.models import UploadCheck
from campaigns.services import evidence, unit_reports, upload_checks
from campaigns.tests.factories import make_campaign, make_upload, report_of
from communes.addresses import here
from communes.models import User, UserSession
from communes.reauth import is_recent
from communes.services import audit
from communes.sessions import SessionStore
from emulation.beat import Scheduler
from emulation.celery import app
from kit import clamav
from operations import waiting
from operations.models import Backup
from reports import making, turns, workers
from reports.models import Document, Mailing
from reports.services import mailings, reminders
from reports.tests.cases import AT, product, queued
from reports.tests.reminder_cases import BEFORE, campaign_with_people, morning, night, sends_letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AHEAD = AT + DAY


def test_a_paper_of_a_worker_that_died_meanwhile_is_made_two_minutes_later_by_another(cast):
    document = queued(cast)
    making.claim(document.pk, worker="máy đã ngắt", at=AHEAD)

    assert making.sweep(at=AT) == []
    assert making.sweep(at=AT + timedelta(minutes=2)) == [document.pk]


def test_a_paper_whose_worker_lives_is_left_to_it(cast):
    held = making.claim(queued(cast).pk, worker="máy đang chạy", at=AHEAD)

    making.sweep(at=AT)
    making.beat(held, at=AT + timedelta(seconds=10))

    assert making.sweep(at=AT + timedelta(seconds=60)) == []


def test_a_paper_that_was_sent_again_meanwhile_stands_over_no_longer(cast):
    document = queued(cast)
    Document.objects.update(heartbeat_at=AHEAD)
    assert turns.next_up(at=AT) is None

    making.sweep(at=AT)

    assert turns.next_up(at=AT) == document.pk


def test_a_paper_that_was_asked_for_meanwhile_and_whose_message_was_lost_is_sent_again(cast):
    document = queued(cast)
    Document.objects.update(requested_at=AHEAD)

    assert making.sweep(at=AT) == [document.pk]


def test_workers_that_were_last_heard_of_ahead_are_silent():
    workers.note_alive(workers.PAPERS, at=AHEAD)

    assert workers.silent_for(at=AT) == DAY
    assert workers.silent_for(at=AHEAD) is None


def test_a_letter_whose_sender_died_meanwhile_is_told_of(cast):
    head = cast.actor("head")
    letter = Mailing.objects.create(
        commune=cast.commune, person=head.person, address="a@b.example", day=AT.date(), subject="Hạn", body="Việc",
        status="sending", made_at=AT, try_at=AT, claimed_at=AHEAD,
    )  # fmt: skip

    mailings.send_due(terms=reminders.terms_of(cast.commune), by=product(cast), at=AT)

    letter.refresh_from_db()
    assert (letter.status, letter.problem) == ("failed", mailings.UNKNOWN_END)


def test_a_letter_that_was_put_back_meanwhile_waits_no_longer_than_any(cast, settings, mailoutbox):
    settings.MAIL_READY = True
    sends_letters(cast)
    campaign_with_people(cast)
    night(cast, BEFORE)
    kept, ahead = Mailing.objects.order_by("pk")[:2]
    Mailing.objects.filter(pk=ahead.pk).update(tries=2, try_at=ahead.try_at + DAY)

    assert morning(cast, BEFORE, 1) == {"sent": 1}

    [kept, ahead] = Mailing.objects.filter(pk__in=(kept.pk, ahead.pk)).order_by("pk")
    assert (kept.status, ahead.status) == ("waiting", "sent")


def test_an_upload_that_the_scanner_did_not_answer_for_meanwhile_is_sent_again(cast, settings, monkeypatch):
    settings.CLAMAV = "localhost:1"
    UploadCheck.objects.create(commune=cast.commune, path="a", asked_at=AT, outcome="unscanned", checked_at=AHEAD)
    monkeypatch.setattr(upload_checks, "_scanned", lambda path: clamav.Verdict(clamav.CLEAN, ""))

    assert upload_checks.scan_waiting(at=AT) == 1


def test_a_check_of_history_that_was_asked_for_meanwhile_is_not_waited_for(cast, administrator):
    audit.ask(cast.commune, by=administrator, at=AHEAD)

    assert not audit.standing(cast.commune, actor=administrator, at=AT).under_way


def test_a_file_that_was_brought_meanwhile_still_opens_where_a_version_names_it(cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    campaign, head = make_campaign(cast), cast.actor("head")
    report = report_of(campaign, cast.unit("economy"))
    file = evidence.attach(report, make_upload("a.pdf"), by=head, at=AHEAD)
    report = report_of(campaign, report.unit)
    unit_reports.save(report, revision=report.revision, missing_reason="Chưa đủ.", by=head, at=AT)
    report = report_of(campaign, report.unit)
    unit_reports.submit(report, by=head, at=AT)
    unit_reports.recall(report, by=head, at=AT)

    evidence.remove(file, by=head, at=AT)

    file.refresh_from_db()
    assert evidence.may_open(file)


def test_the_evaluation_that_was_kept_last_is_the_latest(cast, officer):
    nomination = make_nomination(make_award_campaign(cast), unit=cast.unit("economy"), subject="individual")
    facts = {"nomination": nomination, "stage": "submission", "state": "met", "by": "Phần mềm"}
    for at, sentence in ((AHEAD, "Trước."), (AT, "Sau.")):
        EligibilityRun.objects.create(at=at, sentence=sentence, **facts)

    assert [each.sentence for each in eligibility.runs_for(nomination, officer)] == ["Sau.", "Trước."]


def test_a_backup_far_ahead_is_no_proof_of_one_that_is_missing(administrator):
    User.objects.update(date_joined=AT - 9 * DAY)
    Backup.objects.create(started_at=AT, finished_at=AT + 3 * DAY, status="good", path="a", sha256="0")

    assert waiting.late(administrator, AT)[0].exists()
    assert not waiting.late(administrator, AT + 3 * DAY)[0].exists()


@pytest.mark.parametrize(("ahead", "told", "late"), [
    (3 * DAY, "2 ngày trước (03/12/2026 09:00)", True),
    (DAY, "ghi lúc đồng hồ máy chủ chạy nhanh (06/12/2026 09:00)", False),
], ids=["far", "a day"])  # fmt: skip
def test_the_page_and_the_task_of_backups_tell_of_the_last_one_that_a_right_clock_can_have_dated(
    client, administrator, monkeypatch, ahead, told, late
):
    User.objects.update(date_joined=AT - 9 * DAY)
    for finished in (AT - 2 * DAY, AT + ahead):
        Backup.objects.create(
            started_at=AT, finished_at=finished, status="good", path="a", sha256="0", rows=1, files=1, size=1
        )
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client.force_login(administrator.user)

    page = client.get(here(administrator, waiting.PAGE))

    assert (page.context["told"], page.context["late"]) == (f"Bản sao lưu tốt gần nhất: {told}", late)
    rows, task = waiting.late(administrator, AT)
    assert [(task(row).title, task(row).tone) for row in rows] == ([(page.context["told"], "warning")] if late else [])


def test_a_session_that_was_begun_meanwhile_lasts_no_longer_and_is_no_proof_of_who_it_is(cast, client, clock, rf):
    client.force_login(cast.actor("officer").user)
    now = timezone.now()
    UserSession.objects.update(started_at=now + DAY, seen_at=now + DAY, expire_date=now + 2 * DAY)
    request = rf.get("/")
    request.session, request.user = SessionStore(client.session.session_key), cast.actor("officer").user
    request.session.get("_")

    assert not is_recent(request)
    request.session.note_visit(lambda: ("10.0.0.1", "Firefox"))
    row = UserSession.objects.get()
    assert (row.seen_at, row.expire_date) == (now, now + timedelta(hours=12))
    assert request.session.seconds_left == 12 * 3600


def test_the_beat_goes_on(tmp_path, monkeypatch, settings):
    beat = Scheduler(app, schedule_filename=str(tmp_path / "beat"))
    ran = datetime.now(UTC)
    for entry in beat.schedule.values():
        entry.last_run_at = ran
    sent = []
    monkeypatch.setattr(beat, "apply_entry", lambda entry, producer=None: sent.append(entry.name))
    monkeypatch.setattr(Scheduler, "producer", None)
    assert beat.tick() > 0

    back = ran - DAY
    monkeypatch.setattr(schedule, "now", lambda self: back)
    beat.tick()
    monkeypatch.setattr(schedule, "now", lambda self: back + timedelta(seconds=31))
    while beat.tick() == 0:
        pass

    each_half_minute = [name for name, each in settings.CELERY_BEAT_SCHEDULE.items() if each["schedule"] == 30]
    assert sorted(sent) == sorted(each_half_minute)
    beat.close()
