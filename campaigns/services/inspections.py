"""Inspections: planned, found, concluded; what the unit had reported stands beside each finding (VT-04)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, ContentItem, Finding, Inspection, Obligation, ReportLine
from campaigns.planfile.words import Part, TargetKind
from campaigns.services.field_work import ensure_takes_part, ensure_underway, require_text
from communes import history
from communes.access import Actor, Can
from communes.acting import act, demand
from communes.models import Unit
from kit.vietnamese import vn_number

HANDED_IN = (Obligation.Status.SUBMITTED, Obligation.Status.RECEIVED, Obligation.Status.ACCEPTED)


@transaction.atomic
def plan(
    campaign: Campaign,
    unit: Unit,
    *,
    kind: str,
    inspected_on: date,
    team: str,
    decision: str = "",
    by: Actor,
    at: datetime,
) -> Inspection:
    """Plan an inspection of a unit that takes part."""
    inspection = Inspection(
        campaign=campaign, unit=unit, kind=kind, inspected_on=inspected_on, team=team.strip(), decision=decision.strip()
    )
    demand(Can.INSPECT, inspection, by=by, part=Part.INSPECTS)
    ensure_takes_part(campaign, unit)
    require_text(team=(team, "thành phần đoàn kiểm tra"))
    inspection.save()
    history.record("inspection.plan", inspection, by=by, at=at, label="Lập cuộc kiểm tra", to_status=inspection.status)
    return inspection


@transaction.atomic
def change(
    inspection: Inspection,
    *,
    kind: str,
    inspected_on: date,
    team: str,
    decision: str = "",
    conclusion: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Change the facts of an inspection, or draft its conclusion, while it is still open."""
    _ensure_open(inspection, by)
    require_text(team=(team, "thành phần đoàn kiểm tra"))
    facts = {"kind": kind, "inspected_on": inspected_on, "team": team.strip(), "decision": decision.strip()}
    facts["conclusion"] = conclusion.strip()
    changed = [
        Inspection._meta.get_field(name).verbose_name
        for name, value in facts.items()
        if getattr(inspection, name) != value
    ]
    for name, value in facts.items():
        setattr(inspection, name, value)
    inspection.save(update_fields=list(facts))
    history.record("inspection.change", inspection, by=by, at=at, label="Sửa cuộc kiểm tra", changed=changed)


