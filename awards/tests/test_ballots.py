"""Ballots from preparing to confirming: who may vote, one vote each, exact results, nothing without a confirmation."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Ballot, BallotItem, BoxCount, Conflict, Voter
from awards.models.councils import kept_rule
from awards.services import ballots
from awards.tests.ballot_cases import give, make_nominees, make_sitting, open_now, sheet, totals
from awards.tests.factories import RULE, make_ballot, make_nomination, make_session
from communes.acting import act
from communes.models import HistoryEntry

FOR, AGAINST, BLANK = "for", "against", "blank"


@pytest.fixture
def nominees(cast, campaign):
    """Two people on the agenda."""
    return make_nominees(cast, campaign, 2)


@pytest.fixture
def sitting(cast, nominees):
    """A council of four that sits over two nominees."""
    return make_sitting(cast, nominees)


@pytest.fixture
def ballot(sitting, secretary):
    """A secret ballot on both, open."""
    return open_now(sitting[0], by=secretary)


def in_box() -> list[int]:
    """Return what the box holds: of each nominee in the order of the agenda, of each choice in its own."""
    rows = BoxCount.objects.order_by("ballot_item__item__position", "pk")
    return list(rows.values_list("count", flat=True))


def test_a_ballot_is_prepared_with_the_rules_of_the_session_and_the_next_number(sitting, secretary, now):
    session, _ = sitting
    first, second = session.agenda.order_by("position")

    one = ballots.prepare(session, [first], "secret", by=secretary, at=now)
    two = ballots.prepare(session, [second], "hands", by=secretary, at=now)

    assert [(each.number, each.method, each.status, each.replaces) for each in (one, two)] == [
        (1, "secret", "prepared", None),
        (2, "hands", "prepared", None),
    ]
    assert [(row.item, row.rule) for row in one.items.all()] == [(first, RULE)]
    assert HistoryEntry.objects.about(one).get().facts == {
        "method": "Bỏ phiếu kín trên máy",
        "items": [str(first.nomination)],
    }


def test_the_rule_of_a_nominee_is_read_once_however_many_vote(sitting, secretary, now, monkeypatch):
    ballot = ballots.prepare(sitting[0], sitting[0].agenda.all(), "secret", by=secretary, at=now)
    read = []
    monkeypatch.setattr(BallotItem, "voting_rule", property(lambda row: read.append(row.pk) or kept_rule(row.rule)))

    rows = ballots.sheet_of(ballot)

    assert (len(ballot.electorate()), read) == (4, [row.pk for row in rows])


def test_only_items_that_wait_for_a_vote_are_prepared(sitting, secretary, now):
    session, _ = sitting
    first, second = session.agenda.order_by("position")
    ballots.prepare(session, [first], "secret", by=secretary, at=now)
    session.agenda.filter(pk=second.pk).update(result="taken_off")

    for items in ([first], [second], []):
        with pytest.raises(ValidationError, match="Hãy chọn các hồ sơ còn trong chương trình"):
            ballots.prepare(session, items, "secret", by=secretary, at=now)

    assert (ballots.open_items_of(session), session.ballots.count()) == ([], 1)


@pytest.mark.parametrize("status", ["draft", "adjourned", "voting_done", "closed"])
def test_a_ballot_is_prepared_while_the_session_is_convened_or_sits(cast, council, nominees, secretary, now, status):
    session = make_session(council, nominees, status=status)

    with pytest.raises(ValidationError, match="từ khi triệu tập"):
        ballots.prepare(session, session.agenda.all(), "secret", by=secretary, at=now)


def test_an_award_without_a_rule_is_not_voted_on(sitting, secretary, now):
    session, _ = sitting
    session.rules = {"quorum_needed": 3, "by_award": {}}
    session.save()

    with pytest.raises(ValidationError, match="chưa có quy tắc biểu quyết cho Giấy khen"):
        ballots.prepare(session, session.agenda.all(), "secret", by=secretary, at=now)


def test_opening_fixes_the_voters_and_lays_out_an_empty_box(sitting, secretary, now):
    session, actors = sitting
    session.presence.filter(person=actors[3].person).update(state="absent", reason="Ốm")

    ballot = open_now(session, by=secretary, at=now)

    ballot.refresh_from_db()
    assert (ballot.status, ballot.opened_at) == ("open", now)
    assert set(ballot.voters.values_list("person_id", "voted")) == {(each.person.pk, False) for each in actors[:3]}
    assert list(BoxCount.objects.values_list("choice", "count").order_by("pk")) == [
        (FOR, 0), (AGAINST, 0), (BLANK, 0), (FOR, 0), (AGAINST, 0), (BLANK, 0),
    ]  # fmt: skip


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(
    ("present", "quorum", "refusal"),
    [
        (3, "2/3", None),
        (2, "2/3", "Chưa đủ thành phần: có mặt 02/04, cần ít nhất 03."),
        (3, "9/10", "Chưa đủ thành phần: có mặt 03/04, cần ít nhất 04."),
    ],
)
def test_a_ballot_opens_with_the_quorum_of_the_session_and_of_each_award(
    sitting, secretary, now, present, quorum, refusal
):
    session, actors = sitting
    session.rules["by_award"]["giay_khen"] = {**RULE, "quorum": quorum}
    session.save()
    session.presence.exclude(person__in=[each.person for each in actors[:present]]).update(state="absent")
    ballot = ballots.prepare(session, session.agenda.all(), "secret", by=secretary, at=now)

    if refusal:
        with pytest.raises(ValidationError) as refused:
            ballots.open_ballot(ballot, by=secretary, at=now)
        assert refused.value.messages == [refusal]
    else:
        ballots.open_ballot(ballot, by=secretary, at=now)
    assert ballot.voters.count() == (0 if refusal else present)


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(
    ("asked", "method", "refused"),
    [
        ("secret", "hands", True), ("secret", "named", True), ("secret", "secret", False), ("secret", "paper", False),
        ("open", "secret", True), ("open", "paper", True), ("open", "hands", False), ("either", "secret", False),
        ("either", "hands", False),
    ],
)  # fmt: skip
def test_the_way_of_voting_is_the_award_rules(sitting, secretary, now, asked, method, refused):
    session, _ = sitting
    session.rules["by_award"]["giay_khen"] = {**RULE, "method": asked}
    session.save()
    ballot = ballots.prepare(session, session.agenda.all(), method, by=secretary, at=now)

    assert any("quy tắc biểu quyết yêu cầu" in words for words in ballot.blockers_to_open()) == refused


def test_a_second_ballot_waits_until_the_first_is_closed(sitting, secretary, now):
    session, _ = sitting
    first, second = session.agenda.order_by("position")
    running = ballots.prepare(session, [first], "hands", by=secretary, at=now)
    waiting = ballots.prepare(session, [second], "hands", by=secretary, at=now)
    ballots.open_ballot(running, by=secretary, at=now)

    with pytest.raises(ValidationError, match="Đang có lượt bỏ phiếu khác mở"):
        ballots.open_ballot(waiting, by=secretary, at=now)

    waiting.refresh_from_db()
    assert waiting.status == "prepared"


@pytest.mark.parametrize(
    ("mode", "method", "words"),
    [
        ("meeting", "written", "Phiên họp trực tiếp"),
        ("written", "hands", "không họp"),
        ("written", "paper", "không họp"),
    ],
)
def test_the_ways_of_a_room_and_of_a_consultation_are_kept_apart(cast, nominees, secretary, now, mode, method, words):
    session, _ = make_sitting(cast, nominees, mode=mode)
    ballot = ballots.prepare(session, session.agenda.all(), method, by=secretary, at=now)

    assert [words in reason for reason in ballot.blockers_to_open()] == [True]


def test_who_has_no_account_keeps_a_ballot_on_screen_from_opening(sitting, secretary, councillor, now):
    councillor.person.user = None
    councillor.person.save()
    ballot = ballots.prepare(sitting[0], sitting[0].agenda.all(), "secret", by=secretary, at=now)

    assert ballot.blockers_to_open() == ["Chưa có tài khoản để bỏ phiếu trên máy: Mai Thị Oanh."]


def test_a_nominee_who_left_the_agenda_keeps_the_ballot_from_opening(sitting, nominees, secretary, now):
    ballot = ballots.prepare(sitting[0], sitting[0].agenda.all(), "secret", by=secretary, at=now)
    type(nominees[0]).objects.filter(pk=nominees[0].pk).update(status="withdrawn")

    assert ballot.blockers_to_open() == [
        f"{nominees[0]}: không còn trong chương trình; chủ trì hủy lượt này, thư ký chuẩn bị lượt mới."
    ]


def test_a_vote_turns_the_voter_and_the_counts_and_nothing_else(ballot, chair, now):
    ballots.cast(ballot, sheet(ballot, FOR, BLANK), by=chair, at=now)

    assert list(ballot.voters.filter(voted=True).values_list("person_id", flat=True)) == [chair.person.pk]
    assert in_box() == [1, 0, 0, 0, 0, 1]
    line = HistoryEntry.objects.about(ballot)[0]
    assert (line.label, line.actor_name, line.facts, line.reason) == ("Bỏ phiếu", "Đặng Hữu Phúc", {}, "")


def test_nobody_votes_twice_with_another_choice(ballot, chair, now):
    ballots.cast(ballot, sheet(ballot, FOR, FOR), by=chair, at=now)

    with pytest.raises(ValidationError) as refusal:
        ballots.cast(ballot, sheet(ballot, AGAINST, AGAINST), by=chair, at=now)

    assert refusal.value.messages == ["Đồng chí đã bỏ phiếu trong lượt này; lần gửi sau không được tính."]
    assert in_box() == [1, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({0: FOR}, "mọi hồ sơ"),
        ({0: FOR, 1: "yes"}, "không có trên phiếu"),
        ({0: FOR, 1: FOR, 2: FOR}, "có liên quan"),
    ],
)
def test_a_sheet_answers_every_nominee_once(ballot, chair, now, choices, words):
    rows = [*ballot.items.order_by("pk").values_list("pk", flat=True), 999_999]

    with pytest.raises(ValidationError, match=words):
        ballots.cast(ballot, {rows[place]: choice for place, choice in choices.items()}, by=chair, at=now)

    assert (Voter.objects.filter(voted=True).count(), BoxCount.objects.exclude(count=0).count()) == (0, 0)


def test_only_those_on_the_list_vote(ballot, officer, sitting, councillor, now):
    with pytest.raises(PermissionDenied):
        ballots.cast(ballot, sheet(ballot, FOR, FOR), by=officer, at=now)
    Voter.objects.filter(person=councillor.person).delete()
    with pytest.raises(PermissionDenied):
        ballots.cast(ballot, sheet(ballot, FOR, FOR), by=councillor, at=now)

    assert BoxCount.objects.exclude(count=0).count() == 0


@pytest.mark.parametrize("status", ["prepared", "closed", "confirmed", "announced", "voided"])
def test_votes_are_taken_while_the_ballot_is_open(cast, council, nominees, chair, now, status):
    facts = {"void_reason": "Nhầm."} if status == "voided" else {}
    ballot = make_ballot(make_session(council, nominees, status="in_session"), status=status, **facts)

    with pytest.raises(ValidationError, match="không còn mở"):
        ballots.cast(ballot, sheet(ballot, FOR, FOR), by=chair, at=now)

    assert BoxCount.objects.exclude(count=0).count() == 0


def test_a_ballot_on_which_everybody_stands_aside_does_not_open(sitting, secretary, now):
    session, actors = sitting
    for item in session.agenda.all():
        Conflict.objects.bulk_create(
            Conflict(item=item, person=each.person, kind="declared", words="Liên quan.") for each in actors
        )
    ballot = ballots.prepare(session, session.agenda.all(), "hands", by=secretary, at=now)

    with pytest.raises(ValidationError, match="Không có thành viên nào"):
        ballots.open_ballot(ballot, by=secretary, at=now)


def test_closing_counts_once_and_empties_the_box(ballot, sitting, secretary, now):
    give(ballot, sitting[1], [FOR, AGAINST], [FOR, BLANK], [AGAINST, BLANK], at=now)

    ballots.close(ballot, by=secretary, at=now)

    ballot.refresh_from_db()
    assert (ballot.status, ballot.closed_at, BoxCount.objects.count()) == ("closed", now, 0)
    assert totals(ballot) == [(2, 1, 0, 0, 4, 3, False), (0, 1, 2, 0, 4, 3, False)]
    with pytest.raises(ValidationError, match="không thực hiện được"):
        ballots.close(ballot, by=secretary, at=now)


def test_a_confirmed_result_moves_items_and_nominations(ballot, sitting, nominees, secretary, chair, now):
    session, actors = sitting
    give(ballot, actors, [FOR, AGAINST], [FOR, FOR], [FOR, BLANK], [BLANK, FOR], at=now)
    ballots.close(ballot, by=secretary, at=now)
    for each in nominees:
        each.refresh_from_db()
    assert [each.status for each in nominees] == ["on_agenda", "on_agenda"]

    ballots.confirm(ballot, by=chair, at=now)

    ballot.refresh_from_db()
    for each in nominees:
        each.refresh_from_db()
    assert (ballot.status, ballot.confirmed_by, ballot.confirmed_at) == ("confirmed", "Đặng Hữu Phúc", now)
    assert [each.status for each in nominees] == ["recommended", "not_recommended"]
    assert [each.result for each in session.agenda.order_by("position")] == ["recommended", "not_recommended"]
    assert HistoryEntry.objects.about(nominees[0])[0].facts == {
        "ballot": ballot.pk,
        "result": "3/4 phiếu (75%), cần 3/4",
    }


@pytest.mark.parametrize("count", [2, 6])
def test_confirming_asks_as_often_for_many_nominees(
    cast, campaign, secretary, chair, now, count, django_assert_num_queries
):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, count))
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors, *[[FOR] * (count - 1) + [AGAINST]] * 4, at=now)
    ballots.close(ballot, by=secretary, at=now)

    with django_assert_num_queries(18):
        ballots.confirm(ballot, by=chair, at=now)

    lines = HistoryEntry.objects.filter(action__in=["nomination.recommend", "nomination.not_recommend"])
    assert sorted(lines.values_list("action", flat=True)) == ["nomination.not_recommend"] + ["nomination.recommend"] * (
        count - 1
    )


def test_either_all_results_are_applied_or_none(ballot, sitting, nominees, secretary, chair, now):
    give(ballot, sitting[1], [FOR, FOR], [FOR, FOR], [FOR, FOR], at=now)
    ballots.close(ballot, by=secretary, at=now)
    type(nominees[1]).objects.filter(pk=nominees[1].pk).update(status="withdrawn")

    with pytest.raises(ValidationError, match="không còn chờ kết quả") as refusal:
        ballots.confirm(ballot, by=chair, at=now)

    ballot.refresh_from_db()
    nominees[0].refresh_from_db()
    [offer] = [each for each in ballots.offers_for(ballot, chair) if each.move.action == "confirm"]
    assert list(offer.blockers) == refusal.value.messages
    assert (ballot.status, nominees[0].status) == ("closed", "on_agenda")
    assert set(sitting[0].agenda.values_list("result", flat=True)) == {""}


def test_a_voided_ballot_is_kept_and_the_next_one_refers_to_it(ballot, sitting, secretary, chair, now):
    give(ballot, sitting[1], [FOR, FOR], at=now)
    with pytest.raises(ValidationError, match="lý do"):
        ballots.void(ballot, reason=" ", by=chair, at=now)

    ballots.void(ballot, reason="Mất điện.", by=chair, at=now)
    again = ballots.prepare(sitting[0], sitting[0].agenda.all(), "secret", by=secretary, at=now)

    ballot.refresh_from_db()
    assert (ballot.status, ballot.void_reason, ballot.counted) == ("voided", "Mất điện.", False)
    assert BoxCount.objects.count() == 0
    assert totals(ballot) == [(None,) * 7] * 2
    assert (again.replaces, again.number) == (ballot, 2)


def test_a_second_new_ballot_does_not_refer_to_what_was_replaced_already(ballot, sitting, secretary, chair, now):
    ballots.void(ballot, reason="Mất điện.", by=chair, at=now)
    second = ballots.prepare(sitting[0], sitting[0].agenda.all(), "secret", by=secretary, at=now)
    ballots.void(second, reason="Nhầm cách biểu quyết.", by=chair, at=now)

    third = ballots.prepare(sitting[0], sitting[0].agenda.all(), "hands", by=secretary, at=now)

    assert (second.replaces, third.replaces) == (ballot, second)


def test_a_confirmed_ballot_is_not_voided(ballot, sitting, secretary, chair, now):
    give(ballot, sitting[1], [FOR, FOR], [FOR, FOR], [FOR, FOR], at=now)
    ballots.close(ballot, by=secretary, at=now)
    ballots.confirm(ballot, by=chair, at=now)

    with pytest.raises(ValidationError):
        ballots.void(ballot, reason="Đổi ý.", by=chair, at=now)
    ballots.announce(ballot, by=chair, at=now)

    assert (Ballot.objects.get().status, Ballot.objects.get().announced_at) == ("announced", now)


def test_an_unconfirmed_result_is_never_typed_by_hand(cast, campaign, chair, now):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    make_session(make_sitting(cast, [])[0].council, [nomination], status="in_session")

    with pytest.raises(ValidationError, match="Chưa có kết quả biểu quyết"):
        act(nomination, "recommend", by=chair, at=now)
