"""Ballots: prepared, opened, cast, counted, confirmed; how secrecy is kept is told in `awards.models.ballots`.

Whoever votes, counts or closes holds the ballot's row first, so that a vote is either in the totals or refused.
Conditional updates go through the base manager: with the scope's joins their condition would be read from before the
wait for another's change.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, F, IntegerField, Max, When

from awards.models import (
    AgendaItem,
    Ballot,
    BallotItem,
    BoxCount,
    Choice,
    Conflict,
    CountEntry,
    NamedVote,
    Nomination,
    Session,
    Voter,
)
from awards.models.nomination_guards import NO_RESULT, told_by_ballot
from awards.rules import voting
from awards.services import tally
from awards.services.agenda import locked
from communes import history
from communes.access import Actor, Can
from communes.acting import Offer, act, demand, may_make, offers
from communes.models import Person
from kit.prepared import prepared
from kit.vietnamese import small_count
from kit.workflow import Overtaken

Figures = tuple[int, int, int, int]
PREPARABLE = (Session.Status.CONVENED, Session.Status.IN_SESSION)
ALREADY = "Đồng chí đã bỏ phiếu trong lượt này; lần gửi sau không được tính."
NOT_OPEN = "Lượt biểu quyết không còn mở nên nội dung vừa gửi không được ghi nhận."


@transaction.atomic
def prepare(session: Session, items: Iterable[AgendaItem], method: str, *, by: Actor, at: datetime) -> Ballot:
    """Prepare a ballot on items of the agenda; it refers to the voided one on any of them that nothing replaced yet."""
    demand(Can.RUN_COUNCIL, locked(session), by=by)
    if session.status not in PREPARABLE:
        raise ValidationError("Chỉ chuẩn bị lượt biểu quyết từ khi triệu tập đến khi kết thúc biểu quyết.")
    if method not in Ballot.Method.values:
        raise ValidationError("Hãy chọn cách biểu quyết.")
    wanted = {each.pk for each in items}
    chosen = [each for each in open_items_of(session) if each.pk in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise ValidationError(
            "Hãy chọn các hồ sơ còn trong chương trình, chưa có kết quả và chưa nằm trong lượt biểu quyết khác."
        )
    voided = session.ballots.filter(status=Ballot.Status.VOIDED, items__item__in=chosen, replaced_by=None)
    number = (session.ballots.aggregate(last=Max("number"))["last"] or 0) + 1
    ballot = Ballot.objects.create(
        session=session, number=number, method=method, replaces=voided.order_by("-number").first()
    )
    BallotItem.objects.bulk_create(
        BallotItem(ballot=ballot, item=each, rule=_rule_of(session, each)) for each in chosen
    )
    history.record(
        "ballot.prepare", ballot, by=by, at=at, label="Chuẩn bị lượt biểu quyết", to_status=ballot.status,
        method=ballot.get_method_display(), items=[str(each.nomination) for each in chosen],
    )  # fmt: skip
    return ballot


def open_items_of(session: Session) -> list[AgendaItem]:
    """Return the items of a session that wait for a vote and are on no other ballot, in the order of the agenda."""
    rows = _waiting(session).select_related("nomination__collective", "nomination__person__unit", "nomination__unit")
    return list(rows.order_by("position", "pk"))


def _waiting(session: Session):
    """Return the items of a session that wait for a vote and are on no other ballot."""
    return session.agenda.filter(result="").exclude(ballot_items__ballot__status__in=Ballot.LIVE)


def why_nothing_to_vote_on(session: Session) -> str:
    """Say why no further ballot can be prepared in a session; nothing while some item waits for one."""
    if _waiting(session).exists():
        return ""
    live = session.ballots.filter(status__in=Ballot.LIVE, items__item__result="").order_by("number")
    if numbers := ", ".join(str(number) for number in live.values_list("number", flat=True).distinct()):
        return (
            f"Mọi hồ sơ chờ biểu quyết đã nằm trong lượt {numbers}. Cần biểu quyết lại thì chủ trì hủy lượt đó trước."
        )
    return "Mọi hồ sơ trong chương trình đã có kết quả hoặc đã hoãn."


def _rule_of(session: Session, item: AgendaItem) -> dict:
    """Return the rule that a session keeps for an item's award."""
    kept = session.rules.get("by_award", {}).get(item.nomination.award)
    if kept is None:
        raise ValidationError(f"Phiên họp chưa có quy tắc biểu quyết cho {item.nomination.get_award_display()}.")
    return kept


