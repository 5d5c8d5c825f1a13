"""The figures of a campaign, gathered from its records into plain values that freeze with a summary.

Every figure that a summary prints comes from here, so that text, tables and charts cannot disagree.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min
from django.utils import timezone

from campaigns.models import Campaign, Deadline, Exemplar, Finding, Inspection, Obligation, ReportLine, Target
from campaigns.planfile.words import InspectionKind
from campaigns.rules.punctuality import Due, record_of
from campaigns.rules.results import last_answers
from communes.models import Unit
from kit.vietnamese import vn_number
from reports.award_figures import gather_awards

COUNTED = ("accepted",)
BY_UNIT = ("unit__kind_order", "unit__position", "unit__name")
NO_AREA = "Chỉ tiêu khác"


@dataclass(frozen=True)
class Figures:
    """What the records say, in plain values only (text, whole numbers, lists, dicts): it is stored as JSON."""

    units: int = 0
    unit_plans: int = 0
    drives: list[dict] = field(default_factory=list)
    registrations: int = 0
    owed: int = 0
    accepted: int = 0
    waived: int = 0
    waiting: int = 0
    missing: int = 0
    late: int = 0
    on_behalf: int = 0
    targets: int = 0
    targets_met: int = 0
    areas: list[dict] = field(default_factory=list)
    unit_rows: list[dict] = field(default_factory=list)
    indicators: list[dict] = field(default_factory=list)
    exemplars: dict[str, int] = field(default_factory=dict)
    exemplars_published: int = 0
    exemplar_titles: list[str] = field(default_factory=list)
    inspections: int = 0
    unannounced: int = 0
    findings: int = 0
    differences: int = 0
    not_reported: int = 0
    not_due: int = 0
    recommendations: int = 0
    recommendations_done: int = 0
    recommended: list[dict] = field(default_factory=list)
    difficulties: dict[str, int] = field(default_factory=dict)
    difficulties_raised: int = 0
    difficulties_answered: int = 0
    awards: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)


def gather(campaign: Campaign, *, at: datetime, year: int | None = None) -> Figures:
    """Count a campaign's records at a moment; with a year, only the reports due for it and what happened in it."""
    obligations = _obligations(campaign, year)
    units = {row.pk: row.unit for row in obligations if row.status in COUNTED}
    lines = _last_words(units)
    areas = _areas(campaign, lines, units)
    unit_rows = _unit_rows(obligations, lines, at)
    return Figures(
        units=campaign.participations.filter(left_on=None).count(),
        unit_plans=campaign.unit_plans.filter(status="adopted").count(),
        drives=_drives(campaign, year),
        registrations=campaign.registrations.filter(withdrawn_at=None).count(),
        **_reports(obligations),
        late=sum(row["late"] for row in unit_rows),
        missing=sum(row["missing"] for row in unit_rows),
        targets=sum(row["targets"] for row in unit_rows),
        targets_met=sum(row["met"] for row in unit_rows),
        areas=areas,
        unit_rows=unit_rows,
        indicators=_indicators(campaign, year or campaign.ends_on.year),
        **_exemplars(campaign, year),
        **_inspections(campaign, year),
        **_difficulties(campaign, year),
        awards=gather_awards(campaign, year=year),
    )


def _obligations(campaign: Campaign, year: int | None) -> list[Obligation]:
    """Return what units owe, by unit and date, without what an amendment dropped."""
    rows = campaign.obligations.select_related("unit", "deadline").filter(deadline__retired_at=None)
    in_order = (*BY_UNIT, F("late_from").asc(nulls_last=True), "pk")
    found = rows.without_words().order_by(*in_order)
    return [row for row in found if year is None or year_of(row.deadline, campaign) == year]


def year_of(deadline: Deadline, campaign: Campaign) -> int:
    """Return the year that a report counts for: its own, else that of its last day, else the campaign's last."""
    return deadline.year or (deadline.last_day or campaign.ends_on).year


def _reports(obligations: list[Obligation]) -> dict:
    """Count reports by where they stand."""
    status = Counter(row.status for row in obligations)
    return {
        "owed": len(obligations) - status["waived"],
        "accepted": status["accepted"],
        "waived": status["waived"],
        "waiting": status["submitted"] + status["received"],
        "on_behalf": sum(row.on_behalf for row in obligations),
    }


def _last_words(units: dict[int, Unit]) -> list[ReportLine]:
    """Return the lines of these reports; where a unit answered a target in several, its last answer alone."""
    lines = (
        ReportLine.objects.filter(obligation__in=units)
        .select_related("target")
        .order_by(*(f"obligation__{name}" for name in BY_UNIT), "obligation__submitted_at", "target__position", "pk")
    )
    judged = [line for line in lines if line.target_id]
    found = last_answers((units[line.obligation_id].pk, line.target_id, line.outcome, line.pk) for line in judged)
    answers = set(found.values())
    return [line for line in lines if line.target_id is None or line.pk in answers]


