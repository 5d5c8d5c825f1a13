"""The opening of a session from its page, on its day and on another; what its agenda and the list of sessions say."""

from datetime import date, timedelta

import pytest

from awards.tests.factories import SESSION_AT, make_ballot, make_nomination, make_session
from communes.addresses import here
from communes.models import HistoryEntry

pytestmark = pytest.mark.usefixtures("clock", "law")


@pytest.fixture
def on_agenda(cast, campaign):
    """Phòng Kinh tế, nominated and on an agenda."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")


def words(answer) -> str:
    """Return a page as text."""
    return answer.content.decode()


@pytest.mark.parametrize(
    ("mode", "shift", "told"),
    [
        ("written", timedelta(minutes=-1), "Hạn gửi ý kiến 14/05/2026 09:29 đã qua"),
        ("written", timedelta(minutes=1), ""),
        ("meeting", timedelta(minutes=-1), ""),
        ("meeting", timedelta(days=-1), "Ngày họp 13/05/2026 đã qua"),
    ],
)
def test_a_session_whose_time_is_past_is_convened_only_knowingly(
    go, council, on_agenda, secretary, now, mode, shift, told
):
    session = make_session(council, [on_agenda], mode=mode, planned_at=now + shift)

    [convene] = [act for act in go(secretary, "session", session.pk).context["acts"] if act["label"] == "Triệu tập"]

    assert convene["hint"].startswith(told) and bool(convene["hint"]) == bool(told)
    assert convene["confirm"].startswith(told) and convene["confirm"].endswith("được cố định.")


def test_opening_on_another_day_is_asked_about_first_and_kept(go, council, on_agenda, chair):
    session = make_session(council, [on_agenda], status="convened", planned_at=SESSION_AT + timedelta(days=6))
    told = "Phiên họp triệu tập vào ngày 20/05/2026, khai mạc ngày 14/05/2026."
    link = f'href="{here(chair, "awards:session-open", session.pk)}"'

    offered = words(go(chair, "session", session.pk))
    asked = words(go(chair, "session-open", session.pk))
    unconfirmed = words(go(chair, "session-open", session.pk, post={"csrfmiddlewaretoken": "a"}))
    session.refresh_from_db()
    assert (link in offered, told in asked, session.status) == (True, True, "convened")
    assert "Hãy đánh dấu xác nhận, hoặc quay lại." in unconfirmed
    go(chair, "session-open", session.pk, post={"other_day": "on"})

    session.refresh_from_db()
    assert (session.status, session.opened_at.date()) == ("in_session", date(2026, 5, 14))
    assert HistoryEntry.objects.about(session)[0].facts["other_day"] == told
    assert "Khác ngày đã triệu tập" in words(go(chair, "session", session.pk))


def test_on_the_day_it_was_convened_for_the_session_opens_at_once(go, council, on_agenda, chair):
    session = make_session(council, [on_agenda], status="convened")

    assert go(chair, "session-open", session.pk).url == session.get_absolute_url()
    go(chair, "session-open", session.pk, post={})

    session.refresh_from_db()
    assert session.status == "in_session"
    assert "Khác ngày đã triệu tập" not in words(go(chair, "session", session.pk))


def test_a_unit_that_is_nominated_itself_is_named_once_on_the_agenda(go, cast, campaign, council, secretary):
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda", subject=subject)
        for subject in ("collective", "individual")
    ]
    session = make_session(council, rows)
    waiting = make_nomination(campaign, unit=cast.unit("service"), status="eligible")

    agenda = words(go(secretary, "session", session.pk))
    choice = words(go(secretary, "session-agenda", session.pk))

    assert agenda.count('<span class="hint fw-normal">Phòng Kinh tế</span>') == 1
    assert f'<span class="hint fw-normal">{waiting.unit}</span>' not in choice


def test_the_list_of_sessions_says_what_each_waits_for(go, council, on_agenda, secretary):
    session = make_session(council, [on_agenda], status="in_session")
    make_ballot(session, status="closed")
    make_session(council, status="cancelled")

    page = words(go(secretary, "sessions"))

    assert page.count("Chờ chủ trì xác nhận kết quả") == 1
    assert page.count("Không còn việc") == 1


@pytest.mark.rule("L-07")
@pytest.mark.parametrize(("status", "offered"), [("prepared", True), ("open", False), ("closed", False)])
def test_declaring_and_writing_are_offered_until_the_vote_begins(go, council, on_agenda, councillor, status, offered):
    sitting = make_session(council, [on_agenda], status="in_session")
    make_ballot(sitting, status=status)
    sitting.presence.filter(person=councillor.person).update(state="absent")

    page = words(go(councillor, "session-item", sitting.agenda.get().pk))

    assert ("Khai báo có liên quan" in page, "Ghi ý kiến bằng văn bản" in page) == (offered, offered)
