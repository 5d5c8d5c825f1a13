"""What waits for an actor in outgoing letters."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from communes.access import Actor, Can
from kit.vietnamese import vn_date
from reports.models import Document, Letter
from reports.waiting.tasks import Found, Source, Task


def _to_number(actor: Actor, at: datetime) -> Found:
    """Return letters in draft whose paper was made and waits for a number."""
    made = Document.objects.filter(
        kind__in=Letter.PAPERS.values(), subject_id=OuterRef("pk"), status=Document.Status.READY
    )
    rows = Letter.objects.within(actor).filter(Exists(made), status=Letter.Status.DRAFT)
    return rows.select_related("commune").order_by("made_at", "pk"), lambda row: Task(
        title=f"Cấp số: {row}",
        action="Cấp số",
        url=row.get_absolute_url(),
        due=f"Lập {vn_date(timezone.localdate(row.made_at))}",
    )


SOURCES: tuple[Source, ...] = (
    Source(Can.ISSUE_PAPERS, "Công văn, giấy mời, thông báo chờ cấp số", _to_number, "reports:letters"),
)
