"""Ending a nomination without an award: the word why stays with it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.models import Decision, DecisionLine, Nomination, Proposal, ProposalLine
from communes.access import Actor, Can
from communes.acting import act, demand


def problems(nomination: Nomination) -> list[str]:
    """Say what holds a nomination that is to end without an award: a decision or a proposal in the making."""
    lines = DecisionLine.objects.filter(
        nomination=nomination, about=None, released_at=None, decision__status__in=Decision.IN_THE_MAKING
    )
    cases = ProposalLine.objects.filter(nomination=nomination, proposal__status=Proposal.Status.DRAFT)
    holding = [
        *(f"dự thảo quyết định “{each.decision}”" for each in lines.select_related("decision").order_by("pk")),
        *(f"dự thảo tờ trình “{each.proposal}”" for each in cases.select_related("proposal").order_by("pk")),
    ]
    return [f"{nomination}: đang có trong {where}; hãy đưa ra khỏi dự thảo trước." for where in holding]


@transaction.atomic
def not_award(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Record that a recommended or reserved nomination is not awarded, with the reason.

    Its initiatives may be claimed anew, as those of every ended nomination; until then they stay with it, so that its
    page reads the same before the result is told.
    """
    Nomination.flow.lawful(nomination, "not_award")
    demand(Can.DECIDE_AWARDS, nomination, by=by)
    if found := problems(nomination):
        raise ValidationError(found)
    act(nomination, "not_award", by=by, at=at, reason=reason)
