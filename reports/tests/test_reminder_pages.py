"""Pages of reminders, notices and letters, through the client."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.tests.factories import make_award_campaign, make_nomination
from communes.models import HistoryEntry
from communes.navigation import menu
from communes.tests.factories import Cast, make_commune, make_unit
from reports.models import Mailing, Notice, Reminder, ReminderTerms
from reports.services import mailings, notices
from reports.tests.reminder_cases import (
    BEFORE,
    LAST_DAY,
    at,
    campaign_with_people,
    hand_in,
    night,
    report_of,
    sends_letters,
)

LATE = date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings):
    """Let the clock stand on the morning of 4/12/2026, four days after the last day, with a mail server named."""
    settings.MAIL_READY = True
    monkeypatch.setattr(timezone, "now", lambda: at(LATE, 9))


@pytest.fixture
def campaign(cast):
    """A campaign with people who have addresses, in a commune that sends letters."""
    sends_letters(cast)
    return campaign_with_people(cast)


def url(name: str, *args) -> str:
    """Return an address in Đồng Tâm."""
    return reverse(f"reports:{name}", args=["dong-tam", *args])


@pytest.fixture
def go(client):
    """Return what opens a page as somebody, or sends a form."""

    def ask(actor, address, sent=None, **more):
        client.force_login(actor.user)
        return client.get(address, **more) if sent is None else client.post(address, sent, **more)

    return ask


def told(answer) -> str:
    """Return the words of a page without its marks and line ends."""
    return " ".join(answer.text.split("<main")[1].split())


def titles(answer, name="title") -> list[str]:
    """Return one field of the rows of a list."""
    return [str(getattr(row, name)) for row in answer.context["page"]]


def test_staff_see_who_was_reminded_of_what_and_why_not(go, cast, campaign, officer):
    night(cast, BEFORE)
    hand_in(report_of(campaign, cast.unit("service")), date(2026, 11, 29))
    night(cast, LAST_DAY)

    page = told(go(officer, url("reminders")))

    assert "Phạm Văn Dũng" in page
    assert "Đã nộp ngày 29/11/2026." in page
    assert "Đang nhắc trước hạn 5 ngày, ngày cuối, sau hạn mỗi 3 ngày, nhiều nhất 5 lần" in page
    assert "1 đơn vị còn báo cáo quá hạn chưa nộp" in page
    assert f'action="{url("letter-new", campaign.pk, "urging")}"' in page
    assert url("reminder-text", campaign.pk) in page


def test_the_list_of_reminders_is_filtered_and_sorted(go, cast, campaign, officer):
    night(cast, BEFORE)
    hand_in(report_of(campaign, cast.unit("service")), date(2026, 11, 29))
    night(cast, LAST_DAY)

    def shown(**query):
        answer = go(officer, url("reminders"), data=query)
        return [(row.unit.name[:5], row.kind, row.status) for row in answer.context["page"]]

    economy, service = "Phòng", "Trung"
    assert shown(kind="before", sort="unit") == [(economy, "before", "sent"), (service, "before", "sent")]
    assert shown(status="dropped") == [(service, "on", "dropped")]
    assert shown(status="planned") == [(economy, "after", "planned")]
    assert shown(unit=cast.unit("service").pk, sort="leaves") == [
        (service, "before", "sent"), (service, "on", "dropped")
    ]  # fmt: skip
    assert shown(since="01/12/2026") == [(economy, "after", "planned")]
    assert shown(until="25/11/2026", sort="-unit") == [(service, "before", "sent"), (economy, "before", "sent")]
    assert shown(about="dossier") == []
    assert shown(campaign=campaign.pk, kind="after") == [(economy, "after", "planned")]


def test_empty_lists_say_so(go, officer, head):
    assert "Chưa nhắc ai việc gì." in go(officer, url("reminders")).text
    assert "Không có đơn vị nào quá hạn." in go(officer, url("reminders")).text
    assert "Không có lần nhắc nào khớp" in go(officer, url("reminders") + "?kind=on").text
    assert "Chưa có thông báo nào." in go(head, url("notices")).text
    assert "Chưa có thư nào." in go(officer, url("mailings")).text


def test_only_those_with_the_right_open_reminders_and_letters(go, cast, campaign, head, administrator, leader):
    pages = [url("reminders"), url("mailings"), url("reminder-text", campaign.pk)]

    for actor in (head, administrator, leader):
        assert [go(actor, page).status_code for page in pages] == [403, 403, 403]
    assert go(administrator, url("reminder-terms")).status_code == 200
    assert go(head, url("reminder-terms")).status_code == 403


def test_reminders_of_dossiers_and_opinions_are_seen_in_confidence_alone(cast, head, inspector, administrator, officer):
    nomination = make_nomination(make_award_campaign(cast), unit=cast.unit("economy"), status="returned")
    type(nomination).objects.filter(pk=nomination.pk).update(return_due_on=LATE)
    night(cast, LATE)

    seen = {
        actor.name: Reminder.objects.within(actor).filter(about="dossier").exists()
        for actor in (inspector, administrator, officer)
    }

    assert list(seen.values()) == [False, False, True]


def test_the_text_to_paste_names_the_late_units_of_one_deadline_or_all(go, cast, campaign, officer):
    deadline = campaign.deadlines.get()

    page = go(officer, url("reminder-text", campaign.pk))

    assert page.context["text"] == (
        "UBND xã Đồng Tâm: Đẩy mạnh cải cách hành chính năm 2026\n"
        "\n"
        "Chưa gửi báo cáo kết quả phong trào (hạn 30/11/2026):\n"
        "1. Phòng Kinh tế, quá hạn 04 ngày\n"
        "2. Trung tâm Phục vụ hành chính công, quá hạn 04 ngày\n"
        "\n"
        "Đề nghị các đơn vị có tên nộp ngay trên phần mềm: http://testserver/dong-tam/my-unit/"
    )
    assert 'data-copy="paste"' in page.text
    assert "readonly" in page.text
    hand_in(report_of(campaign, cast.unit("economy")), LATE)
    text = go(officer, url("reminder-text", campaign.pk), data={"deadline": deadline.pk}).context["text"]
    assert "1. Trung tâm" in text
    assert "Phòng Kinh tế" not in text
    hand_in(report_of(campaign, cast.unit("service")), LATE)
    assert "Không có đơn vị nào quá hạn." in go(officer, url("reminder-text", campaign.pk)).text


def test_a_reader_of_a_notice_opens_what_it_is_about(go, cast, campaign, head, officer):
    night(cast, BEFORE)
    notice = Notice.objects.get(person=head.person)
    assert go(officer, url("notice-open", notice.pk), {}).status_code == 404
    assert go(head, url("notice-open", notice.pk)).status_code == 405

    answer = go(head, url("notice-open", notice.pk), {})

    notice.refresh_from_db()
    assert (answer.url, notice.read_at) == (notice.link, at(LATE, 9))
    assert "Đã đọc" in go(head, url("notices")).text


def test_notices_are_read_one_by_one_or_all_and_counted_in_the_menu(go, cast, campaign, head, member, counted_menu):
    night(cast, BEFORE)
    night(cast, LAST_DAY)

    def count(actor):
        items = [item for group in menu(actor, "/") for item in group["items"]]
        return next(item for item in items if item["label"] == "Thông báo").get("count")

    assert count(head) == 1
    old, new = Notice.objects.filter(person=head.person).order_by("pk")
    assert [each.state[0] for each in (old, new)] == ["Đã qua", "Chưa đọc"]
    assert titles(go(head, url("notices") + "?read=no"), "pk") == [str(new.pk)]
    go(head, url("notice-read", new.pk), {})
    assert (notices.unread(head), count(head)) == (0, 0)
    assert titles(go(head, url("notices") + "?read=yes"), "pk") == [str(new.pk), str(old.pk)]
    assert titles(go(head, url("notices") + "?q=khong-co"), "text") == []

    assert notices.unread(member) == 1
    go(member, url("notices-read"), {})

    assert notices.unread(member) == 0


def test_a_notice_of_what_was_done_stands_no_longer(cast, campaign, head, other_head):
    night(cast, BEFORE)
    hand_in(report_of(campaign, cast.unit("economy")), BEFORE)

    night(cast, date(2026, 11, 26))

    assert (notices.unread(head), notices.unread(other_head)) == (0, 1)
    assert Notice.objects.get(person=head.person).read_at is None


def test_somebody_sets_the_own_address_only(go, cast, campaign, member, head):
    answer = go(member, url("notices-address"), {"address": "en.moi@dongtam.example"})

    member.user.refresh_from_db()
    assert (answer.status_code, member.user.email) == (302, "en.moi@dongtam.example")
    line = HistoryEntry.objects.about(member.person).get()
    assert (line.label, line.facts) == ("Đặt địa chỉ nhận thư nhắc việc", {})
    wrong = go(head, url("notices-address"), {"address": "khong phai"})
    assert (wrong.status_code, "Nhập địa chỉ thư điện tử" in wrong.text) == (422, True)
    go(member, url("notices-address"), {"address": ""})
    member.user.refresh_from_db()
    assert member.user.email == ""


def test_the_address_is_asked_for_only_where_letters_are_sent(go, cast, head):
    assert "Nhận thêm thư điện tử" not in go(head, url("notices")).text
    sends_letters(cast)
    assert "Nhận thêm thư điện tử" in go(head, url("notices")).text


def test_how_to_remind_is_set_on_a_page(go, cast, officer, settings):
    sent = {"days_before": "7", "every": "2", "times": "4", "mail_on": "on", "sender": ""}

    refused = go(officer, url("reminder-terms"), sent)
    assert "Muốn gửi thư điện tử thì phải có địa chỉ gửi." in refused.text
    assert "Địa phương chưa bật gửi thư điện tử." in refused.text
    go(officer, url("reminder-terms"), {**sent, "sender": "thidua@dongtam.example"})

    terms = ReminderTerms.objects.get()
    assert (terms.days_before, terms.every, terms.times, terms.mail_on) == (7, 2, 4, True)
    assert "Chưa gửi thư điện tử" not in told(go(officer, url("reminder-terms")))
    settings.MAIL_READY = False
    assert "Phần mềm chưa được nối với máy chủ thư" in told(go(officer, url("mailings")))


def test_a_letter_let_go_while_none_can_leave_is_said_to_wait(go, cast, campaign, officer, head, settings):
    night(cast, BEFORE)
    letter = Mailing.objects.get(person=head.person)
    go(officer, url("mailing-act", letter.pk, "hold"), {})
    settings.MAIL_READY = False

    page = go(officer, url("mailing-act", letter.pk, "release"), {}, follow=True)

    assert "Đã cho gửi, nhưng chưa đi được: Phần mềm chưa được nối với máy chủ thư" in told(page)
    assert "sẽ đi trong ít phút" not in told(page)


def test_the_outbox_shows_edits_holds_releases_and_gives_up(go, cast, campaign, officer, head):
    night(cast, BEFORE)
    letter = Mailing.objects.get(person=head.person)

    assert len(titles(go(officer, url("mailings")), "subject")) == 3
    page = told(go(officer, url("mailing", letter.pk)))
    assert "http://127.0.0.1:8000/dong-tam/notices/" in page
    assert "còn 5 ngày, hạn 30/11/2026." in page

    go(officer, url("mailing-act", letter.pk, "hold"), {})
    words = {"subject": "Nộp báo cáo", "body": "Mở trang.", "version": "0"}
    go(officer, url("mailing-edit", letter.pk), words)
    letter.refresh_from_db()
    assert (letter.status, letter.subject, letter.body, letter.saved_by) == (
        "held", "Nộp báo cáo", "Mở trang.", "Nguyễn Thị Hạnh"
    )  # fmt: skip
    stale = go(officer, url("mailing-edit", letter.pk), words)
    assert "Nguyễn Thị Hạnh đã lưu thư này" in stale.text
    assert "Cho gửi hết thư đang giữ" in go(officer, url("mailings")).text
    go(officer, url("mailings-release"), {})
    letter.refresh_from_db()
    assert letter.status == "waiting"
    go(officer, url("mailing-act", letter.pk, "drop"), {"reason": "Đã gọi điện."})
    letter.refresh_from_db()
    assert (letter.status, letter.problem) == ("dropped", "Đã gọi điện.")
    assert go(officer, url("mailing-edit", letter.pk)).status_code == 302
    assert go(officer, url("mailing-act", letter.pk, "deliver"), {}).status_code == 404
    assert titles(go(officer, url("mailings") + "?status=dropped"), "pk") == [str(letter.pk)]
    assert titles(go(officer, url("mailings") + "?who=Dũng"), "pk") == [str(letter.pk)]


def test_the_history_of_letters_is_for_those_who_send_them(cast, campaign, officer, head, administrator, inspector):
    night(cast, BEFORE)
    letter = Mailing.objects.get(person=head.person)
    mailings.hold(letter, by=officer, at=at(LATE))

    lines = {actor.name: HistoryEntry.objects.within(actor).about(letter).count()
             for actor in (officer, administrator, inspector)}  # fmt: skip
    assert list(lines.values()) == [1, 0, 0]


@pytest.mark.parametrize("name", ["reminders", "notices", "mailings"])
def test_a_list_takes_the_same_queries_for_few_rows_and_for_many(
    client, cast, campaign, officer, head, django_assert_max_num_queries, name
):
    night(cast, BEFORE)
    reader = head if name == "notices" else officer
    client.force_login(reader.user)
    with django_assert_max_num_queries(30) as first:
        assert client.get(url(name)).status_code == 200
    for place in range(3):
        unit = make_unit(cast.commune, f"Xóm {place}")
        row = Reminder.objects.filter(status="sent").earliest("pk")
        old = Notice.objects.filter(person=head.person).earliest("pk")
        row.pk, row.unit, row.record_id = None, unit, 900 + place
        row.save()
        old.pk, old.reminder = None, row
        old.save()
        letter = Mailing.objects.filter(person=head.person).earliest("pk")
        letter.pk, letter.day = None, date(2026, 12, place + 1)
        letter.save()
    with django_assert_max_num_queries(len(first)):
        client.get(url(name))


def test_the_neighbours_see_nothing_of_ours(client, cast, campaign):
    night(cast, BEFORE)
    theirs = Cast(make_commune("dai-son", "Đại Sơn")).actor("officer")
    client.force_login(theirs.user)
    pages = ["reminders", "mailings", "notices"]

    assert [client.get(reverse(f"reports:{each}", args=["dong-tam"])).status_code for each in pages] == [404] * 3
    shown = [client.get(reverse(f"reports:{each}", args=["dai-son"])).context["page"].paginator.count for each in pages]
    assert shown == [0, 0, 0]
