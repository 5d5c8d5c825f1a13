"""Nominations from the first choice to the hand-in, and what a unit may do with one afterwards."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from awards.models import Appraisal, Nomination
from awards.models.nomination_records import NominationVersion
from awards.models.nominations import TWICE
from awards.rules import checks
from awards.rules.kinds import AwardBasis
from awards.services import appraisals, eligibility
from awards.services.dossiers import comes_late, frozen, refusal_of_line, rules_on
from awards.services.nomination_openings import why_closed
from awards.services.writing import is_agency
from campaigns.models import AwardRound, Campaign
from campaigns.planfile.words import RoundKind, Subject
from campaigns.rules import audience, punctuality
from campaigns.rules.results import UNMET
from campaigns.services.field_work import NOT_UNDERWAY, ensure_underway, is_underway
from communes import history
from communes.access import Actor, Can
from communes.acting import Offer, act, blockers, may_make, offers
from communes.models import Person, Unit
from kit.saving import SavedMeanwhile
from kit.workflow import Move, Unlawful

HAND_IN = ("submit", "enter", "resubmit")
AS_STORED = (
    "status", "revision", "saved_by", "saved_at", "late", "report", "summary", "citation", "women_share",
    "direct_worker", "explanation", "change_note", "deed", "deed_on", "return_reason", "received_on", "plan_version_id",
)  # fmt: skip
TAKEN_BACK = "Đơn vị rút hồ sơ."


@transaction.atomic
def create(
    campaign: Campaign,
    *,
    unit: Unit,
    subject: str,
    person: Person | None = None,
    collective: Unit | None = None,
    award: str,
    authority: str,
    round: AwardRound | None = None,  # noqa: A002
    quota_key: str = "",
    basis: str = AwardBasis.CAMPAIGN,
    deed: str = "",
    deed_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Nomination:
    """Nominate a subject: a unit its own, the agency anybody; refuse what the plan does not allow, with its clause.

    A deed may be proposed at any time, outside the rounds (DS-08). A unit only proposes (DT-11).
    """
    ensure_underway(campaign)
    nomination = Nomination(
        commune=by.commune, campaign=campaign, round=round, basis=basis, unit=unit, subject=subject,
        collective=collective, person=person, award=award, authority=authority, quota_key=quota_key,
        deed=deed.strip(), deed_on=deed_on, created_at=at, created_by=by.name,
    )  # fmt: skip
    own = by.may_in_own_unit(Can.NOMINATE, unit.pk)
    if not own and not is_agency(nomination, by):
        raise PermissionDenied
    nomination.by_agency = not own and basis == AwardBasis.AD_HOC
    on = timezone.localdate(at)
    lacking = [*_refusals(nomination, own=own, on=on), *_doubled(nomination, by)]
    refusal, nomination.quota_key = refusal_of_line(
        campaign, award_round=round, subject=subject, award=award, authority=authority, quota_key=quota_key, on=on
    )
    if lacking or refusal:
        raise ValidationError([*lacking, *([refusal] if refusal else [])])
    nomination.full_clean()
    try:
        with transaction.atomic():
            nomination.save()
    except IntegrityError:
        nomination.validate_constraints()
        raise
    history.record(
        "nomination.create",
        nomination,
        by=by,
        at=at,
        label="Lập hồ sơ đề nghị khen thưởng",
        to_status=nomination.status,
    )
    return nomination


def _refusals(nomination: Nomination, *, own: bool, on: date) -> list[str]:
    """Say why a subject cannot be nominated so: not chosen, another unit's, outside the audience, wrong round."""
    chosen = nomination.collective if nomination.subject == Subject.COLLECTIVE else nomination.person
    extra = nomination.person if nomination.subject == Subject.COLLECTIVE else nomination.collective
    if chosen is None or extra is not None:
        return ["Hãy chọn tập thể hoặc cá nhân được đề nghị."]
    lacking = _round_refusals(nomination, on)
    if own and not lacking and nomination.round and (closed := why_closed(nomination.round, on=on)):
        lacking.append(closed)
    home = chosen if nomination.subject == Subject.COLLECTIVE else chosen.unit
    if own and (home is None or nomination.unit_id not in (home.pk, home.parent_id)):
        lacking.append(
            f"{nomination.nominee} không thuộc {nomination.unit}; đơn vị chỉ đề nghị tập thể, người của mình."
        )
    if isinstance(chosen, Person) and chosen.left_on and chosen.left_on <= on and not nomination.deed_on:
        lacking.append(f"{chosen} đã thôi công tác từ ngày {chosen.left_on:%d/%m/%Y}.")
    if isinstance(chosen, Unit) and not chosen.exists_on(on):
        lacking.append(f"{chosen} không còn hoạt động.")
    return [*lacking, *outside_audience(nomination)]