def _areas(campaign: Campaign, lines: list[ReportLine], units: dict[int, Unit]) -> list[dict]:
    """Return, area by area and item by item, what accepted reports say: units, targets met, words."""
    by_item: dict[int, list[ReportLine]] = {}
    for line in lines:
        item_id = line.item_id or (line.target and line.target.item_id)
        by_item.setdefault(item_id, []).append(line)
    areas = []
    for area in campaign.areas.filter(retired_at=None).prefetch_related("items").order_by("position"):
        items = []
        for item in sorted(area.items.all(), key=lambda item: item.position):
            if item.retired_at is not None:
                continue
            found = by_item.pop(item.pk, [])
            judged = [line for line in found if line.target_id]
            items.append(
                {
                    "id": item.pk,
                    "number": item.number,
                    "text": item.text,
                    "clause": item.clause,
                    "units": len({units[line.obligation_id].pk for line in found}),
                    "targets": len(judged),
                    "met": sum(line.outcome == ReportLine.Outcome.MET for line in judged),
                    "plan_targets": _plan_targets(judged),
                    "words": [
                        {"unit": str(units[line.obligation_id]), "text": line.text}
                        for line in found
                        if line.text and not line.target_id
                    ],
                }
            )
        areas.append(
            {
                "id": area.pk,
                "number": area.number,
                "title": area.title,
                "clause": area.clause,
                "targets": sum(item["targets"] for item in items),
                "met": sum(item["met"] for item in items),
                "items": items,
            }
        )
    return [*areas, *_outside([line for rest in by_item.values() for line in rest if line.target_id], units)]


def _outside(judged: list[ReportLine], units: dict[int, Unit]) -> list[dict]:
    """Return an area of their own for targets of no item or of one that an amendment dropped, so that sums agree."""
    if not judged:
        return []
    met = sum(line.outcome == ReportLine.Outcome.MET for line in judged)
    item = {
        "id": None, "number": "", "text": NO_AREA, "clause": "", "targets": len(judged), "met": met,
        "units": len({units[line.obligation_id].pk for line in judged}), "words": [],
        "plan_targets": _plan_targets(judged),
    }  # fmt: skip
    return [
        {"id": None, "number": "", "title": NO_AREA, "clause": "", "targets": len(judged), "met": met, "items": [item]}
    ]


def _plan_targets(lines: list[ReportLine]) -> list[dict]:
    """Return, for each target of the plan itself, how many units answered it and how many met it."""
    answers: dict[Target, list[str]] = {}
    for line in lines:
        if line.target.unit_id is None:
            answers.setdefault(line.target, []).append(line.outcome)
    return [
        {
            "id": target.pk,
            "text": target.text,
            "clause": target.clause,
            "units": len(outcomes),
            "met": sum(outcome == ReportLine.Outcome.MET for outcome in outcomes),
        }
        for target, outcomes in answers.items()
    ]


def _unit_rows(obligations: list[Obligation], lines: list[ReportLine], at: datetime) -> list[dict]:
    """Return one row for each unit: its reports, punctuality, targets."""
    unit_of = {row.pk: row.unit_id for row in obligations}
    judged = [line for line in lines if line.target_id]
    answered = Counter(unit_of[line.obligation_id] for line in judged)
    met = Counter(unit_of[line.obligation_id] for line in judged if line.outcome == ReportLine.Outcome.MET)
    by_unit: dict[int, list[Obligation]] = {}
    for row in obligations:
        by_unit.setdefault(row.unit_id, []).append(row)
    rows = []
    for unit_id, owned in by_unit.items():
        record = record_of([Due(row.status, row.late_from, row.late) for row in owned], at)
        rows.append(
            {
                "id": unit_id,
                "unit": str(owned[0].unit),
                "owed": record.owed,
                "on_time": record.on_time,
                "late": record.late,
                "missing": record.missing,
                "waived": len(owned) - record.owed,
                "targets": max(answered[unit_id], *(row.targets_total for row in owned if row.status in COUNTED), 0),
                "met": met[unit_id],
                "reports": [
                    {
                        "title": str(row.deadline),
                        "status": row.get_status_display(),
                        "late": row.late,
                        "submitted": row.submitted_at.isoformat() if row.submitted_at else "",
                        "last_day": row.last_day.isoformat() if row.last_day else "",
                        "counted": row.status in COUNTED,
                        "targets": row.targets_total,
                        "met": row.targets_met,
                    }
                    for row in owned
                ],
            }
        )
    return rows


