"""Papers of nominations, reviews and decisions: what they say, and who may see that they were made."""

from datetime import date, datetime

import pytest

from awards.models import Appraisal, Decision, Exemption, Minutes, ReviewVote, Session, UnitReview
from awards.services import minutes
from awards.tests.factories import (
    ISSUED_ON,
    SUBMITTED_AT,
    adopt,
    make_award_campaign,
    make_council,
    make_decision,
    make_nomination,
    make_session,
)
from communes.models import HistoryEntry
from reports.documents import blocks as b
from reports.documents.award_decision import signing
from reports.documents.base import plain
from reports.documents.registry import KINDS
from reports.models import Document
from reports.services import documents
from reports.tests.cases import AT, HERE, product


def words_of(paper) -> str:
    """Return every word of a paper in one text."""
    return str(paper.to_json())


def the(paper, kind):
    """Return the only block of a kind."""
    (found,) = [block for block in paper.blocks if isinstance(block, kind)]
    return found


@pytest.fixture
def campaign(cast):
    """A campaign with an award round."""
    return make_award_campaign(cast)


def reviewed(campaign, nomination) -> UnitReview:
    """Return a concluded review meeting that voted 6 to 1 on a nomination."""
    review = UnitReview.objects.create(
        campaign=campaign, unit=nomination.unit, held_at=datetime(2026, 5, 8, 8, 5, tzinfo=HERE),
        ended_at=datetime(2026, 5, 8, 9, 30, tzinfo=HERE), place="Phòng họp", chaired_by="Phạm Văn Dũng",
        secretary="Vũ Thị Én", members_total=8, members_present=7, absent_words="01 người đi công tác",
        conclusion="Nhất trí đề nghị.", concluded_at=SUBMITTED_AT, recorded_by="Vũ Thị Én",
    )  # fmt: skip
    ReviewVote.objects.create(review=review, nomination=nomination, votes_for=6, votes_against=1)
    return review


@pytest.mark.rule("N-12")
def test_review_minutes_name_who_was_there_and_each_vote(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"))

    paper = KINDS["review-minutes"].build(reviewed(campaign, nomination))

    assert the(paper, b.Letterhead).date_line == ""
    assert the(paper, b.Table).rows == (("1", "Phòng Kinh tế", "Giấy khen", "06", "01", "00", "85,7%"),)
    assert "08 giờ 05 phút, ngày 08 tháng 5 năm 2026" in words_of(paper)
    assert "Tổng số 08 người; có mặt 07; vắng mặt 01: 01 người đi công tác." in words_of(paper)
    signed = the(paper, b.TwoSignatures)
    assert (signed.left.lines, signed.right.lines) == (("THƯ KÝ",), ("CHỦ TỌA",))


@pytest.mark.rule("N-10")
def test_a_submission_names_its_addressees_the_votes_and_what_is_attached(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="submitted")
    reviewed(campaign, nomination)

    paper = KINDS["nomination-submission"].build(nomination)

    assert the(paper, b.Addressees).names == (
        "Chủ tịch UBND xã Đồng Tâm", "Hội đồng Thi đua - Khen thưởng xã Đồng Tâm",
    )  # fmt: skip
    assert "06/07 người tán thành (07/08 người dự họp)" in words_of(paper)
    assert "Biên bản họp của đơn vị" in words_of(paper)
    assert "Tờ trình khen thưởng của đơn vị" not in words_of(paper)


@pytest.mark.rule("N-09")
@pytest.mark.parametrize(
    ("title", "lines"),
    [("Chủ tịch UBND xã", ("CHỦ TỊCH",)), ("Phó Chủ tịch UBND xã", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))],
)
def test_the_chairs_own_decision_is_signed_without_tm(title, lines):
    assert signing(title) == lines


