"""The order among the recommended of one quota: the chair's choice, settling it, moving up from reserve."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.board import ChoiceForm, PrioritiesForm
from awards.models import Nomination
from awards.services import priorities as claims
from awards.services import quotas, ranking
from awards.views.nominations import fetch_nomination
from campaigns.models import AwardRound, Campaign
from campaigns.planfile.schema import Quota
from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Actor, Can, requires
from communes.addresses import here
from kit.vietnamese import small_count
from kit.views import attempt, refusals

TAB = "awards:campaign-awards"


def _fetch(request, pk: int, round_pk: int) -> tuple[Campaign, AwardRound, tuple[Quota, ...], Quota]:
    """Return a campaign, one of its rounds, the round's quotas and the one asked for (`?quota=`), or answer 404."""
    campaign = fetch_campaign(request, pk)
    award_round = get_object_or_404(campaign.rounds.all(), pk=round_pk)
    allowed = quotas.quotas_of(award_round, campaign.plan)
    if not allowed:
        raise Http404
    asked = request.GET.get("quota", "") or allowed[0].key
    quota = next((each for each in allowed if each.key == asked), None)
    if quota is None:
        raise Http404
    return campaign, award_round, allowed, quota


def _address(actor: Actor, campaign: Campaign, award_round: AwardRound, quota: Quota, act: str = "") -> str:
    """Return the address of the ranking of a quota, or of an act on it."""
    name = f"awards:ranking-{act}" if act else "awards:ranking"
    return f"{here(actor, name, campaign.pk, award_round.pk)}?quota={quota.key}"


@requires(Can.SEE_UNANNOUNCED)
def detail(request, pk, round_pk):
    """Show the order of a quota with every step that led to it, and who waits for the chair."""
    return _page(request, *_fetch(request, pk, round_pk))


def _page(
    request, campaign: Campaign, award_round: AwardRound, allowed, quota: Quota, refused: ChoiceForm | None = None
):
    """Render the ranking, with the refused form of a choice in its place."""
    actor = request.actor
    found = ranking.standing(campaign, award_round, quota, on=timezone.localdate())
    chairs = actor.may(Can.CHAIR_COUNCIL)
    context = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign, current=TAB),
        "crumbs": [
            (campaign.name, here(actor, "campaigns:campaign", campaign.pk)),
            ("Khen thưởng", here(actor, TAB, campaign.pk)),
            ("Thứ tự xét", ""),
        ],
        "round": award_round,
        "quota": quota,
        "quotas": [
            {"label": _name(each), "url": _address(actor, campaign, award_round, each), "current": each == quota}
            for each in allowed
        ],
        "found": found,
        "pools": [_pool(each, found, actor, stated=campaign.plan.priorities) for each in found.pools],
        "groups": [(each, _form(each, refused) if chairs else None) for pool in found.pools for each in pool.undecided],
        "problems": ranking.problems(found),
        "may_settle": actor.may(Can.RUN_COUNCIL),
        "settle_url": _address(actor, campaign, award_round, quota, "settle"),
        "choose_url": _address(actor, campaign, award_round, quota, "choose"),
    }
    return render(request, "awards/ranking.html", context, status=422 if refused else 200)


def _name(quota: Quota) -> str:
    """Name a quota in a few words."""
    subject = f", {quota.subject.label.lower()}" if quota.subject else ""
    return f"{quota.form.label} – {quota.authority.label}{subject}"


def _form(group: list[Nomination], refused: ChoiceForm | None) -> ChoiceForm:
    """Return the form of a group: the refused one where it is about the same nominees."""
    if refused and {each.pk for each in refused.group} == {each.pk for each in group}:
        return refused
    return ChoiceForm.among(group)


