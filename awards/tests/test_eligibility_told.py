"""What a unit is told of a reading, live or kept: other dossiers count as far as their results were announced."""

from datetime import timedelta

import pytest

from awards.models import Decision, EligibilityRun, Nomination
from awards.services import eligibility
from awards.services.eligibility import Stage
from awards.tests.factories import make_decision, make_nomination
from awards.tests.standing_cases import check, make_initiative
from campaigns.rules.results import MET, UNKNOWN, UNMET
from communes.tests.factories import make_person

HIDDEN = ("on_agenda", "recommended", "not_recommended", "reserve", "awarded", "not_awarded")


@pytest.fixture
def person(cast):
    """Lò Văn Bính of Phòng Kinh tế."""
    return make_person(cast.commune, "Lò Văn Bính", unit=cast.unit("economy"))


@pytest.fixture
def first(cast, campaign, person):
    """The dossier that was handed in first."""
    return make_nomination(campaign, unit=cast.unit("economy"), subject="individual", person=person, status="submitted")


@pytest.fixture
def second(cast, campaign, person, first):
    """A second dossier of the same person and round, handed in later."""
    return make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", person=person, status="submitted",
        award="lao_dong_tien_tien", quota_key="", submitted_at=first.submitted_at + timedelta(hours=1),
    )  # fmt: skip


def end(nomination, status):
    """Let a dossier come to a result."""
    Nomination.objects.filter(pk=nomination.pk).update(status=status)
    return Nomination.objects.get(pk=nomination.pk)


def told(reading, nomination, actor):
    """Return what the conditions that look at other dossiers say to an actor: state and words by key."""
    seen = eligibility.seen_by(reading, nomination, actor)
    return {key: (check(seen, key).state, check(seen, key).words) for key in ("one_achievement", "initiative")}


@pytest.mark.parametrize("status", HIDDEN)
def test_a_kept_evaluation_tells_a_unit_nothing_of_a_hidden_result(first, second, officer, head, now, status):
    before = eligibility.run(second, Stage.SUBMISSION, by=officer, at=now)
    end(first, status)
    if status == "awarded":
        make_decision(first.campaign, [first], status="issued")

    after = eligibility.run(second, Stage.SUBMISSION, by=officer, at=now)

    kept = [eligibility.stored(EligibilityRun.objects.get(pk=each.pk)) for each in (before, after)]
    assert told(kept[0], second, head) == told(kept[1], second, head)
    assert eligibility.seen_by(kept[1], second, head).verdict == eligibility.seen_by(kept[0], second, head).verdict
    assert check(kept[1], "one_achievement").state == (MET if status.startswith("not_") else UNMET)


@pytest.mark.parametrize("status", HIDDEN)
def test_the_page_of_a_kept_evaluation_reads_the_same_before_and_after_a_hidden_result(
    go, first, second, officer, head, clock, now, status
):
    def page():
        kept = eligibility.run(second, Stage.SUBMISSION, by=officer, at=now)
        shown = go(head, "eligibility-kept", kept.pk).content.decode().split("<main")[1]
        return shown.replace(f"eligibility-runs/{kept.pk}/", "")

    before = page()
    end(first, status)

    assert page() == before


@pytest.mark.rule("L-08")
@pytest.mark.parametrize("status", HIDDEN)
def test_an_initiative_entered_twice_tells_a_unit_nothing_of_a_hidden_result(
    cast, campaign, officer, head, now, status
):
    unit = cast.unit("economy")
    first = make_nomination(campaign, unit=unit, status="submitted")
    later = make_nomination(campaign, unit=unit, status="submitted", award="tap_the_lao_dong_tien_tien", quota_key="")
    make_initiative(first, title="Trả kết quả tại nhà")
    make_initiative(later, title="Trả kết quả tại nhà")

    def words(nomination):
        return told(eligibility.read(nomination, at=now), nomination, head)["initiative"]

    before = words(first), words(later)
    end(first, status)
    hidden = words(first), words(later)
    end(first, "submitted")
    end(later, status)
    other = words(first), words(later)

    assert hidden == other == before
    assert [state for state, _ in before] == [MET, UNMET]
    assert check(eligibility.read(first, at=now), "initiative").state == (UNMET if status == "awarded" else MET)


@pytest.mark.rule("L-08")
def test_an_initiative_entered_twice_follows_a_result_once_it_is_announced(cast, campaign, head, now):
    unit = cast.unit("economy")
    first = make_nomination(campaign, unit=unit, status="submitted")
    later = make_nomination(campaign, unit=unit, status="submitted", award="tap_the_lao_dong_tien_tien", quota_key="")
    make_initiative(first, title="Trả kết quả tại nhà")
    make_initiative(later, title="Trả kết quả tại nhà")
    end(later, "awarded")
    decision = make_decision(campaign, [later], status="issued")
    hidden = told(eligibility.read(first, at=now), first, head)["initiative"][0]

    Decision.objects.filter(pk=decision.pk).update(status="published", published_at=now)

    assert (hidden, told(eligibility.read(first, at=now), first, head)["initiative"][0]) == (MET, UNMET)


@pytest.mark.parametrize("status", Nomination.UNANNOUNCED)
def test_a_dossier_whose_result_is_hidden_is_looked_at_again_unseen_by_its_unit(first, officer, head, now, status):
    nomination = end(first, status)

    kept = eligibility.check_again(nomination, by=officer, at=now)

    assert kept not in eligibility.runs_for(nomination, head)


def test_what_waits_for_the_appraiser_is_said_so(go, first, officer, head, clock):
    page = go(head, "eligibility", first.pk).content.decode()

    assert "Chờ thẩm định" in page
    assert eligibility.read(first, at=first.submitted_at).outcome.state == UNKNOWN
