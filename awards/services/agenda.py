"""The agenda of a session: nominations placed, ordered, taken off, discussed, deferred."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from awards.models import AgendaItem, Nomination, Session
from awards.services import eligibility
from communes import history
from communes.access import Actor, Can
from communes.acting import act, blockers, demand
from kit.workflow import Overtaken

CHANGEABLE = (
    Session.Status.DRAFT,
    Session.Status.CONVENED,
    Session.Status.IN_SESSION,
    Session.Status.ADJOURNED,
)
DISCUSSED = (Session.Status.IN_SESSION, Session.Status.VOTING_DONE, Session.Status.MINUTES_DRAFT)


def locked(session: Session) -> Session:
    """Read anew how far a session is, with its invitation, and hold its row until the transaction ends."""
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    for name in ("status", "rules", "sittings", "notice"):
        setattr(session, name, getattr(stored, name))
    return session


def obstacles(nomination: Nomination, at: datetime) -> list[str]:
    """Say why a nomination cannot be placed on an agenda yet (VT-05): the page's list and the service's."""
    move = Nomination.flow.lawful(nomination, "place_on_agenda")
    return [*blockers(move, nomination), *eligibility.problems(nomination, "place_on_agenda", at)]


@transaction.atomic
def place(session: Session, nomination: Nomination, *, by: Actor, at: datetime) -> AgendaItem:
    """Place a nomination at the end of the agenda of a session in preparation, with its eligibility run anew."""
    demand(Can.RUN_COUNCIL, session, by=by)
    Nomination.flow.lawful(nomination, "place_on_agenda")
    if locked(session).status != Session.Status.DRAFT:
        raise ValidationError("Chương trình đã gửi các thành viên; hãy đưa phiên họp về chuẩn bị lại trước khi thêm.")
    if against := obstacles(nomination, at):
        raise ValidationError(against)
    eligibility.run(nomination, "council", by=by, at=at)
    act(nomination, "place_on_agenda", by=by, at=at, note={"session": session.pk})
    last = session.agenda.aggregate(last=Max("position"))["last"] or 0
    item = session.agenda.filter(nomination=nomination, result=AgendaItem.Result.TAKEN_OFF).first()
    item = item or AgendaItem(session=session, nomination=nomination)
    item.position, item.result, item.result_reason = last + 1, "", ""
    item.save()
    history.record("agendaitem.place", item, by=by, at=at, label=f"Đưa vào chương trình: {nomination}"[:160])
    return item


@transaction.atomic
def take_off(item: AgendaItem, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a nomination off the agenda before it is voted on; it is eligible again."""
    session = locked(item.session)
    demand(Can.RUN_COUNCIL, session, by=by)
    if session.status not in CHANGEABLE:
        raise ValidationError("Phiên họp đã biểu quyết xong; không đưa hồ sơ ra khỏi chương trình được.")
    act(item.nomination, "take_off_agenda", by=by, at=at, reason=reason, note={"session": session.pk})
    _finish(item, AgendaItem.Result.TAKEN_OFF, reason)
    _tell("agendaitem.take_off", item, "Đưa ra khỏi chương trình", reason, by=by, at=at)


@transaction.atomic
def clear(session: Session, *, reason: str, by: Actor, at: datetime) -> None:
    """Take everything that is still open off the agenda of a session that will not take place."""
    items = session.agenda.filter(result="").select_related("nomination__collective", "nomination__person")
    for item in items.order_by("position"):
        move = Nomination.flow.move(item.nomination, "take_off_agenda")
        history.record(
            "nomination.take_off_agenda", item.nomination, by=by, at=at, label=move.done, reason=reason,
            from_status=Nomination.Status.ON_AGENDA, to_status=move.target, session=session.pk,
        )  # fmt: skip
        _finish(item, AgendaItem.Result.TAKEN_OFF, reason)


def _finish(item: AgendaItem, result: str, reason: str) -> None:
    """Write what came of an item, unless somebody did so a moment before."""
    reason = reason.strip()
    if not AgendaItem.objects.filter(pk=item.pk, result="").update(result=result, result_reason=reason):
        raise Overtaken("Hồ sơ này vừa có kết quả. Hãy tải lại trang.")
    item.result, item.result_reason = result, reason


def _tell(action: str, item: AgendaItem, label: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Write into the session's history what became of an item."""
    history.record(action, item, by=by, at=at, reason=reason.strip(), label=f"{label}: {item.nomination}"[:160])


@transaction.atomic
def move(item: AgendaItem, *, up: bool, by: Actor, at: datetime) -> None:
    """Let an item change places with the one before or after it, while the session is being prepared."""
    session = locked(item.session)
    demand(Can.RUN_COUNCIL, session, by=by)
    if session.status != Session.Status.DRAFT:
        raise ValidationError("Chương trình đã gửi các thành viên nên không đổi thứ tự được.")
    rows = list(session.agenda.filter(result="").order_by("position", "pk"))
    place_now = next((number for number, row in enumerate(rows) if row.pk == item.pk), None)
    if place_now is None:
        raise ValidationError("Hồ sơ này không còn trong chương trình. Hãy tải lại trang.")
    other = place_now + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return
    rows[place_now], rows[other] = rows[other], rows[place_now]
    for number, row in enumerate(rows, 1):
        row.position = number
    AgendaItem.objects.bulk_update(rows, ["position"])
    direction = "lên" if up else "xuống"
    history.record(
        "agendaitem.move", item, by=by, at=at, label=f"Chuyển {direction} trong chương trình: {item.nomination}"[:160]
    )


@transaction.atomic
def note(item: AgendaItem, *, discussion: str, by: Actor, at: datetime) -> None:
    """Write down what was said about an item; the minutes are drafted from it."""
    session = locked(item.session)
    demand(Can.RUN_COUNCIL, session, by=by)
    if session.status not in DISCUSSED:
        raise ValidationError("Chỉ ghi ý kiến thảo luận từ khi khai mạc đến khi ký biên bản.")
    item.discussion = discussion.strip()
    item.save(update_fields=["discussion"])
    history.record("agendaitem.note", item, by=by, at=at, label=f"Ghi ý kiến thảo luận: {item.nomination}"[:160])


@transaction.atomic
def defer(item: AgendaItem, *, reason: str, by: Actor, at: datetime) -> None:
    """Put off an item in the sitting session, for a reason that stands in the minutes; it may come back."""
    locked(item.session)
    act(item.nomination, "defer", by=by, at=at, reason=reason, note={"session": item.session_id})
    _finish(item, AgendaItem.Result.DEFERRED, reason)
    _tell("agendaitem.defer", item, "Hoãn xét", reason, by=by, at=at)
