"""From records to findings: what is known about each standard of a nomination's criteria tree."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from awards.models import Appraisal, Assessment, Initiative, Judgement, Nomination
from awards.rules import leaves
from awards.rules.eligibility import Found, leaf_nodes
from awards.rules.leaves import Period, Rated, Year, period_of
from awards.services.records import Records, Who, places_of, who_of
from campaigns.models import Obligation
from campaigns.planfile.schema import Node
from campaigns.planfile.words import LeafKind
from campaigns.rules import punctuality
from campaigns.rules.punctuality import Due
from campaigns.rules.results import MET, UNKNOWN, UNMET
from kit.vietnamese import fold, small_count, vn_date

SAID = {MET: "đạt", UNMET: "không đạt", UNKNOWN: "chưa rõ"}


@dataclass(frozen=True, slots=True)
class Said:
    """What an appraiser says about one standard or condition."""

    verdict: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Case:
    """One nomination with the records, the moment, what appraisers said and what the unit says of itself."""

    nomination: Nomination
    records: Records
    at: datetime
    judged: Mapping[str, Said]
    claimed: Mapping[str, Judgement]

    @property
    def who(self) -> Who:
        """Whom it honours, as a key."""
        return who_of(self.nomination)

    @property
    def on(self) -> date:
        """The day it is looked at."""
        return timezone.localdate(self.at)

    @property
    def year(self) -> int | None:
        """The year its achievement is asked for; None where the whole campaign counts."""
        if self.nomination.round:
            return self.nomination.round.year
        return self.nomination.deed_on.year if self.nomination.deed_on else None

    @property
    def term(self) -> tuple[date, date]:
        """The campaign's first and last day."""
        campaign = self.nomination.campaign
        return campaign.starts_on or date(campaign.ends_on.year, 1, 1), campaign.ends_on

    @property
    def period(self) -> Period:
        """The time in which its achievement lies: the day of the deed, the round's year, or the campaign's term."""
        if self.nomination.deed_on and not self.nomination.round_id:
            return Period(self.nomination.deed_on, self.nomination.deed_on)
        return period_of(Node(key="-"), self.year, self.term)

    def files(self, path: str) -> tuple[str, ...]:
        """Return the names of the files that prove a standard."""
        return tuple(self.records.files.get((self.nomination.pk, path), ()))


def case_of(nomination: Nomination, records: Records, *, at: datetime, appraisal: Appraisal | None = None) -> Case:
    """Return a nomination as one appraiser sees it, or as all who have concluded do."""
    given = records.judgements.get(nomination.pk, [])
    own = {row.path: row for row in given if row.appraisal_id is None}
    if appraisal is not None:
        told = [row for row in given if row.appraisal_id == appraisal.pk]
    else:
        told = [row for row in given if row.appraisal_id and not nomination.being_appraised]
    return Case(nomination, records, at, _agreed(told), own)


def _agreed(told: Sequence[Judgement]) -> dict[str, Said]:
    """Return what appraisers said about each path; where they differ, nothing is known yet."""
    by_path: dict[str, list[Judgement]] = {}
    for row in told:
        by_path.setdefault(row.path, []).append(row)
    found = {}
    for path, rows in by_path.items():
        if len({row.verdict for row in rows}) == 1:
            notes = dict.fromkeys(row.note.strip() for row in rows if row.note.strip())
            found[path] = Said(rows[0].verdict, ", ".join(row.by for row in rows), "; ".join(notes))
        else:
            differing = "; ".join(f"{row.by}: {SAID[row.verdict]}" for row in rows)
            found[path] = Said(UNKNOWN, "", f"người thẩm định đánh giá khác nhau ({differing})")
    return found


def findings(case: Case) -> dict[str, Found]:
    """Return what is known about every standard, by its path."""
    rule = case.nomination.rule
    return {path: _FOUND[node.leaf](case, path, node) for path, node in leaf_nodes(rule)} if rule else {}


def _levels(case: Case, node: Node) -> tuple[str, ...]:
    """Return the levels of the scale that a standard names."""
    scale = case.nomination.plan.scale(node.scale)
    return scale.levels if scale else ()


def _assessments(case: Case, kind: str, measure: str, years) -> list[Assessment]:
    """Return what was assessed of the nominee in some years, the earliest first; words compare without marks."""
    rows = case.records.assessments.get(case.who, [])
    wanted = fold(measure)
    found = [row for row in rows if row.kind == kind and row.year in years and fold(row.measure) == wanted]
    return sorted(found, key=lambda row: row.year)


def _period(case: Case, node: Node) -> Period:
    """Return the time that a standard looks at."""
    return period_of(node, case.year, case.term)


def _latest(case: Case, node: Node, kind: str, measure: str) -> Rated | None:
    """Return the latest result in the time that a standard looks at."""
    rows = _assessments(case, kind, measure, _period(case, node).years)
    if not rows:
        return None
    return Rated(rows[-1].level, rows[-1].year, rows[-1].provisional, rows[-1].document)


def _rating(case: Case, path: str, node: Node) -> Found:
    """Look at the yearly rating (KP-02, KP-03, DS-18)."""
    return leaves.rating(node, _levels(case, node), _latest(case, node, Assessment.Kind.RATING, ""))


def _grade(case: Case, path: str, node: Node) -> Found:
    """Look at a grade on a named scale (KP-02)."""
    return leaves.grade(node, _levels(case, node), _latest(case, node, Assessment.Kind.GRADE, node.of))


