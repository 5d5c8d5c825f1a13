"""When units may do the work of a campaign, and which units take part: asked by every service of the field."""

from django.core.exceptions import ValidationError

from campaigns.models import Campaign
from communes.models import Unit

NOT_UNDERWAY = "Phong trào không ở giai đoạn thực hiện hoặc tổng kết nên không ghi thêm, sửa đổi được."


def is_underway(campaign: Campaign) -> bool:
    """Say whether the campaign is being carried out or summed up."""
    return campaign.status in (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP)


def ensure_underway(campaign: Campaign) -> None:
    """Refuse work on a campaign that is not issued yet, closed or cancelled."""
    if not is_underway(campaign):
        raise ValidationError(NOT_UNDERWAY)


def ensure_takes_part(campaign: Campaign, unit: Unit) -> None:
    """Refuse work of a unit that does not take part in a campaign that is underway."""
    ensure_underway(campaign)
    if not campaign.participations.filter(unit=unit, left_on=None).exists():
        raise ValidationError(f"{unit} không tham gia phong trào này.")


def require_text(**named: tuple[str, str]) -> None:
    """Refuse empty texts; each argument is what was written and what a person calls it."""
    if lacking := [f"Chưa ghi {label}." for text, label in named.values() if not (text or "").strip()]:
        raise ValidationError(lacking)
