"""The reader against plans of our own with what a careful clerk understands: floors that must not sink."""

from pathlib import Path

import pytest

from scripts.measure_reading import measured

pytestmark = pytest.mark.xdist_group("measured plans")

PLANS = Path(__file__).parent / "plans"
SETS = {
    "first": {"items": 610, "right": 598, "silent": 6},
    "second": {"items": 614, "right": 605, "silent": 6},
    "third": {"items": 235, "right": 232, "silent": 2},
    "fourth": {"items": 145, "right": 144, "silent": 0},
    "fifth": {"items": 189, "right": 188, "silent": 1},
    "sixth": {"items": 56, "right": 56, "silent": 0},
    "seventh": {"items": 246, "right": 238, "silent": 1},
}
FIELDS = (
    "head", "objectives", "requirements", "goal", "recipients", "content titles", "content items", "audience",
    "targets", "quotas", "deadlines", "reviews", "standards", "standards leaves", "preconditions", "responsibilities",
    "ways",
)  # fmt: skip
OWED = ("deadlines", "quotas", "signature")


@pytest.fixture(scope="module", params=SETS)
def tallies(request):
    """Return the name of a set of plans and what became of its gold items by field."""
    return request.param, measured(PLANS / request.param)


def test_every_plan_has_its_gold_beside_it():
    for folder in SETS:
        texts = {path.stem for path in (PLANS / folder).glob("*.txt")}
        assert texts == {path.stem for path in (PLANS / folder).glob("*.yaml")} != set()


def test_as_much_is_right_as_was_reached(tallies):
    name, found = tallies
    counted = {
        "items": sum(each.right + each.flagged + each.silent for each in found.values()),
        "right": sum(each.right for each in found.values()),
        "silent": sum(each.silent for each in found.values()),
    }
    assert counted["items"] == SETS[name]["items"]
    assert counted["right"] >= SETS[name]["right"]
    assert counted["silent"] <= SETS[name]["silent"]


@pytest.mark.parametrize("field", OWED)
def test_no_deadline_quota_or_signature_is_wrong_or_missing_unnoticed(tallies, field):
    _, found = tallies
    assert found[field].silent == 0, found[field].why


@pytest.mark.parametrize("field", OWED)
def test_no_deadline_quota_or_signature_is_invented_unnoticed(tallies, field):
    _, found = tallies
    assert found[field].extra == 0, found[field].why


@pytest.mark.parametrize("field", FIELDS)
def test_nine_of_ten_items_of_a_field_are_right(tallies, field):
    _, found = tallies
    tally = found[field]
    assert 10 * tally.right >= 9 * (tally.right + tally.flagged + tally.silent), tally.why
