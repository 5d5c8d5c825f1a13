"""The general conditions of a nomination, from the records: what blocks whatever the criteria say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone

from awards.models import Discipline, Examination, Exemption
from awards.rules import checks
from awards.rules.checks import Check, Claim, Conflict, Earlier, Granted, Matter, inline, named_clause
from awards.rules.eligibility import Outcome, provisional_leaves
from awards.rules.kinds import AwardBasis
from awards.services.findings import Case, reports_of
from awards.services.records import Other
from campaigns.models import Deadline, Obligation
from campaigns.planfile.schema import AudienceGroup, Quota
from campaigns.planfile.words import Subject
from campaigns.rules import audience, calendar, quotas
from campaigns.rules.results import MET, UNKNOWN, UNMET
from kit.vietnamese import fold, vn_date

JUDGED = "check/"
UNIT_EXAMINED = "unit_examination"
# What a unit is told of discipline and of matters under examination: that there is something, never what.
CONFIDENTIAL = {
    "examination": "Chưa đề nghị khen thưởng được; liên hệ cơ quan thường trực để biết lý do.",
    UNIT_EXAMINED: "Cơ quan thường trực cần xác nhận thêm trước khi xét.",
    "counting": "Thời gian tính thành tích cần cơ quan thường trực xác nhận.",
}


def conditions(case: Case) -> list[Check]:
    """Return every general condition with its state, what appraisers judged of it and what a leader excepted."""
    found = [
        _audience(case),
        checks.subject_check(case.nomination.award, case.nomination.subject),
        checks.authority_check(case.nomination.award, case.nomination.authority, on=case.on),
        _usable_quota(case),
        *_examinations(case),
        *_counting(case),
        _one_achievement(case),
        _initiatives(case),
        _deadline(case),
    ]
    return settled(case, found)


def told(case: Case) -> list[Check]:
    """Return what the conditions say that look at other dossiers, as far as the results of these were announced."""
    return settled(case, [_one_achievement(case, told=True), _initiatives(case, told=True)])


def before_council(case: Case) -> list[Check]:
    """Return the order that a dossier keeps before the council (VT-05); an ad-hoc award waits for no report.

    An inspection counts for the time that the round looks at: its year, or the campaign's term.
    """
    if case.nomination.basis == AwardBasis.AD_HOC:
        return []
    rule = case.nomination.plan.inspection
    owed = [row for row in reports_of(case, case.period) if row.status != Obligation.Status.WAIVED]
    if not rule.required:
        owed = [row for row in owed if calendar.is_late(case.at, row.late_from)]
    places = {(row.campaign_id, row.unit_id) for row in owed} or {
        (case.nomination.campaign_id, case.nomination.nominee_unit_id)
    }
    period, visits = case.period, case.records.inspections
    check = checks.council_check(
        inspection_required=rule.required,
        inspected=all(any(period.first <= day <= period.last for day in visits.get(place, ())) for place in places),
        report_accepted=all(row.status == Obligation.Status.ACCEPTED for row in owed),
        source=named_clause(rule.clause),
    )
    return settled(case, [check])


def official(outcome: Outcome | None) -> Check:
    """Check that no standard that counts still rests on a provisional result (DS-18)."""
    resting = provisional_leaves(outcome) if outcome else ()
    return checks.official_check([f"“{leaf.text}”, {leaf.found.found}" for leaf in resting])


def settled(case: Case, found: Iterable[Check]) -> list[Check]:
    """Return checks with what an appraiser concluded on the open ones, and with the exceptions granted."""
    granted = case.records.exemptions.get(case.nomination.pk, {})
    return [checks.with_exceptions(_concluded(case, check), _granted(granted.get(check.key, ()))) for check in found]


def _granted(rows: Iterable[Exemption]) -> list[Granted]:
    """Return exemptions as the rules see them."""
    return [Granted(frozenset(row.conflicts), row.reason, row.leader_name) for row in rows]


def _concluded(case: Case, check: Check) -> Check:
    """Return an open check as an appraiser concluded it."""
    said = case.judged.get(JUDGED + check.key)
    if check.state != UNKNOWN or said is None:
        return check
    if said.verdict == UNKNOWN:
        return replace(check, words=f"{check.words} {said.note}".strip()) if said.note else check
    word = "đạt" if said.verdict == MET else "không đạt"
    note = f": {inline(said.note)}" if said.note else ""
    return replace(check, state=said.verdict, words=f"{check.words} Người thẩm định {said.by} kết luận {word}{note}.")


def _clauses(groups: Iterable[AudienceGroup]) -> str:
    """Return the clauses of groups as a source."""
    named = list(dict.fromkeys(group.clause for group in groups if group.clause))
    return named_clause(", ".join(named))


def _audience(case: Case) -> Check:
    """Check the plan's audience (DT-02); a person counts with the unit worked for."""
    nomination, plan = case.nomination, case.nomination.plan
    person = nomination.person
    unit = nomination.collective or person.unit or nomination.unit
    category = person.category if person else ""
    covered = audience.covers(plan, nomination.subject, unit.kind, unit.name, category)
    who = nomination.nominee if nomination.collective else f"{nomination.nominee} ({unit})"
    if person and person.category and nomination.subject != Subject.HOUSEHOLD:
        who = f"{nomination.nominee}, {person.get_category_display().lower()} ({unit})"
    groups = [group for group in plan.audience if group.subject == nomination.subject] or plan.audience
    return checks.audience_check(covered, who=who, source=_clauses(groups))


