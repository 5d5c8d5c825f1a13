"""What the tests of the field share: addresses in a commune, and the neighbours who must see nothing."""

from datetime import date

from campaigns.models import Campaign, Obligation, ReportLine, Target, UnitPlan
from communes.access import Actor
from communes.addresses import here
from communes.models import Unit

METHODS = ("get", "post")


def answer_to(client, actor: Actor, name: str, *args, post: dict | None = None):
    """Return what one of the cast gets at a named page, by GET or, with data, by POST."""
    client.force_login(actor.user)
    url = here(actor, name, *args)
    return client.get(url) if post is None else client.post(url, post)


def neighbours_get(client, neighbour: Actor, addresses) -> dict[str, set[int]]:
    """Return, for each (name, arguments), what statuses a neighbour gets there in the neighbour's own commune."""
    client.force_login(neighbour.user)
    return {
        name: {getattr(client, method)(here(neighbour, name, *args)).status_code for method in METHODS}
        for name, args in addresses
    }


def hand_in(obligation: Obligation, at, *, status: str = "submitted", **value) -> ReportLine:
    """Put a handed-in report with one figure on the first of the plan's targets into the database."""
    target = Target.objects.filter(campaign=obligation.campaign, unit=None).order_by("position")[0]
    Obligation.objects.filter(pk=obligation.pk).update(status=status, submitted_at=at)
    return ReportLine.objects.create(obligation=obligation, target=target, **value)


def unit_plan(campaign: Campaign, unit: Unit, status: str = "draft", *, complete: bool = True, **facts) -> UnitPlan:
    """Put a unit's plan into the database, one that lacks nothing for its adoption unless told otherwise."""
    words = {"purpose": "Phục vụ tốt hơn.", "measures": "Niêm yết, rút ngắn thời gian."} if complete else {}
    words |= {"number": "05/KH-PKT", "adopted_on": date(2026, 5, 14)} if status == "adopted" else {}
    plan = UnitPlan.objects.create(campaign=campaign, unit=unit, status=status, **words | facts)
    for area in campaign.areas.order_by("position", "pk") if complete else ():
        Target.objects.create(
            campaign=campaign, unit=unit, item=area.items.first(), text=f"Chỉ tiêu {area.number}", kind="text"
        )
    return plan
