"""Whether a criteria tree is met, in three values, and one Vietnamese sentence that says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from awards.rules.checks import Check, inline
from campaigns.planfile.schema import Node
from campaigns.planfile.words import NodeOp
from campaigns.rules.results import MET, UNKNOWN, UNMET
from kit.vietnamese import small_count

SENTENCE_LIMIT = 600
_MORE_WORDS = 40
_TAIL_LIMIT = 160
_WORTH_CUTTING = 120


@dataclass(frozen=True, slots=True)
class Found:
    """What is known about one standard: its state, what was found and is needed in words, and on what evidence.

    `awaited` says that it is unknown only because the appraiser has not spoken yet.
    """

    state: str
    found: str = ""
    needed: str = ""
    evidence: tuple[str, ...] = ()
    judged_by: str = ""
    provisional: bool = False
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """An evaluated node of the tree; `path` joins the keys from the root, "tap-the/ky-luat"."""

    path: str
    key: str
    text: str
    clause: str
    op: str
    state: str
    found: Found | None = None
    children: tuple["Outcome", ...] = ()
    preconditions: tuple["Outcome", ...] = ()
    logic_stated: bool = True
    min_true: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a nomination, the sentence that says it, and the paths of the standards that decided it."""

    state: str
    sentence: str
    decisive: tuple[str, ...] = ()
    provisional: bool = False


def leaf_nodes(node: Node, above: str = "") -> Iterator[tuple[str, Node]]:
    """Yield every single standard of a tree with its path, preconditions first."""
    path = f"{above}/{node.key}" if above else node.key
    if node.op == NodeOp.LEAF:
        yield path, node
    for child in (*node.preconditions, *node.children):
        yield from leaf_nodes(child, path)


def leaf_outcomes(outcome: Outcome) -> Iterator[Outcome]:
    """Yield every evaluated single standard, preconditions first."""
    if outcome.op == NodeOp.LEAF:
        yield outcome
    for child in (*outcome.preconditions, *outcome.children):
        yield from leaf_outcomes(child)


def evaluate(node: Node, leaves: Mapping[str, Found], above: str = "") -> Outcome:
    """Evaluate a tree in three values (Kleene); a standard of which nothing is known is unknown."""
    path = f"{above}/{node.key}" if above else node.key
    found = leaves.get(path) if node.op == NodeOp.LEAF else None
    children = tuple(evaluate(child, leaves, path) for child in node.children)
    preconditions = tuple(evaluate(child, leaves, path) for child in node.preconditions)
    if node.op == NodeOp.LEAF:
        state = found.state if found else UNKNOWN
    else:
        bound, states = [each.state for each in preconditions], [each.state for each in children]
        state = _combined(node.op, node.min_true, bound, states)
    return Outcome(
        path=path,
        key=node.key,
        text=node.text,
        clause=node.clause,
        op=str(node.op),
        state=state,
        found=found,
        children=children,
        preconditions=preconditions,
        logic_stated=node.logic_stated,
        min_true=node.min_true,
    )


def verdict(outcome: Outcome | None, checks: Sequence[Check] = (), lacking: Sequence[str] = ()) -> Verdict:
    """Conclude on a nomination; no outcome means that the plan sets no standard and the checks alone count (DT-06).

    What a dossier that is still being written is `lacking` keeps it from being called eligible (KP-05).
    """
    tree = outcome.state if outcome else MET
    state = _all([tree, *(check.state for check in checks)])
    if lacking and state == MET:
        silence = [] if outcome else ["Kế hoạch không quy định tiêu chuẩn riêng"]
        return Verdict(UNKNOWN, _sentence("", [*silence, _incomplete(lacking, begins=not silence)], ""))
    decisive = _decisive(outcome) if outcome and tree == state else ()
    firm = _all([_firm(outcome) if outcome else MET, *(check.state for check in checks)])
    provisional = firm != state
    if state == UNMET:
        lead, reasons = "Chưa đủ điều kiện: ", _check_reasons(checks, UNMET)
        reasons += _why_unmet(outcome) if outcome and tree == UNMET else []
    elif state == UNKNOWN:
        lead, reasons = "Chưa kết luận được: ", _check_reasons(checks, UNKNOWN)
        reasons += _what_is_missing(outcome) if outcome and tree == UNKNOWN else []
    else:
        lead, reasons = ("Đủ điều kiện: ", [_why_met(outcome)]) if outcome else ("", [_silent(checks)])
        reasons += _exceptions(checks)
    tail = _still_provisional(outcome) if provisional else ""
    return Verdict(state, _sentence(lead, reasons, tail), decisive, provisional)


