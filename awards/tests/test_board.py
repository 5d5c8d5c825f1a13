"""The quota and fund board: every shape of quota against what was proposed and decided, and the money left."""

from datetime import date
from decimal import Decimal

import pytest

from awards.rules import board
from awards.rules.board import Fund, Tally
from campaigns.planfile.schema import Quota
from campaigns.planfile.words import Authority, AwardForm, QuotaReading, QuotaShape, Subject
from campaigns.rules.quotas import Base
from campaigns.tests.five_plans import award_round, plan

ON = date(2025, 12, 20)
BASE = Base(bodies=5, collectives=45, individuals=130, households=40)
COLLECTIVE, INDIVIDUAL, HOUSEHOLD = Subject.COLLECTIVE, Subject.INDIVIDUAL, Subject.HOUSEHOLD


def quota(shape, **facts):
    """Return a quota of the commune's own Giấy khen."""
    return Quota(
        **{
            "key": "mot",
            "form": AwardForm.GIAY_KHEN,
            "authority": Authority.COMMUNE,
            "shape": shape,
            "words": "lời văn",
            **facts,
        }
    )


def row(found, tallies, *, on=ON, settled=None, bases=BASE):
    """Return the board's only row for a quota and its counts by subject."""
    counts = {(found.key, subject): tally for subject, tally in tallies.items()}
    (only,) = board.rows([found], on=on, settled={found.key: settled} if settled else {}, bases=bases, counts=counts)
    return only


@pytest.mark.rule("KP-04")
def test_a_quota_of_one_shows_four_qualified_and_its_reserve_early():
    quotas = plan("KP").rounds[0].quotas
    counts = {("giay-khen-ca-nhan", INDIVIDUAL): Tally(5, 4, 0, 0), ("giay-khen-tap-the", COLLECTIVE): Tally(1, 1, 1)}

    found = board.rows(quotas, on=ON, settled={}, bases=BASE, counts=counts)

    assert [(each.quota.key, each.left, each.left_words, each.warning) for each in found] == [
        ("giay-khen-tap-the", 1, "Còn 01 tập thể", None),
        (
            "giay-khen-ca-nhan",
            1,
            "Còn 01 cá nhân",
            "04 cá nhân đủ điều kiện, số lượng cho phép 01. Xếp dự bị 03 cá nhân.",
        ),
    ]


@pytest.mark.rule("KP-04")
@pytest.mark.parametrize(
    ("tally", "left", "warning"),
    [
        (Tally(1, 1, 1, 1), 0, None),
        (Tally(2), 1, "02 cá nhân được đề nghị, số lượng cho phép 01. Xếp dự bị 01 cá nhân."),
        (Tally(3, 2, 2), 1, "02 cá nhân được Hội đồng đề nghị, số lượng cho phép 01. Xếp dự bị 01 cá nhân."),
        (Tally(3, 3, 3, 2), 0, "02 cá nhân đã quyết định, số lượng cho phép 01."),
        (Tally(), 1, None),
        (Tally(3, 3, 1, refused=2), 1, None),
        (Tally(3, 1, 1, unfit=2), 1, None),
        (Tally(4, 4, 3, reserve=2, refused=1), 1, None),
        (Tally(3, 3, 3, dropped=2), 1, None),
    ],
)
def test_the_furthest_stage_over_the_quota_is_told(tally, left, warning):
    found = row(quota(QuotaShape.FIXED, subject=INDIVIDUAL, count=1), {INDIVIDUAL: tally})

    assert (found.left, found.warning) == (left, warning)


@pytest.mark.rule("HP-02")
@pytest.mark.parametrize(
    ("settled", "left", "words", "warning"),
    [
        (None, None, "Chưa rõ", True),
        (QuotaReading.IN_ALL, 0, "Còn 00", True),
        (QuotaReading.EACH, 1, "Còn 00 tập thể, 01 cá nhân", False),
    ],
)
def test_a_shared_pool_counts_as_the_settled_reading_says(settled, left, words, warning):
    pool = award_round("HP", "hang-nam").quotas[0]

    found = row(pool, {COLLECTIVE: Tally(1, 1, 1, 1), INDIVIDUAL: Tally(1, 1)}, settled=settled)

    assert (found.left, found.left_words, found.warning is not None) == (left, words, warning)


