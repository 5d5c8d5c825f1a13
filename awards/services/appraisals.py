"""Appraisal: taken, judged criterion by criterion, concluded, confirmed; earlier appraisals are kept, never reused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from awards.models import Appraisal, Decision, Judgement, Nomination, Verdict
from awards.services import eligibility
from awards.services.appraisers import colleagues, of_own_unit, problems_to_appraise
from awards.services.eligibility import Reading
from awards.services.judgements import AT_MOST, Judged, differing, judged_texts
from campaigns.planfile.words import Part
from campaigns.rules.results import MET, UNKNOWN
from communes import history
from communes.access import Actor, Can
from communes.acting import Offer, act, blockers, demand, may_make
from communes.models import Person
from kit.forms import clean_text
from kit.workflow import OVERTAKEN, Move, Overtaken

ACTIONS = ("take", "return", "find_eligible", "find_ineligible", "reappraise")
CONFIRMS = {"find_eligible": Appraisal.Conclusion.ELIGIBLE, "find_ineligible": Appraisal.Conclusion.INELIGIBLE}
VERDICT_LIMIT = Nomination._meta.get_field("verdict").max_length


@dataclass(frozen=True, slots=True)
class Known:
    """What a page of a dossier has read: the live appraisals, and the reading with all judgements in it."""

    live: list[Appraisal]
    reading: Reading


def _problems_to_confirm(
    nomination: Nomination, action: str, by: Actor, at: datetime, known: Known | None
) -> list[str]:
    """Say why verdicts cannot be confirmed: only one's own, not unanimous on a criterion, or against the records."""
    rows = nomination.appraisals.live().select_related("appraiser").order_by("order")
    live = known.live if known else list(rows)
    problems = []
    if by.person and [each.appraiser_id for each in live] == [by.person.pk]:
        others = colleagues(nomination, Can.CONFIRM_APPRAISAL, besides=by.person, on=timezone.localdate(at))
        if names := ", ".join(each.full_name for each in others):
            problems.append(f"Người thẩm định duy nhất không tự xác nhận; người xác nhận được: {names}.")
    said = nomination.judgements.filter(appraisal__in=live)
    if names := ", ".join(f"“{each.text}”" for each in differing(nomination, live, said)):
        problems.append(f"Hai người thẩm định đánh giá khác nhau: {names}; hãy thống nhất trước khi xác nhận.")
        return problems
    found = known.reading if known else eligibility.read(nomination, at=at, appraisal=live[0])
    return problems + _against_records(CONFIRMS[action], found)


def _against_records(verdict: str, reading: Reading) -> list[str]:
    """Say why a conclusion contradicts the criteria and conditions as they stand now."""
    found = reading.verdict
    if verdict == Appraisal.Conclusion.ELIGIBLE and found.state != MET:
        return [f"Không kết luận “đủ điều kiện” được. {found.sentence}"]
    if verdict == Appraisal.Conclusion.INELIGIBLE and found.state == MET:
        return ["Mọi tiêu chuẩn, điều kiện đều đạt: hãy đánh giá “Không đạt” ở tiêu chuẩn làm căn cứ."]
    return []


def problems(nomination: Nomination, action: str, *, by: Actor, at: datetime, known: Known | None = None) -> list[str]:
    """Say why an act of appraisal cannot happen yet, as far as other records than the nomination's own tell.

    A page says what is `known` to it already.
    """
    if action == "take":
        return problems_to_appraise(nomination, by.person, at)
    if action in CONFIRMS:
        return _problems_to_confirm(nomination, action, by, at, known)
    drafts = nomination.lines.filter(decision__status__in=Decision.IN_THE_MAKING)
    if action == "reappraise" and drafts.exists():
        return ["Hồ sơ có tên trong dự thảo quyết định; hãy đưa ra khỏi dự thảo trước."]
    return []


def _against(move: Move, nomination: Nomination, *, by: Actor, at: datetime, known: Known | None = None) -> list[str]:
    """Say everything against a move; a confirmation is looked into only once every appraiser has concluded."""
    found = blockers(move, nomination)
    if found and move.action in CONFIRMS:
        return found
    return [*found, *problems(nomination, move.action, by=by, at=at, known=known)]


def offers_for(nomination: Nomination, actor: Actor, at: datetime, *, known: Known) -> list[Offer]:
    """Return the acts of appraisal that the actor may do now, each with every reason against it.

    Of the two confirmations the one that the verdicts suggest; none before the first verdict.
    """
    actions = [each for each in ACTIONS if each not in CONFIRMS or each == confirmation(known.live)]
    return [
        Offer(move, tuple(_against(move, nomination, by=actor, at=at, known=known)))
        for move in Nomination.flow.moves_from(nomination.status)
        if move.action in actions and may_make(move, nomination, actor)
    ]


