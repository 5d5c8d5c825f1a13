"""Outside indices against last year."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Indicator, IndicatorValue
from campaigns.planfile.schema import PlanIndicator
from campaigns.rules.indicators import BETTER, SAME, UNKNOWN, WORSE, Comparison, Reading, comparison
from campaigns.services import indicators
from campaigns.tests.factories import make_campaign, plan_document
from campaigns.tests.field_cases import answer_to, neighbours_get
from campaigns.tests.matrix import who_can
from communes.models import HistoryEntry

PAR = PlanIndicator(key="par-index", name="PAR INDEX", unit_label="điểm", clause="I.3")
LATE = PlanIndicator(key="tre-han", name="Tỷ lệ hồ sơ trễ hạn", unit_label="%", higher_is_better=False)


@pytest.fixture
def campaign(cast):
    """A campaign of 2026 that follows two indices."""
    return make_campaign(cast, document=plan_document(indicators=(PAR, LATE)))


@pytest.fixture
def par(campaign):
    """PAR INDEX."""
    return Indicator.objects.select_related("campaign__commune").get(campaign=campaign, key="par-index")


@pytest.mark.rule("DT-10")
@pytest.mark.parametrize(
    ("last", "this", "higher_is_better", "expected"),
    [
        (Reading(Decimal(80)), Reading(Decimal("82.3")), True, (Decimal("2.3"), BETTER, None, UNKNOWN)),
        (Reading(Decimal(80)), Reading(Decimal(79)), True, (Decimal(-1), WORSE, None, UNKNOWN)),
        (Reading(Decimal(5)), Reading(Decimal(2)), False, (Decimal(-3), BETTER, None, UNKNOWN)),
        (Reading(Decimal(2)), Reading(Decimal(5)), False, (Decimal(3), WORSE, None, UNKNOWN)),
        (Reading(Decimal(80)), Reading(Decimal(80)), True, (Decimal(0), SAME, None, UNKNOWN)),
        (Reading(rank=9), Reading(rank=4), True, (None, UNKNOWN, 5, BETTER)),
        (Reading(rank=4), Reading(rank=9), False, (None, UNKNOWN, -5, WORSE)),
        (Reading(), Reading(Decimal(80), 1), True, (None, UNKNOWN, None, UNKNOWN)),
        (Reading(Decimal(80), 1), Reading(), True, (None, UNKNOWN, None, UNKNOWN)),
    ],
)
def test_a_year_is_compared_with_the_year_before(last, this, higher_is_better, expected):
    found = comparison({2025: last, 2026: this}, 2026, higher_is_better=higher_is_better)

    assert found == Comparison(*expected)


@pytest.mark.rule("DT-10")
def test_only_the_year_right_before_counts():
    found = comparison({2024: Reading(Decimal(80)), 2026: Reading(Decimal(90))}, 2026)

    assert (found.value_change, found.verdict) == (None, UNKNOWN)


def test_where_no_value_can_be_compared_the_rank_decides():
    found = comparison({2025: Reading(Decimal(80), 9), 2026: Reading(None, 4)}, 2026)

    assert (found.value_verdict, found.verdict) == (UNKNOWN, BETTER)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            Comparison(Decimal("2.30"), BETTER, 3, BETTER),
            "tăng 2,3 điểm so với năm 2025 (tốt hơn); lên 3 bậc (tốt hơn)",
        ),
        (Comparison(Decimal(-1), WORSE, -2, WORSE), "giảm 1 điểm so với năm 2025 (kém hơn); xuống 2 bậc (kém hơn)"),
        (Comparison(Decimal(0), SAME, 0, SAME), "bằng năm 2025 (không đổi); giữ nguyên thứ hạng"),
        (Comparison(None, UNKNOWN, None, UNKNOWN), ""),
    ],
)
def test_a_change_is_said_in_words(found, words):
    assert indicators.in_words(found, year=2026, unit_label="điểm") == words


@pytest.mark.rule("DT-10")
def test_a_value_is_entered_and_later_changed_with_both_in_history(par, officer, now):
    indicators.set_value(par, year=2026, value=Decimal("82.3"), rank=4, source="QĐ 12", by=officer, at=now)
    indicators.set_value(par, year=2026, value=Decimal("82.5"), rank=4, source="QĐ 12", by=officer, at=now)

    assert list(IndicatorValue.objects.values_list("year", "value", "rank", "source")) == [
        (2026, Decimal("82.5"), 4, "QĐ 12")
    ]
    last, first = HistoryEntry.objects.about(par)
    assert (first.label, last.label) == ("Ghi PAR INDEX năm 2026", "Sửa PAR INDEX năm 2026")
    assert (last.facts["before"], last.facts["after"]) == (["82,3", "4", "QĐ 12"], ["82,5", "4", "QĐ 12"])


def test_who_plans_or_sums_up_enters_values(cast, par, now):
    assert who_can(cast, lambda actor: indicators.set_value(par, year=2026, rank=4, by=actor, at=now)) == {"officer"}


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"year": 2026}, "giá trị hoặc thứ hạng"),
        ({"year": 2026, "rank": 0}, "bắt đầu từ 1"),
        ({"year": 2027, "rank": 1}, "từ 2020 đến 2026"),
        ({"year": 2019, "rank": 1}, "từ 2020 đến 2026"),
    ],
)
def test_an_impossible_value_is_refused(par, officer, now, facts, message):
    with pytest.raises(ValidationError, match=message):
        indicators.set_value(par, by=officer, at=now, **facts)

    assert IndicatorValue.objects.count() == 0


@pytest.mark.parametrize(("status", "entered"), [("draft", False), ("closed", True), ("cancelled", False)])
def test_values_come_in_even_after_the_campaign_has_closed(campaign, par, officer, now, status, entered):
    type(campaign).objects.filter(pk=campaign.pk).update(status=status)
    par = Indicator.objects.get(pk=par.pk)

    if entered:
        indicators.set_value(par, year=2026, rank=4, by=officer, at=now)
    else:
        with pytest.raises(ValidationError, match="đã ban hành"):
            indicators.set_value(par, year=2026, rank=4, by=officer, at=now)

    assert IndicatorValue.objects.count() == int(entered)


@pytest.mark.rule("DT-10")
def test_the_page_shows_both_years_with_the_change_in_words_and_the_clause(client, campaign, par, reader, officer):
    for year, value, rank in ((2025, Decimal(80), 9), (2026, Decimal("82.3"), 4)):
        IndicatorValue.objects.create(indicator=par, year=year, value=value, rank=rank)

    page = answer_to(client, reader, "campaigns:indicators", campaign.pk).content.decode()

    assert "82,3; hạng 4" in page and "80; hạng 9" in page
    assert "tăng 2,3 điểm so với năm 2025 (tốt hơn); lên 5 bậc (tốt hơn)" in page
    assert "(mục I.3)" in page and "càng thấp càng tốt" in page
    assert "Ghi số liệu" not in page
    assert "Ghi số liệu" in answer_to(client, officer, "campaigns:indicators", campaign.pk).content.decode()


def test_a_plan_without_indices_says_so(client, cast, officer):
    campaign = make_campaign(cast)

    page = answer_to(client, officer, "campaigns:indicators", campaign.pk).content.decode()

    assert "Kế hoạch không nêu chỉ số theo dõi." in page


@pytest.mark.rule("DT-10")
def test_a_value_is_entered_on_its_page_and_stands_there_when_changed(client, par, officer):
    data = {"year": "2026", "value": "82,3", "rank": "4", "source": "QĐ 12/QĐ-UBND"}

    answer_to(client, officer, "campaigns:indicator-value", par.pk, post=data)
    page = client.get(f"/{officer.commune.slug}/indicators/{par.pk}/value/?year=2026").content.decode()

    row = IndicatorValue.objects.get()
    assert (row.year, row.value, row.rank, row.source) == (2026, Decimal("82.3"), 4, "QĐ 12/QĐ-UBND")
    assert 'value="82,3"' in page and 'value="QĐ 12/QĐ-UBND"' in page


@pytest.mark.parametrize("year", ["", "x", "99999999999999999999", "²025"])
def test_a_strange_year_in_the_address_does_no_harm(client, par, officer, year):
    client.force_login(officer.user)

    assert client.get(f"/{officer.commune.slug}/indicators/{par.pk}/value/", {"year": year}).status_code == 200


def test_a_form_without_value_and_rank_says_so(client, par, officer):
    data = {"year": "2026", "value": "", "rank": "", "source": "Nguồn"}

    answer = answer_to(client, officer, "campaigns:indicator-value", par.pk, post=data)

    assert answer.context["form"].errors == {"value": ["Hãy ghi giá trị hoặc thứ hạng."]}
    assert 'value="Nguồn"' in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_asks_the_same_number_of_queries(client, cast, officer, rows, django_assert_num_queries):
    followed = tuple(PlanIndicator(key=f"chi-so-{number}", name=f"Chỉ số {number}") for number in range(rows))
    campaign = make_campaign(cast, document=plan_document(indicators=followed))
    for indicator in campaign.indicators.all():
        IndicatorValue.objects.create(indicator=indicator, year=2026, rank=4)
    client.force_login(officer.user)

    with django_assert_num_queries(7):
        client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/indicators/")


def test_neighbours_find_nothing_at_these_addresses(client, neighbour, campaign, par):
    addresses = [("campaigns:indicators", [campaign.pk]), ("campaigns:indicator-value", [par.pk])]

    found = neighbours_get(client, neighbour("officer"), addresses)

    assert all(statuses == {404} for statuses in found.values()), found
