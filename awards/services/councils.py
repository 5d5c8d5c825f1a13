"""Councils: founded, seated and unseated with dates; the rules by which they vote, as dated data with their source."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from awards.models import Council, Seat, VotingRule
from campaigns.rules.dated import in_force
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Commune, Person, Unit
from kit.vietnamese import vn_date

SOURCE_MISSING = "Hãy ghi căn cứ: quy chế làm việc, văn bản quy định và điều, khoản."
ALONE = (Seat.Role.CHAIR, Seat.Role.SECRETARY)
FAR = date.max


@transaction.atomic
def found(
    *,
    name: str,
    decision_number: str,
    decision_on: date,
    standing_agency: Unit,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> Council:
    """Record the council that a decision founds; the one before it has to be ended first."""
    demand(Can.KEEP_COUNCILS, by.commune, by=by)
    council = Council(
        commune=by.commune, name=name.strip(), decision_number=decision_number.strip(), decision_on=decision_on,
        standing_agency=standing_agency, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    _store(council)
    history.record("council.found", council, by=by, at=at, label="Ghi việc thành lập Hội đồng")
    return council


@transaction.atomic
def change(
    council: Council,
    *,
    name: str,
    decision_number: str,
    decision_on: date,
    standing_agency: Unit,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Mend what is recorded about a council, or end it; sessions already convened keep what they copied."""
    demand(Can.KEEP_COUNCILS, council, by=by)
    facts = {
        "name": name.strip(), "decision_number": decision_number.strip(), "decision_on": decision_on,
        "standing_agency": standing_agency, "valid_from": valid_from, "valid_to": valid_to,
    }  # fmt: skip
    changed = [
        Council._meta.get_field(key).verbose_name for key, value in facts.items() if getattr(council, key) != value
    ]
    for key, value in facts.items():
        setattr(council, key, value)
    _store(council)
    history.record("council.change", council, by=by, at=at, label="Sửa thông tin Hội đồng", changed=changed)


def _store(council: Council) -> None:
    """Save a council that is complete and does not exist beside another one."""
    council.full_clean()
    others = Council.objects.exclude(pk=council.pk).filter(valid_from__lte=council.valid_to or FAR)
    other = others.filter(Q(valid_to=None) | Q(valid_to__gte=council.valid_from)).first()
    if other is not None:
        until = f"đến hết {vn_date(other.valid_to)}" if other.valid_to else "chưa ghi ngày kết thúc"
        raise ValidationError(f"{other} từ {vn_date(other.valid_from)}, {until}; hãy ghi ngày kết thúc trước.")
    council.save()


@transaction.atomic
def seat(
    council: Council,
    person: Person,
    *,
    role: str,
    valid_from: date,
    votes: bool = True,
    by: Actor,
    at: datetime,
) -> Seat:
    """Seat a person from a day on; nobody sits twice, and chair and secretary are one each."""
    demand(Can.KEEP_COUNCILS, council, by=by)
    problems = _seat_problems(council, person, role, valid_from)
    if problems:
        raise ValidationError(problems)
    row = Seat(council=council, person=person, role=role, votes=votes, valid_from=valid_from)
    row.full_clean()
    row.save()
    history.record("seat.begin", row, by=by, at=at, label=f"Thêm thành viên: {row}"[:160], votes=votes)
    return row


def _seat_problems(council: Council, person: Person, role: str, on: date) -> list[str]:
    """Say why a person cannot take a seat from a day on."""
    problems = []
    if on < council.valid_from or (council.valid_to and on > council.valid_to):
        problems.append("Ngày tham gia phải trong thời gian tồn tại của Hội đồng.")
    if person.left_on and person.left_on <= on:
        problems.append(f"{person} đã thôi công tác từ {vn_date(person.left_on)}.")
    later = council.seats.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    if later.filter(person=person).exists():
        problems.append(f"{person} là thành viên Hội đồng vào ngày này; hãy ghi thôi tham gia trước.")
    if role in ALONE and (taken := later.filter(role=role).select_related("person").first()):
        problems.append(f"{taken.get_role_display()} đang là {taken.person}; hãy ghi thôi tham gia trước.")
    return problems


@transaction.atomic
def end_seat(row: Seat, *, valid_to: date, reason: str, by: Actor, at: datetime) -> None:
    """End a seat after a day, for a reason; the row stays."""
    demand(Can.KEEP_COUNCILS, row.council, by=by)
    reason = reason.strip()
    if not reason:
        raise ValidationError("Hãy ghi lý do thôi tham gia Hội đồng.")
    if valid_to < row.valid_from:
        raise ValidationError(f"Ngày thôi tham gia phải từ {vn_date(row.valid_from)} trở đi.")
    if not Seat.objects.filter(pk=row.pk, valid_to=None).update(valid_to=valid_to, ended_reason=reason):
        raise ValidationError(f"{row.person} đã được ghi thôi tham gia.")
    row.valid_to, row.ended_reason = valid_to, reason
    history.record(
        "seat.end", row, by=by, at=at, label=f"Thôi tham gia: {row}"[:160], reason=reason,
        valid_to=valid_to.isoformat(),
    )  # fmt: skip


