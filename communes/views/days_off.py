"""Pages of the calendar of days off."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.access import Can, requires
from communes.addresses import here
from communes.forms.days_off import FIRST_YEAR, LAST_YEAR, DayOffFilter, DayOffForm, ProposalForm, YearForm
from communes.models import DayOff
from communes.rules.holidays import beside_national_day, proposals
from communes.services import days_off
from kit.vietnamese import small_count
from kit.views import attempt, filtered, paginate, refusals, sort

SORTS = {"day": "day", "kind": ["kind", "day"], "name": "name", "confirmed": "confirmed_at"}


def listed(request):
    """Return the filters of the list and its rows in the order asked for, of the year asked for."""
    found = filtered(request, DayOffFilter, DayOff.objects.within(request.actor).of_year(year_asked(request)))
    return found, sort(request, found.qs, allowed=SORTS, default="day")


@requires(Can.KEEP_DAYS_OFF)
def day_list(request):
    """List the days off and the weekend days worked of one year, this one unless another is asked for."""
    year = year_asked(request)
    found, rows = listed(request)
    facts = {
        "page": paginate(request, rows), "filter": found, "year": year, "propose_label": _proposing(year),
        "years": _years(request, year),
    }  # fmt: skip
    return render(request, "communes/day_off_list.html", facts)


def year_asked(request) -> int:
    """Return the year that the address asks for, or this one."""
    known = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    return known.get(request.GET.get("year", ""), timezone.localdate().year)


def _years(request, shown: int) -> list[dict]:
    """Return the tabs of the years that have days, and of this one and the next."""
    this = timezone.localdate().year
    kept = {each.year for each in DayOff.objects.within(request.actor).dates("day", "year")}
    return [
        {"label": str(year), "url": _list(request, year), "current": year == shown}
        for year in sorted(kept | {this, this + 1, shown})
    ]


@requires(Can.KEEP_DAYS_OFF)
def day_create(request):
    """Put a day into the calendar."""
    form = DayOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            row = days_off.add(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã thêm ngày vào lịch.")
            return redirect(_list(request, row.day.year))
    facts = {"form": form, "title": "Thêm ngày nghỉ, ngày làm bù", "back": here(request.actor, "communes:days-off")}
    return render(request, "communes/day_off_form.html", facts)


@requires(Can.KEEP_DAYS_OFF)
def day_edit(request, pk):
    """Change a day of the calendar."""
    row = get_object_or_404(DayOff.objects.within(request.actor), pk=pk)
    back = _list(request, row.day.year)
    form = DayOffForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            days_off.change(row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã lưu thay đổi.")
            return redirect(_list(request, row.day.year))
    facts = {"form": form, "title": "Sửa ngày trong lịch", "back": back}
    return render(request, "communes/day_off_form.html", facts)


@require_POST
@requires(Can.KEEP_DAYS_OFF)
def day_remove(request, pk):
    """Take a day out of the calendar."""
    row = get_object_or_404(DayOff.objects.within(request.actor), pk=pk)
    back = _list(request, row.day.year)
    with attempt(request, success="Đã bỏ ngày khỏi lịch."):
        days_off.remove(row, by=request.actor, at=timezone.now())
    return redirect(back)


@requires(Can.KEEP_DAYS_OFF)
def propose(request, year):
    """Propose the days off of a year that the law fixes; nothing is stored but what a person ticks."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    which = YearForm(request.GET if "beside" in request.GET else None, year=year)
    first = beside_national_day(year)[0]
    beside = date.fromisoformat(which.cleaned_data["beside"]) if which.is_valid() else first
    known = dict(DayOff.objects.of_year(year).values_list("day", "name"))
    offered = proposals(year, beside=beside, known=known)
    form = ProposalForm(request.POST if request.method == "POST" else None, proposals=offered)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            stored = days_off.confirm(form.chosen(), by=request.actor, at=timezone.now())
            messages.success(request, f"Đã xác nhận {small_count(len(stored))} ngày nghỉ năm {year}.")
            return redirect(_list(request, year))
    facts = {"form": form, "which": which, "offered": offered, "title": _proposing(year),
             "back": _list(request, year)}  # fmt: skip
    return render(request, "communes/day_off_proposals.html", facts)


def _proposing(year: int) -> str:
    """Name the page on which the days of a year are proposed."""
    return f"Đề xuất ngày nghỉ năm {year}"


def _list(request, year: int) -> str:
    """Return the address of the list of one year."""
    return f"{here(request.actor, 'communes:days-off')}?year={year}"
