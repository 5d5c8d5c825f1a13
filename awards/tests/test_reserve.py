"""Moving up from reserve, the plan's priorities, and whose office each act on the order is."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Nomination, PriorityClaim
from awards.services import priorities, ranking
from awards.tests.factories import make_award_campaign, make_nomination
from awards.tests.ranking_cases import PRIORITIES, among_equals, put_votes, quota, states
from campaigns.tests.matrix import flow_cases, who_can
from communes.acting import act
from communes.models import HistoryEntry
from communes.tests.factories import PEOPLE


@pytest.fixture
def campaign(cast):
    """A campaign whose plan names two priorities, quotas 1 + 1."""
    return make_award_campaign(cast, priorities=PRIORITIES)


@pytest.fixture
def voted(campaign, cast, council):
    """Return a function that lets the council recommend persons with so many of nine votes each."""

    def put(votes, *, within=campaign, **facts):
        return put_votes(cast, council, within, votes, **facts)

    return put


ACTS = {
    "reserve": lambda row, by, at: act(row, "reserve", by=by, at=at),
    "promote": lambda row, by, at: ranking.promote(row, reason="Có chỗ trống.", by=by, at=at),
}
CASES = [case for case in flow_cases(Nomination) if case[1] in ACTS]


@pytest.mark.parametrize(("status", "action", "allowed"), CASES)
def test_moving_into_reserve_and_up_is_for_whom_the_table_names(cast, voted, now, status, action, allowed):
    pk = voted({"An": (8, {})})["An"].pk
    Nomination.objects.filter(pk=pk).update(status=status, rank=1, return_reason="a")

    assert who_can(cast, lambda actor: ACTS[action](Nomination.objects.get(pk=pk), actor, now)) == allowed


@pytest.mark.parametrize("part", sorted(PEOPLE))
def test_each_act_on_the_order_is_for_one_office(campaign, cast, voted, now, part):
    made = voted({"An": (8, {}), "Bình": (8, {})})
    actor, order = cast.actor(part), among_equals(made, "An", "Bình")
    allowed = set()
    for office, perform in (
        ("chairs", lambda: ranking.choose(campaign, *quota(campaign), order, reason="a", by=actor, at=now)),
        ("runs", lambda: ranking.settle(campaign, *quota(campaign), by=actor, at=now)),
        ("appraises", lambda: priorities.state(made["An"], {0: "a"}, by=actor, at=now)),
    ):
        try:
            perform()
            allowed.add(office)
        except PermissionDenied:
            continue
        except ValidationError:
            allowed.add(office)

    offices = {"chair": {"chairs"}, "vice": {"chairs"}, "secretary": {"runs"}, "officer": {"appraises"}}
    assert allowed == offices.get(part, set())


@pytest.mark.rule("KP-04")
def test_the_first_of_the_reserve_moves_up_only_into_a_free_place_and_with_a_reason(campaign, voted, secretary, now):
    made = voted({"An": (7, {}), "Bình": (9, {}), "Chi": (6, {})})
    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)
    made = {name: Nomination.objects.get(pk=each.pk) for name, each in made.items()}

    with pytest.raises(ValidationError, match="Không còn chỗ trống"):
        ranking.promote(made["An"], reason="Cần thêm.", by=secretary, at=now)
    Nomination.objects.filter(pk=made["Bình"].pk).update(status="not_awarded")
    with pytest.raises(ValidationError, match="Xếp trước trong danh sách dự bị: An"):
        ranking.promote(made["Chi"], reason="Cần thêm.", by=secretary, at=now)
    with pytest.raises(ValidationError, match="lý do"):
        ranking.promote(made["An"], reason=" ", by=secretary, at=now)
    ranking.promote(made["An"], reason="Bình không được khen thưởng.", by=secretary, at=now)

    assert states() == {"Bình": ("not_awarded", 1), "An": ("recommended", 2), "Chi": ("reserve", 3)}


def test_equals_in_reserve_do_not_race_for_one_free_place(campaign, voted, secretary, now):
    made = voted({"An": (7, {}), "Bình": (9, {}), "Chi": (7, {})})
    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)
    Nomination.objects.filter(pk=made["Bình"].pk).update(status="not_awarded")

    with pytest.raises(ValidationError, match="Ngang thứ tự với Chi"):
        ranking.promote(Nomination.objects.get(pk=made["An"].pk), reason="a", by=secretary, at=now)


def test_stating_priorities_anew_takes_back_those_left_out(campaign, voted, officer, now):
    made = voted({"An": (7, {})})
    priorities.state(made["An"], {0: "Một cửa.", 1: "Sáng kiến số 3."}, by=officer, at=now)

    priorities.state(made["An"], {1: "Sáng kiến số 3."}, by=officer, at=now)

    assert [(each.statement, each.note) for each in PriorityClaim.objects.all()] == [
        ("Có sáng kiến, giải pháp hiệu quả thiết thực", "Sáng kiến số 3.")
    ]
    labels = HistoryEntry.objects.filter(record_id=made["An"].pk, action="nomination.priority").order_by("pk")
    assert [each.label for each in labels] == ["Ghi diện ưu tiên", "Ghi diện ưu tiên", "Bỏ diện ưu tiên"]


@pytest.mark.parametrize(
    ("notes", "message"), [({0: " "}, "hãy ghi căn cứ"), ({7: "Một cửa."}, "Kế hoạch không có diện ưu tiên này")]
)
def test_a_priority_needs_a_ground_and_a_place_in_the_plan(campaign, voted, officer, now, notes, message):
    made = voted({"An": (7, {})})

    with pytest.raises(ValidationError, match=message):
        priorities.state(made["An"], notes, by=officer, at=now)

    assert PriorityClaim.objects.count() == 0


@pytest.mark.parametrize("status", ["draft", "awarded", "not_awarded", "withdrawn"])
def test_priorities_are_stated_only_between_receipt_and_decision(campaign, cast, officer, now, status):
    row = make_nomination(campaign, unit=cast.unit("economy"), status=status)

    with pytest.raises(ValidationError, match="không ghi diện ưu tiên được"):
        priorities.state(row, {0: "Một cửa."}, by=officer, at=now)
