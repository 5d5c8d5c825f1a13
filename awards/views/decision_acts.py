"""Acts on decisions: the lines of a draft, the second look, signature, number, publication."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.candidates import AddForm
from awards.forms.decisions import CheckForm, IssueForm
from awards.models import Decision
from awards.services import decision_checks, decision_lines, decisions, files
from awards.views.decisions import crumbs, fetch, fetch_line, name_of
from campaigns.forms.unit_plans import UploadForm
from communes.access import Can, requires
from communes.reauth import confirmed
from communes.services import registers
from kit.views import attempt, refusals

FOR_GOOD = "Sau khi ban hành chỉ sửa được bằng quyết định đính chính."
CONFIRMATIONS = {
    Decision.Kind.AWARD: f"Ban hành quyết định này? {FOR_GOOD}",
    Decision.Kind.CORRECTION: "Ban hành quyết định đính chính này? Sổ vàng và giấy khen ghi theo nội dung mới.",
    Decision.Kind.REVOCATION: "Ban hành quyết định thu hồi này? Khen thưởng và giấy khen của những người, tập thể có "
    "tên bị thu hồi.",
}


@require_POST
@requires(Can.PREPARE_DECISIONS)
def add_line(request, pk):
    """Put one more case into a draft."""
    decision = fetch(request, pk)
    form = AddForm(request.POST, candidates=decision_lines.candidates(decision.campaign))
    if not form.is_valid():
        messages.error(request, "Chọn một hồ sơ trong danh sách.")
        return redirect(decision)
    with attempt(request, success="Đã thêm hồ sơ vào dự thảo."):
        decision_lines.add_line(decision, form.cleaned_data["nomination"], by=request.actor, at=timezone.now())
    return redirect(decision)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def line_up(request, pk):
    """Move a line one place up."""
    return _move(request, pk, up=True)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def line_down(request, pk):
    """Move a line one place down."""
    return _move(request, pk, up=False)


def _move(request, pk: int, *, up: bool):
    """Move a line one place."""
    line = fetch_line(request, pk)
    with attempt(request):
        decision_lines.move_line(line, up=up, by=request.actor, at=timezone.now())
    return redirect(line.decision)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def drop_line(request, pk):
    """Take a line out of a draft."""
    line = fetch_line(request, pk)
    with attempt(request, success="Đã bỏ dòng khỏi dự thảo."):
        decision_lines.drop_line(line, by=request.actor, at=timezone.now())
    return redirect(line.decision)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def refresh(request, pk):
    """Copy the names from the records once more."""
    decision = fetch(request, pk)
    with attempt(request, success="Đã lấy lại họ tên, đơn vị theo hồ sơ hiện nay."):
        decision_lines.refresh_names(decision, by=request.actor, at=timezone.now())
    return redirect(decision)


@requires(Can.CHECK_DECISIONS)
def check(request, pk):
    """Look at everything once more, as a second person, and confirm."""
    decision, now = fetch(request, pk), timezone.now()
    if not decision.editable:
        messages.error(request, f"Quyết định đang ở trạng thái “{decision.get_status_display()}”, không kiểm tra được.")
        return redirect(decision)
    form = CheckForm(request.POST or None, initial={"revision": decision.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            decisions.check(decision, **form.cleaned_data, by=request.actor, at=now)
            messages.success(request, "Đã xác nhận kiểm tra dự thảo quyết định.")
            return redirect(decision)
    examined = decision_checks.examine(decision, on=timezone.localdate(now), at=now)
    offered = decisions.offers_for(decision, request.actor, now, examined=examined)
    offer = next(each for each in offered if each.move.action == "check")
    own = [words for words in offer.blockers if not any(words in each.refusals for each in examined)]
    facts = {
        "decision": decision,
        "form": form,
        "lines": decision_checks.lines_of(decision),
        "examined": examined,
        "own": own,
        "refused": bool(offer.blockers),
        "crumbs": crumbs(request, (name_of(decision), decision.get_absolute_url()), ("Kiểm tra dự thảo", "")),
    }
    return render(request, "awards/decision_check.html", facts)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def reopen(request, pk):
    """Take a checked decision back into draft."""
    decision = fetch(request, pk)
    with attempt(request, success="Đã đưa quyết định về dự thảo."):
        decisions.reopen(decision, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(decision)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def send(request, pk):
    """Send a checked decision to be signed."""
    decision = fetch(request, pk)
    with attempt(request, success="Đã trình ký quyết định."):
        decisions.send(decision, by=request.actor, at=timezone.now())
    return redirect(decision)


@require_POST
@requires(Can.DECIDE_AWARDS)
def sign(request, pk):
    """Sign a decision."""
    decision = fetch(request, pk)
    with attempt(request, success="Đã ký quyết định; văn thư cho số và ban hành."):
        decisions.sign(decision, by=request.actor, at=timezone.now())
    return redirect(decision)


@require_POST
@requires(Can.DECIDE_AWARDS)
def send_back(request, pk):
    """Return a decision to its drafters."""
    decision = fetch(request, pk)
    with attempt(request, success="Đã trả lại quyết định để sửa."):
        decisions.return_(decision, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(decision)


@requires(Can.ISSUE_PAPERS)
@confirmed
def issue(request, pk):
    """Give a signed decision its number and date."""
    decision, now = fetch(request, pk), timezone.now()
    offered = (each for each in decisions.offers_for(decision, request.actor, now) if each.move.action == "issue")
    offer = next(offered, None)
    if offer is None:
        messages.error(request, f"Quyết định đang ở trạng thái “{decision.get_status_display()}”, chưa ban hành được.")
        return redirect(decision)
    today = timezone.localdate(now)
    first = {"number": registers.next_number(decision.symbol, today.year), "issued_on": today}
    form = IssueForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            decisions.issue(decision, **form.cleaned_data, by=request.actor, at=now)
            messages.success(request, f"Đã ban hành quyết định số {decision.number_words}; chưa công bố.")
            return redirect(decision)
    facts = {
        "decision": decision,
        "shown": decision.shown_status(request.actor),
        "form": form,
        "blockers": offer.blockers,
        "confirm": CONFIRMATIONS[decision.kind],
        "crumbs": crumbs(request, (name_of(decision), decision.get_absolute_url()), ("Ban hành", "")),
    }
    return render(request, "awards/decision_issue.html", facts)


@require_POST
@requires(Can.PUBLISH_DECISIONS)
def publish(request, pk):
    """Publish an issued decision."""
    decision = fetch(request, pk)
    with attempt(request, success="Đã công bố quyết định; các đơn vị xem được kết quả từ bây giờ."):
        decisions.publish(decision, by=request.actor, at=timezone.now())
    return redirect(decision)


@require_POST
@requires(Can.PREPARE_DECISIONS)
def cancel(request, pk):
    """Drop a draft."""
    decision = fetch(request, pk)
    with attempt(request, success="Đã bỏ dự thảo; các hồ sơ chờ quyết định khác."):
        decisions.cancel(decision, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(decision)


@require_POST
@requires(Can.PREPARE_DECISIONS, Can.ISSUE_PAPERS)
def attach(request, pk):
    """Attach the scan of the signed decision, or another paper about it."""
    decision = fetch(request, pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        for problem in form.errors.get("file", []):
            messages.error(request, problem)
        return redirect(decision)
    with attempt(request, success="Đã đính kèm tệp."):
        facts = form.cleaned_data
        files.attach(decision, facts["file"], is_scan=facts["is_scan"], by=request.actor, at=timezone.now())
    return redirect(decision)
