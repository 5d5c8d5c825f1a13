"""Laws of the criteria tree: three values agree with brute force over every small tree, and never mislead."""

from itertools import count, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.rules.checks import Check
from awards.rules.eligibility import Found, evaluate, leaf_nodes, verdict
from campaigns.planfile.schema import Node
from campaigns.planfile.words import LeafKind, NodeOp
from campaigns.rules.results import MET, UNKNOWN, UNMET

STATES = (UNMET, UNKNOWN, MET)
LEAF = ("leaf",)
SMALL = (
    LEAF,
    *((op, 0, (), (LEAF,) * size) for op in (NodeOp.ALL, NodeOp.ANY) for size in (1, 2, 3)),
    *((NodeOp.AT_LEAST, least, (), (LEAF,) * size) for size in (1, 2, 3) for least in range(1, size + 1)),
    *((NodeOp.PRECONDITION_AND_ANY, 0, (LEAF,) * bound, (LEAF,) * size) for bound in (1, 2) for size in (1, 2)),
)
SHAPES = (
    *SMALL,
    *(
        shape
        for first, second in product(SMALL, repeat=2)
        for shape in (
            (NodeOp.ALL, 0, (), (first, second)),
            (NodeOp.ANY, 0, (), (first, second)),
            (NodeOp.AT_LEAST, 2, (), (first, second)),
            (NodeOp.PRECONDITION_AND_ANY, 0, (first,), (second,)),
        )
    ),
)
LEAVES_AT_MOST = 4


def built(shape, numbers):
    """Return the tree of a shape, each node with a key of its own."""
    key = f"n{next(numbers)}"
    if shape == LEAF:
        return Node(key=key, leaf=LeafKind.JUDGEMENT, text=key)
    op, least, bound, children = shape
    return Node(
        key=key,
        op=op,
        min_true=least or None,
        preconditions=tuple(built(each, numbers) for each in bound),
        children=tuple(built(each, numbers) for each in children),
    )


def holds(node, truth, path=""):
    """Say in two values whether a tree holds, in words of the plan and not of the rule under test."""
    path = f"{path}/{node.key}" if path else node.key
    below = [holds(child, truth, path) for child in node.children]
    if node.op == NodeOp.LEAF:
        return truth[path]
    if node.op == NodeOp.ALL:
        return all(below)
    if node.op == NodeOp.ANY:
        return any(below)
    if node.op == NodeOp.AT_LEAST:
        return sum(below) >= node.min_true
    return all(holds(each, truth, path) for each in node.preconditions) and any(below)


def small_trees():
    """Yield each small tree with its leaves' paths."""
    for shape in SHAPES:
        tree = built(shape, count())
        paths = [path for path, _ in leaf_nodes(tree)]
        if len(paths) <= LEAVES_AT_MOST:
            yield tree, paths


def state_of(tree, paths, states):
    """Return the state of a tree whose leaves have these states."""
    return evaluate(tree, {path: Found(state) for path, state in zip(paths, states, strict=True)}).state


def table_of(tree, paths):
    """Return the state of a tree for every way its leaves can stand."""
    return {states: state_of(tree, paths, states) for states in product(STATES, repeat=len(paths))}


@pytest.fixture(scope="module")
def tables():
    """Every small tree with its leaves' paths and its table of states."""
    return [(tree, paths, table_of(tree, paths)) for tree, paths in small_trees()]


def test_the_small_trees_hold_every_operation_in_each_other():
    trees = [tree for tree, _ in small_trees()]

    pairs = {(tree.op, child.op) for tree in trees for child in (*tree.children, *tree.preconditions)}
    assert pairs == {(op, below) for op in NodeOp if op != NodeOp.LEAF for below in NodeOp}
    assert len(trees) == 565


@pytest.mark.rule("DS-03", "DS-04", "DS-05", "DS-06")
def test_three_values_agree_with_brute_force_over_every_completion_of_every_small_tree(tables):
    for tree, paths, table in tables:
        truths = {
            given_truth: holds(tree, dict(zip(paths, given_truth, strict=True)))
            for given_truth in product((False, True), repeat=len(paths))
        }
        for states, found in table.items():
            choices = [(state == MET,) if state != UNKNOWN else (False, True) for state in states]
            possible = {truths[each] for each in product(*choices)}
            expected = {(True,): MET, (False,): UNMET}.get(tuple(possible), UNKNOWN)
            assert found == expected, (tree, states)


