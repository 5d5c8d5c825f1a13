"""Pages of proposals to a higher authority."""

from datetime import date

import pytest

from awards.models import AwardFile, Nomination, Proposal, ProposalLine
from awards.services import proposals
from awards.tests.decision_cases import prove
from awards.tests.factories import adopt, make_nomination, make_session
from awards.tests.test_proposals import HIGHER, PROVINCE, higher_plan
from campaigns.tests.factories import make_campaign, make_upload
from communes.addresses import here
from communes.models import Commune
from communes.tests.factories import PEOPLE

TODAY = date(2026, 5, 14)
IN_CONFIDENCE = {"officer", "leader", "clerk", "chair", "vice", "secretary", "councillor"}
PAGES = {
    "proposals": ("", IN_CONFIDENCE),
    "proposal-create": ("campaign", {"officer"}),
    "proposal": ("proposal", IN_CONFIDENCE),
    "proposal-edit": ("proposal", {"officer"}),
    "proposal-send": ("proposal", {"clerk"}),
    "proposal-outcome": ("line", {"officer"}),
}
ACTS = {
    "proposal-add": ("proposal", {"officer"}),
    "proposal-answer": ("proposal", {"officer"}),
    "proposal-cancel": ("proposal", {"officer"}),
    "proposal-attach": ("proposal", {"officer", "clerk"}),
    "proposal-drop": ("line", {"officer"}),
}


@pytest.fixture
def campaign(cast):
    """A campaign whose plan lets one Bằng khen be proposed to the province."""
    return make_campaign(cast, document=higher_plan())


@pytest.fixture
def recommend(cast, campaign, council):
    """Return a maker of nominations that the council recommended in signed minutes."""

    def make(unit="economy", **facts):
        nomination = make_nomination(campaign, unit=cast.unit(unit), status="on_agenda", **(HIGHER | facts))
        prove(council, nomination)
        adopt(make_session(council, [nomination], status="voting_done"))
        nomination.refresh_from_db()
        return nomination

    return make


@pytest.fixture
def proposal(campaign, recommend, officer, now):
    """A draft about one recommended collective."""
    return proposals.draft(campaign, [recommend()], "province", PROVINCE, by=officer, at=now)


def args_of(kind, proposal):
    """Return what stands in an address."""
    keys = {"campaign": proposal.campaign_id, "proposal": proposal.pk, "line": proposal.lines.get().pk}
    return [keys[kind]] if kind else []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_proposals_opens_for_its_roles_alone(go, cast, proposal, clock, name):
    kind, through = PAGES[name]

    answers = {part: go(cast.actor(part), name, *args_of(kind, proposal)).status_code for part in PEOPLE}

    assert {part for part, status in answers.items() if status == 200} == through
    assert {status for part, status in answers.items() if part not in through} == {403}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_a_proposal_is_for_its_roles_alone(go, cast, proposal, clock, name):
    kind, through = ACTS[name]
    args = args_of(kind, proposal)

    refused = {part: go(cast.actor(part), name, *args, post={}).status_code for part in set(PEOPLE) - through}

    assert set(refused.values()) == {403}
    assert {go(cast.actor(part), name, *args, post={}).status_code for part in sorted(through)[:1]} == {302}
    assert go(cast.actor("officer"), name, *args).status_code == 405


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_neighbours_find_no_proposal(client, neighbour, proposal, name):
    kind, through = (PAGES | ACTS)[name]
    actor = neighbour(min(through))
    client.force_login(actor.user)
    url = here(actor, f"awards:{name}", *args_of(kind, proposal))

    if kind:
        assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}
        assert client.post(url).status_code == 404
    else:
        assert list(client.get(url).context["page"]) == []


