"""For which rounds and awards a subject may be nominated now, and why some are not open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.models import DecisionLine
from awards.services.dossiers import PAPERS, Line, binding, described, lines
from campaigns.models import AwardRound, Campaign, Deadline
from campaigns.planfile.words import DeadlineKind, RoundKind
from kit.vietnamese import begun_small, vn_date

CLOSED = "đã công bố quyết định khen thưởng của đợt"


@dataclass(frozen=True, slots=True)
class Opening:
    """One round as a choice: its awards, until when dossiers are due, why none is taken, whose year it is.

    `unset` says that a later plan will set the day. Without a round it stands for deeds, which are proposed at any
    time (DS-08).
    """

    round: AwardRound | None
    title: str
    year: int | None
    due: Deadline | None
    lines: tuple[Line, ...]
    closed: str = ""
    later: bool = False
    past: bool = False
    unset: bool = False

    @property
    def heading(self) -> str:
        """The round with the time in which it takes dossiers."""
        return f"{self.title} ({self._time})" if self._time else self.title

    @property
    def _time(self) -> str:
        """Say until when dossiers are taken; where the plan sets no day, or a later one will, so (DS-12, DT-06)."""
        if self.round is None:
            return ""
        if self.closed:
            return self.closed
        if self.due is None:
            return "chưa ấn định hạn nhận hồ sơ" if self.unset else "kế hoạch không quy định hạn nhận hồ sơ"
        return f"nhận hồ sơ đến hết ngày {vn_date(self.due.last_day)}"


def year_of(award_round: AwardRound) -> int:
    """Return the year of a round; one without a year of its own comes when its campaign ends."""
    return award_round.year or award_round.campaign.ends_on.year


def title_of(award_round: AwardRound) -> str:
    """Return a round's name with its year, e.g. "Đợt khen thưởng hằng năm, năm 2026"."""
    title, year = award_round.title.strip(), str(year_of(award_round))
    named = f"Đợt {begun_small(title)}"
    return named if year in title else f"{named}, năm {year}"


def openings(campaign: Campaign, subject: str, *, on: date) -> list[Opening]:
    """Return what a subject may be nominated for: rounds of this year, of past ones, deeds, of later years."""
    plan, deadlines = campaign.plan, list(campaign.deadlines.all())
    rounds = campaign.rounds.filter(retired_at=None).exclude(kind=RoundKind.AD_HOC).select_related("campaign")
    told = _told(campaign)
    found = []
    for each in sorted(rounds, key=lambda row: (year_of(row), row.year is None, row.pk)):
        due = binding(deadlines, each)
        closed = CLOSED if each.pk in told and _over(each, due, on) else ""
        offered = tuple(lines(plan, described(plan, each), subject, on=on))
        year = year_of(each)
        time = {"later": year > on.year, "past": year < on.year, "unset": _to_be_set(deadlines, each)}
        found.append(Opening(each, title_of(each), year, due, offered, closed, **time))
    deeds = Opening(None, "Đột xuất, ngoài đợt", None, None, tuple(lines(plan, described(plan, None), subject, on=on)))
    now = [each for each in found if not (each.later or each.past)]
    past = sorted((each for each in found if each.past), key=lambda each: -each.year)
    return [*now, *past, deeds, *(each for each in found if each.later)]


def why_closed(award_round: AwardRound, *, on: date) -> str:
    """Say why a unit's dossier comes too late for a round: its time is over and its decision was published."""
    campaign = award_round.campaign
    if award_round.pk in _told(campaign) and _over(award_round, binding(campaign.deadlines.all(), award_round), on):
        return f"{title_of(award_round)} {CLOSED}; liên hệ cơ quan thường trực."
    return ""


def _to_be_set(deadlines: Iterable[Deadline], award_round: AwardRound) -> bool:
    """Say whether a plan still to come sets the day of a round."""
    return any(
        each.paper in PAPERS and each.kind == DeadlineKind.LATER_PLAN and each.retired_at is None
        and each.round_key in ("", award_round.key)
        for each in deadlines
    )  # fmt: skip


def _told(campaign: Campaign) -> set[int]:
    """Return the rounds of a campaign of which a decision was published."""
    told = DecisionLine.objects.filter(about=None, decision__published_at__isnull=False)
    return set(told.filter(nomination__campaign=campaign).values_list("nomination__round", flat=True)) - {None}


def _over(award_round: AwardRound, due: Deadline | None, on: date) -> bool:
    """Say whether the time of a round has passed: its deadline, or without one its year."""
    return due.last_day < on if due else year_of(award_round) < on.year
