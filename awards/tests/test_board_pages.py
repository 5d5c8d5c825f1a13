"""Pages of the campaign's awards, the commune's board and the fund: who sees what, who may act."""

from dataclasses import replace

import pytest

from awards.models import AwardFund, Nomination
from awards.services import funds
from awards.tests.board_cases import STAFF, text_of
from awards.tests.factories import (
    award_plan,
    make_award_campaign,
    make_decision,
    make_nomination,
    standards,
)
from campaigns.models import PlanRemark
from campaigns.planfile.words import LeafKind, QuotaReading, RemarkCode
from campaigns.tests.factories import make_campaign
from communes.addresses import here
from communes.tests.factories import PEOPLE
from kit.vietnamese import money

pytestmark = pytest.mark.usefixtures("clock", "law")


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
@pytest.mark.parametrize(("part", "queries"), [("officer", 12), ("head", 10)])
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

    with django_assert_num_queries(12):
        client.get(here(officer, "awards:board"))


def test_the_board_asks_the_same_with_5000_dossiers(client, cast, campaign, officer, django_assert_num_queries):
    first = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="eligible")
    row = {each.attname: getattr(first, each.attname) for each in Nomination._meta.concrete_fields}
    row |= {"id": None, "basis": "ad_hoc", "deed_on": first.received_on}
    Nomination.objects.bulk_create(Nomination(**row) for _ in range(4_999))
    client.force_login(officer.user)

    with django_assert_num_queries(12):
        page = text_of(client.get(here(officer, "awards:board")))

    assert '<td class="text-end">5.000</td>' in page


@pytest.mark.rule("DT-06")
def test_each_line_of_the_board_names_whom_it_honours(go, campaign, officer):
    page = text_of(go(officer, "board"))

    assert "Giấy khen cho tập thể" in page and "Giấy khen cho cá nhân" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_fund_asks_the_same_for_one_and_three(
    client, campaign, cast, officer, now, django_assert_num_queries, rows
):
    funds.set_fund(cast.commune, 2026, amount=1_000_000, source="QĐ 210", by=officer, at=now)
    for _ in range(rows):
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="recommended")
    client.force_login(officer.user)

    with django_assert_num_queries(10):
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
