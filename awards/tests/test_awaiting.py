"""What sessions and ballots wait for, in the words of their lists."""

from datetime import timedelta

import pytest

from awards.models import Ballot, Session
from awards.services import awaiting
from awards.tests.factories import SESSION_AT, make_ballot, make_nomination, make_session


@pytest.fixture
def on_agenda(cast, campaign):
    """Phòng Kinh tế, nominated and on an agenda."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")


def told(session: Session, *, days: int = 0) -> str:
    """Return what a session waits for, some days after the one of its meeting."""
    row = awaiting.with_facts(Session.objects.filter(pk=session.pk)).get()
    return awaiting.of_session(row, on=(SESSION_AT + timedelta(days=days)).date())


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("draft", "Chờ thư ký triệu tập"),
        ("convened", "Chờ chủ trì khai mạc"),
        ("in_session", "Chờ biểu quyết hồ sơ"),
        ("adjourned", "Chờ thư ký triệu tập lại"),
        ("voting_done", "Chờ thư ký lập biên bản"),
        ("minutes_draft", "Chờ thư ký hoàn thiện và ký biên bản"),
        ("minutes_signed", "Chờ thư ký kết thúc phiên họp"),
        ("closed", ""),
        ("cancelled", ""),
    ],
)
def test_a_session_says_whom_it_waits_for(council, on_agenda, status, words):
    assert told(make_session(council, [on_agenda], status=status)) == words


@pytest.mark.parametrize(
    ("mode", "words"), [("meeting", "Chờ đến ngày họp"), ("written", "Chờ chủ trì bắt đầu lấy ý kiến")]
)
def test_before_its_day_a_convened_session_waits_for_the_day(council, on_agenda, mode, words):
    assert told(make_session(council, [on_agenda], status="convened", mode=mode), days=-1) == words


@pytest.mark.parametrize(("status", "words"), [("open", "Đang biểu quyết"), ("closed", "Chờ chủ trì xác nhận kết quả")])
def test_a_sitting_session_waits_for_its_ballot(council, on_agenda, status, words):
    session = make_session(council, [on_agenda], status="in_session")
    make_ballot(session, status=status)

    assert told(session) == words


def test_a_sitting_session_waits_for_the_chair_to_announce_before_the_vote_is_ended(council, on_agenda):
    session = make_session(council, [on_agenda], status="in_session")
    ballot = make_ballot(session, status="confirmed")
    session.agenda.update(result="recommended")
    assert told(session) == "Chờ chủ trì công bố"

    Ballot.objects.filter(pk=ballot.pk).update(status="announced")
    assert told(session) == "Chờ thư ký kết thúc biểu quyết"


def test_a_session_with_every_result_waits_for_the_secretary(council, on_agenda):
    session = make_session(council, [on_agenda], status="in_session")
    session.agenda.update(result="recommended")

    assert told(session) == "Chờ thư ký kết thúc biểu quyết"


def test_minutes_that_the_secretary_signed_wait_for_the_chair(council):
    session = make_session(council, status="minutes_draft")
    session.minutes.create(conclusion="Nhất trí.", secretary_signed_at=SESSION_AT)

    assert told(session) == "Chờ chủ trì ký biên bản"


@pytest.mark.parametrize(
    ("status", "method", "voted", "words"),
    [
        ("prepared", "secret", 0, "Chờ thư ký mở bỏ phiếu"),
        ("open", "secret", 3, "Chờ các thành viên bỏ phiếu"),
        ("open", "named", 4, "Chờ thư ký đóng bỏ phiếu"),
        ("open", "hands", 0, "Chờ thư ký ghi số người giơ tay"),
        ("open", "paper", 0, "Chờ hai người kiểm phiếu nhập kết quả"),
        ("open", "written", 0, "Chờ các thành viên gửi ý kiến"),
        ("closed", "secret", 4, "Chờ chủ trì xác nhận kết quả"),
        ("confirmed", "secret", 4, "Chờ chủ trì công bố"),
        ("announced", "secret", 4, ""),
        ("voided", "secret", 0, ""),
    ],
)
def test_a_ballot_says_whom_it_waits_for(status, method, voted, words):
    assert awaiting.of_ballot(Ballot(status=status, method=method), voted=voted, voters=4) == words
