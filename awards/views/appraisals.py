"""Pages of appraisal: the queue, one dossier before its appraiser, nominees side by side, and the acts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.appraisals import AppraisalForm, DossierReturnForm, ExemptionForm, QueueFilter, SecondForm
from awards.models import Appraisal, Nomination
from awards.services import appraisal_queue, appraisal_sheet, appraisals, eligibility, exemptions, judgements
from awards.services.appraisal_notes import compare as side_by_side
from awards.services.appraisal_notes import quota_left
from awards.services.appraisers import colleagues
from awards.services.dossiers import changes, sections_of
from awards.services.eligibility import Reading
from awards.services.postings import ASKABLE
from awards.services.records import readable
from awards.views.pages import form_page
from campaigns.planfile.words import Part
from campaigns.services.field_work import is_underway
from communes.access import Actor, Can, requires
from communes.acting import demand
from communes.addresses import here
from kit import digits
from kit.vietnamese import small_count
from kit.views import attempt, filtered, paginate, refusals, sort

BESIDE = range(2, 5)
SORTS = {
    "unit": ["unit__kind_order", "unit__position", "unit__name"],
    "campaign": "campaign__name",
    "submitted": "submitted_at",
    "status": "status",
}
NOBODY_ELSE = "Không có người khác được giao thẩm định trong phong trào này."
NOBODY_ELSE_HINT = "Quản trị giao vai trò cán bộ cho một người nữa của cơ quan thẩm định thì mời được."


def _rows(actor: Actor):
    """Return the nominations that were handed in and that the actor may see, with what pages show of them."""
    rows = Nomination.objects.within(actor).exclude(status=Nomination.Status.DRAFT).for_list()
    return rows.select_related("person__unit", "plan_version")


def fetch(request, pk: int) -> Nomination:
    """Return a nomination that was handed in and that the actor may see, or answer 404."""
    return get_object_or_404(_rows(request.actor), pk=pk)


def fetch_to_read(request, pk: int) -> Nomination:
    """Return a nomination as `fetch` does, with its appraisals and all that a reading asks of its own rows."""
    appraised = Prefetch("appraisals", Appraisal.objects.for_sheet(request.actor))
    return get_object_or_404(readable(_rows(request.actor)).prefetch_related(appraised), pk=pk)


# Who reads an appraisal at work: those who do it, confirm it, or allow an exception.
APPRAISERS = (Can.APPRAISE, Can.CONFIRM_APPRAISAL, Can.GRANT_EXEMPTIONS)


def crumbs(request, *below) -> list[tuple]:
    """Return the path to a page of appraisal."""
    if any(request.actor.may(can) for can in APPRAISERS):
        return [("Thẩm định", here(request.actor, "awards:appraisals")), *below]
    return [("Hồ sơ đề nghị", here(request.actor, "awards:nominations")), *below]


def crumbs_of(request, nomination: Nomination, label: str) -> list[tuple]:
    """Return the path to a page below one dossier's appraisal."""
    return crumbs(request, (nomination.nominee, here(request.actor, "awards:appraise", nomination.pk)), (label, ""))


def may_appraise(nomination: Nomination, actor: Actor) -> bool:
    """Say whether the actor belongs to the body that appraises in the campaign."""
    try:
        demand(Can.APPRAISE, nomination, by=actor, part=Part.APPRAISES)
    except PermissionDenied:
        return False
    return is_underway(nomination.campaign)


def view_asked(request) -> str:
    """Return whether the own part of the queue is asked for or all of it; who appraises finds the own part first."""
    return request.GET.get("view") or ("mine" if request.actor.may(Can.APPRAISE) else "all")


def _queue(actor: Actor):
    """Return what waits for appraisal, with what the list shows of it."""
    return appraisal_queue.marked(appraisal_queue.rows(actor).for_list().without_words(), timezone.localdate())


def listed(request):
    """Return the filters of the queue and its rows, in the order of the work unless another is asked for."""
    every, actor = _queue(request.actor), request.actor
    mine = view_asked(request) == "mine"
    found = filtered(request, QueueFilter, appraisal_queue.for_me(every, actor) if mine else every)
    asked = request.GET.get("sort", "").removeprefix("-") in SORTS
    return found, sort(request, found.qs, allowed=SORTS, default="submitted") if asked else found.qs


