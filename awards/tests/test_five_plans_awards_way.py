"""The five plans' award rules with records in the database: what makes a nominee eligible, and what stands against."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from awards.models import Threshold
from awards.services import eligibility
from awards.tests.factories import make_decision
from awards.tests.standing_cases import (
    WRITTEN,
    appraise,
    assess,
    check,
    discipline,
    earlier_award,
    examine,
    leaf,
    make_initiative,
    moment,
    nominate,
)
from campaigns.models import Inspection, Obligation, UnitPlan
from campaigns.rules.results import MET, UNKNOWN, UNMET
from campaigns.tests.plan_cases import issued_of
from communes.models import Unit
from communes.tests.factories import make_person, make_unit

EXCELLENT = "Hoàn thành xuất sắc"


@pytest.fixture
def appraiser(officer):
    """Who appraises: Nguyễn Thị Hạnh."""
    return officer.person


@pytest.fixture
def issued(cast):
    """Return a maker of the real campaigns, issued."""

    def issue(code, on=date(2025, 2, 18)):
        return issued_of(code, cast, on=on)

    return issue


def read(nomination, at, stage=""):
    """Read a nomination afresh."""
    return eligibility.read(nomination, at=at, stage=stage)


def accept_reports(nomination, at):
    """Let what the nominee's unit owes be reported and accepted; return how many reports that were."""
    owed = Obligation.objects.filter(campaign=nomination.campaign, unit=nomination.unit)
    return owed.update(status="accepted", submitted_at=at)


@pytest.fixture
def annual(cast, issued):
    """The annual nomination of Phòng Kinh tế in Đại Sơn for 2026."""
    campaign = issued("DS", on=date(2026, 1, 15))
    return nominate(campaign, "hang-nam", year=2026, unit=cast.unit("economy"))


@pytest.mark.rule("DS-03")
def test_an_annual_collective_of_dai_son_needs_all_four_from_the_records(annual, appraiser):
    at = moment(2026, 12, 1)
    appraise(annual, appraiser, MET)
    without = read(annual, at)
    make_initiative(annual)

    assert read(annual, at).verdict.sentence == "Đủ điều kiện: đạt cả 04 tiêu chuẩn (mục III.2.1.a)."
    assert without.verdict.sentence == (
        "Chưa đủ điều kiện: cần ít nhất 01 sáng kiến được công nhận (mục III.2.1.a), hiện chưa có."
    )


@pytest.mark.rule("DS-03", "DS-05")
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"recognised": False}, "hiện chưa có (không tính 01 chưa được công nhận)"),
        ({"claimed": False}, "hiện chưa có"),
        ({"applied_on": date(2025, 12, 31)}, "hiện chưa có; không tính 01 áp dụng ngoài thời gian xét"),
    ],
)
def test_only_recognised_initiatives_of_the_year_that_the_dossier_names_count(annual, facts, words):
    make_initiative(annual, **facts)

    found = leaf(read(annual, moment(2026, 12, 1)), "sang-kien")

    assert (found.state, found.found.found) == (UNMET, words)


@pytest.mark.rule("DS-15")
def test_a_disciplined_member_fails_the_third_standard_of_a_collective(cast, annual, appraiser, officer, head):
    appraise(annual, appraiser, MET)
    make_initiative(annual)
    member = make_person(cast.commune, "Lò Văn Bính", unit=cast.unit("economy"))
    discipline(member, date(2026, 3, 2))
    at = moment(2026, 12, 1)

    reading = read(annual, at)

    assert reading.verdict.sentence == (
        "Chưa đủ điều kiện: không được có người bị kỷ luật (mục III.2.1.a), "
        "hiện có 01: Lò Văn Bính, khiển trách ngày 02/03/2026."
    )
    assert reading.verdict.decisive == ("tap-the/ky-luat",)
    assert eligibility.seen_by(reading, annual, officer) is reading
    assert eligibility.seen_by(reading, annual, head).verdict.sentence == (
        "Chưa đủ điều kiện: không được có người bị kỷ luật (mục III.2.1.a)."
    )


