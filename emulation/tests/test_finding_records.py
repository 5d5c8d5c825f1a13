"""Records of the units' and the office's work are found by those who may open them, and by nobody else."""

from datetime import date

import pytest
from django_scopes import scope

from awards.models import ProposalLine
from campaigns.services import inspections
from communes import search
from communes.models import SearchEntry
from communes.models.finding import SOURCES
from emulation.tests.house import World
from kit.search import parse

pytestmark = pytest.mark.django_db

# Each kind with its record of the house, words that find it, and who of the cast finds it; "economy" is its unit.
FOUND_BY = {
    "unit-plan": ("unit_plan", "ke hoach cua phong kinh te", ("officer", "head", "leader", "inspector")),
    "inspection": ("inspection", "kiem tra dinh ky doan 1", ("officer", "head", "inspector", "leader")),
    "difficulty": ("difficulty", "may quet", ("officer", "head", "leader")),
    "plan-reading": ("plan_reading", "ke hoach docx", ("officer",)),
    "summary": ("summary", "bao cao", ("officer", "leader", "inspector", "clerk")),
    "initiative": ("initiative", "phieu hen", ("officer", "head", "chair", "secretary")),
    "proposal": ("proposal", "bang khen ubnd tinh", ("officer", "leader", "clerk", "chair", "secretary")),
}
ASKED = (
    "officer",
    "leader",
    "clerk",
    "head",
    "other_head",
    "inspector",
    "administrator",
    "reader",
    "chair",
    "secretary",
)


@pytest.fixture
def world(cast, settings, tmp_path, clock):
    """One record of each kind in xã Đồng Tâm."""
    settings.MEDIA_ROOT = tmp_path
    return World(cast)


def found(typed: str, actor, kind: str) -> list[str]:
    """Return the titles of one kind that somebody finds."""
    entries = search.find(parse(typed), actor).filter(kind=kind)
    return [hit.title for hit in search.hits(entries, actor)]


@pytest.mark.parametrize("kind", FOUND_BY)
def test_a_record_is_found_by_those_who_may_open_it_and_every_hit_opens(client, world, kind):
    name, typed, finders = FOUND_BY[kind]
    record = world.record(name)
    search.rebuild()

    by = {part: found(typed, world.cast.actor(part), kind) for part in ASKED}

    assert set(finders) <= {part for part, titles in by.items() if titles}
    assert by["other_head"] == []
    for part in (part for part, titles in by.items() if titles):
        client.force_login(world.cast.actor(part).user)
        assert client.get(record.get_absolute_url()).status_code == 200, part
    for part in (part for part, titles in by.items() if not titles):
        client.force_login(world.cast.actor(part).user)
        assert client.get(record.get_absolute_url()).status_code in (403, 404), part


@pytest.mark.parametrize("kind", FOUND_BY)
def test_the_neighbour_with_the_same_right_finds_nothing(world, neighbour, kind):
    name, typed, finders = FOUND_BY[kind]
    world.record(name)
    search.rebuild()

    with scope(commune=neighbour(finders[0]).commune):
        assert found(typed, neighbour(finders[0]), kind) == []


def test_a_unit_does_not_find_the_unannounced_visit_that_is_planned_to_it(world, officer, head):
    visit = inspections.plan(
        world.campaign, world.unit, kind="unannounced", inspected_on=date(2026, 5, 20), team="Đoàn Ba", **world.who
    )
    search.rebuild()

    assert found("doan ba", head, "inspection") == []
    assert found("doan ba", world.cast.actor("inspector"), "inspection") == [str(visit)]


def test_what_is_still_being_written_is_no_word(world, officer):
    plan, visit, summary = world.unit_plan, world.inspection, world.summary
    type(plan).objects.filter(pk=plan.pk).update(purpose="Bí mật một")
    type(visit).objects.filter(pk=visit.pk).update(conclusion="Bí mật hai")
    type(summary).objects.filter(pk=summary.pk).update(sections={"results": "Bí mật ba"})
    search.rebuild()

    assert list(search.find(parse("bi mat"), officer)) == []


def test_a_proposal_is_found_by_its_nominees_and_by_its_number(world, officer, head):
    proposal = world.proposal
    nominee = ProposalLine.objects.get(proposal=proposal).nomination.nominee
    type(proposal).objects.filter(pk=proposal.pk).update(status="sent", number=7, sent_on=date(2026, 5, 2))
    search.rebuild()

    assert found(nominee, officer, "proposal") == [proposal.title]
    assert found("07/TTr-UBND", officer, "proposal") == [proposal.title]
    assert found("07/TTr-UBND", head, "proposal") == []


def test_an_initiative_does_not_tell_which_dossier_rests_on_it(world):
    sight = SOURCES["initiative"].sight(world.initiative)

    assert sight.context == ("", "Phòng Kinh tế", "áp dụng từ 01/02/2026")


def test_an_act_on_a_record_makes_its_entry_at_once(world, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record = world.difficulty

    assert SearchEntry.objects.filter(kind="difficulty", record_id=record.pk).count() == 1
    assert found("thieu may", officer, "difficulty") == ["Thiếu máy"]


def test_finding_takes_the_same_queries_for_one_record_of_a_kind_and_for_three(
    world, officer, django_assert_num_queries
):
    for count in (1, 2):
        for number in range(count):
            inspections.plan(
                world.campaign, world.unit, kind="periodic", inspected_on=date(2026, 5, 4 + number), team="Đoàn Tư",
                **world.who,
            )  # fmt: skip
        search.rebuild()
        with django_assert_num_queries(2):
            assert len(found("doan tu", officer, "inspection")) == count * 2 - 1
