"""Minutes: every figure of a session kept, the words around them, two signatures, linked corrections (L-13)."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from awards.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Conflict,
    Minutes,
    Nomination,
    Seat,
    Session,
    WrittenOpinion,
)
from awards.rules import voting
from awards.services import presence, ranking
from awards.services.agenda import locked
from awards.services.minutes_words import (
    WITHOUT_SHEETS,
    conclusion_words,
    discussion_words,
    moment_words,
    opening_words,
    post_held,
    vote_words,
)
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import RegisteredNumber
from communes.services import registers
from kit.saving import SavedMeanwhile
from kit.vietnamese import begun_small, vn_date

SYMBOL = "BB-HĐTĐKT"
NUMBER = re.compile(r"0*([1-9]\d{0,5})(/.*)?")
TEXTS = ("paper_number", "opening", "discussion", "conclusion")
COUNTED = (Ballot.Status.CONFIRMED, Ballot.Status.ANNOUNCED)
Result = AgendaItem.Result


@transaction.atomic
def draft(session: Session, *, by: Actor, at: datetime) -> Minutes:
    """Draft the minutes of a session whose voting is over, out of its own records."""
    act(locked(session), "draft_minutes", by=by, at=at)
    kept = figures(session)
    return Minutes.objects.create(
        session=session,
        figures=kept,
        opening=opening_words(kept),
        discussion=discussion_words(kept),
        conclusion=conclusion_words(kept),
        secretary=by.person,
        saved_at=at,
        saved_by=by.name,
    )


@transaction.atomic
def save(minutes: Minutes, *, revision: int, by: Actor, at: datetime, **texts: str) -> int:
    """Save the words of unsigned minutes; return the new revision; raise SavedMeanwhile where somebody came between."""
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"Minutes have no {', '.join(sorted(unknown))}.")
    demand(Can.RUN_COUNCIL, minutes.session, by=by)
    open_rows = Minutes.objects.filter(pk=minutes.pk, secretary_signed_at=None, chair_signed_at=None)
    if not open_rows.filter(revision=revision).update(revision=revision + 1, saved_at=at, saved_by=by.name, **texts):
        stored = Minutes.objects.get(pk=minutes.pk)
        if stored.secretary_signed_at:
            raise ValidationError("Thư ký đã ký biên bản nên không sửa được; hãy bấm “Trả lại để sửa” trước.")
        raise SavedMeanwhile("biên bản", stored.saved_by, stored.saved_at)
    for name, value in {"revision": revision + 1, "saved_at": at, "saved_by": by.name, **texts}.items():
        setattr(minutes, name, value)
    return minutes.revision


def blockers_to_sign(minutes: Minutes, at: datetime) -> list[str]:
    """Say what the minutes lack before the secretary signs."""
    names = {"opening": "khai mạc, thành phần", "conclusion": "kết luận"}
    lacking = [f"Biên bản chưa ghi {words}." for name, words in names.items() if not getattr(minutes, name).strip()]
    lacking += _number_problems(minutes, at)
    if minutes.secretary_signed_at:
        lacking.append("Thư ký đã ký biên bản này.")
    return lacking


def _number_problems(minutes: Minutes, at: datetime) -> list[str]:
    """Say what is wrong with the number that the secretary wrote; where none was, the register gives the next one."""
    if minutes.locked or not minutes.paper_number.strip():
        return []
    found = NUMBER.fullmatch(minutes.paper_number.strip())
    if found is None:
        return ["Số biên bản phải bắt đầu bằng chữ số, ví dụ 15."]
    number, year = int(found[1]), timezone.localdate(at).year
    if RegisteredNumber.objects.filter(symbol=SYMBOL, year=year, number=number).exists():
        return [f"Số {number:02d}/{SYMBOL} năm {year} đã cấp cho văn bản khác."]
    return []


def _take_number(minutes: Minutes, *, by: Actor, at: datetime) -> str:
    """Give the minutes their number of the register: what the secretary wrote, else the next one (N-05)."""
    on = timezone.localdate(at)
    found = NUMBER.fullmatch(minutes.paper_number.strip())
    number = int(found[1]) if found else registers.next_number(SYMBOL, on.year)
    return str(registers.take(SYMBOL, number=number, dated=on, title=str(minutes), veiled=True, by=by, at=at))


@transaction.atomic
def sign_as_secretary(minutes: Minutes, *, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Sign the minutes as secretary; with a revision, only if nobody changed the words since that was read."""
    session = locked(minutes.session)
    demand(Can.RUN_COUNCIL, session, by=by)
    _ensure_being_drafted(session)
    if lacking := blockers_to_sign(minutes, at):
        raise ValidationError(lacking)
    rows = Minutes.objects.filter(pk=minutes.pk, secretary_signed_at=None)
    rows = rows if revision is None else rows.filter(revision=revision)
    if not rows.update(secretary=by.person, secretary_signed_at=at):
        stored = Minutes.objects.get(pk=minutes.pk)
        raise SavedMeanwhile("biên bản", stored.saved_by, stored.saved_at)
    minutes.secretary, minutes.secretary_signed_at = by.person, at
    history.record("minutes.sign_secretary", minutes, by=by, at=at, label="Thư ký ký biên bản")


