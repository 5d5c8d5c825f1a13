"""What people find on their desks: campaigns under way, with dates around today."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from campaigns.models import Campaign, ContentItem
from campaigns.planfile.schema import InspectionRule, PlanDocument, PlanIndicator, UnitPlanRule
from campaigns.services import (
    difficulties,
    drives,
    exemplars,
    indicators,
    inspections,
    plans,
    registrations,
    unit_plans,
    unit_reports,
)
from campaigns.tests.factories import fill_report, make_campaign, make_report, report_of
from campaigns.tests.five_plans import plan
from communes.access import Actor
from communes.tests.factories import Cast
from emulation.tests.journeys.office import in_days
from reports import making
from reports.documents.registry import KINDS
from reports.services import documents, summaries


def under_way(cast: Cast, **facts) -> Campaign:
    """Return an issued campaign whose reports are due in three weeks."""
    return make_campaign(cast, due_on=in_days(21), **facts)


def ready_report(cast: Cast, campaign: Campaign, unit: str = "economy"):
    """Return a unit's report with every result and one file, not handed in yet."""
    return fill_report(report_of(campaign, cast.unit(unit)), at=timezone.now() - timedelta(hours=2))


def _shorter(document: PlanDocument) -> PlanDocument:
    """Return a plan with fewer rows of each sort: the pages are the same, only shorter."""
    return replace(
        document,
        remarks=document.remarks[:3],
        content=document.content[:2],
        responsibilities=document.responsibilities[:3],
        deadlines=document.deadlines[:3],
    )


def year_in_full(cast: Cast) -> dict[str, int | str]:
    """Fill a commune with one record of everything; return the keys of the records by what they are."""
    now = timezone.now()
    by = {"by": Actor.of_product(cast.commune), "at": now}
    economy = cast.unit("economy")
    for key in ("officer", "leader", "clerk", "head", "inspector"):
        cast.actor(key)
    running = under_way(
        cast,
        inspection=InspectionRule(required=True, words="Kiểm tra trước khi xét khen thưởng.", clause="V"),
        indicators=(PlanIndicator(key="sipas", name="Chỉ số hài lòng", unit_label="%", clause="III.3"),),
        unit_plans=UnitPlanRule(expected=True, own_targets=True, peak_drives=True, clause="VI.1"),
    )
    ended = make_campaign(cast, status="summing_up", key="phong-trao-nam-truoc")
    draft = plans.draft(_shorter(plan("DS")), **by)
    writing = make_report(running, economy, status="returned", at=now - timedelta(hours=5))
    unit_reports.resume(writing, **by)
    waiting = make_report(running, cast.unit("service"), status="submitted", at=now - timedelta(hours=3))
    accepted = make_report(ended, economy, met=False)
    item = ContentItem.objects.filter(area__campaign=running)[0]
    visit = inspections.plan(
        running, economy, kind="periodic", inspected_on=in_days(-1), team="Bùi Đức Thọ, Trưởng đoàn", **by
    )
    inspections.record_finding(
        visit, item, found="Khớp với báo cáo, còn chậm ở khâu trả kết quả.", verdict="not_reported",
        recommendation="Rút ngắn thời gian trả kết quả.", due_on=in_days(10), **by,
    )  # fmt: skip
    trouble = difficulties.report(running, economy, title="Thiếu máy quét", text="Chỉ có một máy.", **by)
    exemplar = exemplars.find(
        running, economy, kind="good_practice", title="Ngày thứ Năm không chờ", story="Giảm nửa thời gian chờ.", **by
    )
    drive = drives.draft(
        running, economy, name="90 ngày cao điểm", starts_on=in_days(1), ends_on=in_days(20), content="Số hóa.", **by
    )
    registrations.register(running, economy, aim="Tập thể lao động tiên tiến", **by)
    own_plan = unit_plans.start(running, economy, **by)
    indicators.set_value(running.indicators.get(), year=in_days(0).year, value=Decimal(91), source="Sở Nội vụ", **by)
    summary = summaries.start(ended, **by)
    paper = documents.request(KINDS["campaign-plan"], running, **by)
    making.produce(making.claim(paper.pk, worker="máy thử", at=now), now=timezone.now)
    waiting_paper = documents.request(KINDS["campaign-plan"], ended, **by)
    return {
        "running": running.pk,
        "ended": ended.pk,
        "draft": draft.pk,
        "round": next(each.key for each in draft.plan.rounds if each.standards),
        "area": f"area-{item.area_id}",
        "writing": writing.pk,
        "waiting": waiting.pk,
        "accepted": accepted.pk,
        "inspection": visit.pk,
        "item": item.pk,
        "difficulty": trouble.pk,
        "exemplar": exemplar.pk,
        "drive": drive.pk,
        "unit_plan": own_plan.pk,
        "indicator": running.indicators.get().pk,
        "summary": summary.pk,
        "paper": paper.pk,
        "waiting_paper": waiting_paper.pk,
        "unit": economy.pk,
        "person": cast.actor("head").person.pk,
        "deadline": running.deadlines.get().pk,
    }
