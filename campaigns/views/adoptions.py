"""Pages of exemplars that other units take over."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.forms.adoptions import AdoptForm, AdoptionFilter, EndForm, ResultForm
from campaigns.models import Adoption, Exemplar
from campaigns.services import adoptions
from communes.access import Can, requires
from communes.addresses import here
from kit.views import filtered, paginate, refusals, sort

SORTS = {
    "exemplar": "exemplar__title",
    "unit": ["unit__kind_order", "unit__name"],
    "start": "started_on",
    "end": "ended_on",
}


def _fetch(request, pk: int) -> Adoption:
    """Return an adoption that the actor may see, or answer 404."""
    rows = Adoption.objects.within(request.actor).select_related(
        "exemplar__campaign__commune", "exemplar__unit", "unit"
    )
    return get_object_or_404(rows, pk=pk)


def _crumbs(request, *below) -> list[tuple]:
    """Return the path to a page of adoptions."""
    return [("Nhân rộng điển hình", here(request.actor, "campaigns:adoptions")), *below]


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Adoption.objects.within(request.actor)
    found = filtered(
        request, AdoptionFilter, rows.select_related("exemplar__campaign__commune", "exemplar__unit", "unit")
    )
    return found, sort(request, found.qs, allowed=SORTS, default="-start")


@requires(Can.SEE_CAMPAIGNS)
def index(request):
    """List who took over what, the newest first."""
    found, rows = listed(request)
    return render(request, "campaigns/adoption_list.html", {"filter": found, "page": paginate(request, rows)})


@requires(Can.SEE_CAMPAIGNS)
def detail(request, pk):
    """Show an adoption: since when, how, with what result, its history."""
    adoption = _fetch(request, pk)
    facts = {
        "adoption": adoption,
        "crumbs": _crumbs(request, (str(adoption), "")),
        "may_write": adoption.ended_on is None and adoptions.may_write(adoption.unit_id, request.actor),
    }
    return render(request, "campaigns/adoption.html", facts)


@requires(Can.REPORT_RESULTS, Can.PUBLISH_EXEMPLARS)
def create(request, pk):
    """Note that a unit takes over an exemplar that was made known."""
    actor, now = request.actor, timezone.now()
    exemplar = get_object_or_404(Exemplar.objects.told().select_related("campaign__commune", "unit"), pk=pk)
    units = adoptions.adopting_units(exemplar, actor, on=timezone.localdate(now))
    form = AdoptForm(request.POST or None, units=units, initial={"started_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            adoption = adoptions.adopt(exemplar, **form.cleaned_data, by=actor, at=now)
            messages.success(request, "Đã ghi việc áp dụng điển hình.")
            return redirect(adoption)
    back = here(actor, "campaigns:bulletin-item", pk)
    title = "Áp dụng điển hình"
    crumbs = [("Bản tin điển hình", here(actor, "campaigns:bulletin")), (exemplar.title, back), (title, "")]
    nothing = "" if units else "Không còn đơn vị nào áp dụng điển hình này được: đơn vị có điển hình hoặc đang áp dụng."
    return _form(request, form, title, "Ghi áp dụng", back, crumbs, kicker=exemplar.title, nothing=nothing)


@requires(Can.REPORT_RESULTS, Can.PUBLISH_EXEMPLARS)
def result(request, pk):
    """Write what an adoption brought."""
    adoption = _fetch(request, pk)
    today = timezone.localdate()
    form = ResultForm(request.POST or None, initial={"result_on": today, "result": adoption.result})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            adoptions.note_result(adoption, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi kết quả áp dụng.")
            return redirect(adoption)
    return _about(request, adoption, form, "Ghi kết quả áp dụng", "Lưu kết quả")


@requires(Can.REPORT_RESULTS, Can.PUBLISH_EXEMPLARS)
def end(request, pk):
    """Note that an adoption has ended."""
    adoption = _fetch(request, pk)
    form = EndForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            adoptions.end(adoption, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi kết thúc áp dụng.")
            return redirect(adoption)
    return _about(request, adoption, form, "Kết thúc áp dụng", "Ghi kết thúc")


def _about(request, adoption: Adoption, form, title: str, submit: str):
    """Show a form about an adoption."""
    back = adoption.get_absolute_url()
    crumbs = _crumbs(request, (str(adoption), back), (title, ""))
    return _form(request, form, title, submit, back, crumbs, kicker=str(adoption))


def _form(request, form, title: str, submit: str, back: str, crumbs: list, **facts):
    """Show a form on a page of its own."""
    facts |= {"form": form, "title": title, "submit": submit, "back": back, "crumbs": crumbs}
    return render(request, "campaigns/exemplar_form.html", facts)
