"""Sessions of a council from preparation to the end; what is on the agenda, who is there: see agenda, presence."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from awards.models import Attendance, Council, Seat, Session, VotingRule
from awards.models.councils import kept_rule
from awards.rules import voting
from awards.services import agenda, conflicts, councils, presence
from awards.services.agenda import defer, locked, place, take_off
from awards.services.minutes_words import about_words, moment_words
from awards.services.presence import record_opinion, record_presence
from communes import history
from communes.access import Actor, Can
from communes.acting import Offer, act, demand, may_make, offers
from communes.models import Person
from kit.vietnamese import vn_date

__all__ = [
    "adjourn", "cancel", "change", "close", "convene", "create", "declare_conflict", "defer", "finish_voting",
    "notice_words", "offers_for", "open_session", "place", "prepare_again", "problems", "reconvene",
    "record_opinion", "record_presence", "rule_of", "rules_on", "set_notice", "take_off",
]  # fmt: skip

declare_conflict = conflicts.declare
ROLES = (Seat.Role.CHAIR, Seat.Role.VICE_CHAIR, Seat.Role.MEMBER, Seat.Role.SECRETARY)
PRESIDING = (Seat.Role.CHAIR, Seat.Role.VICE_CHAIR)


@transaction.atomic
def create(
    council: Council,
    *,
    title: str,
    mode: str = Session.Mode.MEETING,
    planned_at: datetime | None = None,
    place: str = "",
    guests: str = "",
    by: Actor,
    at: datetime,
) -> Session:
    """Begin preparing a session."""
    demand(Can.RUN_COUNCIL, council, by=by)
    session = Session(
        council=council, title=title.strip(), mode=mode, planned_at=planned_at, place=place.strip(),
        guests=guests.strip(), created_at=at, created_by=by.name,
    )  # fmt: skip
    session.full_clean(exclude=["council"])
    session.save()
    history.record("session.create", session, by=by, at=at, label="Lập phiên họp", to_status=session.status)
    return session


@transaction.atomic
def change(
    session: Session, *, title: str, mode: str, planned_at: datetime | None, place: str, guests: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Change the facts of a session in preparation."""
    demand(Can.RUN_COUNCIL, locked(session), by=by)
    if session.status != Session.Status.DRAFT:
        raise ValidationError("Phiên họp đã triệu tập; hãy đưa về chuẩn bị lại trước khi sửa.")
    facts = {
        "title": title.strip(), "mode": mode, "planned_at": planned_at, "place": place.strip(),
        "guests": guests.strip(),
    }  # fmt: skip
    changed = [
        Session._meta.get_field(name).verbose_name for name, value in facts.items() if getattr(session, name) != value
    ]
    for name, value in facts.items():
        setattr(session, name, value)
    session.full_clean(exclude=["council"])
    session.save(update_fields=list(facts))
    history.record("session.change", session, by=by, at=at, label="Sửa thông tin phiên họp", changed=changed)


@transaction.atomic
def set_notice(session: Session, *, notice: str, guests: str, by: Actor, at: datetime) -> None:
    """Write the words of the invitation and whom else it goes to, up to the opening.

    Words as they are proposed are not kept before the session is convened: they follow its day, place and agenda.
    """
    demand(Can.RUN_COUNCIL, locked(session), by=by)
    if session.status not in (Session.Status.DRAFT, Session.Status.CONVENED):
        raise ValidationError("Phiên họp đã khai mạc nên không sửa giấy mời được.")
    session.notice, session.guests = notice.strip(), guests.strip()
    if session.status == Session.Status.DRAFT and session.notice == notice_words(session):
        session.notice = ""
    session.save(update_fields=["notice", "guests"])
    history.record("session.notice", session, by=by, at=at, label="Ghi nội dung giấy mời")


def notice_words(session: Session) -> str:
    """Propose the words of the invitation: what, when, where, how many dossiers."""
    count = session.agenda.filter(result="").count()
    when = moment_words(session.planned_at) or "(chưa ghi thời gian)"
    about = about_words(session.title)
    if session.mode == Session.Mode.WRITTEN:
        return (
            f"{session.council} lấy ý kiến bằng văn bản các thành viên Hội đồng về việc {about}.\n"
            f"Số hồ sơ: {count:02d} (danh sách kèm theo).\n"
            f"Đề nghị các đồng chí nghiên cứu hồ sơ và gửi ý kiến trước {when}."
        )
    return (
        f"{session.council} trân trọng kính mời các thành viên Hội đồng dự họp {about}.\n"
        f"Thời gian: {when}.\nĐịa điểm: {session.place or '(chưa ghi địa điểm)'}.\n"
        f"Số hồ sơ xét: {count:02d} (danh sách kèm theo).\n"
        "Đề nghị các đồng chí nghiên cứu hồ sơ trước phiên họp. Đồng chí vắng mặt gửi ý kiến bằng văn bản về Thư ký "
        "Hội đồng trước giờ họp."
    )


