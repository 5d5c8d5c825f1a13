"""Pages of difficulties."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.forms.difficulties import AnswerForm, DifficultyFilter, DifficultyForm
from campaigns.forms.field_work import units_of
from campaigns.models import Difficulty
from campaigns.services import difficulties
from campaigns.services.field_work import is_underway
from campaigns.views.field_work import acts, fetch, form_page, frame
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "campaigns:difficulties"
SORTS = {"raised": "raised_at", "title": "title", "unit": ["unit__kind_order", "unit__name"], "state": "status"}


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Difficulty.objects.within(request.actor).filter(campaign=campaign)
    found = filtered(request, DifficultyFilter, rows.select_related("campaign__commune", "unit", "owner"))
    return found, sort(request, found.qs, allowed=SORTS, default="-raised")


@requires(Can.SEE_CAMPAIGNS)
def index(request, pk):
    """List the difficulties of a campaign, the newest first."""
    campaign = fetch_campaign(request, pk)
    found, rows = listed(request, campaign)
    facts = frame(
        request,
        campaign,
        TAB,
        filter=found,
        page=paginate(request, rows),
        may_raise=is_underway(campaign)
        and request.actor.may(Can.RAISE_DIFFICULTIES)
        and units_of(campaign, request.actor).exists(),
    )
    return render(request, "campaigns/difficulty_list.html", facts)


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show a difficulty, its answer and its history."""
    difficulty = fetch(request, Difficulty.objects.within(request.actor).select_related("owner"), pk)
    facts = frame(
        request,
        difficulty.campaign,
        TAB,
        below=str(difficulty),
        difficulty=difficulty,
        acts=acts(request, difficulty, "difficulty", pages=("answer", "decide")),
    )
    return render(request, "campaigns/difficulty.html", facts)


@requires(Can.RAISE_DIFFICULTIES)
def create(request, pk):
    """Raise a difficulty of one of the actor's units."""
    campaign = fetch_campaign(request, pk)
    form = DifficultyForm(request.POST or None, campaign=campaign, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            difficulty = difficulties.report(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã gửi vướng mắc đến cơ quan thường trực.")
            return redirect(difficulty)
    back = here(request.actor, TAB, campaign.pk)
    return form_page(request, form, campaign, TAB, title="Phản ánh vướng mắc", submit="Gửi phản ánh", back=back)


@require_POST
@requires(Can.HANDLE_DIFFICULTIES)
def take(request, pk):
    """Take a difficulty in hand."""
    difficulty = fetch(request, Difficulty.objects.within(request.actor), pk)
    with attempt(request, success="Đã nhận xử lý vướng mắc."):
        difficulties.take(difficulty, by=request.actor, at=timezone.now())
    return redirect(difficulty)


@require_POST
@requires(Can.HANDLE_DIFFICULTIES)
def forward(request, pk):
    """Lay a difficulty before the leader."""
    difficulty = fetch(request, Difficulty.objects.within(request.actor), pk)
    with attempt(request, success="Đã trình lãnh đạo."):
        difficulties.forward(difficulty, by=request.actor, at=timezone.now())
    return redirect(difficulty)


@requires(Can.HANDLE_DIFFICULTIES)
def answer(request, pk):
    """Answer for the standing agency."""
    return _answer(request, pk, difficulties.answer, "Trả lời vướng mắc", "Gửi trả lời")


@requires(Can.ANSWER_DIFFICULTIES)
def decide(request, pk):
    """Answer for the leadership."""
    return _answer(request, pk, difficulties.decide, "Cho ý kiến giải quyết", "Gửi ý kiến")


def _answer(request, pk, service, title, submit):
    """Ask for an answer and store it by a service."""
    difficulty = fetch(request, Difficulty.objects.within(request.actor), pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            service(difficulty, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã gửi trả lời đến đơn vị.")
            return redirect(difficulty)
    back = difficulty.get_absolute_url()
    return form_page(
        request, form, difficulty.campaign, TAB, title=title, submit=submit, back=back, quote=difficulty.text,
        quote_title=difficulty.title,
    )  # fmt: skip


@require_POST
@requires(Can.RAISE_DIFFICULTIES)
def close(request, pk):
    """Confirm as the unit that the difficulty is overcome."""
    difficulty = fetch(request, Difficulty.objects.own(request.actor), pk)
    with attempt(request, success="Đã xác nhận giải quyết xong."):
        difficulties.close(difficulty, by=request.actor, at=timezone.now())
    return redirect(difficulty)


@require_POST
@requires(Can.RAISE_DIFFICULTIES)
def reopen(request, pk):
    """Say as the unit that the difficulty is still there."""
    difficulty = fetch(request, Difficulty.objects.own(request.actor), pk)
    with attempt(request, success="Đã chuyển lại người phụ trách."):
        difficulties.reopen(difficulty, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(difficulty)
