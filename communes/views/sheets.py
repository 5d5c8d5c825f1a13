"""Pages of Excel tables: the template, sending one in, what was read, settling it."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from communes.access import Can, requires
from communes.addresses import here
from communes.forms.sheets import SheetFilter, SheetForm, choices_in, in_bulk
from communes.models import SheetReading
from communes.rules.tables import DOES, OPEN
from communes.services import reads, sheets
from kit import digits
from kit.cells import plain
from kit.vietnamese import begun_small
from kit.views import attempt, filtered, paginate, refusals, sort

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS = (Can.MANAGE_PEOPLE, Can.MANAGE_COMMUNE, Can.KEEP_STANDING, Can.RECEIVE_REPORTS, Can.REPORT_RESULTS)
SORTS = {"uploaded": "uploaded_at", "title": "title", "status": "status", "by": "uploaded_by"}
TONES = {"add": "success", "change": "info", "keep": "muted", "skip": "muted", "wrong": "danger", "ask": "warning"}


def _kind(request, key: str) -> sheets.SheetKind:
    """Return a kind of table that has a page here, or answer 404; 403 without the right to it."""
    kind = sheets.KINDS.get(key)
    if kind is None or not kind.open:
        raise Http404
    if not sheets.admits(kind, request.actor):
        raise PermissionDenied
    return kind


def _fetch(request, pk: int) -> SheetReading:
    """Return a reading that the actor may see, or answer 404."""
    rows = SheetReading.objects.within(request.actor).select_related("commune", "unit")
    return get_object_or_404(rows, pk=pk)


def listed(request):
    """Return the filters of the list and its rows in the order asked for."""
    rows = SheetReading.objects.within(request.actor).for_list()
    found = filtered(request, SheetFilter, rows, actor=request.actor)
    return found, sort(request, found.qs, allowed=SORTS, default="-uploaded")


@require_safe
@requires(*READERS)
def index(request):
    """Offer the templates, and list the tables that were sent in."""
    found, rows = listed(request)
    page = paginate(request, rows)
    facts = {"page": page, "filter": found, "kinds": sheets.kinds_for(request.actor)}
    return render(request, "communes/sheet_list.html", facts)


@require_safe
@requires(*READERS)
def template(request, kind):
    """Hand the table to fill in over."""
    found = _kind(request, kind)
    content = sheets.template(found, by=request.actor, at=timezone.now())
    return workbook(content, f"Mẫu {found.title.lower()} – {request.actor.commune}.xlsx")


def workbook(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved under a name."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(*READERS)
def upload(request, kind):
    """Take a filled table in and check it; what cannot be read keeps its sender on the page."""
    found = _kind(request, kind)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            book = sheets.opened(form.cleaned_data["file"])
            return redirect(sheets.receive(found, book, by=request.actor, at=timezone.now()))
    facts = {
        "kind": found,
        "form": form,
        "crumbs": [("Nhập từ Excel", here(request.actor, "communes:sheets")), (found.title, "")],
    }
    return render(request, "communes/sheet_upload.html", facts)


@require_safe
@requires(*READERS)
def detail(request, pk):
    """Show what was read, row by row, what is wrong, what is asked, and what would be written."""
    reading = _fetch(request, pk)
    kind = sheets.KINDS[reading.kind]
    waiting = [line for line in reading.lines if line["does"] in OPEN or line["question"]]
    show = request.GET.get("show") or ("open" if reading.is_open and waiting else "all")
    lines = waiting if show == "open" else reading.lines
    page = paginate(request, lines)
    after = kind.after(reading, request.actor) if kind.after else here(request.actor, kind.page)
    counts = [
        (label, reading.counts.get(does, 0), TONES[does]) for does, label in DOES.items() if reading.counts.get(does)
    ]
    facts = {
        "crumbs": [("Nhập từ Excel", here(request.actor, "communes:sheets")), (reading.title, "")],
        "reading": reading,
        "kind": kind,
        "page": page,
        "lines": [_shown(line, kind) for line in page],
        "counts": counts,
        "after": after,
        "blockers": reading.blockers_to_apply() if reading.is_open else [],
        "suggestions": sum(bool(line["suggested"]) and not line["chosen"] for line in reading.lines),
        "wrong": reading.counts.get("wrong", 0),
        "choosing": any(line["options"] for line in reading.lines),
        "tabs": [
            {"label": "Cần xem", "url": "?show=open", "count": len(waiting), "current": show == "open"},
            {"label": "Tất cả các dòng", "url": "?show=all", "count": len(reading.lines), "current": show != "open"},
        ],
        "show": "open" if show == "open" else "all",
    }
    return render(request, "communes/sheet.html", facts)


def _shown(line: dict, kind: sheets.SheetKind) -> dict:
    """Return a line with what its badge says, and the words of its cells under their headings, the first one apart."""
    labels = [column.label for column in kind.seen]
    cells = [pair for pair in zip(labels, line["words"], strict=True) if pair[1]]
    return {
        **line, "lead": line["words"][0], "cells": [pair for pair in cells if pair[0] != labels[0]],
        "does_words": DOES[line["does"]], "tone": TONES[line["does"]],
    }  # fmt: skip


def _back(request, reading: SheetReading) -> str:
    """Return the page of the reading as it was left."""
    show, number = request.POST.get("show", ""), digits.number(request.POST.get("page", ""))
    asked = [f"show={show}"] if show in ("open", "all") else []
    asked += [f"page={number}"] if number is not None else []
    return reading.get_absolute_url() + (f"?{'&'.join(asked)}" if asked else "")


@require_POST
@requires(*READERS)
def choose(request, pk):
    """Keep what was chosen for rows."""
    reading = _fetch(request, pk)
    with attempt(request, success="Đã ghi cách xử lý và kiểm tra lại cả bảng."):
        sheets.choose(
            reading, choices_in(request.POST), by=request.actor, at=timezone.now(), in_bulk=in_bulk(request.POST)
        )
    return redirect(_back(request, reading))


@require_POST
@requires(*READERS)
def apply(request, pk):
    """Write every row of a table, or none."""
    reading = _fetch(request, pk)
    kind = sheets.KINDS[reading.kind]
    with attempt(request, success=f"Đã nhập {begun_small(reading.title)} từ tệp “{reading.name}”.") as tried:
        sheets.apply(reading, by=request.actor, at=timezone.now())
    if tried.ok and kind.after:
        return redirect(kind.after(reading, request.actor))
    return redirect(reading)


@require_POST
@requires(*READERS)
def discard(request, pk):
    """Put a table aside."""
    reading = _fetch(request, pk)
    with attempt(request, success="Đã bỏ tệp; không có gì được nhập."):
        sheets.discard(reading, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "communes:sheets"))


@require_safe
@requires(*READERS)
def file(request, pk):
    """Hand the file over as it was sent."""
    reading = _fetch(request, pk)
    try:
        stored = reading.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404("Tệp không còn trong kho lưu.") from None
    reads.note("sheetreading.read", reading, by=request.actor, at=timezone.now(), label="Tải bảng Excel đã gửi vào")
    answer = FileResponse(stored, as_attachment=True, filename=plain(reading.name), content_type=XLSX)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
