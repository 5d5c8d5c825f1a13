"""Whose paper is made next: told by the rows at each turn, never by the order of messages (decision 25)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from communes.models import Commune
from reports import making
from reports.models import Document

# So much may the clocks of two machines differ before a paper that was sent again stands over by mistake.
CLOCKS_DIFFER = timedelta(seconds=15)


def next_up(*, at: datetime) -> int | None:
    """Return the key of the paper that is next by right, None where none can be made now.

    First the commune for which the fewest papers are being made, of those the one served longest ago; of its papers
    first what a person waits for, then what makes many pages at once, each the oldest first. Of the latter no more than
    BULK_JOBS are made at a time, so that they never hold every worker.
    """
    waiting = Document.objects.filter(status=Document.Status.QUEUED).exclude(heartbeat_at__gt=at + CLOCKS_DIFFER)
    running = Document.objects.filter(status=Document.Status.RUNNING)
    if running.filter(Document.BULK).count() >= settings.BULK_JOBS:
        waiting = waiting.exclude(Document.BULK)
    own = running.filter(commune=OuterRef("pk")).order_by().values("commune").annotate(papers=Count("pk"))
    served = Document.objects.filter(commune=OuterRef("pk"), finished_at__lte=at + CLOCKS_DIFFER)
    communes = Commune.objects.filter(pk__in=waiting.values("commune")).order_by(
        Coalesce(Subquery(own.values("papers")), 0),
        Subquery(served.order_by("-finished_at").values("finished_at")[:1]).asc(nulls_first=True),
        "pk",
    )
    its = waiting.filter(commune=Subquery(communes.values("pk")[:1])).annotate(bulk=Document.BULK)
    return its.order_by(F("bulk"), "requested_at", "pk").values_list("pk", flat=True).first()


def claim_next(*, worker: str, at: datetime) -> making.Claim | None:
    """Take the paper that is next for a worker; where another worker was quicker, the one after it."""
    while (document_id := next_up(at=at)) is not None:
        if held := making.claim(document_id, worker=worker, at=at):
            return held
    return None
