"""The words of a campaign's papers: criteria, quotas and routes of a plan; titles, leads and capacities of reports."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from campaigns.models import Deadline, Finding, Inspection, Obligation, Participation, Target
from campaigns.planfile import words as w
from campaigns.planfile.schema import Node, Quota, Round, Route, Standard
from campaigns.tests.factories import make_campaign, plan_document
from communes.models import Unit
from kit.vietnamese import fold
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.campaign_plan import quota_in_words
from reports.documents.registry import KINDS
from reports.documents.targets import goal_in_words
from reports.services import summaries
from reports.tests.cases import AT, accepted_report, drafted, product
from reports.tests.test_campaign_papers import inspected
from reports.tests.test_papers import tables, the, words_of


def leaf(text: str) -> Node:
    """Return a criterion of its own."""
    return Node(key=fold(text).replace(" ", "-"), text=text, leaf=w.LeafKind.JUDGEMENT)


def lists(paper) -> list[tuple[str, list[str]]]:
    """Return the sign and the items of a paper's lists."""
    return [
        (block.sign, [plain(item) for item in block.items]) for block in paper.blocks if isinstance(block, b.Dashes)
    ]


def planned(cast, **changes):
    """Return the paper of a plan with some changes."""
    return KINDS["campaign-plan"].build(make_campaign(cast, document=plan_document(**changes)))


@pytest.mark.parametrize(
    ("group", "lead", "below"),
    [
        (
            Node(key="a", op=w.NodeOp.ALL, text="Tiêu chí thi đua", logic_stated=False,
                 children=(leaf("Có kế hoạch"), leaf("Báo cáo đúng hạn"))),
            "Tiêu chí thi đua:",
            ["Có kế hoạch.", "Báo cáo đúng hạn."],
        ),
        (
            Node(key="a", op=w.NodeOp.ANY, text="Có đổi mới", children=(leaf("Có sáng kiến"), leaf("Có mô hình"))),
            "Có đổi mới, đạt một trong các tiêu chuẩn sau:",
            ["Có sáng kiến.", "Có mô hình."],
        ),
        (
            Node(key="a", op=w.NodeOp.AT_LEAST, min_true=2, children=(leaf("Một"), leaf("Hai"), leaf("Ba"))),
            "Đạt ít nhất 02 trong các tiêu chuẩn sau:",
            ["Một.", "Hai.", "Ba."],
        ),
        (
            Node(key="a", op=w.NodeOp.PRECONDITION_AND_ANY, min_true=1, preconditions=(leaf("Không vi phạm"),),
                 children=(leaf("Có sáng kiến"), leaf("Có mô hình"))),
            "Đạt tất cả các tiêu chuẩn sau:",
            ["Không vi phạm.", "Có sáng kiến hoặc có mô hình."],
        ),
        (
            Node(key="a", op=w.NodeOp.ALL, text="Kết quả", children=(
                Node(key="b", op=w.NodeOp.ANY, text="Hạng cao hoặc tăng bậc", children=(leaf("Xếp cao"), leaf("Tăng"))),
                Node(key="c", op=w.NodeOp.AT_LEAST, min_true=2, text="Nền nếp",
                     children=(leaf("UBND khen"), leaf("Dân khen"))),
            )),
            "Kết quả:",
            ["Hạng cao hoặc tăng bậc.", "Nền nếp: ít nhất 02 trong số: UBND khen; dân khen."],
        ),
    ],
)  # fmt: skip
def test_a_group_of_criteria_stands_with_what_it_is_made_of_below_it(cast, group, lead, below):
    rule = Node(key="goc", op=w.NodeOp.ALL, children=(leaf("Chấp hành tốt"), group))
    standard = Standard(subject=w.Subject.COLLECTIVE, rule=rule)

    found = lists(planned(cast, rounds=(Round(key="r", kind=w.RoundKind.FINAL, title="Đợt", standards=(standard,)),)))

    assert ("-", ["Chấp hành tốt."]) in found
    assert found[found.index(("-", [lead])) + 1] == ("+", below)


