"""Pages of proposals to a higher authority."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.candidates import AddForm
from awards.forms.proposals import (
    OutcomeForm,
    ProposalCreateForm,
    ProposalFilter,
    ProposalSendForm,
    ProposalWordsForm,
)
from awards.models import Proposal, ProposalLine
from awards.services import files, proposals
from awards.views.pages import form_page
from campaigns.forms.unit_plans import UploadForm
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.addresses import here
from communes.reauth import confirmed
from communes.services import registers
from kit.views import attempt, filtered, paginate, refusals, sort

SORTS = {
    "number": ["sent_on", "number"],
    "campaign": ["campaign__name"],
    "authority": ["authority"],
    "status": ["status"],
    "drafted": ["drafted_at"],
}

CONFIRMATIONS = {"answer": "Ghi tờ trình đã có kết quả? Kết quả từng trường hợp không sửa được nữa."}


def _fetch(request, pk: int) -> Proposal:
    """Return a proposal that the actor may see, or answer 404."""
    return get_object_or_404(
        Proposal.objects.within(request.actor).select_related("campaign__commune", "commune"), pk=pk
    )


def _fetch_line(request, pk: int) -> ProposalLine:
    """Return a case of a proposal that the actor may see, or answer 404."""
    rows = ProposalLine.objects.filter(proposal__in=Proposal.objects.within(request.actor))
    return get_object_or_404(
        rows.select_related(
            "proposal__campaign__commune", "proposal__commune", "nomination__person", "nomination__collective"
        ),
        pk=pk,
    )


def _crumbs(request, *below) -> list[tuple]:
    """Return the path to a page of proposals."""
    return [("Trình cấp trên", here(request.actor, "awards:proposals")), *below]


@requires(Can.SEE_UNANNOUNCED)
def index(request):
    """List the proposals with how many of their cases were answered, and the campaigns where cases wait."""
    rows = Proposal.objects.within(request.actor).select_related("campaign__commune", "commune")
    rows = rows.annotate(cases=Count("lines"), answered=Count("lines", filter=~Q(lines__outcome="")))
    found = filtered(request, ProposalFilter, rows)
    page = paginate(request, sort(request, found.qs, allowed=SORTS, default="-drafted"))
    waiting = [
        {"campaign": campaign, "number": number, "url": here(request.actor, "awards:proposal-create", campaign.pk)}
        for campaign, number in proposals.waiting()
    ]
    may_draft = request.actor.may(Can.PREPARE_DECISIONS)
    facts = {"filter": found, "page": page, "waiting": waiting, "may_draft": may_draft}
    return render(request, "awards/proposal_list.html", facts)


@requires(Can.SEE_UNANNOUNCED)
def detail(request, pk):
    """Show a proposal: its words, its cases with their outcome, what may be done with it, its files."""
    proposal = _fetch(request, pk)
    actor, now = request.actor, timezone.now()
    prepares = actor.may(Can.PREPARE_DECISIONS)
    lines = proposals.lines_of(proposal)
    addable = proposals.candidates(proposal.campaign, proposal.authority) if prepares and proposal.editable else []
    sends = actor.may(Can.ISSUE_PAPERS)
    facts = {
        "proposal": proposal,
        "against": None if sends or not proposal.editable else proposals.against_sending(proposal, now),
        "crumbs": _crumbs(request, (str(proposal), "")),
        "cases": [{"line": each, "plan": proposals.plan_words(each.nomination)} for each in lines],
        "acts": [
            each.button(
                here(actor, f"awards:proposal-{each.move.action}", pk),
                page=each.move.action == "send",
                confirm=CONFIRMATIONS.get(each.move.action, ""),
            )
            for each in proposals.offers_for(proposal, actor, now)
        ],
        "may_edit": prepares and proposal.editable,
        "may_record": prepares and proposal.status == Proposal.Status.SENT,
        "add_form": AddForm(candidates=addable) if addable else None,
        "files": proposal.files.present().order_by("pk"),
        "reply_form": UploadForm() if files.may_attach(proposal, actor) else None,
    }
    return render(request, "awards/proposal.html", facts)


@requires(Can.PREPARE_DECISIONS)
def create(request, pk):
    """Draft a proposal about nominations of a campaign that the chair cannot decide."""
    campaign, today = fetch_campaign(request, pk), timezone.localdate()
    found = proposals.candidates(campaign)
    usual = {"to_body": f"Chủ tịch UBND {campaign.commune.province_in_words}"}
    usual |= {"authority": proposals.authority_of(found[0]), "nominations": [found[0].pk]} if len(found) == 1 else {}
    form = ProposalCreateForm(request.POST or None, candidates=found, on=today, initial=usual)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            proposal = proposals.draft(campaign, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lập dự thảo tờ trình.")
            return redirect(proposal)
    return form_page(
        request, form, title="Lập tờ trình cấp trên", submit="Lập dự thảo", kicker=campaign.name,
        back=here(request.actor, "awards:proposals"), crumbs=_crumbs(request, ("Lập tờ trình cấp trên", "")),
        notes=sorted({f"{each}: {proposals.plan_words(each)}" for each in found}),
        notes_title="Kế hoạch về việc đề nghị cấp trên",
        nothing="" if found else "Không có hồ sơ nào chờ trình cấp trên.",
        nothing_hint="Chỉ trình hồ sơ Hội đồng đã tán thành và Chủ tịch UBND xã không có thẩm quyền quyết định.",
    )  # fmt: skip


@requires(Can.PREPARE_DECISIONS)
def edit(request, pk):
    """Change the words of a draft."""
    proposal = _fetch(request, pk)
    initial = {name: getattr(proposal, name) for name in ProposalWordsForm.base_fields}
    form = ProposalWordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            proposals.save(proposal, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu tờ trình.")
            return redirect(proposal)
    back = proposal.get_absolute_url()
    crumbs = _crumbs(request, (str(proposal), back), ("Sửa tờ trình", ""))
    return form_page(request, form, title="Sửa tờ trình", submit="Lưu", back=back, crumbs=crumbs)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def add(request, pk):
    """Put one more case into a draft."""
    proposal = _fetch(request, pk)
    form = AddForm(request.POST, candidates=proposals.candidates(proposal.campaign, proposal.authority))
    if not form.is_valid():
        messages.error(request, "Chọn một hồ sơ trong danh sách.")
        return redirect(proposal)
    with attempt(request, success="Đã thêm trường hợp vào tờ trình."):
        proposals.add(proposal, form.cleaned_data["nomination"], by=request.actor, at=timezone.now())
    return redirect(proposal)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def drop(request, pk):
    """Take a case out of a draft."""
    line = _fetch_line(request, pk)
    proposal = line.proposal
    with attempt(request, success="Đã bỏ trường hợp khỏi tờ trình."):
        proposals.drop(line, by=request.actor, at=timezone.now())
    return redirect(proposal)


@requires(Can.ISSUE_PAPERS)
@confirmed
def send(request, pk):
    """Record number, date and signer of a proposal that leaves."""
    proposal, now = _fetch(request, pk), timezone.now()
    if not proposal.editable:
        messages.error(request, f"Tờ trình đang ở trạng thái “{proposal.get_status_display()}”, không ghi gửi được.")
        return redirect(proposal)
    today = timezone.localdate(now)
    initial = {"number": registers.next_number(proposal.symbol, today.year), "sent_on": today}
    form = ProposalSendForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            proposals.send(proposal, **form.cleaned_data, by=request.actor, at=now)
            messages.success(request, "Đã ghi gửi tờ trình; hồ sơ đã chuyển sang trạng thái trình cấp trên.")
            return redirect(proposal)
    facts = {
        "proposal": proposal,
        "form": form,
        "against": proposals.against_sending(proposal, now),
        "cases": proposals.lines_of(proposal),
        "crumbs": _crumbs(request, (str(proposal), proposal.get_absolute_url()), ("Ghi đã gửi", "")),
    }
    return render(request, "awards/proposal_send.html", facts)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def answer(request, pk):
    """Close a proposal whose every case has its outcome."""
    proposal = _fetch(request, pk)
    with attempt(request, success="Đã ghi kết quả của tờ trình."):
        proposals.answer(proposal, by=request.actor, at=timezone.now())
    return redirect(proposal)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def cancel(request, pk):
    """Give a draft up."""
    proposal = _fetch(request, pk)
    with attempt(request, success="Đã bỏ dự thảo tờ trình."):
        proposals.cancel(proposal, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(proposal)


@requires(Can.PREPARE_DECISIONS)
def outcome(request, pk):
    """Record what the higher authority decided about one case."""
    line = _fetch_line(request, pk)
    proposal = line.proposal
    initial = {name: getattr(line, name) for name in OutcomeForm.base_fields} if line.known else None
    form = OutcomeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            proposals.record_outcome(line, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi kết quả của cấp trên.")
            return redirect(proposal)
    back = proposal.get_absolute_url()
    crumbs = _crumbs(request, (str(proposal), back), ("Ghi kết quả", ""))
    return form_page(
        request, form, title="Ghi kết quả của cấp trên", submit="Lưu kết quả", back=back, crumbs=crumbs,
        kicker=str(line.nomination),
    )  # fmt: skip


@require_POST
@requires(Can.PREPARE_DECISIONS, Can.ISSUE_PAPERS)
def attach(request, pk):
    """Attach the reply of the higher authority, or the scan of what was sent."""
    proposal = _fetch(request, pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        for problem in form.errors.get("file", []):
            messages.error(request, problem)
        return redirect(proposal)
    with attempt(request, success="Đã đính kèm tệp."):
        facts = form.cleaned_data
        files.attach(proposal, facts["file"], is_scan=facts["is_scan"], by=request.actor, at=timezone.now())
    return redirect(proposal)
