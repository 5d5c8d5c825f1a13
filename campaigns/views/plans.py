"""Campaigns: the list, a new one, the overview, the plan as an office reads it, the campaign's moves."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.plan_places import read, speak
from campaigns.forms.plans import CampaignFilter, CloneForm, FirstFactsForm, IssueForm, SettleForm
from campaigns.models import Campaign, Obligation, PlanRemark
from campaigns.planfile.keys import new_key
from campaigns.planfile.words import QuotaReading, Severity
from campaigns.rules import quotas, readiness
from campaigns.services import drives, plans
from campaigns.views import overview
from campaigns.views.plan_reading import may_edit, reading_of
from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Can, requires
from communes.acting import offers
from communes.addresses import here
from communes.forms.filters import HistoryFilter
from communes.models import HistoryEntry
from communes.reauth import confirmed
from communes.services import registers
from kit.views import attempt, filtered, paginate, refusals, sort

SORTS = {"name": "folded", "term": "ends_on", "status": "status", "created": "created_at"}
ACTS = {
    "submit": (plans.submit, "Đã trình duyệt kế hoạch."),
    "return": (plans.send_back, "Đã trả lại kế hoạch để sửa."),
    "approve": (plans.approve, "Đã duyệt kế hoạch."),
    "reopen": (plans.reopen, "Đã mở lại dự thảo."),
    "start_summary": (plans.start_summary, "Đã bắt đầu tổng kết."),
    "close": (plans.close, "Đã kết thúc phong trào."),
    "resume": (plans.resume, "Phong trào được thực hiện tiếp."),
    "resume_summary": (plans.resume_summary, "Đã mở lại tổng kết."),
    "cancel": (plans.cancel, "Đã hủy phong trào."),
}


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    actor = request.actor
    owed = Q() if actor.sees_all_units else Q(obligations__unit__in=actor.unit_ids)
    rows = Campaign.objects.within(actor).annotate(
        reports=Count("obligations", filter=owed & ~Q(obligations__status="waived")),
        accepted=Count("obligations", filter=owed & Q(obligations__status="accepted")),
        overdue=Count(
            "obligations",
            filter=owed
            & Q(
                obligations__status__in=Obligation.WITH_THE_UNIT,
                obligations__late_from__lte=timezone.now(),
            ),
        ),
    )
    found = filtered(request, CampaignFilter, rows)
    return found, sort(request, found.qs, allowed=SORTS, default="-created")


@requires(Can.SEE_CAMPAIGNS)
def listing(request):
    """List the campaigns of the commune with how far their reports have come."""
    found, rows = listed(request)
    return render(request, "campaigns/campaigns.html", {"page": paginate(request, rows), "filter": found})


@requires(Can.PLAN_CAMPAIGNS)
def create(request):
    """Begin a campaign with the first facts of its plan."""
    form = FirstFactsForm(request.POST or None, stored={})
    if request.method == "POST" and form.is_valid():
        facts = form.values()
        taken = set(Campaign.objects.values_list("key", flat=True))
        facts["key"] = new_key(facts["name"], taken)
        plan, problems = read({"facts": facts})
        for problem in problems:
            name = problem.path[-1] if problem.path else None
            form.add_error(name if name in form.fields else None, speak(problem))
        if plan:
            with refusals(form):
                campaign = plans.draft(plan, by=request.actor, at=timezone.now())
                messages.success(request, "Đã lập dự thảo. Soạn tiếp từng phần của kế hoạch.")
                return redirect(here(request.actor, "campaigns:campaign-plan", campaign.pk))
    return render(request, "campaigns/campaign_form.html", {"form": form})


@requires(Can.PLAN_CAMPAIGNS)
def clone(request, pk):
    """Draft a campaign after an earlier one, its dates moved by whole years."""
    campaign = fetch_campaign(request, pk)
    form = CloneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            copy = plans.clone(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lập dự thảo theo mẫu. Kiểm tra lại các ngày đã dời ở dưới.")
            return redirect(copy)
    return render(request, "campaigns/campaign_clone.html", {"campaign": campaign, "form": form})


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show where a campaign stands, what waits for whom, and what the actor may do."""
    campaign = fetch_campaign(request, pk)
    return _overview(request, campaign)


def _overview(request, campaign: Campaign, refused: dict | None = None, status: int = 200):
    """Render the overview, with the refused form of a remark in its place."""
    actor, now = request.actor, timezone.now()
    in_order = PlanRemark.objects.order_by("settled_at", "pk")
    prefetch_related_objects([campaign], "versions", Prefetch("remarks", in_order))
    remarks = list(campaign.remarks.all())
    may_settle = actor.may(Can.PLAN_CAMPAIGNS) or actor.may(Can.APPROVE_CAMPAIGNS)
    open_remarks = [
        (
            remark,
            (refused or {}).get(remark.pk)
            or (SettleForm(remark=remark, auto_id=f"settle-{remark.pk}-%s") if may_settle else None),
        )
        for remark in remarks
        if remark.settled_at is None
    ]
    offered = offers(campaign, actor)
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "offers": [offer for offer in offered if offer.move.action not in ("issue", "amend")],
        "issue": next((offer for offer in offered if offer.move.action == "issue"), None),
        "draft": campaign.draft_version,
        "editable": may_edit(campaign, actor),
        "may_clone": actor.may(Can.PLAN_CAMPAIGNS),
        "open_remarks": open_remarks,
        "notices": sum(remark.severity == Severity.NOTICE for remark, _ in open_remarks),
        "settled": [(remark, _reading(remark)) for remark in remarks if remark.settled_at],
        "silences": quotas.silences(campaign.plan),
        **overview.figures(campaign, actor, now),
        "drives": drives.overview(campaign, actor),
    }
    return render(request, "campaigns/campaign.html", context, status=status)


