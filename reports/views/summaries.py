"""Interim and final summaries: drafted from the records, edited, issued."""

from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.views.shared import campaign_tabs, fetch_campaign
from communes.access import Can, requires
from communes.acting import offers
from communes.addresses import here
from communes.reauth import confirmed
from communes.services import registers
from kit.forms import ReasonForm
from kit.views import attempt, filtered, paginate, refusals, saved_as_typed, saving, sort
from reports.figures import gather
from reports.forms.summaries import IssueForm, SectionsForm, StartForm, SummaryFilter
from reports.models import SECTIONS, Document, Summary
from reports.services import summaries

SORTS = {"made": "made_at", "kind": ["kind", "year"], "status": "status", "issued": ["issued_on", "number"]}
WITH_REASON = {"return": summaries.send_back, "reopen": summaries.reopen}
PLAIN = {"submit": summaries.submit, "approve": summaries.approve}
DONE = {
    "submit": "Đã trình báo cáo.",
    "approve": "Đã duyệt báo cáo. Văn thư cấp số để ban hành.",
    "return": "Đã trả lại báo cáo để sửa.",
    "reopen": "Đã mở lại báo cáo để sửa.",
}


def _fetch(request, pk: int) -> Summary:
    """Return a summary that the actor sees, or answer 404."""
    rows = Summary.objects.within(request.actor).select_related("campaign__commune", "document", "replaces")
    return get_object_or_404(rows, pk=pk)


def listed(request, campaign):
    """Return the filters of the list and its rows in the order asked for."""
    rows = Summary.objects.within(request.actor).filter(campaign=campaign)
    found = filtered(request, SummaryFilter, rows.select_related("campaign__commune").defer("sections", "figures"))
    return found, sort(request, found.qs, allowed=SORTS, default="-made")


@requires(Can.SEE_ALL_UNITS)
def summary_list(request, pk):
    """List a campaign's summaries."""
    return _listing(request, fetch_campaign(request, pk))


def _listing(request, campaign, form=None, status: int = 200):
    """Render a campaign's summaries with the form that opens one, or the refused one."""
    found, rows = listed(request, campaign)
    facts = {
        "campaign": campaign,
        "tabs": campaign_tabs(request, campaign),
        "page": paginate(request, rows),
        "filter": found,
        "form": form or (StartForm(campaign=campaign) if request.actor.may(Can.SUM_UP) else None),
    }
    return render(request, "reports/summary_list.html", facts, status=status)


@require_POST
@requires(Can.SUM_UP)
def start(request, pk):
    """Open a summary."""
    campaign = fetch_campaign(request, pk)
    form = StartForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _listing(request, campaign, form, status=422)
    with attempt(request, success="Đã soạn báo cáo từ số liệu. Hãy đọc lại và sửa từng phần.") as outcome:
        summary = summaries.start(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
    return redirect(summary if outcome.ok else here(request.actor, "reports:summaries", campaign.pk))


@requires(Can.SEE_ALL_UNITS)
def detail(request, pk):
    """Show a summary: its words, its figures with links to their rows, its papers, what changed since issue."""
    summary = _fetch(request, pk)
    now = timezone.now()
    figures = summary.figures or gather(summary.campaign, at=now, year=summary.year).to_json()
    kind = summaries.kind_key(summary)
    papers = Document.objects.within(request.actor).for_list().filter(kind=kind, subject_id=summary.pk)
    possible = offers(summary, request.actor)
    facts = {
        "summary": summary,
        "kind": kind,
        "campaign": summary.campaign,
        "tabs": campaign_tabs(request, summary.campaign, current="reports:summaries"),
        "sections": [(title, summary.sections.get(key, "")) for key, title in SECTIONS.items()],
        "figures": figures,
        "offers": [offer for offer in possible if offer.move.action in DONE],
        "may_cancel": any(offer.move.action == "cancel" for offer in possible),
        "may_edit": summary.status == Summary.Status.DRAFT and request.actor.may(Can.SUM_UP),
        "may_issue": summary.status == Summary.Status.APPROVED and request.actor.may(Can.ISSUE_PAPERS),
        "may_replace": summary.status == Summary.Status.ISSUED and request.actor.may(Can.SUM_UP),
        "corrections": [asdict(each) for each in summaries.corrections(summary, at=now)],
        "papers": papers.order_by("-requested_at")[:10],
        "crumbs": [
            (summary.campaign.name, summary.campaign.get_absolute_url()),
            ("Sơ kết, tổng kết", here(request.actor, "reports:summaries", summary.campaign_id)),
            (summary.get_kind_display(), ""),
        ],
    }
    return render(request, "reports/summary.html", facts)


@requires(Can.SUM_UP)
def edit(request, pk):
    """Edit the sections of a summary."""
    summary = _fetch(request, pk)
    form = SectionsForm(request.POST or None, summary=summary)
    if request.method == "POST" and form.is_valid():
        with saving(form, newest=lambda: summary.revision):
            _store(request, summary, form)
            return redirect(summary)
    facts = {"summary": summary, "campaign": summary.campaign, "form": form, "section_titles": SECTIONS}
    return render(request, "reports/summary_edit.html", facts)


@require_POST
@requires(Can.SUM_UP)
def save(request, pk):
    """Save what was typed so far, and answer with the time."""
    summary = _fetch(request, pk)
    form = SectionsForm(request.POST, summary=summary)
    page = here(request.actor, "reports:summary-edit", pk)
    return saved_as_typed(form, lambda: _store(request, summary, form), record=summary, page=page)


def _store(request, summary: Summary, form: SectionsForm) -> None:
    """Save what the form holds."""
    version = form.cleaned_data["version"]
    summaries.save(summary, sections=form.sections(), revision=version, by=request.actor, at=timezone.now())


@require_POST
@requires(Can.SUM_UP)
def redraft(request, pk, section):
    """Write one section anew from the records."""
    summary = _fetch(request, pk)
    if section not in SECTIONS:
        raise Http404
    with attempt(request, success=f"Đã soạn lại phần “{SECTIONS[section]}” từ số liệu."):
        summaries.redraft_section(summary, section, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "reports:summary-edit", summary.pk))


