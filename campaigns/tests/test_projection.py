"""What follows from an issued plan as rows, by the five real plans, and what an amendment does to those rows."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_scopes import scope

from campaigns.models import Campaign, ContentItem, Deadline, Obligation, Target
from campaigns.planfile.schema import Item, PlanDeadline
from campaigns.planfile.words import DeadlineKind, Paper, Part
from campaigns.services import deadlines, loading, plans
from campaigns.services.projection import DROPPED
from campaigns.tests.factories import HERE, ISSUED_AT, ISSUED_ON, make_campaign, make_report, plan_document, report_of
from campaigns.tests.five_plans import file_of
from campaigns.tests.matrix import who_can
from communes.access import Actor
from communes.acting import may_make
from communes.models import HistoryEntry, Role, Unit
from communes.tests.factories import make_membership, make_person, make_unit, make_user


def midnight(year, month, day):
    """Return the first moment of a day."""
    return datetime(year, month, day, tzinfo=HERE)


def owed(campaign, unit):
    """Return what a unit owes: paper, year, first late moment."""
    rows = campaign.obligations.filter(unit=unit).order_by("late_from", "deadline__paper")
    return list(rows.values_list("deadline__paper", "deadline__year", "late_from"))


@pytest.fixture
def issued(db):
    """Return what loads one of the five plan files and issues its plan, with the commune's scope open."""
    with ExitStack() as scopes:

        def issue(code, on, *, more_units=()):
            [loaded] = loading.load([(code, file_of(code))], at=ISSUED_AT)
            campaign = loaded.campaign
            who = {"by": Actor.of_product(campaign.commune), "at": ISSUED_AT}
            scopes.enter_context(scope(commune=campaign.commune))
            for name, kind in more_units:
                make_unit(campaign.commune, name, kind)
            plans.submit(campaign, **who)
            plans.approve(campaign, **who)
            plans.issue(campaign, number=20, issued_on=on, **who)
            return Campaign.objects.select_related("commune").get(pk=campaign.pk)

        yield issue


def of_unit(campaign, name, role=Role.OFFICER):
    """Return somebody with a role in a unit of that name."""
    commune, unit = campaign.commune, Unit.objects.get(name=name)
    user = make_user(f"{commune.slug}.{unit.pk}.{role}")
    person = make_person(commune, "Tạ Thị Lành", user=user, unit=unit)
    held = make_membership(person, role, unit)
    return Actor(user=user, commune=commune, person=person, memberships=(held,))


def may(actor, model, status, action, campaign):
    """Say whether somebody may make a move on a record of the campaign."""
    record = model(campaign=campaign, unit_id=campaign.participations.first().unit_id, status=status)
    return may_make(model.flow.find(status, action), record, actor)


@pytest.mark.rule("DS-01", "DS-02")
def test_dai_son_has_five_reports_per_unit_from_the_day_of_issue(issued):
    campaign = issued("DS", date(2026, 6, 15))

    unit = Unit.objects.get(name="Phòng Kinh tế")
    assert owed(campaign, unit) == [
        ("unit_report", year, midnight(year, 11, 20)) for year in (2026, 2027, 2028, 2029, 2030)
    ]
    units = campaign.participations.count()
    assert units == 7
    assert campaign.obligations.filter(status="not_started").count() == 5 * units
    rounds = campaign.rounds.order_by("key", "year").values_list("key", "kind", "year")
    assert list(rounds) == [
        ("dot-xuat", "ad_hoc", None),
        *[("hang-nam", "annual", year) for year in range(2026, 2031)],
        ("tong-ket", "final", None),
    ]


@pytest.mark.rule("DS-12")
def test_the_final_dossiers_of_dai_son_have_no_date_until_a_later_plan_sets_one(issued):
    campaign = issued("DS", date(2026, 6, 15))

    row = campaign.deadlines.get(key="ho-so-tong-ket")
    assert (row.kind, row.late_from, row.last_day) == ("later_plan", None, None)

    deadlines.set_date(
        row, last_day=date(2030, 10, 31), reason="Kế hoạch số 9", by=Actor.of_product(campaign.commune), at=ISSUED_AT
    )
    assert campaign.deadlines.get(key="ho-so-tong-ket").late_from == midnight(2030, 11, 1)


@pytest.mark.rule("VT-03")
def test_vinh_thuy_owes_two_papers_before_the_thirtieth_of_november(issued):
    campaign = issued("VT", date(2025, 8, 20), more_units=[("Phòng Kinh tế", Unit.Kind.OFFICE)])

    for unit in Unit.objects.filter(name__in=["Phòng Kinh tế", "Trung tâm Phục vụ hành chính công"]):
        assert owed(campaign, unit) == [
            ("achievement_report", None, midnight(2025, 11, 30)),
            ("unit_report", None, midnight(2025, 11, 30)),
        ]


@pytest.mark.rule("KP-06")
def test_the_dossiers_of_kim_phuong_are_late_from_the_sixth_of_december(issued):
    campaign = issued("KP", date(2025, 2, 18))

    row = campaign.deadlines.get(key="ho-so")
    assert (row.paper, row.late_from, row.last_day) == ("dossier", midnight(2025, 12, 6), date(2025, 12, 5))
    assert not campaign.obligations.exists()


