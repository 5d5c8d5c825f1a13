"""Personal calendar links: made, read without signing in, revoked; nobody else's, and nothing else's."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from communes.access import Actor
from communes.models import HistoryEntry, Membership
from reports.models import CalendarLink
from reports.services import calendar_links


@pytest.fixture
def campaign(cast):
    """A campaign whose report falls due on 30/11/2026."""
    return make_campaign(cast)


def lines(data: bytes) -> list[str]:
    """Return the content lines of a calendar, put together again."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def read(secret: str):
    """Return what somebody without a session gets for a secret."""
    return Client().get(f"/lich/{secret}.ics")


def test_a_link_gives_the_dates_of_its_owner_without_signing_in(campaign, head, clock, now):
    answer = read(calendar_links.make(by=head, at=now))

    told = lines(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert f"SUMMARY:Phòng KT nộp báo cáo kết quả phong trào – {campaign}" in told
    assert "DTSTART;VALUE=DATE:20261130" in told
    assert not any("TT PVHCC" in line for line in told)
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_events_keep_their_names_whichever_link_reads_them(campaign, head, clock, now):
    first = lines(read(calendar_links.make(by=head, at=now)).content)
    second = lines(read(calendar_links.make(by=head, at=now + timedelta(days=1))).content)

    uids = [line for line in first if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 3
    assert uids == [line for line in second if line.startswith("UID:")]


def test_a_new_link_ends_the_one_before(campaign, head, now):
    old, new = (calendar_links.make(by=head, at=now) for _ in range(2))

    assert [read(secret).status_code for secret in (old, new)] == [404, 200]
    assert CalendarLink.objects.live().count() == 1


def test_a_revoked_link_reads_nothing(head, now):
    secret = calendar_links.make(by=head, at=now)

    calendar_links.revoke(by=head, at=now)

    assert read(secret).status_code == 404
    with pytest.raises(ValidationError, match="Không có đường dẫn lịch nào đang dùng"):
        calendar_links.revoke(by=head, at=now)


def test_a_closed_account_and_an_ended_role_read_nothing(head, member, now):
    closed, ended = (calendar_links.make(by=actor, at=now) for actor in (head, member))
    head.user.is_active = False
    head.user.save()
    Membership.objects.filter(person=member.person).update(ends_on=now.date() - timedelta(days=1))

    assert [read(secret).status_code for secret in (closed, ended)] == [404, 404]


@pytest.mark.parametrize("secret", ["x", "0" * 43, "-_-"])
def test_an_unknown_secret_reads_nothing(head, now, secret):
    calendar_links.make(by=head, at=now)

    assert read(secret).status_code == 404


def test_a_link_opens_no_other_page_and_takes_no_act(head, now):
    secret = calendar_links.make(by=head, at=now)
    browser = Client()

    assert browser.get(f"/lich/{secret}.ics").cookies == {}
    assert browser.post(f"/lich/{secret}.ics").status_code == 405
    assert browser.get("/dong-tam/calendar/2026/").status_code == 302


def test_a_link_of_one_commune_reads_nothing_of_another(campaign, neighbour, now):
    secret = calendar_links.make(by=neighbour("officer"), at=now)

    assert str(campaign) not in read(secret).content.decode()


def test_the_secret_is_kept_nowhere(client, head, clock):
    client.force_login(head.user)

    page = client.post(reverse("reports:calendar-link-make", args=["dong-tam"])).content.decode()

    [link] = CalendarLink.objects.all()
    secret = page.split("/lich/")[1].split(".ics")[0]
    assert len(secret) == 43
    assert link.digest == calendar_links.digest_of(secret)
    assert secret not in str(vars(link)) and secret not in str(list(HistoryEntry.objects.values()))
    again = client.get(reverse("reports:calendar-link", args=["dong-tam"])).content.decode()
    assert "/lich/" not in again and "Lập lúc 14/05/2026 09:30" in again


def test_making_and_revoking_are_told_in_the_persons_history(client, head, clock):
    client.force_login(head.user)
    for act in ("make", "revoke"):
        client.post(reverse(f"reports:calendar-link-{act}", args=["dong-tam"]))

    assert list(HistoryEntry.objects.about(head.person).values_list("label", flat=True)) == [
        "Thu hồi đường dẫn lịch cá nhân", "Lập đường dẫn lịch cá nhân",
    ]  # fmt: skip
    assert "Chưa có đường dẫn lịch nào." in client.get(
        reverse("reports:calendar-link", args=["dong-tam"])
    ).content.decode()  # fmt: skip


def test_looking_at_the_page_makes_nothing(client, head):
    client.force_login(head.user)

    client.get(reverse("reports:calendar-link", args=["dong-tam"]))

    assert client.get(reverse("reports:calendar-link-make", args=["dong-tam"])).status_code == 405
    assert CalendarLink.objects.count() == 0


def test_the_product_itself_has_no_link(commune, now):
    with pytest.raises(ValidationError, match="chưa gắn với người nào"):
        calendar_links.make(by=Actor.of_product(commune), at=now)
