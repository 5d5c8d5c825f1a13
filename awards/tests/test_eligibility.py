"""The criteria trees of the five plans: what makes a nominee eligible, and the sentence that says why not."""

import json
from dataclasses import replace

import pytest

from awards.rules import checks, eligibility
from awards.rules.checks import Check, Claim, Earlier, Granted
from awards.rules.eligibility import Found, Verdict, evaluate, leaf_nodes, verdict
from campaigns.planfile.schema import Node
from campaigns.planfile.words import LeafKind, NodeOp
from campaigns.rules.results import MET, UNKNOWN, UNMET
from campaigns.tests.five_plans import plan, tree

IN_TIME = Check("deadline", "Thời hạn", MET, "Nộp đúng hạn.")
OUTSIDE = Check("audience", "Đối tượng", UNMET, "Ngoài đối tượng thi đua của kế hoạch: Công ty An Phú.")


def known(rule, default=MET, **states):
    """Return what is known about a tree's leaves: all alike, save those named by their last key."""
    paths = [path for path, _ in leaf_nodes(rule)]
    assert set(states) <= {path.rpartition("/")[2].replace("-", "_") for path in paths}
    return {path: _found(states.get(path.rpartition("/")[2].replace("-", "_"), default)) for path in paths}


def _found(value):
    """Return a state as a finding; a finding as it is."""
    return value if isinstance(value, Found) else Found(value)


def concluded(rule, default=MET, given_checks=(), **states):
    """Return the verdict on a tree."""
    return verdict(evaluate(rule, known(rule, default, **states)), given_checks)


@pytest.mark.rule("DS-03")
def test_an_annual_collective_that_meets_all_four_standards_is_eligible():
    rule = tree("DS", "hang-nam", "collective")

    assert concluded(rule) == Verdict(
        MET,
        "Đủ điều kiện: đạt cả 04 tiêu chuẩn (mục III.2.1.a).",
        ("tap-the/sang-kien", "tap-the/thanh-tich", "tap-the/ky-luat", "tap-the/noi-bat"),
    )


@pytest.mark.rule("DS-03")
@pytest.mark.parametrize("key", ["sang_kien", "thanh_tich", "ky_luat", "noi_bat"])
def test_one_failed_standard_fails_an_annual_collective_and_is_named(key):
    rule = tree("DS", "hang-nam", "collective")
    path = f"tap-the/{key.replace('_', '-')}"

    found = concluded(rule, **{key: UNMET})

    text = dict(leaf_nodes(rule))[path].text
    assert found == Verdict(UNMET, f"Chưa đủ điều kiện: chưa đạt “{text}” (mục III.2.1.a).", (path,))


@pytest.mark.rule("DS-04")
@pytest.mark.parametrize(
    ("bound", "chosen", "state"),
    [
        ({}, (MET, UNMET, UNMET), MET),
        ({}, (UNMET, MET, UNMET), MET),
        ({}, (UNMET, UNMET, MET), MET),
        ({}, (UNMET, UNMET, UNMET), UNMET),
        ({}, (UNMET, UNMET, UNKNOWN), UNKNOWN),
        ({"pham_chat": UNMET}, (MET, MET, MET), UNMET),
        ({"xuat_sac": UNMET}, (MET, MET, MET), UNMET),
        ({"truc_tiep": UNMET}, (MET, MET, MET), UNMET),
        ({"truc_tiep": UNKNOWN}, (MET, MET, MET), UNKNOWN),
        ({"truc_tiep": UNKNOWN}, (UNMET, UNMET, UNMET), UNMET),
    ],
)
def test_an_annual_individual_needs_all_preconditions_and_one_of_three(bound, chosen, state):
    rule = tree("DS", "hang-nam", "individual")
    any_of = dict(zip(("sang_kien", "tham_muu", "trach_nhiem"), chosen, strict=True))

    assert concluded(rule, **bound, **any_of).state == state


