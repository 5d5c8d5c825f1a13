"""What stands against a nominee of Đại Sơn and Đồng Tâm whatever the criteria say, with records in the database."""

from datetime import date, timedelta

import pytest

from awards.services import eligibility
from awards.tests.factories import make_decision
from awards.tests.five_plan_cases import accept_reports, annual_of, read
from awards.tests.standing_cases import (
    appraise,
    check,
    discipline,
    earlier_award,
    examine,
    make_initiative,
    moment,
    nominate,
)
from campaigns.rules.results import MET, UNKNOWN, UNMET
from campaigns.tests.plan_cases import issued_of
from communes.models import Unit
from communes.tests.factories import make_person, make_unit


@pytest.fixture
def appraiser(officer):
    """Who appraises: Nguyễn Thị Hạnh."""
    return officer.person


@pytest.fixture
def annual(cast):
    """The annual nomination of Phòng Kinh tế in Đại Sơn for 2026."""
    return annual_of(cast)


@pytest.mark.rule("DS-07")
def test_a_second_award_for_the_round_is_refused_with_the_decision_named_unless_a_leader_excepts_it(annual, leader):
    make_decision(annual.campaign, [annual], status="published", number=5)
    type(annual).objects.filter(pk=annual.pk).update(status="awarded")
    second = nominate(
        annual.campaign, "hang-nam", year=2026, unit=annual.unit, award="bang_khen", authority="province",
        status="draft",
    )  # fmt: skip
    at = moment(2026, 6, 1)

    refused = eligibility.problems(second, "submit", at)
    second.exemptions.create(
        check_key="one_achievement", title="Một thành tích, một lần khen", reason="Thành tích khác",
        leader_name="Trần Quốc Bảo", granted_at=at, conflicts=[f"nomination:{annual.pk}"],
    )  # fmt: skip
    excepted = check(read(second, at), "one_achievement")

    assert refused == [
        "Thành tích này đã được khen: Giấy khen theo Quyết định số 05/QĐ-UBND ngày 14/05/2026; một thành tích không "
        "khen nhiều lần, nhiều hình thức. Nếu đề nghị xét là trường hợp ngoại lệ, hãy ghi giải trình."
    ]
    assert (excepted.state, excepted.excepted) == (MET, "Thành tích khác (Trần Quốc Bảo)")
    assert excepted.source == "mục III.1.2 của kế hoạch; Luật Thi đua, khen thưởng, Điều 5"
    assert eligibility.problems(second, "submit", at) == []


@pytest.mark.rule("DS-07")
def test_of_two_dossiers_of_one_round_the_later_is_refused_and_an_award_of_another_year_is_not(annual):
    twin = nominate(
        annual.campaign, "hang-nam", year=2026, unit=annual.unit, award="bang_khen", authority="province",
        submitted_at=annual.submitted_at + timedelta(hours=1),
    )  # fmt: skip
    next_year = nominate(annual.campaign, "hang-nam", year=2027, unit=annual.unit)
    at = moment(2026, 12, 1)

    states = [check(read(each, at), "one_achievement").state for each in (annual, twin, next_year)]

    assert states == [MET, UNMET, MET]


@pytest.mark.rule("DS-07")
@pytest.mark.parametrize(("said", "state"), [(None, UNKNOWN), (MET, MET), (UNMET, UNMET)])
def test_an_ad_hoc_award_or_one_from_elsewhere_is_weighed_by_the_appraiser(annual, appraiser, said, state):
    earlier_award(annual, date(2026, 4, 2))
    deed = nominate(
        annual.campaign, "hang-nam", year=2026, unit=annual.unit, basis="ad_hoc", deed_on=date(2026, 3, 1),
    )  # fmt: skip
    make_decision(annual.campaign, [deed], status="published", number=6)
    appraisal = appraise(annual, appraiser, MET)
    if said:
        annual.judgements.create(
            appraisal=appraisal, path="check/one_achievement", verdict=said, note="Việc khác.", by="Nguyễn Thị Hạnh",
            at=moment(2026, 5, 13),
        )  # fmt: skip

    found = check(read(annual, moment(2026, 12, 1)), "one_achievement")

    assert found.state == state
    assert "Giấy khen theo Quyết định số 06/QĐ-UBND ngày 14/05/2026" in found.words
    assert "Bằng khen của Chủ tịch UBND tỉnh theo Quyết định số 77 ngày 02/04/2026" in found.words
    assert ("Nguyễn Thị Hạnh kết luận" in found.words) == (said is not None)


@pytest.mark.rule("DS-02")
@pytest.mark.parametrize(("at", "blocked"), [(moment(2026, 11, 19, 23, 59), False), (moment(2026, 11, 20, 0, 0), True)])
def test_from_20_november_a_unit_that_has_not_reported_the_year_does_not_reach_the_council(annual, at, blocked):
    make_initiative(annual)

    problems = eligibility.problems(annual, "place_on_agenda", at)

    words = ["Chưa theo đúng trình tự: báo cáo kết quả của đơn vị chưa được duyệt."]
    assert problems == (words if blocked else [])
    if blocked:
        assert accept_reports(annual, at) == 5
        assert eligibility.problems(annual, "place_on_agenda", at) == []


