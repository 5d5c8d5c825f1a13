"""Sessions: prepared, roster and rules copied, opened with quorum, put off, ended, and who sees them."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from awards.models import Seat, Session, VotingRule
from awards.services import councils, presence, sessions
from awards.tests.factories import (
    HERE,
    SESSION_AT,
    make_nomination,
    make_session,
)
from communes.models import HistoryEntry
from communes.tests.factories import make_person

LATER = datetime(2026, 5, 20, 14, 0, tzinfo=HERE)


@pytest.fixture
def on_agenda(cast, campaign):
    """Phòng Kinh tế, nominated and on an agenda."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")


@pytest.fixture
def session(law, council, on_agenda):
    """A session in preparation with one dossier."""
    return make_session(council, [on_agenda])


@pytest.fixture
def sitting(law, council, on_agenda):
    """A session underway with one dossier, everybody present."""
    return make_session(council, [on_agenda], status="in_session")


def grow(council, total: int) -> None:
    """Seat more voting members until the council has so many."""
    for number in range(total - council.seats.count()):
        person = make_person(council.commune, f"Ủy Viên {number}")
        Seat.objects.create(council=council, person=person, role="member", valid_from=council.valid_from)


def test_the_secretary_prepares_a_session(council, secretary, now):
    session = sessions.create(
        council, title="Xét khen thưởng", planned_at=SESSION_AT, place="Phòng họp", by=secretary, at=now
    )
    facts = {"title": "Xét khen thưởng năm 2026", "mode": "meeting", "planned_at": LATER, "place": "Hội trường"}
    sessions.change(session, **facts, guests="Hội Nông dân", by=secretary, at=now)

    session.refresh_from_db()
    assert (session.status, session.title, session.planned_at, session.place, session.guests) == (
        "draft",
        "Xét khen thưởng năm 2026",
        LATER,
        "Hội trường",
        "Hội Nông dân",
    )


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("reworded", [False, True])
def test_an_invitation_follows_the_day_unless_somebody_worded_it(session, secretary, now, reworded, again):
    words = "Mời họp." if reworded else sessions.notice_words(session)
    sessions.set_notice(session, notice=words, guests="", by=secretary, at=now)
    if again:
        sessions.convene(session, by=secretary, at=now)
        sessions.prepare_again(session, reason="Đổi ngày.", by=secretary, at=now)
    facts = {"title": session.title, "mode": session.mode, "place": "Hội trường", "guests": ""}

    sessions.change(session, planned_at=LATER, **facts, by=secretary, at=now)
    sessions.convene(session, by=secretary, at=now)

    session.refresh_from_db()
    assert session.notice == (words if reworded else sessions.notice_words(session))


@pytest.mark.parametrize("again", [False, True])
def test_words_that_somebody_saved_meanwhile_stay(session, secretary, now, again):
    if again:
        sessions.convene(session, by=secretary, at=now)
    read_before = type(session).objects.get(pk=session.pk)
    sessions.set_notice(session, notice="Lời riêng.", guests="", by=secretary, at=now)

    if again:
        sessions.prepare_again(read_before, reason="Đổi ngày.", by=secretary, at=now)
    else:
        facts = {"title": session.title, "mode": session.mode, "place": "Hội trường", "guests": ""}
        sessions.change(read_before, planned_at=LATER, **facts, by=secretary, at=now)

    session.refresh_from_db()
    assert session.notice == "Lời riêng."


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(("total", "needed"), [(4, 3), (5, 4), (9, 6)])
def test_convening_copies_roster_and_rules_and_what_quorum_they_need(session, secretary, now, total, needed):
    grow(session.council, total)

    sessions.convene(session, by=secretary, at=now)

    session.refresh_from_db()
    assert (session.status, session.convened_at, session.presence.count()) == ("convened", now, total)
    assert session.rules["quorum_needed"] == needed
    assert session.rules["by_award"]["giay_khen"] == {
        "quorum": "2/3", "threshold": "1/2", "strict": True, "denominator": "total", "method": "either",
        "head_votes_on_unit": True, "written_counts": True, "confirmed": False,
        "source": session.rules["by_award"]["giay_khen"]["source"],
    }  # fmt: skip
    assert [row.role for row in session.presence.order_by("pk")][:2] == ["chair", "vice_chair"]


@pytest.mark.rule("L-05")
def test_later_changes_of_council_and_rules_do_not_touch_a_convened_session(session, secretary, officer, now):
    sessions.convene(session, by=secretary, at=now)

    councils.end_seat(
        session.council.seats.get(role="member"), valid_to=date(2026, 5, 1), reason="a", by=officer, at=now
    )
    VotingRule.objects.update(quorum="1/1")

    session.refresh_from_db()
    assert (session.quorum, sessions.rule_of(session, "giay_khen").quorum) == (
        (0, 3, 4),
        sessions.voting.Fraction(2, 3),
    )


