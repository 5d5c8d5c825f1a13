"""Pages of sessions: the secretary's desk and the members' reading desk."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from awards.forms.sessions import (
    NoticeForm,
    OtherDayForm,
    PresenceForm,
    ReconveneForm,
    SessionFilter,
    SessionForm,
)
from awards.models import Attendance, Ballot, Conflict, Council, Minutes, Session
from awards.rules.kinds import Award
from awards.services import awaiting, presence, sessions
from awards.views.pages import form_page
from communes.access import Can, requires
from communes.addresses import here
from kit.vietnamese import vn_date, vn_datetime
from kit.views import attempt, filtered, paginate, refusals, sort

SORTS = {"day": ["planned_at", "pk"], "title": "title", "status": "status"}
# Moves whose button stands on the page of the minutes, and moves with a page of their own.
ON_MINUTES_PAGE = ("sign_minutes", "correct_minutes")
WITH_A_PAGE = ("reconvene",)
BEFORE_OPENING = (Session.Status.CONVENED, Session.Status.ADJOURNED)
CONFIRMATIONS = {
    "convene": "Triệu tập phiên họp? Chương trình, danh sách thành viên và quy tắc biểu quyết được cố định.",
    "finish_voting": "Kết thúc biểu quyết? Sau đó chỉ còn lập biên bản.",
    "close": "Kết thúc phiên họp? Sau đó không lập biên bản đính chính được nữa.",
}


# What the acts of a consultation in writing are called, and what is asked before them.
CONSULTING = {"open": "Bắt đầu lấy ý kiến", "finish_voting": "Kết thúc lấy ý kiến", "adjourn": "Tạm dừng lấy ý kiến"}
CONSULTING_CONFIRMATIONS = CONFIRMATIONS | {"finish_voting": "Kết thúc lấy ý kiến? Sau đó chỉ còn lập biên bản."}


def fetch(request, pk: int) -> Session:
    """Return a session that the actor may see, or answer 404."""
    rows = Session.objects.within(request.actor).select_related("council__commune", "chaired_by")
    return get_object_or_404(rows, pk=pk)


def crumbs(request, session: Session | None = None, *below: str) -> list[tuple[str, str]]:
    """Return the path of a page below the list of sessions."""
    found = [("Phiên họp Hội đồng", here(request.actor, "awards:sessions"))]
    if session is not None:
        found.append((session.title, session.get_absolute_url()))
    return found + [(label, "") for label in below]


def session_form(request, form, session: Session | None, *, title: str, **facts):
    """Show a form of a session, or of one yet to be, on a page of its own."""
    kicker = session.title if session else ""
    return form_page(request, form, title=title, kicker=kicker, crumbs=crumbs(request, session, title), **facts)


@requires(Can.SEE_SESSIONS)
def index(request):
    """List the sessions that the actor may see, the latest first."""
    rows = Session.objects.within(request.actor).select_related("council__commune")
    rows = rows.annotate(dossiers=Count("agenda", filter=~Q(agenda__result="taken_off")))
    found = filtered(request, SessionFilter, rows)
    page = paginate(request, awaiting.with_facts(sort(request, found.qs, allowed=SORTS, default="-day")))
    today = timezone.localdate()
    rows = [(each, awaiting.of_session(each, on=today)) for each in page]
    facts = {"filter": found, "page": page, "rows": rows, "may_run": request.actor.may(Can.RUN_COUNCIL)}
    return render(request, "awards/session_list.html", facts)


@requires(Can.SEE_SESSIONS)
def detail(request, pk):
    """Show a session: quorum, agenda, who is there, ballots, minutes, and what can be done now."""
    session = fetch(request, pk)
    actor = request.actor
    runs = actor.may(Can.RUN_COUNCIL)
    conflicts = Prefetch("conflicts", Conflict.objects.select_related("person").order_by("pk"))
    agenda = session.agenda.select_related(
        "session__council__commune", "nomination__collective", "nomination__person", "nomination__unit",
        "nomination__campaign",
    )  # fmt: skip
    items = list(agenda.prefetch_related(conflicts).order_by("position", "pk"))
    present = Prefetch("presence", Attendance.objects.select_related("person").order_by("pk"))
    prefetch_related_objects([session], present)
    roster = list(session.presence.all())
    part, needed, total = presence.taking_part(session)
    facts = {
        "session": session,
        "crumbs": [*crumbs(request), (session.title, "")],
        "items": _lines(items, actor),
        "taken_off": [each for each in items if each.result == "taken_off"],
        "roster": roster,
        "opened_at": session.opened_at if session.status not in BEFORE_OPENING else None,
        "other_day": session.status not in BEFORE_OPENING and session.other_day(session.opened_at),
        "consulted": session.mode == Session.Mode.WRITTEN,
        "answered": presence.who_answered(session) if session.mode == Session.Mode.WRITTEN else set(),
        "aside": presence.aside_throughout(session) if session.mode == Session.Mode.WRITTEN else set(),
        "quorum": {"part": part, "needed": needed, "total": total, "words": presence.quorum_words(session)},
        "rules": _kept_rules(session),
        "acts": _acts(request, session),
        "minutes": Minutes.objects.within(actor).filter(session=session).select_related(
            "session__council__commune"
        ).order_by("number"),
        "may_run": runs,
        "preparing": session.status == Session.Status.DRAFT,
        "may_record": runs and session.status in presence.RECORDABLE and session.mode == Session.Mode.MEETING,
        "may_invite": runs and session.status in ("draft", "convened"),
    }  # fmt: skip
    return render(request, "awards/session.html", facts)


def _lines(items, actor) -> list[dict]:
    """Return the items of the agenda with who stands aside, and whether the reader does."""
    person_id = actor.person.pk if actor.person else None
    lines = []
    for item in items:
        if item.result == "taken_off":
            continue
        aside = [each for each in item.conflicts.all() if each.abstains]
        lines.append({"item": item, "aside": aside, "own": any(each.person_id == person_id for each in aside)})
    return lines


def _kept_rules(session: Session) -> list[dict]:
    """Return the rules that the session keeps, each with the name of its award."""
    kept = session.rules.get("by_award", {})
    return [{"label": str(Award(award).label), "rule": rule} for award, rule in kept.items()]


def _acts(request, session: Session) -> list[dict]:
    """Return the buttons of the moves that the actor may make now, each with what stands against it."""
    asked = (*WITH_A_PAGE, "open") if session.other_day(timezone.now()) else WITH_A_PAGE
    consulted = session.mode == Session.Mode.WRITTEN
    named, asking = (CONSULTING, CONSULTING_CONFIRMATIONS) if consulted else ({}, CONFIRMATIONS)
    found = []
    for offer in sessions.offers_for(session, request.actor):
        action = offer.move.action
        if action in ON_MINUTES_PAGE:
            continue
        warning = WARNINGS.get(action)
        warned = warning(session) if warning and not offer.blockers else ""
        found.append(
            offer.button(
                here(request.actor, f"awards:session-{action.replace('_', '-')}", session.pk),
                confirm=" ".join(filter(None, [warned, asking.get(action)])),
                hint=warned,
                page=action in asked,
                label=named.get(action, offer.move.label),
            )
        )
    return found


def _unannounced(session: Session) -> str:
    """Say which ballots of a meeting are confirmed and not announced in it; nothing where there is none."""
    if session.mode == Session.Mode.WRITTEN:
        return ""
    left = session.ballots.filter(status=Ballot.Status.CONFIRMED).order_by("number").values_list("number", flat=True)
    names = ", ".join(f"lượt {number}" for number in left)
    return f"Kết quả {names} đã xác nhận nhưng chưa công bố tại phiên họp." if names else ""


def _gone_by(session: Session) -> str:
    """Say that a session is to meet on a day that is past, or to take opinions until a moment that is past."""
    now, planned = timezone.now(), session.planned_at
    if session.mode == Session.Mode.WRITTEN and planned <= now:
        return f"Hạn gửi ý kiến {vn_datetime(timezone.localtime(planned))} đã qua; hạn khác thì sửa thông tin trước."
    if session.day < timezone.localdate(now):
        return f"Ngày họp {vn_date(session.day)} đã qua; họp ngày khác thì sửa thông tin trước."
    return ""


# What is said beside a button that nothing stands against.
WARNINGS = {"convene": _gone_by, "finish_voting": _unannounced}


@requires(Can.RUN_COUNCIL)
def create(request):
    """Begin preparing a session."""
    councils = Council.objects.within(request.actor).valid_on(timezone.localdate())
    form = SessionForm(request.POST or None, councils=councils)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            session = sessions.create(form.cleaned_data["council"], **form.facts(), by=request.actor, at=timezone.now())
            messages.success(request, "Đã lập phiên họp. Hãy chọn hồ sơ vào chương trình.")
            return redirect(session)
    back = here(request.actor, "awards:sessions")
    return session_form(request, form, None, title="Lập phiên họp", submit="Lập phiên họp", back=back)


@requires(Can.RUN_COUNCIL)
def edit(request, pk):
    """Change the facts of a session in preparation."""
    session = fetch(request, pk)
    initial = {name: getattr(session, name) for name in ("title", "mode", "place", "guests")}
    form = SessionForm(request.POST or None, initial=initial | SessionForm.typed(session.planned_at))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            sessions.change(session, **form.facts(), by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu phiên họp.")
            return redirect(session)
    back = session.get_absolute_url()
    return session_form(request, form, session, title="Sửa thông tin phiên họp", submit="Lưu", back=back)


@requires(Can.RUN_COUNCIL)
def notice(request, pk):
    """Write the words of the invitation; while nothing is written, words are proposed."""
    session = fetch(request, pk)
    proposed = session.notice or sessions.notice_words(session)
    form = NoticeForm(request.POST or None, initial={"notice": proposed, "guests": session.guests})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            sessions.set_notice(session, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã lưu nội dung giấy mời.")
            return redirect(session)
    back = session.get_absolute_url()
    return session_form(request, form, session, title="Nội dung giấy mời", submit="Lưu giấy mời", back=back)


@requires(Can.RUN_COUNCIL)
def record_presence(request, pk):
    """Write down who is present, on one sheet."""
    session = fetch(request, pk)
    rows = session.presence.select_related("person").order_by("pk")
    form = PresenceForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            sessions.record_presence(session, form.states(), by=request.actor, at=timezone.now())
            messages.success(request, f"Đã lưu điểm danh. {presence.quorum_words(session)}")
            return redirect(session)
    facts = {
        "session": session,
        "form": form,
        "lines": form.lines(),
        "words": presence.quorum_words(session),
        "crumbs": crumbs(request, session, "Điểm danh"),
    }
    return render(request, "awards/session_presence.html", facts)


@requires(Can.RUN_COUNCIL)
def reconvene(request, pk):
    """Convene an adjourned session for another day."""
    session = fetch(request, pk)
    form = ReconveneForm(request.POST or None, initial={"place": session.place})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            sessions.reconvene(
                session, planned_at=form.moment(), place=form.cleaned_data["place"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Đã triệu tập lại phiên họp; giấy mời đã lập lại theo ngày mới, hãy xem lại.")
            return redirect(session)
    back = session.get_absolute_url()
    return session_form(request, form, session, title="Triệu tập lại phiên họp", submit="Triệu tập lại", back=back)


def _act(request, pk: int, service, success: str, consulted: str = "", **given):
    """Let a service act on a session and lead back to it; `consulted`: what is told of a consultation instead."""
    session = fetch(request, pk)
    with attempt(request, success=consulted if consulted and session.mode == Session.Mode.WRITTEN else success):
        service(session, by=request.actor, at=timezone.now(), **given)
    return redirect(session)


@require_POST
@requires(Can.RUN_COUNCIL)
def convene(request, pk):
    """Convene a session: members see it from now on."""
    return _act(request, pk, sessions.convene, "Đã triệu tập phiên họp; các thành viên đọc được hồ sơ từ bây giờ.")


@require_POST
@requires(Can.RUN_COUNCIL)
def prepare_again(request, pk):
    """Take a convened session back into preparation."""
    reason = request.POST.get("reason", "")
    return _act(request, pk, sessions.prepare_again, "Đã đưa phiên họp về chuẩn bị lại.", reason=reason)


@requires(Can.CHAIR_COUNCIL)
def open_session(request, pk):
    """Open a session; on another day than the one it was convened for a page asks first."""
    session, at = fetch(request, pk), timezone.now()
    told = session.other_day(at) if session.status == Session.Status.CONVENED else ""
    form = OtherDayForm(request.POST or None)
    if told and not (request.method == "POST" and form.is_valid()):
        return session_form(
            request, form, session, title="Khai mạc khác ngày đã triệu tập", submit="Khai mạc",
            back=session.get_absolute_url(), quotes=[told], hint="Việc này ghi vào diễn biến và biên bản phiên họp.",
        )  # fmt: skip
    if request.method == "POST":
        consulted = session.mode == Session.Mode.WRITTEN
        with attempt(request, success="Đã bắt đầu lấy ý kiến." if consulted else "Đã khai mạc phiên họp."):
            sessions.open_session(session, other_day=bool(told), by=request.actor, at=at)
    return redirect(session)


@require_POST
@requires(Can.CHAIR_COUNCIL)
def adjourn(request, pk):
    """Put a session off."""
    reason = request.POST.get("reason", "")
    told = ("Đã tạm hoãn phiên họp.", "Đã tạm dừng lấy ý kiến.")
    return _act(request, pk, sessions.adjourn, *told, reason=reason)


@require_POST
@requires(Can.RUN_COUNCIL)
def finish_voting(request, pk):
    """End the voting."""
    return _act(request, pk, sessions.finish_voting, "Đã kết thúc biểu quyết.", "Đã kết thúc lấy ý kiến.")


@require_POST
@requires(Can.RUN_COUNCIL)
def close(request, pk):
    """Close a session."""
    return _act(request, pk, sessions.close, "Đã kết thúc phiên họp.")


@require_POST
@requires(Can.CHAIR_COUNCIL)
def cancel(request, pk):
    """Cancel a session."""
    words = "Đã hủy phiên họp; các hồ sơ trở lại danh sách đủ điều kiện."
    return _act(request, pk, sessions.cancel, words, reason=request.POST.get("reason", ""))
