"""What waits for each role in awards: named on the home page, and gone once it is done."""

import pytest

from awards.models import Appraisal, Session
from awards.tests.factories import (
    SESSION_AT,
    adopt,
    make_award_campaign,
    make_ballot,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from reports.tests.cases import AT
from reports.waiting import groups


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


def waiting(actor) -> dict[str, list[str]]:
    """Return the verbs that wait for an actor, by heading."""
    return {group.title: [task.action for task in group.tasks] for group in groups(actor, at=AT)}


@pytest.mark.parametrize(
    ("status", "part", "heading", "verb"),
    [
        ("draft", "head", "Hồ sơ khen thưởng của đơn vị", "Soạn tiếp"),
        ("returned", "member", "Hồ sơ khen thưởng của đơn vị", "Bổ sung"),
        ("submitted", "officer", "Hồ sơ khen thưởng chờ thẩm định", "Nhận thẩm định"),
        ("under_appraisal", "officer", "Hồ sơ khen thưởng chờ thẩm định", "Thẩm định"),
        ("eligible", "secretary", "Hồ sơ chờ đưa ra Hội đồng", "Đưa vào chương trình"),
        ("deferred", "secretary", "Hồ sơ chờ đưa ra Hội đồng", "Đưa ra xét lại"),
        ("recommended", "officer", "Chờ lập quyết định khen thưởng", "Lập quyết định"),
    ],
)
def test_a_nomination_waits_for_whoever_acts_next(campaign, cast, status, part, heading, verb):
    make_nomination(campaign, unit=cast.unit("economy"), status=status)

    assert waiting(cast.actor(part))[heading] == [verb]
    assert heading not in waiting(cast.actor("other_head"))


def test_a_verdict_waits_for_its_confirmation(campaign, cast, officer):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")
    Appraisal.objects.create(
        nomination=nomination, appraiser=officer.person, began_at=AT, verdict="eligible", given_at=AT
    )

    assert waiting(officer) == {"Kết luận thẩm định chờ xác nhận": ["Xác nhận kết luận"]}


def test_an_open_ballot_waits_for_each_member_until_the_vote_is_cast(campaign, cast, councillor):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    ballot = make_ballot(make_session(make_council(cast), [nomination], status="in_session"), status="open")

    assert waiting(councillor)["Đang bỏ phiếu"] == ["Bỏ phiếu"]

    ballot.voters.filter(person=councillor.person).update(voted=True)
    assert "Đang bỏ phiếu" not in waiting(councillor)


def test_minutes_wait_for_the_secretary_then_for_the_chair(campaign, cast, secretary, chair):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = adopt(make_session(make_council(cast), [nomination], status="in_session"))
    Session.objects.filter(pk=session.pk).update(status="voting_done")
    assert waiting(secretary)["Biên bản chờ lập"] == ["Lập biên bản"]

    Session.objects.filter(pk=session.pk).update(status="minutes_draft")
    session.minutes.update(chair_signed_at=None)
    assert waiting(chair)["Biên bản chờ ký"] == ["Ký biên bản"]

    session.minutes.update(chair_signed_at=SESSION_AT)
    assert "Biên bản chờ ký" not in waiting(chair)


@pytest.mark.parametrize(
    ("status", "facts", "part", "heading"),
    [
        ("draft", {}, "clerk", "Dự thảo quyết định chờ kiểm tra"),
        ("awaiting_signature", {}, "leader", "Quyết định chờ ký"),
        ("awaiting_signature", {"signed_at": SESSION_AT}, "clerk", "Quyết định chờ cấp số"),
        ("issued", {}, "officer", "Quyết định chờ công bố"),
    ],
)
def test_a_decision_waits_for_whoever_acts_next(campaign, cast, status, facts, part, heading):
    make_decision(campaign, status=status, **facts)

    assert heading in waiting(cast.actor(part))
    assert heading not in waiting(cast.actor("head"))


def test_a_draft_does_not_wait_for_the_one_who_drew_it_up(campaign, officer):
    make_decision(campaign, drafted_by_user=officer.user)

    assert "Dự thảo quyết định chờ kiểm tra" not in waiting(officer)
