"""The papers that communes sent upward: a list, and each file to fetch."""

from django.http import Http404
from django.utils import timezone

from campaigns.views.evidence import stored_file
from communes.models import Commune
from kit.views import filtered, paginate
from province.access import May, requires
from province.forms.filters import PaperFilter
from province.services import acts, upward
from province.views.shared import page
from reports.models import Summary
from reports.views.documents import sent

SORTS = {"sent": "told_on", "commune": "commune_slug", "campaign": "campaign_name", "kind": "which"}


@requires(May.SEE)
def papers(request):
    """List what the communes sent, the latest first."""
    asked = request.GET.get("sort", "")
    asked = asked if asked.removeprefix("-") in SORTS else "-sent"
    order = ("-" if asked.startswith("-") else "") + SORTS[asked.removeprefix("-")]
    with upward.of(request.visitor.commune_ids):
        found = filtered(request, PaperFilter, Summary.objects.none())
        shown = paginate(request, found.qs.order_by(order, "which", "-pk"))
        rows = upward.with_files(shown)
    return page(request, "province/paper_list.html", {"page": shown, "papers": rows, "filter": found})


@requires(May.SEE)
def download(request, kind, pk, format):
    """Hand over one file of a paper that was sent upward; the commune's history says who fetched it."""
    with upward.of(request.visitor.commune_ids):
        paper = upward.paper(kind, pk)
        if paper is None or format not in dict(paper.formats):
            raise Http404
        signed = format == upward.SIGNED
        answer = stored_file(request, paper.signed, as_attachment=True) if signed else sent(paper.document, format)
        commune = Commune.objects.get(pk=paper.commune)
    if answer.status_code == 200:
        label = f"Cấp tỉnh tải {paper.kind_words.lower()} số {paper.number_words}"
        acts.note_read(paper.document, commune, by=request.visitor, at=timezone.now(), label=label)
    return answer