def _drives(campaign: Campaign, year: int | None) -> list[dict]:
    """Return the units' peak drives, with a year those that ran in it."""
    drives = campaign.drives.exclude(status="draft").select_related("unit")
    if year:
        drives = drives.filter(starts_on__year__lte=year, ends_on__year__gte=year)
    return [
        {
            "name": drive.name,
            "unit": str(drive.unit),
            "starts_on": drive.starts_on.isoformat(),
            "ends_on": drive.ends_on.isoformat(),
            "status": drive.get_status_display(),
            "result": drive.result,
        }
        for drive in drives.order_by("starts_on", "pk")
    ]


def _indicators(campaign: Campaign, year: int) -> list[dict]:
    """Return each index with the year's value and the year before."""
    rows = []
    for indicator in campaign.indicators.filter(retired_at=None).prefetch_related("values").order_by("pk"):
        values = {value.year: value for value in indicator.values.all()}
        now, before = values.get(year), values.get(year - 1)
        rows.append(
            {
                "name": indicator.name,
                "unit_label": indicator.unit_label,
                "year": year,
                "value": _shown(now),
                "before": _shown(before),
                "rank": now.rank if now else None,
                "rank_before": before.rank if before else None,
                "higher_is_better": indicator.higher_is_better,
            }
        )
    return rows


def _shown(value) -> str:
    """Return an index value as printed, or nothing."""
    return vn_number(value.value) if value and value.value is not None else ""


def _exemplars(campaign: Campaign, year: int | None) -> dict:
    """Count what was registered, by kind, and what was published (DS-16)."""
    counted = campaign.exemplars.filter(status__in=Exemplar.COUNTED)
    if year:
        counted = counted.filter(found_at__year=year)
    by_kind = dict(counted.values_list("kind").annotate(n=Count("pk")).order_by("kind"))
    return {
        "exemplars": {str(Exemplar.Kind(kind).label): count for kind, count in by_kind.items()},
        "exemplars_published": counted.filter(status="published").count(),
        "exemplar_titles": list(counted.order_by("kind", "pk").values_list("title", flat=True)),
    }


def _inspections(campaign: Campaign, year: int | None) -> dict:
    """Tell concluded inspections: what they found different or not reported, and what became of recommendations."""
    held = campaign.inspections.filter(status=Inspection.Status.CONCLUDED)
    if year:
        held = held.filter(inspected_on__year=year)
    visits = list(held.only("campaign_id", "unit_id", "kind", "inspected_on"))
    findings = list(
        Finding.objects.filter(inspection__in=[visit.pk for visit in visits])
        .select_related("inspection__unit", "item")
        .order_by(*(f"inspection__{name}" for name in ("inspected_on", *BY_UNIT)), "inspection", "item__position", "pk")
    )
    verdicts = Counter(finding.verdict for finding in findings)
    unreported = [finding for finding in findings if finding.verdict == Finding.Verdict.NOT_REPORTED]
    due = _due_when_inspected(campaign, unreported)
    return {
        "inspections": len(visits),
        "unannounced": sum(visit.kind == InspectionKind.UNANNOUNCED for visit in visits),
        "findings": len(findings),
        "differences": verdicts[Finding.Verdict.DIFFERS],
        "not_reported": due,
        "not_due": len(unreported) - due,
        "recommendations": sum(bool(finding.recommendation) for finding in findings),
        "recommendations_done": sum(bool(finding.recommendation and finding.done_on) for finding in findings),
        "recommended": [
            {
                "unit": str(finding.inspection.unit),
                "text": finding.recommendation,
                "done_on": finding.done_on.isoformat() if finding.done_on else "",
            }
            for finding in findings
            if finding.recommendation
        ],
    }


def _due_when_inspected(campaign: Campaign, findings: list[Finding]) -> int:
    """Count the findings made when the inspected unit already owed a report; of the others none was due (VT-04)."""
    if not findings:
        return 0
    owed = campaign.obligations.filter(deadline__retired_at=None, late_from__isnull=False)
    first: dict[int, datetime] = dict(
        owed.exclude(status=Obligation.Status.WAIVED)
        .values_list("unit")
        .annotate(first=Min("late_from"))
        .order_by("unit")
    )
    visits = [finding.inspection for finding in findings]
    return sum(
        visit.unit_id in first and timezone.localdate(first[visit.unit_id]) <= visit.inspected_on for visit in visits
    )


def _difficulties(campaign: Campaign, year: int | None) -> dict:
    """Count difficulties by state (DT-09)."""
    raised = campaign.difficulties.filter(raised_at__year=year) if year else campaign.difficulties
    by_status = dict(raised.values_list("status").annotate(n=Count("pk")).order_by("status"))
    return {
        "difficulties": by_status,
        "difficulties_raised": sum(by_status.values()),
        "difficulties_answered": by_status.get("answered", 0) + by_status.get("closed", 0),
    }