def test_a_criterion_that_only_repeats_the_line_above_it_is_printed_once(cast):
    group = Node(key="a", op=w.NodeOp.ALL, text="Nổi bật liên tục 03 năm", children=(leaf("Nổi bật 03 năm liên tục"),))
    standard = Standard(subject=w.Subject.COLLECTIVE, rule=Node(key="g", op=w.NodeOp.ALL, children=(group,)))

    found = lists(planned(cast, rounds=(Round(key="r", kind=w.RoundKind.FINAL, title="Đợt", standards=(standard,)),)))

    assert ("-", ["Nổi bật liên tục 03 năm."]) in found
    assert not any("Nổi bật 03 năm liên tục" in item for _, items in found for item in items)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("không quá 01 tập thể, cá nhân tiêu biểu", "không quá 01 tập thể, cá nhân tiêu biểu"),
        ("", "01 tập thể hoặc cá nhân"),
        ("02 tập thể, cá nhân", "01 tập thể hoặc cá nhân"),
    ],
)
def test_a_shared_number_is_told_in_the_plans_own_words_while_they_name_it(cast, words, told):
    quota = Quota(key="q", form=w.AwardForm.BANG_KHEN, authority=w.Authority.PROVINCE,
                  shape=w.QuotaShape.SHARED_POOL, count=1, words=words)  # fmt: skip

    assert quota_in_words(quota, cast.commune) == f"Bằng khen của Chủ tịch UBND tỉnh: {told}"


def test_a_plan_says_of_each_paper_who_sends_it_to_whom_and_joins_papers_of_one_way(cast):
    way = ("Cơ quan, đơn vị", "Phòng Văn hóa - Xã hội", "UBND xã kiểm tra, đánh giá", "Cấp có thẩm quyền")
    routes = (
        Route(paper=w.Paper.UNIT_REPORT, steps=way),
        Route(paper=w.Paper.DIFFICULTY, steps=("Thôn Đông", "UBND xã")),
        Route(paper=w.Paper.DOSSIER, steps=way),
    )

    assert lists(planned(cast, routes=routes))[-1] == (
        "-",
        [
            "Báo cáo kết quả phong trào, hồ sơ đề nghị khen thưởng: cơ quan, đơn vị gửi Phòng Văn hóa - Xã hội; Phòng "
            "Văn hóa - Xã hội trình UBND xã kiểm tra, đánh giá; UBND xã trình cấp có thẩm quyền.",
            "Phản ánh khó khăn, vướng mắc: Thôn Đông gửi UBND xã.",
        ],
    )


def test_a_units_report_is_titled_by_what_it_tells_and_begins_with_the_plan_that_it_carries_out(cast, head):
    campaign = make_campaign(cast, due_on=date(2026, 11, 30))
    report = accepted_report(cast, campaign, "economy")
    report.submitted_by = head.person.full_name

    paper = KINDS["unit-report"].build(report)

    lead = next(block for block in paper.blocks if isinstance(block, b.Paragraph))
    assert the(paper, b.Title).abstract == (
        "Kết quả thực hiện phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”"
    )
    assert plain(lead.text) == (
        f"Thực hiện Kế hoạch số {campaign.number:02d}/KH-UBND ngày 15 tháng 01 năm 2026 của UBND xã Đồng Tâm về phong "
        "trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”, Phòng Kinh tế báo cáo kết quả như sau:"
    )
    assert paper.blocks.index(lead) < paper.blocks.index(
        next(block for block in paper.blocks if isinstance(block, b.Heading))
    )
    assert (the(paper, b.Signature).lines, the(paper, b.Signature).name) == (("TRƯỞNG PHÒNG",), "Phạm Văn Dũng")


@pytest.mark.rule("N-06")
@pytest.mark.parametrize(("name", "told"), [("Vì nhân dân", "“Vì nhân dân” năm 2027"), ("Năm 2027", "“Năm 2027”")])
def test_a_yearly_report_names_its_year_once_and_one_not_handed_in_bears_the_year_in_which_it_is_made(cast, name, told):
    report = accepted_report(cast, make_campaign(cast), "economy")
    Deadline.objects.update(year=2027)
    report = Obligation.objects.get(pk=report.pk)
    report.submitted_at, report.status, report.campaign.name = None, "draft", name
    report.campaign.ends_on = date(2030, 12, 31)

    paper = KINDS["unit-report"].build(report)

    assert the(paper, b.Title).abstract == f"Kết quả thực hiện phong trào thi đua {told}"
    assert the(paper, b.Letterhead).date_line.endswith(f"năm {timezone.localdate().year}")


