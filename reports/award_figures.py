"""The awards of a campaign as plain values: what was proposed, what was given, to whom – as far as it is published."""

from typing import Any

from awards.models import Decision
from awards.services import book
from awards.services.book import Count, Individuals
from campaigns.models import Campaign
from communes.access import Actor


def gather_awards(campaign: Campaign, *, year: int | None = None) -> dict[str, Any]:
    """Count the awards of a campaign, or of one of its years; a decision counts once it is published.

    Cases sent to a higher authority count when they were sent, by number alone.
    """
    everybody = Actor.of_public(campaign.commune)
    told = book.statistics(campaign, achieved_in=year, actor=everybody)
    higher = book.statistics(campaign, achieved_in=year).higher
    return {
        "proposed": told.proposed,
        "awarded": told.awarded,
        "revoked": told.revoked,
        "money": told.money,
        "by_award": [_count(each) for each in told.by_award],
        "by_subject": [_count(each) for each in told.by_subject],
        "by_unit": [_count(each) for each in told.by_unit],
        "proposed_individuals": _individuals(told.proposed_individuals),
        "awarded_individuals": _individuals(told.awarded_individuals),
        "higher": {
            "sent": higher.sent,
            "awarded": higher.awarded,
            "refused": higher.refused,
            "returned": higher.returned,
            "waiting": higher.waiting,
        },
        "lines": _lines(campaign, year, everybody),
    }


def _count(count: Count) -> dict[str, Any]:
    """Return a count as plain values."""
    return {"label": count.label, "proposed": count.proposed, "awarded": count.awarded, "money": count.money}


def _individuals(found: Individuals) -> dict[str, int]:
    """Return the persons, the women and the direct workers among them."""
    return {"number": found.number, "women": found.women, "direct_workers": found.direct_workers}


def _lines(campaign: Campaign, year: int | None, actor: Actor) -> list[dict[str, Any]]:
    """Return who was honoured and still is, by decision and number, in the words of the latest correction."""
    rows = book.lines(actor).filter(decision__campaign=campaign, about=None)
    rows = rows.exclude(book.changed(actor, Decision.Kind.REVOCATION)).select_related("nomination__round")
    told = []
    for line in rows.order_by("decision__issued_on", "decision__number", "position"):
        if year is not None and line.nomination.year != year:
            continue
        now = line.changes[-1] if line.changes else line
        told.append(
            {
                "name": now.nominee_name,
                "place": now.nominee_place,
                "award": line.get_award_display(),
                "decision": f"{line.decision.number_words} ngày {line.decision.issued_on:%d/%m/%Y}",
                "position": line.position,
                "prize": line.prize,
            }
        )
    return told
