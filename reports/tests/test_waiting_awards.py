"""What waits for each role in awards: named on the home page, and gone once it is done."""

from datetime import timedelta

import pytest

from awards.models import Appraisal, Ballot, Decision, Session
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
from communes import history
from communes.addresses import here
from reports.tests.cases import AT
from reports.waiting import Task, groups, lately_told


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


def waiting(actor) -> dict[str, list[str]]:
    """Return the verbs that wait for an actor, by heading; every task is named with its day."""
    found = groups(actor, at=AT)
    assert all(task.title and task.due and task.url for group in found for task in group.tasks)
    return {group.title: [task.action for task in group.tasks] for group in found}


def tasks(actor, heading) -> list[Task]:
    """Return what waits for an actor under a heading."""
    return next((list(group.tasks) for group in groups(actor, at=AT) if group.title == heading), [])


@pytest.mark.parametrize(
    ("status", "part", "heading", "verb"),
    [
        ("draft", "head", "Hồ sơ khen thưởng của đơn vị", "Soạn tiếp"),
        ("returned", "member", "Hồ sơ khen thưởng của đơn vị", "Bổ sung"),
        ("submitted", "officer", "Hồ sơ khen thưởng chờ thẩm định", "Nhận thẩm định"),
        ("under_appraisal", "officer", "Hồ sơ khen thưởng chờ thẩm định", "Thẩm định"),
        ("eligible", "secretary", "Hồ sơ chờ đưa ra Hội đồng", "Đưa vào chương trình"),
        ("deferred", "secretary", "Hồ sơ chờ đưa ra Hội đồng", "Đưa ra xét lại"),
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


def test_a_consultation_waits_for_each_member_until_the_opinion_is_there(campaign, cast, councillor):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(make_council(cast), [nomination], status="in_session", mode="written")
    ballot = make_ballot(session, status="open", method="written")
    ballot.voters.get_or_create(person=councillor.person)

    assert waiting(councillor)["Đang lấy ý kiến bằng văn bản"] == ["Gửi ý kiến"]

    session.agenda.get().written_opinions.create(person=councillor.person, choice="for", received_on=AT.date(),
                                                 recorded_by="Thư ký")  # fmt: skip
    assert "Đang lấy ý kiến bằng văn bản" not in waiting(councillor)


def test_a_closed_ballot_waits_for_the_chair_to_confirm_it(campaign, cast, chair, secretary):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(make_council(cast), [nomination], status="in_session")
    ballot = make_ballot(session, status="closed")

    [task] = tasks(chair, "Kết quả biểu quyết chờ xác nhận")

    assert (task.title, task.action, task.url, task.due) == (
        "Xác nhận kết quả lượt biểu quyết 1", "Xác nhận kết quả", ballot.get_absolute_url(),
        "Đóng lúc 14/05/2026 08:00",
    )  # fmt: skip
    assert "Kết quả biểu quyết chờ xác nhận" not in waiting(secretary)
    Ballot.objects.filter(pk=ballot.pk).update(status="confirmed", confirmed_at=SESSION_AT)
    assert "Kết quả biểu quyết chờ xác nhận" not in waiting(chair)
    assert [task.url for task in tasks(chair, "Kết quả biểu quyết chờ công bố")] == [ballot.get_absolute_url()]
    Ballot.objects.filter(pk=ballot.pk).update(status="announced")
    assert "Kết quả biểu quyết chờ công bố" not in waiting(chair)


@pytest.mark.parametrize(
    ("mode", "title", "meta", "due"),
    [
        ("meeting", "Điều hành phiên họp: Xét khen thưởng", "Chờ biểu quyết hồ sơ", "Khai mạc 14/05/2026 08:00"),
        ("written", "Theo dõi lấy ý kiến: Xét khen thưởng", "Chờ thư ký bắt đầu nhận ý kiến", "Từ 14/05/2026 08:00"),
    ],
)
def test_a_sitting_session_waits_for_the_secretary_who_runs_it(
    campaign, cast, secretary, councillor, mode, title, meta, due
):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(make_council(cast), [nomination], status="in_session", mode=mode, title="Xét khen thưởng")

    [task] = tasks(secretary, "Phiên họp đang tiến hành")

    assert (task.title, task.meta, task.due, task.url) == (
        title, meta, due, session.get_absolute_url(),
    )  # fmt: skip
    assert "Phiên họp Hội đồng" not in waiting(secretary)
    assert waiting(councillor) == {"Phiên họp Hội đồng": ["Đọc tài liệu"]}


@pytest.mark.parametrize(
    ("days", "part", "mode", "roll", "title", "address"),
    [
        (1, "secretary", "meeting", False, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
        (0, "secretary", "meeting", False, "Điểm danh phiên họp: Xét khen thưởng", "awards:session-presence"),
        (-1, "secretary", "meeting", False, "Điểm danh phiên họp: Xét khen thưởng", "awards:session-presence"),
        (0, "secretary", "meeting", True, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
        (1, "chair", "meeting", True, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
        (0, "chair", "meeting", False, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
        (0, "chair", "meeting", True, "Khai mạc phiên họp: Xét khen thưởng", "awards:session"),
        (0, "vice", "meeting", True, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
        (1, "chair", "written", False, "Bắt đầu lấy ý kiến: Xét khen thưởng", "awards:session"),
        (1, "vice", "written", False, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
        (1, "councillor", "written", False, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
        (0, "councillor", "meeting", True, "Đọc tài liệu phiên họp: Xét khen thưởng", "awards:session"),
    ],
)
def test_on_its_day_a_convened_session_leads_secretary_and_chair_to_what_opens_it(
    cast, days, part, mode, roll, title, address
):
    council, planned_at = make_council(cast), AT + timedelta(days=days)
    session = make_session(council, status="convened", title="Xét khen thưởng", planned_at=planned_at, mode=mode,
                           present=roll)  # fmt: skip
    actor = cast.actor(part)

    [task] = tasks(actor, "Phiên họp Hội đồng")

    assert (task.title, task.url) == (title, here(actor, address, session.pk))


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("draft", "Chuẩn bị, triệu tập phiên họp: Xét khen thưởng"),
        ("adjourned", "Triệu tập lại phiên họp: Xét khen thưởng"),
    ],
)
def test_a_session_that_is_to_be_convened_waits_for_the_secretary(cast, secretary, status, title):
    session = make_session(make_council(cast), status=status, title="Xét khen thưởng")

    [task] = tasks(secretary, "Phiên họp chờ triệu tập")

    assert (task.title, task.url) == (title, session.get_absolute_url())
    assert (task.last_day is None) == (status == "adjourned")  # a day that was put off is no last day


def test_minutes_wait_for_the_secretary_then_for_the_chair_then_the_session_to_be_closed(
    campaign, cast, secretary, chair
):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = adopt(make_session(make_council(cast), [nomination], status="in_session"))
    Session.objects.filter(pk=session.pk).update(status="voting_done")
    assert waiting(secretary)["Biên bản chờ lập"] == ["Lập biên bản"]

    Session.objects.filter(pk=session.pk).update(status="minutes_draft")
    session.minutes.update(chair_signed_at=None, secretary_signed_at=None, saved_at=SESSION_AT)
    minutes = session.minutes.get()
    assert [task.url for task in tasks(secretary, "Biên bản chờ thư ký ký")] == [minutes.get_absolute_url()]
    assert "Biên bản chờ ký" not in waiting(chair)

    session.minutes.update(secretary_signed_at=SESSION_AT)
    assert "Biên bản chờ thư ký ký" not in waiting(secretary)
    assert [task.url for task in tasks(chair, "Biên bản chờ ký")] == [minutes.get_absolute_url()]

    session.minutes.update(chair_signed_at=SESSION_AT)
    Session.objects.filter(pk=session.pk).update(status="minutes_signed")
    assert "Biên bản chờ ký" not in waiting(chair)
    assert waiting(secretary)["Phiên họp chờ kết thúc"] == ["Kết thúc phiên họp"]

    Session.objects.filter(pk=session.pk).update(status="closed")
    assert "Phiên họp chờ kết thúc" not in waiting(secretary)


@pytest.mark.rule("L-13")
def test_a_decision_is_to_be_drawn_up_once_the_minutes_are_signed(campaign, cast, officer):
    two = [
        make_nomination(campaign, unit=cast.unit("economy"), subject=subject, status="on_agenda")
        for subject in ("collective", "individual")
    ]
    session = adopt(make_session(make_council(cast), two, status="in_session"), signed=False)
    assert tasks(officer, "Chờ lập quyết định khen thưởng") == []

    Session.objects.filter(pk=session.pk).update(status="minutes_signed")
    session.minutes.create(conclusion="Nhất trí.", chair_signed_at=SESSION_AT, secretary_signed_at=SESSION_AT)

    [task] = tasks(officer, "Chờ lập quyết định khen thưởng")
    assert (task.title, task.action, task.meta, task.due) == (
        "Lập quyết định khen thưởng cho 02 hồ sơ được Hội đồng tán thành", "Lập quyết định", campaign.name,
        "Biên bản ký 14/05/2026",
    )  # fmt: skip
    assert task.url == f"/dong-tam/campaigns/{campaign.pk}/decisions/draft/"

    make_decision(campaign, two)
    assert tasks(officer, "Chờ lập quyết định khen thưởng") == []


def test_who_may_go_before_the_council_is_led_to_the_agenda(campaign, cast, secretary):
    make_nomination(campaign, unit=cast.unit("economy"), status="eligible")
    assert [task.url for task in tasks(secretary, "Hồ sơ chờ đưa ra Hội đồng")] == ["/dong-tam/sessions/new/"]

    session = make_session(make_council(cast))
    [task] = tasks(secretary, "Hồ sơ chờ đưa ra Hội đồng")
    assert task.url == f"/dong-tam/sessions/{session.pk}/agenda/"


@pytest.mark.parametrize(
    ("status", "facts", "part", "heading"),
    [
        ("draft", {}, "clerk", "Dự thảo quyết định chờ kiểm tra"),
        ("checked", {"checked_at": SESSION_AT}, "officer", "Quyết định chờ trình ký"),
        ("awaiting_signature", {"sent_at": SESSION_AT}, "leader", "Quyết định chờ ký"),
        ("awaiting_signature", {"signed_at": SESSION_AT}, "clerk", "Quyết định chờ cấp số"),
        ("issued", {}, "officer", "Quyết định chờ công bố"),
    ],
)
def test_a_decision_waits_for_whoever_acts_next(campaign, cast, status, facts, part, heading):
    make_decision(campaign, status=status, **facts)

    assert heading in waiting(cast.actor(part))
    assert heading not in waiting(cast.actor("head"))


def test_a_draft_does_not_wait_for_the_one_who_edited_it(campaign, clerk):
    decision = make_decision(campaign)
    assert "Dự thảo quyết định chờ kiểm tra" in waiting(clerk)

    history.record("decision.lines", decision, by=clerk, at=AT, label="Sửa dòng")

    assert "Dự thảo quyết định chờ kiểm tra" not in waiting(clerk)


def test_a_draft_does_not_wait_for_the_one_who_drew_it_up(campaign, officer):
    make_decision(campaign, drafted_by_user=officer.user)

    assert "Dự thảo quyết định chờ kiểm tra" not in waiting(officer)


@pytest.fixture
def decided(campaign, cast):
    """A decision that is issued and not published: one awarded, one turned down in the same round."""
    made = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="not_recommended")
    return make_decision(campaign, [made], status="issued")


def test_a_unit_reads_its_results_once_they_are_published(decided, cast, head):
    assert lately_told(head, at=AT) == []

    Decision.objects.update(status="published", published_at=AT)

    assert [(task.title, task.due) for task in lately_told(head, at=AT)] == [
        ("Hội đồng không tán thành: Giấy khen – Nguyễn Văn Số 2", "Công bố 05/12/2026"),
        ("Được khen thưởng: Giấy khen – Phòng Kinh tế", "Công bố 05/12/2026"),
    ]
    assert lately_told(cast.actor("other_head"), at=AT) == lately_told(cast.actor("officer"), at=AT) == []
    assert lately_told(head, at=AT + timedelta(days=30)) == []


def test_the_home_page_of_a_unit_tells_what_was_published(client, decided, head, clock, now):
    Decision.objects.update(status="published", published_at=now)
    client.force_login(head.user)

    page = client.get(head.commune.get_absolute_url()).content.decode()

    assert "Vừa xong" in page and "Được khen thưởng: Giấy khen – Phòng Kinh tế" in page
