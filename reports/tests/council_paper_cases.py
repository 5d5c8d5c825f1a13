"""Papers around the council's vote: their kinds, a posting, a ballot that was counted, for their tests."""

from datetime import date

from awards.models import Ballot, Posting
from awards.services import ballots
from awards.tests.factories import SESSION_AT
from reports.documents import blocks as b
from reports.documents.registry import KINDS

LIST, NOTICE, SHEET, COUNT = (KINDS[key] for key in ("nominee-list", "posting-notice", "paper-ballot", "count-minutes"))


def tables(blocks) -> list[b.Table]:
    """Return the tables among blocks."""
    return [block for block in blocks if isinstance(block, b.Table)]


def posted(campaign, *nominations) -> Posting:
    """Post nominees for nine days."""
    posting = Posting.objects.create(
        commune=campaign.commune, campaign=campaign, starts_on=date(2026, 2, 3), ends_on=date(2026, 2, 12),
        place="Bảng tin trụ sở UBND xã", posted_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    posting.nominations.set(nominations)
    return posting


def counted(ballot: Ballot, figures: dict, actors) -> Ballot:
    """Let two tellers enter the same figures, close the ballot, and return it anew."""
    for teller in actors[2:4]:
        ballots.enter_counts(ballot, teller.person, figures, by=teller, at=SESSION_AT)
    ballots.close(ballot, by=actors[2], at=SESSION_AT)
    return COUNT.records().get(pk=ballot.pk)