@pytest.mark.rule("HP-02")
def test_a_household_counts_against_a_shared_pool():
    found = row(quota(QuotaShape.SHARED_POOL, count=2), {HOUSEHOLD: Tally(1, 1, 1, 1)}, settled=QuotaReading.IN_ALL)

    assert (found.left, list(found.tallies), found.total) == (
        1,
        [COLLECTIVE, INDIVIDUAL, HOUSEHOLD],
        Tally(1, 1, 1, 1),
    )


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(("on", "left", "refused"), [(date(2025, 6, 30), 2, False), (date(2025, 7, 1), 0, True)])
def test_the_district_quota_is_void_once_its_level_ended(on, left, refused):
    district = next(each for each in award_round("HP", "hang-nam").quotas if each.key == "nam-giay-khen-thi-xa-ca-nhan")

    found = row(district, {INDIVIDUAL: Tally(1)}, on=on)
    reason = board.over(district, on=on, settled=None, bases=BASE, decided={INDIVIDUAL: 1})

    assert (found.left, found.unusable is not None, found.warning is not None) == (left, refused, refused)
    assert ("từ ngày 01/7/2025" in (reason or "")) is refused


@pytest.mark.rule("HP-12")
@pytest.mark.parametrize(("sent_up", "refused"), [(1, False), (2, True)])
def test_at_most_one_commendation_of_the_province_is_proposed_upward(sent_up, refused):
    upward = award_round("HP", "hang-nam").quotas[0]

    reason = board.over(
        upward, on=ON, settled=QuotaReading.IN_ALL, bases=BASE, decided={COLLECTIVE: 1, INDIVIDUAL: sent_up - 1}
    )

    assert (reason == "Vượt số lượng khen thưởng: 02 trường hợp, kế hoạch cho 01.") is refused
    assert (reason is not None) is refused


@pytest.mark.parametrize(
    ("found", "decided", "left", "words"),
    [
        (quota(QuotaShape.FIXED, subject=COLLECTIVE, count=2), {COLLECTIVE: 1}, 1, "Còn 01 tập thể"),
        (quota(QuotaShape.CEILING, subject=INDIVIDUAL, count=5), {INDIVIDUAL: 2}, 3, "Còn 03 cá nhân"),
        (quota(QuotaShape.CEILING, count=3), {COLLECTIVE: 1, INDIVIDUAL: 1}, 1, "Còn 01"),
        (quota(QuotaShape.FIXED, subject=HOUSEHOLD, count=2), {HOUSEHOLD: 1}, 1, "Còn 01 hộ gia đình"),
        (quota(QuotaShape.PER_BODY, subject=INDIVIDUAL, count=1), {INDIVIDUAL: 2}, 3, "Còn 03 cá nhân"),
        (
            quota(QuotaShape.PERCENTAGE, subject=COLLECTIVE, percent=Decimal(10)),
            {COLLECTIVE: 1},
            3,
            "Còn 03 tập thể",
        ),
        (quota(QuotaShape.NOT_FIXED, subject=INDIVIDUAL), {INDIVIDUAL: 9}, None, "Không giới hạn số lượng"),
        (quota(QuotaShape.UNSTATED, subject=INDIVIDUAL), {INDIVIDUAL: 9}, None, "Không giới hạn số lượng"),
        (quota(QuotaShape.UNCLEAR), {}, None, "Chưa rõ"),
    ],
)
def test_every_shape_shows_what_is_left(found, decided, left, words):
    shown = row(found, {subject: Tally(count, count, count, count) for subject, count in decided.items()})

    assert (shown.left, shown.left_words, shown.warning) == (left, words, None)


