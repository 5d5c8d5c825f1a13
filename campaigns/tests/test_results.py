"""Results against targets: each kind of target has its own way of being met."""

from decimal import Decimal

import pytest

from campaigns.planfile.words import Comparator, TargetKind
from campaigns.rules.results import MET, UNKNOWN, UNMET, Goal, Result, outcome, share_met

SCALE = ("Trung bình", "Khá", "Tốt", "Xuất sắc")


@pytest.mark.rule("VT-02")
@pytest.mark.parametrize("kind", [TargetKind.NUMBER, TargetKind.PERCENT])
@pytest.mark.parametrize(
    ("comparator", "found", "expected"),
    [
        (Comparator.AT_LEAST, "100", MET),
        (Comparator.AT_LEAST, "99.999", UNMET),
        (Comparator.AT_MOST, "100", MET),
        (Comparator.AT_MOST, "100.001", UNMET),
        (Comparator.EXACTLY, "100.0", MET),
        (Comparator.EXACTLY, "101", UNMET),
        (Comparator.AT_LEAST, None, UNKNOWN),
    ],
)
def test_a_figure_is_compared_as_the_target_says(kind, comparator, found, expected):
    goal = Goal(kind=kind, comparator=comparator, value=Decimal(100))

    assert outcome(goal, Result(value=None if found is None else Decimal(found))) == expected


@pytest.mark.rule("VT-02")
@pytest.mark.parametrize(("yes", "expected"), [(True, MET), (False, UNMET), (None, UNKNOWN)])
def test_a_yes_or_no_target_is_met_by_yes(yes, expected):
    assert outcome(Goal(kind=TargetKind.YES_NO), Result(yes=yes)) == expected


@pytest.mark.rule("VT-02")
@pytest.mark.parametrize(
    ("comparator", "grade", "expected"),
    [
        (Comparator.AT_LEAST, "Xuất sắc", MET),
        (Comparator.AT_LEAST, "Tốt", MET),
        (Comparator.AT_LEAST, "Khá", UNMET),
        (Comparator.AT_MOST, "Khá", MET),
        (Comparator.EXACTLY, "Xuất sắc", UNMET),
        (Comparator.AT_LEAST, "", UNKNOWN),
        (Comparator.AT_LEAST, "Giỏi", UNKNOWN),
    ],
)
def test_a_grade_is_compared_by_its_place_on_the_scale(comparator, grade, expected):
    goal = Goal(kind=TargetKind.GRADE, comparator=comparator, grade="Tốt", scale=SCALE)

    assert outcome(goal, Result(grade=grade)) == expected


@pytest.mark.rule("VT-02")
@pytest.mark.parametrize("kind", [TargetKind.TEXT, TargetKind.REFERENCE])
@pytest.mark.parametrize(("judged", "expected"), [("met", MET), ("unmet", UNMET), ("", UNKNOWN), ("có", UNKNOWN)])
def test_a_target_in_words_or_of_another_plan_is_met_by_the_units_own_judgement(kind, judged, expected):
    result = Result(judged=judged, value=Decimal(100), yes=True, grade="Tốt")

    assert outcome(Goal(kind=kind), result) == expected


@pytest.mark.rule("DT-05")
def test_the_share_counts_the_met_among_all_targets():
    assert share_met([MET, UNMET, UNKNOWN, MET]) == (2, 4)
    assert share_met([]) == (0, 0)