@pytest.mark.rule("DS-15")
@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2027, 1, 1)])
def test_discipline_outside_the_year_or_in_another_unit_does_not_fail_a_collective(cast, annual, on):
    discipline(make_person(cast.commune, "Lò Văn Bính", unit=cast.unit("economy")), on)
    discipline(make_person(cast.commune, "Lò Thị Đinh", unit=cast.unit("service")), date(2026, 3, 2))

    assert leaf(read(annual, moment(2027, 2, 1)), "ky-luat").state == MET


@pytest.mark.rule("DS-04")
@pytest.mark.parametrize(
    ("level", "said", "state"),
    [
        (EXCELLENT, {"tham_muu": MET, "trach_nhiem": UNMET}, MET),
        (EXCELLENT, {"tham_muu": UNMET, "trach_nhiem": UNMET}, UNMET),
        ("Hoàn thành tốt", {"tham_muu": MET, "trach_nhiem": MET}, UNMET),
        (None, {"tham_muu": MET, "trach_nhiem": MET}, UNKNOWN),
    ],
)
def test_an_annual_individual_of_dai_son_needs_the_rating_and_one_of_three(cast, annual, appraiser, level, said, state):
    mine = nominate(annual.campaign, "hang-nam", year=2026, unit=cast.unit("economy"), subject="individual")
    appraise(mine, appraiser, MET, **said)
    if level:
        assess(mine, "rating", 2026, level=level)

    assert read(mine, moment(2026, 12, 1)).verdict.state == state


@pytest.mark.rule("DS-18")
def test_a_provisional_rating_carries_the_verdict_but_not_the_decision(cast, annual, appraiser, officer):
    mine = nominate(annual.campaign, "hang-nam", year=2026, unit=cast.unit("economy"), subject="individual")
    appraise(mine, appraiser, MET)
    at = moment(2026, 12, 1)
    rating = assess(mine, "rating", 2026, level=EXCELLENT, provisional=True)

    accept_reports(mine, at)
    kept = eligibility.run(mine, "appraisal", by=officer, at=at)
    against = eligibility.problems(mine, "decide", at)
    rating.provisional = False
    rating.save()

    assert (kept.state, kept.provisional, mine.provisional) == (MET, True, True)
    assert kept.sentence.endswith("còn tạm tính: “Hoàn thành xuất sắc nhiệm vụ được giao” (mục III.2.1.a).")
    assert against == [
        "Còn căn cứ tạm tính, phải có kết quả chính thức trước khi quyết định: “Hoàn thành xuất sắc nhiệm vụ được "
        "giao”, hiện đạt mức “Hoàn thành xuất sắc” năm 2026 (tạm tính)."
    ]
    assert eligibility.problems(mine, "decide", at) == []


@pytest.mark.rule("DS-18")
def test_an_official_rating_below_the_provisional_one_takes_the_eligibility_away(cast, annual, appraiser):
    mine = nominate(annual.campaign, "hang-nam", year=2026, unit=cast.unit("economy"), subject="individual")
    appraise(mine, appraiser, MET)
    assess(mine, "rating", 2026, level="Hoàn thành tốt")
    accept_reports(mine, moment(2026, 11, 1))

    assert eligibility.problems(mine, "decide", moment(2026, 12, 1)) == [
        "Chưa đủ điều kiện: cần đạt mức “Hoàn thành xuất sắc” (mục III.2.1.a), hiện đạt mức “Hoàn thành tốt” năm 2026."
    ]


@pytest.mark.rule("DS-05")
@pytest.mark.parametrize(
    ("years", "exemplary", "state"),
    [
        ((2026, 2027, 2028), MET, MET),
        ((2026, 2027, 2028), UNMET, UNMET),
        ((2026, 2027, 2029), MET, UNMET),
        ((2024, 2025, 2026), MET, UNMET),
    ],
)
def test_three_consecutive_years_and_exemplary_make_a_final_collective_eligible(
    cast, annual, appraiser, years, exemplary, state
):
    final = nominate(annual.campaign, "tong-ket", unit=cast.unit("economy"))
    appraise(final, appraiser, UNMET, tieu_bieu=exemplary)
    for year in years:
        assess(final, "year", year, measure="năm có thành tích nổi bật")

    assert read(final, moment(2030, 12, 1)).verdict.state == state