def _count(case: Case, path: str, node: Node) -> Found:
    """Count the recognised initiatives that the nomination rests on and that were applied in the time (DS-05)."""
    period, mine = _period(case, node), case.records.initiatives.get(case.nomination.pk, [])
    inside = [row for row in mine if period.first <= row.applied_on <= period.last]
    recognised = [row for row in inside if row.status == Initiative.Status.RECOGNISED]
    found = leaves.count(node, [_initiative(row) for row in recognised], len(inside) - len(recognised))
    outside = len(mine) - len(inside)
    if outside:
        found = replace(found, found=f"{found.found}; không tính {small_count(outside)} áp dụng ngoài thời gian xét")
    return found


def _initiative(row: Initiative) -> str:
    """Write an initiative with the decision that recognised it."""
    return f"{row.title} (số {row.decision_number} ngày {vn_date(row.decision_on)})"


def _years(case: Case, path: str, node: Node) -> Found:
    """Count the years that were recorded for what the standard names (DS-05, DS-06, L-10)."""
    rows = _assessments(case, Assessment.Kind.YEAR, node.of, _period(case, node).years)
    years = [Year(row.year, row.months_worked, row.maternity_months) for row in rows]
    found = leaves.years(node, years or None)
    documents = tuple(dict.fromkeys(row.document for row in rows if row.document))
    return replace(found, evidence=documents, provisional=any(row.provisional for row in rows))


def _discipline(case: Case, path: str, node: Node) -> Found:
    """Look for discipline of the person, or of any member of the unit, decided in the time (DS-15)."""
    period, (kind, key) = _period(case, node), case.who
    by = case.records.disciplined_units if kind == "unit" else case.records.disciplined_people
    measures = [
        leaves.Discipline(str(row.person), row.get_kind_display().lower(), row.decided_on, row.document)
        for row in by.get(key, ())
        if period.first <= row.decided_on <= period.last
    ]
    subject = case.nomination.person or case.nomination.collective
    return leaves.discipline(node, str(subject), measures)


def _document(case: Case, path: str, node: Node) -> Found:
    """Look for the unit's own plan (HP-07), or for a file that proves another paper."""
    if "kế hoạch" in node.of:
        plans = case.records.unit_plans
        plan = next((plans[place] for place in places_of(case.nomination) if place in plans), None)
        number = f" số {plan.number}" if plan and plan.number else ""
        words = f"Kế hoạch{number} ngày {vn_date(plan.adopted_on)}" if plan else ""
        return leaves.document(node, plan is not None, words)
    files = case.files(path)
    return replace(leaves.document(node, bool(files)), evidence=files)


def reports_of(case: Case, period: Period) -> list[Obligation]:
    """Return the unit's reports that belong to a time: the nominee's own unit's, else the nominating unit's."""
    owed = case.records.obligations
    rows = next((owed[place] for place in places_of(case.nomination) if place in owed), [])
    return [row for row in rows if _belongs(row, period)]


def _belongs(row: Obligation, period: Period) -> bool:
    """Say whether a report is about a time; one without year and date belongs to all."""
    if row.deadline.year:
        return row.deadline.year in period.years
    return row.last_day is None or period.first <= row.last_day <= period.last


def _on_time(case: Case, path: str, node: Node) -> Found:
    """Compute from the unit's own record whether its reports came complete and in time (HP-06)."""
    dues = [Due(row.status, row.late_from, row.late) for row in reports_of(case, _period(case, node))]
    return leaves.on_time(node, punctuality.record_of(dues, case.at))


def _rank(case: Case, path: str, node: Node) -> Found:
    """Compare this year's rank with the commune's threshold, or with last year's rank (HP-05)."""
    year = case.nomination.year
    rows = {row.year: row for row in _assessments(case, Assessment.Kind.RANK, _measure(case, node), (year - 1, year))}
    this, last = rows.get(year), rows.get(year - 1)
    threshold = case.records.thresholds.get((case.nomination.campaign_id, case.nomination.subject, node.key))
    found = leaves.rank(node, this and this.position, last and last.position, threshold)
    used = [row for row in ((last, this) if node.change else (this,)) if row]
    documents = tuple(dict.fromkeys(row.document for row in used if row.document))
    return replace(found, evidence=documents, provisional=any(row.provisional for row in used))


def _measure(case: Case, node: Node) -> str:
    """Return what a rank is about; a change is measured on the rank that stands beside it in the tree."""
    if not node.change:
        return node.of
    ranks = (each for _, each in leaf_nodes(case.nomination.rule) if each.leaf == LeafKind.RANK and not each.change)
    return next((each.of for each in ranks), node.of)


def _judged(case: Case, path: str, node: Node) -> Found:
    """Return the appraisers' judgement; before it the unit's word about itself, which decides nothing (HP-09)."""
    files, said = case.files(path), case.judged.get(path)
    if said and said.by:
        return leaves.judged(node, said.verdict, said.by, said.note, files)
    if said:
        return Found(UNKNOWN, said.note, "", files)
    own = case.claimed.get(path)
    return leaves.claimed(node, own.verdict if own else "", own.note if own else "", files)


_FOUND: dict[str, Callable[[Case, str, Node], Found]] = {
    LeafKind.RATING: _rating,
    LeafKind.GRADE: _grade,
    LeafKind.COUNT: _count,
    LeafKind.YEARS: _years,
    LeafKind.DISCIPLINE: _discipline,
    LeafKind.DOCUMENT: _document,
    LeafKind.ON_TIME: _on_time,
    LeafKind.RANK: _rank,
    LeafKind.JUDGEMENT: _judged,
}
