"""Dates that the plan leaves open, and reports that it does not foresee."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, Deadline, Obligation
from campaigns.planfile.schema import PlanDeadline
from campaigns.planfile.words import DeadlineKind, Paper
from campaigns.services import deadlines
from campaigns.tests.factories import HERE, make_campaign, plan_document, report_of
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry

LAST_DAY = date(2026, 10, 31)
FIRST_LATE = datetime(2026, 11, 1, tzinfo=HERE)


@pytest.fixture
def campaign(cast):
    """A campaign with a report and a dossier whose dates come later, and one dossier due at once."""
    later = PlanDeadline(
        key="sau", paper=Paper.UNIT_REPORT, title="Báo cáo theo kế hoạch sau", kind=DeadlineKind.LATER_PLAN
    )
    unstated = replace(later, key="khong-neu", kind=DeadlineKind.UNSTATED)
    dossier = replace(later, key="ho-so", paper=Paper.DOSSIER)
    at_once = replace(dossier, key="dot-xuat", kind=DeadlineKind.AT_ONCE)
    plan = plan_document()
    return make_campaign(cast, document=replace(plan, deadlines=(*plan.deadlines, later, unstated, dossier, at_once)))


@pytest.fixture
def facts(officer, now):
    """What the officer says when setting a date."""
    return {"last_day": LAST_DAY, "reason": " Công văn số 12 ", "by": officer, "at": now}


def row(campaign, key):
    """Return a deadline by its key."""
    return Deadline.objects.get(campaign=campaign, key=key)


@pytest.mark.rule("DS-12")
@pytest.mark.parametrize("key", ["sau", "khong-neu"])
def test_a_date_is_unset_until_the_agency_sets_it_and_then_every_unit_owes(campaign, facts, officer, now, key):
    assert (row(campaign, key).late_from, row(campaign, key).obligations.count()) == (None, 0)

    made = deadlines.set_date(row(campaign, key), **facts)

    found = row(campaign, key)
    assert (made, found.late_from, found.last_day) == (2, FIRST_LATE, LAST_DAY)
    assert (found.set_by_hand, found.set_reason) == (True, "Công văn số 12")
    assert set(found.obligations.values_list("status", "late_from")) == {("not_started", FIRST_LATE)}
    line = HistoryEntry.objects.about(found).get()
    assert (line.action, line.reason, line.actor_name, line.at, line.root_id, line.facts) == (
        "deadline.set",
        "Công văn số 12",
        officer.name,
        now,
        campaign.pk,
        {"before": "", "after": "2026-10-31"},
    )


def test_a_date_set_again_moves_what_is_owed_save_for_an_extension(campaign, cast, facts):
    deadlines.set_date(row(campaign, "sau"), **facts)
    extended = row(campaign, "sau").obligations.get(unit=cast.unit("economy"))
    own = datetime(2026, 11, 20, tzinfo=HERE)
    Obligation.objects.filter(pk=extended.pk).update(extension_reason="Thiên tai", late_from=own)

    made = deadlines.set_date(row(campaign, "sau"), **{**facts, "last_day": date(2026, 11, 9)})

    assert made == 0
    assert dict(row(campaign, "sau").obligations.values_list("unit__name", "late_from")) == {
        "Phòng Kinh tế": own,
        "Trung tâm Phục vụ hành chính công": datetime(2026, 11, 10, tzinfo=HERE),
    }
    assert HistoryEntry.objects.about(row(campaign, "sau"))[0].facts["before"] == "2026-10-31"


def test_a_date_of_a_dossier_makes_no_report_due(campaign, facts):
    assert deadlines.set_date(row(campaign, "ho-so"), **facts) == 0
    assert row(campaign, "ho-so").late_from == FIRST_LATE


@pytest.mark.parametrize("key", ["bao-cao", "dot-xuat"])
def test_a_date_of_the_plan_is_not_changed_by_hand(campaign, facts, key):
    before = row(campaign, key).late_from

    with pytest.raises(ValidationError, match="do kế hoạch quy định"):
        deadlines.set_date(row(campaign, key), **facts)

    assert row(campaign, key).late_from == before


def test_a_date_that_an_amendment_dropped_is_not_set(campaign, facts, now):
    Deadline.objects.filter(campaign=campaign, key="sau").update(retired_at=now)

    with pytest.raises(ValidationError, match="đã bỏ thời hạn này"):
        deadlines.set_date(row(campaign, "sau"), **facts)


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "closed", "cancelled"])
def test_dates_are_set_and_reports_requested_while_the_campaign_runs(campaign, facts, status):
    Campaign.objects.filter(pk=campaign.pk).update(status=status)

    with pytest.raises(ValidationError, match="khi phong trào đang thực hiện"):
        deadlines.set_date(row(campaign, "sau"), **facts)
    with pytest.raises(ValidationError, match="khi phong trào đang thực hiện"):
        deadlines.request_report(Campaign.objects.get(pk=campaign.pk), title="Báo cáo nhanh", **facts)

    assert Deadline.objects.filter(campaign=campaign, set_by_hand=True).count() == 0


@pytest.mark.parametrize("changes", [{"reason": " "}, {"reason": ""}])
def test_setting_a_date_needs_a_reason(campaign, facts, changes):
    with pytest.raises(ValidationError, match="Hãy ghi căn cứ"):
        deadlines.set_date(row(campaign, "sau"), **{**facts, **changes})

    assert row(campaign, "sau").late_from is None


def test_a_requested_report_is_owed_by_every_unit_that_takes_part(campaign, facts, cast, officer):
    campaign.participations.filter(unit=cast.unit("service")).update(left_on=date(2026, 3, 1))

    made = deadlines.request_report(campaign, title=" Báo cáo nhanh ", **facts)
    second = deadlines.request_report(campaign, title="Báo cáo nữa", **facts)

    assert (made.key, second.key, made.title, made.late_from, made.set_reason) == (
        "requested-1", "requested-2", "Báo cáo nhanh", FIRST_LATE, "Công văn số 12",
    )  # fmt: skip
    assert list(made.obligations.values_list("unit__name", "late_from")) == [("Phòng Kinh tế", FIRST_LATE)]
    assert HistoryEntry.objects.about(made).get().action == "deadline.request"


@pytest.mark.parametrize("changes", [{"title": " "}, {"reason": " "}])
def test_a_requested_report_needs_a_name_and_a_reason(campaign, facts, changes):
    with pytest.raises(ValidationError, match="Hãy ghi tên báo cáo và căn cứ"):
        deadlines.request_report(campaign, **{"title": "Báo cáo nhanh", **facts, **changes})

    assert not campaign.deadlines.filter(key="requested-1").exists()


@pytest.mark.rule("KP-08")
def test_only_the_office_that_tracks_sets_dates_and_requests_reports(cast, campaign, facts):
    del facts["by"]

    setting = who_can(cast, lambda actor: deadlines.set_date(row(campaign, "sau"), by=actor, **facts))
    asking = who_can(cast, lambda actor: deadlines.request_report(campaign, title="Nhanh", by=actor, **facts))
    campaign.duties.filter(part="tracks").update(unit=cast.unit("front"))
    elsewhere = Campaign.objects.get(pk=campaign.pk)
    after = who_can(cast, lambda actor: deadlines.request_report(elsewhere, title="Nhanh", by=actor, **facts))

    assert (setting, asking, after) == ({"officer"}, {"officer"}, frozenset())


@pytest.mark.rule("KP-06")
@pytest.mark.parametrize(("inclusive", "first_late", "last_day"), [
    (True, datetime(2026, 12, 6, tzinfo=HERE), date(2026, 12, 5)),
    (False, datetime(2026, 12, 5, tzinfo=HERE), date(2026, 12, 4)),
])  # fmt: skip
def test_inclusive_and_exclusive_days_become_moments(cast, inclusive, first_late, last_day):
    campaign = make_campaign(cast, due_on=date(2026, 12, 5), inclusive=inclusive)

    report = report_of(campaign, cast.unit("economy"))
    assert (report.late_from, report.last_day, report.deadline.last_day) == (first_late, last_day, last_day)