def test_only_those_seated_on_the_day_are_on_the_roster(session, secretary, officer, now):
    row = session.council.seats.get(role="member")
    councils.end_seat(row, valid_to=date(2026, 5, 13), reason="Chuyển công tác.", by=officer, at=now)

    sessions.convene(session, by=secretary, at=now)

    assert not session.presence.filter(person=row.person).exists()
    assert session.presence.count() == 3


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda s: Session.objects.filter(pk=s.pk).update(planned_at=None), "Chưa ghi thời gian họp."),
        (lambda s: Session.objects.filter(pk=s.pk).update(place=""), "Chưa ghi địa điểm họp."),
        (lambda s: s.agenda.update(result="taken_off"), "Chưa có hồ sơ nào trong chương trình."),
        (lambda s: s.council.seats.filter(role__in=["chair", "vice_chair"]).update(votes=False), "để chủ trì"),
        (lambda s: type(s.council).objects.update(valid_to=date(2026, 5, 1)), "ngoài thời gian tồn tại"),
        (lambda s: VotingRule.objects.all().delete(), "Chưa có quy tắc biểu quyết"),
    ],
)
def test_what_a_session_lacks_is_told_beforehand_and_refused_alike(session, secretary, now, spoil, message):
    spoil(session)
    session = Session.objects.get(pk=session.pk)

    [offer] = [each for each in sessions.offers_for(session, secretary) if each.move.action == "convene"]
    with pytest.raises(ValidationError) as refusal:
        sessions.convene(session, by=secretary, at=now)

    assert any(message in text for text in offer.blockers)
    assert refusal.value.messages == list(offer.blockers)
    session.refresh_from_db()
    assert (session.status, session.presence.count()) == ("draft", 0)


@pytest.mark.rule("L-05")
def test_without_quorum_the_session_is_not_opened(session, secretary, chair, cast, now):
    sessions.convene(session, by=secretary, at=now)
    present = {cast.actor(part).person.pk: ("present", "") for part in ("chair", "secretary")}
    absent = {cast.actor(part).person.pk: ("absent", "Công tác.") for part in ("vice", "councillor")}

    [offer] = [each for each in sessions.offers_for(session, chair) if each.move.action == "open"]
    assert offer.blockers[0] == "Chưa ghi đủ có mặt, vắng mặt của các thành viên."
    sessions.record_presence(session, present | absent, by=secretary, at=now)
    [offer] = [each for each in sessions.offers_for(session, chair) if each.move.action == "open"]
    with pytest.raises(ValidationError) as refusal:
        sessions.open_session(session, by=chair, at=now)

    assert refusal.value.messages == ["Chưa đủ thành phần: có mặt 02/04, cần ít nhất 03."] == list(offer.blockers)
    assert presence.quorum_words(session) == "Có mặt 02/04 thành viên, cần ít nhất 03: chưa đủ thành phần."


def test_who_opens_the_session_presides_and_must_be_there(session, secretary, chair, vice, cast, now):
    sessions.convene(session, by=secretary, at=now)
    states = {row.person_id: ("present", "") for row in session.presence.all()}
    sessions.record_presence(session, states | {chair.person.pk: ("absent", "Họp tỉnh.")}, by=secretary, at=now)

    with pytest.raises(ValidationError, match="có mặt tại phiên họp"):
        sessions.open_session(session, by=chair, at=now)
    sessions.open_session(session, by=vice, at=now)

    session.refresh_from_db()
    assert (session.status, session.opened_at, session.chaired_by) == ("in_session", now, vice.person)


def test_a_session_opens_on_another_day_only_where_that_was_confirmed(session, secretary, chair, now):
    sessions.convene(session, by=secretary, at=now)
    session.presence.update(state="present")
    later = now + timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        sessions.open_session(session, by=chair, at=later)
    sessions.open_session(session, other_day=True, by=chair, at=later)

    told = "Phiên họp triệu tập vào ngày 14/05/2026, khai mạc ngày 15/05/2026."
    assert refusal.value.messages == [f"{told} Hãy xác nhận khai mạc khác ngày đã triệu tập."]
    assert HistoryEntry.objects.about(session)[0].facts["other_day"] == told
    sessions.adjourn(session, reason="Mất điện.", by=chair, at=later)
    assert session.sittings[0]["words"].startswith(told)


@pytest.mark.rule("L-05")
def test_an_award_that_demands_a_secret_ballot_is_not_consulted_in_writing(
    cast, campaign, law, council, secretary, now
):
    row = make_nomination(
        campaign, unit=cast.unit("economy"), subject="individual", award="chien_si_thi_dua_co_so", status="on_agenda"
    )
    session = make_session(council, [row], mode="written")

    with pytest.raises(ValidationError, match="Chiến sĩ thi đua cơ sở: quy tắc biểu quyết yêu cầu bỏ phiếu kín"):
        sessions.convene(session, by=secretary, at=now)


