"""Since when a record waits: the day of its last step, as its history tells."""

from datetime import datetime

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from communes.models import HistoryEntry
from kit.vietnamese import vn_date


def moved_on(rows: QuerySet, status: str) -> QuerySet:
    """Note on each row as `moved_at` when it last came to a status."""
    steps = HistoryEntry.objects.filter(
        record_type=rows.model._meta.label_lower, record_id=OuterRef("pk"), to_status=status
    )
    newest = steps.order_by().values("record_id").annotate(newest=Max("at")).values("newest")
    return rows.annotate(moved_at=Subquery(newest))


def since(what: str, moment: datetime | None) -> str:
    """Say what was done on which local day; nothing where the moment is not known."""
    return f"{what} {vn_date(timezone.localdate(moment))}" if moment else ""