def confirmation(live: Sequence[Appraisal]) -> str:
    """Return the action that confirms what appraisers concluded; nothing before the first of them did."""
    found = {each.verdict for each in live} - {""}
    if not found:
        return ""
    return "find_ineligible" if found == {Appraisal.Conclusion.INELIGIBLE} else "find_eligible"


def _admit(nomination: Nomination, action: str, by: Actor) -> None:
    """Refuse an act that the table does not know from here, or not for this actor."""
    if not may_make(Nomination.flow.lawful(nomination, action), nomination, by):
        raise PermissionDenied


def _refuse_for(reasons: Sequence[str]) -> None:
    """Raise every reason against."""
    if reasons:
        raise ValidationError(list(reasons))


def _hold(nomination: Nomination) -> None:
    """Hold a dossier under appraisal until the transaction ends, so that nobody concludes on words that change."""
    rows = Nomination.objects.filter(pk=nomination.pk, status=Nomination.Status.UNDER_APPRAISAL)
    if not rows.update(verdict=F("verdict")):
        raise Overtaken(OVERTAKEN)


@transaction.atomic
def take(nomination: Nomination, *, by: Actor, at: datetime) -> Appraisal:
    """Take a dossier from the queue; the unit that the plan names appraises (HP-08)."""
    _admit(nomination, "take", by)
    _refuse_for(problems(nomination, "take", by=by, at=at))
    act(nomination, "take", by=by, at=at)
    return _begin(nomination, by.person, at)


@transaction.atomic
def take_up(nomination: Nomination, *, by: Actor, at: datetime) -> Appraisal:
    """Take a dossier that is under appraisal without an appraiser: after an appeal, or when somebody gave it back."""
    demand(Can.APPRAISE, nomination, by=by, part=Part.APPRAISES)
    _refuse_for(problems_to_appraise(nomination, by.person, at))
    _hold(nomination)
    if nomination.appraisals.live().exists():
        raise Overtaken("Hồ sơ đã có người thẩm định.")
    history.record("nomination.take_up", nomination, by=by, at=at, label="Nhận hồ sơ để thẩm định")
    return _begin(nomination, by.person, at)


def _begin(nomination: Nomination, person: Person, at: datetime) -> Appraisal:
    """Begin an appraisal; whoever appraised the dossier before it was returned goes on from the own judgements."""
    taken = set(nomination.appraisals.live().values_list("order", flat=True))
    order = next(number for number in range(1, AT_MOST + 2) if number not in taken)
    if order > AT_MOST:
        raise ValidationError("Hồ sơ đã có hai người thẩm định.")
    own_unit = of_own_unit(nomination, person, timezone.localdate(at))
    try:
        with transaction.atomic():
            appraisal = Appraisal.objects.create(
                nomination=nomination, order=order, appraiser=person, own_unit=own_unit, began_at=at
            )
    except IntegrityError:
        raise Overtaken(OVERTAKEN) from None
    before = nomination.appraisals.filter(appraiser=person).exclude(pk=appraisal.pk).order_by("-pk").first()
    if before and before.set_aside_for in (Appraisal.Ended.RETURNED, Appraisal.Ended.RELEASED):
        for each in before.judgements.all():
            each.pk, each.appraisal = None, appraisal
            each.save(force_insert=True)
    return appraisal


def why_no_second(nomination: Nomination, by: Actor) -> str:
    """Say why no second appraiser can be asked now, and what comes first; nothing where one can be asked."""
    status, count = nomination.status, nomination.appraisals.live().count()
    if status in (Nomination.Status.SUBMITTED, Nomination.Status.UNDER_APPRAISAL) and not count:
        return "Chưa có người nhận thẩm định hồ sơ. Hãy nhận thẩm định trước, rồi mời người thẩm định thứ hai."
    if status != Nomination.Status.UNDER_APPRAISAL:
        label, _ = nomination.shown_status(by)
        return f"Hồ sơ đang ở trạng thái “{label}”. Chỉ mời người thẩm định thứ hai khi hồ sơ đang được thẩm định."
    return "Hồ sơ đã có hai người thẩm định." if count >= AT_MOST else ""