def _doubled(nomination: Nomination, by: Actor) -> list[str]:
    """Say that the nominee is proposed for the same already, to who may not know how the first ended.

    Whoever knows it is stopped by the constraint alone, which lets an ended one be followed by another.
    """
    if by.may(Can.SEE_UNANNOUNCED) or nomination.basis != AwardBasis.CAMPAIGN:
        return []
    names = ("round", "award", "authority", "person", "collective", "basis")
    same = Nomination.objects.for_list().filter(**{name: getattr(nomination, name) for name in names})
    return [] if all(each.known_to_be_out() for each in same) else [TWICE]


def _round_refusals(nomination: Nomination, on: date) -> list[str]:
    """Say why a nomination does not fit its round, or its deed its day."""
    award_round, ad_hoc = nomination.round, nomination.basis == AwardBasis.AD_HOC
    if award_round and award_round.campaign_id != nomination.campaign_id:
        return ["Đợt khen thưởng không thuộc phong trào này."]
    if ad_hoc:
        lacking = []
        if award_round and award_round.kind != RoundKind.AD_HOC:
            lacking.append("Khen thưởng đột xuất không thuộc đợt khen thưởng định kỳ.")
        if not nomination.deed.strip():
            lacking.append("Hãy ghi việc làm, thành tích đột xuất.")
        if nomination.deed_on is None:
            lacking.append("Hãy ghi ngày lập thành tích.")
        elif nomination.deed_on > on:
            lacking.append("Ngày lập thành tích không được sau hôm nay.")
        return lacking
    if award_round is None or award_round.retired_at or award_round.kind == RoundKind.AD_HOC:
        return ["Hãy chọn một đợt khen thưởng của phong trào."]
    return []


def outside_audience(nomination: Nomination) -> list[str]:
    """Say, with the plan's clause, that the nominee is outside the audience: nobody outside is nominated (DT-02)."""
    plan, subject = nomination.plan, nomination.subject
    person = nomination.person
    home = nomination.collective or (person.unit if person else None) or nomination.unit
    if audience.covers(plan, subject, home.kind, home.name, person.category if person else ""):
        return []
    clauses = dict.fromkeys(group.clause for group in plan.audience if group.subject == subject and group.clause)
    source = f" (mục {', '.join(clauses)})" if clauses else ""
    who = nomination.nominee if subject == Subject.COLLECTIVE else f"{nomination.nominee}, {home}"
    check = checks.audience_check(False, who=who, source=source)
    return [f"{check.words.rstrip('.')}{source}."]


def problems(nomination: Nomination, action: str, at: datetime) -> list[str]:
    """Say what stands against an act beyond the dossier's own rows: the campaign, the audience, eligibility."""
    if not is_underway(nomination.campaign):
        return [NOT_UNDERWAY]
    if action not in HAND_IN:
        return []
    lacking = eligibility.problems(nomination, action, at)
    outcome = eligibility.read(nomination, at=at).outcome
    if outcome and outcome.state == UNMET and not nomination.explanation.strip():
        lacking.append("Còn tiêu chuẩn chưa đạt: hãy ghi giải trình của đơn vị.")
    return lacking


def offers_for(nomination: Nomination, actor: Actor, at: datetime) -> list[Offer]:
    """Return the moves that the actor may make, each with everything that stands against it."""
    return [
        Offer(offer.move, (*offer.blockers, *problems(nomination, offer.move.action, at)))
        for offer in offers(nomination, actor)
    ]


