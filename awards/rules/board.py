"""The quota and fund board: what is proposed, qualified, recommended and decided against what the plan allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from campaigns.planfile.schema import Quota
from campaigns.planfile.words import Subject
from campaigns.rules import quotas as rule
from campaigns.rules.quotas import Base, Limit
from kit.vietnamese import money, small_count

STAGES = (
    ("decided", "đã quyết định"),
    ("recommended", "được Hội đồng đề nghị"),
    ("qualified", "đủ điều kiện"),
    ("proposed", "được đề nghị"),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many nominations came at least so far, whatever came after; for a higher authority, decided means sent up.

    Of those, `unfit` were found ineligible, `refused` by the council, `reserve` wait in reserve, and `dropped` got
    no award although recommended, or lost it.
    """

    proposed: int = 0
    qualified: int = 0
    recommended: int = 0
    decided: int = 0
    unfit: int = 0
    refused: int = 0
    reserve: int = 0
    dropped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Tally)))

    @property
    def underway(self) -> int:
        """How many have not come to their end, those in reserve among them."""
        return self.proposed - self.unfit - self.refused - self.dropped - self.decided

    def competing(self, stage: str) -> int:
        """Return how many of those who came so far claim a place; who waits in reserve claims none."""
        left = {"proposed": self.unfit + self.refused, "qualified": self.refused}.get(stage, 0)
        return getattr(self, stage) - (0 if stage == "decided" else left + self.reserve + self.dropped)


@dataclass(frozen=True, slots=True)
class Row:
    """One quota on the board.

    `unusable` says why the quota cannot be used at all; `left` is None where no number binds or the number is not
    clear; `warning` is the gravest thing to say.
    """

    quota: Quota
    unusable: str | None
    limit: Limit
    tallies: Mapping[str, Tally]
    left: int | None
    left_words: str
    warning: str | None

    @property
    def total(self) -> Tally:
        """The counts of all kinds of subject together."""
        return sum(self.tallies.values(), Tally())

    @property
    def whom(self) -> str:
        """Whom the quota honours, in words; one without a subject of its own is for collectives and persons."""
        return ", ".join(each.label.lower() for each in _subjects(self.quota))


def rows(
    quotas: Sequence[Quota],
    *,
    on: date,
    settled: Mapping[str, str],
    bases: Base,
    counts: Mapping[tuple[str, str], Tally],
) -> list[Row]:
    """Return the board of a round: quotas in the plan's order, readings by quota key, counts by quota and subject."""
    return [_row(quota, on, settled.get(quota.key), bases, _tallies(quota, counts)) for quota in quotas]


def _tallies(quota: Quota, counts: Mapping[tuple[str, str], Tally]) -> dict[str, Tally]:
    """Return the counts of a quota by subject: its own subject always, others where something was proposed."""
    own = _subjects(quota)
    return {
        subject: counts.get((quota.key, subject), Tally())
        for subject in Subject
        if subject in own or (quota.key, subject) in counts
    }


def _subjects(quota: Quota) -> tuple[Subject, ...]:
    """Return the kinds of subject that a quota names."""
    return (Subject.COLLECTIVE, Subject.INDIVIDUAL) if quota.subject is None else (Subject(quota.subject),)


def _row(quota: Quota, on: date, settled: str | None, bases: Base, tallies: dict[str, Tally]) -> Row:
    """Return one row of the board."""
    unusable = rule.usable(quota, on)
    limit = rule.reading(quota, settled, bases)
    left, words = (0, "Không dùng được") if unusable else _left(limit, tallies)
    return Row(quota, unusable, limit, tallies, left, words, _warning(unusable, limit, tallies))


def _left(limit: Limit, tallies: Mapping[str, Tally]) -> tuple[int | None, str]:
    """Return how many may still be decided, in all and in words."""
    if not limit.clear:
        return None, "Chưa rõ"
    if limit.together is not None:
        left = max(0, limit.together - sum(each.decided for each in tallies.values()))
        return left, f"Còn {small_count(left)}"
    bound = [(subject, limit.allowed(subject)) for subject in tallies if limit.allowed(subject) is not None]
    if not bound:
        return None, "Không giới hạn số lượng"
    lefts = [(Subject(subject).label.lower(), max(0, most - tallies[subject].decided)) for subject, most in bound]
    words = ", ".join(f"{small_count(left)} {name}" for name, left in lefts)
    return sum(left for _, left in lefts), f"Còn {words}"