def _usable_quota(case: Case) -> Check:
    """Check the line of quotas, read as a person settled where its number was in doubt (HP-02)."""
    quota = _quota(case)
    readings = case.records.readings.get(case.nomination.campaign_id, {})
    return checks.quota_check(quota, case.on, readings.get(quota.key) if quota else None)


def _quota(case: Case) -> Quota | None:
    """Return the line of quotas under which it counts."""
    described = case.nomination.plan_round
    if described is None or not case.nomination.quota_key:
        return None
    return next((each for each in quotas.in_force(described) if each.key == case.nomination.quota_key), None)


def _examinations(case: Case) -> list[Check]:
    """Check open matters and discipline still in force (L-03); one about a person's unit a person must look at."""
    kind, key = case.who
    open_ones = [_matter(row) for row in case.records.matters.get(case.who, ())]
    if kind == "person":
        measures = case.records.disciplined_people.get(key, ())
        open_ones += [_in_force(row) for row in measures if _still_in_force(row, case)]
    found = [checks.examination_check(open_ones)]
    around = case.records.matters.get(("unit", case.nomination.nominee_unit_id), ()) if kind == "person" else ()
    if around:
        matters = "; ".join(map(_matter_words, around))
        unit, nominee = around[0].unit, case.nomination.nominee
        words = f"Đơn vị {unit} đang bị xem xét: {matters}; cần xác nhận {nominee} không liên quan."
        found.append(
            Check(
                UNIT_EXAMINED,
                "Không liên quan việc của đơn vị",
                UNKNOWN,
                words,
                checks.LAW_EXAMINATION,
                exceptable=True,
                conflicts=tuple(Conflict(f"examination:{row.pk}", _matter_words(row)) for row in around),
            )
        )
    return found


def _matter_words(row: Examination) -> str:
    """Write what is being examined, with its source."""
    return f"{row.get_kind_display().lower()} ({row.source})"


def _matter(row: Examination) -> Matter:
    """Return an open matter as the rules see it."""
    return Matter(row.get_kind_display(), str(row.person or row.unit), row.since, row.source)


def _in_force(row: Discipline) -> Matter:
    """Return a disciplinary measure that has not ended as an open matter."""
    return Matter(
        f"đang thi hành kỷ luật {inline(row.get_kind_display())}", str(row.person), row.decided_on, row.document
    )


def _still_in_force(row: Discipline, case: Case) -> bool:
    """Say whether a measure has not ended on the day."""
    return row.decided_on <= case.on and (row.ended_on is None or row.ended_on > case.on)


def _counting(case: Case) -> list[Check]:
    """Check from when a disciplined person's achievement counts (L-03)."""
    kind, key = case.who
    measures = case.records.disciplined_people.get(key, ()) if kind == "person" else ()
    ended = [row.ended_on for row in measures if row.ended_on and row.ended_on <= case.on]
    if not ended:
        return []
    return [checks.counting_check(case.period.first, case.period.last, ended)]


