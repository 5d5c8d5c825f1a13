"""The tracker of reports, and a unit's own page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.models import Obligation
from campaigns.tests.factories import ISSUED_AT, make_campaign, report_of
from communes.addresses import here
from communes.tests.factories import make_unit

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 20, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FAR_AHEAD = datetime(2126, 1, 20, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def campaign(cast):
    """An issued campaign in which nothing is late yet."""
    made = make_campaign(cast)
    Obligation.objects.update(late_from=FAR_AHEAD)
    return made


@pytest.fixture
def opened(client, officer, campaign):
    """Return the tracker as the officer sees it."""

    def read(**query):
        client.force_login(officer.user)
        return client.get(here(officer, "campaigns:tracker", campaign.pk), query)

    return read


def put(campaign, unit, **facts):
    """Set the facts of a unit's report."""
    Obligation.objects.filter(pk=report_of(campaign, unit).pk).update(**facts)


def units_on(answer):
    """Return the names of the units in the table."""
    return [line["row"].unit.short_name for line in answer.context["lines"]]


def test_each_report_shows_its_state_in_word_sign_and_colour(cast, campaign, opened):
    put(campaign, cast.unit("economy"), status="draft", late_from=LONG_AGO)
    put(campaign, cast.unit("service"), status="accepted", submitted_at=ISSUED_AT, late=True)

    cells = {line["row"].unit.short_name: line["cells"][0] for line in opened().context["lines"]}

    assert [(cells[name]["sign"], cells[name]["look"], cells[name]["note"]) for name in ("Phòng KT", "TT PVHCC")] == [
        ("pencil", "text-danger", "quá hạn"),
        ("check-circle-fill", "text-success", "nộp trễ"),
    ]


@pytest.mark.parametrize(
    ("facts", "waits"),
    [
        ({}, "Chờ đơn vị"),
        ({"late_from": LONG_AGO}, "Chờ đơn vị nộp – đã quá hạn"),
        ({"status": "submitted", "submitted_at": ISSUED_AT}, "Chờ cơ quan theo dõi tiếp nhận"),
        ({"status": "received", "submitted_at": ISSUED_AT}, "Chờ cơ quan theo dõi duyệt"),
        ({"status": "returned", "return_reason": "Thiếu."}, "Chờ đơn vị"),
        ({"status": "accepted", "submitted_at": ISSUED_AT}, "Không còn việc chờ"),
        ({"status": "waived", "waive_reason": "Sáp nhập."}, "Không còn việc chờ"),
    ],
)
def test_the_tracker_says_for_whom_a_unit_waits(cast, campaign, opened, facts, waits):
    put(campaign, cast.unit("economy"), **facts)

    line = next(line for line in opened().context["lines"] if line["row"].unit.short_name == "Phòng KT")

    assert line["waits"] == waits


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("overdue", {"late_from": LONG_AGO}),
        ("waiting", {"status": "received", "submitted_at": ISSUED_AT}),
        ("drafting", {"status": "draft"}),
        ("returned", {"status": "returned", "return_reason": "Thiếu."}),
        ("returned", {"status": "draft", "return_reason": "Thiếu."}),
        ("late", {"status": "accepted", "submitted_at": ISSUED_AT, "late": True}),
        ("done", {"status": "accepted", "submitted_at": ISSUED_AT}),
    ],
)
def test_the_tracker_is_narrowed_by_state_and_counts_the_whole_campaign(cast, campaign, opened, state, facts):
    put(campaign, cast.unit("economy"), **facts)

    answer = opened(state=state)

    assert units_on(answer) == ["Phòng KT"]
    assert (answer.context["counted"][state], answer.context["counted"]["owed"]) == (1, 2)


def test_who_has_not_begun_is_found(cast, campaign, opened):
    put(campaign, cast.unit("economy"), status="draft")

    assert units_on(opened(state="not_started")) == ["TT PVHCC"]


def test_a_waived_report_is_not_owed(cast, campaign, opened):
    put(campaign, cast.unit("economy"), status="waived", waive_reason="Sáp nhập.")

    counted = opened().context["counted"]

    assert (counted["owed"], counted["waived"], counted["not_started"]) == (1, 1, 1)


def test_units_are_searched_without_diacritics(campaign, opened):
    assert units_on(opened(q="phong kinh te")) == ["Phòng KT"]


def test_the_bars_add_up_to_the_reports(cast, campaign, opened):
    put(campaign, cast.unit("economy"), status="accepted", submitted_at=ISSUED_AT)

    bar = opened().context["bars"][0]

    assert (bar.label, bar.values) == ("Báo cáo kết quả phong trào", (1, 0, 0, 0, 0, 1))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tracker_keeps_its_query_count(client, cast, officer, django_assert_num_queries, rows):
    campaign = make_campaign(cast, units=[make_unit(cast.commune, f"Xóm {index}") for index in range(rows)])
    client.force_login(officer.user)
    url = here(officer, "campaigns:tracker", campaign.pk)

    with django_assert_num_queries(10):
        assert len(client.get(url).context["lines"]) == rows


def test_a_unit_sees_what_is_due_nearest_first(client, cast, campaign, head):
    other = make_campaign(cast, key="khac", number=40)
    Obligation.objects.filter(campaign=other).update(late_from=timezone.now())
    client.force_login(head.user)

    answer = client.get(here(head, "campaigns:my-unit"))

    tasks = answer.context["tasks"]
    assert [(task["report"].campaign_id, task["tone"], task["action"]) for task in tasks] == [
        (other.pk, "danger", "Bắt đầu"),
        (campaign.pk, "plain", "Bắt đầu"),
    ]
    assert {task["report"].unit_id for task in tasks} == {cast.unit("economy").pk}
    assert answer.context["overdue"] == 1


@pytest.mark.parametrize(("days", "begun"), [(-5, True), (300, True), (400, False)])
def test_only_what_is_due_within_a_year_is_begun_by_one_press(client, cast, campaign, head, days, begun):
    put(campaign, cast.unit("economy"), late_from=timezone.now() + timedelta(days=days))
    report = report_of(campaign, cast.unit("economy"))
    client.force_login(head.user)

    [task] = client.get(here(head, "campaigns:my-unit")).context["tasks"]

    assert task["act_url"] == (here(head, "campaigns:report-begin", report.pk) if begun else "")
    assert task["url"] == report.get_absolute_url()


def test_what_is_handed_in_waits_for_the_agency(client, cast, campaign, head):
    put(campaign, cast.unit("economy"), status="submitted", submitted_at=ISSUED_AT)
    client.force_login(head.user)

    context = client.get(here(head, "campaigns:my-unit")).context

    assert (context["tasks"], [report.unit.short_name for report in context["with_agency"]]) == ([], ["Phòng KT"])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_unit_keeps_its_query_count(client, cast, head, django_assert_num_queries, rows):
    for index in range(rows):
        make_campaign(cast, key=f"phong-trao-{index}", number=30 + index)
    client.force_login(head.user)
    url = here(head, "campaigns:my-unit")

    with django_assert_num_queries(13):
        assert len(client.get(url).context["tasks"]) == rows
