"""What people find on their desks in awards: a round that is open, a council of five, cases that are ready."""

from dataclasses import replace
from datetime import date

from awards.models import Assessment, Council, Nomination, Seat
from awards.tests.factories import adopt, award_plan, load_law, make_council, make_nomination, make_session
from awards.tests.standing_cases import appraise, assess
from campaigns.models import Campaign
from campaigns.planfile.words import Paper
from campaigns.tests.factories import make_campaign
from communes.access import Actor
from communes.models import Role
from communes.tests.factories import Cast, make_membership, make_person, make_user
from emulation.tests.journeys.office import in_days

BEST = "Hoàn thành xuất sắc"
FIFTH = "Trương Thị Mơ"


def round_open(cast: Cast, **changes) -> Campaign:
    """Return an issued campaign of this year whose dossiers are due in three weeks; quotas 1 + 1 unless changed."""
    load_law()
    plan = award_plan(key="khen-thuong", due_on=in_days(21), **changes)
    due = [replace(each, on=in_days(21)) if each.paper == Paper.DOSSIER else each for each in plan.deadlines]
    facts = replace(plan.facts, ends_on=date(in_days(21).year, 12, 31))
    return make_campaign(cast, document=replace(plan, facts=facts, deadlines=tuple(due)))


def rate(nomination: Nomination) -> Assessment:
    """Record the yearly rating that the small plan asks for, unless it is there."""
    known = Assessment.objects.of_subject(person=nomination.person, unit=nomination.collective)
    known = known.filter(kind="rating", year=nomination.year)
    return known.first() or assess(nomination, "rating", nomination.year, level=BEST)


def council_of_five(cast: Cast) -> tuple[Council, Actor]:
    """Return the council with a fifth voting member, who works at Phòng Kinh tế, and that member."""
    council, unit = make_council(cast), cast.unit("economy")
    user = make_user(f"{cast.commune.slug}.fifth")
    person = make_person(cast.commune, FIFTH, user=user, unit=unit, position="Phó Trưởng phòng Kinh tế")
    Seat.objects.create(council=council, person=person, role=Seat.Role.MEMBER, valid_from=council.valid_from)
    held = make_membership(person, Role.COUNCIL_MEMBER)
    return council, Actor(user=user, commune=cast.commune, person=person, memberships=(held,))


def proven(campaign: Campaign, cast: Cast, *, status: str, **facts) -> Nomination:
    """Put a nomination at a status, with everything that its standard asks for."""
    nomination = make_nomination(campaign, status=status, **facts)
    rate(nomination)
    appraise(nomination, cast.actor("officer").person, "met")
    return nomination


def recommended_pair(campaign: Campaign, cast: Cast, council: Council) -> list[Nomination]:
    """Return Phòng Kinh tế and one of its people, recommended by the council in signed minutes."""
    unit = cast.unit("economy")
    person = make_person(cast.commune, "Trịnh Thị Ân", unit=unit, position="Chuyên viên", gender="female")
    rows = [
        proven(campaign, cast, unit=unit, status="on_agenda"),
        proven(campaign, cast, unit=unit, subject="individual", person=person, status="on_agenda"),
    ]
    adopt(make_session(council, rows, status="in_session"))
    return rows
