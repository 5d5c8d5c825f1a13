"""Amendments against what happened meanwhile: dates set by hand, units that ended, words saved by somebody else."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Campaign
from campaigns.planfile.schema import PlanDeadline
from campaigns.planfile.words import DeadlineKind, Paper
from campaigns.services import deadlines, plans
from campaigns.services.projection import DROPPED
from campaigns.tests.factories import HERE, make_campaign, make_report, plan_document, report_of
from communes.addresses import here
from communes.models import Unit
from kit.vietnamese import vn_date
from kit.workflow import Overtaken

LATER = PlanDeadline(
    key="sau", paper=Paper.UNIT_REPORT, title="Báo cáo bổ sung", kind=DeadlineKind.LATER_PLAN, clause="VI.3"
)
SET = {"last_day": date(2026, 9, 30), "reason": "Công văn số 12"}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def campaign(cast):
    """A small issued campaign whose plan leaves one date to a later plan."""
    return make_campaign(cast, document=plan_document(deadlines=(*plan_document().deadlines, LATER)))


@pytest.fixture
def amending(campaign, officer, leader, now):
    """Return what drafts an amendment, and what issues it."""

    def draft(**changes):
        plans.start_amendment(campaign, by=officer, at=now)
        plans.redraft(campaign, replace(campaign.plan, **changes), by=officer, at=now)
        return plans.impact(campaign)

    def issue(**given):
        plans.amend(campaign, reason="Theo chỉ đạo mới.", issued_on=now.date(), by=leader, at=now, **given)

    return draft, issue


@pytest.mark.rule("DS-17")
def test_dropping_a_date_that_was_set_by_hand_says_whom_it_touches(campaign, amending, officer, now):
    draft, issue = amending
    row = campaign.deadlines.get(key="sau")
    deadlines.set_date(row, **SET, by=officer, at=now)

    found = draft(deadlines=plan_document().deadlines)
    issue()

    assert [(each.title, each.before, each.after, each.reports) for each in found.moved] == [
        ("Báo cáo bổ sung", date(2026, 9, 30), None, 2)
    ]
    assert set(row.obligations.values_list("status", "waive_reason")) == {("waived", DROPPED)}


def test_a_report_that_an_amendment_brings_back_is_owed_anew(campaign, amending, cast, officer, now):
    draft, issue = amending
    report = make_report(campaign, cast.unit("economy"), status="received", at=datetime(2026, 12, 1, tzinfo=HERE))
    kept = campaign.plan.deadlines
    draft(deadlines=(LATER,))
    issue()
    campaign = Campaign.objects.get(pk=campaign.pk)

    draft(deadlines=kept)
    issue()

    report.refresh_from_db()
    assert (report.status, report.late, report.submitted_at, report.received_at, report.submitted_by) == (
        "not_started", False, None, None, "",
    )  # fmt: skip


def test_a_unit_that_ended_owes_nothing_new(campaign, amending, cast, officer, now):
    draft, issue = amending
    Unit.objects.filter(pk=cast.unit("economy").pk).update(valid_to=date(2026, 6, 30))
    june = PlanDeadline(key="thang-6", paper=Paper.UNIT_REPORT, title="Báo cáo tháng 6", kind=DeadlineKind.ON_DATE,
                        on=date(2026, 6, 30))  # fmt: skip
    july = replace(june, key="thang-7", title="Báo cáo tháng 7", on=date(2026, 7, 1))

    found = draft(deadlines=(*campaign.plan.deadlines, june, july))
    issue()
    asked = deadlines.request_report(campaign, title="Báo cáo nhanh", **SET, by=officer, at=now)

    assert [(each.title, each.reports) for each in found.moved] == [("Báo cáo tháng 6", 2), ("Báo cáo tháng 7", 1)]
    owed = campaign.obligations.filter(unit=cast.unit("economy")).values_list("deadline__key", flat=True)
    assert sorted(owed) == ["bao-cao", "thang-6"]
    assert asked.obligations.count() == 1


@pytest.mark.rule("DS-17")
def test_an_amendment_is_issued_as_it_was_read(campaign, amending, officer, leader, now, client):
    draft, _ = amending
    draft(goal=())
    seen = campaign.draft_version.revision
    plans.redraft(campaign, replace(plan_document(), deadlines=()), by=officer, at=now)
    client.force_login(leader.user)

    answer = client.post(
        here(leader, "campaigns:amendment", campaign.pk),
        {"reason": "Theo chỉ đạo mới.", "issued_on": "14/05/2026", "revision": seen},
    )

    assert "Có người vừa sửa bản điều chỉnh" in answer.content.decode()
    assert (campaign.draft_version.number, report_of(campaign, Unit.objects.get(name="Phòng Kinh tế")).status) == (
        2, "not_started",
    )  # fmt: skip


def test_words_saved_while_the_amendment_is_issued_are_not_frozen_unread(campaign, amending, officer, now):
    draft, _ = amending
    draft(goal=())
    stale = campaign.draft_version
    type(stale).objects.filter(pk=stale.pk).update(revision=stale.revision + 1)

    with pytest.raises(Overtaken, match="vừa sửa"):
        plans._freeze(stale, number=None, issued_on=now.date(), reason="", at=now)

    stale.refresh_from_db()
    assert stale.issued_at is None


def test_a_draft_is_not_saved_after_the_leader_approved_it(cast, officer, now):
    campaign = make_campaign(cast, status="draft")
    Campaign.objects.filter(pk=campaign.pk).update(status="approved")

    with pytest.raises(ValidationError, match="vừa lưu một bản khác"):
        plans.redraft(campaign, replace(plan_document(), goal=()), by=officer, at=now)

    assert campaign.versions.get().revision == 1


def test_a_plan_is_copied_once_for_a_year_and_again_after_the_copy_was_cancelled(campaign, officer, leader, now):
    first = plans.clone(campaign, by=officer, at=now)

    with pytest.raises(ValidationError, match="Đã có phong trào lập theo mẫu này cho năm 2027"):
        plans.clone(campaign, by=officer, at=now)
    plans.cancel(first, reason="Làm lại.", by=leader, at=now)
    second = plans.clone(campaign, by=officer, at=now)

    assert (first.key, second.key) == ("cai-cach-2026-2027", "cai-cach-2026-2027-2")
    with pytest.raises(ValidationError, match="Đã có phong trào"):
        plans.clone(campaign, by=officer, at=now)


def test_neither_a_plan_nor_an_amendment_bears_a_day_that_has_not_come(cast, campaign, officer, leader, clerk, now):
    approved, tomorrow = make_campaign(cast, key="khac", status="approved"), now.date() + timedelta(days=1)
    plans.start_amendment(campaign, by=officer, at=now)

    with pytest.raises(ValidationError, match="không được sau hôm nay"):
        plans.issue(approved, number=5, issued_on=tomorrow, by=clerk, at=now)
    with pytest.raises(ValidationError, match="không được sau hôm nay"):
        plans.amend(campaign, reason="Lùi hạn.", issued_on=tomorrow, by=leader, at=now)

    assert Campaign.objects.get(pk=approved.pk).number is None
    assert Campaign.objects.get(pk=campaign.pk).version_in_force.number == 1


def test_an_amendment_that_changes_nothing_is_not_issued(campaign, officer, leader, now, client):
    plans.start_amendment(campaign, by=officer, at=now)
    client.force_login(leader.user)
    url = here(leader, "campaigns:amendment", campaign.pk)

    page = client.get(url).content.decode()
    answer = client.post(url, {"reason": "Theo chỉ đạo mới.", "issued_on": "14/05/2026"}).content.decode()

    assert "Bản điều chỉnh chưa thay đổi gì" in page
    assert "Bản điều chỉnh chưa thay đổi gì" in answer
    assert "Theo chỉ đạo mới." in answer
    assert Campaign.objects.get(pk=campaign.pk).version_in_force.number == 1


def test_an_amendment_is_not_dated_before_the_plan_that_it_changes(campaign, amending, leader, now):
    draft, _ = amending
    draft(deadlines=())
    first = campaign.version_in_force.issued_on

    with pytest.raises(ValidationError, match=f"ban hành ngày {vn_date(first)}; ngày ban hành điều chỉnh không được"):
        plans.amend(campaign, reason="Lùi hạn.", issued_on=first - timedelta(days=1), by=leader, at=now)
    plans.amend(campaign, reason="Lùi hạn.", issued_on=first, by=leader, at=now)

    assert Campaign.objects.get(pk=campaign.pk).version_in_force.issued_on == first
