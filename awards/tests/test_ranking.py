"""The order of nominees: votes, then the plan's priorities, then the law's tie rule, then the chair."""

import random
from decimal import Decimal
from itertools import product

import pytest

from awards.rules.ranking import Candidate, rank

SEVENTY = Decimal(70)


def candidate(key, votes=8, **facts):
    """Return a nominee voted on by a council of nine."""
    return Candidate(key=key, name=key.capitalize(), votes=votes, voters=9, **facts)


def ranked(candidates, places, threshold=SEVENTY):
    """Return the keys in order, those within the places, and the groups that wait."""
    found = rank(candidates, places, women_threshold=threshold)
    return [each.key for each in found.order], {each.key for each in found.order if each.selected}, found.undecided


@pytest.mark.rule("KP-04")
def test_four_qualified_for_one_place_leave_a_ranked_reserve():
    found = rank(
        [candidate("an", 7), candidate("binh", 9), candidate("chi", 6), candidate("dung", 8)],
        1,
        women_threshold=SEVENTY,
    )

    assert [(each.key, each.position, each.selected) for each in found.order] == [
        ("binh", 1, True),
        ("dung", 2, False),
        ("an", 3, False),
        ("chi", 4, False),
    ]
    assert found.undecided == ()


@pytest.mark.rule("KP-04")
def test_votes_are_compared_as_shares_of_their_own_base():
    one = Candidate("mot", "Một", votes=7, voters=9)
    two = Candidate("hai", "Hai", votes=7, voters=8)

    assert ranked([one, two], 1) == (["hai", "mot"], {"hai"}, ())


@pytest.mark.rule("DS-10")
def test_among_equal_votes_the_plans_priorities_decide_and_are_recorded():
    found = rank(
        [
            candidate("an", priorities=1, priority_words=("Có sáng kiến",), woman=True),
            candidate("binh", priorities=2, priority_words=("Trực tiếp giải quyết thủ tục hành chính", "Có sáng kiến")),
        ],
        1,
        women_threshold=SEVENTY,
    )

    assert [(each.key, each.selected, each.steps) for each in found.order] == [
        (
            "binh",
            True,
            (
                "8/9 phiếu tán thành.",
                "Bằng phiếu với An; thuộc 02 diện ưu tiên của kế hoạch "
                "(Trực tiếp giải quyết thủ tục hành chính; Có sáng kiến).",
            ),
        ),
        (
            "an",
            False,
            ("8/9 phiếu tán thành.", "Bằng phiếu với Binh; thuộc 01 diện ưu tiên của kế hoạch (Có sáng kiến)."),
        ),
    ]


@pytest.mark.rule("DS-10")
def test_priorities_never_outweigh_a_vote():
    assert ranked([candidate("an", 8), candidate("binh", 7, priorities=3)], 1)[0] == ["an", "binh"]


@pytest.mark.rule("L-04")
def test_among_equals_the_woman_comes_first():
    found = rank([candidate("an", woman=False), candidate("binh", woman=True)], 1, women_threshold=SEVENTY)

    assert [(each.key, each.selected, each.steps[-1]) for each in found.order] == [
        ("binh", True, "Ngang với An; được ưu tiên vì là nữ."),
        ("an", False, "Ngang với Binh; xếp sau trường hợp ưu tiên nữ."),
    ]


@pytest.mark.rule("L-04")
@pytest.mark.parametrize(
    ("share", "threshold", "first"),
    [("70", SEVENTY, "mot"), ("69.99", SEVENTY, None), ("69.99", Decimal(60), "mot"), ("90", None, None)],
)
def test_among_equals_the_collective_of_mostly_women_comes_first(share, threshold, first):
    order, _, undecided = ranked(
        [candidate("hai", women_share=Decimal(40)), candidate("mot", women_share=Decimal(share))], 1, threshold
    )

    assert (order[0] if not undecided else None) == first


