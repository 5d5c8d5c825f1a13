"""Difficulties: raised by a unit, handled by the agency, decided by the leader, counted for the summary."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from campaigns.models import Difficulty
from campaigns.services import difficulties
from campaigns.tests.factories import make_campaign
from campaigns.tests.field_cases import answer_to, neighbours_get
from campaigns.tests.matrix import flow_cases, who_can
from communes.models import HistoryEntry

ACTS = {
    "take": lambda row, by, at: difficulties.take(row, by=by, at=at),
    "forward": lambda row, by, at: difficulties.forward(row, by=by, at=at),
    "answer": lambda row, by, at: difficulties.answer(row, "Đã bố trí máy quét.", by=by, at=at),
    "decide": lambda row, by, at: difficulties.decide(row, "Đồng ý bổ sung.", by=by, at=at),
    "close": lambda row, by, at: difficulties.close(row, by=by, at=at),
    "reopen": lambda row, by, at: difficulties.reopen(row, reason="Máy hỏng.", by=by, at=at),
}


@pytest.fixture
def campaign(cast):
    """A small campaign underway."""
    return make_campaign(cast)


@pytest.fixture
def make_difficulty(cast, campaign, now):
    """Return a maker of difficulties of Phòng Kinh tế in any status."""

    def make(status="raised", **facts):
        answered = {"answer": "Đã giải quyết.", "answered_by": "Nguyễn Thị Hạnh", "answered_at": now}
        facts = {"title": "Thiếu máy quét", "text": "Không số hóa được hồ sơ.", **facts}
        return Difficulty.objects.create(
            campaign=campaign, unit=facts.pop("unit", cast.unit("economy")), status=status, raised_by="Vũ Thị Én",
            raised_at=now, **(answered if status in ("answered", "closed") else {}), **facts,
        )  # fmt: skip

    return make


@pytest.mark.rule("DT-09")
def test_a_difficulty_goes_through_the_agency_to_the_leader_and_back(
    cast, campaign, member, officer, leader, head, now
):
    difficulty = difficulties.report(
        campaign, cast.unit("economy"), title="Thiếu máy quét", text="Không số hóa được.", by=member, at=now
    )
    difficulties.take(difficulty, by=officer, at=now)
    difficulties.forward(difficulty, by=officer, at=now)
    difficulties.decide(difficulty, " Mua trong quý II. ", by=leader, at=now)
    difficulties.close(difficulty, by=head, at=now)

    difficulty.refresh_from_db()
    assert (difficulty.status, difficulty.owner, difficulty.answer, difficulty.answered_by, difficulty.answered_at) == (
        "closed",
        officer.person,
        "Mua trong quý II.",
        "Trần Quốc Bảo",
        now,
    )
    assert [line.action for line in HistoryEntry.objects.about(difficulty)] == [
        "difficulty.close",
        "difficulty.decide",
        "difficulty.forward",
        "difficulty.take",
        "difficulty.report",
    ]


@pytest.mark.parametrize(("status", "action", "allowed"), flow_cases(Difficulty))
def test_each_act_is_for_whom_the_table_names(cast, make_difficulty, now, status, action, allowed):
    pk = make_difficulty(status).pk

    assert who_can(cast, lambda actor: ACTS[action](Difficulty.objects.get(pk=pk), actor, now)) == allowed


@pytest.mark.parametrize("part", ["other_head", "officer", "leader", "inspector"])
def test_only_the_unit_itself_raises_its_difficulties(cast, campaign, part, now):
    with pytest.raises(PermissionDenied):
        difficulties.report(campaign, cast.unit("economy"), title="a", text="b", by=cast.actor(part), at=now)

    assert Difficulty.objects.count() == 0


def test_an_empty_answer_is_refused_and_changes_nothing(make_difficulty, officer, now):
    difficulty = make_difficulty("taken")

    with pytest.raises(ValidationError, match="Chưa ghi nội dung trả lời"):
        difficulties.answer(difficulty, "  ", by=officer, at=now)

    difficulty.refresh_from_db()
    assert (difficulty.status, difficulty.answer) == ("taken", "")


def test_a_difficulty_that_was_not_overcome_goes_back_to_its_owner_with_the_reason(make_difficulty, head, officer, now):
    difficulty = make_difficulty("answered", owner=officer.person)

    difficulties.reopen(difficulty, reason="Máy quét hỏng.", by=head, at=now)

    difficulty.refresh_from_db()
    assert (difficulty.status, difficulty.owner) == ("taken", officer.person)
    assert HistoryEntry.objects.about(difficulty)[0].reason == "Máy quét hỏng."


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_nothing_is_raised_when_the_campaign_is_over(cast, head, status, now):
    campaign = make_campaign(cast, status=status)

    with pytest.raises(ValidationError, match="không ở giai đoạn thực hiện"):
        difficulties.report(campaign, cast.unit("economy"), title="a", text="b", by=head, at=now)


def test_a_unit_outside_the_campaign_raises_nothing_in_it(cast, campaign, head, now):
    campaign.participations.filter(unit=cast.unit("economy")).update(left_on=date(2026, 3, 1))

    with pytest.raises(ValidationError, match="Phòng Kinh tế không tham gia"):
        difficulties.report(campaign, cast.unit("economy"), title="a", text="b", by=head, at=now)


@pytest.mark.rule("DT-09")
def test_the_summary_counts_difficulties_by_state(campaign, make_difficulty):
    for status in ("raised", "closed", "closed"):
        make_difficulty(status)

    assert difficulties.counts(campaign) == {"raised": 1, "taken": 0, "forwarded": 0, "answered": 0, "closed": 2}


@pytest.mark.rule("DT-09")
def test_a_member_raises_a_difficulty_from_the_page(client, cast, campaign, member):
    data = {"unit": cast.unit("economy").pk, "title": "Thiếu máy quét", "text": "Không số hóa được."}

    answer = answer_to(client, member, "campaigns:difficulty-raise", campaign.pk, post=data)

    difficulty = Difficulty.objects.get()
    assert (answer.status_code, answer.url) == (302, difficulty.get_absolute_url())
    assert (difficulty.unit, difficulty.title, difficulty.raised_by) == (
        cast.unit("economy"),
        "Thiếu máy quét",
        "Vũ Thị Én",
    )


def test_a_form_with_errors_keeps_what_was_typed(client, cast, campaign, member):
    data = {"unit": cast.unit("economy").pk, "title": "Thiếu máy quét", "text": ""}

    page = answer_to(client, member, "campaigns:difficulty-raise", campaign.pk, post=data).content.decode()

    assert 'value="Thiếu máy quét"' in page
    assert "Mục này không được để trống." in page
    assert Difficulty.objects.count() == 0


def test_a_member_cannot_name_another_unit_in_the_form(client, cast, campaign, member):
    data = {"unit": cast.unit("service").pk, "title": "a", "text": "b"}

    answer_to(client, member, "campaigns:difficulty-raise", campaign.pk, post=data)

    assert Difficulty.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "part", "action", "data", "after"),
    [
        ("raised", "officer", "take", {}, "taken"),
        ("taken", "officer", "forward", {}, "forwarded"),
        ("taken", "officer", "answer", {"text": "Đã bố trí."}, "answered"),
        ("forwarded", "leader", "decide", {"text": "Đồng ý."}, "answered"),
        ("answered", "member", "close", {}, "closed"),
        ("closed", "head", "reopen", {"reason": "Hỏng."}, "taken"),
        ("closed", "head", "reopen", {"reason": ""}, "closed"),
        ("taken", "officer", "answer", {"text": ""}, "taken"),
    ],
)
def test_each_act_has_its_page(client, cast, make_difficulty, status, part, action, data, after):
    difficulty = make_difficulty(status)

    answer_to(client, cast.actor(part), f"campaigns:difficulty-{action}", difficulty.pk, post=data)

    difficulty.refresh_from_db()
    assert difficulty.status == after


def test_the_page_shows_the_buttons_of_the_actor_alone(client, cast, make_difficulty):
    difficulty = make_difficulty("taken")
    pages = {
        part: answer_to(client, cast.actor(part), "campaigns:difficulty", difficulty.pk).content.decode()
        for part in ("officer", "leader", "member")
    }

    assert {part for part, page in pages.items() if "Trình lãnh đạo" in page.split("Diễn biến")[0]} == {"officer"}
    assert all("Không số hóa được hồ sơ." in page for page in pages.values())


def test_the_buttons_are_gone_when_the_campaign_is_closed(client, cast, campaign, make_difficulty, officer):
    difficulty = make_difficulty("raised")
    type(campaign).objects.filter(pk=campaign.pk).update(status="closed")

    page = answer_to(client, officer, "campaigns:difficulty", difficulty.pk).content.decode()

    assert "Nhận xử lý" not in page


def test_a_unit_sees_its_own_difficulties_alone(client, cast, campaign, make_difficulty, other_head):
    own, others = make_difficulty(unit=cast.unit("service"), title="Mạng chậm"), make_difficulty()

    page = answer_to(client, other_head, "campaigns:difficulties", campaign.pk).content.decode()

    assert "Mạng chậm" in page and "Thiếu máy quét" not in page
    assert answer_to(client, other_head, "campaigns:difficulty", own.pk).status_code == 200
    assert answer_to(client, other_head, "campaigns:difficulty", others.pk).status_code == 404


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Một", "Hai", "Ba"}),
        ("state=open", {"Một", "Hai"}),
        ("state=closed", {"Ba"}),
        ("owner={owner}", {"Hai"}),
        ("unit={unit}", {"Một"}),
    ],
)
def test_the_list_is_narrowed_by_state_unit_and_owner(client, cast, campaign, make_difficulty, officer, query, titles):
    make_difficulty("raised", title="Một", unit=cast.unit("service"))
    make_difficulty("taken", title="Hai", owner=officer.person)
    make_difficulty("closed", title="Ba")
    client.force_login(officer.user)

    query = query.format(owner=officer.person.pk, unit=cast.unit("service").pk)
    answer = client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/difficulties/?{query}")

    assert {row.title for row in answer.context["page"]} == titles


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client, campaign, make_difficulty, officer, rows, django_assert_num_queries
):
    for number in range(rows):
        make_difficulty("taken", title=f"Việc {number}", owner=officer.person)
    client.force_login(officer.user)

    with django_assert_num_queries(8):
        client.get(f"/{officer.commune.slug}/campaigns/{campaign.pk}/difficulties/")


@pytest.mark.parametrize("part", ["officer", "leader", "head"])
def test_neighbours_find_nothing_at_these_addresses(client, neighbour, campaign, make_difficulty, part):
    row = make_difficulty().pk
    able = {
        "officer": ["difficulty-take", "difficulty-forward", "difficulty-answer"],
        "leader": ["difficulty-decide"],
        "head": ["difficulty-close", "difficulty-reopen"],
    }[part]
    addresses = [("campaigns:difficulties", [campaign.pk]), ("campaigns:difficulty", [row])]
    addresses += [(f"campaigns:{name}", [row]) for name in able]
    addresses += [("campaigns:difficulty-raise", [campaign.pk])] if part == "head" else []

    found = neighbours_get(client, neighbour(part), addresses)

    assert all(statuses <= {404, 405} and 404 in statuses for statuses in found.values()), found
