"""The commune at a glance: progress, three charts with their tables, nothing that was not announced."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Decision
from awards.tests.factories import make_award_campaign, make_decision, make_nomination
from campaigns.models import Obligation
from campaigns.tests.factories import make_campaign, report_of
from reports import glance
from reports.tests.cases import HERE, accepted_report

LAST = date(2026, 11, 30)
AT = datetime(2026, 11, 21, 9, tzinfo=HERE)


def days(*offsets: int) -> list[date]:
    """Return days counted from the last day in time."""
    return [LAST + timedelta(days=each) for each in offsets]


@pytest.mark.parametrize(
    ("offset", "label", "late"),
    [(-90, "đến 21/11", False), (-9, "đến 21/11", False), (-8, "22/11", False), (0, "30/11", False),
     (1, "01/12", True), (3, "03/12", True), (4, "từ 04/12", True), (90, "từ 04/12", True)],
)  # fmt: skip
def test_a_report_stands_in_the_column_of_its_day(offset, label, late):
    counted = glance.by_day(days(offset), LAST)

    assert [each for each in counted if each[1]] == [(label, 1, late)]
    assert len(counted) == 14


def test_no_report_is_lost_between_the_columns():
    offsets = range(-20, 20)

    counted = glance.by_day(days(*offsets), LAST)

    assert sum(number for _, number, _ in counted) == len(offsets)
    assert sum(number for _, number, late in counted if late) == sum(each > 0 for each in offsets)


def test_reports_are_counted_against_their_deadline(cast, leader):
    campaign = make_campaign(cast)
    Obligation.objects.filter(pk=report_of(campaign, cast.unit("economy")).pk).update(
        status="submitted", submitted_at=datetime(2026, 11, 29, 23, 30, tzinfo=HERE)
    )

    found = glance.arrivals(glance.nearest_deadline(campaign, on=AT.date()), leader, at=AT)

    assert [(bar.label, bar.value, bar.url) for bar in found.bars if bar.value] == [
        ("29/11", 1, f"/dong-tam/campaigns/{campaign.pk}/reports/?late=on_time&sort=submitted")
    ]
    assert (found.mark, found.handed_in, found.overdue, found.in_time) == ("30/11", 1, 0, 1)


def test_a_waived_report_and_one_taken_back_count_for_nothing(cast, leader):
    campaign = make_campaign(cast)
    report_of(campaign, cast.unit("economy"))
    Obligation.objects.filter(unit=cast.unit("economy")).update(status="waived", waive_reason="Nghỉ.")
    Obligation.objects.filter(unit=cast.unit("service")).update(status="draft", submitted_at=AT)

    found = glance.arrivals(glance.nearest_deadline(campaign, on=AT.date()), leader, at=AT)

    assert (found.handed_in, found.overdue, found.in_time) == (0, 0, 1)
    late = glance.arrivals(found.deadline, leader, at=datetime(2026, 12, 1, tzinfo=HERE))
    assert (late.overdue, late.in_time) == (1, 0)


def test_targets_are_counted_by_area_as_accepted_reports_answer_them(cast, leader):
    campaign = make_campaign(cast)
    accepted_report(cast, campaign, "economy", met=1, total=3)
    Obligation.objects.filter(pk=accepted_report(cast, campaign, "service", met=3, total=3).pk).update(
        status="received"
    )

    rows = glance.targets_by_area(campaign, leader)

    assert [(row.label, row.values) for row in rows] == [
        ("Cải cách thủ tục hành chính", (1, 1, 0)), ("Cải cách chế độ công vụ", (0, 1, 0)),
    ]  # fmt: skip
    assert {row.url for row in rows} == {f"/dong-tam/campaigns/{campaign.pk}/reports/?status=accepted"}


@pytest.fixture
def awarded(cast):
    """Two awards, decided on and not published."""
    campaign = make_award_campaign(cast)
    rows = [make_nomination(campaign, unit=cast.unit("economy"), status="awarded"),
            make_nomination(campaign, unit=cast.unit("service"), subject="individual", status="awarded")]  # fmt: skip
    return make_decision(campaign, rows, status="issued")


@pytest.mark.parametrize("part", ["leader", "chair", "officer", "reader"])
def test_awards_are_counted_by_unit_and_year_once_they_are_published(awarded, cast, part):
    year = awarded.issued_on.year
    actor = cast.actor(part)
    assert glance.awards_by_unit(actor, on=AT.date()).rows == ()

    Decision.objects.update(status="published", published_at=AT)

    found = glance.awards_by_unit(actor, on=AT.date())
    assert found.years == tuple(str(each) for each in range(2022, 2027))
    assert [(row.label, row.values, row.url) for row in found.rows] == [
        (str(unit), tuple(int(each == str(year)) for each in found.years), f"/dong-tam/award-book/?unit={unit.pk}")
        for unit in (cast.unit("economy"), cast.unit("service"))
    ]


@pytest.mark.parametrize(("part", "shown"), [("leader", True), ("chair", True), ("vice", True), ("officer", False),
                                             ("head", False), ("reader", False)])  # fmt: skip
def test_those_who_lead_have_the_charts_at_home(client, cast, part, shown, clock):
    make_campaign(cast)
    client.force_login(cast.actor(part).user)

    page = client.get(reverse("reports:home", args=["dong-tam"])).content.decode()

    assert ("Tiến độ nộp báo cáo" in page) == shown


def test_every_chart_is_read_out_and_has_its_table(client, cast, awarded, leader, clock):
    Decision.objects.update(status="published", published_at=AT)
    campaign = make_campaign(cast)
    accepted_report(cast, campaign, "economy")
    client.force_login(leader.user)

    page = client.get(reverse("reports:glance", args=["dong-tam"]), {"campaign": campaign.pk}).content.decode()

    for title in ("Số báo cáo nộp theo ngày", "Số chỉ tiêu theo kết quả, tính theo báo cáo đã duyệt",
                  "Số lượt khen thưởng theo đơn vị và năm"):  # fmt: skip
        assert f'role="img" aria-label="{title}"' in page
        assert f'<caption class="visually-hidden">{title}</caption>' in page
    assert page.count("Xem bảng số liệu") == 3


def test_a_campaign_can_be_chosen_for_the_charts(client, cast, leader, clock):
    make_campaign(cast)
    other = make_award_campaign(cast)
    client.force_login(leader.user)

    page = client.get(reverse("reports:glance", args=["dong-tam"]), {"campaign": other.pk}).content.decode()

    assert f'<option value="{other.pk}" selected>' in page


def test_without_campaigns_and_awards_each_chart_says_so(client, leader, clock):
    client.force_login(leader.user)

    page = client.get(reverse("reports:glance", args=["dong-tam"])).content.decode()

    for words in ("Chưa có phong trào nào đang thực hiện.", "Chưa có thời hạn báo cáo nào.",
                  "Chưa có báo cáo nào được duyệt.", "Chưa có quyết định khen thưởng nào được công bố"):  # fmt: skip
        assert words in page


def test_the_glance_asks_the_same_number_of_questions_however_many_campaigns_there_are(client, cast, leader, clock):
    accepted_report(cast, make_campaign(cast), "economy")
    client.force_login(leader.user)
    address = reverse("reports:glance", args=["dong-tam"])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        make_campaign(cast, key=f"them-{number}")

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


@pytest.mark.parametrize("campaigns", [1, 3])
def test_the_home_of_a_leader_asks_the_same_however_many_campaigns_there_are(
    client, cast, leader, clock, campaigns, django_assert_num_queries
):
    for number in range(campaigns):
        accepted_report(cast, make_campaign(cast, key=f"phong-trao-{number}"), "economy")
    client.force_login(leader.user)
    address = reverse("reports:home", args=["dong-tam"])
    client.get(address)

    with django_assert_num_queries(10):
        client.get(address)


def test_a_unit_does_not_reach_the_glance(client, head):
    client.force_login(head.user)

    assert client.get(reverse("reports:glance", args=["dong-tam"])).status_code == 403
