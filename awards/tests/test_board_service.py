"""The board over records: counts against quotas, doubts, dates, silences, and who may know the counts."""

from dataclasses import replace
from datetime import date

import pytest

from awards.rules.board import Tally
from awards.services import board
from awards.tests.factories import award_plan, make_award_campaign, make_nomination
from campaigns.models import Campaign, PlanRemark
from campaigns.planfile.schema import Quota, Round
from campaigns.planfile.words import Authority, AwardForm, QuotaReading, QuotaShape, RemarkCode, RoundKind, Subject
from campaigns.tests.factories import make_campaign, plan_document

ON = date(2026, 5, 14)


def with_quotas(*quotas, key="bang", **changes):
    """Return the small plan with other quotas in its one round."""
    plan = award_plan(key=key, **changes)
    return replace(plan, rounds=(replace(plan.rounds[0], quotas=quotas),))


def quota(shape, **facts):
    """Return a quota of the commune's own Giấy khen."""
    given = {"key": "mot", "form": AwardForm.GIAY_KHEN, "authority": Authority.COMMUNE, "words": "lời văn"}
    return Quota(**given | facts, shape=shape)


@pytest.mark.rule("KP-04")
def test_four_qualified_for_one_place_are_told_before_the_council_sits(campaign, cast, officer):
    for _ in range(4):
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="eligible")

    found = board.of_campaign(campaign, on=ON, actor=officer)

    (each,) = found.rounds
    assert [(line.row.quota.key, line.row.left, line.rankable) for line in each.lines] == [
        ("tap-the", 1, False),
        ("ca-nhan", 1, True),
    ]
    assert found.warnings == [
        "Khen thưởng cuối năm: 04 cá nhân đủ điều kiện, số lượng cho phép 01. Xếp dự bị 03 cá nhân."
    ]
    assert found.total == Tally(proposed=4, qualified=4)


def test_who_may_not_know_results_gets_the_plan_without_counts(campaign, cast, head, reader):
    for _ in range(2):
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="recommended")

    for actor in (head, reader):
        found = board.of_campaign(campaign, on=ON, actor=actor)
        assert (found.total, found.warnings, len(found.rounds[0].lines)) == (Tally(), [], 2)


@pytest.mark.rule("HP-02")
def test_an_unclear_pool_shows_its_doubt_until_the_reading_is_stated(cast, officer, now):
    pool = quota(QuotaShape.SHARED_POOL, count=1, words="01 tập thể, cá nhân")
    campaign = make_campaign(cast, document=with_quotas(pool))
    make_nomination(campaign, unit=cast.unit("economy"), status="eligible", quota_key="mot")
    doubt = PlanRemark.objects.create(
        campaign=campaign, code=RemarkCode.AMBIGUOUS_QUOTA, message="Chưa rõ 01 hay mỗi loại 01.", about="mot"
    )

    (line,) = board.of_campaign(campaign, on=ON, actor=officer).rounds[0].lines
    assert (line.row.limit.clear, line.row.left, line.doubts) == (False, None, (doubt,))
    assert "chưa rõ, cần xác định trước" in line.row.warning

    PlanRemark.objects.update(reading=QuotaReading.IN_ALL, settlement="Một số chung.", settled_at=now)
    campaign = Campaign.objects.get(pk=campaign.pk)
    (line,) = board.of_campaign(campaign, on=ON, actor=officer).rounds[0].lines
    assert (line.row.limit.clear, line.row.left, line.doubts, line.row.warning) == (True, 1, (), None)


