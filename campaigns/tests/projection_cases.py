"""What the tests of projected rows share: moments, and what a unit owes."""

from datetime import datetime

from campaigns.tests.factories import HERE


def midnight(year, month, day):
    """Return the first moment of a day."""
    return datetime(year, month, day, tzinfo=HERE)


def owed(campaign, unit):
    """Return what a unit owes: paper, year, first late moment."""
    rows = campaign.obligations.filter(unit=unit).order_by("late_from", "deadline__paper")
    return list(rows.values_list("deadline__paper", "deadline__year", "late_from"))
