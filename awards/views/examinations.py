"""Pages of discipline and of matters under examination (never for units), and of awards received earlier."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.forms.examinations import (
    ClearForm,
    DisciplineFilter,
    DisciplineForm,
    EarlierAwardFilter,
    EarlierAwardForm,
    ExaminationFilter,
    ExaminationForm,
)
from awards.models import Discipline, EarlierAward, Examination
from awards.services import examinations, standing
from awards.views.standing_frame import form_page, frame
from communes.access import Can, requires
from communes.addresses import here
from kit.views import filtered, paginate, refusals, sort

DISCIPLINES, EXAMINATIONS, EARLIER = "awards:disciplines", "awards:examinations", "awards:earlier-awards"
WHO = ["unit__kind_order", "unit__name", "person__sort_key"]


@require_safe
@requires(Can.SEE_UNANNOUNCED)
def disciplines(request):
    """List disciplinary measures, the latest first."""
    found = filtered(request, DisciplineFilter, Discipline.objects.within(request.actor).for_list())
    allowed = {"day": "decided_on", "who": WHO, "kind": "kind", "end": "ended_on"}
    page = paginate(request, sort(request, found.qs, allowed=allowed, default="-day"))
    return render(request, "awards/standing_disciplines.html", frame(request, DISCIPLINES, filter=found, page=page))


@requires(Can.KEEP_STANDING)
def discipline_add(request):
    """Record a disciplinary measure."""
    form = DisciplineForm(request.POST or None, actor=request.actor)
    back = here(request.actor, DISCIPLINES)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            examinations.record_discipline(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã ghi kỷ luật.")
            return redirect(back)
    return form_page(request, form, DISCIPLINES, title="Ghi kỷ luật", submit="Ghi", back=back)


@requires(Can.KEEP_STANDING)
def discipline_edit(request, pk):
    """Correct a disciplinary measure or record its end."""
    row = get_object_or_404(Discipline.objects.within(request.actor).for_list(), pk=pk)
    initial = {name: getattr(row, name) for name in ("kind", "decided_on", "ended_on", "document")}
    form = DisciplineForm(request.POST or None, actor=request.actor, discipline=row, initial=initial)
    back = here(request.actor, DISCIPLINES)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            examinations.change_discipline(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu.")
            return redirect(back)
    return form_page(request, form, DISCIPLINES, title=f"Sửa: {row}", submit="Lưu", back=back, record=row)


@require_safe
@requires(Can.SEE_UNANNOUNCED)
def index(request):
    """List matters under examination, the latest first."""
    found = filtered(request, ExaminationFilter, Examination.objects.within(request.actor).for_list())
    allowed = {"day": "since", "who": WHO, "kind": "kind", "end": "cleared_on"}
    page = paginate(request, sort(request, found.qs, allowed=allowed, default="-day"))
    return render(request, "awards/standing_examinations.html", frame(request, EXAMINATIONS, filter=found, page=page))


@requires(Can.KEEP_STANDING)
def create(request):
    """Record a matter under examination."""
    form = ExaminationForm(request.POST or None, actor=request.actor)
    back = here(request.actor, EXAMINATIONS)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            examinations.record_examination(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã ghi. Hồ sơ của đối tượng này tạm dừng cho đến khi có kết luận.")
            return redirect(back)
    return form_page(request, form, EXAMINATIONS, title="Ghi việc đang xem xét", submit="Ghi", back=back)


@requires(Can.KEEP_STANDING)
def clear(request, pk):
    """Record how a matter ended."""
    row = get_object_or_404(Examination.objects.within(request.actor).for_list(), pk=pk)
    form = ClearForm(request.POST or None, initial={"cleared_on": timezone.localdate()})
    back = here(request.actor, EXAMINATIONS)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            examinations.clear_examination(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã ghi kết luận; hồ sơ được xét tiếp.")
            return redirect(back)
    title = f"Kết luận: {row}"
    return form_page(request, form, EXAMINATIONS, title=title, submit="Ghi kết luận", back=back, record=row)


@require_safe
@requires(Can.SEE_NOMINATIONS)
def earlier_awards(request):
    """List awards recorded by hand, the latest first; a unit sees its own."""
    found = filtered(request, EarlierAwardFilter, EarlierAward.objects.within(request.actor).for_list())
    allowed = {"day": "decision_on", "who": WHO, "title": "title", "authority": "authority"}
    page = paginate(request, sort(request, found.qs, allowed=allowed, default="-day"))
    return render(request, "awards/standing_earlier.html", frame(request, EARLIER, filter=found, page=page))


@requires(Can.KEEP_STANDING)
def earlier_award_add(request):
    """Record an award received elsewhere or earlier."""
    form = EarlierAwardForm(request.POST or None, actor=request.actor)
    back = here(request.actor, EARLIER)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            standing.record_earlier_award(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã ghi khen thưởng đã nhận.")
            return redirect(back)
    return form_page(request, form, EARLIER, title="Ghi khen thưởng đã nhận", submit="Ghi", back=back)


@requires(Can.KEEP_STANDING)
def earlier_award_edit(request, pk):
    """Correct an award recorded by hand."""
    row = get_object_or_404(EarlierAward.objects.within(request.actor).for_list(), pk=pk)
    names = ("award", "title", "merit", "authority", "decision_number", "decision_on")
    form = EarlierAwardForm(
        request.POST or None, actor=request.actor, known=True, initial={name: getattr(row, name) for name in names}
    )
    back = here(request.actor, EARLIER)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            standing.change_earlier_award(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu.")
            return redirect(back)
    return form_page(request, form, EARLIER, title=f"Sửa: {row}", submit="Lưu", back=back, record=row)
