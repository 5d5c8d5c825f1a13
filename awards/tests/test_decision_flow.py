"""Every state × action × role of a decision is let through or refused as its table says."""

import pytest

from awards.models import Decision, DecisionLine
from awards.services import amendments, decisions
from awards.tests.decision_cases import recommend_two, through
from awards.tests.factories import ISSUED_ON
from campaigns.tests.matrix import flow_cases, who_can
from communes.access import Actor

WHY = "Cần sửa lại."
ACTS = {
    "check": lambda row, by, at: decisions.check(row, note="Đã đối chiếu.", by=by, at=at),
    "reopen": lambda row, by, at: decisions.reopen(row, reason=WHY, by=by, at=at),
    "send": lambda row, by, at: decisions.send(row, by=by, at=at),
    "sign": lambda row, by, at: decisions.sign(row, by=by, at=at),
    "return": lambda row, by, at: decisions.return_(row, reason=WHY, by=by, at=at),
    "issue": lambda row, by, at: decisions.issue(row, number=8, issued_on=ISSUED_ON, by=by, at=at),
    "publish": lambda row, by, at: decisions.publish(row, by=by, at=at),
    "cancel": lambda row, by, at: decisions.cancel(row, reason=WHY, by=by, at=at),
    **{
        action: lambda row, by, at, action=action: amendments.annul(row, action, by=by, at=at)
        for action in amendments.EFFECTS
    },
}


@pytest.fixture
def drafted(law, cast, campaign, council, now):
    """A draft by the product itself, so that everybody may be its second person."""
    by = Actor.of_product(cast.commune)
    return decisions.draft(campaign, recommend_two(cast, campaign, council), by=by, at=now)


def put(decision: Decision, status: str, action: str, cast, now) -> Decision:
    """Put a decision at a status with what its guards ask: a signature to issue, an amendment to be annulled."""
    signed = status in Decision.OUT or action == "issue"
    facts = {"signed_at": now, "signer_name": "Trần Quốc Bảo", "signer_title": "Phó Chủ tịch"} if signed else {}
    if status in Decision.OUT:
        facts |= {"number": 5, "issued_on": ISSUED_ON, "issued_at": now}
    if status == "published":
        facts |= {"published_at": now}
    Decision.objects.filter(pk=decision.pk).update(status=status, **facts)
    if action in amendments.EFFECTS:
        later = {"kind": "revocation", "amends": decision, "reason": WHY, "status": "issued", "number": 6}
        common = {"commune": cast.commune, "campaign": decision.campaign, "title": "Thu hồi", "drafted_on": ISSUED_ON}
        Decision.objects.create(**common, **later, issued_on=ISSUED_ON, issued_at=now, signer_name="Trần Quốc Bảo")
    return decision


@pytest.mark.parametrize("status", Decision.Status.values)
def test_each_move_is_open_to_those_the_table_names_and_to_nobody_else(drafted, cast, now, status):
    expected = {action: parts for case, action, parts in flow_cases(Decision) if case == status}
    assert set(expected) == set(ACTS)

    found = {}
    for action in expected:
        Decision.objects.filter(amends=drafted).delete()
        Decision.objects.filter(pk=drafted.pk).update(signed_at=None, signer_name="", number=None, issued_on=None,
                                                      published_at=None, status="draft")  # fmt: skip
        put(drafted, status, action, cast, now)
        found[action] = who_can(
            cast, lambda actor, action=action: ACTS[action](Decision.objects.get(pk=drafted.pk), actor, now)
        )

    assert found == expected


@pytest.mark.parametrize(("to", "offered"), [("awaiting_signature", ["sign", "return"]), ("signed", ["return"])])
def test_what_is_signed_is_not_offered_for_signature_again(drafted, cast, leader, now, to, offered):
    through(drafted, cast, now, to=to)

    found = [each.move.action for each in decisions.offers_for(drafted, leader, now)]

    assert [action for action in found if action in ("sign", "return")] == offered


@pytest.mark.parametrize("action", ["reopen", "return", "cancel"])
def test_the_weighty_moves_need_a_reason(drafted, cast, now, action):
    to = {"reopen": "checked", "return": "awaiting_signature"}.get(action)
    if to:
        through(drafted, cast, now, to=to)
    act = {"reopen": decisions.reopen, "return": decisions.return_, "cancel": decisions.cancel}[action]
    by = cast.actor("leader" if action == "return" else "officer")

    with pytest.raises(decisions.ValidationError, match="hãy ghi rõ lý do"):
        act(drafted, reason=" ", by=by, at=now)

    drafted.refresh_from_db()
    assert drafted.status == (to or "draft")


@pytest.mark.parametrize("action", amendments.EFFECTS)
def test_a_decision_is_annulled_only_by_a_later_one(drafted, cast, clerk, now, action):
    through(drafted, cast, now)

    with pytest.raises(decisions.ValidationError, match="Chưa có quyết định đính chính hoặc thu hồi đã ban hành"):
        amendments.annul(drafted, action, by=clerk, at=now)

    drafted.refresh_from_db()
    assert (drafted.status, DecisionLine.objects.filter(standing="in_force").count()) == ("issued", 2)


def test_the_effects_of_amendments_have_no_buttons(drafted, cast, clerk, now):
    through(drafted, cast, now)

    assert [each.move.action for each in decisions.offers_for(drafted, clerk, now)] == ["publish"]
