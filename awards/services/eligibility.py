"""Whether nominees are eligible and why: records gathered, the pure rules asked, the answer kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from awards.models import Appraisal, EligibilityRun, Nomination
from awards.rules import checks as check_rules
from awards.rules import eligibility as rules
from awards.rules.checks import Check
from awards.rules.eligibility import Found, Outcome, Verdict
from awards.services import conditions
from awards.services.awards_received import PastAward, award_history
from awards.services.findings import case_of, findings
from awards.services.initiatives import claim_initiative, release_initiative
from awards.services.records import gather, nominations
from campaigns.planfile.words import LeafKind
from campaigns.rules.results import MET, UNMET
from communes import history
from communes.access import Actor, Can

__all__ = [
    "PastAward", "Reading", "award_history", "check_again", "claim_initiative", "problems", "read", "read_for",
    "read_loaded", "read_many", "release_initiative", "run", "runs_for", "seen_by", "stored",
]  # fmt: skip

Stage = EligibilityRun.Stage
LATE = (Stage.COUNCIL, Stage.DECISION)
# In whose name nothing was judged yet.
NOBODY = Appraisal(pk=0)
SUBMITTING = ("submit", "enter", "resubmit")
# What may come late or be asked as an exception does not keep a dossier from being handed in, if it is explained.
NEVER_ASKED = ("deadline",)
ASK_WHY = "Nếu đề nghị xét là trường hợp ngoại lệ, hãy ghi giải trình."


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at a nomination: the evaluated tree (None where the plan has none), the conditions, the verdict.

    `told` holds, in place of some conditions, what these say as far as results of other dossiers were announced;
    `lacking` names what is not there yet while the unit still writes the dossier.
    """

    outcome: Outcome | None
    checks: list[Check]
    verdict: Verdict
    told: tuple[Check, ...] = ()
    lacking: tuple[str, ...] = ()


def read(nomination: Nomination, *, at: datetime, appraisal: Appraisal | None = None, stage: str = "") -> Reading:
    """Return what is known about a nomination now; with an appraisal, as that appraiser alone judges.

    Without one, judgements count once every appraiser has concluded. The stages "council" and "decision" ask more:
    the order of report and inspection, official results.
    """
    return read_loaded(*nominations([nomination.pk]), at=at, appraisal=appraisal, stage=stage)


def read_loaded(
    nomination: Nomination, *, at: datetime, appraisal: Appraisal | None = None, stage: str = ""
) -> Reading:
    """Return a reading of a nomination that came from `records.readable`, as it was loaded."""
    return _read([nomination], at=at, appraisal=appraisal, stage=stage)[nomination.pk]


def read_for(nomination: Nomination, actor: Actor, *, at: datetime) -> Reading:
    """Return a reading as the actor may know it: a unit learns no judgement before the appraisal is confirmed."""
    untold = nomination.status == Nomination.Status.UNDER_APPRAISAL and not actor.may(Can.SEE_UNANNOUNCED)
    return seen_by(read(nomination, at=at, appraisal=NOBODY if untold else None), nomination, actor)


def read_many(rows: Iterable[Nomination], at: datetime, *, stage: str = "") -> dict[int, Reading]:
    """Return readings by nomination key, with a fixed number of queries however many they are.

    Dossiers that were handed in are meant: what one still being written lacks is not looked for.
    """
    return _read(nominations(each.pk for each in rows), at=at, stage=stage, handed_in=True)


def _read(
    loaded: list[Nomination],
    *,
    at: datetime,
    appraisal: Appraisal | None = None,
    stage: str = "",
    handed_in: bool = False,
) -> dict[int, Reading]:
    """Gather the records once and conclude on each nomination."""
    records = gather(loaded, on=timezone.localdate(at), before_council=stage in LATE)
    return {
        each.pk: _conclude(
            case_of(each, records, at=at, appraisal=appraisal), stage, () if handed_in else _lacking(each)
        )
        for each in records.nominations
    }


def _conclude(case, stage: str, lacking: tuple[str, ...]) -> Reading:
    """Evaluate one nomination."""
    rule = case.nomination.rule
    outcome = rules.evaluate(rule, findings(case)) if rule else None
    found = conditions.conditions(case)
    if stage in LATE:
        found += conditions.before_council(case)
    if stage == Stage.DECISION:
        found.append(conditions.official(outcome))
    return Reading(outcome, found, rules.verdict(outcome, found, lacking), tuple(conditions.told(case)), lacking)


def _lacking(nomination: Nomination) -> tuple[str, ...]:
    """Name what a dossier that the unit still writes does not hold yet; one that was handed in was complete (KP-05)."""
    if not nomination.editable:
        return ()
    uploaded = {each.part_key for each in nomination.files.all() if each.removed_at is None} - {""}
    return tuple(nomination.blockers_to_submit(uploaded=uploaded))


@transaction.atomic
def run(
    nomination: Nomination, stage: str, *, by: Actor, at: datetime, appraisal: Appraisal | None = None
) -> EligibilityRun:
    """Evaluate a nomination and keep the answer with everything it rests on; set its verdict as the unit reads it."""
    reading = read(nomination, at=at, appraisal=appraisal, stage=stage)
    kept = EligibilityRun.objects.create(
        nomination=nomination,
        stage=stage,
        state=reading.verdict.state,
        sentence=reading.verdict.sentence,
        provisional=reading.verdict.provisional,
        tree=rules.as_data(reading.outcome) if reading.outcome else {},
        checks=check_rules.as_data(reading.checks),
        told=check_rules.as_data(reading.told),
        at=at,
        by=by.name,
    )
    facts = {"verdict": _veiled(reading, nomination).verdict.sentence, "provisional": reading.verdict.provisional}
    Nomination.objects.filter(pk=nomination.pk).update(**facts)
    for name, value in facts.items():
        setattr(nomination, name, value)
    return kept


