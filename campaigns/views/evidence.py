"""Opening and removing uploaded files."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import Evidence
from campaigns.services import evidence as files
from communes.access import Can, requires
from kit.views import attempt

SEALED = "default-src 'none'; sandbox"


@require_safe
@requires(Can.SEE_CAMPAIGNS)
def download(request, pk):
    """Hand a file over as a download."""
    return stored_file(_fetch(request, pk), as_attachment=True)


@require_safe
@requires(Can.SEE_CAMPAIGNS)
def preview(request, pk):
    """Show a picture in the browser; every other kind of file is a download only."""
    evidence = _fetch(request, pk)
    if evidence.kind not in files.SHOWN_INLINE:
        raise Http404
    return stored_file(evidence, as_attachment=False)


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


def stored_file(evidence, *, as_attachment: bool) -> FileResponse:
    """Stream a stored file (its `file`, `name` and `kind`) with a fixed type that no browser may guess anew."""
    try:
        stored = evidence.file.open("rb")
    except FileNotFoundError:
        raise Http404("Tệp không còn trong kho lưu.") from None
    response = FileResponse(
        stored, as_attachment=as_attachment, filename=evidence.name, content_type=files.TYPES[evidence.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    response["Cache-Control"] = "private, no-store"
    return response
