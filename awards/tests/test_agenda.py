"""The agenda: nominations placed, ordered, taken off and deferred."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import EligibilityRun, Session
from awards.services import agenda, eligibility, sessions
from awards.tests.factories import (
    make_award_campaign,
    make_ballot,
    make_nomination,
    make_session,
)
from campaigns.planfile.schema import InspectionRule
from communes.models import HistoryEntry


@pytest.fixture
def eligible(monkeypatch):
    """Let the records hold nothing against any nomination: what they may hold is tested with eligibility."""
    monkeypatch.setattr(eligibility, "problems", lambda nomination, action, at: [])


@pytest.fixture
def nomination(cast, campaign):
    """The service centre, nominated for Giấy khen and found eligible."""
    return make_nomination(campaign, unit=cast.unit("service"), status="eligible")


@pytest.fixture
def on_agenda(cast, campaign):
    """Phòng Kinh tế, nominated and on an agenda."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")


@pytest.fixture
def session(law, council, on_agenda):
    """A session in preparation with one dossier."""
    return make_session(council, [on_agenda])


@pytest.fixture
def sitting(law, council, on_agenda):
    """A session underway with one dossier, everybody present."""
    return make_session(council, [on_agenda], status="in_session")


def test_an_eligible_nomination_is_placed_at_the_end_and_looked_at_anew(
    cast, law, campaign, session, secretary, eligible, now
):
    other = make_nomination(campaign, unit=cast.unit("service"), status="eligible")

    item = sessions.place(session, other, by=secretary, at=now)

    other.refresh_from_db()
    assert (item.position, item.result, other.status) == (2, "", "on_agenda")
    assert EligibilityRun.objects.get(nomination=other).stage == "council"
    assert HistoryEntry.objects.about(item).get().action == "agendaitem.place"


def test_what_the_records_hold_against_a_nomination_keeps_it_off_the_agenda(
    session, nomination, secretary, monkeypatch, now
):
    monkeypatch.setattr(eligibility, "problems", lambda nomination, action, at: [f"Đang bị xem xét ({action})."])

    with pytest.raises(ValidationError, match="Đang bị xem xét"):
        sessions.place(session, nomination, by=secretary, at=now)

    nomination.refresh_from_db()
    assert (nomination.status, session.agenda.count()) == ("eligible", 1)
    assert agenda.obstacles(nomination, now) == ["Đang bị xem xét (place_on_agenda)."]


@pytest.mark.rule("VT-05")
def test_where_the_plan_demands_inspection_a_dossier_without_one_does_not_reach_the_council(
    cast, law, council, secretary, now
):
    rule = InspectionRule(required=True, words="Kiểm tra định kỳ.", clause="VII")
    inspected = make_award_campaign(cast, key="co-kiem-tra", inspection=rule)
    nomination = make_nomination(inspected, unit=cast.unit("economy"), status="eligible")
    session = make_session(council)

    with pytest.raises(ValidationError) as refusal:
        sessions.place(session, nomination, by=secretary, at=now)

    nomination.refresh_from_db()
    assert any("kiểm tra" in text for text in refusal.value.messages)
    assert (nomination.status, session.agenda.count()) == ("eligible", 0)


@pytest.mark.rule("VT-07")
def test_the_council_also_deals_with_what_only_a_higher_level_decides(
    cast, law, campaign, council, secretary, eligible, now
):
    upward = make_nomination(
        campaign, unit=cast.unit("economy"), status="eligible", award="bang_khen", authority="province", quota_key=""
    )
    session = make_session(council)

    item = sessions.place(session, upward, by=secretary, at=now)
    sessions.convene(session, by=secretary, at=now)

    assert (item.nomination.decided_here, sorted(session.rules["by_award"])) == (False, ["bang_khen"])


def test_after_convening_nothing_is_added_until_the_session_is_prepared_again(
    session, nomination, secretary, eligible, now
):
    sessions.convene(session, by=secretary, at=now)
    with pytest.raises(ValidationError, match="chuẩn bị lại"):
        sessions.place(session, nomination, by=secretary, at=now)

    sessions.prepare_again(session, reason="Bổ sung hồ sơ.", by=secretary, at=now)

    session.refresh_from_db()
    assert (session.status, session.convened_at, session.presence.count(), session.rules) == ("draft", None, 0, {})