def provisional_leaves(outcome: Outcome) -> tuple[Outcome, ...]:
    """Return the provisional standards that made the state what it is; looked at again later (DS-18)."""
    paths = set(_decisive(outcome))
    return tuple(
        leaf for leaf in leaf_outcomes(outcome) if leaf.path in paths and leaf.found and leaf.found.provisional
    )


def as_data(outcome: Outcome) -> dict:
    """Return an evaluated tree as plain data, so that a stored run is shown later exactly as it was."""
    found = outcome.found
    return {
        "path": outcome.path,
        "key": outcome.key,
        "text": outcome.text,
        "clause": outcome.clause,
        "op": outcome.op,
        "state": outcome.state,
        "found": found and {name: _plain(getattr(found, name)) for name in Found.__slots__},
        "children": [as_data(child) for child in outcome.children],
        "preconditions": [as_data(child) for child in outcome.preconditions],
        "logic_stated": outcome.logic_stated,
        "min_true": outcome.min_true,
    }


def from_data(data: Mapping) -> Outcome:
    """Return a stored tree as it was evaluated."""
    found = data["found"]
    return Outcome(
        **{
            **data,
            "found": Found(**{**found, "evidence": tuple(found["evidence"])}) if found else None,
            "children": tuple(from_data(child) for child in data["children"]),
            "preconditions": tuple(from_data(child) for child in data["preconditions"]),
        }
    )


