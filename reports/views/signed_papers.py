"""The digitally signed PDF of an issued paper: sent in, made here, fetched."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.views.evidence import stored_file
from communes.access import Can, requires
from communes.addresses import here
from communes.reauth import confirmed_to_open
from communes.services import reads
from kit.views import refusals
from reports.documents.registry import title_of
from reports.forms.signed_papers import SignedPaperForm, SigningForm
from reports.models import SignedPaper
from reports.services import signed_papers
from reports.views.documents import fetch


@requires(Can.ISSUE_PAPERS)
def upload(request, pk):
    """Take in the signed PDF of an issued paper."""
    document = _issued(request, pk)
    form = SignedPaperForm(
        request.POST or None, request.FILES or None, replacing=signed_papers.in_force(document) is not None
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        with refusals(form):
            signed_papers.receive(document, given.pop("file"), **given, by=request.actor, at=timezone.now())
            return redirect(document)
    return _page(request, document, form, "Tải lên bản ký số")


@requires(Can.ISSUE_PAPERS)
@confirmed_to_open
def sign(request, pk):
    """Sign an issued paper with the key of a PKCS#12 file."""
    document, on_server = _issued(request, pk), signed_papers.installation_keys() is not None
    replacing = signed_papers.in_force(document) is not None
    form = SigningForm(request.POST or None, request.FILES or None, replacing=replacing, on_server=on_server)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        with refusals(form):
            signed_papers.sign(document, given.pop("file", None), **given, by=request.actor, at=timezone.now())
            return redirect(document)
    return _page(request, document, form, "Ký số văn bản")


@require_safe
@requires(Can.ENTER)
def download(request, pk):
    """Hand over the signed PDF of a paper that the actor sees."""
    rows = SignedPaper.objects.within(request.actor).select_related("commune", "document")
    paper = get_object_or_404(rows, pk=pk)
    answer = stored_file(request, paper, as_attachment=True)
    if paper.document.confidential and answer.status_code == 200:
        at, label = timezone.now(), "Tải bản ký số của văn bản chưa công bố"
        reads.note("document.read", paper.document, by=request.actor, at=at, label=label)
    return answer


def _issued(request, pk: int):
    """Return an issued paper that the actor sees, or answer 404."""
    document = fetch(request, pk)
    if not signed_papers.may_bear(document):
        raise Http404
    return document


def _page(request, document, form, title: str):
    """Answer the page of a form."""
    crumbs = [
        ("Văn bản", here(request.actor, "reports:documents")),
        (title_of(document.kind), document.get_absolute_url()),
        (title, ""),
    ]
    facts = {"document": document, "form": form, "title": title, "crumbs": crumbs}
    return render(request, "reports/document_signed.html", facts)
