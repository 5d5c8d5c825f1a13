"""A dossier that knows what it has none of is read as one whose every record is asked for."""

from datetime import date

import pytest

from awards.models import DossierRule, Nomination
from awards.rules.kinds import Award
from awards.services import dossiers, eligibility, probing
from awards.tests.factories import make_nomination
from awards.tests.standing_cases import appraise, assess, discipline, earlier_award, examine, make_initiative
from campaigns.rules.results import MET
from communes.tests.factories import make_person


def probed(nomination) -> Nomination:
    """Load a dossier as its page does."""
    return probing.load(probing.probed(Nomination.objects.for_page()).get(pk=nomination.pk))


@pytest.fixture(params=["collective", "individual"])
def nomination(cast, campaign, request):
    """A unit's or a person's dossier, handed in."""
    unit = cast.unit("economy")
    person = make_person(cast.commune, "Lò Văn Bình", unit=unit) if request.param == "individual" else None
    return make_nomination(campaign, unit=unit, subject=request.param, person=person, status="submitted")


@pytest.mark.parametrize("known", ["nothing", "all"])
def test_a_probed_dossier_is_read_like_any_other(cast, nomination, now, known):
    if known == "all":
        assess(nomination, "rating", 2026, level="Hoàn thành xuất sắc")
        make_initiative(nomination, title="Sáng kiến")
        appraise(nomination, cast.actor("officer").person, MET)
        discipline(nomination.person or make_person(cast.commune, unit=nomination.unit), date(2026, 4, 1))
        earlier_award(nomination, date(2025, 12, 20))
        examine(nomination, date(2026, 4, 1))

    found, plain = probed(nomination), eligibility.read(nomination, at=now)

    assert eligibility.read_loaded(found, at=now) == plain
    assert dossiers.contents(found) == dossiers.contents(nomination)


def test_the_lists_of_the_commune_are_asked_for_where_it_has_some(nomination, now):
    parts = [{"key": "bao-cao", "title": "Báo cáo thành tích", "made_here": "achievement_report"}]
    assert probed(nomination).has_rules is False

    DossierRule.objects.create(
        commune=nomination.commune, award=Award.GIAY_KHEN, valid_from=now.date(), parts=parts, source="15/QĐ",
    )  # fmt: skip

    assert probed(nomination).has_rules is True
