"""Decisions of the chair: drafted from what the council recommended, checked, signed, issued, published."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import Decision, DecisionLine, Nomination
from awards.services import amendments, book_years, certificates, decision_checks, prizes
from awards.services.decision_checks import Examined, lines_of
from awards.services.decision_lines import SAVED_MEANWHILE, edit, ensure_fit, put_in
from awards.services.decision_words import (
    proposed_grounds,
    proposed_merit,
    proposed_title,
    signed_minutes,
    signed_on,
)
from campaigns.models import Campaign
from campaigns.services.field_work import ensure_underway
from communes import history
from communes.access import Actor, Can
from communes.acting import Offer, act, demand, may_make, offers
from communes.models import HistoryEntry
from communes.services import registers
from kit.vietnamese import vn_date
from kit.workflow import Overtaken

WRITING = ("decision.draft", "decision.save", "decision.lines")
# Before these acts everything is looked at once more.
LOOKED_AT = ("check", "send", "sign", "issue")
SECOND_PERSON = "Người lập, sửa dự thảo không tự kiểm tra; cần người thứ hai."


@transaction.atomic
def draft(campaign: Campaign, nominations: Iterable[Nomination], *, by: Actor, at: datetime) -> Decision:
    """Draft a decision on nominations of one campaign that the council recommended in signed minutes (L-12, L-13)."""
    demand(Can.PREPARE_DECISIONS, campaign, by=by)
    ensure_underway(campaign)
    rows, on = list(nominations), timezone.localdate(at)
    if not rows:
        raise ValidationError("Hãy chọn ít nhất một hồ sơ.")
    ensure_fit(campaign, rows, on=on)
    decision = Decision.objects.create(
        commune=campaign.commune,
        campaign=campaign,
        title=proposed_title(campaign, rows),
        grounds=proposed_grounds(campaign, rows, on=on),
        merit=proposed_merit(campaign, rows),
        drafted_on=on,
        drafted_by=by.name,
        drafted_by_user=by.user,
        base_salary=prizes.base_salary_on(on, commune=campaign.commune),
    )
    put_in(decision, rows, on=on)
    history.record(
        "decision.draft", decision, by=by, at=at, label="Lập dự thảo quyết định", to_status=decision.status,
        lines=[str(each) for each in rows],
    )  # fmt: skip
    return decision


@transaction.atomic
def save(
    decision: Decision, *, title: str, grounds: Sequence[str], merit: str = "", reason: str = "",
    revision: int | None = None, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Save the words of a draft: title, grounds one by one, merit; for an amendment its reason."""
    edit(decision, by, revision)
    decision.title = title.strip()
    decision.grounds = [line for each in grounds if (line := each.strip().rstrip(".;").strip())]
    decision.merit = merit.strip()
    if decision.kind != Decision.Kind.AWARD:
        if not reason.strip():
            raise ValidationError("Hãy ghi lý do đính chính, thu hồi.")
        decision.reason = reason.strip()
    decision.save(update_fields=["title", "grounds", "merit", "reason"])
    history.record("decision.save", decision, by=by, at=at, label="Sửa nội dung dự thảo quyết định")


def problems(
    decision: Decision, action: str, *, at: datetime, on: date | None = None,
    examined: Sequence[Examined] | None = None,
) -> list[str]:  # fmt: skip
    """Return why an act cannot happen yet, from what other records say; issuing is asked for its date.

    What was looked at already for that date need not be looked at again.
    """
    if action not in LOOKED_AT:
        return []
    on = on or timezone.localdate(at)
    looked = decision_checks.examine(decision, on=on, at=at) if examined is None else examined
    found = decision_checks.refusals(looked)
    if action == "issue":
        found += date_problems(decision, on, at)
        if decision.kind == Decision.Kind.AWARD and decision.campaign.status not in ("issued", "summing_up"):
            found.append("Phong trào đã kết thúc hoặc đã hủy; không ban hành quyết định khen thưởng được nữa.")
    return found


