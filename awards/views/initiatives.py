"""Pages of initiatives: the register, recognition, and which nomination rests on which."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.forms.initiatives import InitiativeFilter, InitiativeForm, RecogniseForm
from awards.models import Initiative, Nomination
from awards.services import initiatives
from awards.views.nominations import fetch_nomination
from awards.views.standing_frame import form_page, frame
from communes.access import Can, requires
from communes.addresses import here
from kit import digits
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "awards:initiatives"
SORTS = {
    "title": "folded",
    "unit": ["unit__kind_order", "unit__name"],
    "applied": "applied_on",
    "status": "status",
}
WRITERS = (Can.KEEP_STANDING, Can.NOMINATE)


@require_safe
@requires(Can.SEE_NOMINATIONS)
def index(request):
    """List initiatives, the latest applied first; a unit sees its own."""
    rows = Initiative.objects.within(request.actor).for_list().select_related("commune")
    found = filtered(request, InitiativeFilter, rows)
    page = paginate(request, sort(request, found.qs, allowed=SORTS, default="-applied"))
    return render(request, "awards/initiative_list.html", frame(request, TAB, filter=found, page=page))


def _fetch(request, pk: int) -> Initiative:
    """Return one initiative, or answer 404."""
    rows = Initiative.objects.within(request.actor)
    return get_object_or_404(rows.select_related("commune", "unit", "person", "used_in__campaign__commune"), pk=pk)


@require_safe
@requires(Can.SEE_NOMINATIONS)
def detail(request, pk):
    """Show an initiative with its recognition and its history."""
    row = _fetch(request, pk)
    proposed = row.status == Initiative.Status.PROPOSED
    facts = frame(
        request, TAB, below=row.title, initiative=row,
        may_edit=proposed and initiatives.may_write(row.unit, request.actor),
        may_decide=request.actor.may(Can.KEEP_STANDING),
        used=Nomination.objects.within(request.actor).filter(pk=row.used_in_id).for_list().first(),
    )  # fmt: skip
    return render(request, "awards/initiative.html", facts)


@requires(*WRITERS)
def create(request):
    """Register an initiative."""
    units = request.actor.unit_ids
    initial = {"unit": next(iter(units)) if len(units) == 1 else None}
    form = InitiativeForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            row = initiatives.record_initiative(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã đăng ký sáng kiến.")
            return redirect(row)
    back = here(request.actor, TAB)
    return form_page(request, form, TAB, title="Đăng ký sáng kiến", submit="Đăng ký", back=back)


@requires(*WRITERS)
def edit(request, pk):
    """Correct an initiative that waits for its recognition."""
    row = _fetch(request, pk)
    names = ("person", "title", "applied_on", "scope", "effect")
    form = InitiativeForm(
        request.POST or None, actor=request.actor, initiative=row, initial={name: getattr(row, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            initiatives.change_initiative(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu sáng kiến.")
            return redirect(row)
    return form_page(request, form, TAB, title=f"Sửa: {row}", submit="Lưu", back=row.get_absolute_url())


@requires(Can.KEEP_STANDING)
def recognise(request, pk):
    """Record that an initiative was recognised."""
    row = _fetch(request, pk)
    names = ("recognised_by", "decision_number", "decision_on", "scope")
    form = RecogniseForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            initiatives.recognise(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã ghi công nhận sáng kiến.")
            return redirect(row)
    title = f"Công nhận: {row}"
    return form_page(request, form, TAB, title=title, submit="Ghi công nhận", back=row.get_absolute_url())


@require_POST
@requires(Can.KEEP_STANDING)
def refuse(request, pk):
    """Record that an initiative was not recognised."""
    row = _fetch(request, pk)
    with attempt(request, success="Đã ghi không công nhận."):
        initiatives.refuse_initiative(row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(row)


@require_safe
@requires(Can.SEE_NOMINATIONS)
def of_nomination(request, pk):
    """Show which of the nominee's initiatives a nomination rests on, and which it may take."""
    nomination = fetch_nomination(request, pk)
    may_claim = initiatives.may_claim(nomination, request.actor)
    rows = [
        {
            "initiative": row,
            "mine": row.used_in_id == nomination.pk,
            "blockers": [] if row.used_in_id == nomination.pk else initiatives.blockers_to_claim(nomination, row),
        }
        for row in initiatives.claimable(nomination)
    ]
    facts = {
        "nomination": nomination, "rows": rows, "may_claim": may_claim and nomination.editable,
        "may_add": any(request.actor.may(can) for can in WRITERS),
        "crumbs": [(nomination.nominee, nomination.get_absolute_url()), ("Sáng kiến", "")],
    }  # fmt: skip
    return render(request, "awards/initiative_claims.html", facts)


@require_POST
@requires(Can.NOMINATE, Can.APPRAISE)
def claim(request, pk):
    """Let a nomination rest on an initiative."""
    return _take(request, pk, initiatives.claim_initiative, "Đã chọn sáng kiến cho hồ sơ.")


@require_POST
@requires(Can.NOMINATE, Can.APPRAISE)
def release(request, pk):
    """Let go of an initiative."""
    return _take(request, pk, initiatives.release_initiative, "Đã bỏ sáng kiến khỏi hồ sơ.")


def _take(request, pk: int, act, success: str):
    """Do one act with the initiative that the form names."""
    nomination = fetch_nomination(request, pk)
    chosen = digits.number(request.POST.get("initiative", ""))
    with attempt(request, success=success):
        row = initiatives.claimable(nomination).filter(pk=chosen).first()
        if row is None:
            raise ValidationError("Hãy chọn sáng kiến trong danh sách.")
        act(nomination, row, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "awards:nomination-initiatives", nomination.pk))
