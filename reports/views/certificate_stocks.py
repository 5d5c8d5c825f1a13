"""Pages of certificate stocks: what they are, where each line stands, the emblem, the printers, the test sheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.views.evidence import SEALED
from communes.access import Can, requires
from communes.addresses import here
from kit import digits
from kit.views import attempt, refusals
from reports.forms.certificates import EmblemForm, LayoutForms, OffsetForm, StockForm
from reports.models import CertificateStock, PrinterOffset
from reports.models.certificate_fields import BY_KEY, box
from reports.services import certificate_stocks as stocks


def _fetch(request, pk: int) -> CertificateStock:
    """Return a stock of the actor's commune, or answer 404."""
    return get_object_or_404(CertificateStock.objects.within(request.actor).select_related("commune"), pk=pk)


def _crumbs(request, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the path to a page of stocks."""
    return [("Phôi giấy khen", here(request.actor, "reports:certificate-stocks")), *more]


@requires(Can.KEEP_CERTIFICATES)
def index(request):
    """List the stocks, those out of use last."""
    found = CertificateStock.objects.within(request.actor).order_by("retired", "award", "-preferred", "name")
    return render(request, "reports/certificate_stocks.html", {"stocks": found.select_related("commune")})


@requires(Can.KEEP_CERTIFICATES)
def create(request):
    """Enter a stock."""
    form = StockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            stock = stocks.create(**form.facts(), by=request.actor, at=timezone.now())
            messages.success(request, f"Đã lập phôi {stock.name}. Hãy chỉnh vị trí các dòng và in trang thử.")
            return redirect(stock)
    facts = {"form": form, "title": "Lập phôi giấy khen", "back": here(request.actor, "reports:certificate-stocks")}
    return render(request, "reports/certificate_stock_form.html", facts | {"crumbs": _crumbs(request)})


@requires(Can.KEEP_CERTIFICATES)
def edit(request, pk):
    """Change what a stock is."""
    stock = _fetch(request, pk)
    form = StockForm(request.POST or None, instance=stock)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            stocks.change(stock, **form.facts(), by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu thay đổi.")
            return redirect(stock)
    crumbs = _crumbs(request, (stock.name, stock.get_absolute_url()))
    facts = {"form": form, "title": "Sửa phôi giấy khen", "back": stock.get_absolute_url(), "crumbs": crumbs}
    return render(request, "reports/certificate_stock_form.html", facts)


@requires(Can.KEEP_CERTIFICATES)
def detail(request, pk):
    """Show a stock: a picture of its lines, its emblem, its printers."""
    stock = _fetch(request, pk)
    return _shown(request, stock, OffsetForm(), EmblemForm())


def _shown(request, stock: CertificateStock, offset_form, emblem_form):
    """Show the page of a stock with its two small forms."""
    facts = {
        "stock": stock,
        "boxes": boxes(stock.places),
        "printers": stock.printers.order_by("printer"),
        "offset_form": offset_form,
        "emblem_form": None if stock.overprint else emblem_form,
        "emblem_url": here(request.actor, "reports:certificate-emblem-picture", stock.pk),
        "crumbs": _crumbs(request, (stock.name, "")),
    }
    return render(request, "reports/certificate_stock.html", facts)


def boxes(places: dict[str, dict]) -> list[dict]:
    """Return each line's room and sample as the drawing of a sheet shows them, from the foot of its first line."""
    drawn = []
    for key, place in places.items():
        field, (_, top, _, bottom) = BY_KEY[key], box(key, place)
        align, width = place["align"], place["width"]
        drawn.append({
            "key": key,
            "field": field,
            "place": place,
            "rise": round(top - place["y"], 2),
            "height": round(bottom - top, 2),
            "size": round(place["size"] * 25.4 / 72, 2),
            "sample": field.sample.split("\n"),
            "anchor": {"left": 0, "center": width / 2, "right": width}[align],
            "side": {"left": "start", "center": "middle", "right": "end"}[align],
        })  # fmt: skip
    return drawn


@requires(Can.KEEP_CERTIFICATES)
def layout(request, pk):
    """Move the lines of a stock by hand, by keys or by typed millimetres."""
    stock = _fetch(request, pk)
    forms = LayoutForms(request.POST or None, stock=stock)
    if request.method == "POST" and forms.is_valid():
        try:
            stocks.set_layout(stock, forms.layout(), by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu vị trí các dòng.")
            return redirect(stock)
        except ValidationError as problem:
            forms.refuse(problem)
    crumbs = _crumbs(request, (stock.name, stock.get_absolute_url()), ("Vị trí các dòng", ""))
    drawn = boxes(stock.places)
    rows = list(zip(drawn, forms, strict=True))
    facts = {"stock": stock, "boxes": drawn, "rows": rows, "forms": forms, "crumbs": crumbs}
    facts["emblem_url"] = here(request.actor, "reports:certificate-emblem-picture", stock.pk)
    return render(request, "reports/certificate_layout.html", facts)


@require_POST
@requires(Can.KEEP_CERTIFICATES)
def printers(request, pk):
    """Remember what a printer shifts this stock by, or forget a printer."""
    stock = _fetch(request, pk)
    if (dropped := digits.number(request.POST.get("drop", ""))) is not None:
        offset = get_object_or_404(PrinterOffset.objects.filter(stock=stock), pk=dropped)
        with attempt(request, success=f"Đã bỏ máy in {offset.printer}."):
            stocks.drop_offset(offset, by=request.actor, at=timezone.now())
        return redirect(stock)
    form = OffsetForm(request.POST)
    if form.is_valid():
        with refusals(form):
            offset = stocks.set_offset(stock, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi độ dịch của máy in {offset.printer}.")
            return redirect(stock)
    return _shown(request, stock, form, EmblemForm())


@require_POST
@requires(Can.KEEP_CERTIFICATES)
def emblem(request, pk):
    """Keep the picture of the emblem."""
    stock = _fetch(request, pk)
    form = EmblemForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals(form):
            stocks.set_emblem(stock, form.cleaned_data["file"], by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu ảnh Quốc huy.")
            return redirect(stock)
    return _shown(request, stock, OffsetForm(), form)


@require_safe
@requires(Can.KEEP_CERTIFICATES)
def emblem_picture(request, pk):
    """Show the picture of the emblem."""
    stock = _fetch(request, pk)
    if not stock.emblem:
        raise Http404
    try:
        stored = stock.emblem.open("rb")
    except FileNotFoundError:
        raise Http404("Ảnh không còn trong kho lưu.") from None
    answer = FileResponse(stored, content_type="image/png", filename="quoc-huy.png")
    return _sealed(answer)


@require_safe
@requires(Can.KEEP_CERTIFICATES)
def test_sheet(request, pk):
    """Send the test sheet, for a printer of the stock where one is named."""
    stock = _fetch(request, pk)
    named = request.GET.get("printer", "")
    offset = None
    if named:
        offset = get_object_or_404(PrinterOffset.objects.filter(stock=stock), pk=digits.number(named))
    answer = HttpResponse(stocks.test_sheet(stock, offset), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="trang-in-thu-{stock.pk}.pdf"'
    return _sealed(answer)


def _sealed(answer):
    """Let no browser guess what a file is, nor keep it."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SEALED
    answer["Cache-Control"] = "private, no-store"
    return answer