@pytest.mark.rule("KP-04")
@pytest.mark.parametrize(
    ("found", "decided", "busiest", "refusal"),
    [
        (quota(QuotaShape.FIXED, subject=COLLECTIVE, count=1), {COLLECTIVE: 1}, 0, None),
        (
            quota(QuotaShape.FIXED, subject=COLLECTIVE, count=1),
            {COLLECTIVE: 2},
            0,
            "Vượt số lượng khen thưởng: 02 tập thể, kế hoạch cho 01.",
        ),
        (quota(QuotaShape.PER_BODY, subject=INDIVIDUAL, count=1), {INDIVIDUAL: 5}, 1, None),
        (
            quota(QuotaShape.PER_BODY, subject=INDIVIDUAL, count=1),
            {INDIVIDUAL: 2},
            2,
            "Vượt số lượng khen thưởng: 02 trường hợp của một đơn vị, kế hoạch cho 01.",
        ),
        (
            quota(QuotaShape.PERCENTAGE, subject=INDIVIDUAL, percent=Decimal(5)),
            {INDIVIDUAL: 7},
            0,
            "Vượt số lượng khen thưởng: 07 cá nhân, kế hoạch cho 06.",
        ),
        (quota(QuotaShape.NOT_FIXED, subject=INDIVIDUAL), {INDIVIDUAL: 99}, 0, None),
        (
            quota(QuotaShape.UNCLEAR),
            {INDIVIDUAL: 1},
            0,
            "Số lượng khen thưởng chưa rõ, cần xác định trước. lời văn",
        ),
        (quota(QuotaShape.UNCLEAR), {INDIVIDUAL: 0}, 0, None),
    ],
)
def test_a_decision_over_the_quota_is_refused_in_every_shape(found, decided, busiest, refusal):
    assert board.over(found, on=ON, settled=None, bases=BASE, decided=decided, busiest=busiest) == refusal


def test_tallies_add_up():
    assert Tally(4, 3, 2, 1, 1, 0, 2, 0) + Tally(1, 2, 3, 4, 0, 1, 1, 3) == Tally(5, 5, 5, 5, 1, 1, 3, 3)


@pytest.mark.parametrize(
    ("subject", "whom"),
    [(COLLECTIVE, "tập thể"), (INDIVIDUAL, "cá nhân"), (HOUSEHOLD, "hộ gia đình"), (None, "tập thể, cá nhân")],
)
def test_each_row_says_whom_it_honours(subject, whom):
    assert row(quota(QuotaShape.FIXED, subject=subject, count=1), {}).whom == whom


@pytest.mark.rule("DS-09")
def test_where_no_number_is_fixed_the_money_left_after_each_proposal_is_the_limit():
    fund = Fund(total=5_000_000, used=1_000_000, drafted=760_000)

    assert board.running(fund, [("mot", 1_520_000), ("hai", 760_000), ("ba", 1_520_000)]) == [
        ("mot", 1_520_000, 1_720_000),
        ("hai", 760_000, 960_000),
        ("ba", 1_520_000, -560_000),
    ]


@pytest.mark.rule("DS-09")
@pytest.mark.parametrize(
    ("fund", "left", "after", "words"),
    [
        (
            Fund(10_000_000, 2_000_000, 1_000_000, 3_000_000),
            8_000_000,
            4_000_000,
            "Kinh phí 10.000.000 đồng; đã chi 2.000.000 đồng, trong dự thảo quyết định 1.000.000 đồng, "
            "dự kiến cho hồ sơ đang xét 3.000.000 đồng; còn 4.000.000 đồng.",
        ),
        (
            Fund(1_000_000, 0, 0, 1_500_000),
            1_000_000,
            -500_000,
            "Kinh phí 1.000.000 đồng; đã chi 0 đồng, dự kiến cho hồ sơ đang xét 1.500.000 đồng; thiếu 500.000 đồng.",
        ),
        (Fund(None, 760_000), None, None, "Chưa nhập kinh phí khen thưởng; đã chi 760.000 đồng."),
    ],
)
def test_the_fund_says_what_is_spent_drafted_expected_and_left(fund, left, after, words):
    assert (fund.left, fund.left_after, fund.words) == (left, after, words)


def test_without_a_fund_entered_no_money_left_is_invented():
    assert board.running(Fund(None), [("mot", 760_000)]) == [("mot", 760_000, None)]
