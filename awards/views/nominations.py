"""Pages of nominations: the list, the first choice, one dossier as it stands, and the acts on it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.forms.nomination_choice import NominationForm
from awards.forms.nominations import NominationFilter, ToNominateFilter
from awards.models import Nomination
from awards.services import dossiers, eligibility, endings, nomination_results, nominations, probing, writing
from awards.services.files import may_attach
from awards.views.nomination_tasks import parts_of, tasks_of, undone_of
from campaigns.models import AwardRound, Campaign
from campaigns.planfile.words import Paper, Subject
from campaigns.services.field_work import NOT_UNDERWAY, is_underway
from campaigns.views.shared import fetch_campaign
from communes.access import Actor, Can, requires
from communes.acting import Offer, blockers, may_make
from communes.addresses import here
from communes.models import HistoryEntry
from kit import digits
from kit.views import KeysFirstPaginator, attempt, filtered, paginate, refusals, sort

OWN_ACTS = ("submit", "enter", "recall", "withdraw", "resubmit", "appeal")
CONFIRM = {
    "recall": "Rút lại hồ sơ để sửa? Hồ sơ được tiếp nhận lại khi nộp lại; nộp lại quá hạn thì ghi nhận trễ hạn.",
    "withdraw": "Rút hồ sơ đề nghị này? Hồ sơ đã rút không mở lại được; muốn đề nghị phải lập hồ sơ mới.",
    "appeal": "Gửi đề nghị xem xét lại? Các kết luận thẩm định trước không còn tính, hồ sơ được thẩm định lại.",
}
SORTS = {
    "unit": ["unit__kind_order", "unit__position", "unit__name"],
    "award": ["award", "subject"],
    "submitted": "submitted_at",
    "created": "created_at",
    "status": "status",
}


def fetch_nomination(request, pk: int) -> Nomination:
    """Return a nomination that the actor may see, or answer 404."""
    return get_object_or_404(_rows(request.actor), pk=pk)


def fetch_to_read(request, pk: int) -> Nomination:
    """Return a nomination as `fetch_nomination` does, with all that a reading asks of its own rows."""
    rows = Nomination.objects.within(request.actor).for_page()
    nomination = probing.load(get_object_or_404(probing.probed(rows), pk=pk))
    nomination.commune = nomination.campaign.commune = request.actor.commune
    return nomination


def _rows(actor: Actor):
    """Return the nominations that an actor may see, with what their pages show."""
    return Nomination.objects.within(actor).for_list().select_related("plan_version")


def frame(request, nomination: Nomination, *below: tuple[str, str], **facts) -> dict:
    """Return what every page of a dossier shows; `below` are the crumbs after the dossier itself."""
    crumbs = [
        ("Hồ sơ đề nghị khen thưởng", here(request.actor, "awards:nominations")),
        (nomination.campaign.name, here(request.actor, "campaigns:campaign", nomination.campaign_id)),
        (nomination.nominee, nomination.get_absolute_url() if below else ""),
        *below,
    ]
    return {
        "nomination": nomination,
        "shown": nomination.shown_status(request.actor),
        "crumbs": crumbs,
        "returned": _last(nomination, Nomination.Status.RETURNED, "nomination.return"),
        "withdrawn": _last(nomination, Nomination.Status.WITHDRAWN, "nomination.withdraw"),
        "deadline": dossiers.deadline_of(nomination),
        "return_overdue": nomination.return_due_on is not None and nomination.return_due_on < timezone.localdate(),
        "writer": writing.writer(nomination, request.actor),
        **facts,
    }


def _last(nomination: Nomination, status: str, action: str) -> HistoryEntry | None:
    """Return the line of history of the move that brought a dossier to a status, while it has that status."""
    if nomination.status != status:
        return None
    return HistoryEntry.objects.about(nomination).filter(action=action).first()


@require_safe
@requires(Can.SEE_NOMINATIONS)
def index(request):
    """List the nominations that the actor may see, with the status as the actor may know it."""
    actor = request.actor
    rows = Nomination.objects.within(actor).for_rows()
    asked = digits.number(request.GET.get("campaign", ""))
    rounds = AwardRound.objects.filter(campaign=asked, retired_at=None).order_by("year", "pk") if asked else ()
    found = filtered(request, NominationFilter, rows, rounds=rounds)
    allowed = SORTS if actor.may(Can.SEE_UNANNOUNCED) else {key: SORTS[key] for key in SORTS if key != "status"}
    page = paginate(request, sort(request, found.qs, allowed=allowed, default="-created"), pages=KeysFirstPaginator)
    for each in page:
        each.commune = actor.commune
    told = nomination_results.told_lines(each for each in page if each.award_told)
    facts = {
        "filter": found,
        "page": page,
        "rows": [{"nomination": each, "shown": each.shown_status(actor), "line": told.get(each.pk)} for each in page],
        "sorts_by_status": actor.may(Can.SEE_UNANNOUNCED),
        "may_nominate": actor.may(Can.NOMINATE) or actor.may(Can.APPRAISE),
    }
    return render(request, "awards/nominations.html", facts)


@require_safe
@requires(Can.NOMINATE, Can.APPRAISE)
def choose_campaign(request):
    """Choose the campaign in which to nominate; a campaign named in the address is chosen already."""
    running = Campaign.objects.within(request.actor).filter(status__in=("issued", "summing_up")).order_by("-pk")
    asked = digits.number(request.GET.get("campaign", ""))
    if asked is not None:
        return redirect(here(request.actor, "awards:nomination-new", get_object_or_404(running, pk=asked).pk))
    crumbs = [("Hồ sơ đề nghị khen thưởng", here(request.actor, "awards:nominations")), ("Chọn phong trào", "")]
    found = filtered(request, ToNominateFilter, running)
    facts = {"page": paginate(request, found.qs), "filter": found, "crumbs": crumbs}
    return render(request, "awards/nomination_campaign.html", facts)


@requires(Can.NOMINATE, Can.APPRAISE)
def create(request, pk):
    """Nominate somebody in a campaign; who looks like somebody else is named first."""
    campaign = fetch_campaign(request, pk)
    if not is_underway(campaign):
        messages.error(request, NOT_UNDERWAY)
        return redirect(campaign)
    subject = request.GET.get("subject", Subject.COLLECTIVE)
    if subject not in Subject.values:
        raise Http404
    agency = request.actor.may(Can.APPRAISE) and writing.is_agency(campaign, request.actor)
    if not agency and not request.actor.may(Can.NOMINATE):
        raise PermissionDenied
    on = timezone.localdate()
    form = NominationForm(
        request.POST or None, campaign=campaign, subject=subject, actor=request.actor, agency=agency, on=on
    )
    doubts: dict = {}
    if request.method == "POST" and form.is_valid():
        doubts = _doubts(form)
        if not doubts:
            with refusals(form):
                made = nominations.create(campaign, **form.chosen(), by=request.actor, at=timezone.now())
                messages.success(request, "Đã lập hồ sơ đề nghị. Hãy hoàn thành từng phần rồi nộp.")
                return redirect(made)
    crumbs = [
        ("Hồ sơ đề nghị khen thưởng", here(request.actor, "awards:nominations")),
        (campaign.name, campaign.get_absolute_url()),
        ("Lập hồ sơ đề nghị", ""),
    ]
    tabs = [
        {"label": label, "url": f"?subject={value}", "current": value == subject} for value, label in Subject.choices
    ]
    facts = {"campaign": campaign, "form": form, "crumbs": crumbs, "subjects": tabs, "agency": agency, **doubts}
    return render(request, "awards/nomination_form.html", facts)


def _doubts(form: NominationForm) -> dict:
    """Return what to look at again before nominating, until the box says that it was: likeness, another year."""
    given = form.cleaned_data
    if given["sure"]:
        return {}
    if given.get("collective"):
        twins = dossiers.look_alike_units(given["collective"])
    else:
        twins = dossiers.look_alikes(given["person"])
    doubts = {name: found for name, found in (("twins", twins), ("other_year", form.chosen_of_other_year())) if found}
    if doubts:
        form.ask_to_be_sure()
    return doubts


@require_safe
@requires(Can.SEE_NOMINATIONS)
def detail(request, pk):
    """Show a dossier: what it holds and lacks, what was found, what may be done with it now."""
    nomination, actor, now = fetch_to_read(request, pk), request.actor, timezone.now()
    found = dossiers.contents(nomination)
    parts, tasks = parts_of(request, nomination, found), tasks_of(request, nomination, found)
    facts = frame(
        request,
        nomination,
        result=nomination_results.result_of(nomination, actor),
        parts=parts,
        parts_hint="Thiếu một thành phần thì chưa nộp được." if parts and nomination.editable else "",
        parts_done=bool(parts) and all(each["done"] for each in parts),
        tasks=tasks,
        undone=undone_of(nomination, tasks),
        passages=dossiers.frozen(nomination, found),
        reading=_reading(nomination, actor, now),
        may_appraise=nomination.submitted_at and actor.may(Can.APPRAISE),
        files=found.files,
        may_attach=may_attach(nomination, actor, is_scan=True),
        acts=acts_of(request, nomination),
        versions=list(nomination.versions.defer("content").order_by("-number")) if nomination.has_versions else [],
        reviews=found.votes,
        twins=_twins(nomination) if actor.may(Can.APPRAISE) else [],
        route=_route(nomination),
        may_end=_may_end(nomination, actor),
        in_confidence=actor.may(Can.SEE_UNANNOUNCED),
        note_ready=actor.may(Can.SEE_UNANNOUNCED) and nomination.status in Nomination.APPRAISED,
    )
    return render(request, "awards/nomination.html", facts)


def _reading(nomination: Nomination, actor: Actor, at: datetime) -> eligibility.Reading:
    """Return what is known of eligibility; a unit learns no judgement before the appraisal is confirmed."""
    untold = nomination.status == Nomination.Status.UNDER_APPRAISAL and not actor.may(Can.SEE_UNANNOUNCED)
    found = eligibility.read_loaded(nomination, at=at, appraisal=eligibility.NOBODY if untold else None)
    return eligibility.seen_by(found, nomination, actor)


def _may_end(nomination: Nomination, actor) -> bool:
    """Say whether the actor may end the nomination without an award now."""
    move = Nomination.flow.find(nomination.status, "not_award")
    return move is not None and may_make(move, nomination, actor)


def _twins(nomination: Nomination) -> list:
    """Return who may be the same as the nominee."""
    if nomination.person:
        return dossiers.look_alikes(nomination.person) if nomination.has_twin_people else []
    return dossiers.look_alike_units(nomination.collective) if nomination.has_twin_units else []


def _route(nomination: Nomination):
    """Return the way of the dossier as the plan writes it (DS-13)."""
    routes = {each.paper: each for each in nomination.plan.routes}
    return routes.get(Paper.DOSSIER) or routes.get(Paper.ACHIEVEMENT_REPORT)


def acts_of(request, nomination: Nomination) -> list[dict]:
    """Return the buttons of a dossier; handing in goes through the page where everything is checked first."""
    actor = request.actor
    if not actor.may(Can.SEE_UNANNOUNCED) and not nomination.announced():
        return _acts_while_untold(request, nomination)
    shown = []
    for move in Nomination.flow.moves_from(nomination.status):
        if move.action not in OWN_ACTS or not may_make(move, nomination, actor):
            continue
        if move.action not in nominations.HAND_IN:
            shown.append(_button(request, nomination, Offer(move, tuple(blockers(move, nomination)))))
        elif move.action != "enter" or _enters(request, nomination):
            url = here(actor, "awards:nomination-check", nomination.pk)
            shown.insert(0, Offer(move, ()).button(url, page=True))
    return shown


def _button(request, nomination: Nomination, offer: Offer) -> dict:
    """Return the button of a unit's act, which says what follows before it is done."""
    action = offer.move.action
    url = here(request.actor, f"awards:nomination-{action}", nomination.pk)
    return offer.button(url, page=False, confirm=CONFIRM[action])


