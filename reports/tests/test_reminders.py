"""The night's work: what is planned, sent, dropped; of reports, dossiers and opinions."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from awards.tests.factories import make_award_campaign, make_ballot, make_council, make_nomination, make_session
from campaigns.models import Campaign, Deadline, Obligation
from communes.models import DayOff, HistoryEntry, User
from communes.tests.factories import make_unit
from reports.models import Notice, Reminder
from reports.services import reminders
from reports.tests.reminder_cases import (
    BEFORE,
    LAST_DAY,
    at,
    campaign_with_people,
    hand_in,
    night,
    report_of,
    sends_letters,
    told,
)

DAY = timedelta(days=1)
ECONOMY, SERVICE = "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công"


@pytest.fixture
def campaign(cast):
    """A campaign with two units that owe a report by 30/11/2026."""
    return campaign_with_people(cast)


def test_a_month_ahead_the_first_reminder_is_planned_and_nobody_is_told(cast, campaign):
    done = night(cast, date(2026, 11, 2))

    assert (len(done.planned), done.sent, done.dropped) == (2, [], [])
    assert told() == [(ECONOMY, "before", "25/11", "planned", ""), (SERVICE, "before", "25/11", "planned", "")]
    assert not Notice.objects.exists()


def test_before_the_day_every_person_of_the_unit_is_told_once(cast, campaign, head, member, other_head):
    night(cast, BEFORE - DAY)
    night(cast, BEFORE)
    night(cast, BEFORE)

    assert told(status="sent") == [(ECONOMY, "before", "25/11", "sent", ""), (SERVICE, "before", "25/11", "sent", "")]
    assert sorted(Notice.objects.values_list("person__full_name", flat=True)) == sorted(
        str(actor.person) for actor in (head, member, other_head)
    )
    notice = Notice.objects.get(person=head.person)
    assert notice.text == (
        "Nộp báo cáo kết quả phong trào (Đẩy mạnh cải cách hành chính năm 2026): còn 5 ngày, hạn 30/11/2026."
    )
    assert (notice.action, notice.due_on) == ("Nộp báo cáo kết quả phong trào", LAST_DAY)
    assert notice.link == report_of(campaign, cast.unit("economy")).get_absolute_url()


def test_who_hands_in_meanwhile_is_not_reminded_and_the_reason_stands(cast, campaign):
    night(cast, BEFORE)
    hand_in(report_of(campaign, cast.unit("economy")), date(2026, 11, 29))

    night(cast, LAST_DAY)

    assert told(kind="on") == [
        (ECONOMY, "on", "30/11", "dropped", "Đã nộp ngày 29/11/2026."), (SERVICE, "on", "30/11", "sent", "")
    ]  # fmt: skip


def test_who_takes_a_report_back_is_reminded_again(cast, campaign):
    report = report_of(campaign, cast.unit("economy"))
    night(cast, BEFORE)
    hand_in(report, date(2026, 11, 26))
    night(cast, date(2026, 11, 27))
    Obligation.objects.filter(pk=report.pk).update(status="draft")

    night(cast, LAST_DAY)

    assert told(kind="on", unit=report.unit) == [(ECONOMY, "on", "30/11", "sent", "")]


def change(report, **facts):
    """Change a report as somebody did meanwhile."""
    Obligation.objects.filter(pk=report.pk).update(**facts)


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        (lambda report: change(report, status="waived", waive_reason="Sáp nhập."), "Đã được miễn báo cáo."),
        (lambda report: Campaign.objects.filter(pk=report.campaign_id).update(status="closed"),
         "Phong trào đã kết thúc hoặc đã hủy."),
        (lambda report: Campaign.objects.filter(pk=report.campaign_id).update(status="cancelled"),
         "Phong trào đã kết thúc hoặc đã hủy."),
        (lambda report: report.campaign.participations.filter(unit=report.unit).update(left_on=BEFORE),
         "Đơn vị thôi tham gia hoặc đã kết thúc hoạt động."),
        (lambda report: type(report.unit).objects.filter(pk=report.unit_id).update(valid_to=BEFORE),
         "Đơn vị thôi tham gia hoặc đã kết thúc hoạt động."),
        (lambda report: Deadline.objects.filter(pk=report.deadline_id).update(retired_at=at(BEFORE)),
         "Thời hạn đã bỏ khỏi kế hoạch."),
        (lambda report: change(report, late_from=at(date(2027, 5, 1))), "Thời hạn hoặc cách nhắc đã thay đổi."),
    ],
)  # fmt: skip
def test_what_is_owed_no_longer_is_dropped_with_its_reason(cast, campaign, ends, reason):
    report = report_of(campaign, cast.unit("economy"))
    night(cast, BEFORE)
    ends(report)

    night(cast, LAST_DAY)

    assert told(kind="on", unit=report.unit) == [(ECONOMY, "on", "30/11", "dropped", reason)]


def test_after_the_day_it_goes_on_up_to_the_limit_and_then_ends(cast, campaign):
    sends_letters(cast, every=3, times=2, mail_on=False)
    hand_in(report_of(campaign, cast.unit("service")), BEFORE - DAY)

    for count in range(60):
        night(cast, BEFORE + count * DAY)

    assert told() == [
        (ECONOMY, "before", "25/11", "sent", ""), (ECONOMY, "on", "30/11", "sent", ""),
        (ECONOMY, "after", "03/12", "sent", ""), (ECONOMY, "after", "04/12", "sent", ""),
    ]  # fmt: skip
    last = Notice.objects.order_by("-pk").first()
    assert last.text.endswith("quá hạn 4 ngày, hạn 30/11/2026.")


def test_a_day_off_entered_meanwhile_moves_the_reminder_and_not_the_deadline(cast, campaign):
    night(cast, BEFORE)
    DayOff.objects.create(commune=cast.commune, day=LAST_DAY, name="Nghỉ", confirmed_by="x", confirmed_at=at(BEFORE))

    night(cast, date(2026, 11, 26))
    assert {row[2] for row in told(kind="on")} == {"27/11"}
    night(cast, date(2026, 11, 27))

    assert [row.day for row in Reminder.objects.filter(kind="on", status="sent")] == [LAST_DAY, LAST_DAY]
    assert report_of(campaign, cast.unit("economy")).last_day == LAST_DAY


def test_on_the_last_day_it_is_said_so(cast, campaign, head):
    night(cast, LAST_DAY)

    assert Notice.objects.get(person=head.person).text.endswith("hôm nay là ngày cuối, hạn 30/11/2026.")


def test_a_returned_report_is_reminded_of_by_its_new_day(cast, campaign, head):
    report = report_of(campaign, cast.unit("economy"))
    change(report, status="returned", return_reason="Thiếu số liệu.", late_from=at(date(2026, 6, 13), 0, 0))

    night(cast, date(2026, 6, 8))

    notice = Notice.objects.get(person=head.person)
    assert notice.text.startswith("Bổ sung báo cáo kết quả phong trào")
    assert notice.due_on == date(2026, 6, 12)


def test_who_has_no_account_is_not_counted_as_reminded(cast, campaign):
    User.objects.filter(people__full_name="Hoàng Văn Sáng").update(is_active=False)

    night(cast, BEFORE)

    assert told() == [
        (ECONOMY, "before", "25/11", "sent", ""), (ECONOMY, "on", "30/11", "planned", ""),
        (SERVICE, "before", "25/11", "dropped", "Chưa có ai có tài khoản để nhận nhắc việc."),
        (SERVICE, "on", "30/11", "planned", ""),
    ]  # fmt: skip


def test_a_returned_dossier_is_reminded_of_by_its_day(cast, head, member):
    campaign = make_award_campaign(cast)
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="returned")
    type(nomination).objects.filter(pk=nomination.pk).update(return_due_on=date(2026, 6, 12))

    night(cast, date(2026, 6, 8))

    row = Reminder.objects.get(about="dossier", status="sent")
    assert (row.record_id, row.unit, row.last_day) == (nomination.pk, cast.unit("economy"), date(2026, 6, 12))
    notice = row.notices.get(person=member.person)
    assert notice.action == "Bổ sung hồ sơ khen thưởng"
    assert notice.link == nomination.get_absolute_url()

    type(nomination).objects.filter(pk=nomination.pk).update(status="submitted", submitted_at=at(date(2026, 6, 9)))
    night(cast, date(2026, 6, 12))
    assert Reminder.objects.get(about="dossier", kind="on").reason == "Đã nộp lại hồ sơ."


def test_a_member_who_owes_an_opinion_is_reminded_and_who_gave_it_is_not(cast, councillor, secretary):
    campaign = make_award_campaign(cast)
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(make_council(cast), [nomination], status="in_session", mode="written")
    ballot = make_ballot(session, status="open", method="written")
    ballot.voters.all().delete()
    for actor in (councillor, secretary):
        ballot.voters.create(person=actor.person)
    last = timezone.localdate(session.planned_at)
    session.agenda.get().written_opinions.create(
        person=secretary.person, choice="for", received_on=last, recorded_by="Thư ký"
    )

    night(cast, last)

    [row] = Reminder.objects.filter(about="opinion", status="sent")
    assert (row.person, row.status, row.record_id) == (councillor.person, "sent", ballot.pk)
    [notice] = Notice.objects.filter(reminder=row)
    assert (notice.person, notice.action) == (councillor.person, "Gửi ý kiến bằng văn bản")

    session.agenda.get().written_opinions.create(
        person=councillor.person, choice="against", received_on=last, recorded_by="Thư ký"
    )
    night(cast, last + DAY)
    assert not Reminder.objects.filter(about="opinion", status="planned").exists()


def test_a_night_leaves_one_line_of_history_and_a_quiet_one_none(cast, campaign):
    night(cast, date(2026, 11, 2))
    assert not HistoryEntry.objects.filter(action="reminders.night").exists()

    night(cast, BEFORE)

    line = HistoryEntry.objects.get(action="reminders.night")
    assert (line.actor_name, line.facts) == ("Hệ thống", {"sent": 2, "dropped": 0, "letters": 0})


def test_a_night_asks_the_same_for_one_unit_and_for_four(cast, campaign, django_assert_max_num_queries):
    units = [make_unit(cast.commune, f"Xóm {count}") for count in range(4)]
    night(cast, date(2026, 11, 2))
    Obligation.objects.bulk_create(
        Obligation(campaign=campaign, deadline=campaign.deadlines.get(), unit=unit, late_from=at(LAST_DAY + DAY, 0, 0))
        for unit in units
    )

    with django_assert_max_num_queries(24):
        night(cast, BEFORE)

    assert Reminder.objects.filter(kind="before").count() == 6


def test_the_neighbours_are_not_reminded_of_ours(cast, campaign, neighbour):
    theirs = neighbour("officer")

    assert theirs.commune != cast.commune
    night(cast, BEFORE)

    assert set(Reminder.objects.values_list("commune", flat=True)) == {cast.commune.pk}


def test_how_to_remind_is_changed_by_staff_with_a_line_of_history(cast, officer, head, now):
    changed = reminders.change_terms(cast.commune, days_before=7, every=2, looked_over=True, by=officer, at=now)

    assert reminders.terms_of(cast.commune).numbers == reminders.reminding.Terms(before=7, every=2, times=5)
    assert [each[1:] for each in changed] == [["5", "7"], ["3", "2"], ["không", "có"]]
    assert HistoryEntry.objects.filter(action="reminders.terms").count() == 1
    with pytest.raises(PermissionDenied):
        reminders.change_terms(cast.commune, days_before=1, by=head, at=now)
    with pytest.raises(ValidationError, match="phải có địa chỉ gửi"):
        reminders.change_terms(cast.commune, mail_on=True, by=officer, at=now)
    with pytest.raises(ValidationError, match="nhiều nhất 30 ngày"):
        reminders.change_terms(cast.commune, days_before=31, by=officer, at=now)
