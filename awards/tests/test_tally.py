"""Counting ballots: exact shares, written opinions, members who stand aside, counters who must agree."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import BoxCount, Conflict, CountEntry, NamedVote, WrittenOpinion
from awards.services import ballots, tally
from awards.tests.ballot_cases import TITLE_RULE, give, make_nominees, make_sitting, open_now, totals
from awards.tests.factories import RULE, make_ballot

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


def write(item, actor, choice, now):
    """Have an absent member's written opinion on record."""
    item.session.presence.filter(person=actor.person).update(state="written")
    return WrittenOpinion.objects.create(
        item=item, person=actor.person, choice=choice, received_on=now.date(), recorded_by="Thư ký"
    )


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(("votes", "adopted"), [(8, True), (7, False)])
def test_four_fifths_of_nine_members_are_eight_votes(cast, campaign, secretary, now, votes, adopted):
    session, actors = make_sitting(cast, make_nominees(cast, campaign), members=9, rule=TITLE_RULE)
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors, *[[FOR]] * votes, *[[AGAINST]] * (9 - votes), at=now)

    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(votes, 9 - votes, 0, 0, 9, 8, adopted)]
    share = {8: "88,89%", 7: "77,78%"}[votes]
    assert ballot.items.get().words == f"{votes}/9 phiếu ({share}), cần 8/9"


@pytest.mark.rule("L-05")
@pytest.mark.parametrize(
    ("method", "denominator", "expected"),
    [
        ("secret", "total", (4, 2, 0, 0, 9, 5, False)),
        ("secret", "present", (4, 2, 0, 0, 8, 5, False)),
        ("named", "present", (4, 2, 0, 0, 8, 5, False)),
        ("paper", "present", (4, 2, 0, 0, 8, 5, False)),
    ],
)
def test_votes_are_measured_against_all_members_or_those_present_though_some_did_not_vote(
    cast, campaign, secretary, now, method, denominator, expected
):
    rule = {**RULE, "denominator": denominator}
    session, actors = make_sitting(cast, make_nominees(cast, campaign), members=9, rule=rule)
    session.presence.filter(person=actors[-1].person).update(state="absent")
    ballot = open_now(session, method, by=secretary, at=now)
    if method == "paper":
        for actor in actors[:2]:
            figures = {ballot.items.get().pk: (4, 2, 0, 0)}
            ballots.enter_counts(ballot, actor.person, figures, by=actor, at=now)
    else:
        give(ballot, actors, *[[FOR]] * 4, *[[AGAINST]] * 2, at=now)

    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [expected]


@pytest.mark.rule("L-06")
@pytest.mark.parametrize(
    ("counts", "denominator", "expected", "told"),
    [
        (True, "total", (3, 0, 1, 0, 4, 3, True), (1, 0, 0)),
        (False, "total", (2, 0, 1, 0, 4, 3, False), (0, 0, 0)),
        (True, "present", (3, 0, 1, 0, 4, 3, True), (1, 0, 0)),
        (False, "present", (2, 0, 1, 0, 3, 2, True), (0, 0, 0)),
    ],
)
def test_the_written_opinion_of_an_absent_member_counts_where_the_rule_says_so(
    cast, campaign, secretary, councillor, now, counts, denominator, expected, told
):
    rule = {**RULE, "written_counts": counts, "denominator": denominator}
    session, actors = make_sitting(cast, make_nominees(cast, campaign), rule=rule)
    write(session.agenda.get(), councillor, FOR, now)
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors[:3], [FOR], [FOR], [BLANK], at=now)

    ballots.close(ballot, by=secretary, at=now)

    row = ballot.items.get()
    assert totals(ballot) == [expected]
    assert (row.written_for, row.written_against, row.written_blank) == told


