"""Writing history: one line for each act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

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
    search.touch_with_root(subject, getattr(subject, "history_root", None) or subject)
    entry = compose(
        action,
        subject,
        by=by,
        at=at,
        label=label,
        reason=reason,
        from_status=from_status,
        to_status=to_status,
        facts=facts,
    )
    entry.save(force_insert=True)
    return entry


def record_each(
    action: str, told: Iterable[tuple[Any, dict]], *, by, at: datetime, label: str, from_status: str, to_status: str
) -> None:
    """Write a line about each of many records that make the same move, with the facts of each; one INSERT for all."""
    lines = []
    for subject, facts in told:
        search.touch_with_root(subject, getattr(subject, "history_root", None) or subject)
        words = {"label": label, "from_status": from_status, "to_status": to_status}
        lines.append(compose(action, subject, by=by, at=at, facts=facts, **words))
    HistoryEntry.objects.bulk_create(lines)


def compose(action: str, subject, *, by, at: datetime, facts: dict | None = None, **words) -> HistoryEntry:
    """Return a line about a record with the digest of its words, not stored yet."""
    root = getattr(subject, "history_root", None) or subject
    entry = HistoryEntry(
        commune=by.commune,
        record_type=subject._meta.label_lower,
        record_id=subject.pk,
        root_type=root._meta.label_lower,
        root_id=root.pk,
        record_title=str(subject)[:300],
        action=action,
        user=by.user,
        actor_name=by.name,
        acting_as=by.acting_as[:200],
        unit_id=getattr(subject, "unit_id", None),
        at=at,
        facts=facts or {},
        **words,
    )
    entry.digest = entry.own_digest
    return entry
