"""Pages of deadlines and of the units that take part."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Deadline, Obligation
from campaigns.planfile.schema import PlanDeadline
from campaigns.planfile.words import DeadlineKind, Paper
from campaigns.tests.factories import make_campaign, plan_document
from campaigns.tests.plan_cases import issued_of
from campaigns.views.plan_words import deadline_words
from communes.addresses import here
from communes.models import HistoryEntry
from communes.tests.factories import PEOPLE, make_unit

END = date(2026, 12, 31)


def deadline(kind, **facts):
    """Return a plan's deadline of a kind."""
    return PlanDeadline(key="han", paper=Paper.DOSSIER, title="Hồ sơ", kind=kind, **facts)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            deadline("on_date", on=date(2025, 12, 5)),
            "Chậm nhất ngày 05/12/2025: tính cả ngày này, nộp đến hết ngày 05/12/2025 vẫn đúng hạn.",
        ),
        (
            deadline("on_date", on=date(2025, 11, 30), inclusive=False),
            "Trước ngày 30/11/2025: không tính ngày này, ngày cuối còn hạn là 29/11/2025.",
        ),
        (
            deadline("yearly", day=20, month=11, inclusive=False),
            "Hằng năm, trước ngày 20/11: không tính ngày 20/11, ngày cuối còn hạn là 19/11.",
        ),
        (
            deadline("yearly", day=1, month=1, inclusive=False),
            "Hằng năm, trước ngày 01/01: không tính ngày 01/01, ngày cuối còn hạn là 31/12.",
        ),
        (
            deadline("yearly", day=5, month=12),
            "Hằng năm, chậm nhất ngày 05/12: tính cả ngày 05/12, nộp đến hết ngày đó vẫn đúng hạn.",
        ),
        (
            deadline("end_of_campaign"),
            "Khi kết thúc phong trào: nộp đến hết ngày 31/12/2026 vẫn đúng hạn.",
        ),
        (deadline("later_plan"), "Chưa ấn định – chờ kế hoạch tổng kết."),
        (deadline("at_once"), "Đề nghị ngay sau khi lập thành tích, không chờ đợt."),
        (deadline("unstated"), "Kế hoạch không quy định."),
    ],
)
def test_a_deadline_is_said_in_words(given, words):
    assert deadline_words(given, END) == words


@pytest.fixture
def page(client):
    """Return the lines of the page of deadlines as one of the cast sees them."""

    def read(actor, campaign):
        client.force_login(actor.user)
        answer = client.get(here(actor, "campaigns:deadlines", campaign.pk))
        return answer, {line["row"].kind: line for line in answer.context["rows"]}

    return read


@pytest.mark.django_db
@pytest.mark.rule("DS-12")
def test_a_date_left_to_a_later_plan_is_shown_as_unset_until_it_is_set(client, cast, officer, page):
    campaign = issued_of("DS", cast, on=date(2026, 6, 20))
    answer, lines = page(officer, campaign)
    unset = lines[DeadlineKind.LATER_PLAN]
    url = here(officer, "campaigns:deadline-set", unset["row"].pk)

    client.post(url, {"last_day": "15/10/2030", "reason": "Kế hoạch tổng kết số 90/KH-UBND."})

    after, lines = page(officer, campaign)
    assert (unset["last"], unset["unset"]) == (None, "Chưa ấn định – chờ kế hoạch tổng kết.")
    assert "Chưa ấn định – chờ kế hoạch tổng kết." in answer.content.decode()
    assert (lines[DeadlineKind.LATER_PLAN]["last"], lines[DeadlineKind.LATER_PLAN]["unset"]) == (date(2030, 10, 15), "")
    assert "Kế hoạch tổng kết số 90/KH-UBND." in after.content.decode()