def in_force_for(award: str, on: date, *, rows: list[VotingRule]) -> VotingRule | None:
    """Return the rule for an award on a day, out of rows known to one commune (L-05).

    The award's own rule stands before the one for all other awards, the commune's before the shipped one.
    """
    for wanted in dict.fromkeys((award, "")):
        same = [row for row in rows if row.award == wanted]
        for of_commune in (True, False):
            held = in_force([row for row in same if (row.commune_id is not None) == of_commune], on)
            if held:
                return held
    return None


def rule_for(award: str, on: date, commune: Commune) -> VotingRule:
    """Return the rule by which a commune's council votes on an award on a day; raise where none is known (L-05)."""
    rows = list(VotingRule.objects.known_to(commune).filter(award__in=["", award]))
    found_rule = in_force_for(award, on, rows=rows)
    if found_rule is None:
        raise ValidationError(f"Chưa có quy tắc biểu quyết áp dụng ngày {vn_date(on)}.")
    return found_rule


@transaction.atomic
def set_rule(*, valid_from: date, confirmed: bool = False, by: Actor, at: datetime, **facts) -> VotingRule:
    """Record the council's own rule from a day on, with its source; what holds longer than that day ends before it.

    `facts` are the other fields of VotingRule: award, quorum, threshold, strict, denominator, method,
    head_votes_on_unit, written_counts, valid_to, source.
    """
    demand(Can.KEEP_COUNCILS, by.commune, by=by)
    if not facts.get("source", "").strip():
        raise ValidationError(SOURCE_MISSING)
    rule = VotingRule(commune=by.commune, valid_from=valid_from, confirmed=confirmed, **facts)
    own = VotingRule.objects.filter(commune=by.commune, award=rule.award)
    if own.filter(valid_from=valid_from).exists():
        raise ValidationError(f"Địa phương đã ghi quy tắc áp dụng từ ngày {vn_date(valid_from)}.")
    rule.full_clean()
    _ensure_sane(rule)
    longer = own.filter(valid_from__lt=valid_from).filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    longer.update(valid_to=valid_from - timedelta(days=1))
    rule.save()
    _tell("votingrule.set", rule, "Ghi quy tắc biểu quyết", by=by, at=at)
    return rule


def _ensure_sane(rule: VotingRule) -> None:
    """Refuse shares above the whole, a quorum of nobody, and more than everybody."""
    try:
        known = rule.as_rule()
    except ZeroDivisionError:
        raise ValidationError("Mẫu số của tỷ lệ phải lớn hơn 0.") from None
    problems = []
    if not 0 < known.quorum <= 1:
        problems.append("Tỷ lệ thành viên phải có mặt phải lớn hơn 0 và không quá 1.")
    if not 0 < known.threshold <= 1:
        problems.append("Tỷ lệ tán thành phải lớn hơn 0 và không quá 1.")
    if known.strict and known.threshold == 1:
        problems.append("Không thể yêu cầu quá toàn bộ số phiếu; hãy bỏ chọn “phải quá tỷ lệ này”.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def confirm_rule(rule: VotingRule, *, source: str, by: Actor, at: datetime) -> VotingRule:
    """Confirm a rule after comparing it with the text that is named; return the confirmed row.

    A shipped rule stays as it is: the commune gets a confirmed copy of its own.
    """
    demand(Can.KEEP_COUNCILS, by.commune, by=by)
    if rule.commune_id not in (None, by.commune.pk):
        raise PermissionDenied
    source = source.strip()
    if not source:
        raise ValidationError(SOURCE_MISSING)
    if rule.commune_id is None:
        mine = _confirmed_copy(rule, source, by.commune)
    else:
        if not VotingRule.objects.filter(pk=rule.pk, confirmed=False).update(confirmed=True, source=source):
            raise ValidationError("Quy tắc này đã được xác nhận.")
        rule.refresh_from_db()
        mine = rule
    _tell("votingrule.confirm", mine, "Xác nhận quy tắc biểu quyết", by=by, at=at)
    return mine


def _confirmed_copy(rule: VotingRule, source: str, commune: Commune) -> VotingRule:
    """Store a shipped rule as the commune's own, confirmed."""
    fields = [field.attname for field in VotingRule._meta.concrete_fields if not field.primary_key]
    values = {name: getattr(rule, name) for name in fields}
    values |= {"source": source, "confirmed": True, "commune_id": commune.pk}
    key = {name: values.pop(name) for name in ("commune_id", "award", "valid_from")}
    copy, created = VotingRule.objects.get_or_create(**key, defaults=values)
    if not created:
        raise ValidationError(f"Địa phương đã ghi quy tắc áp dụng từ ngày {vn_date(copy.valid_from)}.")
    return copy


def _tell(action: str, rule: VotingRule, label: str, *, by: Actor, at: datetime) -> None:
    """Write what a rule says into history."""
    history.record(
        action, rule, by=by, at=at, label=f"{label}: {rule}"[:160], quorum=rule.quorum, threshold=rule.threshold,
        strict=rule.strict, denominator=rule.denominator, method=rule.method, source=rule.source,
    )  # fmt: skip