def problems(ballot: Ballot, action: str) -> list[str]:
    """Say what other records have against an act on a ballot: nominees that left the agenda before the result."""
    if action != "confirm":
        return []
    rows = ballot.items.select_related("item__nomination__collective", "item__nomination__person")
    return [
        f"{row.item.nomination}: không còn chờ kết quả biểu quyết; hãy hủy lượt này và biểu quyết lại."
        for row in rows.order_by("item__position")
        if row.item.result or row.item.nomination.status != "on_agenda"
    ]


def offers_for(ballot: Ballot, actor: Actor, at: datetime | None = None) -> list[Offer]:
    """Return the moves of a ballot that the actor may make, with everything that stands against each."""
    return [
        Offer(offer.move, (*offer.blockers, *problems(ballot, offer.move.action))) for offer in offers(ballot, actor)
    ]


@transaction.atomic
def open_ballot(ballot: Ballot, *, by: Actor, at: datetime) -> None:
    """Open a ballot: fix who votes, who stands aside on which nominee, and the rule of each; lay out an empty box."""
    session = locked(ballot.session)
    Ballot.flow.lawful(_held(ballot), "open")
    demand(Can.RUN_COUNCIL, ballot, by=by)
    rows = list(ballot.items.select_related("item__nomination__collective", "item__nomination__person"))
    people = [each.person for each in ballot.electorate()]
    for row in rows:
        row.rule = _rule_of(session, row.item)
    _set_aside(rows, people)
    voters = [each for each in people if any(each.pk not in row.aside_ids for row in rows)]
    if not voters:
        raise ValidationError("Không có thành viên nào được biểu quyết trong lượt này.")
    act(ballot, "open", by=by, at=at, opened_at=at, note={"voters": len(voters)})
    BallotItem.objects.bulk_update(rows, ["rule", "aside"])
    Voter.objects.bulk_create(Voter(ballot=ballot, person=each) for each in voters)
    if ballot.method == Ballot.Method.SECRET:
        BoxCount.objects.bulk_create(BoxCount(ballot_item=row, choice=choice) for row in rows for choice in Choice)


def _set_aside(rows: list[BallotItem], people: list[Person]) -> None:
    """Note on each row who of the voters does not vote on it and why: own case always, else as recorded (L-07)."""
    conflicts = Conflict.objects.filter(item__in=[row.item_id for row in rows], abstains=True)
    recorded = {(each.item_id, each.person_id): each.words or each.get_kind_display() for each in conflicts}
    for row in rows:
        row.aside, rule = [], row.voting_rule
        for person in people:
            seat = voting.Seat(person.pk, person.unit_id, name=person.full_name)
            words = recorded.get((row.item_id, person.pk)) or voting.excluded(
                seat, nominee_person_id=row.item.nomination.person_id, nominee_unit_id=None, rule=rule
            )
            if words:
                told = words if person.full_name in words else f"Đồng chí {person.full_name} không biểu quyết: {words}"
                row.aside.append({"person": person.pk, "words": told})


def sheet_of(ballot: Ballot) -> list[BallotItem]:
    """Return the rows of a ballot in the order of the agenda; before opening with who would stand aside now."""
    rows = list(
        ballot.items.select_related(
            "item__nomination__collective", "item__nomination__person__unit", "item__nomination__unit"
        ).order_by("item__position", "pk")
    )
    for row in rows:
        row.item.nomination.commune = ballot.session.council.commune
    if ballot.status == Ballot.Status.PREPARED:
        _set_aside(rows, [each.person for each in ballot.electorate()])
    return rows


