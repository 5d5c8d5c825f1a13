"""Pages of the campaign's awards, the commune's board, the fund and the ranking: who sees what, who may act."""

from dataclasses import replace
from datetime import timedelta

import pytest

from awards.models import AwardFund, BallotItem, Nomination, PriorityClaim, TieChoice
from awards.services import funds, ranking
from awards.tests.factories import (
    adopt,
    award_plan,
    make_award_campaign,
    make_decision,
    make_nomination,
    make_session,
    standards,
)
from campaigns.models import PlanRemark
from campaigns.planfile.schema import Statement
from campaigns.planfile.words import LeafKind, QuotaReading, RemarkCode
from campaigns.tests.factories import make_campaign
from communes.addresses import here
from communes.tests.factories import PEOPLE, make_person
from kit.vietnamese import money

PRIORITIES = (Statement(text="Trực tiếp giải quyết thủ tục hành chính", clause="III.2.1.b"),)
STAFF = ("officer", "leader", "clerk", "chair", "vice", "secretary", "councillor")

pytestmark = pytest.mark.usefixtures("clock", "law")


@pytest.fixture
def campaign(cast):
    """A campaign whose plan names one priority, quotas 1 + 1."""
    return make_award_campaign(cast, priorities=PRIORITIES)


@pytest.fixture
def voted(campaign, cast, council):
    """Return a function that puts persons with equal votes, all recommended, before the chair."""

    def put(*names):
        unit = cast.unit("economy")
        made = [
            make_nomination(
                campaign, unit=unit, subject="individual", status="on_agenda",
                person=make_person(cast.commune, name, unit=unit),
            )
            for name in names
        ]  # fmt: skip
        adopt(make_session(council, made, status="in_session"))
        return [Nomination.objects.get(pk=each.pk) for each in made]

    return put


def ranking_of(campaign, quota="ca-nhan"):
    """Return the arguments and the query of a ranking's address."""
    return (campaign.pk, campaign.rounds.get().pk), f"?quota={quota}"


def text_of(response):
    """Return the page as text, its white space made single."""
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("part", sorted(PEOPLE))
def test_counts_and_money_are_for_those_who_make_the_awards(go, cast, campaign, part):
    for _ in range(3):
        make_nomination(campaign, unit=cast.unit("service"), subject="individual", status="recommended")

    page = text_of(go(cast.actor(part), "campaign-awards", campaign.pk))

    knows = part in STAFF
    assert ("Hội đồng tán thành" in page, "Quỹ khen thưởng" in page, "Xếp dự bị 02 cá nhân" in page) == (knows,) * 3
    assert ("Không quá" in page or "01 cá nhân." in page) and "Hạn nộp hồ sơ" in page
    assert "đến hết ngày <strong>31/05/2026</strong>" in page
    assert "Tờ trình khen thưởng của đơn vị" in page


@pytest.mark.parametrize("part", sorted(PEOPLE))
@pytest.mark.parametrize("name", ["board", "fund"])
def test_board_and_fund_open_only_in_confidence(go, cast, campaign, part, name):
    assert go(cast.actor(part), name).status_code == (200 if part in STAFF else 403)


@pytest.mark.parametrize("part", sorted(PEOPLE))
def test_the_ranking_opens_only_in_confidence(go, cast, campaign, part):
    args, query = ranking_of(campaign)

    assert go(cast.actor(part), "ranking", *args, query=query).status_code == (200 if part in STAFF else 403)


@pytest.mark.parametrize("status", Nomination.UNANNOUNCED)
def test_a_unit_sees_its_own_nominations_without_unannounced_results(go, campaign, cast, head, status):
    make_nomination(campaign, unit=cast.unit("economy"), status=status)
    make_nomination(campaign, unit=cast.unit("service"), subject="individual", status="submitted")

    page = text_of(go(head, "campaign-awards", campaign.pk))

    assert "Đang xem xét" in page
    assert Nomination.Status(status).label not in page
    assert "Nguyễn Văn Số" not in page


def test_a_published_award_is_told_to_its_unit(go, campaign, cast, head):
    awarded = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    decision = make_decision(campaign, [awarded], status="published", number=21)

    page = text_of(go(head, "campaign-awards", campaign.pk))
    assert "Được khen thưởng" in page
    assert f'/award-book/lines/{decision.lines.get().pk}/">{decision}</a>' in page
    assert "21/QĐ-UBND" in str(decision)


