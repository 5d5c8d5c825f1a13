"""How votes become a result: quorum, base, threshold, written opinions, conflicts, tellers, secrecy by arithmetic."""

from fractions import Fraction
from itertools import product

import pytest

from awards.rules import voting
from awards.rules.voting import PRESENT, TOTAL, WRITTEN, Count, Presence, Rule, Seat

TWO_THIRDS, FOUR_FIFTHS, HALF = Fraction(2, 3), Fraction(4, 5), Fraction(1, 2)
TITLE = Rule(TWO_THIRDS, FOUR_FIFTHS)
MAJORITY = Rule(TWO_THIRDS, HALF, strict=True)


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(
    ("rule", "base", "votes"),
    [
        (TITLE, 9, 8),
        (TITLE, 10, 8),
        (TITLE, 11, 9),
        (TITLE, 5, 4),
        (MAJORITY, 8, 5),
        (MAJORITY, 9, 5),
        (Rule(TWO_THIRDS, HALF), 8, 4),
        (Rule(TWO_THIRDS, Fraction(9, 10)), 9, 9),
        (Rule(TWO_THIRDS, Fraction(0)), 9, 1),
        (TITLE, 0, 1),
    ],
)
def test_the_votes_needed_are_exact(rule, base, votes):
    assert voting.needed(rule, base) == votes


@pytest.mark.rule("L-05")
def test_the_votes_needed_are_the_fewest_that_reach_the_threshold():
    for base, percent, strict in product(range(1, 26), range(5, 101, 5), (False, True)):
        rule = Rule(TWO_THIRDS, Fraction(percent, 100), strict=strict)

        enough = [v for v in range(base + 1) if (v * 100 > percent * base if strict else v * 100 >= percent * base)]

        assert voting.needed(rule, base) == min(enough, default=base + 1)


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(
    ("rule", "for_", "adopted", "words"),
    [
        (TITLE, 8, True, "8/9 phiếu (88,89%), cần 8/9"),
        (TITLE, 7, False, "7/9 phiếu (77,78%), cần 8/9"),
        (Rule(TWO_THIRDS, FOUR_FIFTHS, denominator=PRESENT), 7, True, "7/8 phiếu (87,5%), cần 7/8"),
        (Rule(TWO_THIRDS, HALF, strict=True, denominator=PRESENT), 4, False, "4/8 phiếu (50%), cần 5/8"),
    ],
)
def test_the_base_is_all_members_or_those_present_as_the_rule_says(rule, for_, adopted, words):
    found = voting.result(rule, Count(for_, 8 - for_), total=9, present=8)

    assert (found.adopted, found.words) == (adopted, words)


@pytest.mark.rule("L-05")
def test_a_result_keeps_its_exact_share_base_and_need():
    found = voting.result(TITLE, Count(for_=8, invalid=1), total=9, present=9)

    assert (found.share, found.base, found.needed) == (Fraction(8, 9), 9, 8)


@pytest.mark.rule("L-05")
def test_blank_and_invalid_votes_do_not_count_in_favour():
    found = voting.result(TITLE, Count(for_=7, blank=1, invalid=1), total=9, present=9)

    assert not found.adopted


@pytest.mark.rule("L-06")
def test_a_written_opinion_makes_the_vote_that_was_missing():
    in_the_room, by_letter = Count(for_=7), Count(for_=1)

    alone = voting.result(TITLE, in_the_room, total=9, present=7)
    together = voting.result(TITLE, in_the_room + by_letter, total=9, present=7, written=1)

    assert (alone.adopted, together.adopted) == (False, True)


@pytest.mark.rule("L-06")
@pytest.mark.parametrize(("written_counts", "base"), [(True, 8), (False, 7)])
def test_written_opinions_join_the_base_of_those_present_where_they_count(written_counts, base):
    rule = Rule(TWO_THIRDS, HALF, denominator=PRESENT, written_counts=written_counts)

    assert voting.result(rule, Count(for_=6), total=9, present=7, written=1).base == base


@pytest.mark.rule("L-06")
def test_a_written_opinion_that_does_not_count_cannot_be_added():
    rule = Rule(TWO_THIRDS, FOUR_FIFTHS, written_counts=False)

    with pytest.raises(ValueError, match="nhiều hơn số thành viên"):
        voting.result(rule, Count(for_=8), total=9, present=7, written=1)


@pytest.mark.parametrize("count", [Count(for_=10), Count(4, 3, 2, 1)])
def test_more_votes_than_members_are_refused(count):
    with pytest.raises(ValueError, match="nhiều hơn số thành viên"):
        voting.result(TITLE, count, total=9, present=9)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="không thể âm"):
        Count(for_=-1)