@pytest.mark.rule("L-04")
def test_the_reason_names_the_share_that_the_law_asks_for():
    found = rank(
        [candidate("mot", women_share=Decimal(80)), candidate("hai", women_share=Decimal(0))],
        1,
        women_threshold=Decimal("70.0000"),
    )

    assert found.order[0].steps[-1] == "Ngang với Hai; được ưu tiên vì là tập thể có từ 70% nữ trở lên."


@pytest.mark.rule("L-04")
def test_a_missing_fact_is_no_disadvantage():
    found = rank([candidate("an", woman=True), candidate("binh")], 1, women_threshold=SEVENTY)

    assert found.undecided == (("an", "binh"),)
    assert found.order[0].steps[1] == "Chưa xét ưu tiên nữ: thiếu thông tin của Binh."


@pytest.mark.rule("KP-04")
def test_equals_across_the_last_place_wait_for_the_chair():
    found = rank([candidate("an", 9), candidate("binh"), candidate("chi")], 2, women_threshold=SEVENTY)

    assert [(each.key, each.position, each.selected) for each in found.order] == [
        ("an", 1, True),
        ("binh", 2, False),
        ("chi", 2, False),
    ]
    assert found.undecided == (("binh", "chi"),)
    assert found.order[1].steps[-1] == "Còn ngang với Chi; chờ Chủ tịch Hội đồng quyết định."


@pytest.mark.rule("KP-04")
def test_the_chair_decides_among_equals_and_that_is_recorded():
    found = rank(
        [candidate("an"), candidate("binh", chair_choice=1), candidate("chi")],
        1,
        women_threshold=SEVENTY,
    )

    assert [(each.key, each.selected) for each in found.order] == [("binh", True), ("an", False), ("chi", False)]
    assert found.order[0].steps[-1] == "Còn ngang với An, Chi; Chủ tịch Hội đồng xếp thứ 1."
    assert found.undecided == ()


@pytest.mark.rule("KP-04")
def test_the_chair_cannot_lift_anybody_over_more_votes():
    assert ranked([candidate("an", 9), candidate("binh", 8, chair_choice=1)], 1)[1] == {"an"}


@pytest.mark.parametrize(
    ("places", "within", "undecided"),
    [
        (0, set(), ()),
        (1, set(), (("an", "binh"),)),
        (2, {"an", "binh"}, ()),
        (3, {"an", "binh", "chi"}, ()),
        (9, {"an", "binh", "chi"}, ()),
        (None, {"an", "binh", "chi"}, ()),
    ],
)
def test_equals_that_are_all_within_or_all_outside_need_no_decision(places, within, undecided):
    found = ranked([candidate("an"), candidate("binh"), candidate("chi", 7)], places)

    assert found[1:] == (within, undecided)


def test_nobody_to_rank_is_an_empty_order():
    assert ranked([], 1) == ([], set(), ())


@pytest.mark.rule("KP-04")
def test_never_more_are_selected_than_places_and_the_order_does_not_depend_on_who_came_first():
    chance = random.Random(20251205)
    kinds = list(product((6, 7, 8), (0, 1), (True, False), (None, 1)))
    for _ in range(300):
        drawn = chance.choices(kinds, k=chance.randint(1, 6))
        candidates = [
            candidate(f"so{n}", votes, priorities=prior, woman=woman, chair_choice=choice)
            for n, (votes, prior, woman, choice) in enumerate(drawn)
        ]
        places = chance.randint(0, 6)

        found = rank(candidates, places, women_threshold=SEVENTY)
        shuffled = rank(chance.sample(candidates, len(candidates)), places, women_threshold=SEVENTY)

        selected = [each for each in found.order if each.selected]
        waiting = sum(map(len, found.undecided))
        assert len(selected) <= places
        assert waiting or len(selected) == min(places, len(candidates))
        assert {(e.key, e.position, e.selected) for e in found.order} == {
            (e.key, e.position, e.selected) for e in shuffled.order
        }
