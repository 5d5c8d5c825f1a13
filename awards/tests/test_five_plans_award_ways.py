"""Award rules of Hòa Phong and Vĩnh Thủy with records in the database: quotas, ranks, reports, plans, inspection."""

from datetime import date

import pytest

from awards.models import Threshold
from awards.services import eligibility
from awards.tests.five_plan_cases import accept_reports, demand_inspection, inspect, read
from awards.tests.standing_cases import (
    WRITTEN,
    appraise,
    assess,
    check,
    leaf,
    make_initiative,
    moment,
    nominate,
)
from campaigns.models import Inspection, Obligation, UnitPlan
from campaigns.rules.results import MET, UNKNOWN, UNMET
from campaigns.tests.plan_cases import issued_of


@pytest.fixture
def appraiser(officer):
    """Who appraises: Nguyễn Thị Hạnh."""
    return officer.person


@pytest.fixture
def hoa_phong(cast):
    """The nomination of Phòng Kinh tế in Hòa Phong for 2025."""
    return nominate(
        issued_of("HP", cast, on=date(2024, 12, 5)), "hang-nam", year=2025, unit=cast.unit("economy"),
        quota_key="nam-giay-khen-xa-tap-the",
    )  # fmt: skip


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(("on", "state"), [(moment(2025, 6, 30, 23, 59), MET), (moment(2025, 7, 1, 0, 0), UNMET)])
def test_the_districts_quota_of_hoa_phong_is_void_from_1_july_2025(hoa_phong, on, state):
    quotas = {quota.key: quota for each in hoa_phong.plan.rounds for quota in each.quotas}
    [key] = [
        key for key, quota in quotas.items()
        if quota.authority == "district" and quota.subject == "collective" and key.startswith("nam-")
    ]  # fmt: skip
    type(hoa_phong).objects.filter(pk=hoa_phong.pk).update(quota_key=key, authority="district")

    reading = read(hoa_phong, on)

    assert check(reading, "quota").state == state
    if state == UNMET:
        assert check(reading, "quota").words == (
            "Chủ tịch UBND huyện, thị xã không còn thẩm quyền từ ngày 01/7/2025; "
            "không dùng được số lượng khen thưởng của cấp này."
        )


RANKED = "thứ hạng kết quả dân vận chính quyền"


@pytest.mark.rule("HP-05")
@pytest.mark.parametrize(
    ("this", "last", "high", "leap"),
    [(3, 4, MET, UNMET), (4, 9, UNMET, MET), (5, 6, UNMET, UNMET), (2, None, MET, UNKNOWN)],
)
def test_ranks_of_hoa_phong_are_compared_with_the_communes_thresholds(hoa_phong, this, last, high, leap):
    for key, value in (("hang-cao", 3), ("vuot-bac", 5)):
        Threshold.objects.create(
            campaign=hoa_phong.campaign, subject="collective", leaf_key=key, value=value, source="Họp ngày 05/01",
            set_at=WRITTEN["recorded_at"], set_by="Hạnh",
        )  # fmt: skip
    for year, position in ((2025, this), (2024, last)):
        if position:
            assess(hoa_phong, "rank", year, measure=RANKED, position=position)

    reading = read(hoa_phong, moment(2025, 12, 20))

    assert (leaf(reading, "hang-cao").state, leaf(reading, "vuot-bac").state) == (high, leap)


@pytest.mark.rule("HP-05")
def test_without_a_threshold_a_rank_says_nothing(hoa_phong):
    assess(hoa_phong, "rank", 2025, measure=RANKED, position=1)

    found = leaf(read(hoa_phong, moment(2025, 12, 20)), "hang-cao")

    assert (found.state, found.found.found) == (UNKNOWN, "địa phương chưa đặt ngưỡng")


@pytest.mark.rule("HP-06")
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"status": "accepted", "late": False}, MET),
        ({"status": "accepted", "late": True}, UNMET),
        ({"status": "not_started", "submitted_at": None}, UNMET),
    ],
)
def test_reports_in_time_are_computed_from_the_units_own_record(hoa_phong, facts, state):
    deadline = hoa_phong.campaign.deadlines.get(paper="unit_report")
    due = moment(2025, 12, 1)
    type(deadline).objects.filter(pk=deadline.pk).update(late_from=due)
    Obligation.objects.update_or_create(
        campaign=hoa_phong.campaign, deadline=deadline, unit=hoa_phong.unit,
        defaults={"late_from": due, "submitted_at": due} | facts,
    )  # fmt: skip

    assert leaf(read(hoa_phong, moment(2025, 12, 20)), "bao-cao").state == state