@pytest.mark.django_db
@pytest.mark.rule("KP-06")
def test_the_page_names_the_last_day_in_time_and_the_first_late_one(cast, officer, page):
    campaign = issued_of("KP", cast)

    answer, lines = page(officer, campaign)

    line = lines[DeadlineKind.ON_DATE]
    assert (line["last"], line["late_on"]) == (date(2025, 12, 5), date(2025, 12, 6))
    assert "từ 0 giờ ngày 06/12/2025 là trễ" in answer.content.decode()


@pytest.mark.django_db
def test_an_unstated_date_says_that_the_plan_is_silent(cast, officer, page):
    campaign = issued_of("DS", cast, on=date(2026, 6, 20))

    _, lines = page(officer, campaign)

    assert lines[DeadlineKind.UNSTATED]["unset"] == "Kế hoạch không quy định."


@pytest.mark.django_db
def test_a_date_of_the_plan_is_not_set_by_hand(client, cast, officer):
    campaign = make_campaign(cast)
    row = campaign.deadlines.get()
    client.force_login(officer.user)

    client.post(here(officer, "campaigns:deadline-set", row.pk), {"last_day": "15/10/2030", "reason": "Theo chỉ đạo."})

    assert Deadline.objects.get(pk=row.pk).last_day == date(2026, 11, 30)


@pytest.mark.django_db
def test_setting_a_date_needs_its_ground(client, cast, officer):
    campaign = issued_of("DS", cast, on=date(2026, 6, 20))
    row = campaign.deadlines.get(kind="later_plan")
    client.force_login(officer.user)

    answer = client.post(here(officer, "campaigns:deadline-set", row.pk), {"last_day": "15/10/2030", "reason": " "})

    row.refresh_from_db()
    assert (list(answer.context["form"].errors), row.late_from) == (["reason"], None)
    assert "15/10/2030" in answer.content.decode()


@pytest.mark.django_db
def test_a_report_is_asked_of_every_unit(client, cast, officer):
    campaign = make_campaign(cast)
    client.force_login(officer.user)
    url = here(officer, "campaigns:deadline-request", campaign.pk)

    day = timezone.localdate() + timedelta(days=30)

    client.post(url, {"title": "Báo cáo nhanh", "last_day": f"{day:%d/%m/%Y}", "reason": "Công văn 12/UBND."})

    made = campaign.deadlines.get(title="Báo cáo nhanh")
    owed = Obligation.objects.filter(deadline=made)
    assert (made.last_day, {report.unit.short_name for report in owed}) == (
        day, {"Phòng KT", "TT PVHCC"},
    )  # fmt: skip


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
def test_a_unit_joins_and_leaves_with_a_reason(client, cast, officer):
    campaign = make_campaign(cast)
    unit = make_unit(cast.commune, "Trạm Y tế")
    client.force_login(officer.user)
    client.post(here(officer, "campaigns:participant-join", campaign.pk), {"unit": unit.pk})
    joined = campaign.participations.get(unit=unit)
    owed = campaign.obligations.filter(unit=unit).count()
    leave = here(officer, "campaigns:participant-leave", joined.pk)

    client.post(leave, {"reason": ""})
    still = campaign.participations.get(unit=unit).left_on
    client.post(leave, {"reason": "Sáp nhập."})

    joined.refresh_from_db()
    assert (owed, still, joined.left_on is not None) == (1, None, True)
    assert HistoryEntry.objects.about(campaign)[0].reason == "Sáp nhập."


@pytest.mark.django_db
def test_a_unit_that_takes_part_is_not_offered_again(client, cast, officer):
    campaign = make_campaign(cast)
    client.force_login(officer.user)
    url = here(officer, "campaigns:participant-join", campaign.pk)

    answer = client.post(url, {"unit": cast.unit("economy").pk})

    assert (answer.status_code, campaign.participations.count()) == (422, 2)


