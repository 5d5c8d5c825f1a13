"""Minutes of a count: sheets, tellers, exact shares, who stood aside, opinions in writing, nobody's secret choice."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.models import Conflict
from awards.services import ballots
from awards.tests.ballot_cases import make_nominees, make_sitting, open_now
from awards.tests.factories import (
    RULE,
    SESSION_AT,
    adopt,
    make_award_campaign,
    make_ballot,
    make_council,
    make_nomination,
    make_session,
)
from reports.documents import blocks as b
from reports.models import Document
from reports.tests.council_paper_cases import COUNT, SHEET, counted, tables
from reports.tests.test_award_papers import the, words_of


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


@pytest.mark.rule("L-05")
def test_count_minutes_tell_the_sheets_the_tellers_and_exact_shares(campaign, cast):
    nominees = make_nominees(cast, campaign, 2)
    session, actors = make_sitting(cast, nominees, members=9, rule={**RULE, "threshold": "4/5", "strict": False})
    ballot = open_now(session, "paper", by=actors[2])
    first, second = ballot.items.order_by("item__position")

    paper = COUNT.build(counted(ballot, {first.pk: (8, 1, 0, 0), second.pk: (6, 1, 1, 1)}, actors))

    issued, votes = tables(paper.blocks)
    assert [row[2:] for row in issued.rows] == [("09", "09", "09", "00"), ("09", "09", "08", "01")]
    assert [row[3:] for row in votes.rows] == [
        ("08", "01", "00", "08/09 (88,89%)", "Được tán thành (cần 08/09)"),
        ("06", "01", "01", "06/09 (66,67%)", "Không được tán thành (cần 08/09)"),
    ]
    assert "Tỷ lệ tính trên tổng số thành viên Hội đồng" in words_of(paper)
    tellers, chair = [block for block in paper.blocks if isinstance(block, b.TwoSignatures)]
    names = {teller.person.full_name for teller in actors[2:4]}
    assert {tellers.left.name, tellers.right.name} == names
    assert chair.left.lines == ("THƯ KÝ",)
    assert chair.right.lines == ("CHỦ TỌA",)
    assert paper.draft is True


@pytest.mark.rule("N-12")
def test_count_minutes_bear_no_place_and_date_and_are_final_once_the_chair_confirms(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign))
    ballot = open_now(session, "paper", by=actors[2])
    ballot = counted(ballot, {ballot.items.get().pk: (3, 0, 0, 0)}, actors)

    ballots.confirm(ballot, by=actors[0], at=SESSION_AT)
    paper = COUNT.build(COUNT.records().get(pk=ballot.pk))

    assert (the(paper, b.Letterhead).date_line, paper.draft) == ("", False)
    assert "Số phiếu phát ra: 04 phiếu" in words_of(paper)
    assert "Số phiếu thu về: 03 phiếu" in words_of(paper)


@pytest.mark.rule("L-06")
def test_count_minutes_tell_votes_in_writing_apart_from_the_sheets(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign), members=5)
    absent = actors[4].person
    session.presence.filter(person=absent).update(state="written")
    session.agenda.get().written_opinions.create(
        person=absent, choice="for", received_on=SESSION_AT.date(), recorded_by="Lý Văn Ước"
    )
    ballot = open_now(session, "paper", by=actors[2])

    words = words_of(COUNT.build(counted(ballot, {ballot.items.get().pk: (3, 1, 0, 0)}, actors)))

    assert "Số phiếu thu về: 04 phiếu" in words
    assert "'04', '01', '00', '04/05 (80%)'" in words
    assert "ý kiến bằng văn bản của thành viên vắng mặt: 01 ý kiến" in words
    assert "tán thành 01, không tán thành" not in words


@pytest.mark.rule("L-07")
def test_count_minutes_say_who_stood_aside_and_count_fewer_sheets(campaign, cast):
    nominees = make_nominees(cast, campaign, 2)
    session, actors = make_sitting(cast, nominees, members=5)
    item = session.agenda.get(position=2)
    Conflict.objects.create(item=item, person=actors[4].person, kind="declared", words="Là em ruột")
    ballot = open_now(session, "paper", by=actors[2])
    first, second = ballot.items.order_by("item__position")

    paper = COUNT.build(counted(ballot, {first.pk: (5, 0, 0, 0), second.pk: (4, 0, 0, 0)}, actors))

    assert [row[2:4] for row in tables(paper.blocks)[0].rows] == [("05", "05"), ("04", "04")]
    assert f"Hồ sơ số 2: Đồng chí {actors[4].person.full_name} không biểu quyết: Là em ruột" in words_of(paper)


def test_nothing_is_told_of_a_vote_before_it_is_closed_or_after_it_was_voided(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign))
    ballot = open_now(session, "paper", by=actors[2])

    assert not COUNT.records().filter(pk=ballot.pk).exists()
    counted(ballot, {ballot.items.get().pk: (4, 0, 0, 0)}, actors)
    assert COUNT.records().filter(pk=ballot.pk).exists()
    ballots.void(ballot, reason="Đếm lại", by=actors[0], at=SESSION_AT)
    assert not COUNT.records().filter(pk=ballot.pk).exists()
    assert not SHEET.records().filter(pk=ballot.pk).exists()


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (
            ("votes_for", "votes_against", "votes_blank", "votes_invalid", "base", "needed", "adopted"),
            "chưa có số tán thành, số không tán thành, số không có ý kiến, số phiếu không hợp lệ, số làm căn cứ tính "
            "tỷ lệ, số phiếu cần đạt, kết luận được hay không được tán thành.",
        ),
        (("adopted",), "chưa có kết luận được hay không được tán thành."),
        (("base", "needed"), "chưa có số làm căn cứ tính tỷ lệ, số phiếu cần đạt."),
    ],
)
def test_count_minutes_of_a_vote_without_its_whole_outcome_are_refused_by_what_is_missing(campaign, cast, gone, words):
    rows = [make_nomination(campaign, unit=cast.unit(key), status="on_agenda") for key in ("economy", "service")]
    session = adopt(make_session(make_council(cast), rows, status="in_session"))
    ballot = session.ballots.get()
    ballot.items.filter(item__nomination=rows[1]).update(**dict.fromkeys(gone))

    with pytest.raises(ValidationError) as refused:
        COUNT.build(COUNT.records().get(pk=ballot.pk))

    assert refused.value.messages == [
        f"{ballot}: chưa lập được biên bản vì kết quả kiểm phiếu chưa đủ.",
        f"Hồ sơ số 2, Trung tâm Phục vụ hành chính công: {words}",
    ]


def test_count_minutes_without_an_outcome_say_why_on_the_page_that_asked_for_them(client, campaign, cast, officer):
    rows = [make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")]
    ballot = make_ballot(make_session(make_council(cast), rows, status="in_session"), method="hands", status="closed")
    client.force_login(officer.user)

    answer = client.post(
        reverse("reports:document-request", args=["dong-tam", "count-minutes", ballot.pk]), follow=True
    )

    assert "chưa lập được biên bản vì kết quả kiểm phiếu chưa đủ" in answer.content.decode()
    assert Document.objects.count() == 0


def test_named_votes_are_listed_and_without_sheets_nothing_is_counted_as_one(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign))
    ballot = open_now(session, "named", by=actors[2])
    for place, actor in enumerate(actors):
        ballots.cast(ballot, {ballot.items.get().pk: "against" if place == 3 else "for"}, by=actor, at=SESSION_AT)
    ballots.close(ballot, by=actors[2], at=SESSION_AT)

    paper = COUNT.build(COUNT.records().get(pk=ballot.pk))

    assert paper.title.startswith("Biên bản ghi kết quả biểu quyết")
    assert f"không tán thành: {actors[3].person.full_name}" in words_of(paper)
    assert "Số phiếu phát ra" not in words_of(paper)


@pytest.mark.rule("N-12")
def test_count_minutes_name_the_session_without_quotes_the_one_who_counted_and_the_day_once(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign), title="Xét khen thưởng phong trào “Dân vận”")
    secretary = actors[2]
    session.presence.filter(person=secretary.person).update(position="Thư ký Hội đồng Thi đua - Khen thưởng xã")
    ballot = open_now(session, "hands", by=secretary)
    ballots.enter_counts(ballot, secretary.person, {ballot.items.get().pk: (4, 0, 0, 0)}, by=secretary, at=SESSION_AT)
    ballots.close(ballot, by=secretary, at=SESSION_AT)

    words = words_of(COUNT.build(COUNT.records().get(pk=ballot.pk)))

    assert "tại phiên họp xét khen thưởng phong trào “Dân vận” bằng cách giơ tay" in words
    assert f"Người đếm: đồng chí {secretary.person.full_name}." in words
    assert words.count("ngày 14 tháng 5 năm 2026") == 1


def test_a_secret_vote_on_screens_names_nobodys_choice(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign))
    ballot = open_now(session, "secret", by=actors[2])
    for place, actor in enumerate(actors):
        ballots.cast(ballot, {ballot.items.get().pk: "against" if place == 3 else "for"}, by=actor, at=SESSION_AT)
    ballots.close(ballot, by=actors[2], at=SESSION_AT)

    words = words_of(COUNT.build(COUNT.records().get(pk=ballot.pk)))

    assert actors[3].person.full_name not in words
    assert "Số phiếu phát ra: 04 phiếu" in words
