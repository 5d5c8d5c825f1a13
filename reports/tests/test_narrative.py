"""The first drafts of a summary's sections: counts without nils, ties told, nobody left out, what was sent upward."""

from datetime import date

import pytest

from awards.models import Proposal, ProposalLine
from awards.tests.factories import make_award_campaign, make_nomination
from campaigns.models import Finding, Obligation
from campaigns.tests.factories import make_campaign
from communes.tests.factories import make_unit
from reports import narrative
from reports.figures import Figures, gather
from reports.tests.cases import AT
from reports.tests.test_campaign_papers import inspected


def drafts(cast, **facts) -> dict[str, str]:
    """Return the drafts of a campaign's sections from some figures."""
    awards = {"proposed": 0}
    return narrative.drafts(make_campaign(cast), Figures(awards=awards, **facts))


@pytest.mark.parametrize(("units", "named", "last"), [(9, 9, "- Đơn vị 9: Đã họp."), (10, 8, "- Và 02 đơn vị khác.")])
def test_no_single_unit_is_left_out_of_a_list_that_is_cut(cast, units, named, last):
    places = [make_unit(cast.commune, f"Đơn vị {place}", position=place) for place in range(1, units + 1)]
    campaign = make_campaign(cast, units=places)
    Obligation.objects.update(status="accepted", submitted_at=AT, overview="Đã họp.")

    lines = narrative.drafts(campaign, gather(campaign, at=AT))["leadership"].split("\n")

    assert sum(line.endswith(": Đã họp.") for line in lines) == named
    assert lines[-1] == last


@pytest.mark.parametrize(
    ("done", "asked", "told"),
    [
        (0, 1, "chưa thực hiện xong kiến nghị nào trong 01 kiến nghị"),
        (1, 3, "đã thực hiện xong 01/03 kiến nghị"),
        (1, 1, "đã thực hiện xong 01 kiến nghị"),
        (2, 2, "đã thực hiện xong cả 02 kiến nghị"),
    ],
)
def test_recommendations_carried_out_are_told_in_words(cast, done, asked, told):
    found = drafts(cast, inspections=1, recommendations=asked, recommendations_done=done)

    assert f"- Tổ chức 01 cuộc kiểm tra; {told}." in found["leadership"]


def test_late_and_missing_reports_are_told_apart_and_only_where_there_are_any(cast):
    late = {"unit": "Phòng Kinh tế", "late": 1, "missing": 0, "on_time": 0}
    missing = {"unit": "Thôn Đông", "late": 0, "missing": 1, "on_time": 0}

    both = drafts(cast, late=1, missing=1, unit_rows=[late, missing])["shortcomings"]
    one = narrative._shortcomings(Figures(late=1, unit_rows=[late]), [])

    assert both.split("\n") == [
        "- Còn đơn vị báo cáo trễ hạn: Phòng Kinh tế.",
        "- Còn đơn vị quá hạn chưa báo cáo: Thôn Đông.",
    ]
    assert one == "- Còn đơn vị báo cáo trễ hạn: Phòng Kinh tế."


