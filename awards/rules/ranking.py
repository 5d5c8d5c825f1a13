"""The order of qualified nominees: votes, the plan's priorities, the law's tie rule, the chair (KP-04, DS-10, L-04)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from kit.vietnamese import small_count


@dataclass(frozen=True, slots=True)
class Candidate:
    """A nominee as far as ranking goes.

    `voters` is the number that the votes were measured against; `priorities` counts the plan's priorities that
    apply; `woman` is asked of a person, `women_share` (percent) of a collective, None where not known;
    `chair_choice` is the place that the chair gave among equals, 1 for the first.
    """

    key: str
    name: str
    votes: int
    voters: int
    priorities: int = 0
    priority_words: tuple[str, ...] = ()
    woman: bool | None = None
    women_share: Decimal | None = None
    chair_choice: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a nominee stands, whether within the places, and the steps that led there; equals share a position."""

    key: str
    position: int
    selected: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Nominees in order, and the groups of equals across the last place that wait for the chair."""

    order: tuple[Placed, ...]
    undecided: tuple[tuple[str, ...], ...]


Group = list[Candidate]
Steps = dict[str, list[str]]


def rank(candidates: Sequence[Candidate], places: int | None, *, women_threshold: Decimal | None) -> Ranking:
    """Order nominees for so many places (None: all are within).

    `women_threshold` is the percentage of women that brings a collective first among equals, None while no such rule
    is in force. Equals across the last place are not selected until the chair chooses; equals elsewhere stay equals.
    """
    steps: Steps = {each.key: [f"{each.votes}/{each.voters} phiếu tán thành."] for each in candidates}
    groups = _split(list(candidates), lambda each: -_share(each))
    for refine in (_by_priorities, _by_women(women_threshold), _by_chair):
        groups = [part for group in groups for part in (refine(group, steps) if len(group) > 1 else [group])]
    order, undecided, before = [], [], 0
    for group in groups:
        after = before + len(group)
        straddles = places is not None and before < places < after
        if straddles:
            undecided.append(tuple(each.key for each in group))
            for each in group:
                steps[each.key].append(f"Còn ngang với {_others(each, group)}; chờ Chủ tịch Hội đồng quyết định.")
        selected = places is None or after <= places
        order += [Placed(each.key, before + 1, selected, tuple(steps[each.key])) for each in group]
        before = after
    return Ranking(tuple(order), tuple(undecided))


def _share(candidate: Candidate) -> Fraction:
    """Return the exact share of votes in favour."""
    return Fraction(candidate.votes, candidate.voters) if candidate.voters else Fraction(0)


def _split(group: Group, key: Callable) -> list[Group]:
    """Cut a group into groups of equals, the smallest key first; equals keep the order they came in."""
    return [list(equals) for _, equals in groupby(sorted(group, key=key), key=key)]


def _others(candidate: Candidate, group: Group) -> str:
    """Name the others of a group."""
    return ", ".join(each.name for each in group if each.key != candidate.key)


def _by_priorities(group: Group, steps: Steps) -> list[Group]:
    """Put first among equals those to whom more of the plan's priorities apply (DS-10)."""
    parts = _split(group, lambda each: -each.priorities)
    if len(parts) > 1:
        for each in group:
            held = f"thuộc {small_count(each.priorities)}" if each.priorities else "không thuộc"
            why = f" ({'; '.join(each.priority_words)})" if each.priority_words else ""
            steps[each.key].append(f"Bằng phiếu với {_others(each, group)}; {held} diện ưu tiên của kế hoạch{why}.")
    return parts


def _preferred(candidate: Candidate, threshold: Decimal) -> bool | None:
    """Say whether the law puts a nominee first among equals; None when what decides is not known."""
    if candidate.woman is not None:
        return candidate.woman
    return None if candidate.women_share is None else candidate.women_share >= threshold


def _by_women(threshold: Decimal | None) -> Callable[[Group, Steps], list[Group]]:
    """Return the step that puts the woman, or the collective of mostly women, first (NĐ 152/2025, Điều 4.6; L-04).

    It decides nothing among equals of whom one is not known: a missing fact is not a disadvantage.
    """

    def refine(group: Group, steps: Steps) -> list[Group]:
        if threshold is None:
            return [group]
        found = {each.key: _preferred(each, threshold) for each in group}
        unknown = [each.name for each in group if found[each.key] is None]
        if unknown:
            if any(found.values()):
                for each in group:
                    steps[each.key].append(f"Chưa xét ưu tiên nữ: thiếu thông tin của {', '.join(unknown)}.")
            return [group]
        parts = _split(group, lambda each: not found[each.key])
        if len(parts) > 1:
            for each in group:
                others = _others(each, group)
                kind = "nữ" if each.woman else f"tập thể có từ {threshold.normalize():f}% nữ trở lên"
                stands = f"được ưu tiên vì là {kind}" if found[each.key] else "xếp sau trường hợp ưu tiên nữ"
                steps[each.key].append(f"Ngang với {others}; {stands}.")
        return parts

    return refine


def _by_chair(group: Group, steps: Steps) -> list[Group]:
    """Follow the chair's choice among those still equal; those whom the chair did not place come after."""
    if all(each.chair_choice is None for each in group):
        return [group]
    for each in group:
        if each.chair_choice is not None:
            steps[each.key].append(
                f"Còn ngang với {_others(each, group)}; Chủ tịch Hội đồng xếp thứ {each.chair_choice}."
            )
    return _split(group, lambda each: (each.chair_choice is None, each.chair_choice or 0))
