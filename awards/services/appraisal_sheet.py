"""What lies before an appraiser: the dossier, each criterion with what is known, the unit's reports and inspections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from awards.models import Appraisal, Judgement, Nomination
from awards.rules import eligibility as rules
from awards.rules.checks import Check
from awards.rules.eligibility import Outcome
from awards.services import conditions, eligibility
from awards.services.eligibility import Reading
from awards.services.judgements import judged_texts
from campaigns.models import Inspection, Obligation
from campaigns.planfile.words import NodeOp, Paper
from campaigns.rules.results import UNKNOWN
from campaigns.services.inspections import HANDED_IN
from communes.access import Actor
from kit.vietnamese import small_count

AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the criteria: a group with its way of counting, a criterion, or an open condition.

    `judged` marks what the appraiser answers under its path; the unit's own word stands beside it.
    """

    path: str
    text: str
    clause: str
    depth: int
    state: str
    group: str = ""
    outcome: Outcome | None = None
    check: Check | None = None
    judged: bool = False
    own: Judgement | None = None
    said: Judgement | None = None


def reading_for(nomination: Nomination, mine: Appraisal | None, *, at: datetime) -> tuple[Reading, Check | None]:
    """Return what is known now, to an appraiser with only the own judgements in it; and the order before the council.

    The nomination comes from `records.readable`. The order report, inspection, council (VT-05) binds the council, not
    the appraisal: it stands apart.
    """
    full = eligibility.read_loaded(nomination, at=at, appraisal=mine, stage="council")
    order = next((check for check in full.checks if check.key == "before_council"), None)
    checks = [check for check in full.checks if check.key != "before_council"]
    verdict = rules.verdict(full.outcome, checks, full.lacking)
    return Reading(full.outcome, checks, verdict, lacking=full.lacking), order


def points(nomination: Nomination, reading: Reading, mine: Appraisal | None) -> list[Point]:
    """Return the criteria in the plan's order, then the conditions that a person must settle."""
    given = nomination.judgements.all()
    own = {each.path: each for each in given if each.appraisal_id is None}
    said = {each.path: each for each in given if mine and each.appraisal_id == mine.pk}
    judged = judged_texts(nomination)
    found = list(_walk(reading.outcome, 0, judged, own, said)) if reading.outcome else []
    for check in reading.checks:
        path = f"{conditions.JUDGED}{check.key}"
        if path in judged and (check.state == UNKNOWN or path in said):
            found.append(Point(path, check.title, "", 0, check.state, check=check, judged=True, said=said.get(path)))
    return found


def _walk(
    outcome: Outcome, depth: int, judged: Mapping, own: Mapping[str, Judgement], said: Mapping[str, Judgement]
) -> Iterator[Point]:
    """Yield a tree as lines, groups before their members."""
    leaf = outcome.op == NodeOp.LEAF
    yield Point(
        outcome.path, outcome.text, outcome.clause, min(depth, 3), outcome.state,
        group="" if leaf else _way(outcome), outcome=outcome, judged=leaf and outcome.path in judged,
        own=own.get(outcome.path), said=said.get(outcome.path),
    )  # fmt: skip
    for child in (*outcome.preconditions, *outcome.children):
        yield from _walk(child, depth + 1, judged, own, said)


def _way(outcome: Outcome) -> str:
    """Say how a group counts."""
    said = "" if outcome.logic_stated else "; kế hoạch không nói rõ, hiểu là phải đạt tất cả"
    if outcome.op == NodeOp.ALL:
        return f"Đạt tất cả{said}"
    if outcome.op == NodeOp.ANY:
        return "Đạt ít nhất một"
    if outcome.op == NodeOp.AT_LEAST:
        return f"Đạt ít nhất {small_count(outcome.min_true)}"
    return "Đạt điều kiện bắt buộc và ít nhất một nội dung lựa chọn"


@dataclass(frozen=True, slots=True)
class UnitWork:
    """What the commune knows of a unit's work: this campaign's reports, last year's, inspections."""

    reports: list[Obligation]
    last_year: list[Obligation]
    inspections: list[Inspection]


def unit_work(nomination: Nomination, actor: Actor) -> UnitWork:
    """Return the newest reports and inspections of the unit that nominates and of the nominee's, each report once.

    A campaign's report for no year in particular is this campaign's, whenever it was handed in.
    """
    units = {nomination.unit_id, nomination.nominee_unit_id}
    last = nomination.year - 1
    elsewhere = ~Q(campaign=nomination.campaign)
    of_last_year = Q(deadline__year=last) | Q(deadline__year=None, submitted_at__year=last) & elsewhere
    rows = Obligation.objects.within(actor).filter(unit__in=units, deadline__paper=Paper.UNIT_REPORT)
    so_far = Q(deadline__year=None) | Q(deadline__year__lte=nomination.year)
    rows = rows.filter(Q(campaign=nomination.campaign) & so_far | of_last_year & Q(status__in=HANDED_IN))
    rows = rows.annotate(last=ExpressionWrapper(of_last_year & Q(status__in=HANDED_IN), BooleanField()))
    rows = rows.select_related("campaign__commune", "deadline", "unit").without_words().order_by("-submitted_at", "-pk")
    reports = list(rows)
    visits = Inspection.objects.within(actor).filter(unit__in=units).exclude(status=Inspection.Status.CANCELLED)
    visits = visits.select_related("campaign__commune", "unit").order_by("-inspected_on", "-pk")
    return UnitWork(
        reports=[each for each in reports if not each.last][:AT_MOST],
        last_year=[each for each in reports if each.last][:AT_MOST],
        inspections=list(visits[:AT_MOST]),
    )
