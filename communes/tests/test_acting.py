"""Acting on a record: right, own unit, duty, reason, blockers, status and history together."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from communes.access import Actor, Can
from communes.acting import act, demand, offers
from communes.models import HistoryEntry, Unit
from kit.workflow import Move, Overtaken, Unlawful, Workflow

FLOW = Workflow(
    [
        Move("submit", "Nộp", ("office",), "service", Can.SUBMIT_REPORTS, own_unit=True, done="Đã nộp"),
        Move("receive", "Tiếp nhận", ("office",), "party", Can.RECEIVE_REPORTS, part="tracks", tone="primary"),
        Move("waive", "Miễn", ("office",), "front", Can.RELAX_REPORTS, needs_reason=True),
        Move("close", "Đóng", ("office",), "outside", Can.RELAX_REPORTS, guard="blockers_to_close", tone="success"),
    ],
    field_name="kind",
)


@pytest.fixture
def record(cast, monkeypatch):
    """A record of Phòng Kinh tế: a unit that stands in for one, with its kind as the status."""
    monkeypatch.setattr(Unit, "flow", FLOW, raising=False)
    monkeypatch.setattr(Unit, "unit_id", property(lambda unit: unit.pk), raising=False)
    monkeypatch.setattr(Unit, "holders_of", lambda unit, part: frozenset(), raising=False)
    monkeypatch.setattr(Unit, "blockers_to_close", lambda unit: ["Còn thiếu số liệu.", "Còn thiếu tệp."], raising=False)
    return cast.unit("economy")


def offered(record, actor):
    """Return the actions that an actor is offered on a record."""
    return [offer.move.action for offer in offers(record, actor)]


def test_an_act_moves_the_status_and_writes_its_line(record, head, now):
    act(record, "submit", by=head, at=now, note={"late": True}, position=5)

    record.refresh_from_db()
    assert (record.kind, record.position) == ("service", 5)
    line = HistoryEntry.objects.get()
    assert (line.action, line.label, line.from_status, line.to_status, line.actor_name, line.facts) == (
        "unit.submit",
        "Đã nộp",
        "office",
        "service",
        "Phạm Văn Dũng",
        {"late": True},
    )


@pytest.mark.parametrize("part", ["member", "other_head", "officer", "administrator"])
def test_only_the_head_of_the_records_own_unit_may_submit_it(cast, record, part, now):
    with pytest.raises(PermissionDenied):
        act(record, "submit", by=cast.actor(part), at=now)

    record.refresh_from_db()
    assert (record.kind, HistoryEntry.objects.count()) == ("office", 0)


def test_each_actor_is_offered_what_the_table_allows_and_first_what_leads_on(
    record, head, other_head, officer, leader, commune
):
    assert offered(record, head) == ["submit"]
    assert offered(record, other_head) == []
    assert offered(record, officer) == ["receive"]
    assert offered(record, leader) == ["close", "waive"]
    assert offered(record, Actor.of_product(commune)) == ["receive", "close", "submit", "waive"]


def test_a_duty_that_a_plan_gives_to_an_office_is_done_by_that_office_alone(cast, record, officer, monkeypatch, now):
    monkeypatch.setattr(Unit, "holders_of", lambda unit, part: frozenset({cast.unit("council_office").pk}))

    assert offered(record, officer) == []
    with pytest.raises(PermissionDenied):
        act(record, "receive", by=officer, at=now)

    monkeypatch.setattr(Unit, "holders_of", lambda unit, part: frozenset({cast.unit("culture").pk}))
    act(record, "receive", by=officer, at=now)
    assert record.kind == "party"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_weighty_act_needs_its_reason(record, leader, now, reason):
    with pytest.raises(ValidationError, match="Miễn: hãy ghi rõ lý do"):
        act(record, "waive", by=leader, at=now, reason=reason)

    act(record, "waive", by=leader, at=now, reason=" thiên tai ")
    assert HistoryEntry.objects.get().reason == "thiên tai"


def test_the_page_and_the_service_give_the_same_reasons_against(record, leader, now):
    [offer] = [offer for offer in offers(record, leader) if offer.move.action == "close"]

    with pytest.raises(ValidationError) as refusal:
        act(record, "close", by=leader, at=now)

    assert tuple(refusal.value.messages) == offer.blockers == ("Còn thiếu số liệu.", "Còn thiếu tệp.")
    assert record.kind == "office"


def test_of_two_acts_on_one_record_the_second_is_refused_and_leaves_no_line(record, head, leader, now):
    stale = Unit.objects.get(pk=record.pk)
    act(record, "submit", by=head, at=now)

    with pytest.raises(Overtaken):
        act(stale, "waive", by=leader, at=now, reason="thiên tai")
    with pytest.raises(Unlawful):
        act(record, "waive", by=leader, at=now, reason="thiên tai")

    assert [line.action for line in HistoryEntry.objects.all()] == ["unit.submit"]


def test_an_act_without_a_status_asks_for_right_own_unit_and_duty(cast, record, head, other_head, officer, monkeypatch):
    demand(Can.REPORT_RESULTS, record, by=head, own_unit=True)
    with pytest.raises(PermissionDenied):
        demand(Can.REPORT_RESULTS, record, by=other_head, own_unit=True)
    with pytest.raises(PermissionDenied):
        demand(Can.RELAX_REPORTS, record, by=officer)

    monkeypatch.setattr(Unit, "holders_of", lambda unit, part: frozenset({cast.unit("council_office").pk}))
    demand(Can.RECEIVE_REPORTS, record, by=officer)
    with pytest.raises(PermissionDenied):
        demand(Can.RECEIVE_REPORTS, record, by=officer, part="tracks")
