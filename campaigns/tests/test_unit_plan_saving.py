"""A unit's own plan saved while it is typed, and saved by two people."""

import pytest

from campaigns.models import UnitPlan
from campaigns.tests.factories import make_campaign
from campaigns.tests.field_cases import answer_to, unit_plan
from communes.addresses import here
from communes.models import HistoryEntry


@pytest.fixture
def make_plan(cast):
    """A maker of plans of Phòng Kinh tế in a small campaign underway."""
    campaign = make_campaign(cast)
    return lambda status="draft", **facts: unit_plan(campaign, cast.unit("economy"), status, **facts)


def test_typing_is_saved_by_itself_without_a_line_of_history(client, make_plan, member):
    plan = make_plan()
    lines = HistoryEntry.objects.count()

    answer = answer_to(
        client, member, "campaigns:unit-plan-autosave", plan.pk, post={"purpose": "Đang gõ", "version": 0}
    )

    plan.refresh_from_db()
    assert (answer.status_code, answer.json()["version"], set(answer.json())) == (200, 1, {"version", "saved_at"})
    assert (plan.purpose, plan.revision, HistoryEntry.objects.count()) == ("Đang gõ", 1, lines)


def test_saving_by_itself_tells_of_somebody_elses_words(client, make_plan, member, now):
    plan = make_plan(revision=3, saved_by="Phạm Văn Dũng", saved_at=now)

    answer = answer_to(
        client, member, "campaigns:unit-plan-autosave", plan.pk, post={"purpose": "Đang gõ", "version": 2}
    )

    plan.refresh_from_db()
    assert (answer.status_code, plan.purpose) == (409, "Phục vụ tốt hơn.")
    assert answer.json()["message"].startswith("Phạm Văn Dũng đã lưu kế hoạch này")
    assert answer.json()["url"] == here(member, "campaigns:unit-plan-edit", plan.pk)


def test_of_two_who_write_a_plan_the_second_sees_both_texts_and_decides(client, make_plan, member, now):
    plan = make_plan(revision=3, saved_by="Phạm Văn Dũng", saved_at=now)
    typed = {"purpose": "Chữ của tôi.", "version": 2}

    refused = answer_to(client, member, "campaigns:unit-plan-edit", plan.pk, post=typed)
    words = refused.content.decode()
    plan.refresh_from_db()

    assert "Phạm Văn Dũng đã lưu kế hoạch này" in words and "<td>Chữ của tôi.</td><td>Phục vụ tốt hơn.</td>" in words
    assert (plan.purpose, refused.context["form"]["version"].value()) == ("Phục vụ tốt hơn.", "3")
    answer_to(client, member, "campaigns:unit-plan-edit", plan.pk, post=typed | {"version": 3})
    assert UnitPlan.objects.get().purpose == "Chữ của tôi."


def test_saving_an_adopted_plan_by_itself_is_refused_with_the_reason(client, make_plan, member):
    plan = make_plan("adopted")

    answer = answer_to(client, member, "campaigns:unit-plan-autosave", plan.pk, post={"purpose": "x", "version": 0})

    assert (answer.status_code, answer.json()["message"]) == (
        422,
        "Kế hoạch đã ban hành. Hãy mở lại để sửa trước khi ghi.",
    )
