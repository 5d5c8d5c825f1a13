"""Giving a paper its number and date."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from communes.access import Can, requires
from communes.addresses import here
from communes.reauth import confirmed
from kit.views import refusals
from reports.documents.paper import Paper
from reports.documents.registry import title_of
from reports.forms.letters import NumberForm
from reports.services import issuing
from reports.views.documents import fetch


@requires(Can.ISSUE_PAPERS)
@confirmed
def issue(request, pk):
    """Give a paper its number and date; once, however often it is asked for."""
    document, now = fetch(request, pk), timezone.now()
    if not issuing.may_be_issued(document):
        raise Http404
    if issued := issuing.issued_of(document):
        messages.info(request, f"Văn bản này đã được cấp số {issued.number_words}.")
        return redirect(issued)
    against = issuing.blockers(document, by=request.actor, at=now)
    facts = {
        "document": document,
        "against": against,
        "crumbs": [
            ("Văn bản", here(request.actor, "reports:documents")),
            (title_of(document.kind), document.get_absolute_url()),
            ("Cấp số và ban hành", ""),
        ],
    }
    if against:
        return render(request, "reports/document_issue.html", facts)
    paper, today = Paper.from_json(document.content), timezone.localdate(now)
    initial = {"number": issuing.suggested(document, year=today.year), "on": today, "signer": paper.signer}
    form = NumberForm(request.POST or None, initial=initial)
    given = form.cleaned_data if form.is_valid() else initial
    form.ask(issuing.doubts(document, number=given["number"], on=given["on"], by=request.actor))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            return redirect(issuing.issue(document, **form.cleaned_data, by=request.actor, at=now))
    facts |= {"form": form, "head": paper.numbered(given["number"], given["on"]).letterhead}
    return render(request, "reports/document_issue.html", facts)
