"""Letters, notices and calendar links are erased after their term, those in use are not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.services import retention
from reports.models import CalendarLink, Mailing, Notice

LONG = timedelta(days=500)


@pytest.fixture
def letter(head, now):
    """A letter that left long ago, with its notice."""
    notice = Notice.objects.create(
        commune=head.commune, person=head.person, text="Nộp báo cáo", action="Nộp", link="/", at=now - LONG, over_at=now
    )
    made = Mailing.objects.create(
        commune=head.commune, person=head.person, address="dung@xa.vn", day=(now - LONG).date(), subject="Nhắc",
        body="Nội dung", status="sent", made_at=now - LONG, try_at=now - LONG, sent_at=now - LONG,
    )  # fmt: skip
    made.notices.add(notice)
    return made


def number(key, at):
    """Return how many rows are due."""
    return retention.due_of(key, at=at).number


def erased(key, by, at):
    """Erase what one sweep shows; return how many."""
    return retention.act({key: retention.due_of(key, at=at).mark}, by=by, at=at)[key]


def test_a_letter_goes_first_and_its_notice_after_it(letter, administrator, now):
    assert (number("notices", now), number("mailings", now)) == (0, 1)

    assert [erased(key, administrator, now) for key in ("mailings", "notices")] == [1, 1]

    assert not Mailing.objects.exists() and not Notice.objects.exists()


def test_a_notice_of_the_early_morning_is_told_by_the_day_here(letter, administrator, now):
    erased("mailings", administrator, now)
    early = timezone.localtime(now - LONG).replace(hour=5, minute=30)
    Notice.objects.update(at=early)

    assert retention.due_of("notices", at=now).names[0].endswith(f"ngày {early:%d/%m/%Y}")


@pytest.mark.parametrize("status", ["waiting", "held", "failed", "sending"])
def test_a_letter_that_may_still_leave_stays(letter, now, status):
    Mailing.objects.filter(pk=letter.pk).update(status=status, sent_at=None)

    assert number("mailings", now) == 0


def test_an_unread_notice_that_stands_stays(letter, administrator, now):
    Notice.objects.update(over_at=None)
    erased("mailings", administrator, now)

    assert number("notices", now) == 0


def test_only_a_revoked_calendar_link_goes(head, administrator, now):
    facts = {"commune": head.commune, "user": head.user, "made_at": now - LONG}
    CalendarLink.objects.create(digest="a", revoked_at=now - LONG, **facts)
    CalendarLink.objects.create(digest="b", **facts)

    assert erased("calendar-links", administrator, now) == 1
    assert list(CalendarLink.objects.values_list("digest", flat=True)) == ["b"]
