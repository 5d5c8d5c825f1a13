"""Computed standards: what the records say against what the plan asks."""

from datetime import date
from decimal import Decimal

import pytest

from awards.rules import leaves
from awards.rules.eligibility import Found, leaf_nodes
from awards.rules.leaves import Discipline, Period, Rated, Year
from campaigns.planfile.schema import Node
from campaigns.planfile.words import Comparator, LeafKind
from campaigns.rules.punctuality import Record
from campaigns.rules.results import MET, UNKNOWN, UNMET
from campaigns.tests.five_plans import plan, tree

TERM = (date(2024, 12, 5), date(2026, 12, 31))


def leaf(code, round_key, subject, path):
    """Return one standard of a plan."""
    return dict(leaf_nodes(tree(code, round_key, subject)))[path]


def levels(code, key):
    """Return the levels of a plan's scale."""
    return plan(code).scale(key).levels


@pytest.mark.rule("KP-02", "KP-03")
@pytest.mark.parametrize("subject", ["collective", "individual"])
@pytest.mark.parametrize(
    ("level", "state"), [("Hoàn thành xuất sắc", MET), ("Hoàn thành tốt", UNMET), ("Không hoàn thành", UNMET)]
)
def test_a_rating_must_be_the_highest(subject, level, state):
    root = "tap-the" if subject == "collective" else "ca-nhan"
    node = leaf("KP", "nam-2025", subject, f"{root}/xuat-sac")

    found = leaves.rating(node, levels("KP", "hoan-thanh-nhiem-vu"), Rated(level, 2025, document="Quyết định số 9"))

    assert found == Found(
        state, f"hiện đạt mức “{level}” năm 2025", "cần đạt mức “Hoàn thành xuất sắc”", ("Quyết định số 9",)
    )


@pytest.mark.rule("KP-02")
@pytest.mark.parametrize("key", ["xep-loai-cchc", "chi-so-cchc"])
@pytest.mark.parametrize(("level", "state"), [("Khá", UNMET), ("Tốt", MET), ("Xuất sắc", MET)])
def test_a_grade_from_good_up_meets_the_standard(key, level, state):
    node = leaf("KP", "nam-2025", "collective", f"tap-the/{key}")

    found = leaves.grade(node, levels("KP", "xep-loai"), Rated(level))

    assert (found.state, found.found) == (state, f"hiện đạt mức “{level}”")
    assert found.needed == f"cần {node.of} đạt mức “Tốt” trở lên"


def test_a_rating_not_yet_given_is_unknown_and_never_failed():
    node = leaf("KP", "nam-2025", "collective", "tap-the/xuat-sac")

    found = leaves.rating(node, levels("KP", "hoan-thanh-nhiem-vu"), None)

    assert (found.state, found.found) == (UNKNOWN, "chưa có kết quả xếp loại mức hoàn thành nhiệm vụ")


def test_a_level_from_another_scale_is_unknown_and_says_so():
    node = leaf("KP", "nam-2025", "collective", "tap-the/xuat-sac")

    found = leaves.rating(node, levels("KP", "hoan-thanh-nhiem-vu"), Rated("Xuất sắc"))

    assert found.state == UNKNOWN
    assert found.found == "hiện đạt mức “Xuất sắc”, không có trong thang xếp loại của kế hoạch"


@pytest.mark.rule("DS-18")
@pytest.mark.parametrize(("provisional", "mark"), [(True, " (tạm tính)"), (False, "")])
def test_a_rating_known_before_the_years_end_is_provisional(provisional, mark):
    node = leaf("DS", "hang-nam", "individual", "ca-nhan/xuat-sac")

    found = leaves.rating(
        node, levels("DS", "hoan-thanh-nhiem-vu"), Rated("Hoàn thành xuất sắc", 2026, provisional=provisional)
    )

    assert (found.state, found.provisional) == (MET, provisional)
    assert found.found == f"hiện đạt mức “Hoàn thành xuất sắc” năm 2026{mark}"


@pytest.mark.rule("DS-05")
@pytest.mark.parametrize(
    ("names", "unrecognised", "state", "words"),
    [
        ((), 0, UNMET, "hiện chưa có"),
        (("Sổ tay một cửa",), 0, UNMET, "hiện có 01 sáng kiến"),
        (("Sổ tay một cửa",), 3, UNMET, "hiện có 01 sáng kiến (không tính 03 chưa được công nhận)"),
        (("Sổ tay một cửa", "Hẹn giờ qua điện thoại"), 0, MET, "hiện có 02 sáng kiến"),
    ],
)
def test_two_recognised_initiatives_are_needed_and_unrecognised_ones_do_not_count(names, unrecognised, state, words):
    node = leaf("DS", "tong-ket", "collective", "tap-the/hai-sang-kien")

    assert leaves.count(node, names, unrecognised) == Found(
        state, words, "cần ít nhất 02 sáng kiến được công nhận", names
    )


