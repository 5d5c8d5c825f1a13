"""Papers whose titles the register keeps back until a decision is published: the posting, the submission before it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q

from awards.models import Decision, DecisionLine, Posting
from campaigns.models import Campaign
from reports.documents import chair_submission, posting_notice
from reports.models import Document


def numbers_before(record: Model) -> Iterable[tuple[str, int, date]]:
    """Return the numbers of the submission of a published decision, and of the postings that led to it.

    A posting that also led to a decision not published yet waits for that one, or for the end of its campaign.
    """
    if isinstance(record, Campaign):
        about = Q(kind=posting_notice.KEY, subject_id__in=record.postings.values("pk"))
    elif isinstance(record, Decision):
        postings = told_postings().filter(nominations__lines__decision=record)
        about = Q(kind=chair_submission.KEY, subject_id=record.pk)
        about |= Q(kind=posting_notice.KEY, subject_id__in=postings.values("pk"))
    else:
        return []
    issued = Document.objects.filter(about, issued_from__isnull=False)
    return issued.values_list("symbol", "number", "issued_on")


def told_postings():
    """Return the postings that led to published decisions, and to none that is still to be published."""
    lines = DecisionLine.objects.filter(about=None, released_at=None, nomination__postings=OuterRef("pk"))
    published, to_come = (Exists(lines.filter(decision__published_at__isnull=told)) for told in (False, True))
    return Posting.objects.filter(published & ~to_come)


def kept_back(document: Document) -> bool:
    """Say whether the title of a paper that is issued now stays with those who may know unannounced results."""
    if document.kind == chair_submission.KEY:
        return not Decision.objects.filter(pk=document.subject_id, published_at__isnull=False).exists()
    if document.kind == posting_notice.KEY:
        return not told_postings().filter(pk=document.subject_id).exists()
    return document.confidential
