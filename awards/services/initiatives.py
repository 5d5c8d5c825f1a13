"""Initiatives: registered by units, recognised by the standing agency, each supporting one award (L-08)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from awards.models import Initiative, Nomination
from communes import history
from communes.access import Actor, Can
from communes.models import Person, Unit
from communes.services import changes
from kit.vietnamese import fold, nfc, vn_date

OVERTAKEN = "Người khác vừa sửa sáng kiến này. Hãy tải lại trang để xem tình trạng mới nhất."
Status = Initiative.Status


def may_write(initiative_unit: Unit | None, by: Actor) -> bool:
    """Say whether somebody may register and correct initiatives of a unit: the agency, or the unit itself."""
    if by.may(Can.KEEP_STANDING):
        return True
    return initiative_unit is not None and by.may_in_own_unit(Can.NOMINATE, initiative_unit.pk)


@transaction.atomic
def record_initiative(
    *,
    unit: Unit,
    title: str,
    applied_on: date,
    person: Person | None = None,
    effect: str = "",
    scope: str = Initiative.Scope.GRASSROOTS,
    by: Actor,
    at: datetime,
) -> Initiative:
    """Register an initiative of a unit or of one of its people; whether it counts is decided by its recognition."""
    if not may_write(unit, by):
        raise PermissionDenied
    if person and person.unit_id != unit.pk:
        raise ValidationError(f"{person} không thuộc {unit}.")
    row = Initiative(
        commune=by.commune, unit=unit, person=person, title=nfc(" ".join(title.split())), effect=effect.strip(),
        applied_on=applied_on, scope=scope, recorded_at=at, recorded_by=by.name,
    )  # fmt: skip
    row.folded = fold(row.title)
    row.full_clean()
    row.save()
    history.record("initiative.record", row, by=by, at=at, label="Đăng ký sáng kiến")
    return row


@transaction.atomic
def change_initiative(initiative: Initiative, *, by: Actor, at: datetime, **values) -> None:
    """Correct an initiative that was not yet decided on."""
    if not may_write(initiative.unit, by):
        raise PermissionDenied
    if initiative.status != Status.PROPOSED:
        raise ValidationError("Sáng kiến đã có kết luận; không sửa nội dung được nữa.")
    person = values.get("person", initiative.person)
    if person and person.unit_id != initiative.unit_id:
        raise ValidationError(f"{person} không thuộc {initiative.unit}.")
    if "title" in values:
        values["title"] = nfc(" ".join(values["title"].split()))
        initiative.folded = fold(values["title"])
    if changed := changes.apply(initiative, values):
        history.record("initiative.change", initiative, by=by, at=at, label="Sửa sáng kiến", changes=changed)


@transaction.atomic
def recognise(
    initiative: Initiative,
    *,
    recognised_by: str,
    decision_number: str,
    decision_on: date,
    scope: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Record that an initiative was recognised, by whom and by which decision; from then on it counts."""
    if not by.may(Can.KEEP_STANDING):
        raise PermissionDenied
    facts = {"recognised_by": recognised_by.strip(), "decision_number": decision_number.strip()}
    if not all(facts.values()):
        raise ValidationError("Hãy ghi nơi công nhận và số quyết định.")
    facts |= {"decision_on": decision_on, "scope": scope or initiative.scope}
    words = f"{facts['recognised_by']}, số {facts['decision_number']} ngày {vn_date(decision_on)}"
    _decide(initiative, (Status.PROPOSED, Status.REFUSED), Status.RECOGNISED, facts)
    history.record(
        "initiative.recognise", initiative, by=by, at=at, label="Công nhận sáng kiến", decision=words,
        to_status=Status.RECOGNISED,
    )  # fmt: skip


@transaction.atomic
def refuse_initiative(initiative: Initiative, *, reason: str, by: Actor, at: datetime) -> None:
    """Record that an initiative was not recognised, or that its recognition was taken back."""
    if not by.may(Can.KEEP_STANDING):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do không công nhận.")
    _decide(initiative, (Status.PROPOSED, Status.RECOGNISED), Status.REFUSED, {})
    history.record(
        "initiative.refuse", initiative, by=by, at=at, label="Không công nhận sáng kiến", reason=reason.strip(),
        to_status=Status.REFUSED,
    )  # fmt: skip


