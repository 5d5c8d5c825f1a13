"""Units that join or leave a campaign."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Participation
from campaigns.planfile.words import Part
from campaigns.services.projection import generate_obligations
from communes import history
from communes.access import Actor, Can
from communes.acting import demand
from communes.models import Unit


@transaction.atomic
def join(campaign: Campaign, unit: Unit, *, by: Actor, at: datetime) -> Participation:
    """Take a unit into a running campaign; it owes what is still to come."""
    demand(Can.RECEIVE_REPORTS, campaign, by=by, part=Part.TRACKS)
    if campaign.status != Campaign.Status.ISSUED:
        raise ValidationError("Chỉ thêm đơn vị khi phong trào đang thực hiện.")
    on = timezone.localdate(at)
    if not unit.exists_on(on):
        raise ValidationError(f"{unit} không còn hoạt động.")
    row, made = Participation.objects.get_or_create(campaign=campaign, unit=unit, defaults={"joined_on": on})
    if not made and row.left_on is None:
        raise ValidationError("Đơn vị này đã tham gia phong trào.")
    if not made:
        row.joined_on, row.left_on = on, None
        row.save(update_fields=["joined_on", "left_on"])
    history.record("participant.join", campaign, by=by, at=at, label=f"Thêm đơn vị tham gia: {unit}")
    generate_obligations(campaign)
    return row


@transaction.atomic
def leave(participation: Participation, *, reason: str, by: Actor, at: datetime) -> None:
    """Let a unit leave; what it already handed in stays, what it still owes is a leader's to waive."""
    campaign = participation.campaign
    demand(Can.RECEIVE_REPORTS, campaign, by=by, part=Part.TRACKS)
    if participation.left_on:
        raise ValidationError("Đơn vị này đã thôi tham gia.")
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do đơn vị thôi tham gia.")
    participation.left_on = timezone.localdate(at)
    participation.save(update_fields=["left_on"])
    history.record(
        "participant.leave", campaign, by=by, at=at, label=f"Đơn vị thôi tham gia: {participation.unit}", reason=reason
    )
