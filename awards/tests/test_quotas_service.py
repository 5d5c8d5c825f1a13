"""Counting awards against the plan, over records."""

from datetime import date

import pytest

from awards.rules.board import Tally
from awards.services import quotas
from awards.tests.factories import make_nomination

ON = date(2026, 5, 14)


def test_a_nomination_counts_for_every_stage_it_has_passed_whatever_came_after(campaign, cast):
    economy, service = cast.unit("economy"), cast.unit("service")
    for unit, status in ((economy, "awarded"), (service, "recommended"), (cast.unit("front"), "award_revoked")):
        make_nomination(campaign, unit=unit, status=status)
    for status in ("draft", "withdrawn", "ineligible", "reserve", "eligible", "not_recommended", "not_awarded"):
        make_nomination(campaign, unit=economy, subject="individual", status=status)

    found = quotas.counts(campaign)[campaign.rounds.get().pk]

    assert found == {
        ("tap-the", "collective"): Tally(proposed=3, qualified=3, recommended=3, decided=1, dropped=1),
        ("ca-nhan", "individual"): Tally(
            proposed=5, qualified=4, recommended=2, unfit=1, refused=1, reserve=1, dropped=1
        ),
    }


@pytest.mark.rule("KP-04")
def test_a_decision_beside_an_earlier_one_cannot_exceed_the_quota(campaign, cast):
    first = make_nomination(campaign, unit=cast.unit("economy"), status="recommended")
    second = make_nomination(campaign, unit=cast.unit("service"), status="recommended")
    person = make_nomination(campaign, unit=cast.unit("service"), subject="individual", status="recommended")

    assert quotas.over(campaign, [first, person], on=ON) == []
    assert "02 tập thể" in quotas.over(campaign, [first, second], on=ON)[0]
    type(first).objects.filter(pk=first.pk).update(status="awarded")
    assert "02 tập thể" in quotas.over(campaign, [second], on=ON)[0]
    type(first).objects.filter(pk=first.pk).update(status="award_revoked")
    assert quotas.over(campaign, [second], on=ON) == []


def test_bases_count_the_units_that_take_part_and_their_people(campaign, cast):
    cast.actor("head"), cast.actor("member"), cast.actor("officer")

    base = quotas.bases(campaign)

    assert (base.bodies, base.collectives, base.individuals) == (2, 2, 2)
