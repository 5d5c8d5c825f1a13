"""What the room sees on the wall: how far the vote is, never a choice, and totals only once they are announced."""

from django.shortcuts import get_object_or_404, render

from awards.models import Ballot, Session
from awards.services import ballots, presence, tally
from communes.access import Can, requires

SHOWN = ("open", "closed", "confirmed", "announced")


def _facts(request, pk: int) -> dict:
    """Return what the wall shows of a session: the ballot that is open, else the last one that was."""
    session = get_object_or_404(Session.objects.within(request.actor).select_related("council__commune"), pk=pk)
    shown = session.ballots.filter(status__in=SHOWN).order_by("-opened_at", "-number")
    ballot = shown.filter(status=Ballot.Status.OPEN).first() or shown.first()
    announced = ballot is not None and ballot.status == Ballot.Status.ANNOUNCED
    running = ballot is not None and ballot.status == Ballot.Status.OPEN
    return {
        "session": session,
        "ballot": ballot,
        "rows": ballots.sheet_of(ballot) if ballot else [],
        "progress": tally.progress(ballot) if running else None,
        "quorum": presence.quorum_words(session),
        "announced": announced,
        "nav": [],
    }


@requires(Can.SEE_SESSIONS)
def show(request, pk):
    """Show the page for the projector."""
    return render(request, "awards/projector.html", _facts(request, pk))


@requires(Can.SEE_SESSIONS)
def now(request, pk):
    """Answer the part of the projector's page that refreshes itself."""
    return render(request, "awards/_projector.html", _facts(request, pk))
