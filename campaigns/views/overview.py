"""The figures of a campaign's overview: reports, targets, and what waits for whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from campaigns.models import Campaign, Obligation, ReportLine, Target
from campaigns.rules.results import last_answers
from communes.access import Actor, Can
from communes.addresses import here
from kit.charts import Bar, Row
from kit.vietnamese import small_count

STATUSES = [status for status in Obligation.Status if status != Obligation.Status.WAIVED]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody."""

    who: str
    what: str
    url: str = ""
    tone: str = "plain"


def figures(campaign: Campaign, actor: Actor, at: datetime) -> dict:
    """Return the key figures of a campaign that the actor may see."""
    counts, overdue, targets = _reports_of(campaign, actor, at)
    answers = _answers(campaign, actor)
    met, asked = sum(outcome == ReportLine.Outcome.MET for outcome in answers.values()), _asked(targets, answers)
    owed = sum(counts[status] for status in STATUSES)
    return {
        "owed": owed,
        "owed_hint": f"trong {small_count(owed)} báo cáo phải nộp" if owed else "chưa có báo cáo phải nộp",
        "waived": counts["waived"],
        "accepted": counts["accepted"],
        "overdue": overdue,
        "met_words": f"{met}/{asked}" if asked else "–",
        "names": [status.label for status in STATUSES],
        "report_rows": [Row("Báo cáo của đơn vị", tuple(counts[status] for status in STATUSES))] if owed else [],
        "target_bars": _targets(campaign, answers),
        "waiting": list(_waiting(campaign, actor, counts, overdue)),
    }


def _reports_of(campaign: Campaign, actor: Actor, at: datetime) -> tuple[Counter, int, dict[int, int]]:
    """Return how many reports stand where, how many are late, how many targets each unit's accepted ones were asked."""
    rows = Obligation.objects.filter(campaign=campaign).within(actor).order_by().values_list("unit", "status")
    facts = {
        "found": Count("pk"),
        "late": Count("pk", filter=Q(late_from__lte=at)),
        "most": Max("targets_total", filter=Q(deadline__retired_at=None)),
    }
    counts, overdue, targets = Counter(), 0, {}
    for unit, status, found, late, most in rows.annotate(**facts):
        counts[status] += found
        if status in Obligation.WITH_THE_UNIT:
            overdue += late
        if status == "accepted" and most is not None:
            targets[unit] = most
    return counts, overdue, targets


def _answers(campaign: Campaign, actor: Actor) -> dict[tuple[int, int], str]:
    """Return the outcome of each unit and target by the last accepted report that answers it."""
    lines = ReportLine.objects.within(actor).filter(
        obligation__campaign=campaign, obligation__status="accepted", obligation__deadline__retired_at=None,
        target__isnull=False,
    )  # fmt: skip
    rows = lines.order_by("obligation__submitted_at", "pk").values_list("obligation__unit", "target", "outcome")
    return last_answers((unit, target, outcome, outcome) for unit, target, outcome in rows)


def _asked(targets: dict[int, int], answers: dict[tuple[int, int], str]) -> int:
    """Return how many targets the accepted reports were asked, each unit's once, whether it answered or not."""
    answered = Counter(unit for unit, _ in answers)
    return sum(max(number, answered[unit]) for unit, number in targets.items())


def _targets(campaign: Campaign, answers: dict[tuple[int, int], str]) -> list[Bar]:
    """Return, for each target of the plan, how many units meet it, of how many that answer it."""
    answered, met = Counter(), Counter()
    for (_, target), outcome in answers.items():
        answered[target] += 1
        met[target] += outcome == ReportLine.Outcome.MET
    targets = Target.objects.filter(campaign=campaign, unit=None, retired_at=None).order_by("position", "pk")
    return [Bar(target.text, met[target.pk], answered[target.pk]) for target in targets if target.pk in answered]


def _waiting(campaign: Campaign, actor: Actor, counts: Counter, overdue: int):
    """Yield what waits, and for whom, in the campaign's present state."""
    doubts = sum(remark.settled_at is None for remark in campaign.remarks.all()) if actor.sees_all_units else 0
    if campaign.status == Campaign.Status.DRAFT:
        plan = here(actor, "campaigns:campaign-plan", campaign.pk)
        yield Waiting("Cơ quan xây dựng kế hoạch", "Soạn xong và trình duyệt", plan)
    if campaign.status == Campaign.Status.IN_REVIEW:
        yield Waiting("Lãnh đạo", "Duyệt kế hoạch hoặc trả lại")
    if campaign.status == Campaign.Status.APPROVED:
        yield Waiting("Văn thư", "Cho số, ngày và ban hành")
    if campaign.status in (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP):
        yield from _reports(campaign, actor, counts, overdue)
    if campaign.status == Campaign.Status.SUMMING_UP and campaign.summary_issued_on is None:
        summaries = here(actor, "reports:summaries", campaign.pk) if actor.sees_all_units else ""
        yield Waiting("Cơ quan theo dõi", "Lập và ban hành báo cáo tổng kết", summaries)
    elif campaign.status == Campaign.Status.SUMMING_UP:
        yield Waiting("Lãnh đạo", "Xem việc còn lại, kết thúc phong trào")
    if campaign.status == Campaign.Status.ISSUED and campaign.draft_version and actor.sees_all_units:
        may_open = actor.may(Can.PLAN_CAMPAIGNS) or actor.may(Can.APPROVE_CAMPAIGNS)
        url = here(actor, "campaigns:amendment", campaign.pk) if may_open else ""
        if campaign.changes_nothing(campaign.draft_version):
            yield Waiting("Cơ quan xây dựng kế hoạch", "Ghi nội dung điều chỉnh", url)
        else:
            yield Waiting("Lãnh đạo", "Xem và ban hành bản điều chỉnh đang soạn", url)
    if doubts:
        yield Waiting(
            "Cơ quan xây dựng kế hoạch", f"Làm rõ {small_count(doubts)} điểm của kế hoạch", "#diem-can-lam-ro"
        )


def _reports(campaign: Campaign, actor: Actor, counts: Counter, overdue: int):
    """Yield what reports wait for."""
    if actor.sees_all_units:
        owed = here(actor, "campaigns:tracker", campaign.pk)
        late, agency = f"{owed}?state=overdue", f"{owed}?state=waiting"
    else:
        owed = late = agency = here(actor, "campaigns:my-unit")
    with_units = sum(counts[status] for status in Obligation.WITH_THE_UNIT)
    with_agency = sum(counts[status] for status in Obligation.WITH_THE_AGENCY)
    if overdue:
        yield Waiting("Đơn vị", f"Nộp {small_count(overdue)} báo cáo đã quá hạn", late, "danger")
    if with_units - overdue > 0:
        yield Waiting("Đơn vị", f"Nộp {small_count(with_units - overdue)} báo cáo chưa đến hạn", owed)
    if with_agency:
        yield Waiting("Cơ quan theo dõi", f"Tiếp nhận, duyệt {small_count(with_agency)} báo cáo", agency, "warning")