def date_problems(decision: Decision, on: date, at: datetime) -> list[str]:
    """Say why a decision cannot bear a date: after today, before the minutes, before what it amends (L-13)."""
    if problems := registers.ahead(on, at=at):
        return problems
    if decision.amends_id:
        first, what = decision.amends.issued_on, f"ngày của {decision.amends}"
    else:
        signed = [signed_on(each) for each in signed_minutes(each.nomination for each in lines_of(decision))]
        first, what = max(signed, default=on), "ngày ký biên bản họp Hội đồng"
    return [f"Ngày ban hành {vn_date(on)} ở trước {what} ({vn_date(first)})."] if on < first else []


def may_check(decision: Decision, actor: Actor) -> bool:
    """Say whether somebody is a second person to a draft: neither drafted nor edited it."""
    if actor.user is None:
        return True
    lines, drafts = own_work(actor)
    if all(getattr(decision, name) == value for name, value in drafts.items()):
        return False
    return not HistoryEntry.objects.about(decision).filter(**lines, action__in=WRITING).exists()


def own_work(actor: Actor) -> tuple[dict, dict]:
    """Return by what lines of history and drafts are somebody's own: the account; in a training ground, where one
    learner plays everybody, the person who is played.
    """
    if actor.commune.is_training:
        return {"actor_name": actor.name}, {"drafted_by": actor.name}
    key = actor.user.pk if actor.user else None
    return {"user_id": key}, {"drafted_by_user_id": key}


def offers_for(
    decision: Decision, actor: Actor, at: datetime, *, examined: Sequence[Examined] | None = None
) -> list[Offer]:
    """Return the acts open to somebody, each with everything that stands against it now; signed, none to sign it."""
    found, open_now = [], [each for each in offers(decision, actor) if each.move.action not in amendments.EFFECTS]
    if examined is None and any(each.move.action in LOOKED_AT for each in open_now):
        examined = decision_checks.examine(decision, on=timezone.localdate(at), at=at)
    for offer in open_now:
        if offer.move.action == "sign" and decision.awaits_number:
            continue
        against = [*offer.blockers, *problems(decision, offer.move.action, at=at, examined=examined)]
        if offer.move.action == "check" and not may_check(decision, actor):
            against.append(SECOND_PERSON)
        found.append(Offer(offer.move, tuple(dict.fromkeys(against))))
    return found


def _enter(decision: Decision, action: str, by: Actor) -> None:
    """Refuse at once who may not act, or an act that the status does not know."""
    if not may_make(Decision.flow.lawful(decision, action), decision, by):
        raise PermissionDenied


def _ensure_no(found: list[str]) -> None:
    """Raise every problem at once."""
    if found:
        raise ValidationError(list(dict.fromkeys(found)))


@transaction.atomic
def check(decision: Decision, *, note: str = "", revision: int | None = None, by: Actor, at: datetime) -> None:
    """Confirm, as a second person, that a draft holds; warnings need a word (quota, history, names, legal bases)."""
    _enter(decision, "check", by)
    if revision not in (None, decision.revision):
        raise Overtaken(SAVED_MEANWHILE)
    if not may_check(decision, by):
        raise ValidationError(SECOND_PERSON)
    examined = decision_checks.examine(decision, on=timezone.localdate(at), at=at)
    _ensure_no([*decision.blockers_to_check(), *problems(decision, "check", at=at, examined=examined)])
    warned = decision_checks.warnings(examined)
    if warned and not note.strip():
        raise ValidationError(["Hãy ghi kết quả kiểm tra về các điểm cần lưu ý:", *warned])
    act(
        decision, "check", by=by, at=at, note={"warnings": warned, "words": note.strip()},
        where={"revision": decision.revision}, checked_at=at, checked_by=by.name, check_note=note.strip(),
    )  # fmt: skip


