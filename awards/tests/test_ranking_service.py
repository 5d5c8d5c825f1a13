"""Ranking over records: votes, the plan's priorities, women, the chair; who falls into reserve."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from awards.models import BallotItem, Nomination, PriorityClaim, TieChoice
from awards.services import priorities, ranking
from awards.tests.factories import adopt, award_plan, make_award_campaign, make_decision, make_nomination, make_session
from awards.tests.ranking_cases import PRIORITIES, among_equals, put_votes, quota, states
from campaigns.models import PlanRemark
from campaigns.planfile.words import Authority, QuotaReading, QuotaShape, RemarkCode
from campaigns.tests.factories import make_campaign
from communes.models import HistoryEntry
from communes.tests.factories import make_person, make_unit

ON = date(2026, 5, 14)


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


@pytest.mark.rule("KP-04")
def test_of_four_recommended_for_one_place_three_become_a_ranked_reserve(campaign, voted, secretary, now):
    made = voted({"An": (7, {}), "Bình": (9, {}), "Chi": (6, {}), "Dũng": (8, {})})

    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert states() == {
        "Bình": ("recommended", 1),
        "Dũng": ("reserve", 2),
        "An": ("reserve", 3),
        "Chi": ("reserve", 4),
    }
    made["An"].refresh_from_db()
    assert made["An"].rank_steps == ["7/9 phiếu tán thành."]
    lines = HistoryEntry.objects.filter(record_id=made["An"].pk, record_type="awards.nomination")
    assert [(each.label, each.from_status, each.to_status, each.facts["rank"]) for each in lines] == [
        ("Xếp vào danh sách dự bị", "recommended", "reserve", 3)
    ]


def test_what_is_decided_takes_its_place_away(campaign, cast, voted, secretary, now):
    make_nomination(campaign, unit=cast.unit("service"), subject="individual", status="awarded")
    voted({"An": (7, {}), "Bình": (9, {})})

    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert {name: state for name, state in states().items() if name in ("An", "Bình")} == {
        "Bình": ("reserve", 1),
        "An": ("reserve", 2),
    }


def test_only_the_last_confirmed_vote_counts(campaign, cast, council, voted):
    made = voted({"An": (9, {}), "Bình": (8, {})})
    session = make_session(council, [made["An"]], status="in_session")
    adopt(session)
    BallotItem.objects.filter(item__nomination=made["An"], ballot__session=session).update(votes_for=5, base=9)

    (pool,) = ranking.standing(campaign, *quota(campaign), on=ON).pools

    assert [(row.nominee, placed.steps[0]) for placed, row in pool.order] == [
        ("Bình", "8/9 phiếu tán thành."),
        ("An", "5/9 phiếu tán thành."),
    ]


def test_a_recommended_nomination_without_a_confirmed_vote_blocks_the_order(campaign, cast, voted, secretary, now):
    voted({"An": (9, {})})
    person = make_person(cast.commune, "Bình", unit=cast.unit("economy"))
    make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="recommended", person=person)

    with pytest.raises(ValidationError) as refusal:
        ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert refusal.value.messages == ["Bình: chưa có kết quả biểu quyết được xác nhận."]


@pytest.mark.rule("DS-10")
def test_a_priority_of_the_plan_breaks_equal_votes_and_is_recorded(campaign, voted, officer, secretary, now):
    made = voted({"An": (8, {"gender": "female"}), "Bình": (8, {"gender": "male"})})
    priorities.state(made["Bình"], {0: "Công chức Bộ phận Một cửa."}, by=officer, at=now)

    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert states() == {"Bình": ("recommended", 1), "An": ("reserve", 2)}
    made["Bình"].refresh_from_db()
    assert made["Bình"].rank_steps == [
        "8/9 phiếu tán thành.",
        "Bằng phiếu với An; thuộc 01 diện ưu tiên của kế hoạch (Trực tiếp giải quyết thủ tục hành chính).",
    ]
    claim = PriorityClaim.objects.get()
    assert (claim.nomination, claim.clause, claim.note, claim.stated_by) == (
        made["Bình"], "III.2.1.b", "Công chức Bộ phận Một cửa.", "Nguyễn Thị Hạnh",
    )  # fmt: skip


@pytest.mark.rule("L-04")
def test_among_equals_the_woman_comes_first(campaign, law, voted, secretary, now):
    made = voted({"An": (8, {"gender": "male"}), "Bình": (8, {"gender": "female"})})

    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert states() == {"Bình": ("recommended", 1), "An": ("reserve", 2)}
    made["Bình"].refresh_from_db()
    assert made["Bình"].rank_steps[1] == "Ngang với An; được ưu tiên vì là nữ."


@pytest.mark.rule("L-04")
@pytest.mark.parametrize(("kept", "first"), [({}, "A"), ({"share.women_priority": {"value": "8E+1"}}, None)])
def test_a_collective_of_mostly_women_comes_first_by_the_share_its_dossier_keeps(
    campaign, cast, council, law, secretary, kept, first
):
    units = [make_unit(cast.commune, name) for name in ("A", "B")]
    rows = [
        make_nomination(campaign, unit=unit, status="on_agenda", women_share=share, rules_kept=kept)
        for unit, share in zip(units, (75, 40), strict=True)
    ]
    adopt(make_session(council, rows, status="in_session"))

    (pool,) = ranking.standing(campaign, *quota(campaign, "tap-the"), on=ON).pools

    assert [row.nominee for placed, row in pool.order if placed.selected] == ([first] if first else [])
    assert bool(pool.undecided) is (first is None)


@pytest.mark.rule("L-04")
def test_a_household_is_no_woman_before_the_law(campaign, law, voted):
    made = voted(
        {"An": (8, {"gender": "female"}), "Bình": (8, {"gender": "male"})}, subject="household", quota_key="ca-nhan"
    )

    (pool,) = ranking.standing(campaign, *quota(campaign), on=ON).pools

    assert {placed.position for placed, _ in pool.order} == {1}
    assert len(made) == 2


def test_equals_across_the_last_place_wait_for_the_chair_by_name(campaign, voted, secretary, now):
    voted({"An": (8, {}), "Bình": (8, {}), "Chi": (7, {})})

    with pytest.raises(ValidationError) as refusal:
        ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert refusal.value.messages == [
        "An, Bình còn ngang nhau ở chỗ cuối cùng; Chủ tịch Hội đồng phải chọn trước khi chốt thứ tự."
    ]
    assert states() == dict.fromkeys(("An", "Bình", "Chi"), ("recommended", None))


def test_the_chair_decides_among_equals_with_name_and_reason(campaign, voted, chair, secretary, now):
    made = voted({"An": (8, {}), "Bình": (8, {})})

    order = among_equals(made, "Bình", "An")
    ranking.choose(campaign, *quota(campaign), order, reason="Nhiều năm liền.", by=chair, at=now)
    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert states() == {"Bình": ("recommended", 1), "An": ("reserve", 2)}
    made["Bình"].refresh_from_db()
    assert made["Bình"].rank_steps[1] == "Còn ngang với An; Chủ tịch Hội đồng xếp thứ 1."
    assert [(each.place, each.reason, each.chosen_by) for each in TieChoice.objects.order_by("place")] == [
        (1, "Nhiều năm liền.", "Đặng Hữu Phúc"),
        (2, "Nhiều năm liền.", "Đặng Hữu Phúc"),
    ]


def test_a_choice_does_not_hold_against_a_newcomer_whom_the_chair_did_not_see(campaign, voted, chair, now):
    made = voted({"An": (8, {}), "Bình": (8, {})})
    order = among_equals(made, "Bình", "An")
    ranking.choose(campaign, *quota(campaign), order, reason="Nhiều năm liền.", by=chair, at=now)

    voted({"Chi": (8, {})})

    (pool,) = ranking.standing(campaign, *quota(campaign), on=ON).pools
    assert [{row.nominee for row in group} for group in pool.undecided] == [{"An", "Bình", "Chi"}]


@pytest.mark.parametrize("names", [("Bình",), ("Bình", "Bình"), ("Bình", "Chi"), ("An", "Bình", "Chi")])
def test_the_chair_orders_exactly_the_group_of_equals(campaign, voted, chair, now, names):
    made = voted({"An": (8, {}), "Bình": (8, {}), "Chi": (7, {})})

    with pytest.raises(ValidationError, match="không còn ngang nhau"):
        ranking.choose(campaign, *quota(campaign), among_equals(made, *names), reason="a", by=chair, at=now)

    assert TieChoice.objects.count() == 0


def test_a_chair_who_is_among_the_equals_leaves_the_choice_to_the_vice(campaign, cast, voted, chair, vice, now):
    made = voted({"An": (8, {})})
    own = make_nomination(
        campaign, unit=cast.unit("committee"), subject="individual", person=chair.person, status="recommended"
    )
    item = BallotItem.objects.get()
    item.item.session.agenda.create(nomination=own, position=2, result="recommended")
    BallotItem.objects.create(ballot=item.ballot, item=own.agenda_items.get(), votes_for=8, base=9, adopted=True)
    order = [made["An"].pk, own.pk]

    with pytest.raises(ValidationError, match="Phó Chủ tịch"):
        ranking.choose(campaign, *quota(campaign), order, reason="a", by=chair, at=now)
    ranking.choose(campaign, *quota(campaign), order, reason="a", by=vice, at=now)

    assert TieChoice.objects.count() == 2


@pytest.mark.rule("HP-02")
def test_an_unclear_pool_is_not_ranked_until_its_reading_is_stated(cast, council, law, voted, secretary, now):
    plan = award_plan(key="chung", priorities=PRIORITIES)
    pool = replace(plan.rounds[0].quotas[0], key="chung", shape=QuotaShape.SHARED_POOL, subject=None, count=1)
    campaign = make_campaign(cast, document=replace(plan, rounds=(replace(plan.rounds[0], quotas=(pool,)),)))
    unit = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda", quota_key="chung", women_share=10)
    adopt(make_session(council, [unit], status="in_session"))
    made = voted({"An": (8, {"gender": "female"})}, within=campaign, quota_key="chung")
    Nomination.objects.filter(pk__in=[unit.pk, made["An"].pk]).update(status="recommended")
    BallotItem.objects.update(votes_for=8, base=9)

    with pytest.raises(ValidationError, match="Số lượng khen thưởng chưa rõ"):
        ranking.settle(campaign, *quota(campaign, "chung"), by=secretary, at=now)
    PlanRemark.objects.create(
        campaign=campaign, code=RemarkCode.AMBIGUOUS_QUOTA, message="Chưa rõ.", about="chung",
        reading=QuotaReading.IN_ALL, settlement="Một số chung.", settled_at=now,
    )  # fmt: skip
    ranking.settle(campaign, *quota(campaign, "chung"), by=secretary, at=now)

    assert states() == {"An": ("recommended", 1), "Phòng Kinh tế": ("reserve", 2)}


@pytest.mark.rule("HP-03")
def test_a_void_district_quota_ranks_nobody(cast, law, secretary, now):
    plan = award_plan(key="huyen")
    void = replace(plan.rounds[0].quotas[1], authority=Authority.DISTRICT)
    campaign = make_campaign(cast, document=replace(plan, rounds=(replace(plan.rounds[0], quotas=(void,)),)))

    with pytest.raises(ValidationError, match="không còn thẩm quyền từ ngày 01/7/2025"):
        ranking.settle(campaign, *quota(campaign), by=secretary, at=now)


@pytest.mark.rule("DS-09")
def test_without_a_number_everybody_is_ranked_and_nobody_falls_into_reserve(cast, law, voted, secretary, now):
    plan = award_plan(key="quy")
    free = replace(plan.rounds[0].quotas[1], shape=QuotaShape.NOT_FIXED, count=None)
    campaign = make_campaign(cast, document=replace(plan, rounds=(replace(plan.rounds[0], quotas=(free,)),)))
    voted({"An": (7, {}), "Bình": (9, {})}, within=campaign)

    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert states() == {"Bình": ("recommended", 1), "An": ("recommended", 2)}


def test_a_number_by_unit_is_ranked_within_each_unit(cast, council, law, secretary, now):
    plan = award_plan(key="moi-don-vi")
    each_unit = replace(plan.rounds[0].quotas[1], shape=QuotaShape.PER_BODY, count=1)
    campaign = make_campaign(cast, document=replace(plan, rounds=(replace(plan.rounds[0], quotas=(each_unit,)),)))
    rows = []
    for name, unit, votes in (("An", "economy", 4), ("Bình", "economy", 3), ("Chi", "service", 2)):
        person = make_person(cast.commune, name, unit=cast.unit(unit))
        row = make_nomination(
            campaign, unit=cast.unit(unit), subject="individual", person=person, status="on_agenda"
        )  # fmt: skip
        rows.append((row, votes))
    adopt(make_session(council, [row for row, _ in rows], status="in_session"))
    for row, votes in rows:
        BallotItem.objects.filter(item__nomination=row).update(votes_for=votes)

    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert states() == {"An": ("recommended", 1), "Bình": ("reserve", 2), "Chi": ("recommended", 1)}


def test_settling_again_changes_nothing_and_writes_no_history(campaign, voted, secretary, now):
    voted({"An": (7, {}), "Bình": (9, {})})
    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)
    before = HistoryEntry.objects.count()

    again = ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert (again.settled, HistoryEntry.objects.count()) == (True, before)


def test_settling_again_after_a_new_vote_swaps_with_a_reason(campaign, voted, secretary, now):
    made = voted({"An": (7, {}), "Bình": (9, {})})
    ranking.settle(campaign, *quota(campaign), by=secretary, at=now)
    BallotItem.objects.filter(item__nomination=made["Bình"]).update(votes_for=6)

    with pytest.raises(ValidationError, match="An từ dự bị lên: hãy ghi rõ lý do"):
        ranking.settle(campaign, *quota(campaign), by=secretary, at=now)
    ranking.settle(campaign, *quota(campaign), reason="Bỏ phiếu lại.", by=secretary, at=now)

    assert states() == {"An": ("recommended", 1), "Bình": ("reserve", 2)}
    entry = HistoryEntry.objects.filter(record_id=made["An"].pk, action="nomination.promote").get()
    assert (entry.reason, entry.from_status, entry.to_status) == ("Bỏ phiếu lại.", "reserve", "recommended")


def test_a_line_in_a_draft_decision_does_not_fall_into_reserve_behind_its_back(campaign, voted, secretary, now):
    made = voted({"An": (7, {}), "Bình": (9, {})})
    make_decision(campaign, [made["An"]])

    with pytest.raises(ValidationError, match="An xếp ngoài số lượng nhưng đang có trong dự thảo quyết định"):
        ranking.settle(campaign, *quota(campaign), by=secretary, at=now)

    assert states() == {"An": ("recommended", None), "Bình": ("recommended", None)}