def _warning(unusable: str | None, limit: Limit, tallies: Mapping[str, Tally]) -> str | None:
    """Return the gravest thing about a quota that something was proposed for: the furthest stage over it."""
    if not any(each.proposed for each in tallies.values()):
        return None
    if unusable:
        return unusable
    if not limit.clear:
        return rule.over(limit, collectives=0, individuals=0)
    for stage, name in STAGES:
        found = {subject: each.competing(stage) for subject, each in tallies.items()}
        for label, count, most in _against(limit, found):
            if most is not None and count > most:
                after = "" if stage == "decided" else f" Xếp dự bị {small_count(count - most)} {label}."
                return f"{small_count(count)} {label} {name}, số lượng cho phép {small_count(most)}.{after}"
    return None


def _against(limit: Limit, found: Mapping[str, int]) -> list[tuple[str, int, int | None]]:
    """Return what is counted against which number: all together in a shared pool, else each subject."""
    if limit.together is not None:
        return [("trường hợp", sum(found.values()), limit.together)]
    return [(Subject(each).label.lower(), count, limit.allowed(each)) for each, count in found.items()]


def over(
    quota: Quota,
    *,
    on: date,
    settled: str | None,
    bases: Base | None,
    decided: Mapping[str, int],
    busiest: int = 0,
) -> str | None:
    """Return why so many decided awards cannot stand against a quota, or None (KP-04, HP-02, HP-03, HP-12).

    `decided` counts by subject what was decided before and what is to be decided now; `busiest` is the most awards
    that one unit would get, asked where the plan counts by unit.
    """
    if not any(decided.values()):
        return None
    return rule.usable(quota, on) or rule.over(
        rule.reading(quota, settled, bases),
        collectives=decided.get(Subject.COLLECTIVE, 0),
        individuals=decided.get(Subject.INDIVIDUAL, 0),
        households=decided.get(Subject.HOUSEHOLD, 0),
        busiest=busiest,
    )


@dataclass(frozen=True, slots=True)
class Fund:
    """The award money: the whole (None: not entered), paid out, in draft decisions, expected from nominations."""

    total: int | None
    used: int = 0
    drafted: int = 0
    expected: int = 0

    @property
    def left(self) -> int | None:
        """The money not yet spent by issued decisions."""
        return None if self.total is None else self.total - self.used

    @property
    def left_after(self) -> int | None:
        """The money left once drafts and nominations become decisions; below zero what is lacking."""
        return None if self.total is None else self.total - self.used - self.drafted - self.expected

    @property
    def words(self) -> str:
        """The fund in one sentence (DS-09)."""
        parts = [f"đã chi {money(self.used)}"]
        if self.drafted:
            parts.append(f"trong dự thảo quyết định {money(self.drafted)}")
        if self.expected:
            parts.append(f"dự kiến cho hồ sơ đang xét {money(self.expected)}")
        if self.total is None:
            return f"Chưa nhập kinh phí khen thưởng; {', '.join(parts)}."
        after = self.left_after
        rest = f"thiếu {money(-after)}" if after < 0 else f"còn {money(after)}"
        return f"Kinh phí {money(self.total)}; {', '.join(parts)}; {rest}."


def running(fund: Fund, prizes: Sequence[tuple[str, int]]) -> list[tuple[str, int, int | None]]:
    """Return (key, prize, money left after it) for proposals in their order; what limits is the fund (DS-09).

    The proposals stand in no draft decision yet; money in drafts is set aside before them.
    """
    left, lines = (None if fund.total is None else fund.left - fund.drafted), []
    for key, prize in prizes:
        left = None if left is None else left - prize
        lines.append((key, prize, left))
    return lines
