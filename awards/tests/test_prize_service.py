"""What an award brings on which day, and what is paid when several come together."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from awards.models import Decision, DecisionLine
from awards.services import prizes
from awards.tests.factories import ISSUED_ON, make_decision, make_nomination
from campaigns.models import LegalValue
from campaigns.services.law import rules_on
from communes.tests.factories import make_person


def prize_for(award, subject, *, on, commune):
    """Return the prize by the numbers in force on a day."""
    return prizes.prize_by(rules_on(on, commune=commune), award, subject, on=on)


@pytest.mark.rule("L-02")
@pytest.mark.parametrize(
    ("on", "individual", "collective", "household"),
    [
        (date(2024, 7, 1), 710_000, 1_410_000, 1_060_000),
        (date(2025, 6, 30), 710_000, 1_410_000, 1_060_000),
        (date(2025, 7, 1), 710_000, 1_410_000, 1_060_000),
        (date(2026, 6, 30), 710_000, 1_410_000, 1_060_000),
        (date(2026, 7, 1), 760_000, 1_520_000, 1_140_000),
        (date(2027, 2, 28), 760_000, 1_520_000, 1_140_000),
    ],
)
def test_a_giay_khen_brings_what_the_law_says_on_the_day(law, commune, on, individual, collective, household):
    found = {
        subject: prize_for("giay_khen", subject, on=on, commune=commune).amount
        for subject in ("individual", "collective", "household")
    }

    assert found == {"individual": individual, "collective": collective, "household": household}


@pytest.mark.rule("L-02")
def test_the_formula_is_told_with_the_base_salary(law, commune):
    found = prize_for("giay_khen", "individual", on=date(2026, 7, 1), commune=commune)

    assert (found.words, found.base_salary) == (
        "0,3 × 2.530.000 đồng = 759.000 đồng, làm tròn 760.000 đồng", 2_530_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2024, 6, 30), "Chưa có mức lương cơ sở áp dụng ngày 30/06/2024."),
        (date(2027, 3, 1), "Chưa có hệ số tiền thưởng của Giấy khen, cá nhân áp dụng ngày 01/03/2027."),
    ],
)
def test_a_day_without_numbers_has_no_prize(law, commune, on, words):
    with pytest.raises(ValidationError) as refusal:
        prize_for("giay_khen", "individual", on=on, commune=commune)

    assert refusal.value.messages == [words]


def test_a_communes_own_number_goes_before_the_shipped_one(law, commune):
    LegalValue.objects.create(
        commune=commune, key="coefficient.giay_khen.individual", title="Hệ số", value="0.5",
        valid_from=date(2025, 7, 1), source="Nghị quyết HĐND tỉnh",
    )  # fmt: skip

    assert prize_for("giay_khen", "individual", on=ISSUED_ON, commune=commune).amount == 1_170_000


@pytest.fixture
def honoured(law, cast, campaign):
    """Return a maker of a decision that gives one person some awards; earlier ones are issued."""
    person = make_person(cast.commune, "Trịnh Thị Ân", unit=cast.unit("economy"))

    def make(*awards, status="draft", number=5, amounts=(), year=None) -> Decision:
        rows = []
        for award in awards:
            facts = {"basis": "ad_hoc", "round": None, "deed": "a", "deed_on": date(year, 5, 1)} if year else {}
            rows.append(
                make_nomination(
                    campaign,
                    unit=cast.unit("economy"),
                    subject="individual",
                    person=person,
                    award=award,
                    status="awarded" if status != "draft" else "recommended",
                    **facts,
                )  # fmt: skip
            )
        decision = make_decision(campaign, rows, status=status, number=number)
        for line, amount in zip(decision.lines.order_by("position"), amounts, strict=False):
            DecisionLine.objects.filter(pk=line.pk).update(prize=amount)
        return decision

    return make


def paid(decision, on=ISSUED_ON) -> list[int]:
    """Return what the lines of a decision bring, in their order."""
    lines = list(decision.lines.select_related("nomination__round", "nomination__campaign").order_by("position"))
    found = prizes.of_lines(decision, lines, rules_on(on, commune=decision.commune), on=on)
    return [found[line.pk].amount for line in lines]


@pytest.mark.rule("L-11")
def test_of_two_titles_for_one_year_only_the_highest_is_paid(honoured):
    decision = honoured("lao_dong_tien_tien", "chien_si_thi_dua_co_so")

    assert paid(decision) == [0, 2_340_000]


@pytest.mark.rule("L-11")
def test_a_title_and_a_form_are_both_paid(honoured):
    assert paid(honoured("giay_khen", "chien_si_thi_dua_co_so")) == [710_000, 2_340_000]


@pytest.mark.rule("L-11")
@pytest.mark.parametrize(
    ("earlier", "amount", "now", "expected"),
    [
        ("chien_si_thi_dua_co_so", 2_340_000, "lao_dong_tien_tien", [0]),
        ("lao_dong_tien_tien", 710_000, "chien_si_thi_dua_co_so", [1_630_000]),
    ],
)
def test_a_title_of_an_earlier_decision_counts_too(honoured, earlier, amount, now, expected):
    honoured(earlier, status="issued", number=3, amounts=[amount])

    assert paid(honoured(now)) == expected


@pytest.mark.rule("L-11")
def test_a_title_of_another_year_is_paid_on_its_own(honoured):
    honoured("chien_si_thi_dua_co_so", status="issued", number=3, amounts=[2_340_000], year=2025)

    assert paid(honoured("lao_dong_tien_tien")) == [710_000]


def test_a_revoked_title_is_not_deducted(honoured):
    decision = honoured("lao_dong_tien_tien", status="revoked", number=3, amounts=[710_000])
    decision.lines.update(standing="revoked")

    assert paid(honoured("chien_si_thi_dua_co_so")) == [2_340_000]


def test_the_reason_stands_where_nothing_is_paid(honoured):
    decision = honoured("lao_dong_tien_tien", "chien_si_thi_dua_co_so")

    prizes.write(decision, decision.lines.select_related("nomination__round", "nomination__campaign"), on=ISSUED_ON)

    assert [(each.prize, each.prize_words) for each in decision.lines.order_by("position")] == [
        (0, "Không chi tiền thưởng: cùng thời gian năm 2026 đã hưởng mức cao nhất 2.340.000 đồng của danh hiệu "
            "Chiến sĩ thi đua cơ sở."),
        (2_340_000, "1 × 2.340.000 đồng = 2.340.000 đồng"),
    ]  # fmt: skip
