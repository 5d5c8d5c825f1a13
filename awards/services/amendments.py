"""Decisions about decisions: corrections and revocations, line by line; nothing issued is changed or deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import Decision, DecisionLine
from awards.rules import grounds
from awards.services import certificates
from awards.services.book import in_force
from awards.services.decision_checks import OF_LINES, recorded
from awards.services.decision_words import cited_in_full, how_many
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from kit.vietnamese import fold, money

# Moves that an amended decision makes by itself when the amendment is issued; nobody presses a button for them.
EFFECTS = ("supersede", "revoke_part", "revoke")


@transaction.atomic
def draft_correction(
    decision: Decision, lines: Iterable[DecisionLine], *, reason: str, by: Actor, at: datetime
) -> Decision:
    """Draft a decision that corrects names, places or achievements of some lines of an issued one."""
    return _draft(Decision.Kind.CORRECTION, decision, lines, reason=reason, by=by, at=at)


@transaction.atomic
def draft_revocation(
    decision: Decision, lines: Iterable[DecisionLine], *, reason: str, by: Actor, at: datetime
) -> Decision:
    """Draft a decision that takes some awards of an issued one back (L-09)."""
    return _draft(Decision.Kind.REVOCATION, decision, lines, reason=reason, by=by, at=at)


def _draft(
    kind: str, decision: Decision, lines: Iterable[DecisionLine], *, reason: str, by: Actor, at: datetime
) -> Decision:
    """Draft an amendment with a line for each line that it is about."""
    demand(Can.PREPARE_DECISIONS, decision, by=by)
    rows = list(decision.lines.filter(pk__in=[each.pk for each in lines]).select_related(*OF_LINES))
    rows.sort(key=lambda each: each.position)
    _ensure_amendable(decision, rows, reason)
    on, verb = timezone.localdate(at), "đính chính" if kind == Decision.Kind.CORRECTION else "thu hồi"
    amendment = Decision.objects.create(
        commune=decision.commune,
        campaign=decision.campaign,
        kind=kind,
        amends=decision,
        title=_title(decision, rows, kind),
        grounds=[*grounds.in_force(on), cited_in_full(decision)],
        reason=reason.strip(),
        drafted_on=on,
        drafted_by=by.name,
        drafted_by_user=by.user,
    )
    DecisionLine.objects.bulk_create(
        _line(amendment, position, each) for position, each in enumerate(rows, 1)
    )  # fmt: skip
    history.record(
        "decision.draft", amendment, by=by, at=at, label=f"Lập dự thảo quyết định {verb}", reason=reason.strip(),
        to_status=amendment.status, lines=[str(each) for each in rows],
    )  # fmt: skip
    return amendment


def _title(decision: Decision, rows: Sequence[DecisionLine], kind: str) -> str:
    """Return the subject line of an amendment; what takes back some awards alone does not say that it takes all."""
    about = f"Quyết định số {decision.number_words}"
    if kind == Decision.Kind.CORRECTION:
        return f"Về việc đính chính {about}"
    left = decision.lines.exclude(standing=DecisionLine.Standing.REVOKED).exclude(pk__in=[each.pk for each in rows])
    if not left.exists():
        return f"Về việc thu hồi {about}"
    return f"Về việc thu hồi khen thưởng đối với {how_many(each.subject for each in rows)} ghi tại {about}"


def _ensure_amendable(decision: Decision, rows: Sequence[DecisionLine], reason: str) -> None:
    """Refuse amendments of what is no issued award, without lines, without a reason, of lines revoked already."""
    if decision.kind != Decision.Kind.AWARD or decision.status not in Decision.OUT:
        raise ValidationError("Chỉ đính chính, thu hồi quyết định khen thưởng đã ban hành.")
    problems = [] if rows else ["Hãy chọn ít nhất một dòng."]
    if not reason.strip():
        problems.append("Hãy ghi lý do đính chính, thu hồi.")
    problems += [
        f"Dòng {each.position} ({each.nominee_name}) đã bị thu hồi."
        for each in rows
        if each.standing == DecisionLine.Standing.REVOKED
    ]
    if problems:
        raise ValidationError(problems)


def _line(amendment: Decision, position: int, old: DecisionLine) -> DecisionLine:
    """Return the line about another one: the name of the records, the rest as it reads now.

    The money stands on the award's own line alone.
    """
    now = in_force(old)
    facts = recorded(old.nomination) | {"nominee_place": now.nominee_place}
    words = "Tiền thưởng không thay đổi"
    if amendment.kind == Decision.Kind.REVOCATION:
        words = f"Thu hồi {money(old.prize)}" if old.prize else ""
    return DecisionLine(
        decision=amendment, position=position, nomination=old.nomination, about=old, award=old.award,
        subject=old.subject, citation=now.citation, prize_words=words, folded=fold(facts["nominee_name"]), **facts,
    )  # fmt: skip


def take_effect(amendment: Decision, lines: Sequence[DecisionLine], *, by: Actor, at: datetime) -> None:
    """Let an issued amendment do what it says to the lines, nominations and certificates it is about (L-09)."""
    if amendment.kind == Decision.Kind.CORRECTION:
        _correct(amendment, lines, by=by, at=at)
    else:
        _revoke(amendment, lines, by=by, at=at)


def _correct(amendment: Decision, lines: Sequence[DecisionLine], *, by: Actor, at: datetime) -> None:
    """Mark the old lines as corrected, and their decision once; certificates follow the corrected words."""
    amended = amendment.amends
    amended.lines.filter(pk__in=[each.about_id for each in lines]).update(standing=DecisionLine.Standing.CORRECTED)
    if amended.status in ("issued", "published"):
        annul(amended, "supersede", by=by, at=at, amendment=amendment)
    else:
        history.record("decision.supersede", amended, by=by, at=at, label=f"Đính chính theo {amendment}"[:160])
    for line in lines:
        certificates.register(line, by=by, at=at)


def _revoke(amendment: Decision, lines: Sequence[DecisionLine], *, by: Actor, at: datetime) -> None:
    """Revoke lines, awards and certificates; the decision in part, or as a whole with its last line."""
    amended = amendment.amends
    for line in lines:
        line.about.standing = DecisionLine.Standing.REVOKED
        line.about.save(update_fields=["standing"])
        act(line.nomination, "revoke", by=by, at=at, note={"decision": str(amendment)})
        certificates.revoke(line.about, by=by, at=at)
    stands = amended.lines.exclude(standing=DecisionLine.Standing.REVOKED).exists()
    annul(amended, "revoke_part" if stands else "revoke", by=by, at=at, amendment=amendment)


def annul(decision: Decision, action: str, *, by: Actor, at: datetime, amendment: Decision | None = None) -> None:
    """Note on a decision that a later one has corrected it, or revoked it in part or as a whole."""
    act(decision, action, by=by, at=at, note={"amendment": str(amendment)} if amendment else None)