def test_who_sees_no_nominations_is_shown_none(go, campaign, cast, reader):
    make_nomination(campaign, unit=cast.unit("front"), subject="individual", status="submitted")

    page = text_of(go(reader, "campaign-awards", campaign.pk))

    assert "Nguyễn Văn Số" not in page and "Lập hồ sơ đề nghị" not in page


@pytest.mark.rule("HP-05")
def test_a_plan_that_leaves_a_rank_open_leads_to_where_it_is_set(go, cast, officer, reader):
    standard = replace(standards()[0], rule=replace(standards()[0].rule.children[0], leaf=LeafKind.RANK, value=None))
    plan = award_plan(key="xep-hang")
    plan = replace(plan, rounds=(replace(plan.rounds[0], standards=(standard,)),))
    campaign = make_campaign(cast, document=plan)
    link = f"/dong-tam/campaigns/{campaign.pk}/thresholds/"

    assert link in text_of(go(officer, "campaign-awards", campaign.pk))
    assert link not in text_of(go(reader, "campaign-awards", campaign.pk))
    assert link not in text_of(go(officer, "campaign-awards", make_award_campaign(cast).pk))


@pytest.mark.rule("DT-06")
def test_what_the_plan_does_not_say_is_shown_as_such(go, cast, officer):
    campaign = make_award_campaign(cast, key="im-lang", parts=())

    page = text_of(go(officer, "campaign-awards", campaign.pk))

    assert "Kế hoạch không quy định thành phần hồ sơ." in page
    assert "Kế hoạch không quy định việc kiểm tra." in page


@pytest.mark.rule("HP-02")
def test_a_doubtful_quota_leads_to_where_it_is_settled(go, campaign, officer, head, now):
    PlanRemark.objects.create(
        campaign=campaign, code=RemarkCode.AMBIGUOUS_QUOTA, message="Chưa rõ cách tính.", about="ca-nhan"
    )
    link = f"/campaigns/{campaign.pk}/#diem-can-lam-ro"

    assert link in text_of(go(officer, "campaign-awards", campaign.pk))
    page = text_of(go(head, "campaign-awards", campaign.pk))
    assert "Chưa rõ cách tính." in page and link not in page
    PlanRemark.objects.update(reading=QuotaReading.EACH, settlement="Mỗi loại.", settled_at=now)
    assert link not in text_of(go(officer, "campaign-awards", campaign.pk))


def test_the_commune_board_shows_each_campaign_underway(go, cast, campaign, officer):
    other = make_award_campaign(cast, key="khac")
    make_award_campaign(cast, key="da-dong", status="draft")

    page = text_of(go(officer, "board"))

    assert page.count("Khen thưởng của phong trào") == 2
    assert f"/campaigns/{other.pk}/awards/" in page


def test_the_board_without_campaigns_says_so(go, officer):
    assert "Không có phong trào nào đang thực hiện." in text_of(go(officer, "board"))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("part", "queries"), [("officer", 14), ("head", 11)])
def test_the_campaigns_tab_asks_the_same_for_one_and_three(
    client, campaign, cast, django_assert_num_queries, rows, part, queries
):
    for status in ("awarded", "eligible"):
        for _ in range(rows):
            row = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status=status)
            if status == "awarded":
                make_decision(campaign, [row], status="published", number=row.pk)
    actor = cast.actor(part)
    client.force_login(actor.user)

    with django_assert_num_queries(queries):
        client.get(here(actor, "awards:campaign-awards", campaign.pk))


@pytest.mark.parametrize("campaigns", [1, 3])
def test_the_board_asks_the_same_for_one_and_three_campaigns(
    client, cast, officer, django_assert_num_queries, campaigns
):
    for number in range(campaigns):
        made = make_award_campaign(cast, key=f"so-{number}")
        for _ in range(campaigns):
            make_nomination(made, unit=cast.unit("economy"), subject="individual", status="eligible")

    client.force_login(officer.user)

    with django_assert_num_queries(13):
        client.get(here(officer, "awards:board"))


def test_the_board_of_5000_dossiers_asks_four_times_who_is_there_and_ten_times_for_itself(
    client, cast, campaign, officer, django_assert_num_queries
):
    first = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="eligible")
    row = {each.attname: getattr(first, each.attname) for each in Nomination._meta.concrete_fields}
    row |= {"id": None, "basis": "ad_hoc", "deed_on": first.received_on}
    Nomination.objects.bulk_create(Nomination(**row) for _ in range(4_999))
    client.force_login(officer.user)

    with django_assert_num_queries(13):
        page = text_of(client.get(here(officer, "awards:board")))

    assert '<td class="text-end">5.000</td>' in page