def _ensure_being_drafted(session: Session) -> None:
    """Refuse signatures while the session's minutes are not being drafted."""
    if session.status != Session.Status.MINUTES_DRAFT:
        raise ValidationError(f"Phiên họp đang ở trạng thái “{session.get_status_display()}” nên không ký được.")


@transaction.atomic
def withdraw_signature(minutes: Minutes, *, reason: str, by: Actor, at: datetime) -> None:
    """Take the secretary's signature back before the chair signs, so that the words can be mended."""
    session = locked(minutes.session)
    if not by.may(Can.CHAIR_COUNCIL):
        demand(Can.RUN_COUNCIL, session, by=by)
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do trả lại biên bản để sửa.")
    rows = Minutes.objects.filter(pk=minutes.pk, chair_signed_at=None, secretary_signed_at__isnull=False)
    if not rows.update(secretary_signed_at=None):
        raise ValidationError("Biên bản chưa có chữ ký của thư ký hoặc đã được chủ trì ký.")
    minutes.secretary_signed_at = None
    history.record(
        "minutes.unsign", minutes, by=by, at=at, label="Rút chữ ký của thư ký để sửa biên bản", reason=reason.strip()
    )


def blockers_to_chair(minutes: Minutes, by: Actor) -> list[str]:
    """Say why somebody cannot sign as chair: who presided, or the council's chair; never the secretary as well."""
    session, person = minutes.session, by.person
    if person is not None and person.pk == minutes.secretary_id:
        return ["Người chủ trì và thư ký ký biên bản phải là hai người."]
    if session.chaired_by_id is None or person is None or session.chaired_by_id == person.pk:
        return []
    if session.presence.filter(role=Seat.Role.CHAIR, person=person).exists():
        return []
    return [f"Biên bản do người chủ trì phiên họp ký: {session.chaired_by}."]


@transaction.atomic
def sign_as_chair(minutes: Minutes, *, by: Actor, at: datetime) -> None:
    """Sign as chair: the minutes get their number, are locked, and the council's results can be acted upon (L-13)."""
    session = locked(minutes.session)
    move = Session.flow.lawful(session, "sign_minutes")
    if not by.may(move.who):
        raise PermissionDenied
    if against := blockers_to_chair(minutes, by):
        raise ValidationError(against)
    act(session, "sign_minutes", by=by, at=at, note={"minutes": minutes.number})
    rows = Minutes.objects.filter(pk=minutes.pk, chair_signed_at=None, secretary_signed_at__isnull=False)
    stored = rows.select_related("session").first()
    if stored is None:
        raise ValidationError("Thư ký chưa ký biên bản này.")
    given = {"chair": by.person, "chair_signed_at": at, "paper_number": _take_number(stored, by=by, at=at)}
    rows.update(**given)
    for name, value in given.items():
        setattr(minutes, name, value)


@transaction.atomic
def correct(minutes: Minutes, *, reason: str, by: Actor, at: datetime) -> Minutes:
    """Begin minutes that correct signed ones and name them; the signed ones and the figures stay as they are."""
    session = locked(minutes.session)
    newest = session.minutes.order_by("-number").first()
    act(session, "correct_minutes", by=by, at=at, reason=reason, note={"corrects": newest.number})
    return Minutes.objects.create(
        session=session,
        number=newest.number + 1,
        corrects=newest,
        correction_reason=reason.strip(),
        figures=newest.figures,
        secretary=by.person,
        saved_at=at,
        saved_by=by.name,
        **{name: getattr(newest, name) for name in TEXTS if name != "paper_number"},
    )


