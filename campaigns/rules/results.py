"""A reported result against its target: met, unmet, or not yet known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from campaigns.planfile.words import Comparator, TargetKind

MET, UNMET, UNKNOWN = "met", "unmet", "unknown"
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target asks for; `scale` runs from the lowest grade to the highest."""

    kind: str
    comparator: str = Comparator.AT_LEAST
    value: Decimal | None = None
    grade: str = ""
    scale: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a unit reports on a target; `judged` is its own word where the target cannot be computed."""

    value: Decimal | None = None
    yes: bool | None = None
    grade: str = ""
    judged: str = ""


def outcome(goal: Goal, result: Result) -> str:
    """Return whether a result meets its goal; nothing reported is not yet known."""
    if goal.kind in (TargetKind.NUMBER, TargetKind.PERCENT):
        return _compared(goal.comparator, result.value, goal.value)
    if goal.kind == TargetKind.GRADE:
        if result.grade not in goal.scale or goal.grade not in goal.scale:
            return UNKNOWN
        return _compared(goal.comparator, goal.scale.index(result.grade), goal.scale.index(goal.grade))
    if goal.kind == TargetKind.YES_NO:
        return UNKNOWN if result.yes is None else MET if result.yes else UNMET
    return result.judged if result.judged in (MET, UNMET) else UNKNOWN


def _compared(comparator: str, found, needed) -> str:
    """Compare two ordered values as the target says."""
    if found is None or needed is None:
        return UNKNOWN
    holds = {
        Comparator.AT_LEAST: found >= needed,
        Comparator.AT_MOST: found <= needed,
        Comparator.EXACTLY: found == needed,
    }[Comparator(comparator)]
    return MET if holds else UNMET


def share_met(outcomes: Sequence[str]) -> tuple[int, int]:
    """Return how many targets are met, and of how many."""
    return sum(each == MET for each in outcomes), len(outcomes)


def last_answers(lines: Iterable[tuple[int, int, str, Kept]]) -> dict[tuple[int, int], Kept]:
    """Return each unit's last answer to each target, of lines (unit, target, outcome, what is kept) in their order.

    A line without a result answers nothing where another one did.
    """
    answers: dict[tuple[int, int], Kept] = {}
    for unit, target, outcome, kept in lines:
        if outcome != UNKNOWN or (unit, target) not in answers:
            answers[unit, target] = kept
    return answers