@requires(*APPRAISERS)
def index(request):
    """List what waits for appraisal, the least looked at first; who appraises finds the own part of it first."""
    actor = request.actor
    appraises = actor.may(Can.APPRAISE)
    found, rows = listed(request)
    every = _queue(actor)
    mine = appraisal_queue.for_me(every, actor)
    done = sum(each.is_done for each in mine) if appraises else 0
    facts = {
        "filter": found,
        "page": paginate(request, rows),
        "view": view_asked(request),
        "appraises": appraises,
        "done": done,
        "total": len(mine) if appraises else 0,
        "overdue": every.filter(overdue=True).count(),
        "crumbs": crumbs(request),
    }
    return render(request, "awards/appraisals.html", facts)


@requires(*APPRAISERS)
def appraise(request, pk):
    """Show a dossier beside its criteria; store what the appraiser says, and go on to the next one if asked."""
    nomination, actor, now = fetch_to_read(request, pk), request.actor, timezone.now()
    mine = _own(nomination, actor)
    reading, order = appraisal_sheet.reading_for(nomination, mine, at=now)
    points = appraisal_sheet.points(nomination, reading, mine)
    writes = _writes(nomination, mine, actor)
    form = AppraisalForm(request.POST or None, points=points, appraisal=mine) if writes else None
    if request.method == "POST" and form is None:
        if not may_appraise(nomination, actor):
            raise PermissionDenied
        messages.error(request, "Hồ sơ không còn chờ đồng chí thẩm định; nội dung vừa nhập chưa được lưu.")
        return redirect(here(actor, "awards:appraise", pk))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given = {"conclusion": form.cleaned_data["verdict"], "note": form.cleaned_data["note"]}
            appraisals.write(nomination, form.judgements(), **given, by=actor, at=now)
            return _after_saving(request, nomination)
        nomination = fetch_to_read(request, pk)
    facts = _facts(request, nomination, mine, reading, now) | {
        "reading": reading,
        "order": order,
        "form": form,
        "rows": form.rows(points) if form else [{"point": point} for point in points],
        "place": appraisal_queue.place(nomination, actor) if writes else None,
        "starts": writes and mine is None,
    }
    return render(request, "awards/appraise.html", facts)


def _live(nomination: Nomination) -> list[Appraisal]:
    """Return the appraisals of the present round."""
    return [each for each in nomination.appraisals.all() if each.set_aside_at is None]


def _own(nomination: Nomination, actor: Actor) -> Appraisal | None:
    """Return the actor's own appraisal in the present round."""
    who = actor.person.pk if actor.person else None
    return next((each for each in _live(nomination) if each.appraiser_id == who), None)


def _writes(nomination: Nomination, mine: Appraisal | None, actor: Actor) -> bool:
    """Say whether the actor may write a verdict now: as its appraiser, or by taking what nobody appraises."""
    if not may_appraise(nomination, actor) or nomination.status not in appraisal_queue.WAITING:
        return False
    return mine is not None or not _live(nomination)


def _after_saving(request, nomination: Nomination) -> HttpResponse:
    """Return to the dossier, or lead to the next one that waits."""
    messages.success(request, "Đã lưu thẩm định.")
    if "next" not in request.POST:
        return redirect(here(request.actor, "awards:appraise", nomination.pk))
    following = appraisal_queue.place(nomination, request.actor).next_pk
    if following:
        return redirect(here(request.actor, "awards:appraise", following))
    if concluded := list(appraisal_queue.to_confirm(request.actor).values_list("pk", flat=True)):
        told = f"Còn {small_count(len(concluded))} hồ sơ đã có đủ kết luận, chờ xác nhận; đây là hồ sơ đầu tiên."
        messages.info(request, f"Không còn hồ sơ nào chờ đồng chí kết luận. {told}")
        return redirect(f"{here(request.actor, 'awards:appraise', concluded[0])}#confirm")
    messages.info(request, "Không còn hồ sơ nào chờ đồng chí thẩm định.")
    return redirect(here(request.actor, "awards:appraisals"))