@pytest.mark.rule("DT-05", "DT-01")
def test_every_unit_of_dong_tam_reports_by_the_last_day_of_the_campaign(issued):
    campaign = issued("DT", date(2025, 8, 18))

    assert campaign.starts_on == date(2025, 8, 18)
    assert set(campaign.obligations.values_list("unit__name", "late_from")) == {
        (name, midnight(2026, 1, 1))
        for name in (
            "Đảng ủy xã",
            "Hội đồng nhân dân xã",
            "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
            "Phòng Văn hóa - Xã hội",
            "Trung tâm Dịch vụ tổng hợp xã",
        )
    }


@pytest.mark.rule("HP-11")
def test_hoa_phong_runs_from_issue_to_the_end_of_2026_with_a_round_each_year_and_a_final_one(issued):
    campaign = issued("HP", date(2024, 5, 6))

    assert (campaign.starts_on, campaign.ends_on) == (date(2024, 5, 6), date(2026, 12, 31))
    assert list(campaign.rounds.order_by("key", "year").values_list("key", "year")) == [
        ("hang-nam", 2024), ("hang-nam", 2025), ("hang-nam", 2026), ("tong-ket", None),
    ]  # fmt: skip


@pytest.mark.rule("KP-08")
def test_in_kim_phuong_the_office_receives_and_the_culture_section_does_not(issued):
    campaign = issued("KP", date(2025, 2, 18))
    office, culture = (of_unit(campaign, f"Bộ phận {name}") for name in ("Văn phòng - thống kê", "Văn hóa - xã hội"))

    for action in ("return", "accept", "accept_late"):
        assert may(office, Obligation, "received", action, campaign)
        assert not may(culture, Obligation, "received", action, campaign)
    assert may(office, Obligation, "submitted", "receive", campaign)
    assert not may(culture, Obligation, "submitted", "receive", campaign)
    assert campaign.holders_of(Part.PUBLICISES) == culture.office_ids


@pytest.mark.rule("HP-08")
def test_in_hoa_phong_the_council_plans_and_proposes_and_the_office_clerk_appraises(issued):
    campaign = issued("HP", date(2024, 5, 6))
    council, clerk = "Hội đồng Thi đua - Khen thưởng xã", "Công chức Văn phòng UBND xã"

    held = {part: set(Unit.objects.filter(pk__in=campaign.holders_of(part)).values_list("name", flat=True))
            for part in ("plans", "proposes", "appraises", "tracks")}  # fmt: skip
    assert held == {"plans": {council}, "proposes": {council}, "appraises": {clerk}, "tracks": {clerk}}
    assert may_make(type(campaign).flow.find("draft", "submit"), campaign, of_unit(campaign, council))
    assert not may_make(type(campaign).flow.find("draft", "submit"), campaign, of_unit(campaign, clerk))


@pytest.mark.rule("DT-07")
def test_in_dong_tam_the_culture_office_leads_and_the_service_centre_publicises(issued):
    campaign = issued("DT", date(2025, 8, 18))
    culture, centre = "Phòng Văn hóa - Xã hội", "Trung tâm Dịch vụ tổng hợp xã"

    held = {part: set(Unit.objects.filter(pk__in=campaign.holders_of(part)).values_list("name", flat=True))
            for part in ("leads", "tracks", "inspects", "appraises", "publicises")}  # fmt: skip
    assert held == {
        "leads": {culture}, "tracks": {culture}, "inspects": {culture}, "appraises": {culture},
        "publicises": {centre},
    }  # fmt: skip
    assert may(of_unit(campaign, culture), Obligation, "submitted", "receive", campaign)
    assert not may(of_unit(campaign, centre), Obligation, "submitted", "receive", campaign)


@pytest.mark.rule("DS-01")
def test_the_rows_of_content_repeat_the_plan_with_its_clauses(cast):
    campaign = make_campaign(cast)

    areas = campaign.areas.order_by("position").values_list("key", "clause", "retired_at")
    items = ContentItem.objects.filter(area__campaign=campaign).order_by("area__position", "position")
    targets = campaign.targets.order_by("position").values_list("key", "item__key", "kind", "grade", "scale")
    assert list(areas) == [("thu-tuc", "III.1", None), ("cong-vu", "III.2", None)]
    assert [item.key for item in items] == ["dung-han", "niem-yet", "xep-loai"]
    assert list(targets) == [
        ("ty-le-dung-han", "dung-han", "percent", "", []),
        ("da-niem-yet", "niem-yet", "yes_no", "", []),
        ("xep-loai-tot", "xep-loai", "grade", "Tốt", ["Trung bình", "Khá", "Tốt", "Xuất sắc"]),
    ]


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


def test_a_unit_that_exists_no_longer_is_not_taken_in(cast):
    gone = make_unit(cast.commune, "Phòng cũ", valid_to=date(2025, 6, 30))

    campaign = make_campaign(cast, units=[gone, cast.unit("economy")])

    assert list(campaign.participations.values_list("unit__name", "joined_on")) == [("Phòng Kinh tế", ISSUED_ON)]


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
