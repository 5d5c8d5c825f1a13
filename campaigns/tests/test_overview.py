"""The key figures of a campaign's overview."""

from dataclasses import replace
from datetime import timedelta

from django.urls import reverse

from campaigns.models import Deadline, Obligation, ReportLine
from campaigns.services import plans
from campaigns.tests.factories import make_campaign, make_report
from campaigns.views.overview import figures
from communes.addresses import here


def test_a_unit_with_two_reports_is_counted_once_by_its_last_word(cast, officer, now):
    campaign = make_campaign(cast)
    report = make_report(campaign, cast.unit("economy"))
    before = figures(campaign, officer, now)
    line = report.lines.exclude(target=None).filter(outcome="met", target__unit=None).first()
    later = Deadline.objects.create(
        campaign=campaign, key="sau", paper=report.deadline.paper, kind="absolute", title="Báo cáo lần hai"
    )
    second = Obligation.objects.create(
        campaign=campaign, deadline=later, unit=report.unit, status="accepted",
        submitted_at=report.submitted_at + timedelta(days=9),
    )  # fmt: skip
    ReportLine.objects.create(obligation=second, target=line.target, outcome="unmet")
    for silent in report.lines.exclude(target=None).exclude(pk=line.pk):
        ReportLine.objects.create(obligation=second, target=silent.target, outcome="unknown")

    after = figures(campaign, officer, now)

    (met, total), (met_then, total_then) = (each["met_words"].split("/") for each in (after, before))
    bars, bars_then = ({bar.label: bar for bar in each["target_bars"]} for each in (after, before))
    assert (int(met), total) == (int(met_then) - 1, total_then)
    assert bars[line.target.text].value == bars_then[line.target.text].value - 1


def test_targets_that_a_report_left_without_a_line_are_asked_all_the_same(cast, officer, now):
    campaign = make_campaign(cast)
    report = make_report(campaign, cast.unit("economy"))
    asked = report.targets_total
    lines = report.lines.exclude(target=None)
    met = lines.filter(outcome="met").first()
    lines.exclude(pk=met.pk).delete()

    assert asked > 1
    assert figures(campaign, officer, now)["met_words"] == f"1/{asked}"


def test_what_is_to_be_summed_up_leads_to_where_it_is_done(client, cast, officer, head):
    campaign = make_campaign(cast, status="summing_up")
    link = reverse("reports:summaries", args=[cast.commune.slug, campaign.pk])

    def waiting(actor):
        client.force_login(actor.user)
        context = client.get(campaign.get_absolute_url()).context
        return next(each for each in context["waiting"] if each.what == "Lập và ban hành báo cáo tổng kết")

    assert (waiting(officer).url, waiting(head).url) == (link, "")


def test_who_closes_and_who_issues_an_amendment_is_told_so(client, cast, officer, leader, head, now):
    closing, amended = make_campaign(cast, status="summing_up"), make_campaign(cast, key="khac")
    plans.note_summary(closing, issued_on=now.date())
    plans.start_amendment(amended, by=officer, at=now)
    untouched = waiting_of(client, leader, amended)
    plans.redraft(amended, replace(amended.plan, deadlines=()), by=officer, at=now)

    url = here(leader, "campaigns:amendment", amended.pk)
    assert waiting_of(client, head, closing)["Xem việc còn lại, kết thúc phong trào"] == ("Lãnh đạo", "")
    assert untouched["Ghi nội dung điều chỉnh"] == ("Cơ quan xây dựng kế hoạch", url)
    assert waiting_of(client, leader, amended)["Xem và ban hành bản điều chỉnh đang soạn"] == ("Lãnh đạo", url)


def waiting_of(client, actor, campaign) -> dict[str, tuple[str, str]]:
    """Return what waits in a campaign, as an actor reads it: for whom, and where it is done."""
    client.force_login(actor.user)
    context = client.get(campaign.get_absolute_url()).context
    return {each.what: (each.who, each.url) for each in context["waiting"]}