def _decide(initiative: Initiative, sources: tuple[str, ...], target: str, facts: dict) -> None:
    """Move the state of an initiative, once."""
    if initiative.status not in sources:
        raise ValidationError(f"Sáng kiến đang ở tình trạng “{initiative.get_status_display()}”.")
    moved = Initiative.objects.filter(pk=initiative.pk, status=initiative.status).update(status=target, **facts)
    if not moved:
        raise ValidationError(OVERTAKEN)
    initiative.refresh_from_db()


def blockers_to_claim(nomination: Nomination, initiative: Initiative) -> list[str]:
    """Say why a nomination cannot rest on an initiative: somebody else's, refused, or used already (L-08)."""
    lacking = []
    if not nomination.editable:
        lacking.append("Hồ sơ đã nộp; chỉ chọn sáng kiến khi đang soạn hoặc bị trả lại.")
    if not _belongs(nomination, initiative):
        lacking.append("Sáng kiến không phải của đối tượng được đề nghị.")
    if initiative.status == Status.REFUSED:
        lacking.append("Sáng kiến không được công nhận.")
    user = initiative.used_in
    if user and user.pk != nomination.pk and not user.known_to_be_out():
        lacking.append(
            f"Sáng kiến đã dùng cho hồ sơ đề nghị {user.get_award_display()} khác; một sáng kiến chỉ xét một lần khen."
        )
    return lacking


def _belongs(nomination: Nomination, initiative: Initiative) -> bool:
    """Say whether an initiative is the nominee's own: the person's, or one of the collective."""
    if nomination.person_id:
        return initiative.person_id == nomination.person_id
    return initiative.unit_id == nomination.collective_id


def claimable(nomination: Nomination):
    """Return the initiatives of the nominee, the latest first."""
    rows = Initiative.objects.select_related("used_in__campaign", "person", "unit", "commune").order_by(
        "-applied_on", "-pk"
    )
    if nomination.person_id:
        return rows.filter(person=nomination.person_id)
    return rows.filter(unit=nomination.collective_id)


def may_claim(nomination: Nomination, by: Actor) -> bool:
    """Say whether somebody chooses the initiatives of a nomination: its unit, or the agency for its own dossiers."""
    if nomination.by_agency:
        return by.may(Can.APPRAISE)
    return by.may_in_own_unit(Can.NOMINATE, nomination.unit_id)


@transaction.atomic
def claim_initiative(nomination: Nomination, initiative: Initiative, *, by: Actor, at: datetime) -> None:
    """Let a nomination rest on an initiative; of two that want it at once the second is refused."""
    if not may_claim(nomination, by):
        raise PermissionDenied
    if lacking := blockers_to_claim(nomination, initiative):
        raise ValidationError(lacking)
    if initiative.used_in_id == nomination.pk:
        return
    free = Initiative.objects.filter(pk=initiative.pk, used_in=initiative.used_in_id)
    if not free.update(used_in=nomination):
        raise ValidationError(OVERTAKEN)
    initiative.used_in = nomination
    history.record(
        "nomination.claim_initiative", nomination, by=by, at=at, label="Chọn sáng kiến cho hồ sơ",
        initiative=initiative.title,
    )  # fmt: skip


@transaction.atomic
def release_initiative(nomination: Nomination, initiative: Initiative, *, by: Actor, at: datetime) -> None:
    """Let go of an initiative on which a nomination rested."""
    if not may_claim(nomination, by):
        raise PermissionDenied
    if not nomination.editable:
        raise ValidationError("Hồ sơ đã nộp; chỉ bỏ sáng kiến khi đang soạn hoặc bị trả lại.")
    if not Initiative.objects.filter(pk=initiative.pk, used_in=nomination).update(used_in=None):
        raise ValidationError("Hồ sơ này không dùng sáng kiến đã chọn.")
    initiative.used_in = None
    history.record(
        "nomination.release_initiative", nomination, by=by, at=at, label="Bỏ sáng kiến khỏi hồ sơ",
        initiative=initiative.title,
    )  # fmt: skip
