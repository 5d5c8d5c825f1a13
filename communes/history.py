"""Writing history: one line for each act."""

from datetime import datetime

from communes import search
from communes.models import HistoryEntry


def record(
    action: str,
    subject,
    *,
    by,
    at: datetime,
    label: str,
    reason: str = "",
    from_status: str = "",
    to_status: str = "",
    **facts,
) -> HistoryEntry:
    """Write one line about a record; its `history_root`, where it has one, gathers the lines of its parts.

    The unit of the line is the record's unit; facts must be plain values (text, numbers, lists of them). What search
    finds of the record follows once the transaction is committed.
    """
    root = getattr(subject, "history_root", None) or subject
    search.touch(subject, root)
    return HistoryEntry.objects.create(
        commune=by.commune,
        record_type=subject._meta.label_lower,
        record_id=subject.pk,
        root_type=root._meta.label_lower,
        root_id=root.pk,
        record_title=str(subject)[:300],
        action=action,
        label=label,
        from_status=from_status,
        to_status=to_status,
        user=by.user,
        actor_name=by.name,
        acting_as=by.acting_as[:200],
        unit_id=getattr(subject, "unit_id", None),
        at=at,
        reason=reason,
        facts=facts,
    )
