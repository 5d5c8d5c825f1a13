"""Units that join and leave a running campaign."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Campaign
from campaigns.services import deadlines, participants
from campaigns.tests.factories import DUE_ON, HERE, ISSUED_ON, make_campaign, report_of
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry
from communes.tests.factories import make_unit


@pytest.fixture
def campaign(cast):
    """A small issued campaign."""
    return make_campaign(cast)


@pytest.fixture
def health(cast):
    """A unit that the plan does not name."""
    return make_unit(cast.commune, "Trạm Y tế")


def test_a_unit_that_joins_owes_what_is_still_to_come(campaign, health, officer, now):
    row = participants.join(campaign, health, by=officer, at=now)

    assert (row.joined_on, row.left_on) == (date(2026, 5, 14), None)
    report = report_of(campaign, health)
    assert (report.status, report.late_from) == ("not_started", datetime(2026, 12, 1, tzinfo=HERE))
    line = HistoryEntry.objects.about(campaign).get(action="participant.join")
    assert (line.label, line.actor_name) == ("Thêm đơn vị tham gia: Trạm Y tế", officer.name)


@pytest.mark.parametrize(("after", "reports"), [(timedelta(0), 1), (timedelta(days=1), 0)])
def test_a_unit_owes_nothing_whose_last_day_is_over(campaign, health, officer, after, reports):
    at = datetime(DUE_ON.year, DUE_ON.month, DUE_ON.day, 9, tzinfo=HERE) + after

    participants.join(campaign, health, by=officer, at=at)

    assert campaign.obligations.filter(unit=health).count() == reports


def test_a_unit_takes_part_once(campaign, cast, officer, now):
    with pytest.raises(ValidationError, match="đã tham gia"):
        participants.join(campaign, cast.unit("economy"), by=officer, at=now)

    assert campaign.participations.count() == 2


def test_a_unit_that_exists_no_longer_does_not_join(campaign, cast, officer, now):
    gone = make_unit(cast.commune, "Phòng cũ", valid_to=date(2026, 5, 13))

    with pytest.raises(ValidationError, match="Phòng cũ không còn hoạt động"):
        participants.join(campaign, gone, by=officer, at=now)

    assert not campaign.participations.filter(unit=gone).exists()


@pytest.mark.parametrize("status", ["draft", "approved", "summing_up", "closed", "cancelled"])
def test_units_join_only_while_the_campaign_runs(campaign, health, officer, now, status):
    Campaign.objects.filter(pk=campaign.pk).update(status=status)

    with pytest.raises(ValidationError, match="khi phong trào đang thực hiện"):
        participants.join(Campaign.objects.get(pk=campaign.pk), health, by=officer, at=now)


def test_a_unit_that_leaves_keeps_its_reports_and_owes_nothing_new(campaign, cast, officer, now):
    row = campaign.participations.get(unit=cast.unit("economy"))
    report = report_of(campaign, row.unit)

    participants.leave(row, reason="Sáp nhập.", by=officer, at=now)
    asked = deadlines.request_report(
        campaign, title="Báo cáo nhanh", last_day=date(2026, 8, 1), reason="Công văn", by=officer, at=now
    )

    row.refresh_from_db()
    report.refresh_from_db()
    assert (row.joined_on, row.left_on, report.status) == (ISSUED_ON, date(2026, 5, 14), "not_started")
    assert set(asked.obligations.values_list("unit__name", flat=True)) == {"Trung tâm Phục vụ hành chính công"}
    line = HistoryEntry.objects.about(campaign).get(action="participant.leave")
    assert (line.label, line.reason) == ("Đơn vị thôi tham gia: Phòng Kinh tế", "Sáp nhập.")


def test_leaving_needs_a_reason_and_happens_once(campaign, cast, officer, now):
    row = campaign.participations.get(unit=cast.unit("economy"))

    with pytest.raises(ValidationError, match="lý do"):
        participants.leave(row, reason=" ", by=officer, at=now)
    participants.leave(row, reason="Sáp nhập.", by=officer, at=now)
    with pytest.raises(ValidationError, match="đã thôi tham gia"):
        participants.leave(row, reason="Lần nữa.", by=officer, at=now + timedelta(days=2))

    row.refresh_from_db()
    assert row.left_on == date(2026, 5, 14)


def test_a_unit_that_comes_back_owes_from_that_day_on(campaign, cast, officer, now):
    row = campaign.participations.get(unit=cast.unit("economy"))
    participants.leave(row, reason="Sáp nhập.", by=officer, at=now)
    facts = {"reason": "Công văn", "by": officer, "at": now}
    deadlines.request_report(campaign, title="Đã qua", last_day=date(2026, 5, 20), **facts)
    deadlines.request_report(campaign, title="Sắp tới", last_day=date(2026, 8, 1), **facts)

    participants.join(campaign, row.unit, by=officer, at=now + timedelta(days=30))

    row.refresh_from_db()
    assert (row.joined_on, row.left_on) == (date(2026, 6, 13), None)
    owed = campaign.obligations.filter(unit=row.unit).order_by("late_from")
    assert list(owed.values_list("deadline__title", flat=True)) == ["Sắp tới", "Báo cáo kết quả phong trào"]


def test_only_the_office_that_tracks_lets_units_join_and_leave(cast, campaign, health, now):
    row = campaign.participations.get(unit=cast.unit("economy"))

    joining = who_can(cast, lambda actor: participants.join(campaign, health, by=actor, at=now))
    leaving = who_can(cast, lambda actor: participants.leave(row, reason="Sáp nhập.", by=actor, at=now))

    assert (joining, leaving) == ({"officer"}, {"officer"})