@pytest.mark.rule("DS-05")
@pytest.mark.parametrize(
    ("worked", "state", "words"),
    [
        ((), UNMET, "hiện có 00 năm liên tục"),
        ((2026,), UNMET, "hiện có 01 năm liên tục (2026)"),
        ((2026, 2027), UNMET, "hiện có 02 năm liên tục (2026 - 2027)"),
        ((2026, 2027, 2029, 2030), UNMET, "hiện có 02 năm liên tục (2029 - 2030)"),
        ((2030, 2028, 2029), MET, "hiện có 03 năm liên tục (2028 - 2030)"),
        ((2026, 2027, 2028, 2030), MET, "hiện có 03 năm liên tục (2026 - 2028)"),
        ((2026, 2026, 2026), UNMET, "hiện có 01 năm liên tục (2026)"),
    ],
)
def test_outstanding_years_count_only_one_after_another(worked, state, words):
    node = leaf("DS", "tong-ket", "collective", "tap-the/lien-tuc/ba-nam")

    found = leaves.years(node, [Year(each) for each in worked])

    assert (found.state, found.found) == (state, words)
    assert found.needed == "cần ít nhất 03 năm có thành tích nổi bật liên tục"


@pytest.mark.rule("DS-06")
@pytest.mark.parametrize(
    ("months", "state", "words"),
    [
        ({2026: 12, 2027: 12, 2028: 11}, UNMET, "hiện có 02 năm 11 tháng"),
        ({2026: 12, 2027: 12, 2028: 12}, MET, "hiện có 03 năm"),
        ({2026: 12, 2028: 12, 2029: 6, 2030: 6}, MET, "hiện có 03 năm"),
        ({2026: 36}, UNMET, "hiện có 01 năm"),
    ],
)
def test_years_in_charge_are_added_up_by_months_with_gaps(months, state, words):
    node = leaf("DS", "tong-ket", "individual", "ca-nhan/ba-nam")

    found = leaves.years(node, [Year(year, worked) for year, worked in months.items()])

    assert (found.state, found.found) == (state, words)
    assert found.needed == "cần ít nhất 03 năm trực tiếp phụ trách cải cách hành chính"


@pytest.mark.rule("L-10")
@pytest.mark.parametrize(("leave", "state"), [(6, MET), (5, UNMET), (0, UNMET)])
def test_maternity_leave_counts_as_time_worked(leave, state):
    added = leaf("DS", "tong-ket", "individual", "ca-nhan/ba-nam")
    run = leaf("DS", "tong-ket", "collective", "tap-the/lien-tuc/ba-nam")
    worked = [Year(2026), Year(2027, months_worked=6, maternity_months=leave), Year(2028)]

    assert leaves.years(added, worked).state == state
    assert leaves.years(run, worked).state == state


@pytest.mark.rule("L-10")
def test_maternity_leave_is_told_in_the_years_found():
    node = leaf("DS", "tong-ket", "individual", "ca-nhan/ba-nam")

    found = leaves.years(node, [Year(2026), Year(2027, 6, 6), Year(2028)])

    assert found.found == "hiện có 03 năm, kể cả 06 tháng nghỉ thai sản"


def test_years_of_which_nobody_has_told_are_unknown():
    node = leaf("DS", "tong-ket", "individual", "ca-nhan/ba-nam")

    assert leaves.years(node, None).state == UNKNOWN


@pytest.mark.rule("DS-15")
def test_one_disciplined_member_fails_a_collective():
    node = leaf("DS", "hang-nam", "collective", "tap-the/ky-luat")
    measure = Discipline("Trần Văn Bình", "khiển trách", date(2026, 5, 5), "Quyết định số 12/QĐ-UBND")

    assert leaves.discipline(node, "Phòng Kinh tế", []) == Found(
        MET, "Phòng Kinh tế không có kỷ luật nào được ghi nhận", "không được có người bị kỷ luật"
    )
    assert leaves.discipline(node, "Phòng Kinh tế", [measure]) == Found(
        UNMET,
        "hiện có 01 người: Trần Văn Bình, khiển trách ngày 05/05/2026",
        "không được có người bị kỷ luật",
        ("Quyết định số 12/QĐ-UBND",),
    )


