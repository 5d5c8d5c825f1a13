"""The communes of a province: at a glance, in a list, one by one, as a workbook."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kit.sheets import Heading, Kind, write
from kit.vietnamese import file_stem
from kit.views import filtered, paginate, sort
from province.access import May, requires
from province.forms.filters import CommuneFilter
from province.models import ProvinceCommune
from province.rules.counting import tallied
from province.services import roll_up, upward
from province.views.shared import here, page, year_asked, year_tabs
from reports.exports.base import filters_in_words
from reports.producers import TYPES

LATEST = 10
SORTS = {"name": "commune__slug", "campaigns": "campaigns", "missing": "missing",
         "finals": "finals", "interims": "interims", "proposals": "proposals", "awards": "awards"}  # fmt: skip
COLUMNS = (
    Heading("Địa phương"),
    *(
        Heading(label, Kind.INTEGER)
        for label in (
            "Phong trào", "Phải tổng kết", "Đã gửi tổng kết", "Còn thiếu", "Báo cáo tổng kết gửi trong năm",
            "Báo cáo sơ kết gửi trong năm", "Tờ trình gửi trong năm", "Khen thưởng đã công bố",
        )
    ),
)  # fmt: skip


def _rows(request, year: int):
    """Return the communes of the visitor's province with their figures, inside the scope of all of them."""
    rows = ProvinceCommune.objects.filter(commune__in=request.visitor.commune_ids).select_related("commune", "province")
    return upward.with_figures(rows, year, timezone.localdate())


@requires(May.SEE)
def home(request):
    """Show how the communes stand in a year: who owes a summary, what arrived last, the figures of all."""
    year = year_asked(request)
    with upward.of(request.visitor.commune_ids):
        rows = list(_rows(request, year).order_by("-missing", "commune__slug", "pk"))
        latest = upward.with_files(upward.papers().order_by("-told_on", "which", "-pk")[:LATEST])
    names = ("campaigns", "due", "summed", "missing", "finals", "interims", "proposals", "awards")
    facts = {
        "year": year,
        "tabs": year_tabs(year),
        "number": len(rows),
        "sums": {name: sum(getattr(each, name) for each in rows) for name in names},
        "owing": [each for each in rows if each.missing][:LATEST],
        "owing_number": sum(bool(each.missing) for each in rows),
        "latest": latest,
        "due_words": f"trong {sum(each.due for each in rows)} phong trào đã hết thời gian",
        "missing_url": f"{here(request, 'communes')}?year={year}&sent=missing",
        "list_url": f"{here(request, 'communes')}?year={year}",
        "papers_url": here(request, "papers"),
    }
    return page(request, "province/home.html", facts)


def _listed(request, year: int):
    """Return the filters of the list of communes and its rows in the order asked for."""
    found = filtered(request, CommuneFilter, _rows(request, year))
    return found, sort(request, found.qs, allowed=SORTS, default="name")


@requires(May.SEE)
def communes(request):
    """List the communes with what each sent and gave in a year."""
    year = year_asked(request)
    with upward.of(request.visitor.commune_ids):
        found, rows = _listed(request, year)
        shown = paginate(request, rows)
        facts = {"page": shown, "filter": found, "year": year, "tabs": year_tabs(year)}
        facts["year_words"] = f"Năm {year}"
        return page(request, "province/commune_list.html", facts)


@requires(May.SEE)
def workbook(request):
    """Send the list of communes as its page shows it."""
    year, made, province = year_asked(request), BytesIO(), request.visitor.province
    with upward.of(request.visitor.commune_ids):
        found, rows = _listed(request, year)
        write(
            made, name="Địa phương", title=f"Các địa phương, năm {year}", author=f"{province.body} {province}",
            head=[f"{province.body} {province}", *filters_in_words(found)], headings=COLUMNS,
            rows=([str(each.commune), each.campaigns, each.due, each.summed, each.missing, each.finals, each.interims,
                   each.proposals, each.awards] for each in rows),
            made_at=timezone.now(),
        )  # fmt: skip
    return attachment(made.getvalue(), f"Các địa phương năm {year}", "xlsx")


@requires(May.SEE)
def commune(request, pk):
    """Show one commune: its campaigns of a year, its awards, the papers that it sent."""
    year = year_asked(request)
    rows = ProvinceCommune.objects.filter(commune__in=request.visitor.commune_ids)
    row = get_object_or_404(rows.select_related("commune", "province"), pk=pk)
    with upward.of([row.commune_id]):
        held = list(upward.held_in(year).order_by("-starts_on", "pk"))
        tally = tallied([row.commune_id], upward.held(year), upward.given(year), upward.above(year))[row.commune_id]
        sent = upward.with_files(upward.papers(year=year).order_by("-told_on", "which", "-pk"))
    facts = {
        "row": row,
        "year": year,
        "tabs": year_tabs(year),
        "held": held,
        "sent": sent,
        "given": [(each.label, each.of(tally)) for each in roll_up.GIVEN if each.of(tally)],
        "crumbs": [("Địa phương", here(request, "communes")), (str(row.commune), "")],
    }
    return page(request, "province/commune.html", facts)


def attachment(content: bytes, name: str, format: str) -> HttpResponse:
    """Return a file that was made on demand, as an attachment that no cache keeps."""
    answer = HttpResponse(content, content_type=TYPES[format])
    answer["Content-Disposition"] = f'attachment; filename="{file_stem(name)}.{format}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