def _facts(request, nomination: Nomination, mine: Appraisal | None, reading: Reading, now) -> dict:
    """Return what the page of a dossier shows beside its criteria."""
    actor, live = request.actor, _live(nomination)
    under_appraisal = nomination.status == Nomination.Status.UNDER_APPRAISAL
    may_ask = under_appraisal and len(live) == 1 and may_appraise(nomination, actor)
    versions = list(nomination.versions.order_by("-number")[:2]) if nomination.return_reason else ()
    confirms = actor.may(Can.CONFIRM_APPRAISAL) and may_appraise(nomination, actor)
    excepting = actor.may(Can.GRANT_EXEMPTIONS) and nomination.status in exemptions.OPEN_TO
    return {
        "nomination": nomination,
        "today": timezone.localdate(now),
        "shown": nomination.shown_status(actor),
        "crumbs": crumbs(request, (nomination.nominee, "")),
        "standard_hint": _where(nomination),
        "sections": [(each.title, nomination.report.get(each.key, "")) for each in sections_of(nomination)],
        "files": nomination.files.all(),
        "votes": nomination.review_votes.select_related("review").order_by("pk"),
        "changes": changes(versions[0].content, versions[1].content) if len(versions) > 1 else [],
        "awards": eligibility.award_history(nomination, actor),
        "work": appraisal_sheet.unit_work(nomination, actor),
        "quota_left": quota_left(nomination, now),
        "exemptions": nomination.exemptions.all(),
        "may_except": excepting and bool(exemptions.open_to_exception(reading.checks)),
        "appraisers": [
            {
                "appraisal": each,
                "hidden": not each.seen,
                "releasable": under_appraisal and not each.verdict and (each == mine or confirms),
            }
            for each in live
        ],
        "earlier": [each for each in nomination.appraisals.all() if each.seen and each.set_aside_at and each.verdict],
        "differences": judgements.differing(nomination, live, nomination.judgements.all()),
        "may_ask_second": may_ask,
        "opinions": nomination.opinions.order_by("pk"),
        "remarks": nomination.posting_remarks.order_by("pk"),
        "may_ask_opinion": may_appraise(nomination, actor) and nomination.status in ASKABLE,
        **_acts(nomination, live, actor, now, reading),
    }  # fmt: skip


def _where(nomination: Nomination) -> str:
    """Say where the plan sets the standard."""
    clause = nomination.standard.clause if nomination.standard else ""
    return f"Theo mục {clause} của kế hoạch" if clause else ""


def _acts(nomination: Nomination, live: list[Appraisal], actor: Actor, now, reading: Reading) -> dict:
    """Return the acts that the actor is offered."""
    known = appraisals.Known(live, reading)
    offers = {offer.move.action: offer for offer in appraisals.offers_for(nomination, actor, now, known=known)}
    confirming = next((offers[action] for action in appraisals.CONFIRMS if action in offers), None)
    asked = f"{confirming.move.label}: {nomination}? Đơn vị đọc được kết luận ngay sau đó." if confirming else ""
    return {
        "confirm": confirming,
        "confirm_words": asked,
        "return_offer": offers.get("return"),
        "reappraise_offer": offers.get("reappraise"),
    }


@require_POST
@requires(Can.APPRAISE)
def take(request, pk):
    """Take a dossier from the queue, or one under appraisal that nobody appraises."""
    nomination = fetch(request, pk)
    start = appraisals.take if nomination.status == Nomination.Status.SUBMITTED else appraisals.take_up
    with attempt(request, success="Đã nhận hồ sơ để thẩm định."):
        start(nomination, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "awards:appraise", pk))


@requires(Can.APPRAISE)
def return_(request, pk):
    """Ask why, what and until when; send the dossier back."""
    nomination = fetch(request, pk)
    form = DossierReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            appraisals.return_(nomination, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã trả lại hồ sơ; đơn vị thấy lý do và nội dung cần bổ sung.")
            return redirect(here(request.actor, "awards:appraisals"))
    title = "Trả lại hồ sơ để bổ sung"
    return form_page(
        request, form, title=title, submit="Trả lại hồ sơ", back=here(request.actor, "awards:appraise", pk),
        kicker=str(nomination), crumbs=crumbs_of(request, nomination, title),
    )  # fmt: skip


@require_POST
@requires(Can.CONFIRM_APPRAISAL)
def confirm(request, pk):
    """Confirm what the appraisers concluded."""
    nomination = fetch(request, pk)
    with attempt(request, success="Đã xác nhận kết quả thẩm định."):
        appraisals.confirm(nomination, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "awards:appraise", pk))


@require_POST
@requires(Can.CONFIRM_APPRAISAL)
def reappraise(request, pk):
    """Take a dossier back into appraisal."""
    nomination = fetch(request, pk)
    with attempt(request, success="Đã đưa hồ sơ về thẩm định lại."):
        appraisals.reappraise(nomination, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "awards:appraise", pk))