def problems(session: Session, action: str, *, by: Actor | None = None) -> list[str]:
    """Return what other records say against a move of a session, in the user's words."""
    if action == "convene":
        return _problems_to_convene(session)
    if action == "open" and by is not None and presiding(session, by) is None:
        return ["Người khai mạc phải là Chủ tịch hoặc Phó Chủ tịch Hội đồng có mặt tại phiên họp."]
    if action == "finish_voting" and session.mode == Session.Mode.WRITTEN:
        answered, needed, total = presence.answers(session)
        if answered < needed:
            return [f"Mới có {answered:02d}/{total:02d} thành viên trả lời, cần ít nhất {needed:02d}."]
    return []


def _problems_to_convene(session: Session) -> list[str]:
    """Say what the council lacks on the day: its term, somebody to preside, rules for each award."""
    on, council = session.day, session.council
    if on is None:
        return []
    lacking = []
    if on < council.valid_from or (council.valid_to and on > council.valid_to):
        lacking.append(f"Ngày họp nằm ngoài thời gian tồn tại của {council}.")
    if not council.seats.held_on(on).filter(role__in=PRESIDING, votes=True).exists():
        lacking.append("Hội đồng chưa có Chủ tịch, Phó Chủ tịch vào ngày họp để chủ trì.")
    try:
        rules = rules_on(session, on)
    except ValidationError as unknown:
        return lacking + unknown.messages
    if session.mode == Session.Mode.WRITTEN:
        lacking += [
            f"{_award_words(award, rule)}: quy tắc biểu quyết yêu cầu bỏ phiếu kín, phải họp."
            for award, rule in rules.items()
            if rule.method == VotingRule.Method.SECRET
        ]
    return lacking


def _award_words(award: str, rule: VotingRule) -> str:
    """Name an award."""
    return str(dict(rule._meta.get_field("award").choices).get(award, award))


def rules_on(session: Session, on: date) -> dict[str, VotingRule]:
    """Return the rule in force on a day for each award on the agenda (L-05)."""
    awards = session.agenda.filter(result="").values_list("nomination__award", flat=True).distinct()
    commune = session.council.commune
    return {award: councils.rule_for(award, on, commune) for award in sorted(awards)}


def rule_of(session: Session, award: str) -> voting.Rule:
    """Return the rule that the session keeps for an award since it was convened."""
    return kept_rule(session.rules["by_award"][award])


def presiding(session: Session, by: Actor) -> Person | None:
    """Return who presides when the actor opens the session: a present chair or vice-chair; None for others."""
    rows = session.presence.filter(role__in=PRESIDING).exclude(state=Attendance.State.ABSENT).select_related("person")
    if session.mode == Session.Mode.MEETING:
        rows = rows.filter(state=Attendance.State.PRESENT)
    if by.user is not None:
        rows = rows.filter(person=by.person)
    row = rows.order_by("role", "pk").first()
    return row.person if row else None


def offers_for(session: Session, actor: Actor) -> list[Offer]:
    """Return the moves that the actor may make, each with every reason against it."""
    return [
        Offer(offer.move, (*offer.blockers, *problems(session, offer.move.action, by=actor)))
        for offer in offers(session, actor)
    ]


def _ensure(session: Session, action: str, by: Actor) -> None:
    """Refuse a move that the table, the actor's rights or other records forbid; its guard is asked when it is made."""
    move = Session.flow.lawful(session, action)
    if not may_make(move, session, by):
        raise PermissionDenied
    guard = getattr(session, move.guard)() if move.guard else []
    if against := [*guard, *problems(session, action, by=by)]:
        raise ValidationError(against)


def _copy_council(session: Session, on: date) -> dict:
    """Copy the roster of a day into the session and return the rules in force, with conflicts found (L-05, L-07)."""
    session.presence.all().delete()
    seats = session.council.seats.held_on(on).select_related("person").order_by("pk")
    roster = [
        Attendance(
            session=session, seat=seat, person=seat.person, role=seat.role, position=seat.person.position,
            votes=seat.votes,
        )
        for seat in sorted(seats, key=lambda seat: ROLES.index(seat.role))
    ]  # fmt: skip
    Attendance.objects.bulk_create(roster)
    presence.restart(session)
    rules = rules_on(session, on)
    counting = {award: rule.as_rule() for award, rule in rules.items()}
    conflicts.compute(session, counting, on=on)
    total = sum(row.votes for row in roster)
    return {
        "quorum_needed": max(voting.quorum_needed(rule, total) for rule in counting.values()),
        "by_award": {award: rule.as_kept() for award, rule in rules.items()},
    }


