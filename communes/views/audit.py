"""The audit: every line of history with its seals, the check of the chain, and what an inspector takes along."""

from collections.abc import Iterator
from datetime import datetime

from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communes.access import Can, requires
from communes.addresses import here
from communes.forms.filters import AuditFilter
from communes.models import HistoryEntry
from communes.reauth import confirmed, confirmed_to_open
from communes.services import audit, audit_export, reads, seals
from kit.views import attempt, filtered, paginate, sort

SORTS = {"at": ["at"], "who": ["actor_name", "at"], "act": ["label", "at"], "record": ["record_title", "at"]}


@require_safe
@requires(Can.SEE_AUDIT)
@confirmed_to_open
def audit_list(request):
    """Show how the chain stands and every line that the actor may know of, the latest first.

    Numbers count what is not announced too: they are for those who may take the whole out.
    """
    at, actor = timezone.now(), request.actor
    reads.note("audit.read", actor.commune, by=actor, at=at, label="Xem nhật ký hệ thống")
    lines = HistoryEntry.objects.within(actor).select_related("unit", "seal")
    found = filtered(request, AuditFilter, lines)
    asked = request.GET.get("sort", "").removeprefix("-") in SORTS
    rows = sort(request, found.qs, allowed=SORTS, default="-at") if asked else found.qs.order_by("-pk")
    numbered = actor.may(Can.EXPORT_AUDIT)
    facts = {
        "page": paginate(request, rows),
        "filter": found,
        "standing": audit.standing(actor.commune, actor=actor, at=at),
        "numbered": numbered,
        "last": seals.last_seal(actor.commune) if numbered else None,
    }
    return render(request, "communes/audit.html", facts)


@require_POST
@requires(Can.SEE_AUDIT)
def check(request):
    """Ask for a check of the whole chain."""
    with attempt(request, success="Đã ghi yêu cầu. Kết quả hiện ở trang này sau ít phút."):
        audit.ask(request.actor.commune, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "communes:audit"))


@require_POST
@requires(Can.EXPORT_AUDIT)
@confirmed
def export(request):
    """Send the whole chain as lines of JSON."""
    at, commune = timezone.now(), request.actor.commune
    return handed_out(audit_export.take_out(commune, by=request.actor, at=at), commune.slug, at=at)


def handed_out(lines: Iterator[str], slug: str, *, at: datetime) -> StreamingHttpResponse:
    """Answer the lines of a history as a file that is sent while it is read."""
    answer = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    stem = f"nhat-ky-{slug}-{timezone.localdate(at):%Y%m%d}"
    answer["Content-Disposition"] = f'attachment; filename="{stem}.jsonl"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
