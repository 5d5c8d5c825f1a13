"""What the pages of the field share: head of the page, buttons of a record's moves, form pages."""

from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.models import Campaign
from campaigns.services.field_work import is_underway
from campaigns.views.shared import campaign_tabs
from communes.acting import offers
from communes.addresses import here


def fetch(request, rows, pk: int):
    """Return one row with its campaign and unit, or answer 404."""
    return get_object_or_404(rows.select_related("campaign__commune", "unit"), pk=pk)


def frame(request, campaign: Campaign, tab: str, *, below: str = "", **facts) -> dict:
    """Return what every page of a campaign's tab shows; a page below it, named by `below`, keeps the tab marked."""
    current = here(request.actor, tab, campaign.pk)
    tabs = [{**each, "current": each["url"] == current} for each in campaign_tabs(request, campaign)]
    [label] = [each["label"] for each in tabs if each["current"]]
    crumbs = [(campaign.name, here(request.actor, "campaigns:campaign", campaign.pk)), (label, current)]
    crumbs += [(below, "")] if below else []
    return {"campaign": campaign, "tabs": tabs, "crumbs": crumbs, "underway": is_underway(campaign), **facts}


def acts(
    request, record, noun: str, *, pages: tuple[str, ...] = (), asking: Mapping[str, str] = MappingProxyType({})
) -> list[dict]:
    """Return the buttons of the moves that the actor may make on a record while its campaign is underway.

    Actions named in `pages` ask for more than a reason: their button leads to a page of its own. Of those in `asking`
    the question is put before they are done.
    """
    if not is_underway(record.campaign):
        return []
    return [
        offer.button(
            here(request.actor, f"campaigns:{noun}-{offer.move.action.replace('_', '-')}", record.pk),
            page=offer.move.action in pages,
            confirm=asking.get(offer.move.action, ""),
        )
        for offer in offers(record, request.actor)
    ]


def form_page(
    request, form, campaign: Campaign, tab: str, *, title: str, submit: str, back: str, **facts
) -> HttpResponse:
    """Show a form on a page of its own."""
    facts = frame(request, campaign, tab, below=title, form=form, title=title, submit=submit, back=back, **facts)
    return render(request, "campaigns/field_form.html", facts)