def _held(ballot: Ballot) -> Ballot:
    """Read a ballot anew and hold its row until the transaction ends; the caller's record follows its status."""
    ((ballot.status, ballot.method),) = _state_held(ballot=ballot.pk)
    return ballot


@prepared(ballot=IntegerField())
def _state_held(ballot: int):
    """Return the status of a ballot and how it is voted, its row held."""
    return Ballot.objects.select_for_update().filter(pk=ballot).values_list("status", "method")


def _held_open(ballot: Ballot) -> Ballot:
    """Hold a ballot, which has to be open."""
    if _held(ballot).status != Ballot.Status.OPEN:
        raise Overtaken(NOT_OPEN)
    return ballot


@transaction.atomic
def cast(ballot: Ballot, choices: Mapping[int, str], *, by: Actor, at: datetime) -> None:
    """Give a member's vote on every nominee of an open ballot on which the member votes: `{row of the ballot: choice}`.

    One vote each, whatever was clicked how often where: the member's row turns once. In a secret ballot nothing that
    is written here differs with the choices but the counts themselves.
    """
    demand(Can.SIT_IN_COUNCIL, ballot, by=by)
    _held_open(ballot)
    own = Voter._base_manager.filter(ballot=ballot, person=by.person)
    if not ballot.on_screen or not own.filter(voted=False).update(voted=True):
        if ballot.on_screen and own.exists():
            raise ValidationError(ALREADY)
        raise PermissionDenied
    rows = list(ballot.items.all())
    _check_sheet(rows, by.person, choices)
    if ballot.secret:
        _drop(rows, choices)
    else:
        NamedVote.objects.bulk_create(
            NamedVote(ballot_item_id=row, person=by.person, choice=choice, at=at) for row, choice in choices.items()
        )
    history.record("ballot.cast", ballot, by=by, at=at, label="Bỏ phiếu")


def _check_sheet(rows: list[BallotItem], person: Person, choices: Mapping[int, str]) -> None:
    """Refuse a sheet that leaves a nominee out, or votes where the member stands aside (L-07)."""
    may = {row.pk for row in rows if person.pk not in row.aside_ids}
    if set(choices) - may:
        raise ValidationError("Đồng chí không biểu quyết hồ sơ mà mình có liên quan. Hãy tải lại trang.")
    if may - set(choices):
        raise ValidationError("Hãy chọn ý kiến cho mọi hồ sơ trên phiếu.")
    if not set(choices.values()) <= set(Choice.values):
        raise ValidationError("Ý kiến đã chọn không có trên phiếu.")


def _drop(rows: list[BallotItem], choices: Mapping[int, str]) -> None:
    """Add one vote to the box by rewriting every count of the ballot at once."""
    chosen = {choice: [row for row, said in choices.items() if said == choice] for choice in Choice.values}
    rise = Case(*(When(choice=choice, ballot_item__in=found, then=1) for choice, found in chosen.items()), default=0)
    changed = BoxCount._base_manager.filter(ballot_item__in=[row.pk for row in rows]).update(count=F("count") + rise)
    if changed != len(rows) * len(Choice):
        raise ValidationError("Hòm phiếu không đầy đủ; phiếu chưa được ghi. Hãy báo thư ký.")


