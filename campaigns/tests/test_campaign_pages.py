"""Pages of campaigns: who may open them, the list, a new campaign, its moves."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.models import Campaign
from campaigns.planfile.words import Part
from campaigns.services import plans
from campaigns.tests.factories import HOLDERS, ISSUED_AT, ISSUED_ON, make_campaign, report_of
from campaigns.tests.matrix import flow_cases, who_can
from campaigns.tests.plan_cases import draft_of
from communes.access import Actor
from communes.acting import act
from communes.addresses import here
from communes.models import HistoryEntry
from communes.tests.factories import PEOPLE

pytestmark = pytest.mark.django_db

WITH_STAND_INS = HOLDERS | {Part.PLANS: HOLDERS[Part.LEADS]}
UNIT_PARTS = {"head", "member", "other_head"}
EVERYBODY = set(PEOPLE)
STAFF = EVERYBODY - UNIT_PARTS
COUNCIL = {"chair", "vice", "secretary", "councillor"}
PAGES = {
    "campaigns": ((), EVERYBODY),
    "campaign-create": ((), {"officer"}),
    "campaign": (("pk",), EVERYBODY),
    "campaign-clone": (("pk",), {"officer"}),
    "campaign-plan": (("pk",), EVERYBODY),
    "campaign-issue": (("pk",), {"clerk"}),
    "campaign-history": (("pk",), STAFF - COUNCIL - {"reader"}),
    "section-edit": (("pk", "bases"), {"officer"}),
    "standard-edit": (("pk", "hang-nam", "collective"), {"officer"}),
    "versions": (("pk",), EVERYBODY),
    "version": (("pk", 1), EVERYBODY),
    "version-compare": (("pk",), EVERYBODY),
    "amendment": (("pk",), {"officer", "leader"}),
    "deadlines": (("pk",), EVERYBODY),
    "deadline-request": (("pk",), {"officer"}),
    "participants": (("pk",), EVERYBODY),
    "tracker": (("pk",), STAFF),
    "my-unit": ((), UNIT_PARTS),
}


def address(actor, name, campaign):
    """Return the address of one of the pages for a campaign."""
    args = [campaign.pk if arg == "pk" else arg for arg in PAGES[name][0]]
    return here(actor, f"campaigns:{name}", *args)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_its_roles_alone(client, cast, name):
    campaign = make_campaign(cast)
    through = set()

    for part in PEOPLE:
        actor = cast.actor(part)
        client.force_login(actor.user)
        status = client.get(address(actor, name, campaign)).status_code
        assert status in (200, 302, 403)
        if status != 403:
            through.add(part)

    assert through == PAGES[name][1]


@pytest.mark.parametrize("name", [name for name, (args, _) in PAGES.items() if args])
def test_the_neighbours_find_no_page(client, cast, neighbour, name):
    campaign = make_campaign(cast)
    actor = neighbour(sorted(PAGES[name][1])[0])
    client.force_login(actor.user)

    assert client.get(address(actor, name, campaign)).status_code == 404


@pytest.mark.parametrize(
    ("name", "part", "args"),
    [
        ("campaign-act", "leader", ("cancel",)),
        ("amendment-start", "officer", ()),
        ("amendment-drop", "officer", ()),
        ("participant-join", "officer", ()),
    ],
)
def test_the_neighbours_cannot_act(client, cast, neighbour, name, part, args):
    campaign = make_campaign(cast)
    actor = neighbour(part)
    client.force_login(actor.user)

    answer = client.post(here(actor, f"campaigns:{name}", campaign.pk, *args), {"reason": "Không còn phù hợp."})

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.status, campaign.versions.count()) == (404, "issued", 1)


@pytest.mark.parametrize("status", Campaign.Status.values)
@pytest.mark.parametrize("part", ["officer", "leader", "clerk"])
def test_every_page_opens_in_every_state(client, cast, status, part):
    campaign = make_campaign(cast, status=status)
    actor = cast.actor(part)
    client.force_login(actor.user)

    for name in ("campaign", "campaign-plan", "versions", "version", "version-compare", "deadlines", "tracker"):
        assert client.get(address(actor, name, campaign)).status_code == 200, name


@pytest.mark.parametrize("status", Campaign.IN_THE_MAKING)
def test_a_unit_does_not_see_a_plan_in_the_making(client, cast, head, status):
    campaign = make_campaign(cast, status=status)
    client.force_login(head.user)

    for name in ("campaign", "campaign-plan", "versions", "version", "deadlines", "participants"):
        assert client.get(address(head, name, campaign)).status_code == 404, name
    assert client.get(here(head, "campaigns:campaigns")).context["page"].paginator.count == 0


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Campaign, WITH_STAND_INS))
def test_a_campaign_moves_by_its_table_alone(cast, now, status, action, allowed):
    campaign = make_campaign(cast, status=status)
    by = Actor.of_product(cast.commune)
    if action == "amend" and status == "issued":
        plans.start_amendment(campaign, by=by, at=now)
        plans.redraft(campaign, replace(campaign.plan, deadlines=()), by=by, at=now)
    plans.note_summary(campaign, issued_on=date(2026, 12, 31))
    facts = {"number": 40, "issued_on": ISSUED_ON, "starts_on": ISSUED_ON} if action == "issue" else {}

    def perform(actor):
        fresh = Campaign.objects.get(pk=campaign.pk)
        act(fresh, action, by=actor, at=now, reason="Theo chỉ đạo.", **facts)

    assert who_can(cast, perform) == allowed


def test_the_list_is_searched_without_diacritics_and_filtered(client, cast, officer):
    found = make_campaign(cast)
    draft_of("KP", cast)
    client.force_login(officer.user)
    listed = here(officer, "campaigns:campaigns")

    by_name = client.get(listed, {"q": "day manh cai cach"}).context["page"].object_list
    by_status = client.get(listed, {"status": "draft"}).context["page"].object_list
    by_year = client.get(listed, {"year": "2026"}).context["page"].object_list

    assert [each.pk for each in by_name] == [found.pk]
    assert [each.name for each in by_status] == ["Chung tay Cải cách hành chính"]
    assert [each.pk for each in by_year] == [found.pk]


@pytest.mark.usefixtures("clock")
def test_the_list_counts_reports_of_the_own_unit_alone(client, cast, head, officer, now):
    campaign = make_campaign(cast)
    report_of(campaign, cast.unit("service")).__class__.objects.filter(unit=cast.unit("service")).update(
        late_from=ISSUED_AT
    )

    def counts(actor):
        client.force_login(actor.user)
        row = client.get(here(actor, "campaigns:campaigns")).context["page"].object_list[0]
        return row.reports, row.accepted, row.overdue

    assert (counts(officer), counts(head)) == ((2, 0, 1), (1, 0, 0))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_keeps_its_query_count(client, cast, officer, django_assert_num_queries, rows):
    for index in range(rows):
        make_campaign(cast, key=f"phong-trao-{index}", number=30 + index)
    client.force_login(officer.user)
    url = here(officer, "campaigns:campaigns")

    with django_assert_num_queries(5):
        client.get(url)


def test_a_campaign_begins_with_its_first_facts(client, officer):
    client.force_login(officer.user)
    facts = {
        "name": "Chung tay cải cách hành chính",
        "abstract": "Phát động phong trào thi đua",
        "kind": "thematic",
        "ends_on": "31/12/2026",
        "symbol": "KH-UBND",
    }

    answer = client.post(here(officer, "campaigns:campaign-create"), facts)

    made = Campaign.objects.get()
    assert answer.status_code == 302
    assert (made.key, made.status, made.starts_on, made.ends_on) == (
        "chung-tay-cai-cach-hanh-chinh", "draft", None, date(2026, 12, 31),
    )  # fmt: skip


def test_a_campaign_without_an_end_is_refused_and_keeps_what_was_typed(client, officer):
    client.force_login(officer.user)

    answer = client.post(here(officer, "campaigns:campaign-create"), {"name": "Chung tay cải cách", "kind": "thematic"})

    assert Campaign.objects.count() == 0
    assert set(answer.context["form"].errors) == {"abstract", "ends_on"}
    assert "Chung tay cải cách" in answer.content.decode()


def test_a_copy_has_the_structure_and_later_dates(client, cast, officer):
    campaign = make_campaign(cast)
    client.force_login(officer.user)

    client.post(here(officer, "campaigns:campaign-clone", campaign.pk), {"years": "1"})

    copy = Campaign.objects.get(cloned_from=campaign)
    assert (copy.status, copy.ends_on, copy.obligations.count()) == ("draft", date(2027, 12, 31), 0)
    assert copy.plan.deadlines[0].on == date(2027, 11, 30)
    assert set(copy.remarks.values_list("code", flat=True)) == {"check_after_copy"}


def test_an_act_asks_its_reason(client, cast, leader):
    campaign = make_campaign(cast, status="in_review")
    client.force_login(leader.user)
    url = here(leader, "campaigns:campaign-act", campaign.pk, "return")

    without = client.post(url, {"reason": " "}, follow=True).content.decode()
    campaign.refresh_from_db()
    still = campaign.status
    client.post(url, {"reason": "Thiếu căn cứ."})
    campaign.refresh_from_db()

    assert "Trả lại để sửa: hãy ghi rõ lý do." in without
    assert (still, campaign.status) == ("in_review", "draft")
    assert HistoryEntry.objects.about(campaign)[0].reason == "Thiếu căn cứ."


@pytest.mark.parametrize("name", ["campaign", "campaign-plan", "versions", "version-compare"])
def test_a_plan_cancelled_before_its_issue_stays_unknown_to_the_units(client, cast, head, name):
    campaign = make_campaign(cast, status="cancelled")
    client.force_login(head.user)

    assert client.get(address(head, name, campaign)).status_code == 404
