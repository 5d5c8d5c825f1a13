"""Pages of nominations: the list, the first choice, one dossier as it stands, and the acts on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.forms.nominations import NominationFilter, NominationForm, titles
from awards.models import Nomination
from awards.services import dossiers, eligibility, endings, nominations, writing
from awards.services.files import may_attach
from campaigns.models import AwardRound, Campaign
from campaigns.planfile.words import Paper, Subject
from campaigns.services.field_work import is_underway
from campaigns.views.shared import fetch_campaign
from communes.access import Can, requires
from communes.acting import Offer, may_make, offers
from communes.addresses import here
from communes.models import HistoryEntry
from kit.views import attempt, filtered, paginate, refusals, sort

OWN_ACTS = ("submit", "enter", "recall", "withdraw", "resubmit", "appeal")
SORTS = {
    "unit": ["unit__kind_order", "unit__position", "unit__name"],
    "award": ["award", "subject"],
    "submitted": "submitted_at",
    "created": "created_at",
    "status": "status",
}


def fetch_nomination(request, pk: int) -> Nomination:
    """Return a nomination that the actor may see, or answer 404."""
    return get_object_or_404(Nomination.objects.within(request.actor).for_list(), pk=pk)


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
        "returned": returned_by(nomination),
        "deadline": dossiers.deadline_of(nomination),
        "writer": writing.writer(nomination, request.actor),
        **facts,
    }


def returned_by(nomination: Nomination) -> HistoryEntry | None:
    """Return the line of history of the last return, while the dossier is being mended."""
    if nomination.status != Nomination.Status.RETURNED:
        return None
    return HistoryEntry.objects.about(nomination).filter(action="nomination.return").first()


@require_safe
@requires(Can.SEE_NOMINATIONS)
def index(request):
    """List the nominations that the actor may see, with the status as the actor may know it."""
    actor = request.actor
    rows = Nomination.objects.within(actor).for_list().without_words()
    asked = request.GET.get("campaign", "")
    rounds = (
        AwardRound.objects.filter(campaign=asked, retired_at=None).order_by("year", "pk") if asked.isdecimal() else ()
    )
    found = filtered(request, NominationFilter, rows, rounds=rounds)
    allowed = SORTS if actor.may(Can.SEE_UNANNOUNCED) else {key: SORTS[key] for key in SORTS if key != "status"}
    page = paginate(request, sort(request, found.qs, allowed=allowed, default="-created"))
    facts = {
        "filter": found,
        "page": page,
        "rows": [{"nomination": each, "shown": each.shown_status(actor)} for each in page],
        "sorts_by_status": actor.may(Can.SEE_UNANNOUNCED),
        "may_nominate": actor.may(Can.NOMINATE) or actor.may(Can.APPRAISE),
    }
    return render(request, "awards/nominations.html", facts)


@require_safe
@requires(Can.NOMINATE, Can.APPRAISE)
def choose_campaign(request):
    """Choose the campaign in which to nominate; a campaign named in the address is chosen already."""
    running = Campaign.objects.within(request.actor).filter(status__in=("issued", "summing_up")).order_by("-pk")
    asked = request.GET.get("campaign", "")
    if asked.isdecimal():
        return redirect(here(request.actor, "awards:nomination-new", get_object_or_404(running, pk=asked).pk))
    crumbs = [("Hồ sơ đề nghị khen thưởng", here(request.actor, "awards:nominations")), ("Chọn phong trào", "")]
    page = paginate(request, running)
    return render(request, "awards/nomination_campaign.html", {"page": page, "crumbs": crumbs})


@requires(Can.NOMINATE, Can.APPRAISE)
def create(request, pk):
    """Nominate somebody in a campaign; who looks like somebody else is named first."""
    campaign = fetch_campaign(request, pk)
    if not is_underway(campaign):
        messages.error(request, nominations.NOT_UNDERWAY)
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
    twins: list = []
    if request.method == "POST" and form.is_valid():
        twins = _unsettled_twins(form)
        if not twins:
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
    facts = {"campaign": campaign, "form": form, "twins": twins, "crumbs": crumbs, "subjects": tabs, "agency": agency}
    return render(request, "awards/nomination_form.html", facts)


def _unsettled_twins(form: NominationForm) -> list:
    """Return who looks like the chosen one, until the box says that this was looked at."""
    given = form.cleaned_data
    if given.get("collective"):
        twins = dossiers.look_alike_units(given["collective"])
    else:
        twins = dossiers.look_alikes(given["person"])
    if twins:
        form.ask_to_be_sure()
    return [] if given["sure"] else twins


@require_safe
@requires(Can.SEE_NOMINATIONS)
def detail(request, pk):
    """Show a dossier: what it holds and lacks, what was found, what may be done with it now."""
    nomination, actor = fetch_nomination(request, pk), request.actor
    now = timezone.now()
    reading = eligibility.read_for(nomination, actor, at=now)
    facts = frame(
        request,
        nomination,
        parts=parts_of(request, nomination),
        tasks=tasks_of(request, nomination),
        passages=dossiers.frozen(nomination),
        reading=reading,
        may_appraise=nomination.submitted_at and actor.may(Can.APPRAISE),
        files=files_of(nomination),
        may_attach=may_attach(nomination, actor, is_scan=True),
        acts=acts_of(request, nomination, now),
        versions=list(nomination.versions.defer("content").order_by("-number")),
        reviews=list(
            nomination.review_votes.select_related("review__campaign__commune", "review__unit").order_by(
                "review__held_at"
            )
        ),
        twins=_twins(nomination),
        route=_route(nomination),
        may_end=_may_end(nomination, actor),
        note_ready=actor.may(Can.SEE_UNANNOUNCED) and nomination.status in Nomination.APPRAISED,
    )
    return render(request, "awards/nomination.html", facts)


def _may_end(nomination: Nomination, actor) -> bool:
    """Say whether the actor may end the nomination without an award now."""
    move = Nomination.flow.find(nomination.status, "not_award")
    return move is not None and may_make(move, nomination, actor)


def files_of(nomination: Nomination) -> list:
    """Return the files of a dossier that were not removed."""
    return list(nomination.files.present().select_related("commune").order_by("name", "pk"))


def _twins(nomination: Nomination) -> list:
    """Return who may be the same as the nominee."""
    if nomination.person:
        return dossiers.look_alikes(nomination.person)
    return dossiers.look_alike_units(nomination.collective)


def _route(nomination: Nomination):
    """Return the way of the dossier as the plan writes it (DS-13)."""
    routes = {each.paper: each for each in nomination.plan.routes}
    return routes.get(Paper.DOSSIER) or routes.get(Paper.ACHIEVEMENT_REPORT)


def parts_of(request, nomination: Nomination) -> list[dict]:
    """Return the papers of a dossier with what is there, and where each is mended."""
    actor = request.actor
    places = {
        "submission": here(actor, "awards:nomination-section", nomination.pk, "citation"),
        "review_minutes": here(actor, "awards:reviews", nomination.campaign_id),
        "achievement_report": here(actor, "awards:nomination-section", nomination.pk, "profile"),
        "upload": here(actor, "awards:nomination-files", nomination.pk),
    }
    tones = {"done": ("Có", "success"), "doing": ("Đang soạn", "info"), "missing": ("Thiếu", "warning")}
    return [
        {"part": each.part, "words": each.words, "state": tones[each.state], "url": places[each.maker]}
        for each in nomination.checklist()
    ]


def tasks_of(request, nomination: Nomination) -> list[dict]:
    """Return the task list of a dossier: each section that is typed, with how far it is."""
    written = {
        "citation": bool(nomination.citation.strip() and nomination.summary.strip()),
        "notes": bool(nomination.explanation.strip()) and not _must_mend(nomination, "notes"),
    }
    begun = {"citation": bool(nomination.citation.strip() or nomination.summary.strip()), "notes": False}
    optional = {"notes"} | {each.key for each in dossiers.sections_of(nomination) if not each.required}
    rows = []
    for name, title in titles(nomination).items():
        if name == "standards":
            judged = [own is not None for _, _, own in dossiers.standards_of(nomination)]
            note, done, started = f"{sum(judged)}/{len(judged)} tiêu chuẩn", all(judged), any(judged)
        else:
            note, done = "", written.get(name, bool(str(nomination.report.get(name, "")).strip()))
            started = begun.get(name, False)
        state = ("Hoàn thành", "success") if done else ("Đang làm", "info") if started else ("Chưa bắt đầu", "muted")
        if name in optional and not done and not _must_mend(nomination, name):
            state = ("Không bắt buộc", "muted")
        url = here(request.actor, "awards:nomination-section", nomination.pk, name)
        rows.append({"name": name, "title": title, "url": url, "state": state, "note": note})
    return rows


def _must_mend(nomination: Nomination, name: str) -> bool:
    """Say whether the notes are asked for: a returned dossier tells what it has mended."""
    return name == "notes" and nomination.status == Nomination.Status.RETURNED and not nomination.change_note.strip()


def acts_of(request, nomination: Nomination, at) -> list[dict]:
    """Return the buttons of a dossier; handing in goes through the page where everything is checked first."""
    actor = request.actor
    if not actor.may(Can.SEE_UNANNOUNCED) and not nomination.announced():
        return _acts_while_untold(request, nomination)
    check = here(actor, "awards:nomination-check", nomination.pk)
    shown = []
    for offer in offers(nomination, actor):
        move, page = offer.move, offer.move.action in nominations.HAND_IN
        if move.action not in OWN_ACTS or (move.action == "enter" and not _enters(request, nomination)):
            continue
        url = check if page else here(actor, f"awards:nomination-{move.action}", nomination.pk)
        shown.append(offer.button(url, page=page, blockers=() if page else offer.blockers))
    return shown


def _acts_while_untold(request, nomination: Nomination) -> list[dict]:
    """Return the same one button whatever the council made of the dossier, so that it tells the unit nothing."""
    move = Nomination.flow.find("on_agenda", "withdraw")
    if not may_make(move, nomination, request.actor):
        return []
    url = here(request.actor, "awards:nomination-withdraw", nomination.pk)
    return [Offer(move, ()).button(url, reason=True, page=False)]


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


recall = _act(nominations.recall, "Đã rút lại hồ sơ. Anh/chị sửa rồi nộp lại.")
withdraw = _act(nominations.withdraw, "Đã rút hồ sơ đề nghị.")
appeal = _act(nominations.appeal, "Đã gửi đề nghị xem xét lại.")
