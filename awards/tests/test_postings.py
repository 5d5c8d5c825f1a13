"""Public posting and opinions: received, settled, closed; meanwhile no nominee reaches the council."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from awards.models import Opinion, Posting, PostingRemark
from awards.services import postings
from awards.tests.factories import make_nomination
from communes.models import HistoryEntry

TERM = timedelta(days=5)


@pytest.fixture
def nominee(campaign, cast):
    """A dossier found eligible."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="eligible")


@pytest.fixture
def posting(campaign, nominee, officer, now):
    """A posting of the nominee that ends today in five days."""
    return post(campaign, [nominee], officer, now)


def post(campaign, nominations, by, at, **facts):
    """Post nominees."""
    given = {"starts_on": at.date(), "ends_on": at.date() + TERM, "place": "Bảng tin UBND xã", **facts}
    return postings.post(campaign, nominations, **given, by=by, at=at)


def say(posting, nominee, by, at, **facts):
    """Write down a remark."""
    given = {"sender": "Ông Lê Văn Tý", "text": "Chưa đúng số liệu.", "received_on": at.date(), **facts}
    return postings.add_remark(posting, nominee, **given, by=by, at=at)


def test_nominees_are_posted_and_wait_for_the_council(campaign, nominee, officer, now):
    posting = post(campaign, [nominee], officer, now)

    assert (posting.place, posting.posted_by, list(posting.nominations.all())) == (
        "Bảng tin UBND xã", officer.name, [nominee],
    )  # fmt: skip
    assert nominee.blockers_before_council() == ["Đang công khai lấy ý kiến đến hết ngày 19/05/2026."]
    assert HistoryEntry.objects.about(nominee)[0].label == "Công khai danh sách đề nghị khen thưởng"


@pytest.mark.parametrize("status", ["draft", "submitted", "on_agenda", "recommended", "ineligible"])
def test_only_what_is_appraised_and_not_yet_before_the_council_is_posted(campaign, cast, officer, now, status):
    nomination = make_nomination(campaign, unit=cast.unit("service"), status=status)

    with pytest.raises(ValidationError, match="không còn ở bước công khai được"):
        post(campaign, [nomination], officer, now)

    assert Posting.objects.count() == 0


def test_nobody_is_posted_twice_at_once(campaign, posting, nominee, officer, now):
    with pytest.raises(ValidationError, match="đang được công khai"):
        post(campaign, [nominee], officer, now)

    assert Posting.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"place": " "}, "Chưa ghi nơi công khai"),
        ({"ends_on": -1}, "không được trước hôm nay"),
        ({"starts_on": 9}, "phải từ ngày bắt đầu trở đi"),
    ],
)
def test_a_posting_has_a_place_and_a_time(campaign, nominee, officer, now, facts, message):
    given = {name: now.date() + timedelta(days=value) if name != "place" else value for name, value in facts.items()}

    with pytest.raises(ValidationError, match=message):
        post(campaign, [nominee], officer, now, **given)

    assert Posting.objects.count() == 0


def test_an_empty_list_is_not_posted(campaign, officer, now):
    with pytest.raises(ValidationError, match="Chọn ít nhất một hồ sơ"):
        post(campaign, [], officer, now)


@pytest.mark.parametrize("part", ["leader", "head", "clerk", "chair", "secretary"])
def test_only_the_appraising_body_posts_and_asks(campaign, posting, nominee, cast, part, now):
    actor = cast.actor(part)

    for act in (
        lambda: post(campaign, [nominee], actor, now),
        lambda: say(posting, nominee, actor, now),
        lambda: postings.extend(posting, ends_on=now.date(), place="a", by=actor, at=now),
        lambda: postings.close_posting(posting, outcome="a", by=actor, at=now),
        lambda: postings.ask_opinion([nominee], body="Công an xã", asked_on=now.date(), by=actor, at=now),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert (Posting.objects.count(), PostingRemark.objects.count(), Opinion.objects.count()) == (1, 0, 0)


def test_a_remark_is_received_and_settled_once(posting, nominee, officer, now):
    remark = say(posting, nominee, officer, now)
    assert nominee.blockers_before_council()[1] == (
        "Còn ý kiến phản ánh trong thời gian công khai chưa được giải quyết."
    )

    postings.settle_remark(remark, settlement="Đã xác minh, số liệu đúng.", by=officer, at=now)
    with pytest.raises(ValidationError, match="đã có kết quả"):
        postings.settle_remark(remark, settlement="Khác.", by=officer, at=now)

    remark.refresh_from_db()
    assert (remark.settlement, remark.settled_at, remark.settled_by) == (
        "Đã xác minh, số liệu đúng.", now, officer.name,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"sender": ""}, "Chưa ghi người phản ánh"),
        ({"text": " "}, "Chưa ghi nội dung phản ánh"),
        ({"received_on": 1}, "đến hôm nay"),
        ({"received_on": -1}, "từ ngày bắt đầu công khai"),
    ],
)
def test_a_remark_says_who_what_and_when(posting, nominee, officer, now, facts, message):
    given = {
        name: now.date() + timedelta(days=value) if name == "received_on" else value for name, value in facts.items()
    }

    with pytest.raises(ValidationError, match=message):
        say(posting, nominee, officer, now, **given)