@pytest.mark.rule("DS-04")
def test_an_individual_without_any_of_the_three_is_told_that_one_is_needed():
    few = Found(UNMET, found="hiện chưa có", needed="cần ít nhất 01 sáng kiến được công nhận")

    found = concluded(
        tree("DS", "hang-nam", "individual"), sang_kien=few, tham_muu=Found(UNMET, "chưa rõ nét."), trach_nhiem=UNMET
    )

    assert found.sentence == (
        "Chưa đủ điều kiện: không đạt tiêu chuẩn nào trong 03 tiêu chuẩn, cần đạt một (mục III.2.1.a): "
        "(1) cần ít nhất 01 sáng kiến được công nhận (mục III.2.1.a), hiện chưa có; "
        "(2) chưa đạt “Thành tích xuất sắc trong tham mưu, triển khai cải cách hành chính, chuyển đổi số” "
        "(mục III.2.1.a): chưa rõ nét; "
        "(3) chưa đạt “Trách nhiệm cao, nhiều đóng góp xây dựng nền hành chính chuyên nghiệp, hiện đại” "
        "(mục III.2.1.a)."
    )


@pytest.mark.rule("DS-05")
@pytest.mark.parametrize(
    ("states", "state", "decisive"),
    [
        ({"dan_dau": MET}, MET, ("tap-the/dan-dau",)),
        ({"hai_sang_kien": MET}, MET, ("tap-the/hai-sang-kien",)),
        ({"ba_nam": MET, "tieu_bieu": MET}, MET, ("tap-the/lien-tuc/ba-nam", "tap-the/lien-tuc/tieu-bieu")),
        ({"ba_nam": MET}, UNMET, ("tap-the/dan-dau", "tap-the/hai-sang-kien", "tap-the/lien-tuc/tieu-bieu")),
        ({"tieu_bieu": MET}, UNMET, ("tap-the/dan-dau", "tap-the/hai-sang-kien", "tap-the/lien-tuc/ba-nam")),
        ({"ba_nam": MET, "tieu_bieu": UNKNOWN}, UNKNOWN, ("tap-the/lien-tuc/tieu-bieu",)),
    ],
)
def test_a_final_collective_needs_any_one_of_three_and_the_third_has_two_halves(states, state, decisive):
    found = concluded(tree("DS", "tong-ket", "collective"), UNMET, **states)

    assert (found.state, found.decisive) == (state, decisive)


@pytest.mark.rule("DS-05")
def test_a_standard_that_stands_alone_says_what_is_needed_where_and_what_is_there():
    rule = dict(leaf_nodes(tree("DS", "tong-ket", "collective")))["tap-the/hai-sang-kien"]
    few = Found(UNMET, found="hiện có 01", needed="cần ít nhất 02 sáng kiến được công nhận")

    assert verdict(evaluate(rule, {"hai-sang-kien": few})) == Verdict(
        UNMET,
        "Chưa đủ điều kiện: cần ít nhất 02 sáng kiến được công nhận (mục III.2.2.a), hiện có 01.",
        ("hai-sang-kien",),
    )


@pytest.mark.rule("DS-06")
@pytest.mark.parametrize(
    ("states", "state"),
    [
        ({"tham_muu": UNMET}, MET),
        ({"sang_kien": UNMET}, MET),
        ({"tham_muu": UNMET, "sang_kien": UNMET}, UNMET),
        ({"ba_nam": UNMET}, UNMET),
        ({"ba_nam": UNKNOWN}, UNKNOWN),
    ],
)
def test_a_final_individual_needs_three_years_in_charge_and_one_of_two(states, state):
    assert concluded(tree("DS", "tong-ket", "individual"), **states).state == state


@pytest.mark.rule("DS-06")
def test_a_final_individual_is_told_how_the_rule_was_met():
    found = concluded(tree("DS", "tong-ket", "individual"), sang_kien=UNMET)

    assert found.sentence == (
        "Đủ điều kiện: đạt cả 03 điều kiện bắt buộc và 01 trong 02 tiêu chuẩn lựa chọn (mục III.2.2.a)."
    )
    assert found.decisive == ("ca-nhan/pham-chat", "ca-nhan/xuat-sac", "ca-nhan/ba-nam", "ca-nhan/tham-muu")


