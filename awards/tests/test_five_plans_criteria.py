"""Award criteria of Đại Sơn and Kim Phượng with records in the database: what makes a nominee eligible."""

from copy import deepcopy
from datetime import date

import pytest

from awards.services import eligibility
from awards.tests.five_plan_cases import EXCELLENT, accept_reports, annual_of, read
from awards.tests.standing_cases import (
    appraise,
    assess,
    check,
    discipline,
    leaf,
    make_initiative,
    moment,
    nominate,
)
from campaigns.rules.results import MET, UNKNOWN, UNMET
from campaigns.tests.plan_cases import issued_of
from communes.tests.factories import make_person


@pytest.fixture
def appraiser(officer):
    """Who appraises: Nguyễn Thị Hạnh."""
    return officer.person


@pytest.fixture
def annual(cast):
    """The annual nomination of Phòng Kinh tế in Đại Sơn for 2026."""
    return annual_of(cast)


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
        "hiện có 01 người: Lò Văn Bính, khiển trách ngày 02/03/2026."
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


@pytest.fixture
def kim_phuong(cast):
    """The nomination of Phòng Kinh tế in Kim Phượng with everything that the records can say."""
    nomination = nominate(
        issued_of("KP", cast, on=date(2025, 2, 18)), "nam-2025", unit=cast.unit("economy"),
        submitted_at=moment(2025, 12, 1), received_on=date(2025, 12, 1),
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
