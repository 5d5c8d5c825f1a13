"""Prize money: the formula on a day, what a draft would cost, and what stands fixed once a decision is issued."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q

from awards.models import AwardFund, Decision, DecisionLine
from awards.rules import prizes
from awards.rules.kinds import KINDS, Award, AwardNature, coefficient_key
from awards.rules.prizes import ROUNDING, Entitlement
from campaigns.models import LegalValue
from campaigns.planfile.words import Subject
from campaigns.services import law
from communes.models import Commune
from kit.vietnamese import money, vn_date

BASE_SALARY, PRIZE_ROUNDING = "base_salary", "amount.prize_rounding"
Rates = Mapping[str, LegalValue]


@dataclass(frozen=True, slots=True)
class Prize:
    """What an award brings, the formula in words, and the base salary it was computed with."""

    amount: int
    words: str
    base_salary: Decimal


def prize_by(rates: Rates, award: str, subject: str, *, on: date) -> Prize:
    """Return the prize of an award by the numbers of a day (NĐ 152/2025/NĐ-CP, Điều 49; L-02).

    Raise ValidationError where the base salary or the coefficient is not known. Where the law shipped for a day names
    no rounding, the same ten thousands apply.
    """
    base, coefficient = rates.get(BASE_SALARY), rates.get(coefficient_key(award, subject) or "")
    if base is None:
        raise ValidationError(f"Chưa có mức lương cơ sở áp dụng ngày {vn_date(on)}.")
    if coefficient is None:
        name = f"{Award(award).label}, {Subject(subject).label.lower()}"
        raise ValidationError(f"Chưa có hệ số tiền thưởng của {name} áp dụng ngày {vn_date(on)}.")
    rounding = rates[PRIZE_ROUNDING].value if PRIZE_ROUNDING in rates else ROUNDING
    return Prize(
        amount=prizes.prize(coefficient.value, base.value, rounding),
        words=prizes.formula_words(coefficient.value, base.value, rounding),
        base_salary=base.value,
    )


def base_salary_on(on: date, *, commune: Commune) -> Decimal | None:
    """Return the base salary of a day, None where none is known."""
    try:
        return law.value(BASE_SALARY, on, commune=commune).value
    except ValidationError:
        return None


def unconfirmed(rates: Rates, lines: Iterable[DecisionLine]) -> list[str]:
    """Name the numbers behind the prizes of some lines that nobody has compared with the law yet."""
    keys = {BASE_SALARY, PRIZE_ROUNDING, *(coefficient_key(each.award, each.subject) for each in lines)}
    return [f"{rates[key].title} ({rates[key].source})" for key in sorted(filter(None, keys)) if key in rates
            and not rates[key].confirmed]  # fmt: skip


def unbalanced(rates: Rates, lines: Iterable[DecisionLine]) -> list[str]:
    """Name the awards of some lines by whose numbers a collective receives no more than a person (L-11)."""
    found = []
    for award in dict.fromkeys(each.award for each in lines):
        one, many = (rates.get(coefficient_key(award, each) or "") for each in (Subject.INDIVIDUAL, Subject.COLLECTIVE))
        if one and many and (words := prizes.unbalanced(individual=one.value, collective=many.value)):
            found.append(f"{Award(award).label}: {words}")
    return found


def of_lines(decision: Decision, lines: Iterable[DecisionLine], rates: Rates, *, on: date) -> dict[int, Prize]:
    """Return what each line of a decision brings on a day by the numbers of that day, by its key (L-02, L-11).

    Of several titles of one subject for one year only the highest is paid; what an earlier decision paid for a
    lower one is deducted.
    """
    lines = list(lines)
    found = {each.pk: prize_by(rates, each.award, each.subject, on=on) for each in lines}
    before = _earlier_titles(decision, lines)
    answers = prizes.payable(
        [_entitlement(each, each.prize) for each in before]
        + [_entitlement(each, found[each.pk].amount) for each in lines]
    )
    paid: dict[tuple, int] = {}
    for each in before:
        paid[_honoured(each)] = paid.get(_honoured(each), 0) + each.prize
    return {each.pk: _paid_out(found[each.pk], *answers[str(each.pk)], _deduction(each, paid)) for each in lines}


def write(decision: Decision, lines: Iterable[DecisionLine], *, on: date) -> None:
    """Write on each line what it brings on a day, with the formula; on issue this stands for good (L-02, L-11)."""
    rows = list(lines)
    amounts = of_lines(decision, rows, law.rules_on(on, commune=decision.commune), on=on)
    for line in rows:
        line.prize, line.prize_words = amounts[line.pk].amount, amounts[line.pk].words[:300]
    DecisionLine.objects.bulk_update(rows, ["prize", "prize_words"])


def estimate(decision: Decision, lines: Iterable[DecisionLine], *, on: date) -> None:
    """Write on the lines of a draft what they would bring on a day; nothing where the law's numbers are not known."""
    rows = list(lines)
    try:
        write(decision, rows, on=on)
    except ValidationError:
        decision.lines.update(prize=0, prize_words="")


