"""The awards of one campaign, and the board of the whole commune."""

from django.shortcuts import render
from django.utils import timezone

from awards.models import Nomination
from awards.services import board, funds, local_rules, nomination_results
from campaigns.models import Campaign
from campaigns.services.field_work import is_underway
from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Actor, Can, requires
from communes.addresses import here
from kit.views import paginate

TAB = "awards:campaign-awards"
MOST_OWN = 20


@requires(Can.SEE_NOMINATIONS, Can.SEE_AWARDS)
def campaign_awards(request, pk):
    """Show a campaign's rounds and quotas; to who makes the awards with counts and money, to a unit its own."""
    actor, today = request.actor, timezone.localdate()
    found = board.of_campaign(fetch_campaign(request, pk), on=today, actor=actor)
    campaign = found.campaign
    in_confidence = actor.may(Can.SEE_UNANNOUNCED)
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign, current=TAB),
        "crumbs": [(campaign.name, here(actor, "campaigns:campaign", campaign.pk)), ("Khen thưởng", "")],
        "board": found,
        "in_confidence": in_confidence,
        "money": funds.of_year(campaign.commune, today.year, on=today) if in_confidence else None,
        "parts": campaign.plan.dossier,
        "priorities": campaign.plan.priorities,
        "dates": True,
        "may_settle_doubts": actor.may(Can.PLAN_CAMPAIGNS) or actor.may(Can.APPROVE_CAMPAIGNS),
        "links": _links(campaign, actor),
        "own_units": actor.unit_ids and actor.may(Can.SEE_NOMINATIONS),
        "own": _own(campaign, actor),
        "own_url": _nominations_of(campaign, actor),
        "own_most": MOST_OWN,
    }
    return render(request, "awards/campaign_awards.html", context)


def _nominations_of(campaign: Campaign, actor: Actor) -> str:
    """Return the address of the list of a campaign's nominations."""
    return f"{here(actor, 'awards:nominations')}?campaign={campaign.pk}"


def _links(campaign: Campaign, actor: Actor) -> list[dict]:
    """Return the buttons to the pages of this campaign's awards that the actor may open."""
    underway = is_underway(campaign)
    nominates = underway and (actor.may(Can.NOMINATE) or actor.may(Can.APPRAISE))
    chosen = f"?campaign={campaign.pk}"
    offered = (
        (nominates, "Lập hồ sơ đề nghị", here(actor, "awards:nomination-new", campaign.pk), "plus-lg", "accent"),
        (actor.may(Can.SEE_NOMINATIONS), "Hồ sơ", _nominations_of(campaign, actor), "folder2-open", "plain"),
        (actor.may(Can.SEE_NOMINATIONS), "Họp bình xét", here(actor, "awards:reviews", campaign.pk),
         "chat-square-text", "plain"),
        (actor.may(Can.SEE_SESSIONS), "Phiên họp", here(actor, "awards:sessions"), "people", "plain"),
        (actor.may(Can.SEE_UNANNOUNCED), "Quyết định", here(actor, "awards:decisions") + chosen,
         "file-earmark-check", "plain"),
        (actor.may(Can.SEE_NOMINATIONS) and local_rules.asks_for_thresholds(campaign), "Ngưỡng do địa phương đặt",
         here(actor, "awards:thresholds", campaign.pk), "sliders", "plain"),
    )  # fmt: skip
    return [
        {"label": label, "url": url, "icon": icon, "tone": tone} for shown, label, url, icon, tone in offered if shown
    ]


def _own(campaign: Campaign, actor: Actor) -> list[dict]:
    """Return the newest nominations of the actor's own units: the status the actor may know, the decision told."""
    if not (actor.unit_ids and actor.may(Can.SEE_NOMINATIONS)):
        return []
    rows = Nomination.objects.own(actor).filter(campaign=campaign).for_list().without_words()
    shown = [(each, each.shown_status(actor)) for each in rows.order_by("-pk")[:MOST_OWN]]
    told = nomination_results.told_lines(each for each, _ in shown if each.award_told)
    return [
        {"nomination": each, "label": label, "tone": tone, "line": told.get(each.pk)} for each, (label, tone) in shown
    ]


@requires(Can.SEE_UNANNOUNCED)
def commune_board(request):
    """Show every quota of the campaigns underway, what is over or unclear first, and the fund."""
    actor, today = request.actor, timezone.localdate()
    page = paginate(request, board.campaigns_with_awards(actor))
    context = {
        "page": page,
        "boards": board.of_campaigns(list(page), on=today, actor=actor),
        "money": funds.of_year(actor.commune, today.year, on=today),
        "in_confidence": True,
        "may_settle_doubts": actor.may(Can.PLAN_CAMPAIGNS) or actor.may(Can.APPROVE_CAMPAIGNS),
    }
    return render(request, "awards/board.html", context)