@transaction.atomic
def reopen(decision: Decision, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a checked decision back into draft."""
    act(decision, "reopen", by=by, at=at, reason=reason, **_UNCHECKED)


@transaction.atomic
def send(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Send a checked decision to be signed."""
    _enter(decision, "send", by)
    _ensure_no(problems(decision, "send", at=at))
    act(decision, "send", by=by, at=at, sent_at=at)


@transaction.atomic
def sign(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Sign a decision, if what it rests on still holds; who signed, and as what, stands on the paper."""
    _enter(decision, "sign", by)
    _ensure_no([*decision.blockers_to_sign(), *problems(decision, "sign", at=at)])
    title = (by.person.position if by.person else "") or by.acting_as
    act(
        decision, "sign", by=by, at=at, where={"signed_at": None},
        signed_at=at, signer_name=by.name[:160], signer_title=title[:200],
    )  # fmt: skip


@transaction.atomic
def return_(decision: Decision, *, reason: str, by: Actor, at: datetime) -> None:
    """Return a decision to its drafters; a signature given already falls away."""
    act(decision, "return", by=by, at=at, reason=reason, **_UNCHECKED)


_UNCHECKED = {
    "checked_at": None, "checked_by": "", "check_note": "", "sent_at": None, "signed_at": None, "signer_name": "",
    "signer_title": "",
}  # fmt: skip


@transaction.atomic
def issue(decision: Decision, *, number: int, issued_on: date, by: Actor, at: datetime) -> None:
    """Give a signed decision its number and date, and everything that follows from it.

    The campaign's row is locked first, so that of two decisions issued at once the second counts the first (KP-04).
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=decision.campaign_id)
    decision.refresh_from_db()
    _enter(decision, "issue", by)
    _ensure_no([*decision.blockers_to_issue(), *problems(decision, "issue", at=at, on=issued_on)])
    registers.take(decision.symbol, number=number, dated=issued_on, title=decision.title, veiled=True, by=by, at=at)
    lines = lines_of(decision)
    if decision.kind == Decision.Kind.AWARD:
        prizes.write(decision, lines, on=issued_on)
    act(
        decision, "issue", by=by, at=at, note={"number": number, "issued_on": issued_on.isoformat()},
        number=number, issued_on=issued_on, issued_at=at,
    )  # fmt: skip
    book_years.ensure(decision, at=at)
    if decision.kind == Decision.Kind.AWARD:
        _award(lines, by=by, at=at)
    else:
        amendments.take_effect(decision, lines, by=by, at=at)


def _award(lines: Sequence[DecisionLine], *, by: Actor, at: datetime) -> None:
    """Let the nominations of an issued decision be awarded, and enter their certificates in the register."""
    for line in lines:
        act(line.nomination, "award", by=by, at=at, note={"decision": str(line.decision)})
        certificates.register(line, by=by, at=at)


@transaction.atomic
def publish(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Publish an issued decision; an amendment takes the decision it amends along, if that was kept back so far."""
    act(decision, "publish", by=by, at=at, published_at=at)
    registers.unveil(decision.symbol, number=decision.number, year=decision.issued_on.year)
    registers.unveil_with(decision)
    if decision.amends_id and Decision.objects.filter(pk=decision.amends_id, published_at=None).update(published_at=at):
        history.record(
            "decision.publish", decision.amends, by=by, at=at, label=f"Công bố cùng {decision}"[:160]
        )  # fmt: skip
        amended = decision.amends
        registers.unveil(amended.symbol, number=amended.number, year=amended.issued_on.year)
        registers.unveil_with(amended)


@transaction.atomic
def cancel(decision: Decision, *, reason: str, by: Actor, at: datetime) -> None:
    """Drop a draft; its nominations may go into another one."""
    act(decision, "cancel", by=by, at=at, reason=reason)
    decision.lines.update(released_at=at)
