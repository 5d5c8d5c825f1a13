"""What an amendment of an issued plan does to the rows that follow from it."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import ContentItem, Deadline, Obligation, Target
from campaigns.planfile.schema import Item, PlanDeadline
from campaigns.planfile.words import DeadlineKind, Paper
from campaigns.services import deadlines, plans
from campaigns.services.projection import DROPPED
from campaigns.tests.factories import make_campaign, make_report, plan_document, report_of
from campaigns.tests.matrix import who_can
from campaigns.tests.projection_cases import midnight, owed
from communes.models import HistoryEntry
from communes.tests.factories import make_unit


@pytest.fixture
def campaign(cast):
    """A small issued campaign."""
    return make_campaign(cast)


@pytest.fixture
def amended(campaign, officer, leader, now):
    """Return what drafts, measures and issues an amendment."""

    def amend(**changes):
        plans.start_amendment(campaign, by=officer, at=now)
        plans.redraft(campaign, replace(campaign.plan, **changes), by=officer, at=now)
        found = plans.impact(campaign)
        plans.amend(campaign, reason="Theo chỉ đạo mới.", issued_on=now.date(), by=leader, at=now)
        return found

    return amend


def moved(on):
    """Return the small plan's deadlines with another day."""
    return (replace(plan_document().deadlines[0], on=on),)


@pytest.mark.rule("DS-17")
def test_an_amendment_is_a_new_version_beside_the_first(campaign, officer, leader, now):
    plans.start_amendment(campaign, by=officer, at=now)
    draft = campaign.versions.get(number=2)
    assert (draft.plan, draft.issued_at, campaign.plan) == (plan_document(), None, plan_document())
    changed = replace(plan_document(), deadlines=moved(date(2026, 12, 15)))
    plans.redraft(campaign, changed, by=officer, at=now)
    assert campaign.plan == plan_document()

    plans.amend(campaign, reason="Lùi hạn.", issued_on=date(2026, 5, 14), number=40, by=leader, at=now)

    first, second = campaign.versions.order_by("number")
    assert (first.plan, second.plan, campaign.plan) == (plan_document(), changed, changed)
    assert (second.issued_at, second.paper_number, second.reason) == (now, 40, "Lùi hạn.")
    line = HistoryEntry.objects.about(campaign).get(action="campaign.amend")
    assert (line.reason, line.facts["version"], line.facts["touched"]) == ("Lùi hạn.", 2, 2)
    assert any("30/11/2026" in change and "15/12/2026" in change for change in line.facts["changes"])


@pytest.mark.rule("DS-17")
def test_the_impact_says_what_changes_and_whom_it_touches(campaign, officer, now):
    plans.start_amendment(campaign, by=officer, at=now)
    added = PlanDeadline(key="them", paper=Paper.UNIT_REPORT, title="Báo cáo sáu tháng", kind=DeadlineKind.ON_DATE,
                         on=date(2026, 7, 5))  # fmt: skip
    plans.redraft(campaign, replace(plan_document(), deadlines=(*moved(date(2026, 12, 15)), added)), by=officer, at=now)

    found = plans.impact(campaign)

    assert [(each.title, each.before, each.after, each.reports) for each in found.moved] == [
        ("Báo cáo kết quả phong trào", date(2026, 11, 30), date(2026, 12, 15), 2),
        ("Báo cáo sáu tháng", None, date(2026, 7, 5), 2),
    ]
    assert len(found.changes) == 2


@pytest.mark.rule("DS-17")
def test_reports_move_with_the_date_save_those_with_an_extension_of_their_own(campaign, cast, amended):
    extended = report_of(campaign, cast.unit("economy"))
    own = midnight(2026, 12, 20)
    Obligation.objects.filter(pk=extended.pk).update(extension_reason="Thiên tai", late_from=own)
    keys = set(campaign.obligations.values_list("pk", flat=True))

    found = amended(deadlines=moved(date(2026, 12, 15)))

    assert found.moved[0].reports == 1
    assert dict(campaign.obligations.values_list("unit__name", "late_from")) == {
        "Phòng Kinh tế": own,
        "Trung tâm Phục vụ hành chính công": midnight(2026, 12, 16),
    }
    assert set(campaign.obligations.values_list("pk", flat=True)) == keys


@pytest.mark.rule("DS-17")
def test_an_extension_that_the_new_date_outlives_gives_way_to_it(campaign, cast, amended):
    extended = report_of(campaign, cast.unit("economy"))
    Obligation.objects.filter(pk=extended.pk).update(extension_reason="Thiên tai", late_from=midnight(2026, 12, 3))

    found = amended(deadlines=moved(date(2026, 12, 15)))

    extended.refresh_from_db()
    assert found.moved[0].reports == 2
    assert (extended.late_from, extended.extension_reason) == (midnight(2026, 12, 16), "")


