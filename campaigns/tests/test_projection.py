"""What follows from an issued plan as rows, by the five real plans."""

from contextlib import ExitStack
from datetime import date, datetime

import pytest
from django_scopes import scope

from campaigns.models import Campaign, ContentItem, Obligation
from campaigns.planfile.words import Part
from campaigns.services import deadlines, loading, plans
from campaigns.tests.factories import HERE, ISSUED_AT, ISSUED_ON, make_campaign
from campaigns.tests.five_plans import file_of
from campaigns.tests.projection_cases import midnight, owed
from communes.access import Actor
from communes.acting import may_make
from communes.models import Role, Unit
from communes.tests.factories import make_membership, make_person, make_unit, make_user


@pytest.fixture
def issued(db):
    """Return what loads one of the five plan files and issues its plan, with the commune's scope open."""
    with ExitStack() as scopes:

        def issue(code, on, *, more_units=()):
            [loaded] = loading.load([(code, file_of(code))], at=ISSUED_AT)
            campaign = loaded.campaign
            at = max(ISSUED_AT, datetime(on.year, on.month, on.day, 8, tzinfo=HERE))
            who = {"by": Actor.of_product(campaign.commune), "at": at}
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


def test_a_unit_that_exists_no_longer_is_not_taken_in(cast):
    gone = make_unit(cast.commune, "Phòng cũ", valid_to=date(2025, 6, 30))

    campaign = make_campaign(cast, units=[gone, cast.unit("economy")])

    assert list(campaign.participations.values_list("unit__name", "joined_on")) == [("Phòng Kinh tế", ISSUED_ON)]
