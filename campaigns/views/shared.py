"""What every page below a campaign needs: the campaign, its tabs."""

from django.shortcuts import get_object_or_404

from campaigns.models import Campaign
from communes.access import Can
from communes.addresses import here

TABS = (
    ("campaigns:campaign", "Tổng quan", None),
    ("campaigns:campaign-plan", "Kế hoạch", None),
    ("campaigns:deadlines", "Thời hạn", None),
    ("campaigns:unit-plans", "Kế hoạch đơn vị", None),
    ("campaigns:reports", "Báo cáo", None),
    ("campaigns:tracker", "Theo dõi", Can.SEE_ALL_UNITS),
    ("campaigns:inspections", "Kiểm tra", None),
    ("campaigns:difficulties", "Vướng mắc", None),
    ("campaigns:exemplars", "Điển hình", None),
    ("campaigns:indicators", "Chỉ số", None),
    ("awards:campaign-awards", "Khen thưởng", None),
    ("reports:summaries", "Sơ kết, tổng kết", Can.SEE_ALL_UNITS),
    ("campaigns:campaign-history", "Lịch sử", Can.SEE_HISTORY),
)


def fetch_campaign(request, pk: int) -> Campaign:
    """Return a campaign of the actor's commune that the actor may open, or answer 404."""
    campaigns = Campaign.objects.within(request.actor)
    return get_object_or_404(campaigns.select_related("commune"), pk=pk)


def campaign_tabs(request, campaign: Campaign, *, current: str = "") -> list[dict]:
    """Return the tabs of a campaign's pages that the actor may open, the present one (or the one named) marked."""
    current = current or request.resolver_match.view_name
    return [
        {"label": label, "url": here(request.actor, name, campaign.pk), "current": name == current}
        for name, label, can in TABS
        if can is None or request.actor.may(can)
    ]