@pytest.mark.rule("KP-02")
@pytest.mark.parametrize("key", ["xuat_sac", "nhiem_vu_cchc", "xep_loai_cchc", "chi_so_cchc", "ky_cuong"])
def test_a_collective_of_kim_phuong_needs_all_five(key):
    rule = tree("KP", "nam-2025", "collective")

    assert concluded(rule).sentence == "Đủ điều kiện: đạt cả 05 tiêu chuẩn (mục II.3.a)."
    assert concluded(rule, **{key: UNMET}).state == UNMET


def test_a_met_tree_counts_a_choice_once_and_what_is_met_of_all_that_a_table_shows():
    group = Node(key="nhom", op=NodeOp.ALL, children=(Node(key="mot"), Node(key="hai")))
    either = Node(key="chon", op=NodeOp.ANY, children=(Node(key="ba"), Node(key="bon")))
    rule = Node(key="goc", op=NodeOp.ALL, children=(group, either, Node(key="nam")), clause="V.2")

    assert concluded(rule).sentence == "Đủ điều kiện: đạt cả 04 yêu cầu (mục V.2)."
    assert concluded(rule, bon=UNMET).sentence == (
        "Đủ điều kiện: đạt 04 trong 05 tiêu chuẩn, đủ theo yêu cầu của kế hoạch (mục V.2)."
    )


@pytest.mark.rule("KP-03")
@pytest.mark.parametrize("key", ["xuat_sac", "chi_dao", "van_ban", "ky_cuong"])
def test_an_individual_of_kim_phuong_needs_all_four(key):
    rule = tree("KP", "nam-2025", "individual")

    assert concluded(rule).sentence == "Đủ điều kiện: đạt cả 04 tiêu chuẩn (mục II.3.b)."
    assert concluded(rule, **{key: UNMET}).state == UNMET


@pytest.mark.rule("HP-05")
@pytest.mark.parametrize(
    ("high", "leap", "state"), [(MET, UNMET, MET), (UNMET, MET, MET), (UNMET, UNMET, UNMET), (UNMET, UNKNOWN, UNKNOWN)]
)
def test_a_high_rank_or_a_leap_suffices(high, leap, state):
    assert concluded(tree("HP", "hang-nam", "collective"), hang_cao=high, vuot_bac=leap).state == state


@pytest.mark.rule("HP-09")
@pytest.mark.parametrize("subject", ["collective", "individual"])
def test_an_annual_award_of_hoa_phong_needs_that_others_can_follow_it_and_the_final_one_does_not(subject):
    annual, final = tree("HP", "hang-nam", subject), tree("HP", "tong-ket", subject)

    found = concluded(annual, nhan_rong=UNMET)

    assert found.sentence == (
        "Chưa đủ điều kiện: chưa đạt “Có khả năng nhân rộng trong xã, thị xã hoặc tỉnh” (mục V.2)."
    )
    assert concluded(annual).state == MET
    assert "nhan-rong" not in " ".join(path for path, _ in leaf_nodes(final))


@pytest.mark.rule("HP-06", "HP-07")
@pytest.mark.parametrize("key", ["bao_cao", "ke_hoach"])
def test_late_reports_or_a_missing_plan_fail_a_collective_of_hoa_phong(key):
    assert concluded(tree("HP", "hang-nam", "collective"), **{key: UNMET}).state == UNMET


def test_a_missing_result_is_named_and_says_what_is_known():
    found = concluded(
        tree("HP", "hang-nam", "collective"),
        hang_cao=Found(UNKNOWN, found="địa phương chưa đặt ngưỡng"),
        vuot_bac=UNMET,
    )

    assert found.sentence == (
        "Chưa kết luận được: còn thiếu kết quả của tiêu chuẩn “Xếp thứ hạng cao” (mục IV), địa phương chưa đặt ngưỡng."
    )
    assert found.decisive == ("tap-the/tieu-chi/thu-hang/hang-cao",)