@pytest.mark.rule("L-08")
def test_an_initiative_entered_twice_supports_the_first_award_alone(annual):
    make_initiative(annual, title="Trả kết quả tại nhà")
    later = nominate(annual.campaign, "hang-nam", year=2027, unit=annual.unit)
    make_initiative(later, title="TRẢ KẾT QUẢ TẠI NHÀ")
    at = moment(2027, 12, 1)

    first, second = (check(read(each, at), "initiative") for each in (annual, later))

    assert (first.state, first.words) == (MET, "Sáng kiến chưa dùng để xét khen lần nào.")
    assert (second.state, second.words) == (
        UNMET,
        "Sáng kiến đã dùng để xét khen, không dùng lần nữa: “TRẢ KẾT QUẢ TẠI NHÀ” (hồ sơ đề nghị Giấy khen khác).",
    )


@pytest.mark.rule("L-03")
def test_a_matter_under_examination_stops_a_dossier_until_it_is_cleared(annual):
    make_initiative(annual)
    matter = examine(annual, date(2026, 3, 2))
    at = moment(2026, 5, 14)
    refused = [eligibility.problems(annual, action, at) for action in ("submit", "enter", "place_on_agenda", "decide")]
    matter.cleared_on, matter.conclusion = date(2026, 5, 14), "Không có vi phạm."
    matter.save()

    veiled = "Chưa đề nghị khen thưởng được; liên hệ cơ quan thường trực để biết lý do."
    told = (
        "Đang bị xem xét, chưa được đề nghị khen thưởng: đang giải quyết khiếu nại, tố cáo đối với Phòng Kinh tế "
        "từ ngày 02/03/2026 (Đơn ngày 02/3)."
    )
    assert refused == [[veiled], [told], [told], [told]]
    assert eligibility.problems(annual, "decide", at) == []


@pytest.mark.rule("L-03")
def test_discipline_in_force_stops_a_person_and_achievement_counts_from_its_end(cast, annual):
    mine = nominate(annual.campaign, "hang-nam", year=2026, unit=cast.unit("economy"), subject="individual")
    measure = discipline(mine.person, date(2025, 10, 1))
    at = moment(2026, 12, 1)
    stopped = check(read(mine, at), "examination")
    measure.ended_on = date(2026, 10, 1)
    measure.save()
    later = read(mine, at)

    assert stopped.state == UNMET
    assert "đang thi hành kỷ luật khiển trách đối với" in stopped.words
    assert check(later, "examination").state == MET
    assert (check(later, "counting").state, check(later, "counting").words) == (
        UNKNOWN,
        "Thành tích chỉ được tính từ ngày 01/10/2026, khi hết kỷ luật; cần xác nhận vẫn đủ thành tích.",
    )


@pytest.mark.rule("L-03")
def test_a_matter_about_the_unit_makes_its_people_wait_for_a_person_to_look(cast, annual, appraiser):
    mine = nominate(annual.campaign, "hang-nam", year=2026, unit=cast.unit("economy"), subject="individual")
    examine(annual, date(2026, 3, 2))
    at = moment(2026, 12, 1)
    before = check(read(mine, at), "unit_examination")
    appraisal = appraise(mine, appraiser, MET)
    mine.judgements.create(appraisal=appraisal, path="check/unit_examination", verdict=MET, by="Hạnh", at=at)

    after = check(read(mine, at), "unit_examination")

    assert (before.state, after.state) == (UNKNOWN, MET)
    assert check(read(mine, at), "examination").state == MET


@pytest.mark.rule("DT-02")
@pytest.mark.parametrize(
    ("unit", "category", "state"),
    [
        ("economy", "civil_servant", MET),
        ("front", "worker", MET),
        ("economy", "resident", UNMET),
        ("village", "civil_servant", UNMET),
    ],
)
def test_nobody_outside_the_audience_of_dong_tam_may_be_nominated(cast, unit, category, state):
    campaign = issued_of("DT", cast, on=date(2025, 8, 1))
    units = {"village": make_unit(cast.commune, "Thôn Đông", Unit.Kind.RESIDENTIAL)}
    home = units.get(unit) or cast.unit(unit)
    person = make_person(cast.commune, "Lò Văn Bính", unit=home, category=category)
    mine = nominate(campaign, "ket-thuc", unit=home, subject="individual", person=person, status="draft")

    found = check(read(mine, moment(2025, 12, 20)), "audience")

    assert found.state == state
    assert eligibility.problems(mine, "submit", moment(2025, 12, 20)) == ([found.words] if state == UNMET else [])
    assert found.source.startswith("mục ")
