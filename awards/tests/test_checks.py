"""What stands against a nomination whatever its criteria."""

import json
from dataclasses import replace
from datetime import date

import pytest

from awards.rules import checks
from awards.rules.checks import Check, Claim, Conflict, Earlier, Granted, Matter
from awards.rules.kinds import Award
from campaigns.planfile.schema import Quota
from campaigns.planfile.words import Authority, QuotaShape, Subject
from campaigns.rules import audience
from campaigns.rules.results import MET, UNKNOWN, UNMET
from campaigns.tests.five_plans import award_round, plan

AFTER = date(2026, 11, 20)
EARLIER = Earlier("Giấy khen", "Quyết định số 05/QĐ-UBND ngày 01/12/2025", same=True, ref="nomination:5")
OTHER = Earlier("Giấy khen", "Quyết định số 40/QĐ-UBND ngày 20/6/2026", same=False, ref="nomination:40")


@pytest.mark.rule("DT-02")
@pytest.mark.parametrize(("kind", "state"), [("office", MET), ("outside", UNMET)])
def test_nobody_outside_the_audience_may_be_nominated(kind, state):
    covered = audience.covers(plan("DT"), Subject.COLLECTIVE, kind, "Công ty An Phú")

    found = checks.audience_check(covered, who="Công ty An Phú")

    assert (found.state, found.exceptable) == (state, False)
    assert "Công ty An Phú" in found.words


@pytest.mark.rule("DT-11")
@pytest.mark.parametrize("award", list(Award))
def test_a_unit_decides_no_award_it_may_only_propose(award):
    found = checks.authority_check(award, Authority.COMMUNE, on=AFTER, decided_by_unit=True)

    assert found.state == UNMET
    assert found.words == (
        f"Không đúng thẩm quyền tặng {award.label}: đơn vị thuộc xã chỉ biểu dương trong đơn vị hoặc đề nghị "
        "khen thưởng."
    )


@pytest.mark.rule("L-12")
@pytest.mark.parametrize(
    ("award", "authority", "state"),
    [
        (Award.GIAY_KHEN, Authority.COMMUNE, MET),
        (Award.ADVANCED_WORKER, Authority.COMMUNE, MET),
        (Award.GRASSROOTS_EMULATION_FIGHTER, Authority.COMMUNE, MET),
        (Award.ADVANCED_COLLECTIVE, Authority.COMMUNE, MET),
        (Award.BANG_KHEN, Authority.COMMUNE, UNMET),
        (Award.EXCELLENT_COLLECTIVE, Authority.COMMUNE, UNMET),
        (Award.PROVINCIAL_EMULATION_FIGHTER, Authority.COMMUNE, UNMET),
        (Award.BANG_KHEN, Authority.PROVINCE, MET),
    ],
)
def test_the_communes_chair_decides_its_own_awards_and_proposes_the_others(award, authority, state):
    assert checks.authority_check(award, authority, on=AFTER).state == state


@pytest.mark.rule("L-12")
def test_who_decides_is_told():
    assert checks.authority_check(Award.BANG_KHEN, Authority.COMMUNE, on=AFTER).words == (
        "Không đúng thẩm quyền: Chủ tịch UBND xã chỉ đề nghị Chủ tịch UBND tỉnh, thành phố tặng Bằng khen."
    )
    assert checks.authority_check(Award.BANG_KHEN, Authority.PROVINCE, on=AFTER).words == (
        "Thẩm quyền tặng Bằng khen: Chủ tịch UBND tỉnh, thành phố; Chủ tịch UBND xã chỉ đề nghị."
    )


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(("on", "state"), [(date(2025, 6, 30), MET), (date(2025, 7, 1), UNMET)])
def test_the_district_and_its_quota_end_with_the_last_of_june_2025(on, state):
    district = next(each for each in award_round("HP", "hang-nam").quotas if each.authority == Authority.DISTRICT)

    assert checks.authority_check(Award.GIAY_KHEN, Authority.DISTRICT, on=on).state == state
    found = checks.quota_check(district, on)
    assert (found.state, found.source) == (state, "mục V.3.b của kế hoạch")


