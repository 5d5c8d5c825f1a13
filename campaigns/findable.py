"""What of this app can be found: campaigns by their plans, units' reports, exemplars."""

from collections.abc import Iterable

from django.utils import timezone

from campaigns.models import Campaign, Exemplar, Obligation
from communes.access import Can
from communes.models.finding import Sight, Source
from communes.search import offer
from kit.vietnamese import vn_date


def _campaign(campaign: Campaign) -> Sight:
    number = f"{campaign.number:02d}/{campaign.symbol}" if campaign.number else ""
    issued = f"ban hành ngày {vn_date(campaign.issued_on)}" if campaign.issued_on else "chưa ban hành"
    term = f"từ {vn_date(campaign.starts_on)} đến {vn_date(campaign.ends_on)}" if campaign.starts_on else ""
    return Sight(campaign.name, (issued, term), (number,) if number else (), campaign.issued_on)


def _abstract(campaign: Campaign) -> Iterable[str]:
    """Return what a list of campaigns is searched by: the name and the plan's own title."""
    return (campaign.folded,)


def _report(report: Obligation) -> Sight:
    due = f"hạn {vn_date(report.last_day)}" if report.last_day else "chưa ấn định hạn"
    day = timezone.localdate(report.submitted_at) if report.handed_in else None
    handed_in = f"nộp ngày {vn_date(day)}" if day else ""
    return Sight(str(report), (report.campaign.name, due, handed_in), (), day)


def _told(report: Obligation) -> Iterable[str]:
    """Return the texts of a report that was handed in; what is being written changes without a line of history."""
    return (report.overview, report.difficulties, report.proposals) if report.handed_in else ()


def _exemplar(exemplar: Exemplar) -> Sight:
    day = exemplar.published_on or timezone.localdate(exemplar.found_at)
    when = f"{'tuyên truyền' if exemplar.published_on else 'phát hiện'} ngày {vn_date(day)}"
    return Sight(
        exemplar.title, (exemplar.get_kind_display(), exemplar.unit.name, exemplar.campaign.name, when), (), day
    )


def _story(exemplar: Exemplar) -> Iterable[str]:
    return (exemplar.story, exemplar.person.full_name if exemplar.person else "")


offer(Source("campaign", "Phong trào", "flag", Campaign, (Can.SEE_CAMPAIGNS,), _campaign, body=_abstract))
offer(
    Source(
        "report", "Báo cáo của đơn vị", "clipboard-check", Obligation, (Can.SEE_CAMPAIGNS,), _report, body=_told,
        related=("campaign__commune", "unit", "deadline"), owner="campaign.commune_id",
        follows=(("communes.unit", "unit"), ("campaigns.campaign", "campaign")),
        made_with=(("campaigns.campaign", "campaign"), ("campaigns.deadline", "deadline")),
    )
)  # fmt: skip
offer(
    Source(
        "exemplar", "Điển hình, mô hình", "stars", Exemplar, (Can.SEE_CAMPAIGNS,), _exemplar, body=_story,
        related=("campaign__commune", "unit", "person"), owner="campaign.commune_id",
        follows=(("communes.unit", "unit"), ("communes.person", "person"), ("campaigns.campaign", "campaign")),
        made_with=(("campaigns.obligation", "obligation"),),
    )
)  # fmt: skip