def _paid_out(prize: Prize, payable: bool, why: str, deduction: int) -> Prize:
    """Return what is really paid of a prize, with the words for it."""
    if not payable:
        return Prize(0, why, prize.base_salary)
    if not deduction:
        return prize
    rest = max(0, prize.amount - deduction)
    words = f"{prize.words}; trừ {money(deduction)} đã chi cho danh hiệu cùng năm, còn {money(rest)}"
    return Prize(rest, words, prize.base_salary)


def _deduction(line: DecisionLine, paid: Mapping[tuple, int]) -> int:
    """Return what earlier titles of the same year have brought already; nothing for a form."""
    return paid.get(_honoured(line), 0) if _nature(line) == AwardNature.TITLE else 0


def _earlier_titles(decision: Decision, lines: Iterable[DecisionLine]) -> list[DecisionLine]:
    """Return the lines of other issued decisions that gave a title to the same subjects for the same years."""
    titles = [each for each in lines if _nature(each) == AwardNature.TITLE]
    if not titles:
        return []
    people = [each.nomination.person_id for each in titles if each.nomination.person_id]
    bodies = [each.nomination.collective_id for each in titles if each.nomination.collective_id]
    rows = (
        DecisionLine.objects.paid()
        .filter(Q(nomination__person__in=people) | Q(nomination__collective__in=bodies))
        .exclude(decision=decision)
        .select_related("nomination__round", "nomination__campaign")
        .order_by("decision__issued_at", "pk")
    )
    wanted = {_honoured(each) for each in titles}
    return [each for each in rows if _nature(each) == AwardNature.TITLE and _honoured(each) in wanted]


def _entitlement(line: DecisionLine, amount: int) -> Entitlement:
    """Return a line as the rule of payment reads it."""
    *subject, year = _honoured(line)
    return Entitlement(
        key=str(line.pk),
        subject=":".join(map(str, subject)),
        kind=prizes.TITLE if _nature(line) == AwardNature.TITLE else prizes.FORM,
        period=f"năm {year}",
        amount=amount,
        name=line.get_award_display(),
    )


def _honoured(line: DecisionLine) -> tuple:
    """Return whom a line honours, and for which year."""
    nomination = line.nomination
    return (line.subject, nomination.person_id or nomination.collective_id, nomination.year)


def _nature(line: DecisionLine) -> AwardNature:
    """Say whether a line gives a form or a title."""
    return KINDS[Award(line.award)].nature


def fund_after(decision: Decision, cost: int, *, on: date) -> tuple[str, bool]:
    """Say how the year's fund stands once a decision is paid, and whether it suffices (DS-09)."""
    fund = AwardFund.objects.filter(commune=decision.commune, year=on.year).first()
    if fund is None:
        return f"Chưa nhập quỹ khen thưởng năm {on.year}; quyết định này cần {money(cost)}.", True
    left = fund.amount - DecisionLine.objects.paid().in_year(on.year).total()
    if cost > left:
        return f"Quỹ khen thưởng năm {on.year} còn {money(left)}, quyết định này cần {money(cost)}.", False
    return f"Quỹ khen thưởng năm {on.year} còn {money(left)}, sau quyết định này còn {money(left - cost)}.", True