def test_a_leaf_that_gets_better_never_makes_a_tree_worse(tables):
    for tree, _, table in tables:
        for states, found in table.items():
            for place, state in enumerate(states):
                for better in STATES[STATES.index(state) + 1 :]:
                    raised = table[(*states[:place], better, *states[place + 1 :])]
                    assert STATES.index(raised) >= STATES.index(found), (tree, states, place)


def test_an_unknown_leaf_never_makes_eligible_what_an_unmet_one_would_not(tables):
    for tree, _, table in tables:
        for states, found in table.items():
            if found == MET:
                assert table[tuple(UNMET if state == UNKNOWN else state for state in states)] == MET, (tree, states)


def test_a_leaf_that_nobody_knows_of_counts_as_unknown():
    for tree, paths in small_trees():
        assert evaluate(tree, {}).state == state_of(tree, paths, (UNKNOWN,) * len(paths))


def deeper(shapes):
    """Return shapes one level above others."""
    some = st.lists(shapes, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(lambda op, below: (op, 0, (), below), st.sampled_from([NodeOp.ALL, NodeOp.ANY]), some),
        some.flatmap(lambda below: st.integers(1, len(below)).map(lambda least: (NodeOp.AT_LEAST, least, (), below))),
        st.builds(
            lambda bound, below: (NodeOp.PRECONDITION_AND_ANY, 0, bound, below),
            st.lists(shapes, min_size=1, max_size=2).map(tuple),
            some,
        ),
    )


TREES = st.recursive(st.just(LEAF), deeper, max_leaves=12).map(lambda shape: built(shape, count()))
FOUND = st.builds(Found, st.sampled_from(STATES), provisional=st.booleans())
CHECKS = st.lists(
    st.builds(Check, st.just("one"), st.just("Một"), st.sampled_from(STATES), st.just("Lời.")), max_size=3
)


@st.composite
def known_trees(draw):
    """Draw a tree of any depth with what is known about its leaves."""
    tree = draw(TREES)
    return tree, {path: draw(FOUND) for path, _ in leaf_nodes(tree) if draw(st.integers(0, 5))}


@given(known_trees(), CHECKS)
def test_a_met_leaf_added_to_any_tree_never_turns_eligible_into_ineligible(known, checks):
    tree, leaves = known
    before = verdict(evaluate(tree, leaves), checks)

    for path, _ in leaf_nodes(tree):
        after = verdict(evaluate(tree, {**leaves, path: Found(MET)}), checks)
        assert STATES.index(after.state) >= STATES.index(before.state)


@given(known_trees(), CHECKS)
def test_the_decisive_leaves_alone_give_the_same_state(known, checks):
    tree, leaves = known
    outcome = evaluate(tree, leaves)
    found = verdict(outcome, checks)
    if found.state != UNKNOWN and found.decisive:
        alone = {path: leaves[path] for path in found.decisive}
        assert evaluate(tree, alone).state == outcome.state


@given(known_trees(), CHECKS)
def test_a_verdict_is_provisional_exactly_when_it_would_be_open_without_provisional_findings(known, checks):
    tree, leaves = known
    firm = {path: found for path, found in leaves.items() if not found.provisional}

    found = verdict(evaluate(tree, leaves), checks)

    assert found.provisional == (found.state != verdict(evaluate(tree, firm), checks).state)


@given(known_trees(), CHECKS)
def test_a_check_that_fails_outweighs_every_tree(known, checks):
    tree, leaves = known
    failing = Check("audience", "Đối tượng", UNMET, "Ngoài đối tượng.")

    assert verdict(evaluate(tree, leaves), [*checks, failing]).state == UNMET


@given(known_trees(), CHECKS)
def test_every_sentence_fits_its_field_and_begins_with_its_verdict(known, checks):
    tree, leaves = known
    found = verdict(evaluate(tree, leaves), checks)
    lead = {MET: "Đủ điều kiện: ", UNMET: "Chưa đủ điều kiện: ", UNKNOWN: "Chưa kết luận được: "}[found.state]

    assert found.sentence.startswith(lead) and len(found.sentence) <= 600
