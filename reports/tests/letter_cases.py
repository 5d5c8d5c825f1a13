"""Ready-made letters for tests: of each kind, drafted through the service, with their paper made."""

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from communes.access import Actor
from communes.tests.factories import Cast
from reports import making
from reports.documents.registry import KINDS
from reports.models import Document, Letter
from reports.services import documents, issuing, letters
from reports.tests.cases import AT


def late_campaign(cast: Cast, **facts) -> Campaign:
    """Return a campaign whose two units, Phòng Kinh tế and the service centre, are five days late."""
    return make_campaign(cast, **facts)


def drafted(cast: Cast, kind: str = "urging", *, by: Actor | None = None, campaign=None, **facts) -> Letter:
    """Return a letter in draft about a campaign with late reports."""
    campaign = campaign or late_campaign(cast)
    return letters.draft(kind, campaign=campaign, by=by or cast.actor("officer"), at=AT, **facts)


def produced(document: Document) -> Document:
    """Let a worker make the files of a queued document."""
    making.produce(making.claim(document.pk, worker="máy thử", at=AT), now=lambda: AT)
    document.refresh_from_db()
    return document


def paper_of(letter: Letter, cast: Cast) -> Document:
    """Return a letter's paper in draft, as if its files were made."""
    document = documents.request(KINDS[letter.of_kind], letter, by=cast.actor("officer"), at=AT)
    facts = {"status": "ready", "finished_at": AT, "pages": 1}
    Document.objects.filter(pk=document.pk).update(files={"pdf": {"path": "x.pdf", "size": 1, "sha256": "0"}}, **facts)
    document.refresh_from_db()
    return document


def issued(letter: Letter, cast: Cast, *, number: int = 5) -> Document:
    """Return the official paper of a letter, still to be made."""
    return issuing.issue(paper_of(letter, cast), number=number, on=AT.date(), by=cast.actor("clerk"), at=AT)
