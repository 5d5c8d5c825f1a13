"""What follows from an issued plan as rows: content, targets, deadlines, duties, participants, obligations.

Rows keep their identity by key through all versions, so that reports stay with what they answer; what a new
version drops is retired, never deleted.
"""

from datetime import date, datetime

from django.db.models import Model, Q, QuerySet

from campaigns.models import (
    AwardRound,
    Campaign,
    ContentArea,
    ContentItem,
    Deadline,
    Duty,
    Indicator,
    Obligation,
    Participation,
    PlanRemark,
    Target,
)
from campaigns.planfile.schema import PlanDocument
from campaigns.planfile.words import Paper, RemarkCode
from campaigns.rules import audience, calendar
from communes.access import Actor
from communes.acting import act
from communes.models import Unit

PAPERS_OWED_BY_UNITS = (Paper.UNIT_REPORT, Paper.ACHIEVEMENT_REPORT)
# Doubts that the product raised itself; the text of a plan neither brings nor settles them.
RAISED_HERE = (RemarkCode.STARTS_BEFORE_ISSUE, RemarkCode.CHECK_AFTER_COPY)
SETTLED = (Obligation.Status.ACCEPTED, Obligation.Status.WAIVED)
# How the short names of reports begin that the agency asked for beside the plan.
REQUESTED = "requested-"
DROPPED = "Kế hoạch điều chỉnh không còn thời hạn này."
BROUGHT_BACK = "Kế hoạch điều chỉnh quy định lại thời hạn này."
# What a report whose excuse is taken back no longer says about having been handed in.
OWED_ANEW = {
    "waive_reason": "", "submitted_at": None, "submitted_by": "", "late": False, "on_behalf": False,
    "received_at": None, "received_by": None, "return_reason": "", "return_items": [],
}  # fmt: skip


def project(campaign: Campaign, plan: PlanDocument, *, by: Actor, at: datetime, on: date) -> None:
    """Bring every row that follows from the plan in line with a newly issued version."""
    sync_duties(campaign, plan)
    sync_remarks(campaign, plan)
    _sync_content(campaign, plan, at)
    _sync_rows(
        Indicator,
        {"campaign": campaign},
        {
            (each.key,): {
                "name": each.name,
                "unit_label": each.unit_label,
                "higher_is_better": each.higher_is_better,
                "clause": each.clause,
            }
            for each in plan.indicators
        },
        ("key",),
        at,
    )
    _sync_rounds(campaign, plan, at)
    _sync_participants(campaign, plan, on)
    _sync_deadlines(campaign, plan, by=by, at=at)
    generate_obligations(campaign)


def sync_duties(campaign: Campaign, plan: PlanDocument) -> None:
    """Record which unit plays which part by the plan; units are found by name, or by kind for "every unit"."""
    units = {unit.name: unit for unit in Unit.objects.all()}
    wanted = {}
    for responsibility in plan.responsibilities:
        named = [units[name] for name in responsibility.units if name in units]
        by_kind = [unit for unit in units.values() if unit.kind in responsibility.unit_kinds]
        for unit in {*named, *by_kind}:
            for part in responsibility.parts:
                wanted.setdefault((unit.pk, str(part)), responsibility.clause)
    present = {(duty.unit_id, duty.part): duty for duty in campaign.duties.all()}
    Duty.objects.filter(pk__in=[duty.pk for key, duty in present.items() if key not in wanted]).delete()
    Duty.objects.bulk_create(
        Duty(campaign=campaign, unit_id=unit_id, part=part, clause=clause)
        for (unit_id, part), clause in wanted.items()
        if (unit_id, part) not in present
    )
    campaign.__dict__.pop("duty_holders", None)


def sync_remarks(campaign: Campaign, plan: PlanDocument) -> None:
    """Keep one row for each doubt of the plan; doubts that the text no longer holds go, settled ones stay."""
    present = {(remark.code, remark.message): remark for remark in campaign.remarks.all()}
    wanted = {(str(remark.code), remark.message): remark for remark in plan.remarks}
    gone = [
        row.pk
        for key, row in present.items()
        if key not in wanted and row.settled_at is None and row.code not in RAISED_HERE
    ]
    PlanRemark.objects.filter(pk__in=gone).delete()
    PlanRemark.objects.bulk_create(
        PlanRemark(
            campaign=campaign,
            code=remark.code,
            severity=remark.severity,
            excerpt=remark.excerpt,
            message=remark.message,
            suggestion=remark.suggestion,
            about=remark.about,
            clause=remark.clause,
        )
        for key, remark in wanted.items()
        if key not in present
    )


def _sync_rows(model: type[Model], parent: dict, wanted: dict, key_fields: tuple, at: datetime) -> dict:
    """Create, update or retire the rows of a parent so that exactly the wanted keys are live; return them by key."""
    present = {tuple(getattr(row, name) for name in key_fields): row for row in model.objects.filter(**parent)}
    for key, row in present.items():
        if key not in wanted and row.retired_at is None:
            row.retired_at = at
            row.save(update_fields=["retired_at"])
    for key, facts in wanted.items():
        row = present.get(key)
        if row is None:
            present[key] = model.objects.create(**parent, **dict(zip(key_fields, key, strict=True)), **facts)
        elif row.retired_at or any(getattr(row, name) != value for name, value in facts.items()):
            row.retired_at = None
            for name, value in facts.items():
                setattr(row, name, value)
            row.save()
    return present