@pytest.mark.rule("N-05")
def test_a_decision_prints_its_articles_and_its_list_with_the_roll_numbers(campaign, cast):
    economy = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    person = make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="awarded")
    decision = make_decision(campaign, [economy, person], status="published")

    paper = KINDS["award-decision"].build(decision)

    annex = the(paper, b.Annex)
    first, second = [block for block in annex.blocks if isinstance(block, b.Table)]
    assert the(paper, b.Letterhead).number_line == "Số: 05/QĐ-UBND"
    assert "Tặng Giấy khen cho 01 tập thể, 01 cá nhân đã có thành tích xuất sắc" in words_of(paper)
    assert "tổng số 1.520.000 đồng" in words_of(paper)
    assert (first.rows[0][0], first.rows[0][1], second.rows[0][0]) == ("01", "Phòng Kinh tế", "02")
    assert annex.attached == (
        "(Kèm theo Quyết định số 05/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch UBND xã Đồng Tâm)"
    )
    assert annex.title == "DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN"
    assert "và các tập thể, cá nhân có tên trong danh sách kèm theo chịu trách nhiệm thi hành" in words_of(paper)
    assert [len(table.columns) for table in (first, second)] == [4, 5]
    assert "Chức vụ, đơn vị" not in [column.title for column in first.columns]
    assert paper.draft is False


@pytest.mark.rule("N-10")
@pytest.mark.parametrize(("symbol", "filed"), [("VHXH", "Lưu: VT, VHXH"), ("", "Lưu: VT")])
def test_a_decision_is_filed_at_the_clerks_and_at_the_councils_standing_agency(campaign, cast, symbol, filed):
    agency = make_council(cast).standing_agency
    type(agency).objects.filter(pk=agency.pk).update(symbol=symbol)
    decision = make_decision(campaign, [make_nomination(campaign, unit=cast.unit("economy"), status="recommended")])

    assert the(KINDS["award-decision"].build(decision), b.Recipients).items[-1] == filed


def test_a_decision_in_the_making_is_a_draft_without_number(campaign, cast):
    decision = make_decision(campaign, [make_nomination(campaign, unit=cast.unit("economy"), status="recommended")])

    paper = KINDS["award-decision"].build(decision)

    assert the(paper, b.Letterhead).number_line.replace("\u00a0", " ") == "Số:      /QĐ-UBND"
    assert paper.draft is True


@pytest.mark.rule("L-09")
def test_a_revoking_decision_names_the_earlier_one_and_why(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="awarded")
    earlier = make_decision(campaign, [nomination], status="published")
    later = make_decision(
        campaign, status="issued", number=9, kind="revocation", amends=earlier, reason="Kê khai không đúng."
    )
    line = earlier.lines.get()
    later.lines.create(
        position=1, nomination=nomination, about=line, award=line.award, subject=line.subject,
        nominee_name=line.nominee_name, citation=line.citation,
    )  # fmt: skip

    words = words_of(KINDS["award-decision"].build(later))

    about = "Quyết định số 05/QĐ-UBND ngày 14 tháng 5 năm 2026 của Chủ tịch UBND xã Đồng Tâm"
    assert f"Thu hồi quyết định tặng Giấy khen tại {about} đối với 01 tập thể" in words
    assert "Lý do: Kê khai không đúng." in words
    assert "Các tập thể có tên trong danh sách kèm theo nộp lại hiện vật khen thưởng" in words
    assert "DANH SÁCH TẬP THỂ BỊ THU HỒI GIẤY KHEN" in words


def test_money_is_signed_for_line_by_line(campaign, cast):
    nominations = [
        make_nomination(campaign, unit=cast.unit("economy"), status="awarded"),
        make_nomination(campaign, unit=cast.unit("economy"), subject="individual", status="awarded"),
    ]
    decision = make_decision(campaign, nominations, status="issued")
    decision.lines.filter(position=2).update(prize=0)
    decision.lines.filter(position=1).update(prize_words="0,3 × 2.530.000 đồng = 759.000 đồng, làm tròn 760.000 đồng")

    rows = the(KINDS["prize-receipts"].build(decision), b.Table).rows

    assert [row[4] for row in rows] == ["760.000", "760.000"]
    assert len(rows) == 2
    assert rows[0][3] == "0,3 × 2.530.000 = 759.000, làm tròn 760.000"
    paper = KINDS["prize-receipts"].build(decision)
    assert "Bằng chữ: Bảy trăm sáu mươi nghìn đồng." in words_of(paper)
    assert the(paper, b.TwoSignatures).right.name == decision.signer_name
    assert not KINDS["prize-receipts"].records().filter(pk=make_decision(campaign).pk).exists()


