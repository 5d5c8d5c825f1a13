"""Who takes part in a session: presence, quorum, and the written opinions of those absent (L-05, L-06)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from awards.models import AgendaItem, Attendance, Conflict, Session, Voter, WrittenOpinion
from awards.rules import voting
from awards.services.agenda import locked
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Person

State = Attendance.State
RECORDABLE = (Session.Status.CONVENED, Session.Status.IN_SESSION)
BEGUN = ("open", "closed", "confirmed", "announced")


def who_answered(session: Session) -> set[int]:
    """Return the keys of the people who answered in a consultation without a meeting."""
    said = set(WrittenOpinion.objects.filter(item__session=session).values_list("person_id", flat=True))
    voted = Voter.objects.filter(ballot__session=session, voted=True).exclude(ballot__status="voided")
    return said | set(voted.values_list("person_id", flat=True))


def aside_throughout(session: Session) -> set[int]:
    """Return the keys of the people who stand aside on every item of the agenda that was not taken off (L-07)."""
    items = session.agenda.exclude(result=AgendaItem.Result.TAKEN_OFF)
    stood = Conflict.objects.filter(item__in=items, abstains=True).values_list("person", "item").distinct()
    number = items.count()
    return {person for person, found in Counter(person for person, _ in stood).items() if found == number}


def answers(session: Session) -> tuple[int, int, int]:
    """Return (voting members who answered in writing, needed, total) of a consultation without a meeting."""
    members = set(session.presence.filter(votes=True).values_list("person_id", flat=True))
    return len(who_answered(session) & members), session.rules.get("quorum_needed", len(members)), len(members)


def taking_part(session: Session) -> tuple[int, int, int]:
    """Return (taking part, needed, total): those present, or those who answered where there is no meeting."""
    return _taking_part(session, session.presence.all())


def _taking_part(session: Session, roster: Iterable[Attendance]) -> tuple[int, int, int]:
    return answers(session) if session.mode == Session.Mode.WRITTEN else session.quorum_of(roster)


def quorum_words(session: Session) -> str:
    """Say how many members take part, of how many, how many are needed (L-05)."""
    roster = list(session.presence.all())
    count, needed, total = _taking_part(session, roster)
    if not total:
        return "Chưa có danh sách thành viên."
    written = sum(each.votes and each.state == State.WRITTEN for each in roster)
    consulted = session.mode == Session.Mode.WRITTEN
    rule = voting.Rule(
        quorum=Fraction(needed, total), threshold=Fraction(1), method=voting.WRITTEN if consulted else ""
    )
    presence = voting.Presence(total, 0 if consulted else count, count if consulted else written)
    return voting.quorum_words(rule, presence)


@transaction.atomic
def record_presence(session: Session, states: Mapping[int, tuple[str, str]], *, by: Actor, at: datetime) -> None:
    """Write down who is present and who is absent why: `states` is {person id: (state, reason)}.

    Nothing recorded of who has written on an item still open changes nothing: the opinion counts (L-06).
    """
    demand(Can.RUN_COUNCIL, locked(session), by=by)
    if session.mode == Session.Mode.WRITTEN:
        raise ValidationError("Lấy ý kiến bằng văn bản thì không điểm danh.")
    if session.status not in RECORDABLE:
        raise ValidationError("Chỉ điểm danh từ khi triệu tập đến khi kết thúc biểu quyết.")
    if session.ballots.filter(status="open").exists():
        raise ValidationError("Đang có lượt bỏ phiếu mở; hãy đóng trước khi sửa điểm danh.")
    rows = {row.person_id: row for row in session.presence.select_related("person")}
    if set(states) - set(rows):
        raise ValidationError("Có người không thuộc danh sách thành viên của phiên họp. Hãy tải lại trang.")
    problems = [
        f"{rows[person_id].person}: hãy ghi lý do vắng mặt."
        for person_id, (state, reason) in states.items()
        if state == State.ABSENT and not reason.strip()
    ]
    if problems:
        raise ValidationError(problems)
    changed, wrote = [], set(_opined(session).values_list("person", flat=True))
    for person_id, (state, reason) in states.items():
        row = rows[person_id]
        if (row.state, state) == (State.WRITTEN, State.EXPECTED) and person_id in wrote:
            continue
        reason = reason.strip() if state in (State.ABSENT, State.WRITTEN) else ""
        if (row.state, row.reason) != (state, reason):
            row.state, row.reason, row.recorded_at = State(state), reason, at
            changed.append(row)
    Attendance.objects.bulk_update(changed, ["state", "reason", "recorded_at"])
    if changed:
        history.record(
            "session.presence", session, by=by, at=at, label="Điểm danh", words=quorum_words(session),
            changed=[str(row) for row in changed],
        )  # fmt: skip


@transaction.atomic
def record_opinion(
    item: AgendaItem,
    person: Person,
    *,
    choice: str,
    text: str = "",
    received_on: date | None = None,
    by: Actor,
    at: datetime,
) -> WrittenOpinion:
    """Write down what an absent member says in writing on an item: by that member, or by the secretary (L-06)."""
    session = locked(item.session)
    if by.person is None or by.person.pk != person.pk or not by.may(Can.SIT_IN_COUNCIL):
        demand(Can.RUN_COUNCIL, session, by=by)
    row = session.presence.filter(person=person, votes=True).first()
    _ensure_may_opine(item, row, person)
    received_on = received_on or timezone.localdate(at)
    if received_on > timezone.localdate(at):
        raise ValidationError("Ngày nhận ý kiến không được sau hôm nay.")
    if row.state != State.WRITTEN:
        row.state, row.recorded_at = State.WRITTEN, at
        row.save(update_fields=["state", "recorded_at"])
    opinion, made = WrittenOpinion.objects.update_or_create(
        item=item,
        person=person,
        defaults={"choice": choice, "text": text.strip(), "received_on": received_on, "recorded_by": by.name},
    )
    verb = "Ghi" if made else "Sửa"
    history.record(
        "writtenopinion.record", item, by=by, at=at, received_on=received_on.isoformat(),
        label=f"{verb} ý kiến bằng văn bản của {person}: {item.nomination}"[:160],
    )  # fmt: skip
    return opinion


def too_late(session: Session) -> tuple[str, ...]:
    """Return the states of a ballot in which no opinion is taken any more; a consultation takes them while open."""
    return BEGUN if session.mode == Session.Mode.MEETING else BEGUN[1:]


def _ensure_may_opine(item: AgendaItem, row: Attendance | None, person: Person) -> None:
    """Refuse opinions of people outside the roster, present, or standing aside, and too late ones."""
    session = item.session
    if row is None:
        raise ValidationError(f"{person} không phải là thành viên biểu quyết của phiên họp.")
    if row.state == State.PRESENT:
        raise ValidationError(f"{person} có mặt tại phiên họp nên biểu quyết trực tiếp, không gửi ý kiến bằng văn bản.")
    if item.conflicts.filter(person=person, abstains=True).exists():
        raise ValidationError(f"{person} không biểu quyết về hồ sơ này.")
    if session.status not in (*RECORDABLE, Session.Status.ADJOURNED) or item.result:
        raise ValidationError("Chỉ nhận ý kiến bằng văn bản từ khi triệu tập đến trước khi biểu quyết hồ sơ.")
    if item.ballot_items.filter(ballot__status__in=too_late(session)).exists():
        raise ValidationError("Lượt biểu quyết về hồ sơ này đã mở hoặc đã đóng; không nhận thêm ý kiến được.")


def _opined(session: Session) -> QuerySet:
    """Return the opinions in writing on items that are still open."""
    return WrittenOpinion.objects.filter(item__session=session, item__result="")


def restart(session: Session) -> None:
    """Begin the roster's presence anew; who has written on an item still open stays absent in writing."""
    if session.mode == Session.Mode.WRITTEN:
        session.presence.update(state=State.WRITTEN, reason="", recorded_at=None)
        return
    wrote = _opined(session).values("person")
    session.presence.filter(Q(person__in=wrote)).update(state=State.WRITTEN, recorded_at=None)
    session.presence.exclude(person__in=wrote).update(state=State.EXPECTED, reason="", recorded_at=None)
