"""Who takes part: presence and quorum, conflicts of interest, written opinions."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import AgendaItem, Conflict, WrittenOpinion
from awards.services import conflicts, councils, presence, sessions
from awards.tests.factories import (
    make_ballot,
    make_nomination,
    make_session,
)
from communes.models import HistoryEntry, Role
from communes.tests.factories import make_membership


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


def test_absence_needs_a_reason_and_strangers_are_not_recorded(sitting, secretary, councillor, head, now):
    with pytest.raises(ValidationError, match="Mai Thị Oanh: hãy ghi lý do vắng mặt"):
        sessions.record_presence(sitting, {councillor.person.pk: ("absent", " ")}, by=secretary, at=now)
    with pytest.raises(ValidationError, match="không thuộc danh sách"):
        sessions.record_presence(sitting, {head.person.pk: ("present", "")}, by=secretary, at=now)

    assert sitting.quorum == (4, 3, 4)


def test_presence_stands_still_while_a_ballot_is_open(sitting, secretary, councillor, now):
    make_ballot(sitting, status="open")

    with pytest.raises(ValidationError, match="Đang có lượt bỏ phiếu mở"):
        sessions.record_presence(sitting, {councillor.person.pk: ("absent", "Ra về.")}, by=secretary, at=now)

    assert sitting.quorum == (4, 3, 4)


@pytest.mark.rule("L-07")
@pytest.mark.parametrize("own_rule", [None, True, False])
def test_own_case_stands_aside_and_the_head_of_a_unit_as_the_rules_say(
    cast, campaign, law, council, secretary, officer, now, own_rule
):
    councillor = cast.actor("councillor").person
    make_membership(councillor, Role.UNIT_HEAD, cast.unit("economy"))
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda"),
        make_nomination(
            campaign, unit=cast.unit("economy"), subject="individual", person=councillor, status="on_agenda"
        ),
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="on_agenda"),
    ]
    if own_rule is not None:
        councils.set_rule(
            award="giay_khen", quorum="2/3", threshold="1/2", strict=True, denominator="total", method="either",
            head_votes_on_unit=own_rule, written_counts=True, source="Quy chế", valid_from=date(2026, 2, 1),
            by=officer, at=now,
        )  # fmt: skip
    session = make_session(council, rows)

    sessions.convene(session, by=secretary, at=now)

    found = [(each.item.nomination, each.person, each.kind, each.abstains) for each in Conflict.objects.order_by("pk")]
    assert found == [
        (rows[0], councillor, "own_unit", own_rule is False),
        (rows[1], councillor, "own_case", True),
    ]


@pytest.mark.rule("L-07")
def test_a_member_declares_to_be_concerned_and_stands_aside(sitting, councillor, secretary, head, now):
    item = sitting.agenda.get()

    row = sessions.declare_conflict(
        item, councillor.person, words="Là em ruột của trưởng phòng.", by=councillor, at=now
    )

    assert (row.kind, row.abstains, row.words) == ("declared", True, "Là em ruột của trưởng phòng.")
    with pytest.raises(ValidationError, match="Đã ghi đồng chí Mai Thị Oanh không biểu quyết"):
        sessions.declare_conflict(item, councillor.person, words="a", by=secretary, at=now)
    with pytest.raises(PermissionDenied):
        sessions.declare_conflict(item, secretary.person, words="a", by=councillor, at=now)
    with pytest.raises(ValidationError, match="không phải là thành viên biểu quyết"):
        sessions.declare_conflict(item, head.person, words="a", by=secretary, at=now)


@pytest.mark.rule("L-07")
def test_a_declaration_withdrawn_leaves_what_the_records_say(cast, session, secretary, councillor, now):
    make_membership(councillor.person, Role.UNIT_HEAD, cast.unit("economy"))
    sessions.convene(session, by=secretary, at=now)
    item = session.agenda.get()
    declared = sessions.declare_conflict(item, councillor.person, words="Đơn vị mình.", by=councillor, at=now)

    conflicts.withdraw(declared, reason="Khai nhầm.", by=secretary, at=now)

    left = item.conflicts.get()
    assert (left.kind, left.abstains) == ("own_unit", False)
    with pytest.raises(PermissionDenied):
        conflicts.withdraw(left, reason="a", by=secretary, at=now)


def test_nothing_is_declared_once_the_ballot_on_an_item_is_open(sitting, councillor, now):
    make_ballot(sitting, status="open")

    with pytest.raises(ValidationError, match="đã mở"):
        sessions.declare_conflict(sitting.agenda.get(), councillor.person, words="a", by=councillor, at=now)

    assert not Conflict.objects.exists()


@pytest.mark.rule("L-06")
def test_an_absent_member_sends_an_opinion_in_writing_and_it_counts(session, secretary, councillor, chair, vice, now):
    sessions.convene(session, by=secretary, at=now)
    item = session.agenda.get()

    sessions.record_opinion(item, councillor.person, choice="for", text="Nhất trí.", by=secretary, at=now)

    row = session.presence.get(person=councillor.person)
    opinion = WrittenOpinion.objects.counting().get()
    assert (row.state, opinion.choice, opinion.text, opinion.received_on, opinion.recorded_by) == (
        "written",
        "for",
        "Nhất trí.",
        now.date(),
        secretary.name,
    )
    everybody = {each.person.pk: ("present", "") for each in (chair, vice, secretary)}
    sessions.record_presence(session, everybody, by=secretary, at=now)
    assert presence.quorum_words(session) == (
        "Có mặt 03/04 thành viên, cần ít nhất 03: đủ thành phần; 01 thành viên vắng mặt gửi ý kiến bằng văn bản."
    )


@pytest.mark.rule("L-06")
def test_an_opinion_no_longer_counts_of_who_came_or_stands_aside(session, secretary, councillor, vice, now):
    sessions.convene(session, by=secretary, at=now)
    item = session.agenda.get()
    for each in (councillor, vice):
        sessions.record_opinion(item, each.person, choice="against", by=each, at=now)

    sessions.record_presence(session, {councillor.person.pk: ("present", "")}, by=secretary, at=now)
    sessions.declare_conflict(item, vice.person, words="Có liên quan.", by=vice, at=now)

    assert (WrittenOpinion.objects.count(), WrittenOpinion.objects.counting().count()) == (2, 0)


@pytest.mark.rule("L-06")
def test_a_sheet_read_before_the_opinion_came_leaves_it_in_the_count(session, secretary, councillor, now):
    sessions.convene(session, by=secretary, at=now)
    sessions.record_opinion(session.agenda.get(), councillor.person, choice="for", by=councillor, at=now)

    sessions.record_presence(session, {councillor.person.pk: ("expected", "")}, by=secretary, at=now)

    assert WrittenOpinion.objects.counting().count() == 1


@pytest.mark.rule("L-06")
def test_who_is_present_votes_in_person(sitting, secretary, councillor, vice, now):
    item = sitting.agenda.get()

    with pytest.raises(ValidationError, match="có mặt tại phiên họp nên biểu quyết trực tiếp"):
        sessions.record_opinion(item, councillor.person, choice="for", by=secretary, at=now)
    with pytest.raises(PermissionDenied):
        sessions.record_opinion(item, vice.person, choice="for", by=councillor, at=now)

    assert not WrittenOpinion.objects.exists()


@pytest.mark.rule("L-06")
def test_no_opinion_is_taken_once_the_ballot_is_open(sitting, secretary, councillor, now):
    sitting.presence.filter(person=councillor.person).update(state="absent")
    make_ballot(sitting, status="open")

    with pytest.raises(ValidationError, match="không nhận thêm ý kiến"):
        sessions.record_opinion(sitting.agenda.get(), councillor.person, choice="for", by=secretary, at=now)

    assert not WrittenOpinion.objects.exists()


def test_the_history_of_a_session_does_not_tell_a_written_choice(session, secretary, councillor, now):
    sessions.convene(session, by=secretary, at=now)
    sessions.record_opinion(session.agenda.get(), councillor.person, choice="against", by=secretary, at=now)

    told = [f"{line.label} {line.record_title} {line.facts}" for line in HistoryEntry.objects.under(session)]

    assert not [line for line in told if "Không tán thành" in line or "against" in line]


@pytest.mark.rule("L-05")
def test_a_consultation_in_writing_needs_answers_instead_of_presence(
    law, council, on_agenda, secretary, chair, cast, now
):
    session = make_session(council, [on_agenda], mode="written", place="")
    sessions.convene(session, by=secretary, at=now)
    assert {row.state for row in session.presence.all()} == {"written"}
    sessions.open_session(session, by=chair, at=now)
    item = session.agenda.get()
    item_done = AgendaItem.objects.filter(pk=item.pk)

    for part in ("chair", "vice"):
        sessions.record_opinion(item, cast.actor(part).person, choice="for", by=secretary, at=now)
    assert presence.answers(session) == (2, 3, 4)
    item_done.update(result="recommended")
    with pytest.raises(ValidationError, match="Mới có 02/04 thành viên trả lời, cần ít nhất 03"):
        sessions.finish_voting(session, by=secretary, at=now)
    item_done.update(result="")
    sessions.record_opinion(item, cast.actor("councillor").person, choice="against", by=secretary, at=now)
    item_done.update(result="recommended")
    sessions.finish_voting(session, by=secretary, at=now)

    assert (session.status, session.ended_at) == ("voting_done", now)


def test_one_button_writes_down_the_rest_as_present(go, sitting, secretary, councillor, vice, clock, now):
    sitting.presence.exclude(person=secretary.person).update(state="expected")
    absent = {f"state-{councillor.person.pk}": "absent", f"reason-{councillor.person.pk}": "Đi học"}
    sheet = {f"state-{row.person_id}": row.state for row in sitting.presence.all()} | absent | {"rest": "1"}
    sessions.record_opinion(sitting.agenda.get(), vice.person, choice="for", by=vice, at=now)

    go(secretary, "session-presence", sitting.pk, post=sheet)

    told = {row.person_id: (row.state, row.reason) for row in sitting.presence.all()}
    others = {key for key in told if key not in (councillor.person.pk, vice.person.pk)}
    assert {told[key] for key in others} == {("present", "")}
    assert (told[councillor.person.pk], told[vice.person.pk][0]) == (("absent", "Đi học"), "written")
    assert WrittenOpinion.objects.counting().count() == 1


def test_a_sheet_of_presence_that_is_refused_keeps_its_words(go, sitting, secretary, councillor, clock):
    make_ballot(sitting, status="open")
    sheet = {f"state-{row.person_id}": "present" for row in sitting.presence.all()} | {"rest": "1"}
    absent = {f"state-{councillor.person.pk}": "absent", f"reason-{councillor.person.pk}": "Đi họp tỉnh"}

    answer = go(secretary, "session-presence", sitting.pk, post=sheet | absent).content.decode()

    assert "Đang có lượt bỏ phiếu mở" in answer
    assert 'value="Đi họp tỉnh"' in answer