@pytest.mark.rule("L-13")
def test_council_minutes_print_the_roster_the_votes_and_the_conclusion(campaign, cast):
    nominations = [
        make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("service"), status="on_agenda"),
    ]
    session = make_session(make_council(cast), nominations[:1], status="in_session")
    session.presence.filter(person=cast.actor("councillor").person).update(state="absent", reason="Đi công tác")
    adopt(session, signed=False)
    session.agenda.create(nomination=nominations[1], position=2, result="deferred", result_reason="Chờ xác minh.")
    Session.objects.filter(pk=session.pk).update(status="voting_done", ended_at=AT)
    session.refresh_from_db()
    written = minutes.draft(session, by=cast.actor("secretary"), at=AT)

    paper = KINDS["council-minutes"].build(written)

    presence, votes = [block for block in paper.blocks if isinstance(block, b.Table)]
    assert [row[4] for row in presence.rows].count("Vắng mặt (đi công tác)") == 1
    assert [column.title for column in votes.columns][3:] == [
        "Tán thành", "Không tán thành", "Không có ý kiến", "Kết quả",
    ]  # fmt: skip
    assert votes.rows[0][3:] == ("04", "00", "00", "Tán thành: 04/04 thành viên (100%), cần 03/04 (giơ tay)")
    assert "Tỷ lệ tính trên tổng số thành viên Hội đồng;" in words_of(paper)
    assert votes.rows[1][3:] == ("–", "–", "–", "Hoãn xét")
    assert f"{nominations[1].nominee}: chờ xác minh." in words_of(paper)
    assert the(paper, b.Title).abstract == f"Họp {session.council} xét khen thưởng phong trào thi đua năm 2026"
    assert the(paper, b.TwoSignatures).right.lines == ("CHỦ TỌA",)
    assert (the(paper, b.Letterhead).date_line, paper.draft) == ("", True)
    assert the(paper, b.TwoSignatures).left.name == "Lý Văn Ước"


@pytest.mark.rule("L-13")
def test_council_minutes_that_correct_others_name_them_and_the_end_of_a_consultation_is_no_meeting(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = adopt(make_session(make_council(cast), [nomination], status="in_session"), signed=False)
    Session.objects.filter(pk=session.pk).update(status="voting_done", ended_at=AT, mode="written")
    session.refresh_from_db()
    signed = minutes.draft(session, by=cast.actor("secretary"), at=AT)
    signed.paper_number, signed.chair_signed_at = "15/BB-HĐTĐKT", AT
    facts = {"session": session, "secretary": signed.secretary, "figures": signed.figures}

    second = Minutes(number=2, corrects=signed, correction_reason="Ghi nhầm chức vụ", **facts)

    paper = KINDS["council-minutes"].build(second)

    said = words_of(paper)
    assert "đính chính Biên bản số 15/BB-HĐTĐKT, ký ngày" in said and "Lý do đính chính: ghi nhầm chức vụ." in said
    assert the(paper, b.Title).kind == "BIÊN BẢN ĐÍNH CHÍNH"
    assert "Việc lấy ý kiến kết thúc lúc" in said and "đọc lại" not in said
    assert [each for each in paper.blocks if isinstance(each, b.Table)][0].columns[-1].title == "Ý kiến"


@pytest.mark.rule("L-13")
def test_council_minutes_print_their_figures_whatever_the_words_say(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(make_council(cast), [nomination], status="in_session")
    session.presence.filter(person=cast.actor("councillor").person).update(state="absent", reason="Đi công tác")
    adopt(session, signed=False).ballots.get().items.update(votes_for=1, votes_blank=2, votes_invalid=1)
    session.ballots.update(method="paper")
    Session.objects.filter(pk=session.pk).update(
        status="voting_done", ended_at=AT, planned_at=datetime(2026, 5, 10, 8, 0, tzinfo=HERE)
    )
    session.refresh_from_db()
    written = minutes.draft(session, by=cast.actor("secretary"), at=AT)
    minutes.save(written, revision=0, opening="Khai mạc.", conclusion="Xong.", by=cast.actor("secretary"), at=AT)

    paper = KINDS["council-minutes"].build(written)

    _, votes = [block for block in paper.blocks if isinstance(block, b.Table)]
    assert [column.title for column in votes.columns][6] == "Không hợp lệ"
    assert votes.rows[0][3:7] == ("01", "00", "02", "01")
    assert "01/04 phiếu (25%), cần 03/04" in votes.rows[0][7]
    assert (
        "Tổng số thành viên: 04; có mặt: 03; vắng mặt: 01; gửi ý kiến bằng văn bản: 00. "
        "Có mặt 03/04 thành viên, cần ít nhất 03: đủ thành phần."
    ) in words_of(paper)
    assert "Phiên họp triệu tập vào ngày 10/05/2026, khai mạc ngày 14/05/2026." in words_of(paper)


@pytest.mark.rule("L-06")
@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("hands", "Ý kiến bằng văn bản của đồng chí {}: tán thành hồ sơ số 2; không tán thành hồ sơ số 1"),
        ("paper", "Ý kiến bằng văn bản của đồng chí {}: về hồ sơ số 1, 2"),
    ],
)
def test_council_minutes_tell_the_opinion_of_an_absent_member_once(campaign, cast, method, told):
    rows = [make_nomination(campaign, unit=cast.unit(key), status="on_agenda") for key in ("economy", "service")]
    session = make_session(make_council(cast), rows, status="in_session")
    absent = cast.actor("councillor").person
    session.presence.filter(person=absent).update(state="written")
    for item, choice in zip(session.agenda.order_by("position"), ("against", "for"), strict=True):
        item.written_opinions.create(person=absent, choice=choice, received_on=AT.date(), recorded_by="Thư ký")
    adopt(session, signed=False).ballots.update(method=method)
    Session.objects.filter(pk=session.pk).update(status="voting_done", ended_at=AT)
    session.refresh_from_db()

    paper = KINDS["council-minutes"].build(minutes.draft(session, by=cast.actor("secretary"), at=AT))

    words = words_of(paper)
    assert told.format(absent.full_name) in words
    assert words.lower().count("ý kiến bằng văn bản của đồng chí") == 1


