"""Pages of decisions: the list, one decision, its draft, its amendments, the list for signature on receipt."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from awards.forms.candidates import AddForm
from awards.forms.decisions import (
    AmendForm,
    DecisionFilter,
    DraftForm,
    LineForm,
    ReceiptForm,
    WordsForm,
)
from awards.models import Decision, DecisionLine
from awards.services import (
    amendments,
    book,
    decision_checks,
    decision_lines,
    decision_words,
    decisions,
    files,
    receipts,
)
from awards.views.pages import form_page
from campaigns.forms.unit_plans import UploadForm
from campaigns.views.shared import fetch_campaign
from communes.access import Actor, Can, requires
from communes.acting import Offer
from communes.addresses import here
from communes.models import HistoryEntry
from kit.views import filtered, paginate, refusals, sort

SORTS = {
    "number": ["issued_on", "number"],
    "title": "title",
    "campaign": "campaign__name",
    "drafted": ["drafted_on", "pk"],
}
MOVES_WITH_A_PAGE = ("check", "issue")
NAMES = {
    Decision.Kind.AWARD: "quyết định khen thưởng",
    Decision.Kind.CORRECTION: "quyết định đính chính",
    Decision.Kind.REVOCATION: "quyết định thu hồi",
}
CONFIRMATIONS = {
    "send": "Trình ký quyết định này? Từ khi trình ký, nội dung không sửa được nữa trừ khi lãnh đạo trả lại.",
    "sign": "Ký quyết định này? Sau khi ký, văn thư cho số và ban hành.",
    "publish": "Công bố quyết định này? Các đơn vị xem được nội dung ngay.",
}


def fetch(request, pk: int) -> Decision:
    """Return a decision that the actor may see, or answer 404."""
    rows = Decision.objects.within(request.actor).select_related("commune", "campaign__commune", "amends__commune")
    return get_object_or_404(rows, pk=pk)


def fetch_line(request, pk: int) -> DecisionLine:
    """Return a line of a decision that the actor may see, or answer 404."""
    rows = DecisionLine.objects.within(request.actor).select_related("decision__commune", "decision__campaign")
    return get_object_or_404(rows, pk=pk)


def crumbs(request, *below) -> list[tuple]:
    """Return the path to a page of decisions."""
    return [("Quyết định", here(request.actor, "awards:decisions")), *below]


def name_of(decision: Decision) -> str:
    """Return what heads the pages of a decision: its number, or how far it is in the making."""
    if decision.number:
        return str(decision)
    name = NAMES[decision.kind]
    return f"{name.capitalize()} đã ký, chờ cấp số" if decision.awaits_number else f"Dự thảo {name}"


def _form_page(request, form, decision: Decision, *, title: str, submit: str, **facts):
    """Show a form about a decision on a page of its own."""
    name, back = name_of(decision), decision.get_absolute_url()
    path = crumbs(request, (name, back), (title, ""))
    return form_page(request, form, title=title, submit=submit, back=back, kicker=name, crumbs=path, **facts)


@requires(Can.SEE_AWARDS)
def index(request):
    """List the decisions that the actor may know, and the campaigns where recommended cases wait for one."""
    actor = request.actor
    in_confidence = actor.may(Can.SEE_UNANNOUNCED)
    found = filtered(
        request, DecisionFilter, Decision.objects.within(actor).for_list(), in_confidence=in_confidence
    )  # fmt: skip
    page = paginate(request, sort(request, found.qs, allowed=SORTS, default="-drafted"))
    facts = {
        "filter": found,
        "page": page,
        "rows": [{"decision": each, "shown": each.shown_status(actor)} for each in page],
        "waiting": _waiting(request) if actor.may(Can.PREPARE_DECISIONS) else [],
        "in_confidence": in_confidence,
    }
    return render(request, "awards/decision_list.html", facts)


def _waiting(request) -> list[dict]:
    """Return the campaigns with recommended cases in no decision, and where to draft one."""
    return [
        {"campaign": campaign, "number": number, "url": here(request.actor, "awards:decision-draft", campaign.pk)}
        for campaign, number in decision_lines.waiting()
    ]


@requires(Can.SEE_AWARDS)
def detail(request, pk):
    """Show a decision: its words, its lines, what stands against it, what may be done, its amendments."""
    decision, actor, now = fetch(request, pk), request.actor, timezone.now()
    in_confidence, prepares = actor.may(Can.SEE_UNANNOUNCED), actor.may(Can.PREPARE_DECISIONS)
    out, editable = decision.status in Decision.OUT, prepares and decision.editable
    addable = decision_lines.candidates(decision.campaign) if editable and decision.kind == "award" else []
    amended_by = (
        decision.amended_by.within(actor).filter(status__in=Decision.OUT) if out else decision.amended_by.none()
    )
    lines = decision_checks.lines_of(decision)
    examined = _examined(decision, lines, now) if in_confidence else []
    offered = decisions.offers_for(decision, actor, now, examined=examined)
    facts = {
        "decision": decision,
        "shown": decision.shown_status(actor),
        "name": name_of(decision),
        "crumbs": crumbs(request, (name_of(decision), "")),
        "words": decision_words.frozen_words(decision, lines),
        "rows": _rows(decision, lines, actor),
        "examined": examined,
        "acts": [_button(request, decision, each) for each in offered],
        "may_compare": any(decisions.SECOND_PERSON in each.blockers for each in offered),
        "editable": editable,
        "amendable": prepares and out and decision.kind == Decision.Kind.AWARD and decision.status != "revoked",
        "amended_by": list(amended_by.select_related("commune").order_by("issued_at", "pk")),
        "returned": _returned(decision) if in_confidence else None,
        "add_form": AddForm(candidates=addable) if addable else None,
        "files": decision.files.present().order_by("pk") if in_confidence else [],
        "scan_form": UploadForm() if in_confidence and files.may_attach(decision, actor) else None,
        "in_confidence": in_confidence,
        "keeps_receipts": out and decision.kind == "award" and _keeps_receipts(actor),
    }
    return render(request, "awards/decision.html", facts)


def _rows(decision: Decision, lines: list[DecisionLine], actor: Actor) -> list[dict]:
    """Return the lines with what each row shows: their standing once issued, as the actor may know it."""
    if decision.status not in Decision.OUT:
        return [{"line": each, "standing": None} for each in lines]
    standing = book.lines(actor).filter(decision=decision).order_by("position")
    return [{"line": each.line, "standing": each} for each in book.rows(standing, actor)]


def _examined(decision: Decision, lines: list[DecisionLine], now) -> list:
    """Return how everything stands, once checked and until issued; a draft is looked at on the page of its check."""
    if decision.editable or decision.status not in Decision.IN_THE_MAKING:
        return []
    return decision_checks.examine(decision, on=timezone.localdate(now), at=now, lines=lines)


def _returned(decision: Decision) -> HistoryEntry | None:
    """Return the line of history of the last return, while the draft is being mended."""
    if not decision.editable:
        return None
    lines = HistoryEntry.objects.about(decision).filter(action__in=["decision.return", "decision.reopen"])
    return lines.first()


def _keeps_receipts(actor: Actor) -> bool:
    """Say whether the actor notes who signed for prize money."""
    return actor.may(Can.PREPARE_DECISIONS) or actor.may(Can.KEEP_CERTIFICATES)


def _button(request, decision: Decision, offer: Offer) -> dict:
    """Return the button of a move; checking and issuing have pages of their own, which show what is lacking.

    Who drew a draft up reads beside the button why somebody else has to check it.
    """
    action = offer.move.action
    own = tuple(each for each in offer.blockers if each == decisions.SECOND_PERSON)
    return offer.button(
        here(request.actor, f"awards:decision-{action}", decision.pk),
        page=action in MOVES_WITH_A_PAGE,
        blockers=own if action == "check" else offer.blockers,
        confirm=CONFIRMATIONS.get(action, ""),
    )


@requires(Can.PREPARE_DECISIONS)
def draft(request, pk):
    """Draft a decision from what the council recommended in a campaign."""
    campaign = fetch_campaign(request, pk)
    found = decision_lines.candidates(campaign)
    form = DraftForm(request.POST or None, candidates=found, initial={"nominations": [each.pk for each in found]})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            decision = decisions.draft(
                campaign, form.cleaned_data["nominations"], by=request.actor, at=timezone.now()
            )  # fmt: skip
            messages.success(request, "Đã lập dự thảo quyết định.")
            return redirect(decision)
    title = "Lập dự thảo quyết định"
    return form_page(
        request, form, title=title, submit="Lập dự thảo", kicker=campaign.name,
        back=here(request.actor, "awards:decisions"), crumbs=crumbs(request, (title, "")),
        nothing="" if found else "Chưa có hồ sơ nào được Hội đồng tán thành, biên bản đã ký, chờ quyết định.",
    )  # fmt: skip


@requires(Can.PREPARE_DECISIONS)
def edit(request, pk):
    """Change the words of a draft."""
    decision = fetch(request, pk)
    form = WordsForm(request.POST or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            decisions.save(decision, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu dự thảo quyết định.")
            return redirect(decision)
    return _form_page(request, form, decision, title="Sửa nội dung dự thảo", submit="Lưu")


@requires(Can.PREPARE_DECISIONS)
def edit_line(request, pk):
    """Change what a draft says of one nominee."""
    line = fetch_line(request, pk)
    form = LineForm(request.POST or None, line=line)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            decision_lines.save_line(line, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu dòng của dự thảo.")
            return redirect(line.decision)
    hint = "Họ tên lấy theo hồ sơ; muốn sửa họ tên, hãy sửa ở hồ sơ cá nhân, đơn vị rồi lấy lại."
    return _form_page(request, form, line.decision, title=f"Sửa dòng: {line.nominee_name}", submit="Lưu", hint=hint)


@requires(Can.PREPARE_DECISIONS)
def correct(request, pk):
    """Draft a decision that corrects some lines of an issued one."""
    hint = "Dòng cũ không bị sửa hay xóa; quyết định đính chính mang số riêng và nêu rõ dòng được sửa."
    done = "Đã lập dự thảo; sửa từng dòng trong danh sách thành nội dung đúng."
    return _amend(request, pk, amendments.draft_correction, title="Lập quyết định đính chính", hint=hint, done=done)


@requires(Can.PREPARE_DECISIONS)
def revoke(request, pk):
    """Draft a decision that takes some awards back."""
    hint = "Quyết định thu hồi mang số riêng; sổ vàng giữ cả khen thưởng và việc thu hồi."
    done = "Đã lập dự thảo quyết định thu hồi."
    return _amend(request, pk, amendments.draft_revocation, title="Lập quyết định thu hồi", hint=hint, done=done)


def _amend(request, pk: int, draft_amendment, *, title: str, hint: str, done: str):
    """Draft an amendment of either kind."""
    decision = fetch(request, pk)
    form = AmendForm(request.POST or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = draft_amendment(decision, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, done)
            return redirect(made)
    return _form_page(request, form, decision, title=title, submit="Lập dự thảo", hint=hint)


@requires(Can.PREPARE_DECISIONS, Can.KEEP_CERTIFICATES)
def receipts_page(request, pk):
    """Show who has signed for the prize, and note who did."""
    decision, today = fetch(request, pk), timezone.localdate()
    rows = receipts.payable(decision)
    waiting = [each.pk for each in rows if each.received_on is None]
    form = ReceiptForm(request.POST or None, payable=rows, initial={"received_on": today, "lines": waiting})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            receipts.record(decision, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi ngày ký nhận tiền thưởng.")
            return redirect(request.path)
    facts = {
        "decision": decision,
        "rows": rows,
        "form": form if rows else None,
        "total": sum(each.prize for each in rows),
        "received": sum(each.prize for each in rows if each.received_on),
        "crumbs": crumbs(request, (str(decision), decision.get_absolute_url()), ("Ký nhận tiền thưởng", "")),
    }
    return render(request, "awards/decision_receipts.html", facts)
