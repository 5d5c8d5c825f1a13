"""Taking a list out as a workbook or as CSV."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.access import Can, requires
from communes.addresses import here
from kit.vietnamese import file_stem
from kit.views import attempt
from reports.exports.base import LISTS, Asked, ExportList
from reports.models import Document
from reports.producers import TYPES
from reports.services import exports


@require_POST
@requires(Can.MAKE_PAPERS)
def export(request, list, pk=None):
    """Send a list as its page shows it under the query of the address; the workbook of a long one a worker makes."""
    listed = _fetch(request, list, about_record=pk is not None)
    record = get_object_or_404(listed.records(request.actor), pk=pk) if pk is not None else None
    asked = Asked(request.actor, request.GET, record)
    plain = request.POST.get("form") == "csv"
    take_out = exports.take_out_plain if plain else exports.take_out
    with attempt(request) as outcome:
        made = take_out(listed, asked, at=timezone.now())
    if not outcome.ok:
        return redirect(here(request.actor, "reports:documents"))
    if isinstance(made, Document):
        return redirect(made)
    answer = HttpResponse(made, content_type="text/csv; charset=utf-8" if plain else TYPES["xlsx"])
    stem = file_stem(listed.title_for(asked)) or listed.key
    training = "tap-huan-" if request.actor.commune.is_training else ""
    answer["Content-Disposition"] = f'attachment; filename="{training}{stem}.{"csv" if plain else "xlsx"}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _fetch(request, key: str, *, about_record: bool) -> ExportList:
    """Return a list that the actor may open; 404 for one that is not there, 403 for one behind other rights."""
    listed = LISTS.get(key)
    if listed is None or (listed.records is not None) != about_record:
        raise Http404
    if not listed.allows(request.actor):
        raise PermissionDenied
    return listed