@pytest.mark.rule("N-10")
def test_a_notice_invites_without_addressees_and_lists_the_dossiers_of_the_session(campaign, cast):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda")
    session = make_session(
        make_council(cast), [nomination], status="convened", guests="Đại diện Ban Thanh tra nhân dân"
    )

    paper = KINDS["council-notice"].build(session)

    assert not [block for block in paper.blocks if isinstance(block, b.Addressees)]
    assert the(paper, b.Title).abstract == "Họp xét khen thưởng phong trào thi đua năm 2026"
    lead, guests = [plain(block.text) for block in paper.blocks if isinstance(block, b.Paragraph)][:2]
    assert lead == (
        "Hội đồng Thi đua - Khen thưởng xã Đồng Tâm trân trọng kính mời các thành viên Hội đồng dự họp xét khen thưởng "
        "phong trào thi đua năm 2026."
    )
    assert guests == "Khách mời: Đại diện Ban Thanh tra nhân dân."
    assert the(the(paper, b.Annex), b.Table).rows[0][1:3] == ("Phòng Kinh tế", "")
    assert the(paper, b.Signature).name == cast.actor("secretary").person.full_name
    attached = the(paper.numbered(7, date(2026, 5, 8)), b.Annex).attached
    assert attached == f"(Kèm theo Giấy mời số 07/GM-HĐTĐKT ngày 08 tháng 5 năm 2026 của {session.council})"
    assert "08 giờ 00 phút, ngày 14 tháng 5 năm 2026" in words_of(paper)


def test_a_notice_names_who_presides_and_the_agenda_unless_the_words_do(campaign, cast):
    session = make_session(make_council(cast), [make_nomination(campaign, unit=cast.unit("economy"))])

    paper = KINDS["council-notice"].build(session)
    session.notice = "Kính mời họp.\nChủ trì: ông A.\nChương trình: xét hồ sơ."
    typed = KINDS["council-notice"].build(session)
    session.mode, session.notice = Session.Mode.WRITTEN, ""
    written = KINDS["council-notice"].build(session)

    chair = cast.actor("chair").person.full_name
    assert f"Chủ trì: đồng chí {chair}, Chủ tịch Hội đồng." in words_of(paper)
    agenda = [plain(item) for item in the(paper, b.Dashes).items]
    assert agenda[1] == "Thư ký báo cáo kết quả thẩm định 01 hồ sơ đề nghị khen thưởng."
    assert (len(agenda), agenda[-1]) == (5, "Chủ trì kết luận, thông qua biên bản.")
    assert words_of(typed).count("Chủ trì") == words_of(typed).count("Chương trình") == 1
    assert "Chủ trì" not in words_of(written)
    assert "Chương trình" not in words_of(written)


