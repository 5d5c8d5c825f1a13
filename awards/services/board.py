"""The board of a campaign's awards: each quota with its counts, doubts, dates, and what the plan leaves open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects

from awards.rules import board
from awards.rules.board import Row, Tally
from awards.services import quotas
from campaigns.models import AwardRound, Campaign, Deadline, PlanRemark
from campaigns.planfile.schema import PlanDocument, Round
from campaigns.planfile.words import Paper, QuotaShape, Subject
from campaigns.rules.quotas import Base, silences
from communes.access import Actor, Can

DOSSIER_PAPERS = (Paper.DOSSIER, Paper.ACHIEVEMENT_REPORT)
COUNTED = (QuotaShape.PER_BODY, QuotaShape.PERCENTAGE)
STAGES = ("proposed", "qualified", "recommended", "decided")
READ = ("versions", "rounds", "remarks", "deadlines")
NOBODY = Base()


@dataclass(frozen=True, slots=True)
class Line:
    """One quota of a round, with what the plan leaves in doubt about it."""

    row: Row
    doubts: tuple[PlanRemark, ...]

    @property
    def rankable(self) -> bool:
        """Whether somebody qualified for it who is not decided yet."""
        return self.row.total.qualified > self.row.total.decided

    @property
    def figures(self) -> list[tuple[int, str]]:
        """Each stage's count, with the kinds of subject apart where there are several."""
        return [(getattr(self.row.total, stage), self._apart(stage)) for stage in STAGES]

    def _apart(self, stage: str) -> str:
        """Say a count by kind of subject; nothing where only one kind is asked for."""
        found = {subject: getattr(tally, stage) for subject, tally in self.row.tallies.items()}
        if len(found) < 2 or not sum(found.values()):
            return ""
        return ", ".join(f"{number} {Subject(each).label.lower()}" for each, number in found.items() if number)


@dataclass(frozen=True, slots=True)
class RoundBoard:
    """One award round: its quotas, nominations outside them, and when dossiers are due."""

    round: AwardRound
    plan_round: Round | None
    lines: tuple[Line, ...]
    outside: tuple[tuple[str, Tally], ...]
    deadlines: tuple[Deadline, ...]

    @property
    def stated(self) -> bool:
        """Whether the plan names quotas; where it names none, the chair's own authority applies (DT-06)."""
        return bool(self.plan_round and self.plan_round.quotas)

    @property
    def warnings(self) -> list[str]:
        """What is over its quota, unclear or void although something was proposed for it."""
        return [each.row.warning for each in self.lines if each.row.warning]


@dataclass(frozen=True, slots=True)
class CampaignBoard:
    """All rounds of a campaign, the ad-hoc nominations, and what its plan does not regulate."""

    campaign: Campaign
    rounds: tuple[RoundBoard, ...]
    ad_hoc: Tally
    silences: tuple[str, ...]

    @property
    def total(self) -> Tally:
        """The counts of all nominations."""
        within = (line.row.total for each in self.rounds for line in each.lines)
        outside = (tally for each in self.rounds for _, tally in each.outside)
        return sum(outside, sum(within, self.ad_hoc))

    @property
    def warnings(self) -> list[str]:
        """Every warning, with its round."""
        return [f"{each.round}: {warning}" for each in self.rounds for warning in each.warnings]


def campaigns_with_awards(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns underway or being summed up, with what their boards read."""
    running = (Campaign.Status.ISSUED, Campaign.Status.SUMMING_UP)
    rows = Campaign.objects.within(actor).filter(status__in=running).select_related("commune")
    return rows.prefetch_related(*READ).order_by("-starts_on", "pk")


def of_campaign(campaign: Campaign, *, on: date, actor: Actor) -> CampaignBoard:
    """Return one campaign's board; who may not know the counts gets the plan alone."""
    prefetch_related_objects([campaign], *READ)
    return of_campaigns([campaign], on=on, actor=actor)[0]


def of_campaigns(campaigns: Sequence[Campaign], *, on: date, actor: Actor) -> list[CampaignBoard]:
    """Return the boards of several campaigns, counted in one go."""
    counts = quotas.counts_of(campaigns) if actor.may(Can.SEE_UNANNOUNCED) else {}
    asking = [each for each in campaigns if _asks_for_bases(each.plan)]
    bases = quotas.bases_of(asking) if asking else {}
    return [_board(each, on, counts.get(each.pk, {}), bases.get(each.pk, NOBODY)) for each in campaigns]


def _asks_for_bases(plan: PlanDocument) -> bool:
    """Say whether a quota of the plan is a share or a number by unit."""
    return any(quota.shape in COUNTED for each in plan.rounds for quota in each.quotas)


def _board(campaign: Campaign, on: date, counts: Mapping, bases: Base) -> CampaignBoard:
    """Return one board from what was counted."""
    described = {each.key: each for each in campaign.plan.rounds}
    settled = quotas.settled(campaign)
    doubts = [each for each in campaign.remarks.all() if each.settled_at is None and each.about]
    dates = [each for each in campaign.deadlines.all() if each.paper in DOSSIER_PAPERS and each.retired_at is None]
    rounds = []
    for each in sorted(campaign.rounds.all(), key=lambda found: (found.year or 9999, found.pk)):
        found = counts.get(each.pk, {})
        if each.retired_at and not found:
            continue
        allowed = quotas.quotas_of(each, campaign.plan)
        known = {quota.key for quota in allowed}
        rows = board.rows(allowed, on=on, settled=settled, bases=bases, counts=found)
        lines = tuple(Line(row, _about(doubts, (row.quota.key, each.key))) for row in rows)
        outside = tuple((Subject(subject).label, tally) for (key, subject), tally in found.items() if key not in known)
        rounds.append(RoundBoard(each, described.get(each.key), lines, outside, _due(dates, each)))
    ad_hoc = sum(counts.get(None, {}).values(), Tally())
    return CampaignBoard(campaign, tuple(rounds), ad_hoc, tuple(silences(campaign.plan)))


def _about(doubts: Iterable[PlanRemark], keys: tuple[str, ...]) -> tuple[PlanRemark, ...]:
    """Return the open doubts about a quota or its round."""
    return tuple(each for each in doubts if each.about in keys)


def _due(dates: Iterable[Deadline], award_round: AwardRound) -> tuple[Deadline, ...]:
    """Return when the dossiers of a round are due: its own dates, and those of no round in particular."""
    return tuple(
        each
        for each in dates
        if each.round_key in ("", award_round.key)
        and (each.year is None or each.year == (award_round.year or each.year))
    )