@pytest.mark.rule("HP-07")
@pytest.mark.parametrize(("status", "state"), [("adopted", MET), ("draft", UNMET), (None, UNMET)])
def test_a_units_own_plan_counts_once_it_is_adopted(hoa_phong, status, state):
    if status:
        UnitPlan.objects.create(
            campaign=hoa_phong.campaign, unit=hoa_phong.unit, status=status, number="05/KH-PKT",
            adopted_on=date(2025, 2, 1) if status == "adopted" else None,
        )  # fmt: skip

    found = leaf(read(hoa_phong, moment(2025, 12, 20)), "ke-hoach")

    assert found.state == state
    assert found.found.found == ("Kế hoạch số 05/KH-PKT ngày 01/02/2025" if state == MET else "hiện chưa có")


@pytest.mark.rule("HP-09")
@pytest.mark.parametrize(("said", "state"), [(MET, MET), (UNMET, UNMET), (None, UNKNOWN)])
def test_whether_others_can_follow_it_is_the_appraisers_word_not_the_units(hoa_phong, appraiser, said, state):
    hoa_phong.judgements.create(
        path="tap-the/nhan-rong", verdict=MET, note="Toàn xã", by="Dũng", at=WRITTEN["recorded_at"]
    )
    if said:
        appraise(hoa_phong, appraiser, nhan_rong=said)

    found = leaf(read(hoa_phong, moment(2025, 12, 20)), "nhan-rong")

    assert (found.state, found.found.judged_by) == (state, "Nguyễn Thị Hạnh" if said else "")
    assert said or found.found.found == "đơn vị đã tự đánh giá là đạt (“Toàn xã”), chờ người thẩm định kết luận"


@pytest.mark.rule("VT-05")
def test_no_dossier_of_vinh_thuy_reaches_the_council_before_report_and_inspection(cast):
    campaign = issued_of("VT", cast, on=date(2025, 8, 1))
    nomination = nominate(campaign, "tong-ket", unit=cast.unit("economy"))
    at = moment(2025, 11, 20)

    def against():
        return eligibility.problems(nomination, "place_on_agenda", at)

    neither = against()
    Obligation.objects.filter(campaign=campaign, unit=nomination.unit).update(status="accepted", submitted_at=at)
    reported = against()
    visit = Inspection.objects.create(
        campaign=campaign, unit=nomination.unit, kind="periodic", inspected_on=date(2025, 11, 10), team="Đoàn 1"
    )
    planned = against()
    Inspection.objects.filter(pk=visit.pk).update(status="concluded", conclusion="Tốt.", concluded_at=at)

    lacking = "Chưa theo đúng trình tự: "
    inspection = "kế hoạch yêu cầu kiểm tra trước khi xét: đơn vị chưa được kiểm tra."
    assert neither == [f"{lacking}báo cáo kết quả của đơn vị chưa được duyệt; {inspection}"]
    assert reported == planned == [f"{lacking}{inspection}"]
    assert against() == []
    assert eligibility.problems(nomination, "submit", at) == []


@pytest.mark.rule("VT-05")
@pytest.mark.parametrize(
    ("on", "counts"),
    [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (date(2025, 12, 31), True), (date(2026, 1, 1), False)],
)
def test_an_inspection_of_another_time_than_the_campaigns_does_not_count(cast, on, counts):
    campaign = issued_of("VT", cast, on=date(2025, 8, 1))
    nomination = nominate(campaign, "tong-ket", unit=cast.unit("economy"))
    at = moment(2026, 1, 5)
    accept_reports(nomination, at)
    inspect(nomination, on)

    assert (eligibility.problems(nomination, "place_on_agenda", at) == []) == counts


@pytest.mark.rule("VT-05")
@pytest.mark.parametrize(("on", "counts"), [(date(2026, 11, 10), False), (date(2027, 11, 10), True)])
def test_a_round_of_one_year_asks_for_an_inspection_of_that_year(cast, on, counts):
    campaign = issued_of("DS", cast, on=date(2026, 1, 15))
    demand_inspection(campaign)
    nomination = nominate(campaign, "hang-nam", year=2027, unit=cast.unit("economy"))
    at = moment(2027, 11, 25)
    accept_reports(nomination, at)
    make_initiative(nomination, applied_on=date(2027, 2, 1))
    inspect(nomination, on)

    lacking = "Chưa theo đúng trình tự: kế hoạch yêu cầu kiểm tra trước khi xét: đơn vị chưa được kiểm tra."
    assert eligibility.problems(nomination, "place_on_agenda", at) == ([] if counts else [lacking])