@pytest.mark.rule("HP-02")
@pytest.mark.parametrize(
    ("settled", "words"),
    [
        (None, "Số lượng theo kế hoạch: “02 tập thể, cá nhân”: chưa rõ là tất cả 02 hay mỗi loại 02."),
        ("in_all", "Số lượng theo kế hoạch: Tất cả 02, gồm cả tập thể và cá nhân."),
        ("each", "Số lượng theo kế hoạch: 02 tập thể và 02 cá nhân."),
    ],
)
def test_a_number_in_doubt_is_told_as_it_was_settled(settled, words):
    quota = Quota(key="k", form="giay_khen", authority=Authority.COMMUNE, shape=QuotaShape.SHARED_POOL, count=2,
                  words="02 tập thể, cá nhân")  # fmt: skip

    assert checks.quota_check(quota, AFTER, settled).words == words


def test_a_plan_without_quotas_binds_nothing():
    found = checks.quota_check(None, AFTER)

    assert (found.state, found.words) == (
        MET,
        "Kế hoạch không quy định số lượng khen thưởng cho hình thức này.",
    )


@pytest.mark.parametrize(
    ("shape", "count", "words"),
    [
        (QuotaShape.UNSTATED, None, "Kế hoạch không quy định số lượng."),
        (QuotaShape.NOT_FIXED, None, "Kế hoạch không ấn định số lượng; căn cứ kết quả và kinh phí khen thưởng."),
        (QuotaShape.FIXED, 1, "Số lượng theo kế hoạch: 01 tập thể."),
    ],
)
def test_the_condition_of_the_quota_names_the_plan_once(shape, count, words):
    quota = Quota(key="k", form="giay_khen", authority=Authority.COMMUNE, subject=Subject.COLLECTIVE, shape=shape,
                  count=count)  # fmt: skip

    check = checks.quota_check(quota, AFTER)

    assert (check.state, check.words) == (MET, words)


@pytest.mark.parametrize(
    ("award", "subject", "state"),
    [
        (Award.GIAY_KHEN, Subject.HOUSEHOLD, MET),
        (Award.ADVANCED_WORKER, Subject.INDIVIDUAL, MET),
        (Award.ADVANCED_WORKER, Subject.COLLECTIVE, UNMET),
        (Award.ADVANCED_COLLECTIVE, Subject.INDIVIDUAL, UNMET),
    ],
)
def test_an_award_suits_its_subject(award, subject, state):
    assert checks.subject_check(award, subject).state == state


@pytest.mark.rule("L-03")
def test_nobody_is_proposed_while_something_is_being_examined():
    matters = [
        Matter("Đơn tố cáo", "Phòng Kinh tế", date(2026, 5, 5), "Thông báo số 4/TB-UBND"),
        Matter("phản ánh của báo chí", "đồng chí Trần Văn Bình"),
    ]

    found = checks.examination_check(matters)

    assert (found.state, found.exceptable) == (UNMET, False)
    assert found.words == (
        "Đang bị xem xét, chưa được đề nghị khen thưởng: đơn tố cáo đối với Phòng Kinh tế từ ngày 05/05/2026 "
        "(Thông báo số 4/TB-UBND); phản ánh của báo chí đối với đồng chí Trần Văn Bình."
    )
    assert checks.examination_check([]).state == MET


@pytest.mark.rule("L-03")
@pytest.mark.parametrize(
    ("ended", "starts", "state"),
    [
        ([], date(2026, 1, 1), MET),
        ([date(2025, 11, 1)], date(2026, 1, 1), MET),
        ([date(2026, 3, 1), date(2026, 6, 1)], date(2026, 6, 1), UNKNOWN),
        ([date(2027, 1, 1)], date(2027, 1, 1), UNMET),
    ],
)
def test_after_discipline_achievement_counts_from_its_end_only(ended, starts, state):
    first, last = date(2026, 1, 1), date(2026, 12, 31)

    assert checks.counts_from(first, ended) == starts
    assert checks.counting_check(first, last, ended).state == state