def _plain(value):
    """Return a value as JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value


def _combined(op: str, min_true: int | None, bound: Sequence[str], states: Sequence[str]) -> str:
    """Return the state of a node from those of its preconditions and of its children (DS-03, DS-04, DS-05, DS-06)."""
    if op == NodeOp.ALL:
        return _all(states)
    if op == NodeOp.ANY:
        return _at_least(1, states)
    if op == NodeOp.AT_LEAST:
        return _at_least(min_true or len(states), states)
    return _all([*bound, _at_least(1, states)])


def _all(states: Sequence[str]) -> str:
    """Return whether all hold."""
    return _at_least(len(states), states)


def _at_least(needed: int, states: Sequence[str]) -> str:
    """Return whether enough hold: surely, surely not, or not yet known."""
    met = sum(state == MET for state in states)
    open_ones = sum(state == UNKNOWN for state in states)
    if met >= needed:
        return MET
    return UNKNOWN if met + open_ones >= needed else UNMET


def _firm(outcome: Outcome) -> str:
    """Return the state of a tree as it is without its provisional findings (DS-18)."""
    if outcome.op == NodeOp.LEAF:
        return UNKNOWN if outcome.found is None or outcome.found.provisional else outcome.state
    bound, states = [_firm(each) for each in outcome.preconditions], [_firm(each) for each in outcome.children]
    return _combined(outcome.op, outcome.min_true, bound, states)


def _parts(outcome: Outcome) -> tuple[Outcome, ...]:
    """Return what a node is made of; preconditions stand beside their alternatives taken as one group."""
    if outcome.op != NodeOp.PRECONDITION_AND_ANY:
        return outcome.children
    state = _at_least(1, [child.state for child in outcome.children])
    alternatives = replace(outcome, op=str(NodeOp.ANY), state=state, preconditions=())
    return (*outcome.preconditions, alternatives)


def _decisive(outcome: Outcome) -> tuple[str, ...]:
    """Return the paths of the leaves that made the state what it is."""
    if outcome.op == NodeOp.LEAF:
        return (outcome.path,)
    return tuple(path for part in _parts(outcome) if part.state == outcome.state for path in _decisive(part))


def _place(outcome: Outcome) -> str:
    """Write where the plan says it."""
    return f" (mục {outcome.clause})" if outcome.clause else ""


def _bare(words: str) -> str:
    """Return words without their full stop, to stand inside a sentence."""
    return words.strip().rstrip(".")


def _check_reasons(checks: Sequence[Check], state: str) -> list[str]:
    """Return the words of the checks in a state."""
    return [inline(check.words) for check in checks if check.state == state]


def _why_unmet(outcome: Outcome) -> list[str]:
    """Say why a tree is not met: what is needed, where the plan says it, what was found."""
    if outcome.op == NodeOp.LEAF:
        return [_unmet_leaf(outcome)]
    if outcome.op in (NodeOp.ALL, NodeOp.PRECONDITION_AND_ANY) or len(outcome.children) == 1:
        return [why for part in _parts(outcome) if part.state == UNMET for why in _why_unmet(part)]
    unmet = [" và ".join(_why_unmet(child)) for child in outcome.children if child.state == UNMET]
    numbered = "; ".join(f"({number}) {why}" for number, why in enumerate(unmet, 1))
    count = small_count(len(outcome.children))
    if outcome.op == NodeOp.ANY:
        return [f"không đạt tiêu chuẩn nào trong {count} tiêu chuẩn, cần đạt một{_place(outcome)}: {numbered}"]
    least = f"cần đạt ít nhất {small_count(outcome.min_true)} trong {count} tiêu chuẩn"
    return [f"{least}{_place(outcome)}, chưa đạt: {numbered}"]


def _unmet_leaf(leaf: Outcome) -> str:
    """Write one standard that is not met: "cần ít nhất 02 … (mục III.2.2.a), hiện có 01"."""
    if leaf.found.needed:
        found = f", {_bare(leaf.found.found)}" if leaf.found.found else ""
        return f"{leaf.found.needed}{_place(leaf)}{found}"
    found = f": {_bare(leaf.found.found)}" if leaf.found.found else ""
    return f"chưa đạt “{leaf.text}”{_place(leaf)}{found}"


def _what_is_missing(outcome: Outcome) -> list[str]:
    """Say which standards are not yet known and matter."""
    paths = set(_decisive(outcome))
    missing = [leaf for leaf in leaf_outcomes(outcome) if leaf.path in paths]
    said = [f"“{leaf.text}”{_place(leaf)}{_known(leaf)}" for leaf in missing]
    count = f"{small_count(len(said))} tiêu chuẩn:" if len(said) > 1 else "tiêu chuẩn"
    return [f"còn thiếu kết quả của {count} {said[0]}", *said[1:]]


def _known(leaf: Outcome) -> str:
    """Write what is known about a standard that cannot be concluded yet; a word still awaited says nothing."""
    known = leaf.found and not leaf.found.awaited and leaf.found.found
    return f", {_bare(known)}" if known else ""


def _why_met(outcome: Outcome) -> str:
    """Say how a tree is met."""
    children = outcome.children
    count, met = small_count(len(children)), small_count(sum(child.state == MET for child in children))
    if outcome.op == NodeOp.LEAF:
        return f"đạt “{outcome.text}”{_place(outcome)}"
    if outcome.op == NodeOp.ALL:
        return _all_met(outcome) if len(children) > 1 else _why_met(children[0])
    if outcome.op == NodeOp.AT_LEAST:
        return f"đạt {met} trong {count} tiêu chuẩn, cần ít nhất {small_count(outcome.min_true)}{_place(outcome)}"
    if outcome.op == NodeOp.ANY:
        return f"đạt {met} trong {count} tiêu chuẩn, chỉ cần một{_place(outcome)}"
    bound = small_count(len(outcome.preconditions))
    every = f"cả {bound} điều kiện bắt buộc" if len(outcome.preconditions) > 1 else "điều kiện bắt buộc"
    return f"đạt {every} và {met} trong {count} tiêu chuẩn lựa chọn{_place(outcome)}"


def _all_met(outcome: Outcome) -> str:
    """Say that all of a group is met, counted by the single standards in it; one choice between several counts as one.

    Tables show each of them, so that a group with a choice tells how many of those it lists are met.
    """
    leaves = list(leaf_outcomes(outcome))
    count, met = small_count(len(leaves)), sum(leaf.state == MET for leaf in leaves)
    if met == len(leaves) and not _has_choice(outcome):
        return f"đạt cả {count} tiêu chuẩn{_place(outcome)}"
    if met == len(leaves):
        asked = _asked(outcome)
        return f"đạt cả {small_count(asked)} yêu cầu{_place(outcome)}" if asked > 1 else f"đạt yêu cầu{_place(outcome)}"
    return f"đạt {small_count(met)} trong {count} tiêu chuẩn, đủ theo yêu cầu của kế hoạch{_place(outcome)}"


def _has_choice(outcome: Outcome) -> bool:
    """Say whether a group lets one of several standards do for the others."""
    here = outcome.op not in (NodeOp.LEAF, NodeOp.ALL) and len(outcome.children) > 1
    return here or any(map(_has_choice, outcome.children))


def _asked(outcome: Outcome) -> int:
    """Count what a group asks: each single standard, and each choice between several once."""
    if outcome.op == NodeOp.ALL:
        return sum(map(_asked, outcome.children))
    return 1 + sum(map(_asked, outcome.preconditions))


def _silent(checks: Sequence[Check]) -> str:
    """Say that the plan sets no standard, and that nothing else stands against the nomination."""
    rest = f"đạt cả {small_count(len(checks))} điều kiện chung" if len(checks) > 1 else "không có điều gì cản trở"
    return f"Kế hoạch không quy định tiêu chuẩn; {rest}"


def _incomplete(lacking: Sequence[str], *, begins: bool) -> str:
    """Say what a dossier is lacking, at the beginning of a sentence or within one."""
    what = "; ".join(inline(_bare(each.removeprefix("Thiếu: "))) for each in lacking)
    return f"{'Hồ sơ' if begins else 'hồ sơ'} chưa đủ: {what}"


def _exceptions(checks: Sequence[Check]) -> list[str]:
    """Name the checks that are met only by a leader's exception, with the reason."""
    return [
        f"có ngoại lệ được chấp thuận ({inline(check.title)}): {check.excepted}" for check in checks if check.excepted
    ]


