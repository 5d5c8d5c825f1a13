"""Pages of ballots: preparing, the page of one ballot, the member's sheet, counting by hand, and its acts."""

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from awards.forms.ballots import CountForm, PrepareForm, VoteForm
from awards.models import Ballot, BallotItem, Choice, CountEntry, NamedVote, Session, WrittenOpinion
from awards.rules.voting import SECRECY_LIMIT, Count
from awards.services import ballots, presence, tally
from communes.access import Can, requires
from communes.addresses import here
from communes.services import reads
from kit.views import attempt, refusals

NOT_A_VOTER = "Đồng chí không có tên trong danh sách biểu quyết của lượt này."
READY = {"open": "Đủ thành phần, đủ điều kiện mở.", "close": "Có thể đóng; chỉ khi đóng mới có kết quả."}
# The same acts where opinions are taken in writing: what they are called, what they ask and say.
CONSULTING = {
    "open": {"label": "Bắt đầu nhận ý kiến", "hint": "Đủ điều kiện; các thành viên gửi ý kiến từ khi bắt đầu."},
    "close": {
        "label": "Kết thúc nhận ý kiến", "hint": "Có thể kết thúc; chỉ khi kết thúc mới có kết quả.",
        "confirm": "Kết thúc nhận ý kiến? Ai chưa gửi thì không gửi được nữa; kết quả không sửa được nữa.",
    },
    "announce": {"label": "Công bố kết quả"},
}  # fmt: skip
NOT_OPEN = "Lượt biểu quyết không mở bỏ phiếu trên máy vào lúc này."


def _fetch(request, pk: int) -> Ballot:
    """Return a ballot of a session that the actor may see, or answer 404."""
    return get_object_or_404(Ballot.objects.within(request.actor).for_page(), pk=pk)


