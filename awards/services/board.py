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
from campaigns.planfile.words import Paper, QuotaShape, RoundKind, Subject
from campaigns.rules.quotas import Base, silences
from communes.access import Actor, Can

DOSSIER_PAPERS = (Paper.DOSSIER, Paper.ACHIEVEMENT_REPORT)
COUNTED = (QuotaShape.PER_BODY, QuotaShape.PERCENTAGE)
STAGES = ("proposed", "qualified", "recommended", "decided")
READ = ("versions", "rounds", "remarks")
NOBODY = Base()


@dataclass(frozen=True, slots=True)
class Line:
    """One quota of a round, with what the plan leaves in doubt about it; a doubt stands at the first line it is about.

    `ranked` is whether an order is settled among its nominees: deeds are decided one by one (DS-08).
    """

    row: Row
    doubts: tuple[PlanRemark, ...]
    ranked: bool = True

    @property
    def rankable(self) -> bool:
        """Whether somebody qualified for it who still competes and is not decided yet."""
        total = self.row.total
        return self.ranked and total.competing("qualified") + total.reserve > total.decided

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
    """One award round: its quotas, nominations outside them, and when dossiers are due.

    `time` is now, later or earlier; `voids` are the reasons why quotas cannot be used, each told at one round only.
    """

    round: AwardRound
    plan_round: Round | None
    lines: tuple[Line, ...]
    outside: tuple[tuple[str, Tally], ...]
    deadlines: tuple[Deadline, ...]
    time: str = "now"
    voids: tuple[str, ...] = ()

    @property
    def doubts(self) -> list[PlanRemark]:
        """What the plan leaves open about the round, each told at one round only."""
        return [doubt for line in self.lines for doubt in line.doubts]

    @property
    def total(self) -> Tally:
        """The counts of the round."""
        return sum((tally for _, tally in self.outside), sum((each.row.total for each in self.lines), Tally()))

    @property
    def folded(self) -> bool:
        """Whether the round belongs to another year and nothing of it is left to do."""
        return self.time != "now" and not self.total.underway

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
    """All rounds of a campaign, those of the year first, and what its plan does not regulate.

    `ad_hoc` counts the nominations for deeds where the plan has no round of its own for them.
    """

    campaign: Campaign
    rounds: tuple[RoundBoard, ...]
    ad_hoc: Tally
    silences: tuple[str, ...]

    @property
    def total(self) -> Tally:
        """The counts of all nominations."""
        return sum((each.total for each in self.rounds), self.ad_hoc)

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
    return of_campaigns([campaign], on=on, actor=actor, dates=True)[0]


def of_campaigns(campaigns: Sequence[Campaign], *, on: date, actor: Actor, dates: bool = False) -> list[CampaignBoard]:
    """Return the boards of several campaigns, counted in one go; with `dates` also when dossiers are due."""
    if dates:
        prefetch_related_objects(campaigns, "deadlines")
    counts = quotas.counts_of(campaigns) if actor.may(Can.SEE_UNANNOUNCED) else {}
    asking = [each for each in campaigns if _asks_for_bases(each.plan)]
    bases = quotas.bases_of(asking) if asking else {}
    return [
        _board(each, on, counts.get(each.pk, {}), bases.get(each.pk, NOBODY), _dates(each) if dates else [])
        for each in campaigns
    ]


def _dates(campaign: Campaign) -> list[Deadline]:
    """Return when the plan wants dossiers."""
    return [each for each in campaign.deadlines.all() if each.paper in DOSSIER_PAPERS and each.retired_at is None]


def _asks_for_bases(plan: PlanDocument) -> bool:
    """Say whether a quota of the plan is a share or a number by unit."""
    return any(quota.shape in COUNTED for each in plan.rounds for quota in each.quotas)


def _board(campaign: Campaign, on: date, counts: Mapping, bases: Base, dates: Sequence[Deadline]) -> CampaignBoard:
    """Return one board from what was counted; deeds count where the plan has its round for them (DS-08)."""
    described = {each.key: each for each in campaign.plan.rounds}
    settled = quotas.settled(campaign)
    doubts = [each for each in campaign.remarks.all() if each.settled_at is None and each.about]
    ad_hoc, rounds, told = dict(counts.get(None, {})), [], set()
    for each in sorted(campaign.rounds.all(), key=lambda found: _in_time(found, campaign, on)):
        found = dict(counts.get(each.pk, {}))
        if each.kind == RoundKind.AD_HOC and not each.retired_at:
            for key, tally in ad_hoc.items():
                found[key] = found.get(key, Tally()) + tally
            ad_hoc = {}
        if each.retired_at and not found:
            continue
        allowed = quotas.quotas_of(each, campaign.plan)
        known = {quota.key for quota in allowed}
        rows = board.rows(allowed, on=on, settled=settled, bases=bases, counts=found)
        ranked = each.kind != RoundKind.AD_HOC
        lines = tuple(Line(row, _take(doubts, (row.quota.key, each.key)), ranked) for row in rows)
        outside = tuple((Subject(subject).label, tally) for (key, subject), tally in found.items() if key not in known)
        voids = tuple(dict.fromkeys(row.unusable for row in rows if row.unusable and row.unusable not in told))
        told.update(voids)
        time = _time(each, campaign, on)
        rounds.append(RoundBoard(each, described.get(each.key), lines, outside, _due(dates, each), time, voids))
    left = sum(ad_hoc.values(), Tally())
    return CampaignBoard(campaign, tuple(rounds), left, tuple(silences(campaign.plan)))


def _year(award_round: AwardRound, campaign: Campaign, on: date) -> int:
    """Return the year of a round: its own, the campaign's last for a final one; deeds are honoured at any time."""
    if award_round.year is None and award_round.kind == RoundKind.FINAL:
        return campaign.ends_on.year
    return award_round.year or on.year


def _time(award_round: AwardRound, campaign: Campaign, on: date) -> str:
    """Say whether a round belongs to the present year, a later or an earlier one."""
    year = _year(award_round, campaign, on)
    return "now" if year == on.year else "later" if year > on.year else "earlier"


def _in_time(award_round: AwardRound, campaign: Campaign, on: date) -> tuple:
    """Return where a round stands: this year's first, then those to come, then the past, the newest first."""
    year = _year(award_round, campaign, on)
    return (("now", "later", "earlier").index(_time(award_round, campaign, on)), abs(year - on.year), award_round.pk)


def _take(doubts: list[PlanRemark], keys: tuple[str, ...]) -> tuple[PlanRemark, ...]:
    """Take the open doubts about a quota or its round out of those not told yet, so that each is told once."""
    found = tuple(each for each in doubts if each.about in keys)
    doubts[:] = [each for each in doubts if each not in found]
    return found


def _due(dates: Iterable[Deadline], award_round: AwardRound) -> tuple[Deadline, ...]:
    """Return when the dossiers of a round are due: its own dates, and those of no round in particular."""
    return tuple(
        each
        for each in dates
        if each.round_key in ("", award_round.key)
        and (each.year is None or each.year == (award_round.year or each.year))
    )