@pytest.mark.rule("DS-07")
def test_a_second_award_for_one_achievement_is_refused_and_names_the_decision():
    found = checks.one_achievement_check([EARLIER])

    assert (found.state, found.exceptable) == (UNMET, True)
    assert found.words == (
        "Thành tích này đã được khen: Giấy khen theo Quyết định số 05/QĐ-UBND ngày 01/12/2025; "
        "một thành tích không khen nhiều lần, nhiều hình thức."
    )


@pytest.mark.rule("DS-07")
def test_an_earlier_award_that_may_be_for_something_else_is_left_for_a_person_to_judge():
    assert checks.one_achievement_check([OTHER]).state == UNKNOWN
    assert checks.one_achievement_check([OTHER, EARLIER]).state == UNMET
    assert checks.one_achievement_check([]).state == MET


@pytest.mark.rule("DS-07")
@pytest.mark.parametrize(
    ("reason", "leader", "state"),
    [
        ("Khen bổ sung giai đoạn sau", "Chủ tịch Lê Văn An", MET),
        ("Khen bổ sung giai đoạn sau", " ", UNMET),
        ("", "Chủ tịch Lê Văn An", UNMET),
    ],
)
def test_a_lawful_exception_needs_a_reason_and_the_leaders_name(reason, leader, state):
    granted = Granted(frozenset({"nomination:5"}), reason, leader)

    found = checks.with_exceptions(checks.one_achievement_check([EARLIER]), [granted])

    assert found.state == state
    assert ("Ngoại lệ được chấp thuận: Khen bổ sung giai đoạn sau (Chủ tịch Lê Văn An)." in found.words) == (
        state == MET
    )
    assert bool(found.excepted) == (state == MET)


@pytest.mark.rule("DS-07")
def test_an_exception_passes_only_the_conflict_for_which_it_was_granted():
    first = Granted(frozenset({"nomination:5"}), "Giai đoạn khác", "Chủ tịch Lê Văn An")
    second = Granted(frozenset({"nomination:40"}), "Việc khác", "Chủ tịch Lê Văn An")

    alone = checks.with_exceptions(checks.one_achievement_check([OTHER]), [first])
    grown = checks.with_exceptions(checks.one_achievement_check([EARLIER, OTHER]), [first])
    both = checks.with_exceptions(checks.one_achievement_check([EARLIER, OTHER]), [first, second])

    assert (alone.state, alone.excepted) == (UNKNOWN, "")
    assert (grown.state, grown.excepted, [each.ref for each in grown.conflicts]) == (UNMET, "", ["nomination:40"])
    assert grown.words.endswith(
        " Ngoại lệ đã được chấp thuận chỉ cho: Giấy khen theo Quyết định số 05/QĐ-UBND ngày 01/12/2025."
    )
    assert (both.state, both.excepted) == (
        MET, "Giai đoạn khác (Chủ tịch Lê Văn An); Việc khác (Chủ tịch Lê Văn An)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("check", "refs"),
    [
        (checks.deadline_check(True, words="Trễ.", ref="deadline:3"), ["deadline:3"]),
        (checks.deadline_check(False, words="Kịp.", ref="deadline:3"), []),
        (checks.counting_check(date(2026, 1, 1), date(2026, 12, 31), [date(2026, 6, 1)]), ["counts-from:2026-06-01"]),
        (checks.counting_check(date(2026, 1, 1), date(2026, 12, 31), []), []),
    ],
)
def test_a_condition_names_what_an_exception_would_be_for(check, refs):
    assert [each.ref for each in check.conflicts] == refs


@pytest.mark.rule("L-03", "L-08", "L-12")
@pytest.mark.parametrize(
    "check",
    [
        checks.examination_check([Matter("thanh tra", "Phòng Kinh tế")]),
        checks.initiative_check([Claim("Sổ tay một cửa", "Giấy khen năm 2025")]),
        checks.authority_check(Award.BANG_KHEN, Authority.COMMUNE, on=AFTER),
    ],
)
def test_what_the_law_forbids_has_no_exception(check):
    named = replace(check, conflicts=(Conflict("nomination:5", "Vướng."),))

    assert checks.with_exceptions(named, [Granted(frozenset({"nomination:5"}), "Có lý do", "Chủ tịch")]) == named
    assert check.state == UNMET