def _pool(pool: ranking.Pool, found: ranking.Standing, actor: Actor, *, stated: tuple) -> dict:
    """Return one pool ready to be shown: each nominee with its steps, its claims, and what the actor may do."""
    places = "không giới hạn số lượng" if pool.places is None else f"còn {small_count(pool.places)} chỗ theo kế hoạch"
    tied = {key for group in pool.ranking.undecided for key in group}
    runs, stating = actor.may(Can.RUN_COUNCIL), bool(stated)
    rows = [
        {
            "placed": placed,
            "nomination": row,
            "tied": placed.key in tied,
            "claims": row.priority_claims.all(),
            "choice": getattr(row, "tie_choice", None),
            "stating": stating and claims.may_state(row, actor),
            "promotable": ranking.problems_to_promote(row, found)
            if runs and row.status == Nomination.Status.RESERVE
            else None,
        }
        for placed, row in pool.order
    ]
    return {
        "title": pool.title,
        "places": pool.places,
        "hint": f"{small_count(len(pool.nominations))} hồ sơ, {places}",
        "rows": rows,
        "acts": any(row["stating"] or row["promotable"] is not None for row in rows),
    }


@require_POST
@requires(Can.RUN_COUNCIL)
def settle(request, pk, round_pk):
    """Settle the order: write the ranks, move those without a place into reserve."""
    campaign, award_round, _, quota = _fetch(request, pk, round_pk)
    with attempt(request, success="Đã chốt thứ tự xét khen thưởng."):
        reason = request.POST.get("reason", "")
        ranking.settle(campaign, award_round, quota, reason=reason, by=request.actor, at=timezone.now())
    return redirect(_address(request.actor, campaign, award_round, quota))


@require_POST
@requires(Can.CHAIR_COUNCIL)
def choose(request, pk, round_pk):
    """Record the chair's choice among equals across the last place."""
    campaign, award_round, allowed, quota = _fetch(request, pk, round_pk)
    back = redirect(_address(request.actor, campaign, award_round, quota))
    found = ranking.standing(campaign, award_round, quota, on=timezone.localdate())
    meant = {*request.POST.get("group", "").split(",")}
    groups = [group for pool in found.pools for group in pool.undecided]
    group = next((each for each in groups if {str(row.pk) for row in each} == meant), None)
    if group is None:
        messages.error(request, "Các hồ sơ này không còn ngang nhau ở chỗ cuối cùng.")
        return back
    form = ChoiceForm.among(group, request.POST)
    if form.is_valid():
        with refusals(form):
            ranking.choose(
                campaign, award_round, quota, form.order, reason=form.cleaned_data["reason"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Đã ghi thứ tự do Chủ tịch Hội đồng chọn.")
            return back
    return _page(request, campaign, award_round, allowed, quota, refused=form)


@require_POST
@requires(Can.RUN_COUNCIL)
def promote(request, pk):
    """Move the first of the reserve into a place that fell free."""
    nomination = fetch_nomination(request, pk)
    with attempt(request, success="Đã đưa hồ sơ từ danh sách dự bị lên."):
        ranking.promote(nomination, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(_ranking_of(request.actor, nomination))


@requires(Can.APPRAISE)
def priorities(request, pk):
    """State which of the plan's priorities apply to a nomination, each with its ground."""
    nomination = fetch_nomination(request, pk)
    back = _ranking_of(request.actor, nomination)
    if not claims.may_state(nomination, request.actor):
        messages.error(request, "Không ghi diện ưu tiên cho hồ sơ này được.")
        return redirect(back)
    stated = list(nomination.priority_claims.order_by("pk"))
    form = PrioritiesForm.about(nomination.plan.priorities, stated, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            claims.state(nomination, form.notes, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi diện ưu tiên.")
            return redirect(back)
    context = {"nomination": nomination, "form": form, "back": back, "none": not nomination.plan.priorities}
    return render(request, "awards/ranking_priorities.html", context)


def _ranking_of(actor: Actor, nomination: Nomination) -> str:
    """Return the address of the ranking in which a nomination stands; of the campaign's awards without one."""
    known = quotas.quotas_of(nomination.round, nomination.campaign.plan) if nomination.round else ()
    quota = next((each for each in known if each.key == nomination.quota_key), None)
    if quota is None:
        return here(actor, TAB, nomination.campaign_id)
    return _address(actor, nomination.campaign, nomination.round, quota)