def figures(session: Session) -> dict:
    """Return every figure that the minutes of a session name, in plain values and finished words (L-13)."""
    rows = list(session.presence.select_related("person").order_by("pk"))
    written = _written(session)
    agenda = list(
        session.agenda.order_by("position", "pk").select_related(
            "nomination__unit", "nomination__person__unit", "nomination__collective", "nomination__campaign",
            "nomination__round",
        )
    )  # fmt: skip
    over = _left_over(agenda, timezone.localdate(session.ended_at))
    items = [_item(item, written.get(item.pk, []), over.get(item.nomination_id)) for item in agenda]
    part, needed, total = presence.taking_part(session)
    consulted = session.mode == Session.Mode.WRITTEN
    roster = _answers(session, rows) if consulted else [_member(row) for row in rows]
    states = [each["state"] for each in roster if each["votes"]]
    return {
        "council": session.council.name,
        "committee": session.council.commune.committee,
        "founded_by": f"Quyết định số {session.council.decision_number} ngày {vn_date(session.council.decision_on)}",
        "title": session.title,
        "mode": session.mode,
        "place": session.place,
        "opened": moment_words(session.opened_at),
        "other_day": session.other_day(session.opened_at),
        "ended": moment_words(session.ended_at),
        "chair": _person(rows, session.chaired_by_id),
        "secretary": next((_member(row) for row in rows if row.role == Seat.Role.SECRETARY), None),
        "guests": [line.strip() for line in session.guests.splitlines() if line.strip()],
        "members": {
            "all": len(rows),
            "total": total,
            "needed": needed,
            "taking_part": part,
            "present": states.count(Attendance.State.PRESENT),
            "absent": len(states) - states.count(Attendance.State.PRESENT),
            "written": states.count(Attendance.State.WRITTEN),
            "words": presence.quorum_words(session),
        },
        "presence": roster,
        "sittings": session.sittings,
        "items": items,
        "voided": [
            {"number": each.number, "method": each.get_method_display(), "reason": each.void_reason}
            for each in session.ballots.filter(status=Ballot.Status.VOIDED).order_by("number")
        ],
        "results": {str(value): sum(each["result"] == value for each in items) for value in Result.values},
    }


def _member(row: Attendance) -> dict:
    """Return one line of the roster."""
    return {
        "name": str(row.person),
        "position": post_held(row.position, row.get_role_display()),
        "role": row.get_role_display(),
        "votes": row.votes,
        "state": row.state,
        "words": row.get_state_display(),
        "reason": row.reason,
    }


def _answers(session: Session, rows: Iterable[Attendance]) -> list[dict]:
    """Return the roster of a consultation in writing: who answered, who was not asked, who stood aside, who did not."""
    answered, aside, state = presence.who_answered(session), presence.aside_throughout(session), Attendance.State
    said = {"state": state.WRITTEN.value, "words": "Đã gửi ý kiến"}
    unasked = {"state": state.EXPECTED.value, "words": "Không biểu quyết"}
    out = {"state": state.EXPECTED.value, "words": "Không biểu quyết tất cả hồ sơ"}
    silent = {"state": state.ABSENT.value, "words": "Không gửi ý kiến"}

    def told(row: Attendance) -> dict:
        if row.person_id in answered:
            return said
        return unasked if not row.votes else out if row.person_id in aside else silent

    return [_member(row) | told(row) for row in rows]


def _person(rows: Iterable[Attendance], person_id: int | None) -> dict | None:
    """Return the roster's line of a person."""
    return next((_member(row) for row in rows if row.person_id == person_id), None)


def _written(session: Session) -> dict[int, list[WrittenOpinion]]:
    """Return, by item, the opinions sent in writing that count (L-06)."""
    rows = WrittenOpinion.objects.filter(item__session=session).counting().select_related("person")
    found: dict[int, list[WrittenOpinion]] = {}
    for each in rows.order_by("person__sort_key", "pk"):
        found.setdefault(each.item_id, []).append(each)
    return found


