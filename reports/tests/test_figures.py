"""Figures of a campaign: every sum agrees with its parts, a year counts its own, corrections are told."""

from datetime import date, timedelta

import pytest

from campaigns.models import Deadline, Difficulty, Exemplar, Obligation, PeakDrive, ReportLine, Target
from campaigns.tests.factories import make_campaign, report_of
from reports import narrative
from reports.figure_differences import differences
from reports.figures import gather
from reports.tests.cases import AT, accepted_report, summing_up

YEAR = timedelta(days=365)


def test_a_late_report_that_was_returned_is_missing_and_not_late_beside(cast):
    campaign = summing_up(cast)
    Obligation.objects.filter(unit=cast.unit("service")).update(
        status="returned", return_reason="Thiếu số liệu.", late=True, submitted_at=AT
    )

    figures = gather(campaign, at=AT + timedelta(days=1))

    (told,) = [row for row in figures.unit_rows if row["id"] == cast.unit("service").pk]
    assert (figures.owed, figures.late, figures.missing) == (2, 0, 1)
    assert (told["on_time"], told["late"], told["missing"]) == (0, 0, 1)


def test_targets_outside_every_content_area_stand_in_one_of_their_own_so_that_sums_agree(cast):
    campaign = make_campaign(cast, status="summing_up")
    report = accepted_report(cast, campaign, "economy", met=1, total=2)
    own = Target.objects.create(campaign=campaign, unit=report.unit, text="Tiết kiệm điện", kind="yes_no")
    ReportLine.objects.create(obligation=report, target=own, outcome="met")

    figures = gather(campaign, at=AT)

    assert (figures.areas[-1]["title"], figures.areas[-1]["met"]) == ("Chỉ tiêu khác", 1)
    assert sum(area["targets"] for area in figures.areas) == figures.targets == 3
    assert sum(area["met"] for area in figures.areas) == figures.targets_met == 2


@pytest.mark.rule("DS-01")
def test_a_year_counts_what_was_due_and_what_happened_in_it(cast):
    campaign = make_campaign(cast)
    unit = cast.unit("economy")
    deadline = report_of(campaign, unit).deadline
    Deadline.objects.filter(pk=deadline.pk).update(year=AT.year)
    last = Deadline.objects.create(campaign=campaign, key="cuoi", paper=deadline.paper, kind="by_later_plan",
                                   title="Báo cáo cuối")  # fmt: skip
    Obligation.objects.create(campaign=campaign, deadline=last, unit=unit, overview="Lời của kỳ cuối.",
                              status="accepted", submitted_at=AT)  # fmt: skip
    type(campaign).objects.filter(pk=campaign.pk).update(ends_on=date(AT.year + 1, 12, 31))
    campaign.refresh_from_db()
    for at in (AT, AT + YEAR):
        Difficulty.objects.create(campaign=campaign, unit=unit, title="Vướng", raised_at=at, raised_by="Người nêu")
        Exemplar.objects.create(
            campaign=campaign, unit=unit, title="Gương", kind="good_deed", status="published", found_at=at,
            published_on=at.date(),
        )  # fmt: skip
        PeakDrive.objects.create(campaign=campaign, unit=unit, name="Đợt", status="ended", starts_on=at.date(),
                                 ends_on=at.date())  # fmt: skip

    first, second = (gather(campaign, at=AT, year=AT.year + step) for step in (0, 1))

    for figures in (first, second):
        assert (figures.difficulties_raised, figures.exemplars_published, len(figures.drives)) == (1, 1, 1)
    assert (first.owed, second.owed, gather(campaign, at=AT).owed) == (2, 1, 3)
    assert "Lời của kỳ cuối." not in narrative.drafts(campaign, first, year=AT.year)["leadership"]
    assert "Lời của kỳ cuối." in narrative.drafts(campaign, second, year=AT.year + 1)["leadership"]


def test_corrections_name_the_unit_the_drive_and_the_exemplars_that_changed(cast):
    campaign = summing_up(cast)
    frozen = gather(campaign, at=AT).to_json()
    unit = cast.unit("economy")
    PeakDrive.objects.create(campaign=campaign, unit=unit, name="Đợt", status="ended", starts_on=AT.date(),
                             ends_on=AT.date())  # fmt: skip
    Exemplar.objects.create(campaign=campaign, unit=unit, title="Gương", kind="good_deed", status="registered",
                            found_at=AT)  # fmt: skip
    Obligation.objects.filter(unit=unit).update(late=True)

    found = {each.name: (each.frozen, each.now) for each in differences(frozen, gather(campaign, at=AT))}

    kind = str(Exemplar.Kind("good_deed").label).lower()
    assert found["Số đợt thi đua cao điểm"] == ("0", "1")
    assert found[f"Điển hình – {kind}"] == ("không có", "1")
    assert [told.partition(";")[0] for told in found["Phòng Kinh tế"]] == [
        "đúng hạn 1/1 báo cáo, trễ hạn 0, quá hạn chưa nộp 0",
        "đúng hạn 0/1 báo cáo, trễ hạn 1, quá hạn chưa nộp 0",
    ]


def test_a_draft_tells_no_count_of_nothing(cast):
    campaign = make_campaign(cast)

    drafts = narrative.drafts(campaign, gather(campaign, at=AT - timedelta(days=60)))

    assert drafts["results"] == "Các đơn vị phải nộp 02 báo cáo: chưa đến hạn 02."
    assert not any(nought in text for text in drafts.values() for nought in (" 00", "00/", "–"))


def test_a_unit_with_two_reports_is_counted_once_by_its_last_word(cast):
    campaign = summing_up(cast)
    first = report_of(campaign, cast.unit("economy"))
    later = Deadline.objects.create(campaign=campaign, key="sau", paper=first.deadline.paper, kind="absolute",
                                    title="Báo cáo lần hai")  # fmt: skip
    second = Obligation.objects.create(campaign=campaign, deadline=later, unit=first.unit, status="received",
                                       submitted_at=AT + timedelta(days=9))  # fmt: skip
    target = first.lines.exclude(target=None).get(outcome="met").target
    ReportLine.objects.create(obligation=second, target=target, outcome="unmet")
    for silent in first.lines.exclude(target=None).exclude(target=target):
        ReportLine.objects.create(obligation=second, target=silent.target, outcome="unknown")

    before = gather(campaign, at=AT)
    Obligation.objects.filter(pk=second.pk).update(status="accepted")
    figures = gather(campaign, at=AT)

    (item,) = [item for area in figures.areas for item in area["items"] if item["id"] == target.item_id]
    (row,) = [row for row in figures.unit_rows if row["id"] == first.unit_id]
    assert item["units"] == 1
    assert [(row["units"], row["met"]) for row in item["plan_targets"]] == [(1, 0)]
    assert (figures.targets, figures.targets_met) == (before.targets, before.targets_met - 1)
    assert (row["targets"], row["met"]) == (figures.targets, figures.targets_met)
