"""A province of communes, the same at every run: each with its units, people, five years of reports and dossiers."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from django.apps import apps
from django.db import transaction
from django_scopes import scope

from awards.models import Nomination
from benchmarks.award_seeding import BATCH, DECIDED, ROUND, RUNNING, nominations_of, people_of
from benchmarks.award_seeding import plan as award_plan
from benchmarks.seeding import WORDS, fill, issued, make_units
from campaigns.models import Campaign, ContentItem, Obligation, ReportLine
from communes.models import Person
from communes.tests import remembering
from communes.tests.factories import Cast, make_commune

remembering.remembers = False
UNITS, PEOPLE_OF_A_UNIT = 30, 2
YEARS = (2022, 2023, 2024, 2025, 2026)
BEGAN_ON = date(2022, 1, 10)
LINES, NOMINATED = 5, 51
STANDING = {"accepted": 85, "received": 5, "submitted": 5, "draft": 5}


@dataclass(frozen=True, slots=True)
class Made:
    """A commune of the province, its campaign, and those who sign in."""

    cast: Cast
    campaign: Campaign


def seed(number: int) -> Made:
    """Make one commune: 30 units, 60 people, 150 reports with 750 lines, 405 dossiers, over five years."""
    chance = Random(number)  # noqa: S311 - believable data, not secrets
    cast = Cast(make_commune(f"tinh-{number}", f"Số {number}"))
    with transaction.atomic(), scope(commune=cast.commune):
        receiver = cast.actor("officer").person
        make_units(cast.commune, UNITS)
        campaign = issued(cast.commune, _five_years(), on=BEGAN_ON)
        _reports(campaign, receiver, chance)
        staff = people_of(cast.commune, PEOPLE_OF_A_UNIT, chance)
        left = NOMINATED
        nominees = []
        for unit, people in staff:
            nominees.append((unit, people[: max(0, left)]))
            left -= len(people)
        for each in campaign.rounds.filter(key=ROUND).order_by("year"):
            nominations_of(campaign, each, nominees, RUNNING if each.year == YEARS[-1] else DECIDED, chance)
        campaign = Campaign.objects.select_related("commune").get(pk=campaign.pk)
    return Made(cast, campaign)


def _five_years():
    """Return the plan of the awards, in force for five years with a round in each."""
    plan = award_plan()
    return replace(
        plan,
        facts=replace(plan.facts, starts_on=BEGAN_ON),
        rounds=tuple(replace(each, years=YEARS) if each.years else each for each in plan.rounds),
    )


def _reports(campaign: Campaign, receiver: Person, chance: Random) -> None:
    """Let the units report on five items in each year."""
    items = list(ContentItem.objects.filter(area__campaign=campaign).order_by("pk")[:LINES])
    reports = list(campaign.obligations.exclude(late_from=None).order_by("pk"))
    for report in reports:
        report.status = chance.choices(list(STANDING), list(STANDING.values()))[0]
        fill(report, receiver, chance)
    campaign.obligations.all().delete()
    Obligation.objects.bulk_create(reports, batch_size=BATCH)
    ReportLine.objects.bulk_create(
        [ReportLine(obligation=report, item=item, text=chance.choice(WORDS)) for report in reports for item in items],
        batch_size=BATCH,
    )


def sizes() -> dict[str, int]:
    """Count the rows of the whole province."""
    return {
        "communes": Campaign.objects.values("commune").distinct().count(),
        "reports": Obligation.objects.count(),
        "lines": ReportLine.objects.count(),
        "nominations": Nomination.objects.count(),
        "rows": sum(model._base_manager.count() for model in apps.get_models(include_auto_created=True)),
    }
