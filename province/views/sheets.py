"""Communes from an Excel list: template, upload, preview, all or none."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.forms.sheets import SheetForm
from communes.reauth import confirmed
from communes.services.sheets import opened
from kit.views import attempt, paginate, refusals
from province.access import May, requires
from province.models import CommuneSheet
from province.services import sheets
from province.views.home import attachment
from province.views.shared import here, page


def _sheet(request, pk: int) -> CommuneSheet:
    """Return a list of the visitor's province, or answer 404."""
    rows = CommuneSheet.objects.filter(province=request.visitor.province).select_related("province")
    return get_object_or_404(rows, pk=pk)


@requires(May.MANAGE)
def index(request):
    """Take a list in, and show those that came before."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            book = opened(form.cleaned_data["file"])
            return redirect(sheets.receive(request.visitor.province, book, by=request.visitor, at=timezone.now()))
    rows = CommuneSheet.objects.filter(province=request.visitor.province).defer("rows").order_by("-pk")
    facts = {
        "form": form,
        "columns": sheets.COLUMNS,
        "guide": sheets.GUIDE,
        "sheets": rows.select_related("province")[:20],
    }
    return page(request, "province/sheets.html", facts)


@requires(May.MANAGE)
def template(request):
    """Send the workbook to fill in."""
    made = sheets.template(request.visitor.province, at=timezone.now())
    return attachment(made, "Mẫu danh sách địa phương", "xlsx")


@requires(May.MANAGE)
def detail(request, pk):
    """Show a list row by row, with what stands against each."""
    sheet = _sheet(request, pk)
    is_open = sheet.status == CommuneSheet.Status.CHECKED
    lines = sheets.check(sheet) if is_open else []
    told = [(line, [finding.told(line.row) for finding in line.findings]) for line in lines]
    wrong = [pair for pair in told if pair[1]]
    shown = paginate(request, wrong + [pair for pair in told if not pair[1]])
    facts = {
        "sheet": sheet,
        "is_open": is_open,
        "page": shown,
        "number": len(lines),
        "wrong": len(wrong),
        "blockers": [f"Còn {len(wrong)} dòng có lỗi. Hãy sửa trong Excel rồi tải lên lại."] if wrong else [],
        "crumbs": [("Lập từ Excel", here(request, "sheets")), (sheet.name, "")],
    }
    return page(request, "province/sheet.html", facts)


@require_POST
@requires(May.MANAGE)
@confirmed
def apply(request, pk):
    """Make every commune of a list, or none."""
    sheet = _sheet(request, pk)
    with attempt(request) as outcome:
        number = sheets.apply(sheet, by=request.visitor, at=timezone.now())
    if not outcome.ok:
        return redirect(sheet)
    messages.success(request, f"Đã lập {number} địa phương. Hãy giao mật khẩu lần đầu cho người quản trị.")
    return redirect(here(request, "hand-over"))


@require_POST
@requires(May.MANAGE)
def discard(request, pk):
    """Put a list aside."""
    sheet = _sheet(request, pk)
    with attempt(request, success="Đã bỏ danh sách; không có gì được lập."):
        sheets.discard(sheet, by=request.visitor, at=timezone.now())
    return redirect(here(request, "sheets"))