@transaction.atomic
def ask_second(nomination: Nomination, person: Person, *, by: Actor, at: datetime) -> Appraisal:
    """Ask a second appraiser, who gives a verdict before seeing the first."""
    demand(Can.APPRAISE, nomination, by=by, part=Part.APPRAISES)
    on = timezone.localdate(at)
    if not colleagues(nomination, Can.APPRAISE, besides=None, on=on).filter(pk=person.pk).exists():
        raise ValidationError(f"{person.full_name} không được giao thẩm định trong phong trào này.")
    if why := why_no_second(nomination, by):
        raise ValidationError(why)
    _hold(nomination)
    if nomination.appraisals.live().filter(appraiser=person).exists():
        raise ValidationError(f"{person.full_name} đang thẩm định hồ sơ này.")
    _refuse_for(problems_to_appraise(nomination, person, at))
    appraisal = _begin(nomination, person, at)
    label = f"Mời người thẩm định thứ hai: {person.full_name}"[:160]
    history.record("nomination.ask_second", nomination, by=by, at=at, label=label)
    return appraisal


@transaction.atomic
def release(appraisal: Appraisal, *, by: Actor, at: datetime) -> None:
    """Give an unfinished appraisal back to the queue: by the appraiser, or by who confirms appraisals."""
    nomination = appraisal.nomination
    own = by.person is not None and appraisal.appraiser_id == by.person.pk
    demand(Can.APPRAISE if own else Can.CONFIRM_APPRAISAL, nomination, by=by, part=Part.APPRAISES)
    _hold(nomination)
    rows = nomination.appraisals.live().filter(pk=appraisal.pk, verdict="")
    if not rows.update(set_aside_at=at, set_aside_for=Appraisal.Ended.RELEASED):
        raise ValidationError("Người thẩm định đã cho kết luận hoặc đã thôi thẩm định hồ sơ này.")
    label = f"Thôi thẩm định: {appraisal.appraiser.full_name}"[:160]
    history.record("nomination.release", nomination, by=by, at=at, label=label)


def _ensure_own(appraisal: Appraisal, by: Actor) -> None:
    """Refuse everybody but the appraiser, and work on an appraisal that is no longer used."""
    demand(Can.APPRAISE, appraisal.nomination, by=by, part=Part.APPRAISES)
    if by.person is None or appraisal.appraiser_id != by.person.pk:
        raise PermissionDenied
    _hold(appraisal.nomination)
    if not Appraisal.objects.live().filter(pk=appraisal.pk).exists():
        raise ValidationError("Lần thẩm định này không còn dùng; hãy tải lại trang.")


def _all_concluded(nomination: Nomination) -> bool:
    """Say whether two appraisers have both concluded: from then on nobody is to be kept from knowing."""
    live = nomination.appraisals.live()
    return live.count() == AT_MOST and not live.filter(verdict="").exists()


def _record(appraisal: Appraisal, label: str, changes: list, *, by: Actor, at: datetime) -> None:
    """Write the line of history: what was changed is told only when nobody has still to conclude."""
    told = {"changes": changes} if changes and _all_concluded(appraisal.nomination) else {}
    history.record("nomination.appraise", appraisal.nomination, by=by, at=at, label=label, **told)


@transaction.atomic
def judge(appraisal: Appraisal, verdicts: Mapping[str, Judged], *, by: Actor, at: datetime) -> None:
    """Store what an appraiser says of the judged criteria, by path: (verdict, note)."""
    _ensure_own(appraisal, by)
    texts = judged_texts(appraisal.nomination)
    if not set(verdicts) <= set(texts):
        raise ValidationError("Kế hoạch không có tiêu chuẩn này để nhận định. Hãy tải lại trang.")
    if not {verdict for verdict, _ in verdicts.values()} <= set(Verdict.values):
        raise ValidationError("Chọn “Đạt”, “Không đạt” hoặc “Chưa rõ”.")
    present = {each.path: each for each in appraisal.judgements.all()}
    changes = []
    for path, (verdict, note) in verdicts.items():
        said = (verdict, clean_text(note).strip())
        old = present.get(path)
        before = (old.verdict, old.note) if old else (UNKNOWN, "")
        if before == said:
            continue
        Judgement.objects.update_or_create(
            nomination=appraisal.nomination, appraisal=appraisal, path=path,
            defaults={"verdict": said[0], "note": said[1], "by": by.name, "at": at},
        )  # fmt: skip
        changes.append([texts[path][0], _said(before), _said(said)])
    if changes:
        _record(appraisal, "Ghi đánh giá tiêu chuẩn", changes, by=by, at=at)


def _said(judged: Judged) -> str:
    """Write a judgement with its note."""
    label = Verdict(judged[0]).label
    return f"{label}: {judged[1]}" if judged[1] else label