def test_a_remark_is_about_somebody_on_the_list(campaign, cast, posting, officer, now):
    other = make_nomination(campaign, unit=cast.unit("service"), status="eligible")

    with pytest.raises(ValidationError, match="không có trong danh sách công khai"):
        say(posting, other, officer, now)


def test_a_posting_ends_after_its_time_with_every_remark_settled_and_an_outcome(posting, nominee, officer, now):
    remark, after = say(posting, nominee, officer, now), now + TERM + timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        postings.close_posting(posting, outcome="Xong.", by=officer, at=now)
    assert refusal.value.messages == [
        "Thời gian công khai đến hết ngày 19/05/2026.", "Còn 01 ý kiến phản ánh chưa ghi kết quả xem xét.",
    ]  # fmt: skip
    postings.settle_remark(remark, settlement="Số liệu đúng.", by=officer, at=now)
    with pytest.raises(ValidationError, match="Chưa ghi kết quả công khai"):
        postings.close_posting(posting, outcome=" ", by=officer, at=after)
    postings.close_posting(posting, outcome="Không còn ý kiến.", by=officer, at=after)

    posting.refresh_from_db()
    assert (posting.outcome, posting.closed_at) == ("Không còn ý kiến.", after)
    assert nominee.blockers_before_council() == []
    with pytest.raises(ValidationError, match="đã kết thúc"):
        say(posting, nominee, officer, after)


def test_the_time_of_a_posting_is_changed_with_a_line_of_history(posting, officer, now):
    postings.extend(posting, ends_on=now.date(), place="Bảng tin UBND xã", by=officer, at=now)

    posting.refresh_from_db()
    assert posting.ends_on == now.date()
    assert HistoryEntry.objects.about(posting)[0].facts == {"changes": [["Đến hết ngày", "19/05/2026", "14/05/2026"]]}


def test_an_opinion_is_awaited_before_the_council_and_recorded_once(nominee, officer, now):
    [opinion] = postings.ask_opinion(
        [nominee], body="Công an xã", asked_on=now.date(), request_number="12/CV", by=officer, at=now
    )
    assert nominee.blockers_before_council() == ["Chờ ý kiến hiệp y của Công an xã."]

    postings.record_answer(opinion, answer="agrees", answered_on=now.date(), by=officer, at=now)
    with pytest.raises(ValidationError, match="đã được ghi"):
        postings.record_answer(opinion, answer="objects", text="a", answered_on=now.date(), by=officer, at=now)

    opinion.refresh_from_db()
    assert (opinion.answer, opinion.answered_on, opinion.request_number) == ("agrees", now.date(), "12/CV")
    assert nominee.blockers_before_council() == []


@pytest.mark.parametrize("answer", ["objects", "remarks"])
def test_who_does_not_agree_is_quoted(nominee, officer, now, answer):
    [opinion] = postings.ask_opinion([nominee], body="Công an xã", asked_on=now.date(), by=officer, at=now)

    with pytest.raises(ValidationError, match="Chưa ghi nội dung trả lời"):
        postings.record_answer(opinion, answer=answer, answered_on=now.date(), by=officer, at=now)

    opinion.refresh_from_db()
    assert opinion.answer == ""


def test_the_same_body_is_not_asked_twice_at_once(nominee, officer, now):
    postings.ask_opinion([nominee], body="Công an xã", asked_on=now.date(), by=officer, at=now)

    with pytest.raises(ValidationError, match="đang chờ ý kiến của Công an xã"):
        postings.ask_opinion([nominee], body=" Công an xã ", asked_on=now.date(), by=officer, at=now)

    assert nominee.opinions.count() == 1


@pytest.mark.parametrize("status", ["draft", "returned", "on_agenda", "recommended", "awarded"])
def test_opinions_are_asked_between_hand_in_and_agenda(campaign, cast, officer, now, status):
    nomination = make_nomination(campaign, unit=cast.unit("service"), status=status)

    with pytest.raises(ValidationError, match="không còn ở bước xin ý kiến"):
        postings.ask_opinion([nomination], body="Công an xã", asked_on=now.date(), by=officer, at=now)


@pytest.mark.parametrize("part", ["head", "reader", "administrator", "inspector"])
def test_postings_remarks_and_opinions_are_for_those_who_make_the_awards(posting, nominee, officer, cast, part, now):
    say(posting, nominee, officer, now)
    postings.ask_opinion([nominee], body="Công an xã", asked_on=now.date(), by=officer, at=now)
    actor = cast.actor(part)

    assert [model.objects.within(actor).count() for model in (Posting, PostingRemark, Opinion)] == [0, 0, 0]
