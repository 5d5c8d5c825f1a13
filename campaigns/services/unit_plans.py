"""A unit's own plan for a campaign, from the first word to its adoption (DS-14, VT-01)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from campaigns.models import Campaign, UnitPlan
from campaigns.services import evidence
from campaigns.services.field_work import ensure_takes_part, ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Unit
from communes.services import registers
from kit.saving import SavedMeanwhile

TEXTS = ("purpose", "audience", "measures", "assignment", "merged_with")


def has_own_plan(campaign: Campaign, unit: Unit) -> bool:
    """Say whether a unit has adopted a plan of its own for a campaign (HP-07)."""
    return UnitPlan.objects.filter(campaign=campaign, unit=unit, status=UnitPlan.Status.ADOPTED).exists()


@transaction.atomic
def start(campaign: Campaign, unit: Unit, *, by: Actor, at: datetime) -> UnitPlan:
    """Begin a unit's plan."""
    plan = UnitPlan(campaign=campaign, unit=unit, saved_at=at, saved_by=by.name)
    demand(Can.PLAN_UNIT, plan, by=by, own_unit=True)
    ensure_takes_part(campaign, unit)
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise ValidationError(f"{unit} đã có kế hoạch cho phong trào này.") from None
    history.record("unitplan.start", plan, by=by, at=at, label="Bắt đầu soạn kế hoạch", to_status=plan.status)
    return plan


@transaction.atomic
def save(plan: UnitPlan, *, revision: int, by: Actor, at: datetime, keep_line: bool = True, **texts: str) -> None:
    """Store the words of a drafted plan; raise SavedMeanwhile when somebody saved others since that revision.

    Saving by itself while somebody types keeps no line of history (`keep_line=False`).
    """
    demand(Can.PLAN_UNIT, plan, by=by, own_unit=True)
    ensure_underway(plan.campaign)
    if plan.status != UnitPlan.Status.DRAFT:
        raise ValidationError("Kế hoạch đã ban hành. Hãy mở lại để sửa trước khi ghi.")
    facts = {name: texts[name].strip() for name in TEXTS if name in texts}
    facts |= {"revision": revision + 1, "saved_at": at, "saved_by": by.name}
    rows = UnitPlan.objects.filter(pk=plan.pk, revision=revision, status=UnitPlan.Status.DRAFT)
    if not rows.update(**facts):
        plan.refresh_from_db(fields=["revision", "saved_by", "saved_at"])
        raise SavedMeanwhile("kế hoạch", plan.saved_by, plan.saved_at)
    for name, value in facts.items():
        setattr(plan, name, value)
    if keep_line:
        history.record("unitplan.save", plan, by=by, at=at, label="Lưu kế hoạch của đơn vị")


@transaction.atomic
def adopt(
    plan: UnitPlan,
    *,
    number: str,
    adopted_on: date,
    scan: UploadedFile | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Adopt a plan under the unit's own number and date, perhaps with a scan of the signed paper."""
    ensure_underway(plan.campaign)
    require_text(number=(number, "số, ký hiệu"))
    registers.ensure_not_ahead(adopted_on, at=at)
    if adopted_on > plan.campaign.ends_on:
        raise ValidationError("Ngày ban hành phải trong thời gian của phong trào.")
    attached = evidence.attach(plan, scan, is_scan=True, by=by, at=at) if scan else None
    try:
        act(
            plan, "adopt", by=by, at=at, note={"number": number.strip(), "adopted_on": adopted_on.isoformat()},
            number=number.strip(), adopted_on=adopted_on, adopted_by=by.name,
        )  # fmt: skip
    except (PermissionDenied, ValidationError):
        if attached:
            evidence.erase(attached.file.name)
        raise


@transaction.atomic
def revise(plan: UnitPlan, *, reason: str, by: Actor, at: datetime) -> None:
    """Open an adopted plan again; until it is adopted anew the unit has no plan in force."""
    ensure_underway(plan.campaign)
    act(plan, "revise", by=by, at=at, reason=reason)