def _acts_while_untold(request, nomination: Nomination) -> list[dict]:
    """Return the same one button whatever the council made of the dossier, so that it tells the unit nothing."""
    move = Nomination.flow.find("on_agenda", "withdraw")
    return [_button(request, nomination, Offer(move, ()))] if may_make(move, nomination, request.actor) else []


def _enters(request, nomination: Nomination) -> bool:
    """Say whether the actor hands in for the unit or for the agency, not as the unit's own head."""
    return not request.actor.may_in_own_unit(Can.SUBMIT_NOMINATIONS, nomination.unit_id)


@require_safe
@requires(Can.SEE_NOMINATIONS)
def version(request, pk, number):
    """Show a dossier as it was handed in, with what had changed since the time before."""
    nomination = fetch_nomination(request, pk)
    versions = {each.number: each for each in nomination.versions.order_by("number")}
    if number not in versions:
        raise Http404
    shown, before = versions[number], versions.get(number - 1)
    facts = frame(
        request,
        nomination,
        (f"Lần nộp {number}", ""),
        version=shown,
        before=before,
        changes=dossiers.changes(shown.content, before.content) if before else [],
        others=[each for each in versions.values() if each.number != number],
    )
    return render(request, "awards/nomination_version.html", facts)


@require_POST
@requires(Can.DECIDE_AWARDS)
def not_award(request, pk):
    """Record that a nominee is not awarded, and why."""
    nomination = fetch_nomination(request, pk)
    with attempt(request, success="Đã ghi không khen thưởng."):
        endings.not_award(nomination, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(nomination)


def _act(verb, success):
    """Return a view by which a unit makes one move on its dossier."""

    @require_POST
    @requires(Can.SUBMIT_NOMINATIONS)
    def view(request, pk):
        nomination = fetch_nomination(request, pk)
        with attempt(request, success=success):
            verb(nomination, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
        return redirect(nomination)

    view.__doc__ = verb.__doc__
    return view


recall = _act(nominations.recall, "Đã rút lại hồ sơ. Đồng chí sửa rồi nộp lại.")
withdraw = _act(nominations.withdraw, "Đã rút hồ sơ đề nghị.")
appeal = _act(nominations.appeal, "Đã gửi đề nghị xem xét lại.")