def _item(item: AgendaItem, written: list[WrittenOpinion], over: dict | None) -> dict:
    """Return what the minutes say of one nominee: the vote with its base, or why there was none."""
    nomination, vote = item.nomination, _vote(item)
    conflicts = Conflict.objects.filter(item=item).select_related("person").order_by("pk")
    return {
        "position": item.position,
        "nomination": nomination.pk,
        "nominee": nomination.nominee,
        "nominee_place": nomination.nominee_place,
        "subject": nomination.subject,
        "award": nomination.get_award_display(),
        "decided_here": nomination.decided_here,
        "unit": str(nomination.unit),
        "campaign": nomination.campaign.name,
        "result": item.result,
        "result_words": item.get_result_display(),
        "reason": item.result_reason,
        "reserve": nomination.rank if nomination.status == Nomination.Status.RESERVE else None,
        "discussion": item.discussion,
        "written_by": [str(each.person) for each in written],
        "opinions": [
            {
                "name": str(each.person),
                "text": "" if vote and vote["secret"] else each.text.strip(),
                "choice": _told_choice(each, vote),
            }
            for each in written
            if each.text.strip()
        ],
        "written": [{"name": str(each.person), "choice": _told_choice(each, vote)} for each in written],
        "conflicts": [
            {
                "name": str(each.person),
                "kind": each.get_kind_display(),
                "abstains": each.abstains,
                "words": each.words,
            }
            for each in conflicts
        ],
        "over": over,
        "vote": vote,
    }


def _told_choice(opinion: WrittenOpinion, vote: dict | None) -> str:
    """Return what an opinion in writing said, in words; nothing of it where the vote is secret or there was none."""
    return begun_small(opinion.get_choice_display()) if vote and not vote["secret"] else ""


def _left_over(items: Iterable[AgendaItem], on: date) -> dict[int, dict]:
    """Return, by nomination, the recommended of each pool that outnumber the plan's places and are in no order yet.

    Who is within the number and who in reserve is told by the ranking alone (KP-04).
    """
    results = {each.nomination_id: each.result for each in items}
    adopted = [each.nomination for each in items if each.result == Result.RECOMMENDED and each.nomination.round_id]
    found: dict[int, dict] = {}
    for about in {(each.round_id, each.quota_key): each for each in adopted}.values():
        quota = ranking.quota_of(about.campaign, about.round, about.quota_key)
        for pool in ranking.standing(about.campaign, about.round, quota, on=on).pools if quota else ():
            if pool.places is None or pool.settled:
                continue
            for here in (True, False):
                rows = [each for each in pool.nominations.values() if each.decided_here == here]
                same = [each.pk for each in rows if results.get(each.pk, Result.RECOMMENDED) == Result.RECOMMENDED]
                if len(same) > pool.places:
                    told = {
                        "of": [about.campaign.name, str(about.round), about.quota_key, here],
                        "pool": pool.title,
                        "recommended": len(same),
                        "places": pool.places,
                    }
                    found |= dict.fromkeys(same, told)
    return found


def _vote(item: AgendaItem) -> dict | None:
    """Return the totals of the confirmed ballot on an item."""
    found = item.ballot_items.filter(ballot__status__in=COUNTED).select_related("ballot").order_by("-pk").first()
    if found is None:
        return None
    share = voting.percent_words(Fraction(found.votes_for, found.base)) if found.base else ""
    split = () if found.ballot.secret else ("written_for", "written_against", "written_blank")
    return {
        "ballot": found.ballot.number,
        "method": found.ballot.get_method_display(),
        "for": found.votes_for,
        "against": found.votes_against,
        "blank": found.votes_blank,
        "invalid": found.votes_invalid,
        **{name: getattr(found, name) for name in split},
        "base": found.base,
        "needed": found.needed,
        "share": share,
        "adopted": found.adopted,
        "secret": found.ballot.secret,
        "sheets": found.ballot.method not in WITHOUT_SHEETS,
        "words": vote_words(found, share),
        "rule": {key: found.rule.get(key) for key in ("threshold", "strict", "denominator", "source", "confirmed")},
    }
