"""Letters of reminders: what they say, when they leave, how they fail, who may touch them."""

import smtplib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail.backends.locmem import EmailBackend

from campaigns.models import Obligation
from communes.models import HistoryEntry
from kit.saving import SavedMeanwhile
from reports.models import Mailing
from reports.services import mailings
from reports.tests.reminder_cases import (
    BEFORE,
    addressed,
    at,
    campaign_with_people,
    hand_in,
    morning,
    night,
    report_of,
    sends_letters,
)

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _server(settings):
    """Name a mail server and the address of this installation."""
    settings.MAIL_READY = True
    settings.PUBLIC_URL = "https://thidua.example/"


@pytest.fixture
def campaign(cast):
    """A campaign with people who have addresses, in a commune that sends letters."""
    sends_letters(cast)
    return campaign_with_people(cast)


@pytest.fixture
def letter(cast, campaign, head):
    """The letter of the head of Phòng Kinh tế, made on 25/11."""
    night(cast, BEFORE)
    return Mailing.objects.get(person=head.person)


def fails(monkeypatch, problem):
    """Let the mail server fail."""

    def broken(self, messages):
        raise problem

    monkeypatch.setattr(EmailBackend, "send_messages", broken)


def test_a_letter_begins_with_action_and_day_and_holds_a_link_and_nobodys_name(cast, letter, head, mailoutbox):
    assert letter.subject == "Nộp báo cáo kết quả phong trào – hạn 30/11/2026"
    assert morning(cast, BEFORE) == {"sent": 3}

    sent = next(each for each in mailoutbox if each.to == [head.user.email])
    assert (sent.subject, sent.from_email) == (letter.subject, "thidua@dongtam.example")
    assert sent.body == (
        "Ông/bà có việc đến hạn trên phần mềm phong trào thi đua của xã Đồng Tâm. "
        "Mở trang sau để xem và thực hiện:\n\nhttps://thidua.example/dong-tam/notices/\n"
    )
    assert str(head.person) not in sent.body + sent.subject


def test_several_things_of_a_day_make_one_letter(cast, campaign, head, mailoutbox):
    first = report_of(campaign, cast.unit("economy"))
    deadline = type(first.deadline).objects.get(pk=first.deadline_id)
    deadline.pk, deadline.key, deadline.title = None, "so-bo", "Báo cáo sơ bộ"
    deadline.save()
    Obligation.objects.create(campaign=campaign, deadline=deadline, unit=first.unit, late_from=first.late_from)

    night(cast, BEFORE)
    morning(cast, BEFORE)

    [sent] = [each for each in mailoutbox if each.to == [head.user.email]]
    assert sent.subject == "Nộp báo cáo kết quả phong trào – hạn 30/11/2026 và 01 việc khác"


def test_a_letter_waits_until_eight_and_leaves_once(cast, letter, mailoutbox):
    assert morning(cast, BEFORE, 7, 55) == {}
    assert morning(cast, BEFORE) == {"sent": 3}
    assert morning(cast, BEFORE, 9) == {}

    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.tries) == ("sent", at(BEFORE, 8, 5), 1)
    assert len(mailoutbox) == 3
    assert HistoryEntry.objects.about(letter).get().label == "Gửi thư nhắc"


def test_who_has_no_address_is_told_on_the_page_alone(cast, campaign, other_head):
    other_head.user.email = ""
    other_head.user.save()

    night(cast, BEFORE)

    assert other_head.person.notices.count() == 1
    assert not Mailing.objects.filter(person=other_head.person).exists()


def test_without_the_switch_no_letter_is_made(cast):
    campaign_with_people(cast)

    night(cast, BEFORE)

    assert not Mailing.objects.exists()


def test_what_was_done_before_the_letter_left_is_not_written_of(cast, letter, campaign, mailoutbox):
    hand_in(report_of(campaign, cast.unit("economy")), BEFORE)

    assert morning(cast, BEFORE, 13) == {"dropped": 2, "sent": 1}

    letter.refresh_from_db()
    assert (letter.status, letter.problem) == ("dropped", "Việc đã xong trước khi thư đi.")
    assert len(mailoutbox) == 1


def test_a_letter_is_held_edited_and_released(cast, letter, officer, mailoutbox):
    mailings.hold(letter, by=officer, at=at(BEFORE, 7))
    mailings.edit(letter, subject=" Nộp  báo cáo ", body="Kính mời mở trang.\n", revision=0, by=officer, at=at(BEFORE))
    assert morning(cast, BEFORE) == {"sent": 2}
    mailings.release(letter, by=officer, at=at(BEFORE, 10))

    assert morning(cast, BEFORE, 10) == {"sent": 1}

    assert mailoutbox[-1].subject == "Nộp báo cáo"
    assert mailoutbox[-1].body.startswith("Kính mời mở trang.\n\nhttps://thidua.example/")
    labels = list(HistoryEntry.objects.about(letter).values_list("label", flat=True))
    assert labels == ["Gửi thư nhắc", "Cho gửi thư nhắc", "Sửa lời thư nhắc", "Giữ thư nhắc lại"]


def test_staff_who_look_letters_over_first_let_them_go_together(cast, officer, mailoutbox):
    sends_letters(cast, looked_over=True)
    campaign_with_people(cast)
    night(cast, BEFORE)

    assert morning(cast, BEFORE) == {}
    assert mailings.release_all(by=officer, at=at(BEFORE, 9)) == 3
    assert morning(cast, BEFORE, 9) == {"sent": 3}


