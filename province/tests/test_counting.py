"""Pure counting: how long a campaign lasts, what adds up."""

from datetime import date

import pytest

from province.rules.counting import Given, Held, band_of, tallied, total


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "band"),
    [
        (date(2026, 1, 1), date(2026, 12, 30), "under_1"),
        (date(2026, 1, 1), date(2026, 12, 31), "1_to_3"),
        (date(2025, 7, 1), date(2028, 6, 29), "1_to_3"),
        (date(2025, 7, 1), date(2028, 6, 30), "3_to_5"),
        (date(2024, 2, 29), date(2029, 2, 27), "3_to_5"),
        (date(2024, 2, 29), date(2029, 2, 28), "from_5"),
        (date(2021, 1, 1), date(2026, 12, 31), "from_5"),
    ],
)
def test_both_days_of_a_term_count(starts_on, ends_on, band):
    assert band_of(starts_on, ends_on) == band


def test_figures_stand_by_commune_and_together():
    held = [
        Held(1, "regular", date(2026, 1, 1), date(2026, 12, 31)),
        Held(2, "burst", date(2026, 5, 1), date(2026, 6, 1)),
    ]
    given = [Given(1, "giay_khen", "collective", 3), Given(2, "giay_khen", "collective", 4)]

    found = tallied([1, 2, 3], held, given, [(2, 1)])
    whole = total(found.values())

    assert [each.campaigns for each in found.values()] == [1, 1, 0]
    assert (found[2].awards, found[2].above, found[2].by_kind["burst"]) == (4, 1, 1)
    assert (whole.campaigns, whole.awards, whole.above) == (2, 7, 1)
    assert whole.by_award["giay_khen", "collective"] == 7 and whole.by_band == {"1_to_3": 1, "under_1": 1}
