"""Summaries: drafted from the records, edited, issued, frozen; every state × action × role."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import Obligation
from campaigns.tests.factories import make_campaign, plan_document
from campaigns.tests.matrix import flow_cases, who_can
from communes.models import HistoryEntry, RegisteredNumber
from reports.documents.registry import KINDS
from reports.figures import gather
from reports.forms.summaries import StartForm
from reports.models import SECTIONS, Document, Summary
from reports.services import documents, summaries
from reports.tests.cases import AT, accepted_report, at_status, drafted, product, summing_up

ACTS = {
    "submit": lambda summary, by: summaries.submit(summary, by=by, at=AT),
    "return": lambda summary, by: summaries.send_back(summary, reason="Bổ sung số liệu.", by=by, at=AT),
    "approve": lambda summary, by: summaries.approve(summary, by=by, at=AT),
    "reopen": lambda summary, by: summaries.reopen(summary, reason="Sửa số liệu.", by=by, at=AT),
    "issue": lambda summary, by: summaries.issue(summary, number=9, issued_on=AT.date(), by=by, at=AT),
    "cancel": lambda summary, by: summaries.cancel(summary, reason="Lập nhầm.", by=by, at=AT),
    "supersede": lambda summary, by: summaries.act(summary, "supersede", by=by, at=AT),
}


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Summary))
def test_only_the_table_moves_a_summary(cast, status, action, allowed):
    summary = at_status(cast, status)

    through = who_can(cast, lambda by: ACTS[action](Summary.objects.get(pk=summary.pk), by))

    assert through == allowed


def test_a_summary_is_drafted_in_every_section_from_the_records(cast):
    summary = drafted(cast)

    assert set(summary.sections) == set(SECTIONS)
    assert all(text.strip() for text in summary.sections.values())
    assert "02 đơn vị" in summary.sections["situation"]
    assert "1/2 chỉ tiêu đạt" in summary.sections["results"]


def test_a_final_summary_waits_until_the_summing_up_has_begun(cast):
    campaign = make_campaign(cast)

    with pytest.raises(ValidationError, match="Bắt đầu tổng kết"):
        summaries.start(campaign, by=product(cast), at=AT)
    assert summaries.start(campaign, kind="interim", by=product(cast), at=AT).status == "draft"


@pytest.mark.rule("DS-01")
def test_each_year_of_a_long_campaign_has_a_summary_of_its_own_that_does_not_end_it(cast):
    document = plan_document(key="nhieu-nam")
    document = replace(document, facts=replace(document.facts, ends_on=date(2030, 12, 31)))
    campaign = make_campaign(cast, document=document)
    by = product(cast)

    summary = summaries.start(campaign, kind="final", year=2026, by=by, at=AT)
    summaries.submit(summary, by=by, at=AT)
    summaries.approve(summary, by=by, at=AT)
    summaries.issue(summary, number=21, issued_on=AT.date(), by=by, at=AT)

    campaign.refresh_from_db()
    assert (summary.status, campaign.status, campaign.summary_issued_on) == ("issued", "issued", None)
    with pytest.raises(ValidationError, match="Bắt đầu tổng kết"):
        summaries.start(campaign, kind="final", by=by, at=AT)


@pytest.mark.rule("VT-06")
def test_a_campaign_has_interim_and_final_summaries_side_by_side(cast):
    campaign = summing_up(cast)

    interim = summaries.start(campaign, kind="interim", by=product(cast), at=AT)
    final = summaries.start(campaign, kind="final", by=product(cast), at=AT)

    assert (interim.get_kind_display(), final.get_kind_display()) == ("Sơ kết", "Tổng kết")
    with pytest.raises(ValidationError, match="cùng loại chưa ban hành"):
        summaries.start(campaign, kind="final", by=product(cast), at=AT)


def test_the_kind_that_is_due_is_offered_first(cast):
    under_way = make_campaign(cast, document=plan_document(key="dang-lam"))

    assert StartForm(campaign=under_way)["kind"].value() is None
    assert StartForm(campaign=summing_up(cast))["kind"].value() == "final"


def test_an_edit_is_saved_once_and_a_second_writer_is_told(cast):
    summary = drafted(cast)
    officer = cast.actor("officer")

    summaries.save(summary, sections={"lessons": "Bài học một."}, revision=0, by=officer, at=AT)
    with pytest.raises(ValidationError, match=f"{officer.name} đã lưu báo cáo này"):
        summaries.save(summary, sections={"lessons": "Bài học hai."}, revision=0, by=officer, at=AT)

    summary.refresh_from_db()
    assert summary.sections["lessons"] == "Bài học một."


def test_an_empty_section_stops_the_submission_by_name(cast):
    summary = drafted(cast)
    summaries.save(summary, sections={"lessons": " "}, revision=0, by=product(cast), at=AT)

    with pytest.raises(ValidationError, match="Phần “Bài học kinh nghiệm” chưa có nội dung"):
        summaries.submit(summary, by=product(cast), at=AT)


def test_issue_gives_number_and_date_freezes_figures_and_orders_the_official_paper(cast):
    summary = at_status(cast, "approved")

    summaries.issue(summary, number=12, issued_on=date(2026, 12, 4), by=cast.actor("clerk"), at=AT)

    summary.refresh_from_db()
    assert (summary.status, summary.number, summary.issued_on) == ("issued", 12, date(2026, 12, 4))
    assert summary.figures["accepted"] == 1
    assert (summary.document.official, summary.document.kind) == (True, "summary-report")
    assert RegisteredNumber.objects.filter(symbol="BC-UBND", year=2026, number=12).exists()
    assert HistoryEntry.objects.about(summary).first().label == "Ban hành báo cáo"
    summary.campaign.refresh_from_db()
    assert summary.campaign.summary_issued_on == date(2026, 12, 4)


@pytest.mark.rule("N-05")
def test_a_number_that_another_paper_has_is_refused_and_nothing_is_issued(cast):
    first = at_status(cast, "issued")
    second = summaries.start(first.campaign, kind="interim", by=product(cast), at=AT)
    summaries.submit(second, by=product(cast), at=AT)
    summaries.approve(second, by=product(cast), at=AT)

    with pytest.raises(ValidationError, match="Số tiếp theo còn trống là 08"):
        summaries.issue(second, number=7, issued_on=AT.date(), by=product(cast), at=AT)

    second.refresh_from_db()
    assert (second.status, second.number) == ("approved", None)
    assert Document.objects.filter(kind="interim-report").count() == 0


def test_corrections_after_issue_show_as_differences_and_change_nothing_issued(cast):
    summary = at_status(cast, "issued")
    words = summary.document.content
    accepted_report(cast, summary.campaign, "service", met=2, late=True)

    found = {each.name: (each.frozen, each.now) for each in summaries.corrections(summary, at=AT)}

    assert found["Số báo cáo đã duyệt"] == ("1", "2")
    assert found["Số báo cáo nộp trễ hạn"] == ("0", "1")
    assert found["Cải cách thủ tục hành chính"] == ("1/2 chỉ tiêu đạt", "3/4 chỉ tiêu đạt")
    summary.refresh_from_db()
    assert summary.document.content == words


def test_a_replacement_supersedes_the_issued_summary_when_it_is_issued_itself(cast):
    old = at_status(cast, "issued")
    new = summaries.start(old.campaign, replaces=old, by=product(cast), at=AT)
    summaries.submit(new, by=product(cast), at=AT)
    summaries.approve(new, by=product(cast), at=AT)
    old.refresh_from_db()
    assert old.status == "issued"

    summaries.issue(new, number=8, issued_on=AT.date(), by=product(cast), at=AT)

    old.refresh_from_db()
    assert (old.status, new.replaces_id) == ("superseded", old.pk)


@pytest.mark.rule("KP-08")
def test_only_the_office_that_tracks_may_sum_up(cast):
    campaign = summing_up(cast)
    unit = cast.unit("economy")
    campaign.duties.filter(part="tracks").update(unit=unit)

    with pytest.raises(PermissionDenied):
        summaries.start(campaign, by=cast.actor("officer"), at=AT)


def test_figures_tell_reports_by_where_they_stand(cast):
    campaign = summing_up(cast)
    after_the_end = AT + timedelta(days=1)

    figures = gather(campaign, at=after_the_end)

    assert (figures.units, figures.owed, figures.accepted, figures.missing, figures.late) == (2, 2, 1, 1, 0)
    assert (figures.targets, figures.targets_met) == (2, 1)
    assert [(row["unit"], row["on_time"], row["missing"]) for row in figures.unit_rows] == [
        ("Phòng Kinh tế", 1, 0),
        ("Trung tâm Phục vụ hành chính công", 0, 1),
    ]


def test_a_waived_report_is_not_owed(cast):
    campaign = summing_up(cast)
    Obligation.objects.filter(campaign=campaign, unit=cast.unit("service")).update(
        status="waived", waive_reason="Sáp nhập."
    )

    figures = gather(campaign, at=AT)

    assert (figures.owed, figures.waived, figures.missing) == (1, 1, 0)


def test_a_draft_put_aside_frees_its_period_and_what_it_was_to_replace(cast):
    old = at_status(cast, "issued")
    mistaken = summaries.start(old.campaign, replaces=old, by=product(cast), at=AT)

    summaries.cancel(mistaken, reason="Lập nhầm.", by=cast.actor("officer"), at=AT)

    again = summaries.start(old.campaign, replaces=old, by=product(cast), at=AT)
    mistaken.refresh_from_db()
    assert (mistaken.status, mistaken.number, mistaken.replaces_id) == ("cancelled", None, None)
    assert (again.status, again.replaces_id) == ("draft", old.pk)
    line = HistoryEntry.objects.about(mistaken).first()
    assert (line.label, line.reason, line.facts["replaces"]) == ("Bỏ dự thảo báo cáo", "Lập nhầm.", "07/BC-UBND")


def test_no_paper_is_made_of_a_draft_put_aside(cast):
    aside = at_status(cast, "cancelled")
    kept = summaries.start(aside.campaign, by=product(cast), at=AT)

    assert list(KINDS["summary-report"].records()) == [kept]


def test_papers_of_a_draft_put_aside_are_neither_finished_nor_made_again(cast):
    mistaken, officer = drafted(cast), cast.actor("officer")
    paper = documents.request(KINDS["summary-report"], mistaken, by=officer, at=AT)

    summaries.cancel(mistaken, reason="Lập nhầm.", by=officer, at=AT)

    paper.refresh_from_db()
    assert paper.status == "cancelled"
    with pytest.raises(ValidationError, match="không còn dùng"):
        documents.retry(paper, by=officer, at=AT)


def test_only_an_issued_summary_is_replaced(cast):
    aside = at_status(cast, "cancelled")

    with pytest.raises(ValidationError, match="đã ban hành"):
        summaries.start(aside.campaign, replaces=aside, by=product(cast), at=AT)


def test_putting_a_draft_aside_asks_why(cast):
    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        summaries.cancel(drafted(cast), reason=" ", by=cast.actor("officer"), at=AT)