@pytest.mark.rule("KP-03")
def test_an_individual_who_was_disciplined_fails():
    node = leaf("KP", "nam-2025", "individual", "ca-nhan/ky-cuong")

    found = leaves.discipline(node, "Trần Văn Bình", [Discipline("Trần Văn Bình", "cảnh cáo", date(2025, 3, 1))])

    assert found == Found(UNMET, "đã bị cảnh cáo ngày 01/03/2025", "không được bị kỷ luật")


@pytest.mark.parametrize(("people", "state"), [(1, MET), (2, UNMET)])
def test_a_plan_may_allow_some_discipline_and_counts_people_not_measures(people, state):
    node = Node(key="ky-luat", leaf=LeafKind.DISCIPLINE, comparator=Comparator.AT_MOST, value=Decimal(1))
    measures = [Discipline(f"Người {number}", kind) for number in range(people) for kind in ("phê bình", "khiển trách")]

    found = leaves.discipline(node, "Xóm 1", measures)

    assert (found.state, found.needed) == (state, "cần không quá 01 người bị kỷ luật")


def test_a_discipline_standard_without_a_number_allows_nobody():
    node = Node(key="ky-luat", leaf=LeafKind.DISCIPLINE)

    assert leaves.discipline(node, "Xóm 1", [Discipline("Người 1", "khiển trách")]).state == UNMET


@pytest.mark.rule("HP-06")
@pytest.mark.parametrize(
    ("record", "state", "words"),
    [
        (Record(owed=3, on_time=3, late=0, missing=0), MET, "đã nộp đúng hạn 03 báo cáo"),
        (Record(owed=3, on_time=1, late=0, missing=0), MET, "đã nộp đúng hạn 01 báo cáo, chưa đến hạn 02"),
        (Record(owed=3, on_time=2, late=1, missing=0), UNMET, "đã nộp đúng hạn 02 báo cáo, nộp muộn 01"),
        (Record(owed=3, on_time=1, late=0, missing=2), UNMET, "đã nộp đúng hạn 01 báo cáo, quá hạn chưa nộp 02"),
        (Record(owed=3, on_time=0, late=0, missing=0), UNKNOWN, "chưa có báo cáo nào đã nộp hoặc đến hạn"),
    ],
)
def test_reports_complete_and_on_time_come_from_the_units_record(record, state, words):
    node = leaf("HP", "hang-nam", "collective", "tap-the/tieu-chi/bao-cao")

    found = leaves.on_time(node, record)

    assert found == Found(state, words, "cần nộp báo cáo của đơn vị đầy đủ, đúng hạn")


@pytest.mark.rule("HP-07")
def test_the_units_own_plan_is_there_or_not():
    node = leaf("HP", "hang-nam", "collective", "tap-the/tieu-chi/ke-hoach")

    assert leaves.document(node, True, "Kế hoạch của Văn phòng, ban hành 10/01/2025") == Found(
        MET,
        "Kế hoạch của Văn phòng, ban hành 10/01/2025",
        "cần có kế hoạch phát động của đơn vị",
    )
    assert leaves.document(node, False) == Found(UNMET, "hiện chưa có", "cần có kế hoạch phát động của đơn vị")


@pytest.mark.rule("HP-05")
@pytest.mark.parametrize(
    ("this_year", "threshold", "state", "words"),
    [
        (3, Decimal(3), MET, "hiện xếp thứ 3"),
        (4, Decimal(3), UNMET, "hiện xếp thứ 4"),
        (None, Decimal(3), UNKNOWN, "chưa có thứ hạng năm nay"),
        (1, None, UNKNOWN, "địa phương chưa đặt ngưỡng"),
        (None, None, UNKNOWN, "địa phương chưa đặt ngưỡng; chưa có thứ hạng năm nay"),
    ],
)
def test_a_high_rank_is_measured_by_the_communes_own_threshold(this_year, threshold, state, words):
    node = leaf("HP", "hang-nam", "collective", "tap-the/tieu-chi/thu-hang/hang-cao")

    found = leaves.rank(node, this_year, 9, threshold)

    assert found == Found(state, words, "" if threshold is None else "cần xếp thứ 3 trở lên")