@transaction.atomic
def enter_counts(ballot: Ballot, counter: Person, figures: Mapping[int, Figures], *, by: Actor, at: datetime) -> None:
    """Write down what a counter found for every nominee: (for, against, blank, invalid) by row of the ballot.

    Hands are counted once, by the secretary; paper ballots by two tellers, each entering alone. What was entered
    stays out of history: nobody reads totals there before the ballot is closed.
    """
    demand(Can.RUN_COUNCIL if ballot.method == Ballot.Method.HANDS else Can.SIT_IN_COUNCIL, ballot, by=by)
    _held_open(ballot)
    if ballot.method not in (Ballot.Method.HANDS, Ballot.Method.PAPER):
        raise ValidationError("Lượt biểu quyết này không nhập kết quả đếm.")
    if by.person is not None and by.person.pk != counter.pk:
        raise PermissionDenied
    rows = list(ballot.items.order_by("item__position"))
    _check_figures(ballot, rows, figures)
    entries = CountEntry.objects.filter(ballot_item__in=rows)
    if ballot.method == Ballot.Method.PAPER:
        _check_teller(ballot, counter, entries)
        entries = entries.filter(counter=counter)
    again, _ = entries.delete()
    CountEntry.objects.bulk_create(
        CountEntry(
            ballot_item=row, counter=counter, entered_at=at,
            **dict(zip(("votes_for", "votes_against", "votes_blank", "votes_invalid"), figures[row.pk], strict=True)),
        )
        for row in rows
    )  # fmt: skip
    label = "Sửa kết quả đếm" if again else "Nhập kết quả đếm"
    history.record("ballot.enter_counts", ballot, by=by, at=at, label=label, counter=counter.full_name)


def _check_figures(ballot: Ballot, rows: list[BallotItem], figures: Mapping[int, Figures]) -> None:
    """Refuse counts that leave a nominee out, or that do not fit the number of those who vote on one."""
    if set(figures) != {row.pk for row in rows}:
        raise ValidationError("Hãy nhập kết quả cho mọi hồ sơ của lượt biểu quyết.")
    voters = set(ballot.voters.values_list("person_id", flat=True))
    refusals = []
    for number, row in enumerate(rows, 1):
        may, count = len(voters - row.aside_ids), voting.Count(*figures[row.pk])
        if ballot.method == Ballot.Method.HANDS and count.cast != may:
            refusals.append(f"Hồ sơ {number}: tổng số phải bằng {small_count(may)} người được biểu quyết.")
        elif count.cast > may:
            refusals.append(f"Hồ sơ {number}: tổng số phiếu nhiều hơn {small_count(may)} người được biểu quyết.")
    if refusals:
        raise ValidationError(refusals)


def _check_teller(ballot: Ballot, counter: Person, entries) -> None:
    """Refuse a third teller, somebody who was not there, and changes once both have found the same."""
    if not any(each.person_id == counter.pk for each in ballot.electorate()):
        raise ValidationError("Người kiểm phiếu phải là thành viên Hội đồng có mặt tại phiên họp.")
    tellers = dict(entries.values_list("counter_id", "counter__full_name"))
    if counter.pk not in tellers and len(tellers) >= 2:
        raise ValidationError(f"Đã có hai người kiểm phiếu: {', '.join(tellers.values())}.")
    if ballot.tellings() == (True, True):
        raise ValidationError("Hai người kiểm phiếu đã nhập khớp nhau; không sửa được nữa.")


def disagreements(ballot: Ballot, teller: Person) -> list[str]:
    """Return, for one of the two tellers and only once both have entered, where their counts differ."""
    if ballot.method != Ballot.Method.PAPER:
        return []
    entries = list(
        CountEntry.objects.filter(ballot_item__ballot=ballot)
        .select_related("counter", "ballot_item__item__nomination__collective", "ballot_item__item__nomination__person")
        .order_by("ballot_item__item__position", "counter__sort_key")
    )
    complete, agree = ballot.tellings()
    if not complete or agree or teller.pk not in {each.counter_id for each in entries}:
        return []
    by_row: dict[BallotItem, dict[str, voting.Count]] = {}
    for each in entries:
        by_row.setdefault(each.ballot_item, {})[each.counter.full_name] = voting.Count(*each.figures)
    found = [(row, voting.tellers_agree(counts)) for row, counts in by_row.items()]
    return [f"{row.item.nomination}: {words}" for row, words in found if words]


@transaction.atomic
def close(ballot: Ballot, *, by: Actor, at: datetime) -> None:
    """Close a ballot, count once, write the totals and empty the box."""
    locked(ballot.session)
    act(_held(ballot), "close", by=by, at=at, closed_at=at)
    tally.settle(ballot)
    _empty_box(ballot)