@pytest.mark.rule("HP-03")
@pytest.mark.parametrize(("on", "void"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_a_quota_of_the_former_district_is_flagged(cast, officer, on, void):
    district = quota(QuotaShape.FIXED, authority=Authority.DISTRICT, subject=Subject.INDIVIDUAL, count=2)
    campaign = make_campaign(cast, document=with_quotas(district))

    (line,) = board.of_campaign(campaign, on=on, actor=officer).rounds[0].lines

    assert (line.row.unusable is not None, line.row.left) == (void, 0 if void else 2)


@pytest.mark.rule("HP-01")
def test_three_authorities_keep_three_quotas_apart(cast, officer):
    shapes = [
        quota(QuotaShape.CEILING, key=authority, authority=authority, subject=Subject.COLLECTIVE, count=count)
        for authority, count in ((Authority.PROVINCE, 1), (Authority.DISTRICT, 2), (Authority.COMMUNE, 3))
    ]
    campaign = make_campaign(cast, document=with_quotas(*shapes))
    make_nomination(campaign, unit=cast.unit("economy"), status="awarded", quota_key="commune")
    make_nomination(
        campaign, unit=cast.unit("service"), status="forwarded_up", quota_key="province", authority="province",
        award="bang_khen",
    )  # fmt: skip

    lines = board.of_campaign(campaign, on=ON, actor=officer).rounds[0].lines

    assert [(line.row.quota.authority, line.row.total.decided, line.row.left) for line in lines] == [
        ("province", 1, 0),
        ("district", 0, 0),
        ("commune", 1, 2),
    ]


@pytest.mark.rule("DT-06")
def test_a_round_without_quotas_falls_back_on_the_chairs_own_authority(cast, officer):
    plan = replace(plan_document(key="khong"), rounds=(Round(key="cuoi", kind=RoundKind.FINAL, title="Cuối năm"),))
    campaign = make_campaign(cast, document=plan)
    make_nomination(campaign, unit=cast.unit("economy"), status="eligible", quota_key="cuoi-collective")

    found = board.of_campaign(campaign, on=ON, actor=officer)

    (each,) = found.rounds
    assert (each.stated, each.deadlines) == (False, ())
    found_lines = [(line.row.quota.authority, line.row.total.qualified, line.row.left) for line in each.lines]
    assert found_lines == [("commune", 1, None), ("commune", 0, None)]
    assert {line.row.quota.form for line in each.lines} == {"giay_khen"}
    assert "Kế hoạch không quy định hình thức và số lượng khen thưởng (Cuối năm)." in found.silences
    assert "Kế hoạch không quy định thành phần hồ sơ đề nghị khen thưởng." in found.silences


def test_a_plan_without_rounds_runs_with_its_ad_hoc_nominations(cast, officer):
    campaign = make_campaign(cast)
    make_nomination(campaign, unit=cast.unit("economy"), basis="ad_hoc", status="eligible")

    found = board.of_campaign(campaign, on=ON, actor=officer)

    assert (found.rounds, found.ad_hoc, found.total) == ((), Tally(1, 1), Tally(1, 1))


@pytest.mark.rule("DS-08")
def test_deeds_count_in_the_round_that_the_plan_has_for_them(cast, officer):
    deeds = Round(key="dot-xuat", kind=RoundKind.AD_HOC, title="Khen thưởng đột xuất")
    campaign = make_campaign(cast, document=replace(plan_document(key="viec"), rounds=(deeds,)))
    make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", basis="ad_hoc", status="eligible", round=None,
        deed="Cứu người.", deed_on=ON, quota_key="dot-xuat-individual",
    )  # fmt: skip

    found = board.of_campaign(campaign, on=ON, actor=officer)

    (each,) = found.rounds
    assert [(line.row.whom, line.row.total.qualified, line.rankable) for line in each.lines] == [
        ("tập thể", 0, False),
        ("cá nhân", 1, False),
    ]
    assert (found.ad_hoc, found.total) == (Tally(), Tally(1, 1))


def test_what_qualified_stays_qualified_when_the_council_refuses(campaign, cast, officer):
    for status in ("not_recommended", "eligible"):
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status=status)

    found = board.of_campaign(campaign, on=ON, actor=officer)

    person = found.rounds[0].lines[1]
    assert (person.row.total.qualified, person.rankable, found.warnings) == (2, True, [])
    campaign.nominations.filter(status="eligible").update(status="not_recommended")
    assert not board.of_campaign(campaign, on=ON, actor=officer).rounds[0].lines[1].rankable