@pytest.mark.rule("L-08")
def test_an_initiative_supports_one_award_only():
    fresh, used = Claim("Hẹn giờ"), Claim("Sổ tay một cửa", "Giấy khen theo Quyết định số 05/QĐ-UBND")

    assert checks.initiative_check([fresh]).state == MET
    assert checks.initiative_check([]).state == MET
    found = checks.initiative_check([fresh, used])
    assert (found.state, found.words) == (
        UNMET,
        "Sáng kiến đã dùng để xét khen, không dùng lần nữa: “Sổ tay một cửa” (Giấy khen theo Quyết định số "
        "05/QĐ-UBND).",
    )


@pytest.mark.parametrize(("late", "state"), [(True, UNMET), (False, MET)])
def test_a_late_dossier_may_be_accepted_for_a_reason(late, state):
    found = checks.deadline_check(late, words="Nộp lúc 06/12/2025 00:00, hạn cuối 05/12/2025.", source="mục III.3")

    assert (found.state, found.exceptable, found.source) == (state, True, "mục III.3")


@pytest.mark.rule("VT-05")
@pytest.mark.parametrize(
    ("inspected", "accepted", "words"),
    [
        (True, True, "Đã theo đúng trình tự: báo cáo, kiểm tra, rồi mới xét."),
        (
            False,
            True,
            "Chưa theo đúng trình tự: kế hoạch yêu cầu kiểm tra trước khi xét: đơn vị chưa được kiểm tra.",
        ),
        (
            False,
            False,
            "Chưa theo đúng trình tự: báo cáo kết quả của đơn vị chưa được duyệt; "
            "kế hoạch yêu cầu kiểm tra trước khi xét: đơn vị chưa được kiểm tra.",
        ),
    ],
)
def test_where_the_plan_demands_inspection_nothing_reaches_the_council_without_one(inspected, accepted, words):
    required = plan("VT").inspection.required

    found = checks.council_check(inspection_required=required, inspected=inspected, report_accepted=accepted)

    assert (found.state, found.words) == (MET if inspected and accepted else UNMET, words)


def test_a_plan_that_demands_no_inspection_is_not_said_to_have_had_one():
    found = checks.council_check(inspection_required=False, inspected=False, report_accepted=True)

    assert (found.state, found.words) == (
        MET,
        "Không còn báo cáo đến hạn chưa duyệt; kế hoạch không bắt buộc kiểm tra trước khi xét.",
    )


@pytest.mark.rule("DS-18")
def test_before_the_decision_no_standard_may_rest_on_a_provisional_result():
    found = checks.official_check(["Hoàn thành xuất sắc nhiệm vụ năm 2025"])

    assert (found.state, found.words) == (
        UNMET,
        "Còn căn cứ tạm tính, phải có kết quả chính thức trước khi quyết định: Hoàn thành xuất sắc nhiệm vụ năm 2025.",
    )
    assert checks.official_check([]).state == MET


def test_blockers_are_the_words_of_the_failed_checks_alone():
    found = [
        Check("one", "Một", MET, "Đạt."),
        Check("two", "Hai", UNMET, "Không đạt."),
        Check("three", "Ba", UNKNOWN, "Chưa rõ."),
    ]

    assert checks.blockers(found) == ["Không đạt."]


def test_checks_come_back_from_storage_as_they_were():
    found = (
        checks.with_exceptions(
            checks.one_achievement_check([EARLIER]), [Granted(frozenset({"nomination:5"}), "Lý do", "Chủ tịch")]
        ),
        checks.initiative_check([]),
    )

    assert checks.from_data(json.loads(json.dumps(checks.as_data(found)))) == found


@pytest.mark.parametrize(
    ("words", "inside"),
    [("Ngoài đối tượng.", "ngoài đối tượng"), ("UBND xã chưa duyệt.", "UBND xã chưa duyệt"), ("", "")],
)
def test_a_sentence_inside_another_loses_its_capital_and_full_stop(words, inside):
    assert checks.inline(words) == inside
