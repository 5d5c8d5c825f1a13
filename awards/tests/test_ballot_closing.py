"""Closing ballots: not before as many have voted as the quorum asks for, and all totals at once."""

import pytest
from django.core.exceptions import ValidationError

from awards.models import Conflict
from awards.services import ballots, tally
from awards.tests.ballot_cases import give, make_nominees, make_sitting, open_now, totals

FOR = "for"


@pytest.fixture
def sitting(cast, campaign):
    """A council of four that sits over two nominees."""
    return make_sitting(cast, make_nominees(cast, campaign, 2))


@pytest.mark.rule("L-05")
@pytest.mark.parametrize("method", ["secret", "named"])
def test_a_ballot_is_not_closed_before_as_many_have_voted_as_the_quorum(cast, campaign, secretary, now, method):
    session, actors = make_sitting(cast, make_nominees(cast, campaign), members=9)
    ballot = open_now(session, method, by=secretary, at=now)
    give(ballot, actors, *[[FOR]] * 5, at=now)

    with pytest.raises(ValidationError) as refusal:
        ballots.close(ballot, by=secretary, at=now)

    few = "Mới có 05/09 người bỏ phiếu, cần ít nhất 06; không đủ thì hủy lượt này và biểu quyết lại."
    assert refusal.value.messages == [few] == ballot.blockers_to_close()
    give(ballot, actors[5:], [FOR], at=now)
    ballots.close(ballot, by=secretary, at=now)
    assert ballot.status == "closed"


@pytest.mark.rule("L-05")
def test_where_many_stand_aside_all_the_others_vote_before_closing(cast, campaign, secretary, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign))
    for actor in actors[2:]:
        Conflict.objects.create(item=session.agenda.get(), person=actor.person, kind="declared", words="Có liên quan.")
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors, [FOR], at=now)
    assert [words[:20] for words in ballot.blockers_to_close()] == ["Mới có 01/02 người b"]
    give(ballot, actors[1:], [FOR], at=now)

    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(2, 0, 0, 0, 4, 3, False)]


@pytest.mark.rule("L-05")
def test_a_ballot_on_paper_is_not_closed_with_fewer_papers_than_the_quorum(sitting, secretary, vice, councillor, now):
    ballot = open_now(sitting[0], "paper", by=secretary, at=now)
    first, second = ballot.items.order_by("item__position").values_list("pk", flat=True)
    for actor in (vice, councillor):
        found = {first: (3, 0, 0, 0), second: (1, 0, 0, 1)}
        ballots.enter_counts(ballot, actor.person, found, by=actor, at=now)

    with pytest.raises(ValidationError) as refusal:
        ballots.close(ballot, by=secretary, at=now)

    assert refusal.value.messages == [
        "Hồ sơ 2: số phiếu thu về chưa đủ 03 phiếu; không đủ thì hủy lượt này và biểu quyết lại."
    ]


@pytest.mark.rule("L-05")
@pytest.mark.parametrize("count", [2, 6])
def test_totals_are_written_for_all_nominees_at_once(cast, campaign, secretary, now, count, django_assert_num_queries):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, count))
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors, *[[FOR] * count] * 4, at=now)

    with django_assert_num_queries(9):
        tally.settle(ballot)
