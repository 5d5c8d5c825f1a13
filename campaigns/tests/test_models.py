"""What the database itself refuses, and what campaigns and their rows say about themselves."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope
from django_scopes.exceptions import ScopeError
from django_scopes.state import state

from campaigns.models import (
    AwardRound,
    Campaign,
    ContentItem,
    Deadline,
    Difficulty,
    Duty,
    Exemplar,
    Finding,
    LegalValue,
    Obligation,
    PeakDrive,
    PlanRemark,
    PlanVersion,
    Registration,
    ReportLine,
    Target,
    UnitPlan,
)
from campaigns.services import inspections, plans
from campaigns.tests.factories import DUE_ON, HERE, ISSUED_AT, make_campaign, make_report, report_of
from communes.access import Actor
from communes.tests.factories import Cast, make_commune

NOW = datetime(2026, 5, 14, 9, 30, tzinfo=HERE)


@pytest.fixture
def campaign(cast):
    """A small issued campaign."""
    return make_campaign(cast)


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế."""
    return cast.unit("economy")


def refused(constraint, write):
    """Assert that the database refuses a write by the named rule, or by the fields that the rule is about."""
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        write()
    text = str(problem.value)
    assert constraint in text or text.startswith("UNIQUE constraint failed")


@pytest.mark.parametrize("status", ["issued", "summing_up", "closed"])
@pytest.mark.parametrize("missing", ["number", "issued_on", "starts_on"])
@pytest.mark.rule("DT-01")
def test_an_issued_campaign_has_its_number_and_dates(campaign, status, missing):
    rows = Campaign.objects.filter(pk=campaign.pk)

    refused("campaign_issued_has_number_and_date", lambda: rows.update(status=status, **{missing: None}))


def test_a_campaign_does_not_end_before_it_starts(campaign):
    rows = Campaign.objects.filter(pk=campaign.pk)

    refused("campaign_ends_after_start", lambda: rows.update(ends_on=campaign.starts_on - timedelta(days=1)))
    assert rows.update(ends_on=campaign.starts_on) == 1


def test_keys_and_versions_are_used_once(campaign):
    facts = {"campaign": campaign, "document": {}, "drafted_at": NOW, "drafted_by": "Hạnh"}

    refused("key_once", lambda: Campaign.objects.create(
        commune=campaign.commune, key=campaign.key, name="Khác", ends_on=date(2026, 12, 31)))  # fmt: skip
    refused("version_number_once", lambda: PlanVersion.objects.create(number=1, issued_at=NOW, **facts))
    PlanVersion.objects.create(number=2, **facts)
    refused("one_draft_version", lambda: PlanVersion.objects.create(number=3, **facts))


def test_a_settled_doubt_and_an_excused_report_say_why(campaign, unit):
    reports = Obligation.objects.filter(pk=report_of(campaign, unit).pk)
    remark = {"campaign": campaign, "code": "lost_word", "message": "Thiếu từ."}

    refused("remark_settled_with_a_word", lambda: PlanRemark.objects.create(settled_at=NOW, **remark))
    refused("waived_report_has_reason", lambda: reports.update(status="waived"))
    refused("returned_report_has_reason", lambda: reports.update(status="returned"))
    for status in ("submitted", "received", "accepted"):
        refused("submitted_report_has_moment", lambda status=status: reports.update(status=status))


@pytest.mark.parametrize(
    ("model", "name", "facts"),
    [
        (Deadline, "deadline", {"paper": "dossier", "kind": "later_plan", "title": "Hồ sơ"}),
        (AwardRound, "round", {"kind": "final", "title": "Cuối đợt"}),
    ],
)
@pytest.mark.parametrize(
    ("year", "constraint"), [(None, "once_per_campaign_without_year"), (2026, "once_per_campaign_and_year")]
)
def test_a_date_and_a_round_stand_once_in_a_campaign(cast, campaign, model, name, facts, year, constraint):
    other = make_campaign(cast, key="khac")
    again = {"key": "cuoi-dot", "year": year, **facts}
    for row in (
        {**again, "campaign": campaign},
        {**again, "campaign": other},
        {**again, "campaign": campaign, "key": "b"},
    ):
        model.objects.create(**row)
    model.objects.create(**{**again, "campaign": campaign, "year": 2027})

    refused(f"{name}_{constraint}", lambda: model.objects.create(**again, campaign=campaign))