def _still_provisional(outcome: Outcome) -> str:
    """Name the provisional findings on which the verdict rests."""
    resting = [f"“{leaf.text}”{_place(leaf)}" for leaf in provisional_leaves(outcome)]
    return f"; còn tạm tính: {_listed(resting, _TAIL_LIMIT, ', ', 'tiêu chuẩn')}"


def _sentence(lead: str, reasons: Sequence[str], tail: str) -> str:
    """Write the sentence, within its limit."""
    room = SENTENCE_LIMIT - len(lead) - len(tail) - _MORE_WORDS
    words = lead + _listed(reasons, room, "; ", "nội dung") + tail
    return words if words.endswith("…") else f"{words}."


def _listed(items: Sequence[str], room: int, joiner: str, noun: str) -> str:
    """Join items; what no longer fits is cut visibly and counted, never silently dropped."""
    kept = ""
    for place, item in enumerate(items):
        longer = f"{kept}{joiner}{item}" if kept else item
        if len(longer) > room:
            rest = len(items) - place
            if room - len(kept) > _WORTH_CUTTING:
                kept, rest = _cut(longer, room), rest - 1
            return f"{kept}{joiner}và {small_count(rest)} {noun} khác" if rest else kept
        kept = longer
    return kept


def _cut(words: str, limit: int) -> str:
    """Shorten words that are too long, at the end of a word."""
    return words if len(words) <= limit else f"{words[:limit].rsplit(' ', 1)[0].rstrip(' ,;:(')}…"
