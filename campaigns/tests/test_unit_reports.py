"""A unit's report from its first word to its acceptance."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Obligation
from campaigns.rules.punctuality import Record
from campaigns.services import evidence, plans, unit_reports
from campaigns.tests.factories import (
    HERE,
    again,
    fill_report,
    make_campaign,
    make_report,
    make_upload,
    report_of,
)
from campaigns.tests.matrix import flow_cases, who_can
from communes import search
from communes.access import Actor
from communes.models import HistoryEntry
from communes.models.finding import SearchEntry
from kit.workflow import Overtaken

IN_TIME = datetime(2026, 11, 30, 23, 59, 59, tzinfo=HERE)


TOO_LATE = datetime(2026, 12, 1, 0, 0, 0, tzinfo=HERE)


WHY = "Đơn vị đề nghị."


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


PERFORM = {
    "begin": unit_reports.begin,
    "submit": unit_reports.submit,
    "recall": unit_reports.recall,
    "receive": unit_reports.receive,
    "return": lambda report, **facts: unit_reports.send_back(
        report, items=["Bổ sung."], new_due_on=date(2026, 12, 20), **facts
    ),
    "resume": unit_reports.resume,
    "accept": unit_reports.accept,
    "accept_late": unit_reports.accept_late,
    "enter_on_behalf": unit_reports.enter_on_behalf,
    "reopen": unit_reports.reopen,
    "waive": unit_reports.waive,
    "restore": unit_reports.restore,
}


WITH_REASON = {"return", "accept_late", "enter_on_behalf", "reopen", "waive", "restore"}


@pytest.mark.parametrize("status", Obligation.Status.values)
def test_each_move_is_open_to_those_the_table_names_and_to_nobody_else(cast, campaign, status):
    report = make_report(campaign, cast.unit("economy"), status=status, at=IN_TIME)
    if status in Obligation.WITH_THE_UNIT:
        by = Actor.of_product(cast.commune)
        evidence.attach(again(report), make_upload("giay.pdf"), is_scan=True, by=by, at=IN_TIME)
    Obligation.objects.filter(pk=report.pk).update(
        status=status, change_note="Đã bổ sung.", missing_reason="Chưa có số liệu."
    )

    def let_through(action):
        Obligation.objects.filter(pk=report.pk).update(late=action == "accept_late")
        given = {"at": IN_TIME, "reason": WHY} if action in WITH_REASON else {"at": IN_TIME}
        return who_can(cast, lambda actor: PERFORM[action](again(report), by=actor, **given))

    expected = {action: parts for case, action, parts in flow_cases(Obligation) if case == status}
    assert len(expected) == 12
    assert {action: let_through(action) for action in expected} == expected


@pytest.mark.parametrize("action", sorted(WITH_REASON))
def test_the_weighty_moves_need_a_reason(action, cast, campaign, officer, leader):
    status = {"return": "received", "accept_late": "received", "reopen": "accepted", "restore": "waived"}
    report = make_report(campaign, cast.unit("economy"), status=status.get(action, "draft"), at=TOO_LATE)
    by = leader if action in ("reopen", "waive", "restore") else officer

    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        PERFORM[action](report, by=by, at=TOO_LATE, reason="  ")


@pytest.mark.rule("DS-02")
@pytest.mark.rule("VT-03")
@pytest.mark.rule("KP-06")
@pytest.mark.parametrize(
    ("inclusive", "at", "late"),
    [
        (True, datetime(2026, 12, 5, 23, 59, 59, 999999, tzinfo=HERE), False),
        (True, datetime(2026, 12, 6, 0, 0, 0, tzinfo=HERE), True),
        (False, datetime(2026, 12, 4, 23, 59, 59, 999999, tzinfo=HERE), False),
        (False, datetime(2026, 12, 5, 0, 0, 0, tzinfo=HERE), True),
    ],
)
def test_a_report_is_late_from_the_exact_second(cast, head, inclusive, at, late):
    campaign = make_campaign(cast, due_on=date(2026, 12, 5), inclusive=inclusive)

    report = make_report(campaign, cast.unit("economy"), status="submitted", at=at)

    stored = again(report)
    assert (stored.late, stored.submitted_at, stored.versions.get().late) == (late, at, late)
    assert HistoryEntry.objects.about(report).get(action="obligation.submit").facts["late"] is late


@pytest.mark.rule("KP-06")
def test_a_late_report_is_accepted_only_as_late_and_with_a_reason(campaign, cast, officer, now):
    report = make_report(campaign, cast.unit("economy"), status="received", at=TOO_LATE)

    with pytest.raises(ValidationError, match="nộp trễ hạn"):
        unit_reports.accept(report, by=officer, at=TOO_LATE)
    unit_reports.accept_late(report, reason=WHY, by=officer, at=TOO_LATE)

    stored = again(report)
    assert (stored.status, stored.late, stored.accepted_late_reason) == ("accepted", True, WHY)
    assert stored.lateness(TOO_LATE) == 1


def test_a_report_in_time_is_not_accepted_as_late(campaign, cast, officer):
    report = make_report(campaign, cast.unit("economy"), status="received", at=IN_TIME)

    with pytest.raises(ValidationError, match="nộp đúng hạn"):
        unit_reports.accept_late(report, reason=WHY, by=officer, at=IN_TIME)
    unit_reports.accept(report, by=officer, at=IN_TIME)

    assert (again(report).status, again(report).accepted_at) == ("accepted", IN_TIME)


def test_receiving_names_the_person(campaign, cast, officer, now):
    report = make_report(campaign, cast.unit("economy"), status="submitted")

    unit_reports.receive(report, by=officer, at=now)

    stored = again(report)
    assert (stored.status, stored.received_by.full_name, stored.received_at) == ("received", "Nguyễn Thị Hạnh", now)


def test_a_returned_report_carries_what_to_mend_and_comes_back_with_what_was_mended(campaign, cast, officer, head, now):
    report = make_report(campaign, cast.unit("economy"), status="received")
    unit_reports.send_back(
        report, reason="Thiếu số liệu", items=["Tỷ lệ đúng hạn", " "], new_due_on=date(2026, 5, 20), by=officer, at=now
    )

    stored = again(report)
    assert (stored.status, stored.return_reason, stored.return_items) == (
        "returned",
        "Thiếu số liệu",
        ["Tỷ lệ đúng hạn"],
    )
    assert (stored.last_day, stored.late_from) == (date(2026, 5, 20), datetime(2026, 5, 21, tzinfo=HERE))

    unit_reports.resume(stored, by=head, at=now)
    with pytest.raises(ValidationError, match="nội dung đã sửa"):
        unit_reports.submit(stored, by=head, at=now)
    unit_reports.save(stored, revision=stored.revision, change_note="Đã bổ sung tỷ lệ.", by=head, at=now)
    unit_reports.submit(stored, by=head, at=now)

    assert [(each.number, each.change_note) for each in report.versions.order_by("number")] == [
        (1, ""),
        (2, "Đã bổ sung tỷ lệ."),
    ]


def test_a_return_names_what_to_mend_and_a_day_to_come(campaign, cast, officer, now):
    report = make_report(campaign, cast.unit("economy"), status="received")
    given = {"reason": WHY, "by": officer, "at": now}

    with pytest.raises(ValidationError, match="ít nhất một nội dung"):
        unit_reports.send_back(report, items=[" "], new_due_on=date(2026, 5, 20), **given)
    with pytest.raises(ValidationError, match="từ hôm nay trở đi"):
        unit_reports.send_back(report, items=["x"], new_due_on=date(2026, 5, 13), **given)

    assert again(report).status == "received"


def test_a_report_that_came_late_stays_late_after_it_was_returned(campaign, cast, officer, head):
    report = make_report(campaign, cast.unit("economy"), status="returned", at=TOO_LATE)
    unit_reports.resume(report, by=head, at=TOO_LATE)
    unit_reports.save(report, revision=report.revision, change_note="Đã sửa.", by=head, at=TOO_LATE)

    unit_reports.submit(report, by=head, at=TOO_LATE + timedelta(hours=1))

    assert (again(report).late, report.late_from > TOO_LATE) == (True, True)


def test_waiving_and_taking_it_back(report, leader, now):
    unit_reports.waive(report, reason="Đơn vị đã sáp nhập", by=leader, at=now)
    assert (again(report).status, again(report).waive_reason) == ("waived", "Đơn vị đã sáp nhập")

    unit_reports.restore(report, reason="Ghi nhầm đơn vị", by=leader, at=now)
    assert (again(report).status, again(report).waive_reason) == ("not_started", "")


def test_an_extension_moves_the_day_of_one_unit_alone(campaign, cast, report, officer, head):
    unit_reports.extend(report, last_day=date(2026, 12, 10), reason=WHY, by=officer, at=IN_TIME)

    stored = again(report)
    assert (stored.last_day, stored.extension_reason) == (date(2026, 12, 10), WHY)
    assert report_of(campaign, cast.unit("service")).last_day == date(2026, 11, 30)
    line = HistoryEntry.objects.about(report).get()
    assert (line.label, line.reason, line.facts) == (
        "Gia hạn đến hết ngày 10/12/2026",
        WHY,
        {"before": "2026-11-30", "after": "2026-12-10"},
    )

    fill_report(stored, by=head, at=TOO_LATE)
    unit_reports.submit(stored, by=head, at=TOO_LATE)
    assert again(report).late is False


@pytest.mark.parametrize(
    ("last_day", "reason", "status", "refusal"),
    [
        (date(2026, 11, 30), WHY, "draft", "phải sau hạn hiện nay"),
        (date(2026, 12, 10), " ", "draft", "ghi rõ lý do"),
        (date(2026, 12, 10), WHY, "submitted", "còn ở đơn vị"),
        (date(2026, 12, 10), WHY, "accepted", "còn ở đơn vị"),
    ],
)
def test_an_extension_is_later_reasoned_and_for_reports_still_with_the_unit(
    campaign, cast, officer, last_day, reason, status, refusal
):
    report = make_report(campaign, cast.unit("economy"), status=status)

    with pytest.raises(ValidationError, match=refusal):
        unit_reports.extend(report, last_day=last_day, reason=reason, by=officer, at=IN_TIME)

    assert again(report).last_day == date(2026, 11, 30)


def test_only_the_office_that_tracks_extends(cast, report):
    day = date(2026, 12, 10)

    assert who_can(
        cast, lambda actor: unit_reports.extend(again(report), last_day=day, reason=WHY, by=actor, at=IN_TIME)
    ) == {"officer"}


@pytest.mark.rule("HP-06")
def test_the_record_of_reports_on_time_is_computed_from_what_the_unit_did(cast, campaign, officer, head):
    economy, service = cast.unit("economy"), cast.unit("service")
    assert unit_reports.record(economy, campaign, IN_TIME) == Record(owed=1, on_time=0, late=0, missing=0)
    assert unit_reports.record(economy, campaign, TOO_LATE).outcome == "unmet"

    make_report(campaign, economy, status="accepted", at=IN_TIME)
    make_report(campaign, service, status="accepted", at=TOO_LATE)

    assert unit_reports.record(economy, campaign, TOO_LATE).outcome == "met"
    assert unit_reports.record(service, campaign, TOO_LATE) == Record(owed=1, on_time=0, late=1, missing=0)
    assert unit_reports.records(campaign, TOO_LATE) == {
        economy.pk: Record(1, 1, 0, 0),
        service.pk: Record(1, 0, 1, 0),
    }


def test_of_two_who_act_at_once_the_second_is_told(campaign, cast, officer, head, now):
    report = make_report(campaign, cast.unit("economy"), status="submitted")
    stale = again(report)
    unit_reports.receive(report, by=officer, at=now)

    with pytest.raises(Overtaken):
        unit_reports.recall(stale, by=head, at=now)

    assert again(report).status == "received"


def test_a_closed_campaign_takes_no_more_reports(campaign, cast, report, head, leader, now):
    product = Actor.of_product(cast.commune)
    plans.cancel(campaign, reason=WHY, by=product, at=now)

    for act in (unit_reports.begin, unit_reports.save):
        more = {"revision": 0} if act is unit_reports.save else {}
        with pytest.raises(ValidationError, match="không ở giai đoạn"):
            act(again(report), by=head, at=now, **more)

    assert again(report).status == "not_started"


@pytest.mark.rule("HP-06")
@pytest.mark.parametrize(
    ("at", "late"), [(datetime(2026, 6, 1, tzinfo=HERE), False), (IN_TIME, False), (TOO_LATE, True)]
)
def test_a_report_mended_before_the_plans_own_deadline_is_not_late(campaign, cast, officer, head, at, late):
    report = make_report(campaign, cast.unit("economy"), status="received")
    facts = {"by": officer, "at": datetime(2026, 5, 14, tzinfo=HERE)}
    unit_reports.send_back(report, reason=WHY, items=["Bổ sung."], new_due_on=date(2026, 5, 20), **facts)
    unit_reports.resume(report, by=head, at=at)
    unit_reports.save(report, revision=report.revision, change_note="Đã bổ sung.", by=head, at=at)

    unit_reports.submit(report, by=head, at=at)

    assert again(report).late is late


@pytest.mark.parametrize("units", [1, 3])
def test_handing_in_asks_the_same_among_many_reports_and_makes_the_entry_of_that_one_alone(
    cast, head, now, units, django_assert_num_queries, django_capture_on_commit_callbacks
):
    campaign = make_campaign(cast, units=[cast.unit(key) for key in ("economy", "service", "front")][:units])
    report = make_report(campaign, cast.unit("economy"), status="draft")
    search._flush()
    search.rebuild()
    SearchEntry.objects.update(words=" cũ ")

    with django_assert_num_queries(18), django_capture_on_commit_callbacks(execute=True):
        unit_reports.submit(report, by=head, at=now)

    made = SearchEntry.objects.exclude(words=" cũ ").values_list("kind", "record_id")
    assert list(made) == [("report", report.pk)]
