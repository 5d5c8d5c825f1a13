"""What units say at the start they, or their people, will strive for."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Campaign, Registration
from campaigns.planfile.words import Subject
from campaigns.rules import audience
from campaigns.services.field_work import ensure_takes_part, ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Person, Unit


@transaction.atomic
def register(
    campaign: Campaign, unit: Unit, *, aim: str, person: Person | None = None, by: Actor, at: datetime
) -> Registration:
    """Register an aim of a unit as a whole, or of one of its people."""
    subject = Subject.INDIVIDUAL if person else Subject.COLLECTIVE
    registration = Registration(
        campaign=campaign, unit=unit, subject=subject, person=person, aim=aim.strip(), registered_by=by.name,
        registered_at=at,
    )  # fmt: skip
    demand(Can.PLAN_UNIT, registration, by=by, own_unit=True)
    ensure_takes_part(campaign, unit)
    require_text(aim=(aim, "danh hiệu, mức phấn đấu"))
    if person:
        _ensure_may_strive(campaign, unit, person)
    same = Registration.objects.filter(campaign=campaign, unit=unit, person=person, aim__iexact=aim.strip())
    if same.filter(withdrawn_at=None).exists():
        raise ValidationError("Đã có đăng ký này.")
    registration.save()
    history.record("registration.register", registration, by=by, at=at, label="Đăng ký thi đua")
    return registration


def _ensure_may_strive(campaign: Campaign, unit: Unit, person: Person) -> None:
    """Refuse people of other units, and those whom a plan that names individuals does not name (DT-02)."""
    if person.unit_id != unit.pk:
        raise ValidationError(f"{person} không thuộc {unit}.")
    plan = campaign.plan
    names_individuals = any(group.subject == Subject.INDIVIDUAL for group in plan.audience)
    covered = audience.covers(plan, Subject.INDIVIDUAL, unit.kind, unit.name, person.category)
    if names_individuals and not covered:
        raise ValidationError(f"{person} không thuộc đối tượng thi đua của kế hoạch.")


@transaction.atomic
def withdraw(registration: Registration, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a registration back; its row stays."""
    demand(Can.PLAN_UNIT, registration, by=by, own_unit=True)
    ensure_underway(registration.campaign)
    if not reason.strip():
        raise ValidationError("Rút đăng ký: hãy ghi rõ lý do.")
    if not Registration.objects.filter(pk=registration.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise ValidationError("Đăng ký này đã được rút.")
    registration.withdrawn_at = at
    history.record(
        "registration.withdraw", registration, by=by, at=at, label="Rút đăng ký thi đua", reason=reason.strip()
    )
