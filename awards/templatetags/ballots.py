"""The ballots of a session, for the page of the session."""

from django import template
from django.db.models import Count, Exists, OuterRef, Q

from awards.models import Ballot, Voter
from awards.services import awaiting
from awards.services.ballots import PREPARABLE, why_nothing_to_vote_on
from communes.access import Can
from communes.acting import may_make

register = template.Library()


@register.simple_tag(takes_context=True)
def ballots_of(context, session):
    """Return the ballots of a session with what the actor can do on each: {% ballots_of session as rows %}."""
    actor = context["request"].actor
    mine = Voter.objects.filter(ballot=OuterRef("pk"), person=actor.person, voted=False)
    rows = session.ballots.annotate(
        nominees=Count("items", distinct=True),
        expected=Count("voters", distinct=True),
        voted=Count("voters", filter=Q(voters__voted=True), distinct=True),
        awaits_me=Exists(mine),
    )
    return [
        {
            "ballot": each,
            "may_vote": each.awaits_me and each.on_screen and each.status == Ballot.Status.OPEN,
            "next": next((move.label for move in Ballot.flow.moves_from(each.status) if _leads(move, each, actor)), ""),
            "awaits": awaiting.of_ballot(each, voted=each.voted, voters=each.expected),
            "shows_progress": each.on_screen and each.status == Ballot.Status.OPEN,
        }
        for each in rows.order_by("number")
    ]


def _leads(move, ballot: Ballot, actor) -> bool:
    """Say whether a move is the next step for the actor: any but declaring the ballot void."""
    return move.action != "void" and may_make(move, ballot, actor)


@register.simple_tag(takes_context=True)
def preparing_of(context, session):
    """Say whether the actor prepares ballots in a session now, and why there is nothing to vote on (`against`)."""
    if not context["request"].actor.may(Can.RUN_COUNCIL) or session.status not in PREPARABLE:
        return None
    return {"against": why_nothing_to_vote_on(session)}