@pytest.mark.rule("L-06")
def test_who_came_after_all_votes_and_the_letter_is_left_aside(cast, campaign, secretary, councillor, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign))
    write(session.agenda.get(), councillor, AGAINST, now)
    session.presence.filter(person=councillor.person).update(state="present")
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors, [FOR], [FOR], [FOR], [FOR], at=now)

    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(4, 0, 0, 0, 4, 3, True)]


@pytest.mark.rule("L-07")
def test_a_member_does_not_vote_on_himself(cast, campaign, chair, secretary, now):
    nominees = make_nominees(cast, campaign, 2, people=[chair.person])
    session, actors = make_sitting(cast, nominees, rule={**RULE, "denominator": "present"})
    ballot = open_now(session, by=secretary, at=now)
    own, other = ballot.items.order_by("item__position")

    assert own.aside == [
        {
            "person": chair.person.pk,
            "words": "Đồng chí Đặng Hữu Phúc là người được đề nghị khen thưởng, không biểu quyết về chính mình.",
        }
    ]
    with pytest.raises(ValidationError, match="có liên quan"):
        ballots.cast(ballot, {own.pk: FOR, other.pk: FOR}, by=chair, at=now)
    give(ballot, actors, [FOR], [FOR, FOR], [FOR, FOR], [AGAINST, AGAINST], at=now)
    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(2, 1, 0, 0, 3, 2, True), (3, 1, 0, 0, 4, 3, True)]


@pytest.mark.rule("L-07")
def test_all_members_stay_the_base_though_one_stands_aside(cast, campaign, chair, secretary, now):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, people=[chair.person]))
    ballot = open_now(session, by=secretary, at=now)
    assert not ballot.voters.filter(person=chair.person).exists()

    give(ballot, actors[1:], [FOR], [FOR], [AGAINST], at=now)
    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(2, 1, 0, 0, 4, 3, False)]


@pytest.mark.rule("L-07")
@pytest.mark.parametrize(("abstains", "voters"), [(True, 3), (False, 4)])
def test_a_head_stands_aside_on_the_own_unit_where_the_councils_rule_says_so(
    sitting, nominees, secretary, vice, now, abstains, voters
):
    session, _ = sitting
    for item in session.agenda.all():
        Conflict.objects.create(item=item, person=vice.person, kind="own_unit", abstains=abstains, words="Đứng đầu.")

    ballot = open_now(session, by=secretary, at=now)

    assert ballot.voters.count() == voters
    told = ["Đồng chí Phan Thị Quyên không biểu quyết: Đứng đầu."] if abstains else []
    assert [[each["words"] for each in row.aside] for row in ballot.items.all()] == [told, told]


@pytest.mark.rule("L-07")
def test_a_conflict_declared_after_opening_does_not_change_an_open_ballot(ballot, sitting, chair, now, secretary):
    give(ballot, sitting[1], [FOR, FOR], [FOR, FOR], [FOR, FOR], at=now)
    Conflict.objects.create(item=sitting[0].agenda.first(), person=chair.person, kind="declared", words="Bạn thân.")

    ballots.close(ballot, by=secretary, at=now)

    assert [row[:2] for row in totals(ballot)] == [(3, 0), (3, 0)]


def test_a_box_that_lost_a_vote_is_not_counted(ballot, sitting, secretary, nominees, now):
    give(ballot, sitting[1], [FOR, FOR], [FOR, FOR], [FOR, FOR], at=now)
    BoxCount.objects.filter(count=3).update(count=2)

    with pytest.raises(ValidationError, match="khác số người đã bỏ phiếu"):
        ballots.close(ballot, by=secretary, at=now)

    ballot.refresh_from_db()
    assert (ballot.status, BoxCount.objects.count()) == ("open", 6)


def test_a_named_vote_keeps_who_said_what(sitting, secretary, now):
    session, actors = sitting
    ballot = open_now(session, "named", by=secretary, at=now)
    give(ballot, actors, [FOR, FOR], [FOR, AGAINST], [FOR, BLANK], at=now)

    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(3, 0, 0, 0, 4, 3, True), (1, 1, 1, 0, 4, 3, False)]
    assert [str(each) for each in NamedVote.objects.filter(person=actors[1].person).order_by("pk")] == [
        "Phan Thị Quyên: Tán thành",
        "Phan Thị Quyên: Không tán thành",
    ]


