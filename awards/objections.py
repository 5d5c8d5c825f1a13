"""What awards have against closing or cancelling a campaign."""

from awards.models import Decision, Nomination
from campaigns.models import Campaign
from campaigns.models.plans import objecting
from kit.counting import CountOf
from kit.vietnamese import small_count

# Handed in and not yet brought to an end.
UNDECIDED = (
    "submitted", "under_appraisal", "returned", "eligible", "on_agenda", "deferred", "recommended", "reserve",
)  # fmt: skip


def undecided(campaign: Campaign) -> list[str]:
    """Say what is not decided yet: every nomination ends in a decision or in a word why not."""
    counts = Campaign.objects.filter(pk=campaign.pk).values_list(
        CountOf(Nomination.objects.filter(campaign=campaign, status__in=UNDECIDED)),
        CountOf(Decision.objects.filter(campaign=campaign, status__in=Decision.IN_THE_MAKING)),
    )
    nominations, decisions = counts.get()
    reasons = []
    if nominations:
        reasons.append(f"Còn {small_count(nominations)} hồ sơ đề nghị khen thưởng chưa có kết luận cuối cùng.")
    if decisions:
        reasons.append(f"Còn {small_count(decisions)} quyết định khen thưởng chưa ban hành.")
    return reasons


def decided(campaign: Campaign) -> list[str]:
    """Say that a decision was issued: the campaign can no longer be cancelled."""
    issued = Decision.objects.filter(campaign=campaign, status__in=Decision.OUT).exists()
    return ["Phong trào đã có quyết định khen thưởng ban hành; không hủy được."] if issued else []


objecting("close", undecided)
objecting("cancel", decided)