def _sync_content(campaign: Campaign, plan: PlanDocument, at: datetime) -> None:
    """Bring areas, items and the plan's own targets in line."""
    areas = _sync_rows(
        ContentArea,
        {"campaign": campaign},
        {
            (area.key,): {
                "number": area.number,
                "title": area.title,
                "clause": area.clause,
                "position": position,
            }
            for position, area in enumerate(plan.content)
        },
        ("key",),
        at,
    )
    ContentItem.objects.filter(area__campaign=campaign, area__retired_at=at, retired_at=None).update(retired_at=at)
    targets = {}
    for area in plan.content:
        items = _sync_rows(
            ContentItem,
            {"area": areas[area.key,]},
            {
                (item.key,): {
                    "number": item.number,
                    "text": item.text,
                    "clause": item.clause,
                    "position": position,
                }
                for position, item in enumerate(area.items)
            },
            ("key",),
            at,
        )
        for item in area.items:
            for target in item.targets:
                scale = plan.scale(target.scale)
                targets[target.key,] = {
                    "item": items[item.key,],
                    "text": target.text,
                    "kind": target.kind,
                    "comparator": target.comparator,
                    "value": target.value,
                    "unit_label": target.unit_label,
                    "scale": list(scale.levels) if scale else [],
                    "grade": target.grade,
                    "reference": target.reference,
                    "due_on": target.due_on,
                    "clause": target.clause,
                    "position": len(targets),
                }
    _sync_rows(Target, {"campaign": campaign, "unit": None}, targets, ("key",), at)


def _sync_rounds(campaign: Campaign, plan: PlanDocument, at: datetime) -> None:
    """Make one award round for each year of an annual round (DS-01)."""
    wanted = {
        (each.key, year): {"kind": each.kind, "title": each.title, "clause": each.clause}
        for each in plan.rounds
        for year in (each.years or (None,))
    }
    _sync_rows(AwardRound, {"campaign": campaign}, wanted, ("key", "year"), at)


def _sync_participants(campaign: Campaign, plan: PlanDocument, on: date) -> None:
    """Enter the units that the plan's audience covers and that exist on the day; nobody is put out here."""
    present = set(campaign.participations.values_list("unit_id", flat=True))
    Participation.objects.bulk_create(
        Participation(campaign=campaign, unit=unit, joined_on=on)
        for unit in Unit.objects.valid_on(on).order_by("pk")
        if unit.pk not in present and audience.participates(plan, unit.kind, unit.name)
    )


def _sync_deadlines(campaign: Campaign, plan: PlanDocument, *, by: Actor, at: datetime) -> None:
    """Store every due date; move what units owe with it, save where a unit has an extension of its own."""
    dues = calendar.dues(plan, starts_on=campaign.starts_on, ends_on=campaign.ends_on)
    fixed = {
        (row.key, row.year): row
        for row in Deadline.objects.filter(campaign=campaign, set_by_hand=True, retired_at=None)
    }
    wanted = {}
    for due in dues:
        by_hand = fixed.get((due.deadline.key, due.year)) if due.late_from is None else None
        wanted[due.deadline.key, due.year] = {
            "paper": due.deadline.paper,
            "kind": due.deadline.kind,
            "title": due.deadline.title,
            "round_key": due.deadline.round,
            "words": due.deadline.words,
            "clause": due.deadline.clause,
            "to": due.deadline.to,
            "through": due.deadline.through,
            "late_from": by_hand.late_from if by_hand else due.late_from,
            "set_by_hand": by_hand is not None,
        }
    for (key, year), row in fixed.items():
        if (key, year) not in wanted and row.key.startswith(REQUESTED):
            wanted[key, year] = {}
    rows = _sync_rows(Deadline, {"campaign": campaign}, wanted, ("key", "year"), at)
    for row in rows.values():
        move_reports(row)
        if row.retired_at:
            for obligation in row.obligations.exclude(status__in=SETTLED):
                act(obligation, "waive", by=by, at=at, reason=DROPPED, waive_reason=DROPPED)
        else:
            for obligation in row.obligations.filter(status=Obligation.Status.WAIVED, waive_reason=DROPPED):
                act(obligation, "restore", by=by, at=at, reason=BROUGHT_BACK, **OWED_ANEW)


def move_reports(deadline: Deadline) -> None:
    """Give a deadline's moment to its reports, save where a unit has a later day of its own."""
    moving = reports_to_move(deadline, deadline.late_from).exclude(late_from=deadline.late_from)
    moving.update(late_from=deadline.late_from, extension_reason="")


def reports_to_move(deadline: Deadline, moment: datetime | None) -> QuerySet[Obligation]:
    """Return the reports that follow a deadline to a moment.

    A unit's own extension stays as long as it is the later one; the day set when a report was returned always stays.
    """
    following = Q(extension_reason="")
    if moment:
        following |= Q(late_from__lt=moment, return_reason="", status__in=Obligation.WITH_THE_UNIT)
    return deadline.obligations.filter(following)


def generate_obligations(campaign: Campaign) -> int:
    """Make the missing obligations, unit × dated paper that units owe, and return how many.

    A unit owes nothing whose last day was over when it joined, or comes after its own end.
    """
    deadlines = campaign.deadlines.filter(retired_at=None, late_from__isnull=False, paper__in=PAPERS_OWED_BY_UNITS)
    present = set(campaign.obligations.values_list("deadline_id", "unit_id"))
    made = Obligation.objects.bulk_create(
        Obligation(campaign=campaign, deadline=deadline, unit_id=unit_id, late_from=deadline.late_from)
        for deadline in deadlines
        for unit_id in owing(campaign, deadline.last_day).values_list("unit_id", flat=True)
        if (deadline.pk, unit_id) not in present
    )
    return len(made)


def owing(campaign: Campaign, last_day: date) -> QuerySet[Participation]:
    """Return the participants who can owe a report with that last day: joined by then, and still existing."""
    return campaign.participations.filter(
        Q(unit__valid_to=None) | Q(unit__valid_to__gte=last_day), left_on=None, joined_on__lte=last_day
    )