@pytest.mark.parametrize(
    ("kind", "value", "unit", "told"),
    [
        ("number", "3", "buổi", "Từ 03 buổi trở lên"),
        ("number", "12", "buổi", "Từ 12 buổi trở lên"),
        ("number", "2.5", "ha", "Từ 2,5 ha trở lên"),
        ("number", "5", "%", "Từ 5 % trở lên"),
        ("percent", "5", "", "Từ 5% trở lên"),
    ],
)
def test_a_count_below_ten_is_written_with_a_zero_as_papers_do(kind, value, unit, told):
    assert goal_in_words(Target(kind=kind, comparator="at_least", value=Decimal(value), unit_label=unit)) == told


def charged(cast, kind: str):
    """Return the target sheet of a unit of a kind."""
    Unit.objects.filter(pk=cast.unit("front").pk).update(kind=kind)
    campaign = make_campaign(cast)
    joined = Participation.objects.create(
        campaign=campaign, unit=Unit.objects.get(pk=cast.unit("front").pk), joined_on=campaign.issued_on
    )
    return KINDS["target-sheet"].build(joined)


@pytest.mark.parametrize("kind", ["party", "front", "committee"])
def test_the_committee_asks_those_that_are_not_below_it_and_charges_none_of_them(cast, kind):
    paper = charged(cast, kind)

    words = words_of(paper)
    assert "đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã Đồng Tâm phối hợp thực hiện 03 chỉ tiêu" in words
    assert the(paper, b.Title).kind == "PHIẾU ĐỀ NGHỊ THỰC HIỆN CHỈ TIÊU"
    assert "giao 03" not in words
    assert "có trách nhiệm" not in words


def test_a_unit_of_the_committee_is_charged(cast):
    words = words_of(charged(cast, "office"))

    assert "giao 03 chỉ tiêu thi đua cho Ủy ban Mặt trận Tổ quốc Việt Nam xã Đồng Tâm như sau:" in words
    assert "có trách nhiệm tổ chức thực hiện" in words


def unreported(cast, *, due_on: date) -> Inspection:
    """Return an inspection on 10/9/2026 of a unit that had reported one item and owes its report by a day."""
    visit = inspected(cast, make_campaign(cast, due_on=due_on), team="Lê Văn Tám - Trưởng đoàn")
    Finding.objects.filter(verdict="differs").update(verdict="not_reported", reported="")
    return visit


@pytest.mark.rule("VT-04")
@pytest.mark.parametrize(
    ("due_on", "cell", "told"),
    [
        (date(2026, 9, 10), "Chưa đến kỳ báo cáo", "01 nội dung chưa đến kỳ báo cáo"),
        (date(2026, 9, 9), "Chưa báo cáo", "01 nội dung đơn vị chưa báo cáo"),
    ],
)
def test_minutes_count_what_is_not_reported_apart_and_say_whether_it_was_due(cast, due_on, cell, told):
    paper = KINDS["inspection-minutes"].build(unreported(cast, due_on=due_on))

    found, _ = tables(paper)
    assert (found.rows[0][2], found.rows[0][4]) == (cell, "–")
    assert f"Kiểm tra 02 nội dung: 01 nội dung đúng như đơn vị báo cáo; {told}." in words_of(paper)


def test_what_was_found_gets_the_room_where_no_item_was_reported(cast):
    visit = unreported(cast, due_on=date(2026, 11, 30))
    usual = tables(KINDS["inspection-minutes"].build(visit))[0].columns
    Finding.objects.update(verdict="not_reported", reported="")

    paper = KINDS["inspection-minutes"].build(visit)

    columns = tables(paper)[0].columns
    assert [(column.share > before.share) for column, before in zip(columns, usual, strict=True)] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert "Kiểm tra 02 nội dung, đều chưa đến kỳ báo cáo." in words_of(paper)