@pytest.mark.rule("HP-12")
def test_a_case_goes_from_recommendation_to_the_province_and_its_outcome_to_the_unit(
    go, client, campaign, recommend, officer, clerk, head, clock
):
    nomination = recommend()
    page = go(officer, "proposals").content.decode()
    assert "01 hồ sơ Hội đồng đã tán thành, thuộc thẩm quyền cấp trên" in page
    form = go(officer, "proposal-create", campaign.pk).content.decode()
    assert "Kế hoạch quy định đề nghị cấp trên khen thưởng (mục V.3.a)." in form
    assert "Chủ tịch UBND huyện, thị xã" not in form

    words = {"authority": "province", "to_body": PROVINCE, "title": "", "reason": "Dẫn đầu toàn xã."}
    go(officer, "proposal-create", campaign.pk, post=words | {"nominations": [nomination.pk]})
    proposal = Proposal.objects.get()
    go(
        clerk,
        "proposal-send",
        proposal.pk,
        post={"number": 31, "sent_on": "14/05/2026", "signer_name": "Đặng Hữu Phúc"},
    )
    line = proposal.lines.get()
    assert nomination.__class__.objects.get().shown_status(head) == ("Đang xem xét", "info")
    assert list(go(head, "book-higher").context["page"]) == []

    outcome = {"outcome": "awarded", "outcome_number": "1250/QĐ-UBND", "outcome_on": "14/05/2026", "outcome_words": ""}
    go(officer, "proposal-outcome", line.pk, post=outcome)
    go(officer, "proposal-answer", proposal.pk, post={})

    proposal.refresh_from_db()
    line.refresh_from_db()
    assert (proposal.status, proposal.number, proposal.sent_on) == ("answered", 31, TODAY)
    assert (line.outcome, line.outcome_number, line.outcome_on) == ("awarded", "1250/QĐ-UBND", TODAY)
    assert list(go(head, "book-higher").context["page"]) == [line]


@pytest.mark.rule("HP-12")
def test_the_page_says_beside_the_button_why_a_second_case_cannot_be_sent(
    go, proposal, recommend, officer, clerk, clock, now
):
    proposals.add(proposal, recommend("service"), by=officer, at=now)

    page = go(clerk, "proposal", proposal.pk).content.decode()
    answer = go(
        clerk, "proposal-send", proposal.pk, post={"number": 5, "sent_on": "14/05/2026", "signer_name": "A"}
    ).content.decode()

    prepared = go(officer, "proposal", proposal.pk).content.decode()
    for text in (page, answer, prepared):
        assert "Khen thưởng cuối năm: Vượt số lượng khen thưởng: 02 trường hợp, kế hoạch cho 01." in text
    assert "disabled" in page
    assert Proposal.objects.get().status == "draft"


def test_sending_is_asked_about_with_what_goes_up_and_only_while_it_is_a_draft(go, proposal, clerk, clock, now):
    page = go(clerk, "proposal-send", proposal.pk).content.decode()
    assert 'data-confirm="Ghi đã gửi tờ trình này?' in page
    assert "<li>Bằng khen – Phòng Kinh tế</li>" in page
    proposals.send(proposal, number=31, sent_on=TODAY, signer_name="A", by=clerk, at=now)

    answer = go(clerk, "proposal-send", proposal.pk, post={"number": 32, "sent_on": "14/05/2026", "signer_name": "A"})

    assert answer.url == proposal.get_absolute_url()
    assert Proposal.objects.get().number == 31


@pytest.mark.parametrize(
    ("province", "addressed"),
    [
        ("Hưng Yên", "Chủ tịch UBND tỉnh Hưng Yên"),
        ("tỉnh Thái Nguyên", "Chủ tịch UBND tỉnh Thái Nguyên"),
        ("Huế", "Chủ tịch UBND thành phố Huế"),
        ("", "Chủ tịch UBND tỉnh"),
    ],
)
def test_a_new_proposal_is_addressed_to_the_head_of_the_province(
    go, campaign, recommend, officer, clock, province, addressed
):
    recommend()
    Commune.objects.update(province=province)

    assert go(officer, "proposal-create", campaign.pk).context["form"].initial["to_body"] == addressed


@pytest.mark.rule("HP-03")
def test_the_district_is_not_offered_and_not_taken(go, campaign, recommend, officer, clock):
    nomination = recommend(authority="district", quota_key="")
    words = {"authority": "district", "to_body": "Chủ tịch UBND thị xã", "title": "", "nominations": [nomination.pk]}

    answer = go(officer, "proposal-create", campaign.pk, post=words)

    assert "authority" in answer.context["form"].errors
    assert not Proposal.objects.exists()


