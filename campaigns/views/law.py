"""The law's numbers with their dates and sources, for officers to see and the administrator to keep up."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.forms.law import ConfirmForm, LegalValueFilter, LegalValueForm
from campaigns.models import LegalValue
from campaigns.services import law
from communes.access import Can, requires
from communes.addresses import here
from kit.vietnamese import money, vn_number
from kit.views import filtered, paginate, refusals, sort

SORTS = {"title": ["title", "valid_from"], "from": "valid_from", "source": "source"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers known to a commune: all that stand, those that hold today, and these with those to come."""

    rows: list[LegalValue]
    holding: set[LegalValue]
    current: list[LegalValue]


def numbers_of(commune, today: date) -> Numbers:
    """Return the numbers of a commune as they stand on a day."""
    rows = law.without_replaced(LegalValue.objects.known_to(commune))
    holding = set(law.holding(rows, today).values())
    return Numbers(rows, holding, [row for row in rows if row in holding or row.valid_from > today])


def listed(request, numbers: Numbers):
    """Return the filters of the list and its rows in the order asked for; `?all` adds what holds no longer."""
    shown_rows = numbers.rows if "all" in request.GET else numbers.current
    rows = LegalValue.objects.filter(pk__in=[row.pk for row in shown_rows])
    found = filtered(request, LegalValueFilter, rows)
    if request.GET.get("sort", "").removeprefix("-") in SORTS:
        return found, sort(request, found.qs, allowed=SORTS, default="title")
    return found, found.qs.order_by("title", "-valid_from", "pk")


@requires(Can.SEE_ALL_UNITS)
def listing(request):
    """List the numbers in force and to come in the commune; `?all` adds the ones that hold no longer."""
    today = timezone.localdate()
    numbers = numbers_of(request.actor.commune, today)
    found, rows = listed(request, numbers)
    page = paginate(request, rows, per_page=50)
    context = {
        "page": page,
        "filter": found,
        "lines": lines(page, today, numbers.holding),
        "everything": "all" in request.GET,
        "past": len(numbers.rows) - len(numbers.current),
        "unconfirmed": sum(not row.confirmed for row in numbers.current),
    }
    return render(request, "campaigns/law.html", context)


def lines(rows, today: date, holding: set[LegalValue]) -> list[tuple]:
    """Return numbers as a reader knows them, each with whether it holds today."""
    return [(row, shown(row), _validity(row, today, holding)) for row in rows]


def shown(row: LegalValue) -> str:
    """Return a number as a reader knows it: an amount, a share, a coefficient."""
    if row.key == "base_salary" or row.key.startswith("amount."):
        return money(row.value)
    return f"{vn_number(row.value)}%" if row.key.startswith("share.") else vn_number(row.value)


def _validity(row: LegalValue, today: date, holding: set[LegalValue]) -> tuple[str, str]:
    """Return whether a number holds today, in a word with its tone."""
    if row in holding:
        return "Đang áp dụng", "success"
    if row.valid_from > today:
        return "Chưa áp dụng", "info"
    return ("Hết hiệu lực" if row.valid_to and row.valid_to < today else "Đã có mức thay thế"), "muted"


@requires(Can.MANAGE_COMMUNE)
def add(request):
    """Add the commune's own number that holds from a day on."""
    asked = {"key": request.GET.get("key", "")}
    form = LegalValueForm(request.POST or None, initial=asked, commune=request.actor.commune)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            row = law.change(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã thêm: {row}.")
            return redirect(here(request.actor, "campaigns:law"))
    return render(request, "campaigns/law_form.html", {"form": form, "title": "Thêm mức mới", "submit": "Thêm mức"})


@requires(Can.MANAGE_COMMUNE)
def confirm(request, pk):
    """Confirm a number, for the commune alone, after comparing it with the law's text."""
    row = get_object_or_404(LegalValue.objects.known_to(request.actor.commune), pk=pk)
    form = ConfirmForm(request.POST or None, initial={"source": row.source})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            row = law.confirm(row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã xác nhận: {row}.")
            return redirect(here(request.actor, "campaigns:law"))
    context = {
        "form": form,
        "title": "Xác nhận mức theo quy định",
        "submit": "Xác nhận",
        "row": row,
        "shown": shown(row),
    }
    return render(request, "campaigns/law_form.html", context)
