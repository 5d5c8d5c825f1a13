"""Papers of records whose words were settled keep the commune's words of that moment, however often they are made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.models import Minutes
from communes.access import Actor
from communes.models import Commune, Person
from reports.documents.registry import KINDS
from reports.services import wordings

pytestmark = pytest.mark.django_db

# When the words of a record are settled: its paper was issued, adopted, handed in or signed, or the vote was opened.
SETTLED = {
    "campaign-plan": lambda campaign: campaign.issued_on,
    "plan-amendment": lambda version: version.issued_at,
    "unit-plan": lambda plan: plan.adopted_on,
    "unit-report": lambda report: report.handed_in,
    "inspection-minutes": lambda inspection: inspection.concluded_at,
    "interim-report": lambda summary: summary.number,
    "nomination-submission": lambda nomination: nomination.submitted_at,
    "achievement-report": lambda nomination: nomination.submitted_at,
    "review-minutes": lambda review: review.concluded_at,
    "paper-ballot": lambda ballot: ballot.opened_at,
    "count-minutes": lambda ballot: ballot.confirmed_at,
    "council-minutes": lambda minutes: minutes.secretary_signed_at,
    "proposal-submission": lambda proposal: proposal.sent_on,
}
# Kinds of which the records hold one whose words are still open.
OPEN = {"unit-plan", "nomination-submission", "achievement-report", "paper-ballot", "proposal-submission"}


def reword(commune: Commune, key: str) -> None:
    """Give every text of a kind other words, later than anything that happened."""
    later = timezone.now() + timedelta(days=1000)
    for text in KINDS[key].texts:
        words = f"Lời văn mới {' '.join(f'{{{name}}}' for name in text.fields)}."
        wordings.change(KINDS[key], text, words=words, version=0, by=Actor.of_product(commune), at=later)


def built(key: str) -> dict[int, dict]:
    """Return the content of each record's paper."""
    return {record.pk: KINDS[key].build(record).to_json() for record in KINDS[key].records()}


@pytest.mark.parametrize("key", SETTLED)
def test_what_was_settled_keeps_its_words_and_what_is_open_takes_the_new_ones(changing, key):
    person = Person.objects.order_by("pk").first()
    Minutes.objects.filter(secretary_signed_at=None).update(secretary=person, secretary_signed_at=timezone.now())
    settled = {record.pk for record in KINDS[key].records() if SETTLED[key](record)}
    before = built(key)

    reword(changing, key)

    after = built(key)
    assert settled
    assert {record for record in settled if before[record] != after[record]} == set()
    assert bool(before.keys() - settled) == (key in OPEN)
    assert {record for record in before.keys() - settled if before[record] == after[record]} == set()