def test_hands_are_counted_by_the_secretary_and_sum_up_to_the_room(sitting, secretary, chair, now):
    ballot = open_now(sitting[0], "hands", by=secretary, at=now)
    first, second = ballot.items.order_by("item__position").values_list("pk", flat=True)
    with pytest.raises(ValidationError, match="Chưa ghi số người giơ tay"):
        ballots.close(ballot, by=secretary, at=now)
    with pytest.raises(PermissionDenied):
        ballots.enter_counts(ballot, chair.person, {first: (4, 0, 0, 0), second: (4, 0, 0, 0)}, by=chair, at=now)
    wrong = {first: (3, 0, 0, 0), second: (3, 1, 1, 0)}
    with pytest.raises(ValidationError) as refusal:
        ballots.enter_counts(ballot, secretary.person, wrong, by=secretary, at=now)
    assert refusal.value.messages == [
        "Hồ sơ 1: tổng số phải bằng 04 người được biểu quyết.",
        "Hồ sơ 2: tổng số phải bằng 04 người được biểu quyết.",
    ]

    for found in ((4, 0, 0, 0), (3, 0, 1, 0)):
        ballots.enter_counts(ballot, secretary.person, {first: found, second: (1, 3, 0, 0)}, by=secretary, at=now)
    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(3, 0, 1, 0, 4, 3, True), (1, 3, 0, 0, 4, 3, False)]


def test_paper_ballots_need_two_tellers_who_find_the_same(sitting, secretary, chair, vice, councillor, now):
    ballot = open_now(sitting[0], "paper", by=secretary, at=now)
    first, second = ballot.items.order_by("item__position").values_list("pk", flat=True)

    def enter(actor, *found):
        ballots.enter_counts(ballot, actor.person, dict(zip((first, second), found, strict=True)), by=actor, at=now)

    enter(vice, (3, 0, 0, 1), (1, 2, 1, 0))
    assert ballot.blockers_to_close() == ["Chưa đủ hai người kiểm phiếu nhập kết quả của mình."]
    assert ballots.disagreements(ballot, vice.person) == []
    enter(councillor, (3, 0, 0, 1), (2, 1, 1, 0))
    assert ballot.blockers_to_close() == ["Hai người kiểm phiếu nhập khác nhau; hãy cùng kiểm lại phiếu và sửa."]
    with pytest.raises(ValidationError, match="Đã có hai người kiểm phiếu: "):
        enter(chair, (3, 0, 0, 1), (1, 2, 1, 0))
    enter(councillor, (3, 0, 0, 1), (1, 2, 1, 0))
    with pytest.raises(ValidationError, match="khớp nhau"):
        enter(vice, (4, 0, 0, 0), (1, 2, 1, 0))
    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(3, 0, 0, 1, 4, 3, True), (1, 2, 1, 0, 4, 3, False)]
    assert CountEntry.objects.count() == 4


def test_a_teller_learns_of_the_other_count_only_when_both_are_in_and_differ(
    sitting, nominees, secretary, vice, councillor, now
):
    ballot = open_now(sitting[0], "paper", by=secretary, at=now)
    rows = list(ballot.items.order_by("item__position").values_list("pk", flat=True))
    ballots.enter_counts(ballot, vice.person, dict.fromkeys(rows, (3, 1, 0, 0)), by=vice, at=now)
    ballots.enter_counts(ballot, councillor.person, dict.fromkeys(rows, (4, 0, 0, 0)), by=councillor, at=now)

    words = (
        "Người kiểm phiếu ghi khác nhau: tán thành 4 (Mai Thị Oanh), 3 (Phan Thị Quyên); "
        "không tán thành 0 (Mai Thị Oanh), 1 (Phan Thị Quyên)."
    )
    for teller in (vice, councillor):
        assert ballots.disagreements(ballot, teller.person) == [f"{each}: {words}" for each in nominees]
    assert ballots.disagreements(ballot, secretary.person) == []


