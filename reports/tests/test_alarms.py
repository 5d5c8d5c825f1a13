"""Alarm clocks: every commune in turn, one that fails not in the way of the others."""

from celery import current_app as app
from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone
from django_scopes import scope

from campaigns.tests.factories import make_campaign
from communes.models import Commune
from communes.tests.factories import Cast, make_commune
from reports import alarms
from reports.models import Mailing, Reminder
from reports.services import reminders
from reports.tests.reminder_cases import BEFORE, at, campaign_with_people, sends_letters


def test_the_beat_knows_both_clocks_by_their_names():
    app.loader.import_default_modules()
    rung = {each["task"]: each["schedule"] for each in settings.CELERY_BEAT_SCHEDULE.values()}

    assert set(rung) <= set(app.tasks)
    assert rung["reports.alarms.remind"] == crontab(hour=5, minute=30)
    assert rung["reports.alarms.send_mailings"] == 300


def test_the_night_is_done_in_every_commune_and_letters_leave_in_the_morning(
    cast, settings, monkeypatch, mailoutbox, db
):
    settings.MAIL_READY = True
    sends_letters(cast)
    campaign_with_people(cast)
    other = make_commune("dai-son", "Đại Sơn")
    with scope(commune=other):
        theirs = Cast(other)
        theirs.actor("head")
        make_campaign(theirs)

    monkeypatch.setattr(timezone, "now", lambda: at(BEFORE, 5, 30))
    alarms.remind()
    monkeypatch.setattr(timezone, "now", lambda: at(BEFORE, 8, 5))
    alarms.send_mailings()

    assert Reminder.objects.filter(status="sent").count() == 2
    assert len(mailoutbox) == Mailing.objects.filter(status="sent").count() == 3
    with scope(commune=other):
        assert Reminder.objects.filter(status="sent").count() == 1
        assert not Mailing.objects.exists()


def test_one_commune_that_fails_does_not_keep_the_others(cast, monkeypatch, caplog):
    make_commune("dai-son", "Đại Sơn")
    seen = []

    def fails_first(*, by, at):
        seen.append(by.commune.slug)
        if len(seen) == 1:
            raise RuntimeError("đứt dây")

    monkeypatch.setattr(reminders, "remind", fails_first)

    alarms.remind()

    assert seen == [commune.slug for commune in Commune.objects.order_by("pk")]
    assert "The alarm clock failed in dong-tam." in caplog.text
