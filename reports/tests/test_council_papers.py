"""Papers around the council's vote: the list of nominees, the public posting, the sheet to mark, the count."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.models import Ballot, Conflict, Posting, ReviewVote, Session, UnitReview
from awards.services import ballots
from awards.tests.ballot_cases import make_nominees, make_sitting, open_now
from awards.tests.factories import (
    RULE,
    SESSION_AT,
    SUBMITTED_AT,
    adopt,
    make_award_campaign,
    make_ballot,
    make_council,
    make_nomination,
    make_session,
)
from reports.documents import blocks as b
from reports.documents.registry import KINDS
from reports.models import Document, Wording
from reports.services import documents
from reports.tests.cases import AT
from reports.tests.test_award_papers import the, words_of

LIST, NOTICE, SHEET, COUNT = (KINDS[key] for key in ("nominee-list", "posting-notice", "paper-ballot", "count-minutes"))
HOSTILE = "<b>{{ tên }}</b> =1+1"


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


def tables(blocks) -> list[b.Table]:
    """Return the tables among blocks."""
    return [block for block in blocks if isinstance(block, b.Table)]


def posted(campaign, *nominations) -> Posting:
    """Post nominees for nine days."""
    posting = Posting.objects.create(
        commune=campaign.commune, campaign=campaign, starts_on=date(2026, 2, 3), ends_on=date(2026, 2, 12),
        place="Bảng tin trụ sở UBND xã", posted_by="Nguyễn Thị Hạnh",
    )  # fmt: skip
    posting.nominations.set(nominations)
    return posting


def counted(ballot: Ballot, figures: dict, actors) -> Ballot:
    """Let two tellers enter the same figures, close the ballot, and return it anew."""
    for teller in actors[2:4]:
        ballots.enter_counts(ballot, teller.person, figures, by=teller, at=SESSION_AT)
    ballots.close(ballot, by=actors[2], at=SESSION_AT)
    return COUNT.records().get(pk=ballot.pk)


def test_the_list_counts_by_award_and_names_collectives_before_persons_and_households(campaign, cast):
    unit = cast.unit("economy")
    for subject in ("household", "individual", "collective"):
        make_nomination(campaign, unit=unit, subject=subject, status="eligible")
    make_nomination(campaign, unit=unit, subject="individual", status="draft")
    make_nomination(campaign, unit=unit, subject="individual", status="withdrawn")

    paper = LIST.build(campaign)

    annex = the(paper, b.Annex)
    assert the(paper, b.Table).rows == (
        ("Khen thưởng cuối năm", "Giấy khen", "01", "01", "01", "03"),
        ("Tổng số", "", "01", "01", "01", "03"),
    )
    assert [block.text for block in annex.blocks if isinstance(block, b.Heading)] == [
        "KHEN THƯỞNG CUỐI NĂM", "Tập thể", "Cá nhân", "Hộ gia đình",
    ]  # fmt: skip
    assert (annex.landscape, paper.draft) == (True, False)


@pytest.mark.rule("KP-05")
def test_the_list_says_how_the_unit_voted_and_what_each_dossier_lacks(campaign, cast):
    unit = cast.unit("economy")
    voted = make_nomination(campaign, unit=unit, status="submitted", late=True, report={"achievement": "Đạt."})
    make_nomination(campaign, unit=cast.unit("service"), status="ineligible")
    review = UnitReview.objects.create(
        campaign=campaign, unit=unit, held_at=SUBMITTED_AT, place="Phòng họp", chaired_by="A", secretary="B",
        members_total=8, members_present=7, conclusion="Nhất trí.", concluded_at=SUBMITTED_AT, recorded_by="B",
    )  # fmt: skip
    ReviewVote.objects.create(review=review, nomination=voted, votes_for=6, votes_against=1)

    paper = LIST.build(campaign)

    rows = {row[1]: row for table in tables(the(paper, b.Annex).blocks) for row in table.rows}
    assert rows["Phòng Kinh tế"][5] == "06/07"
    assert "Biên bản họp của đơn vị" not in rows["Phòng Kinh tế"][6]
    assert rows["Phòng Kinh tế"][6].endswith(". Nộp trễ hạn.")
    told = rows[str(cast.unit("service"))]
    assert told[5] == "–"
    assert "Biên bản họp của đơn vị" in told[6]
    assert told[6].endswith(". Kết luận thẩm định: không đủ điều kiện.")
    assert paper.draft is True


def test_no_list_is_made_of_a_campaign_in_which_nobody_was_proposed(campaign, cast):
    make_nomination(campaign, unit=cast.unit("economy"))

    assert not LIST.records().filter(pk=campaign.pk).exists()


@pytest.mark.rule("N-06")
def test_a_posting_notice_names_the_period_the_place_and_where_remarks_go(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="eligible", summary=HOSTILE)

    paper = NOTICE.build(posted(campaign, nomination))

    words = words_of(paper)
    assert "từ ngày 03 tháng 02 năm 2026 đến hết ngày 12 tháng 02 năm 2026." in words
    assert "Bảng tin trụ sở UBND xã." in words
    assert "danh sách 01 tập thể được đề nghị khen thưởng" in words
    assert "trực tiếp đến Phòng Văn hóa - Xã hội của UBND xã Đồng Tâm" in words
    assert the(the(paper, b.Annex), b.Table).rows == (("1", "Phòng Kinh tế", "", HOSTILE, "Giấy khen"),)
    assert paper.draft is True


@pytest.mark.rule("N-11")
def test_the_clerks_number_reaches_the_notice_and_the_line_under_its_annex(campaign, cast):
    posting = posted(campaign, make_nomination(campaign, unit=cast.unit("economy"), status="eligible"))

    paper = NOTICE.build(posting)

    assert the(paper, b.Letterhead).number_line.replace("\u00a0", " ") == "Số:      /TB-UBND"
    issued = paper.numbered(8, date(2026, 2, 2))
    assert the(issued, b.Letterhead).number_line == "Số: 08/TB-UBND"
    assert the(issued, b.Annex).attached == (
        "(Kèm theo Thông báo số 08/TB-UBND ngày 02 tháng 02 năm 2026 của UBND xã Đồng Tâm)"
    )
    assert issued.draft is False


def test_a_commune_words_its_notice_itself(campaign, cast):
    Wording.objects.create(
        commune=cast.commune, kind="posting-notice", text="closing", version=1, made_at=AT, made_by="A",
        words="Quá thời hạn trên, {cơ quan thẩm định} không nhận ý kiến.",
    )  # fmt: skip
    posting = posted(campaign, make_nomination(campaign, unit=cast.unit("economy"), status="eligible"))

    words = words_of(NOTICE.build(posting))

    assert "Quá thời hạn trên, Phòng Văn hóa - Xã hội không nhận ý kiến." in words
    assert "báo cáo Hội đồng" not in words


def test_a_secret_sheet_has_two_empty_boxes_and_no_room_for_a_name(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign, 2))

    paper = SHEET.build(open_now(session, "paper", by=actors[2]))

    table = the(paper, b.Table)
    assert [column.title for column in table.columns][4:] == ["Tán thành", "Không tán thành"]
    assert [(row[0], row[4:]) for row in table.rows] == [("1", ("", "")), ("2", ("", ""))]
    assert not [block for block in paper.blocks if isinstance(block, b.Signature)]
    assert "Họ và tên thành viên" not in words_of(paper)
    assert (the(paper, b.Letterhead).number_line, paper.annexes, paper.draft) == ("", (), False)


@pytest.mark.rule("L-07")
def test_a_nominee_on_whom_a_member_stands_aside_has_a_sheet_apart(campaign, cast):
    nominees = make_nominees(cast, campaign, 3, people=[cast.actor("councillor").person])
    session, actors = make_sitting(cast, nominees)

    paper = SHEET.build(open_now(session, "paper", by=actors[2]))

    assert [row[1] for row in the(paper, b.Table).rows] == [each.nominee for each in nominees[1:]]
    apart = the(paper, b.Annex)
    assert [row[:2] for row in the(apart, b.Table).rows] == [("1", nominees[0].nominee)]
    assert "Chỉ phát cho thành viên được biểu quyết về hồ sơ này" in apart.attached


def test_an_opinion_in_writing_bears_the_members_name_and_its_day(campaign, cast):
    session, actors = make_sitting(cast, make_nominees(cast, campaign), mode=Session.Mode.WRITTEN)

    paper = SHEET.build(open_now(session, "written", by=actors[2]))

    assert the(paper, b.Title).kind == "PHIẾU LẤY Ý KIẾN"
    assert the(paper, b.Signature).lines == ("THÀNH VIÊN HỘI ĐỒNG",)
    assert "trước 08 giờ 00 phút, ngày 14 tháng 5 năm 2026." in words_of(paper)


@pytest.mark.parametrize("method", ["secret", "hands", "named"])
def test_who_votes_on_a_screen_or_by_hand_gets_no_sheet(campaign, cast, method):
    session, actors = make_sitting(cast, make_nominees(cast, campaign))

    ballot = open_now(session, method, by=actors[2])

    assert not SHEET.records().filter(pk=ballot.pk).exists()


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


@pytest.mark.parametrize("outsider", ["administrator", "reader", "inspector", "head"])
def test_an_outsider_sees_none_of_these_papers(campaign, cast, officer, outsider):
    nominees = make_nominees(cast, campaign)
    session, actors = make_sitting(cast, nominees)
    ballot = open_now(session, "paper", by=actors[2])
    counted(ballot, {ballot.items.get().pk: (4, 0, 0, 0)}, actors)
    records = [(LIST, campaign), (NOTICE, posted(campaign, *nominees)), (SHEET, ballot), (COUNT, ballot)]

    for kind, record in records:
        documents.request(kind, record, by=officer, at=AT)

    assert Document.objects.within(officer).count() == 4
    assert not Document.objects.within(cast.actor(outsider)).exists()
    assert not any(cast.actor(outsider).may(kind.can) for kind, _ in records)


def test_the_pages_offer_their_papers_to_those_who_may_have_them_made(client, campaign, cast, officer):
    nominees = make_nominees(cast, campaign)
    session, actors = make_sitting(cast, nominees)
    ballot = open_now(session, "paper", by=actors[2])
    posting = posted(campaign, *nominees)
    slug = cast.commune.slug

    def offered(name: str, pk: int) -> set[str]:
        page = client.get(reverse(name, args=[slug, pk])).content.decode()
        return {kind.key for kind in (LIST, NOTICE, SHEET, COUNT) if f"/{kind.key}/" in page}

    client.force_login(officer.user)
    assert offered("awards:campaign-awards", campaign.pk) == {"nominee-list"}
    assert offered("awards:posting", posting.pk) == {"posting-notice"}
    assert offered("awards:ballot", ballot.pk) == {"paper-ballot"}
    counted(ballot, {ballot.items.get().pk: (4, 0, 0, 0)}, actors)
    assert offered("awards:ballot", ballot.pk) == {"paper-ballot", "count-minutes"}
    client.force_login(cast.actor("reader").user)
    assert offered("awards:campaign-awards", campaign.pk) == set()