def test_several_missing_results_are_counted():
    found = concluded(tree("KP", "nam-2025", "individual"), chi_dao=UNKNOWN, ky_cuong=UNKNOWN)

    assert found.sentence == (
        "Chưa kết luận được: còn thiếu kết quả của 02 tiêu chuẩn: “Làm tốt việc chỉ đạo, quán triệt CCHC, nhất là "
        "cải cách TTHC” (mục II.3.b); “Không vi phạm kỷ luật, kỷ cương hành chính” (mục II.3.b)."
    )


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (
            (MET, UNMET, UNMET),
            "Chưa đủ điều kiện: cần đạt ít nhất 02 trong 03 tiêu chuẩn (mục II), chưa đạt: "
            "(1) chưa đạt “Hai” (mục II.2); (2) chưa đạt “Ba” (mục II.3).",
        ),
        ((MET, MET, UNMET), "Đủ điều kiện: đạt 02 trong 03 tiêu chuẩn, cần ít nhất 02 (mục II)."),
        (
            (MET, UNKNOWN, UNMET),
            "Chưa kết luận được: còn thiếu kết quả của tiêu chuẩn “Hai” (mục II.2).",
        ),
    ],
)
def test_a_rule_of_at_least_so_many_says_how_many(states, sentence):
    names = ("Một", "Hai", "Ba")
    leaves = tuple(
        Node(key=f"n{place}", text=name, leaf=LeafKind.JUDGEMENT, clause=f"II.{place}")
        for place, name in enumerate(names, 1)
    )
    rule = Node(key="goc", op=NodeOp.AT_LEAST, min_true=2, clause="II", children=leaves)

    found = verdict(evaluate(rule, {f"goc/n{place}": Found(state) for place, state in enumerate(states, 1)}))

    assert found.sentence == sentence


@pytest.mark.rule("DS-18")
def test_a_verdict_that_rests_on_a_provisional_rating_says_so():
    found = concluded(tree("KP", "nam-2025", "individual"), xuat_sac=Found(MET, provisional=True))

    assert found.sentence == (
        "Đủ điều kiện: đạt cả 04 tiêu chuẩn (mục II.3.b); "
        "còn tạm tính: “Hoàn thành xuất sắc nhiệm vụ năm 2025” (mục II.3.b)."
    )
    assert found.provisional


@pytest.mark.rule("DS-18")
def test_a_provisional_finding_that_decides_nothing_leaves_the_verdict_firm():
    rule = tree("DS", "hang-nam", "individual")

    found = concluded(rule, tham_muu=Found(MET, provisional=True))

    assert (found.state, found.provisional) == (MET, False)


@pytest.mark.rule("DS-18")
def test_the_provisional_standards_of_a_verdict_are_listed_for_the_second_look():
    rule = tree("KP", "nam-2025", "individual")
    outcome = evaluate(rule, known(rule, xuat_sac=Found(MET, provisional=True)))

    assert [leaf.path for leaf in eligibility.provisional_leaves(outcome)] == ["ca-nhan/xuat-sac"]


@pytest.mark.rule("DT-06")
@pytest.mark.parametrize(
    ("given_checks", "expected"),
    [
        ([], Verdict(MET, "Kế hoạch không quy định tiêu chuẩn; không có điều gì cản trở.")),
        (
            [IN_TIME, replace(IN_TIME, key="other")],
            Verdict(MET, "Kế hoạch không quy định tiêu chuẩn; đạt cả 02 điều kiện chung."),
        ),
        (
            [IN_TIME, OUTSIDE],
            Verdict(UNMET, "Chưa đủ điều kiện: ngoài đối tượng thi đua của kế hoạch: Công ty An Phú."),
        ),
    ],
)
def test_where_the_plan_sets_no_standard_the_general_conditions_alone_decide(given_checks, expected):
    assert not any(each.standards for each in plan("DT").rounds)
    assert verdict(None, given_checks) == expected


@pytest.mark.rule("DT-06")
@pytest.mark.rule("KP-05")
def test_a_dossier_still_being_written_is_not_called_eligible_before_it_is_complete():
    lacking = ["Thiếu: Báo cáo thành tích.", "Chưa ghi nội dung khen thưởng."]
    rule = tree("KP", "nam-2025", "individual")

    silent = verdict(None, [IN_TIME], lacking)
    judged = verdict(evaluate(rule, known(rule)), [IN_TIME], lacking)

    what = "chưa đủ: báo cáo thành tích; chưa ghi nội dung khen thưởng."
    assert silent == Verdict(UNKNOWN, f"Kế hoạch không quy định tiêu chuẩn riêng; hồ sơ {what}")
    assert judged == Verdict(UNKNOWN, f"Hồ sơ {what}")
    assert verdict(None, [OUTSIDE], lacking) == verdict(None, [OUTSIDE])
    assert verdict(None, [IN_TIME], ()) == verdict(None, [IN_TIME])


