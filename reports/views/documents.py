"""Papers: asking for one, watching it being made, fetching it."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from communes.access import Can, requires
from communes.addresses import here
from communes.services import reads
from kit import storing
from kit.views import attempt, filtered, paginate, sort
from reports import workers
from reports.documents.registry import KINDS, title_of
from reports.forms.documents import DocumentFilter
from reports.models import Document, Letter
from reports.producers import FORMAT_NAMES, TYPES
from reports.services import documents, issuing, signed_papers

SORTS = {"asked": "requested_at", "title": "title", "status": "status", "kind": "kind",
         "number": ["issued_on", "number"]}  # fmt: skip
ACTS = {"cancel": documents.cancel, "retry": documents.retry}
DONE = {"cancel": "Đã hủy việc tạo văn bản.", "retry": "Đã xếp văn bản vào hàng chờ tạo lại."}


@requires(Can.ENTER)
def document_list(request):
    """List the papers that the actor sees."""
    found = filtered(request, DocumentFilter, Document.objects.within(request.actor).for_list())
    page = paginate(request, sort(request, found.qs, allowed=SORTS, default="-asked"))
    for document in page:
        document.kind_title, document.offered = title_of(document.kind), offered(document)
    return render(request, "reports/document_list.html", {"page": page, "filter": found})


@requires(Can.ENTER)
def detail(request, pk):
    """Show one paper: where its making stands, its files, its history."""
    document = fetch(request, pk)
    facts = _facts(request, document) | {"letter_kinds": Letter.PAPERS.values()}
    if signed_papers.may_bear(document):
        signed = signed_papers.in_force(document)
        facts |= {
            "bears_signed": True,
            "signed": signed,
            "signed_files": [signed] if signed else [],
            "earlier_signed": signed_papers.earlier(document),
            "may_sign": request.actor.may(Can.ISSUE_PAPERS),
        }
    facts["anew"] = facts.get("ready") and facts["may_act"] and issuing.changed(document, by=request.actor)
    return render(request, "reports/document.html", facts)


@requires(Can.ENTER)
def progress(request, pk):
    """Answer the part of a paper's page that refreshes itself."""
    return render(request, "reports/_progress.html", _facts(request, fetch(request, pk)))


def fetch(request, pk: int) -> Document:
    """Return a paper that the actor sees, or answer 404."""
    return get_object_or_404(Document.objects.within(request.actor).for_list(), pk=pk)


def _facts(request, document: Document) -> dict:
    """Return what a paper's page shows, and its part that refreshes itself: the files with what is done with them."""
    return _numbering(request, document) | {
        "document": document,
        "kind_title": title_of(document.kind),
        "offered": offered(document),
        "may_act": request.actor.may(Can.MAKE_PAPERS),
        "silent_for": workers.silent_for(at=timezone.now()) if document.unfinished else None,
        "crumbs": [("Văn bản", here(request.actor, "reports:documents")), (title_of(document.kind), "")],
    }


def _numbering(request, document: Document) -> dict:
    """Return whether a paper has its number, waits for one, and whether the actor may give it."""
    if document.unfinished or not issuing.may_be_issued(document):
        return {}
    issued = issuing.issued_of(document)
    ready = document.status == Document.Status.READY and issued is None and not issuing.superseded(document)
    return {"issued": issued, "ready": ready, "may_issue": ready and request.actor.may(Can.ISSUE_PAPERS)}


def offered(document: Document) -> list[dict]:
    """Return the files of a finished paper: format, its name in words, size and hash."""
    if not document.finished:
        return []
    return [{"format": format, "name": FORMAT_NAMES[format], **file} for format, file in document.files.items()]


@require_POST
@requires(Can.MAKE_PAPERS)
def request_paper(request, kind, pk):
    """Have a paper made of a record as it stands now."""
    if kind not in KINDS:
        raise Http404
    record = get_object_or_404(KINDS[kind].within(request.actor), pk=pk)
    with attempt(request):
        return redirect(documents.request(KINDS[kind], record, by=request.actor, at=timezone.now()))
    return redirect(here(request.actor, "reports:documents"))


@require_POST
@requires(Can.MAKE_PAPERS)
def act(request, pk, action):
    """Cancel a paper, or have it made again."""
    document = fetch(request, pk)
    if action not in ACTS:
        raise Http404
    with attempt(request, success=DONE[action]):
        ACTS[action](document, by=request.actor, at=timezone.now())
    return redirect(document)


@requires(Can.ENTER)
def download(request, pk, format):
    """Send a finished paper's file, always as an attachment."""
    document = fetch(request, pk)
    answer = sent(document, format)
    if document.confidential:
        reads.note("document.read", document, by=request.actor, at=timezone.now(), label="Tải văn bản chưa công bố")
    return answer


def sent(document: Document, format: str) -> FileResponse:
    """Return a finished paper's file as an attachment."""
    if not document.finished:
        raise PermissionDenied
    if format not in document.files:
        raise Http404
    try:
        stored = storing.opened(document.files[format]["path"])
    except FileNotFoundError:
        raise Http404("Tệp không còn trong kho lưu.") from None
    answer = FileResponse(
        stored,
        as_attachment=True,
        filename=f"{document.file_stem}.{format}",
        content_type=TYPES[format],
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
