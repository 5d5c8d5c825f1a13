"""Pages of the units' review meetings (bình xét)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.forms.reviews import ConclusionForm, ReviewFilter, ReviewForm, VotesForm
from awards.models import UnitReview
from awards.services import reviews
from awards.views.pages import form_page
from campaigns.services.field_work import is_underway
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from communes.models import Unit
from kit.views import attempt, filtered, paginate, refusals, sort

SORTS = {"held": "held_at", "unit": ["unit__kind_order", "unit__position", "unit__name"], "concluded": "concluded_at"}


def _fetch(request, pk: int) -> UnitReview:
    """Return a meeting that the actor may see, or answer 404."""
    rows = UnitReview.objects.within(request.actor).select_related("campaign__commune", "unit")
    return get_object_or_404(rows, pk=pk)


def _crumbs(request, campaign, *below: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page of a campaign's review meetings."""
    return [
        (campaign.name, here(request.actor, "campaigns:campaign", campaign.pk)),
        ("Họp bình xét", here(request.actor, "awards:reviews", campaign.pk) if below else ""),
        *below,
    ]


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = UnitReview.objects.within(request.actor).filter(campaign=campaign)
    rows = rows.select_related("campaign__commune", "unit").defer("discussion", "conclusion")
    found = filtered(request, ReviewFilter, rows)
    return found, sort(request, found.qs, allowed=SORTS, default="-held")


@require_safe
@requires(Can.SEE_NOMINATIONS)
def index(request, pk):
    """List the review meetings held in a campaign; a unit sees its own."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    page = paginate(request, rows.prefetch_related("votes"))
    may_hold = is_underway(campaign) and bool(_own_units(request))
    facts = {"campaign": campaign, "page": page, "filter": found, "may_hold": may_hold,
             "crumbs": _crumbs(request, campaign)}  # fmt: skip
    return render(request, "awards/review_list.html", facts)


def _own_units(request):
    """Return the units for which the actor nominates."""
    if not request.actor.may(Can.NOMINATE):
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=request.actor.unit_ids).order_by("name")


@require_safe
@requires(Can.SEE_NOMINATIONS)
def detail(request, pk):
    """Show a meeting: who was there, the votes, the conclusion, and what its unit may do with it."""
    review = _fetch(request, pk)
    return _detail_page(request, review, ConclusionForm(initial={"conclusion": review.conclusion}))


def _detail_page(request, review: UnitReview, form: ConclusionForm):
    """Show a meeting with the form of its conclusion."""
    actor = request.actor
    keeps = is_underway(review.campaign) and reviews.may_keep(review, actor)
    votes = review.votes.select_related(
        "nomination__commune", "nomination__person", "nomination__collective", "nomination__unit"
    ).order_by("pk")
    facts = {
        "review": review,
        "campaign": review.campaign,
        "crumbs": _crumbs(request, review.campaign, (f"{review.unit}, {review.held_at:%d/%m/%Y}", "")),
        "votes": list(votes),
        "form": form,
        "may_write": keeps and review.concluded_at is None,
        "blockers": reviews.blockers_to_conclude(review) if keeps and review.concluded_at is None else [],
        "may_reopen": keeps and review.concluded_at and actor.may_in_own_unit(Can.SUBMIT_NOMINATIONS, review.unit_id),
        "blockers_to_reopen": reviews.blockers_to_reopen(review) if keeps and review.concluded_at else [],
    }
    return render(request, "awards/review.html", facts)


@requires(Can.NOMINATE)
def create(request, pk):
    """Record a meeting that was held."""
    campaign = fetch_campaign(request, pk)
    form = ReviewForm(request.POST or None, units=_own_units(request))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            review = reviews.hold(campaign, form.chosen_unit(), **form.facts(), by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi cuộc họp. Hãy ghi kết quả bình xét từng hồ sơ.")
            return redirect(here(request.actor, "awards:review-votes", review.pk))
    title, back = "Ghi cuộc họp bình xét", here(request.actor, "awards:reviews", campaign.pk)
    return form_page(
        request, form, title=title, submit="Lưu cuộc họp", back=back, kicker=campaign.name,
        crumbs=_crumbs(request, campaign, (title, "")),
    )  # fmt: skip


def _fetch_own(request, pk: int) -> UnitReview:
    """Return a meeting of the actor's own unit; 403 for who may only read it."""
    review = _fetch(request, pk)
    if not reviews.may_keep(review, request.actor):
        raise PermissionDenied
    return review


@requires(Can.NOMINATE)
def edit(request, pk):
    """Change the facts of a meeting that is not concluded."""
    review = _fetch_own(request, pk)
    form = ReviewForm(request.POST or None, units=_own_units(request), review=review)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            reviews.change(review, **form.facts(), by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu cuộc họp.")
            return redirect(review)
    back = review.get_absolute_url()
    return form_page(
        request, form, title="Sửa cuộc họp bình xét", submit="Lưu cuộc họp", back=back, kicker=review.campaign.name,
        crumbs=_crumbs(request, review.campaign, (str(review.unit), back), ("Sửa cuộc họp", "")),
    )  # fmt: skip


@requires(Can.NOMINATE)
def votes(request, pk):
    """Write how the meeting voted on each nominee."""
    review = _fetch_own(request, pk)
    nominees = list(reviews.nominees(review))
    given = {each.nomination_id: each for each in review.votes.all()}
    form = VotesForm(request.POST or None, nominees=nominees, votes=given)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            reviews.vote_all(review, form.given(), emptied=form.emptied(), by=request.actor, at=timezone.now())
            taken_off = [each.nominee for each in form.emptied()]
            told = f"Đã lưu; đã bỏ kết quả bình xét của {', '.join(taken_off)}." if taken_off else ""
            messages.success(request, told or "Đã ghi kết quả bình xét.")
            return redirect(review)
    crumbs = _crumbs(request, review.campaign, (str(review.unit), review.get_absolute_url()), ("Kết quả bình xét", ""))
    facts = {"review": review, "campaign": review.campaign, "form": form, "crumbs": crumbs}
    return render(request, "awards/review_votes.html", facts)


@require_POST
@requires(Can.NOMINATE)
def conclude(request, pk):
    """Conclude a meeting."""
    review = _fetch_own(request, pk)
    form = ConclusionForm(request.POST)
    if form.is_valid():
        with refusals(form):
            reviews.conclude(review, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã kết luận; kết quả được đưa vào biên bản của hồ sơ.")
            return redirect(review)
    return _detail_page(request, review, form)


@require_POST
@requires(Can.SUBMIT_NOMINATIONS)
def reopen(request, pk):
    """Open a concluded meeting again."""
    review = _fetch(request, pk)
    with attempt(request, success="Đã mở lại cuộc họp bình xét."):
        reviews.reopen(review, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(review)
