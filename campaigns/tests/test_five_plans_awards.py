"""The five plan files that come with the product: rounds, quotas, criteria, dossiers."""

from decimal import Decimal

import pytest

from campaigns.planfile.checking import walk
from campaigns.tests.five_plans import award_round, plan, quotas, remarks, shape, tree


@pytest.mark.parametrize(
    ("code", "rounds"),
    [
        ("DT", [("final", ())]),
        pytest.param("DS", [("annual", (2026, 2027, 2028, 2029, 2030)), ("final", ()), ("ad_hoc", ())],
                     marks=pytest.mark.rule("DS-01")),
        pytest.param("HP", [("annual", (2024, 2025, 2026)), ("final", ())], marks=pytest.mark.rule("HP-11")),
        ("VT", [("final", ())]),
        ("KP", [("final", ())]),
    ],
)  # fmt: skip
def test_award_rounds_are_those_of_the_plan(code, rounds):
    assert [(str(each.kind), each.years) for each in plan(code).rounds] == rounds


GK = "giay_khen"


@pytest.mark.parametrize(
    ("code", "key", "expected"),
    [
        pytest.param("HP", "hang-nam", [
            ("bang_khen", "province", "shared_pool", None, 1, "V.3.a"),
            (GK, "district", "fixed", "collective", 1, "V.3.b"),
            (GK, "district", "fixed", "individual", 2, "V.3.b"),
            (GK, "commune", "fixed", "collective", 1, "V.3.c"),
            (GK, "commune", "fixed", "individual", 2, "V.3.c"),
        ], marks=pytest.mark.rule("HP-01")),
        pytest.param("HP", "tong-ket", [
            ("bang_khen", "province", "shared_pool", None, 1, "V.3.a"),
            (GK, "district", "fixed", "collective", 1, "V.3.b"),
            (GK, "district", "fixed", "individual", 2, "V.3.b"),
            (GK, "commune", "fixed", "collective", 1, "V.3.c"),
            (GK, "commune", "fixed", "individual", 2, "V.3.c"),
        ], marks=pytest.mark.rule("HP-01")),
        pytest.param("KP", "nam-2025", [
            (GK, "commune", "fixed", "collective", 1, "III.1"),
            (GK, "commune", "fixed", "individual", 1, "III.1"),
        ], marks=pytest.mark.rule("KP-04")),
        pytest.param("DS", "hang-nam", [
            (GK, "commune", "not_fixed", "collective", None, "III.2.1.b"),
            (GK, "commune", "not_fixed", "individual", None, "III.2.1.b"),
        ], marks=pytest.mark.rule("DS-09")),
        pytest.param("DS", "tong-ket", [
            (GK, "commune", "not_fixed", "collective", None, "III.2.2.b"),
            (GK, "commune", "not_fixed", "individual", None, "III.2.2.b"),
        ], marks=pytest.mark.rule("DS-09")),
        pytest.param("DT", "ket-thuc", [], marks=pytest.mark.rule("DT-06")),
        ("VT", "tong-ket", []),
    ],
)  # fmt: skip
def test_quotas_are_those_of_the_plan(code, key, expected):
    assert quotas(code, key) == expected


@pytest.mark.rule("HP-02")
def test_the_ambiguous_number_of_hoa_phong_stays_in_doubt_for_both_rounds():
    assert remarks("HP", "ambiguous_quota") == ["nam-bang-khen-tinh", "tong-ket-bang-khen-tinh"]
    assert [each.words for each in award_round("HP", "tong-ket").quotas][0].startswith("không quá 01")


@pytest.mark.rule("HP-04")
def test_the_commune_level_that_the_sentences_of_hoa_phong_deny_is_a_warning():
    found = [each for each in plan("HP").remarks if each.code == "level_mismatch"]

    assert [each.about for each in found] == [
        "nam-giay-khen-xa-tap-the", "nam-giay-khen-xa-ca-nhan",
        "tong-ket-giay-khen-xa-tap-the", "tong-ket-giay-khen-xa-ca-nhan",
    ]  # fmt: skip
    assert {(each.clause, str(each.severity)) for each in found} == {("V.3.c", "warning")}