def _empty_box(ballot: Ballot) -> None:
    """Delete the counts of a secret ballot and rewrite the row of every voter."""
    BoxCount.objects.filter(ballot_item__ballot=ballot).delete()
    ballot.voters.update(voted=F("voted"))


@transaction.atomic
def confirm(ballot: Ballot, *, by: Actor, at: datetime) -> None:
    """Confirm the result as the chair: each item has its result, each nomination moves with it, or nothing does."""
    locked(ballot.session)
    _held(ballot)
    Ballot.flow.lawful(ballot, "confirm")
    demand(Can.CHAIR_COUNCIL, ballot, by=by)
    if reasons := problems(ballot, "confirm"):
        raise ValidationError(reasons)
    act(ballot, "confirm", by=by, at=at, confirmed_at=at, confirmed_by=by.name)
    told = ("campaign", "commune", "person__unit", "collective")
    rows = list(ballot.items.select_related(*(f"item__nomination__{name}" for name in told)).order_by("item__position"))
    _apply(ballot, [row for row in rows if row.adopted], AgendaItem.Result.RECOMMENDED, "recommend", by=by, at=at)
    refused = [row for row in rows if not row.adopted]
    _apply(ballot, refused, AgendaItem.Result.NOT_RECOMMENDED, "not_recommend", by=by, at=at)


def _apply(ballot: Ballot, rows: list[BallotItem], result: str, action: str, *, by: Actor, at: datetime) -> None:
    """Give one result to items and nominations, however many: the guard, the UPDATE and the history once for all."""
    if not rows:
        return
    nominations = [row.item.nomination for row in rows]
    keys = [each.pk for each in nominations]
    for each in nominations:
        move = Nomination.flow.lawful(each, action)
        if not may_make(move, each, by):
            raise PermissionDenied
    judged = Nomination._base_manager.filter(pk__in=keys, **told_by_ballot(result == AgendaItem.Result.RECOMMENDED))
    if set(judged.values_list("pk", flat=True)) != set(keys):
        raise ValidationError(NO_RESULT)
    old = nominations[0].status
    moved = Nomination._base_manager.filter(pk__in=keys, status=old)
    items = AgendaItem._base_manager.filter(pk__in=[row.item_id for row in rows], result="")
    if moved.update(status=move.target) != len(rows) or items.update(result=result) != len(rows):
        raise Overtaken("Hồ sơ vừa có kết quả khác. Hãy tải lại trang.")
    for each in nominations:
        each.status = move.target
    told = [(row.item.nomination, {"ballot": ballot.pk, "result": row.words}) for row in rows]
    words = {"label": move.done, "from_status": old, "to_status": move.target}
    history.record_each(f"nomination.{action}", told, by=by, at=at, **words)


def announce(ballot: Ballot, *, by: Actor, at: datetime) -> None:
    """Announce a confirmed result in the session; from now on the projector shows it."""
    act(ballot, "announce", by=by, at=at, announced_at=at)


@transaction.atomic
def void(ballot: Ballot, *, reason: str, by: Actor, at: datetime) -> None:
    """Declare a ballot void: the row stays, what lies in its box is never counted."""
    locked(ballot.session)
    act(_held(ballot), "void", by=by, at=at, reason=reason, void_reason=reason.strip())
    _empty_box(ballot)


def may_count(ballot: Ballot, actor: Actor) -> bool:
    """Say whether the actor may enter what was counted by hand."""
    if ballot.status != Ballot.Status.OPEN or actor.person is None:
        return False
    if ballot.method == Ballot.Method.HANDS:
        return actor.may(Can.RUN_COUNCIL)
    if ballot.method != Ballot.Method.PAPER or not actor.may(Can.SIT_IN_COUNCIL):
        return False
    tellers = set(CountEntry.objects.filter(ballot_item__ballot=ballot).values_list("counter_id", flat=True))
    there = any(each.person_id == actor.person.pk for each in ballot.electorate())
    return there and (actor.person.pk in tellers or len(tellers) < 2)