def test_a_nomination_taken_off_is_eligible_again_and_may_come_back(session, secretary, eligible, now):
    item = session.agenda.get()

    sessions.take_off(item, reason="Chờ bổ sung.", by=secretary, at=now)
    item.refresh_from_db()
    item.nomination.refresh_from_db()
    assert (item.result, item.result_reason, item.nomination.status) == ("taken_off", "Chờ bổ sung.", "eligible")
    sessions.place(session, item.nomination, by=secretary, at=now)

    item.refresh_from_db()
    assert (item.result, item.result_reason, session.agenda.count()) == ("", "", 1)


def test_items_change_places(cast, campaign, council, secretary, now):
    rows = [make_nomination(campaign, unit=cast.unit(unit), status="on_agenda") for unit in ("economy", "service")]
    session = make_session(council, rows)
    first, second = session.agenda.order_by("position")

    agenda.move(second, up=True, by=secretary, at=now)
    assert list(session.agenda.order_by("position")) == [second, first]
    agenda.move(second, up=True, by=secretary, at=now)
    agenda.move(second, up=False, by=secretary, at=now)

    assert list(session.agenda.order_by("position")) == [first, second]


def test_the_chair_defers_an_item_for_a_reason_and_it_may_come_back(
    sitting, law, council, chair, secretary, eligible, now
):
    item = sitting.agenda.get()

    sessions.defer(item, reason="Cần xác minh số liệu.", by=chair, at=now)

    item.refresh_from_db()
    item.nomination.refresh_from_db()
    assert (item.result, item.result_reason, item.nomination.status) == (
        "deferred",
        "Cần xác minh số liệu.",
        "deferred",
    )
    assert {line.action for line in HistoryEntry.objects.under(sitting)} == {"agendaitem.defer"}
    again = sessions.place(make_session(council), item.nomination, by=secretary, at=now)
    assert (again.nomination.status, again.session == sitting) == ("on_agenda", False)


@pytest.mark.parametrize(("status", "ballot"), [("convened", None), ("in_session", "open"), ("in_session", "closed")])
def test_nothing_is_deferred_before_the_opening_or_during_a_vote(council, on_agenda, chair, now, status, ballot):
    session = make_session(council, [on_agenda], status=status)
    if ballot:
        make_ballot(session, status=ballot)

    with pytest.raises(ValidationError):
        sessions.defer(session.agenda.get(), reason="Chờ.", by=chair, at=now)

    on_agenda.refresh_from_db()
    assert (on_agenda.status, session.agenda.get().result) == ("on_agenda", "")


@pytest.mark.parametrize("part", ["chair", "councillor", "officer", "leader", "head", "administrator"])
def test_only_the_secretary_keeps_the_agenda_and_the_presence(cast, session, nomination, eligible, part, now):
    actor, item = cast.actor(part), session.agenda.get()

    for act in (
        lambda: sessions.create(session.council, title="a", by=actor, at=now),
        lambda: sessions.place(session, nomination, by=actor, at=now),
        lambda: sessions.take_off(item, reason="a", by=actor, at=now),
        lambda: agenda.move(item, up=True, by=actor, at=now),
        lambda: agenda.note(item, discussion="a", by=actor, at=now),
        lambda: sessions.record_presence(session, {}, by=actor, at=now),
        lambda: sessions.set_notice(session, notice="a", guests="", by=actor, at=now),
    ):
        with pytest.raises(PermissionDenied):
            act()

    nomination.refresh_from_db()
    assert (nomination.status, session.agenda.filter(result="").count(), Session.objects.count()) == ("eligible", 1, 1)


@pytest.mark.parametrize("turned", [False, True])
def test_dossiers_keep_on_the_agenda_the_order_in_which_the_list_showed_them(
    go, cast, campaign, council, law, clock, secretary, turned
):
    rows = [make_nomination(campaign, unit=cast.unit(key), status="eligible") for key in ("economy", "service")]
    keys = [row.pk for row in rows][:: -1 if turned else 1]
    session = make_session(council)

    preview = go(secretary, "session-agenda", session.pk, post={"nomination": keys})
    go(secretary, "session-agenda", session.pk, post={"nomination": keys, "place": "1"})

    assert [line["nomination"].pk for line in preview.context["ready"]] == keys
    assert list(session.agenda.order_by("position").values_list("nomination_id", flat=True)) == keys