@pytest.mark.rule("DS-17")
def test_a_dropped_date_waives_what_is_still_owed_with_the_reason(campaign, cast, amended, leader, now):
    accepted = make_report(campaign, cast.unit("economy"))
    open_report = report_of(campaign, cast.unit("service"))

    found = amended(deadlines=())

    assert (found.moved[0].after, found.moved[0].reports) == (None, 1)
    assert Deadline.objects.get(campaign=campaign).retired_at == now
    assert dict(campaign.obligations.values_list("pk", "status")) == {
        accepted.pk: "accepted",
        open_report.pk: "waived",
    }
    line = HistoryEntry.objects.about(open_report)[0]
    assert (line.action, line.reason, line.actor_name) == ("obligation.waive", DROPPED, leader.name)


@pytest.mark.rule("DS-17")
def test_a_date_that_comes_back_is_owed_again(campaign, cast, amended):
    report = report_of(campaign, cast.unit("economy"))
    amended(deadlines=())

    amended(deadlines=moved(date(2026, 12, 15)))

    report.refresh_from_db()
    assert (report.status, report.waive_reason, report.late_from) == ("not_started", "", midnight(2026, 12, 16))


@pytest.mark.rule("DS-17")
def test_rows_keep_their_identity_and_dropped_ones_stay_with_their_results(campaign, cast, amended, now):
    report = make_report(campaign, cast.unit("economy"))
    kept = ContentItem.objects.get(key="dung-han")
    first, second = plan_document().content
    renamed = replace(
        first, items=(replace(first.items[0], text="Giải quyết trước hạn."), Item(key="moi", text="Mới."))
    )

    amended(content=(renamed,))

    kept.refresh_from_db()
    assert (kept.text, kept.retired_at) == ("Giải quyết trước hạn.", None)
    retired = ContentItem.objects.filter(area__campaign=campaign).exclude(retired_at=None).order_by("pk")
    assert list(retired.values_list("key", "retired_at")) == [("niem-yet", now), ("xep-loai", now)]
    assert campaign.areas.get(key=second.key).retired_at == now
    assert set(Target.objects.exclude(retired_at=None).values_list("key", flat=True)) == {"da-niem-yet", "xep-loai-tot"}
    assert set(report.lines.exclude(item=None).values_list("item__key", flat=True)) >= {"dung-han", "niem-yet"}


def test_a_unit_that_an_amendment_takes_in_owes_what_is_still_to_come(campaign, cast, amended):
    health = make_unit(cast.commune, "Trạm Y tế")
    group = plan_document().audience[0]

    amended(audience=(replace(group, units=(*group.units, health.name)),))

    assert campaign.participations.get(unit=health).joined_on == date(2026, 5, 14)
    assert owed(campaign, health) == [("unit_report", None, midnight(2026, 12, 1))]


def test_dates_set_by_hand_and_requested_reports_outlive_an_amendment(cast, campaign, amended, officer, now):
    deadlines.request_report(
        campaign, title="Báo cáo nhanh", last_day=date(2026, 6, 1), reason="Công văn", by=officer, at=now
    )

    found = amended(deadlines=moved(date(2026, 12, 15)))

    assert [each.title for each in found.moved] == ["Báo cáo kết quả phong trào"]
    row = campaign.deadlines.get(key="requested-1")
    assert (row.retired_at, row.late_from, row.set_by_hand) == (None, midnight(2026, 6, 2), True)


def test_only_one_amendment_is_drafted_at_a_time_and_it_can_be_dropped(campaign, officer, now):
    plans.start_amendment(campaign, by=officer, at=now)
    with pytest.raises(ValidationError, match="soạn dở"):
        plans.start_amendment(campaign, by=officer, at=now)

    plans.drop_amendment(campaign, by=officer, at=now)

    assert list(campaign.versions.values_list("number", flat=True)) == [1]
    with pytest.raises(ValidationError, match="Không có bản điều chỉnh"):
        plans.drop_amendment(campaign, by=officer, at=now)


def test_an_amendment_needs_a_draft_that_is_complete(campaign, officer, leader, now):
    facts = {"reason": "Sửa.", "issued_on": now.date(), "by": leader, "at": now}
    with pytest.raises(ValidationError, match="Chưa có bản điều chỉnh"):
        plans.amend(campaign, **facts)
    plans.start_amendment(campaign, by=officer, at=now)
    plans.redraft(campaign, replace(plan_document(), content=()), by=officer, at=now)
    with pytest.raises(ValidationError, match="Chưa có nội dung thi đua"):
        plans.amend(campaign, **facts)

    assert campaign.plan == plan_document()


def test_only_the_officer_of_the_planning_office_opens_and_drops_an_amendment(cast, campaign, now):
    assert who_can(cast, lambda actor: plans.start_amendment(campaign, by=actor, at=now)) == {"officer"}
    plans.start_amendment(campaign, by=cast.actor("officer"), at=now)
    assert who_can(cast, lambda actor: plans.drop_amendment(campaign, by=actor, at=now)) == {"officer"}

    with pytest.raises(PermissionDenied):
        plans.redraft(campaign, plan_document(), by=cast.actor("leader"), at=now)
