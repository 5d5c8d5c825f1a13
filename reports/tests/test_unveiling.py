"""The register tells of the notice of a posting and of the submission when the decision after them is published."""

import pytest

from awards.models import Posting
from awards.services import decisions
from awards.tests.factories import ISSUED_ON, make_award_campaign, make_decision, make_nomination
from campaigns.models import Campaign
from campaigns.services import plans
from communes.access import Actor
from communes.models import RegisteredNumber
from communes.models.registers import UNTOLD
from reports.documents.registry import KINDS
from reports.models import Document
from reports.services import documents, issuing
from reports.tests.cases import AT


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast, quota=9)


def awarded(campaign, unit):
    """Return a nomination in the hands of the council and the chair."""
    return make_nomination(campaign, unit=unit, status="awarded")


def posted(cast, campaign, *nominations) -> Posting:
    """Post nominations in public."""
    posting = Posting.objects.create(
        commune=cast.commune, campaign=campaign, starts_on=ISSUED_ON, ends_on=ISSUED_ON, place="Trụ sở UBND xã",
        posted_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    posting.nominations.set(nominations)
    return posting


def numbered(cast, key: str, record, number: int) -> Document:
    """Let the clerk give the paper of a record its number."""
    draft = documents.request(KINDS[key], record, by=cast.actor("officer"), at=AT)
    files = {"pdf": {"path": "x.pdf", "size": 1, "sha256": "0"}}
    Document.objects.filter(pk=draft.pk).update(files=files, status="ready", finished_at=AT, pages=1)
    return issuing.issue(draft, number=number, on=AT.date(), confirmed=True, by=cast.actor("clerk"), at=AT)


def told() -> dict[str, bool]:
    """Return whether everybody reads the title of each number of the register, the plan's left aside."""
    rows = RegisteredNumber.objects.exclude(symbol="KH-UBND").told_to(False)
    return {str(each): each.told != UNTOLD for each in rows}


def test_publishing_a_decision_tells_its_submission_and_the_posting_before_it(cast, campaign):
    row = awarded(campaign, cast.unit("economy"))
    decision = make_decision(campaign, [row], status="issued")
    numbered(cast, "posting-notice", posted(cast, campaign, row), 7)
    numbered(cast, "chair-submission", decision, 3)
    assert told() == {"07/TB-UBND": False, "03/TTr-HĐTĐKT": False}

    decisions.publish(decision, by=cast.actor("officer"), at=AT)

    assert told() == {"07/TB-UBND": True, "03/TTr-HĐTĐKT": True}


def test_papers_of_other_decisions_and_postings_stay_untold(cast, campaign):
    one, other = (awarded(campaign, cast.unit(key)) for key in ("economy", "service"))
    published, waiting = (
        make_decision(campaign, [row], status="issued", number=number) for number, row in enumerate((one, other), 5)
    )
    numbered(cast, "posting-notice", posted(cast, campaign, other), 7)
    numbered(cast, "chair-submission", waiting, 3)

    decisions.publish(published, by=cast.actor("officer"), at=AT)

    assert told() == {"07/TB-UBND": False, "03/TTr-HĐTĐKT": False}


def test_a_posting_before_two_decisions_is_told_with_the_last_of_them(cast, campaign):
    rows = [awarded(campaign, cast.unit(key)) for key in ("economy", "service")]
    first, last = (make_decision(campaign, [row], status="issued", number=number) for number, row in enumerate(rows, 5))
    numbered(cast, "posting-notice", posted(cast, campaign, *rows), 7)

    decisions.publish(first, by=cast.actor("officer"), at=AT)
    assert told() == {"07/TB-UBND": False}

    decisions.publish(last, by=cast.actor("officer"), at=AT)
    assert told() == {"07/TB-UBND": True}


def test_a_correction_that_takes_its_decision_along_tells_the_papers_of_that_decision(cast, campaign):
    row = awarded(campaign, cast.unit("economy"))
    decision = make_decision(campaign, [row], status="superseded", published_at=None)
    correction = make_decision(campaign, status="issued", number=6, kind="correction", amends=decision, reason="Nhầm.")
    numbered(cast, "chair-submission", decision, 3)

    decisions.publish(correction, by=cast.actor("officer"), at=AT)

    assert told() == {"03/TTr-HĐTĐKT": True}


def test_papers_that_get_their_number_after_publication_are_told_at_once(cast, campaign):
    row = awarded(campaign, cast.unit("economy"))
    decision = make_decision(campaign, [row], status="published")

    numbered(cast, "posting-notice", posted(cast, campaign, row), 7)
    numbered(cast, "chair-submission", decision, 3)

    assert told() == {"07/TB-UBND": True, "03/TTr-HĐTĐKT": True}


def test_the_end_of_a_campaign_tells_a_posting_after_which_nobody_was_awarded(cast, campaign):
    numbered(cast, "posting-notice", posted(cast, campaign, make_nomination(
        campaign, unit=cast.unit("economy"), status="not_awarded")), 7)  # fmt: skip
    Campaign.objects.filter(pk=campaign.pk).update(status="summing_up")
    campaign.refresh_from_db()
    assert told() == {"07/TB-UBND": False}

    plans.note_summary(campaign, issued_on=AT.date())
    plans.close(campaign, by=Actor.of_product(cast.commune), at=AT)

    assert told() == {"07/TB-UBND": True}
