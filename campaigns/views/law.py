"""The law's numbers with their dates and sources, for officers to see and the administrator to keep up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from campaigns.forms.law import ConfirmForm, LegalValueForm
from campaigns.models import LegalValue
from campaigns.services import law
from communes.access import Can, requires
from communes.addresses import here
from kit.vietnamese import money, vn_number
from kit.views import paginate


@requires(Can.SEE_ALL_UNITS)
def listing(request):
    """List the numbers, those in force and those to come first; `?all` adds the ones that have ended."""
    today = timezone.localdate()
    ended = Q(valid_to__lt=today)
    rows = LegalValue.objects.order_by("title", "-valid_from")
    everything = "all" in request.GET
    page = paginate(request, rows if everything else rows.exclude(ended), per_page=50)
    context = {
        "page": page,
        "lines": [(row, shown(row), _validity(row, today)) for row in page],
        "everything": everything,
        "ended": rows.filter(ended).count(),
        "unconfirmed": rows.exclude(ended).filter(confirmed=False).count(),
    }
    return render(request, "campaigns/law.html", context)


def shown(row: LegalValue) -> str:
    """Return a number as a reader knows it: an amount, a share, a coefficient."""
    if row.key == "base_salary" or row.key.startswith("amount."):
        return money(row.value)
    return f"{vn_number(row.value)}%" if row.key.startswith("share.") else vn_number(row.value)


def _validity(row: LegalValue, today) -> tuple[str, str]:
    """Return whether a number holds today, in a word with its tone."""
    if row.valid_from > today:
        return "Chưa áp dụng", "info"
    return ("Hết hiệu lực", "muted") if row.valid_to and row.valid_to < today else ("Đang áp dụng", "success")


@requires(Can.MANAGE_COMMUNE)
def add(request):
    """Add a number that holds from a day on."""
    form = LegalValueForm(request.POST or None, initial={"key": request.GET.get("key", "")})
    if request.method == "POST" and form.is_valid():
        try:
            row = law.change(**form.cleaned_data, by=request.actor, at=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, f"Đã thêm: {row}.")
            return redirect(here(request.actor, "campaigns:law"))
    return render(request, "campaigns/law_form.html", {"form": form, "title": "Thêm mức mới", "submit": "Thêm mức"})


@requires(Can.MANAGE_COMMUNE)
def confirm(request, pk):
    """Confirm a number after comparing it with the law's text."""
    row = get_object_or_404(LegalValue, pk=pk)
    form = ConfirmForm(request.POST or None, initial={"source": row.source})
    if request.method == "POST" and form.is_valid():
        try:
            law.confirm(row, **form.cleaned_data, by=request.actor, at=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
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
