"""Versions of a plan: reading them, comparing two, and issuing an amendment."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.plans import AmendForm
from campaigns.models import Campaign, PlanVersion
from campaigns.planfile.changes import changes
from campaigns.services import plans
from campaigns.views.plan_reading import may_edit, reading_of
from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Can, requires
from communes.acting import offers
from communes.addresses import here
from communes.reauth import confirmed
from kit import digits
from kit.views import attempt, refusals


def _visible(request, campaign: Campaign):
    """Return the versions that the actor may read: drafts are for the commune's staff alone."""
    versions = PlanVersion.objects.within(request.actor).filter(campaign=campaign).order_by("number")
    return versions if request.actor.sees_all_units else versions.exclude(issued_at=None)


@requires(Can.SEE_CAMPAIGNS)
def listing(request, pk):
    """List the versions of a campaign's plan."""
    campaign = fetch_campaign(request, pk)
    versions = list(_visible(request, campaign).defer("document"))
    pairs = [(version, versions[index - 1] if index else None) for index, version in enumerate(versions)]
    offered = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "pairs": pairs[::-1],
        "may_amend": request.actor.may(Can.PLAN_CAMPAIGNS) and campaign.status == Campaign.Status.ISSUED,
        "draft": campaign.draft_version,
    }
    return render(request, "campaigns/versions.html", offered)


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk, number):
    """Show one version of the plan."""
    campaign = fetch_campaign(request, pk)
    version = get_object_or_404(_visible(request, campaign), number=number)
    editable = version.issued_at is None and may_edit(campaign, request.actor)
    on = version.issued_on or timezone.localdate()
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "version": version,
        "editable": editable,
        **reading_of(campaign, version.plan, on=on, actor=request.actor, editable=editable),
    }
    return render(request, "campaigns/version.html", context)


@requires(Can.SEE_CAMPAIGNS)
def compare(request, pk):
    """Show what changed between two versions of the plan."""
    campaign = fetch_campaign(request, pk)
    versions = list(_visible(request, campaign))
    numbers = {str(version.number): version for version in versions}
    new = numbers.get(request.GET.get("new", ""), versions[-1])
    old = numbers.get(request.GET.get("old", ""), versions[-2] if len(versions) > 1 else versions[-1])
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "versions": versions,
        "old": old,
        "new": new,
        "changes": changes(old.plan, new.plan),
    }
    return render(request, "campaigns/version_compare.html", context)


@require_POST
@requires(Can.PLAN_CAMPAIGNS)
def start(request, pk):
    """Open a draft of the next version."""
    campaign = fetch_campaign(request, pk)
    with attempt(
        request, success="Đã mở bản điều chỉnh. Sửa từng phần, sau đó xem ảnh hưởng và trình ban hành."
    ) as done:
        plans.start_amendment(campaign, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "campaigns:amendment", campaign.pk) if done.ok else campaign)


@require_POST
@requires(Can.PLAN_CAMPAIGNS)
def drop(request, pk):
    """Throw the draft of the next version away."""
    campaign = fetch_campaign(request, pk)
    with attempt(request, success="Đã bỏ bản điều chỉnh đang soạn."):
        plans.drop_amendment(campaign, by=request.actor, at=timezone.now())
    return redirect(campaign)


@requires(Can.PLAN_CAMPAIGNS, Can.APPROVE_CAMPAIGNS)
@confirmed
def amendment(request, pk):
    """Show what the drafted amendment changes and whom it touches, and issue it with a reason."""
    campaign = fetch_campaign(request, pk)
    if campaign.status != Campaign.Status.ISSUED or campaign.draft_version is None:
        messages.error(request, "Không có bản điều chỉnh nào đang soạn.")
        return redirect(campaign)
    impact = plans.impact(campaign)
    form = AmendForm(request.POST or None, initial={"issued_on": timezone.localdate()})
    seen = digits.number(request.POST.get("revision", ""))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            plans.amend(
                campaign, **form.cleaned_data, revision=seen, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Đã ban hành bản điều chỉnh kế hoạch.")
            return redirect(campaign)
    offer = next((offer for offer in offers(campaign, request.actor) if offer.move.action == "amend"), None)
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "draft": campaign.draft_version,
        "impact": impact,
        "touched": sum(moved.reports for moved in impact.moved),
        "form": form,
        "offer": offer,
        "editable": may_edit(campaign, request.actor),
    }
    return render(request, "campaigns/version_amendment.html", context)