def test_failing_checks_come_first():
    found = concluded(tree("KP", "nam-2025", "individual"), given_checks=[IN_TIME, OUTSIDE], van_ban=UNMET)

    assert found.sentence.startswith(
        "Chưa đủ điều kiện: ngoài đối tượng thi đua của kế hoạch: Công ty An Phú; chưa đạt “Chỉ đạo, tham mưu"
    )


@pytest.mark.rule("DS-07", "L-08")
def test_an_open_question_keeps_the_verdict_open_and_a_refusal_closes_it():
    doubtful = checks.one_achievement_check([Earlier("Giấy khen", "Quyết định số 05/QĐ-UBND", same=False, ref="a")])
    used = checks.initiative_check([Claim("Sổ tay một cửa", "Giấy khen năm 2025")])
    rule = tree("KP", "nam-2025", "individual")

    assert concluded(rule, given_checks=[doubtful]).sentence == (
        "Chưa kết luận được: cần xác định có cùng một thành tích hay không với lần khen trước: "
        "Giấy khen theo Quyết định số 05/QĐ-UBND."
    )
    assert concluded(rule, given_checks=[doubtful, used]).sentence == (
        "Chưa đủ điều kiện: sáng kiến đã dùng để xét khen, không dùng lần nữa: “Sổ tay một cửa” (Giấy khen năm 2025)."
    )


@pytest.mark.rule("DS-07")
def test_an_exception_is_told_in_the_verdict():
    refused = checks.one_achievement_check([Earlier("Giấy khen", "Quyết định số 05/QĐ-UBND", same=True, ref="a")])
    granted = Granted(frozenset({"a"}), "Thành tích ở giai đoạn sau", "Chủ tịch Lê Văn An")
    excepted = checks.with_exceptions(refused, [granted])
    rule = tree("KP", "nam-2025", "individual")

    assert concluded(rule, given_checks=[refused]).state == UNMET
    assert concluded(rule, given_checks=[excepted]).sentence == (
        "Đủ điều kiện: đạt cả 04 tiêu chuẩn (mục II.3.b); có ngoại lệ được chấp thuận (một thành tích, một lần khen): "
        "Thành tích ở giai đoạn sau (Chủ tịch Lê Văn An)."
    )


def test_a_long_sentence_counts_what_it_leaves_out():
    found = concluded(tree("HP", "hang-nam", "collective"), UNMET)

    assert len(found.sentence) <= 600
    assert found.sentence.endswith(" nội dung khác.")
    assert len(found.decisive) == 12


def test_an_evaluated_tree_keeps_the_plans_words_and_comes_back_from_storage_as_it_was():
    rule = tree("HP", "hang-nam", "collective")
    seen = Found(MET, "đã có kế hoạch", "cần có kế hoạch", ("Kế hoạch số 02/KH-VP",), "Trần Thị Bình", True)
    outcome = evaluate(rule, known(rule, UNKNOWN, ke_hoach=seen))

    stored = json.loads(json.dumps(eligibility.as_data(outcome), ensure_ascii=False))

    assert eligibility.from_data(stored) == outcome
    assert stored == eligibility.as_data(outcome)
    criteria = outcome.children[2]
    assert (criteria.path, criteria.logic_stated, criteria.clause) == ("tap-the/tieu-chi", False, "IV")
    assert next(eligibility.leaf_outcomes(criteria)).found == seen


def test_the_leaves_of_a_tree_are_found_by_path_preconditions_first():
    assert [path for path, _ in leaf_nodes(tree("DS", "tong-ket", "individual"))] == [
        "ca-nhan/pham-chat",
        "ca-nhan/xuat-sac",
        "ca-nhan/ba-nam",
        "ca-nhan/tham-muu",
        "ca-nhan/sang-kien",
    ]