@transaction.atomic
def convene(session: Session, *, by: Actor, at: datetime) -> None:
    """Fix agenda, roster, rules and conflicts, and let the members in."""
    _ensure(locked(session), "convene", by)
    rules = _copy_council(session, session.day)
    notice = session.notice or notice_words(session)
    act(session, "convene", by=by, at=at, convened_at=at, rules=rules, notice=notice)


@transaction.atomic
def prepare_again(session: Session, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a convened session back into preparation; roster and rules are copied anew when it is convened again.

    An invitation that nobody reworded is then worded anew too, for another day or more dossiers.
    """
    anew = locked(session).notice == notice_words(session)
    act(
        session, "prepare_again", by=by, at=at, reason=reason, convened_at=None, rules={},
        notice="" if anew else session.notice, note={"changed": ["nội dung giấy mời"]} if anew else {},
    )  # fmt: skip
    session.presence.all().delete()


@transaction.atomic
def open_session(session: Session, *, other_day: bool = False, by: Actor, at: datetime) -> None:
    """Open the session with who is there; the one who opens it presides.

    On another day than the one it was convened for only where that was confirmed; history and minutes tell so.
    """
    _ensure(locked(session), "open", by)
    told = session.other_day(at)
    if told and not other_day:
        raise ValidationError(f"{told} Hãy xác nhận khai mạc khác ngày đã triệu tập.")
    note = {"words": presence.quorum_words(session)} | ({"other_day": told} if told else {})
    act(session, "open", by=by, at=at, opened_at=at, chaired_by=presiding(session, by), note=note)


@transaction.atomic
def adjourn(session: Session, *, reason: str, by: Actor, at: datetime) -> None:
    """Put the session off, keeping who was there; it is convened again."""
    locked(session)
    opened_at = session.opened_at if session.underway else None
    sitting = {
        "opened": moment_words(opened_at),
        "ended": moment_words(at),
        "reason": reason.strip(),
        "words": f"{session.other_day(opened_at)} {presence.quorum_words(session)}".strip(),
        "presence": [str(row) for row in session.presence.select_related("person").order_by("pk")],
        "notice": session.notice,
    }
    act(session, "adjourn", by=by, at=at, reason=reason, sittings=[*session.sittings, sitting])


@transaction.atomic
def reconvene(session: Session, *, planned_at: datetime, place: str, by: Actor, at: datetime) -> None:
    """Convene an adjourned session for another day.

    Roster and rules are those of the new day, unless the council has already dealt with an item: then they stay. The
    invitation is proposed anew; the sitting that was put off keeps its own.
    """
    _ensure(locked(session), "reconvene", by)
    if planned_at <= at:
        raise ValidationError("Thời gian họp lại phải sau thời điểm này.")
    if session.mode == Session.Mode.MEETING and not place.strip():
        raise ValidationError("Chưa ghi địa điểm họp.")
    session.planned_at, session.place = planned_at, place.strip()
    if session.agenda.exclude(result__in=["", "taken_off"]).exists():
        presence.restart(session)
        rules = session.rules
    else:
        if lacking := [*session.blockers_to_convene(), *_problems_to_convene(session)]:
            raise ValidationError(lacking)
        rules = _copy_council(session, session.day)
    act(
        session, "reconvene", by=by, at=at, planned_at=planned_at, place=session.place, rules=rules,
        notice=notice_words(session), note={"planned_on": vn_date(session.day)},
    )  # fmt: skip


@transaction.atomic
def finish_voting(session: Session, *, by: Actor, at: datetime) -> None:
    """End the voting once every item has its result or was put off."""
    _ensure(locked(session), "finish_voting", by)
    act(session, "finish_voting", by=by, at=at, ended_at=at)


@transaction.atomic
def close(session: Session, *, by: Actor, at: datetime) -> None:
    """Close a session whose minutes are signed."""
    act(locked(session), "close", by=by, at=at)


@transaction.atomic
def cancel(session: Session, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel a session on which nothing was decided; its dossiers may go on another agenda."""
    act(locked(session), "cancel", by=by, at=at, reason=reason)
    agenda.clear(session, reason=reason, by=by, at=at)