def test_counts_add_up():
    assert Count(1, 2, 3, 4) + Count(4, 3, 2, 1) == Count(5, 5, 5, 5)
    assert Count(1, 2, 3, 4).cast == 10


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(
    ("quorum", "total", "least"),
    [(TWO_THIRDS, 9, 6), (TWO_THIRDS, 10, 7), (FOUR_FIFTHS, 9, 8), (TWO_THIRDS, 1, 1), (Fraction(0), 9, 1)],
)
def test_the_quorum_is_the_fewest_members_that_reach_it(quorum, total, least):
    rule = Rule(quorum, HALF)

    assert voting.quorum_needed(rule, total) == least
    assert voting.has_quorum(rule, Presence(total, least))
    assert not voting.has_quorum(rule, Presence(total, least - 1))


@pytest.mark.rule("L-06")
@pytest.mark.parametrize(
    ("method", "enough", "words"),
    [
        (
            "secret",
            False,
            "Có mặt 05/09 thành viên, cần ít nhất 06: chưa đủ thành phần; "
            "02 thành viên vắng mặt gửi ý kiến bằng văn bản.",
        ),
        (WRITTEN, True, "Trả lời 07/09 thành viên, cần ít nhất 06: đủ thành phần."),
    ],
)
def test_a_written_opinion_is_a_vote_and_no_presence_save_where_no_meeting_is_held(method, enough, words):
    rule, presence = Rule(TWO_THIRDS, HALF, method=method), Presence(9, 5, 2)

    assert voting.has_quorum(rule, presence) is enough
    assert voting.quorum_words(rule, presence) == words


@pytest.mark.rule("L-07")
@pytest.mark.parametrize(
    ("person", "unit", "head_votes", "reason"),
    [
        (7, None, False, "Đồng chí Lan là người được đề nghị khen thưởng, không biểu quyết về chính mình."),
        (7, 3, True, "Đồng chí Lan là người được đề nghị khen thưởng, không biểu quyết về chính mình."),
        (8, 3, False, None),
        (
            None,
            3,
            False,
            "Đồng chí Lan đứng đầu tập thể được đề nghị khen thưởng; theo quy chế của Hội đồng thì không biểu quyết.",
        ),
        (None, 3, True, None),
        (None, 4, False, None),
        (None, None, False, None),
    ],
)
def test_nobody_votes_on_the_own_case_and_the_councils_rule_says_who_votes_on_the_own_unit(
    person, unit, head_votes, reason
):
    seat = Seat(person_id=7, unit_id=4, heads=frozenset({3}), name="Lan")
    rule = Rule(TWO_THIRDS, HALF, head_votes_on_unit=head_votes)

    assert voting.excluded(seat, nominee_person_id=person, nominee_unit_id=unit, rule=rule) == reason


@pytest.mark.parametrize(
    ("counts", "refusal"),
    [
        ({}, "Cần hai người kiểm phiếu nhập kết quả độc lập."),
        ({"Lan": Count(8)}, "Cần hai người kiểm phiếu nhập kết quả độc lập."),
        ({"Lan": Count(8, 1), "Minh": Count(8, 1)}, None),
        (
            {"Lan": Count(8, 1), "Minh": Count(7, 1, 1)},
            "Người kiểm phiếu ghi khác nhau: tán thành 8 (Lan), 7 (Minh); không có ý kiến 0 (Lan), 1 (Minh).",
        ),
    ],
)
def test_paper_votes_stand_when_two_tellers_counted_the_same(counts, refusal):
    assert voting.tellers_agree(counts) == refusal


@pytest.mark.parametrize(
    ("count", "voters", "said"),
    [
        (Count(9), 9, "Mọi người chọn như nhau"),
        (Count(0, 9), 9, "Mọi người chọn như nhau"),
        (Count(8, 1), 9, "Chỉ một người chọn khác"),
        (Count(1, 8), 9, "Chỉ một người chọn khác"),
        (Count(7, 2), 9, ""),
        (Count(7, 1, 1), 9, ""),
        (Count(), 0, ""),
    ],
)
def test_a_secret_result_that_tells_who_chose_what_says_so(count, voters, said):
    assert (voting.reveals_itself(count, voters) or "").startswith(said)
    assert bool(voting.reveals_itself(count, voters)) == bool(said)


def test_the_base_is_all_members_unless_the_rule_says_otherwise():
    assert (TITLE.denominator, voting.base_of(TITLE, total=9, present=7)) == (TOTAL, 9)
