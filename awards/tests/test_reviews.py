"""The unit's review meeting: held, voted, concluded, locked, opened again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Nomination, ReviewVote, UnitReview
from awards.rules.dossier import Maker
from awards.services import reviews
from awards.tests.dossier_cases import again, hold_review, make_complete
from awards.tests.factories import make_nomination
from campaigns.tests.matrix import who_can
from communes.addresses import here
from communes.models import HistoryEntry

pytestmark = pytest.mark.usefixtures("law", "clock")
WHY = "Ghi nhầm số phiếu."


@pytest.fixture
def unit(cast):
    """Phòng Kinh tế."""
    return cast.unit("economy")


@pytest.fixture
def draft(campaign, unit):
    """A draft of Phòng Kinh tế."""
    return make_nomination(campaign, unit=unit)


def facts(now, **changes):
    """Return the facts of a meeting of seven people."""
    return {
        "held_at": now - timedelta(hours=2), "place": "Phòng họp", "chaired_by": "Phạm Văn Dũng",
        "secretary": "Vũ Thị Én", "members_total": 7, "members_present": 6, "absent_words": "Ông Tư (ốm)",
        **changes,
    }  # fmt: skip


@pytest.fixture
def meeting(campaign, unit, member, now):
    """A meeting of Phòng Kinh tế, six of seven present."""
    return reviews.hold(campaign, unit, **facts(now), by=member, at=now)


def test_a_unit_records_its_meeting(meeting, unit):
    assert (meeting.unit, meeting.members_present, meeting.recorded_by) == (unit, 6, "Vũ Thị Én")
    assert HistoryEntry.objects.about(meeting).get().label == "Ghi cuộc họp bình xét"


def test_only_the_units_own_people_keep_its_meetings(cast, campaign, unit, draft, now):
    open_one = hold_review(campaign, unit, concluded=False)
    done = hold_review(campaign, unit, [draft])

    assert who_can(cast, lambda actor: reviews.hold(campaign, unit, **facts(now), by=actor, at=now)) == {
        "head",
        "member",
    }
    assert who_can(cast, lambda actor: reviews.change(open_one, place="Hội trường", by=actor, at=now)) == {
        "head",
        "member",
    }
    assert who_can(cast, lambda actor: reviews.vote(open_one, draft, votes_for=7, by=actor, at=now)) == {
        "head",
        "member",
    }
    assert who_can(cast, lambda actor: _concluded(open_one, draft, actor, now)) == {"head", "member"}
    assert who_can(cast, lambda actor: _reopened(done, actor, now)) == {"head"}


def _concluded(review, nomination, actor, now):
    """Vote and conclude as one of the cast."""
    fresh = UnitReview.objects.get(pk=review.pk)
    if actor.name == "Phạm Văn Dũng" or actor.name == "Vũ Thị Én":
        reviews.vote(fresh, nomination, votes_for=7, by=actor, at=now)
    reviews.conclude(fresh, conclusion="Nhất trí.", by=actor, at=now)


def _reopened(review, actor, now):
    """Reopen as one of the cast."""
    reviews.reopen(UnitReview.objects.get(pk=review.pk), reason=WHY, by=actor, at=now)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"place": " "}, "Chưa ghi địa điểm"),
        ({"chaired_by": ""}, "Chưa ghi người chủ trì"),
        ({"secretary": ""}, "Chưa ghi thư ký"),
        ({"members_present": 8}, "không thể nhiều hơn tổng số"),
        ({"members_present": 0}, "phải có người dự"),
        ({"absent_words": ""}, "Vắng 01 người"),
    ],
)
def test_a_meeting_needs_what_its_minutes_say(campaign, unit, head, now, changes, refusal):
    with pytest.raises(ValidationError, match=refusal):
        reviews.hold(campaign, unit, **facts(now, **changes), by=head, at=now)


def test_a_meeting_was_held_and_ended_in_this_order(campaign, unit, head, now):
    with pytest.raises(ValidationError, match="không được sau lúc này"):
        reviews.hold(campaign, unit, **facts(now, held_at=now + timedelta(hours=1)), by=head, at=now)
    with pytest.raises(ValidationError, match="Giờ kết thúc phải sau"):
        reviews.hold(campaign, unit, **facts(now, ended_at=now - timedelta(hours=3)), by=head, at=now)


@pytest.mark.parametrize("votes", [(5, 0, 0), (7, 0, 0), (7, -1, 0)])
def test_the_votes_on_a_nominee_are_those_of_the_people_present(meeting, draft, head, now, votes):
    with pytest.raises(ValidationError, match=r"phải bằng số người có mặt \(06\)"):
        reviews.vote(meeting, draft, votes_for=votes[0], votes_against=votes[1], votes_blank=votes[2], by=head, at=now)


def test_a_vote_written_again_stands_in_its_place(meeting, draft, head, now):
    reviews.vote(meeting, draft, votes_for=6, by=head, at=now)
    reviews.vote(meeting, draft, votes_for=4, votes_against=1, votes_blank=1, remark="Có ý kiến.", by=head, at=now)

    [row] = ReviewVote.objects.all()
    assert (row.votes_for, row.votes_against, row.votes_blank, row.remark) == (4, 1, 1, "Có ý kiến.")


def test_only_the_units_own_drafts_are_voted_on(meeting, campaign, cast, unit, head, now):
    others = make_nomination(campaign, unit=cast.unit("service"))
    handed_in = make_nomination(campaign, unit=unit, subject="individual", status="submitted")

    with pytest.raises(ValidationError, match="không phải của đơn vị"):
        reviews.vote(meeting, others, votes_for=6, by=head, at=now)
    with pytest.raises(ValidationError, match="đã nộp nên không ghi"):
        reviews.vote(meeting, handed_in, votes_for=6, by=head, at=now)
    assert list(reviews.nominees(meeting)) == []


@pytest.mark.rule("KP-05")
def test_the_conclusion_makes_the_minutes_of_the_dossier(meeting, draft, head, now):
    reviews.vote(meeting, draft, votes_for=6, by=head, at=now)
    before = again(draft).typed()[Maker.REVIEW_MINUTES]

    reviews.conclude(meeting, conclusion="Nhất trí đề nghị.", by=head, at=now)

    stored = UnitReview.objects.get(pk=meeting.pk)
    assert (before, again(draft).typed()[Maker.REVIEW_MINUTES]) == (
        (False, "Chưa có cuộc họp bình xét đã kết luận"), (True, ""),
    )  # fmt: skip
    assert (stored.conclusion, stored.concluded_at) == ("Nhất trí đề nghị.", now)


def test_a_conclusion_typed_later_invents_no_end_of_the_meeting(meeting, draft, head, now):
    reviews.vote(meeting, draft, votes_for=6, by=head, at=now)

    reviews.conclude(meeting, conclusion="Nhất trí đề nghị.", by=head, at=now + timedelta(days=2))

    assert UnitReview.objects.get(pk=meeting.pk).ended_at is None


def test_a_meeting_without_votes_or_words_is_not_concluded(meeting, draft, head, now):
    with pytest.raises(ValidationError, match="Chưa ghi kết quả bình xét"):
        reviews.conclude(meeting, conclusion="Nhất trí.", by=head, at=now)
    reviews.vote(meeting, draft, votes_for=6, by=head, at=now)
    with pytest.raises(ValidationError, match="Chưa ghi kết luận"):
        reviews.conclude(meeting, conclusion=" ", by=head, at=now)


def test_changing_who_was_there_does_not_undo_votes(meeting, draft, head, now):
    reviews.vote(meeting, draft, votes_for=6, by=head, at=now)

    with pytest.raises(ValidationError, match="Đã ghi 06 phiếu"):
        reviews.change(meeting, members_present=5, by=head, at=now)
    reviews.change(meeting, members_present=7, absent_words="", by=head, at=now)
    assert reviews.blockers_to_conclude(meeting) == ["Phòng Kinh tế: tổng số phiếu 06, số người có mặt 07."]


def test_a_concluded_meeting_is_locked_until_the_head_opens_it(meeting, draft, head, member, now):
    reviews.vote(meeting, draft, votes_for=6, by=head, at=now)
    reviews.conclude(meeting, conclusion="Nhất trí.", by=head, at=now)

    for act in (
        lambda: reviews.change(meeting, place="Khác", by=head, at=now),
        lambda: reviews.vote(meeting, draft, votes_for=5, votes_blank=1, by=head, at=now),
        lambda: reviews.conclude(meeting, conclusion="Khác.", by=head, at=now),
    ):
        with pytest.raises(ValidationError, match="đã kết luận nên không sửa được"):
            act()
    with pytest.raises(ValidationError, match="Chưa ghi lý do mở lại"):
        reviews.reopen(meeting, reason=" ", by=head, at=now)
    reviews.reopen(meeting, reason=WHY, by=head, at=now)
    reviews.vote(meeting, draft, votes_for=5, votes_blank=1, by=member, at=now)
    assert HistoryEntry.objects.about(meeting).get(action="unitreview.reopen").reason == WHY
    with pytest.raises(ValidationError, match="chưa kết luận"):
        reviews.reopen(meeting, reason=WHY, by=head, at=now)


def test_a_meeting_somebody_else_concluded_meanwhile_is_not_written(meeting, draft, head, now):
    stale = UnitReview.objects.get(pk=meeting.pk)
    reviews.vote(meeting, draft, votes_for=6, by=head, at=now)
    reviews.conclude(meeting, conclusion="Nhất trí.", by=head, at=now)

    with pytest.raises(ValidationError, match="đã kết luận"):
        reviews.change(stale, place="Khác", by=head, at=now)
    with pytest.raises(ValidationError, match="đã kết luận"):
        reviews.conclude(stale, conclusion="Khác.", by=head, at=now)
    assert UnitReview.objects.get(pk=meeting.pk).conclusion == "Nhất trí."


def test_a_meeting_stays_locked_while_a_dossier_rests_on_it(campaign, unit, head, now):
    found = make_complete(campaign, unit=unit)
    Nomination.objects.filter(pk=found.pk).update(
        status="submitted", submitted_at=now, received_on=now.date(), plan_version=campaign.version_in_force
    )

    with pytest.raises(ValidationError, match="Hồ sơ của Phòng Kinh tế đã nộp theo cuộc họp này"):
        reviews.reopen(UnitReview.objects.get(), reason=WHY, by=head, at=now)


def test_what_keeps_a_meeting_locked_is_told_in_the_order_of_its_page(campaign, unit):
    subjects = ("individual", "collective", "individual")
    person, whole, other = (
        make_nomination(campaign, unit=unit, subject=subject, status="submitted") for subject in subjects
    )
    review = hold_review(campaign, unit, [other, whole, person])

    told = reviews.blockers_to_reopen(review)

    assert [line.split(" đã nộp")[0].removeprefix("Hồ sơ của ") for line in told] == [
        each.nominee for each in (whole, person, other)
    ]


def test_a_meeting_from_first_to_last_page(go, campaign, unit, draft, head):
    post = {
        "held_on": "13/05/2026", "begins": "08:00", "ends": "09:15", "place": "Phòng họp", "chaired_by": "Dũng",
        "secretary": "Én", "members_total": "7", "members_present": "7",
    }  # fmt: skip
    go(head, "review-new", campaign.pk, post=post)
    review = UnitReview.objects.get()
    votes = {f"for-{draft.pk}": "6", f"against-{draft.pk}": "0", f"blank-{draft.pk}": "1"}
    wrong = go(head, "review-votes", review.pk, post=votes | {f"for-{draft.pk}": "9"})
    go(head, "review-votes", review.pk, post=votes)
    page = go(head, "review", review.pk).content.decode()
    go(head, "review-edit", review.pk, post=post | {"place": "Hội trường"})
    go(head, "review-conclude", review.pk, post={"conclusion": "Nhất trí."})

    review.refresh_from_db()
    assert "Phòng Kinh tế: tổng số phiếu phải bằng số người có mặt (07), hiện là 10." in wrong.content.decode()
    assert "6/7" in page
    assert (review.place, review.conclusion, f"{review.votes.get()}") == ("Hội trường", "Nhất trí.", f"{draft}: 6/7")
    go(head, "review-reopen", review.pk, post={"reason": WHY})
    review.refresh_from_db()
    assert review.concluded_at is None


def test_votes_left_empty_are_not_called_written_and_take_off_what_was_there(go, meeting, draft, head, now):
    votes = {f"for-{draft.pk}": "6", f"remark-{draft.pk}": "Nhất trí."}

    nothing = go(head, "review-votes", meeting.pk, post={f"for-{draft.pk}": ""}).content.decode()
    remark = go(head, "review-votes", meeting.pk, post=votes | {f"for-{draft.pk}": ""}).content.decode()
    go(head, "review-votes", meeting.pk, post=votes)
    page = go(head, "review-votes", meeting.pk).content.decode()
    older_page = go(head, "review-votes", meeting.pk, post={f"for-{draft.pk}": ""}).content.decode()
    written = list(meeting.votes.values_list("votes_for", flat=True))
    go(head, "review-votes", meeting.pk, post={f"for-{draft.pk}": "", "shown": str(draft.pk)})

    assert "Hãy ghi số phiếu của ít nhất một hồ sơ." in nothing and "Hãy ghi số phiếu của ít nhất" in older_page
    assert "Hãy ghi số phiếu, hoặc bỏ ghi chú." in remark and "Nhất trí." in remark
    assert f'name="shown" value="{draft.pk}"' in page and 'name="shown"' not in nothing
    assert written == [6] and not meeting.votes.exists()
    assert HistoryEntry.objects.filter(label="Bỏ kết quả bình xét: Phòng Kinh tế").exists()


def test_a_meeting_is_seen_by_its_unit_and_by_those_who_see_all(
    go, client, campaign, unit, officer, other_head, reader, neighbour
):
    review = hold_review(campaign, unit)

    assert [go(actor, "review", review.pk).status_code for actor in (officer, other_head, reader)] == [200, 404, 403]
    assert list(go(other_head, "reviews", campaign.pk).context["page"]) == []
    for name in ("review", "review-edit", "review-votes"):
        stranger = neighbour("head")
        client.force_login(stranger.user)
        assert client.get(here(stranger, f"awards:{name}", review.pk)).status_code == 404
    for name in ("review-conclude", "review-reopen"):
        assert client.post(here(stranger, f"awards:{name}", review.pk), {"reason": WHY}).status_code == 404


def test_the_agency_reads_a_meeting_but_does_not_write_it(go, campaign, unit, officer, now):
    review = hold_review(campaign, unit)

    assert go(officer, "review-edit", review.pk).status_code == 403
    with pytest.raises(PermissionDenied):
        reviews.change(review, place="Khác", by=officer, at=now)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_keeps_its_query_count(go, campaign, unit, head, draft, rows, django_assert_num_queries):
    for _ in range(rows):
        hold_review(campaign, unit, [draft])
    go(head, "reviews", campaign.pk)

    with django_assert_num_queries(14):
        page = go(head, "reviews", campaign.pk)

    assert len(page.context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_keeps_its_query_count(go, campaign, unit, head, rows, django_assert_num_queries):
    people = [make_nomination(campaign, unit=unit, subject="individual") for _ in range(rows)]
    review = hold_review(campaign, unit, people, concluded=False)
    go(head, "review", review.pk)

    with django_assert_num_queries(11):
        page = go(head, "review", review.pk)

    assert len(page.context["votes"]) == rows