def test_over_somebody_elses_newer_words_is_not_saved(letter, officer):
    mailings.edit(letter, subject="Một", body="a", revision=0, by=officer, at=at(BEFORE))
    stale = Mailing.objects.get(pk=letter.pk)

    with pytest.raises(SavedMeanwhile):
        mailings.edit(stale, subject="Hai", body="b", revision=0, by=officer, at=at(BEFORE))

    letter.refresh_from_db()
    assert (letter.subject, letter.revision) == ("Một", 1)


def test_a_letter_given_up_by_a_person_does_not_leave(cast, letter, officer, mailoutbox):
    with pytest.raises(ValidationError, match="lý do"):
        mailings.drop(letter, reason=" ", by=officer, at=at(BEFORE))
    mailings.drop(letter, reason="Đã gọi điện.", by=officer, at=at(BEFORE))

    assert morning(cast, BEFORE) == {"sent": 2}


def test_only_those_with_the_right_touch_a_letter(letter, head, administrator):
    for actor in (head, administrator):
        with pytest.raises(PermissionDenied):
            mailings.hold(letter, by=actor, at=at(BEFORE))


def test_a_failing_server_is_tried_again_with_growing_pauses_and_then_given_to_a_person(
    cast, letter, officer, monkeypatch, mailoutbox
):
    Mailing.objects.exclude(pk=letter.pk).update(status="dropped")
    with monkeypatch.context() as patch:
        fails(patch, ConnectionRefusedError())
        assert morning(cast, BEFORE) == {"again": 1}
        letter.refresh_from_db()
        assert (letter.status, letter.try_at) == ("waiting", at(BEFORE, 8, 10))
        assert letter.problem == "Lần 1: không kết nối được máy gửi thư."
        assert morning(cast, BEFORE, 8, 9) == {}
        for hour, minute in ((8, 10), (8, 40), (10, 40)):
            assert morning(cast, BEFORE, hour, minute) == {"again": 1}
        assert morning(cast, BEFORE, 16, 40) == {"failed": 1}
        assert morning(cast, BEFORE, 23, 0) == {}

    letter.refresh_from_db()
    mailings.retry(letter, by=officer, at=at(BEFORE, 23, 5))
    assert morning(cast, BEFORE, 23, 10) == {"sent": 1}
    letter.refresh_from_db()
    assert (letter.tries, letter.problem, len(mailoutbox)) == (1, "", 1)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "Lần 1: máy gửi thư không nhận tên hoặc mật khẩu."),
        (smtplib.SMTPSenderRefused(550, b"no", "a"), "Lần 1: máy gửi thư không nhận địa chỉ gửi."),
        (smtplib.SMTPDataError(451, b"busy"), "Lần 1: máy gửi thư trả lời mã 451."),
        (TimeoutError(), "Lần 1: không kết nối được máy gửi thư."),
    ],
)
def test_why_a_letter_could_not_leave_is_told_in_words(cast, letter, monkeypatch, problem, words):
    fails(monkeypatch, problem)

    morning(cast, BEFORE)

    letter.refresh_from_db()
    assert (letter.status, letter.problem) == ("waiting", words)


def test_an_address_that_is_refused_is_not_tried_again(cast, letter, monkeypatch):
    fails(monkeypatch, smtplib.SMTPRecipientsRefused({}))

    morning(cast, BEFORE)

    letter.refresh_from_db()
    assert (letter.status, letter.problem) == ("failed", "Máy gửi thư không nhận địa chỉ này.")


def test_one_letter_that_fails_does_not_keep_the_others(cast, letter, head, monkeypatch, mailoutbox):
    real = EmailBackend.send_messages

    def picky(self, messages):
        if messages[0].to == [head.user.email]:
            raise TimeoutError
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", picky)

    assert morning(cast, BEFORE) == {"again": 1, "sent": 2}


def test_a_letter_left_behind_by_a_fallen_worker_waits_for_a_person(cast, letter, mailoutbox):
    Mailing.objects.update(status="sending", claimed_at=at(BEFORE, 8))

    assert morning(cast, BEFORE, 8, 14) == {}
    assert morning(cast, BEFORE, 8, 16) == {"failed": 3}

    letter.refresh_from_db()
    assert letter.problem == "Máy dừng giữa lúc gửi, chưa rõ thư đã đi hay chưa."
    assert mailoutbox == []


def test_without_a_mail_server_letters_stay_and_after_three_days_are_given_up(cast, letter, settings, mailoutbox):
    settings.MAIL_READY = False
    assert morning(cast, BEFORE) == {}

    settings.MAIL_READY = True
    assert morning(cast, BEFORE + 4 * DAY) == {"dropped": 3}

    letter.refresh_from_db()
    assert (letter.problem, mailoutbox) == ("Thư để quá 03 ngày chưa gửi.", [])


def test_the_next_reminder_of_the_next_day_makes_a_letter_of_its_own(cast, letter, head):
    night(cast, date(2026, 11, 30))

    assert [f"{each.day:%d/%m}" for each in Mailing.objects.filter(person=head.person).order_by("day")] == [
        "25/11", "30/11"
    ]  # fmt: skip
    assert addressed(head).user.email == letter.address