@pytest.mark.usefixtures("clock")
@pytest.mark.django_db
@pytest.mark.parametrize("part", PEOPLE)
def test_only_the_tracking_agency_sets_dates_and_enters_units(client, cast, part):
    campaign = issued_of("DS", cast, on=date(2026, 6, 20))
    actor = cast.actor(part)
    client.force_login(actor.user)
    row = campaign.deadlines.get(kind="later_plan")

    setting = client.post(here(actor, "campaigns:deadline-set", row.pk), {"last_day": "15/10/2030", "reason": "Có."})
    asking = client.post(
        here(actor, "campaigns:deadline-request", campaign.pk),
        {"title": "Báo cáo nhanh", "last_day": "30/12/2026", "reason": "Có."},
    )
    leaving = client.post(
        here(actor, "campaigns:participant-leave", campaign.participations.order_by("pk")[0].pk), {"reason": "Có."}
    )

    expected = 302 if part == "officer" else 403
    assert [answer.status_code for answer in (setting, asking, leaving)] == [expected] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["deadline-set", "participant-leave"])
def test_the_neighbours_find_nothing(client, cast, neighbour, name):
    campaign = issued_of("DS", cast, on=date(2026, 6, 20))
    rows = campaign.deadlines.filter(kind="later_plan") if name == "deadline-set" else campaign.participations
    actor = neighbour("officer")
    client.force_login(actor.user)

    answer = client.post(here(actor, f"campaigns:{name}", rows.first().pk), {"reason": "Có."})

    assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_deadlines_keeps_its_query_count(client, cast, officer, django_assert_num_queries, rows):
    campaign = make_campaign(cast)
    for index in range(rows - 1):
        Deadline.objects.create(
            campaign=campaign, key=f"them-{index}", paper="unit_report", kind="unstated", title="Thêm"
        )
    client.force_login(officer.user)
    url = here(officer, "campaigns:deadlines", campaign.pk)

    with django_assert_num_queries(7):
        assert len(client.get(url).context["rows"]) == rows


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_participants_keeps_its_query_count(client, cast, officer, django_assert_num_queries, rows):
    campaign = make_campaign(cast, units=[make_unit(cast.commune, f"Xóm {index}") for index in range(rows)])
    client.force_login(officer.user)
    url = here(officer, "campaigns:participants", campaign.pk)

    with django_assert_num_queries(10):
        assert len(client.get(url).context["lines"]) == rows


@pytest.mark.django_db
def test_the_same_report_is_not_asked_twice_nor_for_a_day_that_is_over(client, cast, officer):
    campaign = make_campaign(cast)
    client.force_login(officer.user)
    url = here(officer, "campaigns:deadline-request", campaign.pk)
    today = timezone.localdate()
    ask = {"title": "Báo cáo nhanh", "last_day": f"{today:%d/%m/%Y}", "reason": "Công văn 12/UBND."}

    client.post(url, ask)
    again = client.post(url, ask)
    past = client.post(url, ask | {"title": "Khác", "last_day": f"{today - timedelta(days=1):%d/%m/%Y}"})

    assert "Đã yêu cầu báo cáo này" in again.content.decode()
    assert "phải từ hôm nay trở đi" in past.content.decode()
    assert campaign.deadlines.filter(key__startswith="requested-").count() == 1


@pytest.mark.django_db
def test_a_short_name_that_the_plan_uses_itself_does_not_stop_a_request(client, cast, officer):
    own = PlanDeadline(key="requested-2", paper=Paper.DOSSIER, title="Hồ sơ", kind=DeadlineKind.LATER_PLAN)
    campaign = make_campaign(cast, document=plan_document(deadlines=(own,)))
    client.force_login(officer.user)
    ask = {"title": "Báo cáo nhanh", "last_day": f"{timezone.localdate():%d/%m/%Y}", "reason": "Công văn 12/UBND."}

    client.post(here(officer, "campaigns:deadline-request", campaign.pk), ask)

    assert campaign.deadlines.get(title="Báo cáo nhanh").key == "requested-1"
