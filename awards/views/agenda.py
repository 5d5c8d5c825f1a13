"""Pages of the agenda: choosing dossiers, and one item as members read it before and during the session."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.sessions import CandidateFilter, ConflictForm, DiscussionForm, OpinionForm
from awards.models import (
    AgendaItem,
    AwardFile,
    BallotItem,
    Conflict,
    Exemption,
    Nomination,
    Opinion,
    PostingRemark,
    Session,
    WrittenOpinion,
)
from awards.rules import dossier
from awards.services import agenda, conflicts, eligibility, presence, sessions
from awards.views.sessions import crumbs, fetch, session_form
from campaigns.planfile.words import Subject
from communes.access import Can, requires
from communes.models import Person
from kit import digits
from kit.views import attempt, filtered, paginate, refusals, sort

CANDIDATE_SORTS = {
    "campaign": ["campaign_id", "round_id", "subject", "award"],
    "award": ["award", "subject"],
    "unit": ["unit__kind_order", "unit__position", "unit__name"],
    "status": "status",
}


# What an item (by its key) or its nomination may have and mostly has not.
MAY_HAVE = {
    "conflicts": (Conflict, "item", "pk"),
    "written_opinions": (WrittenOpinion, "item", "pk"),
    "ballot_items": (BallotItem, "item", "pk"),
    "exemptions": (Exemption, "nomination", "nomination"),
    "opinions": (Opinion, "nomination", "nomination"),
    "posting_remarks": (PostingRemark, "nomination", "nomination"),
    "files": (AwardFile, "nomination", "nomination"),
}


def fetch_item(request, pk: int, **more) -> AgendaItem:
    """Return an item of a session that the actor may see, with what is annotated, or answer 404."""
    rows = AgendaItem.objects.within(request.actor).select_related(
        "session__council__commune", "nomination__campaign", "nomination__unit", "nomination__collective",
        "nomination__person__unit", "nomination__round", "nomination__commune", "nomination__plan_version",
    )  # fmt: skip
    return get_object_or_404(rows.annotate(**more), pk=pk)


@requires(Can.RUN_COUNCIL)
def choose(request, pk):
    """Choose dossiers for the agenda: the list, then each with what stands against it, then they are placed.

    They keep the order in which the list showed them.
    """
    session = fetch(request, pk)
    if session.status != Session.Status.DRAFT:
        messages.error(request, "Chương trình đã gửi các thành viên; hãy đưa phiên họp về chuẩn bị lại trước khi thêm.")
        return redirect(session)
    rows = Nomination.objects.within(request.actor).filter(status__in=["eligible", "deferred"])
    rows = rows.for_list().without_words()
    if request.method == "POST":
        keys = digits.numbers(request.POST.getlist("nomination"))
        chosen = sorted(rows.filter(pk__in=keys), key=lambda each: keys.index(each.pk))
        if not chosen:
            messages.error(request, "Hãy chọn ít nhất một hồ sơ.")
        elif "place" in request.POST:
            return _place(request, session, chosen)
        else:
            return _confirm(request, session, chosen)
    found = filtered(request, CandidateFilter, rows)
    page = paginate(request, sort(request, found.qs, allowed=CANDIDATE_SORTS, default="campaign"), per_page=50)
    facts = {"session": session, "filter": found, "page": page, "rows": [_row(each, request) for each in page]}
    facts["crumbs"] = crumbs(request, session, "Chọn hồ sơ")
    return render(request, "awards/session_agenda.html", facts)


def _row(nomination: Nomination, request) -> dict:
    """Return a nomination with its status as the reader may know it."""
    label, tone = nomination.shown_status(request.actor)
    return {"nomination": nomination, "label": label, "tone": tone}


def _confirm(request, session: Session, chosen: list[Nomination]):
    """Show what would be placed, and what would not and why."""
    now = timezone.now()
    lines = [{"nomination": each, "against": agenda.obstacles(each, now)} for each in chosen]
    facts = {
        "session": session,
        "ready": [line for line in lines if not line["against"]],
        "held_back": [line for line in lines if line["against"]],
        "crumbs": crumbs(request, session, "Chọn hồ sơ"),
    }
    return render(request, "awards/session_agenda_confirm.html", facts)


def _place(request, session: Session, chosen: list[Nomination]):
    """Place each of the chosen dossiers, telling what came of each."""
    placed = 0
    for nomination in chosen:
        with attempt(request) as tried:
            sessions.place(session, nomination, by=request.actor, at=timezone.now())
        placed += tried.ok
    if placed:
        messages.success(request, f"Đã đưa {placed} hồ sơ vào chương trình.")
    return redirect(session)


@require_POST
@requires(Can.RUN_COUNCIL)
def move(request, pk):
    """Move an item up or down the agenda."""
    item = fetch_item(request, pk)
    with attempt(request):
        agenda.move(item, up=request.POST.get("direction") == "up", by=request.actor, at=timezone.now())
    return redirect(f"{item.session.get_absolute_url()}#agenda")


@require_POST
@requires(Can.RUN_COUNCIL)
def take_off(request, pk):
    """Take an item off the agenda."""
    item = fetch_item(request, pk)
    with attempt(request, success="Đã đưa hồ sơ ra khỏi chương trình."):
        sessions.take_off(item, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(item.session)


@require_POST
@requires(Can.CHAIR_COUNCIL)
def defer(request, pk):
    """Put off an item in the sitting session."""
    item = fetch_item(request, pk)
    with attempt(request, success="Đã ghi hoãn xét hồ sơ."):
        sessions.defer(item, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(item)


@requires(Can.SEE_SESSIONS)
def detail(request, pk):
    """Show one item as a member reads it: the achievement, the verdicts, the files, what concerns the vote."""
    item = fetch_item(request, pk, **_asked())
    nomination, session, actor = item.nomination, item.session, request.actor
    kept = nomination.runs.order_by("-pk").first()
    facts = {
        "item": item,
        "session": session,
        "nomination": nomination,
        "crumbs": crumbs(request, session, nomination.nominee),
        "neighbours": _neighbours(item),
        "sections": _sections(nomination),
        "files": _there(item, "files", nomination.files.present()).select_related("commune").order_by("pk"),
        "kept": kept,
        "reading": eligibility.stored(kept) if kept else None,
        "appraisals": nomination.appraisals.filter(set_aside_at=None).select_related("appraiser").order_by("order"),
        "exemptions": _there(item, "exemptions", nomination.exemptions).order_by("pk"),
        "opinions": _there(item, "opinions", nomination.opinions).order_by("pk"),
        "remarks": _there(item, "posting_remarks", nomination.posting_remarks).order_by("pk"),
        "past": eligibility.award_history(nomination, actor),
        **_standing(request, item),
    }
    return render(request, "awards/session_item.html", facts)


def _asked() -> dict[str, Exists]:
    """Return what asks, with the item itself, which of MAY_HAVE there are."""
    return {
        f"has_{name}": Exists(model._base_manager.filter(**{field: OuterRef(own)}))
        for name, (model, field, own) in MAY_HAVE.items()
    }


def _there(item: AgendaItem, name: str, rows):
    """Return rows of MAY_HAVE; nothing, without asking, where the item was found to have none."""
    return rows.all() if getattr(item, f"has_{name}") else rows.none()


def _neighbours(item: AgendaItem) -> dict:
    """Return the items before and after, and where this one stands among them."""
    rows = item.session.agenda.exclude(result="taken_off").select_related("session__council__commune")
    rows = list(rows.order_by("position", "pk"))
    place = next((number for number, row in enumerate(rows) if row.pk == item.pk), None)
    if place is None:
        return {}
    return {
        "number": place + 1,
        "count": len(rows),
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
    }


def _sections(nomination: Nomination) -> list[tuple[str, str]]:
    """Return the written sections of the achievement report with their titles."""
    sections = dossier.SECTIONS[Subject(nomination.subject)]
    return [
        (each.title, str(nomination.report[each.key]))
        for each in sections
        if str(nomination.report.get(each.key, "")).strip()
    ]


def _standing(request, item: AgendaItem) -> dict:
    """Return who stands aside, who wrote, and what the reader may do about the item now."""
    actor, session = request.actor, item.session
    own_id = actor.person.pk if actor.person else None
    rows = list(_there(item, "conflicts", item.conflicts).select_related("person").order_by("pk"))
    wrote = _there(item, "written_opinions", item.written_opinions).select_related("person")
    wrote = list(wrote.order_by("person__sort_key", "pk"))
    runs, chairs = actor.may(Can.RUN_COUNCIL), actor.may(Can.CHAIR_COUNCIL)
    seated = session.presence.filter(person_id=own_id, votes=True).first()
    aside = {each.person_id for each in rows if each.abstains}
    awaited = session.status in conflicts.OPEN_FOR_DECLARING and not item.result
    votes = list(_there(item, "ballot_items", item.ballot_items).select_related("ballot").order_by("pk"))
    voted = {each.ballot.status for each in votes}
    declarable = awaited and not voted & set(presence.BEGUN)
    writable = awaited and not voted & set(presence.too_late(session))
    may_take_off = runs and session.status in agenda.CHANGEABLE and not item.result
    may_defer = chairs and session.underway and not item.result
    return {
        "conflicts": rows,
        "own_conflict": next((each for each in rows if each.person_id == own_id and each.abstains), None),
        "written": [{"opinion": each, "shown": runs or each.person_id == own_id} for each in wrote],
        "rule": session.rules.get("by_award", {}).get(item.nomination.award),
        "ballot_rows": [each for each in votes if each.ballot.status in ("confirmed", "announced")],
        "may_run": runs,
        "may_note": runs and session.status in agenda.DISCUSSED,
        "may_take_off": may_take_off,
        "may_defer": may_defer,
        "open_vote": item.nomination.blockers_to_withdraw() if may_take_off or may_defer else (),
        "may_declare": declarable and (runs or (seated is not None and own_id not in aside)),
        "may_write": writable and (runs or (seated is not None and seated.state != "present" and own_id not in aside)),
    }


def _members(request, session: Session):
    """Return about whom the actor may write: all voting members for the secretary, else the actor alone."""
    rows = Person.objects.filter(attendances__session=session, attendances__votes=True).order_by("sort_key", "pk")
    if request.actor.may(Can.RUN_COUNCIL):
        return rows
    return rows.filter(pk=request.actor.person.pk if request.actor.person else None)


@requires(Can.RUN_COUNCIL)
def note(request, pk):
    """Write what was said about an item."""
    item = fetch_item(request, pk)
    form = DiscussionForm(request.POST or None, initial={"discussion": item.discussion})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            agenda.note(item, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi ý kiến thảo luận.")
            return redirect(item)
    return session_form(
        request, form, item.session, title="Ghi ý kiến thảo luận", submit="Lưu", back=item.get_absolute_url(),
        quotes=[str(item.nomination)],
    )  # fmt: skip


@requires(Can.RUN_COUNCIL, Can.SIT_IN_COUNCIL)
def declare(request, pk):
    """Declare that a member is concerned and does not vote on an item."""
    item = fetch_item(request, pk)
    form = ConflictForm(request.POST or None, people=_members(request, item.session))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            sessions.declare_conflict(item, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi không biểu quyết về hồ sơ này.")
            return redirect(item)
    return session_form(
        request, form, item.session, title="Khai báo có liên quan", submit="Ghi không biểu quyết",
        back=item.get_absolute_url(), quotes=[str(item.nomination)],
        hint="Người có liên quan không biểu quyết về hồ sơ này; việc này ghi vào biên bản.",
    )  # fmt: skip


@require_POST
@requires(Can.RUN_COUNCIL)
def conflict_withdraw(request, pk):
    """Take back a declaration made by mistake."""
    rows = Conflict.objects.within(request.actor).select_related("item__session__council__commune", "item__nomination")
    conflict = get_object_or_404(rows.filter(kind=Conflict.Kind.DECLARED), pk=pk)
    with attempt(request, success="Đã bỏ khai báo."):
        conflicts.withdraw(conflict, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(conflict.item)


@requires(Can.RUN_COUNCIL, Can.SIT_IN_COUNCIL)
def opinion(request, pk):
    """Write the opinion of an absent member on an item."""
    item = fetch_item(request, pk)
    form = OpinionForm(
        request.POST or None, people=_members(request, item.session), initial=_given(item, request.actor)
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            before = item.written_opinions.filter(person=form.cleaned_data["person"]).exists()
            given = sessions.record_opinion(item, **form.cleaned_data, by=request.actor, at=timezone.now())
            changed = f"Đã sửa ý kiến bằng văn bản của {given.person}; ý kiến trước được thay."
            messages.success(request, changed if before else "Đã ghi ý kiến bằng văn bản.")
            return redirect(item)
    consulted = item.session.mode == Session.Mode.WRITTEN
    hint = "Mỗi thành viên một ý kiến về hồ sơ này" if consulted else "Dành cho thành viên vắng mặt"
    return session_form(
        request, form, item.session, title="Ghi ý kiến bằng văn bản", submit="Lưu ý kiến",
        back=item.get_absolute_url(), quotes=[str(item.nomination)],
        hint=f"{hint}; ý kiến được tính theo quy tắc biểu quyết và ghi vào biên bản.",
    )  # fmt: skip


def _given(item: AgendaItem, actor) -> dict:
    """Return the first values of an opinion: what the member wrote before; the secretary begins with an empty one."""
    if not actor.may(Can.RUN_COUNCIL) and actor.person:
        own = item.written_opinions.filter(person=actor.person).first()
        if own:
            return {"choice": own.choice, "text": own.text, "received_on": own.received_on}
    return {"received_on": timezone.localdate()}
