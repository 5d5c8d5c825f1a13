"""Prize money: the decree's formula, what is paid beside what, and a base salary that changed."""

from decimal import Decimal

import pytest

from awards.rules import prizes
from awards.rules.prizes import FORM, TITLE, Entitlement

OLD, NEW = Decimal(2340000), Decimal(2530000)


@pytest.mark.rule("L-02")
@pytest.mark.parametrize(
    ("coefficient", "salary", "amount"),
    [
        ("0.3", OLD, 710000),
        ("0.6", OLD, 1410000),
        ("0.45", OLD, 1060000),
        ("0.3", NEW, 760000),
        ("0.6", NEW, 1520000),
        ("0.45", NEW, 1140000),
        ("0.8", OLD, 1880000),
        ("0.8", NEW, 2030000),
        ("1.0", NEW, 2530000),
        ("1.5", NEW, 3800000),
        ("3.0", NEW, 7590000),
    ],
)
def test_a_prize_is_the_coefficient_times_the_base_salary_rounded_up(coefficient, salary, amount):
    assert prizes.prize(Decimal(coefficient), salary) == amount


@pytest.mark.rule("L-02")
@pytest.mark.parametrize(("salary", "amount"), [(10000, 10000), (10001, 20000), (20000, 20000), (0, 0)])
def test_rounding_goes_up_only_where_something_is_left_over(salary, amount):
    assert prizes.prize(Decimal(1), Decimal(salary)) == amount


@pytest.mark.rule("L-02")
def test_the_step_of_rounding_is_the_laws_own_number():
    assert prizes.prize(Decimal("0.3"), NEW, Decimal(1000)) == 759000


@pytest.mark.rule("L-02")
@pytest.mark.parametrize(
    ("coefficient", "salary", "words"),
    [
        ("0.3000", NEW, "0,3 × 2.530.000 đồng = 759.000 đồng, làm tròn 760.000 đồng"),
        ("0.45", NEW, "0,45 × 2.530.000 đồng = 1.138.500 đồng, làm tròn 1.140.000 đồng"),
        ("1.0", OLD, "1 × 2.340.000 đồng = 2.340.000 đồng"),
    ],
)
def test_the_formula_is_written_out(coefficient, salary, words):
    assert prizes.formula_words(Decimal(coefficient), salary) == words


def line(key, kind, amount, *, subject="lan", period="năm 2026", name=""):
    """Return a prize that an award would bring."""
    return Entitlement(key, subject, kind, period, amount, name)


def paid(*lines):
    """Return the keys of the prizes that are paid."""
    return {key for key, (is_paid, _) in prizes.payable(lines).items() if is_paid}


@pytest.mark.rule("L-11")
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line("ldtt", TITLE, 760000), line("cstd", TITLE, 2530000)], {"cstd"}),
        ([line("cstd", TITLE, 2530000), line("ldtt", TITLE, 760000)], {"cstd"}),
        ([line("mot", TITLE, 760000), line("hai", TITLE, 760000)], {"mot"}),
        ([line("ldtt", TITLE, 760000, period="năm 2025"), line("cstd", TITLE, 2530000)], {"ldtt", "cstd"}),
        ([line("lan", TITLE, 760000), line("minh", TITLE, 2530000, subject="minh")], {"lan", "minh"}),
        ([line("cstd", TITLE, 2530000), line("gk", FORM, 760000)], {"cstd", "gk"}),
        ([line("ldtt", TITLE, 760000), line("bk", FORM, 3800000)], {"ldtt", "bk"}),
        ([line("gk1", FORM, 760000), line("gk2", FORM, 760000)], {"gk1", "gk2"}),
        (
            [line("ldtt", TITLE, 760000), line("cstd", TITLE, 2530000), line("gk", FORM, 760000)],
            {"cstd", "gk"},
        ),
        ([], set()),
    ],
)
def test_of_several_titles_for_one_period_only_the_highest_is_paid_and_every_form(lines, expected):
    assert paid(*lines) == expected


@pytest.mark.rule("L-11")
def test_an_unpaid_title_says_which_one_stands_in_its_place():
    found = prizes.payable(
        [line("ldtt", TITLE, 760000), line("cstd", TITLE, 2530000, name="Chiến sĩ thi đua cơ sở")],
    )

    assert found == {
        "ldtt": (
            False,
            "Không chi tiền thưởng: cùng thời gian năm 2026 đã hưởng mức cao nhất 2.530.000 đồng "
            "của danh hiệu Chiến sĩ thi đua cơ sở.",
        ),
        "cstd": (True, "Được thưởng 2.530.000 đồng."),
    }


@pytest.mark.rule("L-11")
@pytest.mark.parametrize(("individual", "collective", "warned"), [("0.3", "0.6", False), ("0.3", "0.3", True)])
def test_a_form_brings_a_collective_more_than_a_person(individual, collective, warned):
    found = prizes.unbalanced(individual=Decimal(individual), collective=Decimal(collective))

    assert (found is not None) is warned


@pytest.mark.rule("L-02")
def test_a_base_salary_that_changed_since_the_draft_is_told():
    assert prizes.salary_changed(NEW, NEW) is None
    assert prizes.salary_changed(OLD, NEW) == (
        "Mức lương cơ sở đã thay đổi từ 2.340.000 đồng thành 2.530.000 đồng sau khi lập dự thảo; "
        "tiền thưởng tính theo mức tại ngày ban hành quyết định."
    )