def _crumbs(request, session: Session, *below: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the path of a page below a session."""
    index = ("Phiên họp Hội đồng", here(request.actor, "awards:sessions"))
    return [index, (session.title, session.get_absolute_url()), *below]


@requires(Can.RUN_COUNCIL)
def prepare(request, pk):
    """Choose what is voted on next, and how; everything still open is chosen beforehand."""
    sessions = Session.objects.within(request.actor).select_related("council__commune")
    session = get_object_or_404(sessions, pk=pk)
    items = ballots.open_items_of(session)
    form = PrepareForm(request.POST or None, session=session, items=items)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            ballot = ballots.prepare(session, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Đã chuẩn bị lượt biểu quyết.")
            return redirect(ballot)
    facts = {"session": session, "form": form, "items": items, "secrecy": SECRECY_LIMIT}
    facts["against"] = "" if items else ballots.why_nothing_to_vote_on(session)
    return render(
        request,
        "awards/ballot_prepare.html",
        {**facts, "crumbs": _crumbs(request, session, ("Chuẩn bị biểu quyết", ""))},
    )


@requires(Can.SEE_SESSIONS)
def detail(request, pk):
    """Show a ballot: who has voted, what stands in the way, and after closing what came of it."""
    ballot = _fetch(request, pk)
    at = timezone.now()
    if ballot.counted:
        reads.note("ballot.read", ballot, by=request.actor, at=at, label="Xem kết quả biểu quyết")
    prefetch_related_objects([ballot.session], "presence")
    *_, total = ballot.session.quorum
    facts = {
        "ballot": ballot,
        "session": ballot.session,
        "title": f"Lượt biểu quyết {ballot.number}",
        "crumbs": _crumbs(request, ballot.session, (f"Lượt {ballot.number}", "")),
        "rows": [_row(ballot, row, total) for row in ballots.sheet_of(ballot)],
        "acts": _acts(request, ballot, at),
        "quorum": presence.quorum_words(ballot.session),
        "secrecy": SECRECY_LIMIT if ballot.secret else "",
        "replaced_by": ballot.replaced_by.first(),
        "named": _named(ballot) if ballot.counted and ballot.method == Ballot.Method.NAMED else None,
        "disagreements": ballots.disagreements(ballot, request.actor.person) if request.actor.person else [],
        "papers": _papers(ballot),
        **_state(request, ballot),
    }
    return render(request, "awards/ballot.html", facts)


def _papers(ballot: Ballot) -> list[tuple[str, str]]:
    """Return the papers of a ballot with their titles: the sheet to copy; once it is closed, how it was counted."""
    if ballot.status == Ballot.Status.VOIDED:
        return []
    by_hand = ballot.method in (Ballot.Method.PAPER, Ballot.Method.WRITTEN)
    return [
        *([("paper-ballot", "Phiếu biểu quyết (in, sao chụp)")] if by_hand else []),
        *([("count-minutes", "Biên bản kiểm phiếu")] if ballot.counted else []),
    ]


def _row(ballot: Ballot, row: BallotItem, total: int) -> dict:
    """Return what the page says of one nominee; totals only of a counted ballot."""
    return {
        "row": row,
        "nomination": row.item.nomination,
        "rule": tally.rule_words(row, total),
        "aside": [each["words"] for each in row.aside],
        "reveals": tally.reveals_itself(ballot, row) if ballot.counted else None,
    }


def _acts(request, ballot: Ballot, at) -> list[dict]:
    """Return the buttons of the moves that the actor may make."""
    confirm = {
        "close": "Đóng bỏ phiếu? Ai chưa bỏ phiếu sẽ không bỏ phiếu được nữa."
        if ballot.on_screen
        else "Đóng bỏ phiếu? Kết quả được tính và không sửa được nữa.",
        "confirm": "Xác nhận kết quả? Kết quả được ghi vào hồ sơ của từng đối tượng.",
    }
    named = CONSULTING if ballot.method == Ballot.Method.WRITTEN else {}
    buttons = []
    for offer in ballots.offers_for(ballot, request.actor, at):
        action = offer.move.action
        told = {
            "label": offer.move.label, "confirm": confirm.get(action, ""), "hint": READY.get(action, ""),
            "tone": "primary" if offer.move.tone == "success" else offer.move.tone,
        } | named.get(action, {})  # fmt: skip
        told["hint"] = "" if offer.blockers else told["hint"]
        buttons.append(offer.button(here(request.actor, f"awards:ballot-{action}", ballot.pk), **told))
    return buttons


def _named(ballot: Ballot) -> list[tuple[str, list[str]]]:
    """Return who said what in a named vote, by nominee."""
    votes = NamedVote.objects.filter(ballot_item__ballot=ballot).select_related(
        "person", "ballot_item__item__nomination__collective", "ballot_item__item__nomination__person"
    )
    found: dict[str, list[str]] = {}
    for each in votes.order_by("ballot_item__item__position", "person__sort_key", "pk"):
        found.setdefault(each.ballot_item.item.nomination.nominee, []).append(str(each))
    return list(found.items())


def _state(request, ballot: Ballot) -> dict:
    """Return what changes while a ballot runs: who has voted, and what the actor can do now."""
    tally.load_voters(ballot)
    voter = tally.voter_of(ballot, request.actor)
    running = ballot.status == Ballot.Status.OPEN
    progress = tally.progress(ballot) if running else None
    tellers = []
    if running and ballot.method == Ballot.Method.PAPER:
        entries = CountEntry.objects.filter(ballot_item__ballot=ballot)
        tellers = list(entries.values_list("counter__full_name", flat=True).distinct().order_by("counter__full_name"))
    return {
        "progress": progress,
        "tellers": tellers,
        "voter": voter,
        "may_vote": running and ballot.on_screen and voter is not None and not voter.voted,
        "may_count": ballots.may_count(ballot, request.actor),
        "changing": ballot.status in Ballot.LIVE,
        "opinions": _opinions(ballot, request.actor) if running and ballot.method == Ballot.Method.WRITTEN else [],
    }


def _opinions(ballot: Ballot, actor) -> list[dict]:
    """Return the nominees on whom the actor writes: a member the own opinion, the secretary those of others as well."""
    own = actor.person.pk if actor.person else None
    if not actor.may(Can.RUN_COUNCIL) and not ballot.voters.filter(person=own).exists():
        return []
    written = WrittenOpinion.objects.filter(item__session=ballot.session_id, person=own)
    given = set(written.values_list("item_id", flat=True))
    rows = [row for row in ballots.sheet_of(ballot) if actor.may(Can.RUN_COUNCIL) or own not in row.aside_ids]
    return [{"item": row.item, "given": row.item_id in given} for row in rows]


@requires(Can.SEE_SESSIONS)
def progress(request, pk):
    """Answer the part of a ballot's page that refreshes itself; the whole page where the status has changed."""
    ballot = _fetch(request, pk)
    if request.GET.get("was", ballot.status) != ballot.status:
        return HttpResponseClientRefresh()
    return render(request, "awards/_ballot_progress.html", {"ballot": ballot, **_state(request, ballot)})


@never_cache
@sensitive_post_parameters()
@requires(Can.SIT_IN_COUNCIL)
def vote(request, pk):
    """Let a member vote on one sheet, read it once more, and send it; who has voted gets a receipt without the choice.

    A sheet with a gap comes back before anything is said of sending. `review` asks for the reading, `again` for the
    sheet as it was filled in.
    """
    ballot = _fetch(request, pk)
    voter = tally.voter_of(ballot, request.actor)
    if voter is not None and voter.voted:
        if request.method == "POST":
            messages.warning(request, ballots.ALREADY)
            return redirect(here(request.actor, "awards:ballot-vote", ballot.pk))
        return render(
            request,
            "awards/vote_receipt.html",
            {"ballot": ballot, "session": ballot.session, "crumbs": _crumbs(request, ballot.session, _here(ballot))},
        )
    if ballot.status != Ballot.Status.OPEN or not ballot.on_screen or voter is None:
        if ballot.status == Ballot.Status.OPEN and ballot.on_screen:
            messages.error(request, NOT_A_VOTER)
        else:
            messages.error(request, ballots.NOT_OPEN if request.method == "POST" else NOT_OPEN)
        return redirect(ballot)
    sent = request.method == "POST" and not {"review", "again"} & set(request.POST)
    if sent and (choices := _filled_in(request, ballot)):
        with attempt(request):
            ballots.cast(ballot, choices, by=request.actor, at=timezone.now())
        return redirect(here(request.actor, "awards:ballot-vote", ballot.pk))
    form = VoteForm(request.POST or None, rows=ballots.sheet_of(ballot), person=request.actor.person)
    filled = request.method == "POST" and form.is_valid()
    facts = {
        "ballot": ballot,
        "session": ballot.session,
        "form": form,
        "of": len(form.rows),
        "quorum": presence.quorum_words(ballot.session),
        "secrecy": SECRECY_LIMIT if ballot.secret else "",
        "crumbs": _crumbs(request, ballot.session, _here(ballot), ("Bỏ phiếu", "")),
    }
    page = "awards/vote_review.html" if filled and "review" in request.POST else "awards/vote.html"
    return render(request, page, facts)


def _filled_in(request, ballot: Ballot) -> dict[int, str]:
    """Return what a sheet says on every nominee on which the member votes, by row of the ballot; nothing with a gap.

    The rows stay loaded for the vote itself: once a ballot is open they stay as they are.
    """
    prefetch_related_objects([ballot], Prefetch("items", BallotItem._base_manager.only("ballot", "item", "aside")))
    own = [row.pk for row in ballot.items.all() if request.actor.person.pk not in row.aside_ids]
    said = {pk: request.POST.get(f"item_{pk}") for pk in own}
    return said if set(said.values()) <= set(Choice.values) else {}


def _here(ballot: Ballot) -> tuple[str, str]:
    """Return a ballot as a step of the path."""
    return f"Lượt {ballot.number}", ballot.get_absolute_url()


@never_cache
@requires(Can.SIT_IN_COUNCIL, Can.RUN_COUNCIL)
def count(request, pk):
    """Let the secretary enter raised hands, or a teller the paper ballots as he or she found them."""
    ballot = _fetch(request, pk)
    if not ballots.may_count(ballot, request.actor):
        messages.error(request, "Đồng chí không nhập kết quả đếm của lượt này, hoặc lượt này không còn mở.")
        return redirect(ballot)
    rows = ballots.sheet_of(ballot)
    paper = ballot.method == Ballot.Method.PAPER
    voters = set(ballot.voters.values_list("person_id", flat=True))
    given = CountForm.initial_of(_own_counts(ballot, request.actor))
    form = CountForm(request.POST or None, rows=rows, voters=voters, paper=paper, initial=given)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            ballots.enter_counts(ballot, request.actor.person, form.figures, by=request.actor, at=timezone.now())
            messages.success(request, "Đã ghi kết quả đếm của đồng chí.")
            return redirect(ballot)
    facts = {
        "ballot": ballot,
        "session": ballot.session,
        "form": form,
        "paper": paper,
        "disagreements": ballots.disagreements(ballot, request.actor.person),
        "crumbs": _crumbs(request, ballot.session, _here(ballot), ("Nhập kết quả đếm", "")),
    }
    return render(request, "awards/ballot_count.html", facts)


def _own_counts(ballot: Ballot, actor) -> dict[int, Count]:
    """Return what the actor entered before; never what another teller found."""
    entries = CountEntry.objects.filter(ballot_item__ballot=ballot)
    if ballot.method == Ballot.Method.PAPER:
        entries = entries.filter(counter=actor.person)
    return {each.ballot_item_id: Count(*each.figures) for each in entries}


def _done(ballot: Ballot, voted: str, consulted: str) -> str:
    """Return what is said of an act on a ballot: members vote at a meeting, or answer in writing."""
    return consulted if ballot.method == Ballot.Method.WRITTEN else voted


@require_POST
@requires(Can.RUN_COUNCIL)
def open_(request, pk):
    """Open a ballot."""
    ballot = _fetch(request, pk)
    with attempt(request, success=_done(ballot, "Đã mở bỏ phiếu.", "Đã bắt đầu nhận ý kiến.")):
        ballots.open_ballot(ballot, by=request.actor, at=timezone.now())
    return redirect(ballot)


@require_POST
@requires(Can.RUN_COUNCIL)
def close(request, pk):
    """Close a ballot."""
    ballot = _fetch(request, pk)
    closed = _done(ballot, "Đã đóng bỏ phiếu", "Đã kết thúc nhận ý kiến")
    with attempt(request, success=f"{closed}; kết quả chờ chủ trì xác nhận."):
        ballots.close(ballot, by=request.actor, at=timezone.now())
    return redirect(ballot)


@require_POST
@requires(Can.CHAIR_COUNCIL)
def confirm(request, pk):
    """Confirm a result."""
    ballot = _fetch(request, pk)
    with attempt(request, success="Đã xác nhận; kết quả đã ghi vào hồ sơ."):
        ballots.confirm(ballot, by=request.actor, at=timezone.now())
    return redirect(ballot)


@require_POST
@requires(Can.CHAIR_COUNCIL)
def announce(request, pk):
    """Announce a result in the session."""
    ballot = _fetch(request, pk)
    told = _done(ballot, "Đã công bố tại phiên họp; màn hình chiếu hiện kết quả.", "Đã công bố kết quả lấy ý kiến.")
    with attempt(request, success=told):
        ballots.announce(ballot, by=request.actor, at=timezone.now())
    return redirect(ballot)


@require_POST
@requires(Can.CHAIR_COUNCIL)
def void(request, pk):
    """Declare a ballot void."""
    ballot = _fetch(request, pk)
    with attempt(request, success="Đã hủy lượt biểu quyết; có thể chuẩn bị lượt mới."):
        ballots.void(ballot, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    return redirect(ballot)