@pytest.mark.rule("HP-05")
@pytest.mark.parametrize(
    ("this_year", "last_year", "threshold", "state", "words"),
    [
        (4, 9, Decimal(5), MET, "tăng 5 bậc, từ thứ 9 xếp thứ 4"),
        (5, 9, Decimal(5), UNMET, "tăng 4 bậc, từ thứ 9 xếp thứ 5"),
        (9, 4, Decimal(5), UNMET, "giảm 5 bậc, từ thứ 4 xếp thứ 9"),
        (4, 4, Decimal(5), UNMET, "giữ nguyên thứ 4"),
        (4, None, Decimal(5), UNKNOWN, "chưa có thứ hạng năm trước"),
        (4, 9, None, UNKNOWN, "địa phương chưa đặt ngưỡng"),
    ],
)
def test_a_leap_compares_this_years_rank_with_last_years(this_year, last_year, threshold, state, words):
    node = leaf("HP", "hang-nam", "collective", "tap-the/tieu-chi/thu-hang/vuot-bac")

    found = leaves.rank(node, this_year, last_year, threshold)

    assert found == Found(state, words, "" if threshold is None else "cần tăng ít nhất 5 bậc so với năm trước")


def test_the_plans_own_number_goes_before_the_communes_threshold():
    node = Node(key="hang", leaf=LeafKind.RANK, value=Decimal(2))

    assert leaves.rank(node, 3, None, Decimal(10)).state == UNMET


@pytest.mark.rule("HP-09")
@pytest.mark.parametrize(
    ("given", "state", "by"), [(MET, MET, "Lê Thị Hà"), (UNMET, UNMET, "Lê Thị Hà"), ("", UNKNOWN, "")]
)
def test_whether_others_can_follow_is_for_the_appraiser_to_judge(given, state, by):
    node = leaf("HP", "hang-nam", "collective", "tap-the/nhan-rong")

    found = leaves.judged(node, given, "Lê Thị Hà", "áp dụng được ở mọi thôn", ["Ảnh mô hình"])

    assert found == Found(state, "áp dụng được ở mọi thôn", "", ("Ảnh mô hình",), by)


@pytest.mark.parametrize(
    ("given", "note", "words"),
    [
        (
            MET,
            "cả 14 xóm đã làm theo.",
            "đơn vị đã tự đánh giá là đạt (“cả 14 xóm đã làm theo”), chờ người thẩm định kết luận",
        ),
        (MET, "Đơn vị tự đánh giá đạt.", "đơn vị đã tự đánh giá là đạt, chờ người thẩm định kết luận"),
        (UNMET, "", "đơn vị đã tự đánh giá là chưa đạt, chờ người thẩm định kết luận"),
        (UNKNOWN, "đang làm", "đơn vị đã có ý kiến (“đang làm”), chờ người thẩm định kết luận"),
        (UNKNOWN, "", ""),
    ],
)
def test_what_a_unit_says_of_itself_is_words_and_never_a_state(given, note, words):
    node = leaf("HP", "hang-nam", "collective", "tap-the/nhan-rong")

    assert leaves.claimed(node, given, note) == Found(UNKNOWN, words, awaited=True)


@pytest.mark.parametrize(
    ("words", "year", "first", "last"),
    [
        ("trong năm", 2025, date(2025, 1, 1), date(2025, 12, 31)),
        ("hằng năm", 2025, date(2025, 1, 1), date(2025, 12, 31)),
        ("so với năm trước", 2026, date(2026, 1, 1), date(2026, 12, 31)),
        ("trong năm", None, *TERM),
        ("", None, *TERM),
        ("năm 2025", 2026, date(2025, 1, 1), date(2025, 12, 31)),
        ("giai đoạn 2026 - 2030", None, date(2026, 1, 1), date(2030, 12, 31)),
        ("giai đoạn 2026–2030", 2028, date(2026, 1, 1), date(2030, 12, 31)),
        ("6 tháng cuối năm 2025", None, date(2025, 7, 1), date(2025, 12, 31)),
        ("6 tháng đầu năm 2025", None, date(2025, 1, 1), date(2025, 6, 30)),
    ],
)
def test_a_standard_looks_at_the_years_it_names_else_the_rounds_year_else_the_term(words, year, first, last):
    node = Node(key="mot", leaf=LeafKind.COUNT, period=words)

    assert leaves.period_of(node, year, TERM) == Period(first, last)


def test_a_period_knows_its_years():
    assert list(Period(date(2026, 6, 1), date(2028, 1, 1)).years) == [2026, 2027, 2028]
