"""Consultation in writing from its preparation to its minutes: what pages call it, who answered, who did not."""

import pytest

from awards.models import Conflict, WrittenOpinion
from awards.services import ballots, minutes, sessions
from awards.tests.factories import make_nomination, make_session

pytestmark = pytest.mark.usefixtures("law", "clock")


@pytest.fixture
def consulted(cast, campaign, council, secretary, chair, now):
    """A consultation on Phòng Kinh tế that has begun."""
    row = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(council, [row], mode="written", place="")
    sessions.convene(session, by=secretary, at=now)
    sessions.open_session(session, by=chair, at=now)
    return session


@pytest.fixture
def ballot(consulted, secretary, now):
    """Its ballot, not open yet."""
    return ballots.prepare(consulted, consulted.agenda.all(), "written", by=secretary, at=now)


def answer(session, people, now, *, by):
    """Write down that people are in favour."""
    for person in people:
        sessions.record_opinion(session.agenda.get(), person, choice="for", by=by, at=now)


def words(answer) -> str:
    """Return the text of a page."""
    return answer.content.decode()


def test_the_pages_of_a_consultation_speak_of_opinions_not_of_a_meeting(go, consulted, ballot, secretary, chair, now):
    page = words(go(secretary, "session", consulted.pk))
    prepared = words(go(secretary, "ballot", ballot.pk))

    assert "Đang lấy ý kiến" in page and "Đang họp" not in page
    assert page.count("Chưa gửi") == 4
    assert "Bắt đầu nhận ý kiến" in prepared and "Mở bỏ phiếu" not in prepared
    assert "Tạm dừng lấy ý kiến" in words(go(chair, "session", consulted.pk))
    ballots.open_ballot(ballot, by=secretary, at=now)
    opened = words(go(secretary, "ballot", ballot.pk))
    assert "Đang nhận ý kiến" in opened and "Chưa gửi đủ ý kiến: " in opened
    assert "bỏ phiếu" not in opened.partition("Diễn biến")[0]


def test_a_member_is_led_from_the_ballot_to_the_own_opinion_and_finds_it_again(
    go, consulted, ballot, secretary, councillor, now
):
    ballots.open_ballot(ballot, by=secretary, at=now)
    address = f"/agenda-items/{consulted.agenda.get().pk}/opinion/"
    assert address in words(go(councillor, "ballot", ballot.pk))
    sent = {
        "person": councillor.person.pk,
        "choice": "against",
        "text": "Cần thêm số liệu.",
        "received_on": "14/05/2026",
    }

    go(councillor, "session-item-opinion", consulted.agenda.get().pk, post=sent)

    assert WrittenOpinion.objects.get(person=councillor.person).choice == "against"
    form = go(councillor, "session-item-opinion", consulted.agenda.get().pk).context["form"]
    assert (form["choice"].value(), form["text"].value()) == ("against", "Cần thêm số liệu.")
    assert go(secretary, "session-item-opinion", consulted.agenda.get().pk).context["form"]["choice"].value() is None
    assert "Đã ghi" in words(go(councillor, "ballot", ballot.pk))


def test_the_secretary_is_told_when_an_opinion_takes_the_place_of_another(go, consulted, councillor, secretary):
    item = consulted.agenda.get()
    sent = {"person": councillor.person.pk, "choice": "for", "text": "", "received_on": "14/05/2026"}

    first = words(go(councillor, "session-item-opinion", item.pk, post=sent, follow=True))
    again = words(go(secretary, "session-item-opinion", item.pk, post=sent | {"choice": "against"}, follow=True))

    assert "Đã ghi ý kiến bằng văn bản." in first
    assert f"Đã sửa ý kiến bằng văn bản của {councillor.person}; ý kiến trước được thay." in again


def test_who_reads_along_is_not_asked_for_an_opinion(go, consulted, ballot, secretary, leader, now):
    ballots.open_ballot(ballot, by=secretary, at=now)

    assert "/opinion/" not in words(go(leader, "ballot", ballot.pk))


@pytest.mark.rule("L-13")
def test_the_minutes_of_a_consultation_tell_who_answered_from_who_did_not(
    go, consulted, ballot, secretary, chair, vice, councillor, now
):
    ballots.open_ballot(ballot, by=secretary, at=now)
    answer(consulted, [chair.person, vice.person, secretary.person], now, by=secretary)
    ballots.close(ballot, by=secretary, at=now)
    ballots.confirm(ballot, by=chair, at=now)
    assert "Kết thúc lấy ý kiến? Sau đó chỉ còn lập biên bản." in words(go(secretary, "session", consulted.pk))
    told = words(go(secretary, "session-finish-voting", consulted.pk, post={}, follow=True))
    assert "Đã kết thúc lấy ý kiến." in told
    consulted.refresh_from_db()

    drafted = minutes.draft(consulted, by=secretary, at=now)

    kept = drafted.figures
    said = {each["name"]: each["words"] for each in kept["presence"]}
    assert said.pop(councillor.name) == "Không gửi ý kiến"
    assert set(said.values()) == {"Đã gửi ý kiến"}
    counts = {name: kept["members"][name] for name in ("total", "taking_part", "present", "absent", "written")}
    assert counts == {"total": 4, "taking_part": 3, "present": 0, "absent": 4, "written": 3}
    assert f"Không gửi ý kiến: {councillor.name}." in drafted.opening
    assert f"{councillor.name}: không gửi ý kiến" in words(go(secretary, "minutes", drafted.pk))


@pytest.mark.rule("L-07")
def test_who_stands_aside_on_everything_is_not_told_to_have_kept_silent(
    go, consulted, ballot, secretary, chair, vice, councillor, now
):
    Conflict.objects.create(item=consulted.agenda.get(), person=councillor.person, kind="declared", abstains=True,
                            words="Người thân")  # fmt: skip
    page = words(go(secretary, "session", consulted.pk))

    kept = minutes.figures(consulted)

    said = {each["name"]: each["words"] for each in kept["presence"]}
    assert said[councillor.name] == "Không biểu quyết tất cả hồ sơ"
    assert page.count("Chưa gửi") == 3
