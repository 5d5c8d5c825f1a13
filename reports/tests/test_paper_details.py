"""Details of papers that a records clerk checks first: addressees, letterheads, stops, sums of annexes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from campaigns.models import Deadline, Obligation, Target
from campaigns.planfile import words as w
from campaigns.planfile.schema import Recipient, Review
from campaigns.tests.factories import make_campaign, plan_document
from communes.tests.factories import make_unit
from reports.documents import blocks as b
from reports.documents.base import plain
from reports.documents.common import unit_letterhead
from reports.documents.registry import KINDS
from reports.documents.targets import goal_in_words
from reports.figures import gather
from reports.services import summaries
from reports.tests.cases import AT, accepted_report, product, summing_up
from reports.tests.test_papers import issued_summary, the, words_of


@pytest.mark.rule("N-10")
def test_the_addressee_is_named_once_and_above(cast):
    recipients = (Recipient(text="Sở Nội vụ (b/c)"), Recipient(text="Các đơn vị"), Recipient(text="Lưu: VT"))
    summary = issued_summary(cast, recipients=recipients, reviews=(Review(kind=w.ReviewKind.FINAL, to="Sở Nội vụ"),))

    paper = KINDS["summary-report"].build(summary)

    assert the(paper, b.Recipients).items == ("Như trên", "Các đơn vị", "Lưu: VT")


@pytest.mark.rule("N-04")
@pytest.mark.parametrize(
    ("kind", "superior"),
    [
        ("office", "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG TÂM"),
        ("residential", "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG TÂM"),
        ("party", ""),
        ("front", ""),
        ("committee", ""),
    ],
)
def test_only_units_of_the_committee_stand_below_it(cast, kind, superior):
    unit = make_unit(cast.commune, "Đơn vị mẫu", kind)

    assert unit_letterhead(unit, symbol="BC-ĐV").superior == superior


@pytest.mark.parametrize(
    ("kind", "comparator", "value", "told"),
    [
        ("percent", "at_least", 100, "100%"),
        ("percent", "at_least", 95, "Từ 95% trở lên"),
        ("number", "at_most", 0, "0 người"),
        ("number", "at_most", 2, "Không quá 02 người"),
        ("number", "at_least", 100, "Từ 100 người trở lên"),
    ],
)
def test_a_goal_at_the_end_of_its_scale_is_told_without_comparison(kind, comparator, value, told):
    target = Target(kind=kind, comparator=comparator, value=Decimal(value), unit_label="người")

    assert goal_in_words(target) == told


def test_a_report_tells_an_item_and_its_result_with_one_stop(cast):
    report = accepted_report(cast, make_campaign(cast), "economy")

    paper = KINDS["unit-report"].build(report)

    assert "Giải quyết hồ sơ đúng hạn: Kết quả của Phòng Kinh tế" in words_of(paper)
    assert the(paper, b.Recipients).items == ("Như trên", "Lưu: VT")


def test_an_area_that_no_accepted_report_speaks_of_has_a_sentence_instead_of_noughts(cast):
    summary = summaries.start(summing_up(cast), by=product(cast), at=AT)

    paper = KINDS["summary-report"].build(summary)

    silent = [block for block in paper.blocks if isinstance(block, b.Paragraph)]
    assert [plain(block.text) for block in silent].count("Chưa có báo cáo được duyệt về nội dung này.") == 1


def test_the_annexes_reconcile_and_count_each_report_by_itself(cast):
    campaign = make_campaign(cast, status="summing_up")
    accepted_report(cast, campaign, "economy", met=1, total=2)
    first = campaign.obligations.get(unit=cast.unit("economy"))
    second = Deadline.objects.create(campaign=campaign, key="lan-hai", paper=first.deadline.paper, kind="absolute",
                                     title="Báo cáo lần hai")  # fmt: skip
    Obligation.objects.create(campaign=campaign, deadline=second, unit=first.unit, late_from=AT + timedelta(days=9))
    summary = summaries.start(campaign, by=product(cast), at=AT)
    summary.figures = gather(campaign, at=AT - timedelta(days=60)).to_json()

    owed, results = (annex.blocks[0].rows for annex in KINDS["summary-report"].build(summary).annexes)

    assert [row[1:] for row in owed] == [
        ("Phòng Kinh tế", "2", "1", "0", "0", "1", "0"),
        ("Trung tâm Phục vụ hành chính công", "1", "0", "0", "0", "1", "0"),
        ("Cộng", "3", "1", "0", "0", "2", "0"),
    ]
    assert [(row[2], row[-1]) for row in results if row[1] == "Phòng Kinh tế"] == [
        (str(first.deadline), "1/2"),
        ("Báo cáo lần hai", "–"),
    ]


def test_a_plan_says_of_each_deadline_what_is_due(cast):
    document = plan_document()
    (deadline, *_) = document.deadlines
    document = replace(document, deadlines=(replace(deadline, title="Báo cáo kết quả", words="Trước ngày 20/11"),))

    paper = KINDS["campaign-plan"].build(make_campaign(cast, document=document))

    assert "Báo cáo kết quả: trước ngày 20/11." in words_of(paper)