@pytest.mark.rule("N-12")
def test_without_a_secretary_of_the_team_the_unit_signs_beside_its_leader(cast):
    paper = KINDS["inspection-minutes"].build(unreported(cast, due_on=date(2026, 11, 30)))

    signed = the(paper, b.TwoSignatures)
    assert signed.left.lines == ("ĐẠI DIỆN", "ĐƠN VỊ ĐƯỢC KIỂM TRA")
    assert (signed.right.lines, signed.right.name) == (("TRƯỞNG ĐOÀN KIỂM TRA",), "Lê Văn Tám")


def test_the_report_of_one_year_of_a_longer_campaign_is_not_called_a_summing_up(cast):
    document = plan_document()
    document = replace(document, facts=replace(document.facts, ends_on=date(2028, 12, 31)))
    summary = summaries.start(make_campaign(cast, document=document), year=2026, by=product(cast), at=AT)

    paper = KINDS["summary-report"].build(summary)

    name = "“Đẩy mạnh cải cách hành chính năm 2026” năm 2026"
    assert the(paper, b.Title).abstract == f"Kết quả thực hiện phong trào thi đua {name}"
    assert f"Trên đây là Báo cáo kết quả thực hiện phong trào thi đua {name} của UBND xã Đồng Tâm." in words_of(paper)


def test_a_summary_begins_with_its_plan_and_points_to_its_annexes(cast):
    paper = KINDS["summary-report"].build(drafted(cast))

    words = words_of(paper)
    assert "về phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026”, UBND xã Đồng Tâm báo cáo kết quả" in words
    assert "kết quả của từng đơn vị: Phụ lục I và Phụ lục II kèm theo Báo cáo này." in words
    assert ("Phụ lục III" in words) is (len(paper.annexes) > 2)
    assert the(paper, b.Letterhead).date_line.endswith(f"năm {AT.year}")


@pytest.mark.rule("N-11")
def test_a_report_before_anything_was_owed_has_no_annex_and_points_to_none(cast):
    campaign = make_campaign(cast)
    campaign.obligations.all().delete()
    summary = summaries.start(campaign, kind="interim", by=product(cast), at=AT)

    paper = KINDS["interim-report"].build(summary)

    assert paper.annexes == ()
    assert "Không có báo cáo nào của đơn vị phải nộp." in words_of(paper)
    assert "Phụ lục" not in words_of(paper)


@pytest.mark.rule("N-11")
def test_the_only_annex_of_a_report_has_no_number(cast):
    campaign = make_award_campaign(cast)
    campaign.obligations.all().delete()
    honoured = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    make_decision(campaign, [honoured], status="published", number=3, issued_on=date(2026, 2, 1))

    paper = KINDS["interim-report"].build(summaries.start(campaign, kind="interim", by=product(cast), at=AT))

    assert len(paper.annexes) == 1
    assert "Danh sách tập thể được khen thưởng: Phụ lục kèm theo Báo cáo này." in words_of(paper)


@pytest.mark.parametrize(
    ("subjects", "named"),
    [(("individual",), "CÁ NHÂN"), (("household", "individual", "collective"), "TẬP THỂ, CÁ NHÂN, HỘ GIA ĐÌNH")],
    ids=["person", "all"],
)
def test_the_list_of_those_honoured_is_named_after_the_subjects_that_it_holds(cast, subjects, named):
    campaign = make_award_campaign(cast)
    rows = [make_nomination(campaign, unit=cast.unit("economy"), subject=each, status="awarded") for each in subjects]
    make_decision(campaign, rows, status="published", number=3, issued_on=date(2026, 2, 1))

    paper = KINDS["interim-report"].build(summaries.start(campaign, kind="interim", by=product(cast), at=AT))

    assert paper.annexes[-1].title == f"DANH SÁCH {named} ĐƯỢC KHEN THƯỞNG"


def test_the_table_of_a_chart_has_a_title(cast):
    chart = the(KINDS["summary-report"].build(drafted(cast)), b.Chart)

    assert chart.table().caption == f"Số liệu: {chart.caption}"