@pytest.fixture
def yearly(cast):
    """A campaign with a round in each of three years and one doubt about its quota."""
    plan = with_quotas(quota(QuotaShape.SHARED_POOL, count=1, words="01"), key="nhieu-nam")
    campaign = make_campaign(cast, document=plan)
    [first] = campaign.rounds.all()
    for year in (2025, 2026, 2027):
        first.pk, first.kind, first.year = None, RoundKind.ANNUAL, year
        first.save()
    campaign.rounds.filter(year=None).delete()
    PlanRemark.objects.create(
        campaign=campaign, code=RemarkCode.AMBIGUOUS_QUOTA, message="Chưa rõ 01 hay mỗi loại 01.", about="mot"
    )
    return Campaign.objects.get(pk=campaign.pk)


def test_the_rounds_of_other_years_are_folded_below_that_of_the_year(yearly, officer):
    rounds = board.of_campaign(yearly, on=ON, actor=officer).rounds

    assert [(each.round.year, each.time, each.folded, len(each.lines[0].doubts)) for each in rounds] == [
        (2026, "now", False, 1),
        (2027, "later", True, 0),
        (2025, "earlier", True, 0),
    ]


@pytest.mark.parametrize(("status", "folded"), [("recommended", False), ("awarded", True), ("not_recommended", True)])
def test_an_earlier_round_stays_open_while_something_of_it_is_left_to_do(yearly, cast, officer, status, folded):
    last_year = yearly.rounds.get(year=2025)
    make_nomination(yearly, unit=cast.unit("economy"), round=last_year, quota_key="mot", status=status)

    rounds = board.of_campaign(yearly, on=ON, actor=officer).rounds

    assert {each.round.year: each.folded for each in rounds}[2025] is folded


def test_nominations_outside_every_quota_are_shown_apart(campaign, cast, officer):
    make_nomination(campaign, unit=cast.unit("economy"), subject="household", status="eligible")

    (each,) = board.of_campaign(campaign, on=ON, actor=officer).rounds

    assert each.outside == (("Hộ gia đình", Tally(1, 1)),)


@pytest.mark.parametrize(
    ("bound", "left"),
    [
        (quota(QuotaShape.PER_BODY, subject=Subject.COLLECTIVE, count=2), 4),
        (quota(QuotaShape.PERCENTAGE, subject=Subject.COLLECTIVE, percent=50), 1),
    ],
)
def test_shares_are_taken_of_the_units_that_take_part(cast, officer, bound, left):
    campaign = make_campaign(cast, document=with_quotas(bound))

    (line,) = board.of_campaign(campaign, on=ON, actor=officer).rounds[0].lines

    assert line.row.left == left


def test_several_kinds_of_subject_are_told_apart_within_one_number(cast, officer):
    pool = quota(QuotaShape.SHARED_POOL, count=5)
    campaign = make_campaign(cast, document=with_quotas(pool))
    make_nomination(campaign, unit=cast.unit("economy"), status="eligible", quota_key="mot")
    for _ in range(2):
        make_nomination(
            campaign, unit=cast.unit("economy"), subject="individual", status="submitted", quota_key="mot"
        )  # fmt: skip

    (line,) = board.of_campaign(campaign, on=ON, actor=officer).rounds[0].lines

    assert line.figures == [(3, "1 tập thể, 2 cá nhân"), (1, "1 tập thể"), (0, ""), (0, "")]


def test_dossier_dates_stand_with_their_round(campaign, officer):
    (each,) = board.of_campaign(campaign, on=ON, actor=officer).rounds

    assert [(due.title, due.last_day, due.clause) for due in each.deadlines] == [
        ("Hồ sơ đề nghị khen thưởng", date(2026, 5, 31), "V.4")
    ]


def test_the_commune_sees_the_campaigns_underway_counted_at_once(cast, officer, django_assert_num_queries):
    for number in range(3):
        campaign = make_award_campaign(cast, key=f"phong-trao-{number}")
        make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    make_award_campaign(cast, key="du-thao", status="draft")
    campaigns = list(board.campaigns_with_awards(officer))

    with django_assert_num_queries(1):
        boards = board.of_campaigns(campaigns, on=ON, actor=officer)

    assert [each.total for each in boards] == [Tally(1, 1)] * 3
