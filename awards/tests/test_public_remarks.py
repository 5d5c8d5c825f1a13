"""Remarks of citizens on a posted list: kept for the appraising body, named nowhere else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from awards.models import Posting, PostingRemark
from awards.services import postings, public_remarks
from awards.tests.factories import make_nomination
from communes.models import HistoryEntry

SAID = {"sender": "Lê Văn Tý", "contact": "0912 345 678", "text": "Chưa đúng số liệu."}


@pytest.fixture
def nominee(campaign, cast):
    """A dossier found eligible."""
    return make_nomination(campaign, unit=cast.unit("economy"), status="eligible")


@pytest.fixture
def hang(campaign, nominee, now):
    """Return a maker of postings of the nominee, by the days around today on which they hang."""

    def make(first=-1, last=1, **facts):
        today = now.date()
        posting = Posting.objects.create(
            commune=campaign.commune, campaign=campaign, starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last), place="Bảng tin", posted_by="Nguyễn Thị Hạnh", **facts,
        )  # fmt: skip
        posting.nominations.set([nominee])
        return posting

    return make


def test_a_remark_reaches_the_appraising_body_with_its_contact(hang, nominee, now):
    remark = public_remarks.receive(hang(), nominee, **SAID, at=now)

    remark.refresh_from_db()
    assert (remark.sender, remark.contact, remark.text, remark.from_public, remark.received_on) == (
        "Lê Văn Tý", "0912 345 678", "Chưa đúng số liệu.", True, now.date(),
    )  # fmt: skip
    assert list(nominee.posting_remarks.filter(settled_at=None)) == [remark]


def test_history_tells_that_somebody_wrote_and_neither_who_nor_what(hang, nominee, now):
    public_remarks.receive(hang(), nominee, **SAID, at=now)

    line = HistoryEntry.objects.about(nominee)[0]
    assert (line.label, line.actor_name, line.facts) == ("Nhận ý kiến phản ánh qua trang công khai", "Hệ thống", {})
    told = f"{line.record_title}{line.reason}{line.facts}"
    assert not any(words in told for words in SAID.values())


@pytest.mark.parametrize(("first", "last", "hangs"), [(-3, -1, 0), (-1, 0, 1), (0, 0, 1), (0, 2, 1), (1, 2, 0)])
def test_a_list_hangs_from_its_first_day_to_its_last(hang, now, first, last, hangs):
    hang(first, last)

    assert public_remarks.running(now).count() == hangs


@pytest.mark.parametrize("days", [(-3, -1), (1, 3)])
def test_nothing_is_received_before_or_after(hang, nominee, now, days):
    with pytest.raises(ValidationError, match="không còn nhận ý kiến"):
        public_remarks.receive(hang(*days), nominee, **SAID, at=now)

    assert PostingRemark.objects.count() == 0


def test_nothing_is_received_on_a_closed_list_or_about_somebody_else(hang, nominee, campaign, cast, now):
    other = make_nomination(campaign, unit=cast.unit("service"), status="eligible")
    closed = hang(closed_at=now, outcome="Hết hạn.")

    for posting, about in ((closed, nominee), (hang(), other)):
        with pytest.raises(ValidationError, match="không còn nhận ý kiến"):
            public_remarks.receive(posting, about, **SAID, at=now)

    assert PostingRemark.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"sender": " "}, "Chưa ghi họ và tên"),
        ({"contact": ""}, "Chưa ghi cách liên hệ"),
        ({"text": "\u200b "}, "Chưa ghi nội dung phản ánh"),
        ({"text": "a" * 2001}, "quá dài"),
        ({"contact": "1" * 161}, "quá dài"),
        ({"sender": "b" * 121}, "quá dài"),
    ],
)
def test_a_remark_has_a_name_a_contact_and_words_of_moderate_length(hang, nominee, now, facts, message):
    with pytest.raises(ValidationError, match=message):
        public_remarks.receive(hang(), nominee, **{**SAID, **facts}, at=now)

    assert PostingRemark.objects.count() == 0


def test_the_same_words_sent_twice_are_kept_once(hang, nominee, now):
    posting = hang()

    public_remarks.receive(posting, nominee, **SAID, at=now)

    assert public_remarks.receive(posting, nominee, **SAID, at=now) is None
    assert PostingRemark.objects.count() == 1


def test_a_citizens_remark_is_settled_like_any_other(hang, nominee, officer, now):
    remark = public_remarks.receive(hang(), nominee, **SAID, at=now)

    postings.settle_remark(remark, settlement="Đã kiểm tra, số liệu đúng.", by=officer, at=now)

    remark.refresh_from_db()
    assert remark.settlement == "Đã kiểm tra, số liệu đúng."


def test_the_contact_stands_on_the_page_of_those_who_appraise_alone(hang, nominee, go, officer, leader, clock, now):
    posting = hang()
    public_remarks.receive(posting, nominee, **SAID, at=now)

    assert "liên hệ: 0912 345 678" in go(officer, "posting", posting.pk).content.decode()
    page = go(leader, "posting", posting.pk).content.decode()
    assert "Gửi qua trang công khai" in page and "0912" not in page