@transaction.atomic
def record_finding(
    inspection: Inspection,
    item: ContentItem,
    *,
    found: str,
    verdict: str,
    recommendation: str = "",
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Finding:
    """Write what the team found on an item beside what the unit had reported by then; again means in its place."""
    _ensure_open(inspection, by)
    if item.area.campaign_id != inspection.campaign_id:
        raise ValidationError("Nội dung này không thuộc phong trào.")
    require_text(found=(found, "kết quả kiểm tra"))
    reported = reported_by_item(inspection.campaign, inspection.unit).get(item.pk, "")
    _ensure_verdict_fits(reported, verdict)
    _ensure_recommendation_dated(recommendation, due_on, inspection.inspected_on)
    finding, made = Finding.objects.update_or_create(
        inspection=inspection,
        item=item,
        defaults={
            "reported": reported,
            "found": found.strip(),
            "verdict": verdict,
            "recommendation": recommendation.strip(),
            "due_on": due_on if recommendation.strip() else None,
        },
    )
    history.record(
        "finding.record", inspection, by=by, at=at, verdict=verdict, item=item.key,
        label=f"{'Ghi' if made else 'Sửa'} kết quả kiểm tra: {item.text}"[:160],
    )  # fmt: skip
    return finding


def _ensure_open(inspection: Inspection, by: Actor) -> None:
    """Refuse changes by others than the inspecting body, and to an inspection that is no longer open."""
    demand(Can.INSPECT, inspection, by=by, part=Part.INSPECTS)
    ensure_underway(inspection.campaign)
    if inspection.status != Inspection.Status.PLANNED:
        raise ValidationError("Cuộc kiểm tra đã kết luận hoặc đã hủy nên không sửa được.")


def _ensure_verdict_fits(reported: str, verdict: str) -> None:
    """Refuse a verdict that contradicts whether the unit has reported on the item at all."""
    if not reported and verdict != Finding.Verdict.NOT_REPORTED:
        raise ValidationError("Đơn vị chưa báo cáo nội dung này: chọn “Đơn vị chưa báo cáo”.")
    if reported and verdict == Finding.Verdict.NOT_REPORTED:
        raise ValidationError("Đơn vị đã báo cáo nội dung này: chọn “Đúng như báo cáo” hoặc “Khác với báo cáo”.")


def _ensure_recommendation_dated(recommendation: str, due_on: date | None, inspected_on: date) -> None:
    """Refuse a recommendation without a date, or with one before the inspection."""
    if recommendation.strip() and due_on is None:
        raise ValidationError("Kiến nghị phải có ngày thực hiện xong.")
    if recommendation.strip() and due_on < inspected_on:
        raise ValidationError("Ngày thực hiện xong kiến nghị phải từ ngày kiểm tra trở đi.")


@transaction.atomic
def mark_done(finding: Finding, *, done_on: date, by: Actor, at: datetime) -> None:
    """Note the day on which a recommendation was carried out."""
    inspection = finding.inspection
    demand(Can.INSPECT, inspection, by=by, part=Part.INSPECTS)
    ensure_underway(inspection.campaign)
    if inspection.status != Inspection.Status.CONCLUDED or not finding.recommendation:
        raise ValidationError("Chỉ ghi đã thực hiện với kiến nghị của cuộc kiểm tra đã kết luận.")
    if not inspection.inspected_on <= done_on <= timezone.localdate(at):
        raise ValidationError("Ngày đã thực hiện phải từ ngày kiểm tra đến hôm nay.")
    finding.done_on = done_on
    finding.save(update_fields=["done_on"])
    history.record(
        "finding.done", inspection, by=by, at=at, item=finding.item.key, done_on=done_on.isoformat(),
        label=f"Đã thực hiện kiến nghị: {finding.item.text}"[:160],
    )  # fmt: skip


@transaction.atomic
def conclude(inspection: Inspection, *, by: Actor, at: datetime) -> None:
    """Conclude an inspection; from now on the unit reads it."""
    ensure_underway(inspection.campaign)
    if inspection.inspected_on > timezone.localdate(at):
        raise ValidationError(f"Chưa đến ngày kiểm tra ({inspection.inspected_on:%d/%m/%Y}).")
    act(inspection, "conclude", by=by, at=at, concluded_at=at)


@transaction.atomic
def cancel(inspection: Inspection, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel an inspection that did not take place."""
    ensure_underway(inspection.campaign)
    act(inspection, "cancel", by=by, at=at, reason=reason)


@transaction.atomic
def reopen(inspection: Inspection, *, reason: str, by: Actor, at: datetime) -> None:
    """Open a concluded inspection again."""
    ensure_underway(inspection.campaign)
    act(inspection, "reopen", by=by, at=at, reason=reason, concluded_at=None)


def reported_by_item(campaign: Campaign, unit: Unit) -> dict[int, str]:
    """Return in words what a unit's handed-in reports say on each content item, the newest report for each."""
    lines = (
        ReportLine.objects.filter(
            obligation__campaign=campaign, obligation__unit=unit, obligation__status__in=HANDED_IN
        )
        .select_related("target")
        .order_by("-obligation__submitted_at", "-obligation_id", "target__position", "pk")
    )
    newest: dict[int, int] = {}
    said: dict[int, list[str]] = {}
    for line in lines:
        item_id = line.target.item_id if line.target else line.item_id
        words = _line_in_words(line)
        if item_id is None or not words:
            continue
        if newest.setdefault(item_id, line.obligation_id) == line.obligation_id:
            said.setdefault(item_id, []).append(words)
    return {item_id: "\n".join(words) for item_id, words in said.items()}


def _line_in_words(line: ReportLine) -> str:
    """Say one reported result: the target with its figure, or the words on the item."""
    parts = [_figure(line), line.text.strip(), line.remark.strip()]
    words = "; ".join(part for part in parts if part)
    return f"{line.target.text}: {words}" if line.target and words else words


def _figure(line: ReportLine) -> str:
    """Say the figure, the yes or no, or the grade of a line."""
    if line.value is not None:
        label = line.target.unit_label if line.target else ""
        if line.target and line.target.kind == TargetKind.PERCENT:
            return f"{vn_number(line.value)}%"
        return f"{vn_number(line.value)} {label}".strip()
    if line.yes is not None:
        return "Có" if line.yes else "Không"
    return line.grade


def differing(inspections: Iterable[Inspection]) -> dict[int, int]:
    """Count for each inspection the items where findings and report differ."""
    rows = Finding.objects.filter(inspection__in=list(inspections)).exclude(verdict=Finding.Verdict.AGREES)
    found: dict[int, int] = {}
    for inspection_id in rows.values_list("inspection_id", flat=True):
        found[inspection_id] = found.get(inspection_id, 0) + 1
    return found
