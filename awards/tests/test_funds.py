"""The award fund: entered once a year, changed with a reason, spent and claimed by decisions and nominations."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import AwardFund, DecisionLine
from awards.services import funds, prizes
from awards.tests.factories import make_decision, make_nomination
from campaigns.models import LegalValue
from campaigns.services.law import rules_on
from communes.models import HistoryEntry
from communes.tests.factories import PEOPLE

ON = date(2026, 5, 14)
SOURCE = "Quyết định số 210/QĐ-UBND ngày 25/12/2025"
INDIVIDUAL, COLLECTIVE, HOUSEHOLD = 710_000, 1_410_000, 1_060_000


@pytest.fixture
def people(campaign, cast):
    """Return a function that puts so many persons of Phòng Kinh tế at a status."""

    def put(number, status="recommended", **facts):
        unit = cast.unit("economy")
        return [
            make_nomination(campaign, unit=unit, subject="individual", status=status, **facts) for _ in range(number)
        ]

    return put


def enter(commune, officer, now, **facts):
    """Enter the fund of 2026."""
    return funds.set_fund(commune, 2026, **{"amount": 5_000_000, "source": SOURCE, "by": officer, "at": now, **facts})


def test_the_fund_of_a_year_is_entered_with_its_source(commune, officer, now):
    fund = enter(commune, officer, now)

    assert (fund.year, fund.amount, fund.source, fund.set_by, fund.set_at) == (
        2026, 5_000_000, SOURCE, "Nguyễn Thị Hạnh", now,
    )  # fmt: skip
    entry = HistoryEntry.objects.about(fund).get()
    assert (entry.label, entry.facts) == (
        "Ghi quỹ khen thưởng 5.000.000 đồng",
        {"before": None, "before_source": "", "after": 5_000_000, "source": SOURCE},
    )


def test_a_change_says_why_and_history_keeps_what_stood_before(commune, officer, now):
    enter(commune, officer, now)

    with pytest.raises(ValidationError, match="lý do điều chỉnh"):
        enter(commune, officer, now, amount=9_000_000)
    fund = enter(commune, officer, now, amount=9_000_000, source="QĐ 77", reason="Bổ sung kinh phí.")

    assert [(each.amount, each.source) for each in AwardFund.objects.all()] == [(9_000_000, "QĐ 77")]
    entry = HistoryEntry.objects.about(fund).first()
    assert (entry.label, entry.reason, entry.facts) == (
        "Điều chỉnh quỹ khen thưởng từ 5.000.000 đồng thành 9.000.000 đồng",
        "Bổ sung kinh phí.",
        {"before": 5_000_000, "before_source": SOURCE, "after": 9_000_000, "source": "QĐ 77"},
    )


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"amount": 0}, "lớn hơn 0"),
        ({"source": " "}, "Hãy ghi căn cứ"),
    ],
)
def test_a_fund_without_money_or_source_is_refused(commune, officer, now, facts, message):
    with pytest.raises(ValidationError, match=message):
        enter(commune, officer, now, **facts)

    assert AwardFund.objects.count() == 0


def test_the_same_fund_once_more_is_no_change(commune, officer, now):
    enter(commune, officer, now)

    with pytest.raises(ValidationError, match="Chưa có gì thay đổi"):
        enter(commune, officer, now, reason="Nhầm.")


@pytest.mark.parametrize("part", sorted(set(PEOPLE) - {"officer"}))
def test_only_the_standing_agency_keeps_the_fund(cast, commune, now, part):
    with pytest.raises(PermissionDenied):
        enter(commune, cast.actor(part), now)

    assert AwardFund.objects.count() == 0


@pytest.mark.rule("DS-09")
def test_money_is_spent_by_decisions_claimed_by_drafts_and_expected_by_nominations(
    campaign, commune, cast, law, officer, people, now
):
    enter(commune, officer, now)
    make_decision(campaign, people(1, "awarded"), status="published")
    make_decision(campaign, people(1), status="draft")
    people(1), people(1, "eligible"), people(1, "on_agenda"), people(1, "deferred")
    make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    for outside in ("reserve", "submitted", "ineligible", "not_recommended"):
        people(1, outside)
    people(1, "eligible", award="bang_khen", authority="province", quota_key="")

    found = funds.of_year(commune, 2026, on=ON)

    assert (found.fund.total, found.fund.used, found.fund.drafted, found.fund.expected) == (
        5_000_000,
        760_000,
        760_000,
        4 * INDIVIDUAL + COLLECTIVE,
    )
    assert (found.fund.left_after, found.short, found.unpriced) == (-770_000, True, ())


def test_what_was_revoked_or_given_in_another_year_is_not_spent_this_year(campaign, commune, law, people):
    old = make_decision(campaign, people(1, "awarded"), status="published", number=1, issued_on=date(2025, 12, 30))
    revoked = make_decision(campaign, people(1, "awarded"), status="published", number=2)
    DecisionLine.objects.filter(decision=revoked).update(standing="revoked")

    assert old.issued_on.year == 2025
    assert [funds.of_year(commune, year, on=ON).fund.used for year in (2025, 2026)] == [760_000, 0]


def test_past_years_expect_nothing(campaign, commune, law, people):
    people(2)

    assert funds.of_year(commune, 2025, on=ON).fund.expected == 0


@pytest.mark.rule("L-02")
def test_what_is_expected_is_the_prize_of_the_day(campaign, commune, law, people):
    people(1)

    for on in (date(2026, 6, 30), date(2026, 7, 1)):
        prize = prizes.prize_by(rules_on(on, commune=commune), "giay_khen", "individual", on=on).amount
        assert funds.of_year(commune, on.year, on=on).fund.expected == prize
    assert funds.of_year(commune, 2026, on=date(2026, 7, 1)).fund.expected == 760_000


def test_an_award_without_a_known_prize_is_named_and_not_counted(campaign, commune, people):
    LegalValue.objects.all().delete()
    people(2)

    found = funds.of_year(commune, 2026, on=ON)

    assert (found.fund.expected, found.unpriced) == (0, ("Chưa có mức lương cơ sở áp dụng ngày 14/05/2026.",))
    assert [(each.prize, each.left) for each in funds.running_balance(found, commune, on=ON)] == [(None, None)] * 2


@pytest.mark.rule("DS-09")
def test_after_each_proposal_the_money_left_is_told_in_the_order_of_the_council(
    campaign, commune, law, officer, people, now
):
    enter(commune, officer, now, amount=2_500_000)
    (waiting,) = people(1, "eligible")
    second, first = (people(1, rank=rank)[0] for rank in (2, 1))
    make_decision(campaign, people(1), status="checked")

    balance = funds.running_balance(funds.of_year(commune, 2026, on=ON), commune, on=ON)

    assert [(each.nomination_id, each.prize, each.left, each.lacking) for each in balance] == [
        (first.pk, INDIVIDUAL, 1_030_000, 0),
        (second.pk, INDIVIDUAL, 320_000, 0),
        (waiting.pk, INDIVIDUAL, -390_000, 390_000),
    ]


def test_the_neighbours_money_is_another_fund(campaign, commune, law, people, neighbour):
    people(2)

    assert funds.of_year(neighbour("officer").commune, 2026, on=ON).fund.expected == 0
