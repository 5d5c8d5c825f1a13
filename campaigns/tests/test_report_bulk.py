"""Several reports received at once: each named before, each done by itself, each one left out with its reason."""

import re

import pytest
from django.contrib.messages import get_messages

from campaigns.models import Obligation
from campaigns.planfile.words import Part
from campaigns.tests.factories import REPORTED_AT, make_campaign, make_report
from campaigns.views import report_bulk
from communes.addresses import here
from communes.models import HistoryEntry
from kit.bulk import MOST, NO_RIGHT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def text_of(answer) -> str:
    """Return the words of a address, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def said(answer) -> list[str]:
    """Return the messages that a request left."""
    return [str(each) for each in get_messages(answer.wsgi_request)]


@pytest.fixture
def campaign(cast):
    """A campaign that is being carried out."""
    return make_campaign(cast)


@pytest.fixture
def reports(campaign, cast):
    """A report that was handed in and one that is being written."""
    return [
        make_report(campaign, cast.unit("economy"), status="submitted"),
        make_report(campaign, cast.unit("service"), status="draft"),
    ]


@pytest.fixture
def address(officer, campaign):
    """The address of the page of confirmation."""
    return here(officer, "campaigns:reports-receive", campaign.pk)


def test_the_page_names_what_is_received_and_what_is_left_out_and_why(client, officer, reports, address):
    client.force_login(officer.user)

    answer = client.get(address, {"n": [each.pk for each in reports] + [0, "x"]})

    ready, left_out = answer.context["ready"], answer.context["left_out"]
    assert [item.record.pk for item in ready] == [reports[0].pk]
    assert [(item.record.pk, item.reasons) for item in left_out] == [
        (reports[1].pk, ("Tiếp nhận: không thực hiện được khi đang ở trạng thái “Đang soạn”.",))
    ]
    words = text_of(answer)
    assert "Sẽ xử lý 1 báo cáo" in words and str(reports[0]) in words and str(reports[1]) in words
    assert "1 mục không còn hoặc đồng chí không được xem." in words
    assert set(Obligation.objects.values_list("status", flat=True)) == {"submitted", "draft"}


def test_the_chosen_are_received_one_by_one_with_a_line_of_history_each(client, officer, reports, address, campaign):
    client.force_login(officer.user)

    answer = client.post(address, {"n": [each.pk for each in reports]})

    assert answer.url == here(officer, "campaigns:reports", campaign.pk)
    assert said(answer) == [
        f"Bỏ qua {reports[1]}: Tiếp nhận: không thực hiện được khi đang ở trạng thái “Đang soạn”.",
        "Đã tiếp nhận 01 báo cáo.",
    ]
    stored = Obligation.objects.get(pk=reports[0].pk)
    assert (stored.status, stored.received_by) == ("received", officer.person)
    lines = HistoryEntry.objects.filter(action="obligation.receive")
    assert [(line.record_id, line.user) for line in lines] == [(stored.pk, officer.user)]


@pytest.mark.parametrize("keys", [[], ["x"], ["999999999999999999999"], [0]])
def test_nothing_chosen_is_told_and_changes_nothing(client, officer, reports, address, keys):
    client.force_login(officer.user)

    shown, sent = client.get(address, {"n": keys}), client.post(address, {"n": keys})

    assert "Không có mục nào xử lý được." in text_of(shown)
    assert said(sent) == ["Chưa có báo cáo nào được xử lý."]
    assert set(Obligation.objects.values_list("status", flat=True)) == {"submitted", "draft"}


def test_who_does_not_track_the_campaign_is_told_so_for_each(client, officer, reports, address, campaign):
    campaign.duties.filter(part=Part.TRACKS).delete()
    campaign.duties.create(unit=reports[0].unit, part=Part.TRACKS)
    client.force_login(officer.user)

    answer = client.get(address, {"n": [reports[0].pk]})

    assert [item.reasons for item in answer.context["left_out"]] == [(NO_RIGHT,)]


def test_reports_of_another_campaign_are_no_part_of_it(client, officer, reports, cast, address):
    other = make_report(make_campaign(cast, key="khac"), cast.unit("economy"), status="submitted")
    client.force_login(officer.user)

    client.post(address, {"n": [other.pk]})

    assert Obligation.objects.get(pk=other.pk).status == "submitted"


@pytest.mark.parametrize("part", ["head", "reader", "leader", "councillor"])
def test_only_those_who_receive_reports_reach_the_page(client, cast, reports, address, part):
    client.force_login(cast.actor(part).user)

    assert client.get(address).status_code == 403
    listed = client.get(here(cast.actor(part), "campaigns:reports", reports[0].campaign_id))
    assert 'name="n"' not in listed.text


def test_a_page_takes_the_same_queries_for_one_report_and_for_two(
    client, officer, campaign, cast, address, django_assert_num_queries, settings
):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    rows = [make_report(campaign, cast.unit(unit), status="submitted") for unit in ("economy", "service")]
    client.force_login(officer.user)

    for some in (rows[:1], rows):
        with django_assert_num_queries(6):
            answer = client.get(address, {"n": [each.pk for each in some]})
        assert len(answer.context["ready"]) == len(some)


def test_the_list_offers_those_who_receive_a_box_for_each_report_that_waits(client, officer, reports):
    client.force_login(officer.user)

    answer = client.get(here(officer, "campaigns:reports", reports[0].campaign_id))

    assert [f'name="n" value="{each.pk}"' in answer.text for each in reports] == [True, False]
    assert "Tiếp nhận các báo cáo đã chọn" in answer.text and "data-check-all" in answer.text


def test_what_somebody_else_received_meanwhile_hinders_no_other(client, officer, campaign, cast, address, monkeypatch):
    rows = [make_report(campaign, cast.unit(unit), status="submitted") for unit in ("economy", "service")]
    receive = report_bulk.unit_reports.receive

    def first_by_another(report, *, by, at):
        if report.pk == rows[0].pk:
            Obligation.objects.filter(pk=report.pk).update(status="received", received_at=REPORTED_AT)
        return receive(report, by=by, at=at)

    monkeypatch.setattr(report_bulk.unit_reports, "receive", first_by_another)
    client.force_login(officer.user)

    answer = client.post(address, {"n": [each.pk for each in rows]})

    assert said(answer)[-1] == "Đã tiếp nhận 01 báo cáo."
    assert said(answer)[0].startswith(f"Bỏ qua {rows[0]}: Người khác vừa xử lý việc này.")


def test_no_more_than_a_page_of_the_largest_size_is_taken_at_once(client, officer, address):
    client.force_login(officer.user)

    answer = client.get(address, {"n": list(range(1000, 1000 + 2 * MOST))})

    assert f"{MOST} mục không còn hoặc đồng chí không được xem." in text_of(answer)


def test_a_unit_narrows_its_own_reports_by_status_and_year(client, head, cast, reports):
    client.force_login(head.user)
    address = here(head, "campaigns:my-reports")

    shown = {
        query: [each.pk for each in client.get(f"{address}?{query}").context["page"]]
        for query in ("", "status=submitted", "status=draft", "year=2026", "year=2025")
    }

    own = [reports[0].pk]
    assert shown == {"": own, "status=submitted": own, "status=draft": [], "year=2026": own, "year=2025": []}
    assert "Bỏ lọc" in client.get(f"{address}?status=submitted").text
    assert 'name="unit"' not in client.get(address).text