@pytest.mark.rule("DS-05")
def test_two_initiatives_of_the_whole_period_make_a_final_collective_eligible(cast, annual, appraiser):
    final = nominate(annual.campaign, "tong-ket", unit=cast.unit("economy"))
    appraise(final, appraiser, UNMET)
    make_initiative(final, title="Một", applied_on=date(2026, 5, 1))
    one = read(final, moment(2030, 12, 1))
    make_initiative(final, title="Hai", applied_on=date(2029, 5, 1))

    assert (leaf(one, "hai-sang-kien").state, one.verdict.state) == (UNMET, UNMET)
    assert read(final, moment(2030, 12, 1)).verdict.decisive == ("tap-the/hai-sang-kien",)


@pytest.mark.rule("DS-06", "L-10")
@pytest.mark.parametrize(("leave", "state", "words"), [
    (6, MET, "hiện có 03 năm, kể cả 06 tháng nghỉ thai sản"),
    (0, UNMET, "hiện có 02 năm 06 tháng"),
])  # fmt: skip
def test_maternity_leave_counts_towards_three_years_in_charge(cast, annual, appraiser, leave, state, words):
    final = nominate(annual.campaign, "tong-ket", unit=cast.unit("economy"), subject="individual")
    appraise(final, appraiser, MET)
    assess(final, "rating", 2030, level=EXCELLENT)
    for year, months, away in ((2027, 12, 0), (2028, 6, leave), (2029, 12, 0)):
        assess(
            final, "year", year, measure="năm trực tiếp phụ trách cải cách hành chính", months_worked=months,
            maternity_months=away,
        )  # fmt: skip

    reading = read(final, moment(2030, 12, 1))

    assert (leaf(reading, "ba-nam").found.found, reading.verdict.state) == (words, state)


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
        leader_name="Trần Quốc Bảo", granted_at=at,
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

    assert (first.state, first.words) == (MET, "Cả 01 sáng kiến chưa dùng để xét khen lần nào.")
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


@pytest.fixture
def kim_phuong(cast, issued):
    """The nomination of Phòng Kinh tế in Kim Phượng with everything that the records can say."""
    nomination = nominate(
        issued("KP"), "nam-2025", unit=cast.unit("economy"), submitted_at=moment(2025, 12, 1),
        received_on=date(2025, 12, 1),
    )  # fmt: skip
    assess(nomination, "rating", 2025, level=EXCELLENT, document="QĐ 9")
    assess(nomination, "grade", 2025, measure="Kết quả đánh giá, phân loại CCHC của bộ phận", level="Tốt")
    assess(nomination, "grade", 2025, measure="chỉ số CCHC của cơ quan", level="Xuất sắc")
    return nomination


@pytest.mark.rule("KP-02")
def test_a_collective_of_kim_phuong_is_eligible_by_rating_grades_discipline_and_judgement(kim_phuong, appraiser):
    before = read(kim_phuong, moment(2025, 12, 8))
    appraise(kim_phuong, appraiser, MET)

    assert before.verdict.sentence == (
        "Chưa kết luận được: còn thiếu kết quả của tiêu chuẩn “Làm tốt nhiệm vụ CCHC năm 2025 của bộ phận” "
        "(mục II.3.a)."
    )
    after = read(kim_phuong, moment(2025, 12, 8))
    assert after.verdict.sentence == "Đủ điều kiện: đạt cả 05 tiêu chuẩn (mục II.3.a)."
    assert leaf(after, "xuat-sac").found.evidence == ("QĐ 9",)


@pytest.mark.rule("KP-02")
@pytest.mark.parametrize(
    ("kind", "measure", "level", "key"),
    [
        ("rating", "", "Hoàn thành tốt", "xuat-sac"),
        ("grade", "Kết quả đánh giá, phân loại CCHC của bộ phận", "Khá", "xep-loai-cchc"),
        ("grade", "chỉ số CCHC của cơ quan", "Trung bình", "chi-so-cchc"),
    ],
)
def test_one_result_below_the_standard_fails_a_collective_of_kim_phuong(
    kim_phuong, appraiser, kind, measure, level, key
):
    appraise(kim_phuong, appraiser, MET)
    kim_phuong.collective.assessments.filter(kind=kind, measure=measure).update(level=level)

    assert read(kim_phuong, moment(2025, 12, 8)).verdict.decisive == (f"tap-the/{key}",)


