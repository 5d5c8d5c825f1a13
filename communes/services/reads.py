"""Lines about reading: who looked at a result, at data about a person, at the audit; once an hour at most."""

from datetime import datetime

from communes import history
from communes.access import Actor
from communes.models import HistoryEntry
from communes.rules import reads


def note(action: str, record, *, by: Actor, at: datetime, label: str) -> bool:
    """Write that a user read a record, unless a line of this hour says so; return whether a line was written.

    Two queries, the second of which writes. The database keeps a second line out where two looks happen at once.
    """
    key = reads.key(by.user.pk, record._meta.label_lower, record.pk, action, at)
    if HistoryEntry.objects.filter(read_key=key).exists():
        return False
    entry = history.compose(action, record, by=by, at=at, label=label, read_key=key)
    HistoryEntry.objects.bulk_create([entry], ignore_conflicts=True)
    return True