def test_nobody_enters_for_another_more_than_were_there_or_from_outside(
    sitting, secretary, vice, councillor, chair, now
):
    session, _ = sitting
    session.presence.filter(person=chair.person).update(state="absent")
    ballot = open_now(session, "paper", by=secretary, at=now)
    rows = list(ballot.items.values_list("pk", flat=True))
    good = dict.fromkeys(rows, (3, 0, 0, 0))

    with pytest.raises(PermissionDenied):
        ballots.enter_counts(ballot, councillor.person, good, by=vice, at=now)
    with pytest.raises(ValidationError, match="nhiều hơn 03 người"):
        ballots.enter_counts(ballot, vice.person, dict.fromkeys(rows, (3, 1, 0, 0)), by=vice, at=now)
    with pytest.raises(ValidationError, match="mọi hồ sơ"):
        ballots.enter_counts(ballot, vice.person, {rows[0]: (3, 0, 0, 0)}, by=vice, at=now)
    with pytest.raises(ValidationError, match="có mặt"):
        ballots.enter_counts(ballot, chair.person, good, by=chair, at=now)

    assert CountEntry.objects.count() == 0


def test_in_a_consultation_the_opinions_are_the_votes(cast, campaign, secretary, chair, vice, councillor, now):
    session, _ = make_sitting(cast, make_nominees(cast, campaign), mode="written")
    session.presence.update(state="written")
    ballot = open_now(session, "written", by=secretary, at=now)
    item = session.agenda.get()
    write(item, chair, FOR, now)
    write(item, vice, FOR, now)
    assert ballot.blockers_to_close() == ["Mới có 02/04 thành viên trả lời, cần ít nhất 03."]
    progress = tally.progress(ballot)
    assert (progress.done, progress.all, progress.waiting) == (2, 4, ("Mai Thị Oanh", "Lý Văn Ước"))
    write(item, councillor, AGAINST, now)

    ballots.close(ballot, by=secretary, at=now)

    row = ballot.items.get()
    assert totals(ballot) == [(2, 1, 0, 0, 4, 3, False)]
    assert (row.written_for, row.written_against, row.written_blank) == (2, 1, 0)


def test_a_consultation_may_vote_on_screen_too_and_then_letters_are_not_counted_beside(
    cast, campaign, secretary, councillor, now
):
    session, actors = make_sitting(cast, make_nominees(cast, campaign), mode="written")
    session.presence.update(state="written")
    write(session.agenda.get(), councillor, AGAINST, now)
    ballot = open_now(session, by=secretary, at=now)
    give(ballot, actors, [FOR], [FOR], [FOR], [FOR], at=now)

    ballots.close(ballot, by=secretary, at=now)

    assert totals(ballot) == [(4, 0, 0, 0, 4, 3, True)]


@pytest.mark.parametrize(
    ("found", "revealed"),
    [((4, 0, 0, 0), "Mọi người"), ((3, 1, 0, 0), "Chỉ một người"), ((2, 2, 0, 0), None)],
)
def test_totals_that_tell_who_chose_what_say_so(sitting, found, revealed):
    ballot = make_ballot(sitting[0], status="closed")
    row = ballot.items.first()
    row.votes_for, row.votes_against, row.votes_blank, row.votes_invalid = found

    told = tally.reveals_itself(ballot, row)

    assert told.startswith(revealed) if revealed else told is None


def test_a_letter_beside_a_secret_vote_was_never_secret(sitting):
    ballot = make_ballot(sitting[0], status="closed")
    row = ballot.items.first()
    row.votes_for, row.votes_against, row.votes_blank, row.votes_invalid = 3, 1, 0, 0
    row.written_against = 1

    assert tally.reveals_itself(ballot, row).startswith("Mọi người")
