"""Why an act cannot happen yet, in the user's words."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.planfile.schema import Signature
from campaigns.rules import readiness
from campaigns.tests.factories import plan_document
from campaigns.tests.five_plans import FILES, plan

COMPLETE = plan_document()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"objectives": ()}, "Chưa có mục đích, yêu cầu."),
        ({"audience": ()}, "Chưa có đối tượng thi đua."),
        ({"content": ()}, "Chưa có nội dung thi đua."),
        ({"content": (replace(COMPLETE.content[0], items=()),)}, "Chưa có nội dung cụ thể ở lĩnh vực thi đua nào."),
        ({"responsibilities": ()}, "Chưa giao nhiệm vụ tổ chức thực hiện cho đơn vị nào."),
        ({"signature": Signature(lines=())}, "Chưa ghi thẩm quyền ký."),
        (
            {"facts": replace(COMPLETE.facts, starts_on=date(2027, 1, 1))},
            "Ngày kết thúc phải sau ngày bắt đầu.",
        ),
    ],
)
def test_a_plan_without_one_of_its_parts_says_which(changes, reason):
    assert readiness.blockers_to_approve(replace(COMPLETE, **changes)) == [reason]


@pytest.mark.rule("DT-06")
def test_a_plan_that_is_silent_on_awards_dossiers_and_dates_can_be_approved():
    silent = replace(COMPLETE, rounds=(), dossier=(), deadlines=(), principles=(), routes=())

    assert readiness.blockers_to_approve(silent) == []


@pytest.mark.parametrize("code", FILES)
def test_each_of_the_five_plans_can_be_approved_as_it_stands(code):
    assert readiness.blockers_to_approve(plan(code)) == []


@pytest.mark.rule("VT-05")
@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, []),
        ({"open_reports": 3}, ["Còn 03 báo cáo đã nộp nhưng chưa duyệt hoặc trả lại."]),
        (
            {"uninspected": ["Phòng Kinh tế", "Trạm Y tế"]},
            ["Kế hoạch yêu cầu kiểm tra, chưa kiểm tra: Phòng Kinh tế, Trạm Y tế."],
        ),
        ({"summary_issued": False}, ["Chưa ban hành báo cáo tổng kết."]),
    ],
)
def test_a_campaign_closes_after_reports_inspections_and_summary(facts, reasons):
    done = {"open_reports": 0, "uninspected": [], "summary_issued": True}

    assert readiness.blockers_to_close(**{**done, **facts}) == reasons


@pytest.mark.rule("VT-05")
@pytest.mark.parametrize(
    ("required", "inspected", "accepted", "count"),
    [
        (True, True, True, 0),
        (True, False, True, 1),
        (False, False, True, 0),
        (True, True, False, 1),
        (True, False, False, 2),
        (False, True, False, 1),
    ],
)
def test_a_dossier_reaches_the_council_after_report_and_inspection(required, inspected, accepted, count):
    reasons = readiness.blockers_before_council(
        inspection_required=required, inspected=inspected, report_accepted=accepted
    )

    assert len(reasons) == count


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, []),
        ({"missing": ["Chưa có kết quả: A"]}, ["Chưa có kết quả: A"]),
        ({"missing": ["Chưa có kết quả: A"], "missing_reason": "Chưa có số liệu"}, []),
        ({"missing": ["Chưa có kết quả: A"], "missing_reason": "  "}, ["Chưa có kết quả: A"]),
        ({"was_returned": True}, ["Báo cáo bị trả lại: hãy ghi “nội dung đã sửa”."]),
        (
            {"was_returned": True, "missing": ["A"], "missing_reason": "Chưa có"},
            ["Báo cáo bị trả lại: hãy ghi “nội dung đã sửa”."],
        ),
        ({"was_returned": True, "change_note": "Bổ sung số liệu"}, []),
    ],
)
def test_a_report_names_what_it_lacks_and_a_reason_stands_in_for_results_alone(facts, reasons):
    complete = {"missing": [], "missing_reason": "", "was_returned": False, "change_note": ""}

    assert readiness.blockers_to_submit(**{**complete, **facts}) == reasons


@pytest.mark.rule("VT-01")
def test_a_units_plan_needs_its_parts_and_a_target_for_each_area():
    reasons = readiness.blockers_to_adopt(purpose=" ", measures="", areas_without_target=["Cải cách thể chế"])

    assert reasons == [
        "Chưa ghi mục đích, yêu cầu.",
        "Chưa ghi nhiệm vụ, giải pháp.",
        "Chưa cụ thể hóa thành chỉ tiêu: Cải cách thể chế",
    ]
    assert readiness.blockers_to_adopt(purpose="a", measures="b", areas_without_target=[]) == []


@pytest.mark.rule("DT-04")
@pytest.mark.parametrize(
    ("drive", "inside"),
    [
        ((date(2025, 8, 1), date(2025, 12, 31)), True),
        ((date(2025, 7, 31), date(2025, 9, 1)), False),
        ((date(2025, 9, 1), date(2026, 1, 1)), False),
    ],
)
def test_a_peak_drive_lies_inside_the_campaign(drive, inside):
    reasons = readiness.blockers_to_launch(
        drive=drive, campaign=(date(2025, 8, 1), date(2025, 12, 31)), has_target=True
    )

    outside = ["Đợt cao điểm phải nằm trong thời gian của phong trào (từ 01/08/2025 đến 31/12/2025)."]
    assert reasons == ([] if inside else outside)


@pytest.mark.rule("DT-04")
def test_a_peak_drive_needs_a_target_and_an_issued_campaign():
    day = date(2025, 9, 1)

    assert readiness.blockers_to_launch(drive=(day, day), campaign=(None, date(2025, 12, 31)), has_target=False) == [
        "Đợt cao điểm phải nằm trong thời gian của phong trào (chưa ban hành).",
        "Chưa có chỉ tiêu nào cho đợt cao điểm.",
    ]


@pytest.mark.rule("VT-08")
@pytest.mark.parametrize(
    ("starts_on", "warned"),
    [(None, False), (date(2025, 8, 20), False), (date(2025, 8, 21), False), (date(2025, 7, 1), True)],
)
def test_a_term_that_begins_before_the_day_of_issue_is_warned_about(starts_on, warned):
    warning = readiness.starts_before_issue(starts_on, date(2025, 8, 20))

    expected = "Thời gian thi đua tính từ 01/07/2025, trước ngày ban hành kế hoạch 20/08/2025."
    assert warning == (expected if warned else None)