def test_a_line_is_about_something_and_a_unit_owes_a_report_once(campaign, unit):
    report = report_of(campaign, unit)
    item = ContentItem.objects.filter(area__campaign=campaign).first()
    target = Target.objects.filter(campaign=campaign).first()
    of_item, of_target = {"obligation": report, "item": item}, {"obligation": report, "target": target}
    ReportLine.objects.filter(obligation=report).delete()
    about = "line_is_about_an_item_or_a_target"

    refused(about, lambda: ReportLine.objects.create(obligation=report))
    refused(about, lambda: ReportLine.objects.create(**of_item, target=target))
    ReportLine.objects.create(**of_item)
    ReportLine.objects.create(**of_target)
    refused("one_line_per_item", lambda: ReportLine.objects.create(**of_item))
    refused("one_line_per_target", lambda: ReportLine.objects.create(**of_target))
    refused("one_obligation_per", lambda: Obligation.objects.create(
        campaign=campaign, deadline=report.deadline, unit=unit))  # fmt: skip


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("counted_target_has_value", {"kind": "number"}),
        ("counted_target_has_value", {"kind": "percent"}),
        ("graded_target_has_grade", {"kind": "grade"}),
    ],
)
@pytest.mark.rule("VT-02")
def test_a_target_says_what_must_be_reached(campaign, constraint, facts):
    refused(constraint, lambda: Target.objects.create(campaign=campaign, key="moi", text="Chỉ tiêu", **facts))


def test_units_rows_keep_their_own_rules(campaign, unit, member):
    of_unit = {"campaign": campaign, "unit": unit}
    registered = {"registered_by": "Én", "registered_at": NOW, "aim": "Giấy khen", **of_unit}
    raised = {"title": "a", "text": "b", "raised_by": "Én", "raised_at": NOW, **of_unit}
    UnitPlan.objects.create(**of_unit)

    refused("one_plan_per", lambda: UnitPlan.objects.create(**of_unit))
    refused("adopted_plan_has_date", lambda: UnitPlan.objects.update(status="adopted"))
    refused("drive_ends_after_start", lambda: PeakDrive.objects.create(
        name="a", starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 1), **of_unit))  # fmt: skip
    refused("registration_of_individual", lambda: Registration.objects.create(subject="individual", **registered))
    refused("registration_of_individual", lambda: Registration.objects.create(
        subject="collective", person=member.person, **registered))  # fmt: skip
    refused("answered_difficulty", lambda: Difficulty.objects.create(status="answered", **raised))
    refused("published_exemplar", lambda: Exemplar.objects.create(
        status="published", kind="initiative", title="a", story="b", found_at=NOW, **of_unit))  # fmt: skip
    refused("duty_once", lambda: Duty.objects.bulk_create([Duty(part="leads", **of_unit)] * 2))


def test_a_recommendation_has_its_date(campaign, unit):
    by = Actor.of_product(campaign.commune)
    visit = inspections.plan(campaign, unit, kind="periodic", inspected_on=date(2026, 5, 1), team="Đoàn", by=by, at=NOW)
    facts = {"inspection": visit, "item": campaign.areas.first().items.first(), "found": "a", "verdict": "agrees"}

    refused("recommendation_has_date", lambda: Finding.objects.create(recommendation="Sửa", **facts))


@pytest.mark.rule("L-01")
def test_a_number_of_the_law_begins_once_a_day_in_a_commune_and_ends_after_it_began(commune):
    facts = {"key": "k", "title": "t", "value": Decimal(1), "source": "s", "valid_from": date(2026, 1, 2)}
    for owner in (None, commune, make_commune("dai-son", "Đại Sơn")):
        LegalValue.objects.create(**facts, commune=owner)

    refused("legal_value_shipped_once_per_day", lambda: LegalValue.objects.create(**facts))
    refused("legal_value_once_per_commune_and_day", lambda: LegalValue.objects.create(**facts, commune=commune))
    refused("legal_value_ends", lambda: LegalValue.objects.create(
        **{**facts, "key": "l", "valid_to": date(2026, 1, 1)}))  # fmt: skip


def test_no_row_answers_outside_its_commune(campaign, cast):
    with scope(commune=make_commune("dai-son", "Đại Sơn")):
        assert [Campaign.objects.count(), Obligation.objects.count(), Target.objects.count()] == [0, 0, 0]
    with scope(commune=cast.commune):
        assert Campaign.objects.get() == campaign
    token = state.set({})
    try:
        with pytest.raises(ScopeError):
            Campaign.objects.count()
    finally:
        state.reset(token)


