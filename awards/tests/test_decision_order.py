"""In which order a decision names those it honours: by subject, award and rank, then as its drafter moves them."""

import pytest

from awards.models import Nomination
from awards.services import decision_lines, decisions
from awards.tests.decision_cases import recommend
from awards.tests.factories import make_award_campaign, make_nomination
from communes.tests.factories import make_person


@pytest.fixture
def campaign(cast):
    """A campaign with quotas of five and five."""
    return make_award_campaign(cast, quota=5)


@pytest.fixture
def nominated(law, cast, campaign, council):
    """Return a maker of recommended persons of Phòng Kinh tế, by name and rank."""

    def make(ranks, **facts) -> dict[str, Nomination]:
        unit = cast.unit("economy")
        rows = [
            make_nomination(
                campaign, unit=unit, subject="individual", status="on_agenda",
                person=make_person(cast.commune, name, unit=unit), **facts,
            )
            for name in ranks
        ]  # fmt: skip
        made = dict(zip(ranks, recommend(council, rows), strict=True))
        for name, rank in ranks.items():
            Nomination.objects.filter(pk=made[name].pk).update(rank=rank)
        return {name: Nomination.objects.get(pk=each.pk) for name, each in made.items()}

    return make


def names(decision) -> list[str]:
    """Return who stands in a decision, in its order."""
    return list(decision.lines.order_by("position").values_list("nominee_name", flat=True))


@pytest.mark.rule("KP-04")
def test_people_stand_in_the_order_in_which_they_were_ranked(campaign, nominated, officer, now):
    made = nominated({"Lê An": 3, "Lê Bình": 1, "Lê Chi": 2})

    decision = decisions.draft(campaign, made.values(), by=officer, at=now)

    assert names(decision) == ["Lê Bình", "Lê Chi", "Lê An"]


def test_who_was_not_ranked_follows_in_the_order_of_names(campaign, nominated, officer, now):
    made = nominated({"Lê Chi": None, "Lê Bình": None, "Lê Dung": 1})

    assert names(decisions.draft(campaign, made.values(), by=officer, at=now)) == ["Lê Dung", "Lê Bình", "Lê Chi"]


def test_ranks_count_within_one_award_and_one_kind_of_subject(cast, campaign, council, nominated, officer, now):
    made = nominated({"Lê An": 2, "Lê Bình": 1})
    titled = nominated({"Lê Chi": 1}, award="lao_dong_tien_tien", quota_key="")
    [office] = recommend(council, [make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")])
    Nomination.objects.filter(pk=office.pk).update(rank=4)
    office.refresh_from_db()

    decision = decisions.draft(campaign, [*titled.values(), *made.values(), office], by=officer, at=now)

    assert names(decision) == ["Phòng Kinh tế", "Lê Bình", "Lê An", "Lê Chi"]


def test_one_more_line_takes_its_place_and_leaves_the_order_that_the_drafter_made(campaign, nominated, officer, now):
    made = nominated({"Lê An": 4, "Lê Bình": 1, "Lê Chi": 3, "Lê Dung": 2})
    later = made.pop("Lê Dung")
    decision = decisions.draft(campaign, made.values(), by=officer, at=now)
    decision_lines.move_line(decision.lines.get(nominee_name="Lê An"), up=True, by=officer, at=now)
    assert names(decision) == ["Lê Bình", "Lê An", "Lê Chi"]

    decision_lines.add_line(decision, later, by=officer, at=now)

    assert names(decision) == ["Lê Bình", "Lê Dung", "Lê An", "Lê Chi"]
