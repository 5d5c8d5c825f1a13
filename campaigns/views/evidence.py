"""Opening and removing uploaded files."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import Evidence
from campaigns.services import evidence as files
from campaigns.services import upload_checks
from communes.access import Can, requires
from kit.views import attempt

SEALED = "default-src 'none'; sandbox"


@require_safe
@requires(Can.SEE_CAMPAIGNS)
def download(request, pk):
    """Hand a file over as a download."""
    return stored_file(request, _fetch(request, pk), as_attachment=True)


@require_safe
@requires(Can.SEE_CAMPAIGNS)
def preview(request, pk):
    """Show a picture in the browser, written anew; every other kind of file is a download only."""
    evidence = _fetch(request, pk)
    if evidence.kind not in files.SHOWN_INLINE:
        raise Http404
    if held := _held(request, evidence):
        return held
    try:
        content = files.shown(evidence)
    except (FileNotFoundError, ValueError, ValidationError):
        raise Http404("Tệp không còn trong kho lưu, hoặc không xem được.") from None
    answer = HttpResponse(content, content_type=files.TYPES["jpg"])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=evidence.name)
    return _sealed(answer)


@require_POST
@requires(Can.REPORT_RESULTS, Can.PLAN_UNIT, Can.RECEIVE_REPORTS, Can.INSPECT)
def remove(request, pk):
    """Take a file out of its record."""
    evidence = _fetch(request, pk)
    with attempt(request, success=f"Đã bỏ tệp “{evidence.name}”."):
        files.remove(evidence, by=request.actor, at=timezone.now())
    return redirect(evidence.owner)


def _fetch(request, pk) -> Evidence:
    """Return a file that the actor may open, or answer 404."""
    rows = Evidence.objects.within(request.actor).select_related(
        "commune",
        "obligation__campaign__commune",
        "unit_plan__campaign__commune",
        "inspection__campaign__commune",
    )
    evidence = get_object_or_404(rows, pk=pk)
    if not files.may_open(evidence):
        raise Http404
    return evidence


def _held(request, evidence) -> HttpResponse | None:
    """Answer in words where the virus scanner stands against handing a file out."""
    words = upload_checks.against(evidence.file.name)
    facts = {"name": evidence.name, "words": words}
    return render(request, "campaigns/file_held.html", facts, status=403) if words else None


def stored_file(request, evidence, *, as_attachment: bool) -> HttpResponseBase:
    """Stream a stored file (its `file`, `name` and `kind`) with a fixed type that no browser may guess anew."""
    if held := _held(request, evidence):
        return held
    try:
        stored = evidence.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404("Tệp không còn trong kho lưu.") from None
    response = FileResponse(
        stored, as_attachment=as_attachment, filename=evidence.name, content_type=files.TYPES[evidence.kind]
    )
    return _sealed(response)


def _sealed(response):
    """Return an answer that no browser may guess anew, run or keep."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    response["Cache-Control"] = "private, no-store"
    return response
