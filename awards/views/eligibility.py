"""The page that explains whether a nominee is eligible: now, and as it was kept."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.models import EligibilityRun
from awards.services import eligibility
from awards.views.nominations import fetch_nomination
from communes.access import Can, requires
from communes.addresses import here
from kit.views import attempt


@require_safe
@requires(Can.SEE_NOMINATIONS)
def detail(request, pk):
    """Show a nomination's verdict as the records stand now, the evaluations kept, and earlier awards."""
    nomination = fetch_nomination(request, pk)
    actor, now = request.actor, timezone.now()
    if actor.may(Can.SEE_UNANNOUNCED):
        reading = eligibility.read(nomination, at=now, stage=eligibility.stage_of(nomination))
    else:
        reading = eligibility.read_for(nomination, actor, at=now)
    facts = {
        "nomination": nomination,
        "reading": reading,
        "runs": eligibility.runs_for(nomination, actor),
        "past": eligibility.award_history(nomination, actor),
        "may_run": actor.may(Can.APPRAISE),
        "crumbs": [(nomination.nominee, nomination.get_absolute_url()), ("Điều kiện, tiêu chuẩn", "")],
    }
    return render(request, "awards/standing_eligibility.html", facts)


@require_safe
@requires(Can.SEE_NOMINATIONS)
def kept(request, pk):
    """Show an evaluation exactly as it was kept."""
    row = get_object_or_404(EligibilityRun.objects.within(request.actor), pk=pk)
    nomination = fetch_nomination(request, row.nomination_id)
    if row not in eligibility.runs_for(nomination, request.actor):
        raise Http404
    page = here(request.actor, "awards:eligibility", nomination.pk)
    facts = {
        "nomination": nomination, "run": row, "reading": eligibility.stored(row),
        "crumbs": [(nomination.nominee, nomination.get_absolute_url()), ("Điều kiện, tiêu chuẩn", page),
                   (str(row.get_stage_display()), "")],
    }  # fmt: skip
    return render(request, "awards/standing_eligibility_kept.html", facts)


@require_POST
@requires(Can.APPRAISE)
def check_again(request, pk):
    """Evaluate anew with today's records, and keep the answer."""
    nomination = fetch_nomination(request, pk)
    with attempt(request, success="Đã xét lại và lưu kết quả."):
        eligibility.check_again(nomination, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "awards:eligibility", nomination.pk))