def _one_achievement(case: Case, *, told: bool = False) -> Check:
    """Check that the achievement was not honoured before, in this round or otherwise (DS-07).

    With `told`, only announced results of other dossiers count.
    """
    mine, earlier = case.nomination, []
    for other in case.records.others.get(case.who, ()):
        if other.pk == mine.pk or other.subject != mine.subject:
            continue
        decided, live = (other.told_decided, other.told_live) if told else (other.decided, other.live)
        if _same_achievement(case, other):
            if decided or (live and _came_first(case, other)):
                earlier.append(Earlier(other.award, other.named, same=True, ref=f"nomination:{other.pk}"))
        elif decided and other.basis != mine.basis and _overlaps(case, other):
            earlier.append(Earlier(other.award, other.named, same=False, ref=f"nomination:{other.pk}"))
    for row in case.records.earlier.get(case.who, ()):
        if case.period.first <= row.decision_on <= case.on:
            decision = f"Quyết định số {row.decision_number} ngày {vn_date(row.decision_on)}"
            earlier.append(Earlier(row.title, decision, same=False, ref=f"earlier-award:{row.pk}"))
    principle = next((each for each in mine.plan.principles if "mot thanh tich" in fold(each.text)), None)
    source = f"{named_clause(principle.clause)}; " if principle and principle.clause else ""
    return checks.one_achievement_check(earlier, source=source + checks.LAW_ONE_ACHIEVEMENT)


def _same_achievement(case: Case, other: Other) -> bool:
    """Say whether another nomination is for the very achievement: the same round, or the same deed."""
    mine = case.nomination
    if AwardBasis.AD_HOC in (mine.basis, other.basis):
        return mine.basis == other.basis and mine.deed_on == other.deed_on
    return mine.campaign_id == other.campaign_id and mine.round_id == other.round_id


def _came_first(case: Case, other: Other) -> bool:
    """Say whether another live nomination was handed in before; what was not handed in stands in nobody's way."""
    if other.submitted_at is None:
        return False
    mine = case.nomination.submitted_at
    return mine is None or (other.submitted_at, other.pk) < (mine, case.nomination.pk)


def _overlaps(case: Case, other: Other) -> bool:
    """Say whether two awards look at overlapping times."""
    return other.first <= case.period.last and case.period.first <= other.last


def _initiatives(case: Case, *, told: bool = False) -> Check:
    """Check that no initiative of the dossier supports another award (L-08).

    With `told`, another dossier counts as far as its result was announced.
    """
    claims = []
    for row in case.records.initiatives.get(case.nomination.pk, ()):
        twin = (case.records.told_twins if told else case.records.twins).get(row.pk)
        used_by = f"hồ sơ đề nghị {twin.used_in.get_award_display()} khác" if twin else None
        claims.append(Claim(row.title, used_by))
    return checks.initiative_check(claims)


def _deadline(case: Case) -> Check:
    """Check that the dossier came in time; before it is handed in, whether it still can."""
    mine, due = case.nomination, _due(case)
    if due is None or due.late_from is None:
        source = named_clause(due.clause) if due else ""
        return checks.deadline_check(False, words=f"{quotas.UNSTATED} thời hạn nộp hồ sơ.", source=source)
    last, ref = f"chậm nhất ngày {vn_date(due.last_day)}", f"deadline:{due.pk}"
    if mine.submitted_at and mine.status != "draft":
        sent = f"Nộp ngày {vn_date(timezone.localdate(mine.submitted_at))}"
        words = f"{sent}, trễ hạn ({last})." if mine.late else f"{sent}, đúng hạn ({last})."
        return checks.deadline_check(mine.late, words=words, source=named_clause(due.clause), ref=ref)
    late = calendar.is_late(case.at, due.late_from)
    words = f"Đã quá hạn nộp hồ sơ ({last})." if late else f"Còn hạn nộp hồ sơ ({last})."
    return checks.deadline_check(late, words=words, source=named_clause(due.clause), ref=ref)


def _due(case: Case) -> Deadline | None:
    """Return the deadline of the dossier's round, one with a date before one without."""
    mine = case.nomination
    if mine.round is None:
        return None
    rows = [
        row
        for row in case.records.deadlines.get(mine.campaign_id, ())
        if row.round_key in ("", mine.round.key) and row.year in (None, mine.round.year)
    ]
    return min(rows, key=lambda row: (row.late_from is None, row.round_key == "", row.pk), default=None)


def blocking(found: Sequence[Check], *, open_too: bool = False, excused: bool = False) -> list[str]:
    """Return the words of what is not met, or still open; `excused` leaves out what a leader may except."""
    states = {UNMET, UNKNOWN} if open_too else {UNMET}
    return [check.words for check in found if check.state in states and not (excused and check.exceptable)]
