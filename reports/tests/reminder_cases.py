"""Ready-made situations for the tests of reminders: a commune that sends letters, people with addresses, nights."""

from datetime import date, datetime, time

from campaigns.models import Obligation
from campaigns.tests.factories import HERE, make_campaign, report_of
from communes.access import Actor
from communes.tests.factories import Cast
from reports.models import Reminder, ReminderTerms
from reports.services import mailings, reminders

LAST_DAY = date(2026, 11, 30)  # thứ Hai
BEFORE = date(2026, 11, 25)


def at(day: date, hour: int = 5, minute: int = 0) -> datetime:
    """Return a moment of a day in Vietnam."""
    return datetime.combine(day, time(hour, minute), HERE)


def night(cast: Cast, day: date) -> reminders.Done:
    """Do what the night of a day does."""
    return reminders.remind(by=Actor.of_product(cast.commune), at=at(day, 5, 30))


def morning(cast: Cast, day: date, hour: int = 8, minute: int = 5) -> dict[str, int]:
    """Send the letters whose time has come."""
    terms = reminders.terms_of(cast.commune)
    return mailings.send_due(terms=terms, by=Actor.of_product(cast.commune), at=at(day, hour, minute))


def sends_letters(cast: Cast, **facts) -> ReminderTerms:
    """Let the commune send letters."""
    return ReminderTerms.objects.create(
        commune=cast.commune, **{"mail_on": True, "sender": "thidua@dongtam.example", **facts}
    )


def addressed(actor: Actor) -> Actor:
    """Give somebody an address."""
    actor.user.email = f"{actor.user.username}@dongtam.example"
    actor.user.save()
    return actor


def campaign_with_people(cast: Cast):
    """Return a campaign with reports due on 30/11; two people of one and one of the other have an address."""
    for part in ("head", "member", "other_head"):
        addressed(cast.actor(part))
    return make_campaign(cast)


def hand_in(report: Obligation, day: date, status: str = "submitted") -> None:
    """Let a report be handed in, or waived, at noon of a day."""
    why = {"waive_reason": "Sáp nhập."} if status == "waived" else {}
    Obligation.objects.filter(pk=report.pk).update(status=status, submitted_at=at(day, 12, 0), **why)


def told(**where) -> list[tuple]:
    """Return the reminders as (unit, kind, day of leaving, status, reason)."""
    rows = Reminder.objects.filter(**where).select_related("unit").order_by("unit__name", "day", "pk")
    return [
        (row.unit.name if row.unit else "", row.kind, f"{row.leaves_on:%d/%m}", row.status, row.reason) for row in rows
    ]


__all__ = ["BEFORE", "LAST_DAY", "addressed", "at", "campaign_with_people", "hand_in", "morning", "night", "report_of",
           "sends_letters", "told"]  # fmt: skip