EXCELLENT = ("rating", "at_least", "Hoàn thành xuất sắc")
NOBODY = ("discipline", "at_most", Decimal(0))
ONE = ("count", "at_least", Decimal(1))


@pytest.mark.parametrize(
    ("code", "key", "subject", "expected"),
    [
        pytest.param("DS", "hang-nam", "collective",
                     ("all", [], [ONE, "judgement", NOBODY, "judgement"]), marks=pytest.mark.rule("DS-03")),
        pytest.param("DS", "hang-nam", "individual",
                     ("precondition_and_any", ["judgement", EXCELLENT, "judgement"], [ONE, "judgement", "judgement"]),
                     marks=pytest.mark.rule("DS-04")),
        pytest.param("DS", "tong-ket", "collective",
                     ("any", [], ["judgement", ("count", "at_least", Decimal(2)),
                                  ("all", [], [("years", "at_least", Decimal(3)), "judgement"])]),
                     marks=pytest.mark.rule("DS-05")),
        pytest.param("DS", "tong-ket", "individual",
                     ("precondition_and_any", ["judgement", EXCELLENT, ("years", "at_least", Decimal(3))],
                      ["judgement", ONE]), marks=pytest.mark.rule("DS-06")),
        pytest.param("KP", "nam-2025", "collective",
                     ("all", [], [EXCELLENT, "judgement", ("grade", "at_least", "Tốt"), ("grade", "at_least", "Tốt"),
                                  NOBODY]), marks=pytest.mark.rule("KP-02")),
        pytest.param("KP", "nam-2025", "individual",
                     ("all", [], [EXCELLENT, "judgement", "judgement", NOBODY]), marks=pytest.mark.rule("KP-03")),
        pytest.param("HP", "hang-nam", "collective",
                     ("all", [], ["judgement", "judgement",
                                  ("all", [], [("document", "at_least", Decimal(1)), "judgement", "judgement",
                                               ("any", [], ["rank", "rank"]), "judgement", "judgement", "on_time"]),
                                  "judgement", "judgement"]),
                     marks=[pytest.mark.rule("HP-05"), pytest.mark.rule("HP-06"), pytest.mark.rule("HP-07"),
                            pytest.mark.rule("HP-09")]),
        pytest.param("HP", "tong-ket", "collective",
                     ("all", [], ["judgement", "judgement",
                                  ("all", [], [("document", "at_least", Decimal(1)), "judgement", "judgement",
                                               ("any", [], ["rank", "rank"]), "judgement", "judgement", "on_time"]),
                                  "judgement"])),
        pytest.param("HP", "hang-nam", "individual",
                     ("all", [], ["judgement", "judgement", ("all", [], ["judgement", ONE]),
                                  "judgement", "judgement"])),
        pytest.param("HP", "tong-ket", "individual",
                     ("all", [], ["judgement", "judgement", ("all", [], ["judgement", ONE]), "judgement"])),
    ],
)  # fmt: skip
def test_criteria_have_the_logic_of_the_plan(code, key, subject, expected):
    assert shape(tree(code, key, subject)) == expected


@pytest.mark.rule("DS-05")
def test_three_outstanding_years_have_to_be_consecutive():
    years = tree("DS", "tong-ket", "collective").children[2].children[0]

    assert (years.consecutive, years.value, years.period) == (True, 3, "giai đoạn 2026 - 2030")


@pytest.mark.rule("DS-15")
def test_a_disciplined_member_touches_the_third_standard_of_a_collective():
    third = tree("DS", "hang-nam", "collective").children[2]

    assert (third.key, str(third.leaf), third.value, third.period) == (
        "ky-luat",
        "discipline",
        0,
        "trong năm",
    )