@transaction.atomic
def check_again(nomination: Nomination, *, by: Actor, at: datetime) -> EligibilityRun:
    """Look at a nomination again with today's records, for the stage that it has reached, with a line of history."""
    if not by.may(Can.APPRAISE):
        raise PermissionDenied
    unconfirmed = nomination.status == Nomination.Status.UNDER_APPRAISAL
    kept = run(nomination, stage_of(nomination), by=by, at=at, appraisal=NOBODY if unconfirmed else None)
    history.record("nomination.check_again", nomination, by=by, at=at, label="Xét lại điều kiện", verdict=kept.sentence)
    return kept


def stage_of(nomination: Nomination) -> str:
    """Return the stage that a nomination has reached; what is told of its stage tells nothing of a hidden result."""
    if nomination.status in ("draft", "returned", "submitted"):
        return Stage.SUBMISSION
    if nomination.status in ("eligible", "deferred", "on_agenda"):
        return Stage.COUNCIL
    return Stage.DECISION if nomination.status in Nomination.UNANNOUNCED else Stage.APPRAISAL


def problems(nomination: Nomination, action: str, at: datetime) -> list[str]:
    """Say what the records hold against an act on a nomination (L-03, DS-07, DS-18, VT-05); nothing for other acts.

    Handing in is refused for what nobody may except; what a leader may except needs the unit's explanation.
    """
    if action in SUBMITTING:
        return _problems_to_submit(nomination, at, veiled=action != "enter")
    if action == "find_eligible":
        verdict = read(nomination, at=at, stage=Stage.APPRAISAL).verdict
        return [] if verdict.state == MET else [verdict.sentence]
    stage = {"place_on_agenda": Stage.COUNCIL, "decide": Stage.DECISION}.get(action)
    if stage is None:
        return []
    return problems_at(read(nomination, at=at, stage=stage))


def problems_at(reading: Reading) -> list[str]:
    """Say what a reading before the council or before the decision holds against going on."""
    found = conditions.blocking(reading.checks, open_too=True)
    if reading.outcome and reading.outcome.state == UNMET:
        found.append(rules.verdict(reading.outcome).sentence)
    return found


def _problems_to_submit(nomination: Nomination, at: datetime, *, veiled: bool) -> list[str]:
    """Say why a dossier cannot be handed in, in words that its unit may read."""
    reading = read(nomination, at=at)
    found = (_veiled(reading, nomination) if veiled else reading).checks
    asked = [check for check in found if check.key not in NEVER_ASKED]
    if nomination.explanation.strip():
        return conditions.blocking(asked, excused=True)
    return [f"{check.words} {ASK_WHY}" if check.exceptable else check.words for check in asked if check.state == UNMET]


def stored(kept: EligibilityRun) -> Reading:
    """Return a reading exactly as it was kept."""
    outcome = rules.from_data(kept.tree) if kept.tree else None
    decisive = ()
    return Reading(
        outcome,
        list(check_rules.from_data(kept.checks)),
        Verdict(kept.state, kept.sentence, decisive, kept.provisional),
        check_rules.from_data(kept.told),
    )


def runs_for(nomination: Nomination, actor: Actor) -> list[EligibilityRun]:
    """Return the kept evaluations that an actor may know, the latest first; a unit those until its appraisal."""
    rows = nomination.runs.order_by("-pk")
    if not actor.may(Can.SEE_UNANNOUNCED):
        rows = rows.filter(stage__in=(Stage.SUBMISSION, Stage.APPRAISAL))
    return list(rows)


def seen_by(reading: Reading, nomination: Nomination, actor: Actor) -> Reading:
    """Return a reading as an actor may see it: who may not know of examinations is not told of them."""
    return reading if actor.may(Can.SEE_UNANNOUNCED) else _veiled(reading, nomination)


def _veiled(reading: Reading, nomination: Nomination) -> Reading:
    """Return a reading without what is said about discipline, examinations and results that were not announced."""
    secret, told = conditions.CONFIDENTIAL, {check.key: check for check in reading.told}
    known = [told.get(check.key, check) for check in reading.checks]
    found = [
        replace(check, words=secret[check.key]) if check.key in secret and check.state != MET else check
        for check in known
    ]
    outcome = reading.outcome
    if outcome:
        rule = nomination.rule
        hidden = {path for path, node in rules.leaf_nodes(rule) if node.leaf == LeafKind.DISCIPLINE} if rule else set()
        outcome = _without_names(outcome, hidden)
    if (outcome, found) == (reading.outcome, reading.checks):
        return reading
    return Reading(outcome, found, rules.verdict(outcome, found, reading.lacking), lacking=reading.lacking)


def _without_names(outcome: Outcome, hidden: set[str]) -> Outcome:
    """Return a tree whose findings about discipline name nobody."""
    found = outcome.found
    if outcome.path in hidden and found and found.state != MET:
        found = Found(found.state, "", found.needed, provisional=found.provisional)
    return replace(
        outcome,
        found=found,
        children=tuple(_without_names(child, hidden) for child in outcome.children),
        preconditions=tuple(_without_names(child, hidden) for child in outcome.preconditions),
    )