@pytest.mark.rule("DT-06")
def test_each_line_of_the_board_names_whom_it_honours(go, campaign, officer):
    page = text_of(go(officer, "board"))

    assert "Giấy khen cho tập thể" in page and "Giấy khen cho cá nhân" in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("part", "queries"), [("secretary", 15), ("officer", 16)])
def test_the_ranking_asks_the_same_for_one_and_three(
    client, campaign, cast, voted, django_assert_num_queries, rows, part, queries
):
    for each in voted(*["An", "Bình", "Chi"][:rows]):
        PriorityClaim.objects.create(nomination=each, statement="a", note="b", stated_at=each.submitted_at)
    args, query = ranking_of(campaign)
    actor = cast.actor(part)
    client.force_login(actor.user)

    with django_assert_num_queries(queries):
        client.get(here(actor, "awards:ranking", *args) + query)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_fund_asks_the_same_for_one_and_three(
    client, campaign, cast, officer, now, django_assert_num_queries, rows
):
    funds.set_fund(cast.commune, 2026, amount=1_000_000, source="QĐ 210", by=officer, at=now)
    for _ in range(rows):
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="recommended")
    client.force_login(officer.user)

    with django_assert_num_queries(12):
        client.get(here(officer, "awards:fund"))


@pytest.mark.rule("DS-09")
def test_the_fund_tells_the_money_left_after_each_proposal(go, campaign, cast, officer, now):
    funds.set_fund(cast.commune, 2026, amount=1_000_000, source="QĐ 210", by=officer, at=now)
    for _ in range(2):
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="recommended")

    page = text_of(go(officer, "fund"))

    assert "Còn thiếu" in page and money(420_000) in page
    assert page.index(money(290_000)) < page.index("Thiếu</span> 420.000 đồng")


def test_the_fund_is_entered_and_changed_by_the_agency_on_its_page(go, officer, commune):
    response = go(officer, "fund-set", 2026, post={"amount": "5.000.000", "source": "QĐ 210"})
    assert (response.status_code, response.url) == (302, "/dong-tam/award-fund/?year=2026")

    refused = go(officer, "fund-set", 2026, post={"amount": "9.000.000", "source": "QĐ 77", "reason": ""})
    assert refused.status_code == 200 and "9.000.000" in refused.content.decode()
    go(officer, "fund-set", 2026, post={"amount": "9.000.000", "source": "QĐ 77", "reason": "Bổ sung."})

    assert list(AwardFund.objects.values_list("year", "amount", "source")) == [(2026, 9_000_000, "QĐ 77")]
    page = text_of(go(officer, "fund"))
    assert "Điều chỉnh quỹ khen thưởng" in page and "Bổ sung." in page


@pytest.mark.parametrize("part", sorted(set(PEOPLE) - {"officer"}))
def test_nobody_else_opens_the_form_of_the_fund(go, cast, part):
    assert go(cast.actor(part), "fund-set", 2026).status_code == 403


@pytest.mark.parametrize("query", ["?year=abc", "?year=99999", "?year=²026"])
def test_a_wrong_year_shows_the_present_one(go, officer, query):
    assert "Quỹ khen thưởng năm 2026" in text_of(go(officer, "fund", query=query))


def test_the_ranking_shows_steps_and_blocks_until_the_chair_has_chosen(go, campaign, voted, secretary, chair):
    voted("An", "Bình")
    args, query = ranking_of(campaign)

    page = text_of(go(secretary, "ranking", *args, query=query))
    assert "4/4 phiếu tán thành." in page
    assert "An, Bình còn ngang nhau ở chỗ cuối cùng" in page
    assert "place_" not in page
    assert "place_" in text_of(go(chair, "ranking", *args, query=query))

    go(secretary, "ranking-settle", *args, query=query, post={})
    assert set(Nomination.objects.values_list("status", "rank")) == {("recommended", None)}


