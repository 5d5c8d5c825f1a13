"""Pages of yearly results: the list, one result, whole lists at once, a person's or a unit's page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.forms.standing import (
    AssessmentFilter,
    AssessmentForm,
    LineForm,
    MeasureForm,
    OfficialForm,
    SheetChoiceForm,
    about_of,
    measure_label,
    this_year,
)
from awards.models import Assessment, Discipline, Examination, Initiative
from awards.services import standing
from awards.services.awards_received import awards_of
from awards.services.standing import Measure
from awards.views.standing_frame import form_page, frame
from communes.access import Can, requires
from communes.addresses import here
from communes.models import Person, Unit
from kit.views import attempt, filtered, paginate, refusals, sort

TAB = "awards:standing"
SORTS = {
    "year": ["year"],
    "unit": ["unit__kind_order", "unit__name", "person__sort_key"],
    "measure": ["kind", "measure"],
    "level": ["level", "position"],
}


@require_safe
@requires(Can.SEE_NOMINATIONS)
def index(request):
    """List the yearly results, the latest first; a unit sees its own."""
    rows = Assessment.objects.within(request.actor).for_list()
    found = filtered(request, AssessmentFilter, rows)
    page = paginate(request, sort(request, found.qs, allowed=SORTS, default="-year"))
    waiting = Assessment.objects.within(request.actor).filter(provisional=True).count()
    return render(request, "awards/standing.html", frame(request, TAB, filter=found, page=page, waiting=waiting))


def _fetch(request, pk: int) -> Assessment:
    """Return one result, or answer 404."""
    return get_object_or_404(Assessment.objects.within(request.actor).for_list(), pk=pk)


def _measure_of(row: Assessment) -> Measure:
    """Return what a result measures, with the levels that the plans know."""
    known = {(each.kind, each.words): each for each in standing.measures()}
    return known.get((row.kind, row.measure), Measure(row.kind, row.measure))


@requires(Can.KEEP_STANDING)
def assessment_add(request):
    """Record one result; what is measured is chosen first and stands in the address."""
    choice = MeasureForm(request.GET if "about" in request.GET else None)
    measure = choice.measure
    if not choice.is_bound:
        choice.initial["about"] = about_of(measure)
    asked = {name: request.GET.get(name) for name in ("person", "unit")}
    form = AssessmentForm(
        request.POST or None, actor=request.actor, measure=measure, initial={"year": this_year(), **asked}
    )
    back = here(request.actor, TAB)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            row = standing.record_assessment(
                kind=measure.kind, measure=measure.words, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"Đã ghi: {row}.")
            return redirect(back)
    return form_page(
        request, form, TAB, title="Ghi kết quả đánh giá", submit="Ghi kết quả", back=back, choice=choice,
        hint=measure_label(measure),
    )  # fmt: skip


@requires(Can.KEEP_STANDING)
def assessment_edit(request, pk):
    """Correct a result, with its history and the ways to make it official or take it out."""
    row = _fetch(request, pk)
    names = ("level", "position", "months_worked", "maternity_months", "provisional", "document")
    form = AssessmentForm(
        request.POST or None, actor=request.actor, measure=_measure_of(row), assessment=row,
        initial={name: getattr(row, name) for name in names},
    )  # fmt: skip
    back = here(request.actor, TAB)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            standing.change_assessment(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu kết quả.")
            return redirect(back)
    return form_page(
        request, form, TAB, title=f"Sửa: {row}", submit="Lưu", back=back, record=row,
        hint=measure_label(_measure_of(row)), clear_url=here(request.actor, "awards:assessment-clear", row.pk),
        official_url=here(request.actor, "awards:assessment-official", row.pk) if row.provisional else "",
    )  # fmt: skip


@requires(Can.KEEP_STANDING)
def assessment_official(request, pk):
    """Put the official result in the place of a provisional one, and show which dossiers rest on it (DS-18)."""
    row = _fetch(request, pk)
    form = OfficialForm(request.POST or None, measure=_measure_of(row), assessment=row)
    back = here(request.actor, TAB)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            standing.make_official(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request, "Đã ghi kết quả chính thức. Hồ sơ còn căn cứ tạm tính được xét lại trước khi quyết định."
            )
            return redirect(back)
    return form_page(
        request, form, TAB, title=f"Kết quả chính thức: {row}", submit="Ghi kết quả chính thức", back=back,
        hint=f"Tạm tính: {row.result}", resting=list(standing.resting_on(row)),
    )  # fmt: skip


@require_POST
@requires(Can.KEEP_STANDING)
def assessment_clear(request, pk):
    """Take a result out."""
    row = _fetch(request, pk)
    with attempt(request, success="Đã bỏ kết quả."):
        standing.clear_assessment(row, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(here(request.actor, TAB))


@requires(Can.KEEP_STANDING)
def sheet(request):
    """Fill in a whole list at once: every unit, or every person of a unit, for one measure and year."""
    given = request.GET if {"about", "year"} <= set(request.GET) else None
    choice = SheetChoiceForm(given, actor=request.actor, initial={"year": this_year()})
    lines = []
    if choice.is_bound and choice.is_valid():
        lines = _lines(request, choice)
        valid = [line.is_valid() for line in lines]
        if request.method == "POST" and all(valid):
            with attempt(request) as outcome:
                added, changed = standing.record_sheet(
                    kind=choice.measure.kind, measure=choice.measure.words, year=choice.cleaned_data["year"],
                    lines=[line.line() for line in lines], by=request.actor, at=timezone.now(),
                )  # fmt: skip
                messages.success(request, f"Đã ghi {added:02d} kết quả mới, sửa {changed:02d} kết quả.")
            if outcome.ok:
                return redirect(request.get_full_path())
    title = "Nhập kết quả theo danh sách"
    facts = frame(request, TAB, below=title, title=title, choice=choice, lines=lines, back=here(request.actor, TAB))
    if lines:
        facts |= {"heads": [field.label for field in lines[0]], "about": measure_label(choice.measure)}
        facts["bad"] = [line for line in lines if line.is_bound and line.errors]
    return render(request, "awards/standing_sheet.html", facts)


def _lines(request, choice: SheetChoiceForm) -> list[LineForm]:
    """Return a line for each unit that takes part in a campaign, or for each person of the chosen unit."""
    measure, year, unit = choice.measure, choice.cleaned_data["year"], choice.cleaned_data["unit"]
    rows = Assessment.objects.filter(kind=measure.kind, measure=measure.words, year=year)
    if unit:
        subjects = Person.objects.filter(unit=unit, left_on=None).for_list()
        known = {row.person_id: row for row in rows.filter(person__unit=unit)}
    else:
        units = Unit.objects.exclude(kind=Unit.Kind.OUTSIDE)
        taking_part = units.filter(participations__left_on=None, participations__isnull=False).distinct()
        subjects = (taking_part if taking_part.exists() else units).for_list()
        known = {row.unit_id: row for row in rows.filter(person=None)}
    return [
        LineForm(
            request.POST or None, prefix=f"line-{each.pk}", measure=measure, subject=each, known=known.get(each.pk)
        )
        for each in subjects
    ]


@require_safe
@requires(Can.SEE_NOMINATIONS)
def person(request, pk):
    """Show what is known of a person: awards, results, initiatives."""
    who = get_object_or_404(Person.objects.within(request.actor).select_related("unit"), pk=pk)
    return _subject_page(request, who, subtitle=", ".join(filter(None, [who.position, str(who.unit or "")])))


@require_safe
@requires(Can.SEE_NOMINATIONS)
def unit(request, pk):
    """Show what is known of a unit as a body: awards, results, initiatives."""
    return _subject_page(request, get_object_or_404(Unit.objects.within(request.actor), pk=pk), subtitle="Tập thể")


def _subject_page(request, who: Person | Unit, *, subtitle: str):
    """Show everything known of one subject; discipline only to those who may know."""
    is_person = isinstance(who, Person)
    about = {"person": who} if is_person else {"unit": who}
    mine = {"person": who} if is_person else {"person": None, "unit": who}
    facts = frame(
        request, TAB, below=str(who), who=who, subtitle=subtitle, is_person=is_person,
        past=awards_of(actor=request.actor, **about),
        results=Assessment.objects.of_subject(**about).order_by("-year", "kind", "measure"),
        initiatives=Initiative.objects.filter(**about).select_related("commune").order_by("-applied_on", "-pk"),
    )  # fmt: skip
    if request.actor.may(Can.SEE_UNANNOUNCED):
        measures = Discipline.objects.filter(**about).select_related("person").order_by("-decided_on")
        matters = Examination.objects.filter(**mine).order_by("-since")
        facts |= {"confidential": True, "measures": measures, "matters": matters}
    return render(request, "awards/standing_subject.html", facts)