def _reading(remark: PlanRemark) -> str:
    """Return the chosen reading of a doubtful quota in words."""
    return QuotaReading(remark.reading).label if remark.reading in QuotaReading.values else remark.reading


@require_POST
@requires(Can.PLAN_CAMPAIGNS, Can.APPROVE_CAMPAIGNS)
def settle(request, pk):
    """Settle a doubt about the plan with a word why."""
    remark = get_object_or_404(PlanRemark.objects.within(request.actor).select_related("campaign__commune"), pk=pk)
    campaign = fetch_campaign(request, remark.campaign_id)
    form = SettleForm(request.POST, remark=remark, auto_id=f"settle-{remark.pk}-%s")
    if not form.is_valid():
        return _overview(request, campaign, {remark.pk: form}, status=422)
    with attempt(request, success="Đã ghi cách giải quyết."):
        plans.settle_remark(remark, **form.cleaned_data, by=request.actor, at=timezone.now())
    return redirect(f"{campaign.get_absolute_url()}#diem-can-lam-ro")


@requires(Can.SEE_CAMPAIGNS)
def plan(request, pk):
    """Show the plan in force, or its draft before the first issue, section by section."""
    campaign = fetch_campaign(request, pk)
    actor = request.actor
    editable = may_edit(campaign, actor) and campaign.status == Campaign.Status.DRAFT
    doubts = list(campaign.remarks.filter(settled_at=None).order_by("pk"))
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "version": campaign.version_in_force,
        "draft": campaign.draft_version if actor.sees_all_units else None,
        "open_remarks": doubts,
        "notices": sum(remark.severity == Severity.NOTICE for remark in doubts),
        "editable": editable,
        **reading_of(campaign, campaign.plan, on=timezone.localdate(), actor=actor, editable=editable),
    }
    return render(request, "campaigns/campaign_plan.html", context)


@require_POST
@requires(Can.PLAN_CAMPAIGNS, Can.APPROVE_CAMPAIGNS, Can.SUM_UP)
def act(request, pk, action):
    """Make one of the campaign's moves; those that need a reason take it from the form."""
    campaign = fetch_campaign(request, pk)
    if action not in ACTS:
        raise Http404
    service, success = ACTS[action]
    needs_reason = next(move.needs_reason for move in Campaign.flow.moves if move.action == action)
    facts = {"reason": request.POST.get("reason", "")} if needs_reason else {}
    with attempt(request, success=success):
        service(campaign, **facts, by=request.actor, at=timezone.now())
    return redirect(campaign)


@requires(Can.ISSUE_PAPERS)
@confirmed
def issue(request, pk):
    """Give an approved plan its number and date; a term that has begun already is allowed, with a warning."""
    campaign = fetch_campaign(request, pk)
    offer = next((offer for offer in offers(campaign, request.actor) if offer.move.action == "issue"), None)
    if offer is None:
        messages.error(request, f"Kế hoạch đang ở trạng thái “{campaign.get_status_display()}”, chưa ban hành được.")
        return redirect(campaign)
    today = timezone.localdate()
    first = {
        "number": registers.next_number(campaign.symbol, today.year),
        "issued_on": today,
        "signed_by": campaign.plan.signature.name,
    }
    form = IssueForm(request.POST or None, initial=first)
    warned_on = today
    if request.method == "POST" and form.is_valid():
        warned_on = form.cleaned_data["issued_on"]
        with refusals(form):
            plans.issue(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ban hành kế hoạch số {campaign.number:02d}/{campaign.symbol}.")
            return redirect(campaign)
        # What was refused stays as it was: the record in hand had gone on already.
        campaign = fetch_campaign(request, pk)
    context = {
        "campaign": campaign,
        "form": form,
        "blockers": offer.blockers,
        "warning": readiness.starts_before_issue(campaign.plan.facts.starts_on, warned_on),
        "starts_with_issue": campaign.plan.facts.starts_on is None,
        "signature": campaign.plan.signature,
    }
    return render(request, "campaigns/campaign_issue.html", context)


def listed_past(request, campaign):
    """Return the filters of a campaign's history and its lines, the latest first."""
    rows = HistoryEntry.objects.within(request.actor).under(campaign).select_related("unit")
    found = filtered(request, HistoryFilter, rows)
    return found, found.qs.order_by("-pk")


@requires(Can.SEE_HISTORY)
def past(request, pk):
    """Show every act on the campaign and on what belongs to it."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed_past(request, campaign)
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "filter": found,
        "page": paginate(request, rows),
    }
    return render(request, "campaigns/campaign_history.html", context)