def test_a_session_put_off_keeps_who_was_there_and_begins_anew(sitting, chair, secretary, councillor, now):
    sitting.presence.filter(person=councillor.person).update(state="absent", reason="Ốm")

    sessions.adjourn(sitting, reason="Không đủ thành phần.", by=chair, at=now)
    with pytest.raises(ValidationError, match="phải sau thời điểm này"):
        sessions.reconvene(sitting, planned_at=now, place="Hội trường", by=secretary, at=now)
    sessions.reconvene(sitting, planned_at=LATER, place="Hội trường", by=secretary, at=now + timedelta(hours=1))

    sitting.refresh_from_db()
    assert (sitting.status, sitting.planned_at, sitting.place) == ("convened", LATER, "Hội trường")
    assert {row.state for row in sitting.presence.all()} == {"expected"}
    [kept] = sitting.sittings
    assert (kept["opened"], kept["ended"], kept["reason"]) == (
        "08 giờ 00 phút, ngày 14 tháng 5 năm 2026",
        "09 giờ 30 phút, ngày 14 tháng 5 năm 2026",
        "Không đủ thành phần.",
    )
    assert "Mai Thị Oanh: Vắng mặt" in kept["presence"]


def test_another_day_is_invited_to_anew_and_the_first_invitation_is_kept(sitting, chair, secretary, now):
    type(sitting).objects.filter(pk=sitting.pk).update(notice="Mời họp ngày 14/05/2026.")
    sitting.refresh_from_db()

    sessions.adjourn(sitting, reason="Hết giờ.", by=chair, at=now)
    sessions.reconvene(sitting, planned_at=LATER, place="Hội trường", by=secretary, at=now)

    sitting.refresh_from_db()
    assert sitting.notice == sessions.notice_words(sitting)
    assert "Địa điểm: Hội trường." in sitting.notice and "14/05/2026" not in sitting.notice
    assert sitting.sittings[0]["notice"] == "Mời họp ngày 14/05/2026."


def test_once_something_was_decided_the_roster_stays_after_reconvening(sitting, chair, secretary, officer, now):
    sitting.agenda.update(result="recommended")
    sessions.adjourn(sitting, reason="Hết giờ.", by=chair, at=now)
    row = sitting.council.seats.get(role="member")
    councils.end_seat(row, valid_to=date(2026, 5, 15), reason="Chuyển công tác.", by=officer, at=now)

    sessions.reconvene(sitting, planned_at=LATER, place="Hội trường", by=secretary, at=now)

    assert sitting.presence.filter(person=row.person).exists()


def test_voting_is_over_when_every_item_has_its_result(sitting, secretary, chair, now):
    with pytest.raises(ValidationError, match="Còn 01 hồ sơ chưa có kết quả hoặc chưa hoãn"):
        sessions.finish_voting(sitting, by=secretary, at=now)

    sessions.defer(sitting.agenda.get(), reason="Chờ.", by=chair, at=now)
    sessions.finish_voting(sitting, by=secretary, at=now)

    assert (sitting.status, sitting.ended_at) == ("voting_done", now)


def test_a_cancelled_session_gives_its_dossiers_back(session, chair, now):
    sessions.cancel(session, reason="Chuyển sang lấy ý kiến.", by=chair, at=now)

    item = session.agenda.get()
    assert (session.status, item.result, item.nomination.status) == ("cancelled", "taken_off", "eligible")
    assert HistoryEntry.objects.about(item.nomination).get().reason == "Chuyển sang lấy ý kiến."


@pytest.mark.parametrize("act", ["cancel", "prepare_again"])
def test_a_session_with_results_is_neither_cancelled_nor_prepared_anew(council, on_agenda, chair, secretary, act, now):
    session = make_session(council, [on_agenda], status="convened")
    session.agenda.update(result="recommended")

    with pytest.raises(ValidationError, match="đã có kết quả biểu quyết"):
        getattr(sessions, act)(session, reason="a", by=chair if act == "cancel" else secretary, at=now)

    session.refresh_from_db()
    assert session.status == "convened"


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("secretary", {"draft", "convened", "cancelled"}),
        ("chair", {"draft", "convened", "cancelled"}),
        ("officer", {"draft", "convened", "cancelled"}),
        ("councillor", {"convened"}),
        ("leader", {"convened"}),
        ("clerk", {"convened"}),
        ("head", set()),
        ("reader", set()),
        ("inspector", set()),
        ("administrator", set()),
    ],
)
def test_who_sees_which_sessions(cast, council, part, seen):
    for status in ("draft", "convened", "cancelled"):
        make_session(council, status=status)

    assert {each.status for each in Session.objects.within(cast.actor(part))} == seen
