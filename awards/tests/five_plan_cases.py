"""What the tests of the five plans' award rules share: the real campaigns, readings, what comes before the council."""

from copy import deepcopy
from datetime import date

from awards.models import Nomination
from awards.services import eligibility
from awards.tests.standing_cases import nominate
from campaigns.models import Campaign, Inspection, Obligation
from campaigns.tests.plan_cases import issued_of
from communes.tests.factories import Cast

EXCELLENT = "Hoàn thành xuất sắc"


def annual_of(cast: Cast) -> Nomination:
    """Nominate Phòng Kinh tế in the round of Đại Sơn for 2026."""
    campaign = issued_of("DS", cast, on=date(2026, 1, 15))
    return nominate(campaign, "hang-nam", year=2026, unit=cast.unit("economy"))


def read(nomination: Nomination, at, stage: str = "") -> eligibility.Reading:
    """Read a nomination afresh."""
    return eligibility.read(nomination, at=at, stage=stage)


def accept_reports(nomination: Nomination, at) -> int:
    """Let what the nominee's unit owes be reported and accepted; return how many reports that were."""
    owed = Obligation.objects.filter(campaign=nomination.campaign, unit=nomination.unit)
    return owed.update(status="accepted", submitted_at=at)


def inspect(nomination: Nomination, on: date) -> Inspection:
    """Put a concluded inspection of the nominee's unit into the database."""
    return Inspection.objects.create(
        campaign=nomination.campaign, unit=nomination.unit, kind="periodic", inspected_on=on, team="Đoàn 1",
        status="concluded", conclusion="Tốt.",
    )  # fmt: skip


def demand_inspection(campaign: Campaign) -> None:
    """Let the plan in force demand an inspection before the council."""
    version = campaign.versions.get(number=1)
    document = deepcopy(version.document)
    document["inspection"]["required"] = True
    type(version).objects.filter(pk=version.pk).update(document=document)
