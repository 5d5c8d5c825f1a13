"""Every state × action × role of a ballot, who votes and who counts, and the neighbours who find nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import Ballot, BallotItem, BoxCount, Voter
from awards.services import ballots
from awards.tests.ballot_cases import make_nominees, make_sitting, open_now, sheet
from awards.tests.factories import make_ballot
from campaigns.tests.matrix import flow_cases, who_can

ACTS = {
    "open": lambda row, by, at: ballots.open_ballot(row, by=by, at=at),
    "close": lambda row, by, at: ballots.close(row, by=by, at=at),
    "confirm": lambda row, by, at: ballots.confirm(row, by=by, at=at),
    "announce": lambda row, by, at: ballots.announce(row, by=by, at=at),
    "void": lambda row, by, at: ballots.void(row, reason="Nhầm.", by=by, at=at),
}
ADDRESSES = {
    "secretary": ("ballot", "ballot-progress", "ballot-vote", "ballot-count", "ballot-open", "ballot-close"),
    "chair": ("ballot", "ballot-vote", "ballot-confirm", "ballot-announce", "ballot-void"),
    "officer": ("ballot", "ballot-progress"),
}


@pytest.fixture
def session(cast, campaign):
    """A session underway over one nominee."""
    return make_sitting(cast, make_nominees(cast, campaign))[0]


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Ballot))
def test_each_act_is_for_whom_the_table_names(cast, session, now, status, action, allowed):
    facts = {"void_reason": "Nhầm."} if status == "voided" else {}
    pk = make_ballot(session, status=status, **facts).pk
    if status == "open":
        Voter.objects.update(voted=True)
        BoxCount.objects.filter(choice="for").update(count=4)
    if status == "closed":
        BallotItem.objects.update(
            votes_for=4, votes_against=0, votes_blank=0, votes_invalid=0, base=4, needed=3, adopted=True
        )

    assert who_can(cast, lambda actor: ACTS[action](Ballot.objects.get(pk=pk), actor, now)) == allowed


def test_the_table_is_what_the_council_does():
    found = {
        (source, move.action, move.target, move.who.value, move.needs_reason)
        for move in Ballot.flow.moves
        for source in move.sources
    }

    assert found == {
        ("prepared", "open", "open", "run the council", False),
        ("open", "close", "closed", "run the council", False),
        ("closed", "confirm", "confirmed", "chair the council", False),
        ("confirmed", "announce", "announced", "chair the council", False),
        ("prepared", "void", "voided", "chair the council", True),
        ("open", "void", "voided", "chair the council", True),
        ("closed", "void", "voided", "chair the council", True),
    }


def test_only_the_councils_members_vote(cast, session, secretary, now):
    ballot = open_now(session, by=secretary, at=now)

    assert who_can(cast, lambda actor: ballots.cast(ballot, sheet(ballot, "for"), by=actor, at=now)) == {
        "chair",
        "vice",
        "secretary",
        "councillor",
    }


@pytest.mark.parametrize(
    ("method", "allowed"),
    [("hands", {"secretary"}), ("paper", {"chair", "vice", "secretary", "councillor"})],
)
def test_hands_are_the_secretarys_to_count_and_papers_the_members(cast, session, secretary, now, method, allowed):
    ballot = open_now(session, method, by=secretary, at=now)
    figures = sheet(ballot, (4, 0, 0, 0))

    def enter(actor):
        ballots.enter_counts(ballot, actor.person, figures, by=actor, at=now)

    assert who_can(cast, enter) == allowed
    assert {part for part in ("officer", *allowed) if ballots.may_count(ballot, cast.actor(part))} == allowed


def test_only_the_secretary_prepares(cast, session, now):
    def prepare(actor):
        ballots.prepare(session, session.agenda.all(), "secret", by=actor, at=now)

    assert who_can(cast, prepare) == {"secretary"}


@pytest.mark.parametrize("part", ["chair", "secretary", "councillor"])
def test_a_member_of_the_council_next_door_has_no_vote(session, secretary, neighbour, part, now):
    ballot = open_now(session, by=secretary, at=now)

    with pytest.raises(PermissionDenied):
        ballots.cast(ballot, sheet(ballot, "for"), by=neighbour(part), at=now)

    assert not Voter.objects.filter(voted=True).exists()


@pytest.mark.parametrize("part", list(ADDRESSES))
def test_neighbours_find_nothing_at_these_addresses(go, session, secretary, neighbour, part, now):
    ballot = open_now(session, by=secretary, at=now)
    asked = [(name, ballot.pk) for name in ADDRESSES[part]] + [("session-projector", session.pk)]
    asked += [("session-projector-now", session.pk)]
    asked += [("ballot-prepare", session.pk)] if part == "secretary" else []

    found = {name: {go(neighbour(part), name, pk, post=post).status_code for post in (None, {})} for name, pk in asked}

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found


@pytest.mark.parametrize("part", ["administrator", "head", "member", "inspector", "reader"])
def test_who_may_not_see_sessions_opens_no_page_of_a_ballot(go, cast, session, secretary, part, now):
    ballot = open_now(session, by=secretary, at=now)
    pages = [(name, ballot.pk) for name in ("ballot", "ballot-progress", "ballot-vote", "ballot-count")]
    pages += [(name, session.pk) for name in ("session-projector", "session-projector-now", "ballot-prepare")]

    assert {go(cast.actor(part), name, pk).status_code for name, pk in pages} == {403}