def test_cases_are_added_to_and_taken_out_of_a_draft(go, proposal, recommend, officer, clock):
    second = recommend("service")

    go(officer, "proposal-add", proposal.pk, post={"nomination": second.pk})
    go(officer, "proposal-add", proposal.pk, post={"nomination": second.pk})
    assert list(proposal.lines.values_list("nomination", flat=True).order_by("pk"))[1:] == [second.pk]
    go(officer, "proposal-drop", proposal.lines.get(nomination=second).pk, post={})

    assert second.pk not in proposal.lines.values_list("nomination", flat=True)
    assert proposal.lines.count() == 1


def test_a_draft_is_edited_and_given_up_with_a_reason(go, proposal, officer, clock):
    go(officer, "proposal-edit", proposal.pk, post={"to_body": "Sở Nội vụ", "title": "Về Bằng khen", "reason": ""})
    go(officer, "proposal-cancel", proposal.pk, post={"reason": ""})
    proposal.refresh_from_db()
    assert (proposal.to_body, proposal.title, proposal.status) == ("Sở Nội vụ", "Về Bằng khen", "draft")

    go(officer, "proposal-cancel", proposal.pk, post={"reason": "Gộp tờ trình."})

    proposal.refresh_from_db()
    assert proposal.status == "cancelled"
    assert Nomination.objects.get().status == "recommended"


def test_the_reply_is_attached_to_the_proposal(go, proposal, officer, head, clock):
    go(officer, "proposal-attach", proposal.pk, post={"file": make_upload("tra-loi.png"), "is_scan": "on"})
    go(officer, "proposal-attach", proposal.pk, post={})

    [file] = AwardFile.objects.filter(proposal=proposal)
    assert (file.name, file.is_scan) == ("tra-loi.png", True)
    assert not AwardFile.objects.within(head).exists()


@pytest.mark.parametrize(
    ("part", "outcome", "seen"),
    [
        ("head", "", False), ("head", "awarded", True), ("head", "refused", True), ("head", "returned", True),
        ("other_head", "", False), ("other_head", "awarded", True), ("other_head", "refused", False),
        ("reader", "", False), ("reader", "awarded", True), ("reader", "returned", False),
        ("councillor", "", True), ("councillor", "refused", True),
    ],
)  # fmt: skip
def test_an_outcome_is_told_when_it_is_known_refusals_to_the_unit_alone(proposal, cast, part, outcome, seen):
    known = {"outcome_on": TODAY, "outcome_number": "1/QĐ"} if outcome else {}
    Proposal.objects.update(status="sent", number=12, sent_on=TODAY)
    ProposalLine.objects.update(outcome=outcome, **known)

    actor = cast.actor(part)
    assert ProposalLine.objects.within(actor).exists() == seen
    assert Proposal.objects.within(actor).exists() == (part == "councillor")


def test_cases_of_a_draft_are_told_to_nobody_else(proposal, head):
    assert not ProposalLine.objects.within(head).exists()


def test_campaigns_with_waiting_cases_are_counted(campaign, recommend, officer, now):
    assert proposals.waiting() == []
    first = recommend()
    recommend("service")
    recommend("culture", award="giay_khen", authority="commune", quota_key="")
    assert proposals.waiting() == [(campaign, 2)]

    proposals.draft(campaign, [first], "province", PROVINCE, by=officer, at=now)

    assert proposals.waiting() == [(campaign, 1)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_proposals_keeps_its_query_count(
    client, campaign, recommend, officer, now, django_assert_num_queries, rows
):
    for unit in ("economy", "service", "culture")[:rows]:
        proposals.draft(campaign, [recommend(unit)], "province", PROVINCE, by=officer, at=now)
    recommend("front")
    client.force_login(officer.user)

    with django_assert_num_queries(7):
        answer = client.get(here(officer, "awards:proposals"))

    assert len(answer.context["page"]) == rows


@pytest.mark.parametrize("cases", [1, 3])
def test_the_page_of_a_proposal_keeps_its_query_count(
    client, campaign, recommend, officer, clerk, now, django_assert_num_queries, cases
):
    chosen = [recommend(unit) for unit in ("economy", "service", "culture")[:cases]]
    proposal = proposals.draft(campaign, chosen, "province", PROVINCE, by=officer, at=now)
    client.force_login(clerk.user)

    with django_assert_num_queries(32):
        answer = client.get(here(clerk, "awards:proposal", proposal.pk))

    assert len(answer.context["cases"]) == ProposalLine.objects.count() == cases
