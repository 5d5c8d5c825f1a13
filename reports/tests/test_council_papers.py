"""Papers around the council's vote: the list of nominees, the public posting, the sheet to mark."""

from datetime import date

import pytest
from django.urls import reverse

from awards.models import ReviewVote, Session, UnitReview
from awards.tests.ballot_cases import make_nominees, make_sitting, open_now
from awards.tests.factories import SUBMITTED_AT, make_award_campaign, make_nomination
from reports.documents import blocks as b
from reports.models import Document, Wording
from reports.services import documents
from reports.tests.cases import AT
from reports.tests.council_paper_cases import COUNT, LIST, NOTICE, SHEET, counted, posted, tables
from reports.tests.test_award_papers import the, words_of

HOSTILE = "<b>{{ tên }}</b> =1+1"


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


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
