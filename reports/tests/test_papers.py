"""What each kind of paper says: built from records, checked block by block."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.models import Campaign, Difficulty, Exemplar, Indicator, IndicatorValue, PeakDrive, Target, UnitPlan
from campaigns.planfile import words as w
from campaigns.planfile.reading import read_file
from campaigns.planfile.schema import PlanIndicator, Recipient, Review, Signature
from campaigns.services import plans
from campaigns.tests.factories import ISSUED_AT, ISSUED_ON, make_campaign, plan_document
from communes.access import Actor
from reports.documents import blocks as b
from reports.documents.common import recipients_on
from reports.documents.registry import KINDS
from reports.models import Summary
from reports.services import summaries
from reports.tests.cases import AT, HERE, accepted_report, at_status, product

PLANS = Path(settings.BASE_DIR) / "plans"


def words_of(paper) -> str:
    """Return every word of a paper in one text."""
    return str(paper.to_json())


def the(paper, kind):
    """Return the only block of a kind."""
    (found,) = [block for block in paper.blocks if isinstance(block, kind)]
    return found


def tables(paper) -> list[b.Table]:
    """Return the tables of the body."""
    return [block for block in paper.blocks if isinstance(block, b.Table)]


@pytest.mark.rule("N-05")
@pytest.mark.rule("DT-01")
def test_a_plan_has_no_number_and_no_date_until_it_is_issued(cast):
    campaign = make_campaign(cast, status="approved")
    before = the(KINDS["campaign-plan"].build(campaign), b.Letterhead)

    plans.issue(campaign, number=5, issued_on=ISSUED_ON, by=product(cast), at=ISSUED_AT)

    after = the(KINDS["campaign-plan"].build(Campaign.objects.get()), b.Letterhead)
    assert before.number_line.replace("\u00a0", " ") == "Số:      /KH-UBND"
    assert "ngày\u00a0" in before.date_line
    assert (after.number_line, after.date_line) == ("Số: 05/KH-UBND", "Đồng Tâm, ngày 15 tháng 01 năm 2026")


def test_a_plan_that_is_not_issued_is_a_draft(cast):
    assert KINDS["campaign-plan"].build(make_campaign(cast, status="in_review")).draft is True


@pytest.mark.parametrize(
    ("file", "lines", "name"),
    [
        pytest.param("hoa-phong-2024-2026", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "",
                     marks=pytest.mark.rule("HP-10")),
        pytest.param("vinh-thuy-2025", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Thái Nam Sơn",
                     marks=pytest.mark.rule("VT-09")),
        pytest.param("kim-phuong-2025", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Trương Anh Tú",
                     marks=pytest.mark.rule("KP-09")),
        pytest.param("dong-tam-2025", ("CHỦ TỊCH",), "", marks=pytest.mark.rule("N-09")),
    ],
)  # fmt: skip
def test_a_plan_is_signed_as_it_says(cast, file, lines, name):
    document = read_file((PLANS / f"{file}.yaml").read_text(encoding="utf-8")).plan
    campaign = plans.draft(document, by=product(cast), at=ISSUED_AT)

    signature = the(KINDS["campaign-plan"].build(campaign), b.Signature)

    assert (signature.lines, signature.name) == (lines, name)


@pytest.mark.rule("N-10")
@pytest.mark.rule("KP-09")
def test_a_plans_recipients_are_printed_in_its_order_with_the_file_copy_last(cast):
    document = read_file((PLANS / "kim-phuong-2025.yaml").read_text(encoding="utf-8")).plan
    campaign = plans.draft(document, by=product(cast), at=ISSUED_AT)

    recipients = the(KINDS["campaign-plan"].build(campaign), b.Recipients)

    assert recipients.items[0] == "Phòng Nội vụ"
    assert "14 xóm" in recipients.items
    assert recipients.items[-1] == "Lưu: VP"


@pytest.mark.rule("HP-03")
def test_a_body_that_has_ended_is_no_recipient_of_a_later_paper():
    plan = plan_document(
        recipients=(
            Recipient(text="Phòng Nội vụ thị xã", until=date(2025, 6, 30)),
            Recipient(text="Lưu: VT", archive=True),
        )
    )

    assert recipients_on(plan, date(2025, 6, 30)).items == ("Phòng Nội vụ thị xã", "Lưu: VT")
    assert recipients_on(plan, date(2025, 7, 1)).items == ("Lưu: VT",)


def test_every_item_target_and_standard_of_the_five_plans_is_printed(cast):
    for file in sorted(PLANS.glob("*.yaml")):
        document = read_file(file.read_text(encoding="utf-8")).plan
        campaign = plans.draft(document, by=product(cast), at=ISSUED_AT)

        words = words_of(KINDS["campaign-plan"].build(campaign))

        for area, item in document.areas_and_items():
            assert item.text.rstrip(".") in words or item.text == area.title, (file.name, item.key)
            assert all(target.text.rstrip(".") in words for target in item.targets), (file.name, item.key)
        for each in document.rounds:
            for standard in each.standards:
                for node in [*standard.rule.preconditions, *standard.rule.children]:
                    assert node.text.rstrip(".") in words, (file.name, node.key)


def test_a_units_plan_prints_its_own_targets_with_what_they_ask(cast):
    campaign = make_campaign(cast)
    unit = cast.unit("economy")
    item = campaign.areas.get(key="thu-tuc").items.get(key="dung-han")
    Target.objects.create(
        campaign=campaign, unit=unit, item=item, text="Hồ sơ đất đai đúng hạn", kind="percent", value=Decimal("98.5")
    )
    plan = UnitPlan.objects.create(
        campaign=campaign, unit=unit, status="adopted", purpose="Nêu gương.", measures="- Rà soát.\n- Đôn đốc.",
        number="03/KH-KT", adopted_on=date(2026, 2, 9), adopted_by="Nông Văn Dền",
    )  # fmt: skip

    paper = KINDS["unit-plan"].build(plan)

    letterhead = the(paper, b.Letterhead)
    assert (letterhead.superior, letterhead.issuer) == ("ỦY BAN NHÂN DÂN\nXÃ ĐỒNG TÂM", ("PHÒNG KINH TẾ",))
    assert letterhead.number_line == "Số: 03/KH-KT"
    assert tables(paper)[0].rows == (("1", "Giải quyết hồ sơ đúng hạn.", "Hồ sơ đất đai đúng hạn", "Từ 98,5% trở lên"),)


@pytest.mark.rule("DT-05")
def test_a_units_report_assesses_how_far_each_target_was_met(cast):
    campaign = make_campaign(cast)
    report = accepted_report(cast, campaign, "economy", met=1, total=2)

    paper = KINDS["unit-report"].build(report)

    assert "Đạt 01 chỉ tiêu trên tổng số 02 chỉ tiêu (50%)." in words_of(paper)
    assessed = [(row[1], row[-1]) for table in tables(paper) for row in table.rows]
    assert assessed == [("Tỷ lệ hồ sơ giải quyết đúng hạn", "Đạt"), ("Niêm yết đầy đủ tại trụ sở", "Chưa đạt")]
    assert the(paper, b.Addressees).names == ("UBND xã Đồng Tâm (qua Phòng Văn hóa - Xã hội)",)


def issued_summary(cast, **changes) -> Summary:
    """Return an issued final summary of a small campaign whose plan has some changes."""
    campaign = make_campaign(cast, status="summing_up", document=plan_document(**changes))
    accepted_report(cast, campaign, "economy", met=1, total=3, late=True)
    by = Actor.of_product(cast.commune)
    summary = summaries.start(campaign, by=by, at=AT)
    summaries.submit(summary, by=by, at=AT)
    summaries.approve(summary, by=by, at=AT)
    summaries.issue(summary, number=3, issued_on=date(2026, 12, 31), by=by, at=AT.replace(day=31))
    return Summary.objects.select_related("campaign__commune").get(pk=summary.pk)


@pytest.mark.rule("DT-08")
def test_the_summary_goes_to_the_body_that_the_plan_names(cast):
    summary = issued_summary(cast, reviews=(Review(kind=w.ReviewKind.FINAL, to="Sở Nội vụ"),))

    paper = KINDS["summary-report"].build(summary)

    assert the(paper, b.Letterhead).number_line == "Số: 03/BC-UBND"
    assert the(paper, b.Addressees).names == ("Sở Nội vụ",)
    assert the(paper, b.Recipients).items[0] == "Như trên"


@pytest.mark.rule("N-09")
def test_a_summary_of_the_committee_is_signed_on_its_behalf(cast):
    bare = issued_summary(cast, signature=Signature(lines=("CHỦ TỊCH",), name="Trần Quốc Bảo"))

    signature = the(KINDS["summary-report"].build(bare), b.Signature)

    assert (signature.lines, signature.name) == (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Trần Quốc Bảo")


@pytest.mark.rule("DT-10")
def test_the_summary_sets_each_index_against_last_year(cast):
    summary = at_status(cast, "draft")
    indicator = Indicator.objects.create(campaign=summary.campaign, key="par", name="PAR INDEX", unit_label="điểm")
    IndicatorValue.objects.create(indicator=indicator, year=2025, value=Decimal("81.2"), rank=30)
    IndicatorValue.objects.create(indicator=indicator, year=2026, value=Decimal("86.75"), rank=18)

    rows = [row for table in tables(KINDS["summary-report"].build(summary)) for row in table.rows]

    assert ("PAR INDEX (điểm)", "81,2", "86,75", "30", "18", "tăng 12 bậc") in rows


@pytest.mark.rule("DT-10")
def test_an_index_that_is_not_published_yet_is_said_to_be_so(cast):
    summary = issued_summary(cast, indicators=(PlanIndicator(key="sipas", name="SIPAS"),))

    rows = [row for table in tables(KINDS["summary-report"].build(summary)) for row in table.rows]

    assert ("SIPAS", "chưa có", "chưa công bố", "–", "–", "chưa so sánh được") in rows


@pytest.mark.rule("DT-04")
def test_the_summary_lists_the_units_peak_drives(cast):
    campaign = make_campaign(cast, status="summing_up")
    PeakDrive.objects.create(
        campaign=campaign, unit=cast.unit("economy"), name="60 ngày số hóa hồ sơ", status="ended",
        starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 30), result="Số hóa 1.200 hồ sơ.",
    )  # fmt: skip
    summary = summaries.start(campaign, by=product(cast), at=AT)

    rows = [row for table in tables(KINDS["summary-report"].build(summary)) for row in table.rows]

    assert ("Phòng Kinh tế", "60 ngày số hóa hồ sơ", "01/03/2026 – 30/04/2026", "Số hóa 1.200 hồ sơ.") in rows


@pytest.mark.rule("DT-09")
def test_the_summary_counts_difficulties_raised_and_answered(cast):
    campaign = make_campaign(cast, status="summing_up")
    for place, status in enumerate(("raised", "answered", "closed")):
        Difficulty.objects.create(
            campaign=campaign, unit=cast.unit("economy"), title=f"Vướng mắc {place}", text="…", status=status,
            raised_by="A", raised_at=AT, answer="Đã rõ.", answered_at=AT,
        )  # fmt: skip

    summary = summaries.start(campaign, by=product(cast), at=AT)

    assert "03 khó khăn, vướng mắc được phản ánh, đã trả lời 02 nội dung" in summary.sections["situation"]


@pytest.mark.rule("DS-16")
def test_the_summary_counts_exemplars_registered_and_published_but_not_declined(cast):
    campaign = make_campaign(cast, status="summing_up")
    for status in ("found", "registered", "published", "declined"):
        Exemplar.objects.create(
            campaign=campaign, unit=cast.unit("economy"), kind="good_practice", title=f"Mô hình {status}",
            story="…", status=status, found_at=AT, published_on=date(2026, 8, 1),
        )  # fmt: skip

    summary = summaries.start(campaign, by=product(cast), at=AT)

    assert "Phát hiện, ghi nhận 02 điển hình (mô hình, cách làm hay: 02)" in summary.sections["leadership"]
    assert "đã tuyên truyền, nhân rộng 01" in summary.sections["leadership"]


@pytest.mark.rule("N-11")
def test_the_summarys_annexes_are_tied_to_it_by_number_and_date(cast):
    paper = KINDS["summary-report"].build(issued_summary(cast))

    assert [annex.title for annex in paper.annexes] == [
        "TÌNH HÌNH NỘP BÁO CÁO CỦA CÁC ĐƠN VỊ",
        "KẾT QUẢ THEO TỪNG ĐƠN VỊ",
    ]
    assert (
        paper.annexes[0].attached == "(Kèm theo Báo cáo số 03/BC-UBND ngày 31 tháng 12 năm 2026 của UBND xã Đồng Tâm)"
    )
    received = paper.annexes[0].blocks[0].rows
    assert received[0] == ("1", "Phòng Kinh tế", "1", "0", "1", "0", "0", "0")
    assert received[-1] == ("", "Cộng", "2", "0", "1", "1", "0", "0")


def test_every_figure_of_the_summarys_tables_comes_from_the_frozen_figures(cast):
    summary = issued_summary(cast)
    before = KINDS["summary-report"].build(summary)
    accepted_report(cast, summary.campaign, "service", met=3, total=3)

    assert KINDS["summary-report"].build(summary) == before


def test_a_chart_shows_targets_met_and_unmet_by_area(cast):
    chart = the(KINDS["summary-report"].build(issued_summary(cast)), b.Chart)

    assert chart.labels == ("Cải cách thủ tục hành chính", "Cải cách chế độ công vụ")
    assert [(series.name, series.values) for series in chart.series] == [
        ("Đạt", ("1", "0")),
        ("Chưa đạt", ("1", "1")),
    ]


def test_a_report_handed_in_after_midnight_here_carries_that_day(cast):
    campaign = make_campaign(cast)
    report = accepted_report(cast, campaign, "economy")
    report.submitted_at = datetime(2026, 12, 6, 0, 5, tzinfo=HERE)

    assert the(KINDS["unit-report"].build(report), b.Letterhead).date_line.endswith("ngày 06 tháng 12 năm 2026")


def test_an_interim_report_is_named_after_its_year(cast):
    campaign = make_campaign(cast)
    summary = summaries.start(campaign, kind="interim", year=2026, by=product(cast), at=AT)

    title = the(KINDS["interim-report"].build(summary), b.Title)

    assert title == replace(title, kind="BÁO CÁO")
    assert title.abstract == "Sơ kết phong trào thi đua “Đẩy mạnh cải cách hành chính năm 2026” năm 2026"