def test_areas_that_tie_for_the_lowest_are_all_named(cast):
    areas = [
        {"title": title, "met": met, "targets": targets}
        for title, met, targets in (("Một cửa", 5, 6), ("Công vụ", 10, 12), ("Thể chế", 7, 8))
    ]

    words = drafts(cast, areas=areas, targets=26, targets_met=22)["shortcomings"]

    assert words == "- Nội dung đạt thấp nhất: Một cửa (5/6 chỉ tiêu đạt); Công vụ (10/12 chỉ tiêu đạt)."


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (0, "Giữ vững 100% báo cáo nộp đúng hạn (kỳ này 100%)"),
        (1, "Phấn đấu 100% báo cáo nộp đúng hạn (kỳ này 75%)"),
    ],
)
def test_nobody_strives_for_what_was_reached(cast, late, told):
    row = {"unit": "Thôn Đông", "on_time": 3, "late": late, "missing": 0}

    assert drafts(cast, unit_rows=[row], late=late)["direction"].startswith(f"- {told}.")


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"findings": 1, "not_due": 1}, "kiểm tra 01 nội dung, chưa đến kỳ báo cáo"),
        ({"findings": 2, "not_due": 2}, "kiểm tra 02 nội dung, đều chưa đến kỳ báo cáo"),
        ({"findings": 2}, "kiểm tra 02 nội dung, không có nội dung khác với báo cáo của đơn vị"),
        (
            {"findings": 5, "not_due": 1, "not_reported": 1, "differences": 1},
            "kiểm tra 05 nội dung (02 nội dung đúng như đơn vị báo cáo, 01 nội dung khác với báo cáo của đơn vị, "
            "01 nội dung đơn vị chưa báo cáo, 01 nội dung chưa đến kỳ báo cáo)",
        ),
    ],
)
def test_what_was_not_yet_due_at_an_inspection_is_compared_with_no_report(cast, facts, told):
    assert f"- Tổ chức 01 cuộc kiểm tra, {told}." in drafts(cast, inspections=1, **facts)["leadership"]


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(
    ("due_on", "told"),
    [
        (date(2026, 9, 10), "01 nội dung chưa đến kỳ báo cáo"),
        (date(2026, 9, 9), "01 nội dung đơn vị chưa báo cáo"),
    ],
)
def test_the_day_of_the_inspection_decides_whether_a_report_was_due(cast, due_on, told):
    visit = inspected(cast, make_campaign(cast, due_on=due_on))
    Finding.objects.filter(verdict="differs").update(verdict="not_reported", reported="")

    words = narrative.drafts(visit.campaign, gather(visit.campaign, at=AT))["leadership"]

    assert f"kiểm tra 02 nội dung (01 nội dung đúng như đơn vị báo cáo, {told})" in words


def test_what_inspections_asked_to_be_mended_stands_among_the_shortcomings(cast):
    visit = inspected(cast, make_campaign(cast, due_on=date(2026, 12, 31)))

    asked = narrative.drafts(visit.campaign, gather(visit.campaign, at=AT))["shortcomings"]
    Finding.objects.exclude(recommendation="").update(done_on=date(2026, 9, 20))
    done = narrative.drafts(visit.campaign, gather(visit.campaign, at=AT))["shortcomings"]

    assert asked.split("\n") == [
        "- Kiểm tra thấy 01 nội dung khác với báo cáo của đơn vị.",
        "Qua kiểm tra, đã kiến nghị các đơn vị:",
        "- Phòng Kinh tế: Đính chính số liệu.",
    ]
    assert done.split("\n")[-1] == "- Phòng Kinh tế: Đính chính số liệu (đã thực hiện ngày 20/09/2026)."


@pytest.mark.rule("HP-12")
def test_a_submission_that_brought_an_award_is_told_with_its_number_and_date_and_no_other_is(cast):
    campaign = make_award_campaign(cast)
    for number, outcome, unit in ((7, "", "economy"), (8, "awarded", "service"), (None, "", "culture")):
        proposal = Proposal.objects.create(
            commune=cast.commune, campaign=campaign, authority="province", title="Về Bằng khen", number=number,
            to_body="Chủ tịch UBND tỉnh", sent_on=number and date(2026, 12, number), drafted_at=AT, drafted_by="Hạnh",
            status="sent" if number else "draft",
        )  # fmt: skip
        case = make_nomination(campaign, unit=cast.unit(unit), award="bang_khen", authority="province")
        ProposalLine.objects.create(
            proposal=proposal, nomination=case, outcome=outcome, outcome_on=outcome and AT.date() or None,
            outcome_number="99/QĐ-UBND" if outcome else "",
        )  # fmt: skip

    words = narrative.drafts(campaign, gather(campaign, at=AT))["awards"].split("\n")

    assert words[-1] == (
        "- Tờ trình số 08/TTr-UBND ngày 08 tháng 12 năm 2026 gửi Chủ tịch UBND tỉnh: 01 trường hợp được tặng "
        "(99/QĐ-UBND ngày 05 tháng 12 năm 2026)."
    )
    assert not any("07/TTr-UBND" in line for line in words)
