"""Papers of the demo: their files made at once, and those that take a number of the register issued by the clerk."""

from datetime import datetime, timedelta

from django.utils import timezone

from communes.access import Actor
from communes.services import registers
from reports import making
from reports.documents.paper import Paper
from reports.documents.registry import KINDS
from reports.models import Document
from reports.services import documents, issuing


def make(document: Document, *, at: datetime) -> None:
    """Make a queued paper's files now, by the worker's own code."""
    held = making.claim(document.pk, worker="demo", at=at)
    if held:
        making.produce(held, now=lambda: at + timedelta(seconds=20))


def issue(key: str, record, *, by: Actor, clerk: Actor, at: datetime) -> None:
    """Ask for the paper of a record and have the clerk number it a little later on the same day."""
    draft = documents.request(KINDS[key], record, by=by, at=at)
    make(draft, at=at)
    draft = Document.objects.get(pk=draft.pk)
    on, later = timezone.localdate(at), at + timedelta(minutes=40)
    number = registers.next_number(Paper.from_json(draft.content).symbol, on.year)
    make(issuing.issue(draft, number=number, on=on, by=clerk, at=later), at=later)
