"""Pages of the ranking: who sees it, what the chair chooses, what the secretary settles, whom a reserve replaces."""

from datetime import timedelta

import pytest

from awards.models import BallotItem, Nomination, PriorityClaim, TieChoice
from awards.services import ranking
from awards.tests.board_cases import STAFF, text_of
from awards.tests.factories import adopt, make_award_campaign, make_nomination, make_session
from awards.tests.ranking_cases import PRIORITIES
from communes.addresses import here
from communes.tests.factories import PEOPLE, make_person

pytestmark = pytest.mark.usefixtures("clock", "law")


@pytest.fixture
def campaign(cast):
    """A campaign whose plan names one priority, quotas 1 + 1."""
    return make_award_campaign(cast, priorities=PRIORITIES[:1])


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


@pytest.mark.parametrize("part", sorted(PEOPLE))
def test_the_ranking_opens_only_in_confidence(go, cast, campaign, part):
    args, query = ranking_of(campaign)

    assert go(cast.actor(part), "ranking", *args, query=query).status_code == (200 if part in STAFF else 403)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("part", "queries"), [("secretary", 14), ("officer", 15)])
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


@pytest.mark.parametrize("query", ["?quota=khac", "?quota=kh%00ac"])
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
