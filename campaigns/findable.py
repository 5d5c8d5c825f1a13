"""What of this app can be found: campaigns by their plans, plans being read, and the units' work."""

from collections.abc import Iterable

from django.utils import timezone

from campaigns.models import Campaign, Difficulty, Exemplar, Inspection, Obligation, PlanReading, UnitPlan
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


def _unit_plan(plan: UnitPlan) -> Sight:
    issued = f"ban hành ngày {vn_date(plan.adopted_on)}" if plan.adopted_on else "đang soạn"
    return Sight(str(plan), (plan.campaign.name, issued), (plan.number,) if plan.number else (), plan.adopted_on)


def _adopted(plan: UnitPlan) -> Iterable[str]:
    """Return the texts of an adopted plan; what is being written changes without a line of history."""
    if plan.status != UnitPlan.Status.ADOPTED:
        return ()
    return (plan.purpose, plan.audience, plan.measures, plan.assignment, plan.merged_with)


def _inspection(inspection: Inspection) -> Sight:
    """Return what everybody knows who may know of the visit: not its findings."""
    return Sight(str(inspection), (inspection.campaign.name, inspection.decision), (), inspection.inspected_on)


def _concluded(inspection: Inspection) -> Iterable[str]:
    """Return the words of a visit; a unit reads the conclusion once it is drawn."""
    concluded = inspection.status == Inspection.Status.CONCLUDED
    return (inspection.team, inspection.conclusion if concluded else "")


def _difficulty(difficulty: Difficulty) -> Sight:
    day = timezone.localdate(difficulty.raised_at)
    context = (difficulty.unit.name, difficulty.campaign.name, f"phản ánh ngày {vn_date(day)}")
    return Sight(difficulty.title, context, (), day)


def _asked(difficulty: Difficulty) -> Iterable[str]:
    return (difficulty.text, difficulty.answer)


def _plan_reading(reading: PlanReading) -> Sight:
    day = timezone.localdate(reading.created_at)
    context = (reading.campaign.name if reading.campaign else "", f"đưa vào ngày {vn_date(day)}")
    return Sight(reading.name, context, (), day)


offer(
    Source(
        "campaign", "Phong trào", "flag", Campaign, (Can.SEE_CAMPAIGNS,), _campaign, body=_abstract,
        unmoved_by=(
            "campaigns.obligation", "campaigns.exemplar", "campaigns.unitplan", "campaigns.inspection",
            "campaigns.difficulty",
        ),
    )
)  # fmt: skip
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
    )
)  # fmt: skip
offer(
    Source(
        "unit-plan", "Kế hoạch của đơn vị", "journal-check", UnitPlan, (Can.SEE_CAMPAIGNS,), _unit_plan, body=_adopted,
        related=("campaign__commune", "unit"), owner="campaign.commune_id",
        follows=(("communes.unit", "unit"), ("campaigns.campaign", "campaign")),
    )
)  # fmt: skip
offer(
    Source(
        "inspection", "Kiểm tra", "clipboard-data", Inspection, (Can.SEE_CAMPAIGNS,), _inspection, body=_concluded,
        related=("campaign__commune", "unit"), owner="campaign.commune_id",
        follows=(("communes.unit", "unit"), ("campaigns.campaign", "campaign")),
    )
)  # fmt: skip
offer(
    Source(
        "difficulty", "Khó khăn, vướng mắc", "chat-left-text", Difficulty, (Can.SEE_CAMPAIGNS,), _difficulty,
        body=_asked, related=("campaign__commune", "unit"), owner="campaign.commune_id",
        follows=(("communes.unit", "unit"), ("campaigns.campaign", "campaign")),
    )
)  # fmt: skip
offer(
    Source(
        "plan-reading", "Kế hoạch đọc từ văn bản", "file-earmark-arrow-up", PlanReading, (Can.PLAN_CAMPAIGNS,),
        _plan_reading, related=("commune", "campaign"), follows=(("campaigns.campaign", "campaign"),),
    )
)  # fmt: skip
