"""Ending a nomination without an award: the word why stays with it."""

from datetime import datetime

from django.db import transaction

from awards.models import Nomination
from communes.access import Actor
from communes.acting import act


@transaction.atomic
def not_award(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Record that a recommended or reserved nomination is not awarded, with the reason.

    Its initiatives may be claimed anew, as those of every ended nomination; until then they stay with it, so that its
    page reads the same before the result is told.
    """
    act(nomination, "not_award", by=by, at=at, reason=reason)