def test_the_chair_chooses_on_the_page_and_the_secretary_settles(go, campaign, voted, secretary, chair):
    first, second = voted("An", "Bình")
    args, query = ranking_of(campaign)
    form = {"group": f"{first.pk},{second.pk}", "reason": "Nhiều năm liền."}

    gaps = go(chair, "ranking-choose", *args, query=query, post={"group": form["group"]}).content.decode()
    summary = gaps.partition('id="error-summary"')[2].partition("</ul>")[0]
    assert summary.index("An") < summary.index("Bình") < summary.index("Lý do")
    same = go(chair, "ranking-choose", *args, query=query,
              post=form | {f"place_{first.pk}": "1", f"place_{second.pk}": "1"})  # fmt: skip
    assert same.status_code == 422 and "Mỗi hồ sơ một thứ tự khác nhau." in same.content.decode()
    go(chair, "ranking-choose", *args, query=query,
       post=form | {f"place_{first.pk}": "2", f"place_{second.pk}": "1"})  # fmt: skip
    go(secretary, "ranking-settle", *args, query=query, post={})

    assert list(TieChoice.objects.order_by("place").values_list("nomination_id", flat=True)) == [second.pk, first.pk]
    assert dict(Nomination.objects.values_list("pk", "status")) == {first.pk: "reserve", second.pk: "recommended"}
    page = text_of(go(secretary, "ranking", *args, query=query))
    assert "Thứ tự dưới đây đã được chốt." in page and "Không còn chỗ trống" in page


def test_a_reserve_moves_up_from_the_page(go, campaign, voted, chair, secretary, now):
    first, second = voted("An", "Bình")
    award_round = campaign.rounds.get()
    quota = ranking.quota_of(campaign, award_round, "ca-nhan")
    ranking.choose(campaign, award_round, quota, [first.pk, second.pk], reason="a", by=chair, at=now)
    ranking.settle(campaign, award_round, quota, by=secretary, at=now)
    Nomination.objects.filter(pk=first.pk).update(status="not_awarded")

    response = go(secretary, "ranking-promote", second.pk, post={"reason": "An rút."})

    assert response.url.endswith("?quota=ca-nhan")
    assert Nomination.objects.get(pk=second.pk).status == "recommended"


@pytest.mark.rule("DS-10")
def test_the_agency_states_priorities_with_their_clause_and_ground(go, campaign, voted, officer):
    first, _ = voted("An", "Bình")
    assert "mục III.2.1.b" in text_of(go(officer, "ranking-priorities", first.pk))

    bare = go(officer, "ranking-priorities", first.pk, post={"applies_0": "on", "note_0": " "})
    assert bare.status_code == 200 and "Hãy ghi căn cứ của diện ưu tiên." in bare.content.decode()
    go(officer, "ranking-priorities", first.pk, post={"applies_0": "on", "note_0": "Một cửa."})

    claim = PriorityClaim.objects.get()
    assert (claim.nomination_id, claim.statement, claim.clause, claim.note) == (
        first.pk, PRIORITIES[0].text, "III.2.1.b", "Một cửa.",
    )  # fmt: skip
    args, query = ranking_of(campaign)
    told = text_of(go(officer, "ranking", *args, query=query))
    assert "thuộc 01 diện ưu tiên" in told and "không thuộc diện ưu tiên của kế hoạch." in told


@pytest.mark.parametrize("query", ["?quota=khac", "?quota=%00"])
def test_an_unknown_quota_is_not_found(go, campaign, officer, query):
    args, _ = ranking_of(campaign)

    assert go(officer, "ranking", *args, query=query).status_code == 404


def test_the_round_of_another_campaign_is_not_found(go, cast, campaign, officer):
    other = make_award_campaign(cast, key="khac")

    assert go(officer, "ranking", campaign.pk, other.rounds.get().pk).status_code == 404


@pytest.mark.parametrize(
    ("part", "name", "method"),
    [
        ("officer", "campaign-awards", "get"),
        ("officer", "ranking", "get"),
        ("secretary", "ranking-settle", "post"),
        ("chair", "ranking-choose", "post"),
        ("secretary", "ranking-promote", "post"),
        ("officer", "ranking-priorities", "get"),
    ],
)
def test_the_neighbours_with_the_same_role_find_nothing(go, campaign, voted, neighbour, part, name, method):
    first, _ = voted("An", "Bình")
    args = {"campaign-awards": (campaign.pk,)}.get(name, ranking_of(campaign)[0])
    args = (first.pk,) if name in ("ranking-promote", "ranking-priorities") else args

    response = go(neighbour(part), name, *args, post={"reason": "a"} if method == "post" else None)

    assert response.status_code == 404


def test_votes_are_not_told_before_they_are_confirmed(go, campaign, voted, secretary, now):
    voted("An")
    item = BallotItem.objects.get()
    type(item.ballot).objects.filter(pk=item.ballot_id).update(status="closed", confirmed_at=now + timedelta(hours=1))
    args, query = ranking_of(campaign)

    assert "4/4 phiếu" not in text_of(go(secretary, "ranking", *args, query=query))
