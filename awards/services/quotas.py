"""How many awards the plan allows and how many there are: one count for the board and for the decision."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Q

from awards.models import Nomination
from awards.rules import board
from awards.rules.board import Tally
from campaigns.models import AwardRound, Campaign, Participation
from campaigns.planfile.schema import PlanDocument, Quota
from campaigns.planfile.words import Subject
from campaigns.rules import audience, quotas
from campaigns.rules.quotas import Base

DECIDED = ("awarded", "forwarded_up")
DROPPED = ("not_awarded", "award_revoked")
# In which counts of a `Tally` a status stands: what a nomination once reached counts, whatever came after.
STAGES = {
    "proposed": tuple(each for each in Nomination.Status.values if each not in ("draft", "withdrawn")),
    "qualified": (*Nomination.QUALIFIED, "not_recommended", *DROPPED),
    "recommended": ("recommended", "reserve", *DECIDED, *DROPPED),
    "decided": DECIDED,
    "unfit": ("ineligible",),
    "refused": ("not_recommended",),
    "reserve": ("reserve",),
    "dropped": DROPPED,
}
Key = tuple[str, str]


def quotas_of(award_round: AwardRound, plan: PlanDocument) -> tuple[Quota, ...]:
    """Return the quotas of a round; where the plan names none, the chair's own authority (DT-06)."""
    described = next((each for each in plan.rounds if each.key == award_round.key), None)
    return quotas.in_force(described) if described else ()


def settled(campaign: Campaign, plan: PlanDocument | None = None) -> dict[str, str]:
    """Return, by quota of a plan (the one in force), the reading that a person chose for an unclear number (HP-02)."""
    readings = {each.about: each.reading for each in campaign.remarks.all() if each.reading and each.settled_at}
    return {
        quota.key: readings.get(quota.key) or readings.get(each.key)
        for each in (plan or campaign.plan).rounds
        for quota in each.quotas
        if quota.key in readings or each.key in readings
    }


def bases(campaign: Campaign) -> Base:
    """Return what percentages and numbers per body of one campaign are taken of."""
    return bases_of([campaign])[campaign.pk]


def bases_of(campaigns: Sequence[Campaign]) -> dict[int, Base]:
    """Return, by campaign, what percentages are taken of: participating units, people in the audience."""
    found: dict[int, list[tuple]] = {each.pk: [] for each in campaigns}
    rows = Participation.objects.filter(campaign__in=found, left_on=None)
    rows = rows.order_by().values_list("campaign_id", "unit_id", "unit__kind", "unit__name", "unit__people__category")
    for campaign_id, *about in rows.annotate(people=Count("unit__people", filter=Q(unit__people__left_on=None))):
        found[campaign_id].append(about)
    return {each.pk: _base(each.plan, found[each.pk]) for each in campaigns}


def _base(plan: PlanDocument, taking_part: Iterable[tuple]) -> Base:
    """Return the base of one plan: its units, and those of their people who belong to its audience.

    Each row: key, kind and name of a unit, a category of people, how many of them are there.
    """
    units, individuals = set(), 0
    for unit_id, kind, name, category, number in taking_part:
        units.add(unit_id)
        if number and audience.covers(plan, Subject.INDIVIDUAL, kind, name, category):
            individuals += number
    return Base(bodies=len(units), collectives=len(units), individuals=individuals, households=None)


def counts(campaign: Campaign) -> dict[int | None, dict[Key, Tally]]:
    """Return, by round and then by (quota, subject), how many nominations came at least so far."""
    return counts_of([campaign])[campaign.pk]


def counts_of(campaigns: Sequence[Campaign]) -> dict[int, dict[int | None, dict[Key, Tally]]]:
    """Return the counts of several campaigns, by campaign, in one query."""
    found: dict[tuple[int, int | None], dict[Key, Counter]] = defaultdict(lambda: defaultdict(Counter))
    rows = Nomination.objects.filter(campaign__in=campaigns)
    rows = rows.values_list("campaign_id", "round_id", "quota_key", "subject", "status").annotate(Count("pk"))
    for campaign_id, round_id, quota_key, subject, status, number in rows:
        for stage, statuses in STAGES.items():
            if status in statuses:
                found[campaign_id, round_id][quota_key, subject][stage] += number
    answer: dict[int, dict] = {each.pk: {} for each in campaigns}
    for (campaign_id, round_id), by_key in found.items():
        answer[campaign_id][round_id] = {key: Tally(**stages) for key, stages in by_key.items()}
    return answer


def over(campaign: Campaign, adding: Iterable[Nomination], *, on: date) -> list[str]:
    """Say why these nominations cannot be decided beside those decided already (KP-04, HP-02, HP-03, HP-12)."""
    rounds = {each.pk: each for each in campaign.rounds.all()}
    now = _by_quota((each.round_id, each.quota_key, each.subject, each.unit_id) for each in adding)
    before = _by_quota(
        campaign.nominations.filter(status__in=DECIDED).values_list("round_id", "quota_key", "subject", "unit_id")
    )
    readings, base, problems = settled(campaign), bases(campaign), []
    for (round_id, quota_key), new in now.items():
        if round_id is None:
            continue
        known = {quota.key: quota for quota in quotas_of(rounds[round_id], campaign.plan)}
        if quota_key in known:
            all_in_all = new + before.get((round_id, quota_key), Counter())
            problem = _over(known[quota_key], all_in_all, on, readings, base)
            problems += [f"{rounds[round_id]}: {problem}"] if problem else []
    return problems


def _by_quota(rows: Iterable[tuple]) -> dict[tuple, Counter]:
    """Count (subject, unit) pairs by round and quota."""
    found: dict[tuple, Counter] = defaultdict(Counter)
    for round_id, quota_key, subject, unit_id in rows:
        found[round_id, quota_key][subject, unit_id] += 1
    return found


def _over(quota: Quota, found: Counter, on: date, readings: Mapping[str, str], base: Base) -> str | None:
    """Return why so many break one quota."""
    by_subject, by_unit = Counter(), Counter()
    for (subject, unit_id), number in found.items():
        by_subject[subject] += number
        by_unit[unit_id] += number
    return board.over(
        quota,
        on=on,
        settled=readings.get(quota.key),
        bases=base,
        decided=by_subject,
        busiest=max(by_unit.values(), default=0),
    )
