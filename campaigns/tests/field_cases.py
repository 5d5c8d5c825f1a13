"""What the tests of the field share: addresses in a commune, and the neighbours who must see nothing."""

from campaigns.models import Obligation, ReportLine, Target
from communes.access import Actor
from communes.addresses import here

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