@pytest.mark.rule("KP-03")
@pytest.mark.parametrize("failing", [None, "rating", "judgement", "discipline"])
def test_an_individual_of_kim_phuong_needs_all_four(cast, kim_phuong, appraiser, failing):
    mine = nominate(kim_phuong.campaign, "nam-2025", unit=cast.unit("economy"), subject="individual")
    assess(mine, "rating", 2025, level="Hoàn thành" if failing == "rating" else EXCELLENT)
    appraise(mine, appraiser, MET, chi_dao=UNMET if failing == "judgement" else MET)
    if failing == "discipline":
        discipline(mine.person, date(2025, 3, 1), ended_on=date(2025, 4, 1))

    assert read(mine, moment(2025, 12, 8)).outcome.state == (UNMET if failing else MET)


@pytest.mark.rule("L-12")
@pytest.mark.parametrize(
    ("award", "authority", "state"),
    [("giay_khen", "commune", MET), ("bang_khen", "commune", UNMET), ("bang_khen", "province", MET)],
)
def test_the_chair_gives_giay_khen_and_only_proposes_bang_khen(kim_phuong, award, authority, state):
    type(kim_phuong).objects.filter(pk=kim_phuong.pk).update(award=award, authority=authority)

    found = check(read(kim_phuong, moment(2025, 12, 8)), "authority")

    assert (found.state, "chỉ đề nghị" in found.words) == (state, award == "bang_khen")


@pytest.mark.rule("L-01")
def test_a_dossier_is_judged_by_the_plan_in_force_when_it_was_received(kim_phuong, appraiser):
    appraise(kim_phuong, appraiser, MET)
    campaign, kept = kim_phuong.campaign, kim_phuong.plan_version
    document = deepcopy(kept.document)
    graded = document["rounds"][0]["standards"][0]["rule"]["children"][2]
    graded["grade"] = "Xuất sắc"
    campaign.versions.create(
        number=2, document=document, issued_at=moment(2025, 12, 6), drafted_at=moment(2025, 12, 5), drafted_by="Hạnh"
    )
    at = moment(2025, 12, 8)

    before = read(kim_phuong, at)
    type(kim_phuong).objects.filter(pk=kim_phuong.pk).update(plan_version=campaign.versions.get(number=2))
    after = read(kim_phuong, at)

    assert graded["key"] == "xep-loai-cchc"
    assert before.verdict.sentence == "Đủ điều kiện: đạt cả 05 tiêu chuẩn (mục II.3.a)."
    assert (after.verdict.state, after.verdict.decisive) == (UNMET, ("tap-the/xep-loai-cchc",))


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
def test_nobody_outside_the_audience_of_dong_tam_may_be_nominated(cast, issued, unit, category, state):
    campaign = issued("DT", on=date(2025, 8, 1))
    units = {"village": make_unit(cast.commune, "Thôn Đông", Unit.Kind.RESIDENTIAL)}
    home = units.get(unit) or cast.unit(unit)
    person = make_person(cast.commune, "Lò Văn Bính", unit=home, category=category)
    mine = nominate(campaign, "ket-thuc", unit=home, subject="individual", person=person, status="draft")

    found = check(read(mine, moment(2025, 12, 20)), "audience")

    assert found.state == state
    assert eligibility.problems(mine, "submit", moment(2025, 12, 20)) == ([found.words] if state == UNMET else [])
    assert found.source.startswith("mục ")


@pytest.fixture
def hoa_phong(cast, issued):
    """The nomination of Phòng Kinh tế in Hòa Phong for 2025."""
    return nominate(
        issued("HP", on=date(2024, 12, 5)), "hang-nam", year=2025, unit=cast.unit("economy"),
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
    assert said or found.found.found == "đơn vị tự đánh giá đạt: Toàn xã"


@pytest.mark.rule("VT-05")
def test_no_dossier_of_vinh_thuy_reaches_the_council_before_report_and_inspection(cast, issued):
    campaign = issued("VT", on=date(2025, 8, 1))
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