@requires(Can.APPRAISE)
def ask_second(request, pk):
    """Choose and ask a second appraiser."""
    nomination, actor, now = fetch(request, pk), request.actor, timezone.now()
    first = nomination.appraisals.live().select_related("appraiser").order_by("order").first()
    people = colleagues(nomination, Can.APPRAISE, besides=first and first.appraiser, on=timezone.localdate(now))
    form = SecondForm(request.POST or None, people=people)
    why = appraisals.why_no_second(nomination, actor)
    if request.method == "POST" and why:
        messages.error(request, why)
        return redirect(here(actor, "awards:appraise", pk))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            appraisals.ask_second(nomination, form.cleaned_data["person"], by=actor, at=now)
            messages.success(request, "Đã mời người thẩm định thứ hai.")
            return redirect(here(actor, "awards:appraise", pk))
    title = "Mời người thẩm định thứ hai"
    return form_page(
        request, form, title=title, submit="Mời thẩm định", back=here(actor, "awards:appraise", pk),
        kicker=str(nomination), crumbs=crumbs_of(request, nomination, title),
        hint="Người thứ hai kết luận trước khi được xem đánh giá của người thứ nhất.",
        nothing=why or ("" if people else NOBODY_ELSE),
        nothing_hint="" if why else NOBODY_ELSE_HINT,
    )  # fmt: skip


@require_POST
@requires(Can.APPRAISE, Can.CONFIRM_APPRAISAL)
def release(request, pk):
    """Give an unfinished appraisal back to the queue."""
    rows = Appraisal.objects.filter(nomination__in=Nomination.objects.within(request.actor))
    appraisal = get_object_or_404(rows.select_related("nomination__campaign", "appraiser"), pk=pk)
    with attempt(request, success="Đã thôi thẩm định hồ sơ."):
        appraisals.release(appraisal, by=request.actor, at=timezone.now())
    return redirect(here(request.actor, "awards:appraise", appraisal.nomination_id))


@requires(Can.GRANT_EXEMPTIONS)
def grant_exemption(request, pk):
    """Except a dossier from one condition, with the ground and the leader's name."""
    nomination, actor, now = fetch(request, pk), request.actor, timezone.now()
    checks = exemptions.exceptable(nomination, at=now)
    leader = ", ".join(dict.fromkeys(filter(None, [actor.name, actor.acting_as])))
    form = ExemptionForm(request.POST or None, checks=checks, initial={"leader_name": leader[:160]})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            exemptions.grant_exemption(nomination, **form.cleaned_data, by=actor, at=now)
            messages.success(request, "Đã cho phép ngoại lệ; lý do được in trong phiếu thẩm định.")
            return redirect(here(actor, "awards:appraise", pk))
    title = "Cho phép trường hợp ngoại lệ"
    return form_page(
        request, form, title=title, submit="Cho phép ngoại lệ", back=here(actor, "awards:appraise", pk),
        kicker=str(nomination), crumbs=crumbs_of(request, nomination, title), quotes=[each.words for each in checks],
        nothing="" if checks else "Không có điều kiện nào đang vướng mà được phép ngoại lệ.",
    )  # fmt: skip


@requires(Can.SEE_UNANNOUNCED)
def compare(request):
    """Show two to four nominees of one award and subject side by side."""
    keys = digits.numbers(request.GET.getlist("n"))
    rows = Nomination.objects.within(request.actor).exclude(status=Nomination.Status.DRAFT).for_list()
    found = {each.pk: each for each in rows.select_related("person__unit", "plan_version").filter(pk__in=keys[:5])}
    if len(found) < len(keys[:5]):
        raise Http404
    chosen = [found[key] for key in keys if key in found]
    refusal = ""
    if len(keys) not in BESIDE:
        refusal = "Chọn từ hai đến bốn hồ sơ để so sánh."
    elif len({(each.subject, each.award) for each in chosen}) > 1:
        refusal = "Chỉ so sánh hồ sơ cùng đối tượng và cùng hình thức khen thưởng."
    facts = {
        "nominations": chosen,
        "refusal": refusal,
        "rows": [] if refusal else side_by_side(chosen, by=request.actor, at=timezone.now()),
        "crumbs": crumbs(request, ("So sánh hồ sơ", "")),
    }
    return render(request, "awards/compare.html", facts)