@requires(Can.ISSUE_PAPERS)
@confirmed
def issue(request, pk):
    """Give a summary its number and date."""
    summary = _fetch(request, pk)
    today = timezone.localdate()
    initial = {
        "number": registers.next_number(summary.symbol, today.year),
        "issued_on": today,
        "signed_by": summary.campaign.signed_by or summary.campaign.plan.signature.name,
    }
    form = IssueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            summaries.issue(summary, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ban hành báo cáo. Bản chính thức nằm ở mục “Văn bản”.")
            return redirect(summary)
        except ValidationError as problem:
            form.add_error(None, problem)
            # What was refused stays as it was: the record in hand had gone on already.
            summary = _fetch(request, pk)
    return render(
        request, "reports/summary_issue.html", {"summary": summary, "campaign": summary.campaign, "form": form}
    )


@requires(Can.SUM_UP)
def cancel(request, pk):
    """Put a draft aside, after its page has said what goes with it."""
    summary = _fetch(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            summaries.cancel(summary, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã bỏ dự thảo báo cáo. Có thể lập báo cáo khác cùng loại.")
            return redirect(summary)
    facts = {
        "summary": summary,
        "campaign": summary.campaign,
        "form": form,
        "may_cancel": any(offer.move.action == "cancel" for offer in offers(summary, request.actor)),
        "written": [title for key, title in SECTIONS.items() if summary.sections.get(key, "").strip()],
        "crumbs": [
            (summary.campaign.name, summary.campaign.get_absolute_url()),
            ("Sơ kết, tổng kết", here(request.actor, "reports:summaries", summary.campaign_id)),
            (summary.get_kind_display(), summary.get_absolute_url()),
            ("Bỏ dự thảo", ""),
        ],
    }
    return render(request, "reports/summary_cancel.html", facts)


@require_POST
@requires(Can.SUM_UP)
def replace(request, pk):
    """Open a new summary that will replace an issued one."""
    summary = _fetch(request, pk)
    with attempt(request, success="Đã soạn báo cáo thay thế từ số liệu hiện nay.") as outcome:
        new = summaries.start(
            summary.campaign, kind=summary.kind, year=summary.year, replaces=summary, by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    return redirect(new if outcome.ok else summary)


@require_POST
@requires(Can.SUM_UP, Can.APPROVE_CAMPAIGNS)
def act(request, pk, action):
    """Move a summary."""
    summary = _fetch(request, pk)
    if action not in DONE:
        raise Http404
    with attempt(request, success=DONE[action]):
        if action in WITH_REASON:
            WITH_REASON[action](summary, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
        else:
            PLAIN[action](summary, by=request.actor, at=timezone.now())
    return redirect(summary)
