"""What people find on their desks: campaigns under way, with dates around today."""

from datetime import timedelta

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.tests.factories import fill_report, make_campaign, report_of
from communes.tests.factories import Cast
from emulation.tests.journeys.office import in_days


def under_way(cast: Cast, **facts) -> Campaign:
    """Return an issued campaign whose reports are due in three weeks."""
    return make_campaign(cast, due_on=in_days(21), **facts)


def ready_report(cast: Cast, campaign: Campaign, unit: str = "economy"):
    """Return a unit's report with every result and one file, not handed in yet."""
    return fill_report(report_of(campaign, cast.unit(unit)), at=timezone.now() - timedelta(hours=2))
