"""Who stands aside on which item: found in the records when a session is convened, or declared (L-07)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from awards.models import AgendaItem, Conflict, Session
from awards.models.councils import kept_rule
from awards.rules import voting
from awards.services.agenda import locked
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Membership, Person, Role

COMPUTED = (Conflict.Kind.OWN_CASE, Conflict.Kind.OWN_UNIT)
OPEN_FOR_DECLARING = (Session.Status.CONVENED, Session.Status.IN_SESSION, Session.Status.ADJOURNED)


def seats(session: Session, on: date) -> list[voting.Seat]:
    """Return the session's voting members with the units that each heads on a day."""
    people = [row.person for row in session.presence.filter(votes=True).select_related("person").order_by("pk")]
    heads: dict[int, set[int]] = {}
    held = Membership.objects.valid_on(on).filter(role=Role.UNIT_HEAD, person__in=people)
    for person_id, unit_id in held.values_list("person_id", "unit_id"):
        heads.setdefault(person_id, set()).add(unit_id)
    return [voting.Seat(each.pk, each.unit_id, frozenset(heads.get(each.pk, ())), each.full_name) for each in people]


def compute(session: Session, rules: dict[str, voting.Rule], *, on: date) -> list[Conflict]:
    """Write, for each open item, who is nominated himself or herself and who heads the nominated unit (L-07).

    A head who may vote by the council's rules is written down as well, without having to stand aside.
    """
    items = list(session.agenda.filter(result="").select_related("nomination").order_by("position", "pk"))
    Conflict.objects.filter(item__in=items, kind__in=COMPUTED).delete()
    declared = set(Conflict.objects.filter(item__in=items).values_list("item_id", "person_id"))
    members = seats(session, on)
    found = [_between(item, member, rules[item.nomination.award]) for item in items for member in members]
    return Conflict.objects.bulk_create(
        each for each in found if each is not None and (each.item_id, each.person_id) not in declared
    )


def _between(item: AgendaItem, member: voting.Seat, rule: voting.Rule) -> Conflict | None:
    """Return what stands between a member and an item by the records."""
    nomination = item.nomination
    own_case = nomination.person_id == member.person_id
    if not own_case and nomination.collective_id not in member.heads:
        return None
    against = voting.excluded(
        member, nominee_person_id=nomination.person_id, nominee_unit_id=nomination.collective_id, rule=rule
    )
    return Conflict(
        item=item,
        person_id=member.person_id,
        kind=Conflict.Kind.OWN_CASE if own_case else Conflict.Kind.OWN_UNIT,
        abstains=against is not None,
        words=against or f"Đồng chí {member.name} đứng đầu tập thể này; theo quy tắc vẫn được biểu quyết.",
    )


@transaction.atomic
def declare(item: AgendaItem, person: Person, *, words: str, by: Actor, at: datetime) -> Conflict:
    """Write down that a member is concerned and stands aside: by the member, or by the secretary."""
    if by.person is None or by.person.pk != person.pk or not by.may(Can.SIT_IN_COUNCIL):
        demand(Can.RUN_COUNCIL, item.session, by=by)
    words = words.strip()
    if not words:
        raise ValidationError("Hãy ghi quan hệ, lý do không biểu quyết.")
    locked(item.session)
    _ensure_declarable(item, person)
    row = Conflict.objects.select_for_update(of=("self",)).filter(item=item, person=person).first()
    if row is not None and row.abstains:
        raise ValidationError(f"Đã ghi đồng chí {person} không biểu quyết về hồ sơ này.")
    row = row or Conflict(item=item, person=person)
    row.kind, row.abstains, row.words = Conflict.Kind.DECLARED, True, words
    row.save()
    history.record(
        "conflict.declare", row, by=by, at=at, label=f"Khai không biểu quyết: {person}, {item.nomination}"[:160],
        reason=words,
    )  # fmt: skip
    return row


def _ensure_declarable(item: AgendaItem, person: Person) -> None:
    """Refuse people outside the roster, and an item that is, or was, being voted on."""
    if not item.session.presence.filter(person=person, votes=True).exists():
        raise ValidationError(f"{person} không phải là thành viên biểu quyết của phiên họp.")
    _ensure_before_vote(item)


def _ensure_before_vote(item: AgendaItem) -> None:
    """Refuse changes once the vote on an item has begun."""
    if item.session.status not in OPEN_FOR_DECLARING or item.result:
        raise ValidationError("Chỉ ghi xung đột lợi ích từ khi triệu tập đến trước khi biểu quyết hồ sơ.")
    if item.ballot_items.filter(ballot__status__in=["open", "closed", "confirmed", "announced"]).exists():
        raise ValidationError("Lượt biểu quyết về hồ sơ này đã mở; không ghi thêm, không sửa được.")


@transaction.atomic
def withdraw(conflict: Conflict, *, reason: str, by: Actor, at: datetime) -> None:
    """Take back a declaration made by mistake; what the records say stays."""
    demand(Can.RUN_COUNCIL, conflict.item.session, by=by)
    if conflict.kind != Conflict.Kind.DECLARED:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do bỏ khai báo.")
    locked(conflict.item.session)
    _ensure_before_vote(conflict.item)
    history.record(
        "conflict.withdraw", conflict, by=by, at=at, reason=reason.strip(),
        label=f"Bỏ khai báo không biểu quyết: {conflict.person}, {conflict.item.nomination}"[:160],
    )  # fmt: skip
    item, session = conflict.item, conflict.item.session
    conflict.delete()
    rule = kept_rule(session.rules["by_award"][item.nomination.award])
    for member in seats(session, session.day):
        if member.person_id == conflict.person_id and (known := _between(item, member, rule)):
            known.save()
