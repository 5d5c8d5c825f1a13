"""Ending a nomination without an award: not while a decision or a proposal in the making holds it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Nomination
from awards.services import decision_lines, decisions, endings, proposals
from awards.tests.decision_cases import recommend, recommend_two, through
from awards.tests.factories import make_nomination
from awards.tests.test_proposals import HIGHER, PROVINCE, higher_plan
from campaigns.tests.factories import make_campaign
from communes.models import HistoryEntry

HELD = "Giấy khen – Phòng Kinh tế: đang có trong dự thảo quyết định “{}”; hãy đưa ra khỏi dự thảo trước."


@pytest.fixture
def draft(law, cast, campaign, council, officer, now):
    """A draft decision on a person of Phòng Kinh tế and on the office itself."""
    return decisions.draft(campaign, recommend_two(cast, campaign, council), by=officer, at=now)


@pytest.mark.parametrize("reached", ["draft", "checked", "awaiting_signature", "signed"])
def test_who_stands_in_a_decision_in_the_making_does_not_end_without_award(cast, draft, leader, now, reached):
    if reached != "draft":
        through(draft, cast, now, to=reached)
    office = Nomination.objects.get(subject="collective")

    with pytest.raises(ValidationError) as refusal:
        endings.not_award(office, reason="Hết quỹ.", by=leader, at=now)

    assert refusal.value.messages == [HELD.format(draft)]
    assert Nomination.objects.get(pk=office.pk).status == "recommended"


def test_taken_out_of_the_draft_it_ends_with_its_reason(draft, officer, leader, now):
    office = Nomination.objects.get(subject="collective")
    decision_lines.drop_line(draft.lines.get(nomination=office), by=officer, at=now)

    endings.not_award(office, reason="Hết quỹ.", by=leader, at=now)

    assert Nomination.objects.get(pk=office.pk).status == "not_awarded"
    assert HistoryEntry.objects.about(office)[0].reason == "Hết quỹ."


def test_a_dropped_draft_holds_nobody(draft, officer, leader, now):
    decisions.cancel(draft, reason="Làm lại.", by=officer, at=now)

    endings.not_award(Nomination.objects.get(subject="collective"), reason="Hết quỹ.", by=leader, at=now)

    assert Nomination.objects.get(subject="collective").status == "not_awarded"


def test_who_stands_in_a_draft_proposal_does_not_end_without_award(cast, council, officer, leader, now):
    campaign = make_campaign(cast, document=higher_plan())
    row = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda", **HIGHER)
    [nomination] = recommend(council, [row])
    proposal = proposals.draft(campaign, [nomination], "province", PROVINCE, by=officer, at=now)

    with pytest.raises(ValidationError, match=f"đang có trong dự thảo tờ trình “{proposal}”"):
        endings.not_award(nomination, reason="Hết quỹ.", by=leader, at=now)
    proposals.cancel(proposal, reason="Không trình nữa.", by=officer, at=now)
    endings.not_award(nomination, reason="Hết quỹ.", by=leader, at=now)

    assert Nomination.objects.get().status == "not_awarded"


def test_who_may_not_decide_is_told_nothing_of_the_draft(draft, head, now):
    with pytest.raises(PermissionDenied):
        endings.not_award(Nomination.objects.get(subject="collective"), reason="Hết quỹ.", by=head, at=now)
