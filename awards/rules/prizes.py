"""Prize money: the decree's formula, what is paid to whom, and a base salary that changed (L-02, L-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from kit.vietnamese import money, vn_number

FORM, TITLE = "form", "title"
ROUNDING = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One prize that an award would bring: to whom, by a form or a title, for which period, how much."""

    key: str
    subject: str
    kind: str
    period: str
    amount: int
    name: str = ""


def prize(coefficient: Decimal, base_salary: Decimal, rounding: Decimal = ROUNDING) -> int:
    """Return coefficient × base salary, rounded up to tens of thousands (NĐ 152/2025, Điều 49; L-02)."""
    step = Fraction(rounding)
    return int(ceil(Fraction(coefficient) * Fraction(base_salary) / step) * step)


def formula_words(coefficient: Decimal, base_salary: Decimal, rounding: Decimal = ROUNDING) -> str:
    """Write how a prize is computed: 0,3 × 2.530.000 đồng = 759.000 đồng, làm tròn 760.000 đồng."""
    product = coefficient * base_salary
    words = f"{vn_number(coefficient)} × {money(base_salary)} = {vn_number(product)} đồng"
    paid = prize(coefficient, base_salary, rounding)
    return words if paid == product else f"{words}, làm tròn {money(paid)}"


def unbalanced(*, individual: Decimal, collective: Decimal) -> str | None:
    """Return a warning when a form does not bring a collective more than a person (NĐ 152/2025, Điều 49; L-11)."""
    if collective > individual:
        return None
    return (
        f"Hệ số tiền thưởng của tập thể ({vn_number(collective)}) phải cao hơn của cá nhân ({vn_number(individual)}) "
        "trong cùng một hình thức khen thưởng."
    )


def payable(lines: Sequence[Entitlement]) -> dict[str, tuple[bool, str]]:
    """Say for each prize, by its key, whether it is paid, and why (NĐ 152/2025, Điều 49; L-11).

    Of several titles of one subject for one period only the highest is paid, the first of equal ones; titles of
    other periods, forms, and a form beside a title are all paid.
    """
    highest: dict[tuple[str, str], Entitlement] = {}
    for line in lines:
        if line.kind == TITLE:
            best = highest.get((line.subject, line.period))
            if best is None or line.amount > best.amount:
                highest[line.subject, line.period] = line
    answers = {}
    for line in lines:
        best = highest.get((line.subject, line.period)) if line.kind == TITLE else line
        if best.key == line.key:
            answers[line.key] = (True, f"Được thưởng {money(line.amount)}.")
        else:
            title = f"danh hiệu {best.name}" if best.name else "một danh hiệu khác"
            answers[line.key] = (
                False,
                f"Không chi tiền thưởng: cùng thời gian {line.period} đã hưởng mức cao nhất {money(best.amount)} "
                f"của {title}.",
            )
    return answers


def salary_changed(draft_base: Decimal, now_base: Decimal) -> str | None:
    """Return a warning when the base salary is no longer the one that a draft was computed with (L-02)."""
    if draft_base == now_base:
        return None
    return (
        f"Mức lương cơ sở đã thay đổi từ {money(draft_base)} thành {money(now_base)} sau khi lập dự thảo; "
        "tiền thưởng tính theo mức tại ngày ban hành quyết định."
    )