@pytest.mark.parametrize(
    ("part", "status", "sees"),
    [
        (
            part,
            status,
            part in ("officer", "leader", "clerk", "reader") or status not in (*Campaign.IN_THE_MAKING, "cancelled"),
        )
        for part in ("officer", "leader", "clerk", "reader", "head", "member")
        for status in Campaign.Status.values
    ],
)
def test_plans_never_issued_are_for_the_communes_staff(cast, part, status, sees):
    make_campaign(cast, status=status)

    assert Campaign.objects.within(cast.actor(part)).exists() is sees


@pytest.mark.parametrize(
    ("on", "runs"),
    [(date(2026, 1, 14), False), (date(2026, 1, 15), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_a_campaign_runs_from_its_first_day_to_its_last(campaign, on, runs):
    assert Campaign.objects.running(on).exists() is runs


@pytest.mark.rule("DT-07")
def test_a_duty_that_nobody_holds_falls_to_those_who_stand_in(campaign, cast):
    culture, front = cast.unit("culture").pk, cast.unit("front").pk
    assert campaign.holders_of("plans") == {culture}
    assert campaign.holders_of("inspects") == {culture, front}

    campaign.duties.exclude(part="leads").delete()
    bare = Campaign.objects.get(pk=campaign.pk)
    assert [bare.holders_of(part) for part in ("tracks", "inspects", "appraises", "publicises")] == [{culture}] * 4
    assert bare.holders_of("mobilises") == frozenset()

    campaign.duties.all().delete()
    assert Campaign.objects.get(pk=campaign.pk).holders_of("tracks") == frozenset()


@pytest.mark.rule("VT-05")
def test_a_campaign_that_demands_inspections_closes_when_each_reporting_unit_was_inspected(cast, leader, now):
    from_plan = make_campaign(cast, status="summing_up")
    version = from_plan.versions.get()
    PlanVersion.objects.filter(pk=version.pk).update(document={**version.document, "inspection": {"required": True}})
    plans.note_summary(from_plan, issued_on=date(2026, 12, 30))
    campaign = Campaign.objects.get(pk=from_plan.pk)
    service = report_of(campaign, cast.unit("service"))
    Obligation.objects.filter(pk=service.pk).update(status="waived", waive_reason="Sáp nhập")

    assert campaign.blockers_to_close() == ["Kế hoạch yêu cầu kiểm tra, chưa kiểm tra: Phòng Kinh tế."]
    campaign.inspections.create(
        unit=cast.unit("economy"), kind="periodic", inspected_on=date(2026, 5, 1), team="Đoàn", status="planned"
    )
    assert len(campaign.blockers_to_close()) == 1
    campaign.inspections.update(status="concluded")
    plans.close(campaign, by=leader, at=now)

    assert Campaign.objects.get(pk=campaign.pk).status == "closed"


def test_a_report_waiting_for_the_agency_and_a_missing_summary_hold_the_close_back(cast, campaign, unit):
    make_report(campaign, unit, status="submitted")

    assert campaign.blockers_to_close() == [
        "Còn 01 báo cáo đã nộp nhưng chưa duyệt hoặc trả lại.",
        "Chưa ban hành báo cáo tổng kết.",
    ]


@pytest.mark.rule("DS-02")
def test_what_is_overdue_is_late_and_still_with_the_unit(campaign, unit):
    report = report_of(campaign, unit)
    late = report.late_from

    assert not Obligation.objects.overdue(late - timedelta(microseconds=1)).exists()
    assert Obligation.objects.overdue(late).count() == 2
    make_report(campaign, unit, status="submitted")
    assert list(Obligation.objects.overdue(late).values_list("unit__name", flat=True)) == [
        "Trung tâm Phục vụ hành chính công"
    ]
    assert report.lateness(late) == 1
    assert report.lateness(datetime(DUE_ON.year, DUE_ON.month, DUE_ON.day, 23, 59, tzinfo=HERE)) == 0


def test_the_campaign_of_a_neighbour_has_holders_of_its_own(campaign):
    neighbours = Cast(make_commune("dai-son", "Đại Sơn"))
    with scope(commune=neighbours.commune):
        theirs = make_campaign(neighbours)
        assert theirs.holders_of("tracks") == {neighbours.unit("culture").pk}
        assert theirs.obligations.count() == 2
        assert theirs.issued_on == ISSUED_AT.date()
    assert campaign.holders_of("tracks").isdisjoint(theirs.holders_of("tracks"))