@transaction.atomic
def give(appraisal: Appraisal, verdict: str, *, note: str = "", by: Actor, at: datetime) -> None:
    """Conclude on the whole dossier; until the confirmation an appraiser may conclude anew."""
    _ensure_own(appraisal, by)
    verdict, note = Appraisal.Conclusion(verdict), clean_text(note).strip()
    nomination = appraisal.nomination
    texts = judged_texts(nomination)
    lacking = [
        f"Ghi căn cứ vì sao không đạt: “{texts[each.path][0]}”."
        for each in appraisal.judgements.filter(verdict=Verdict.UNMET, note="")
        if each.path in texts
    ]
    if verdict == Appraisal.Conclusion.INELIGIBLE and not note:
        lacking.append("Kết luận không đủ điều kiện phải ghi nhận xét.")
    _refuse_for(lacking + _against_records(verdict, eligibility.read(nomination, at=at, appraisal=appraisal)))
    before = appraisal.get_verdict_display() if appraisal.verdict else ""
    label = "Sửa kết luận thẩm định" if before else "Cho kết luận thẩm định"
    changes = [["Kết luận", before, str(verdict.label)]] if before and appraisal.verdict != verdict else []
    _record(appraisal, label, changes, by=by, at=at)
    appraisal.verdict, appraisal.note, appraisal.given_at = verdict, note, at
    appraisal.save(update_fields=["verdict", "note", "given_at"])


@transaction.atomic
def write(
    nomination: Nomination,
    verdicts: Mapping[str, Judged],
    *,
    conclusion: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> Appraisal:
    """Store what an appraiser says of a dossier, taking it first where nobody has; a refusal changes nothing."""
    mine = nomination.appraisals.live().filter(appraiser=by.person).first()
    if mine is None:
        start = take if nomination.status == Nomination.Status.SUBMITTED else take_up
        mine = start(nomination, by=by, at=at)
    judge(mine, verdicts, by=by, at=at)
    if conclusion:
        give(mine, conclusion, note=note, by=by, at=at)
    return mine


@transaction.atomic
def confirm(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    """Confirm what the appraisers found: the dossier is eligible or not, and the unit reads the sentence that says why.

    The only appraiser does not confirm where somebody else may; where nobody may, the appraisal note says so.
    """
    action = confirmation(nomination.appraisals.live()) or "find_eligible"
    _admit(nomination, action, by)
    _hold(nomination)
    _refuse_for(_against(Nomination.flow.lawful(nomination, action), nomination, by=by, at=at))
    live = list(nomination.appraisals.live().select_related("appraiser").order_by("order"))
    alone = by.person is not None and [each.appraiser_id for each in live] == [by.person.pk]
    kept = eligibility.run(nomination, "appraisal", by=by, at=at)
    told = nomination.verdict
    if action == "find_ineligible" and kept.state == UNKNOWN:
        notes = "; ".join(dict.fromkeys(each.note.strip().rstrip(".") for each in live))
        told = f"Không đủ điều kiện: {notes}. {told}"[:VERDICT_LIMIT]
    note = {
        "verdicts": [f"{each.appraiser.full_name}: {each.get_verdict_display()}" for each in live],
        "alone": alone,
        "own_unit": [each.appraiser.full_name for each in live if each.own_unit],
    }
    act(nomination, action, by=by, at=at, note=note, verdict=told)
    nomination.appraisals.live().update(confirmed_at=at, confirmed_by=by.name, confirmed_alone=alone)


def set_aside(nomination: Nomination, why: str, *, at: datetime) -> None:
    """Put the appraisals of a round away: kept as they were, no longer counted."""
    nomination.appraisals.live().update(set_aside_at=at, set_aside_for=why)


@transaction.atomic
def return_(
    nomination: Nomination,
    *,
    reason: str,
    items: Sequence[str] = (),
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Send a dossier back to be completed: why, what, and by when."""
    _admit(nomination, "return", by)
    if due_on and due_on < timezone.localdate(at):
        raise ValidationError("Ngày phải bổ sung xong không được trước hôm nay.")
    asked = [clean_text(item).strip() for item in items if item.strip()]
    act(
        nomination, "return", by=by, at=at, reason=reason, note={"items": asked},
        return_reason=reason.strip(), return_items=asked, return_due_on=due_on,
    )  # fmt: skip
    set_aside(nomination, Appraisal.Ended.RETURNED, at=at)


@transaction.atomic
def reappraise(nomination: Nomination, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a dossier back into appraisal; what was found before is kept beside the new appraisal."""
    _admit(nomination, "reappraise", by)
    _refuse_for(problems(nomination, "reappraise", by=by, at=at))
    act(nomination, "reappraise", by=by, at=at, reason=reason, rank=None, rank_steps=[])
    set_aside(nomination, Appraisal.Ended.REAPPRAISED, at=at)