@pytest.mark.rule("HP-05")
def test_rank_and_leap_have_no_threshold_until_the_commune_sets_one():
    high, leap = (node for node in walk(tree("HP", "hang-nam", "collective")) if node.leaf == "rank")

    assert [(each.value, each.change, str(each.comparator)) for each in (high, leap)] == [
        (None, False, "at_most"),
        (None, True, "at_least"),
    ]
    assert "thu-hang" in remarks("HP", "unexplained_term")


@pytest.mark.rule("HP-09")
def test_only_the_annual_award_of_hoa_phong_asks_that_it_can_be_replicated():
    keys = {key: {node.key for node in walk(tree("HP", key, "collective"))} for key in ("hang-nam", "tong-ket")}

    assert ("nhan-rong" in keys["hang-nam"], "nhan-rong" in keys["tong-ket"]) == (True, False)


@pytest.mark.parametrize(
    ("code", "key", "subject", "stated"),
    [
        ("DS", "hang-nam", "collective", True),
        ("DS", "tong-ket", "collective", True),
        ("KP", "nam-2025", "collective", False),
        ("KP", "nam-2025", "individual", False),
    ],
)
def test_logic_that_the_plan_does_not_state_is_marked(code, key, subject, stated):
    assert tree(code, key, subject).logic_stated is stated
    assert ("logic_not_stated" in [each.code for each in plan(code).remarks]) is not stated


def test_the_criteria_lists_of_hoa_phong_leave_their_logic_open():
    for subject in ("collective", "individual"):
        criteria = tree("HP", "hang-nam", subject).children[2]
        assert (criteria.key, criteria.logic_stated) == ("tieu-chi", False)


@pytest.mark.rule("DS-10")
def test_priorities_of_dai_son_are_listed():
    assert [(each.text, each.clause) for each in plan("DS").priorities] == [
        ("Trực tiếp giải quyết thủ tục hành chính", "III.2.1.b"),
        ("Tham mưu cải cách hành chính, chuyển đổi số", "III.2.1.b"),
        ("Có sáng kiến, giải pháp hiệu quả thiết thực", "III.2.1.b"),
    ]


@pytest.mark.rule("DS-07")
def test_one_achievement_is_awarded_once_by_the_principles_of_dai_son():
    assert "Một thành tích không khen nhiều lần" in plan("DS").principles[2].text
    assert plan("DS").principles[2].clause == "III.1.2"


@pytest.mark.parametrize(
    ("code", "key", "proposes"),
    [
        pytest.param("DS", "tong-ket", True, marks=pytest.mark.rule("DS-11")),
        ("DS", "hang-nam", False),
        pytest.param("VT", "tong-ket", True, marks=pytest.mark.rule("VT-07")),
        ("KP", "nam-2025", False),
    ],
)
def test_a_round_proposes_to_a_higher_level_where_the_plan_says_so(code, key, proposes):
    assert award_round(code, key).proposes_higher is proposes


@pytest.mark.rule("KP-05")
def test_a_dossier_of_kim_phuong_has_three_papers():
    assert [(each.title, each.clause) for each in plan("KP").dossier] == [
        ("Tờ trình khen thưởng của cơ quan", "III.2"),
        ("Biên bản họp của cơ quan", "III.2"),
        ("Báo cáo thành tích tập thể, cá nhân", "III.2"),
    ]


@pytest.mark.parametrize(("code", "parts"), [("DT", 0), ("DS", 0), ("HP", 0), ("VT", 1)])
def test_a_plan_that_lists_no_dossier_gets_none(code, parts):
    assert len(plan(code).dossier) == parts
    assert remarks(code, "no_dossier_list") == ["dossier"]


@pytest.mark.rule("DS-13")
def test_a_dossier_of_dai_son_passes_office_council_and_chair():
    route = next(each for each in plan("DS").routes if each.paper == "dossier")

    assert route.steps == (
        "Bộ phận, cơ quan, đơn vị", "Phòng Văn hóa - Xã hội", "Hội đồng Thi đua - Khen thưởng xã", "Chủ tịch UBND xã",
    )  # fmt: skip