def _hand_in(nomination: Nomination, action: str, *, by: Actor, at: datetime, revision: int | None) -> None:
    """Hand a dossier in: moment, lateness and words are fixed, the first time the rules of that day too (L-01)."""
    stored = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    for name in AS_STORED:
        setattr(nomination, name, getattr(stored, name))
    move = _lawful(nomination, action, by)
    if not may_make(move, nomination, by):
        raise PermissionDenied
    if revision not in (None, nomination.revision):
        raise SavedMeanwhile("hồ sơ", nomination.saved_by, nomination.saved_at)
    if found := [*blockers(move, nomination), *problems(nomination, action, at)]:
        raise ValidationError(found)
    returned = nomination.status == Nomination.Status.RETURNED
    late = punctuality.stays_late(
        late_now=not returned and comes_late(nomination, at), was_returned=returned, was_late=nomination.late
    )
    facts = {"submitted_at": at, "submitted_by": by.name, "late": late}
    if not returned:
        on, version = timezone.localdate(at), nomination.campaign.version_in_force
        facts |= {"received_on": on, "plan_version": version, "rules_kept": rules_on(on, commune=nomination.commune)}
    number = (nomination.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    NominationVersion.objects.create(
        nomination=nomination, number=number, content=frozen(nomination), submitted_at=at, submitted_by=by.name,
        change_note=nomination.change_note if returned else "",
    )  # fmt: skip
    act(
        nomination, action, by=by, at=at, note={"late": late, "version": number},
        where={"revision": nomination.revision}, **facts,
    )  # fmt: skip
    _forget_plan(nomination)
    eligibility.run(nomination, "submission", by=by, at=at)


def _forget_plan(nomination: Nomination) -> None:
    """Read the plan anew after the version by which the dossier is judged has changed."""
    for name in ("plan", "plan_round"):
        nomination.__dict__.pop(name, None)


@transaction.atomic
def submit(nomination: Nomination, *, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Hand a unit's dossier in; with a revision, only if nobody changed it since that was read."""
    _hand_in(nomination, "submit", by=by, at=at, revision=revision)


@transaction.atomic
def enter(nomination: Nomination, *, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Hand a dossier in that the agency made for a deed, or typed from a unit's paper whose scan is attached."""
    _hand_in(nomination, "enter", by=by, at=at, revision=revision)


@transaction.atomic
def resubmit(nomination: Nomination, *, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Hand a returned dossier in again, saying what was mended; the day it was received stays the first (L-01)."""
    _hand_in(nomination, "resubmit", by=by, at=at, revision=revision)


@transaction.atomic
def recall(nomination: Nomination, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Take a dossier back that nobody appraises yet; it is received anew when it comes again."""
    _act(
        nomination, "recall", by=by, at=at, reason=reason, received_on=None, plan_version=None, rules_kept={},
        change_note="", return_reason="", return_items=[], return_due_on=None,
    )  # fmt: skip
    _forget_plan(nomination)


@transaction.atomic
def withdraw(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a nomination up before the council votes: it leaves the agenda, its initiatives are free again (L-08)."""
    _act(nomination, "withdraw", by=by, at=at, reason=reason)
    for item in nomination.agenda_items.filter(result="").select_related("session"):
        item.result, item.result_reason = "taken_off", TAKEN_BACK
        item.save(update_fields=["result", "result_reason"])
        history.record(
            "session.take_off", item.session, by=by, at=at, reason=TAKEN_BACK,
            label=f"Đưa ra khỏi chương trình: {nomination}"[:160],
        )  # fmt: skip
    nomination.initiatives.update(used_in=None)


@transaction.atomic
def appeal(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Ask that a dossier found ineligible be looked at again; the verdicts given so far no longer count."""
    _act(nomination, "appeal", by=by, at=at, reason=reason)
    appraisals.set_aside(nomination, Appraisal.Ended.APPEALED, at=at)


def _act(nomination: Nomination, action: str, *, by: Actor, reason: str = "", **given) -> None:
    """Make a move on a nomination of a campaign that is underway."""
    ensure_underway(nomination.campaign)
    if not nomination.announced() and not by.may(Can.SEE_UNANNOUNCED):
        _refuse_alike(nomination, action, by, reason)
    _lawful(nomination, action, by)
    act(nomination, action, by=by, reason=reason, **given)


def _refuse_alike(nomination: Nomination, action: str, by: Actor, reason: str) -> None:
    """Refuse in the same words whatever the council does with a dossier, so that no vote or result is told of."""
    [move, *_] = [each for each in Nomination.flow.moves if each.action == action]
    if not may_make(move, nomination, by):
        raise PermissionDenied
    if move.needs_reason and not reason.strip():
        raise ValidationError(f"{move.label}: hãy ghi rõ lý do.")
    if nomination.status in move.sources and blockers(move, nomination):
        raise _unlawful(nomination, action, by)


def _lawful(nomination: Nomination, action: str, by: Actor) -> Move:
    """Return the move of an action; a refusal names the status as the actor may know it."""
    move = Nomination.flow.find(nomination.status, action)
    if move is None:
        raise _unlawful(nomination, action, by)
    return move


def _unlawful(nomination: Nomination, action: str, by: Actor) -> Unlawful:
    """Return the refusal of an act that the status does not allow."""
    label = next(each.label for each in Nomination.flow.moves if each.action == action)
    shown, _ = nomination.shown_status(by)
    return Unlawful(f"{label}: không thực hiện được khi hồ sơ đang ở trạng thái “{shown}”.")
