"""Every state × action × role of a session, and its table in plain words."""

from datetime import timedelta

import pytest

from awards.models import Session
from awards.services import minutes, sessions
from awards.tests.factories import SESSION_AT, make_nomination, make_session
from campaigns.tests.matrix import flow_cases, who_can
from campaigns.tests.test_flows import told

TABLE = """
Session: draft -> convene -> convened: run the council
Session: convened -> prepare_again -> draft: run the council (reason)
Session: convened -> open -> in_session: chair the council
Session: convened in_session -> adjourn -> adjourned: chair the council (reason)
Session: adjourned -> reconvene -> convened: run the council
Session: in_session -> finish_voting -> voting_done: run the council
Session: voting_done -> draft_minutes -> minutes_draft: run the council
Session: minutes_draft -> sign_minutes -> minutes_signed: chair the council
Session: minutes_signed -> correct_minutes -> minutes_draft: run the council (reason)
Session: minutes_signed -> close -> closed: run the council
Session: draft convened adjourned -> cancel -> cancelled: chair the council (reason)
"""
ACTS = {
    "convene": lambda row, by, at: sessions.convene(row, by=by, at=at),
    "prepare_again": lambda row, by, at: sessions.prepare_again(row, reason="Sửa.", by=by, at=at),
    "open": lambda row, by, at: sessions.open_session(row, by=by, at=at),
    "adjourn": lambda row, by, at: sessions.adjourn(row, reason="Thiếu.", by=by, at=at),
    "reconvene": lambda row, by, at: sessions.reconvene(
        row, planned_at=at + timedelta(days=1), place="Hội trường", by=by, at=at
    ),
    "finish_voting": lambda row, by, at: sessions.finish_voting(row, by=by, at=at),
    "draft_minutes": lambda row, by, at: minutes.draft(row, by=by, at=at),
    "sign_minutes": lambda row, by, at: minutes.sign_as_chair(row.minutes.get(), by=by, at=at),
    "correct_minutes": lambda row, by, at: minutes.correct(row.minutes.get(), reason="Sai số liệu.", by=by, at=at),
    "close": lambda row, by, at: sessions.close(row, by=by, at=at),
    "cancel": lambda row, by, at: sessions.cancel(row, reason="Không họp.", by=by, at=at),
}
WITHOUT_OPEN_ITEMS = ("finish_voting",)


@pytest.fixture
def ready(cast, campaign, council, law):
    """Return a maker of a session at a status, with all that lets any lawful act through."""

    def make(status: str, action: str) -> Session:
        row = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
        session = make_session(council, [row], status=status)
        if action in WITHOUT_OPEN_ITEMS:
            session.agenda.update(result="deferred", result_reason="Chờ.")
        session.minutes.create(
            opening="Khai mạc.", conclusion="Nhất trí.", secretary_signed_at=SESSION_AT, figures={},
            secretary=cast.actor("secretary").person,
        )  # fmt: skip
        if (status, action) == ("voting_done", "draft_minutes"):
            session.minutes.all().delete()
        return session

    return make


def test_sessions_move_as_the_rules_of_their_work_say():
    assert [told("Session", move) for move in Session.flow.moves] == TABLE.split("\n")[1:-1]


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Session))
def test_each_act_is_for_whom_the_table_names(cast, ready, now, status, action, allowed):
    pk = ready(status, action).pk

    assert who_can(cast, lambda actor: ACTS[action](Session.objects.get(pk=pk), actor, now)) == allowed


@pytest.mark.parametrize("part", ["officer", "councillor", "chair"])
def test_who_may_not_act_is_offered_nothing_of_it(cast, ready, part):
    session = ready("draft", "convene")

    offered = [each.move.action for each in sessions.offers_for(session, cast.actor(part))]

    assert offered == (["cancel"] if part == "chair" else [])