def test_an_appraisal_note_prints_criteria_conditions_exceptions_and_verdicts(campaign, cast, officer, leader):
    nomination = make_nomination(campaign, unit=cast.unit("economy"), status="under_appraisal")
    Exemption.objects.create(
        nomination=nomination, check_key="deadline", title="Nộp trong hạn", reason="Bão lũ chia cắt đường.",
        leader_name=leader.name, granted_at=AT,
    )  # fmt: skip
    Appraisal.objects.create(
        nomination=nomination, appraiser=officer.person, began_at=AT, verdict="eligible", given_at=AT, note="Hồ sơ đủ."
    )

    paper = KINDS["appraisal-note"].build(nomination)

    criteria, conditions = [block for block in paper.blocks if isinstance(block, b.Table)]
    assert [row[2] for row in criteria.rows] == ["V.1.a", "V.1.a", "V.1.a"]
    assert len(conditions.rows) >= 8
    assert "Bão lũ chia cắt đường. (người cho phép: Trần Quốc Bảo)" in words_of(paper)
    assert "Nguyễn Thị Hạnh: đủ điều kiện. Hồ sơ đủ." in words_of(paper)
    assert paper.draft is True


def test_papers_of_awards_are_in_confidence():
    told = {key for key, kind in KINDS.items() if kind.model.__module__.startswith("awards.")}

    assert {key for key, kind in KINDS.items() if kind.confidential} >= told - {"award-book-public"}
    assert not KINDS["award-book-public"].confidential


@pytest.mark.parametrize("stranger_to_results", ["administrator", "reader", "inspector", "head", "other_head"])
def test_that_a_decision_was_made_is_known_to_nobody_outside(campaign, cast, officer, stranger_to_results):
    decision = make_decision(
        campaign, [make_nomination(campaign, unit=cast.unit("economy"), status="awarded")], status="issued"
    )
    actor = cast.actor(stranger_to_results)

    document = documents.request(KINDS["award-decision"], decision, by=officer, at=AT)

    assert document in Document.objects.within(officer)
    assert document not in Document.objects.within(actor)
    assert not HistoryEntry.objects.within(actor).filter(action="document.request").exists()
    assert not KINDS["award-decision"].within(actor).filter(pk=decision.pk).exists()


def test_a_unit_has_the_papers_of_its_own_dossier_made(campaign, cast, head, other_head):
    nomination = make_nomination(campaign, unit=cast.unit("economy"))

    document = documents.request(KINDS["achievement-report"], nomination, by=product(cast), at=AT)

    assert document in Document.objects.within(head)
    assert document not in Document.objects.within(other_head)
    assert ISSUED_ON.year == nomination.year
    assert Decision.objects.count() == 0


@pytest.mark.rule("L-05")
def test_council_minutes_say_on_which_nominees_the_base_differs(campaign, cast):
    rows = [
        make_nomination(campaign, unit=cast.unit("economy"), status="on_agenda"),
        make_nomination(campaign, unit=cast.unit("service"), status="on_agenda"),
    ]
    session = adopt(make_session(make_council(cast), rows, status="in_session"), signed=False)
    second = session.ballots.get().items.get(item__position=2)
    second.rule = {**second.rule, "denominator": "present"}
    second.save()
    Session.objects.filter(pk=session.pk).update(status="voting_done", ended_at=AT)
    session.refresh_from_db()

    paper = KINDS["council-minutes"].build(minutes.draft(session, by=cast.actor("secretary"), at=AT))

    words = words_of(paper)
    assert "Tỷ lệ của hồ sơ số 1 tính trên tổng số thành viên Hội đồng;" in words
    assert "Tỷ lệ của hồ sơ số 2 tính trên số thành viên có mặt được biểu quyết." in words
