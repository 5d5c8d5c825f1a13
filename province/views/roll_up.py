"""The figures of a year from all communes: as a page, as a report in PDF and Word by a worker, as a workbook."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kit.sheets import Heading, Kind, write
from kit.vietnamese import file_stem
from kit.views import attempt
from province.access import May, requires
from province.documents import roll_up as paper
from province.models import RollUpPaper
from province.services import roll_up, roll_up_papers
from province.views.home import attachment
from province.views.shared import FIRST_YEAR, here, page, year_asked, year_tabs
from reports.producers import FORMAT_NAMES, TYPES

LATEST = 5


@requires(May.SEE)
def roll_up_page(request):
    """Show the figures of a year, and the reports that were made of it."""
    year = year_asked(request)
    found = roll_up.of_year(request.visitor, year)
    rows = RollUpPaper.objects.filter(province=request.visitor.province, year=year)
    made = rows.defer("content", "trace").order_by("-pk")
    facts = {
        "year": year,
        "tabs": year_tabs(year),
        "tables": [_table(found, "Phong trào thi đua", roll_up.CAMPAIGNS), _table(found, "Khen thưởng", roll_up.GIVEN)],
        "workbook_url": here(request, "roll-up-workbook", year),
        "make_url": here(request, "roll-up-make", year),
        "made": [_shown(request, each) for each in made[:LATEST]],
        "counted": paper.COUNTED,
        "doubt": paper.DOUBT,
    }
    return page(request, "province/roll_up.html", facts)


def _shown(request, made: RollUpPaper) -> dict:
    """Return a report as the page shows it: its files where it is ready, why not where it failed."""
    ready = made.status == RollUpPaper.Status.READY
    files = [(FORMAT_NAMES[each], here(request, "roll-up-file", made.pk, each)) for each in ("pdf", "docx") if ready]
    return {"paper": made, "files": files, "cause": made.cause}


def _table(found: roll_up.RollUp, title: str, figures) -> dict:
    """Return one table as the page shows it: each cell with the heading above it."""
    headings = [each.heading for each in figures]
    rows = [(str(commune), list(zip(headings, values, strict=True))) for commune, values in found.table(figures)]
    totals = list(zip(headings, found.totals(figures), strict=True))
    return {"title": title, "headings": headings, "rows": rows, "totals": totals}


def _ensure_year(year: int) -> None:
    """Answer 404 for a year of which there can be no figures."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404


@require_POST
@requires(May.SEE)
def make(request, year):
    """Have the report of a year made from the figures as they stand."""
    _ensure_year(year)
    with attempt(request, success="Đã xếp hàng tạo báo cáo. Tải lại trang sau ít phút để lấy tệp."):
        content = paper.build(roll_up.of_year(request.visitor, year)).to_json()
        roll_up_papers.request(year, content, by=request.visitor, at=timezone.now())
    return redirect(f"{here(request, 'roll-up')}?year={year}")


@requires(May.SEE)
def file(request, pk, format):
    """Hand over one file of a report that was made."""
    made = RollUpPaper.objects.filter(province=request.visitor.province, status=RollUpPaper.Status.READY)
    found = get_object_or_404(made.defer("content"), pk=pk)
    if format not in ("pdf", "docx"):
        raise Http404
    try:
        stored = getattr(found, format).open("rb")
    except FileNotFoundError:
        raise Http404("Tệp không còn trong kho lưu.") from None
    name = f"{file_stem(str(found))}.{format}"
    answer = FileResponse(stored, as_attachment=True, filename=name, content_type=TYPES[format])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(May.SEE)
def workbook(request, year):
    """Send all figures of a year in one sheet, the sums in the last row."""
    _ensure_year(year)
    found = roll_up.of_year(request.visitor, year)
    made, province, figures = BytesIO(), found.province, (*roll_up.CAMPAIGNS, *roll_up.GIVEN)
    rows = [[str(commune), *values] for commune, values in found.table(figures)]
    write(
        made, name=f"Tổng hợp {year}", title=f"Tổng hợp phong trào thi đua, khen thưởng năm {year}",
        author=f"{province.body} {province}", head=[f"{province.body} {province}", paper.COUNTED, paper.DOUBT],
        headings=[Heading("Địa phương"), *(Heading(each.heading, Kind.INTEGER) for each in figures)],
        rows=[*rows, ["Tổng cộng", *found.totals(figures)]], made_at=timezone.now(),
    )  # fmt: skip
    return attachment(made.getvalue(), f"Tổng hợp thi đua khen thưởng năm {year}", "xlsx")
