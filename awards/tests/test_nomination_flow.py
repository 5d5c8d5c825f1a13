"""Every state of a nomination × every act × everybody of the cast, through the services that make the move."""

import pytest
from django.core.exceptions import ValidationError

from awards.models import Appraisal, Nomination
from awards.services import appraisals, nominations
from awards.tests.appraisal_cases import make_actor, make_appraisal
from awards.tests.factories import make_nomination
from campaigns.tests.matrix import flow_cases, who_can
from communes.acting import act
from communes.tests.factories import PEOPLE

REASON = "Có lý do."


def _service(module, name, **given):
    """Return a way to call a service on a nomination."""
    return lambda row, by, at: getattr(module, name)(row, **given, by=by, at=at)


def _confirming(verdict):
    """Return a way to confirm what every appraiser concluded."""

    def confirm(row, by, at):
        Appraisal.objects.filter(nomination=row).update(verdict=verdict)
        appraisals.confirm(row, by=by, at=at)

    return confirm


def _moving(action):
    """Return a way to make a move that belongs to a larger act: a confirmed ballot, an issued decision."""
    return lambda row, by, at: act(row, action, reason=REASON, by=by, at=at)


ACTS = {
    "submit": _service(nominations, "submit"),
    "enter": _service(nominations, "enter"),
    "recall": _service(nominations, "recall"),
    "withdraw": _service(nominations, "withdraw", reason=REASON),
    "resubmit": _service(nominations, "resubmit"),
    "appeal": _service(nominations, "appeal", reason=REASON),
    "take": _service(appraisals, "take"),
    "return": _service(appraisals, "return_", reason=REASON),
    "find_eligible": _confirming("eligible"),
    "find_ineligible": _confirming("ineligible"),
    "reappraise": _service(appraisals, "reappraise", reason=REASON),
}


@pytest.fixture
def unguarded(monkeypatch):
    """Let nothing but the table stand against a move: its guards, and what services ask of other records."""
    for guard in {move.guard for move in Nomination.flow.moves if move.guard}:
        monkeypatch.setattr(Nomination, guard, lambda row: [])
    monkeypatch.setattr(appraisals, "problems", lambda *args, **kwargs: [])
    monkeypatch.setattr(nominations, "problems", lambda *args, **kwargs: [])


@pytest.mark.parametrize("status", Nomination.Status.values)
def test_each_act_is_for_whom_the_table_names(cast, campaign, now, law, unguarded, status):
    for part in PEOPLE:
        cast.actor(part)
    pk = make_nomination(campaign, unit=cast.unit("economy"), status=status).pk
    make_appraisal(Nomination.objects.get(pk=pk), make_actor(cast), now, verdict="eligible")
    allowed = {action: parts for state, action, parts in flow_cases(Nomination) if state == status}

    def let_through(action):
        make_move = ACTS.get(action, _moving(action))
        return who_can(cast, lambda actor: make_move(Nomination.objects.get(pk=pk), actor, now))

    assert {action: let_through(action) for action in allowed} == allowed


@pytest.mark.parametrize("action", [move.action for move in Nomination.flow.moves if move.needs_reason])
def test_a_weighty_move_needs_a_reason(cast, campaign, now, unguarded, action):
    move = next(move for move in Nomination.flow.moves if move.action == action)
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status=move.sources[0])
    [actor, *_] = [
        cast.actor(part)
        for state, name, parts in flow_cases(Nomination)
        if (state, name) == (move.sources[0], action)
        for part in sorted(parts)
    ]

    with pytest.raises(ValidationError, match="hãy ghi rõ lý do"):
        act(nomination, action, reason="  ", by=actor, at=now)

    assert Nomination.objects.get(pk=nomination.pk).status == move.sources[0]
